//! The canonical form of rich text.

use serde::{Deserialize, Serialize};
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

use super::{date, json::json};
use crate::{
    Annotations, DateValue, MentionKind, RichText, RichTextKind,
    request::{self, Mention},
};

/// A run of text that looks the same throughout.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Run {
    /// The text; of a mention or an equation, what identifies it.
    pub text: String,
    /// Where it leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// How it looks, and whether it is more than text: `bold red`, `equation`, `mention page`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub style: String,
}

/// Collects runs and joins those that Notion would join.
#[derive(Default)]
struct Runs {
    runs: Vec<Run>,
    /// Whether the last run is text, which may go on.
    open: bool,
}

impl Runs {
    /// A run of text. An empty one is none.
    fn text(&mut self, text: &str, link: Option<&str>, annotations: &Annotations) {
        if text.is_empty() {
            return;
        }
        let style = style("", annotations);
        match self.runs.last_mut() {
            Some(last) if self.open && last.link.as_deref() == link && last.style == style => {
                last.text.push_str(text);
            }
            _ => {
                self.runs.push(Run { text: text.to_owned(), link: link.map(str::to_owned), style });
            }
        }
        self.open = true;
    }

    /// A mention, an equation, or what this crate does not know.
    fn other(&mut self, kind: &str, text: String, annotations: &Annotations) {
        self.runs.push(Run { text, link: None, style: style(kind, annotations) });
        self.open = false;
    }

    /// Composes accents last: one may stand at the beginning of a run that was joined.
    fn finish(mut self) -> Vec<Run> {
        for run in &mut self.runs {
            if !run.text.is_ascii() && is_nfc_quick(run.text.chars()) != IsNormalized::Yes {
                run.text = run.text.nfc().collect();
            }
        }
        self.runs
    }
}

/// The canonical form of a text to be written.
pub(super) fn written(rich_text: &[request::RichText]) -> Vec<Run> {
    use request::RichTextKind as Kind;
    let mut runs = Runs::default();
    for run in rich_text {
        let look = &run.annotations;
        match &run.kind {
            Kind::Text { content, link } => runs.text(content, link.as_deref(), look),
            Kind::Equation(expression) => runs.other("equation", expression.clone(), look),
            Kind::Mention(mention) => {
                let (kind, text) = match &**mention {
                    Mention::User(id) => ("mention user", id.to_string()),
                    Mention::Page(id) => ("mention page", id.to_string()),
                    Mention::Database(id) => ("mention database", id.to_string()),
                    Mention::Date(it) => ("mention date", moment(it)),
                    Mention::CustomEmoji(it) => ("mention custom_emoji", it.id.to_string()),
                    Mention::Template(it) => ("mention template", template(it)),
                };
                runs.other(kind, text, look);
            }
        }
    }
    runs.finish()
}

/// The canonical form of a text that was read.
pub(super) fn read(rich_text: &[RichText]) -> Vec<Run> {
    let mut runs = Runs::default();
    for run in rich_text {
        let look = &run.annotations;
        match &run.kind {
            RichTextKind::Text(it) => {
                runs.text(&it.content, it.link.as_ref().map(|it| &*it.url), look);
            }
            RichTextKind::Equation(it) => runs.other("equation", it.expression.clone(), look),
            RichTextKind::Mention(mention) => {
                let (kind, text) = match &mention.kind {
                    MentionKind::User(it) => ("mention user", it.id.to_string()),
                    MentionKind::Page(it) => ("mention page", it.id.to_string()),
                    MentionKind::Database(it) => ("mention database", it.id.to_string()),
                    MentionKind::Date(it) => ("mention date", moment(it)),
                    MentionKind::CustomEmoji(it) => ("mention custom_emoji", it.id.to_string()),
                    MentionKind::Template(it) => ("mention template", template(it)),
                    MentionKind::LinkPreview(it) => ("mention link_preview", it.url.clone()),
                    MentionKind::LinkMention(it) => ("mention link_mention", it.href.clone()),
                    MentionKind::Unknown(it) => ("mention unknown", unknown(it)),
                };
                runs.other(kind, text, look);
            }
            RichTextKind::Unknown(it) => runs.other("unknown", unknown(it), look),
        }
    }
    runs.finish()
}

fn moment(date: &DateValue) -> String {
    let range = date::range(date);
    match range.end {
        Some(end) => range.start + "/" + &end,
        None => range.start,
    }
}

/// Answers name the type once more beside it.
fn template(template: &serde_json::Map<String, serde_json::Value>) -> String {
    let mut template = template.clone();
    template.shift_remove("type");
    json(&serde_json::Value::Object(template))
}

fn unknown(unknown: &crate::Unknown) -> String {
    let payload = unknown.payload.as_ref().map_or_else(String::new, json);
    format!("{} {payload}", unknown.type_name)
}

fn style(kind: &str, it: &Annotations) -> String {
    let marks = [
        ("bold", it.bold),
        ("italic", it.italic),
        ("strikethrough", it.strikethrough),
        ("underline", it.underline),
        ("code", it.code),
        (it.color.as_str(), !it.color.is_default()),
    ];
    let mut style = kind.to_owned();
    for (word, _) in marks.iter().filter(|(_, is_set)| *is_set) {
        if !style.is_empty() {
            style.push(' ');
        }
        style.push_str(word);
    }
    // Marks that this crate does not know make a difference too, if they are set: answers spell out
    // every mark that there is, and requests those that they set.
    for (word, value) in it.wire.unknown_fields().filter(|(_, value)| is_set(value)) {
        style.extend([" ", word, "=", &json(value)]);
    }
    style
}

/// Whether a mark says anything: not where it says no, nothing, or the usual.
fn is_set(value: &serde_json::Value) -> bool {
    !value.is_null() && *value != false && *value != "default"
}
