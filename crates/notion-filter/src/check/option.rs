//! Options of select, status and multi-select properties, and groups of a status.

mod comma;

pub(crate) use comma::quote_commas;

use super::Checker;
use super::hint::means_nothing;
use super::target::Subject;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::evaluate::fold;
use crate::explain::Resolved;
use crate::lex::write_quoted;
use crate::schema::{OptionNames, PropertyType, StatusGroup};
use crate::span::{Span, offset};
use crate::suggest::{listed, nearest, or_listed, quote_value};
use crate::syntax::{Comparison, List, Test, TestKind, Value, ValueKind};

/// The options of a property, if it has any.
pub(super) fn names(kind: &PropertyType) -> Option<&OptionNames> {
    match kind {
        PropertyType::Select(options)
        | PropertyType::Status(options, _)
        | PropertyType::MultiSelect(options) => Some(options),
        _ => None,
    }
}

/// Why an option is not found.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum NoOption {
    Unknown,
    /// Several differ only in case.
    Ambiguous(Vec<String>),
}

/// The option as the property spells it: exactly so, else the only one that differs in case.
pub(super) fn find(options: &OptionNames, written: &str) -> Result<String, NoOption> {
    if let Some(exact) = options.names.iter().find(|it| *it == written) {
        return Ok(exact.clone());
    }
    let folded = fold(written);
    let similar: Vec<&String> = options.names.iter().filter(|it| fold(it) == folded).collect();
    match similar[..] {
        [only] => Ok(only.clone()),
        [] if options.open => Ok(written.to_owned()),
        [] => Err(NoOption::Unknown),
        _ => Err(NoOption::Ambiguous(similar.into_iter().cloned().collect())),
    }
}

impl Checker<'_> {
    /// The options that a value stands for: one, or those of a group.
    pub(super) fn options_of(
        &mut self,
        subject: &Subject,
        value: &Value,
        test: &Test,
    ) -> Option<Vec<String>> {
        let options = names(&subject.kind)?;
        match value.kind {
            ValueKind::Group => {
                let options = self.group(subject, value)?;
                self.resolved(value.span, Resolved::Option, || {
                    format!("the options {}", listed(options.iter().map(String::as_str)))
                });
                return Some(options);
            }
            ValueKind::Bare | ValueKind::Quoted => {}
            ValueKind::Mention | ValueKind::Page | ValueKind::User => {
                self.report(
                    Diagnostic::new(Code::ValueType, "expected the name of an option", value.span)
                        .label(format!("`{}` is {}", subject.name, subject.noun)),
                );
                return None;
            }
        }
        match find(options, &value.text) {
            Ok(option) => {
                self.is_not_option(subject, options, value, test, &option);
                if option != value.text {
                    self.resolved(value.span, Resolved::Option, || {
                        format!("the option `{option}`")
                    });
                }
                Some(vec![option])
            }
            Err(NoOption::Ambiguous(candidates)) => {
                let candidates: Vec<&str> = candidates.iter().map(String::as_str).collect();
                self.report(
                    Diagnostic::new(
                        Code::UnknownOption,
                        format!("`{}` may be one of {} options", value.text, candidates.len()),
                        value.span,
                    )
                    .label("ambiguous")
                    .help(format!("write {} exactly so", or_listed(&candidates))),
                );
                None
            }
            Err(NoOption::Unknown) => {
                let diagnostic = self.unknown_option(subject, options, value, test);
                self.report(diagnostic);
                None
            }
        }
    }

    /// The options of a list of values, without repetitions.
    pub(super) fn options_in(
        &mut self,
        subject: &Subject,
        list: &List,
        test: &Test,
    ) -> Option<Vec<String>> {
        let mut all = Vec::with_capacity(list.items.len());
        let mut complete = true;
        for item in &list.items {
            match self.options_of(subject, item, test) {
                Some(options) => all.extend(options),
                None => complete = false,
            }
        }
        let mut seen = std::collections::HashSet::new();
        all.retain(|option| seen.insert(option.clone()));
        complete.then_some(all)
    }

    fn unknown_option(
        &self,
        subject: &Subject,
        options: &OptionNames,
        value: &Value,
        test: &Test,
    ) -> Diagnostic {
        let written = &value.text;
        let diagnostic = Diagnostic::new(
            Code::UnknownOption,
            format!("`{}` has no option `{written}`", subject.name),
            value.span,
        )
        .label("unknown option");
        if self.log.is_full() {
            return diagnostic;
        }
        let listed = format!("options: {}", listed(options.names.iter().map(String::as_str)));
        let property = subject.written.slice(self.source);
        if means_nothing(written) {
            let (which, test_of_it) =
                if test.negated { ("with", "is not empty") } else { ("without", "is empty") };
            let diagnostic = diagnostic
                .help(format!("to find pages {which} a value write `{property} {test_of_it}`"))
                .help(listed);
            return match test.kind {
                TestKind::Compare(Comparison::Equal, _) => {
                    diagnostic.fix(Fix::replace(test.operator.to(value.span), test_of_it))
                }
                _ => diagnostic,
            };
        }
        if let PropertyType::Status(_, groups) = &subject.kind
            && let Some(group) = groups.iter().find(|it| fold(&it.name) == fold(written))
        {
            return diagnostic.help(group_hint(property, group)).help(listed);
        }
        let spelled = |name: &str| name == format!("not {written}");
        if test.negated
            && self.is_words(test, "not")
            && let Some(option) = options.names.iter().find(|it| spelled(&fold(it).to_lowercase()))
        {
            return diagnostic
                .note("`is not` was read as a negation")
                .help(format!("did you mean the option `{option}`?"))
                .fix(Fix::replace(
                    test.operator.to(value.span),
                    format!("= {}", write_quoted(option)),
                ));
        }
        let in_list = matches!(test.kind, TestKind::In(_) | TestKind::Has(..));
        if in_list && let Some(fixed) = several(options, value) {
            let mut diagnostic = diagnostic.fix(Fix::replace(value.span, fixed));
            let (first, second) = at_second(options, value, self.source);
            diagnostic.primary.span = second;
            diagnostic = diagnostic.label("next value").also(first, "");
            diagnostic.code = Code::ListSeparator;
            "expected `,` between the values of the list".clone_into(&mut diagnostic.message);
            return diagnostic;
        }
        match nearest(written, options.names.iter().map(String::as_str))[..] {
            [] => diagnostic.help(listed),
            [only] => diagnostic
                .help(format!("did you mean `{only}`?"))
                .help(listed)
                .fix(Fix::replace(value.span, quote_value(only))),
            ref several => {
                diagnostic.help(format!("did you mean {}?", or_listed(several))).help(listed)
            }
        }
    }

    /// `is not X` where both `X` and `Not X` are options: says which one was taken.
    fn is_not_option(
        &mut self,
        subject: &Subject,
        options: &OptionNames,
        value: &Value,
        test: &Test,
        option: &str,
    ) {
        let is_not = test.negated && self.is_words(test, "is") && self.is_words(test, "not");
        if !is_not || value.kind == ValueKind::Quoted {
            return;
        }
        let other = format!("not {}", fold(option));
        if let Some(other) = options.names.iter().find(|it| *fold(it) == *other) {
            self.report(
                Diagnostic::new(
                    Code::IsNotOption,
                    format!("this is read as not `{option}`, although `{other}` is an option too"),
                    test.operator.to(value.span),
                )
                .label("a negation")
                .help(format!(
                    "for the option write `{} = {}`",
                    subject.written.slice(self.source),
                    write_quoted(other)
                ))
                .help(format!(
                    "for the negation write `{} != {}`",
                    subject.written.slice(self.source),
                    quote_value(option)
                )),
            );
        }
    }

    fn is_words(&self, test: &Test, word: &str) -> bool {
        test.operator.slice(self.source).split_whitespace().any(|it| it.eq_ignore_ascii_case(word))
    }

    fn group(&mut self, subject: &Subject, value: &Value) -> Option<Vec<String>> {
        let PropertyType::Status(options, groups) = &subject.kind else {
            self.report(
                Diagnostic::new(
                    Code::GroupNotApplicable,
                    "only status properties have groups",
                    value.span,
                )
                .label(format!("`{}` is {}", subject.name, subject.noun)),
            );
            return None;
        };
        let named = |it: &&StatusGroup| it.name == value.text;
        let similar = |it: &&StatusGroup| fold(&it.name) == fold(&value.text);
        let found = groups.iter().find(named).or_else(|| groups.iter().find(similar));
        if let Some(group) = found.filter(|it| !it.options.is_empty()) {
            return Some(group.options.clone());
        }
        let diagnostic = Diagnostic::new(
            Code::UnknownGroup,
            match found {
                Some(group) => format!("the group `{}` has no options", group.name),
                None => format!("`{}` has no group `{}`", subject.name, value.text),
            },
            value.span,
        )
        .label("unknown group");
        if self.log.is_full() {
            self.report(diagnostic);
            return None;
        }
        let names = || groups.iter().map(|it| it.name.as_str());
        let diagnostic = match nearest(&value.text, names())[..] {
            _ if options.open => diagnostic.help("the groups of this status are not known"),
            [only] if found.is_none() => diagnostic
                .help(format!("did you mean `{only}`?"))
                .fix(Fix::replace(value.span, format!("group({})", quote_value(only)))),
            _ => diagnostic.help(format!("groups: {}", listed(names()))),
        };
        self.report(diagnostic);
        None
    }
}

fn group_hint(property: &str, group: &StatusGroup) -> String {
    format!(
        "`{0}` is a group: write `{property} in group({1})` for {2}",
        group.name,
        write_quoted(&group.name),
        listed(group.options.iter().map(String::as_str)),
    )
}

/// Where the first option ends and what follows it begins, in a value of several options.
fn at_second(options: &OptionNames, value: &Value, source: &str) -> (Span, Span) {
    /// An option's name has no more; looking further would take long for long values.
    const MOST_WORDS: usize = 16;
    let written = value.span.slice(source);
    let ends = written.match_indices(char::is_whitespace).map(|(at, _)| at).take(MOST_WORDS);
    let names_option = |end: &usize| {
        let words: Vec<&str> = written[..*end].split_whitespace().collect();
        find(options, &words.join(" ")).is_ok()
    };
    let Some(end) = ends.filter(names_option).max() else { return (value.span, value.span) };
    let start = written.len() - written[end..].trim_start().len();
    let place =
        |from, to| Span::new(value.span.start + offset(from), value.span.start + offset(to));
    (place(0, end), place(start, written.len()))
}

/// The value cut into options, if all of it are options one after the other: `Done Blocked`.
fn several(options: &OptionNames, value: &Value) -> Option<String> {
    /// The rest is folded for every option, so a longer row would take quadratic time.
    const LONGEST: usize = 2_000;
    let mut rest = value.text.as_str();
    if rest.len() > LONGEST {
        return None;
    }
    let mut found = Vec::new();
    while !rest.is_empty() {
        let folded = fold(rest);
        let begins = |name: &&String| {
            let name = fold(name);
            folded.strip_prefix(&*name).is_some_and(|it| it.is_empty() || it.starts_with(' '))
        };
        let longest = options.names.iter().filter(begins).max_by_key(|it| it.chars().count())?;
        found.push(quote_value(longest).into_owned());
        let skipped: usize = rest.chars().take(longest.chars().count()).map(char::len_utf8).sum();
        rest = rest.get(skipped..)?.trim_start();
    }
    (found.len() > 1).then(|| found.join(", "))
}
