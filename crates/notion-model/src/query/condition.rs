//! The tests that a filter may apply to a value.

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, DeserializeOwned},
    ser::SerializeMap,
};
use serde_json::{Map, Number, Value};

/// Defines a condition: an object with exactly one operator. `Arm(Type) = "operator"` has an
/// operand, `Arm = "operator": true` and `Arm = "operator": {}` have a fixed one.
macro_rules! condition {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$arm_meta:meta])* $arm:ident($type:ty) = $word:literal, )*
            ;
            $( $(#[$fixed_meta:meta])* $fixed:ident = $fixed_word:literal : $operand:tt, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Eq, Hash, PartialEq)]
        pub enum $name {
            $( $(#[$arm_meta])* $arm($type), )*
            $( $(#[$fixed_meta])* $fixed, )*
        }

        impl $name {
            /// The operator as Notion spells it.
            pub fn operator(&self) -> &'static str {
                match self {
                    $( Self::$arm(_) => $word, )*
                    $( Self::$fixed => $fixed_word, )*
                }
            }

            pub(super) fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                match self {
                    $( Self::$arm(it) => map.serialize_entry($word, it), )*
                    $( Self::$fixed => {
                        map.serialize_entry($fixed_word, &serde_json::json!($operand))
                    } )*
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                let mut map = to.serialize_map(Some(1))?;
                self.write(&mut map)?;
                map.end()
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let (operator, operand) = only_entry(Map::deserialize(from)?)?;
                match operator.as_str() {
                    $( $word => operand_of(operand).map(Self::$arm), )*
                    $( $fixed_word if operand == serde_json::json!($operand) => Ok(Self::$fixed), )*
                    $( $fixed_word => Err(de::Error::custom(concat!(
                        "the operand of `", $fixed_word, "` is `", stringify!($operand), "`"
                    ))), )*
                    other => Err(de::Error::unknown_variant(other, &[$($word,)* $($fixed_word,)*])),
                }
            }
        }
    };
}

fn only_entry<E: de::Error>(map: Map<String, Value>) -> Result<(String, Value), E> {
    let mut entries = map.into_iter();
    match (entries.next(), entries.next()) {
        (Some(entry), None) => Ok(entry),
        (None, _) => Err(E::custom("a condition has an operator")),
        (Some((first, _)), Some((second, _))) => Err(E::custom(format_args!(
            "a condition has one operator, not `{first}` and `{second}`"
        ))),
    }
}

fn operand_of<T: DeserializeOwned, E: de::Error>(operand: Value) -> Result<T, E> {
    serde_json::from_value(operand).map_err(E::custom)
}

condition! {
    /// A test of text: a title, a text, a URL, an e-mail address, a phone number.
    pub enum TextCondition {
        /// Equals the text.
        Equals(String) = "equals",
        /// Does not equal the text. Holds for empty values.
        DoesNotEqual(String) = "does_not_equal",
        /// Contains the text, in any case.
        Contains(String) = "contains",
        /// Does not contain the text. Holds for empty values.
        DoesNotContain(String) = "does_not_contain",
        /// Begins with the text, in any case.
        StartsWith(String) = "starts_with",
        /// Ends with the text, in any case.
        EndsWith(String) = "ends_with",
        ;
        /// Has no text.
        IsEmpty = "is_empty": true,
        /// Has a text.
        IsNotEmpty = "is_not_empty": true,
    }
}

condition! {
    /// A test of a number or a unique id.
    pub enum NumberCondition {
        /// Equals the number.
        Equals(Number) = "equals",
        /// Does not equal the number. Holds for empty values.
        DoesNotEqual(Number) = "does_not_equal",
        /// Is greater. Never holds for empty values, like all comparisons of size.
        GreaterThan(Number) = "greater_than",
        /// Is less.
        LessThan(Number) = "less_than",
        /// Is greater or equal.
        GreaterThanOrEqualTo(Number) = "greater_than_or_equal_to",
        /// Is less or equal.
        LessThanOrEqualTo(Number) = "less_than_or_equal_to",
        ;
        /// Has no number.
        IsEmpty = "is_empty": true,
        /// Has a number.
        IsNotEmpty = "is_not_empty": true,
    }
}

condition! {
    /// A test of a checkbox.
    pub enum CheckboxCondition {
        /// Is as given.
        Equals(bool) = "equals",
        /// Is not as given.
        DoesNotEqual(bool) = "does_not_equal",
        ;
    }
}

/// One text, or a list of which any counts.
#[derive(Clone, Debug, Eq, Hash, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    /// One.
    One(String),
    /// Any of several.
    Many(Vec<String>),
}

impl OneOrMany {
    /// The texts.
    pub fn as_slice(&self) -> &[String] {
        match self {
            Self::One(it) => std::slice::from_ref(it),
            Self::Many(them) => them,
        }
    }
}

impl From<&str> for OneOrMany {
    fn from(one: &str) -> Self {
        Self::One(one.to_owned())
    }
}

impl From<String> for OneOrMany {
    fn from(one: String) -> Self {
        Self::One(one)
    }
}

impl From<Vec<String>> for OneOrMany {
    fn from(many: Vec<String>) -> Self {
        Self::Many(many)
    }
}

impl<const N: usize> From<[&str; N]> for OneOrMany {
    fn from(many: [&str; N]) -> Self {
        Self::Many(many.map(str::to_owned).into())
    }
}

condition! {
    /// A test of a select or a status, by the options' names.
    pub enum OptionCondition {
        /// Is the option, or one of them.
        Equals(OneOrMany) = "equals",
        /// Is not the option, or none of them. Holds for empty values.
        DoesNotEqual(OneOrMany) = "does_not_equal",
        ;
        /// Has no option.
        IsEmpty = "is_empty": true,
        /// Has an option.
        IsNotEmpty = "is_not_empty": true,
    }
}

condition! {
    /// A test of a multi-select, by the options' names.
    pub enum MultiSelectCondition {
        /// Has the option.
        Contains(OneOrMany) = "contains",
        /// Does not have the option. Holds for empty values.
        DoesNotContain(OneOrMany) = "does_not_contain",
        ;
        /// Has no option.
        IsEmpty = "is_empty": true,
        /// Has an option.
        IsNotEmpty = "is_not_empty": true,
    }
}

condition! {
    /// A test of a date, by the minute, or by the day where a day is given. Operands are ISO 8601
    /// or one of Notion's words: `today`, `one_week_ago`, … Windows count from today, which is in
    /// them.
    pub enum DateCondition {
        /// On the day, or in the minute.
        Equals(String) = "equals",
        /// Before.
        Before(String) = "before",
        /// After.
        After(String) = "after",
        /// Before or on.
        OnOrBefore(String) = "on_or_before",
        /// After or on.
        OnOrAfter(String) = "on_or_after",
        ;
        /// In the calendar week of today.
        ThisWeek = "this_week": {},
        /// In the seven days before today, or today.
        PastWeek = "past_week": {},
        /// In the month before today, or today.
        PastMonth = "past_month": {},
        /// In the year before today, or today.
        PastYear = "past_year": {},
        /// Today, or in the seven days after.
        NextWeek = "next_week": {},
        /// Today, or in the month after.
        NextMonth = "next_month": {},
        /// Today, or in the year after.
        NextYear = "next_year": {},
        /// Has no date.
        IsEmpty = "is_empty": true,
        /// Has a date.
        IsNotEmpty = "is_not_empty": true,
    }
}

impl DateCondition {
    /// What is compared with, if it is a date or a word for one.
    pub fn date(&self) -> Option<&str> {
        match self {
            Self::Equals(date)
            | Self::Before(date)
            | Self::After(date)
            | Self::OnOrBefore(date)
            | Self::OnOrAfter(date) => Some(date),
            Self::ThisWeek
            | Self::PastWeek
            | Self::PastMonth
            | Self::PastYear
            | Self::NextWeek
            | Self::NextMonth
            | Self::NextYear
            | Self::IsEmpty
            | Self::IsNotEmpty => None,
        }
    }
}

condition! {
    /// A test of people, by id or `me`.
    pub enum PeopleCondition {
        /// The user is among them.
        Contains(String) = "contains",
        /// The user is not among them. Holds for empty values.
        DoesNotContain(String) = "does_not_contain",
        ;
        /// There is nobody.
        IsEmpty = "is_empty": true,
        /// There is somebody.
        IsNotEmpty = "is_not_empty": true,
    }
}

condition! {
    /// A test of a relation, by page id.
    pub enum RelationCondition {
        /// The row is among them.
        Contains(String) = "contains",
        /// The row is not among them. Holds for empty values.
        DoesNotContain(String) = "does_not_contain",
        ;
        /// There is none.
        IsEmpty = "is_empty": true,
        /// There is one.
        IsNotEmpty = "is_not_empty": true,
    }
}

condition! {
    /// A test of files: only whether there are any.
    pub enum Existence {
        ;
        /// There is none.
        IsEmpty = "is_empty": true,
        /// There is one.
        IsNotEmpty = "is_not_empty": true,
    }
}

condition! {
    /// A test of what a formula computed.
    pub enum FormulaCondition {
        /// Its text.
        String(TextCondition) = "string",
        /// Its yes or no.
        Checkbox(CheckboxCondition) = "checkbox",
        /// Its number.
        Number(NumberCondition) = "number",
        /// Its date.
        Date(DateCondition) = "date",
        ;
    }
}

condition! {
    /// A test of what a rollup computed.
    pub enum RollupCondition {
        /// At least one of its values passes.
        Any(RollupElement) = "any",
        /// There are values, and all pass.
        Every(RollupElement) = "every",
        /// No value passes; there may be none.
        None(RollupElement) = "none",
        /// Its number passes.
        Number(NumberCondition) = "number",
        /// Its date passes.
        Date(DateCondition) = "date",
        ;
    }
}

condition! {
    /// A test of one value of a rollup.
    pub enum RollupElement {
        /// Any text.
        RichText(TextCondition) = "rich_text",
        /// A number.
        Number(NumberCondition) = "number",
        /// A checkbox.
        Checkbox(CheckboxCondition) = "checkbox",
        /// A select.
        Select(OptionCondition) = "select",
        /// A multi-select.
        MultiSelect(MultiSelectCondition) = "multi_select",
        /// A relation.
        Relation(RelationCondition) = "relation",
        /// A date or a time.
        Date(DateCondition) = "date",
        /// People.
        People(PeopleCondition) = "people",
        /// Files.
        Files(Existence) = "files",
        /// A status.
        Status(OptionCondition) = "status",
        ;
    }
}

condition! {
    /// A test of a verification, by state: `verified`, `expired` or `none`.
    pub enum VerificationCondition {
        /// Is in the state.
        Status(String) = "status",
        /// Is not in the state.
        DoesNotEqual(String) = "does_not_equal",
        ;
    }
}

condition! {
    /// A test of a value. The arm must be the property's type; `RichText` also suits titles, URLs,
    /// e-mail addresses and phone numbers.
    pub enum Condition {
        /// Of a title.
        Title(TextCondition) = "title",
        /// Of a text.
        RichText(TextCondition) = "rich_text",
        /// Of a URL.
        Url(TextCondition) = "url",
        /// Of an e-mail address.
        Email(TextCondition) = "email",
        /// Of a phone number.
        PhoneNumber(TextCondition) = "phone_number",
        /// Of a number.
        Number(NumberCondition) = "number",
        /// Of a unique id: the number, not the prefix.
        UniqueId(NumberCondition) = "unique_id",
        /// Of a checkbox.
        Checkbox(CheckboxCondition) = "checkbox",
        /// Of a select.
        Select(OptionCondition) = "select",
        /// Of a status.
        Status(OptionCondition) = "status",
        /// Of a multi-select.
        MultiSelect(MultiSelectCondition) = "multi_select",
        /// Of a date.
        Date(DateCondition) = "date",
        /// Of a property that shows when the row was made.
        CreatedTime(DateCondition) = "created_time",
        /// Of a property that shows when the row was last changed.
        LastEditedTime(DateCondition) = "last_edited_time",
        /// Of people.
        People(PeopleCondition) = "people",
        /// Of a property that shows who made the row.
        CreatedBy(PeopleCondition) = "created_by",
        /// Of a property that shows who changed the row last.
        LastEditedBy(PeopleCondition) = "last_edited_by",
        /// Of a relation.
        Relation(RelationCondition) = "relation",
        /// Of files.
        Files(Existence) = "files",
        /// Of a formula.
        Formula(FormulaCondition) = "formula",
        /// Of a rollup.
        Rollup(RollupCondition) = "rollup",
        /// Of a verification.
        Verification(VerificationCondition) = "verification",
        ;
    }
}
