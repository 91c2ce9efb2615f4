//! Tests of text, and the form in which texts are compared.

use std::borrow::Cow;

use notion_model::query::TextCondition;
use unicode_normalization::{UnicodeNormalization as _, is_nfc};

/// Whether `equals` distinguishes case.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum TextEquality {
    /// `Alpha` equals `alpha`.
    #[default]
    IgnoreCase,
    /// `Alpha` does not equal `alpha`.
    Exact,
}

/// Whether a text passes. No text is the empty text.
pub(super) fn test(test: &TextCondition, value: &str, equality: TextEquality) -> bool {
    let equals = |operand: &str| match equality {
        TextEquality::IgnoreCase => fold(value) == fold(operand),
        TextEquality::Exact => value == operand,
    };
    match test {
        TextCondition::Equals(operand) => equals(operand),
        TextCondition::DoesNotEqual(operand) => !equals(operand),
        TextCondition::Contains(operand) => fold(value).contains(&*fold(operand)),
        TextCondition::DoesNotContain(operand) => !fold(value).contains(&*fold(operand)),
        TextCondition::StartsWith(operand) => fold(value).starts_with(&*fold(operand)),
        TextCondition::EndsWith(operand) => fold(value).ends_with(&*fold(operand)),
        TextCondition::IsEmpty => value.is_empty(),
        TextCondition::IsNotEmpty => !value.is_empty(),
    }
}

/// The text without differences of case and of composition; accents stay.
pub(crate) fn fold(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return if text.bytes().any(|it| it.is_ascii_uppercase()) {
            Cow::Owned(text.to_ascii_lowercase())
        } else {
            Cow::Borrowed(text)
        };
    }
    // Through upper case, so that `ß` meets `SS` and the two small sigmas meet each other.
    let folded: String =
        text.nfc().flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect();
    if is_nfc(&folded) { Cow::Owned(folded) } else { Cow::Owned(folded.nfc().collect()) }
}
