//! What the checker found out, kept for whoever wants to see it.

use crate::span::Span;

/// Something in a filter that stands for something else.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Resolution {
    /// Where it is written.
    pub span: Span,
    /// What is written.
    pub written: String,
    /// What kind of thing it was taken for.
    pub what: Resolved,
    /// What it was found to be, in words.
    pub meaning: String,
}

/// What kind of thing was resolved.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Resolved {
    /// The name of a property.
    Property,
    /// An option, or a group of options.
    Option,
    /// A person.
    Person,
    /// A page.
    Page,
    /// A date that depends on the present, or on the zone.
    Date,
}

impl Resolved {
    /// The word for it in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Property => "property",
            Self::Option => "option",
            Self::Person => "person",
            Self::Page => "page",
            Self::Date => "date",
        }
    }
}

/// What one check found out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trace {
    pub(crate) resolved: Vec<Resolution>,
    /// What the conditions are about, in order.
    pub(crate) subjects: Vec<TracedSubject>,
    /// Whether the directories were asked.
    pub(crate) people: bool,
    pub(crate) pages: bool,
}

/// What a condition is about.
#[derive(Clone, Debug)]
pub(crate) struct TracedSubject {
    pub(crate) condition: Span,
    pub(crate) name: String,
    /// Such as `a select property`.
    pub(crate) noun: String,
}
