//! Checks of the properties of data sources.

use super::{Checks, Problem, Unit};
use crate::{
    Patch, Properties, limits,
    request::{
        NewOption, PropertyChange, PropertySchema, PropertySchemaKind, PropertyUpdate, RollupSchema,
    },
};

impl<'a> Checks<'a> {
    /// All properties of a new data source.
    pub(in crate::request) fn schema(&mut self, properties: &'a Properties<PropertySchema>) {
        self.at("properties", |checks| {
            for (what, limit) in
                [("title", limits::TITLE_PROPERTIES), ("unique_id", limits::UNIQUE_ID_PROPERTIES)]
            {
                let same = properties.iter().filter(|(_, it)| it.kind.type_name() == what);
                for (name, _) in same.skip(limit) {
                    checks.at(name, |checks| checks.add(Problem::Repeated { what }));
                }
            }
            for (name, schema) in properties.iter() {
                checks.at(name, |checks| checks.property_schema(schema));
            }
        });
    }

    /// Properties of a data source that change.
    pub(in crate::request) fn changes(&mut self, properties: &'a Properties<PropertyChange>) {
        self.at("properties", |checks| {
            for (name, change) in properties.iter() {
                checks.at(name, |checks| match change {
                    PropertyChange::Set(update) => checks.property_update(update),
                    PropertyChange::Rename(name) => checks.property_name(name),
                    PropertyChange::Remove => {}
                });
            }
        });
    }

    fn property_schema(&mut self, schema: &'a PropertySchema) {
        if let Some(description) = &schema.description {
            self.property_description(description);
        }
        self.property_kind(&schema.kind);
    }

    fn property_update(&mut self, update: &'a PropertyUpdate) {
        if let Some(name) = &update.name {
            self.property_name(name);
        }
        if let Patch::Set(description) = &update.description {
            self.property_description(description);
        }
        self.property_kind(&update.kind);
    }

    /// A name that is given to a property. Notion documents no limit but that there must be one.
    fn property_name(&mut self, name: &str) {
        if name.is_empty() {
            self.at("name", |checks| checks.at_least(0, 1, Unit::Utf16));
        }
    }

    fn property_description(&mut self, description: &str) {
        self.at("description", |checks| {
            checks.filled_text(description, limits::PROPERTY_DESCRIPTION);
        });
    }

    fn property_kind(&mut self, kind: &'a PropertySchemaKind) {
        self.at(kind.type_name(), |checks| match kind {
            PropertySchemaKind::Select(Some(options))
            | PropertySchemaKind::MultiSelect(Some(options))
            | PropertySchemaKind::Status(Some(options)) => checks.at("options", |checks| {
                checks.each(options, limits::OPTIONS, Self::new_option);
            }),
            PropertySchemaKind::Rollup(it) => checks.rollup(it),
            PropertySchemaKind::Number(_)
            | PropertySchemaKind::Select(None)
            | PropertySchemaKind::MultiSelect(None)
            | PropertySchemaKind::Status(None)
            | PropertySchemaKind::Formula(_)
            | PropertySchemaKind::Relation(_)
            | PropertySchemaKind::UniqueId(_)
            | PropertySchemaKind::Plain(_) => {}
        });
    }

    fn new_option(&mut self, option: &'a NewOption) {
        match &option.name {
            Some(name) => self.at("name", |checks| checks.option_name(name)),
            None if option.id.is_none() => self.at("name", |it| it.add(Problem::Missing)),
            None => {}
        }
        if let Some(id) = &option.id {
            self.at("id", |checks| checks.filled_text(id, limits::OPTION_ID));
        }
        if let Some(color) = &option.color {
            self.at("color", |checks| checks.word(color.as_str(), limits::OPTION_COLORS));
        }
    }

    fn rollup(&mut self, rollup: &'a RollupSchema) {
        self.at("function", |checks| checks.word(&rollup.function, limits::ROLLUP_FUNCTIONS));
        let RollupSchema {
            relation_property_name,
            relation_property_id,
            rollup_property_name,
            rollup_property_id,
            ..
        } = rollup;
        for (key, name, id) in [
            ("relation_property_name", relation_property_name, relation_property_id),
            ("rollup_property_name", rollup_property_name, rollup_property_id),
        ] {
            if name.is_none() && id.is_none() {
                self.at(key, |checks| checks.add(Problem::Missing));
            }
        }
    }
}
