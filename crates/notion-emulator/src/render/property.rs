//! Property schemas and property values.

use notion_model::limits;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::text::date;
use super::{View, object};
use crate::world::cell::{Cell, FileItem, FilePlace};
use crate::world::record::{Page, Parent};
use crate::world::schema::{Choice, Property, PropertyKind};

impl View<'_> {
    /// A property of a data source.
    pub(crate) fn schema(&self, property: &Property) -> Value {
        let kind = property.kind.type_name();
        let config = match &property.kind {
            PropertyKind::Number { format } => json!({ "format": format }),
            PropertyKind::Select(options) | PropertyKind::MultiSelect(options) => {
                json!({ "options": choices(options) })
            }
            PropertyKind::Status { options, groups } => {
                let groups: Value = groups
                    .iter()
                    .map(|group| {
                        json!({
                            "id": group.id,
                            "name": group.name,
                            "color": group.color.0,
                            "option_ids": group.option_ids,
                        })
                    })
                    .collect();
                json!({ "options": choices(options), "groups": groups })
            }
            PropertyKind::Relation { target, dual } => {
                let source = self.world.source(*target);
                let other = dual.as_ref().and_then(|key| source?.property(key));
                let mut config = object([
                    ("database_id", json!(source.map(|source| source.database))),
                    ("data_source_id", json!(target)),
                ]);
                let (kind, about) = match other {
                    Some(other) => (
                        "dual_property",
                        json!({
                            "synced_property_name": other.name,
                            "synced_property_id": other.key.encoded(),
                        }),
                    ),
                    None => ("single_property", json!({})),
                };
                config.insert("type".into(), json!(kind));
                config.insert(kind.into(), about);
                Value::Object(config)
            }
            PropertyKind::UniqueId { prefix, .. } => json!({ "prefix": prefix }),
            _ => json!({}),
        };
        json!({
            "id": property.key.encoded(),
            "name": property.name,
            "description": property.description,
            "type": kind,
            kind: config,
        })
    }

    /// The value of a property in a page, a relation cut to the references that pages show.
    pub(crate) fn value(&self, page: &Page, property: &Property) -> Value {
        let kind = property.kind.type_name();
        let mut shown = object([("id", json!(property.key.encoded())), ("type", json!(kind))]);
        if let PropertyKind::Relation { .. } = property.kind {
            let rows = self.related(page, property);
            let has_more = rows.len() > limits::REFERENCES_SHOWN;
            let cut = rows.iter().take(limits::REFERENCES_SHOWN);
            shown.insert(kind.into(), cut.map(|id| json!({ "id": id })).collect());
            shown.insert("has_more".into(), json!(has_more));
        } else {
            shown.insert(kind.into(), self.bare_value(page, property));
        }
        Value::Object(shown)
    }

    /// The rows that a relation leads to. Those in the trash or moved away come back when they do.
    pub(crate) fn related(&self, page: &Page, property: &Property) -> Vec<Uuid> {
        let Some(Cell::Relation(rows)) = page.cell(&property.key) else { return Vec::new() };
        let PropertyKind::Relation { target, .. } = property.kind else { return Vec::new() };
        let live = |id: &&Uuid| {
            let row = self.world.page(**id);
            row.is_some_and(|row| !row.in_trash && row.parent == Parent::DataSource(target))
        };
        rows.iter().filter(live).copied().collect()
    }

    /// What stands under the type of a value.
    pub(crate) fn bare_value(&self, page: &Page, property: &Property) -> Value {
        let stamp = &page.stamp;
        let cell = page.cell(&property.key);
        match (&property.kind, cell) {
            (PropertyKind::Title, _) => self.rich_text(&page.title),
            (PropertyKind::CreatedTime, _) => json!(stamp.created.to_minute()),
            (PropertyKind::LastEditedTime, _) => json!(stamp.edited.to_minute()),
            (PropertyKind::CreatedBy, _) => self.full_user(stamp.created_by),
            (PropertyKind::LastEditedBy, _) => self.full_user(stamp.edited_by),
            (PropertyKind::Relation { .. }, _) => {
                self.related(page, property).into_iter().map(|id| json!({ "id": id })).collect()
            }
            (PropertyKind::UniqueId { prefix, .. }, cell) => {
                let number = match cell {
                    Some(Cell::UniqueId(number)) => Some(*number),
                    _ => None,
                };
                json!({ "prefix": prefix, "number": number })
            }
            (PropertyKind::Status { .. }, None) => {
                property.kind.default_status().map_or(Value::Null, choice)
            }
            (kind, Some(Cell::Option(id))) => kind.choice(id).map_or(Value::Null, choice),
            (kind, Some(Cell::Options(ids))) => {
                ids.iter().filter_map(|id| kind.choice(id)).map(choice).collect()
            }
            (_, Some(Cell::Text(runs))) => self.rich_text(runs),
            (_, Some(Cell::Number(number))) => json!(number),
            (_, Some(Cell::Date(span))) => date(span),
            (_, Some(Cell::People(ids))) => ids.iter().map(|id| self.full_user(*id)).collect(),
            (_, Some(Cell::Files(files))) => files.iter().map(|it| self.file(it)).collect(),
            (_, Some(Cell::Checked)) => json!(true),
            (_, Some(Cell::Plain(text))) => json!(text),
            (PropertyKind::Checkbox, _) => json!(false),
            (
                PropertyKind::RichText
                | PropertyKind::MultiSelect(_)
                | PropertyKind::People
                | PropertyKind::Files,
                _,
            ) => json!([]),
            _ => Value::Null,
        }
    }

    fn file(&self, file: &FileItem) -> Value {
        match &file.place {
            FilePlace::Url(url) => {
                json!({ "name": file.name, "type": "external", "external": { "url": url } })
            }
            FilePlace::Upload(id) => {
                json!({ "name": file.name, "type": "file", "file": self.hosted(*id) })
            }
        }
    }

    /// One item of the property-item endpoint.
    pub(crate) fn property_item(property: &Property, value: Value) -> Map<String, Value> {
        let kind = property.kind.type_name();
        let mut item = object([
            ("object", json!("property_item")),
            ("type", json!(kind)),
            ("id", json!(property.key.encoded())),
        ]);
        item.insert(kind.into(), value);
        item
    }
}

fn choices(options: &[Choice]) -> Value {
    options
        .iter()
        .map(|choice| {
            json!({
                "id": choice.id,
                "name": choice.name,
                "color": choice.color.0,
                "description": choice.description,
            })
        })
        .collect()
}

/// An option as a value shows it: without its description.
fn choice(choice: &Choice) -> Value {
    json!({ "id": choice.id, "name": choice.name, "color": choice.color.0 })
}
