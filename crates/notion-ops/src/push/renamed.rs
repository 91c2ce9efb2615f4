//! Which new file is one that had another name before: it keeps its page.

use notion_model::PageId;

use super::{MarkdownFile, text_of};
use crate::{journal::Link, planner::Planner};

/// The pages of files that are not there any more, as far as no other file has taken them over.
pub(super) struct Gone<'a> {
    links: Vec<&'a Link>,
}

impl<'a> Gone<'a> {
    pub(super) fn of(links: &'a [Link], files: &[MarkdownFile], planner: &Planner<'_>) -> Self {
        let is_gone = |link: &&Link| {
            files.iter().all(|it| it.path != link.source) && planner.misses(&link.source)
        };
        Self { links: links.iter().filter(is_gone).collect() }
    }

    /// The page that a new file had under another name: that of a file with the same text, else the
    /// only one with its title. `children` are the titles of the pages at the place.
    pub(super) fn take(
        &mut self,
        file: &MarkdownFile,
        title: &str,
        children: &[(String, PageId)],
    ) -> Option<&'a Link> {
        let has_text = |link: &&'a Link| text_of(&link.source_base) == file.fingerprint();
        let has_title =
            |link: &&Link| children.iter().any(|(it, id)| it == title && id.uuid() == link.target);
        let by_text = self.links.iter().position(has_text);
        let by_title = || {
            let mut found = (0..self.links.len()).filter(|at| has_title(&self.links[*at]));
            found.next().filter(|_| found.next().is_none())
        };
        let found = by_text.or_else(by_title)?;
        Some(self.links.remove(found))
    }
}
