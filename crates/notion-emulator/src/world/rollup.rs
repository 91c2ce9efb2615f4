//! Rollups as a world keeps them.

use serde::{Deserialize, Serialize};

use super::schema::PropertyKey;

/// What a rollup makes of a property of the rows that a relation leads to.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Rollup {
    pub(crate) relation: PropertyKey,
    /// The property of the related rows.
    pub(crate) target: PropertyKey,
    pub(crate) function: Function,
}

/// One line for each function: its name, and its word in requests.
macro_rules! functions {
    ($($function:ident = $word:literal,)*) => {
        /// The functions of rollups, in the order in which the service lists them.
        #[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
        pub(crate) enum Function {
            $(#[serde(rename = $word)] $function,)*
        }

        impl Function {
            /// The words of requests.
            pub(crate) const WORDS: &[&str] = &[$($word),*];

            /// The function of that word.
            pub(crate) fn of_word(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$function),)*
                    _ => None,
                }
            }

            pub(crate) fn word(self) -> &'static str {
                match self {
                    $(Self::$function => $word,)*
                }
            }
        }
    };
}

functions! {
    Count = "count",
    CountValues = "count_values",
    Empty = "empty",
    NotEmpty = "not_empty",
    Unique = "unique",
    ShowUnique = "show_unique",
    PercentEmpty = "percent_empty",
    PercentNotEmpty = "percent_not_empty",
    Sum = "sum",
    Average = "average",
    Median = "median",
    Min = "min",
    Max = "max",
    Range = "range",
    EarliestDate = "earliest_date",
    LatestDate = "latest_date",
    DateRange = "date_range",
    Checked = "checked",
    Unchecked = "unchecked",
    PercentChecked = "percent_checked",
    PercentUnchecked = "percent_unchecked",
    CountPerGroup = "count_per_group",
    PercentPerGroup = "percent_per_group",
    ShowOriginal = "show_original",
}
