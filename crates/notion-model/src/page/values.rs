//! Reading a row: one method per type of property, and errors that say what the property really is.

use std::fmt;

use crate::{
    DateValue, File, FormulaValueKind, Page, PageRef, PropertyValue, PropertyValueKind, RichText,
    RichTextKind, RollupValueKind, Timestamp, UniqueIdValue, User, limits, plain_text,
};

/// Reading a row's values by type.
///
/// Every method takes the name of the property. `Ok(None)` is an empty value; a property that does
/// not exist or is of another type is an error, because a renamed column must not look like an
/// empty one.
///
/// A formula counts as what it computed: [`number`](Self::number) reads a number, a formula with a
/// number for a result, and a rollup with one.
///
/// ```
/// # let page: notion_model::Page = serde_json::from_str(r#"{
/// #     "object": "page", "id": "38c9ce7b-60a4-8114-b301-ddc78a46ec5d", "properties": {
/// #     "Estimate": {"id": "a", "type": "number", "number": 2.5},
/// #     "Deadline": {"id": "b", "type": "date", "date": null},
/// #     "Status": {"id": "c", "type": "status", "status": {"id": "1", "name": "Active", "color": "blue"}}}}"#)?;
/// assert_eq!(page.number("Estimate")?, Some(2.5));
/// assert_eq!(page.date("Deadline")?, None);
/// assert_eq!(
///     page.select("Status").unwrap_err().to_string(),
///     "the property `Status` is of type `status`, not `select`",
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl Page {
    /// The text of a title or a text, without annotations; what a formula computed, if that is
    /// text. An empty text is empty, never `None`.
    ///
    /// # Errors
    ///
    /// Without such a property, when it is of another type, and when it holds so many mentions
    /// that Notion may have cut it, see [`Shown`].
    pub fn text(&self, name: &str) -> Result<String, ValueError> {
        let value = self.value(name)?;
        match (&value.kind, formula(value)) {
            (_, Some(FormulaValueKind::String(text))) => Ok(text.clone().unwrap_or_default()),
            _ => self.rich_text(name).map(plain_text),
        }
    }

    /// The runs of a title or a text, with their annotations.
    ///
    /// # Errors
    ///
    /// As for [`text`](Self::text).
    pub fn rich_text(&self, name: &str) -> Result<&[RichText], ValueError> {
        let value = self.value(name)?;
        let (PropertyValueKind::Title(runs) | PropertyValueKind::RichText(runs)) = &value.kind
        else {
            return Err(other_type(name, "title` or `rich_text", value));
        };
        let mentions = runs.iter().filter(|it| matches!(it.kind, RichTextKind::Mention(_))).count();
        // Notion does not say whether there were more.
        if mentions >= limits::REFERENCES_SHOWN {
            return Err(ValueError::Cut { property: name.into(), shown: mentions });
        }
        Ok(runs)
    }

    /// A number. Numbers of Notion are those of JavaScript: 64 bits, binary.
    ///
    /// # Errors
    ///
    /// Without such a property, and when it is of another type.
    pub fn number(&self, name: &str) -> Result<Option<f64>, ValueError> {
        let value = self.value(name)?;
        match (&value.kind, formula(value), rollup(value)) {
            (PropertyValueKind::Number(it), _, _)
            | (_, Some(FormulaValueKind::Number(it)), _)
            | (_, _, Some(RollupValueKind::Number(it))) => {
                Ok(it.as_ref().and_then(serde_json::Number::as_f64))
            }
            _ => Err(other_type(name, "number", value)),
        }
    }

    /// The name of the option of a select.
    ///
    /// # Errors
    ///
    /// Without such a property, and when it is of another type.
    pub fn select(&self, name: &str) -> Result<Option<&str>, ValueError> {
        let value = self.value(name)?;
        match &value.kind {
            PropertyValueKind::Select(it) => Ok(it.as_ref().map(|option| &*option.name)),
            _ => Err(other_type(name, "select", value)),
        }
    }

    /// The name of the option of a status. `None` where the status was never set and has no
    /// default.
    ///
    /// # Errors
    ///
    /// Without such a property, and when it is of another type.
    pub fn status(&self, name: &str) -> Result<Option<&str>, ValueError> {
        let value = self.value(name)?;
        match &value.kind {
            PropertyValueKind::Status(it) => Ok(it.as_ref().map(|option| &*option.name)),
            _ => Err(other_type(name, "status", value)),
        }
    }

    /// The names of the options of a multi-select, in the order of the app.
    ///
    /// # Errors
    ///
    /// Without such a property, and when it is of another type.
    pub fn multi_select(&self, name: &str) -> Result<Vec<&str>, ValueError> {
        let value = self.value(name)?;
        match &value.kind {
            PropertyValueKind::MultiSelect(it) => {
                Ok(it.iter().map(|option| &*option.name).collect())
            }
            _ => Err(other_type(name, "multi_select", value)),
        }
    }

    /// A date, a time or a range of them; or one that a formula or a rollup computed.
    ///
    /// # Errors
    ///
    /// Without such a property, and when it is of another type.
    pub fn date(&self, name: &str) -> Result<Option<&DateValue>, ValueError> {
        let value = self.value(name)?;
        match (&value.kind, formula(value), rollup(value)) {
            (PropertyValueKind::Date(it), _, _)
            | (_, Some(FormulaValueKind::Date(it)), _)
            | (_, _, Some(RollupValueKind::Date(it))) => Ok(it.as_ref()),
            _ => Err(other_type(name, "date", value)),
        }
    }

    /// Whether a checkbox is checked, or what a formula decided. A formula without a result is
    /// not checked.
    ///
    /// # Errors
    ///
    /// Without such a property, and when it is of another type.
    pub fn checkbox(&self, name: &str) -> Result<bool, ValueError> {
        let value = self.value(name)?;
        match (&value.kind, formula(value)) {
            (PropertyValueKind::Checkbox(it), _) => Ok(*it),
            (_, Some(FormulaValueKind::Boolean(it))) => Ok(it.unwrap_or(false)),
            _ => Err(other_type(name, "checkbox", value)),
        }
    }

    /// An address on the web.
    ///
    /// # Errors
    ///
    /// Without such a property, and when it is of another type.
    pub fn url(&self, name: &str) -> Result<Option<&str>, ValueError> {
        let value = self.value(name)?;
        match &value.kind {
            PropertyValueKind::Url(it) => Ok(it.as_deref()),
            _ => Err(other_type(name, "url", value)),
        }
    }

    /// An e-mail address.
    ///
    /// # Errors
    ///
    /// Without such a property, and when it is of another type.
    pub fn email(&self, name: &str) -> Result<Option<&str>, ValueError> {
        let value = self.value(name)?;
        match &value.kind {
            PropertyValueKind::Email(it) => Ok(it.as_deref()),
            _ => Err(other_type(name, "email", value)),
        }
    }

    /// A phone number, as somebody typed it.
    ///
    /// # Errors
    ///
    /// Without such a property, and when it is of another type.
    pub fn phone_number(&self, name: &str) -> Result<Option<&str>, ValueError> {
        let value = self.value(name)?;
        match &value.kind {
            PropertyValueKind::PhoneNumber(it) => Ok(it.as_deref()),
            _ => Err(other_type(name, "phone_number", value)),
        }
    }

    /// People and groups.
    ///
    /// # Errors
    ///
    /// Without such a property, and when it is of another type.
    pub fn people(&self, name: &str) -> Result<Shown<'_, User>, ValueError> {
        let (property, value) = self.entry(name)?;
        match &value.kind {
            PropertyValueKind::People(it) => Ok(Shown::new(property, value, it)),
            _ => Err(other_type(name, "people", value)),
        }
    }

    /// The rows that a relation leads to.
    ///
    /// # Errors
    ///
    /// Without such a property, and when it is of another type.
    pub fn relation(&self, name: &str) -> Result<Shown<'_, PageRef>, ValueError> {
        let (property, value) = self.entry(name)?;
        match &value.kind {
            PropertyValueKind::Relation(it) => Ok(Shown::new(property, value, it)),
            _ => Err(other_type(name, "relation", value)),
        }
    }

    /// Files. The address of one that is hosted by Notion expires after an hour.
    ///
    /// # Errors
    ///
    /// Without such a property, and when it is of another type.
    pub fn files(&self, name: &str) -> Result<&[File], ValueError> {
        let value = self.value(name)?;
        match &value.kind {
            PropertyValueKind::Files(it) => Ok(it),
            _ => Err(other_type(name, "files", value)),
        }
    }

    /// What a formula computed, whatever its type.
    ///
    /// # Errors
    ///
    /// Without such a property, and when it is of another type.
    pub fn formula(&self, name: &str) -> Result<&FormulaValueKind, ValueError> {
        let value = self.value(name)?;
        formula(value).ok_or_else(|| other_type(name, "formula", value))
    }

    /// What a rollup computed, whatever its type.
    ///
    /// # Errors
    ///
    /// Without such a property, and when it is of another type.
    pub fn rollup(&self, name: &str) -> Result<&RollupValueKind, ValueError> {
        let value = self.value(name)?;
        rollup(value).ok_or_else(|| other_type(name, "rollup", value))
    }

    /// The row's number, whose `Display` is `TASK-42`.
    ///
    /// # Errors
    ///
    /// Without such a property, and when it is of another type.
    pub fn unique_id(&self, name: &str) -> Result<&UniqueIdValue, ValueError> {
        let value = self.value(name)?;
        match &value.kind {
            PropertyValueKind::UniqueId(it) => Ok(it),
            _ => Err(other_type(name, "unique_id", value)),
        }
    }

    /// When the row was made or last changed, from a property that shows it. Without such a
    /// property, the fields `created_time` and `last_edited_time` of the page say the same.
    ///
    /// # Errors
    ///
    /// Without such a property, and when it is of another type.
    pub fn time(&self, name: &str) -> Result<&Timestamp, ValueError> {
        let value = self.value(name)?;
        match &value.kind {
            PropertyValueKind::CreatedTime(it) | PropertyValueKind::LastEditedTime(it) => Ok(it),
            _ => Err(other_type(name, "created_time` or `last_edited_time", value)),
        }
    }

    /// Who made the row or changed it last, from a property that shows it. The fields `created_by`
    /// and `last_edited_by` of the page know only the id.
    ///
    /// # Errors
    ///
    /// Without such a property, and when it is of another type.
    pub fn author(&self, name: &str) -> Result<&User, ValueError> {
        let value = self.value(name)?;
        match &value.kind {
            PropertyValueKind::CreatedBy(it) | PropertyValueKind::LastEditedBy(it) => Ok(it),
            _ => Err(other_type(name, "created_by` or `last_edited_by", value)),
        }
    }

    /// The value of a property, whatever its type, with its id.
    ///
    /// # Errors
    ///
    /// Without such a property.
    pub fn value(&self, name: &str) -> Result<&PropertyValue, ValueError> {
        self.entry(name).map(|(_, value)| value)
    }

    fn entry(&self, name: &str) -> Result<(&str, &PropertyValue), ValueError> {
        self.properties.iter().find(|(it, _)| *it == name).ok_or_else(|| ValueError::Missing {
            property: name.into(),
            known: self.properties.iter().map(|(name, _)| name.into()).collect(),
        })
    }
}

fn formula(value: &PropertyValue) -> Option<&FormulaValueKind> {
    match &value.kind {
        PropertyValueKind::Formula(it) => Some(&it.kind),
        _ => None,
    }
}

fn rollup(value: &PropertyValue) -> Option<&RollupValueKind> {
    match &value.kind {
        PropertyValueKind::Rollup(it) => Some(&it.kind),
        _ => None,
    }
}

fn other_type(name: &str, expected: &'static str, value: &PropertyValue) -> ValueError {
    let outer = value.kind.type_name();
    let inner = formula(value)
        .map(FormulaValueKind::type_name)
        .or_else(|| rollup(value).map(RollupValueKind::type_name));
    let found = match inner {
        Some(inner) => format!("{outer}` of `{inner}").into(),
        None => outer.into(),
    };
    ValueError::OtherType { property: name.into(), expected, found }
}

/// The entries of a relation or of a people property, which a page shows only in part: 25 of them.
///
/// Decide which you want: [`all`](Self::all) of them, or those that are [`shown`](Self::shown).
/// The rest is found at `GET /v1/pages/{page}/properties/{property}`.
///
/// Notion says of a relation whether there are more (`has_more`). Of people, and of mentions in a
/// text, it says nothing: there, 25 entries may be all of them or not.
#[derive(Clone, Copy, Debug, PartialEq)]
#[must_use]
pub struct Shown<'a, T> {
    property: &'a str,
    entries: &'a [T],
    may_be_cut: bool,
}

impl<'a, T> Shown<'a, T> {
    fn new(property: &'a str, value: &PropertyValue, entries: &'a [T]) -> Self {
        let may_be_cut = value.has_more.unwrap_or(entries.len() >= limits::REFERENCES_SHOWN);
        Self { property, entries, may_be_cut }
    }

    /// All entries.
    ///
    /// # Errors
    ///
    /// When there are, or may be, more than the page shows.
    pub fn all(self) -> Result<&'a [T], ValueError> {
        if self.may_be_cut {
            return Err(ValueError::Cut {
                property: self.property.into(),
                shown: self.entries.len(),
            });
        }
        Ok(self.entries)
    }

    /// The entries that the page shows.
    pub const fn shown(self) -> &'a [T] {
        self.entries
    }

    /// Whether there are, or may be, more than the page shows.
    pub const fn may_be_cut(self) -> bool {
        self.may_be_cut
    }
}

/// Why a value could not be read from a row.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ValueError {
    /// The page has no property of that name.
    #[error("the page has no property `{property}`{}", Known(known))]
    Missing {
        /// The name that was asked for.
        property: Box<str>,
        /// The names that there are.
        known: Vec<Box<str>>,
    },
    /// The property is of another type.
    #[error("the property `{property}` is of type `{found}`, not `{expected}`")]
    OtherType {
        /// The name of the property.
        property: Box<str>,
        /// The type that was asked for.
        expected: &'static str,
        /// The type it has.
        found: Box<str>,
    },
    /// Notion shows only a part of the value.
    #[error(
        "the page shows {shown} entries of `{property}`, and there may be more: \
         list the items of the property"
    )]
    Cut {
        /// The name of the property.
        property: Box<str>,
        /// How many entries the page shows.
        shown: usize,
    },
}

/// The names of a page's properties, unless there are too many to read.
struct Known<'a>(&'a [Box<str>]);

impl fmt::Display for Known<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const READABLE: usize = 20;
        for (index, name) in self.0.iter().take(READABLE).enumerate() {
            write!(f, "{}`{name}`", if index == 0 { "; it has " } else { ", " })?;
        }
        match self.0.len().saturating_sub(READABLE) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

#[cfg(test)]
mod tests;
