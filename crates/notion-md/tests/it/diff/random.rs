//! Trees and edits that a machine makes up.

use notion_model::request::{
    Block, BlockKind, Code, Column, Icon, RichText, Table, TableRow, ToDo,
};

/// A small generator of random numbers: the same seed gives the same trees.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((it ^ (it >> 31)) % bound as u64).expect("it is small")
    }

    pub(crate) fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// About so many blocks, of every kind that can be created, many of them equal.
    pub(crate) fn blocks(&mut self, count: usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut left = count;
        while left > 0 {
            let share = 1 + self.below(left);
            let block = self.block(share);
            left -= block.count().min(left);
            blocks.push(block);
        }
        blocks
    }

    fn block(&mut self, count: usize) -> Block {
        let text = self.text();
        let inner = if count > 1 && !self.one_in(3) { self.blocks(count - 1) } else { Vec::new() };
        match self.below(22) {
            0..4 => Block::paragraph(text).with_children(inner),
            4 => Block::heading(1, text),
            5 => Block::heading(2, text).with_children(inner),
            6..9 => Block::bulleted(text).with_children(inner),
            9 => Block::numbered(text).with_children(inner),
            10 => {
                let (checked, rich_text) = (self.one_in(2), text);
                Block::new(BlockKind::ToDo(ToDo { rich_text, checked, ..ToDo::default() }))
                    .with_children(inner)
            }
            11 => Block::toggle(text).with_children(inner),
            12 => Block::quote(text).with_children(inner),
            13 => {
                let icon = Icon::emoji(["💡", "🔥"][self.below(2)]);
                Block::callout(icon, text).with_children(inner)
            }
            14 => Block::new(BlockKind::Code(Code {
                rich_text: text,
                language: ["rust", "c"][self.below(2)].into(),
                caption: Vec::new(),
            })),
            15 => Block::divider(),
            16 => Block::equation(["x", "y"][self.below(2)]),
            17 => self.table(),
            18 => {
                let columns = (0..2).map(|_| {
                    let share = 1 + count / 3;
                    Block::new(BlockKind::Column(Column::default()))
                        .with_children(self.blocks(share))
                });
                Block::new(BlockKind::ColumnList).with_children(columns.collect::<Vec<_>>())
            }
            19 => Block::image(["https://a.b/c.png", "https://a.b/d.png"][self.below(2)]),
            20 => Block::bookmark(["https://a.b", "https://c.d"][self.below(2)]),
            _ => Block::bulleted(text),
        }
    }

    fn table(&mut self) -> Block {
        let width = 1 + self.below(2);
        let rows = (0..=self.below(3)).map(|_| {
            let cells = (0..width).map(|_| self.text()).collect();
            Block::new(BlockKind::TableRow(TableRow { cells }))
        });
        let rows: Vec<Block> = rows.collect();
        let table = Table {
            width: u32::try_from(width).expect("it is small"),
            has_column_header: self.one_in(2),
            has_row_header: false,
        };
        Block::new(BlockKind::Table(table)).with_children(rows)
    }

    pub(crate) fn text(&mut self) -> Vec<RichText> {
        const WORDS: &[&str] = &["", "a", "b", "c d", "c e", "f g h"];
        let mut text = vec![RichText::text(WORDS[self.below(WORDS.len())])];
        if self.one_in(4) {
            text.push(RichText::text("bold").bold());
        }
        text
    }

    /// A list of so many blocks with texts that occur once, and some lines that do not.
    pub(crate) fn outline(&mut self, count: usize, next: &mut usize) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut left = count;
        while left > 0 {
            *next += 1;
            let text = format!("block number {next}");
            let share = if self.one_in(4) { self.below(left.min(60)) } else { 0 };
            let inner = self.outline(share, next);
            let block = match self.below(8) {
                0 if share == 0 => Block::divider(),
                0..3 => Block::paragraph(text),
                3 => Block::heading(2, text),
                4 => Block::toggle(text),
                5 => Block::to_do(text, false),
                _ => Block::bulleted(text),
            };
            left -= 1 + share.min(left - 1);
            blocks.push(block.with_children(inner));
        }
        blocks
    }

    /// Changes a tree somewhere. The result says how many blocks must be touched for it at most,
    /// and whether something was moved.
    pub(crate) fn edit(&mut self, blocks: &mut Vec<Block>, next: &mut usize) -> (usize, bool) {
        let mut path = Vec::new();
        let mut at = &mut *blocks;
        // Down to a random list of siblings.
        loop {
            let deeper: Vec<usize> = (0..at.len())
                .filter(|it| takes_any(&at[*it]) && !at[*it].children.is_empty())
                .collect();
            if deeper.is_empty() || self.one_in(3) {
                break;
            }
            let step = deeper[self.below(deeper.len())];
            path.push(step);
            at = &mut at[step].children;
        }
        *next += 1;
        let fresh = format!("something new {next}");
        let place = self.below(at.len() + 1);
        if place == at.len() || at.is_empty() {
            at.push(Block::paragraph(fresh));
            return (1, false);
        }
        match self.below(5) {
            0 => {
                at.insert(place, Block::quote(fresh).with_children([Block::paragraph("in it")]));
                (2, false)
            }
            1 if at.len() > 1 || path.is_empty() => (at.remove(place).count(), false),
            2 if at.len() > 1 => {
                let block = at.remove(place);
                let count = block.count();
                let to = self.below(at.len() + 1);
                at.insert(to, block);
                (2 * count, true)
            }
            3 if takes_any(&at[place]) => {
                let count = at[place].count();
                let children = std::mem::take(&mut at[place].children);
                let numbered = matches!(at[place].kind, BlockKind::NumberedListItem(_));
                let block = if numbered { Block::quote(fresh) } else { Block::numbered(fresh) };
                at[place] = block.with_children(children);
                (2 * count, false)
            }
            _ => {
                if let Some(text) = at[place].kind.rich_text_mut() {
                    *text = vec![RichText::text(fresh)];
                } else {
                    at.insert(place, Block::paragraph(fresh));
                }
                (1, false)
            }
        }
    }
}

/// Whether a block may hold blocks of any kind.
fn takes_any(block: &Block) -> bool {
    block.kind.takes_children()
        && !matches!(block.kind, BlockKind::Table(_) | BlockKind::ColumnList)
}
