//! Data sources that no exchange shows: their properties, as far as rows, filters and requests for a
//! single value tell them.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use uuid::Uuid;

use super::build::Builder;
use super::{id, schema};
use crate::world::schema::{PropertyKey, PropertyKind};

impl Builder<'_> {
    /// Learns properties and options from a row.
    pub(super) fn learn(&mut self, own: Uuid, page: &Value) {
        for (name, value) in page["properties"].as_object().into_iter().flatten() {
            self.learn_value(own, name, value);
        }
    }

    /// Learns a property from a value of it.
    pub(super) fn learn_value(&mut self, own: Uuid, name: &str, value: &Value) {
        let key = schema::key(&value["id"]);
        let known = self.world.source(own).is_some_and(|it| it.property(&key).is_some());
        let Some(mut property) = schema::property_of_value(name, value) else { return };
        if let PropertyKind::Relation { target, .. } = &mut property.kind {
            let found = self.target_of(value);
            if known && found.is_none() {
                return;
            }
            *target = found.unwrap_or_else(|| self.world.ids.v4());
            let target = *target;
            self.add_source(target, None);
        }
        let Some(source) = self.world.source_mut(own) else { return };
        if key.is_title() {
            if let Some(title) = source.property_mut(&PropertyKey::title()) {
                title.name = name.into();
            }
        } else if !known {
            source.add(property);
        } else if let PropertyKind::Relation { target, .. } = property.kind
            && let Some(known) = source.property_mut(&key)
        {
            known.kind = PropertyKind::Relation { target, dual: None };
        }
        let shown = &value[value["type"].as_str().unwrap_or_default()];
        let chosen = match shown {
            Value::Array(options) => options.iter().map(schema::choice).collect(),
            Value::Object(_) => vec![schema::choice(shown)],
            _ => Vec::new(),
        };
        let kind = source.property_mut(&key).map(|property| &mut property.kind);
        if let Some(
            PropertyKind::Select(options)
            | PropertyKind::MultiSelect(options)
            | PropertyKind::Status { options, .. },
        ) = kind
        {
            for choice in chosen {
                if options.iter().all(|known| known.id != choice.id) {
                    options.push(choice);
                }
            }
        }
    }

    /// Learns that there is a property which is named so, unless there is.
    pub(super) fn learn_property(&mut self, own: Uuid, name: &str, kind: &str) {
        self.add_source(own, None);
        let known = self.world.source(own).is_none_or(|it| it.find(name).is_some());
        if known || kind == "rollup" {
            return;
        }
        let key = if self.is_title(own, kind) { "title".into() } else { self.world.ids.property() };
        let encoded = PropertyKey::new(key).encoded();
        self.learn_value(own, name, &json!({ "id": encoded, "type": kind }));
    }

    /// Whether what a filter calls so is the title: no row has named it yet.
    fn is_title(&self, own: Uuid, kind: &str) -> bool {
        let title = self.world.source(own).and_then(|it| it.property(&PropertyKey::title()));
        kind == "title" && title.is_some_and(|it| &*it.name == "Name")
    }

    /// The data source that the rows of a relation stand in, as far as any of them is shown.
    fn target_of(&self, value: &Value) -> Option<Uuid> {
        let rows = value["relation"].as_array().into_iter().flatten().filter_map(|it| id(it, "id"));
        let mut shown = rows.filter_map(|row| self.sightings.pages.get(&row));
        shown.find_map(|row| id(&row["parent"], "data_source_id"))
    }

    /// Makes relations dual whose rows name each other.
    pub(super) fn couple(&mut self) {
        // Which property of which data source leads from a row to another.
        let mut links: BTreeMap<(Uuid, Uuid), Vec<(Uuid, PropertyKey)>> = BTreeMap::new();
        for page in &self.sightings.every_page {
            let parent = id(&page["parent"], "data_source_id");
            let Some((row, source)) = id(page, "id").zip(parent) else { continue };
            let values = page["properties"].as_object().into_iter().flat_map(|it| it.values());
            for value in values {
                for other in value["relation"].as_array().into_iter().flatten() {
                    let Some(other) = id(other, "id") else { continue };
                    let property = (source, schema::key(&value["id"]));
                    let found = links.entry((row, other)).or_default();
                    if !found.contains(&property) {
                        found.push(property);
                    }
                }
            }
        }
        for ((row, other), properties) in &links {
            let Some(back) = links.get(&(*other, *row)) else { continue };
            for (own, there) in properties.iter().zip(back) {
                if own != there {
                    self.make_dual(own, there);
                }
            }
        }
    }

    fn make_dual(&mut self, (source, key): &(Uuid, PropertyKey), (_, other): &(Uuid, PropertyKey)) {
        if self.sightings.sources.contains_key(source) || !self.sightings.is_presupposed(*source) {
            return;
        }
        let property = self.world.source_mut(*source).and_then(|it| it.property_mut(key));
        if let Some(PropertyKind::Relation { dual, .. }) = property.map(|it| &mut it.kind) {
            dual.get_or_insert_with(|| other.clone());
        }
    }
}
