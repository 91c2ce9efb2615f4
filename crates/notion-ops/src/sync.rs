//! Sync: target rows follow source rows, and a second run finds nothing to do.

mod decide;
mod gone;
mod sides;

use std::collections::HashSet;

use notion_client::pages;
use notion_filter::EvalEnv;
use notion_model::{DataSource, Page, PageId, Properties, request};

use self::{
    decide::{Decision, Gone, decide_present},
    sides::{Follower, Followers},
};
use crate::{
    id::OpId,
    journal::Link,
    marker,
    plan::{Action, CreatePage, Guard, Level, LinkPlan, Marked, Note, Op, Owner, Plan, UpdatePage},
    planner::{
        Desired, Missing, Outcome, PlanError, Planner, Rules, Schemas, Selection, base_of, called,
        changes, check_rules, input, marker_of, no_problems, short, unknown_property,
    },
    problem::Problem,
    spec::{Spec, SyncSpec, SyncTarget},
};

/// Plans a sync. Reads only.
///
/// # Errors
/// If the spec does not fit the data sources, if the source looks emptied or unshared, or if the
/// workspace cannot be read.
pub async fn plan_sync(
    spec: &Spec,
    sync: &SyncSpec,
    planner: &Planner<'_>,
) -> Result<Plan, PlanError> {
    let before = planner.requests();
    let mut problems = Vec::new();
    let source = planner.find_data_source(&sync.source.data_source).await?;
    let mut targets = Vec::new();
    for target in &sync.targets {
        match planner.find_data_source(&target.data_source).await? {
            Ok(found) => targets.push((target, found)),
            Err(problem) => problems.push(problem),
        }
    }
    let source = match source {
        Ok(source) => source,
        Err(problem) => {
            problems.push(problem);
            return Err(spec.error(problems).into());
        }
    };
    let mut checked = Vec::new();
    for (target, found) in &targets {
        checked.push(check(spec, &source, target, found, planner, &mut problems).await?);
    }
    same_twice(&source, &targets, &mut problems);
    let selection = planner.select(spec, &source, sync.source.filter.as_ref()).await?;
    let selection = selection.unwrap_or_else(|found| {
        problems.extend(found);
        Selection::default()
    });
    if let (Some(_), Some(filter)) = (selection.limit, &sync.source.filter) {
        // Rows behind the limit would look as if they had left.
        let message = "a sync follows all rows that its filter selects";
        problems.push(filter.problem(message).help("remove `limit` from the filter"));
    }
    no_problems(spec, problems)?;
    guard_access(sync, planner).await?;

    let mut rows = planner.scan(&source, selection.query(), selection.limit).await?;
    if (rows.len() as u64) < sync.guards.min_source_rows {
        return Err(PlanError::Guard(format!(
            "the source has {} rows, and at least {} are expected: nothing was planned; look \
             whether its rows are shared, or lower `min_source_rows`",
            rows.len(),
            sync.guards.min_source_rows
        )));
    }
    let mut read: Vec<&str> = checked.iter().flat_map(|it| it.rules.sources()).collect();
    read.sort_unstable();
    read.dedup();
    planner.complete(&mut rows, &read).await?;

    let mut plan = planner.empty_plan(spec);
    plan.inputs.push(input("source", &source, &rows, false));
    plan.notes.extend(selection.notes());
    let mut trash = Vec::new();
    for ((target, found), checked) in targets.iter().zip(&checked) {
        let side = Side { spec, sync, target, schema: found, checked, planner };
        side.plan(&source, &rows, &mut plan, &mut trash).await?;
    }
    // The destructive part comes last, so that an aborted run errs towards too much.
    plan.ops.extend(trash);
    plan.reads = planner.requests() - before;
    planner.finish(plan)
}

/// A target whose rules fit.
#[derive(Debug)]
struct Checked<'a> {
    rules: Rules<'a>,
    /// Which of the source's rows it gets.
    only: Selection,
    /// Properties that have to be added first.
    missing: Properties<request::PropertySchema>,
}

async fn check<'a>(
    spec: &Spec,
    source: &DataSource,
    target: &'a SyncTarget,
    schema: &DataSource,
    planner: &Planner<'_>,
    problems: &mut Vec<Problem>,
) -> Result<Checked<'a>, PlanError> {
    let schemas =
        Schemas { source, target: Some(schema), missing: Missing::by(target.create_schema) };
    let mut rules = check_rules(&target.map, schemas, problems);
    let mut missing = std::mem::take(&mut rules.missing);
    match schema.properties.get(&target.marker) {
        Some(property) if property.kind.type_name() == "rich_text" => {}
        Some(property) => {
            let kind = property.kind.type_name();
            let message = format!("the marker is text, but `{}` is {kind}", target.marker.value);
            problems.push(target.marker.problem(message).help("name a property of type text"));
        }
        None if target.create_schema => {
            missing.insert(
                target.marker.as_str(),
                request::PropertySchemaKind::plain("rich_text").into(),
            );
        }
        None => {
            let problem = unknown_property(schema, &target.marker);
            problems.push(problem.help(
                "add the text property, or set `create_schema = true`: each row's marker goes there",
            ));
        }
    }
    if rules.targets().any(|it| it == target.marker.value) {
        let message = "the marker's property cannot be mapped too";
        problems.push(target.marker.problem(message));
    }
    let only = planner.select(spec, source, target.only.as_ref()).await?;
    let only = only.unwrap_or_else(|found| {
        problems.extend(found);
        Selection::default()
    });
    Ok(Checked { rules, only, missing })
}

/// Two targets in one data source would take each other's rows for their own.
fn same_twice(
    source: &DataSource,
    targets: &[(&SyncTarget, DataSource)],
    problems: &mut Vec<Problem>,
) {
    for (index, (target, found)) in targets.iter().enumerate() {
        if targets[..index].iter().any(|(_, it)| it.id == found.id) {
            let message = "two targets are the same data source";
            problems.push(target.data_source.problem(message).help("use two specs"));
        }
        if found.id == source.id {
            let message = "the target is the source itself";
            problems.push(target.data_source.problem(message));
        }
    }
}

/// Rows that must be visible, else rights were withdrawn.
async fn guard_access(sync: &SyncSpec, planner: &Planner<'_>) -> Result<(), PlanError> {
    for canary in &sync.guards.canary {
        if let Err(problem) = planner.find_page(canary).await? {
            return Err(PlanError::Guard(format!(
                "a row that must be visible is not: {}; nothing was planned",
                problem.message
            )));
        }
    }
    Ok(())
}

/// One target with everything around it.
struct Side<'a> {
    spec: &'a Spec,
    sync: &'a SyncSpec,
    target: &'a SyncTarget,
    schema: &'a DataSource,
    checked: &'a Checked<'a>,
    planner: &'a Planner<'a>,
}

impl Side<'_> {
    async fn plan(
        &self,
        source: &DataSource,
        rows: &[Page],
        plan: &mut Plan,
        trash: &mut Vec<Op>,
    ) -> Result<(), PlanError> {
        let namespace = self.namespace();
        let mut theirs = self.planner.scan(self.schema, Selection::default().query(), None).await?;
        let targets: Vec<&str> = self.checked.rules.targets().collect();
        self.planner.complete(&mut theirs, &targets).await?;
        plan.inputs.push(input(&self.target.name, self.schema, &theirs, true));
        let links = self.planner.journal().links(&namespace)?;
        let followers = Followers::gather(&self.spec.name, &self.target.marker, &theirs, &links);
        for message in &followers.notes {
            self.note(plan, "duplicate_marker", message.clone());
        }
        let schema_op = self.schema_op();
        let needs: Vec<OpId> = schema_op.iter().map(|it| it.op_id.clone()).collect();
        plan.ops.extend(schema_op);

        let people = self.planner.people_for(&self.checked.rules).await?;
        let mut outcome = Outcome::default();
        let (mut creates, mut updates, mut missing) = (Vec::new(), Vec::new(), Vec::new());
        let wanted: Vec<&Page> = rows.iter().filter(|row| self.wants(row)).collect();
        let present: HashSet<PageId> = wanted.iter().map(|row| row.id).collect();
        for row in &wanted {
            let mut desired = self.checked.rules.apply(row, &people, &mut outcome);
            let marker = marker::marker(&self.spec.name, &row.id.to_string());
            desired.set(&self.target.marker, request::PropertyValue::text(&marker));
            let found = followers.of(&row.id.to_string());
            let state = match found {
                Some(follower) => self.look(follower).await?,
                None => Gone::Live,
            };
            match decide_present(found, state, self.target.target_trashed) {
                Decision::Create => creates.push(self.create(row, &desired, marker, &needs)),
                Decision::Follow(page) => {
                    // A marker that says the same in another form stays as it is.
                    let text = marker_of(page, &self.target.marker);
                    if marker::source(&self.spec.name, &text) == Some(row.id.to_string()) {
                        desired.set(&self.target.marker, request::PropertyValue::text(text));
                    }
                    match self.follow(row, page, &desired, found, &needs) {
                        Some(op) => updates.push(op),
                        None => plan.unchanged += 1,
                    }
                }
                Decision::Leave(why) => {
                    self.note(plan, "left_alone", format!("{:?}: {why}", called(row)));
                    plan.unchanged += 1;
                }
            }
        }
        for follower in followers.all() {
            let is_present = follower.source.parse().is_ok_and(|id: PageId| present.contains(&id));
            if !is_present {
                missing.push(follower);
            }
        }
        let all = followers.len() as u64;
        let deletes = self.gone(source, rows, missing, all, plan, trash).await?;
        let is_write = |op: &&Op| !op.action.is_local();
        let changed = updates.iter().filter(is_write).count() as u64;
        let guards = &self.sync.guards;
        plan.guards.push(Guard::check("deletes", deletes, all, guards.max_delete));
        plan.guards.push(Guard::check("updates", changed, all, guards.max_update));
        plan.ops.extend(creates);
        plan.ops.extend(updates);
        let mut problems = Vec::new();
        plan.notes.extend(self.checked.rules.judge(outcome, &mut problems));
        no_problems(self.spec, problems)
    }

    /// The namespace of the links: of the spec, and of the target where there are several.
    fn namespace(&self) -> String {
        if self.sync.targets.len() == 1 {
            return self.spec.name.value.clone();
        }
        format!("{}/{}", self.spec.name.value, self.target.name)
    }

    fn note(&self, plan: &mut Plan, code: &str, message: String) {
        let message = format!("{}: {message}", self.target.name);
        plan.notes.push(Note { level: Level::Warning, code: code.to_owned(), message });
    }

    fn wants(&self, row: &Page) -> bool {
        let env = EvalEnv::at(self.planner.now());
        self.checked.only.filter.as_ref().is_none_or(|it| notion_filter::matches(it, row, &env))
    }

    /// Looks at the page of a follower that is not among the target's rows.
    async fn look(&self, follower: &Follower<'_>) -> Result<Gone, PlanError> {
        match (follower.page, follower.link) {
            (Some(_), _) | (None, None) => Ok(Gone::Live),
            (None, Some(link)) => self.state_of(PageId::from(link.target), self.schema).await,
        }
    }

    /// Where a page is that was not listed. Nothing is ever concluded from "not found".
    async fn state_of(&self, page: PageId, home: &DataSource) -> Result<Gone, PlanError> {
        let Some(page) = self.planner.client().get_opt(pages::retrieve(page)).await? else {
            return Ok(Gone::NotFound);
        };
        let is_home = match &page.parent {
            Some(notion_model::Parent::DataSource { data_source, .. }) => *data_source == home.id,
            _ => false,
        };
        Ok(match (page.in_trash, page.is_archived, is_home) {
            (true, ..) => Gone::Trashed,
            (_, _, false) => Gone::Moved,
            (_, true, _) => Gone::Archived,
            _ => Gone::Live,
        })
    }

    fn schema_op(&self) -> Option<Op> {
        let properties = self.checked.missing.clone();
        if properties.is_empty() {
            return None;
        }
        let names: Vec<&str> = properties.iter().map(|(name, _)| name).collect();
        let why = format!("adds {}", names.join(", "));
        let data_source = self.schema.id;
        let action = Action::ExpandSchema { data_source, properties };
        Some(self.op("schema", &self.schema.title(), why, &[], action))
    }

    fn create(&self, row: &Page, desired: &Desired, marker: String, needs: &[OpId]) -> Op {
        let create = CreatePage {
            parent: Owner::DataSource(self.schema.id),
            properties: desired.for_new_row(),
            icon: None,
            cover: None,
            content: Vec::new(),
            marked: Marked::Property { property: self.target.marker.value.clone(), value: marker },
        };
        let why = format!("from {}", short(row.id.uuid()));
        let action = Action::CreatePage(Box::new(create));
        let mut op = self.op(&row.id.to_string(), &called(row), why, needs, action);
        op.link = Some(self.link(row, desired));
        op
    }

    /// What keeps a target row in step, if anything is needed.
    fn follow(
        &self,
        row: &Page,
        page: &Page,
        desired: &Desired,
        follower: Option<&Follower<'_>>,
        needs: &[OpId],
    ) -> Option<Op> {
        let (properties, changes) = changes(Some(self.schema), Some(page), desired);
        let link = self.link(row, desired);
        let subject = row.id.to_string();
        let why = format!("from {}", short(row.id.uuid()));
        if properties.is_empty() {
            let known = follower.and_then(|it| it.link).is_some_and(|it| is_same(it, &link));
            if known {
                return None;
            }
            let action = Action::Link { target: page.id };
            let mut op = self.op(&subject, &called(row), why, &[], action);
            op.link = Some(link);
            return Some(op);
        }
        let drifted = follower
            .and_then(|it| it.link)
            .is_some_and(|link| link.source_base == self.source_base(row));
        let why = if drifted { format!("{why}, which was not changed: restored") } else { why };
        let update = UpdatePage { page: page.id, properties };
        let action = Action::UpdatePage(Box::new(update));
        let mut op = self.op(&subject, &called(row), why, needs, action);
        (op.changes, op.link) = (changes, Some(link));
        Some(op)
    }

    fn link(&self, row: &Page, desired: &Desired) -> LinkPlan {
        LinkPlan::Set {
            namespace: self.namespace(),
            source: row.id.to_string(),
            source_base: self.source_base(row),
            target_base: desired.base(),
        }
    }

    fn source_base(&self, row: &Page) -> String {
        base_of(row, self.checked.rules.sources())
    }

    fn op(&self, subject: &str, title: &str, why: String, needs: &[OpId], action: Action) -> Op {
        let target = &self.target.name;
        Op {
            op_id: OpId::derive(&[&self.spec.name, "sync", target, subject, action.verb()]),
            target: target.clone(),
            title: title.to_owned(),
            why,
            needs: needs.to_vec(),
            action,
            changes: Vec::new(),
            link: None,
        }
    }
}

fn is_same(link: &Link, plan: &LinkPlan) -> bool {
    matches!(plan, LinkPlan::Set { source_base, target_base, .. }
        if *source_base == link.source_base && *target_base == link.target_base)
}
