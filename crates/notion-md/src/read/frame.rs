//! The containers that are open while blocks are read.

use comrak::nodes::Sourcepos;
use notion_model::request::{Block, RichText};

use super::build;
use crate::alert::Alert;

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
    Callout(Alert),
    Toggle,
    /// A footnote; it goes to the end of the page.
    Footnote,
}

/// What a container became.
pub(super) enum Closed {
    Block(Block),
    Footnote(Vec<Block>),
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

    pub(super) fn titled(owner: Owner, title: Vec<RichText>) -> Self {
        Self { title, ..Self::new(owner) }
    }

    /// Adds a text: the container's own if it is the first thing in it, else a paragraph.
    pub(super) fn text(&mut self, text: Vec<RichText>) {
        let is_first = self.text.is_none() && self.children.is_empty();
        if is_first && !matches!(self.owner, Owner::Page | Owner::Toggle) {
            self.text = Some(text);
        } else {
            self.children.push(build::paragraph(text));
        }
    }

    pub(super) fn block(&mut self, block: Block) {
        self.children.push(block);
    }

    pub(super) fn close(self) -> Closed {
        let Self { owner, title, text, mut children, tag: _ } = self;
        let text = match text {
            None => title,
            Some(text) if title.is_empty() => text,
            Some(text) => match owner {
                Owner::Footnote => build::joined(title, " ", text),
                _ => build::joined(build::bold(title), "\n", text),
            },
        };
        Closed::Block(match owner {
            Owner::Page | Owner::Quote => build::quote(text, children),
            Owner::Bullet => build::bullet(text, children),
            Owner::Number => build::number(text, children),
            Owner::ToDo { checked } => build::to_do(text, checked, children),
            Owner::Toggle => build::toggle(text, children),
            Owner::Callout(alert) => build::callout(alert, text, children),
            Owner::Footnote => {
                children.insert(0, build::paragraph(text));
                return Closed::Footnote(children);
            }
        })
    }

    /// What the page holds.
    pub(super) fn into_children(self) -> Vec<Block> {
        self.children
    }
}
