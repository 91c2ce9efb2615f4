//! Markdown that is read only if somebody asks for it, and what else the options change.

use std::sync::Arc;

use notion_model::{CustomEmoji, FileUploadId, PageId};

use crate::{
    Asset, Comments, Destination, LinkedImages, LoneLinks, ReadOptions, Resolve, SoftBreaks,
    UnknownHtml,
};

/// What is asked for.
type Choose = fn(&mut ReadOptions);

/// An option as it is spelled, how it is chosen, and a text that shows it.
pub(super) const CHOICES: &[(&str, Choose, &str)] = &[
    ("base_url: https://h.org/d/", base_url, "[a](b.md) ![c](/d.png)"),
    ("resolver", resolver, "[a](plan.md)"),
    ("resolver", resolver, "![a](map.png)"),
    ("soft_breaks: LineBreak", |it| it.soft_breaks = SoftBreaks::LineBreak, "a\nb"),
    ("deepest_heading: 3", |it| it.deepest_heading = 3, "#### a"),
    (
        "linked_images: Images",
        |it| it.linked_images = LinkedImages::Images,
        "a [![b](https://c.d/e.svg)](https://f.g)",
    ),
    ("lone_links: Bookmark", |it| it.lone_links = LoneLinks::Bookmark, "https://a.b"),
    ("lone_links: Embed", |it| it.lone_links = LoneLinks::Embed, "https://a.b"),
    ("unknown_html: Drop", |it| it.unknown_html = UnknownHtml::Drop, "<foo>a</foo>"),
    ("unknown_html: Code", |it| it.unknown_html = UnknownHtml::Code, "<foo>a</foo>"),
    ("comments: Text", |it| it.comments = Comments::Text, "a <!-- b -->"),
    ("code_titles: false", |it| it.code_titles = false, "```js title=\"a.js\"\nb\n```"),
    ("math: false", |it| it.math = false, "$x$"),
    ("latex_math", |it| it.latex_math = true, "\\(x\\)"),
    ("highlight", |it| it.highlight = true, "==a=="),
    ("superscript", |it| it.superscript = true, "x^2^"),
    ("subscript", |it| it.subscript = true, "H~2~O"),
    ("superscript, script_equations", script_equations, "x^☃^"),
    ("cjk_friendly_emphasis", |it| it.cjk_friendly_emphasis = true, "**中文。**后"),
    ("shortcodes", |it| it.shortcodes = true, ":tada: :halden:"),
    ("shortcodes, resolver", emoji, ":halden:"),
    ("wikilinks", |it| it.wikilinks = true, "[[Plan]]"),
    ("wikilinks, base_url", wiki_base, "[[Big plan|a]]"),
    ("wikilinks, resolver", wiki_resolver, "[[Plan#Aims]]"),
    ("wikilinks, resolver", wiki_resolver, "![[map.png]]"),
    ("description_lists", |it| it.description_lists = true, "a\n\n: b"),
    ("obsidian_callouts", |it| it.obsidian_callouts = true, "> [!bug] a\n> b"),
    ("obsidian_callouts", |it| it.obsidian_callouts = true, "> [!note]- a\n> b"),
    ("obsidian_comments", |it| it.obsidian_comments = true, "a %%b%%"),
    ("inline_footnotes", |it| it.inline_footnotes = true, "a^[b]"),
    ("relaxed_tasks", |it| it.relaxed_tasks = true, "- [?] a"),
    ("directives", |it| it.directives = true, ":::note\na\n:::"),
];

fn base_url(it: &mut ReadOptions) {
    it.base_url = Some("https://h.org/d/".to_owned());
}

fn resolver(it: &mut ReadOptions) {
    it.resolver = Some(Arc::new(Vault));
}

fn script_equations(it: &mut ReadOptions) {
    (it.superscript, it.script_equations) = (true, true);
}

fn emoji(it: &mut ReadOptions) {
    it.shortcodes = true;
    resolver(it);
}

fn wiki_base(it: &mut ReadOptions) {
    it.wikilinks = true;
    base_url(it);
}

fn wiki_resolver(it: &mut ReadOptions) {
    it.wikilinks = true;
    resolver(it);
}

/// Knows one page, one file and one emoji.
#[derive(Debug)]
struct Vault;

impl Resolve for Vault {
    fn link(&self, url: &str) -> Destination {
        match url {
            "plan.md" | "Plan#Aims" => {
                Destination::Mention(PageId::parse(super::blocks::ID).unwrap())
            }
            _ => Destination::Keep,
        }
    }

    fn wikilink(&self, name: &str) -> Destination {
        self.link(name)
    }

    fn asset(&self, path: &str) -> Asset {
        match path {
            "map.png" => Asset::Upload(FileUploadId::parse(super::blocks::ID).unwrap()),
            _ => Asset::Keep,
        }
    }

    fn emoji(&self, name: &str) -> Option<CustomEmoji> {
        (name == "halden").then(|| serde_json::from_str(r#"{"id":"e","name":"halden"}"#).unwrap())
    }
}
