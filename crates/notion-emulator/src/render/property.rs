//! Property schemas and property values.

use notion_model::limits;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::text::date;
use super::{View, object};
use crate::computed::{Outcome, Rolled};
use crate::world::cell::{Cell, FileItem, FilePlace, Place, Verified, js_float};
use crate::world::record::{DataSource, Page};
use crate::world::rollup::Rollup;
use crate::world::schema::{Choice, Property, PropertyKind};

impl View<'_> {
    /// A property of a data source.
    pub(crate) fn schema(&self, source: &DataSource, property: &Property) -> Value {
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
                let related = self.world.source(*target);
                let other = dual.as_ref().and_then(|key| related?.property(key));
                let mut config = object([
                    ("database_id", json!(related.map(|source| source.database))),
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
            PropertyKind::Formula(formula) => {
                json!({ "expression": formula.shown(source.id, self.world.about.workspace) })
            }
            PropertyKind::Rollup(rollup) => self.rollup_schema(source, rollup),
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

    /// The rows that a relation leads to.
    pub(crate) fn related(&self, page: &Page, property: &Property) -> Vec<Uuid> {
        self.world.related(page, property)
    }

    fn rollup_schema(&self, source: &DataSource, rollup: &Rollup) -> Value {
        let relation = source.property(&rollup.relation);
        let target = relation.and_then(|relation| match relation.kind {
            PropertyKind::Relation { target, .. } => {
                self.world.source(target)?.property(&rollup.target)
            }
            _ => None,
        });
        // These two ids are the only ones that are sent raw.
        json!({
            "rollup_property_name": target.map_or("", |it| &*it.name),
            "relation_property_name": relation.map_or("", |it| &*it.name),
            "rollup_property_id": rollup.target.raw(),
            "relation_property_id": rollup.relation.raw(),
            "function": rollup.function.word(),
        })
    }

    /// What a rollup says of a page; of an array as many elements as pages show of a relation.
    fn rolled(&self, page: &Page, rollup: &Rollup) -> Value {
        let (kind, value) = match self.world.rollup(page, rollup) {
            Rolled::Number(number) => ("number", json!(number.and_then(js_float))),
            Rolled::Date(span) => ("date", json!(span.as_ref().map(date))),
            Rolled::Array(property, rows) => {
                let shown = rows.into_iter().take(limits::REFERENCES_SHOWN);
                ("array", shown.map(|row| self.element(row, property)).collect())
            }
            Rolled::Unsupported => ("unsupported", json!({})),
        };
        json!({ "type": kind, kind: value, "function": rollup.function.word() })
    }

    /// The value of a property of a related row, as an element of an array: without an id.
    fn element(&self, row: &Page, property: &Property) -> Value {
        let kind = property.kind.type_name();
        // Rollups do not lead to rollups, so this is as deep as it goes.
        json!({ "type": kind, kind: self.bare_value(row, property) })
    }

    /// What stands under the type of a value.
    pub(crate) fn bare_value(&self, page: &Page, property: &Property) -> Value {
        let stamp = &page.stamp;
        let cell = page.cell(&property.key);
        match (&property.kind, cell) {
            (_, Some(Cell::Shown(value))) => (**value).clone(),
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
            (PropertyKind::Formula(formula), _) => outcome(self.world.formula(page, formula)),
            (PropertyKind::Rollup(rollup), _) => self.rolled(page, rollup),
            (_, Some(Cell::Place(it))) => place(it),
            (_, Some(Cell::Verified(it))) => self.verified(it, self.full_user(it.by)),
            (PropertyKind::Verification, _) => {
                json!({ "state": "unverified", "verified_by": null, "date": null })
            }
            (PropertyKind::Button, _) => json!({}),
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

    /// Who vouches for a page, and whether that still holds.
    pub(crate) fn verified(&self, verified: &Verified, by: Value) -> Value {
        let is_over = verified.until.is_some_and(|until| until.timestamp() < self.world.now);
        // These times are spelled as those of pages, not as those of dates.
        json!({
            "state": if is_over { "expired" } else { "verified" },
            "verified_by": by,
            "date": {
                "start": verified.from.to_minute(),
                "end": verified.until.map(crate::world::moment::Moment::to_minute),
                "time_zone": null,
            },
        })
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

fn outcome(outcome: Outcome) -> Value {
    match outcome {
        Outcome::Text(text) => json!({ "type": "string", "string": text }),
        Outcome::Number(number) => {
            json!({ "type": "number", "number": number.and_then(js_float) })
        }
        Outcome::Boolean(value) => json!({ "type": "boolean", "boolean": value }),
        Outcome::Date(span) => json!({ "type": "date", "date": span.as_ref().map(date) }),
        Outcome::Unsupported => json!({ "type": "unsupported", "unsupported": {} }),
    }
}

fn place(place: &Place) -> Value {
    let mut shown = object([("lat", json!(place.lat)), ("lon", json!(place.lon))]);
    let words = Place::WORDS.into_iter().zip(&place.words);
    shown.extend(words.map(|(key, word)| (key.to_owned(), json!(word))));
    Value::Object(shown)
}
