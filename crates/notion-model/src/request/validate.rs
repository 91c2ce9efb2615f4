//! Checks of a request against the sizes that Notion enforces, before it is sent.

use std::fmt;

use super::{
    AppendChildren, Block, BlockKind, CreatePage, FileSource, OptionRef, PropertyValue, RichText,
    RichTextKind, UpdateBlock, UpdatePage,
};
use crate::{
    Properties,
    limits::{self, utf16_len},
};

/// Something that Notion would refuse, and where it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Violation {
    /// The path of the offending field: `children[3].paragraph.rich_text[0].text.content`.
    pub path: String,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a field.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Problem {
    /// A text, a list or the whole request is too long.
    TooLong {
        /// Its size: UTF-16 units of a text, items of a list.
        size: usize,
        /// The largest size that is accepted.
        limit: usize,
    },
    /// A list has too few items.
    TooShort {
        /// Its size.
        size: usize,
        /// The smallest size that is accepted.
        limit: usize,
    },
    /// A block of this type is not accepted in this place.
    Misplaced {
        /// The type of the block.
        block: &'static str,
        /// Where it stands.
        place: &'static str,
    },
    /// A block of this type, or at this depth, takes no children.
    NoChildren {
        /// The type of the block.
        block: &'static str,
    },
    /// A row has another number of cells than the table has columns.
    Cells {
        /// The cells of the row.
        cells: usize,
        /// The columns of the table.
        width: u32,
    },
    /// The name of an option has a comma.
    Comma,
    /// The language of a code block is none that Notion knows.
    Language,
    /// A file that is hosted in Notion must be uploaded again.
    HostedFile,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ", self.path)?;
        match &self.problem {
            Problem::TooLong { size, limit } => {
                write!(f, "has {size}, at most {limit} are accepted")
            }
            Problem::TooShort { size, limit } => {
                write!(f, "has {size}, at least {limit} are needed")
            }
            Problem::Misplaced { block, place } => {
                write!(f, "is a {block}, which is not accepted {place}")
            }
            Problem::NoChildren { block } => {
                write!(f, "is not accepted: this {block} takes no children")
            }
            Problem::Cells { cells, width } => {
                write!(f, "has {cells} cells in a table of {width} columns")
            }
            Problem::Comma => f.write_str("has a comma, which names of options cannot have"),
            Problem::Language => {
                f.write_str("is no language that Notion knows; `plain text` always is")
            }
            Problem::HostedFile => f.write_str("is a file in Notion; upload it again to attach it"),
        }
    }
}

/// A request that can be checked before it is sent.
pub trait Validate {
    /// Everything that Notion would refuse, in the order in which it stands.
    ///
    /// # Errors
    ///
    /// When there is something.
    fn validate(&self) -> Result<(), Vec<Violation>>;
}

impl Validate for AppendChildren {
    fn validate(&self) -> Result<(), Vec<Violation>> {
        check(|checks| checks.children(&self.children))
    }
}

impl Validate for CreatePage {
    fn validate(&self) -> Result<(), Vec<Violation>> {
        check(|checks| {
            checks.properties(&self.properties);
            checks.children(&self.children);
        })
    }
}

impl Validate for UpdatePage {
    fn validate(&self) -> Result<(), Vec<Violation>> {
        check(|checks| checks.properties(&self.properties))
    }
}

impl Validate for UpdateBlock {
    fn validate(&self) -> Result<(), Vec<Violation>> {
        check(|checks| {
            if let Some(kind) = &self.kind {
                checks.at(kind.type_name(), |checks| checks.kind(kind));
            }
        })
    }
}

fn check(run: impl FnOnce(&mut Checks)) -> Result<(), Vec<Violation>> {
    let mut checks = Checks::default();
    run(&mut checks);
    if checks.violations.is_empty() { Ok(()) } else { Err(checks.violations) }
}

#[derive(Default)]
struct Checks {
    path: Vec<String>,
    violations: Vec<Violation>,
}

/// Where a block stands in a request: Notion's three families of blocks.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Level {
    /// In the array of the request. Everything that can be created.
    Zero,
    /// In a block of the request, or in a column. No columns.
    One,
    /// In a block in a block. No children, no columns, no tables.
    Two,
}

impl Checks {
    fn at(&mut self, step: impl Into<String>, run: impl FnOnce(&mut Self)) {
        self.path.push(step.into());
        run(self);
        self.path.pop();
    }

    fn add(&mut self, problem: Problem) {
        let mut path = String::new();
        for step in &self.path {
            if !path.is_empty() && !step.starts_with('[') {
                path.push('.');
            }
            path.push_str(step);
        }
        self.violations.push(Violation { path, problem });
    }

    fn at_most(&mut self, size: usize, limit: usize) {
        if size > limit {
            self.add(Problem::TooLong { size, limit });
        }
    }

    fn children(&mut self, children: &[Block]) {
        self.at("children", |checks| {
            checks.blocks(children, Level::Zero);
            let count: usize = children.iter().map(Block::count).sum();
            checks.at_most(count, limits::BLOCKS_PER_REQUEST);
        });
    }

    fn blocks(&mut self, blocks: &[Block], level: Level) {
        self.at_most(blocks.len(), limits::CHILDREN);
        for (index, block) in blocks.iter().enumerate() {
            self.at(format!("[{index}]"), |checks| checks.block(block, level));
        }
    }

    fn block(&mut self, block: &Block, level: Level) {
        let name = block.kind.type_name();
        let place = match (&block.kind, level) {
            (BlockKind::Column(_), _) => Some("outside a column list"),
            (BlockKind::TableRow(_), Level::One | Level::Two) => Some("outside a table"),
            (BlockKind::ColumnList, Level::One | Level::Two) => Some("inside another block"),
            (BlockKind::Table(_), Level::Two) => Some("two levels deep"),
            _ => None,
        };
        if let Some(place) = place {
            return self.add(Problem::Misplaced { block: name, place });
        }
        self.at(name, |checks| {
            checks.kind(&block.kind);
            checks.at("children", |checks| checks.children_of(block, level));
        });
    }

    /// Each call goes one level down, and there are three levels.
    fn children_of(&mut self, block: &Block, level: Level) {
        match &block.kind {
            BlockKind::Table(table) => self.rows(&block.children, table.width),
            BlockKind::ColumnList => self.columns(&block.children),
            BlockKind::Tab => self.tabs(&block.children, level),
            _ if block.children.is_empty() => {}
            kind if !kind.takes_children() || level == Level::Two => {
                self.add(Problem::NoChildren { block: kind.type_name() });
            }
            _ => self.blocks(
                &block.children,
                if level == Level::Zero { Level::One } else { Level::Two },
            ),
        }
    }

    fn rows(&mut self, rows: &[Block], width: u32) {
        self.at_most(rows.len(), limits::CHILDREN);
        if rows.is_empty() {
            self.add(Problem::TooShort { size: 0, limit: 1 });
        }
        for (index, row) in rows.iter().enumerate() {
            self.at(format!("[{index}]"), |checks| match &row.kind {
                BlockKind::TableRow(it) if row.children.is_empty() => {
                    if u32::try_from(it.cells.len()) != Ok(width) {
                        checks.add(Problem::Cells { cells: it.cells.len(), width });
                    }
                    checks.at("table_row", |checks| checks.kind(&row.kind));
                }
                kind => checks
                    .add(Problem::Misplaced { block: kind.type_name(), place: "inside a table" }),
            });
        }
    }

    fn columns(&mut self, columns: &[Block]) {
        self.at_most(columns.len(), limits::CHILDREN);
        if columns.len() < limits::COLUMNS_MIN {
            self.add(Problem::TooShort { size: columns.len(), limit: limits::COLUMNS_MIN });
        }
        for (index, column) in columns.iter().enumerate() {
            self.at(format!("[{index}]"), |checks| {
                if let BlockKind::Column(_) = &column.kind {
                    checks.at("column", |checks| {
                        checks.at("children", |checks| checks.blocks(&column.children, Level::One));
                    });
                } else {
                    let block = column.kind.type_name();
                    checks.add(Problem::Misplaced { block, place: "inside a column list" });
                }
            });
        }
    }

    fn tabs(&mut self, labels: &[Block], level: Level) {
        self.at_most(labels.len(), limits::CHILDREN);
        if level == Level::Two && !labels.is_empty() {
            return self.add(Problem::NoChildren { block: "tab" });
        }
        for (index, label) in labels.iter().enumerate() {
            self.at(format!("[{index}]"), |checks| match &label.kind {
                BlockKind::Paragraph(..) if level == Level::One && !label.children.is_empty() => {
                    checks.add(Problem::NoChildren { block: "label of a tab" });
                }
                BlockKind::Paragraph(..) => checks.at("paragraph", |checks| {
                    checks.kind(&label.kind);
                    checks.at("children", |checks| checks.blocks(&label.children, Level::Two));
                }),
                kind => {
                    checks
                        .add(Problem::Misplaced { block: kind.type_name(), place: "inside tabs" });
                }
            });
        }
    }

    fn kind(&mut self, kind: &BlockKind) {
        if let Some(rich_text) = kind.rich_text() {
            self.at("rich_text", |checks| checks.rich_text(rich_text));
        }
        match kind {
            BlockKind::Equation(expression) => self.at("expression", |checks| {
                checks.at_most(utf16_len(expression), limits::EQUATION);
            }),
            BlockKind::Code(it) => {
                if !limits::CODE_LANGUAGES.contains(&&*it.language) {
                    self.at("language", |checks| checks.add(Problem::Language));
                }
                self.at("caption", |checks| checks.rich_text(&it.caption));
            }
            BlockKind::TableRow(it) => self.at("cells", |checks| {
                for (index, cell) in it.cells.iter().enumerate() {
                    checks.at(format!("[{index}]"), |checks| checks.rich_text(cell));
                }
            }),
            BlockKind::Image(it)
            | BlockKind::Video(it)
            | BlockKind::Audio(it)
            | BlockKind::Pdf(it)
            | BlockKind::File(it) => {
                self.source(&it.source);
                if matches!(it.source, FileSource::Hosted(_)) {
                    self.at("file", |checks| checks.add(Problem::HostedFile));
                }
                self.at("caption", |checks| checks.rich_text(&it.caption));
            }
            BlockKind::Bookmark(it) | BlockKind::Embed(it) => {
                self.at("url", |checks| checks.at_most(utf16_len(&it.url), limits::URL));
                self.at("caption", |checks| checks.rich_text(&it.caption));
            }
            _ => {}
        }
    }

    fn source(&mut self, source: &FileSource) {
        if let FileSource::External(url) = source {
            self.at("external.url", |checks| checks.at_most(utf16_len(url), limits::URL));
        }
    }

    fn rich_text(&mut self, runs: &[RichText]) {
        self.at_most(runs.len(), limits::RICH_TEXT_ITEMS);
        for (index, run) in runs.iter().enumerate() {
            self.at(format!("[{index}]"), |checks| match &run.kind {
                RichTextKind::Text { content, link } => {
                    checks.at("text.content", |checks| {
                        checks.at_most(utf16_len(content), limits::TEXT);
                    });
                    if let Some(link) = link {
                        checks.at("text.link.url", |checks| {
                            checks.at_most(utf16_len(link), limits::URL);
                        });
                    }
                }
                RichTextKind::Equation(expression) => checks.at("equation.expression", |checks| {
                    checks.at_most(utf16_len(expression), limits::EQUATION);
                }),
                RichTextKind::Mention(_) => {}
            });
        }
    }

    fn properties(&mut self, properties: &Properties<PropertyValue>) {
        self.at("properties", |checks| {
            for (name, value) in properties.iter() {
                checks.at(name, |checks| {
                    checks.at(value.type_name(), |checks| checks.property(value));
                });
            }
        });
    }

    fn property(&mut self, value: &PropertyValue) {
        match value {
            PropertyValue::Title(it) | PropertyValue::RichText(it) => self.rich_text(it),
            PropertyValue::Select(Some(it)) | PropertyValue::Status(Some(it)) => self.option(it),
            PropertyValue::MultiSelect(it) => {
                self.at_most(it.len(), limits::PROPERTY_ITEMS);
                for (index, option) in it.iter().enumerate() {
                    self.at(format!("[{index}]"), |checks| checks.option(option));
                }
            }
            PropertyValue::People(it) => self.at_most(it.len(), limits::PROPERTY_ITEMS),
            PropertyValue::Relation(it) => self.at_most(it.len(), limits::PROPERTY_ITEMS),
            PropertyValue::Files(it) => {
                self.at_most(it.len(), limits::PROPERTY_ITEMS);
                for (index, file) in it.iter().enumerate() {
                    self.at(format!("[{index}]"), |checks| checks.source(&file.source));
                }
            }
            PropertyValue::Url(Some(it)) => self.at_most(utf16_len(it), limits::URL),
            PropertyValue::Email(Some(it)) | PropertyValue::PhoneNumber(Some(it)) => {
                self.at_most(utf16_len(it), limits::EMAIL);
            }
            _ => {}
        }
    }

    fn option(&mut self, option: &OptionRef) {
        if let OptionRef::Name(name) = option {
            self.at_most(utf16_len(name), limits::OPTION_NAME);
            if name.contains(',') {
                self.add(Problem::Comma);
            }
        }
    }
}

#[cfg(test)]
mod tests;
