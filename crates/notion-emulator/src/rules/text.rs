//! Reading rich text.

use notion_model::limits;

use super::date;
use crate::check::{At, Checked, Problem};
use crate::world::text::{COLORS, Color, Mention, Run, RunKind, Style, merged};

/// A rich text: at most 100 items, each within its limits *before* neighbours are merged.
pub(crate) fn rich_text(at: &At<'_, '_>) -> Checked<Vec<Run>> {
    at.array(limits::RICH_TEXT_ITEMS, run).map(merged)
}

fn run(at: &At<'_, '_>) -> Checked<Run> {
    let members = at.object()?;
    let kind = ["text", "mention", "equation"].into_iter().find(|key| members.contains_key(*key));
    let alternatives = |problem: Problem| {
        let others = ["text", "mention", "equation"].into_iter().filter(|key| Some(*key) != kind);
        others.fold(problem, |problem, key| problem.or(at.key(key).missing()))
    };
    let Some(kind) = kind else {
        return Err(alternatives(at.key("text").missing()));
    };
    at.only(&["type", kind, "annotations", "plain_text", "href"]).map_err(alternatives)?;
    at.key("type").opt(|at| at.word(&[kind]))?;
    let value = at.key(kind);
    let kind = match kind {
        "text" => text(&value)?,
        "mention" => RunKind::Mention(Box::new(mention(&value)?)),
        _ => {
            value.only(&["expression"])?;
            RunKind::Equation(value.key("expression").text(limits::EQUATION)?.into())
        }
    };
    let style = at.key("annotations").opt(style)?.unwrap_or_default();
    Ok(Run { kind, style })
}

fn text(at: &At<'_, '_>) -> Checked<RunKind> {
    let content = at.key("content").text(limits::TEXT)?;
    let link = at.key("link").maybe(|at| {
        let url = at.key("url").text(limits::URL)?;
        at.only(&["url", "type"])?;
        Ok(url)
    })?;
    at.only(&["content", "link"])?;
    Ok(match link {
        Some(url) if !url.is_empty() => RunKind::Link(content.into(), url.into()),
        _ => RunKind::Text(content.into()),
    })
}

fn mention(at: &At<'_, '_>) -> Checked<Mention> {
    const KINDS: [&str; 6] =
        ["user", "date", "page", "database", "template_mention", "custom_emoji"];
    let members = at.object()?;
    let Some(kind) = KINDS.into_iter().find(|kind| members.contains_key(*kind)) else {
        let problems = KINDS.map(|kind| at.key(kind).missing());
        return Err(Problem::any(problems).unwrap_or_else(|| at.missing()));
    };
    at.only(&["type", kind])?;
    let value = at.key(kind);
    Ok(match kind {
        "user" => Mention::User(value.key("id").uuid()?),
        "date" => Mention::Date(date::span(&value)?),
        "page" => Mention::Page(value.key("id").uuid()?),
        "database" => Mention::Database(value.key("id").uuid()?),
        "custom_emoji" => {
            let id = value.key("id").uuid()?;
            let name = value.key("name").opt(At::string)?.unwrap_or_default();
            let url = value.key("url").opt(At::string)?.unwrap_or_default();
            Mention::CustomEmoji { id, name: name.into(), url: url.into() }
        }
        _ => {
            let date = value.key("template_mention_date");
            if date.is_present() {
                Mention::TemplateDate(date.word(&["today", "now"])?.into())
            } else {
                Mention::TemplateUser(value.key("template_mention_user").word(&["me"])?.into())
            }
        }
    })
}

fn style(at: &At<'_, '_>) -> Checked<Style> {
    let flag = |key| at.key(key).opt(At::boolean).map(Option::unwrap_or_default);
    let style = Style {
        bold: flag("bold")?,
        italic: flag("italic")?,
        strikethrough: flag("strikethrough")?,
        underline: flag("underline")?,
        code: flag("code")?,
        color: at.key("color").opt(color)?.unwrap_or_default(),
    };
    at.only(&["bold", "italic", "strikethrough", "underline", "code", "color"])?;
    Ok(style)
}

/// A colour of text or background.
pub(crate) fn color(at: &At<'_, '_>) -> Checked<Color> {
    at.word(COLORS).map(Color)
}
