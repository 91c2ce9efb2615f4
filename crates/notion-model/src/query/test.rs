//! Filters that read as they are said: `property("Status").status().equals("Active")`.

use std::fmt;

use serde_json::Number;

use crate::{
    PageId, UserId,
    query::{
        CheckboxCondition, Condition, DateCondition, Existence, Filter, FormulaCondition,
        MultiSelectCondition, NumberCondition, OneOrMany, OptionCondition, PeopleCondition,
        RelationCondition, RollupCondition, RollupElement, TextCondition, TimestampKind,
        VerificationCondition,
    },
};

/// A single test. Join several with [`and`](Self::and) and [`or`](Self::or).
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[must_use]
pub struct Test(pub(super) Filter);

impl From<Test> for Filter {
    fn from(test: Test) -> Self {
        test.0
    }
}

/// ```
/// use notion_model::query::Filter;
///
/// let late = Filter::property("Deadline").date().before("today")
///     .and(Filter::property("Status").status().does_not_equal(["Done", "Cancelled"]));
/// assert_eq!(
///     serde_json::to_value(Filter::from(late))?,
///     serde_json::json!({"and": [
///         {"property": "Deadline", "date": {"before": "today"}},
///         {"property": "Status", "status": {"does_not_equal": ["Done", "Cancelled"]}},
///     ]}),
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// A test that the type does not have is no program:
///
/// ```compile_fail
/// # use notion_model::query::Filter;
/// Filter::property("Done").checkbox().contains("yes");
/// ```
impl Filter {
    /// A test of a property, by name or id. Say next of which type it is.
    pub fn property(name: impl Into<String>) -> Subject {
        Subject { property: name.into() }
    }

    /// A test of when the page was made. Needs no property.
    pub fn created_time() -> Testing<DateCondition> {
        Testing::new(|it| Self::timestamp(TimestampKind::CreatedTime, it))
    }

    /// A test of when the page was last changed. Needs no property.
    pub fn last_edited_time() -> Testing<DateCondition> {
        Testing::new(|it| Self::timestamp(TimestampKind::LastEditedTime, it))
    }
}

/// A property that is to be tested. Notion wants its type.
#[derive(Clone, Debug)]
#[must_use]
pub struct Subject {
    property: String,
}

/// Defines the types of a subject.
macro_rules! types {
    ($subject:ident: $( $(#[$meta:meta])* $name:ident = $arm:expr => $condition:ty; )*) => {
        impl $subject {
            $( $(#[$meta])* pub fn $name(self) -> Testing<$condition> {
                Testing::new(move |it| self.finish($arm(it)))
            } )*
        }
    };
}

types! { Subject:
    /// It is the title.
    title = Condition::Title => TextCondition;
    /// It is a text.
    rich_text = Condition::RichText => TextCondition;
    /// It is an address on the web.
    url = Condition::Url => TextCondition;
    /// It is an e-mail address.
    email = Condition::Email => TextCondition;
    /// It is a phone number.
    phone_number = Condition::PhoneNumber => TextCondition;
    /// It is a number.
    number = Condition::Number => NumberCondition;
    /// It is a unique id; its number is tested, not the prefix.
    unique_id = Condition::UniqueId => NumberCondition;
    /// It is a checkbox.
    checkbox = Condition::Checkbox => CheckboxCondition;
    /// It is a select.
    select = Condition::Select => OptionCondition;
    /// It is a status.
    status = Condition::Status => OptionCondition;
    /// It is a multi-select.
    multi_select = Condition::MultiSelect => MultiSelectCondition;
    /// It is a date.
    date = Condition::Date => DateCondition;
    /// It shows when the row was made.
    created_time = Condition::CreatedTime => DateCondition;
    /// It shows when the row was last changed.
    last_edited_time = Condition::LastEditedTime => DateCondition;
    /// It holds people.
    people = Condition::People => PeopleCondition;
    /// It shows who made the row.
    created_by = Condition::CreatedBy => PeopleCondition;
    /// It shows who changed the row last.
    last_edited_by = Condition::LastEditedBy => PeopleCondition;
    /// It is a relation.
    relation = Condition::Relation => RelationCondition;
    /// It holds files.
    files = Condition::Files => Existence;
    /// It is a verification.
    verification = Condition::Verification => VerificationCondition;
    /// It is a formula that computes text.
    formula_text = |it| Condition::Formula(FormulaCondition::String(it)) => TextCondition;
    /// It is a formula that computes a number.
    formula_number = |it| Condition::Formula(FormulaCondition::Number(it)) => NumberCondition;
    /// It is a formula that computes yes or no.
    formula_checkbox = |it| Condition::Formula(FormulaCondition::Checkbox(it)) => CheckboxCondition;
    /// It is a formula that computes a date.
    formula_date = |it| Condition::Formula(FormulaCondition::Date(it)) => DateCondition;
    /// It is a rollup that computes a number.
    rollup_number = |it| Condition::Rollup(RollupCondition::Number(it)) => NumberCondition;
    /// It is a rollup that computes a date.
    rollup_date = |it| Condition::Rollup(RollupCondition::Date(it)) => DateCondition;
    /// It is a rollup that shows values; at least one must pass.
    rollup_any = |it| Condition::Rollup(RollupCondition::Any(it)) => RollupElement;
    /// It is a rollup that shows values; there must be some, and all must pass.
    rollup_every = |it| Condition::Rollup(RollupCondition::Every(it)) => RollupElement;
    /// It is a rollup that shows values; none may pass.
    rollup_none = |it| Condition::Rollup(RollupCondition::None(it)) => RollupElement;
}

impl Subject {
    /// A test that is only known at run time.
    pub fn passes(self, condition: Condition) -> Test {
        Test(self.finish(condition))
    }

    fn finish(self, condition: Condition) -> Filter {
        Filter::Property(super::PropertyFilter { property: self.property, condition })
    }
}

/// A property of a known type that is to be tested. Say next what must hold.
#[must_use]
pub struct Testing<C> {
    finish: Box<dyn FnOnce(C) -> Filter>,
}

impl<C> Testing<C> {
    fn new(finish: impl FnOnce(C) -> Filter + 'static) -> Self {
        Self { finish: Box::new(finish) }
    }

    /// The test.
    pub fn passes(self, condition: C) -> Test {
        Test((self.finish)(condition))
    }
}

impl<C> fmt::Debug for Testing<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Testing").finish_non_exhaustive()
    }
}

/// Defines the operators of a condition under the names of the wire.
macro_rules! operators {
    ($condition:ident: $(
        $(#[$meta:meta])*
        $name:ident $(($arg:ident: $type:ty))? = $arm:ident $(($value:expr))?;
    )*) => {
        impl Testing<$condition> {
            $( $(#[$meta])* pub fn $name(self $(, $arg: $type)?) -> Test {
                self.passes($condition::$arm $(($value))?)
            } )*
            /// There is no value.
            pub fn is_empty(self) -> Test {
                self.passes($condition::IsEmpty)
            }

            /// There is a value.
            pub fn is_not_empty(self) -> Test {
                self.passes($condition::IsNotEmpty)
            }
        }
    };
}

operators! { TextCondition:
    /// Equals the text.
    equals(text: impl Into<String>) = Equals(text.into());
    /// Does not equal the text. Holds for empty values.
    does_not_equal(text: impl Into<String>) = DoesNotEqual(text.into());
    /// Contains the text, in any case.
    contains(text: impl Into<String>) = Contains(text.into());
    /// Does not contain the text. Holds for empty values.
    does_not_contain(text: impl Into<String>) = DoesNotContain(text.into());
    /// Begins with the text, in any case.
    starts_with(text: impl Into<String>) = StartsWith(text.into());
    /// Ends with the text, in any case.
    ends_with(text: impl Into<String>) = EndsWith(text.into());
}

operators! { NumberCondition:
    /// Equals the number. [`decimal`](crate::decimal) makes one of a float.
    equals(number: impl Into<Number>) = Equals(number.into());
    /// Does not equal the number. Holds for empty values.
    does_not_equal(number: impl Into<Number>) = DoesNotEqual(number.into());
    /// Is greater. Never holds for empty values, like all comparisons of size.
    greater_than(number: impl Into<Number>) = GreaterThan(number.into());
    /// Is less.
    less_than(number: impl Into<Number>) = LessThan(number.into());
    /// Is greater or equal.
    greater_than_or_equal_to(number: impl Into<Number>) = GreaterThanOrEqualTo(number.into());
    /// Is less or equal.
    less_than_or_equal_to(number: impl Into<Number>) = LessThanOrEqualTo(number.into());
}

impl Testing<CheckboxCondition> {
    /// Is as given.
    pub fn equals(self, checked: bool) -> Test {
        self.passes(CheckboxCondition::Equals(checked))
    }

    /// Is not as given.
    pub fn does_not_equal(self, checked: bool) -> Test {
        self.passes(CheckboxCondition::DoesNotEqual(checked))
    }
}

operators! { OptionCondition:
    /// Is the option, or one of several.
    equals(option: impl Into<OneOrMany>) = Equals(option.into());
    /// Is not the option, or none of several. Holds for empty values.
    does_not_equal(option: impl Into<OneOrMany>) = DoesNotEqual(option.into());
}

operators! { MultiSelectCondition:
    /// Has the option, or one of several.
    contains(option: impl Into<OneOrMany>) = Contains(option.into());
    /// Does not have the option, or any of several. Holds for empty values.
    does_not_contain(option: impl Into<OneOrMany>) = DoesNotContain(option.into());
}

operators! { DateCondition:
    /// On the day, or in the minute. The operand of this and of the other comparisons is anything
    /// that shows as ISO 8601 (`"2026-07-01"`, a `jiff` date, a [`DateOrDateTime`]), or one of
    /// Notion's words, such as `today` and `one_week_ago`.
    ///
    /// [`DateOrDateTime`]: crate::DateOrDateTime
    equals(date: impl fmt::Display) = Equals(date.to_string());
    /// Before.
    before(date: impl fmt::Display) = Before(date.to_string());
    /// After.
    after(date: impl fmt::Display) = After(date.to_string());
    /// Before or on.
    on_or_before(date: impl fmt::Display) = OnOrBefore(date.to_string());
    /// After or on.
    on_or_after(date: impl fmt::Display) = OnOrAfter(date.to_string());
    /// In the calendar week of today.
    this_week = ThisWeek;
    /// In the seven days before today, or today.
    past_week = PastWeek;
    /// In the month before today, or today.
    past_month = PastMonth;
    /// In the year before today, or today.
    past_year = PastYear;
    /// Today, or in the seven days after.
    next_week = NextWeek;
    /// Today, or in the month after.
    next_month = NextMonth;
    /// Today, or in the year after.
    next_year = NextYear;
}

operators! { PeopleCondition:
    /// The user is among them.
    contains(user: UserId) = Contains(user.to_string());
    /// The user is not among them. Holds for empty values.
    does_not_contain(user: UserId) = DoesNotContain(user.to_string());
    /// The user the token stands for is among them.
    contains_me = Contains("me".to_owned());
    /// The user the token stands for is not among them. Holds for empty values.
    does_not_contain_me = DoesNotContain("me".to_owned());
}

operators! { RelationCondition:
    /// The row is among them.
    contains(row: PageId) = Contains(row.to_string());
    /// The row is not among them. Holds for empty values.
    does_not_contain(row: PageId) = DoesNotContain(row.to_string());
}

operators! { Existence: }
