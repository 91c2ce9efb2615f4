//! Blocks, pages and data sources that nobody has sampled: made by the rules of the wire from any
//! sequence of numbers, read, and written back unchanged.

use notion_model::{Block, BlockKind, DataSource, Page, PropertySchemaKind, PropertyValueKind};
use proptest::prelude::{ProptestConfig, any, proptest};
use serde_json::{Map, Value, json};

use crate::samples::survives;

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn any_block_survives(numbers in proptest::collection::vec(any::<u16>(), 0..80)) {
        let mut dice = Dice(numbers.into_iter());
        survives::<Block>("block", &dice.block());
    }

    #[test]
    fn any_page_survives(numbers in proptest::collection::vec(any::<u16>(), 0..120)) {
        let mut dice = Dice(numbers.into_iter());
        survives::<Page>("page", &dice.page());
    }

    #[test]
    fn any_data_source_survives(numbers in proptest::collection::vec(any::<u16>(), 0..100)) {
        let mut dice = Dice(numbers.into_iter());
        survives::<DataSource>("data source", &dice.data_source());
    }
}

/// Decides by numbers, and for the first of all possibilities once they are used up. So every
/// object ends, and fewer and smaller numbers make a simpler one.
struct Dice(std::vec::IntoIter<u16>);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        usize::from(self.0.next().unwrap_or(0)) % limit
    }

    fn flag(&mut self) -> bool {
        self.below(2) == 1
    }

    fn of<T: Copy>(&mut self, them: &[T]) -> T {
        them[self.below(them.len())]
    }

    fn some(&mut self, make: fn(&mut Self) -> Value) -> Value {
        if self.flag() { make(self) } else { Value::Null }
    }

    fn list(&mut self, make: fn(&mut Self) -> Value) -> Value {
        (0..self.below(3)).map(|_| make(self)).collect()
    }

    fn text(&mut self) -> Value {
        const TEXTS: &[&str] =
            &["", "a", "Zoë 👩‍🚀", "\"\\\n\u{0}", "null", "2026-07-01", "https://a.b/c?d=%20"];
        self.of(TEXTS).into()
    }

    fn id(&mut self) -> Value {
        let parts = [self.below(1 << 16), self.below(1 << 16), self.below(1 << 16)];
        let [a, b, c] = parts.map(|it| it as u128);
        uuid::Uuid::from_u128(a << 112 | b << 64 | c << 40 | a ^ c).to_string().into()
    }

    fn number(&mut self) -> Value {
        const NUMBERS: &[f64] = &[0.5, -1e-7, 1.7e308, 0.1];
        if self.flag() {
            self.of(NUMBERS).into()
        } else {
            json!(i64::from(self.0.next().unwrap_or(0)) - 999)
        }
    }

    fn time(&mut self) -> Value {
        const TIMES: &[&str] = &[
            "2026-06-27T16:49:00.000Z",
            "2026-06-27T16:49:02.556+00:00",
            "1592-03-14T00:01:00.000Z",
            "2026-06-27T16:49:02Z",
        ];
        self.of(TIMES).into()
    }

    fn date(&mut self) -> Value {
        const DATES: &[&str] = &[
            "2026-07-01",
            "2026-07-01T09:00:00.000+02:00",
            "0044-03-15",
            "2026-07-01T09:00:00.000Z",
            "+012026-07-01",
        ];
        let (start, end) = (self.of(DATES), self.some(|it| it.of(DATES).into()));
        json!({ "start": start, "end": end, "time_zone": null })
    }

    fn color(&mut self) -> Value {
        self.of(&["default", "red", "blue_background", "ultraviolet"]).into()
    }

    fn user(&mut self) -> Value {
        let id = self.id();
        match self.below(4) {
            0 => json!({ "object": "user", "id": id }),
            1 => json!({ "object": "user", "id": id, "name": self.text(), "avatar_url": null,
                "type": "person", "person": { "email": self.text() } }),
            2 => json!({ "object": "user", "id": id, "name": null, "avatar_url": self.text(),
                "type": "bot", "bot": {} }),
            _ => json!({ "object": "group", "id": id, "name": self.text() }),
        }
    }

    fn partial_user(&mut self) -> Value {
        json!({ "object": "user", "id": self.id() })
    }

    /// `{"type": it, it: payload}`, in either order, and sometimes with news beside it.
    fn tagged(&mut self, mut object: Map<String, Value>, type_name: &str, payload: Value) -> Value {
        if self.below(8) == 7 {
            object.insert(type_name.to_owned(), payload);
            object.insert("type".to_owned(), type_name.into());
        } else {
            object.insert("type".to_owned(), type_name.into());
            object.insert(type_name.to_owned(), payload);
        }
        if self.below(8) == 7 {
            object.insert("tomorrow".to_owned(), json!([{ "type": self.text() }, null]));
        }
        Value::Object(object)
    }

    fn of_type(&mut self, type_name: &str, payload: Value) -> Value {
        self.tagged(Map::new(), type_name, payload)
    }

    fn run(&mut self) -> Value {
        let (type_name, payload) = match self.below(4) {
            0 | 1 => {
                let link = self.some(|it| json!({ "url": it.text() }));
                ("text", json!({ "content": self.text(), "link": link }))
            }
            2 => ("equation", json!({ "expression": self.text() })),
            _ => ("mention", self.mention()),
        };
        let mut run = self.of_type(type_name, payload);
        run["annotations"] = json!({
            "bold": self.flag(), "italic": self.flag(), "strikethrough": false, "underline": false,
            "code": self.flag(), "color": self.color(),
        });
        run["plain_text"] = self.text();
        run["href"] = self.some(Self::text);
        run
    }

    fn mention(&mut self) -> Value {
        let (type_name, payload) = match self.below(8) {
            0 => ("user", self.user()),
            1 => ("page", json!({ "id": self.id() })),
            2 => ("database", json!({ "id": self.id() })),
            3 => ("date", self.date()),
            4 => ("template_mention", self.of_type("template_mention_date", json!("today"))),
            5 => (
                "custom_emoji",
                json!({ "id": self.id(), "name": self.text(), "url": self.text() }),
            ),
            6 => (
                "link_mention",
                json!({ "href": self.text(), "title": self.text(), "height": self.number() }),
            ),
            _ => ("link_preview", json!({ "url": self.text() })),
        };
        self.of_type(type_name, payload)
    }

    fn file(&mut self) -> Value {
        if self.flag() {
            let file = json!({ "url": self.text(), "expiry_time": self.time() });
            self.of_type("file", file)
        } else {
            let external = json!({ "url": self.text() });
            self.of_type("external", external)
        }
    }

    fn icon(&mut self) -> Value {
        let (type_name, payload) = match self.below(4) {
            0 => ("emoji", self.text()),
            1 => ("icon", json!({ "name": self.text(), "color": self.color() })),
            2 => (
                "custom_emoji",
                json!({ "id": self.id(), "name": self.text(), "url": self.text() }),
            ),
            _ => return self.file(),
        };
        self.of_type(type_name, payload)
    }

    fn parent(&mut self) -> Value {
        match self.below(5) {
            0 => json!({ "type": "page_id", "page_id": self.id() }),
            1 => json!({ "type": "block_id", "block_id": self.id() }),
            2 => {
                json!({ "type": "data_source_id", "data_source_id": self.id(), "database_id": self.id() })
            }
            3 => json!({ "type": "workspace", "workspace": true }),
            _ => json!({ "type": "agent_id", "agent_id": self.id() }),
        }
    }

    fn option(&mut self) -> Value {
        json!({ "id": self.text(), "name": self.text(), "color": self.color() })
    }

    fn schema_option(&mut self) -> Value {
        let mut option = self.option();
        option["description"] = self.some(Self::text);
        option
    }

    fn block(&mut self) -> Value {
        let kind = self.of(BlockKind::KNOWN);
        let mut payload = match kind {
            "child_page" | "child_database" => json!({ "title": self.text() }),
            "equation" => json!({ "expression": self.text() }),
            "column" if self.flag() => json!({ "width_ratio": 0.25 }),
            "divider" | "breadcrumb" | "column_list" | "tab" | "column" => json!({}),
            "table" => {
                json!({ "table_width": self.below(9), "has_column_header": self.flag(), "has_row_header": self.flag() })
            }
            "table_row" => json!({ "cells": [self.list(Self::run), self.list(Self::run)] }),
            "table_of_contents" => json!({ "color": self.color() }),
            "synced_block" => {
                let from = self.some(|it| json!({ "type": "block_id", "block_id": it.id() }));
                json!({ "synced_from": from })
            }
            "link_to_page" => json!({ "type": "page_id", "page_id": self.id() }),
            "link_preview" => json!({ "url": self.text() }),
            "bookmark" | "embed" => json!({ "caption": self.list(Self::run), "url": self.text() }),
            "image" | "video" | "audio" | "pdf" | "file" => {
                let mut file = self.file();
                file["caption"] = self.list(Self::run);
                if kind == "file" {
                    file["name"] = self.text();
                }
                file
            }
            "code" => {
                json!({ "caption": self.list(Self::run), "rich_text": self.list(Self::run), "language": self.text() })
            }
            "unsupported" => json!({ "block_type": self.text() }),
            "template" => json!({ "rich_text": self.list(Self::run) }),
            "meeting_notes" | "transcription" => {
                json!({ "title": self.list(Self::run), "children": { "notes_block_id": self.id() } })
            }
            _ => json!({ "rich_text": self.list(Self::run), "color": self.color() }),
        };
        match kind {
            "paragraph" | "callout" => payload["icon"] = self.some(Self::icon),
            "to_do" => payload["checked"] = self.flag().into(),
            "heading_1" | "heading_2" | "heading_3" | "heading_4" => {
                payload["is_toggleable"] = self.flag().into();
            }
            _ => {}
        }
        let envelope = json!({
            "object": "block", "id": self.id(), "parent": self.parent(),
            "created_time": self.time(), "last_edited_time": self.time(),
            "created_by": self.partial_user(), "last_edited_by": self.partial_user(),
            "has_children": self.flag(), "in_trash": self.flag(),
        });
        let Value::Object(envelope) = envelope else { return envelope };
        self.tagged(envelope, kind, payload)
    }

    /// The value of a property, or of an element of a rollup, which are no rollups themselves.
    fn value(&mut self, kind: &str) -> Value {
        match kind {
            "title" | "rich_text" => self.list(Self::run),
            "number" => self.some(Self::number),
            "select" | "status" => self.some(Self::option),
            "multi_select" => self.list(Self::option),
            "date" => self.some(Self::date),
            "people" => self.list(Self::user),
            "files" => self.list(|it| {
                let mut file = it.file();
                file["name"] = it.text();
                file
            }),
            "checkbox" => self.flag().into(),
            "url" | "email" | "phone_number" => self.some(Self::text),
            "relation" => self.list(|it| json!({ "id": it.id() })),
            "created_time" | "last_edited_time" => self.time(),
            "created_by" | "last_edited_by" => self.user(),
            "unique_id" => {
                json!({ "prefix": self.some(Self::text), "number": self.below(1 << 16) })
            }
            "formula" => match self.below(4) {
                0 => json!({ "type": "string", "string": self.some(Self::text) }),
                1 => json!({ "type": "number", "number": self.some(Self::number) }),
                2 => json!({ "type": "boolean", "boolean": self.flag() }),
                _ => json!({ "type": "date", "date": self.some(Self::date) }),
            },
            "rollup" => {
                let mut rollup = match self.below(3) {
                    0 => json!({ "type": "number", "number": self.some(Self::number) }),
                    1 => json!({ "type": "date", "date": self.some(Self::date) }),
                    _ => {
                        let elements = self.list(|it| {
                            let kind = it.of(&["number", "date", "title", "people", "formula"]);
                            let value = it.value(kind);
                            it.of_type(kind, value)
                        });
                        json!({ "type": "array", "array": elements })
                    }
                };
                rollup["function"] = self.of(&["count", "show_original", "tomorrow"]).into();
                rollup
            }
            "verification" => {
                json!({ "state": "verified", "verified_by": self.some(Self::partial_user), "date": self.some(Self::date) })
            }
            "place" => self.some(|it| {
                json!({
                    "lat": it.number(), "lon": it.number(), "name": null, "address": it.text(),
                    "aws_place_id": null, "google_place_id": null,
                })
            }),
            _ => json!({}),
        }
    }

    /// Properties under names that have nothing to do with their types.
    fn properties(&mut self, kinds: &[&str], make: fn(&mut Self, &str, &str) -> Value) -> Value {
        let mut properties = Map::new();
        for number in 0..=self.below(5) {
            let name = format!("{}{number}", self.of(&["", "type", "title", "a/b~", "Größe"]));
            let kind = self.of(kinds);
            let value = make(self, &name, kind);
            properties.insert(name, value);
        }
        Value::Object(properties)
    }

    fn page(&mut self) -> Value {
        let properties = self.properties(PropertyValueKind::KNOWN, |it, _, kind| {
            let id =
                Map::from_iter([("id".to_owned(), it.of(&["title", "Ur%5DX", "%3Acms"]).into())]);
            let payload = it.value(kind);
            let mut value = it.tagged(id, kind, payload);
            if kind == "relation" {
                value["has_more"] = it.flag().into();
            }
            value
        });
        json!({
            "object": "page", "id": self.id(), "created_time": self.time(), "last_edited_time": self.time(),
            "created_by": self.partial_user(), "last_edited_by": self.partial_user(),
            "cover": self.some(Self::file), "icon": self.some(Self::icon), "parent": self.parent(),
            "in_trash": self.flag(), "is_archived": self.flag(), "is_locked": self.flag(),
            "properties": properties, "url": self.text(), "public_url": self.some(Self::text),
        })
    }

    fn schema(&mut self, kind: &str) -> Value {
        match kind {
            "number" => json!({ "format": self.of(&["number", "euro", "tomorrow"]) }),
            "select" | "multi_select" => json!({ "options": self.list(Self::schema_option) }),
            "status" => {
                json!({ "options": self.list(Self::schema_option), "groups": self.list(|it| json!({
                "id": it.text(), "name": it.text(), "color": it.color(), "option_ids": it.list(Self::text),
            })) })
            }
            "formula" => json!({ "expression": self.text() }),
            "relation" if self.flag() => json!({
                "database_id": self.id(), "data_source_id": self.id(), "type": "dual_property",
                "dual_property": { "synced_property_name": self.text(), "synced_property_id": "r%7DaJ" },
            }),
            "relation" => json!({
                "database_id": self.id(), "data_source_id": self.id(), "type": "single_property", "single_property": {},
            }),
            "rollup" => json!({
                "rollup_property_name": self.text(), "relation_property_name": self.text(),
                "rollup_property_id": "title", "relation_property_id": "v_]<",
                "function": self.of(&["count", "show_original", "tomorrow"]),
            }),
            "unique_id" => json!({ "prefix": self.some(Self::text) }),
            _ => json!({}),
        }
    }

    fn data_source(&mut self) -> Value {
        let properties = self.properties(PropertySchemaKind::KNOWN, |it, name, kind| {
            let about = json!({ "id": "Ur%5DX", "name": name, "description": it.some(Self::text) });
            let Value::Object(about) = about else { return about };
            let payload = it.schema(kind);
            it.tagged(about, kind, payload)
        });
        json!({
            "object": "data_source", "id": self.id(), "cover": self.some(Self::file), "icon": self.some(Self::icon),
            "created_time": self.time(), "created_by": self.partial_user(),
            "last_edited_by": self.partial_user(), "last_edited_time": self.time(),
            "title": self.list(Self::run), "description": self.list(Self::run), "is_inline": self.flag(),
            "properties": properties, "parent": self.parent(), "database_parent": self.parent(),
            "url": self.text(), "public_url": self.some(Self::text), "in_trash": self.flag(),
        })
    }
}
