//! What else could be meant by a value that cannot be read.

use super::Checker;
use super::target::Subject;
use crate::diagnostic::Diagnostic;
use crate::schema::PropertyType;
use crate::syntax::{Value, ValueKind};

/// Whether a text is how other languages write that there is no value.
pub(super) fn means_nothing(text: &str) -> bool {
    ["", "null", "none", "nil", "empty"].iter().any(|it| text.eq_ignore_ascii_case(it))
}

impl Checker<'_> {
    /// Adds what is worth knowing about a value that is not of the property's type.
    pub(super) fn hint(
        &self,
        subject: &Subject,
        value: &Value,
        diagnostic: Diagnostic,
    ) -> Diagnostic {
        let plain = matches!(value.kind, ValueKind::Bare | ValueKind::Quoted);
        let can_be_empty =
            !matches!(subject.kind, PropertyType::Checkbox | PropertyType::UniqueId { .. });
        if plain && can_be_empty && means_nothing(&value.text) {
            let property = subject.written.slice(self.source);
            return diagnostic.help(format!("pages without a value: `{property} is empty`"));
        }
        if value.kind == ValueKind::Bare && self.lookup(&value.text).is_some() {
            return diagnostic
                .note(format!("`{}` is a property too; Notion cannot compare two", value.text));
        }
        diagnostic
    }
}
