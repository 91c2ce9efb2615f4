//! Views of data sources.

use serde_json::{Map, Value, json};

use super::object;
use crate::world::view::View as Kept;

impl super::View<'_> {
    pub(crate) fn data_view(&self, view: &Kept) -> Map<String, Value> {
        let address = format!("{}?v={}", self.url("", view.database), view.id.simple());
        let mut shown = object([
            ("object", json!("view")),
            ("id", json!(view.id)),
            ("parent", json!({ "type": "database_id", "database_id": view.database })),
            ("data_source_id", json!(view.source)),
            ("name", json!(view.name)),
            ("type", json!(view.kind)),
            ("created_time", json!(view.stamp.created.to_millisecond())),
            ("created_by", Self::partial_user(view.stamp.created_by)),
            ("last_edited_time", json!(view.stamp.edited.to_millisecond())),
            ("last_edited_by", Self::partial_user(view.stamp.edited_by)),
            ("url", json!(address)),
            ("filter", json!(view.filter)),
            ("sorts", json!(view.sorts)),
            ("quick_filters", json!(view.quick_filters)),
            ("configuration", self.configuration(view)),
        ]);
        if let Some(dashboard) = view.dashboard {
            shown.insert("dashboard_view_id".into(), json!(dashboard));
        }
        shown
    }

    /// The configuration, where properties are told by name as well.
    fn configuration(&self, view: &Kept) -> Value {
        let mut configuration = view.configuration.clone();
        let source = view.source.and_then(|id| self.world.source(id));
        let properties = configuration.get_mut("properties").and_then(Value::as_array_mut);
        for property in properties.into_iter().flatten() {
            let id = property.get("property_id").and_then(Value::as_str);
            let found = id.zip(source).and_then(|(id, source)| source.find(id));
            if let (Some(found), Some(members)) = (found, property.as_object_mut()) {
                members.insert("property_name".into(), json!(found.name));
            }
        }
        if view.kind.as_ref() == "dashboard" {
            let views = self.world.views();
            let widgets = views.iter().filter(|it| it.dashboard == Some(view.id));
            let rows: Vec<Value> = widgets
                .enumerate()
                .map(|(row, widget)| {
                    let one = json!({
                        "id": widget.id,
                        "view_id": widget.id,
                        "width": 12,
                        "row_index": row,
                    });
                    json!({ "id": format!("row-{row}"), "widgets": [one] })
                })
                .collect();
            if let Some(members) = configuration.as_object_mut() {
                members.insert("rows".into(), json!(rows));
            }
        }
        configuration
    }
}
