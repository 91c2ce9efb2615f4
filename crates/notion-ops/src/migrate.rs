//! Migrate: rows become rows of another schema, with everything on their pages.

mod ready;
mod schema;
mod verify;

use std::collections::{BTreeMap, HashMap};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use notion_client::Error;
use notion_model::{DataSource, Page, PageId, Properties, request};

use self::ready::{DATABASE, Place, Ready, rows};
pub(crate) use self::verify::verify_migrate;
use crate::{
    id::OpId,
    marker,
    plan::{
        Action, CreateDatabase, CreatePage, EditContent, Level, LinkPlan, Marked, Note, Op, Owner,
        Plan, UpdatePage,
    },
    planner::{
        Content, Desired, Outcome, PlanError, Planner, Rules, Selection, base_of, called, changes,
        edits, input, marker_of, no_problems, page_content, short,
    },
    progress::Event,
    spec::{MigrateSpec, OnLossy, Spec},
    tree,
};

/// Pages whose content is read at the same time; each reads several lists at a time itself.
const AT_ONCE: usize = 4;

/// Plans a migration, with the content of every page. Reads only.
///
/// # Errors
/// If the spec does not fit the data sources or some values do not fit the new schema, with every
/// such value named; or if the workspace cannot be read.
pub async fn plan_migrate(
    spec: &Spec,
    migrate: &MigrateSpec,
    planner: &Planner<'_>,
) -> Result<Plan, PlanError> {
    let before = planner.requests();
    let ready = Ready::prepare(spec, migrate, planner).await?;
    let rows = rows(&ready, planner).await?;
    let mut plan = planner.empty_plan(spec);
    plan.inputs.push(input("source", &ready.source, &rows, false));
    plan.notes.extend(ready.selection.notes());
    plan.notes.extend(schema::left_behind(migrate, &ready.source, &ready.rules));
    plan.notes.extend(schema::old_relations(&ready.source, &ready.rules));
    plan.notes.push(Note {
        level: Level::Info,
        code: "never_carried".to_owned(),
        message: "nobody can write created and edited times and people, comments, history and \
                  permissions; they stay with the old rows"
            .to_owned(),
    });
    let migration = Migration { spec, migrate, planner, rules: &ready.rules };
    migration.plan(&ready.place, ready.missing, &rows, &mut plan).await?;
    plan.reads = planner.requests() - before;
    planner.finish(plan)
}

struct Migration<'a> {
    spec: &'a Spec,
    migrate: &'a MigrateSpec,
    planner: &'a Planner<'a>,
    rules: &'a Rules<'a>,
}

impl Migration<'_> {
    async fn plan(
        &self,
        place: &Place,
        missing: Properties<request::PropertySchema>,
        rows: &[Page],
        plan: &mut Plan,
    ) -> Result<(), PlanError> {
        let mut there = Vec::new();
        let (owner, needs, schema) = match place {
            Place::There(target) => {
                there = self.planner.scan(target, Selection::default().query(), None).await?;
                plan.inputs.push(input("target", target, &there, true));
                let op = self.expand(target, missing);
                let needs: Vec<OpId> = op.iter().map(|it| it.op_id.clone()).collect();
                plan.ops.extend(op);
                (Owner::DataSource(target.id), needs, Some(target.as_ref()))
            }
            Place::New { parent, title } => {
                let op = self.database(*parent, title, missing);
                let needs = vec![op.op_id.clone()];
                let owner = Owner::Created(op.op_id.clone());
                plan.ops.push(op);
                (owner, needs, None)
            }
        };
        let existing: HashMap<String, &Page> =
            there.iter().map(|row| (marker_of(row, &self.migrate.marker), row)).collect();
        let people = self.planner.people_for(self.rules).await?;
        let mut outcome = Outcome::default();
        let links = self.planner.journal().links(&self.spec.name)?;
        let is_linked = |row: &Page| links.iter().any(|it| it.source == row.id.to_string());
        let (mut new, mut unsure) = (Vec::new(), Vec::new());
        for row in rows {
            let mut desired = self.rules.apply(row, &people, &mut outcome);
            let marker = marker::marker(&self.spec.name, &row.id.to_string());
            desired.set(&self.migrate.marker, request::PropertyValue::text(&marker));
            match (existing.get(&marker), schema) {
                // It has our marker, and we do not remember having finished it.
                (Some(page), Some(_)) if self.migrate.content && !is_linked(row) => {
                    unsure.push((row, *page, desired));
                }
                (Some(page), Some(schema)) => match self.update(row, page, schema, &desired) {
                    Some(op) => plan.ops.push(op),
                    None => plan.unchanged += 1,
                },
                _ => new.push((row, desired, marker)),
            }
        }
        let mut problems = Vec::new();
        plan.notes.extend(self.rules.judge(outcome, &mut problems));
        // Values that do not fit are found before the first block is read.
        no_problems(self.spec, problems)?;
        if let Some(schema) = schema {
            self.repair(unsure, schema, plan).await?;
        }
        let contents = self.contents(new.iter().map(|(row, ..)| *row).collect()).await?;
        self.report_losses(&new, &contents, plan)?;
        for ((row, desired, marker), content) in new.into_iter().zip(contents) {
            let op = self.create(row, &desired, marker, owner.clone(), &needs, content);
            plan.ops.push(op);
        }
        Ok(())
    }

    /// Compares rows of which it is not known whether they are whole, and completes those that are
    /// not.
    async fn repair(
        &self,
        unsure: Vec<(&Page, &Page, Desired)>,
        schema: &DataSource,
        plan: &mut Plan,
    ) -> Result<(), PlanError> {
        let client = self.planner.client();
        for (row, page, desired) in unsure {
            let (properties, changes) = changes(Some(schema), Some(page), &desired);
            let wanted = page_content(client, row.id).await?.creatable();
            let tree = client.block_tree(page.id).await?;
            let there = Content::of(&tree);
            let link = Some(self.link(row, &desired));
            let subject = row.id.to_string();
            let is_whole = tree::digest(wanted.blocks.clone()) == tree::digest(there.blocks);
            let action = match (is_whole, properties.is_empty()) {
                (true, true) => Action::Link { target: page.id },
                (true, false) => {
                    Action::UpdatePage(Box::new(UpdatePage { page: page.id, properties }))
                }
                (false, _) => {
                    let (page, content) = (page.id, wanted.blocks);
                    let found = edits(&tree, content.clone());
                    plan.notes.extend(found.remarks.into_iter().map(|remark| Note {
                        level: Level::Warning,
                        code: "kept".to_owned(),
                        message: format!("{:?}: {remark}", called(row)),
                    }));
                    let edits = found.edits;
                    Action::EditContent(Box::new(EditContent { page, properties, edits, content }))
                }
            };
            let why = format!("from {}, migrated before", short(row.id.uuid()));
            let mut op = self.op(&subject, &called(row), why, &[], action);
            (op.changes, op.link) = (changes, link);
            plan.ops.push(op);
        }
        Ok(())
    }

    /// The content of pages, in their order, several at a time.
    async fn contents(&self, rows: Vec<&Page>) -> Result<Vec<Content>, PlanError> {
        if !self.migrate.content {
            return Ok(vec![Content::default(); rows.len()]);
        }
        let client = self.planner.client();
        let pages: Vec<(PageId, String)> = rows.iter().map(|it| (it.id, called(it))).collect();
        let read = pages.into_iter().map(|(id, title)| async move {
            Ok::<_, Error>((title, page_content(client, id).await?.creatable()))
        });
        let mut contents = Vec::new();
        let mut blocks = 0;
        let mut read = std::pin::pin!(stream::iter(read).buffered(AT_ONCE));
        while let Some((title, content)) = read.try_next().await? {
            blocks += content.count;
            self.planner.progress().event(Event::ReadingContent { title, blocks });
            contents.push(content);
        }
        Ok(contents)
    }

    /// Lists by name what cannot be created again.
    fn report_losses(
        &self,
        new: &[(&Page, Desired, String)],
        contents: &[Content],
        plan: &mut Plan,
    ) -> Result<(), PlanError> {
        let mut losses: BTreeMap<&str, (usize, Vec<String>)> = BTreeMap::new();
        for ((row, ..), content) in new.iter().zip(contents) {
            let pictures = [
                (
                    "an icon in Notion must be uploaded again",
                    row.icon.as_ref().is_some_and(|it| new_icon(it).is_none()),
                ),
                (
                    "a cover in Notion must be uploaded again",
                    row.cover.as_ref().is_some_and(|it| new_cover(it).is_none()),
                ),
            ];
            for (what, is_lost) in pictures {
                if is_lost {
                    let loss = losses.entry(what).or_default();
                    loss.0 += 1;
                    loss.1.push(called(row));
                }
            }
            for (what, count) in &content.lost {
                let loss = losses.entry(what).or_default();
                loss.0 += count;
                loss.1.push(called(row));
            }
        }
        let notes: Vec<Note> = losses
            .into_iter()
            .map(|(what, (count, pages))| {
                let first = pages.first().map_or("", String::as_str);
                let message = if pages.len() == 1 {
                    format!("{count} × {what} (on {first:?})")
                } else {
                    format!("{count} × {what} (on {} pages, the first is {first:?})", pages.len())
                };
                Note { level: Level::Warning, code: "lossy_content".to_owned(), message }
            })
            .collect();
        if self.migrate.lossy == OnLossy::Fail && !notes.is_empty() {
            let all: Vec<&str> = notes.iter().map(|it| it.message.as_str()).collect();
            return Err(PlanError::Guard(format!(
                "some content cannot be created again, and the spec says `lossy = \"fail\"`:\n  {}",
                all.join("\n  ")
            )));
        }
        plan.notes.extend(notes);
        Ok(())
    }

    fn database(
        &self,
        parent: PageId,
        title: &str,
        properties: Properties<request::PropertySchema>,
    ) -> Op {
        let why = format!("with {} properties", properties.len());
        let database =
            CreateDatabase { parent, title: title.to_owned(), known: Vec::new(), properties };
        let action = Action::CreateDatabase(Box::new(database));
        let mut op = self.op(DATABASE, title, why, &[], action);
        op.link = Some(LinkPlan::Set {
            namespace: self.spec.name.value.clone(),
            source: DATABASE.to_owned(),
            source_base: String::new(),
            target_base: String::new(),
        });
        op
    }

    fn expand(
        &self,
        target: &DataSource,
        properties: Properties<request::PropertySchema>,
    ) -> Option<Op> {
        if properties.is_empty() {
            return None;
        }
        let names: Vec<&str> = properties.iter().map(|(name, _)| name).collect();
        let why = format!("adds {}", names.join(", "));
        let action = Action::ExpandSchema { data_source: target.id, properties };
        Some(self.op("schema", &target.title(), why, &[], action))
    }

    fn create(
        &self,
        row: &Page,
        desired: &Desired,
        marker: String,
        parent: Owner,
        needs: &[OpId],
        content: Content,
    ) -> Op {
        let icon = row.icon.as_ref().and_then(new_icon);
        let from = short(row.id.uuid());
        let why = match content.count {
            0 => format!("from {from}"),
            count => format!("from {from}, {count} blocks"),
        };
        let create = CreatePage {
            parent,
            properties: desired.for_new_row(),
            icon,
            cover: row.cover.as_ref().and_then(new_cover),
            content: content.blocks,
            marked: Marked::Property { property: self.migrate.marker.value.clone(), value: marker },
        };
        let action = Action::CreatePage(Box::new(create));
        let mut op = self.op(&row.id.to_string(), &called(row), why, needs, action);
        op.link = Some(self.link(row, desired));
        op
    }

    fn update(
        &self,
        row: &Page,
        page: &Page,
        schema: &DataSource,
        desired: &Desired,
    ) -> Option<Op> {
        let (properties, changes) = changes(Some(schema), Some(page), desired);
        if properties.is_empty() {
            return None;
        }
        let why = format!("from {}, migrated before", short(row.id.uuid()));
        let update = UpdatePage { page: page.id, properties };
        let action = Action::UpdatePage(Box::new(update));
        let mut op = self.op(&row.id.to_string(), &called(row), why, &[], action);
        (op.changes, op.link) = (changes, Some(self.link(row, desired)));
        Some(op)
    }

    fn link(&self, row: &Page, desired: &Desired) -> LinkPlan {
        LinkPlan::Set {
            namespace: self.spec.name.value.clone(),
            source: row.id.to_string(),
            source_base: base_of(row, self.rules.sources()),
            target_base: desired.base(),
        }
    }

    fn op(&self, subject: &str, title: &str, why: String, needs: &[OpId], action: Action) -> Op {
        let target = self.migrate.target.name();
        Op {
            op_id: OpId::derive(&[&self.spec.name, "migrate", target, subject, action.verb()]),
            target: target.to_owned(),
            title: title.to_owned(),
            why,
            needs: needs.to_vec(),
            action,
            changes: Vec::new(),
            link: None,
        }
    }
}

/// The cover as it can be written. A picture in Notion would have to be uploaded again.
fn new_cover(cover: &notion_model::File) -> Option<request::File> {
    let file = serde_json::to_value(cover).and_then(serde_json::from_value).ok();
    file.filter(|it: &request::File| !matches!(it.source, request::FileSource::Hosted(_)))
}

/// The icon as it can be written. A picture in Notion would have to be uploaded again.
fn new_icon(icon: &notion_model::Icon) -> Option<request::Icon> {
    serde_json::to_value(icon).and_then(serde_json::from_value).ok()
}
