//! What may come at the cursor, for editors and shells.

mod candidate;
mod subject;

use crate::diagnostic::{Code, Diagnostics};
use crate::env::Env;
use crate::evaluate::fold;
use crate::lex::{Kind, Token, lex};
use crate::parse::cursor::wants;
use crate::parse::{MAX_BYTES, Parsed, read};
use crate::schema::Schema;
use crate::span::{Span, offset};
use crate::syntax::{Condition, Expr, Name, Query, TestKind, Value, ValueKind};
use candidate::{Candidate, Candidates};

/// At most this many completions are offered.
pub const MAX_COMPLETIONS: usize = 50;

/// Something that may come at the cursor.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Completion {
    /// The characters that it takes the place of; empty to insert.
    pub replace: Span,
    /// What to write there, quoted where it has to be.
    pub insert: String,
    /// What to show: the name or the word itself.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// A few words about it, such as the type of a property; may be empty.
    pub detail: String,
}

/// What a completion is.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum CompletionKind {
    /// A property, or a time of the page itself.
    Property,
    /// An operator that suits the property.
    Operator,
    /// An option of a select, a status or a multi-select, or a state of a verification.
    Option,
    /// A group of a status.
    Group,
    /// `true`, `false` and other words with a fixed meaning.
    Word,
    /// A day or a time.
    Date,
    /// A period, such as `past week`.
    Period,
    /// A person, or `me`.
    Person,
    /// A page of a relation.
    Page,
    /// Something with parentheses, such as `any(`.
    Function,
    /// `and`, `or` and `not`.
    Connector,
    /// `order by`, `limit`, `select`, and what belongs to them.
    Clause,
    /// A type behind `::`.
    Type,
}

impl CompletionKind {
    /// The kind in a word, such as `property`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Property => "property",
            Self::Operator => "operator",
            Self::Option => "option",
            Self::Group => "group",
            Self::Word => "word",
            Self::Date => "date",
            Self::Period => "period",
            Self::Person => "person",
            Self::Page => "page",
            Self::Function => "function",
            Self::Connector => "connector",
            Self::Clause => "clause",
            Self::Type => "type",
        }
    }
}

impl Completion {
    /// The filter with the completion in it, and the offset of the cursor behind it.
    pub fn apply(&self, source: &str) -> (String, usize) {
        let mut text = Span::new(0, self.replace.start).slice(source).to_owned();
        text.push_str(&self.insert);
        let cursor = text.len();
        text.push_str(source.get(self.replace.end as usize..).unwrap_or_default());
        (text, cursor)
    }
}

/// What may come at the cursor, the most likely first.
///
/// `cursor` is an offset in bytes; one within a character counts as before it, one behind the end as at the
/// end. The filter may be unfinished or wrong anywhere. What is offered never makes it worse: with the
/// completion in it, nothing before the cursor is complained about that was not before, and a name or an
/// option reads back as just that. At most [`MAX_COMPLETIONS`] are offered; none within a comment.
///
/// ```
/// use notion_filter::{Env, OptionNames, PropertyType, Schema, complete};
///
/// let mut schema = Schema::new("Tasks");
/// schema.property("Status", PropertyType::Select(OptionNames::all(["To do", "In progress"])));
/// let env = Env::at("2026-06-27T16:30:00Z".parse()?);
///
/// let found = complete("Status = in pr", 14, &schema, &env);
/// assert_eq!(found[0].label, "In progress");
/// assert_eq!(found[0].apply("Status = in pr").0, r#"Status = "In progress""#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn complete(source: &str, cursor: usize, schema: &Schema, env: &Env<'_>) -> Vec<Completion> {
    /// Candidates that are tried in the text; each costs one or two readings of it.
    const TRIED: usize = 4 * MAX_COMPLETIONS;
    /// How many bytes the candidates may have been tried in: fewer in a text that takes long to read.
    const AFFORDABLE: usize = 2 * 1024 * 1024;
    if source.len() > MAX_BYTES {
        return Vec::new();
    }
    let Some(site) = Site::of(source, cursor) else { return Vec::new() };
    let mut ranked = Vec::new();
    let mut candidates = Candidates { schema, env, list: Vec::new() };
    for (order, want) in wants(source, &site.before, site.start).into_iter().enumerate() {
        let typed = site.typed(want.start);
        candidates.of(&want.what);
        for candidate in candidates.list.drain(..) {
            if let Some(rank) = rank(&candidate, &typed) {
                ranked.push((rank, order, ranked.len(), want.start, candidate));
            }
        }
    }
    ranked.sort_by_key(|it| (it.0, it.1, it.2));
    let mut found: Vec<Completion> = Vec::new();
    let mut affordable = AFFORDABLE;
    for (_, _, _, start, candidate) in ranked.into_iter().take(TRIED) {
        if found.len() == MAX_COMPLETIONS || affordable == 0 {
            break;
        }
        let same = |it: &Completion| {
            it.kind == candidate.kind
                && it.label == candidate.label
                && it.insert.trim_start() == candidate.insert
        };
        if !found.iter().any(same) {
            affordable = affordable.saturating_sub(source.len());
            found.extend(site.place(start, candidate));
        }
    }
    found
}

/// How well a candidate fits what was typed, the best first; none if it does not.
fn rank(candidate: &Candidate, typed: &str) -> Option<u8> {
    /// Nobody types more of a name that is still to be completed.
    const LONGEST: usize = 200;
    if typed.is_empty() {
        return (!candidate.begun).then_some(1);
    }
    if typed.len() > LONGEST {
        return None;
    }
    // `@` in front of a name says that it is one of a person.
    let typed = match typed.strip_prefix('@') {
        Some(name) if candidate.kind == CompletionKind::Person => name,
        _ => typed,
    };
    let (label, typed) = (fold(&candidate.label), fold(typed));
    if label == typed {
        // Nothing is left to complete, but the name may have to be quoted or spelled in another case.
        return Some(1);
    }
    if label.starts_with(&*typed) {
        return Some(0);
    }
    if candidate.begun || !candidate.is_name() {
        return None;
    }
    let typed = typed.trim_end();
    if typed.is_empty() {
        return None;
    }
    if label.split([' ', '-', '_', '.', '@']).any(|word| word.starts_with(typed)) {
        return Some(2);
    }
    if label.contains(typed) {
        return Some(3);
    }
    let mut letters = label.chars();
    let scattered =
        typed.chars().filter(|it| *it != ' ').all(|it| letters.any(|other| other == it));
    (scattered && typed.chars().count() > 1).then_some(4)
}

/// The cursor, and what stands around it.
struct Site<'a> {
    source: &'a str,
    cursor: u32,
    /// The tokens in front of what is being written.
    before: Vec<Token>,
    /// Where the word or the quoted text begins that is being written; the cursor if there is none.
    start: u32,
    /// Whether a quote was opened.
    quoted: bool,
    /// Where the word or the quoted text ends, the nearest place first.
    ends: Vec<u32>,
    /// Whether a parenthesis is open, which may only be complained about once there is something in it.
    is_open: bool,
    parsed: Parsed,
}

impl<'a> Site<'a> {
    /// None within a comment.
    fn of(source: &'a str, cursor: usize) -> Option<Self> {
        let cursor =
            (0..=cursor.min(source.len())).rev().find(|at| source.is_char_boundary(*at))?;
        let cursor = offset(cursor);
        let mut log = Diagnostics::default();
        let mut before = lex(source, &mut log);
        let parsed = read(source);
        let count = before.partition_point(|token| token.span.start < cursor);
        let next = before.get(count).copied();
        before.truncate(count);
        let count = |kind| before.iter().filter(|it| it.kind == kind).count();
        let is_open = count(Kind::Open) > count(Kind::Close);
        let is_begun = |token: &Token| {
            let text = token.span.slice(source);
            match token.kind {
                Kind::Word => token.span.end >= cursor,
                Kind::Quoted | Kind::CurlyQuoted | Kind::Backquoted => {
                    token.span.end > cursor || is_unterminated(token, &log, text)
                }
                _ => false,
            }
        };
        let fragment = before.pop_if(|token| is_begun(token));
        let Some(fragment) = fragment else {
            let end = before.last().map_or(0, |token| token.span.end.min(cursor));
            let gap = Span::new(end, cursor).slice(source);
            if gap.rsplit('\n').next().is_some_and(|line| line.contains("--")) {
                return None;
            }
            let mut ends = vec![cursor];
            // In front of a word, a completion may take its place.
            ends.extend(next.filter(|it| it.span.start == cursor).map(|it| it.span.end));
            return Some(Self {
                source,
                cursor,
                before,
                start: cursor,
                quoted: false,
                ends,
                is_open,
                parsed,
            });
        };
        let text = fragment.span.slice(source);
        let quoted = fragment.kind != Kind::Word;
        let end = if quoted && is_unterminated(&fragment, &log, text) {
            let rest = source.get(cursor as usize..).unwrap_or_default();
            let word = rest.find(|it: char| !it.is_alphanumeric()).unwrap_or(rest.len());
            cursor + offset(word)
        } else {
            fragment.span.end
        };
        let start = fragment.span.start;
        Some(Self { source, cursor, before, start, quoted, ends: vec![end], is_open, parsed })
    }

    /// What was typed since `start`, without the opening quote, and with single blanks.
    fn typed(&self, start: u32) -> String {
        let text = Span::new(start, self.cursor).slice(self.source);
        if self.quoted && start == self.start {
            let quote = text.chars().next().map_or(0, char::len_utf8);
            return text.get(quote..).unwrap_or_default().to_owned();
        }
        let mut typed = String::with_capacity(text.len());
        for word in text.split_whitespace() {
            typed.push_str(word);
            typed.push(' ');
        }
        if !text.ends_with(char::is_whitespace) {
            typed.pop();
        }
        typed
    }

    /// The completion at its place, unless the filter would be worse with it.
    fn place(&self, start: u32, candidate: Candidate) -> Option<Completion> {
        if self.stands_already(start, &candidate) {
            return None;
        }
        let mut ends = self.ends.clone();
        let tree = Tree::of(&self.parsed.query);
        let whole = tree.names.iter().map(|it| it.span).chain(tree.values.iter().map(|it| it.span));
        ends.extend(whole.filter(|it| it.start == start && it.end > self.cursor).map(|it| it.end));
        ends.sort_unstable();
        ends.dedup();
        let before = self.source.get(..start as usize)?;
        let touches = before.ends_with(|it: char| !it.is_whitespace() && it != '(' && it != ':');
        let blank = if touches && start == self.start && !candidate.glued { " " } else { "" };
        let mut best: Option<(usize, Completion)> = None;
        for end in ends {
            let completion = Completion {
                replace: Span::new(start, end.max(self.cursor)),
                insert: format!("{blank}{}", candidate.insert),
                label: candidate.label.clone(),
                kind: candidate.kind,
                detail: candidate.detail.clone(),
            };
            if std::ops::Range::from(completion.replace) == (start as usize..self.cursor as usize)
                && completion.replace.slice(self.source).trim_end() == completion.insert
            {
                continue;
            }
            let Some(complaints) = self.cost(&completion, &candidate, blank.len()) else {
                continue;
            };
            if best.as_ref().is_none_or(|(least, _)| complaints < *least) {
                best = Some((complaints, completion));
            }
        }
        best.map(|(_, completion)| completion)
    }

    /// Whether it is a clause or the key of an order that the filter has in another place, where it may stand
    /// once.
    fn stands_already(&self, start: u32, candidate: &Candidate) -> bool {
        let query = &self.parsed.query;
        if candidate.sorts {
            let name = fold(&candidate.label);
            let is_same = |it: &Name| it.span.start != start && fold(&it.text) == name;
            return query.order.iter().any(|it| is_same(&it.reference.name));
        }
        let word = candidate.label.split(' ').next().unwrap_or_default();
        let end = self.ends.last().copied().unwrap_or(self.cursor);
        let is_this = Span::new(start, end)
            .slice(self.source)
            .get(..word.len())
            .is_some_and(|it| it.eq_ignore_ascii_case(word));
        let has = match (candidate.kind, word) {
            (CompletionKind::Clause, "order") => !query.order.is_empty(),
            (CompletionKind::Clause, "limit") => query.limit.is_some(),
            (CompletionKind::Clause, "select") => !query.select.is_empty(),
            _ => false,
        };
        has && !is_this
    }

    /// How much is complained about with the completion; none if it does more harm than good.
    fn cost(&self, completion: &Completion, candidate: &Candidate, blank: usize) -> Option<usize> {
        let (text, cursor) = completion.apply(self.source);
        if text.len() > MAX_BYTES {
            return None;
        }
        let parsed = read(&text);
        let known: Vec<Code> = self.parsed.diagnostics.iter().map(|it| it.code).collect();
        let place = completion.replace.start;
        let is_new =
            |code: &Code| !known.contains(code) && (!self.is_open || *code != Code::Parentheses);
        let mut codes =
            parsed.diagnostics.iter().filter(|it| it.primary.span.start < place).map(|it| it.code);
        if codes.any(|code| is_new(&code)) {
            return None;
        }
        let start = place + offset(blank);
        // What cannot be read because it is not finished yet is read as if it were.
        let reads_back = candidate.reads_back(&parsed.query, start).or_else(|| {
            let written = text.get(..cursor)?;
            UNFINISHED.iter().find_map(|rest| {
                candidate.reads_back(&read(&format!("{written}{rest}")).query, start)
            })
        });
        let reads_back = reads_back.unwrap_or(!candidate.is_read());
        reads_back.then_some(parsed.diagnostics.len() + parsed.omitted)
    }
}

/// How lists, wrappers, quantifiers and ranges may go on.
const UNFINISHED: &[&str] = &[")", "))", " and 0"];

impl Candidate {
    /// Whether it is a name or a value that a filter can be searched for.
    fn is_read(&self) -> bool {
        match self.kind {
            CompletionKind::Property => !self.label.starts_with('@'),
            CompletionKind::Option
            | CompletionKind::Group
            | CompletionKind::Person
            | CompletionKind::Page => true,
            _ => false,
        }
    }

    /// Whether what a filter has at the place is just this; none if it has nothing there.
    fn reads_back(&self, query: &Query, start: u32) -> Option<bool> {
        if !self.is_read() {
            return Some(true);
        }
        let tree = Tree::of(query);
        if self.kind == CompletionKind::Property {
            let name = tree.names.iter().find(|it| it.span.start == start)?;
            return Some(name.text == self.label);
        }
        // Within a wrapper, the value begins in front of its text.
        let covers = |it: &&&Value| it.span.start <= start && start < it.span.end;
        let value = tree.values.iter().find(covers)?;
        let is_group = value.kind == ValueKind::Group;
        let text = self.reads_as.as_ref().unwrap_or(&self.label);
        Some(value.text == *text && is_group == (self.kind == CompletionKind::Group))
    }
}

/// Whether a quote is opened and never closed.
fn is_unterminated(token: &Token, log: &Diagnostics, text: &str) -> bool {
    let said = |it: &crate::Diagnostic| {
        it.code == Code::UnterminatedQuote && it.primary.span == token.span
    };
    text.chars().nth(1).is_none() || log.list.iter().any(said)
}

/// The names and values of a filter.
#[derive(Default)]
struct Tree<'a> {
    names: Vec<&'a Name>,
    values: Vec<&'a Value>,
}

impl<'a> Tree<'a> {
    fn of(query: &'a Query) -> Self {
        let mut tree = Self::default();
        let mut open: Vec<&Expr> = query.filter.iter().collect();
        while let Some(expr) = open.pop() {
            match expr {
                Expr::And(parts) | Expr::Or(parts) => open.extend(parts),
                Expr::Not(_, inner) => open.push(inner),
                Expr::Condition(condition) => tree.condition(condition),
                Expr::Error(_) => {}
            }
        }
        tree.names.extend(query.order.iter().map(|it| &it.reference.name));
        tree.names.extend(query.select.iter().map(|it| &it.name));
        tree
    }

    fn condition(&mut self, condition: &'a Condition) {
        self.names.push(&condition.target.reference.name);
        match condition.test.as_ref().map(|it| &it.kind) {
            Some(TestKind::Compare(_, value) | TestKind::Within(value)) => self.values.push(value),
            Some(TestKind::In(list) | TestKind::Has(_, list)) => self.values.extend(&list.items),
            Some(TestKind::Between(low, high)) => self.values.extend([low, high]),
            Some(TestKind::Empty | TestKind::Checked(_)) | None => {}
        }
    }
}

#[cfg(test)]
mod tests;
