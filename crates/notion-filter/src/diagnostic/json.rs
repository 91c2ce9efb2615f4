//! A diagnostic as JSON, for editors and other programs.

use serde_json::{Value, json};

use super::{Diagnostic, Fix};
use crate::span::Span;

impl Diagnostic {
    /// The diagnostic with all places resolved in the source it is about.
    ///
    /// A place has `byte`, `char` and `utf16` offsets from 0, and `line` and `column` (in characters) from 1.
    pub fn to_json(&self, source: &str) -> Value {
        let secondary: Vec<Value> = self
            .secondary
            .iter()
            .map(|label| json!({"span": span(label.span, source), "text": label.text}))
            .collect();
        json!({
            "code": self.code.as_str(),
            "severity": self.severity().as_str(),
            "message": self.message,
            "primary": {"span": span(self.primary.span, source), "text": self.primary.text},
            "secondary": secondary,
            "notes": self.notes,
            "helps": self.helps,
            "fix": self.fix.as_ref().map(|it| fix(it, source)),
        })
    }
}

fn fix(fix: &Fix, source: &str) -> Value {
    let edits: Vec<Value> = fix
        .edits
        .iter()
        .map(|edit| json!({"span": span(edit.span, source), "text": edit.text}))
        .collect();
    json!({ "edits": edits, "fixed": fix.apply(source) })
}

fn span(span: Span, source: &str) -> Value {
    json!({ "start": place(span.start, source), "end": place(span.end, source) })
}

fn place(byte: u32, source: &str) -> Value {
    let before = Span::new(0, byte).slice(source);
    let line = before.rsplit('\n').next().unwrap_or_default();
    json!({
        "byte": byte,
        "char": before.chars().count(),
        "utf16": before.chars().map(char::len_utf16).sum::<usize>(),
        "line": before.matches('\n').count() + 1,
        "column": line.chars().count() + 1,
    })
}

#[cfg(test)]
mod tests {
    use crate::parse;

    #[test]
    fn places_are_counted_in_every_unit() {
        let source = "状態 = 👋 and\n and b";
        let diagnostic = &parse(source).diagnostics[0];
        insta::assert_snapshot!(
            diagnostic.to_json(source)["primary"]["span"]["start"],
            @r#"{"byte":19,"char":12,"utf16":13,"line":2,"column":2}"#
        );
        insta::assert_snapshot!(
            diagnostic.to_json(source)["fix"]["fixed"],
            @r#""状態 = 👋 and\n b""#
        );
    }
}
