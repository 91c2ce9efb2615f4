//! The content of pages as Notion's Markdown: the body, without title and properties.
//!
//! See Notion's guide, <https://developers.notion.com/docs/working-with-markdown-content>.

use http::Method;
use notion_model::request::{
    ContentUpdate, MarkdownCommand, ReadPageMarkdown as Options, UpdatePageMarkdown as Update,
    Validate as _, Violations,
};
use notion_model::{BlockId, PageId, PageMarkdown};

use super::{Endpoint, Replay};
use crate::task::OrTask;

/// The content of a page, or of what is in a block, as Markdown.
///
/// Of a page that is too large (about 20,000 blocks) only a part comes: then `truncated` is set, and
/// `unknown_block_ids` can be read in the same way.
pub fn retrieve(page: impl Into<BlockId>, options: Options) -> RetrievePageMarkdown {
    RetrievePageMarkdown { page: page.into(), options }
}

/// Changes the content of a page and answers with all of it, once that is done.
///
/// Refused with `400`: a text that is not found, or found several times where one is meant; a change
/// that would delete child pages or databases, unless it says that it may; a page that would become
/// too large. An `allow_async` of the change is not sent: see [`update_async`].
pub const fn update(page: PageId, mut change: Update) -> UpdatePageMarkdown {
    change.allow_async = false;
    UpdatePageMarkdown { page, body: change }
}

/// Like [`update`], but Notion may answer before it is done. What is wrong with the change may then
/// be told by the task only; [`Client::finish`](crate::Client::finish) waits for it.
pub const fn update_async(page: PageId, mut change: Update) -> UpdatePageMarkdownAsync {
    change.allow_async = true;
    UpdatePageMarkdownAsync(UpdatePageMarkdown { page, body: change })
}

/// See [`retrieve`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct RetrievePageMarkdown {
    page: BlockId,
    options: Options,
}

impl Endpoint for RetrievePageMarkdown {
    type Output = PageMarkdown;
    type Body = ();
    const METHOD: Method = Method::GET;
    const REPLAY: Replay = Replay::Read;

    fn path(&self) -> String {
        format!("pages/{}/markdown", self.page)
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        self.options.query()
    }
}

/// See [`update`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct UpdatePageMarkdown {
    page: PageId,
    body: Update,
}

impl Endpoint for UpdatePageMarkdown {
    type Output = PageMarkdown;
    type Body = Update;
    const METHOD: Method = Method::PATCH;
    const REPLAY: Replay = Replay::Once;

    fn path(&self) -> String {
        format!("pages/{}/markdown", self.page)
    }

    fn body(&self) -> Option<&Update> {
        Some(&self.body)
    }

    fn check(&self) -> Result<(), Violations> {
        self.body.validate()
    }

    fn replay(&self) -> Replay {
        match &self.body.command {
            MarkdownCommand::ReplaceContent { .. } => Replay::State,
            MarkdownCommand::UpdateContent { content_updates, .. } if is_over(content_updates) => {
                Replay::Guarded
            }
            // Inserted again, it is there twice; and a range may fit its own replacement.
            _ => Self::REPLAY,
        }
    }

    fn read_back(&self, _: Option<&str>) -> Option<String> {
        Some(self.path())
    }
}

/// See [`update_async`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct UpdatePageMarkdownAsync(UpdatePageMarkdown);

impl Endpoint for UpdatePageMarkdownAsync {
    type Output = OrTask<PageMarkdown>;
    type Body = Update;
    const METHOD: Method = UpdatePageMarkdown::METHOD;
    const REPLAY: Replay = UpdatePageMarkdown::REPLAY;

    fn path(&self) -> String {
        self.0.path()
    }

    fn body(&self) -> Option<&Update> {
        self.0.body()
    }

    fn check(&self) -> Result<(), Violations> {
        self.0.check()
    }

    fn replay(&self) -> Replay {
        self.0.replay()
    }

    fn read_back(&self, resource: Option<&str>) -> Option<String> {
        self.0.read_back(resource)
    }
}

/// Whether nothing that is looked for can be there any more once everything is replaced, so that
/// Notion refuses the second time. A text that is found again would have to share letters with a
/// replacement, since it stands nowhere else.
fn is_over(updates: &[ContentUpdate]) -> bool {
    updates.iter().all(|old| updates.iter().all(|new| !can_touch(&old.old_str, &new.new_str)))
}

/// Whether `old` can stand in a text in such a way that it shares letters with `new`, or stands
/// across the place where nothing is.
fn can_touch(old: &str, new: &str) -> bool {
    let cuts = || old.char_indices().map(|(at, _)| at).skip(1);
    new.is_empty()
        || new.contains(old)
        || old.contains(new)
        || cuts().any(|at| new.starts_with(&old[at..]) || new.ends_with(&old[..at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replay(updates: &[(&str, &str)]) -> Replay {
        let updates = updates.iter().map(|(old, new)| ContentUpdate::new(*old, *new)).collect();
        let page = "a0000000-0000-4000-8000-000000000000".parse().unwrap();
        update(page, Update::update(updates)).replay()
    }

    #[test]
    fn a_replacement_is_repeated_only_if_it_cannot_happen_twice() {
        for guarded in [&[("- [ ] Pack", "- [x] Pack")][..], &[("tea", "juice"), ("milk", "broth")]]
        {
            assert_eq!(replay(guarded), Replay::Guarded, "{guarded:?}");
        }
        for once in [
            // What stood before may follow: `aabb` without `ab` is `ab`.
            &[("ab", "")][..],
            &[("tea", "tea and milk")],
            &[("tea and milk", "tea")],
            &[("anna", "nation")],
            &[("on on", "on")],
            &[("tea", "milk"), ("milk", "tea")],
        ] {
            assert_eq!(replay(once), Replay::Once, "{once:?}");
        }
    }
}
