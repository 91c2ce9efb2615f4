//! Callouts of any type, as Obsidian and directives write them; some can be folded.

use comrak::nodes::{CalloutFold, Node, NodeCallout, NodeValue, Sourcepos};
use notion_model::Color;

use super::{
    Reader, build,
    frame::{Frame, Owner},
};
use crate::alert::Alert;

/// How a callout looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) emoji: &'static str,
    pub(super) color: Color,
}

impl From<Alert> for Look {
    fn from(alert: Alert) -> Self {
        Self { emoji: alert.emoji(), color: alert.color() }
    }
}

impl Look {
    /// The look of a type of callouts; GitHub's five are as they are on GitHub. A type that nobody
    /// knows looks like a note, as in Obsidian.
    pub(super) fn of(kind: &str) -> Self {
        let (emoji, color) = match kind.trim().to_ascii_lowercase().as_str() {
            "tip" | "hint" => return Alert::Tip.into(),
            "important" => return Alert::Important.into(),
            "warning" | "attention" => return Alert::Warning.into(),
            "caution" => return Alert::Caution.into(),
            "abstract" | "summary" | "tldr" => ("📋", Color::BlueBackground),
            "todo" => ("📌", Color::BlueBackground),
            "success" | "check" | "done" => ("✅", Color::GreenBackground),
            "question" | "help" | "faq" => ("❓", Color::YellowBackground),
            "failure" | "fail" | "missing" => ("❌", Color::RedBackground),
            "danger" | "error" => ("🚨", Color::RedBackground),
            "bug" => ("🐛", Color::RedBackground),
            "example" => ("🧪", Color::PurpleBackground),
            "quote" | "cite" => ("💭", Color::GrayBackground),
            _ => return Alert::Note.into(),
        };
        Self { emoji, color }
    }
}

impl Reader<'_> {
    /// The container between `:::kind Title` and `:::`.
    pub(super) fn directive(&mut self, info: &str, place: Sourcepos) -> Frame {
        let info = info.trim();
        let (kind, title) = info.split_once(char::is_whitespace).unwrap_or((info, ""));
        let title = self.part(title.trim(), place);
        Frame::titled(Owner::Callout(Look::of(kind)), title)
    }

    /// The container of a callout, with its title, which is taken out of `node`.
    pub(super) fn callout(&mut self, node: Node<'_>, callout: &NodeCallout) -> Frame {
        let is = |node: Node<'_>, wanted: fn(&NodeValue) -> bool| wanted(&node.data().value);
        let line = node
            .first_child()
            .filter(|it| is(it, |value| matches!(value, NodeValue::CalloutTitle)))
            .and_then(comrak::arena_tree::Node::first_child)
            .filter(|it| is(it, |value| matches!(value, NodeValue::Paragraph)));
        let title = line.map(|it| {
            it.detach();
            self.line(it)
        });
        if callout.fold == CalloutFold::None {
            let look = Look::of(&callout.callout_type);
            return Frame::titled(Owner::Callout(look), title.unwrap_or_default());
        }
        // A toggle must have something to click on.
        let title = title.unwrap_or_else(|| build::text(&callout.default_title()));
        Frame::titled(Owner::Toggle, title)
    }
}
