//! Views.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{Carried, Lost, Reason};
use crate::{
    Parent, Properties, View, ViewConfiguration, ViewType,
    request::{self, Validate as _, ViewLook, ViewPlace},
};

impl View {
    /// A view like this one of the same data source: the last tab of the same database, or a new
    /// row of the same dashboard. `None` for dashboards, which are of no data source, for what was
    /// only told by its id, and where the place is not known;
    /// [`to_request_in`](Self::to_request_in) takes another place.
    pub fn to_request(&self) -> Carried<Option<request::CreateView>> {
        let mut lost = Lost::default();
        let value = place(self, &mut lost).and_then(|it| view(self, it, &mut lost));
        lost.with(value)
    }

    /// A view like this one of the same data source in another place.
    ///
    /// Filters, sorts and the configuration refer to properties by id, which only this data source
    /// knows.
    pub fn to_request_in(&self, place: ViewPlace) -> Carried<Option<request::CreateView>> {
        let mut lost = Lost::default();
        let value = view(self, place, &mut lost);
        lost.with(value)
    }
}

fn place(view: &View, lost: &mut Lost<'_>) -> Option<ViewPlace> {
    if let Some(dashboard) = view.dashboard_view_id {
        return Some(ViewPlace::Dashboard { dashboard, placement: None });
    }
    let (what, why) = match view.parent {
        Some(Parent::Database(id)) => return Some(id.into()),
        Some(
            Parent::Page(_) | Parent::Block(_) | Parent::DataSource { .. } | Parent::Workspace,
        ) => ("view outside a database", Reason::NotCreatable),
        Some(Parent::Unknown(_)) => ("parent", Reason::Unknown),
        None => ("parent", Reason::Cut),
    };
    lost.add_at("parent", what, why);
    None
}

fn view<'a>(view: &'a View, place: ViewPlace, lost: &mut Lost<'a>) -> Option<request::CreateView> {
    lost.fields(&view.wire);
    let look = look(view, lost);
    if view.data_source_id.is_none() {
        let why = match view.r#type {
            Some(ViewType::Dashboard) => Reason::NotCreatable,
            _ => Reason::Cut,
        };
        lost.add_at("data_source_id", "view without a data source", why);
    }
    if view.name.is_none() {
        lost.add_at("name", "name", Reason::Cut);
    }
    let written = request::CreateView {
        filter: view.filter.as_ref().and_then(|it| query("filter", it, "filter", lost)),
        sorts: lost.at("sorts", |lost| {
            let sorts = view.sorts.as_deref().unwrap_or_default();
            lost.each(sorts, |it, lost| read(it, "sort", lost))
        }),
        quick_filters: quick_filters(view, lost),
        ..request::CreateView::new(place, view.data_source_id?, view.name.clone()?, look?)
    };
    lost.refused(written.validate().err().into_iter().flatten());
    Some(written)
}

fn quick_filters<'a>(view: &'a View, lost: &mut Lost<'a>) -> Properties<crate::query::Condition> {
    lost.at("quick_filters", |lost| {
        let filters = view.quick_filters.iter().flatten();
        filters
            .filter_map(|(property, it)| {
                Some((&**property, query(property, it, "quick filter", lost)?))
            })
            .collect()
    })
}

fn query<'a, T: DeserializeOwned + Serialize>(
    key: &'a str,
    value: &'a Value,
    what: &'static str,
    lost: &mut Lost<'a>,
) -> Option<T> {
    lost.at(key, |lost| read(value, what, lost))
}

/// Part of a query, which is kept as it came where it is read.
fn read<T: DeserializeOwned + Serialize>(
    value: &Value,
    what: &'static str,
    lost: &mut Lost<'_>,
) -> Option<T> {
    let read = T::deserialize(value).ok();
    let written = read.as_ref().and_then(|it| serde_json::to_value(it).ok());
    if written.as_ref() != Some(value) {
        lost.add(what, Reason::Unknown);
    }
    read
}

fn look<'a>(view: &'a View, lost: &mut Lost<'a>) -> Option<ViewLook> {
    let plain = match &view.r#type {
        Some(ViewType::Unknown(word)) => {
            lost.add_at("type", format!("view of type {}", word.as_str()), Reason::Unknown);
            return None;
        }
        Some(it) => ViewLook::Plain(it.clone()),
        None => {
            lost.add_at("type", "type", Reason::Cut);
            return None;
        }
    };
    let Some(configuration) = &view.configuration else { return Some(plain) };
    Some(match configuration {
        ViewConfiguration::Unknown(_) => {
            lost.add_at("configuration", "configuration", Reason::Unknown);
            plain
        }
        ViewConfiguration::Dashboard(_) => {
            lost.add_at("configuration", "widgets", Reason::Apart);
            plain
        }
        it if it.view_type() != plain.view_type() => {
            lost.add_at("configuration", "configuration of another type", Reason::NotCreatable);
            plain
        }
        it => without_names(it).map_or(plain, ViewLook::Configured),
    })
}

/// Notion adds their names to the ids of properties. Requests do not have them.
fn without_names(configuration: &ViewConfiguration) -> Option<ViewConfiguration> {
    let mut whole = serde_json::to_value(configuration).ok()?;
    // A list of open values instead of recursion.
    let mut open = vec![&mut whole];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(fields) => {
                fields.retain(|key, _| !key.ends_with("property_name"));
                open.extend(fields.values_mut());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    serde_json::from_value(whole).ok()
}
