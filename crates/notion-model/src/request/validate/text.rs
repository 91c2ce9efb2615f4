//! Checks of rich text: how many runs there are, and how long each may be.

use super::Checks;
use crate::{
    Color, limits,
    request::{Mention, RichText, RichTextKind},
};

impl<'a> Checks<'a> {
    pub(in crate::request) fn rich_text(&mut self, runs: &'a [RichText]) {
        self.each(runs, limits::RICH_TEXT_ITEMS, Self::run);
    }

    fn run(&mut self, run: &'a RichText) {
        match &run.kind {
            RichTextKind::Text { content, link } => {
                self.at("text.content", |checks| checks.text(content, limits::TEXT));
                if let Some(link) = link {
                    // An empty one is "Invalid URL for link.", as Notion says of what leads nowhere.
                    self.at("text.link.url", |checks| checks.filled_text(link, limits::URL));
                }
            }
            RichTextKind::Equation(expression) => {
                self.at("equation.expression", |checks| checks.text(expression, limits::EQUATION));
            }
            RichTextKind::Mention(mention) => {
                if let Mention::Date(date) = &**mention {
                    self.at("mention.date", |checks| checks.date(date));
                }
            }
        }
        self.at("annotations", |checks| checks.color(&run.annotations.color));
    }

    /// The colour of a run or of a block, one of twenty. Notion's own types list them.
    pub(in crate::request) fn color(&mut self, color: &Color) {
        // All that this crate knows are accepted; most are, and are not looked up.
        if let Color::Unknown(word) = color {
            self.at("color", |checks| checks.word(word, limits::COLORS));
        }
    }
}
