//! The codes of diagnostics, so that a complaint can be looked up and tested for.

use std::fmt;
use std::str::FromStr;

/// Whether a diagnostic stops the filter.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Severity {
    /// The filter has no meaning as it stands.
    Error,
    /// The filter has a meaning, perhaps not the intended one.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal,)+) => {
        /// What kind of mistake a diagnostic is about.
        ///
        /// `NF00xx` is about text and syntax, `NF01xx` about names and shapes, `NF02xx` about values and
        /// types, `NF04xx` about what Notion cannot do; `NF09xx` are warnings.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The code as printed, such as `NF0205`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }

            /// What the code means, at length: Markdown with a wrong example and a corrected one.
            ///
            /// The texts are the files in `diagnostic/codes`; a code without one does not compile.
            pub const fn explain(self) -> &'static str {
                match self {
                    $(Self::$name => include_str!(concat!("codes/", $text, ".md")),)+
                }
            }
        }
    };
}

codes! {
    /// A character that has no place in a filter.
    StrayCharacter = "NF0001",
    /// A quote that is opened and never closed.
    UnterminatedQuote = "NF0002",
    /// A typographic quote where a straight one is meant.
    TypographicQuote = "NF0003",
    /// A backslash before a character that needs none.
    Escape = "NF0004",
    /// An operator of another language.
    OperatorTypo = "NF0005",
    /// A connector without a condition on one side.
    MissingCondition = "NF0006",
    /// Parentheses that do not pair up.
    Parentheses = "NF0007",
    /// Two conditions without `and` or `or` between them.
    MissingConnector = "NF0008",
    /// More nesting than the limit allows.
    TooDeep = "NF0009",
    /// More text, or more values in a list, than the limit allows.
    TooLong = "NF0010",
    /// Something other than a type after `::`.
    CastSyntax = "NF0011",
    /// `between` without two values joined by `and`.
    Between = "NF0012",
    /// A list without a value.
    EmptyList = "NF0013",
    /// Values of a list that are not separated by commas.
    ListSeparator = "NF0014",
    /// A clause, or a sort key, that is given twice.
    DuplicateClause = "NF0015",
    /// A `limit` that is not a whole number of at least 1.
    Limit = "NF0016",
    /// Backquotes, which are for names, around a value.
    BackquotedValue = "NF0017",
    /// An operator without a value.
    MissingValue = "NF0018",
    /// A clause that is not complete or not understood.
    ClauseSyntax = "NF0019",
    /// A property that the data source does not have.
    UnknownProperty = "NF0101",
    /// A name that several properties could be meant by.
    AmbiguousProperty = "NF0103",
    /// A property and a value without an operator between them.
    MissingOperator = "NF0104",
    /// A condition on a list that does not say how many values must match.
    NeedsQuantifier = "NF0105",
    /// `any`, `every` or `none` around a rollup that is a single value.
    QuantifierOnSingle = "NF0106",
    /// `any`, `every` or `none` around something that is not a rollup.
    QuantifierOnOther = "NF0107",
    /// A `::type` that contradicts the schema.
    CastMismatch = "NF0108",
    /// A `::type` that does not exist.
    CastUnknown = "NF0109",
    /// A property that Notion has no filter for.
    NotFilterable = "NF0110",
    /// A rollup whose values are of an unknown type.
    UnknownRollupType = "NF0111",
    /// A formula whose result is of an unknown type.
    UnknownFormulaType = "NF0112",
    /// A value where a whole condition is expected.
    ValueAsCondition = "NF0113",
    /// A property that stands alone and is not a yes/no property.
    NotYesNo = "NF0114",
    /// A property whose type nothing in the filter tells, without a schema.
    TypeUnknown = "NF0115",
    /// A property that Notion cannot sort by.
    NotSortable = "NF0116",
    /// An operator that the property's type does not have.
    OperatorType = "NF0201",
    /// A question for emptiness of something that is never empty.
    NeverEmpty = "NF0202",
    /// A value that is not of the property's type.
    ValueType = "NF0203",
    /// Something that cannot be read as a date.
    Date = "NF0204",
    /// An option that the property does not have.
    UnknownOption = "NF0205",
    /// A status group where there are no groups.
    GroupNotApplicable = "NF0206",
    /// A status group that the property does not have.
    UnknownGroup = "NF0207",
    /// A condition that is true for every page.
    MatchesEverything = "NF0208",
    /// An ID with another prefix than the property's.
    IdPrefix = "NF0209",
    /// A period of time where one day is needed.
    PeriodNotDay = "NF0210",
    /// A person or page that the directory does not know.
    NotFound = "NF0211",
    /// A name that several people or pages have.
    AmbiguousName = "NF0212",
    /// A name where nothing is there to look it up.
    NoDirectory = "NF0213",
    /// A negation that Notion cannot express.
    NoOpposite = "NF0401",
    /// A filter that does not fit into two levels within the limits.
    TooComplex = "NF0402",
    /// Several conditions on the same value of a rollup.
    SeveralConditions = "NF0403",
    /// A formula's type was guessed from the comparison.
    FormulaGuessed = "NF0901",
    /// A range that contains nothing.
    EmptyRange = "NF0902",
    /// Text is compared with the word `null`.
    NullText = "NF0903",
    /// `is not X` where both `X` and `Not X` are options.
    IsNotOption = "NF0904",
    /// A number that Notion cannot hold exactly.
    InexactNumber = "NF0905",
}

impl Code {
    /// Errors, except for the codes from `NF0900` on, which are warnings.
    pub const fn severity(self) -> Severity {
        if (self as u8) < (Self::FormulaGuessed as u8) {
            Severity::Error
        } else {
            Severity::Warning
        }
    }
}

impl FromStr for Code {
    type Err = UnknownCode;

    /// Reads `NF0205`, `nf0205` or `205`.
    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let trimmed = text.trim();
        let digits = match trimmed.get(..2) {
            Some(letters) if letters.eq_ignore_ascii_case("nf") => &trimmed[2..],
            _ => trimmed,
        };
        let plain = !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit());
        let number = digits.parse::<u32>().ok().filter(|_| plain);
        let found = Self::ALL.iter().copied().find(|code| Some(code.number()) == number);
        found.ok_or_else(|| UnknownCode {
            written: trimmed.chars().take(40).collect(),
            nearest: number.and_then(Self::nearest),
        })
    }
}

impl Code {
    /// The digits of the code as a number.
    pub(crate) fn number(self) -> u32 {
        self.as_str()[2..].parse().unwrap_or_default()
    }

    /// The code with the closest number, within the same hundred.
    fn nearest(number: u32) -> Option<Self> {
        let same = |code: &&Self| code.number() / 100 == number / 100;
        Self::ALL.iter().filter(same).min_by_key(|code| code.number().abs_diff(number)).copied()
    }
}

/// There is no such code.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UnknownCode {
    /// What was asked for, cut if it is long.
    pub written: String,
    /// The code with the closest number of the same hundred.
    pub nearest: Option<Code>,
}

impl fmt::Display for UnknownCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "there is no diagnostic code `{}`; ", self.written)?;
        match self.nearest {
            Some(code) => write!(out, "the nearest is {code}"),
            None => out.write_str("codes are written like `NF0205`"),
        }
    }
}

impl std::error::Error for UnknownCode {}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}
