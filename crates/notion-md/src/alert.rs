//! The five alerts of GitHub's Markdown, and the callouts they are in Notion.

use notion_model::Color;

/// An alert: `> [!TIP]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alert {
    Note,
    Tip,
    Important,
    Warning,
    Caution,
}

impl Alert {
    const ALL: [Self; 5] = [Self::Note, Self::Tip, Self::Important, Self::Warning, Self::Caution];

    /// The word in the brackets.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Note => "NOTE",
            Self::Tip => "TIP",
            Self::Important => "IMPORTANT",
            Self::Warning => "WARNING",
            Self::Caution => "CAUTION",
        }
    }

    /// The icon of the callout.
    pub(crate) fn emoji(self) -> &'static str {
        match self {
            Self::Note => "ℹ️",
            Self::Tip => "💡",
            Self::Important => "💬",
            Self::Warning => "⚠️",
            Self::Caution => "🛑",
        }
    }

    /// The colour of the callout.
    pub(crate) fn color(self) -> Color {
        match self {
            Self::Note => Color::BlueBackground,
            Self::Tip => Color::GreenBackground,
            Self::Important => Color::PurpleBackground,
            Self::Warning => Color::YellowBackground,
            Self::Caution => Color::RedBackground,
        }
    }

    /// The alert with exactly this icon and colour.
    pub(crate) fn of(emoji: &str, color: &Color) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.emoji() == emoji && it.color() == *color)
    }
}
