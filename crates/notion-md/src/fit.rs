//! Making every single block one that Notion takes: its runs, its text and its addresses.
//!
//! How blocks nest and how many there are is another matter, see [`plan`](crate::plan()).

use notion_model::{
    limits::{self, RICH_TEXT_ITEMS, TEXT, utf16_len},
    request::{Block, BlockKind, Code, FileSource, Icon, RichText, RichTextKind},
};

use crate::{Place, Remark, RemarkKind, cut::cut, normal::merge};

mod divide;
mod table;
#[cfg(test)]
mod tests;
pub(crate) mod told;

pub(crate) use divide::{caption, divide, fits_one_block, squeeze};
pub(crate) use table::{DIVIDED, divide_tables, fits};

/// Blocks within the limits of a single block, and what had to be changed for that.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    /// The blocks.
    pub blocks: Vec<Block>,
    /// What was changed, by the place of the block in the tree that was given.
    pub remarks: Vec<Remark>,
}

/// Makes blocks fit that may break the limits of a single block.
///
/// What was read from Notion may do that: Notion merges runs, so that they are longer than what it
/// takes. [`read`](crate::read) does this by itself.
///
/// - Runs of more than 2000 UTF-16 units are cut; neighbours that look alike are one run.
/// - A text of more than 100 runs, or of more than fits into one request, is divided: what does
///   not fit into a paragraph or a code block goes on in another one, and what does not fit into
///   a heading, an item, a quotation, … goes on in paragraphs after or in it.
/// - In cells and captions, the rarest annotation is dropped until there are 100 runs at most; a
///   caption that is still too long is cut off.
/// - A table of more than 100 columns becomes several, and a row of more text than one request
///   takes goes on in the next row.
/// - Equations of more than 1000 units become code; addresses of more than 2000 are dropped.
///
/// ```
/// use notion_md::fit;
/// use notion_model::request::{Block, RichText};
///
/// let long = Block::paragraph(vec![RichText::text("x".repeat(5000))]);
/// let fitted = fit(vec![long]);
/// assert_eq!(fitted.blocks[0].kind.rich_text().map(<[_]>::len), Some(3));
/// assert!(fitted.remarks.is_empty(), "nothing that can be seen was changed");
/// ```
pub fn fit(mut blocks: Vec<Block>) -> Fitted {
    let mut fitter = Fitter { path: Vec::new(), remarks: Vec::new() };
    // A list of open work instead of recursion: trees may have any depth.
    let mut open: Vec<(Vec<usize>, &mut Vec<Block>)> = vec![(Vec::new(), &mut blocks)];
    while let Some((path, siblings)) = open.pop() {
        let mut places = Vec::with_capacity(siblings.len());
        let given = std::mem::take(siblings);
        for (index, block) in given.into_iter().enumerate() {
            fitter.path.clone_from(&path);
            fitter.path.push(index);
            fitter.block(block, siblings);
            places.resize(siblings.len(), index);
        }
        for (block, index) in siblings.iter_mut().zip(places) {
            let mut path = path.clone();
            path.push(index);
            open.push((path, &mut block.children));
        }
    }
    Fitted { blocks, remarks: fitter.remarks }
}

struct Fitter {
    path: Vec<usize>,
    remarks: Vec<Remark>,
}

impl Fitter {
    fn remark(&mut self, kind: RemarkKind, message: impl Into<String>) {
        let place = Place::Block(self.path.clone());
        self.remarks.push(Remark { kind, place, message: message.into() });
    }

    /// Adds a block to `out`, and whatever must follow it.
    fn block(&mut self, mut block: Block, out: &mut Vec<Block>) {
        if let BlockKind::Table(_) = block.kind {
            self.rows(&mut block.children);
            if !fits(&block) {
                self.remark(RemarkKind::TableChanged, DIVIDED);
                return out.extend(table::divide_table(block));
            }
        }
        match &mut block.kind {
            BlockKind::Equation(expression) if utf16_len(expression) > limits::EQUATION => {
                self.remark(RemarkKind::EquationAsCode, told::equation_as_code());
                block.kind = BlockKind::Code(Code {
                    rich_text: vec![RichText::text(std::mem::take(expression))],
                    language: "latex".into(),
                    caption: Vec::new(),
                });
            }
            BlockKind::Image(media)
            | BlockKind::Video(media)
            | BlockKind::Audio(media)
            | BlockKind::Pdf(media)
            | BlockKind::File(media) => {
                self.caption(&mut media.caption);
                let url = match &media.source {
                    FileSource::External(url) if is_too_long(url) => Some(url.clone()),
                    _ => None,
                };
                if let Some(url) = url {
                    let caption = std::mem::take(&mut media.caption);
                    self.address_as_text(&mut block, url, caption);
                }
            }
            BlockKind::Bookmark(website) | BlockKind::Embed(website) => {
                self.caption(&mut website.caption);
                if is_too_long(&website.url) {
                    let url = std::mem::take(&mut website.url);
                    let caption = std::mem::take(&mut website.caption);
                    self.address_as_text(&mut block, url, caption);
                }
            }
            BlockKind::TableRow(row) => row.cells.iter_mut().for_each(|it| self.line(it)),
            BlockKind::Code(code) => self.caption(&mut code.caption),
            BlockKind::Callout(callout) => self.icon(&mut callout.icon),
            BlockKind::Paragraph(_, icon) => self.icon(icon),
            _ => {}
        }
        self.text(block, out);
    }

    /// Divides the text of a block.
    fn text(&mut self, mut block: Block, out: &mut Vec<Block>) {
        let Some(text) = block.kind.rich_text_mut() else { return out.push(block) };
        self.runs(text);
        let mut parts = divide(std::mem::take(text)).into_iter();
        *text = parts.next().unwrap_or_default();
        let mut rest: Vec<Block> = parts.map(|it| continuation(&block.kind, it)).collect();
        if rest.is_empty() {
            return out.push(block);
        }
        self.remark(RemarkKind::BlockDivided, "a text too long for one block was divided");
        let is_flat = matches!(block.kind, BlockKind::Paragraph(..) | BlockKind::Code(_));
        if is_flat || (is_heading(&block.kind) && block.children.is_empty()) {
            if let Some(last) = rest.last_mut() {
                last.children = std::mem::take(&mut block.children);
            }
            out.push(block);
            out.append(&mut rest);
        } else {
            rest.append(&mut block.children);
            block.children = rest;
            out.push(block);
        }
    }

    /// Makes a text fit that can neither be divided nor followed by anything.
    fn line(&mut self, text: &mut Vec<RichText>) {
        self.runs(text);
        if text.len() > RICH_TEXT_ITEMS {
            let runs = text.len();
            *text = squeeze(std::mem::take(text));
            if text.len() < runs {
                self.remark(RemarkKind::MarksDropped, told::marks_dropped());
            }
        }
    }

    /// Makes a caption fit, which nothing can follow.
    fn caption(&mut self, text: &mut Vec<RichText>) {
        self.line(text);
        let (fitting, is_cut) = caption(std::mem::take(text));
        *text = fitting;
        if is_cut {
            self.remark(RemarkKind::MarksDropped, told::CAPTION_CUT);
        }
    }

    /// Makes the cells of a table fit, before it is divided.
    fn rows(&mut self, rows: &mut [Block]) {
        for (index, row) in rows.iter_mut().enumerate() {
            self.path.push(index);
            if let BlockKind::TableRow(row) = &mut row.kind {
                row.cells.iter_mut().for_each(|it| self.line(it));
            }
            self.path.pop();
        }
    }

    fn icon(&mut self, icon: &mut Option<Icon>) {
        if matches!(icon, Some(Icon::External(url)) if is_too_long(url)) {
            *icon = None;
            self.remark(RemarkKind::IconDropped, told::link_dropped());
        }
    }

    /// Makes single runs fit.
    fn runs(&mut self, runs: &mut Vec<RichText>) {
        for run in &mut *runs {
            match &mut run.kind {
                RichTextKind::Text { link, .. } if link.as_deref().is_some_and(is_too_long) => {
                    *link = None;
                    self.remark(RemarkKind::LinkDropped, told::link_dropped());
                }
                RichTextKind::Equation(expression) if utf16_len(expression) > limits::EQUATION => {
                    let content = std::mem::take(expression);
                    run.kind = RichTextKind::Text { content, link: None };
                    run.annotations.code = true;
                    self.remark(RemarkKind::EquationAsCode, told::equation_as_code());
                }
                _ => {}
            }
        }
        merge(runs);
        let fits = |it: &RichText| match &it.kind {
            RichTextKind::Text { content, .. } => utf16_len(content) <= TEXT,
            _ => true,
        };
        if !runs.iter().all(fits) {
            *runs = std::mem::take(runs).into_iter().flat_map(cut_run).collect();
        }
    }

    fn address_as_text(&mut self, block: &mut Block, url: String, mut caption: Vec<RichText>) {
        if caption.is_empty() {
            caption = cut(&url, TEXT).map(RichText::text).collect();
        }
        *block = Block::paragraph(caption);
        self.remark(RemarkKind::ShownAsText, told::address_as_text());
    }
}

fn is_too_long(url: &str) -> bool {
    url.len() > limits::URL && utf16_len(url) > limits::URL
}

fn is_heading(kind: &BlockKind) -> bool {
    matches!(
        kind,
        BlockKind::Heading1(_)
            | BlockKind::Heading2(_)
            | BlockKind::Heading3(_)
            | BlockKind::Heading4(_)
    )
}

/// The block that goes on with a text that was too long for a block of this kind.
fn continuation(kind: &BlockKind, text: Vec<RichText>) -> Block {
    match kind {
        BlockKind::Code(code) => Block::new(BlockKind::Code(Code {
            rich_text: text,
            language: code.language.clone(),
            caption: Vec::new(),
        })),
        _ => Block::paragraph(text),
    }
}

/// A run in parts that are not too long.
fn cut_run(run: RichText) -> Vec<RichText> {
    let RichTextKind::Text { content, link } = &run.kind else { return vec![run] };
    let part = |text: &str| RichText {
        kind: RichTextKind::Text { content: text.to_owned(), link: link.clone() },
        annotations: run.annotations.clone(),
    };
    cut(content, TEXT).map(part).collect()
}
