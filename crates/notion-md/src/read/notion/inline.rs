//! Notion's tags in running text, and what stands after the fences of its code.

use comrak::nodes::{NodeCodeBlock, Sourcepos};
use notion_model::{
    Color,
    request::{Block, Mention, RichText, plain_text},
};

use crate::{
    Dialect, RemarkKind,
    fit::{divide, told},
    html::Tag,
    language, mention,
    read::{
        Reader, build, clean,
        inline::{Walk, look},
        inline_html::Effect,
        runs::Marks,
    },
    remark::shorten,
    tag::Attributes,
};

impl Walk<'_, '_> {
    /// Reads an opening tag; `None` if it changes nothing of what follows.
    pub(in crate::read) fn notion_tag(
        &mut self,
        name: &str,
        tag: Tag<'_>,
        source: &str,
        place: Sourcepos,
    ) -> Option<Effect> {
        let mut attributes = Attributes::of(tag);
        let is_v1 = self.reader.options.dialect == Dialect::V1;
        let effect = match name {
            "mention" | "date" | "nmd" | "nmd-link" if is_v1 => {
                self.unknown(source, place);
                return None;
            }
            name if is_v1 && name.starts_with("mention-") => {
                let mention = mention::v1_mention(name, &mut attributes);
                return self.mention_tag(mention, name, &attributes, tag, source, place);
            }
            "br" => {
                self.line_break(place);
                return None;
            }
            "b" | "strong" => Effect::Marks(Marks::BOLD),
            "i" | "em" => Effect::Marks(Marks::ITALIC),
            "s" | "del" | "strike" => Effect::Marks(Marks::STRIKE),
            "u" => Effect::Marks(Marks::UNDERLINE),
            "code" => Effect::Marks(Marks::CODE),
            "span" => {
                attributes.pass(&["color", "underline", "style"]);
                if let Some(color) = attributes.get("nmd-color") {
                    Effect::Color(Color::from(color))
                } else {
                    self.span(tag, place)
                }
            }
            "mention" | "date" => {
                let mention = mention::v2_mention(name, &mut attributes);
                return self.mention_tag(mention, name, &attributes, tag, source, place);
            }
            "nmd-link" => {
                let url = attributes.get("url").unwrap_or_default().to_owned();
                let link = Some(url.as_str().into());
                Effect::Link { link, url, pushed: self.pushed }
            }
            "nmd" => match attributes.get("kind").map(str::to_owned).as_deref() {
                Some("inline_equation") if attributes.get("expression").is_some() => {
                    let expression = attributes.get("expression").unwrap_or_default().to_owned();
                    if self.count("$") {
                        self.runs.push_equation(expression, look!(self));
                    }
                    return None;
                }
                _ => {
                    let mention = mention::v2_mention(name, &mut attributes);
                    return self.mention_tag(mention, name, &attributes, tag, source, place);
                }
            },
            _ => {
                self.unknown(source, place);
                return None;
            }
        };
        self.rest(name, &attributes, place);
        Some(effect)
    }

    fn mention_tag(
        &mut self,
        mention: Option<Mention>,
        name: &str,
        attributes: &Attributes,
        tag: Tag<'_>,
        source: &str,
        place: Sourcepos,
    ) -> Option<Effect> {
        let Some(mention) = mention else {
            self.unknown(source, place);
            return None;
        };
        self.rest(name, attributes, place);
        if self.count("@") {
            self.runs.push_mention(mention, look!(self));
        }
        if tag.closed || matches!(name, "date" | "mention-date" | "nmd") {
            return None;
        }
        self.label = Some(String::new());
        Some(Effect::Label)
    }

    /// Says which attributes were not understood.
    fn rest(&mut self, name: &str, attributes: &Attributes, place: Sourcepos) {
        for attribute in attributes.rest() {
            let attribute = shorten(attribute);
            let message =
                format!("of `<{name}>`, the request has no `{attribute}`; it was dropped");
            self.reader.remark(RemarkKind::HtmlUnwrapped, place, message);
        }
    }
}

impl Reader<'_> {
    /// A code block, whose caption and marks may stand after its fence.
    pub(in crate::read) fn notion_code(
        &mut self,
        code: NodeCodeBlock,
        place: Sourcepos,
        mut put: impl FnMut(Block),
    ) {
        let mut text = clean(self.unsigned(code.literal));
        if text.ends_with('\n') {
            text.pop();
        }
        let (words, attributes) = match code.info.split_once('{') {
            Some((words, rest)) if rest.trim_end().ends_with('}') => {
                (words, rest.trim_end().trim_end_matches('}'))
            }
            _ => (code.info.as_str(), ""),
        };
        let info = language::from_info(words);
        if info.unknown == Some("math") {
            let expression = text.trim();
            return put(build::equation(expression.to_owned()));
        }
        self.check_info(&info, true, place);
        let mut attributes = Attributes::of_source(&format!("<code {attributes}>"));
        let mut caption = build::text(attributes.get("caption").or(info.title).unwrap_or_default());
        if let Some(runs) = runs(attributes.get("nmd-caption")) {
            caption = runs;
        }
        let caption = self.fitted_caption(caption, place);
        let rich = runs(attributes.get("nmd-text"));
        let mut runs = build::text(&text);
        if let Some(rich) = rich {
            if clean(plain_text(&rich)) == text {
                runs = rich;
            } else {
                let message = "the marks of a code block were dropped: its text has changed";
                self.remark(RemarkKind::MarksDropped, place, message);
            }
        }
        for name in attributes.rest() {
            let message = format!("`{}` after a fence was dropped", shorten(name));
            self.remark(RemarkKind::InfoDropped, place, message);
        }
        let parts = divide(runs);
        if parts.len() > 1 {
            self.remark(RemarkKind::BlockDivided, place, told::CODE_DIVIDED);
        }
        let mut caption = Some(caption);
        for part in parts {
            put(build::code_block(part, info.language, caption.take().unwrap_or_default()));
        }
    }
}

/// Rich text in the form that requests have.
fn runs(json: Option<&str>) -> Option<Vec<RichText>> {
    serde_json::from_str(json?).ok()
}
