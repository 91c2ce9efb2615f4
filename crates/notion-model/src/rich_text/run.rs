//! One run of rich text, without the copies of its text and its link that the wire carries.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
    ser::SerializeMap,
};

use crate::{
    Annotations, RichTextKind, Wire,
    wire::{Key, Tagged, Union as _, twice},
};

/// One run of rich text.
///
/// Notion merges neighbours with the same annotations and link, so a run that is read may be
/// longer than one that may be written.
#[derive(Clone, Debug)]
pub struct RichText {
    /// What the run is.
    pub kind: RichTextKind,
    /// Bold, italic, colour, …
    pub annotations: Annotations,
    /// What the run said of itself where that does not follow from its kind. Nearly every run is a
    /// text whose `plain_text` is its content: kept twice, rows would take twice the memory.
    told: Option<Box<Told>>,
    /// What else the object carried.
    pub wire: Wire,
}

#[derive(Clone, Debug)]
struct Told {
    plain_text: Telling<Box<str>>,
    href: Telling<Box<str>>,
}

/// What stood in a field that usually follows from the others.
#[derive(Clone, Debug)]
enum Telling<T> {
    Expected,
    Absent,
    Null,
    Text(T),
}

/// The marks of a run's [`Wire`].
const TYPE: u32 = 0;
const ANNOTATIONS: u32 = 1;

impl RichText {
    /// A run of the given kind that looks like plain text.
    pub fn new(kind: RichTextKind) -> Self {
        Self { kind, annotations: Annotations::default(), told: None, wire: Wire::default() }
    }

    /// The run without its annotations. Of a mention it is what Notion wrote: a name, a title, a
    /// date.
    pub fn plain_text(&self) -> &str {
        match self.told.as_deref().map(|it| &it.plain_text) {
            Some(Telling::Text(text)) => text,
            _ => own_text(&self.kind).unwrap_or_default(),
        }
    }

    /// Where a link, a mention of a page or a preview of a link leads.
    pub fn href(&self) -> Option<&str> {
        match self.told.as_deref().map(|it| &it.href) {
            Some(Telling::Text(text)) => Some(text),
            Some(Telling::Null) => None,
            _ => own_link(&self.kind),
        }
    }
}

/// A whole rich text without its annotations.
pub fn plain_text(runs: &[RichText]) -> String {
    runs.iter().map(RichText::plain_text).collect()
}

/// What a run of this kind says, if it says it itself.
fn own_text(kind: &RichTextKind) -> Option<&str> {
    match kind {
        RichTextKind::Text(text) => Some(&text.content),
        RichTextKind::Equation(equation) => Some(&equation.expression),
        _ => None,
    }
}

/// Where a run of this kind leads, if it says so itself.
fn own_link(kind: &RichTextKind) -> Option<&str> {
    match kind {
        RichTextKind::Text(text) => text.link.as_ref().map(|it| &*it.url),
        _ => None,
    }
}

impl<'de> Telling<Cow<'de, str>> {
    fn next<A: MapAccess<'de>>(map: &mut A) -> Result<Self, A::Error> {
        Ok(map.next_value::<Option<Key<'de>>>()?.map_or(Self::Null, |it| Self::Text(it.0)))
    }

    const fn is_told(&self) -> bool {
        !matches!(self, Self::Absent)
    }

    /// What is to be kept, given what follows from the others.
    fn kept(self, expected: Option<&str>) -> Telling<Box<str>> {
        match self {
            Self::Text(text) if expected.is_some_and(|it| *it == *text) => Telling::Expected,
            Self::Text(text) => Telling::Text(text.into()),
            Self::Null => Telling::Null,
            Self::Absent => Telling::Absent,
            Self::Expected => Telling::Expected,
        }
    }
}

impl Telling<Box<str>> {
    /// Writes what stood there. `None` as what is expected means `null`.
    fn write<M: SerializeMap>(
        &self,
        key: &'static str,
        expected: Option<&str>,
        map: &mut M,
    ) -> Result<(), M::Error> {
        match self {
            Self::Expected => map.serialize_entry(key, &expected),
            Self::Absent => Ok(()),
            Self::Null => map.serialize_entry(key, &()),
            Self::Text(text) => map.serialize_entry(key, text),
        }
    }
}

/// Two runs are equal if they say the same, whether or not they repeat it.
impl PartialEq for RichText {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
            && self.annotations == other.annotations
            && self.plain_text() == other.plain_text()
            && self.href() == other.href()
            && self.wire == other.wire
    }
}

impl<'de> Deserialize<'de> for RichText {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct RunVisitor;
        impl<'de> Visitor<'de> for RunVisitor {
            type Value = RichText;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object (RichText)")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RichText, A::Error> {
                let mut wire = Wire::default();
                let mut tagged = Tagged::<'de, RichTextKind>::new();
                let mut annotations = None;
                let mut plain_text = Telling::Absent;
                let mut href = Telling::Absent;
                while let Some(Key(key)) = map.next_key::<Key<'de>>()? {
                    match &*key {
                        // Of two, one would be lost: as in every object, neither is chosen.
                        "annotations" if annotations.is_some() => return Err(twice(&key)),
                        "plain_text" if plain_text.is_told() => return Err(twice(&key)),
                        "href" if href.is_told() => return Err(twice(&key)),
                        "annotations" => annotations = Some(map.next_value()?),
                        "plain_text" => plain_text = Telling::next(&mut map)?,
                        "href" => href = Telling::next(&mut map)?,
                        _ => tagged.field(key, &mut map, &mut wire)?,
                    }
                }
                let kind = tagged.finish(TYPE, &mut wire)?;
                let annotations = annotations.unwrap_or_else(|| {
                    wire.mark(ANNOTATIONS);
                    Annotations::default()
                });
                let plain_text = plain_text.kept(own_text(&kind));
                let href = match (href, own_link(&kind)) {
                    (Telling::Null, None) => Telling::Expected,
                    (href, expected) => href.kept(expected),
                };
                let told = match (&plain_text, &href) {
                    (Telling::Expected, Telling::Expected) => None,
                    _ => Some(Box::new(Told { plain_text, href })),
                };
                Ok(RichText { kind, annotations, told, wire })
            }
        }
        from.deserialize_map(RunVisitor)
    }
}

impl Serialize for RichText {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        if !self.wire.is_marked(TYPE) {
            map.serialize_entry("type", self.kind.type_name())?;
        }
        self.kind.write(&mut map)?;
        if !self.wire.is_marked(ANNOTATIONS) || !self.annotations.is_default() {
            map.serialize_entry("annotations", &self.annotations)?;
        }
        let own_text = own_text(&self.kind);
        let (plain_text, href) = match self.told.as_deref() {
            Some(told) => (&told.plain_text, &told.href),
            // A mention that was made here does not know what Notion will write for it.
            None if own_text.is_none() => (&Telling::Absent, &Telling::Expected),
            None => (&Telling::Expected, &Telling::Expected),
        };
        plain_text.write("plain_text", own_text, &mut map)?;
        href.write("href", own_link(&self.kind), &mut map)?;
        self.wire.write(&mut map)?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::RichText;

    /// Whichever of two were kept, the other would be lost without a word.
    #[test]
    fn no_key_stands_twice() {
        for key in [
            r#""annotations":{"bold":true}"#,
            r#""annotations":{}"#,
            r#""plain_text":"a""#,
            r#""href":null"#,
            r#""href":"https://a.b""#,
            r#""type":"text""#,
            r#""text":{"content":"b"}"#,
            r#""tomorrow":null"#,
        ] {
            let run = |keys: &str| {
                serde_json::from_str::<RichText>(&format!(
                    r#"{{"type":"text","text":{{"content":"a"}},{keys}}}"#
                ))
            };
            let error = run(&format!("{key},{key}")).unwrap_err().to_string();
            assert!(error.contains("stands twice in one object"), "{key}: {error}");
        }
    }
}
