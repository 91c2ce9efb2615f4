//! What a data source's properties are: everything the checker wants to know about them.

mod property_type;
mod wire;

use std::collections::HashMap;

use notion_model::{
    DataSource, FormulaValueKind, Page, PropertySchemaKind, PropertyValueKind, RollupValueKind,
};
use unicode_normalization::UnicodeNormalization as _;

use crate::evaluate::fold;
pub use property_type::{FormulaType, OptionNames, PropertyType, RollupFunction, StatusGroup};

/// The properties of a data source.
///
/// what a formula returns is not part of what Notion tells nor what is behind a rollup that shows values; that
/// is learned from a page ([`learn_from_page`](Self::learn_from_page)), from the related data source
/// ([`learn_from_related`](Self::learn_from_related)), or given in the filter with `::type`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schema {
    title: String,
    properties: Vec<Property>,
    /// Places of properties by their folded names; several may differ only in case.
    by_name: HashMap<String, Vec<usize>>,
    untyped: bool,
    /// Without a schema, the type where the value leaves several possible.
    assumed: Option<PropertyType>,
}

/// A property of a data source.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// Its name, as spelled in Notion.
    pub name: String,
    /// Its id, decoded; none if nobody knows.
    pub id: Option<String>,
    /// Its type and what belongs to it.
    pub kind: PropertyType,
    /// The relation that a rollup follows, and the property that it shows.
    rolls_up: Option<(String, String)>,
}

/// What a name is found to be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Found<'a> {
    One(&'a Property),
    /// Several names that differ only in case, and none is spelled exactly so.
    Several(Vec<&'a Property>),
    Nothing,
}

impl Schema {
    /// A schema without properties; add them with [`property`](Self::property).
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// No schema at all: names are taken as written, and types come from `::type` or from the shape of the
    /// value where that leaves no doubt.
    pub fn untyped() -> Self {
        Self { untyped: true, ..Self::default() }
    }

    /// The same, with a type for what the value's look leaves open: `=`, `!=`, `in` and `has any` with text,
    /// and `is empty`. A `::type` comes first, then the look. It counts only for
    /// [`untyped`](Self::untyped) schemas, and only a type of a single property can be assumed.
    ///
    /// ```
    /// use notion_filter::{Env, PropertyType, Schema, compile};
    ///
    /// let status = PropertyType::named("status").unwrap();
    /// let schema = Schema::untyped().assuming(status);
    /// let env = Env::at("2031-05-09T16:30:00Z".parse()?);
    /// let compiled = compile("Stage = Planned and Crew > 3", &schema, &env)?;
    /// assert_eq!(
    ///     serde_json::to_string(&compiled.filter)?,
    ///     concat!(
    ///         r#"{"and":[{"property":"Stage","status":{"equals":"Planned"}},"#,
    ///         r#"{"property":"Crew","number":{"greater_than":3}}]}"#
    ///     )
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn assuming(self, kind: PropertyType) -> Self {
        Self { assumed: Some(kind), ..self }
    }

    pub(crate) const fn assumed(&self) -> Option<&PropertyType> {
        self.assumed.as_ref()
    }

    /// Adds a property, or replaces the one of that name.
    pub fn property(&mut self, name: impl Into<String>, kind: PropertyType) -> &mut Self {
        self.add(Property { name: name.into(), id: None, kind, rolls_up: None });
        self
    }

    /// The title of the data source.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// All properties, in the order of the data source.
    pub fn properties(&self) -> &[Property] {
        &self.properties
    }

    pub(crate) fn is_untyped(&self) -> bool {
        self.untyped
    }

    /// Learns from a page of the data source what its formulas return and its rollups show.
    ///
    /// Options seen in a rollup are remembered, but a page never shows all of them.
    ///
    /// ```
    /// use notion_filter::{FormulaType, PropertyType, Schema};
    ///
    /// let mut schema = Schema::new("Voyages");
    /// schema.property("Overdue", PropertyType::Formula(None));
    /// let page = serde_json::from_str(r#"{
    ///     "object": "page",
    ///     "id": "00000000-0000-4000-8000-000000000001",
    ///     "properties": {
    ///         "Overdue": {"id": "o", "type": "formula", "formula": {"type": "boolean", "boolean": true}}
    ///     }
    /// }"#)?;
    /// schema.learn_from_page(&page);
    /// let learned = PropertyType::Formula(Some(FormulaType::Checkbox));
    /// assert_eq!(schema.properties()[0].kind, learned);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn learn_from_page(&mut self, page: &Page) {
        for property in &mut self.properties {
            let Some(value) = page.property(&property.name) else { continue };
            match (&mut property.kind, value) {
                (PropertyType::Formula(result), PropertyValueKind::Formula(value)) => {
                    *result = match &value.kind {
                        FormulaValueKind::String(_) => Some(FormulaType::Text),
                        FormulaValueKind::Number(_) => Some(FormulaType::Number),
                        FormulaValueKind::Boolean(_) => Some(FormulaType::Checkbox),
                        FormulaValueKind::Date(_) => Some(FormulaType::Date),
                        _ => result.take(),
                    };
                }
                (PropertyType::Rollup { target, .. }, PropertyValueKind::Rollup(value))
                    if target.is_none() =>
                {
                    if let RollupValueKind::Array(elements) = &value.kind {
                        *target = elements
                            .iter()
                            .filter_map(|it| PropertyType::of_value(&it.kind))
                            .reduce(PropertyType::merge)
                            .map(Box::new);
                    }
                }
                _ => {}
            }
        }
    }

    /// Learns from the data source that a relation points to what the rollups over it show, with all its
    /// options. `relation` is the name of the relation.
    pub fn learn_from_related(&mut self, relation: &str, related: &DataSource) {
        for property in &mut self.properties {
            let Some((through, shown)) = &property.rolls_up else { continue };
            let PropertyType::Rollup { target, .. } = &mut property.kind else { continue };
            if through == relation
                && let Some(schema) = related.properties.get(shown)
            {
                *target = Some(Box::new(PropertyType::of_schema(&schema.kind)));
            }
        }
    }

    fn add(&mut self, property: Property) {
        let same = self.properties.iter().position(|it| it.name == property.name);
        if let Some(same) = same {
            self.properties[same] = property;
            return;
        }
        let names = self.by_name.entry(fold(&property.name).into_owned()).or_default();
        names.push(self.properties.len());
        self.properties.push(property);
    }

    /// Finds a property by its exact name, else by the only name that differs in case.
    pub(crate) fn find(&self, name: &str) -> Found<'_> {
        let Some(places) = self.by_name.get(&*fold(name)) else { return Found::Nothing };
        let candidates = || places.iter().map(|place| &self.properties[*place]);
        if let [only] = places[..] {
            return Found::One(&self.properties[only]);
        }
        if let Some(exact) = candidates().find(|it| it.name == name) {
            return Found::One(exact);
        }
        match candidates().find(|it| it.name.nfc().eq(name.nfc())) {
            Some(same) => Found::One(same),
            None => Found::Several(candidates().collect()),
        }
    }

    /// The property of exactly that name, or of that id.
    pub(crate) fn exactly(&self, name_or_id: &str) -> Option<&Property> {
        let by_name = |it: &&Property| it.name == name_or_id;
        let by_id = |it: &&Property| it.id.as_deref() == Some(name_or_id);
        self.properties.iter().find(by_name).or_else(|| self.properties.iter().find(by_id))
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.by_name.contains_key(&*fold(name))
    }
}

impl From<&DataSource> for Schema {
    fn from(source: &DataSource) -> Self {
        let mut schema = Self::new(source.title());
        for (name, property) in source.properties.iter() {
            let rolls_up = match &property.kind {
                PropertySchemaKind::Rollup(rollup) => {
                    rollup.relation_property_name.clone().zip(rollup.rollup_property_name.clone())
                }
                _ => None,
            };
            schema.add(Property {
                name: name.to_owned(),
                id: Some(property.id.decoded()),
                kind: PropertyType::of_schema(&property.kind),
                rolls_up,
            });
        }
        schema
    }
}
