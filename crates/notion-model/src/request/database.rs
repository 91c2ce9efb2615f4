//! Databases and data sources, as they are made and changed.

use serde::{Deserialize, Serialize};

use super::{File, Icon, IntoRichText, Parent, PropertyChange, PropertySchema, RichText};
use crate::{Patch, Properties};

/// `POST /v1/databases`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct CreateDatabase {
    /// Where it is to hang: under a page, or at the top of the workspace.
    pub parent: Parent,
    /// Its title, and that of its data source.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub title: Vec<RichText>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub description: Vec<RichText>,
    /// Whether it is shown inside its page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_inline: Option<bool>,
    /// Its first data source.
    #[serde(default)]
    pub initial_data_source: InitialDataSource,
    /// Its icon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<Icon>,
    /// The picture at its top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover: Option<File>,
}

/// The first data source of a database.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct InitialDataSource {
    /// Its properties by name. Without a title property, Notion adds one called `Name`.
    #[serde(default)]
    pub properties: Properties<PropertySchema>,
}

impl CreateDatabase {
    /// A database with a title. Its data source gets a title property called `Name`, unless it is
    /// given one.
    pub fn new(parent: impl Into<Parent>, title: impl IntoRichText) -> Self {
        Self {
            parent: parent.into(),
            title: title.into_rich_text(),
            description: Vec::new(),
            is_inline: None,
            initial_data_source: InitialDataSource::default(),
            icon: None,
            cover: None,
        }
    }
}

/// `PATCH /v1/databases/{id}`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct UpdateDatabase {
    /// Moves it: under a page, or to the top of the workspace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Parent>,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Vec<RichText>>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Vec<RichText>>,
    /// Whether it is shown inside its page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_inline: Option<bool>,
    /// Moves it to the trash or back.
    #[serde(default, alias = "archived", skip_serializing_if = "Option::is_none")]
    pub in_trash: Option<bool>,
    /// Keeps people from changing it in the app.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_locked: Option<bool>,
    /// Its icon. Notion does not say that it can be cleared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<Icon>,
    /// The picture at its top. Notion does not say that it can be cleared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover: Option<File>,
}

/// `POST /v1/data_sources`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct CreateDataSource {
    /// The database it is to be in.
    pub parent: Parent,
    /// Its properties by name.
    pub properties: Properties<PropertySchema>,
    /// Its title.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub title: Vec<RichText>,
    /// Its icon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<Icon>,
}

/// `PATCH /v1/data_sources/{id}`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct UpdateDataSource {
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Vec<RichText>>,
    /// Its icon.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub icon: Patch<Icon>,
    /// The properties that change, by name or id.
    #[serde(default, skip_serializing_if = "Properties::is_empty")]
    pub properties: Properties<PropertyChange>,
    /// Moves it to the trash or back.
    #[serde(default, alias = "archived", skip_serializing_if = "Option::is_none")]
    pub in_trash: Option<bool>,
    /// Moves it into another database.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Parent>,
}
