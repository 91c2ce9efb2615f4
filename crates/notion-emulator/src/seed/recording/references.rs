//! What a recording refers to without showing it: parents, related rows, originals, mentions.

use serde_json::Value;
use uuid::Uuid;

use super::build::{Builder, parent_in};
use super::text::mentioned;
use super::{Exchange, id, schema};
use crate::world::record::Parent;
use crate::world::schema::{Property, PropertyKind};

impl Builder<'_> {
    /// Data sources that rows stand in or relations lead to, with what those say of them.
    pub(super) fn referred_sources(&mut self) {
        let sightings = self.sightings;
        for page in &sightings.every_page {
            let parent = &page["parent"];
            let Some(own) = id(parent, "data_source_id") else { continue };
            self.add_source(own, id(parent, "database_id"));
            if !sightings.sources.contains_key(&own) && sightings.is_presupposed(own) {
                self.learn(own, page);
            }
        }
        self.couple();
        for own in sightings.every_page.iter().filter_map(|it| id(&it["parent"], "data_source_id"))
        {
            if sightings.sources.contains_key(&own) || !sightings.is_presupposed(own) {
                continue;
            }
            if let Some(mut source) = self.world.source(own).cloned() {
                self.count_rows(&mut source);
                self.world.add_source(source);
            }
        }
        for (own, shown) in &sightings.sources {
            for property in shown["properties"].as_object().into_iter().flat_map(|it| it.values()) {
                if property["type"] == "relation" {
                    self.other_side(*own, property);
                }
            }
        }
    }

    /// The target of a relation, and the property there of a dual one.
    fn other_side(&mut self, own: Uuid, property: &Value) {
        let config = &property["relation"];
        let Some(target) = id(config, "data_source_id") else { return };
        self.add_source(target, id(config, "database_id"));
        let about = &config["dual_property"];
        let Some(name) = about["synced_property_name"].as_str() else { return };
        if !self.sightings.is_presupposed(own) || self.sightings.sources.contains_key(&target) {
            return;
        }
        let other = schema::key(&about["synced_property_id"]);
        let dual = Some(schema::key(&property["id"]));
        let kind = PropertyKind::Relation { target: own, dual };
        if let Some(target) = self.world.source_mut(target)
            && target.property(&other).is_none()
        {
            target.add(Property { key: other, name: name.into(), description: None, kind });
        }
    }

    /// Parents, rows of relations, originals of synced blocks, what texts mention, and what paths
    /// and parameters name.
    pub(super) fn referred_objects(&mut self, exchanges: &[Exchange]) {
        let sightings = self.sightings;
        let shown = sightings.pages.values().chain(sightings.blocks.values());
        let shown = shown.chain(sightings.databases.values());
        for object in shown {
            self.add_parent_of(object);
            if let Some(original) = id(&object["synced_block"]["synced_from"], "block_id") {
                self.add_block(original, "synced_block", Parent::Workspace);
            }
        }
        for source in sightings.sources.values() {
            self.add_parent(&source["database_parent"]);
            if let Some(database) = id(&source["parent"], "database_id") {
                self.add_database_of(database, source);
            }
        }
        for page in sightings.pages.values() {
            self.add_related(page);
        }
        for exchange in exchanges.iter().filter(|exchange| exchange.is_done()) {
            let mut found = Vec::new();
            mentioned(&exchange.response, &mut found);
            for (id, kind, title) in found {
                match kind {
                    "page" => self.add_page(id, Parent::Workspace, &title),
                    _ => self.add_database(id, &title),
                }
            }
        }
    }

    /// What an object hangs in. Rows and columns are only in tables and lists of columns.
    fn add_parent_of(&mut self, object: &Value) {
        let parent = &object["parent"];
        let kind = match object["type"].as_str() {
            Some("column") => "column_list",
            Some("table_row") => "table",
            _ => return self.add_parent(parent),
        };
        let Some(own) = id(parent, "block_id") else { return };
        self.add_block(own, kind, Parent::Workspace);
        if let Some(cells) = object["table_row"]["cells"].as_array() {
            self.widen(own, cells.len());
        }
    }

    pub(super) fn add_parent(&mut self, parent: &Value) {
        match parent_in(parent) {
            Parent::Page(id) => self.add_page(id, Parent::Workspace, ""),
            Parent::Block(id) => self.add_block(id, "toggle", Parent::Workspace),
            Parent::DataSource(source) => self.add_source(source, id(parent, "database_id")),
            Parent::Workspace => {}
        }
    }

    /// The rows that a row is related to.
    fn add_related(&mut self, page: &Value) {
        let Some(source) = id(&page["parent"], "data_source_id") else { return };
        for (name, value) in page["properties"].as_object().into_iter().flatten() {
            let shown = self.sightings.sources.get(&source).copied();
            let schema = shown.and_then(|it| it["properties"].get(name));
            let target = match schema {
                Some(schema) => id(&schema["relation"], "data_source_id"),
                None => match self.world.source(source).and_then(|it| it.find(name)) {
                    Some(Property { kind: PropertyKind::Relation { target, .. }, .. }) => {
                        Some(*target)
                    }
                    _ => None,
                },
            };
            let Some(target) = target else { continue };
            for row in value["relation"].as_array().into_iter().flatten() {
                if let Some(row) = id(row, "id") {
                    self.add_page(row, Parent::DataSource(target), "");
                }
            }
        }
    }
}
