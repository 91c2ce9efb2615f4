//! The containers that are open while blocks are read.

use comrak::nodes::Sourcepos;
use notion_model::request::{Block, BlockKind, RichText};

use super::{
    build,
    notion::{Ending, Made, What},
    obsidian::Look,
};

/// A container that is open: what it will be, and what it holds so far.
#[derive(Debug)]
pub(super) struct Frame {
    owner: Owner,
    /// A title before the container's own text.
    title: Vec<RichText>,
    /// The text of the container itself: its first paragraph.
    text: Option<Vec<RichText>>,
    children: Vec<Block>,
    /// The tag that opened it, and where, if HTML did.
    tag: Option<(&'static str, Sourcepos)>,
}

/// What a container will be.
#[derive(Debug)]
pub(super) enum Owner {
    Page,
    Quote,
    Bullet,
    Number,
    ToDo {
        checked: bool,
    },
    Callout(Look),
    Toggle,
    /// What is said of a term, which is its title.
    Description,
    /// A footnote; it goes to the end of the page.
    Footnote,
    /// What one of Notion's tags stands for.
    Notion(Box<Made>),
}

/// What a container became.
pub(super) enum Closed {
    /// The last block of the container around it.
    Block,
    Footnote(Vec<Block>),
    Notion(Ending),
}

impl Frame {
    pub(super) fn new(owner: Owner) -> Self {
        Self { owner, title: Vec::new(), text: None, children: Vec::new(), tag: None }
    }

    /// The page itself, which will hold about so many blocks.
    pub(super) fn page(blocks: usize) -> Self {
        Self { children: Vec::with_capacity(blocks), ..Self::new(Owner::Page) }
    }

    pub(super) fn of_tag(owner: Owner, tag: &'static str, place: Sourcepos) -> Self {
        Self { tag: Some((tag, place)), ..Self::new(owner) }
    }

    pub(super) fn set_title(&mut self, title: Vec<RichText>) {
        self.title = title;
    }

    /// The tag that opened it, if HTML did.
    pub(super) fn tag(&self) -> Option<&'static str> {
        self.tag.map(|it| it.0)
    }

    pub(super) fn tag_and_place(&self) -> Option<(&'static str, Sourcepos)> {
        self.tag
    }

    /// Whether the next paragraph is a text that cannot be divided, such as a caption.
    pub(super) fn takes_line(&self) -> bool {
        let is_first = self.text.is_none() && self.children.is_empty();
        is_first && matches!(&self.owner, Owner::Notion(made) if made.is_line())
    }

    /// Whether what it ends with so far is an item of a numbered list.
    pub(super) fn ends_with_number(&self) -> bool {
        let last = self.children.last();
        last.is_some_and(|it| matches!(it.kind, BlockKind::NumberedListItem(_)))
    }

    pub(super) fn is_page(&self) -> bool {
        matches!(self.owner, Owner::Page)
    }

    /// The number of the tag of Notion's that opened it.
    pub(super) fn mark(&self) -> Option<usize> {
        match &self.owner {
            Owner::Notion(made) => Some(made.mark()),
            _ => None,
        }
    }

    /// Whether it stands for something of the kind that is wanted.
    pub(super) fn is_in(&self, wanted: fn(&What) -> bool) -> bool {
        matches!(&self.owner, Owner::Notion(made) if wanted(made.what()))
    }

    pub(super) fn titled(owner: Owner, title: Vec<RichText>) -> Self {
        Self { title, ..Self::new(owner) }
    }

    /// Adds a text: the container's own if it is the first thing in it, else a paragraph.
    pub(super) fn text(&mut self, text: Vec<RichText>) {
        if self.takes_text() {
            self.text = Some(text);
        } else {
            self.children.push(build::paragraph(text));
        }
    }

    /// The container of a block that was closed too early.
    pub(super) fn resumed(owner: Owner, title: Vec<RichText>, children: Vec<Block>) -> Self {
        Self { title, children, ..Self::new(owner) }
    }

    /// What is left of a container that is not opened.
    pub(super) fn into_title(self) -> Vec<RichText> {
        self.title
    }

    /// Whether the next text is its own.
    pub(super) fn takes_text(&self) -> bool {
        let is_first = self.text.is_none() && self.children.is_empty();
        is_first
            && match &self.owner {
                Owner::Page | Owner::Toggle | Owner::Description => false,
                Owner::Notion(made) => made.takes_text(),
                _ => true,
            }
    }

    /// Takes back the last block put into it.
    pub(super) fn pop(&mut self) -> Option<Block> {
        self.children.pop()
    }

    /// The last block put into it.
    pub(super) fn last_mut(&mut self) -> Option<&mut Block> {
        self.children.last_mut()
    }

    pub(super) fn block(&mut self, block: Block) {
        self.children.push(block);
    }

    /// Ends it, which leaves it empty; what it holds is moved as seldom as can be.
    pub(super) fn close(&mut self, around: &mut Self) -> Closed {
        let (title, text) = (std::mem::take(&mut self.title), self.text.take());
        let mut children = std::mem::take(&mut self.children);
        let owner = match std::mem::replace(&mut self.owner, Owner::Page) {
            Owner::Notion(made) => return Closed::Notion(made.end(text, children)),
            owner => owner,
        };
        let text = match text {
            None => title,
            Some(text) if title.is_empty() => text,
            Some(text) => match owner {
                Owner::Footnote => build::joined(title, " ", text),
                _ => build::joined(build::bold(title), "\n", text),
            },
        };
        around.children.push(match owner {
            Owner::Page | Owner::Quote | Owner::Notion(_) => build::quote(text, children),
            Owner::Bullet => build::bullet(text, children),
            Owner::Number => build::number(text, children),
            Owner::ToDo { checked } => build::to_do(text, checked, children),
            Owner::Toggle => build::toggle(text, children),
            Owner::Callout(look) => build::callout(look, text, children),
            Owner::Description => build::bullet(build::bold(text), children),
            Owner::Footnote => {
                children.insert(0, build::paragraph(text));
                return Closed::Footnote(children);
            }
        });
        Closed::Block
    }

    /// What the page holds.
    pub(super) fn into_children(self) -> Vec<Block> {
        self.children
    }
}
