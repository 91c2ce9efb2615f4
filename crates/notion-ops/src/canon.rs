//! Canonical values: fingerprints for comparing, and words for reading.

use notion_model::{Canonical, Page};

use crate::hex;

/// The fingerprint of a canonical value.
pub(crate) fn fingerprint(value: &Canonical) -> String {
    // Serialising plain enums of texts cannot fail.
    let json = serde_json::to_vec(value).unwrap_or_default();
    hex::sha256(&json)
}

/// The fingerprint of some properties of a page.
pub(crate) fn page_fingerprint<'a>(
    page: &Page,
    properties: impl IntoIterator<Item = &'a str>,
) -> String {
    let mut text = String::new();
    for name in properties {
        let value = page.properties.get(name).and_then(Canonical::of);
        let value = value.map_or_else(|| "-".to_owned(), |it| fingerprint(&it));
        text.push_str(name);
        text.push('\0');
        text.push_str(&value);
        text.push('\0');
    }
    hex::sha256(text.as_bytes())
}

/// A canonical value in words, at most a line of it.
pub(crate) fn words(value: &Canonical) -> String {
    let text = match value {
        Canonical::Text(runs) => {
            let text: String = runs.iter().map(|it| it.text.as_str()).collect();
            format!("{text:?}")
        }
        Canonical::Number(number) => number.clone().unwrap_or_else(empty),
        Canonical::Option(option) => option.as_ref().map_or_else(empty, |it| format!("{it:?}")),
        Canonical::Options(options) => {
            let names: Vec<String> = options.iter().map(|it| format!("{it:?}")).collect();
            if names.is_empty() { empty() } else { names.join(", ") }
        }
        Canonical::Date(None) => empty(),
        Canonical::Date(Some(range)) => match &range.end {
            Some(end) => format!("{} to {}", day(&range.start), day(end)),
            None => day(&range.start).to_owned(),
        },
        Canonical::Ids(ids) if ids.is_empty() => empty(),
        Canonical::Ids(ids) => {
            let short = |id: &uuid::Uuid| id.simple().to_string()[..8].to_owned();
            ids.iter().map(short).collect::<Vec<_>>().join(", ")
        }
        Canonical::Files(files) if files.is_empty() => empty(),
        Canonical::Files(files) => {
            files.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
        }
        Canonical::Checkbox(flag) => flag.to_string(),
        Canonical::Line(line) => line.as_ref().map_or_else(empty, |it| format!("{it:?}")),
        Canonical::Other(json) => json.clone(),
        _ => "…".to_owned(),
    };
    shorten(text)
}

fn empty() -> String {
    "(empty)".to_owned()
}

/// A date without the zeros that only say that there are no seconds.
fn day(text: &str) -> &str {
    text.strip_suffix(":00.000+00:00").unwrap_or(text)
}

fn shorten(text: String) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
