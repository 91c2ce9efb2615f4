//! Filters in one form, on one line or on several, with their comments.
//!
//! The tree is printed piece by piece: a condition, a sort key, a limit, a selected property. Comments belong
//! to the piece in front of them if they stand on its line, and to the piece behind them if they stand alone.

use crate::diagnostic::Diagnostics;
use crate::error::FilterError;
use crate::lex::lex;
use crate::parse::parse;
use crate::span::{Span, offset};
use crate::syntax::{Expr, Query};

/// The filter in canonical form, on one line: signs instead of words, parentheses around every nested
/// group, single blanks, and the clauses as `order by`, `limit`, `select`.
///
/// Comments are kept. One ends its line, so a filter with comments has several lines: a comment behind a
/// condition stays behind it, one within a condition moves behind it, and one on a line of its own stays in
/// front of the next condition.
///
/// What is formatted reads back as the same tree, and formatting it again changes nothing.
///
/// ```
/// use notion_filter::format;
///
/// let text = "where Status is Done&&(Estimate ≥ 3) -- enough";
/// assert_eq!(format(text)?, "Status = Done and Estimate >= 3 -- enough");
/// # Ok::<(), notion_filter::FilterError>(())
/// ```
///
/// # Errors
///
/// [`FilterError`] with everything that is wrong with the text; a text with mistakes is never changed.
pub fn format(source: &str) -> Result<String, FilterError> {
    format_pretty(source, usize::MAX)
}

/// The filter in canonical form, on several lines if it is longer than `width` characters.
///
/// It breaks before `and`, `or` and clauses, and in lists of clauses; what is in parentheses that do not fit
/// on their line is indented by two blanks. A single condition is never broken, however long it is. Comments
/// are kept as by [`format()`].
///
/// ```
/// use notion_filter::format_pretty;
///
/// let text = "Status = Active and (Priority = High or Deadline < now) order by Deadline limit 20";
/// assert_eq!(
///     format_pretty(text, 30)?,
///     "\
/// Status = Active
/// and (
///   Priority = High
///   or Deadline < now
/// )
/// order by Deadline
/// limit 20"
/// );
/// # Ok::<(), notion_filter::FilterError>(())
/// ```
///
/// # Errors
///
/// As [`format()`].
pub fn format_pretty(source: &str, width: usize) -> Result<String, FilterError> {
    let query = parse(source).into_result()?;
    let comments = comments(source);
    if comments.is_empty() {
        return Ok(query.to_pretty(width));
    }
    Ok(Printer::of(&query, width, comments).query(&query))
}

impl Query {
    /// The query in canonical form, broken at `and`, `or` and clauses if it is longer than `width`
    /// characters. Comments are not part of a query; [`format_pretty`] keeps those of a text.
    pub fn to_pretty(&self, width: usize) -> String {
        Printer::of(self, width, Vec::new()).query(self)
    }
}

/// A comment, and whether it has a line of its own.
struct Comment<'a> {
    text: &'a str,
    start: u32,
    alone: bool,
}

/// The comments of a text without mistakes: between its tokens are only blanks and comments.
fn comments(source: &str) -> Vec<Comment<'_>> {
    let mut found = Vec::new();
    if !source.contains("--") {
        return found;
    }
    let tokens = lex(source, &mut Diagnostics::default());
    let mut end = 0;
    let next = tokens.iter().map(|it| it.span).chain([Span::at(offset(source.len()))]);
    for token in next {
        let gap = Span::new(end, token.start).slice(source);
        let mut done = 0;
        while let Some(at) = gap[done..].find("--").map(|at| at + done) {
            let length = gap[at..].find('\n').unwrap_or(gap.len() - at);
            // The first text of the source has nothing in front of it to stand behind.
            let alone = gap[..at].contains('\n') || end == 0;
            let text = gap[at..at + length].trim_end();
            found.push(Comment { text, start: end + offset(at), alone });
            done = at + length;
        }
        end = token.end;
    }
    found
}

struct Printer<'a> {
    width: usize,
    out: String,
    indent: usize,
    /// Whether the line ends here because a comment does.
    ended: bool,
    /// The comments that are still to be written, each with the number of the piece it belongs to.
    comments: std::iter::Peekable<std::vec::IntoIter<(usize, Comment<'a>)>>,
    /// How many pieces are written.
    written: usize,
}

impl<'a> Printer<'a> {
    fn of(query: &Query, width: usize, comments: Vec<Comment<'a>>) -> Self {
        let mut order = pieces(query);
        // Clauses may be written in another order than they are printed in.
        order.sort_unstable();
        // Behind a piece there is room for one comment; a second one has to have a line of its own.
        let mut taken = None;
        let mut belonging: Vec<(usize, Comment<'a>)> = comments
            .into_iter()
            .map(|comment| {
                let (before, behind) =
                    order.split_at(order.partition_point(|it| it.0 <= comment.start));
                let (last, next) = (before.last(), behind.first());
                let place = match (last, next) {
                    // Twice the number of the piece, and one more for what stands behind it.
                    (None, Some(next)) => 2 * next.1,
                    (Some(last), Some(next)) if comment.alone || taken == Some(last.1) => {
                        2 * next.1
                    }
                    (Some(last), _) => {
                        taken = Some(last.1);
                        2 * last.1 + 1
                    }
                    (None, None) => 0,
                };
                (place, comment)
            })
            .collect();
        belonging.sort_by_key(|(place, comment)| (*place, comment.start));
        Self {
            width,
            out: String::new(),
            indent: 0,
            ended: false,
            comments: belonging.into_iter().peekable(),
            written: 0,
        }
    }

    fn query(mut self, query: &Query) -> String {
        if self.comments.peek().is_none() {
            let line = query.to_string();
            if self.fits(&line, 0) {
                return line;
            }
        }
        // Without a width, lines end only behind comments.
        let broken = self.width != usize::MAX;
        if let Some(filter) = &query.filter {
            self.expr(filter, broken);
        }
        self.clause("order by ", &query.order, broken);
        if let Some(limit) = query.limit {
            self.part(broken);
            self.write(&format!("limit {}", limit.rows));
            self.piece();
        }
        self.clause("select ", &query.select, broken);
        self.rest();
        self.out
    }

    /// Whether a text fits behind what is on the line already.
    fn fits(&self, text: &str, before: usize) -> bool {
        self.width == usize::MAX
            || text.len() <= self.width.saturating_sub(before)
            || text.chars().count() <= self.width.saturating_sub(before)
    }

    fn write(&mut self, text: &str) {
        if self.ended {
            self.line();
        }
        self.out.push_str(text);
    }

    fn line(&mut self) {
        self.ended = false;
        self.out.truncate(self.out.trim_end_matches(' ').len());
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.extend(std::iter::repeat_n(' ', self.indent));
    }

    /// Begins the next part: on a new line, or behind a blank; comments that stand in front of it come first.
    fn part(&mut self, broken: bool) {
        let in_front = 2 * self.written;
        while let Some((_, comment)) = self.comments.next_if(|(place, _)| *place <= in_front) {
            self.line();
            self.out.push_str(comment.text);
            self.ended = true;
        }
        if self.out.is_empty() {
            return;
        }
        if broken || self.ended {
            self.line();
        } else {
            self.out.push(' ');
        }
    }

    /// Ends a piece with the comments that stand behind it.
    fn piece(&mut self) {
        let behind = 2 * self.written + 1;
        while let Some((_, comment)) = self.comments.next_if(|(place, _)| *place <= behind) {
            if comment.alone || self.ended {
                self.line();
            } else {
                self.out.push(' ');
            }
            self.out.push_str(comment.text);
            self.ended = true;
        }
        self.written += 1;
    }

    /// What is left belongs to nothing: a text of comments only.
    fn rest(&mut self) {
        while let Some((_, comment)) = self.comments.next() {
            self.line();
            self.out.push_str(comment.text);
        }
    }

    fn clause<T: std::fmt::Display>(&mut self, word: &str, items: &[T], broken: bool) {
        for (index, item) in items.iter().enumerate() {
            if index == 0 {
                self.part(broken);
                let line = items.iter().map(T::to_string).collect::<Vec<_>>().join(", ");
                self.write(word);
                self.indent = if self.fits(&line, word.len()) { 0 } else { 2 };
            } else if self.indent > 0 {
                self.part(true);
            } else {
                self.part(false);
            }
            let comma = if index + 1 < items.len() { "," } else { "" };
            self.write(&format!("{item}{comma}"));
            self.piece();
        }
        self.indent = 0;
    }

    /// The first piece begins where the output is; every other on a line of its own if it is to be broken.
    fn expr(&mut self, expr: &Expr, broken: bool) {
        if self.written == 0 && self.out.is_empty() {
            self.part(broken);
        }
        match expr {
            Expr::And(parts) => self.group(parts, "and ", broken),
            Expr::Or(parts) => self.group(parts, "or ", broken),
            single => self.single(single, broken),
        }
    }

    fn group(&mut self, parts: &[Expr], connector: &str, broken: bool) {
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                self.part(broken);
                self.write(connector);
            }
            self.single(part, broken);
        }
    }

    /// A part of a group: a condition, or a group in parentheses.
    fn single(&mut self, part: &Expr, broken: bool) {
        let inner = match part {
            Expr::Not(_, inner) => {
                self.write("not ");
                &**inner
            }
            other => other,
        };
        match inner {
            Expr::And(_) | Expr::Or(_) => {
                self.write("(");
                let line = self.out.rfind('\n').map_or(0, |at| at + 1);
                let before = self.out.get(line..).map_or(0, |it| it.chars().count()) + 1;
                let broken = broken
                    && (self.has_comments(inner) || { !self.fits(&inner.to_string(), before) });
                if broken {
                    self.indent += 2;
                    self.line();
                }
                self.expr(inner, broken);
                if broken {
                    self.indent -= 2;
                    self.line();
                }
                self.write(")");
            }
            Expr::Not(..) => self.single(inner, broken),
            Expr::Condition(_) | Expr::Error(_) => {
                self.write(&inner.to_string());
                self.piece();
            }
        }
    }

    /// Whether comments stand in the group that is about to be written.
    fn has_comments(&mut self, group: &Expr) -> bool {
        let last = self.written + count(group);
        self.comments.peek().is_some_and(|(place, _)| *place < 2 * last)
    }
}

/// How many conditions there are.
fn count(expr: &Expr) -> usize {
    match expr {
        Expr::And(parts) | Expr::Or(parts) => parts.iter().map(count).sum(),
        Expr::Not(_, inner) => count(inner),
        Expr::Condition(_) | Expr::Error(_) => 1,
    }
}

/// Where each piece begins in the text, and its number in the order in which pieces are printed.
fn pieces(query: &Query) -> Vec<(u32, usize)> {
    let mut starts = Vec::new();
    if let Some(filter) = &query.filter {
        conditions(filter, &mut starts);
    }
    starts.extend(query.order.iter().map(|it| it.span.start));
    starts.extend(query.limit.iter().map(|it| it.span.start));
    starts.extend(query.select.iter().map(|it| it.span.start));
    starts.into_iter().enumerate().map(|(number, start)| (start, number)).collect()
}

fn conditions(expr: &Expr, starts: &mut Vec<u32>) {
    match expr {
        Expr::And(parts) | Expr::Or(parts) => {
            for part in parts {
                conditions(part, starts);
            }
        }
        Expr::Not(_, inner) => conditions(inner, starts),
        Expr::Condition(condition) => starts.push(condition.span.start),
        Expr::Error(span) => starts.push(span.start),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::laws::{config, query, soup};

    /// The tree without the places of its parts.
    fn tree(source: &str) -> String {
        let parsed = parse(source);
        assert_eq!(parsed.diagnostics, [], "{source:?}");
        let Query { filter, order, limit, select, .. } = parsed.query;
        let text = format!("{filter:?} {order:?} {:?} {select:?}", limit.map(|it| it.rows));
        let mut pieces = text.split("Span { start: ");
        let mut tree = pieces.next().unwrap().to_owned();
        for piece in pieces {
            tree.push_str(piece.split_once('}').unwrap().1);
        }
        // A name that would be taken for something else is quoted.
        tree.replace("quoted: true", "quoted: false")
    }

    /// The same for texts that nobody writes: `=&)` has to be quoted once there are blanks around it.
    fn tree_without_quotes(source: &str) -> String {
        tree(source).replace("kind: Quoted", "kind: Bare")
    }

    fn check(source: &str, width: usize, tree: fn(&str) -> String) -> Result<(), TestCaseError> {
        let formatted = format_pretty(source, width).unwrap();
        let said = format!("{source:?} {width}\n{formatted}");
        prop_assert_eq!(tree(source), tree(&formatted), "{}", said);
        prop_assert_eq!(&format_pretty(&formatted, width).unwrap(), &formatted, "{}", said);
        let texts = |source: &str| {
            let mut texts: Vec<String> =
                comments(source).iter().map(|it| it.text.to_owned()).collect();
            texts.sort();
            texts
        };
        prop_assert_eq!(texts(source), texts(&formatted), "{}", said);
        prop_assert!(!formatted.lines().any(|it| it.ends_with(' ')), "{}", said);
        Ok(())
    }

    #[test]
    fn formatting_keeps_the_tree_and_is_done_once() {
        let widths = prop::sample::select(vec![0, 10, 30, 60, 100, usize::MAX]);
        let note = prop::sample::select(vec![" ", " -- a\n", "\n-- b\n", "\n  -- c \n -- d\n"]);
        let notes = prop::collection::vec(note, 40);
        proptest!(config(), |(source in query(), notes in notes, width in widths)| {
            check(&source, width, tree)?;
            let quoted = source.contains(['"', '\'', '`']);
            let mut noted = String::new();
            for (index, word) in source.split(' ').enumerate() {
                noted.push_str(word);
                noted.push_str(if quoted { " " } else { notes[index % notes.len()] });
            }
            check(&noted, width, tree)?;
        });
    }

    #[test]
    fn whatever_reads_is_formatted() {
        // Soups alone never have a group in a group that is broken, nor clauses of several keys.
        let keys = |query: String| {
            let ordered = query.replacen("order by ", "order by Insured desc, No., ", 1);
            ordered.replacen("select ", "select Gear, Ship, ", 1)
        };
        let source = prop_oneof![soup(), query(), query().prop_map(keys)];
        proptest!(config(), |(source in source, width in 0_usize..80)| {
            // A type cannot be quoted; no type is called by these signs.
            let read = format!("{:?}", parse(&source).query);
            let odd = |sign| read.contains(&format!("Cast {{ text: \"{sign}\""));
            prop_assume!(!["&", "|", "--"].into_iter().any(odd));
            match format_pretty(&source, width) {
                Ok(_) => check(&source, width, tree_without_quotes)?,
                Err(error) => prop_assert_eq!(error.diagnostics(), &parse(&source).diagnostics[..]),
            }
        });
    }

    #[test]
    fn comments_stay_where_they_are() {
        let source = "-- all of them\nStage = Idea -- new\n-- and rich\nand (Crew Size > 5 -- many\n or Insured) limit 3 -- few";
        assert_eq!(
            format(source).unwrap(),
            "-- all of them\nStage = Idea -- new\n-- and rich\nand (Crew Size > 5 -- many\nor Insured) limit 3 -- few"
        );
        assert_eq!(
            format_pretty(source, 40).unwrap(),
            "-- all of them\nStage = Idea -- new\n-- and rich\nand (\n  Crew Size > 5 -- many\n  or Insured\n)\nlimit 3 -- few"
        );
        assert_eq!(format("-- nothing").unwrap(), "-- nothing");
        assert_eq!(format("Stage = -- which?\n Idea").unwrap(), "Stage = Idea -- which?");
    }
}
