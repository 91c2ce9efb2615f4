//! Numbers, texts, yes and no, as they are written.

mod directory;

use serde_json::Number;

use super::Checker;
use super::target::Subject;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::schema::PropertyType;
use crate::syntax::{Value, ValueKind};

/// Integers up to this are exact in Notion, which computes with doubles.
const EXACT: u64 = 1 << 53;

/// Why a text is no number.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum NoNumber {
    Commas,
    TooLarge,
    Other,
}

/// Reads `-1.5`, `1_000`, `2e3`, `.5`, `50%`.
pub(crate) fn number(text: &str) -> Result<Number, NoNumber> {
    let text = text.replace(['−', '–'], "-").replace('_', "");
    let (digits, percent) = match text.strip_suffix('%') {
        Some(digits) => (digits.trim_end(), true),
        None => (text.as_str(), false),
    };
    let unsigned = digits.strip_prefix(['-', '+']).unwrap_or(digits);
    let looks_like_number = unsigned.starts_with(|it: char| it.is_ascii_digit() || it == '.')
        && unsigned.contains(|it: char| it.is_ascii_digit());
    if !looks_like_number {
        return Err(NoNumber::Other);
    }
    if unsigned.contains(',') {
        return Err(NoNumber::Commas);
    }
    if !percent && let Ok(integer) = digits.parse::<i64>() {
        return Ok(Number::from(integer));
    }
    // Shifting the decimal point in the text rounds once; dividing by 100 would round twice.
    let shifted = if percent { shift_percent(digits) } else { digits.to_owned() };
    let value: f64 = shifted.parse().map_err(|_| NoNumber::Other)?;
    if !value.is_finite() {
        return Err(NoNumber::TooLarge);
    }
    // `2e3` and `100%` are whole numbers and are written as such.
    #[expect(clippy::cast_precision_loss, reason = "2^53 is exact")]
    let exact = value.abs() <= EXACT as f64;
    if value.fract() == 0.0 && exact {
        #[expect(clippy::cast_possible_truncation, reason = "whole, and at most 2^53")]
        return Ok(Number::from(value as i64));
    }
    Number::from_f64(value).ok_or(NoNumber::TooLarge)
}

fn shift_percent(digits: &str) -> String {
    match digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => match exponent.parse::<i32>() {
            Ok(exponent) => format!("{mantissa}e{}", exponent.saturating_sub(2)),
            Err(_) => format!("{digits}%"),
        },
        None => format!("{digits}e-2"),
    }
}

impl Checker<'_> {
    pub(super) fn number(&mut self, subject: &Subject, value: &Value) -> Option<Number> {
        let diagnostic = |message: String| {
            Diagnostic::new(Code::ValueType, message, value.span)
                .label(format!("`{}` is {}", subject.name, subject.noun))
        };
        let expected = || diagnostic(format!("expected a number, found `{}`", value.text));
        if value.kind != ValueKind::Bare {
            let mut diagnostic = expected();
            if value.kind == ValueKind::Quoted && number(&value.text).is_ok() {
                diagnostic = diagnostic
                    .help(format!("remove the quotes: `{}`", value.text))
                    .fix(Fix::replace(value.span, value.text.clone()));
            }
            self.report(self.hint(subject, value, diagnostic));
            return None;
        }
        match number(&value.text) {
            Ok(number) => {
                let is_long = match number.as_i128() {
                    Some(whole) => whole.unsigned_abs() > u128::from(EXACT),
                    // Written digit by digit, and too long for an integer.
                    None => !value.text.contains(['.', 'e', 'E', '%']),
                };
                if is_long {
                    self.report(
                        Diagnostic::new(
                            Code::InexactNumber,
                            "Notion does not hold this number exactly",
                            value.span,
                        )
                        .label("larger than 2^53"),
                    );
                }
                let mantissa = value.text.split(['e', 'E']).next().unwrap_or_default();
                if number.as_f64() == Some(0.0) && mantissa.contains(|it| matches!(it, '1'..='9')) {
                    self.report(
                        Diagnostic::new(
                            Code::InexactNumber,
                            "Notion does not hold this number exactly",
                            value.span,
                        )
                        .label("so small that it is read as 0"),
                    );
                }
                Some(number)
            }
            Err(NoNumber::TooLarge) => {
                self.report(diagnostic(format!("`{}` is too large", value.text)));
                None
            }
            Err(NoNumber::Commas | NoNumber::Other) => {
                self.report(self.hint(subject, value, expected()));
                None
            }
        }
    }

    /// The number of a unique id, with or without its prefix.
    pub(super) fn unique_id(&mut self, subject: &Subject, value: &Value) -> Option<Number> {
        let PropertyType::UniqueId { prefix } = &subject.kind else { return None };
        if value.kind == ValueKind::Bare
            && let Some((written, digits)) = value.text.rsplit_once('-')
            && !written.is_empty()
            && let Ok(number) = digits.parse::<u64>()
        {
            return match prefix {
                Some(prefix) if prefix.eq_ignore_ascii_case(written) => Some(Number::from(number)),
                Some(prefix) => {
                    // The source may hold more than the text: blanks, and characters that were left out.
                    let source = value.span.slice(self.source);
                    let length = source.rfind('-').unwrap_or(source.len());
                    let end = value.span.start + crate::span::offset(length);
                    let place = crate::span::Span::new(value.span.start, end);
                    self.report(
                        Diagnostic::new(
                            Code::IdPrefix,
                            format!("`{}` has the wrong prefix", value.text),
                            place,
                        )
                        .label(format!("`{}` uses the prefix `{prefix}`", subject.name))
                        .fix(Fix::replace(value.span, format!("{prefix}-{digits}"))),
                    );
                    None
                }
                // Without a schema nobody knows the prefix; with one, there is none.
                None if self.schema.is_untyped() => Some(Number::from(number)),
                None => {
                    self.report(
                        Diagnostic::new(
                            Code::IdPrefix,
                            format!("`{}` has a prefix", value.text),
                            value.span,
                        )
                        .label(format!("`{}` uses no prefix", subject.name))
                        .fix(Fix::replace(value.span, digits.to_owned())),
                    );
                    None
                }
            };
        }
        let number = self.number(subject, value)?;
        if !number.is_f64() {
            return Some(number);
        }
        self.report(
            Diagnostic::new(
                Code::ValueType,
                format!("`{}` is not a whole number", value.text),
                value.span,
            )
            .label(format!("`{}` is {}, and IDs are whole", subject.name, subject.noun)),
        );
        None
    }

    pub(super) fn truth(&mut self, subject: &Subject, value: &Value) -> Option<bool> {
        let text = value.text.to_ascii_lowercase();
        match (value.kind, text.as_str()) {
            (ValueKind::Bare, "true" | "yes" | "on" | "checked") => Some(true),
            (ValueKind::Bare, "false" | "no" | "off" | "unchecked") => Some(false),
            _ => {
                let property = subject.written.slice(self.source);
                self.report(
                    Diagnostic::new(
                        Code::ValueType,
                        format!("expected `true` or `false`, found `{}`", value.text),
                        value.span,
                    )
                    .label(format!("`{}` is {}", subject.name, subject.noun))
                    .help(format!(
                        "write `{property}` for checked and `not {property}` for unchecked"
                    )),
                );
                None
            }
        }
    }

    pub(super) fn text(&mut self, subject: &Subject, value: &Value) -> Option<String> {
        if matches!(value.kind, ValueKind::Bare | ValueKind::Quoted) {
            return Some(value.text.clone());
        }
        self.report(
            Diagnostic::new(
                Code::ValueType,
                format!("expected text, found `{}`", value.span.slice(self.source)),
                value.span,
            )
            .label(format!("`{}` is {}", subject.name, subject.noun))
            .help("to mean the text itself, quote it"),
        );
        None
    }
}
