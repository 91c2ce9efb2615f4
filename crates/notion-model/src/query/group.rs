//! Tests joined by `and` and `or`, no deeper than Notion takes them.

use std::marker::PhantomData;

use crate::query::{Filter, test::Test};

/// Filters of which all must hold. Made by [`Test::and`] and [`And::of`].
///
/// Notion takes two levels of groups, and nobody has said what an empty one means to it. An `And<One>` has only tests in it, so it
/// may stand in an [`Or`]; an `And<Two>` may not, and has no method for it.
///
/// ```
/// use notion_model::query::Filter;
///
/// let [a, b, c] = ["A", "B", "C"].map(|it| Filter::property(it).checkbox().equals(true));
/// let two_levels = a.and(b.or(c));
/// # let _ = two_levels;
/// ```
///
/// ```compile_fail
/// # use notion_model::query::Filter;
/// # let [a, b, c, d] = ["A", "B", "C", "D"].map(|it| Filter::property(it).checkbox().equals(true));
/// let three_levels = a.or(b.and(c.or(d)));
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[must_use]
pub struct And<L = One>(Vec<Filter>, PhantomData<L>);

/// Filters of which one must hold. Made by [`Test::or`] and [`Or::of`]. See [`And`] for the levels.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[must_use]
pub struct Or<L = One>(Vec<Filter>, PhantomData<L>);

/// One level of groups: tests.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum One {}

/// Two levels of groups: tests, and groups of tests.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Two {}

impl Test {
    /// Both hold.
    pub fn and<P: AndPart>(self, other: P) -> And<P::Level> {
        And(joined(vec![self.0], other.parts()), PhantomData)
    }

    /// At least one of the two holds.
    pub fn or<P: OrPart>(self, other: P) -> Or<P::Level> {
        Or(joined(vec![self.0], other.parts()), PhantomData)
    }
}

impl And {
    /// All of these hold. `None` for an empty list: no filter says the same.
    pub fn of(tests: impl IntoIterator<Item = Test>) -> Option<Self> {
        let parts: Vec<_> = tests.into_iter().map(Filter::from).collect();
        (!parts.is_empty()).then_some(Self(parts, PhantomData))
    }

    /// This and the other hold.
    pub fn and<P: AndPart>(self, other: P) -> And<P::Level> {
        And(joined(self.0, other.parts()), PhantomData)
    }

    /// This or the other holds.
    pub fn or<P: OrPart>(self, other: P) -> Or<Two> {
        Or(joined(vec![self.into()], other.parts()), PhantomData)
    }
}

impl Or {
    /// One of these holds. `None` for an empty list, of which nothing holds: no filter
    /// says that.
    pub fn of(tests: impl IntoIterator<Item = Test>) -> Option<Self> {
        let parts: Vec<_> = tests.into_iter().map(Filter::from).collect();
        (!parts.is_empty()).then_some(Self(parts, PhantomData))
    }

    /// This or the other holds.
    pub fn or<P: OrPart>(self, other: P) -> Or<P::Level> {
        Or(joined(self.0, other.parts()), PhantomData)
    }

    /// This and the other hold.
    pub fn and<P: AndPart>(self, other: P) -> And<Two> {
        And(joined(vec![self.into()], other.parts()), PhantomData)
    }
}

impl And<Two> {
    /// This and the other hold.
    pub fn and(self, other: impl AndPart) -> Self {
        Self(joined(self.0, other.parts()), PhantomData)
    }
}

impl Or<Two> {
    /// This or the other holds.
    pub fn or(self, other: impl OrPart) -> Self {
        Self(joined(self.0, other.parts()), PhantomData)
    }
}

impl<L> From<And<L>> for Filter {
    fn from(group: And<L>) -> Self {
        Self::And(group.0)
    }
}

impl<L> From<Or<L>> for Filter {
    fn from(group: Or<L>) -> Self {
        Self::Or(group.0)
    }
}

fn joined(mut parts: Vec<Filter>, more: Vec<Filter>) -> Vec<Filter> {
    parts.extend(more);
    parts
}

/// What may be joined by `and`: a [`Test`], an [`Or`] of tests, or another [`And`].
#[diagnostic::on_unimplemented(
    message = "Notion takes two levels of groups, and `{Self}` would make a third"
)]
pub trait AndPart: sealed::Conjunct {
    /// The levels of groups there are then.
    type Level;
}

/// What may be joined by `or`: a [`Test`], an [`And`] of tests, or another [`Or`].
#[diagnostic::on_unimplemented(
    message = "Notion takes two levels of groups, and `{Self}` would make a third"
)]
pub trait OrPart: sealed::Disjunct {
    /// The levels of groups there are then.
    type Level;
}

/// Nobody else implements what may be joined.
mod sealed {
    use super::Filter;

    pub trait Conjunct {
        /// The entries that an `and` gains.
        fn parts(self) -> Vec<Filter>;
    }

    pub trait Disjunct {
        /// The entries that an `or` gains.
        fn parts(self) -> Vec<Filter>;
    }
}

/// Defines what a group gains when something is joined to it.
macro_rules! part {
    ($part:ident, $sealed:ident: $( [$($generic:ident)?] $type:ty => $level:ty, |$it:ident| $parts:expr; )*) => {
        $(
            impl $(<$generic>)? sealed::$sealed for $type {
                fn parts(self) -> Vec<Filter> {
                    let $it = self;
                    $parts
                }
            }

            impl $(<$generic>)? $part for $type {
                type Level = $level;
            }
        )*
    };
}

part! { AndPart, Conjunct:
    [] Test => One, |it| vec![it.0];
    [L] And<L> => L, |it| it.0;
    [] Or<One> => Two, |it| vec![it.into()];
}

part! { OrPart, Disjunct:
    [] Test => One, |it| vec![it.0];
    [L] Or<L> => L, |it| it.0;
    [] And<One> => Two, |it| vec![it.into()];
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(name: &str) -> Test {
        Filter::property(name).checkbox().equals(true)
    }

    /// The groups of a filter, with the names of the properties for tests.
    fn show(filter: impl Into<Filter>) -> String {
        fn list(parts: &[Filter]) -> String {
            parts.iter().map(|it| show(it.clone())).collect::<Vec<_>>().join(" ")
        }
        match filter.into() {
            Filter::And(parts) => format!("and({})", list(&parts)),
            Filter::Or(parts) => format!("or({})", list(&parts)),
            Filter::Property(it) => it.property,
            Filter::Timestamp(it) => it.timestamp.as_str().to_owned(),
        }
    }

    #[test]
    fn groups_of_the_same_kind_become_one() {
        assert_eq!(show(is("a").and(is("b")).and(is("c"))), "and(a b c)");
        assert_eq!(show(is("a").and(is("b").and(is("c")))), "and(a b c)");
        assert_eq!(show(is("a").or(is("b")).or(is("c").or(is("d")))), "or(a b c d)");
    }

    #[test]
    fn groups_of_another_kind_nest_once() {
        assert_eq!(show(is("a").and(is("b").or(is("c")))), "and(a or(b c))");
        assert_eq!(show(is("a").and(is("b")).or(is("c"))), "or(and(a b) c)");
        assert_eq!(show(is("a").or(is("b")).and(is("c").or(is("d")))), "and(or(a b) or(c d))");
        let two = is("a").or(is("b").and(is("c")));
        assert_eq!(show(two.or(is("d")).or(is("e").and(is("f")))), "or(a and(b c) d and(e f))");
    }

    #[test]
    fn an_empty_group_is_no_group() {
        assert_eq!(And::of([]), None);
        assert_eq!(Or::of([is("a")]).map(show).as_deref(), Some("or(a)"));
    }
}
