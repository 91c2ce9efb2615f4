//! Pull: a page becomes Markdown.

use notion_client::{Client, Error, pages};
use notion_md::WriteOptions;
use notion_model::{
    PageId, PropertyValueKind,
    request::{Block, RichText},
};

use crate::planner::page_content;

/// A page as Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pulled {
    /// The page's title, without annotations.
    pub title: String,
    /// The title as a heading, and the content below it.
    pub markdown: String,
    /// What Markdown could not hold.
    pub remarks: Vec<String>,
}

/// Reads a page and writes it as Markdown.
///
/// # Errors
/// If the page cannot be read.
pub async fn pull(client: &Client, page: PageId) -> Result<Pulled, Error> {
    let found = client.send(pages::retrieve(page)).await?;
    let content = page_content(client, page).await?;
    let title: Vec<RichText> = found
        .properties
        .iter()
        .find_map(|(_, value)| match &value.kind {
            PropertyValueKind::Title(runs) => Some(runs),
            _ => None,
        })
        .into_iter()
        .flatten()
        .filter_map(|run| run.to_request().value)
        .collect();
    let mut blocks = Vec::with_capacity(content.blocks.len() + 1);
    if !title.is_empty() {
        blocks.push(Block::heading(1, title));
    }
    blocks.extend(content.blocks);
    let written = notion_md::write(&blocks, &WriteOptions::default());
    let lost = content.lost.into_iter().map(|(what, count)| format!("{count} × {what}"));
    let remarks = written.remarks.into_iter().map(|it| it.message).chain(lost);
    Ok(Pulled { title: found.title(), markdown: written.text, remarks: remarks.collect() })
}
