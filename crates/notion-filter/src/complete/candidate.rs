//! What could be offered at a place, before it is tried there.

use super::CompletionKind;
use super::subject::{About, detail, operators};
use crate::check::CAST_NAMES;
use crate::env::{Directory, Env, Lookup};
use crate::parse::cursor::{Subject, Time, What};
use crate::schema::{Property, PropertyType, RollupFunction, Schema};
use crate::suggest::{quote_name, quote_value};
use crate::syntax::ValueKind;

/// Something that could be offered.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) label: String,
    pub(super) insert: String,
    pub(super) kind: CompletionKind,
    pub(super) detail: String,
    /// Only if its beginning was typed.
    pub(super) begun: bool,
    /// Whether it follows without a blank.
    pub(super) glued: bool,
    /// Whether it is one of the keys of an order, each of which stands there once.
    pub(super) sorts: bool,
    /// What a value is read back as, if it is not the label.
    pub(super) reads_as: Option<String>,
}

impl Candidate {
    /// Whether it is somebody's word, of which people remember parts.
    pub(super) const fn is_name(&self) -> bool {
        matches!(
            self.kind,
            CompletionKind::Property
                | CompletionKind::Option
                | CompletionKind::Group
                | CompletionKind::Person
                | CompletionKind::Page
                | CompletionKind::Type
        )
    }
}

/// Gathers what could be offered.
pub(super) struct Candidates<'a> {
    pub(super) schema: &'a Schema,
    pub(super) env: &'a Env<'a>,
    pub(super) list: Vec<Candidate>,
}

const DATES: &[(&str, &str)] = &[
    ("today", "day"),
    ("tomorrow", "day"),
    ("yesterday", "day"),
    ("now", "time"),
    ("today - 7d", "a week ago"),
    ("today + 7d", "in a week"),
    ("today - 1mo", "a month ago"),
    ("today + 1mo", "in a month"),
];

const PERIODS: &[&str] = &[
    "this week",
    "past week",
    "next week",
    "this month",
    "past month",
    "next month",
    "this quarter",
    "next quarter",
    "this year",
    "past year",
    "next year",
    "past 14 days",
    "next 14 days",
];

impl Candidates<'_> {
    pub(super) fn of(&mut self, what: &What) {
        match what {
            What::Condition { first } => self.condition(*first),
            What::Counted => self.properties(is_list),
            What::Listed { times } => {
                let is_key = |it: &PropertyType| *it != PropertyType::Other("button".to_owned());
                self.properties(|it| !*times || is_key(it));
                if *times {
                    self.times();
                    self.list.iter_mut().for_each(|it| it.sorts = true);
                }
            }
            What::Type(subject) => self.types(subject),
            What::Operator { subject, begun } => self.operators(subject, *begun),
            What::Value { subject, wrapper, time } => self.values(subject, *wrapper, *time),
            What::Connector { depth, begun } => self.connectors(*depth, *begun),
            What::AfterProperty { subject, depth } => {
                let alone = match About::of(subject, self.schema) {
                    About::Value(kind) => kind == PropertyType::Checkbox,
                    About::Unknown => subject.quantifier.is_none() || self.schema.is_untyped(),
                    About::List | About::Nothing => false,
                };
                if alone {
                    self.connectors(*depth, false);
                }
            }
            What::And => self.word("and", CompletionKind::Connector, "the other end"),
            What::Close => {
                self.word(")", CompletionKind::Connector, "");
                self.glue();
            }
            What::Direction => {
                self.word("desc", CompletionKind::Clause, "largest first");
                self.word("asc", CompletionKind::Clause, "smallest first");
            }
            What::Clause => self.clauses(),
        }
    }

    fn push(&mut self, label: &str, insert: String, kind: CompletionKind, detail: String) {
        let label = label.to_owned();
        self.list.push(Candidate {
            label,
            insert,
            kind,
            detail,
            begun: false,
            glued: false,
            sorts: false,
            reads_as: None,
        });
    }

    fn word(&mut self, word: &str, kind: CompletionKind, detail: &str) {
        self.push(word, word.to_owned(), kind, detail.to_owned());
    }

    fn glue(&mut self) {
        if let Some(last) = self.list.last_mut() {
            last.glued = true;
        }
    }

    fn condition(&mut self, first: bool) {
        self.properties(|it| !matches!(it, PropertyType::Other(_)));
        self.times();
        if self.schema.is_untyped() || self.schema.properties().iter().any(|it| is_list(&it.kind)) {
            self.word("any(", CompletionKind::Function, "at least one value of a rollup");
            self.word("every(", CompletionKind::Function, "all values of a rollup");
            self.word("none(", CompletionKind::Function, "no value of a rollup");
        }
        self.word("not", CompletionKind::Connector, "the opposite");
        if first {
            self.clauses();
        }
    }

    fn properties(&mut self, suits: impl Fn(&PropertyType) -> bool) {
        let schema = self.schema;
        for Property { name, kind, .. } in schema.properties().iter().filter(|it| suits(&it.kind)) {
            let insert = quote_name(name).into_owned();
            self.push(name, insert, CompletionKind::Property, detail(kind));
        }
    }

    fn times(&mut self) {
        self.word("@created_time", CompletionKind::Property, "when the page was made");
        self.word("@last_edited_time", CompletionKind::Property, "when the page was last changed");
    }

    fn types(&mut self, subject: &Subject) {
        let own = match self.schema.find(&subject.name.text) {
            crate::schema::Found::One(property) => Some(&property.kind),
            _ => None,
        };
        for name in CAST_NAMES {
            if cast_suits(own, subject.quantifier.is_some(), name) {
                self.word(name, CompletionKind::Type, "");
                self.glue();
            }
        }
    }

    fn operators(&mut self, subject: &Subject, begun: bool) {
        let about = About::of(subject, self.schema);
        let unknown = about == About::Unknown;
        // What is in a list has a type, or cannot be tested; and everything can be empty.
        if unknown && subject.quantifier.is_some() && !self.schema.is_untyped() {
            return;
        }
        let guessed = unknown && self.schema.assumed().is_none();
        for (operator, detail) in operators(&about) {
            if guessed && operator.ends_with("empty") {
                continue;
            }
            self.word(operator, CompletionKind::Operator, detail);
            if let Some(last) = self.list.last_mut() {
                last.begun = begun;
            }
        }
        if !begun && unknown && subject.cast.is_none() && subject.quantifier.is_none() {
            self.word("::", CompletionKind::Operator, "the type of the property");
            self.glue();
        }
    }

    fn connectors(&mut self, depth: usize, begun: bool) {
        let from = self.list.len();
        self.word("and", CompletionKind::Connector, "both");
        self.word("or", CompletionKind::Connector, "at least one of both");
        if depth == 0 {
            self.clauses();
        } else {
            self.word(")", CompletionKind::Connector, "");
            self.glue();
        }
        for candidate in self.list.iter_mut().skip(from) {
            candidate.begun = begun;
        }
    }

    fn clauses(&mut self) {
        self.word("order by", CompletionKind::Clause, "the order of the pages");
        self.word("limit", CompletionKind::Clause, "how many pages at most");
        self.word("select", CompletionKind::Clause, "which properties");
    }

    fn values(&mut self, subject: &Subject, wrapper: Option<ValueKind>, time: Time) {
        use CompletionKind as K;
        let About::Value(kind) = About::of(subject, self.schema) else { return };
        match &kind {
            PropertyType::Status(options, groups) => {
                let in_group = wrapper == Some(ValueKind::Group);
                if time != Time::Period && !in_group {
                    for option in &options.names {
                        let group = groups.iter().find(|it| it.options.contains(option));
                        let detail = group.map(|it| it.name.clone()).unwrap_or_default();
                        self.push(option, quote_value(option).into_owned(), K::Option, detail);
                    }
                }
                for group in groups {
                    let quoted = quote_value(&group.name);
                    let insert =
                        if in_group { quoted.into_owned() } else { format!("group({quoted})") };
                    self.push(&group.name, insert, K::Group, "group".to_owned());
                }
            }
            PropertyType::Select(options) | PropertyType::MultiSelect(options) => {
                for option in &options.names {
                    let insert = quote_value(option).into_owned();
                    self.push(option, insert, K::Option, kind.type_name().to_owned());
                }
            }
            PropertyType::Checkbox => {
                self.word("true", K::Word, "checked");
                self.word("false", K::Word, "unchecked");
            }
            PropertyType::Verification => {
                for state in ["verified", "expired", "none"] {
                    self.word(state, K::Option, "verification");
                }
            }
            kind if kind.is_date() => {
                if time != Time::Period {
                    for (date, detail) in DATES {
                        self.word(date, K::Date, detail);
                    }
                    let today = self.env.today().to_string();
                    self.word(&today, K::Date, "today");
                }
                if time != Time::Day {
                    for window in PERIODS {
                        self.word(window, K::Period, "period");
                    }
                }
            }
            PropertyType::People | PropertyType::CreatedBy | PropertyType::LastEditedBy => {
                if wrapper.is_none() {
                    self.word("me", K::Word, "whoever asks");
                }
                self.entries(self.env.people, K::Person, "person");
            }
            PropertyType::Relation => self.entries(self.env.pages, K::Page, "page"),
            _ => {}
        }
    }

    fn entries(&mut self, directory: &dyn Directory, kind: CompletionKind, detail: &str) {
        for name in directory.names() {
            match directory.find(&name) {
                Lookup::One(_) => {
                    self.push(&name, quote_value(&name).into_owned(), kind, detail.to_owned());
                }
                // Several have the name: what tells them from each other is offered instead.
                Lookup::Several(labels) => {
                    for label in labels {
                        self.push(&name, label.clone(), kind, label.clone());
                        if let Some(last) = self.list.last_mut() {
                            last.reads_as = Some(label);
                        }
                    }
                }
                Lookup::Nothing | Lookup::NoDirectory => {}
            }
        }
    }
}

/// Whether a type may stand behind the name of a property; none if nobody knows the property.
fn cast_suits(own: Option<&PropertyType>, quantified: bool, cast: &str) -> bool {
    match own {
        None if quantified => !cast.contains('.') && !NOT_SHOWN.contains(&cast),
        None => true,
        Some(PropertyType::Formula(_)) => cast.starts_with("formula."),
        Some(PropertyType::Rollup { function, target }) => match (function, target) {
            (RollupFunction::Number(_), _) => cast == "rollup.number",
            (RollupFunction::Date(_), _) => cast == "rollup.date",
            (RollupFunction::List(_), Some(target)) => cast == target.type_name(),
            (RollupFunction::List(_), None) => !cast.contains('.') && !NOT_SHOWN.contains(&cast),
            (RollupFunction::Other(_), _) => false,
        },
        Some(own) => own.type_name() == cast,
    }
}

/// Types that Notion has no filter for where a rollup shows their values.
const NOT_SHOWN: &[&str] = &["unique_id", "verification"];

fn is_list(kind: &PropertyType) -> bool {
    matches!(kind, PropertyType::Rollup { function: RollupFunction::List(_), .. })
}
