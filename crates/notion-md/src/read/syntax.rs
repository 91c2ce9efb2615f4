//! What the parser is told to recognise.

use comrak::options::{Extension, Options, Parse};

use crate::ReadOptions;

/// So many `>` in a row, and nobody wrote them to quote.
const ROW_OF_QUOTES: usize = 128;

/// The Markdown of the dialect, plus what the caller asked for.
pub(super) fn of(options: &ReadOptions, text: &str) -> Options<'static> {
    if options.dialect.is_notion() { notion() } else { gfm(options, text) }
}

/// Notion's own. It has no footnotes and no alerts, and finds no addresses in text.
fn notion() -> Options<'static> {
    let extension = Extension {
        strikethrough: true,
        table: true,
        tasklist: true,
        math_dollars: true,
        math_code: true,
        front_matter_delimiter: Some("---".to_owned()),
        ..Extension::default()
    };
    Options { extension, ..Options::default() }
}

/// GitHub's Markdown.
fn gfm(options: &ReadOptions, text: &str) -> Options<'static> {
    let has_quotes = !has_row_of_quotes(text);
    let extension = Extension {
        strikethrough: true,
        table: true,
        autolink: true,
        tasklist: true,
        footnotes: true,
        inline_footnotes: options.inline_footnotes,
        alerts: has_quotes && !options.obsidian_callouts,
        ofm_callouts: has_quotes && options.obsidian_callouts,
        ofm_comments: options.obsidian_comments,
        math_dollars: options.math,
        math_code: options.math,
        math_latex: options.latex_math,
        front_matter_delimiter: Some("---".to_owned()),
        highlight: options.highlight,
        superscript: options.superscript,
        subscript: options.subscript,
        cjk_friendly_emphasis: options.cjk_friendly_emphasis,
        shortcodes: options.shortcodes,
        wikilinks_title_after_pipe: options.wikilinks,
        description_lists: options.description_lists,
        block_directive: options.directives,
        ..Extension::default()
    };
    let parse = Parse {
        leave_footnote_definitions: true,
        relaxed_tasklist_matching: options.relaxed_tasks,
        ..Parse::default()
    };
    Options { extension, parse, ..Options::default() }
}

/// Whether a text holds a row of `>` that takes long to read.
///
/// At each of them the parser looks for an alert behind all that follow, so a row takes quadratic
/// time. Where there is one, alerts are read as the quotations that they are everywhere else. A row
/// is found for sure when it is twice as long, because a chunk of the text is then nothing else.
fn has_row_of_quotes(text: &str) -> bool {
    let (chunks, _) = text.as_bytes().as_chunks::<ROW_OF_QUOTES>();
    chunks.iter().any(|chunk| chunk.iter().all(|it| *it == b'>'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alerts_are_not_looked_for_in_rows_of_quotes() {
        let alerts = |text: &str| gfm(&ReadOptions::default(), text).extension.alerts;
        let row = |count: usize| format!("> [!NOTE]\n> a\n\n{}", ">".repeat(count));
        assert!(alerts(&row(ROW_OF_QUOTES - 1)));
        assert!(!alerts(&row(ROW_OF_QUOTES * 2)));
        assert!(alerts(&"> ".repeat(1000)));
    }
}
