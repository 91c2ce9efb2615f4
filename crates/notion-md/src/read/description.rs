//! Lists of terms and what is said of them: a bullet in bold with children.

use comrak::nodes::{Node, NodeValue};
use notion_model::request::{Block, BlockKind};

use super::{
    Reader,
    blocks::MAX_DEPTH,
    frame::{Frame, Owner},
};

impl Reader<'_> {
    /// The container of a term, which is taken out of `item`; or once more that of the term before,
    /// if there is only another description.
    pub(super) fn description(&mut self, item: Node<'_>, frames: &mut [Frame]) -> Frame {
        let is_term = |it: &Node<'_>| matches!(it.data().value, NodeValue::DescriptionTerm);
        if let Some(term) = item.first_child().filter(is_term) {
            term.detach();
            let title = term.first_child().map(|it| self.line(it)).unwrap_or_default();
            return Frame::titled(Owner::Description, title);
        }
        let is_room = frames.len() + self.depth <= MAX_DEPTH;
        if let Some(frame) =
            frames.last_mut().filter(|_| is_room && item.previous_sibling().is_some())
            && let Some(block) = frame.pop()
        {
            match block.into_parts() {
                (BlockKind::BulletedListItem(term), children) => {
                    return Frame::resumed(Owner::Description, term.rich_text, children);
                }
                (kind, children) => frame.block(Block { kind, children }),
            }
        }
        Frame::new(Owner::Description)
    }
}
