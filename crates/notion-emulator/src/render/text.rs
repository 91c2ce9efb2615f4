//! Rich text.

use serde_json::{Value, json};

use super::View;
use crate::world::date::Span;
use crate::world::emoji::Emoji;
use crate::world::text::{Mention, Run, RunKind, Style};

impl View<'_> {
    pub(crate) fn rich_text(&self, runs: &[Run]) -> Value {
        runs.iter().map(|run| self.run(run)).collect()
    }

    fn run(&self, run: &Run) -> Value {
        let plain = self.world.plain_run(run);
        let (kind, value, href) = match &run.kind {
            RunKind::Text(content) => ("text", json!({ "content": content, "link": null }), None),
            RunKind::Link(content, url) => (
                "text",
                json!({ "content": content, "link": { "url": url } }),
                Some(url.as_ref().to_owned()),
            ),
            RunKind::Equation(expression) => {
                ("equation", json!({ "expression": expression }), None)
            }
            RunKind::Mention(mention) => {
                let (value, href) = self.mention(mention);
                ("mention", value, href)
            }
        };
        json!({
            "type": kind,
            kind: value,
            "annotations": annotations(run.style),
            "plain_text": plain,
            "href": href,
        })
    }

    /// The mention and where it leads: pages and databases have an address without a slug.
    fn mention(&self, mention: &Mention) -> (Value, Option<String>) {
        match mention {
            Mention::User(id) => (json!({ "type": "user", "user": self.full_user(*id) }), None),
            Mention::Page(id) => {
                let href = self.world.page(*id).map(|_| self.url("", *id));
                (json!({ "type": "page", "page": { "id": id } }), href)
            }
            Mention::Database(id) => {
                // Data sources are mentioned as databases too, and found where theirs is.
                let shown = self.world.source(*id).map_or(*id, |source| source.database);
                let href = self.world.database(shown).map(|_| self.url("", shown));
                (json!({ "type": "database", "database": { "id": id } }), href)
            }
            Mention::Date(span) => (json!({ "type": "date", "date": date(span) }), None),
            Mention::TemplateDate(word) => {
                let kind = "template_mention_date";
                (template(kind, word), None)
            }
            Mention::TemplateUser(word) => (template("template_mention_user", word), None),
            Mention::Link { kind, about, href } => {
                let mention = json!({ "type": kind, kind.as_ref(): about });
                (mention, Some(href.as_ref().to_owned()))
            }
            Mention::CustomEmoji { id, name, url } => {
                let (name, url) = match self.world.find::<Emoji>(*id) {
                    Some(emoji) => (&emoji.name, &emoji.url),
                    None => (name, url),
                };
                let emoji = json!({ "id": id, "name": name, "url": url });
                (json!({ "type": "custom_emoji", "custom_emoji": emoji }), None)
            }
        }
    }
}

fn template(kind: &str, word: &str) -> Value {
    json!({ "type": "template_mention", "template_mention": { "type": kind, kind: word } })
}

/// A date as values and mentions show it. The time zone was turned into an offset.
pub(super) fn date(span: &Span) -> Value {
    json!({ "start": span.start, "end": span.end, "time_zone": null })
}

fn annotations(style: Style) -> Value {
    json!({
        "bold": style.bold,
        "italic": style.italic,
        "strikethrough": style.strikethrough,
        "underline": style.underline,
        "code": style.code,
        "color": style.color.0,
    })
}
