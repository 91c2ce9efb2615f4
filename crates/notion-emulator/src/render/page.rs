//! Pages.

use serde_json::{Map, Value, json};

use super::{View, object};
use crate::world::record::{Page, Parent};
use crate::world::text::RunKind;

/// Which properties of a page a response is to show.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Selection(Vec<String>);

impl Selection {
    /// The properties of these names or ids; all of them if there are none.
    pub(crate) fn new(names_or_ids: Vec<String>) -> Self {
        Self(names_or_ids)
    }

    fn shows(&self, name: &str, raw: &str, encoded: &str) -> bool {
        self.0.is_empty() || self.0.iter().any(|it| it == name || it == raw || it == encoded)
    }
}

impl View<'_> {
    pub(crate) fn page(&self, page: &Page, selection: &Selection) -> Map<String, Value> {
        let slug: String = page
            .title
            .iter()
            .filter_map(|run| match &run.kind {
                RunKind::Text(text) | RunKind::Link(text, _) => Some(&**text),
                _ => None,
            })
            .collect();
        let in_trash = self.in_trash(page.id, page.in_trash);
        let mut shown = object([("object", json!("page")), ("id", json!(page.id))]);
        shown.extend(Self::stamps(&page.stamp).map(|(key, value)| (key.to_owned(), value)));
        shown.extend(object([
            ("cover", self.icon(page.cover.as_deref())),
            ("icon", self.icon(page.icon.as_deref())),
            ("parent", self.parent(page.parent)),
            ("in_trash", json!(in_trash)),
            ("is_archived", json!(page.is_archived)),
            ("is_locked", json!(page.is_locked)),
            ("properties", Value::Object(self.page_properties(page, selection))),
            ("url", json!(self.url(&slug, page.id))),
            ("public_url", Value::Null),
        ]));
        self.archived(&mut shown, in_trash);
        shown
    }

    fn page_properties(&self, page: &Page, selection: &Selection) -> Map<String, Value> {
        let Parent::DataSource(source) = page.parent else {
            let title =
                json!({ "id": "title", "type": "title", "title": self.rich_text(&page.title) });
            let shown = selection.shows("title", "title", "title");
            return shown.then(|| ("title".to_owned(), title)).into_iter().collect();
        };
        let properties = self.world.source(source).map_or(&[][..], |it| &it.properties);
        properties
            .iter()
            .filter_map(|property| {
                let id = property.key.encoded();
                let shown = selection.shows(&property.name, property.key.raw(), &id);
                shown.then(|| (property.name.as_ref().to_owned(), self.value(page, property)))
            })
            .collect()
    }
}
