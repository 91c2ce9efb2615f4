//! Making a world out of a seed: everything that can be named first, then what refers to it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Seed, SeedDatabase, SeedError, SeedPage, SeedRow, SeedUser, shorthand};
use crate::check::{At, Checked};
use crate::refusal::Refusal;
use crate::rules::block::{check_links, seeded_children};
use crate::rules::icon::{cover, icon};
use crate::rules::property::properties;
use crate::rules::schema::new_properties;
use crate::rules::text::rich_text;
use crate::semantics::blocks::{Place, append, check_content};
use crate::semantics::cells::Writing;
use crate::semantics::schema;
use crate::semantics::views;
use crate::world::World;
use crate::world::cell::Cell;
use crate::world::record::{DataSource, Database, Page, Parent, Stamp, User};
use crate::world::schema::PropertyKind;

mod beside;
mod templates;

/// A world that grows, and what was found wrong on the way.
struct Sower {
    world: World,
    names: Names,
    problems: Vec<String>,
}

/// What the keys of a seed mean, by kind: a database and a row may share a key.
#[derive(Default)]
struct Names {
    users: BTreeMap<String, Uuid>,
    pages: BTreeMap<String, Uuid>,
    databases: BTreeMap<String, Uuid>,
    sources: BTreeMap<String, Uuid>,
    rows: BTreeMap<String, Uuid>,
}

pub(super) fn sow(seed: Seed, world: World) -> Result<World, SeedError> {
    let mut sower = Sower { world, names: Names::default(), problems: Vec::new() };
    let me = seed.me.clone();
    sower.users(seed.users, me.as_deref());
    sower.pages(seed.pages);
    sower.databases(seed.databases);
    beside::sow(&mut sower, seed.comments, seed.custom_emojis, seed.connections);
    let Sower { mut world, names, problems } = sower;
    if !problems.is_empty() {
        return Err(SeedError::Content(problems));
    }
    let Names { users, pages, databases, sources, rows } = names;
    let keys = &mut world.about.keys;
    keys.extend(users.into_iter().map(|(key, id)| (format!("user:{key}"), id)));
    keys.extend(pages.into_iter().map(|(key, id)| (format!("page:{key}"), id)));
    keys.extend(rows.into_iter().map(|(key, id)| (format!("page:{key}"), id)));
    keys.extend(databases.into_iter().map(|(key, id)| (format!("database:{key}"), id)));
    keys.extend(sources.into_iter().map(|(key, id)| (format!("data_source:{key}"), id)));
    Ok(world)
}

impl Sower {
    fn problem(&mut self, place: &str, text: impl std::fmt::Display) {
        self.problems.push(format!("{place}: {text}"));
    }

    /// What a reading function gives, or nothing and a problem.
    fn read<T>(
        &mut self,
        place: &str,
        value: &Value,
        read: impl FnOnce(&At<'_, '_>) -> Checked<T>,
    ) -> Option<T> {
        match read(&At::root("value", Some(value))) {
            Ok(value) => Some(value),
            Err(problem) => {
                self.problem(place, Refusal::from(problem).message);
                None
            }
        }
    }

    fn users(&mut self, users: Vec<SeedUser>, me: Option<&str>) {
        let integration = self.world.about.integration.clone();
        let mut rank = 0;
        for user in users {
            let id = user.id.unwrap_or_else(|| self.world.ids.v4());
            if self.names.users.insert(user.key.clone(), id).is_some() {
                self.problem("users", format!("the key \"{}\" is taken", user.key));
            }
            self.world.add_user(User {
                id,
                name: user.name.into(),
                email: user.email.map(Into::into),
                email_verified: None,
                avatar_url: user.avatar_url.map(Into::into),
                is_bot: user.bot,
                rank,
            });
            rank += 1;
        }
        self.world.add_user(User {
            id: integration.id,
            name: integration.name.into(),
            email: None,
            email_verified: None,
            avatar_url: None,
            is_bot: true,
            rank,
        });
        if let Some(key) = me {
            self.world.about.person = self.names.users.get(key).copied();
            if self.world.about.person.is_none() {
                let help = nearest(key, self.names.users.keys());
                self.problem("me", format!("no user has the key \"{key}\"{help}"));
            }
        }
    }

    fn parent(&mut self, place: &str, key: Option<&str>) -> Parent {
        let Some(key) = key else { return Parent::Workspace };
        if let Some(id) = self.names.pages.get(key) {
            return Parent::Page(*id);
        }
        let help = nearest(key, self.names.pages.keys());
        self.problem(place, format!("no page above has the key \"{key}\"{help}"));
        Parent::Workspace
    }

    fn stamp(&self, created: Option<Timestamp>, edited: Option<Timestamp>) -> Stamp {
        let mut stamp = self.world.stamp();
        if let Some(created) = created {
            stamp.created = created.into();
            stamp.edited = created.into();
        }
        if let Some(edited) = edited {
            stamp.edited = edited.into();
        }
        let person = self.world.about.person.unwrap_or(stamp.created_by);
        Stamp { created_by: person, edited_by: person, ..stamp }
    }

    fn pages(&mut self, pages: Vec<SeedPage>) {
        for page in pages {
            let place = format!("page \"{}\"", page.key);
            let parent = self.parent(&place, page.parent.as_deref());
            let id = page.id.unwrap_or_else(|| self.world.ids.page(self.world.now));
            if self.names.pages.insert(page.key, id).is_some() {
                self.problem(&place, "the key is taken");
            }
            let title = shorthand::text(&page.title);
            let title = self.read(&place, &title, rich_text).unwrap_or_default();
            let stamp = self.stamp(page.created, page.edited);
            let page_icon = page.icon.and_then(|it| self.read(&place, &it, icon)).flatten();
            let page_cover = page.cover.and_then(|it| self.read(&place, &it, cover));
            let rank = self.world.rank_at_end(parent);
            self.world.add_page(Page {
                id,
                parent,
                rank,
                stamp,
                title,
                icon: page_icon.map(Box::new),
                cover: page_cover.map(Box::new),
                in_trash: page.in_trash,
                is_archived: false,
                is_locked: false,
                cells: Vec::new(),
            });
            self.children(&place, id, page.children);
        }
    }

    fn children(&mut self, place: &str, page: Uuid, children: Vec<Value>) {
        let blocks = self.read(place, &Value::Array(children), seeded_children).unwrap_or_default();
        if let Err(refusal) =
            check_links(&blocks).and_then(|()| check_content(&self.world, &blocks))
        {
            self.problem(place, refusal.message);
            return;
        }
        append(&mut self.world, page, blocks, Place::End);
    }

    fn databases(&mut self, databases: Vec<SeedDatabase>) {
        let mut sown = Vec::new();
        for database in databases {
            let source = self.container(&database);
            sown.push((source, database));
        }
        // Relations need the data sources, and their values the rows.
        let mut computed = Vec::new();
        for (source, database) in &sown {
            let late = self.schema(*source, database);
            computed.extend(late.into_iter().map(|it| (*source, database.key.clone(), it)));
        }
        self.computed(computed);
        let (mut rows, mut drafts) = (Vec::new(), Vec::new());
        for (source, database) in sown {
            let key = database.key;
            drafts.push((key.clone(), source, database.templates));
            for (index, row) in database.rows.into_iter().enumerate() {
                let name = row.key.clone().unwrap_or_else(|| (index + 1).to_string());
                let place = format!("database \"{key}\", row \"{name}\"");
                let id = self.row(&place, source, &row);
                rows.push((place, source, id, row));
            }
        }
        for (key, source, templates) in drafts {
            templates::sow(self, &key, source, templates);
        }
        for (place, source, id, row) in rows {
            self.values(&place, source, id, row.properties);
            self.children(&place, id, row.children);
            // Values and children were there when the row was last changed.
            let stamp = self.stamp(row.created, row.edited);
            if let Some(page) = self.world.page_mut(id) {
                page.stamp = stamp;
            }
        }
    }

    /// The database and its data source, without properties.
    fn container(&mut self, database: &SeedDatabase) -> Uuid {
        let place = format!("database \"{}\"", database.key);
        let parent = self.parent(&place, database.parent.as_deref());
        let id = database.id.unwrap_or_else(|| self.world.ids.v4());
        let source = database.data_source_id.unwrap_or_else(|| self.world.ids.v4());
        if self.names.databases.insert(database.key.clone(), id).is_some() {
            self.problem(&place, "the key is taken");
        }
        self.names.sources.insert(database.key.clone(), source);
        let title = shorthand::text(&database.title);
        let title = self.read(&place, &title, rich_text).unwrap_or_default();
        let description = database.description.as_ref().map(shorthand::text);
        let description = description.and_then(|it| self.read(&place, &it, rich_text));
        let own_icon = database.icon.as_ref().and_then(|it| self.read(&place, it, icon)).flatten();
        let own_cover = database.cover.as_ref().and_then(|it| self.read(&place, it, cover));
        let rank = self.world.rank_at_end(parent);
        let stamp = self.stamp(database.created, database.edited);
        self.world.add_database(Database {
            id,
            parent,
            rank,
            stamp,
            title: title.clone(),
            description: description.unwrap_or_default(),
            icon: own_icon.clone().map(Box::new),
            cover: own_cover.map(Box::new),
            is_inline: database.is_inline,
            is_locked: false,
            in_trash: database.in_trash,
            sources: vec![source],
        });
        self.world.add_source(DataSource {
            id: source,
            database: id,
            title,
            icon: own_icon.map(Box::new),
            in_trash: false,
            properties: Vec::new(),
        });
        views::begin(&mut self.world, id, source);
        source
    }

    /// Everything but formulas and rollups, which are given back.
    fn schema(&mut self, source: Uuid, database: &SeedDatabase) -> Vec<(String, Value)> {
        let place = format!("database \"{}\"", database.key);
        let mut schemas = database.properties.clone();
        for (name, schema) in &mut schemas {
            let Some(target) = schema.pointer_mut("/relation/data_source_id") else { continue };
            let Some(key) = target.as_str().map(str::to_owned) else { continue };
            if let Some(id) = self.names.sources.get(&key) {
                *target = json!(id);
            } else {
                let help = nearest(&key, self.names.sources.keys());
                let text = format!("property \"{name}\": no database has the key \"{key}\"{help}");
                self.problem(&place, text);
            }
        }
        let is_late =
            |schema: &Value| ["formula", "rollup"].iter().any(|it| schema.get(it).is_some());
        let (late, schemas): (Map<_, _>, Map<_, _>) =
            schemas.into_iter().partition(|(_, schema)| is_late(schema));
        let schemas = Value::Object(schemas);
        match new_properties(&At::root("properties", Some(&schemas))) {
            Ok(edits) => match schema::create(&mut self.world, edits) {
                Ok(change) => change.apply(&mut self.world, source),
                Err(refusal) => self.problem(&place, refusal.message),
            },
            Err(problem) => self.problem(&place, Refusal::from(problem).message),
        }
        let stamp = self.stamp(database.created, database.edited);
        let id = self.world.source(source).map(|source| source.database);
        if let Some(database) = id.and_then(|id| self.world.database_mut(id)) {
            database.stamp = stamp;
        }
        late.into_iter().collect()
    }

    /// Formulas and rollups, each as soon as what it names is there.
    fn computed(&mut self, mut waiting: Vec<(Uuid, String, (String, Value))>) {
        while !waiting.is_empty() {
            let before = waiting.len();
            let mut refused = Vec::new();
            for (source, key, (name, schema)) in std::mem::take(&mut waiting) {
                let edit = json!({ &name: &schema });
                let at = At::root("properties", Some(&edit));
                let change = new_properties(&at)
                    .map_err(Refusal::from)
                    .and_then(|edits| schema::update(&mut self.world, source, edits));
                let home = self.world.source(source).map(|it| it.database);
                let stamp = home.and_then(|it| self.world.database(it)).map(|it| it.stamp);
                match change {
                    Ok(change) => change.apply(&mut self.world, source),
                    Err(refusal) => {
                        refused.push(refusal.message);
                        waiting.push((source, key, (name, schema)));
                    }
                }
                if let (Some(stamp), Some(database)) =
                    (stamp, home.and_then(|it| self.world.database_mut(it)))
                {
                    database.stamp = stamp;
                }
            }
            if waiting.len() == before {
                for ((_, key, (name, _)), message) in waiting.iter().zip(refused) {
                    let place = format!("database \"{key}\", property \"{name}\"");
                    self.problem(&place, message);
                }
                return;
            }
        }
    }

    /// The row without its values.
    fn row(&mut self, place: &str, source: Uuid, row: &SeedRow) -> Uuid {
        let made = row.created.unwrap_or(self.world.now);
        let id = row.id.unwrap_or_else(|| self.world.ids.page(made));
        if let Some(key) = &row.key
            && self.names.rows.insert(key.clone(), id).is_some()
        {
            self.problem(place, "the key is taken");
        }
        let own_icon = row.icon.as_ref().and_then(|it| self.read(place, it, icon)).flatten();
        let own_cover = row.cover.as_ref().and_then(|it| self.read(place, it, cover));
        let parent = Parent::DataSource(source);
        let rank = self.world.rank_at_end(parent);
        let cells = self.numbered(source);
        let stamp = self.stamp(row.created, row.edited);
        self.world.add_page(Page {
            id,
            parent,
            rank,
            stamp,
            title: Vec::new(),
            icon: own_icon.map(Box::new),
            cover: own_cover.map(Box::new),
            in_trash: row.in_trash,
            is_archived: false,
            is_locked: false,
            cells,
        });
        id
    }

    /// The number of a new row, if its data source counts rows.
    fn numbered(&mut self, source: Uuid) -> Vec<(crate::world::schema::PropertyKey, Cell)> {
        let mut cells = Vec::new();
        if let Some(source) = self.world.source_mut(source) {
            for property in &mut source.properties {
                if let PropertyKind::UniqueId { last, .. } = &mut property.kind {
                    *last += 1;
                    cells.push((property.key.clone(), Cell::UniqueId(*last)));
                }
            }
        }
        cells
    }

    fn values(&mut self, place: &str, source: Uuid, row: Uuid, values: Map<String, Value>) {
        let Some(schema) = self.world.source(source).cloned() else { return };
        let mut requests = Map::new();
        for (name, value) in values {
            let Some(property) = schema.find(&name) else {
                let known = schema.properties.iter().map(|property| property.name.as_ref());
                let help = nearest(&name, known);
                self.problem(place, format!("there is no property \"{name}\"{help}"));
                continue;
            };
            match shorthand::value(property, value, &self.names.users, &self.names.rows) {
                Ok(value) => drop(requests.insert(name, value)),
                Err(unknown) => {
                    let help = match property.kind {
                        PropertyKind::People => nearest(&unknown, self.names.users.keys()),
                        _ => nearest(&unknown, self.names.rows.keys()),
                    };
                    let text = format!("property \"{name}\": no key is \"{unknown}\"{help}");
                    self.problem(place, text);
                }
            }
        }
        let requests = Value::Object(requests);
        let given = match properties(&At::root("properties", Some(&requests))) {
            Ok(given) => given,
            Err(problem) => return self.problem(place, Refusal::from(problem).message),
        };
        match Writing::of(&mut self.world, source, given) {
            Ok(writing) => writing.apply(&mut self.world, row, source),
            Err(refusal) => self.problem(place, refusal.message),
        }
    }
}

/// `, did you mean "…"?` with the known word that is most like the one that was written.
fn nearest<T: AsRef<str>>(written: &str, known: impl IntoIterator<Item = T>) -> String {
    let close = known
        .into_iter()
        .map(|word| (distance(written, word.as_ref()), word.as_ref().to_owned()))
        .min();
    match close {
        Some((distance, word)) if distance <= written.chars().count().div_ceil(3).max(1) => {
            format!(", did you mean \"{word}\"?")
        }
        _ => String::new(),
    }
}

/// How many letters have to be changed, added or left out to make one word of the other.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (at, letter) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (column, other) in right.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *other);
            diagonal = row[column + 1];
            row[column + 1] = changed.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[right.len()]
}
