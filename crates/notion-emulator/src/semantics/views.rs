//! Views of a world: the one that every database begins with, and what a view's query finds.

use notion_model::limits;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::check::At;
use crate::query::Query;
use crate::refusal::Refusal;
use crate::render;
use crate::rules::filter::{filter, sorts};
use crate::version::Version;
use crate::world::World;
use crate::world::grant::digest;
use crate::world::record::DataSource;
use crate::world::view::View;

/// The space between the ranks of two views, for one that comes between them.
pub(crate) const RANK_STEP: u64 = 1 << 32;

/// Gives a new database the table that each begins with.
///
/// Its id follows from that of the database, so that it costs no other object its own.
pub(crate) fn begin(world: &mut World, database: Uuid, source: Uuid) {
    let bytes = digest(&format!("view of {database}")).into_bytes();
    let id = uuid::Builder::from_random_bytes(bytes).into_uuid();
    let Some(stamp) = world.database(database).map(|database| database.stamp) else { return };
    world.put(View {
        id,
        rank: RANK_STEP,
        database,
        source: Some(source),
        dashboard: None,
        name: "Default view".into(),
        kind: "table".into(),
        stamp,
        filter: None,
        sorts: None,
        quick_filters: None,
        configuration: json!({ "type": "table" }),
    });
}

/// A filter, sorts or a configuration with properties by id, wherever one is named.
pub(crate) fn by_id(source: &DataSource, value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| by_id(source, item)).collect(),
        Value::Object(members) => {
            let named = members.iter().map(|(key, value)| {
                let name = value.as_str().filter(|_| key == "property" || key == "property_id");
                let id = name.and_then(|name| source.find(name)).map(|it| it.key.encoded());
                (key.clone(), id.map_or_else(|| by_id(source, value), |id| json!(id)))
            });
            Value::Object(named.collect())
        }
        other => other.clone(),
    }
}

/// What a view asks of its data source, refused if it names what is not there.
pub(crate) fn query_of(
    source: &DataSource,
    filtered: Option<&Value>,
    sorted: Option<&Value>,
    quick: Option<&Value>,
) -> Result<Query, Refusal> {
    let mut conditions: Vec<Value> = filtered.into_iter().cloned().collect();
    for (property, condition) in quick.and_then(Value::as_object).into_iter().flatten() {
        let mut one = serde_json::Map::new();
        one.insert("property".into(), json!(property));
        one.extend(condition.as_object().cloned().unwrap_or_default());
        conditions.push(Value::Object(one));
    }
    let whole = match conditions.len() {
        0 => None,
        1 => conditions.pop(),
        _ => Some(json!({ "and": conditions })),
    };
    let filter = At::root("filter", whole.as_ref()).opt(filter)?;
    let sorts = At::root("sorts", sorted).opt(sorts)?.unwrap_or_default();
    let size = limits::QUERY_ROWS;
    let mut query = Query { filter, sorts, in_trash: false, is_archived: None, start: None, size };
    query.fit(source)?;
    Ok(query)
}

/// The rows that a view shows, in its order.
pub(crate) fn rows(world: &World, version: Version, view: &View) -> Result<Vec<Uuid>, Refusal> {
    let Some(source) = view.source.and_then(|id| world.source(id)) else { return Ok(Vec::new()) };
    let (filter, sorts) = (view.filter.as_ref(), view.sorts.as_ref());
    let query = query_of(source, filter, sorts, view.quick_filters.as_ref())?;
    let shown = render::View::new(world, version);
    Ok(query.run(&shown, source)?.rows)
}
