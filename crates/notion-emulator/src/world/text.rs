//! Rich text as a world keeps it: runs, merged as Notion merges them.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

use super::date::Span;

/// One run of rich text.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Run {
    pub(crate) kind: RunKind,
    #[serde(default, skip_serializing_if = "Style::is_plain")]
    pub(crate) style: Style,
}

/// What a run is. Names of users and titles of pages are looked up when it is shown.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RunKind {
    Text(Box<str>),
    Link(Box<str>, Box<str>),
    Equation(Box<str>),
    Mention(Box<Mention>),
}

/// What a run can point at.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Mention {
    User(Uuid),
    Page(Uuid),
    Database(Uuid),
    Date(Span),
    /// `today` or `now`.
    TemplateDate(Box<str>),
    /// `me`.
    TemplateUser(Box<str>),
    CustomEmoji {
        id: Uuid,
        name: Box<str>,
        url: Box<str>,
    },
    /// What the app makes of a pasted link and no request can make: its type and what it says.
    Link {
        kind: Box<str>,
        about: Box<serde_json::Value>,
        href: Box<str>,
    },
}

/// How a run looks.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "these are the five annotations of the wire")]
pub(crate) struct Style {
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) bold: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) italic: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) strikethrough: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) underline: bool,
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) code: bool,
    #[serde(skip_serializing_if = "Color::is_default")]
    pub(crate) color: Color,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
pub(crate) fn is_false(value: &bool) -> bool {
    !value
}

/// A colour of text or background, one of [`COLORS`].
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub(crate) struct Color(pub(crate) &'static str);

/// Every colour of text and blocks, in Notion's order.
pub(crate) const COLORS: &[&str] = &[
    "default",
    "gray",
    "brown",
    "orange",
    "yellow",
    "green",
    "blue",
    "purple",
    "pink",
    "red",
    "default_background",
    "gray_background",
    "brown_background",
    "orange_background",
    "yellow_background",
    "green_background",
    "blue_background",
    "purple_background",
    "pink_background",
    "red_background",
];

impl Color {
    pub(crate) fn is_default(&self) -> bool {
        self.0 == "default"
    }
}

impl Default for Color {
    fn default() -> Self {
        Self("default")
    }
}

impl<'de> Deserialize<'de> for Color {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let name = String::deserialize(from)?;
        let known = COLORS.iter().find(|known| **known == name);
        known.map(|known| Self(known)).ok_or_else(|| D::Error::unknown_variant(&name, COLORS))
    }
}

impl Style {
    fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

impl Run {
    pub(crate) fn text(content: &str) -> Self {
        Self { kind: RunKind::Text(content.into()), style: Style::default() }
    }
}

/// Joins neighbours with the same style and link, and leaves empty texts out, as the service does.
pub(crate) fn merged(runs: Vec<Run>) -> Vec<Run> {
    let mut merged: Vec<Run> = Vec::with_capacity(runs.len());
    for run in runs {
        if let RunKind::Text(content) | RunKind::Link(content, _) = &run.kind
            && content.is_empty()
        {
            continue;
        }
        match merged.last_mut() {
            Some(last) if last.style == run.style => match (&mut last.kind, &run.kind) {
                (RunKind::Text(text), RunKind::Text(more)) => {
                    *text = [&**text, more].concat().into();
                }
                (RunKind::Link(text, url), RunKind::Link(more, to)) if url == to => {
                    *text = [&**text, more].concat().into();
                }
                _ => merged.push(run),
            },
            _ => merged.push(run),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bold(content: &str) -> Run {
        Run { style: Style { bold: true, ..Style::default() }, ..Run::text(content) }
    }

    #[test]
    fn equal_neighbours_are_merged_and_empty_texts_vanish() {
        let runs = vec![Run::text("a"), Run::text(""), Run::text("b"), bold("c"), Run::text("d")];
        assert_eq!(merged(runs), [Run::text("ab"), bold("c"), Run::text("d")]);
    }

    #[test]
    fn a_run_survives_the_store() {
        let run = Run {
            kind: RunKind::Link("here".into(), "https://example.org".into()),
            style: Style { color: Color("red_background"), code: true, ..Style::default() },
        };
        let kept = serde_json::to_string(&run).unwrap();
        assert_eq!(
            kept,
            r#"{"kind":{"link":["here","https://example.org"]},"style":{"code":true,"color":"red_background"}}"#
        );
        assert_eq!(serde_json::from_str::<Run>(&kept).unwrap(), run);
    }
}
