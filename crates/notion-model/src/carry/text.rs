//! Rich text: runs, mentions and equations.

use super::{Carried, Lost, Reason};
use crate::{
    Mention, MentionKind, RichText, RichTextKind, limits,
    request::{self, RichTextKind as New},
};

impl RichText {
    /// The run as it can be written. `None` only for kinds this crate does not know.
    ///
    /// Previews of links, which Notion makes by itself, become links. Notion joins runs that look
    /// the same, so the text may be longer than a run may be: blocks and properties, which have
    /// many runs, are converted with such runs divided again.
    pub fn to_request(&self) -> Carried<Option<request::RichText>> {
        let mut lost = Lost::default();
        let value = run(self, &mut lost);
        lost.with(value)
    }
}

/// A whole text, in runs that are no longer than Notion accepts.
pub(super) fn runs<'a>(runs: &'a [RichText], lost: &mut Lost<'a>) -> Vec<request::RichText> {
    let mut carried = Vec::with_capacity(runs.len());
    for (index, it) in runs.iter().enumerate() {
        match lost.at(index, |lost| run(it, lost)) {
            Some(run) if is_long(&run) => divide(run, &mut carried),
            run => carried.extend(run),
        }
    }
    carried
}

fn is_long(run: &request::RichText) -> bool {
    match &run.kind {
        New::Text { content, .. } => {
            // A text has at most as many UTF-16 units as bytes.
            content.len() > limits::TEXT && limits::utf16_len(content) > limits::TEXT
        }
        New::Mention(_) | New::Equation(_) => false,
    }
}

/// Divides a run between characters. Notion joins the parts again.
fn divide(run: request::RichText, into: &mut Vec<request::RichText>) {
    let New::Text { content, link } = &run.kind else { return into.push(run) };
    let mut part = |content: &str| {
        into.push(request::RichText {
            kind: New::Text { content: content.to_owned(), link: link.clone() },
            annotations: run.annotations.clone(),
        });
    };
    let (mut start, mut units) = (0, 0);
    for (at, char) in content.char_indices() {
        if units + char.len_utf16() > limits::TEXT {
            part(&content[start..at]);
            (start, units) = (at, 0);
        }
        units += char.len_utf16();
    }
    part(&content[start..]);
}

fn run<'a>(run: &'a RichText, lost: &mut Lost<'a>) -> Option<request::RichText> {
    lost.fields(&run.wire);
    let kind = match &run.kind {
        RichTextKind::Text(text) => lost.at("text", |lost| {
            lost.fields(&text.wire);
            if let Some(link) = &text.link {
                lost.at("link", |lost| lost.fields(&link.wire));
            }
            New::Text {
                content: text.content.clone(),
                link: text.link.as_ref().map(|it| it.url.clone()),
            }
        }),
        RichTextKind::Equation(equation) => {
            lost.at("equation", |lost| lost.fields(&equation.wire));
            New::Equation(equation.expression.clone())
        }
        RichTextKind::Mention(it) => lost.at("mention", |lost| {
            lost.fields(&it.wire);
            mention(it, run, lost)
        })?,
        RichTextKind::Unknown(it) => {
            lost.add(&*it.type_name, Reason::Unknown);
            return None;
        }
    };
    lost.at("annotations", |lost| lost.fields(&run.annotations.wire));
    Some(request::RichText { kind, annotations: run.annotations.clone() })
}

fn mention<'a>(mention: &'a Mention, run: &RichText, lost: &mut Lost<'a>) -> Option<New> {
    let link = |url: &str| New::Text {
        content: if run.plain_text().is_empty() { url } else { run.plain_text() }.to_owned(),
        link: Some(url.to_owned()),
    };
    let mention = match &mention.kind {
        MentionKind::User(user) => request::Mention::User(user.id),
        MentionKind::Page(page) => {
            lost.at("page", |lost| lost.fields(&page.wire));
            request::Mention::Page(page.id)
        }
        MentionKind::Database(database) => {
            lost.at("database", |lost| lost.fields(&database.wire));
            request::Mention::Database(database.id)
        }
        MentionKind::Date(date) if date.odd().is_some() => {
            lost.add("mention of a date", Reason::Unknown);
            return Some(New::Text { content: run.plain_text().to_owned(), link: None });
        }
        MentionKind::Date(date) => request::Mention::Date(date.clone()),
        MentionKind::CustomEmoji(emoji) => request::Mention::CustomEmoji(emoji.clone()),
        MentionKind::Template(template) => request::Mention::Template(template.clone()),
        MentionKind::LinkPreview(preview) => {
            lost.add("link_preview", Reason::NotCreatable);
            return Some(link(&preview.url));
        }
        MentionKind::LinkMention(it) => {
            lost.add("link_mention", Reason::NotCreatable);
            return Some(link(&it.href));
        }
        MentionKind::Unknown(it) => {
            lost.add(format!("mention of a {}", it.type_name), Reason::Unknown);
            let content = run.plain_text().to_owned();
            let link = run.href().map(str::to_owned);
            return (!content.is_empty()).then_some(New::Text { content, link });
        }
    };
    Some(New::Mention(Box::new(mention)))
}
