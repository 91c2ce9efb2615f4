//! Code blocks: their language, their title and their text, line by line as it was.

use comrak::nodes::{NodeCodeBlock, Sourcepos};
use notion_model::{
    limits::{self, utf16_len},
    request::{Block, plain_text},
};

use super::{Reader, build, clean, runs};
use crate::{
    RemarkKind,
    fit::{divide, told},
    language::{self, Info},
    remark::shorten,
};

impl Reader<'_> {
    pub(super) fn code_block(
        &mut self,
        code: NodeCodeBlock,
        place: Sourcepos,
        mut put: impl FnMut(Block),
    ) {
        if code.fenced && !code.closed {
            let message = "the code block is not closed; it goes on to the end of its container";
            self.remark(RemarkKind::UnclosedFence, place, message);
        }
        if self.scanned.is_some() {
            return self.notion_code(code, place, put);
        }
        let info = language::from_info(&code.info);
        let mut text = clean(code.literal);
        // The parser ends the last line, too; in Notion that would be an empty line.
        if text.ends_with('\n') {
            text.pop();
        }
        if self.options.math && info.unknown == Some("math") {
            let expression = text.trim();
            if !expression.is_empty() && utf16_len(expression) <= limits::EQUATION {
                return put(build::equation(expression.to_owned()));
            }
            self.remark(RemarkKind::EquationAsCode, place, told::equation_as_code());
            return put(build::code(&text, "latex", ""));
        }
        self.check_info(&info, self.options.code_titles, place);
        let runs = runs::plain(text);
        let mut caption =
            build::text(info.title.filter(|_| self.options.code_titles).unwrap_or_default());
        let parts = divide(runs);
        if parts.len() > 1 {
            self.remark(RemarkKind::BlockDivided, place, told::CODE_DIVIDED);
        }
        for part in parts {
            if code.fenced {
                let text = match part.as_slice() {
                    [run] => run.plain_text(),
                    runs => plain_text(runs).into(),
                };
                self.fence_infos.push(info.language, &text, &code.info);
            }
            put(build::code_block(part, info.language, std::mem::take(&mut caption)));
        }
    }

    /// Says what Notion does not take of what stands after a fence.
    pub(super) fn check_info(&mut self, info: &Info<'_>, keeps_title: bool, place: Sourcepos) {
        if let Some(word) = info.unknown {
            let message =
                format!("Notion has no language `{}`; the code block is plain text", shorten(word));
            self.remark(RemarkKind::UnknownLanguage, place, message);
        }
        let left_over = info.left_over(keeps_title);
        if !left_over.is_empty() {
            let message = format!("`{}` after a fence was dropped", shorten(&left_over));
            self.remark(RemarkKind::InfoDropped, place, message);
        }
    }
}
