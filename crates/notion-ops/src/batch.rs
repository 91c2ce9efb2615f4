//! Batch: the same change to many pages, and only to those that need it.

use notion_model::{Page, query::Query};

use crate::{
    id::OpId,
    plan::{Action, Level, Note, Op, Plan, UpdatePage},
    planner::{
        Desired, Missing, PlanError, Planner, Rules, Schemas, Selection, called, changes,
        check_rules, input, no_problems, require_property,
    },
    problem::{Located, Problem},
    spec::{BatchAction, BatchSpec, Literal, Spec},
    transform::words,
};

/// Plans a batch. Reads only.
///
/// # Errors
/// If the spec does not fit the data source, or the workspace cannot be read.
pub async fn plan_batch(
    spec: &Spec,
    batch: &BatchSpec,
    planner: &Planner<'_>,
) -> Result<Plan, PlanError> {
    let before = planner.requests();
    let source = match planner.find_data_source(&batch.rows.data_source).await? {
        Ok(source) => source,
        Err(problem) => return Err(spec.error(vec![problem]).into()),
    };
    let mut problems = Vec::new();
    let selection = planner.select(spec, &source, batch.rows.filter.as_ref()).await?;
    let selection = selection.unwrap_or_else(|found| {
        problems.extend(found);
        Selection::default()
    });
    let rules = match &batch.action {
        BatchAction::Update(rules) => {
            let target = Some(&source);
            let schemas = Schemas { source: &source, target, missing: Missing::Refused };
            Some(check_rules(rules, schemas, &mut problems))
        }
        BatchAction::Trash | BatchAction::Restore => None,
    };
    check_expectations(batch, &source, &mut problems);
    no_problems(spec, problems)?;

    let in_trash = (batch.action == BatchAction::Restore).then_some(true);
    let query = Query { in_trash, ..selection.query() };
    let mut rows = planner.scan(&source, query, selection.limit).await?;
    if let Some(rules) = &rules {
        planner.complete(&mut rows, &rules.sources()).await?;
    }
    let mut plan = planner.empty_plan(spec);
    plan.inputs.push(input("rows", &source, &rows, true));
    plan.notes.extend(selection.notes());
    let unmet = rows.len();
    rows.retain(|row| meets(row, &batch.expect));
    let unmet = unmet - rows.len();
    if unmet > 0 {
        let message = format!("{unmet} rows do not have the expected values; they are left alone");
        plan.notes.push(Note { level: Level::Info, code: "expectation".to_owned(), message });
    }
    match &rules {
        Some(rules) => update(spec, batch, planner, &source, rules, &rows, &mut plan).await?,
        None => {
            plan.ops.extend(rows.iter().map(|row| {
                let page = row.id;
                let action = match &batch.action {
                    BatchAction::Restore => Action::RestorePage { page },
                    _ => Action::TrashPage { page },
                };
                op(spec, &source.title(), row, action, Vec::new())
            }));
        }
    }
    let ops = plan.ops.len() as u64;
    plan.max_failures = batch.max_failures.map(|it| it.of(ops));
    plan.reads = planner.requests() - before;
    planner.finish(plan)
}

async fn update(
    spec: &Spec,
    batch: &BatchSpec,
    planner: &Planner<'_>,
    source: &notion_model::DataSource,
    rules: &Rules<'_>,
    rows: &[Page],
    plan: &mut Plan,
) -> Result<(), PlanError> {
    let people = planner.people_for(rules).await?;
    let mut outcome = crate::planner::Outcome::default();
    for row in rows {
        let desired: Desired = rules.apply(row, &people, &mut outcome);
        let (mut properties, changes) = changes(Some(source), Some(row), &desired);
        if properties.is_empty() {
            if batch.skip_if_unchanged {
                plan.unchanged += 1;
                continue;
            }
            properties = desired
                .values
                .into_iter()
                .map(|(it, value)| (it.as_str().into(), value))
                .collect::<Vec<(Box<str>, _)>>()
                .into_iter()
                .collect();
        }
        let update = UpdatePage { page: row.id, properties };
        let action = Action::UpdatePage(Box::new(update));
        plan.ops.push(op(spec, &source.title(), row, action, changes));
    }
    let mut problems = Vec::new();
    plan.notes.extend(rules.judge(outcome, &mut problems));
    no_problems(spec, problems)
}

fn op(
    spec: &Spec,
    target: &str,
    row: &Page,
    action: Action,
    changes: Vec<crate::plan::Change>,
) -> Op {
    let subject = row.id.to_string();
    Op {
        op_id: OpId::derive(&[&spec.name, "batch", target, &subject, action.verb()]),
        target: target.to_owned(),
        title: called(row),
        why: String::new(),
        needs: Vec::new(),
        action,
        changes,
        link: None,
    }
}

fn check_expectations(
    batch: &BatchSpec,
    source: &notion_model::DataSource,
    problems: &mut Vec<Problem>,
) {
    for (name, _) in &batch.expect {
        require_property(source, name, problems);
    }
}

/// Whether a row has, in each of these properties, one of the values.
fn meets(row: &Page, expect: &[(Located<String>, Vec<Literal>)]) -> bool {
    expect.iter().all(|(name, allowed)| {
        let now = row.property(name).and_then(|it| words(it).ok()).unwrap_or_default();
        allowed.iter().any(|it| match it {
            Literal::Text(text) => *text == now,
            other => other.to_string() == now,
        })
    })
}
