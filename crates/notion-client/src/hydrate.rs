//! Completing what pages show only in part: a page carries at most 25 references of each property.

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use notion_model::{
    Page, PropertyId, PropertyItem, PropertyItemKind, PropertyValue, PropertyValueKind, RichText,
    RichTextKind, RollupValueKind, limits::REFERENCES_SHOWN,
};

use crate::Client;
use crate::endpoint::{Endpoint as _, pages};
use crate::error::{Error, ErrorKind};
use crate::paging::PagingError;

/// The function of a rollup that shows the values as they are.
const SHOWN: &str = "show_original";

/// Properties of one page that are completed at the same time.
const AT_ONCE: usize = 4;

impl Client {
    /// Reads the rest of relations, people and texts that Notion has cut in `page`.
    ///
    /// Costs one request for each property that may be cut and one more for every hundred elements;
    /// nothing for a page that is whole. Returns the names of properties that may be cut and cannot
    /// be completed, which are rollups of 25 values or more that are texts, people or relations
    /// themselves, or that are not simply shown: those are listed without the rows they are from. So is
    /// what Notion lists as something that this version does not know. They are left as they are.
    ///
    /// # Errors
    ///
    /// When a property could not be read to its end. The page is then as it was.
    pub async fn complete(&self, page: &mut Page) -> Result<Vec<Box<str>>, Error> {
        let mut cut = Vec::new();
        let mut incomplete = Vec::new();
        for (name, value) in page.properties.iter() {
            match (&value.id, may_be_cut(value)) {
                (_, Cut::No) => {}
                (Some(id), Cut::Completable) => cut.push((Box::<str>::from(name), id.clone())),
                _ => incomplete.push(name.into()),
            }
        }
        let id = page.id;
        let read = cut.into_iter().map(|(name, property)| async move {
            let items = self.list(pages::property_items(id, property)).collect().await?;
            Ok::<_, Error>((name, items))
        });
        let read: Vec<_> = stream::iter(read).buffered(AT_ONCE).try_collect().await?;
        for (name, items) in read {
            let value = page.properties.get_mut(&name);
            if !value.is_some_and(|value| replace(value, items)) {
                incomplete.push(name);
            }
        }
        Ok(incomplete)
    }

    /// All pages that a relation of `page` leads to, where the page shows 25.
    ///
    /// # Errors
    ///
    /// When the relation could not be read to its end, or when the property is none.
    pub async fn related(
        &self,
        page: notion_model::PageId,
        property: PropertyId,
    ) -> Result<Vec<notion_model::PageId>, Error> {
        let endpoint = pages::property_items(page, property);
        let (method, path) = (http::Method::GET, endpoint.path());
        let items = self.list(endpoint).collect().await?;
        let related = items.into_iter().map(|item| {
            if let PropertyItemKind::Relation(page) = item.kind {
                return Ok(page.id);
            }
            let reason = "it is no relation to a page".to_owned();
            Err(Error::new(&method, &path, 1, ErrorKind::Paging(PagingError::Odd { reason })))
        });
        related.collect()
    }
}

/// Whether a value may not be all there is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Cut {
    No,
    Completable,
    /// The list cannot be put together again.
    ForGood,
}

/// Only relations say so themselves. For the others, as many references as Notion shows at most are
/// a reason to look.
fn may_be_cut(value: &PropertyValue) -> Cut {
    let cut = match &value.kind {
        _ if value.is_cut() => true,
        PropertyValueKind::People(people) => people.len() >= REFERENCES_SHOWN,
        PropertyValueKind::Title(text) | PropertyValueKind::RichText(text) => {
            mentions(text) >= REFERENCES_SHOWN
        }
        PropertyValueKind::Rollup(rollup) => match &rollup.kind {
            RollupValueKind::Array(values) if values.len() >= REFERENCES_SHOWN => {
                if &*rollup.function != SHOWN || !values.iter().all(is_one_item) {
                    return Cut::ForGood;
                }
                true
            }
            _ => false,
        },
        _ => false,
    };
    if cut { Cut::Completable } else { Cut::No }
}

/// Whether the items of a property have one for this value of a rollup, rather than one for each of
/// its elements, whichever row they are from.
fn is_one_item(value: &PropertyValue) -> bool {
    use PropertyValueKind as Kind;
    !matches!(
        value.kind,
        Kind::Title(_)
            | Kind::RichText(_)
            | Kind::People(_)
            | Kind::Relation(_)
            | Kind::Rollup(_)
            | Kind::Unknown(_)
    )
}

/// The value of a rollup that an item is: the same without what says that it is an item.
fn value_of(item: &PropertyItem) -> Option<PropertyValue> {
    let mut json = serde_json::to_value(item).ok()?;
    let object = json.as_object_mut()?;
    for key in ["object", "id", "next_url", "request_id"] {
        object.shift_remove(key);
    }
    serde_json::from_value(json).ok()
}

fn mentions(text: &[RichText]) -> usize {
    text.iter().filter(|it| matches!(it.kind, RichTextKind::Mention(_))).count()
}

/// Puts the whole list in the place of what was shown. `false` if it is a list of something else.
fn replace(value: &mut PropertyValue, items: Vec<PropertyItem>) -> bool {
    use PropertyItemKind as Item;
    let is_known = match &mut value.kind {
        PropertyValueKind::Rollup(rollup) => match &mut rollup.kind {
            RollupValueKind::Array(values) => put(values, items, |item| value_of(&item)),
            _ => false,
        },
        PropertyValueKind::Relation(pages) => put(pages, items, |item| match item.kind {
            Item::Relation(it) => Some(it),
            _ => None,
        }),
        PropertyValueKind::People(people) => put(people, items, |item| match item.kind {
            Item::People(it) => Some(it),
            _ => None,
        }),
        PropertyValueKind::Title(text) | PropertyValueKind::RichText(text) => {
            put(text, items, |item| match item.kind {
                Item::Title(it) | Item::RichText(it) => Some(it),
                _ => None,
            })
        }
        _ => false,
    };
    if is_known && value.has_more.is_some() {
        value.has_more = Some(false);
    }
    is_known
}

/// All of them or none: what is left out would be lost when the value is written back.
fn put<T>(
    shown: &mut Vec<T>,
    items: Vec<PropertyItem>,
    element: impl Fn(PropertyItem) -> Option<T>,
) -> bool {
    let whole: Option<Vec<T>> = items.into_iter().map(element).collect();
    let is_whole = whole.is_some();
    *shown = whole.unwrap_or_else(|| std::mem::take(shown));
    is_whole
}

#[cfg(test)]
mod tests;
