//! What `notion md` reads beyond GitHub's Markdown, if it is asked to.

use clap::ValueEnum;
use notion_md::{ReadOptions, SoftBreaks, UnknownHtml};

#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "What is read")]
pub(super) struct Choices {
    /// What relative links are relative to; without it they are dropped, because Notion refuses them
    #[arg(long, value_name = "URL", value_parser = address)]
    base_url: Option<String>,
    /// Read `[[Page]]` and `[[Page|text]]` as links, and `![[a.png]]` as an image
    #[arg(long)]
    wikilinks: bool,
    /// Read what Obsidian writes: wikilinks, callouts of any type, `%%comments%%`, `==marks==`
    #[arg(long)]
    obsidian: bool,
    /// Read `:tada:` as an emoji
    #[arg(long)]
    shortcodes: bool,
    /// Keep the ends of lines in a paragraph, as comments on GitHub do
    #[arg(long)]
    line_breaks: bool,
    /// The deepest level of headings; deeper ones become this level
    #[arg(long, value_name = "LEVEL", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=4))]
    max_heading: u8,
    /// What HTML becomes that means nothing to Notion
    #[arg(long, value_enum, value_name = "FORM", default_value_t = Html::Text)]
    unknown_html: Html,
}

/// What HTML becomes that means nothing to Notion.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum Html {
    /// It stays, as text.
    Text,
    /// Its tags are dropped.
    Drop,
    /// It stays, as code.
    Code,
}

/// An address that others can be relative to.
fn address(text: &str) -> Result<String, String> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let is_host = |it: &str| !it.starts_with('/') && !it.contains(char::is_whitespace);
    match host.filter(|it| !it.is_empty() && is_host(it)) {
        Some(_) => Ok(text.to_owned()),
        None => Err("it is no absolute address, such as `https://example.org/docs/`".to_owned()),
    }
}

impl Choices {
    pub(super) fn options(&self, dialect: notion_md::Dialect) -> ReadOptions {
        ReadOptions {
            dialect,
            base_url: self.base_url.clone(),
            wikilinks: self.wikilinks || self.obsidian,
            obsidian_callouts: self.obsidian,
            obsidian_comments: self.obsidian,
            highlight: self.obsidian,
            shortcodes: self.shortcodes,
            soft_breaks: if self.line_breaks { SoftBreaks::LineBreak } else { SoftBreaks::Space },
            deepest_heading: self.max_heading,
            unknown_html: match self.unknown_html {
                Html::Text => UnknownHtml::Text,
                Html::Drop => UnknownHtml::Drop,
                Html::Code => UnknownHtml::Code,
            },
            ..ReadOptions::default()
        }
    }
}
