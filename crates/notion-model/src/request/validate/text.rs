//! Checks of rich text: how many runs there are, and how long each may be.

use super::Checks;
use crate::{
    limits,
    request::{RichText, RichTextKind},
};

impl<'a> Checks<'a> {
    pub(in crate::request) fn rich_text(&mut self, runs: &'a [RichText]) {
        self.each(runs, limits::RICH_TEXT_ITEMS, |checks, run| match &run.kind {
            RichTextKind::Text { content, link } => {
                checks.at("text.content", |checks| checks.text(content, limits::TEXT));
                if let Some(link) = link {
                    checks.at("text.link.url", |checks| checks.text(link, limits::URL));
                }
            }
            RichTextKind::Equation(expression) => {
                checks.at("equation.expression", |checks| {
                    checks.text(expression, limits::EQUATION);
                });
            }
            RichTextKind::Mention(_) => {}
        });
    }
}
