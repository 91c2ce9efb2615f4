//! The type of a property, with what filters need to know about it.

/// A property's type and what belongs to it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum PropertyType {
    /// The title of the page.
    Title,
    /// Text.
    RichText,
    /// A number.
    Number,
    /// Yes or no; never empty.
    Checkbox,
    /// One of its options.
    Select(OptionNames),
    /// One of its options, which are in groups.
    Status(OptionNames, Vec<StatusGroup>),
    /// Any of its options.
    MultiSelect(OptionNames),
    /// A day, a time, or a range of either.
    Date,
    /// People.
    People,
    /// Files.
    Files,
    /// A web address.
    Url,
    /// An e-mail address.
    Email,
    /// A telephone number.
    PhoneNumber,
    /// Pages of another data source.
    Relation,
    /// Who made the page.
    CreatedBy,
    /// When the page was made; never empty.
    CreatedTime,
    /// Who changed the page last.
    LastEditedBy,
    /// When the page was last changed; never empty.
    LastEditedTime,
    /// A number that Notion gives, perhaps with a prefix; never empty.
    UniqueId {
        /// The prefix, in upper case.
        prefix: Option<String>,
    },
    /// A computed value; none if nobody knows what kind.
    Formula(Option<FormulaType>),
    /// Values of related pages.
    Rollup {
        /// What is made of the values.
        function: RollupFunction,
        /// The type of the values; none if nobody knows.
        target: Option<Box<Self>>,
    },
    /// Whether the page is verified.
    Verification,
    /// A type that Notion has no filter for, by its name.
    Other(String),
}

/// What a formula returns.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum FormulaType {
    /// Text.
    Text,
    /// A number.
    Number,
    /// Yes or no.
    Checkbox,
    /// A date.
    Date,
}

impl FormulaType {
    /// The type as written after `::`.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Number => "number",
            Self::Checkbox => "checkbox",
            Self::Date => "date",
        }
    }

    /// The result that is tested like a property of this type.
    pub(crate) const fn of_property(kind: &PropertyType) -> Option<Self> {
        Some(match kind {
            PropertyType::RichText => Self::Text,
            PropertyType::Number => Self::Number,
            PropertyType::Checkbox => Self::Checkbox,
            PropertyType::Date => Self::Date,
            _ => return None,
        })
    }

    /// The property type whose operators apply.
    pub(crate) const fn as_property(self) -> PropertyType {
        match self {
            Self::Text => PropertyType::RichText,
            Self::Number => PropertyType::Number,
            Self::Checkbox => PropertyType::Checkbox,
            Self::Date => PropertyType::Date,
        }
    }
}

/// What a rollup makes of the values it finds.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum RollupFunction {
    /// A number, such as `sum`; the word is Notion's.
    Number(String),
    /// A date: `earliest_date` or `latest_date`.
    Date(String),
    /// The values themselves: `show_original` or `show_unique`.
    List(String),
    /// Something that is not known to be filterable.
    Other(String),
}

impl RollupFunction {
    /// What the function of that name returns.
    pub fn of(name: &str) -> Self {
        let name = name.to_owned();
        match name.as_str() {
            "show_original" | "show_unique" => Self::List(name),
            "earliest_date" | "latest_date" => Self::Date(name),
            "count" | "count_values" | "empty" | "not_empty" | "unique" | "sum" | "average"
            | "median" | "min" | "max" | "range" | "checked" | "unchecked" | "percent_empty"
            | "percent_not_empty" | "percent_checked" | "percent_unchecked" => Self::Number(name),
            _ => Self::Other(name),
        }
    }

    /// Notion's word for it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Number(name) | Self::Date(name) | Self::List(name) | Self::Other(name) => name,
        }
    }
}

/// The options of a property, in its order.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct OptionNames {
    /// Their names.
    pub names: Vec<String>,
    /// Whether there may be others: then names that are not listed are taken as written.
    pub open: bool,
}

impl OptionNames {
    /// All options there are.
    pub fn all<N: Into<String>>(names: impl IntoIterator<Item = N>) -> Self {
        Self { names: names.into_iter().map(Into::into).collect(), open: false }
    }

    /// Some of the options.
    pub fn some<N: Into<String>>(names: impl IntoIterator<Item = N>) -> Self {
        Self { open: true, ..Self::all(names) }
    }
}

/// A group of the options of a status.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StatusGroup {
    /// Its name.
    pub name: String,
    /// The names of its options.
    pub options: Vec<String>,
}

impl PropertyType {
    /// The type on the wire, such as `multi_select`.
    pub fn type_name(&self) -> &str {
        match self {
            Self::Title => "title",
            Self::RichText => "rich_text",
            Self::Number => "number",
            Self::Checkbox => "checkbox",
            Self::Select(_) => "select",
            Self::Status(..) => "status",
            Self::MultiSelect(_) => "multi_select",
            Self::Date => "date",
            Self::People => "people",
            Self::Files => "files",
            Self::Url => "url",
            Self::Email => "email",
            Self::PhoneNumber => "phone_number",
            Self::Relation => "relation",
            Self::CreatedBy => "created_by",
            Self::CreatedTime => "created_time",
            Self::LastEditedBy => "last_edited_by",
            Self::LastEditedTime => "last_edited_time",
            Self::UniqueId { .. } => "unique_id",
            Self::Formula(_) => "formula",
            Self::Rollup { .. } => "rollup",
            Self::Verification => "verification",
            Self::Other(name) => name,
        }
    }

    /// The type of that name, without options.
    /// The type that is written so after `::`, such as `multi_select`; nothing is known of its options.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "title" => Self::Title,
            "rich_text" | "text" | "string" => Self::RichText,
            "number" => Self::Number,
            "checkbox" | "boolean" => Self::Checkbox,
            "select" => Self::Select(OptionNames::some::<String>([])),
            "status" => Self::Status(OptionNames::some::<String>([]), Vec::new()),
            "multi_select" => Self::MultiSelect(OptionNames::some::<String>([])),
            "date" => Self::Date,
            "people" | "person" => Self::People,
            "files" => Self::Files,
            "url" => Self::Url,
            "email" => Self::Email,
            "phone_number" | "phone" => Self::PhoneNumber,
            "relation" => Self::Relation,
            "created_by" => Self::CreatedBy,
            "created_time" => Self::CreatedTime,
            "last_edited_by" => Self::LastEditedBy,
            "last_edited_time" => Self::LastEditedTime,
            "unique_id" => Self::UniqueId { prefix: None },
            "verification" => Self::Verification,
            _ => return None,
        })
    }

    /// Two values of one list: the same type with the options of both.
    pub(crate) fn merge(self, other: Self) -> Self {
        match (self, other) {
            (Self::Select(left), Self::Select(right)) => Self::Select(left.and(right)),
            (Self::MultiSelect(left), Self::MultiSelect(right)) => {
                Self::MultiSelect(left.and(right))
            }
            (Self::Status(left, groups), Self::Status(right, _)) => {
                Self::Status(left.and(right), groups)
            }
            (first, _) => first,
        }
    }

    pub(crate) const fn is_text(&self) -> bool {
        matches!(self, Self::Title | Self::RichText | Self::Url | Self::Email | Self::PhoneNumber)
    }

    pub(crate) const fn is_date(&self) -> bool {
        matches!(self, Self::Date | Self::CreatedTime | Self::LastEditedTime)
    }

    /// Whether every page has a value, so that complements need no `is_empty`.
    pub(crate) const fn is_never_empty(&self) -> bool {
        matches!(
            self,
            Self::CreatedTime
                | Self::LastEditedTime
                | Self::UniqueId { .. }
                | Self::Checkbox
                | Self::Verification
        )
    }
}

impl OptionNames {
    fn and(mut self, other: Self) -> Self {
        for name in other.names {
            if !self.names.contains(&name) {
                self.names.push(name);
            }
        }
        self
    }
}
