//! A formula as a world keeps it: its text with properties by id, and the tree that the text means.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::lex::{NoFormula, REFERENCE, REFERENCE_END, Word, words};
use super::parse::parse;
use super::tree::Expr;
use crate::world::schema::PropertyKey;

/// The formula of a property.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(from = "Box<str>", into = "Box<str>")]
pub(crate) struct Formula {
    /// The text, in which `{{notion:block_property:<id>}}` stands for a property.
    text: Box<str>,
    /// Nothing, if the text is no formula: Notion keeps such texts, they just have no value.
    tree: Option<Arc<Expr>>,
}

impl PartialEq for Formula {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl From<Box<str>> for Formula {
    fn from(text: Box<str>) -> Self {
        let tree = parse(&text).ok().map(Arc::new);
        Self { text, tree }
    }
}

impl From<Formula> for Box<str> {
    fn from(formula: Formula) -> Self {
        formula.text
    }
}

/// How a request names a property inside of a formula.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum PropName<'a> {
    /// `prop("Name")`
    Name(&'a str),
    /// `{{notion:block_property:id:…}}`
    Key(&'a PropertyKey),
}

impl Formula {
    /// Reads a formula as a request writes it. `find` knows the properties.
    pub(crate) fn read(
        written: &str,
        find: impl Fn(PropName<'_>) -> Option<PropertyKey>,
    ) -> Result<Self, NoFormula> {
        let tokens = words(written)?;
        let mut text = String::with_capacity(written.len());
        let (mut copied, mut index) = (0, 0);
        while let Some(token) = tokens.get(index) {
            let is_method = index > 0 && tokens[index - 1].word == Word::Sign(".");
            let (name, length) = match &token.word {
                Word::Property(key) => (PropName::Key(key), 1),
                Word::Name(function) if &**function == "prop" && !is_method => {
                    match tokens.get(index + 1..index + 4) {
                        Some([open, name, close])
                            if open.word == Word::Sign("(") && close.word == Word::Sign(")") =>
                        {
                            let Word::Text(name) = &name.word else { return Err(NoFormula) };
                            (PropName::Name(name), 4)
                        }
                        _ => return Err(NoFormula),
                    }
                }
                _ => {
                    index += 1;
                    continue;
                }
            };
            let key = find(name).ok_or(NoFormula)?;
            text.push_str(&written[copied..token.span.start]);
            text.push_str(REFERENCE);
            text.push_str(&key.encoded());
            text.push_str(REFERENCE_END);
            index += length;
            copied = tokens[index - 1].span.end;
        }
        text.push_str(&written[copied..]);
        let formula = Self::from(Box::from(text));
        if formula.tree.is_some() || formula.is_blank() { Ok(formula) } else { Err(NoFormula) }
    }

    /// Whether it says nothing: Notion takes a formula without an expression.
    pub(crate) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The tree, unless the text is no formula.
    pub(crate) fn tree(&self) -> Option<&Expr> {
        self.tree.as_deref()
    }

    /// The text as it is sent: references say the data source and the workspace too.
    pub(crate) fn shown(&self, source: Uuid, workspace: Uuid) -> String {
        let mut shown = String::with_capacity(self.text.len() + 80);
        let mut pieces = self.text.split(REFERENCE);
        shown.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            let (reference, rest) = piece.split_once(REFERENCE_END).unwrap_or((piece, ""));
            let id = reference.split(':').next().unwrap_or_default();
            shown.push_str(REFERENCE);
            for part in [id, ":", &source.to_string(), ":", &workspace.to_string()] {
                shown.push_str(part);
            }
            shown.push_str(REFERENCE_END);
            shown.push_str(rest);
        }
        shown
    }
}
