//! What would change in a row: the canonical difference between what it has and what it should have.

use notion_model::{Canonical, DataSource, Page, Properties, request::PropertyValue};

use crate::{canon, plan::Change};

/// The values a row should have.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Desired {
    pub(crate) values: Vec<(String, PropertyValue)>,
}

impl Desired {
    pub(crate) fn set(&mut self, name: &str, value: PropertyValue) {
        match self.values.iter_mut().find(|(it, _)| it == name) {
            Some((_, old)) => *old = value,
            None => self.values.push((name.to_owned(), value)),
        }
    }

    /// All of them, for a new row. Empty values are what a new row has anyway.
    pub(crate) fn for_new_row(&self) -> Properties<PropertyValue> {
        let filled = self.values.iter().filter(|(_, value)| {
            matches!(value, PropertyValue::Title(_)) || !Canonical::of_request(value).is_empty()
        });
        filled.map(|(name, value)| (name.as_str(), value.clone())).collect()
    }

    /// Their fingerprint, comparable with [`super::base_of`] once the row has them.
    pub(crate) fn base(&self) -> String {
        let mut text = String::new();
        for (name, value) in &self.values {
            text.push_str(name);
            text.push('\0');
            text.push_str(&canon::fingerprint(&Canonical::of_request(value)));
            text.push('\0');
        }
        crate::hex::sha256(text.as_bytes())
    }
}

/// The values that change, and the changes for people. `row` is `None` for a new row.
pub(crate) fn changes(
    schema: Option<&DataSource>,
    row: Option<&Page>,
    desired: &Desired,
) -> (Properties<PropertyValue>, Vec<Change>) {
    let mut values = Properties::default();
    let mut changes = Vec::new();
    for (name, value) in &desired.values {
        let after = Canonical::of_request(value);
        let read = row.and_then(|it| it.properties.get(name));
        let before = read.and_then(Canonical::of);
        if before.as_ref() == Some(&after) || (row.is_none() && after.is_empty()) {
            continue;
        }
        // A value that Notion shows only in part cannot be compared; it is written as it should be.
        let words = before.as_ref().map(canon::words);
        let before_words = row.map(|_| words.unwrap_or_else(|| "(not shown whole)".to_owned()));
        changes.push(Change {
            property: name.clone(),
            property_id: schema.and_then(|it| it.properties.get(name)).map(|it| it.id.clone()),
            before: before_words,
            after: canon::words(&after),
            before_sha256: before.as_ref().map(canon::fingerprint),
            after_sha256: Some(canon::fingerprint(&after)),
            undo: read.and_then(|it| {
                let carried = it.to_request();
                let whole = carried.lost.is_empty();
                carried.value.filter(|_| whole).and_then(|it| serde_json::to_value(it).ok())
            }),
        });
        values.insert(name.as_str(), value.clone());
    }
    (values, changes)
}
