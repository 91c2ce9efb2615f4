//! Checks of the values of properties.

use super::{Checks, Problem};
use crate::{
    Properties, limits,
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
            PropertyValue::Number(_)
            | PropertyValue::Select(None)
            | PropertyValue::Status(None)
            | PropertyValue::Date(_)
            | PropertyValue::Checkbox(_)
            | PropertyValue::Url(None)
            | PropertyValue::Email(None)
            | PropertyValue::PhoneNumber(None)
            | PropertyValue::Other(..) => {}
        }
    }

    fn option(&mut self, option: &'a OptionRef) {
        match option {
            OptionRef::Name(name) | OptionRef::New { name, .. } => {
                self.at("name", |checks| checks.option_name(name));
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
