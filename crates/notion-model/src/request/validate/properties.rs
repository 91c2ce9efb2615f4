//! Checks of the values of properties.

use serde_json::Value;

use super::{Checks, Problem};
use crate::{
    DateOrDateTime, DateValue, Properties, is_zone, limits,
    request::{OptionRef, PropertyValue},
};

impl<'a> Checks<'a> {
    pub(in crate::request) fn properties(&mut self, properties: &'a Properties<PropertyValue>) {
        self.at("properties", |checks| {
            for (name, value) in properties.iter() {
                checks.at(name, |checks| {
                    checks.at(value.type_name(), |checks| checks.property(value));
                });
            }
        });
    }

    /// The properties of a page under a page: the title, in any of its spellings, and nothing else.
    pub(in crate::request) fn only_title(&mut self, properties: &'a Properties<PropertyValue>) {
        self.at("properties", |checks| {
            for (name, value) in properties.iter() {
                if !matches!(value, PropertyValue::Title(_)) {
                    let type_name = value.type_name().into();
                    checks.at(name, |checks| checks.add(Problem::OnlyTitle { type_name }));
                }
            }
        });
    }

    pub(super) fn property(&mut self, value: &'a PropertyValue) {
        let many = limits::PROPERTY_ITEMS;
        match value {
            PropertyValue::Title(it) | PropertyValue::RichText(it) => self.rich_text(it),
            PropertyValue::Select(Some(it)) | PropertyValue::Status(Some(it)) => self.option(it),
            PropertyValue::MultiSelect(it) => {
                self.each(it, many, Self::option);
            }
            PropertyValue::People(it) => self.each(it, many, |_, _| {}),
            PropertyValue::Relation(it) => self.each(it, many, |_, _| {}),
            PropertyValue::Files(it) => self.each(it, many, Self::file),
            PropertyValue::Url(Some(it)) => self.filled_text(it, limits::URL),
            PropertyValue::Email(Some(it)) => self.filled_text(it, limits::EMAIL),
            PropertyValue::PhoneNumber(Some(it)) => self.filled_text(it, limits::PHONE_NUMBER),
            PropertyValue::Date(Some(it)) => self.date(it),
            PropertyValue::Other(type_name, it) => self.other(type_name, it),
            PropertyValue::Number(_)
            | PropertyValue::Select(None)
            | PropertyValue::Status(None)
            | PropertyValue::Date(None)
            | PropertyValue::Checkbox(_)
            | PropertyValue::Url(None)
            | PropertyValue::Email(None)
            | PropertyValue::PhoneNumber(None) => {}
        }
    }

    /// A value without an arm of its own. What nobody knows may be new, and is left to Notion.
    fn other(&mut self, type_name: &str, value: &'a Value) {
        if limits::COMPUTED_PROPERTIES.contains(&type_name) {
            self.add(Problem::Computed { type_name: type_name.into() });
        }
        // `null` clears a place.
        let Value::Object(fields) = value else { return };
        match type_name {
            "place" => {
                for key in ["lat", "lon"] {
                    if !fields.get(key).is_some_and(Value::is_number) {
                        self.at(key, |checks| checks.add(Problem::Missing));
                    }
                }
            }
            "verification" => match fields.get("state") {
                Some(Value::String(state)) => {
                    self.at("state", |it| it.word(state, limits::VERIFICATION_STATES));
                }
                _ => self.at("state", |checks| checks.add(Problem::Missing)),
            },
            _ => {}
        }
    }

    /// A date of a property or of a mention.
    ///
    /// Beside a zone, Notion's documentation accepts no offset. Recordings show one that it does
    /// accept: `Z` with the zone `UTC`, so that what says UTC is left to Notion.
    pub(super) fn date(&mut self, date: &'a DateValue) {
        let Some(zone) = &date.time_zone else { return };
        let has_offset =
            |it: &DateOrDateTime| it.offset().is_some_and(|offset| offset.seconds() != 0);
        for (key, at) in [("start", Some(&date.start)), ("end", date.end.as_ref())] {
            if at.is_some_and(has_offset) {
                self.at(key, |checks| checks.add(Problem::OffsetAndZone));
            }
        }
        self.at("time_zone", |checks| checks.zone(zone));
    }

    pub(super) fn zone(&mut self, name: &str) {
        if !is_zone(name) {
            self.add(Problem::Zone { name: name.into() });
        }
    }

    fn option(&mut self, option: &'a OptionRef) {
        match option {
            OptionRef::Name(name) => self.at("name", |checks| checks.option_name(name)),
            OptionRef::New { name, color, .. } => {
                self.at("name", |checks| checks.option_name(name));
                if let Some(color) = color {
                    self.at("color", |it| it.word(color.as_str(), limits::OPTION_COLORS));
                }
            }
            OptionRef::Id(id) => {
                self.at("id", |checks| checks.filled_text(id, limits::OPTION_ID));
            }
        }
    }

    pub(super) fn option_name(&mut self, name: &str) {
        self.filled_text(name, limits::OPTION_NAME);
        if name.contains(',') {
            self.add(Problem::Comma);
        }
    }
}
