//! The grammar of the front page, run backwards: everything that it writes is read without a complaint.

use std::collections::{BTreeMap, BTreeSet};

use notion_filter::{Code, parse};

use crate::fixture;
use crate::readme::{PAGE, fenced};

#[test]
fn what_the_grammar_writes_is_read() {
    let rules = rules(fenced(PAGE, "ebnf").next().unwrap());
    let mut writer = Writer::of(&rules, " ");
    for number in 0..4_000 {
        let mut text = String::new();
        writer.rule("filter", &mut text);
        let complaints = parse(&text).diagnostics;
        // That a clause stands only once is said beside the grammar.
        let wrong = complaints.iter().find(|it| it.code != Code::DuplicateClause);
        assert!(wrong.is_none(), "{number}: {text}\n{}", wrong.unwrap().render(&text, "filter"));
    }
    let written: BTreeSet<&str> = rules.values().flat_map(Part::words).collect();
    assert!(written.len() > 60, "{written:?}");
    assert_eq!(writer.used, written, "every word of the grammar was written");
}

#[test]
fn what_the_grammar_of_dates_writes_is_a_date() {
    let rules = rules(fenced(PAGE, "ebnf").nth(1).unwrap());
    let mut writer = Writer::of(&rules, "");
    for number in 0..500 {
        let mut text = "Departure = ".to_owned();
        writer.rule("date", &mut text);
        let (_, compiled) = fixture::compile(&text);
        assert!(compiled.is_ok(), "{number}: {}", compiled.unwrap_err());
    }
    let written: BTreeSet<&str> = rules.values().flat_map(Part::words).collect();
    assert_eq!(writer.used, written, "every word of the grammar was written");
}

/// A piece of the grammar.
#[derive(Debug)]
enum Part<'a> {
    Word(&'a str),
    Rule(&'a str),
    AllOf(Vec<Self>),
    OneOf(Vec<Self>),
    Maybe(Box<Self>),
    Many(Box<Self>),
}

impl<'a> Part<'a> {
    fn words(&self) -> Vec<&'a str> {
        match self {
            Self::Word(word) => vec![word],
            Self::Rule(_) => vec![],
            Self::AllOf(parts) | Self::OneOf(parts) => parts.iter().flat_map(Self::words).collect(),
            Self::Maybe(part) | Self::Many(part) => part.words(),
        }
    }
}

fn rules(grammar: &str) -> BTreeMap<&str, Part<'_>> {
    let rule = |text| {
        let (name, definition) = str::split_once(text, " = ")?;
        let mut pieces: Vec<&str> = definition.split_whitespace().rev().collect();
        let part = choice(&mut pieces);
        assert!(pieces.is_empty(), "{name}: {pieces:?}");
        Some((name.trim(), part))
    };
    grammar.split(" ;\n").filter_map(rule).collect()
}

/// Reads alternatives up to a closing bracket; the pieces are in reverse.
fn choice<'a>(pieces: &mut Vec<&'a str>) -> Part<'a> {
    let mut choices = vec![Vec::new()];
    while let Some(piece) = pieces.pop() {
        let part = match piece {
            "|" => {
                choices.push(Vec::new());
                continue;
            }
            ")" | "]" | "}" => break,
            "(" => choice(pieces),
            "[" => Part::Maybe(Box::new(choice(pieces))),
            "{" => Part::Many(Box::new(choice(pieces))),
            word if word.starts_with('"') => Part::Word(word.trim_matches('"')),
            name => Part::Rule(name),
        };
        choices.last_mut().unwrap().push(part);
    }
    Part::OneOf(choices.into_iter().map(Part::AllOf).collect())
}

struct Writer<'a> {
    rules: &'a BTreeMap<&'a str, Part<'a>>,
    state: u32,
    depth: u32,
    used: BTreeSet<&'a str>,
    /// What stands between two pieces.
    gap: &'static str,
}

impl<'a> Writer<'a> {
    fn of(rules: &'a BTreeMap<&'a str, Part<'a>>, gap: &'static str) -> Self {
        Self { rules, state: 0x9E37_79B9, depth: 0, used: BTreeSet::new(), gap }
    }

    fn pick(&mut self, choices: usize) -> usize {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 17;
        self.state ^= self.state << 5;
        self.state as usize % choices
    }

    fn rule(&mut self, name: &str, text: &mut String) {
        if let Some(part) = self.rules.get(name) {
            self.depth += 1;
            self.part(part, text);
            self.depth -= 1;
            return;
        }
        let examples: &[&str] = match name {
            "bare_name" => &["Stage", "Crew Size", "R&D", "状態", "Days in port"],
            "bare_value" => &["Under way", "Not planned", "-1.5", "it's", "2031-07-01 09:00"],
            "quoted" => &[r#""a b""#, "'it is'", r#""\u{1F44B} \"""#],
            "backquoted" => &["`or`"],
            "type" => &["number", "formula.date"],
            "number" => &["1", "20"],
            "yyyy_mm_dd" => &["2031-07-01", "2032-02-29"],
            "hh_mm" => &["09:00", "23:59"],
            "ss" => &["30"],
            "fraction" => &[".5"],
            "offset" => &["Z", "+02:00", "-0330"],
            "period" => &["this week", "past 14 days", "next year"],
            "blank" => &[" "],
            "unit" => &["days", "week", "mo"],
            other => panic!("no rule {other}"),
        };
        let example = examples[self.pick(examples.len())];
        self.write(example, text);
    }

    fn part(&mut self, part: &'a Part<'a>, text: &mut String) {
        // Deep down the last choice is taken, which is the one that leads to an end.
        let deep = self.depth > 30;
        match part {
            Part::Word(word) => {
                self.used.insert(word);
                self.write(word, text);
            }
            Part::Rule(name) => self.rule(name, text),
            Part::AllOf(parts) => parts.iter().for_each(|it| self.part(it, text)),
            Part::OneOf(parts) => {
                let which = if deep { parts.len() - 1 } else { self.pick(parts.len()) };
                self.part(&parts[which], text);
            }
            Part::Maybe(part) => {
                if !deep && self.pick(2) == 0 {
                    self.part(part, text);
                }
            }
            Part::Many(part) => {
                while !deep && self.pick(3) == 0 {
                    self.part(part, text);
                }
            }
        }
    }

    fn write(&self, piece: &str, text: &mut String) {
        if !text.is_empty() && !text.ends_with('@') {
            text.push_str(self.gap);
        }
        text.push_str(piece);
    }
}
