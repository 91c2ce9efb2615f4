//! Views, as they are made, changed and queried.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeMap as _};

use crate::{
    BlockId, DataSourceId, DatabaseId, PageId, Patch, Properties, ViewConfiguration, ViewId,
    ViewType,
    query::{Condition, Direction, Filter, Sort},
};

/// `POST /v1/views`.
///
/// ```
/// use notion_model::{DataSourceId, DatabaseId, ViewType, request::{CreateView, ViewPlace}};
///
/// let tasks: DataSourceId = "393abc1e-edcd-812b-85b5-000b8f6eb5fd".parse()?;
/// let database: DatabaseId = "37c1deb5-e22b-49c5-9cfd-5ae282e69c4a".parse()?;
/// let view = CreateView::new(database, tasks, "All", ViewType::Table);
/// assert_eq!(
///     serde_json::to_string(&view)?,
///     r#"{"data_source_id":"393abc1e-edcd-812b-85b5-000b8f6eb5fd","name":"All","type":"table","database_id":"37c1deb5-e22b-49c5-9cfd-5ae282e69c4a"}"#,
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct CreateView {
    /// The data source it shows.
    pub data_source_id: DataSourceId,
    /// Its name.
    pub name: String,
    /// Its type, or how it looks, which says its type too.
    pub look: ViewLook,
    /// Where it is to be.
    pub place: ViewPlace,
    /// Which rows it shows.
    pub filter: Option<Filter>,
    /// In which order.
    pub sorts: Vec<Sort>,
    /// Filters above the view that people change, by the name or id of their property.
    pub quick_filters: Properties<Condition>,
}

impl CreateView {
    /// A view of all rows.
    pub fn new(
        place: impl Into<ViewPlace>,
        data_source_id: DataSourceId,
        name: impl Into<String>,
        look: impl Into<ViewLook>,
    ) -> Self {
        Self {
            data_source_id,
            name: name.into(),
            look: look.into(),
            place: place.into(),
            filter: None,
            sorts: Vec::new(),
            quick_filters: Properties::default(),
        }
    }
}

/// The type of a new view, or how it looks, which says its type too.
#[derive(Clone, Debug, PartialEq)]
pub enum ViewLook {
    /// As Notion makes a view of this type.
    Plain(ViewType),
    /// Like this.
    Configured(ViewConfiguration),
}

impl ViewLook {
    /// The type of the view.
    pub fn view_type(&self) -> ViewType {
        match self {
            Self::Plain(it) => it.clone(),
            Self::Configured(it) => it.view_type(),
        }
    }
}

impl From<ViewType> for ViewLook {
    fn from(it: ViewType) -> Self {
        Self::Plain(it)
    }
}

impl From<ViewConfiguration> for ViewLook {
    fn from(it: ViewConfiguration) -> Self {
        Self::Configured(it)
    }
}

/// Where a new view is to be.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum ViewPlace {
    /// A tab of a database.
    Database {
        /// The database.
        database: DatabaseId,
        /// Which tab; the last by default.
        position: Option<ViewPosition>,
    },
    /// A widget of a dashboard.
    Dashboard {
        /// The dashboard, which is a view.
        dashboard: ViewId,
        /// In which row; in a new one by default.
        placement: Option<WidgetPlacement>,
    },
    /// In a new linked database.
    LinkedDatabase {
        /// The page that the database is to be in.
        page: PageId,
        /// The block behind which it is to be; at the end by default.
        after: Option<BlockId>,
    },
}

impl From<DatabaseId> for ViewPlace {
    fn from(database: DatabaseId) -> Self {
        Self::Database { database, position: None }
    }
}

/// Where a view stands among the tabs of its database.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ViewPosition {
    /// Before all others.
    Start,
    /// After all others.
    End,
    /// After another view.
    AfterView {
        /// The other view.
        view_id: ViewId,
    },
}

/// In which row of its dashboard a widget is. Rows are counted from 0.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum WidgetPlacement {
    /// In a new one.
    NewRow {
        /// Where the row is to be; the last by default.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        row_index: Option<u32>,
    },
    /// Beside other widgets.
    ExistingRow {
        /// The row.
        row_index: u32,
    },
}

/// `PATCH /v1/views/{id}`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct UpdateView {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Which rows it shows.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub filter: Patch<Filter>,
    /// In which order. Unlike a new view, it takes only properties.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub sorts: Patch<Vec<PropertySort>>,
    /// Filters above the view, by the name or id of their property: `None` removes one, those that
    /// are not named stay, and clearing removes all.
    #[serde(default, skip_serializing_if = "Patch::is_keep")]
    pub quick_filters: Patch<Properties<Option<Condition>>>,
    /// How it looks. The type must be that of the view; what is not named stays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub configuration: Option<ViewConfiguration>,
}

/// One key of the order of a view.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PropertySort {
    /// The property, by name or id.
    pub property: String,
    /// Upwards or downwards.
    pub direction: Direction,
}

/// `POST /v1/views/{id}/queries`: finds the rows of a view, to be paged for 15 minutes.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct CreateViewQuery {
    /// How many rows the answer has at most, from 1 to 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_size: Option<u32>,
}

impl Serialize for CreateView {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("data_source_id", &self.data_source_id)?;
        map.serialize_entry("name", &self.name)?;
        map.serialize_entry("type", &self.look.view_type())?;
        match &self.place {
            ViewPlace::Database { database, position } => {
                map.serialize_entry("database_id", database)?;
                if let Some(position) = position {
                    map.serialize_entry("position", position)?;
                }
            }
            ViewPlace::Dashboard { dashboard, placement } => {
                map.serialize_entry("view_id", dashboard)?;
                if let Some(placement) = placement {
                    map.serialize_entry("placement", placement)?;
                }
            }
            ViewPlace::LinkedDatabase { page, after } => {
                map.serialize_entry("create_database", &LinkedDatabase::new(*page, *after))?;
            }
        }
        if let Some(filter) = &self.filter {
            map.serialize_entry("filter", filter)?;
        }
        if !self.sorts.is_empty() {
            map.serialize_entry("sorts", &self.sorts)?;
        }
        if !self.quick_filters.is_empty() {
            map.serialize_entry("quick_filters", &self.quick_filters)?;
        }
        if let ViewLook::Configured(configuration) = &self.look {
            map.serialize_entry("configuration", configuration)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for CreateView {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Fields {
            data_source_id: DataSourceId,
            name: String,
            r#type: ViewType,
            database_id: Option<DatabaseId>,
            position: Option<ViewPosition>,
            view_id: Option<ViewId>,
            placement: Option<WidgetPlacement>,
            create_database: Option<LinkedDatabase>,
            filter: Option<Filter>,
            #[serde(default)]
            sorts: Vec<Sort>,
            #[serde(default)]
            quick_filters: Properties<Condition>,
            configuration: Option<ViewConfiguration>,
        }
        let it = Fields::deserialize(from)?;
        let place = match (it.database_id, it.view_id, it.create_database) {
            (Some(database), None, None) if it.placement.is_none() => {
                ViewPlace::Database { database, position: it.position }
            }
            (None, Some(dashboard), None) if it.position.is_none() => {
                ViewPlace::Dashboard { dashboard, placement: it.placement }
            }
            (None, None, Some(new)) if it.position.is_none() && it.placement.is_none() => {
                new.place()?
            }
            _ => {
                return Err(de::Error::custom(
                    "a view is in one of `database_id`, `view_id` and `create_database`, with \
                     what belongs to that",
                ));
            }
        };
        let look = match it.configuration {
            None => ViewLook::Plain(it.r#type),
            Some(look) if look.view_type() == it.r#type => ViewLook::Configured(look),
            Some(_) => {
                return Err(de::Error::custom("the configuration is of another type of view"));
            }
        };
        Ok(Self {
            data_source_id: it.data_source_id,
            name: it.name,
            look,
            place,
            filter: it.filter,
            sorts: it.sorts,
            quick_filters: it.quick_filters,
        })
    }
}

#[derive(Deserialize, Serialize)]
struct LinkedDatabase {
    parent: super::Parent,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    position: Option<LinkedPosition>,
}

/// Unlike everywhere else, the block stands beside the `type`.
#[derive(Deserialize, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum LinkedPosition {
    AfterBlock { block_id: BlockId },
}

impl LinkedDatabase {
    fn new(page: PageId, after: Option<BlockId>) -> Self {
        Self {
            parent: super::Parent::Page(page),
            position: after.map(|block_id| LinkedPosition::AfterBlock { block_id }),
        }
    }

    fn place<E: de::Error>(self) -> Result<ViewPlace, E> {
        let super::Parent::Page(page) = self.parent else {
            return Err(E::custom("a linked database is in a page"));
        };
        let after = self.position.map(|LinkedPosition::AfterBlock { block_id }| block_id);
        Ok(ViewPlace::LinkedDatabase { page, after })
    }
}
