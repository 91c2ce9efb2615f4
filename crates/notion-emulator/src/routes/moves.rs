//! Moving pages.

use uuid::Uuid;

use super::{not_found, shown};
use crate::call::{Answer, Call};
use crate::refusal::Refusal;
use crate::render::{Selection, View};
use crate::rules::parent::{NamedParent, parent};
use crate::world::World;
use crate::world::record::Parent;

/// `POST /v1/pages/{page_id}/move`
///
/// The page goes to the end of its new siblings. Of a row that becomes a row elsewhere, or a page,
/// only the title is left.
pub(super) fn move_page(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let id = call.id("page_id")?;
    call.only_query(&[])?;
    let body = call.body();
    body.object()?;
    let named = parent(&body.key("parent"), &["page_id", "data_source_id"])?;
    body.only(&["parent"])?;
    let target = check(world, id, named)?;
    if let Some(page) = world.page_mut(id) {
        page.cells.clear();
    }
    let old = world.parent_of(id);
    world.move_to(id, target);
    for parent in [old, Some(target)].into_iter().flatten() {
        if let Parent::Page(parent) | Parent::Block(parent) = parent {
            world.touch(parent);
        }
    }
    world.touch(id);
    let view = View::new(world, call.version);
    shown(world.page(id).map(|page| view.page(page, &Selection::default())))
}

fn check(world: &World, id: Uuid, named: NamedParent) -> Result<Parent, Refusal> {
    let Some(page) = world.page(id) else {
        let mut refusal = not_found(world, "page", id);
        refusal.message = format!(
            "Could not find page with ID: {id}. Check that you have access and that you're \
             authenticated to the correct workspace."
        );
        return Err(refusal);
    };
    let (target, is_trashed) = match named {
        NamedParent::Page(target) if target == id => {
            let message = format!("Parent ID must be different from the child ID: {id}");
            return Err(Refusal::validation(message));
        }
        NamedParent::Page(target) => {
            let found = world.page(target);
            (found.map(|_| Parent::Page(target)), world.is_trashed(target))
        }
        NamedParent::DataSource(target) => {
            let found = world.source(target);
            let trashed = found.is_some_and(|it| it.in_trash || world.is_trashed(it.database));
            (found.map(|_| Parent::DataSource(target)), trashed)
        }
        NamedParent::Database(_) | NamedParent::Workspace => (None, false),
    };
    let Some(target) = target else {
        let new = match named {
            NamedParent::Page(id) | NamedParent::DataSource(id) | NamedParent::Database(id) => id,
            NamedParent::Workspace => Uuid::nil(),
        };
        let message = format!("Could not load new parent {new} or missing edit permission");
        return Err(Refusal::validation(message));
    };
    if page.in_trash {
        let message = format!("Object {id} is in trash and cannot be moved");
        return Err(Refusal::validation(message));
    }
    if is_trashed {
        let message = format!("Cannot move to a parent that is in trash: {}", target.id());
        return Err(Refusal::validation(message));
    }
    if page.parent == target {
        return Err(Refusal::validation("New parent must be different from the current parent"));
    }
    let above = match target {
        Parent::DataSource(source) => world.source(source).map(|source| source.database),
        other => Some(other.id()),
    };
    if above.is_some_and(|above| world.is_within(above, id)) {
        let new = target.id();
        let message = format!("New parent {new} cannot be under the hierarchy of child {id}");
        return Err(Refusal::validation(message));
    }
    Ok(target)
}
