//! Changes of properties are written and read as Notion takes them, and nothing else is.

use serde_json::{Value, json};

use super::{PropertyChange, PropertySchema, PropertyUpdate};
use crate::{
    Patch,
    request::{PropertySchemaKind, UpdateDataSource, Validate as _},
};

#[test]
fn every_form_is_written_and_read() {
    let number = || PropertySchema::number("euro");
    let forms: [(PropertyChange, Value); 8] = [
        (PropertyChange::Remove, json!(null)),
        (PropertyChange::rename("Cost"), json!({"name": "Cost"})),
        (number().into(), json!({"type": "number", "number": {"format": "euro"}})),
        (
            number().described("What it costs").into(),
            json!({"description": "What it costs", "type": "number", "number": {"format": "euro"}}),
        ),
        (
            number().without_description().into(),
            json!({"description": null, "type": "number", "number": {"format": "euro"}}),
        ),
        (
            number().renamed("Cost").into(),
            json!({"name": "Cost", "type": "number", "number": {"format": "euro"}}),
        ),
        (
            number().described("What it costs").renamed("Cost").into(),
            json!({
                "name": "Cost", "description": "What it costs",
                "type": "number", "number": {"format": "euro"},
            }),
        ),
        (
            PropertyChange::Set(PropertyUpdate {
                name: Some("Cost".to_owned()),
                description: Patch::Clear,
                kind: PropertySchemaKind::plain("rich_text"),
            }),
            json!({"name": "Cost", "description": null, "type": "rich_text", "rich_text": {}}),
        ),
    ];
    for (change, written) in forms {
        assert_eq!(serde_json::to_value(&change).unwrap(), written);
        assert_eq!(serde_json::from_value::<PropertyChange>(written).unwrap(), change);
    }
}

#[test]
fn the_type_may_be_named_by_its_key_only() {
    let read: PropertyChange =
        serde_json::from_value(json!({"id": "a", "name": "Cost", "number": {}})).unwrap();
    let kind = PropertySchemaKind::Number(None);
    assert_eq!(read, PropertySchema::from(kind).renamed("Cost").into());
}

#[test]
fn what_notion_does_not_take_is_not_read() {
    let refused =
        |value: Value| serde_json::from_value::<PropertyChange>(value).unwrap_err().to_string();
    insta::assert_snapshot!(refused(json!({})), @"a property has a type");
    insta::assert_snapshot!(refused(json!({"name": null})), @"invalid type: null, expected a string");
    insta::assert_snapshot!(refused(json!({"description": "x"})), @"a description goes only with the type of the property");
    insta::assert_snapshot!(refused(json!({"name": "x", "description": null})), @"a description goes only with the type of the property");
    insta::assert_snapshot!(refused(json!({"description": 1, "number": {}})), @"invalid type: integer `1`, expected a string");
    insta::assert_snapshot!(refused(json!("number")), @r#"invalid type: string "number", expected a map"#);
}

#[test]
fn names_and_descriptions_are_checked_before_they_are_sent() {
    let update = UpdateDataSource::default()
        .with_change("A", PropertyChange::rename(""))
        .with_change("B", PropertySchema::date().renamed(""))
        .with_change("C", PropertySchema::date().described(""))
        .with_change("D", PropertySchema::date().described("x".repeat(281)).renamed("E"))
        .with_change("F", PropertySchema::date().without_description());
    insta::assert_snapshot!(update.validate().unwrap_err(), @r#"
`body.properties.A.name` has 0 UTF-16 units, at least 1 is needed
`body.properties.B.name` has 0 UTF-16 units, at least 1 is needed
`body.properties.C.description` has 0 UTF-16 units, at least 1 is needed
`body.properties.D.description` has 281 UTF-16 units, at most 280 are accepted
"#);
}
