//! Rich text of answers.

use serde_json::Value;
use uuid::Uuid;

use super::id;
use crate::world::date::Span;
use crate::world::text::{COLORS, Color, Mention, Run, RunKind, Style};

/// The runs of a rich text. What cannot be written by requests, such as the preview of a link, is
/// kept as the text that it shows.
pub(super) fn runs(value: &Value) -> Vec<Run> {
    value.as_array().into_iter().flatten().map(run).collect()
}

fn run(item: &Value) -> Run {
    let kind = match item["type"].as_str() {
        Some("equation") => Some(RunKind::Equation(word(&item["equation"]["expression"]))),
        Some("mention") => {
            mention(&item["mention"]).map(|mention| RunKind::Mention(Box::new(mention)))
        }
        _ => None,
    };
    let kind = kind.unwrap_or_else(|| {
        let content = item["text"].get("content").unwrap_or(&item["plain_text"]);
        match item["href"].as_str().or(item["text"]["link"]["url"].as_str()) {
            Some(url) => RunKind::Link(word(content), url.into()),
            None => RunKind::Text(word(content)),
        }
    });
    Run { kind, style: style(&item["annotations"]) }
}

fn mention(value: &Value) -> Option<Mention> {
    Some(match value["type"].as_str()? {
        "user" => Mention::User(id(&value["user"], "id")?),
        "page" => Mention::Page(id(&value["page"], "id")?),
        "database" => Mention::Database(id(&value["database"], "id")?),
        "date" => Mention::Date(span(&value["date"])?),
        "template_mention" => match value["template_mention"]["template_mention_date"].as_str() {
            Some(word) => Mention::TemplateDate(word.into()),
            None => Mention::TemplateUser("me".into()),
        },
        kind @ ("link_preview" | "link_mention") => {
            let about = &value[kind];
            let href = about["href"].as_str().or(about["url"].as_str())?;
            Mention::Link { kind: kind.into(), about: Box::new(about.clone()), href: href.into() }
        }
        "custom_emoji" => {
            let emoji = &value["custom_emoji"];
            let (name, url) = (word(&emoji["name"]), word(&emoji["url"]));
            Mention::CustomEmoji { id: id(emoji, "id")?, name, url }
        }
        _ => return None,
    })
}

/// A date, which answers show as it is kept.
pub(super) fn span(value: &Value) -> Option<Span> {
    let end = value["end"].as_str().map(Into::into);
    Some(Span { start: value["start"].as_str()?.into(), end })
}

fn style(value: &Value) -> Style {
    let flag = |key: &str| value[key] == true;
    Style {
        bold: flag("bold"),
        italic: flag("italic"),
        strikethrough: flag("strikethrough"),
        underline: flag("underline"),
        code: flag("code"),
        color: color(&value["color"]),
    }
}

/// A colour of text or background; the default one if it is not known.
pub(super) fn color(value: &Value) -> Color {
    let known = COLORS.iter().find(|known| value.as_str() == Some(**known));
    known.map_or_else(Color::default, |known| Color(known))
}

/// The text of a value, empty if it has none.
pub(super) fn word(value: &Value) -> Box<str> {
    value.as_str().unwrap_or_default().into()
}

/// The pages and databases that rich text anywhere in an answer mentions, each with its title.
pub(super) fn mentioned(answer: &Value, found: &mut Vec<(Uuid, &'static str, Box<str>)>) {
    match answer {
        Value::Array(items) => items.iter().for_each(|item| mentioned(item, found)),
        Value::Object(members) => {
            if members.get("type").is_some_and(|kind| kind == "mention")
                && !answer["href"].is_null()
            {
                let mention = &answer["mention"];
                for kind in ["page", "database"] {
                    let title = word(&answer["plain_text"]);
                    found.extend(id(&mention[kind], "id").map(|id| (id, kind, title)));
                }
            }
            members.values().for_each(|member| mentioned(member, found));
        }
        _ => {}
    }
}
