//! Mentions as tags, both ways.

use notion_model::{
    CustomEmoji, DatabaseId, DateOrDateTime, DateValue, PageId, UserId, request::Mention,
};

use serde_json::{Map, Value};

use crate::tag::{Attributes, TagText};

/// How a dialect calls the attributes of a date that are more than one word.
#[derive(Debug)]
pub(crate) struct DateWords {
    start_time: &'static str,
    end_time: &'static str,
    time_zone: &'static str,
}

/// The words of the second dialect.
pub(crate) const V2_DATE: DateWords =
    DateWords { start_time: "start-time", end_time: "end-time", time_zone: "time-zone" };

/// The words of the first dialect.
const V1_DATE: DateWords =
    DateWords { start_time: "startTime", end_time: "endTime", time_zone: "timeZone" };

/// A mention as text, and what is not kept in it.
#[derive(Debug)]
pub(crate) struct MentionText {
    pub(crate) text: String,
    /// Whether it is a tag, and not a text that still has to be escaped.
    pub(crate) is_tag: bool,
    pub(crate) lost: Option<&'static str>,
}

/// A mention as the second dialect writes it; `own` allows the crate's own tags and attributes.
pub(crate) fn v2_text(mention: &Mention, own: bool) -> MentionText {
    let mut lost = None;
    let mut is_tag = true;
    let text = match mention {
        Mention::User(id) => TagText::new("mention").with("url", &format!("user://{id}")).closed(),
        Mention::Page(id) => TagText::new("mention").with("url", &page_url(id)).closed(),
        Mention::Database(id) => {
            TagText::new("mention").with("url", &page_url(id)).with("type", "database").closed()
        }
        Mention::Date(date) => {
            let mut tag = TagText::new("date");
            if !set_date(&mut tag, date, &V2_DATE, own) {
                lost = Some("the offset of a date");
            }
            tag.closed()
        }
        Mention::CustomEmoji(emoji) if own => {
            let mut tag = TagText::own("custom_emoji").with("id", &emoji.id);
            set_some(&mut tag, "name", emoji.name.as_deref());
            set_some(&mut tag, "url", emoji.url.as_deref());
            tag.closed()
        }
        Mention::CustomEmoji(emoji) => {
            lost = Some("the id of an emoji of the workspace");
            is_tag = false;
            format!(":{}:", emoji.name.as_deref().unwrap_or(&emoji.id))
        }
        Mention::Template(template) => {
            let json = serde_json::to_string(template).unwrap_or_default();
            if own {
                TagText::own("template_mention").with("json", &json).closed()
            } else {
                lost = Some("a mention that a template fills in");
                is_tag = false;
                "@template".to_owned()
            }
        }
    };
    MentionText { text, is_tag, lost }
}

/// A mention as the first dialect writes it.
pub(crate) fn v1_text(mention: &Mention) -> MentionText {
    let (name, url) = match mention {
        Mention::User(id) => ("mention-user", format!("user://{id}")),
        Mention::Page(id) => ("mention-page", page_url(id)),
        Mention::Database(id) => ("mention-database", page_url(id)),
        Mention::Date(date) => {
            let mut tag = TagText::new("mention-date");
            let is_whole = set_date(&mut tag, date, &V1_DATE, false);
            let lost = (!is_whole).then_some("the seconds or the offset of a date");
            return MentionText { text: tag.closed(), is_tag: true, lost };
        }
        Mention::CustomEmoji(_) | Mention::Template(_) => return v2_text(mention, false),
    };
    MentionText { text: TagText::new(name).with("url", &url).closed(), is_tag: true, lost: None }
}

/// The mention of a tag of the first dialect. `None` for what cannot be mentioned in a request.
pub(crate) fn v1_mention(name: &str, attributes: &mut Attributes) -> Option<Mention> {
    if name == "mention-date" {
        return date(attributes, &V1_DATE).map(Mention::Date);
    }
    let url = attributes.get("url")?;
    // Notion puts addresses that it has shortened into two pairs of braces.
    let inner = url.strip_prefix("{{").and_then(|it| it.strip_suffix("}}"));
    let url = inner.unwrap_or(url);
    match name {
        "mention-user" => {
            let id = url.strip_prefix("user://").unwrap_or(url);
            id.parse::<UserId>().ok().map(Mention::User)
        }
        "mention-page" => target(url, false),
        "mention-database" | "mention-data-source" => target(url, true),
        _ => None,
    }
}

/// The mention of a tag of the second dialect. `None` for what cannot be mentioned in a request.
pub(crate) fn v2_mention(name: &str, attributes: &mut Attributes) -> Option<Mention> {
    match name {
        "mention" => {
            let is_database = attributes.get("type") == Some("database");
            let url = attributes.get("url")?;
            target(url, is_database)
        }
        "date" => date(attributes, &V2_DATE).map(Mention::Date),
        _ => match attributes.get("kind")? {
            "custom_emoji" => {
                let id = attributes.get("id")?.into();
                let name = attributes.get("name").map(str::to_owned);
                let url = attributes.get("url").map(str::to_owned);
                Some(Mention::CustomEmoji(CustomEmoji { id, name, url, wire: <_>::default() }))
            }
            "template_mention" => {
                let template = serde_json::from_str(attributes.get("json")?).ok()?;
                is_template(&template).then_some(Mention::Template(template))
            }
            _ => None,
        },
    }
}

/// Whether it is one of those that templates have; Notion refuses a request with any other.
fn is_template(mention: &Map<String, Value>) -> bool {
    let is = |name: &str, values: &[&str]| {
        mention.get("type").and_then(Value::as_str) == Some(name)
            && mention.get(name).and_then(Value::as_str).is_some_and(|it| values.contains(&it))
    };
    mention.len() == 2
        && (is("template_mention_date", &["today", "now"]) || is("template_mention_user", &["me"]))
}

/// What an address in a mention leads to.
pub(crate) fn target(url: &str, is_database: bool) -> Option<Mention> {
    if let Some(id) = url.strip_prefix("user://") {
        return id.parse::<UserId>().ok().map(Mention::User);
    }
    if let Some(id) = url.strip_prefix("collection://") {
        return id.parse::<DatabaseId>().ok().map(Mention::Database);
    }
    if is_database {
        DatabaseId::parse(url).ok().map(Mention::Database)
    } else {
        PageId::parse(url).ok().map(Mention::Page)
    }
}

/// Sets the attributes of a date; `false` if they do not say all of it.
pub(crate) fn set_date(tag: &mut TagText, date: &DateValue, words: &DateWords, own: bool) -> bool {
    let mut is_whole = true;
    let ends = [
        (Some(&date.start), "start", words.start_time, "nmd-start"),
        (date.end.as_ref(), "end", words.end_time, "nmd-end"),
    ];
    for (at, day, time, exact) in ends {
        let Some(at) = at else { continue };
        let text = at.to_string();
        let (date, clock) = match text.split_once('T') {
            // `09:30`, of what may be `09:30:00.000+01:00`.
            Some((date, clock)) => (date, clock.get(..5).or(Some(clock))),
            None => (text.as_str(), None),
        };
        tag.set(day, date);
        if let Some(clock) = clock {
            tag.set(time, clock);
        }
        if joined(date, clock) != text || text.parse::<DateOrDateTime>().is_err() {
            is_whole = own;
            if own {
                tag.set(exact, &text);
            }
        }
    }
    set_some(tag, words.time_zone, date.time_zone.as_deref());
    is_whole
}

/// The date that the attributes of a tag say.
pub(crate) fn date(attributes: &mut Attributes, words: &DateWords) -> Option<DateValue> {
    let start = end_of_range(attributes, "start", words.start_time, "nmd-start")?;
    let end = end_of_range(attributes, "end", words.end_time, "nmd-end");
    let time_zone = attributes.get(words.time_zone).map(Into::into);
    Some(DateValue { end, time_zone, ..DateValue::from(start) })
}

fn end_of_range(
    attributes: &mut Attributes,
    day: &str,
    time: &str,
    exact: &str,
) -> Option<DateOrDateTime> {
    let day = attributes.get(day).map(str::to_owned);
    let clock = attributes.get(time).map(str::to_owned);
    if let Some(exact) = attributes.get(exact) {
        // A text that is no date is kept, too.
        return serde_json::from_value(exact.into()).ok();
    }
    joined(&day?, clock.as_deref()).parse().ok()
}

fn joined(day: &str, clock: Option<&str>) -> String {
    clock.map_or_else(|| day.to_owned(), |clock| format!("{day}T{clock}"))
}

fn set_some(tag: &mut TagText, name: &str, value: Option<&str>) {
    if let Some(value) = value {
        tag.set(name, value);
    }
}

/// The address of a page in Notion.
pub(crate) fn page_url(id: impl std::fmt::Display) -> String {
    let id = id.to_string().replace('-', "");
    format!("https://www.notion.so/{id}")
}
