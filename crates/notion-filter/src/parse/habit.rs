//! Words that are operators in other languages.

use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::span::Span;

/// The sign for an operator of other languages that is written as a word.
pub(crate) fn sign_for(word: &str) -> Option<&'static str> {
    const CONTAINS: &[&str] =
        &["like", "ilike", "rlike", "regexp", "matches", "includes", "include", "contain"];
    CONTAINS.iter().any(|it| word.eq_ignore_ascii_case(it)).then_some("~")
}

/// Complains about a word of another language, and offers the sign for it.
pub(crate) fn not_an_operator(word: &str, place: Span, sign: &'static str) -> Diagnostic {
    Diagnostic::new(Code::OperatorTypo, format!("`{word}` is not an operator"), place)
        .label(format!("did you mean `{sign}`?"))
        .note("there are no wildcards and no patterns: `~` finds the text anywhere, `^=` at the beginning, `$=` at the end")
        .fix(Fix::replace(place, sign))
}
