//! Lines of running text: what becomes of the end of one, which Markdown takes for a space.

use comrak::nodes::{Node, NodeValue};

use super::inline::Walk;
use crate::SoftBreaks;

impl Walk<'_, '_> {
    pub(super) fn soft_break(&mut self, node: Node<'_>) {
        if self.trim_next {
            return;
        }
        match self.reader.options.soft_breaks {
            SoftBreaks::LineBreak => self.push("\n"),
            SoftBreaks::Space => {
                let before = self.runs.last_char().is_some_and(flows);
                self.runs.make_room(|| length_of_lines(node));
                if !(before && first_char(node.next_sibling()).is_some_and(flows)) {
                    self.push(" ");
                }
            }
        }
    }
}

/// How long the text is that goes on with this node, the end of a line, and looks all the same.
fn length_of_lines(node: Node<'_>) -> usize {
    let mut length = 0;
    let mut next = Some(node);
    while let Some(node) = next {
        length += match &node.data().value {
            NodeValue::Text(text) => text.len(),
            NodeValue::SoftBreak => 1,
            _ => break,
        };
        next = node.next_sibling();
    }
    length
}

/// The first character of a node, looking into marks around it.
pub(super) fn first_char(node: Option<Node<'_>>) -> Option<char> {
    let mut node = node?;
    // Deeper than this there is nothing that people write.
    for _ in 0..8 {
        match &node.data().value {
            NodeValue::Text(text) => return text.chars().next(),
            NodeValue::Code(code) => return code.literal.chars().next(),
            _ => {}
        }
        node = node.first_child()?;
    }
    None
}

/// Whether lines of this script flow into each other without a space between them.
fn flows(char: char) -> bool {
    matches!(u32::from(char),
        0x2e80..=0x303f // radicals, ideographic punctuation
        | 0x3040..=0x30ff // kana
        | 0x3100..=0x312f // bopomofo
        | 0x31a0..=0x9fff // more kana, ideographs
        | 0xf900..=0xfaff // compatibility ideographs
        | 0xff01..=0xff60 // full-width forms
        | 0x20000..=0x3ffff) // supplementary ideographs
}
