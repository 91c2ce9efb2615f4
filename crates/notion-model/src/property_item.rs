//! One property of a page, asked for on its own: the way to what a page shows only in part.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::{Map, Number, Value, value::RawValue};

use crate::{
    DateValue, File, FormulaValue, List, PageRef, Place, PropertyId, RichText, RollupValue,
    SelectOption, Timestamp, UniqueIdValue, User, Verification,
    wire::{wire_object, wire_union},
};

wire_object! {
    /// A value, or one element of a value that is a list: a run of a text, a person, a row.
    pub struct PropertyItem {
        /// Always `property_item`.
        required object: Box<str>,
    }
    /// The type and the value.
    tagged kind: PropertyItemKind {
        /// The property.
        optional id: Option<PropertyId>,
        /// Where the rest is, in the description that a list carries.
        optional next_url: Option<String>,
        /// Notion's id of the answer, if the item is one.
        optional request_id: Option<Box<str>>,
    }
}

wire_union! {
    /// The type of an item and its value. Lists carry one element per item.
    pub enum PropertyItemKind {
        /// A run of a title.
        Title(RichText) = "title",
        /// A run of a text.
        RichText(RichText) = "rich_text",
        /// A person or a group.
        People(User) = "people",
        /// A row.
        Relation(PageRef) = "relation",
        /// A rollup.
        Rollup(RollupValue) = "rollup",
        /// A number.
        Number(Option<Number>) = "number",
        /// One option.
        Select(Option<SelectOption>) = "select",
        /// Several options.
        MultiSelect(Vec<SelectOption>) = "multi_select",
        /// One option that belongs to a group.
        Status(Option<SelectOption>) = "status",
        /// A date, a time, or a range.
        Date(Option<DateValue>) = "date",
        /// Files.
        Files(Vec<File>) = "files",
        /// Yes or no.
        Checkbox(bool) = "checkbox",
        /// An address on the web.
        Url(Option<String>) = "url",
        /// An e-mail address.
        Email(Option<String>) = "email",
        /// A phone number.
        PhoneNumber(Option<String>) = "phone_number",
        /// What a formula computed.
        Formula(FormulaValue) = "formula",
        /// The row's number.
        UniqueId(UniqueIdValue) = "unique_id",
        /// When the row was made.
        CreatedTime(Timestamp) = "created_time",
        /// Who made the row.
        CreatedBy(User) = "created_by",
        /// When the row was last changed.
        LastEditedTime(Timestamp) = "last_edited_time",
        /// Who changed the row last.
        LastEditedBy(User) = "last_edited_by",
        /// Whether a page of a wiki was verified.
        Verification(Option<Verification>) = "verification",
        /// A place on earth.
        Place(Option<Box<Place>>) = "place",
        /// A button: nothing.
        Button(Map<String, Value>) = "button",
    }
}

/// The answer to a question for one property: the value, or a page of its elements.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum PropertyItems {
    /// Elements of a title, a text, people, a relation or a rollup.
    List(Box<List<PropertyItem>>),
    /// The value.
    Item(Box<PropertyItem>),
}

impl<'de> Deserialize<'de> for PropertyItems {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Named<'a> {
            #[serde(borrow)]
            object: Cow<'a, str>,
        }
        // A list and an item may both have any field: only `object` tells them apart. The text is
        // read twice, because a `Value` would hide a key that stands twice.
        let whole = Box::<RawValue>::deserialize(from)?;
        let named = serde_json::from_str::<Named<'_>>(whole.get());
        let read = if named.is_ok_and(|it| it.object == "list") {
            serde_json::from_str(whole.get()).map(Self::List)
        } else {
            serde_json::from_str(whole.get()).map(Self::Item)
        };
        read.map_err(de::Error::custom)
    }
}

impl PropertyItems {
    /// What the list says of the property as a whole: for a rollup, its result.
    pub fn summary(&self) -> Option<&Map<String, Value>> {
        match self {
            Self::List(list) => list.extra.get("property_item")?.as_object(),
            Self::Item(_) => None,
        }
    }
}
