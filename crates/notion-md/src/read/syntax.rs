//! What the parser is told to recognise.

use comrak::{
    Arena,
    nodes::{Node, Sourcepos},
    options::{Extension, Options, Parse},
};

use super::{
    Reader,
    definitions::{Definitions, GROWTH, may_define},
};
use crate::{Place, ReadOptions, Remark, RemarkKind};

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
    let has_quotes = row_of_quotes(text).is_none();
    let extension = Extension {
        strikethrough: true,
        table: true,
        autolink: true,
        tasklist: true,
        footnotes: options.inline_footnotes || may_have_footnotes(text),
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

/// Whether there may be a footnote in a text. To look for some the parser walks through the whole
/// tree, twice and backwards, which takes longer than this.
///
/// A definition begins with `[^`; of what only refers to one, the `^` may be escaped.
pub(super) fn may_have_footnotes(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'[', bytes)
        .any(|at| matches!(bytes.get(at + 1), Some(b'^' | b'\\' | b'&')))
}

/// Where a row of `>` that takes long to read is in a text, if there is one.
///
/// At each of them the parser looks for an alert behind all that follow, so a row takes quadratic
/// time. Where there is one, alerts are read as the quotations that they are everywhere else. A row
/// is found for sure when it is twice as long, because a chunk of the text is then nothing else.
fn row_of_quotes(text: &str) -> Option<usize> {
    let (chunks, _) = text.as_bytes().as_chunks::<ROW_OF_QUOTES>();
    let index = chunks.iter().position(|chunk| chunk.iter().all(|it| *it == b'>'))?;
    Some(index * ROW_OF_QUOTES)
}

impl Reader<'_> {
    /// Parses a whole text.
    pub(super) fn parse<'n>(&mut self, arena: &'n Arena<'n>, text: &str) -> Node<'n> {
        self.say_alerts_are_off(text, None);
        let options = of(self.options, text);
        if !may_define(text) {
            return comrak::parse_document(arena, text, &options);
        }
        let whole = std::iter::once(0..text.len()).collect();
        let definitions = Definitions::new(text, whole, options.clone());
        let root = comrak::parse_document(arena, text, &definitions.resolving(options));
        self.say_refused(&definitions);
        root
    }

    /// Parses a text that is only a part of the document and stands at `place`.
    pub(super) fn parse_part<'n>(
        &mut self,
        arena: &'n Arena<'n>,
        text: &str,
        place: Sourcepos,
    ) -> Node<'n> {
        self.say_alerts_are_off(text, Some(place));
        comrak::parse_document(arena, text, &of(self.options, text))
    }

    pub(super) fn say_alerts_are_off(&mut self, text: &str, place: Option<Sourcepos>) {
        let is_gfm = !self.options.dialect.is_notion();
        let Some(at) = row_of_quotes(text).filter(|_| is_gfm && text.contains("[!")) else {
            return;
        };
        let start = text[..at].trim_end_matches('>').len();
        let span = place.map_or(start..at + ROW_OF_QUOTES, |it| self.span(it));
        let place = Place::Source { start: self.line_column(span.start), span };
        let message = "alerts are quotations in a text with so many `>` in a row".to_owned();
        self.remarks.push(Remark { kind: RemarkKind::AlertsOff, place, message });
    }

    /// Says how many references lead nowhere because the text would have grown too much.
    pub(super) fn say_refused(&mut self, definitions: &Definitions<'_>) {
        let count = definitions.refused();
        if count > 0 {
            let message = format!(
                "{count} references are no links: with the addresses that they lead to, the text \
                 would be more than {GROWTH} times as long"
            );
            self.remark(RemarkKind::LinkDropped, (1, 1, 1, 1).into(), message);
        }
    }
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

    #[test]
    fn footnotes_are_looked_for_where_there_may_be_some() {
        let options = ReadOptions::default();
        let footnotes = |text: &str| gfm(&options, text).extension.footnotes;
        assert!(
            ["a[^b]", "![^b]", "[\\^b]", "[&#94;b]", "[a] [^b]: c"]
                .map(footnotes)
                .iter()
                .all(|it| *it)
        );
        assert!(!["[a](b) ^", "a^[b]", "^a [", ""].map(footnotes).iter().any(|it| *it));
        let options = ReadOptions { inline_footnotes: true, ..ReadOptions::default() };
        assert!(gfm(&options, "a^[b]").extension.footnotes);
    }

    #[test]
    fn it_is_said_that_alerts_are_quotations() {
        let said = |text: &str| {
            let remarks = crate::read(text, &ReadOptions::default()).remarks;
            let said = remarks.iter().filter(|it| it.kind == RemarkKind::AlertsOff);
            said.map(ToString::to_string).collect::<Vec<_>>()
        };
        let row = ">".repeat(ROW_OF_QUOTES * 2);
        insta::assert_snapshot!(said(&format!("> [!NOTE]\n> a\n\n{row}")).join("\n"), @"line 4, column 1: alerts are quotations in a text with so many `>` in a row");
        let inside = format!("<details>\n\n> [!NOTE]\n> a\n\n{row}\n\n</details>");
        assert_eq!(said(&inside).len(), 1);
        assert!(said(&row).is_empty());
    }
}
