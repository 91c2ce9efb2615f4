//! Pages, data sources and databases, whole.

use super::{
    Carried, Lost, Reason,
    file::{cover, icon},
    schema::schema,
    text::runs,
    value::value,
};
use crate::{
    DataSource, Database, Page, Parent, Properties, PropertyValueKind, RichText,
    request::{self, Validate as _},
};

impl Parent {
    /// The parent as that of something new. `None` for a block, for what this crate does not know,
    /// and for nothing at all: nothing can be created there.
    pub fn to_request(&self) -> Carried<Option<request::Parent>> {
        let mut lost = Lost::default();
        let value = parent(Some(self), &mut lost);
        lost.with(value)
    }
}

fn parent(parent: Option<&Parent>, lost: &mut Lost<'_>) -> Option<request::Parent> {
    let (what, why) = match parent {
        Some(Parent::Page(id)) => return Some(request::Parent::Page(*id)),
        Some(Parent::DataSource { data_source, .. }) => {
            return Some(request::Parent::DataSource(*data_source));
        }
        Some(Parent::Database(id)) => return Some(request::Parent::Database(*id)),
        Some(Parent::Workspace) => return Some(request::Parent::Workspace),
        Some(Parent::Block(_)) => ("place in a block", Reason::NotCreatable),
        Some(Parent::Unknown(_)) => ("parent", Reason::Unknown),
        None => ("parent", Reason::Cut),
    };
    lost.add_at("parent", what, why);
    None
}

impl Page {
    /// A page like this one in the same place, without its content. `None` if nothing can be
    /// created there; [`to_request_in`](Self::to_request_in) takes another place.
    ///
    /// The id, the times, the authors and the address are not carried: a new page has its own.
    pub fn to_request(&self) -> Carried<Option<request::CreatePage>> {
        let mut lost = Lost::default();
        let value = parent(self.parent.as_ref(), &mut lost).map(|it| page(self, it, &mut lost));
        lost.with(value)
    }

    /// A page like this one in another place, without its content.
    ///
    /// Only rows have properties: a page elsewhere keeps nothing of them but the title.
    pub fn to_request_in(&self, parent: request::Parent) -> Carried<request::CreatePage> {
        let mut lost = Lost::default();
        let value = page(self, parent, &mut lost);
        lost.with(value)
    }
}

fn page<'a>(page: &'a Page, parent: request::Parent, lost: &mut Lost<'a>) -> request::CreatePage {
    lost.fields(&page.wire);
    let is_row = match parent {
        request::Parent::DataSource(_) | request::Parent::Database(_) => true,
        request::Parent::Page(_) | request::Parent::Workspace => false,
    };
    let mut properties = Properties::default();
    lost.at("properties", |lost| {
        for (name, it) in page.properties.iter() {
            lost.at(name, |lost| {
                let is_title = matches!(it.kind, PropertyValueKind::Title(_));
                if !is_row && !is_title {
                    return lost.add(it.kind.type_name(), Reason::NotCreatable);
                }
                // The title of a page that is no row is called `title`, whatever its column was.
                let name = if is_row { name } else { "title" };
                if let Some(value) = value(it, lost) {
                    properties.insert(name, value);
                }
            });
        }
    });
    apart(lost, &[("is_locked", page.is_locked), ("is_archived", page.is_archived)]);
    apart(lost, &[("in_trash", page.in_trash)]);
    published(page.public_url.as_deref(), lost);
    let written = request::CreatePage {
        properties,
        icon: icon(page.icon.as_ref(), "page icon", lost),
        cover: cover(page.cover.as_ref(), lost),
        ..request::CreatePage::new(parent)
    };
    lost.refused(written.validate().err().into_iter().flatten());
    written
}

/// What can be set once the object exists.
fn apart<'a>(lost: &mut Lost<'a>, marks: &[(&'a str, bool)]) {
    for (key, _) in marks.iter().filter(|(_, is_set)| *is_set) {
        lost.add_at(key, *key, Reason::Apart);
    }
}

fn published(url: Option<&str>, lost: &mut Lost<'_>) {
    if url.is_some() {
        lost.add_at("public_url", "publication", Reason::NotCreatable);
    }
}

impl DataSource {
    /// A data source with the same schema in the same database, without its rows. `None` if it
    /// stands in no database; [`to_request_in`](Self::to_request_in) takes one.
    ///
    /// Formulas refer to properties by name, where this data source has them. Rollups are carried,
    /// although Notion wants their relation to exist: create them in a second request.
    pub fn to_request(&self) -> Carried<Option<request::CreateDataSource>> {
        let mut lost = Lost::default();
        let database = match self.parent {
            Some(Parent::Database(id) | Parent::DataSource { database: Some(id), .. }) => {
                Some(request::Parent::Database(id))
            }
            Some(
                Parent::DataSource { database: None, .. }
                | Parent::Page(_)
                | Parent::Block(_)
                | Parent::Workspace,
            ) => {
                lost.add_at("parent", "place outside a database", Reason::NotCreatable);
                None
            }
            Some(Parent::Unknown(_)) | None => parent(self.parent.as_ref(), &mut lost),
        };
        let value = database.map(|it| data_source(self, it, &mut lost));
        lost.with(value)
    }

    /// A data source with the same schema in another database, without its rows.
    pub fn to_request_in(&self, database: crate::DatabaseId) -> Carried<request::CreateDataSource> {
        let mut lost = Lost::default();
        let value = data_source(self, request::Parent::Database(database), &mut lost);
        lost.with(value)
    }
}

fn data_source<'a>(
    source: &'a DataSource,
    parent: request::Parent,
    lost: &mut Lost<'a>,
) -> request::CreateDataSource {
    lost.fields(&source.wire);
    let properties = schemas(source, lost);
    apart(lost, &[("in_trash", source.in_trash)]);
    let written = request::CreateDataSource {
        parent,
        properties,
        title: title(&source.title, "title", lost),
        icon: icon(source.icon.as_ref(), "icon of a data source", lost),
    };
    lost.refused(written.validate().err().into_iter().flatten());
    written
}

fn schemas<'a>(source: &'a DataSource, lost: &mut Lost<'a>) -> Properties<request::PropertySchema> {
    let mut properties = Properties::default();
    lost.at("properties", |lost| {
        for (name, it) in source.properties.iter() {
            if let Some(carried) = lost.at(name, |lost| schema(it, Some(source), lost)) {
                properties.insert(name, carried);
            }
        }
    });
    properties
}

fn title<'a>(
    title: &'a [RichText],
    key: &'static str,
    lost: &mut Lost<'a>,
) -> Vec<request::RichText> {
    lost.at(key, |lost| runs(title, lost))
}

impl Database {
    /// A database like this one in the same place, whose first data source has the given schema.
    /// `None` if nothing can be created there; [`to_request_in`](Self::to_request_in) takes another
    /// place.
    ///
    /// What is lost of the schema has paths that begin with `initial_data_source`. Further data
    /// sources need requests of their own, and so do rows.
    pub fn to_request(&self, first: &DataSource) -> Carried<Option<request::CreateDatabase>> {
        let mut lost = Lost::default();
        let parent = match self.parent {
            // Databases in databases are those of wikis.
            Some(Parent::Database(_) | Parent::DataSource { .. }) => {
                lost.add_at("parent", "place in a wiki", Reason::NotCreatable);
                None
            }
            Some(Parent::Page(_) | Parent::Workspace | Parent::Block(_) | Parent::Unknown(_))
            | None => parent(self.parent.as_ref(), &mut lost),
        };
        let value = parent.map(|it| database(self, first, it, &mut lost));
        lost.with(value)
    }

    /// A database like this one in another place, whose first data source has the given schema.
    pub fn to_request_in(
        &self,
        parent: request::Parent,
        first: &DataSource,
    ) -> Carried<request::CreateDatabase> {
        let mut lost = Lost::default();
        let value = database(self, first, parent, &mut lost);
        lost.with(value)
    }
}

fn database<'a>(
    database: &'a Database,
    first: &'a DataSource,
    parent: request::Parent,
    lost: &mut Lost<'a>,
) -> request::CreateDatabase {
    lost.fields(&database.wire);
    let properties = lost.at("initial_data_source", |lost| schemas(first, lost));
    apart(lost, &[("is_locked", database.is_locked), ("in_trash", database.in_trash)]);
    published(database.public_url.as_deref(), lost);
    lost.at("data_sources", |lost| {
        for (index, it) in database.data_sources.iter().enumerate() {
            if it.id != first.id {
                lost.at(index, |lost| lost.add(format!("data source {}", it.name), Reason::Apart));
            }
        }
    });
    let written = request::CreateDatabase {
        parent,
        title: title(&database.title, "title", lost),
        description: title(&database.description, "description", lost),
        is_inline: database.is_inline.then_some(true),
        initial_data_source: request::InitialDataSource { properties },
        icon: icon(database.icon.as_ref(), "database icon", lost),
        cover: cover(database.cover.as_ref(), lost),
    };
    lost.refused(written.validate().err().into_iter().flatten());
    written
}
