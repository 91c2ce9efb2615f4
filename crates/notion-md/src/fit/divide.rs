//! A text with too many runs: divided where it can be, with fewer annotations where it cannot.

use notion_model::{
    Color,
    limits::{BODY_BYTES, RICH_TEXT_ITEMS},
    request::{RichText, RichTextKind},
};

use super::cut_run;
use crate::normal::merge;

/// What the JSON of one text may take: a block must fit into a request with something to spare.
pub(super) const TEXT_BYTES: usize = BODY_BYTES - 100_000;

/// What the JSON of a caption may take, in addition to a text.
const CAPTION_BYTES: usize = 80_000;

/// Whether a text is so short that [`divide`] would leave it whole, as nearly every text is.
pub(crate) fn fits_one_block(text: &[RichText]) -> bool {
    // Escaped, a byte of text may have six in JSON.
    text.len() <= RICH_TEXT_ITEMS && text.iter().map(least_bytes).sum::<usize>() < TEXT_BYTES / 6
}

/// Divides a text into parts that fit into one block each; at least one part.
pub(crate) fn divide(text: Vec<RichText>) -> Vec<Vec<RichText>> {
    if fits_one_block(&text) {
        return vec![text];
    }
    let text = if text.len() > RICH_TEXT_ITEMS { without_blank_runs(text) } else { text };
    let mut parts = Vec::new();
    let mut rest = text.into_iter();
    loop {
        let fitting = fitting(rest.as_slice());
        if fitting == rest.len() {
            parts.push(rest.collect());
            return parts;
        }
        let end = best_end(&rest.as_slice()[..fitting]);
        let mut part: Vec<RichText> = rest.by_ref().take(end).collect();
        trim_line_end(&mut part);
        parts.push(part);
    }
}

/// A caption that fits, and whether it was so long that its end is missing.
pub(crate) fn caption(mut text: Vec<RichText>) -> (Vec<RichText>, bool) {
    if fits_one_block(&text) && text.iter().map(least_bytes).sum::<usize>() < CAPTION_BYTES / 6 {
        return (text, false);
    }
    let mut bytes = 0;
    let fits = |run: &&RichText| {
        bytes += json_bytes(run);
        bytes <= CAPTION_BYTES
    };
    let count = text.iter().take(RICH_TEXT_ITEMS).take_while(fits).count();
    let is_cut = count < text.len();
    text.truncate(count);
    (text, is_cut)
}

/// Drops the rarest annotation of a text until it has at most 100 runs, or none has any.
pub(crate) fn squeeze(text: Vec<RichText>) -> Vec<RichText> {
    let mut text = without_blank_runs(text);
    while text.len() > RICH_TEXT_ITEMS {
        let count = |it: &Annotation| text.iter().filter(|run| it.is_on(run)).count();
        let rarest = Annotation::ALL
            .iter()
            .map(|it| (count(it), it))
            .filter(|it| it.0 > 0)
            .min_by_key(|it| it.0);
        let Some((_, rarest)) = rarest else { break };
        for run in &mut text {
            rarest.drop_from(run);
        }
        merge(&mut text);
        text = text.into_iter().flat_map(cut_run).collect();
    }
    text
}

/// How many runs from the start fit into one block, at least one.
fn fitting(text: &[RichText]) -> usize {
    let mut bytes = 0;
    let fits = |run: &&RichText| {
        bytes += json_bytes(run);
        bytes <= TEXT_BYTES
    };
    let count = text.iter().take(RICH_TEXT_ITEMS).take_while(fits).count();
    count.max(1).min(text.len())
}

/// The best place to end a part: after the last end of a line, or else of a sentence.
fn best_end(text: &[RichText]) -> usize {
    let last_with = |ends: &[char]| {
        text.iter()
            .rposition(|it| it.plain_text().trim_end_matches(' ').ends_with(ends))
            .map(|it| it + 1)
    };
    let most = text.len() / 2;
    last_with(&['\n'])
        .or_else(|| last_with(&['.', '!', '?', '。']))
        .filter(|it| *it > most)
        .unwrap_or(text.len())
}

/// The end of a part ends its line.
fn trim_line_end(text: &mut [RichText]) {
    if let Some(RichTextKind::Text { content, .. }) = text.last_mut().map(|it| &mut it.kind)
        && content.len() > 1
        && content.ends_with('\n')
    {
        content.pop();
    }
}

/// Lets runs of nothing but white space look like the run before them.
fn without_blank_runs(mut text: Vec<RichText>) -> Vec<RichText> {
    for index in 1..text.len() {
        let (before, from) = text.split_at_mut(index);
        let (Some(before), Some(run)) = (before.last(), from.first_mut()) else { continue };
        if let (RichTextKind::Text { content, .. }, RichTextKind::Text { link, .. }) =
            (&run.kind, &before.kind)
            && content.trim().is_empty()
        {
            let content = content.clone();
            run.kind = RichTextKind::Text { content, link: link.clone() };
            run.annotations = before.annotations.clone();
        }
    }
    merge(&mut text);
    text.into_iter().flat_map(cut_run).collect()
}

/// No less than this many bytes is a run in JSON.
pub(super) fn least_bytes(run: &RichText) -> usize {
    match &run.kind {
        RichTextKind::Text { content, .. } => content.len(),
        RichTextKind::Equation(expression) => expression.len(),
        RichTextKind::Mention(_) => 100,
    }
}

pub(super) fn json_bytes(run: &RichText) -> usize {
    serde_json::to_string(run).map_or(0, |it| it.len() + 1)
}

/// Something that makes a run look different.
#[derive(Clone, Copy, Debug)]
enum Annotation {
    Color,
    Underline,
    Strikethrough,
    Code,
    Italic,
    Bold,
    Link,
}

impl Annotation {
    const ALL: [Self; 7] = [
        Self::Color,
        Self::Underline,
        Self::Strikethrough,
        Self::Code,
        Self::Italic,
        Self::Bold,
        Self::Link,
    ];

    fn is_on(self, run: &RichText) -> bool {
        let look = &run.annotations;
        match self {
            Self::Color => !look.color.is_default(),
            Self::Underline => look.underline,
            Self::Strikethrough => look.strikethrough,
            Self::Code => look.code,
            Self::Italic => look.italic,
            Self::Bold => look.bold,
            Self::Link => matches!(&run.kind, RichTextKind::Text { link: Some(_), .. }),
        }
    }

    fn drop_from(self, run: &mut RichText) {
        let look = &mut run.annotations;
        match self {
            Self::Color => look.color = Color::Default,
            Self::Underline => look.underline = false,
            Self::Strikethrough => look.strikethrough = false,
            Self::Code => look.code = false,
            Self::Italic => look.italic = false,
            Self::Bold => look.bold = false,
            Self::Link => {
                if let RichTextKind::Text { link, .. } = &mut run.kind {
                    *link = None;
                }
            }
        }
    }
}
