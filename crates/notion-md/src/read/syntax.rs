//! What the parser is told to recognise.

use comrak::options::{Extension, Options, Parse};

use crate::ReadOptions;

/// GitHub's Markdown, plus what the caller asked for.
pub(super) fn gfm(options: &ReadOptions) -> Options<'static> {
    let extension = Extension {
        strikethrough: true,
        table: true,
        autolink: true,
        tasklist: true,
        footnotes: true,
        alerts: true,
        math_dollars: options.math,
        math_code: options.math,
        front_matter_delimiter: Some("---".to_owned()),
        highlight: options.highlight,
        cjk_friendly_emphasis: options.cjk_friendly_emphasis,
        ..Extension::default()
    };
    let parse = Parse { leave_footnote_definitions: true, ..Parse::default() };
    Options { extension, parse, ..Options::default() }
}
