//! Reads a table of a spec key by key, and collects everything that is wrong with it.

use std::{cell::RefCell, ops::Range};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    nearest::nearest,
    problem::{Located, Problem},
    spec::literal::Literal,
};

/// Where problems are collected, so that one run of the program shows all of them.
#[derive(Debug, Default)]
pub(super) struct Problems(RefCell<Vec<Problem>>);

impl Problems {
    pub(super) fn push(&self, problem: Problem) {
        self.0.borrow_mut().push(problem);
    }

    pub(super) fn into_vec(self) -> Vec<Problem> {
        self.0.into_inner()
    }
}

/// One table of the spec. Keys that nobody asked for are unknown, which [`Table::finish`] reports.
#[derive(Debug)]
pub(super) struct Table<'a> {
    /// As it is written in messages: `[source]`, `[[target]]`.
    name: String,
    entries: &'a DeTable<'a>,
    span: Range<usize>,
    asked: RefCell<Vec<&'static str>>,
    problems: &'a Problems,
}

impl<'a> Table<'a> {
    pub(super) fn root(table: &'a Spanned<DeTable<'a>>, problems: &'a Problems) -> Self {
        Self {
            name: "the spec".to_owned(),
            entries: table.get_ref(),
            span: 0..0,
            asked: RefCell::default(),
            problems,
        }
    }

    pub(super) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn problem(&self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Whether the key is there. Does not count as asking for it.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.get(key).is_some()
    }

    /// Where the key was written, or else the table.
    pub(super) fn key_span(&self, key: &str) -> Range<usize> {
        let found = self.entries.iter().find(|(it, _)| it.get_ref() == key);
        found.map_or_else(|| self.span(), |(it, _)| it.span())
    }

    fn get(&self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().push(key);
        self.entries.get(key)
    }

    fn wrong_type(&self, key: &str, expected: &str, found: &Spanned<DeValue<'_>>) {
        self.problem(Problem::at(
            found.span(),
            format!("`{key}` must be {expected}, but this is {}", describe(found.get_ref())),
        ));
    }

    fn missing(&self, key: &str) {
        let message = format!("`{key}` is missing in {}", self.name);
        self.problem(Problem { span: Some(self.span()), ..Problem::at(0..0, message) });
    }

    pub(super) fn text(&self, key: &'static str) -> Option<Located<String>> {
        let value = self.get(key)?;
        let DeValue::String(text) = value.get_ref() else {
            self.wrong_type(key, "text in quotes", value);
            return None;
        };
        Some(Located::at(text.to_string(), value.span()))
    }

    pub(super) fn required_text(&self, key: &'static str) -> Option<Located<String>> {
        if !self.has(key) {
            self.asked.borrow_mut().push(key);
            self.missing(key);
            return None;
        }
        let text = self.text(key)?;
        if text.trim().is_empty() {
            self.problem(text.problem(format!("`{key}` is empty")));
            return None;
        }
        Some(text)
    }

    pub(super) fn flag(&self, key: &'static str) -> Option<bool> {
        let value = self.get(key)?;
        if let DeValue::Boolean(flag) = value.get_ref() {
            return Some(*flag);
        }
        self.wrong_type(key, "true or false", value);
        None
    }

    /// A whole number that is at least `least`.
    pub(super) fn number(&self, key: &'static str, least: u32) -> Option<Located<u32>> {
        let value = self.get(key)?;
        if let DeValue::Integer(number) = value.get_ref() {
            let number = u32::from_str_radix(number.as_str(), number.radix());
            if let Some(number) = number.ok().filter(|it| *it >= least) {
                return Some(Located::at(number, value.span()));
            }
        }
        self.wrong_type(key, &format!("a whole number from {least}"), value);
        None
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(&self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        let found = words.iter().find(|(word, _)| *word == text.value);
        if found.is_none() {
            let all: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
            let near = nearest(&text, words.iter().map(|(word, _)| *word));
            self.problem(
                text.problem(format!("`{key}` cannot be `{}`", text.value))
                    .note(format!("it is one of {}", all.join(", ")))
                    .maybe_help(near.map(|it| format!("did you mean `{it}`?"))),
            );
        }
        found.map(|(_, value)| *value)
    }

    pub(super) fn texts(&self, key: &'static str) -> Option<Vec<Located<String>>> {
        let value = self.get(key)?;
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong_type(key, "a list of texts", value);
            return None;
        };
        let mut texts = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::String(text) => texts.push(Located::at(text.to_string(), item.span())),
                _ => self.wrong_type(&format!("{key}[{}]", texts.len()), "text in quotes", item),
            }
        }
        Some(texts)
    }

    /// Any value that can be written into a property.
    pub(super) fn literal(&self, key: &'static str) -> Option<Located<Literal>> {
        let value = self.get(key)?;
        let literal = Literal::read(value.get_ref());
        if literal.is_none() {
            self.wrong_type(key, "text, a number, true or false, a date, or a list", value);
        }
        Some(Located::at(literal?, value.span()))
    }

    /// A sub-table whose keys the user chooses, in the order they were written.
    pub(super) fn entries(
        &self,
        key: &'static str,
    ) -> Option<Vec<(Located<String>, Located<Literal>)>> {
        let value = self.get(key)?;
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type(key, "a table such as { \"a\" = \"b\" }", value);
            return None;
        };
        let mut entries = Vec::new();
        for (name, value) in table {
            match Literal::read(value.get_ref()) {
                Some(literal) => entries.push((
                    Located::at(name.get_ref().to_string(), name.span()),
                    Located::at(literal, value.span()),
                )),
                None => self.wrong_type(name.get_ref(), "a value or a list of values", value),
            }
        }
        entries.sort_by_key(|(name, _)| name.span.as_ref().map(|it| it.start));
        Some(entries)
    }

    pub(super) fn table(&self, key: &'static str) -> Option<Self> {
        let value = self.get(key)?;
        let name = if self.name.starts_with('[') {
            let outer = self.name.trim_matches(['[', ']']);
            format!("[{outer}.{key}]")
        } else {
            format!("[{key}]")
        };
        self.as_table(key, name, value)
    }

    /// The sub-table, if the key holds one: for keys that may also hold something shorter.
    pub(super) fn table_if(&self, key: &'static str) -> Option<Self> {
        let is_table =
            matches!(self.entries.get(key).map(Spanned::get_ref), Some(DeValue::Table(_)));
        is_table.then(|| self.table(key)).flatten()
    }

    pub(super) fn required_table(&self, key: &'static str) -> Option<Self> {
        if !self.has(key) {
            self.asked.borrow_mut().push(key);
            self.problem(
                Problem::at(self.span(), format!("the table [{key}] is missing in {}", self.name))
                    .maybe_help(None),
            );
            return None;
        }
        self.table(key)
    }

    /// All tables of `[[key]]`.
    pub(super) fn tables(&self, key: &'static str) -> Vec<Self> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let outer = self.name.trim_matches(['[', ']']);
        let dotted =
            if self.name.starts_with('[') { format!("{outer}.{key}") } else { key.to_owned() };
        let name = format!("[[{dotted}]]");
        match value.get_ref() {
            DeValue::Array(items) => {
                items.iter().filter_map(|item| self.as_table(key, name.clone(), item)).collect()
            }
            DeValue::Table(_) => {
                let message = format!("`{key}` can be given several times: write {name}");
                self.problem(Problem::at(self.key_span(key), message));
                Vec::new()
            }
            _ => {
                self.wrong_type(key, &format!("one or more tables {name}"), value);
                Vec::new()
            }
        }
    }

    fn as_table(&self, key: &str, name: String, value: &'a Spanned<DeValue<'a>>) -> Option<Self> {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type(key, "a table", value);
            return None;
        };
        let (asked, problems) = (RefCell::default(), self.problems);
        Some(Self { name, entries: table, span: value.span(), asked, problems })
    }

    /// A key that is part of the language but cannot be carried out yet.
    pub(super) fn refuse(&self, key: &'static str, instead: &str) {
        if self.get(key).is_some() {
            let message = format!("`{key}` in {} is not supported yet", self.name);
            self.problem(Problem::at(self.key_span(key), message).help(instead));
        }
    }

    /// Reports every key that nobody asked for.
    pub(super) fn finish(self) {
        let mut asked: Vec<&str> = Vec::new();
        for key in self.asked.borrow().iter().copied() {
            if !asked.contains(&key) {
                asked.push(key);
            }
        }
        for (key, _) in self.entries {
            let word: &str = key.get_ref();
            if asked.contains(&word) {
                continue;
            }
            let near = nearest(word, asked.iter().copied()).map_or_else(
                || {
                    let all: Vec<_> = asked.iter().map(|it| format!("`{it}`")).collect();
                    format!("it knows {}", all.join(", "))
                },
                |near| format!("did you mean `{near}`?"),
            );
            let message = format!("unknown key `{word}` in {}", self.name);
            self.problem(Problem::at(key.span(), message).help(near));
        }
    }
}

/// What a TOML value is, in the words of its user.
fn describe(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(_) => "text".to_owned(),
        DeValue::Integer(number) => format!("the number {}", number.as_str()),
        DeValue::Float(number) => format!("the number {}", number.as_str()),
        DeValue::Boolean(flag) => format!("`{flag}`"),
        DeValue::Datetime(_) => "a date".to_owned(),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

/// Turns a syntax error of the TOML parser into a problem.
pub(super) fn syntax(error: &toml::de::Error) -> Problem {
    let message = error.message().trim();
    let message = if message.is_empty() { "this is not TOML" } else { message };
    Problem { span: error.span(), ..Problem::at(0..0, message) }
}
