//! The flags that say in which form a filter is compiled.

use clap::ValueEnum;
use notion_filter::{MultiValue, Options, PropertyKeys, Pushdown, Relative, Windows};

#[derive(Clone, Copy, Debug, clap::Args)]
#[command(next_help_heading = "Form of the JSON")]
pub(super) struct Form {
    /// How several options in one condition are written
    #[arg(long, value_enum, default_value_t = MultiValueWord::Array)]
    multi_value: MultiValueWord,
    /// How Notion's own periods, such as `past_week`, are written
    #[arg(long, value_enum, default_value_t = WindowsWord::Native)]
    windows: WindowsWord,
    /// How `today` and the like are written
    #[arg(long, value_enum, default_value_t = RelativeWord::Resolve)]
    relative: RelativeWord,
    /// By what properties are called
    #[arg(long, value_enum, default_value_t = KeysWord::Name)]
    keys: KeysWord,
    /// What becomes of conditions that Notion cannot express
    #[arg(long, value_enum)]
    pushdown: Option<PushdownWord>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum MultiValueWord {
    /// As an array
    Array,
    /// As one condition for each
    Expand,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum WindowsWord {
    /// By their names
    Native,
    /// By their first and last day
    Explicit,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum RelativeWord {
    /// As dates
    Resolve,
    /// In Notion's words
    Symbolic,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum KeysWord {
    /// By their names
    Name,
    /// By their ids, which survive renaming
    Id,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum PushdownWord {
    /// They are errors
    Whole,
    /// They are left out, and named: the filter lets too many rows through, never too few
    Partial,
}

impl Form {
    /// The options of the language. `pushdown` is what is usual for the command.
    pub(super) fn options(self, pushdown: Pushdown) -> Options {
        Options {
            multi_value: match self.multi_value {
                MultiValueWord::Array => MultiValue::Array,
                MultiValueWord::Expand => MultiValue::Expand,
            },
            windows: match self.windows {
                WindowsWord::Native => Windows::Native,
                WindowsWord::Explicit => Windows::Explicit,
            },
            relative: match self.relative {
                RelativeWord::Resolve => Relative::Resolve,
                RelativeWord::Symbolic => Relative::Symbolic,
            },
            property_keys: match self.keys {
                KeysWord::Name => PropertyKeys::Name,
                KeysWord::Id => PropertyKeys::Id,
            },
            pushdown: match self.pushdown {
                None => pushdown,
                Some(PushdownWord::Whole) => Pushdown::Whole,
                Some(PushdownWord::Partial) => Pushdown::Partial,
            },
            ..Options::default()
        }
    }
}
