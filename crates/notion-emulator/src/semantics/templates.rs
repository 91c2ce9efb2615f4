//! Making a page out of a template: its blocks, and its values where the page has none.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use serde_json::Value;
use uuid::Uuid;

use crate::check::At;
use crate::refusal::Refusal;
use crate::rules::property::{Given, properties};
use crate::rules::template::Wanted;
use crate::semantics::cells::Writing;
use crate::world::World;
use crate::world::block_type::Part;
use crate::world::date::{Span, normalised};
use crate::world::jobs::Job;
use crate::world::record::{Block, Page, Parent};
use crate::world::template::Template;
use crate::world::text::{Mention, Run, RunKind};

/// The template that is meant, which has to be one of the data source.
pub(crate) fn resolve(world: &World, parent: Parent, wanted: &Wanted) -> Result<Uuid, Refusal> {
    let Parent::DataSource(source) = parent else {
        let message = "Templates are only supported for pages in a data source.";
        return Err(Refusal::validation(message));
    };
    let templates = world.templates(source);
    let found = match wanted.id {
        Some(id) => templates.iter().find(|template| template.id == id),
        None => templates.iter().find(|template| template.is_default),
    };
    match (found, wanted.id) {
        (Some(template), _) => Ok(template.id),
        (None, Some(id)) => Err(Refusal::not_found("template", id, &world.about.integration)),
        (None, None) => {
            Err(Refusal::validation(format!("The data source {source} has no default template.")))
        }
    }
}

/// Has a page filled from a template.
///
/// Notion does so after it answered; here it is done before the next request, unless a fault puts
/// it off.
pub(crate) fn begin(world: &mut World, page: Uuid, template: Uuid, zone: TimeZone) {
    let most = world.alterations.template_blocks;
    match world.alterations.template_lag {
        None => apply(world, page, template, &zone, most),
        Some(lag) => world.put_off(lag, Job::Template { page, template, zone, most }),
    }
}

/// Puts what a template holds into a page: its values, and of its blocks so many.
pub(crate) fn apply(
    world: &mut World,
    page: Uuid,
    template: Uuid,
    zone: &TimeZone,
    most: Option<usize>,
) {
    let Some(template) = world.find::<Template>(template).cloned() else { return };
    let now = Now::in_zone(world, zone);
    values(world, page, &template, &now);
    copy(world, template.id, page, &now, most.unwrap_or(usize::MAX));
    world.touch(page);
}

fn values(world: &mut World, page: Uuid, template: &Template, now: &Now) {
    let Some(source) = world.source(template.source).cloned() else { return };
    let is_empty = |world: &World, key: &str| {
        let property = source.find(key);
        let cell = world.page(page).zip(property).and_then(|(page, it)| page.cell(&it.key));
        property.is_some() && cell.is_none()
    };
    // What no longer suits the schema is left out.
    let given = properties(&At::root("properties", Some(&template.properties))).unwrap_or_default();
    for (key, value) in given {
        let value = now.given(value);
        if is_empty(world, key)
            && !matches!(value, Given::Title(_))
            && let Ok(writing) = Writing::of(world, template.source, vec![(key, value)])
        {
            writing.apply(world, page, template.source);
        }
    }
    let fill = |page: &mut Page| {
        if page.title.is_empty() {
            page.title = now.runs(&template.title);
        }
        page.icon = page.icon.take().or_else(|| template.icon.clone());
        page.cover = page.cover.take().or_else(|| template.cover.clone());
    };
    if let Some(page) = world.page_mut(page) {
        fill(page);
    }
}

/// Copies everything below `from` to the end of a page, or only the first blocks of it.
fn copy(world: &mut World, from: Uuid, page: Uuid, now: &Now, most: usize) {
    let mut copies: BTreeMap<Uuid, Uuid> = BTreeMap::new();
    let mut open: Vec<Uuid> = world.live_children(from).collect();
    open.reverse();
    let stamp = world.stamp();
    while copies.len() < most
        && let Some(id) = open.pop()
    {
        let Some(block) = world.block(id).cloned() else { continue };
        let copied = world.ids.page(world.now);
        let parent = match copies.get(&block.parent.id()) {
            Some(parent) => Parent::Block(*parent),
            None => Parent::Page(page),
        };
        let rank = world.rank_at_end(parent);
        let parts = block.parts.into_iter().map(|(key, part)| (key, now.part(part))).collect();
        world.add_block(Block { id: copied, parent, rank, stamp, parts, ..block });
        copies.insert(id, copied);
        let mut below: Vec<Uuid> = world.live_children(id).collect();
        below.reverse();
        open.extend(below);
    }
}

/// What stands in place of `@today`, `@now` and `@me`.
struct Now {
    today: String,
    instant: String,
    me: Option<Uuid>,
}

impl Now {
    fn in_zone(world: &World, zone: &TimeZone) -> Self {
        let there = world.now.to_zoned(zone.clone());
        let instant = world.now.strftime("%Y-%m-%dT%H:%M:00Z").to_string();
        Self {
            today: there.date().to_string(),
            instant: normalised(&instant, Some(zone)).unwrap_or(instant),
            me: world.about.person,
        }
    }

    fn runs(&self, runs: &[Run]) -> Vec<Run> {
        runs.iter().map(|run| Run { kind: self.kind(&run.kind), style: run.style }).collect()
    }

    fn kind(&self, kind: &RunKind) -> RunKind {
        let RunKind::Mention(mention) = kind else { return kind.clone() };
        let filled = match &**mention {
            Mention::TemplateDate(word) => {
                let start = if &**word == "now" { &self.instant } else { &self.today };
                Some(Mention::Date(Span { start: start.as_str().into(), end: None }))
            }
            Mention::TemplateUser(_) => self.me.map(Mention::User),
            _ => None,
        };
        filled.map_or_else(|| kind.clone(), |mention| RunKind::Mention(Box::new(mention)))
    }

    fn part(&self, part: Part) -> Part {
        match part {
            Part::Text(runs) => Part::Text(self.runs(&runs)),
            Part::Cells(cells) => Part::Cells(cells.iter().map(|cell| self.runs(cell)).collect()),
            other => other,
        }
    }

    fn given(&self, given: Given) -> Given {
        match given {
            Given::RichText(runs) => Given::RichText(self.runs(&runs)),
            other => other,
        }
    }
}

/// Whether the values of a template suit its data source.
pub(crate) fn check(world: &mut World, source: Uuid, values: &Value) -> Result<(), Refusal> {
    let given = properties(&At::root("properties", Some(values)))?;
    Writing::of(world, source, given).map(drop)
}
