//! Property types as Notion sends them: in schemas, and in the values of a rollup.

use notion_model::{PropertySchemaKind, PropertyValueKind};

use super::{OptionNames, PropertyType, RollupFunction, StatusGroup};

impl PropertyType {
    /// The type in a schema.
    pub(crate) fn of_schema(kind: &PropertySchemaKind) -> Self {
        use PropertySchemaKind as K;
        let names = |options: &[notion_model::OptionSchema]| {
            OptionNames::all(options.iter().map(|it| it.name.clone()))
        };
        match kind {
            K::Title(_) => Self::Title,
            K::RichText(_) => Self::RichText,
            K::Number(_) => Self::Number,
            K::Select(it) => Self::Select(names(&it.options)),
            K::MultiSelect(it) => Self::MultiSelect(names(&it.options)),
            K::Status(it) => {
                let name_of = |id: &str| {
                    it.options.iter().find(|option| &*option.id == id).map(|it| it.name.clone())
                };
                let groups = it.groups.iter().map(|group| StatusGroup {
                    name: group.name.clone(),
                    options: group.option_ids.iter().filter_map(|id| name_of(id)).collect(),
                });
                Self::Status(names(&it.options), groups.collect())
            }
            K::Date(_) => Self::Date,
            K::People(_) => Self::People,
            K::Files(_) => Self::Files,
            K::Checkbox(_) => Self::Checkbox,
            K::Url(_) => Self::Url,
            K::Email(_) => Self::Email,
            K::PhoneNumber(_) => Self::PhoneNumber,
            K::Formula(_) => Self::Formula(None),
            K::Relation(_) => Self::Relation,
            K::Rollup(it) => {
                Self::Rollup { function: RollupFunction::of(&it.function), target: None }
            }
            K::UniqueId(it) => Self::UniqueId { prefix: it.prefix.as_deref().map(str::to_owned) },
            K::CreatedTime(_) => Self::CreatedTime,
            K::CreatedBy(_) => Self::CreatedBy,
            K::LastEditedTime(_) => Self::LastEditedTime,
            K::LastEditedBy(_) => Self::LastEditedBy,
            K::Verification(_) => Self::Verification,
            other => Self::Other(other.type_name().to_owned()),
        }
    }

    /// The type of a value in the list of a rollup.
    pub(crate) fn of_value(kind: &PropertyValueKind) -> Option<Self> {
        use PropertyValueKind as V;
        let open = |names: Vec<String>| OptionNames::some(names);
        let one = |option: &Option<notion_model::SelectOption>| {
            open(option.iter().map(|it| it.name.clone()).collect())
        };
        match kind {
            V::Select(option) => Some(Self::Select(one(option))),
            V::Status(option) => Some(Self::Status(one(option), Vec::new())),
            V::MultiSelect(options) => {
                Some(Self::MultiSelect(open(options.iter().map(|it| it.name.clone()).collect())))
            }
            V::Formula(_) | V::Rollup(_) => Some(Self::Other(kind.type_name().to_owned())),
            other => Self::named(other.type_name()),
        }
    }
}
