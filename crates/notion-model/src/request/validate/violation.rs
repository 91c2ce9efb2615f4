//! What can be wrong with a request, and how it is told.

use std::fmt;

use crate::limits;

/// Everything about a request that Notion would refuse, at least one thing. As a text, one line for
/// each, the path first.
///
/// ```
/// use notion_model::request::{AppendChildren, Block, Validate};
///
/// fn checked() -> Result<(), Box<dyn std::error::Error>> {
///     let block = Block::code("ts", "x".repeat(2001));
///     AppendChildren::new([block]).validate()?;
///     Ok(())
/// }
/// assert_eq!(
///     checked().unwrap_err().to_string(),
///     "`body.children[0].code.rich_text[0].text.content` has 2001 UTF-16 units, \
///      at most 2000 are accepted\n\
///      `body.children[0].code.language` is no language that Notion knows; \
///      `plain text` always is",
/// );
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Violations(Box<[Violation]>);

impl Violations {
    /// Nothing, if there are none.
    pub(super) fn none_of(violations: Vec<Violation>) -> Result<(), Self> {
        if violations.is_empty() { Ok(()) } else { Err(Self(violations.into())) }
    }

    /// All of them, in the order in which they stand in the request.
    pub const fn as_slice(&self) -> &[Violation] {
        &self.0
    }

    /// One after the other.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            violation.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_vec().into_iter()
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Something that Notion would refuse, and where it stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Violation {
    /// The path of the offending field as Notion names it:
    /// `body.children[3].paragraph.rich_text[0].text.content`.
    pub path: String,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a field.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Problem {
    /// A text, a list, a number or the whole request is too large.
    TooLong {
        /// Its size.
        size: usize,
        /// The largest size that is accepted.
        limit: usize,
        /// What is counted.
        unit: Unit,
    },
    /// A text, a list or a number is too small.
    TooShort {
        /// Its size.
        size: usize,
        /// The smallest size that is accepted.
        limit: usize,
        /// What is counted.
        unit: Unit,
    },
    /// Something is not accepted in this place.
    Misplaced {
        /// The type of the block, or the name of the field.
        what: &'static str,
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
    /// A word is none that Notion knows here.
    Word {
        /// The word.
        word: Box<str>,
        /// The words that are accepted.
        known: &'static [&'static str],
    },
    /// A share of the width is not between 0 and 1.
    Ratio,
    /// Something that must be there is not.
    Missing,
    /// Something that there can only be one of.
    Repeated {
        /// What it is.
        what: &'static str,
    },
    /// A file that is hosted in Notion must be uploaded again.
    HostedFile,
    /// A page that is no row has no property but its title.
    OnlyTitle {
        /// The type of the value.
        type_name: Box<str>,
    },
    /// Notion computes the value.
    Computed {
        /// The type of the value.
        type_name: Box<str>,
    },
    /// A text is no emoji.
    Emoji,
    /// A name is none of the IANA time zone database.
    Zone {
        /// The name.
        name: Box<str>,
    },
    /// A time says its offset, and its zone too.
    OffsetAndZone,
    /// A text is neither a date nor one of the words that stand for one.
    Date {
        /// The text.
        text: Box<str>,
    },
    /// A text is no id.
    Id {
        /// The text.
        text: Box<str>,
        /// What is accepted.
        wanted: &'static str,
    },
    /// An address that Notion fetches from does not begin with `https://`.
    Insecure,
}

/// What the size of a field is counted in.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Unit {
    /// UTF-16 code units of a text.
    Utf16,
    /// Bytes of a name or a body.
    Bytes,
    /// Items of a list.
    Items,
    /// Blocks, on all levels together.
    Blocks,
    /// Levels of groups in a filter.
    Levels,
    /// Nothing: the field is a number itself.
    Number,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ", self.path)?;
        match &self.problem {
            Problem::TooLong { size, limit, unit: Unit::Number } => {
                write!(f, "is {size}, at most {limit} is accepted")
            }
            Problem::TooShort { size, limit, unit: Unit::Number } => {
                write!(f, "is {size}, at least {limit} is needed")
            }
            Problem::TooLong { size, limit, unit } => {
                let (unit, are) = (unit.of(*size), if *limit == 1 { "is" } else { "are" });
                write!(f, "has {size} {unit}, at most {limit} {are} accepted")
            }
            Problem::TooShort { size, limit, unit } => {
                let (unit, are) = (unit.of(*size), if *limit == 1 { "is" } else { "are" });
                write!(f, "has {size} {unit}, at least {limit} {are} needed")
            }
            Problem::Misplaced { what, place } => {
                let article = if what.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
                write!(f, "is {article} {what}, which is not accepted {place}")
            }
            Problem::NoChildren { block } => {
                write!(f, "is not accepted: this {block} takes no children")
            }
            Problem::Cells { cells, width } => {
                let (cell, column) = (plural(*cells, "cell"), plural(*width as usize, "column"));
                write!(f, "has {cells} {cell} in a table of {width} {column}")
            }
            Problem::Comma => f.write_str("has a comma, which names of options cannot have"),
            Problem::Language => {
                f.write_str("is no language that Notion knows; `plain text` always is")
            }
            Problem::Word { word, known } => {
                write!(f, "is `{word}`, but accepted are only `{}`", known.join("`, `"))
            }
            Problem::Ratio => f.write_str("is not between 0 and 1"),
            Problem::Missing => f.write_str("is missing"),
            Problem::Repeated { what } => {
                write!(f, "is a second property of type {what}, and there can only be one")
            }
            Problem::Insecure => f.write_str("does not begin with `https://`"),
            Problem::HostedFile => f.write_str("is a file in Notion; upload it again to attach it"),
            Problem::OnlyTitle { type_name } => write!(
                f,
                "is a {type_name}, but a page under a page has a title and no other property; \
                 put the page into a data source, or leave the value out"
            ),
            Problem::Computed { type_name } => {
                write!(f, "is a {type_name}, which cannot be written; leave it out")
            }
            Problem::Emoji => {
                f.write_str("is no emoji; give the character itself, such as `🚀`, not its name")
            }
            Problem::Zone { name } => {
                write!(f, "is `{name}`, but an IANA time zone is needed, such as `Europe/Berlin`")
            }
            Problem::OffsetAndZone => {
                f.write_str("has an offset beside a `time_zone`; leave out one of the two")
            }
            Problem::Date { text } => write!(
                f,
                "is `{text}`, but accepted are only dates such as `2026-07-01` or \
                 `2026-07-01T09:00:00Z`, and `{}`",
                limits::RELATIVE_DATES.join("`, `")
            ),
            Problem::Id { text, wanted } => write!(f, "is `{text}`, but {wanted} is needed"),
        }
    }
}

impl Unit {
    fn of(self, size: usize) -> &'static str {
        match self {
            Self::Utf16 => plural(size, "UTF-16 unit"),
            Self::Bytes => plural(size, "byte"),
            Self::Items => plural(size, "item"),
            Self::Blocks => plural(size, "block"),
            Self::Levels => plural(size, "level"),
            Self::Number => "",
        }
    }
}

/// A unit with the ending that its number asks for.
fn plural(number: usize, one: &'static str) -> &'static str {
    if number == 1 {
        return one;
    }
    match one {
        "UTF-16 unit" => "UTF-16 units",
        "byte" => "bytes",
        "block" => "blocks",
        "level" => "levels",
        "cell" => "cells",
        "column" => "columns",
        _ => "items",
    }
}
