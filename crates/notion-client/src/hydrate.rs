//! Completing what pages show only in part: a page carries at most 25 references of each property.

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use notion_model::{
    Page, PropertyId, PropertyItem, PropertyItemKind, PropertyValue, PropertyValueKind, RichText,
    RichTextKind, RollupValueKind, limits::REFERENCES_SHOWN,
};

use crate::Client;
use crate::endpoint::pages;
use crate::error::Error;

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
    /// themselves, or that are not simply shown: those are listed without the rows they are from.
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
            if let Some(value) = page.properties.get_mut(&name) {
                replace(value, items);
            }
        }
        Ok(incomplete)
    }

    /// All pages that a relation of `page` leads to, where the page shows 25.
    ///
    /// # Errors
    ///
    /// When the relation could not be read to its end.
    pub async fn related(
        &self,
        page: notion_model::PageId,
        property: PropertyId,
    ) -> Result<Vec<notion_model::PageId>, Error> {
        let items = self.list(pages::property_items(page, property)).collect().await?;
        let related = items.into_iter().filter_map(|item| match item.kind {
            PropertyItemKind::Relation(page) => Some(page.id),
            _ => None,
        });
        Ok(related.collect())
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

/// Puts the whole list in the place of what was shown.
fn replace(value: &mut PropertyValue, items: Vec<PropertyItem>) {
    if let PropertyValueKind::Rollup(rollup) = &mut value.kind {
        if let RollupValueKind::Array(values) = &mut rollup.kind {
            *values = items.iter().filter_map(value_of).collect();
        }
        return;
    }
    let items = items.into_iter().map(|item| item.kind);
    match &mut value.kind {
        PropertyValueKind::Relation(pages) => {
            *pages = items
                .filter_map(
                    |it| if let PropertyItemKind::Relation(it) = it { Some(it) } else { None },
                )
                .collect();
        }
        PropertyValueKind::People(people) => {
            *people = items
                .filter_map(
                    |it| if let PropertyItemKind::People(it) = it { Some(it) } else { None },
                )
                .collect();
        }
        PropertyValueKind::Title(text) | PropertyValueKind::RichText(text) => {
            *text = items
                .filter_map(|it| match it {
                    PropertyItemKind::Title(it) | PropertyItemKind::RichText(it) => Some(it),
                    _ => None,
                })
                .collect();
        }
        _ => return,
    }
    if value.has_more.is_some() {
        value.has_more = Some(false);
    }
}

#[cfg(test)]
mod tests;
