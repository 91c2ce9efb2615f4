//! Property schemas of answers.

use serde_json::Value;
use uuid::Uuid;

use super::id;
use super::text::word;
use crate::formula::Formula;
use crate::world::rollup::{Function, Rollup};
use crate::world::schema::{
    Choice, Group, OPTION_COLORS, OptionColor, Property, PropertyKey, PropertyKind,
};

/// A property of a data source as an answer shows it. `None` for a type that no world keeps.
pub(super) fn property(value: &Value) -> Option<Property> {
    Some(Property {
        key: key(&value["id"]),
        name: word(&value["name"]),
        description: value["description"].as_str().map(Into::into),
        kind: kind(value["type"].as_str()?, value)?,
    })
}

/// A property of which only the values of a row are known.
pub(super) fn property_of_value(name: &str, value: &Value) -> Option<Property> {
    let kind = match value["type"].as_str()? {
        "rollup" => PropertyKind::Rollup(Box::new(Rollup {
            relation: PropertyKey::new(""),
            target: PropertyKey::new(""),
            function: Function::of_word(value["rollup"]["function"].as_str()?)?,
        })),
        "unique_id" => {
            let prefix = value["unique_id"]["prefix"].as_str().map(Into::into);
            PropertyKind::UniqueId { prefix, last: 0 }
        }
        name => kind(name, &Value::Null)?,
    };
    Some(Property { key: key(&value["id"]), name: name.into(), description: None, kind })
}

/// The raw id of a property.
pub(super) fn key(value: &Value) -> PropertyKey {
    let encoded = value.as_str().unwrap_or_default();
    PropertyKey::new(notion_model::PropertyId::from(encoded).decoded())
}

fn kind(name: &str, value: &Value) -> Option<PropertyKind> {
    let config = &value[name];
    Some(match name {
        "title" => PropertyKind::Title,
        "rich_text" => PropertyKind::RichText,
        "number" => {
            let format = config["format"].as_str().unwrap_or("number");
            PropertyKind::Number { format: format.into() }
        }
        "select" => PropertyKind::Select(choices(config)),
        "multi_select" => PropertyKind::MultiSelect(choices(config)),
        "status" => {
            let groups = config["groups"].as_array().into_iter().flatten().map(group).collect();
            PropertyKind::Status { options: choices(config), groups }
        }
        "date" => PropertyKind::Date,
        "people" => PropertyKind::People,
        "files" => PropertyKind::Files,
        "checkbox" => PropertyKind::Checkbox,
        "url" => PropertyKind::Url,
        "email" => PropertyKind::Email,
        "phone_number" => PropertyKind::PhoneNumber,
        "relation" => {
            let dual = &config["dual_property"]["synced_property_id"];
            let dual = dual.is_string().then(|| key(dual));
            PropertyKind::Relation {
                target: id(config, "data_source_id").unwrap_or(Uuid::nil()),
                dual,
            }
        }
        "unique_id" => {
            PropertyKind::UniqueId { prefix: config["prefix"].as_str().map(Into::into), last: 0 }
        }
        "formula" => {
            let expression = config["expression"].as_str().unwrap_or_default();
            PropertyKind::Formula(Formula::from(Box::from(expression)))
        }
        "rollup" => PropertyKind::Rollup(Box::new(Rollup {
            // These two ids are the only ones that are sent raw.
            relation: PropertyKey::new(word(&config["relation_property_id"])),
            target: PropertyKey::new(word(&config["rollup_property_id"])),
            function: Function::of_word(config["function"].as_str().unwrap_or_default())?,
        })),
        "place" => PropertyKind::Place,
        "verification" => PropertyKind::Verification,
        "button" => PropertyKind::Button,
        "created_time" => PropertyKind::CreatedTime,
        "created_by" => PropertyKind::CreatedBy,
        "last_edited_time" => PropertyKind::LastEditedTime,
        "last_edited_by" => PropertyKind::LastEditedBy,
        _ => return None,
    })
}

fn choices(config: &Value) -> Vec<Choice> {
    config["options"].as_array().into_iter().flatten().map(choice).collect()
}

/// An option of a schema or of a value.
pub(super) fn choice(value: &Value) -> Choice {
    Choice {
        id: word(&value["id"]),
        name: word(&value["name"]),
        color: color(&value["color"]),
        description: value["description"].as_str().map(Into::into),
    }
}

/// Tells the options that an answer shows, wherever they stand, with their colours.
pub(super) fn colors(answer: &Value, found: &mut impl FnMut(&str, OptionColor)) {
    match answer {
        Value::Array(items) => items.iter().for_each(|item| colors(item, found)),
        Value::Object(members) => {
            if let (Some(name), Some(_), true) =
                (answer["name"].as_str(), answer["color"].as_str(), answer["id"].is_string())
            {
                found(name, color(&answer["color"]));
            }
            members.values().for_each(|member| colors(member, found));
        }
        _ => {}
    }
}

fn group(value: &Value) -> Group {
    Group {
        id: word(&value["id"]),
        name: word(&value["name"]),
        color: color(&value["color"]),
        option_ids: value["option_ids"].as_array().into_iter().flatten().map(word).collect(),
    }
}

fn color(value: &Value) -> OptionColor {
    let known = OPTION_COLORS.iter().find(|known| value.as_str() == Some(**known));
    OptionColor(known.copied().unwrap_or("default"))
}
