//! What a recording refers to without showing it: parents, related rows, originals, mentions.

use serde_json::Value;
use uuid::Uuid;

use super::build::{Builder, parent_in};
use super::text::mentioned;
use super::{Exchange, id, schema};
use crate::world::block_type::{Part, block_type};
use crate::world::record::{Block, Parent};
use crate::world::schema::{Property, PropertyKey, PropertyKind};

impl Builder<'_> {
    /// Data sources that rows stand in or relations lead to, with what those say of them.
    pub(super) fn referred_sources(&mut self) {
        let sightings = self.sightings;
        for page in sightings.pages.values() {
            let parent = &page["parent"];
            let Some(own) = id(parent, "data_source_id") else { continue };
            self.add_source(own, id(parent, "database_id"));
            if !sightings.sources.contains_key(&own) && sightings.is_presupposed(own) {
                self.learn(own, page);
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

    /// Learns properties and options from a row of a data source that no exchange shows.
    fn learn(&mut self, own: Uuid, page: &Value) {
        for (name, value) in page["properties"].as_object().into_iter().flatten() {
            let key = schema::key(&value["id"]);
            let known = self.world.source(own).is_some_and(|it| it.property(&key).is_some());
            let Some(mut property) = schema::property_of_value(name, value) else { continue };
            if let PropertyKind::Relation { target, .. } = &mut property.kind {
                *target = self.target_of(value);
                let target = *target;
                self.add_source(target, None);
            }
            let Some(source) = self.world.source_mut(own) else { return };
            if key.is_title() {
                if let Some(title) = source.property_mut(&PropertyKey::title()) {
                    title.name = name.as_str().into();
                }
            } else if !known {
                source.add(property);
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
    }

    /// The data source that the rows of a relation stand in, as far as any of them is shown.
    fn target_of(&mut self, value: &Value) -> Uuid {
        let rows = value["relation"].as_array().into_iter().flatten().filter_map(|it| id(it, "id"));
        let mut shown = rows.filter_map(|row| self.sightings.pages.get(&row));
        let found = shown.find_map(|row| id(&row["parent"], "data_source_id"));
        found.unwrap_or_else(|| self.world.ids.v4())
    }

    /// Parents, rows of relations, originals of synced blocks, what texts mention, and what paths
    /// and parameters name.
    pub(super) fn referred_objects(&mut self, exchanges: &[Exchange]) {
        let sightings = self.sightings;
        let shown = sightings.pages.values().chain(sightings.blocks.values());
        let shown = shown.chain(sightings.databases.values());
        for object in shown {
            self.add_parent(&object["parent"]);
            if let Some(original) = id(&object["synced_block"]["synced_from"], "block_id") {
                self.add_block(original, "synced_block");
            }
        }
        for source in sightings.sources.values() {
            self.add_parent(&source["database_parent"]);
            if let Some(database) = id(&source["parent"], "database_id") {
                self.add_database(database, "");
            }
        }
        for page in sightings.pages.values() {
            self.add_related(page);
        }
        for exchange in exchanges.iter().filter(|exchange| exchange.status == 200) {
            self.add_named(exchange);
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

    fn add_parent(&mut self, parent: &Value) {
        match parent_in(parent) {
            Parent::Page(id) => self.add_page(id, Parent::Workspace, ""),
            Parent::Block(id) => self.add_block(id, "toggle"),
            Parent::DataSource(source) => self.add_source(source, id(parent, "database_id")),
            Parent::Workspace => {}
        }
    }

    /// A block of which only the type is known, if that.
    fn add_block(&mut self, own: Uuid, name: &str) {
        let Some(kind) = block_type(name) else { return };
        if self.world.parent_of(own).is_some() || !self.sightings.is_presupposed(own) {
            return;
        }
        let (parent, stamp) = (Parent::Workspace, self.world.stamp());
        let mut parts = super::blocks::parts(&mut self.world, kind, &Value::Null);
        if name == "synced_block" {
            parts = vec![("synced_from".into(), Part::SyncedFrom(None))];
        }
        let rank = self.rank(own, parent);
        self.world.add_block(Block { id: own, parent, rank, stamp, in_trash: false, kind, parts });
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

    /// What the path or a parameter of a request names that was answered.
    fn add_named(&mut self, exchange: &Exchange) {
        let read = |text: &str| crate::ids::parse(text);
        match exchange.segments()[..] {
            ["blocks", id, "children"] => {
                let block = &exchange.response["results"][0];
                self.add_parent(&block["parent"]);
                if let Some(id) = read(id) {
                    self.add_page(id, Parent::Workspace, "");
                }
            }
            ["pages", id, _, ..] => {
                if let Some(id) = read(id) {
                    self.add_page(id, Parent::Workspace, "");
                }
            }
            ["data_sources", id, _] => {
                if let Some(id) = read(id) {
                    self.add_source(id, None);
                }
            }
            _ => {}
        }
        for (key, value) in &exchange.query {
            match (key.as_str(), read(value)) {
                ("block_id", Some(id)) => self.add_page(id, Parent::Workspace, ""),
                ("database_id", Some(id)) => self.add_database(id, ""),
                ("data_source_id", Some(id)) => self.add_source(id, None),
                _ => {}
            }
        }
    }
}
