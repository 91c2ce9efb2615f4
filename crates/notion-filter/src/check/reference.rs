//! Looking up names of properties, and what to say when there is no such name.

use notion_model::query::TimestampKind;

use super::Checker;
use super::reading::Reading;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::explain::Resolved;
use crate::parse::{not_an_operator, sign_for};
use crate::schema::{Found, Property, PropertyType};
use crate::span::{Span, offset};
use crate::suggest::{listed, nearest, or_listed, quote_name};
use crate::syntax::{Name, Reference, Test, TestKind};

/// What a name refers to.
pub(super) enum Referent<'a> {
    Property(&'a Property),
    Timestamp(TimestampKind),
    /// A property nobody knows, because there is no schema.
    Untyped,
}

impl<'a> Checker<'a> {
    /// The property of that name, without complaining.
    pub(super) fn lookup(&self, name: &str) -> Option<&'a Property> {
        match self.schema.find(name) {
            Found::One(property) => Some(property),
            _ => None,
        }
    }

    /// What the name refers to; complains if nothing, or if several properties could be meant.
    pub(super) fn refer(
        &mut self,
        reference: &Reference,
        test: Option<&Test>,
    ) -> Option<Referent<'a>> {
        let name = &reference.name;
        let explicit = !name.quoted && name.text.starts_with('@');
        if explicit && let Some(kind) = timestamp(name) {
            return Some(Referent::Timestamp(kind));
        }
        if self.schema.is_untyped() {
            return Some(timestamp(name).map_or(Referent::Untyped, Referent::Timestamp));
        }
        match self.schema.find(&name.text) {
            Found::One(property) => {
                if property.name != name.text {
                    self.resolved(name.span, Resolved::Property, || {
                        format!("the property `{}`", property.name)
                    });
                }
                return Some(Referent::Property(property));
            }
            Found::Several(candidates) => {
                let names: Vec<&str> = candidates.iter().map(|it| it.name.as_str()).collect();
                self.report(
                    Diagnostic::new(
                        Code::AmbiguousProperty,
                        format!("`{}` may be one of {} properties", name.text, names.len()),
                        name.span,
                    )
                    .label("ambiguous")
                    .help(format!("write {} exactly so", or_listed(&names))),
                );
                return None;
            }
            Found::Nothing => {}
        }
        if let Some(kind) = timestamp(name) {
            return Some(Referent::Timestamp(kind));
        }
        let diagnostic = self.unknown(name, test);
        self.report(diagnostic);
        None
    }

    fn unknown(&self, name: &Name, test: Option<&Test>) -> Diagnostic {
        if self.log.is_full() {
            return Diagnostic::new(Code::UnknownProperty, "", name.span);
        }
        let title = self.schema.title();
        let owner = if title.is_empty() { "the schema".to_owned() } else { format!("\"{title}\"") };
        let diagnostic = Diagnostic::new(
            Code::UnknownProperty,
            format!("unknown property `{}`", name.text),
            name.span,
        )
        .label(format!("not a property of {owner}"));
        if let Some(clause) = half_a_clause(name) {
            return diagnostic.help(clause);
        }
        if let Some(turned) = self.turned(name, test) {
            return diagnostic.help(turned);
        }
        let names = || self.schema.properties().iter().map(|it| it.name.as_str());
        if self.schema.properties().is_empty() {
            return diagnostic.help("the schema has no properties");
        }
        match nearest(&name.text, names())[..] {
            [only] => diagnostic
                .help(format!("did you mean `{only}`?"))
                .fix(Fix::replace(name.span, quote_name(only))),
            ref several @ [_, ..] => {
                diagnostic.help(format!("did you mean {}?", or_listed(several)))
            }
            [] => {
                let Some((what, suits)) = test.and_then(|it| Reading::of(it, self)).map(fitting)
                else {
                    return diagnostic.help(format!("properties: {}", listed(names())));
                };
                let fitting: Vec<&str> = self
                    .schema
                    .properties()
                    .iter()
                    .filter(|it| suits(&it.kind))
                    .map(|it| it.name.as_str())
                    .collect();
                if fitting.is_empty() {
                    return diagnostic.help(format!("properties: {}", listed(names())));
                }
                diagnostic.help(format!("properties that hold {what}: {}", listed(fitting)))
            }
        }
    }

    /// `5 = Estimate`: the property on the wrong side.
    fn turned(&self, name: &Name, test: Option<&Test>) -> Option<String> {
        let test = test?;
        let TestKind::Compare(_, value) = &test.kind else { return None };
        let property = self.lookup(&value.text)?;
        let sign = match test.operator.slice(self.source) {
            "<" => ">",
            "<=" => ">=",
            ">" => "<",
            ">=" => "<=",
            same => same,
        };
        let written = name.span.slice(self.source);
        let property = quote_name(&property.name);
        Some(format!("the property stands on the left: `{property} {sign} {written}`"))
    }

    /// `Status Done`, `Status:Done`, `Status in Done`: a known name with more behind it.
    pub(super) fn missing_operator(&self, name: &Name) -> Option<Diagnostic> {
        /// No property has a name as long as this.
        const LONGEST: usize = 300;
        let text = name.span.slice(self.source);
        if let Some((before, after)) = text.split_once(':')
            && let Some(property) = self.lookup(before)
            && !after.is_empty()
        {
            let start = name.span.start + offset(before.len());
            let colon = Span::new(start, start + 1);
            return Some(
                Diagnostic::new(Code::MissingOperator, "expected an operator, found `:`", colon)
                    .label("not an operator")
                    .fix(Fix::replace(
                        name.span,
                        format!("{} = {}", quote_name(&property.name), after.trim_start()),
                    )),
            );
        }
        let ends: Vec<usize> = text
            .char_indices()
            .take_while(|(at, _)| *at < LONGEST)
            .filter(|(at, it)| it.is_whitespace() && !text[..*at].ends_with(char::is_whitespace))
            .map(|(at, _)| at)
            .collect();
        // The longest name wins: `Due Date today` is about `Due Date`, not about `Due`.
        for end in ends.into_iter().rev().take(12) {
            let (before, after) = (&text[..end], text[end..].trim_start());
            let words: Vec<&str> = before.split_whitespace().collect();
            if self.lookup(&words.join(" ")).is_none() {
                continue;
            }
            let start = name.span.start + offset(text.len() - after.len());
            let value = Span::new(start, name.span.end);
            let property = Span::new(name.span.start, name.span.start + offset(end));
            let diagnostic = Diagnostic::new(
                Code::MissingOperator,
                format!("expected an operator after `{before}`"),
                value,
            )
            .also(property, "this is a property");
            let list = after.get(..3).is_some_and(|it| it.eq_ignore_ascii_case("in "));
            if let Some(habit) = self.habit(diagnostic.clone(), value, after) {
                return Some(habit);
            }
            return Some(if list {
                let values = after[3..].trim_start();
                diagnostic
                    .label("the values after `in` stand in parentheses")
                    .fix(Fix::replace(value, format!("in ({values})")))
            } else {
                let fixable = self.fits(words.join(" ").as_str(), after);
                let diagnostic = diagnostic.label("found a value");
                if fixable { diagnostic.fix(Fix::insert(value, "= ")) } else { diagnostic }
            });
        }
        None
    }
}

impl Checker<'_> {
    /// What stands behind a property without an operator, if it is known from other languages.
    fn habit(&self, diagnostic: Diagnostic, rest: Span, text: &str) -> Option<Diagnostic> {
        let (word, after) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let place = Span::new(rest.start, rest.start + offset(word.len()));
        if let Some(sign) = sign_for(word)
            && !after.is_empty()
        {
            return Some(not_an_operator(word, place, sign));
        }
        let negated = word.eq_ignore_ascii_case("not");
        let condition = if negated { after.trim_start() } else { text };
        if self.lookup(condition).is_some() {
            return Some(
                Diagnostic::new(
                    Code::MissingConnector,
                    format!("expected `and` or `or` before `{word}`"),
                    rest,
                )
                .label("a new condition starts here")
                .fix(Fix::insert(rest, "and ")),
            );
        }
        let negation = negated || word.eq_ignore_ascii_case("isn't");
        (negation && !after.is_empty()).then(|| {
            diagnostic.label(format!("`{word}` needs an operator")).fix(Fix::replace(place, "!="))
        })
    }

    /// Whether a text can be a value of the property, so that only the operator is missing.
    fn fits(&self, name: &str, text: &str) -> bool {
        let Some(property) = self.lookup(name) else { return true };
        match &property.kind {
            PropertyType::Checkbox => {
                ["true", "false", "yes", "no"].iter().any(|it| text.eq_ignore_ascii_case(it))
            }
            kind => super::option::names(kind)
                .is_none_or(|options| super::option::find(options, text).is_ok()),
        }
    }
}

/// `limit ten`, `order Risk`: the beginning of a clause that does not go on as one.
fn half_a_clause(name: &Name) -> Option<&'static str> {
    if name.quoted {
        return None;
    }
    let mut words = name.text.split(' ');
    match words.next()?.to_ascii_lowercase().as_str() {
        "limit" => Some("a limit is a whole number: `limit 20`"),
        "order" | "sort" => Some("an order is written `order by Name desc`"),
        "select" => Some("properties are selected by name: `select Name, Status`"),
        "where" => Some("`where` stands once, before everything else"),
        _ => None,
    }
}

/// The page's own times, as they may be called.
pub(crate) fn timestamp(name: &Name) -> Option<TimestampKind> {
    if name.quoted {
        return None;
    }
    let text = name.text.to_ascii_lowercase();
    match text.as_str() {
        "@created_time" | "@created" | "created_time" => Some(TimestampKind::CreatedTime),
        "@last_edited_time" | "@edited" | "last_edited_time" => Some(TimestampKind::LastEditedTime),
        _ => None,
    }
}

/// In words what a value looks like, and which types it suits.
fn fitting(reading: Reading) -> (&'static str, fn(&PropertyType) -> bool) {
    match reading {
        Reading::Number => {
            ("a number", |it| matches!(it, PropertyType::Number | PropertyType::UniqueId { .. }))
        }
        Reading::Checkbox => ("yes or no", |it| matches!(it, PropertyType::Checkbox)),
        Reading::Date => ("a date", holds_date),
        Reading::People => ("people", |it| {
            matches!(
                it,
                PropertyType::People | PropertyType::CreatedBy | PropertyType::LastEditedBy
            )
        }),
        Reading::Relation => ("pages", |it| matches!(it, PropertyType::Relation)),
        Reading::Status => ("a status", |it| matches!(it, PropertyType::Status(..))),
        Reading::Text => ("text", PropertyType::is_text),
    }
}

fn holds_date(kind: &PropertyType) -> bool {
    use crate::schema::{FormulaType, RollupFunction};
    kind.is_date()
        || matches!(
            kind,
            PropertyType::Formula(Some(FormulaType::Date))
                | PropertyType::Rollup { function: RollupFunction::Date(_), .. }
        )
}
