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

/// The functions of rollups. Their names in a request are those of the variants in snake case.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Function {
    Count,
    CountValues,
    Empty,
    NotEmpty,
    Unique,
    ShowUnique,
    PercentEmpty,
    PercentNotEmpty,
    Sum,
    Average,
    Median,
    Min,
    Max,
    Range,
    EarliestDate,
    LatestDate,
    DateRange,
    Checked,
    Unchecked,
    PercentChecked,
    PercentUnchecked,
    CountPerGroup,
    PercentPerGroup,
    ShowOriginal,
}

impl Function {
    /// The words of requests, in the order in which the service lists them.
    pub(crate) const WORDS: &[&str] = &[
        "count",
        "count_values",
        "empty",
        "not_empty",
        "unique",
        "show_unique",
        "percent_empty",
        "percent_not_empty",
        "sum",
        "average",
        "median",
        "min",
        "max",
        "range",
        "earliest_date",
        "latest_date",
        "date_range",
        "checked",
        "unchecked",
        "percent_checked",
        "percent_unchecked",
        "count_per_group",
        "percent_per_group",
        "show_original",
    ];

    const ALL: [Self; 24] = [
        Self::Count,
        Self::CountValues,
        Self::Empty,
        Self::NotEmpty,
        Self::Unique,
        Self::ShowUnique,
        Self::PercentEmpty,
        Self::PercentNotEmpty,
        Self::Sum,
        Self::Average,
        Self::Median,
        Self::Min,
        Self::Max,
        Self::Range,
        Self::EarliestDate,
        Self::LatestDate,
        Self::DateRange,
        Self::Checked,
        Self::Unchecked,
        Self::PercentChecked,
        Self::PercentUnchecked,
        Self::CountPerGroup,
        Self::PercentPerGroup,
        Self::ShowOriginal,
    ];

    /// The function of that name.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        let place = Self::WORDS.iter().position(|it| *it == word)?;
        Self::ALL.get(place).copied()
    }

    pub(crate) fn word(self) -> &'static str {
        let place = Self::ALL.iter().position(|it| *it == self);
        place.and_then(|place| Self::WORDS.get(place)).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Function;

    #[test]
    fn words_are_those_of_the_store() {
        for (function, word) in Function::ALL.into_iter().zip(Function::WORDS) {
            assert_eq!(serde_json::to_value(function).unwrap(), **word);
            assert_eq!(Function::of_word(word), Some(function));
            assert_eq!(function.word(), *word);
        }
        assert_eq!(Function::ALL.len(), Function::WORDS.len());
    }
}
