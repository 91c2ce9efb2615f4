//! What may stand where a rich text is expected.

use super::RichText;

/// What may stand where a rich text is expected: a text, a run, or a list of runs.
///
/// A text becomes one run without annotations, an empty text no run at all. Nothing is split: a
/// text of more than 2000 UTF-16 units is refused by [`Validate`](super::Validate).
///
/// ```
/// use notion_model::request::{Block, RichText};
///
/// let plain = Block::paragraph("Read on");
/// let loud = Block::paragraph(RichText::text("Read on").bold());
/// let both = Block::paragraph([RichText::text("Read ").italic(), "on".into()]);
/// # let _ = (plain, loud, both);
/// ```
pub trait IntoRichText {
    /// The runs.
    fn into_rich_text(self) -> Vec<RichText>;
}

impl IntoRichText for String {
    fn into_rich_text(self) -> Vec<RichText> {
        if self.is_empty() { Vec::new() } else { vec![RichText::text(self)] }
    }
}

impl IntoRichText for &str {
    fn into_rich_text(self) -> Vec<RichText> {
        self.to_owned().into_rich_text()
    }
}

impl IntoRichText for &String {
    fn into_rich_text(self) -> Vec<RichText> {
        self.clone().into_rich_text()
    }
}

impl IntoRichText for RichText {
    fn into_rich_text(self) -> Vec<RichText> {
        vec![self]
    }
}

impl IntoRichText for Vec<RichText> {
    fn into_rich_text(self) -> Vec<RichText> {
        self
    }
}

impl<const N: usize> IntoRichText for [RichText; N] {
    fn into_rich_text(self) -> Vec<RichText> {
        self.into()
    }
}
