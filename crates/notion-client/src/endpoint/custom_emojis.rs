//! The emojis that a workspace made for itself. They can only be made and removed in the app.

use http::Method;
use notion_model::List;
use notion_model::file::CustomEmoji;
use uuid::Uuid;

use super::{Endpoint, ListEndpoint, Replay, paged};

/// All emojis of the workspace, or [the one of a name](ListCustomEmojis::named): its id is what an
/// icon and a mention want.
pub const fn list() -> ListCustomEmojis {
    ListCustomEmojis { name: None, cursor: None, size: None }
}

/// See [`list`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct ListCustomEmojis {
    name: Option<String>,
    cursor: Option<String>,
    size: Option<u32>,
}

impl ListCustomEmojis {
    /// Only the emoji of exactly this name, written without colons.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }
}

impl Endpoint for ListCustomEmojis {
    type Output = List<CustomEmoji>;
    type Body = ();
    const METHOD: Method = Method::GET;
    const REPLAY: Replay = Replay::Read;

    fn path(&self) -> String {
        "custom_emojis".to_owned()
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        let name = self.name.iter().map(|name| ("name", name.clone()));
        name.chain(paged(self.cursor.as_ref(), self.size)).collect()
    }
}

impl ListEndpoint for ListCustomEmojis {
    type Item = CustomEmoji;

    fn turn_to(&mut self, cursor: Option<String>, size: u32) {
        self.cursor = cursor;
        self.size = Some(size);
    }

    fn id(item: &CustomEmoji) -> Option<Uuid> {
        item.id.parse().ok()
    }
}
