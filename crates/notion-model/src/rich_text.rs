//! Rich text: runs of text, mentions and equations.

use crate::{
    Color, DatabaseId, DateValue, PageId, User,
    wire::{wire_object, wire_union},
};

mod run;

pub use run::{RichText, plain_text};

wire_union! {
    /// A kind of run.
    pub enum RichTextKind {
        /// Text.
        Text(Text) = "text",
        /// A mention of a user, a page, a date, …
        Mention(Box<Mention>) = "mention",
        /// An equation in running text.
        Equation(Equation) = "equation",
    }
}

wire_object! {
    /// A text and its link.
    pub struct Text {
        /// The text, at most 2000 UTF-16 units when it is written.
        required content: String,
        /// Where it leads.
        nullable link: Option<Box<Link>>,
    }
}

wire_object! {
    /// Where a text leads.
    pub struct Link {
        /// The address.
        required url: String,
    }
}

wire_object! {
    /// An equation.
    pub struct Equation {
        /// `KaTeX`, at most 1000 UTF-16 units when it is written.
        required expression: String,
    }
}

wire_object! {
    /// How a run looks.
    #[derive(Eq)]
    pub struct Annotations {
        /// Bold.
        defaulted bold: bool,
        /// Italic.
        defaulted italic: bool,
        /// Struck through.
        defaulted strikethrough: bool,
        /// Underlined.
        defaulted underline: bool,
        /// Set as code.
        defaulted code: bool,
        /// Its colour.
        defaulted color: Color,
    }
}

impl Default for Annotations {
    fn default() -> Self {
        Self {
            bold: false,
            italic: false,
            strikethrough: false,
            underline: false,
            code: false,
            color: Color::Default,
            wire: crate::Wire::default(),
        }
    }
}

impl Annotations {
    /// Whether the run looks like plain text.
    pub fn is_default(&self) -> bool {
        // Field by field: every run that is written is asked.
        let Self { bold, italic, strikethrough, underline, code, color, wire } = self;
        let is_marked = *bold || *italic || *strikethrough || *underline || *code;
        !is_marked && color.is_default() && wire.is_silent()
    }
}

wire_object! {
    /// A mention of something.
    pub struct Mention {}
    /// Of what.
    tagged kind: MentionKind {}
}

impl Mention {
    /// A mention of the given kind.
    pub fn new(kind: MentionKind) -> Self {
        Self { kind, wire: crate::Wire::default() }
    }
}

wire_union! {
    /// What is mentioned.
    pub enum MentionKind {
        /// A person or a bot.
        User(User) = "user",
        /// A page.
        Page(MentionedPage) = "page",
        /// A database, or one of its data sources.
        Database(MentionedDatabase) = "database",
        /// A date.
        Date(DateValue) = "date",
        /// A date or a person that a template fills in.
        Template(serde_json::Map<String, serde_json::Value>) = "template_mention",
        /// An emoji of the workspace.
        CustomEmoji(crate::CustomEmoji) = "custom_emoji",
        /// A preview of a page on the web. Cannot be written.
        LinkPreview(Link) = "link_preview",
        /// A page on the web with title and icon. Cannot be written.
        LinkMention(LinkMention) = "link_mention",
    }
}

wire_object! {
    /// The page that is mentioned.
    #[derive(Eq)]
    pub struct MentionedPage {
        /// Its id.
        required id: PageId,
    }
}

wire_object! {
    /// The database that is mentioned.
    #[derive(Eq)]
    pub struct MentionedDatabase {
        /// Its id.
        required id: DatabaseId,
    }
}

wire_object! {
    /// A page on the web that is mentioned.
    pub struct LinkMention {
        /// Its address.
        required href: String,
        /// Its title.
        optional title: Option<String>,
    }
}
