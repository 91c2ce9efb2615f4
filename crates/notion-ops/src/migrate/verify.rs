//! Verifying a migration: both sides are read again and compared, values and blocks.

use std::collections::HashMap;

use futures_util::{StreamExt as _, TryStreamExt as _, future::try_join, stream};
use notion_client::Error;
use notion_model::{Page, PageId, request};

use super::{
    AT_ONCE,
    ready::{Place, Ready, rows},
};
use crate::{
    marker,
    planner::{
        Outcome, PlanError, Planner, Selection, called, changes, marker_of, no_problems,
        page_content,
    },
    progress::Event,
    spec::{MigrateSpec, Spec},
    tree,
    verify::{Difference, Verification},
};

/// Compares every source row with the row that was made of it.
pub(crate) async fn verify_migrate(
    spec: &Spec,
    migrate: &MigrateSpec,
    planner: &Planner<'_>,
) -> Result<Verification, PlanError> {
    let ready = Ready::prepare(spec, migrate, planner).await?;
    let source = rows(&ready, planner).await?;
    let mut found = Verification::default();
    let Place::There(target) = &ready.place else {
        found.differences.push(Difference::new(migrate.target.name(), "was not created"));
        return Ok(found);
    };
    let mut made = planner.scan(target, Selection::default().query(), None).await?;
    let names: Vec<&str> = ready.rules.targets().collect();
    planner.complete(&mut made, &names).await?;
    let mut by_marker: HashMap<String, Vec<&Page>> = HashMap::new();
    for row in &made {
        by_marker.entry(marker_of(row, &migrate.marker)).or_default().push(row);
    }
    let people = planner.people_for(&ready.rules).await?;
    let mut outcome = Outcome::default();
    let mut pairs: Vec<(PageId, PageId, String)> = Vec::new();
    for row in &source {
        let marker = marker::marker(&spec.name, &row.id.to_string());
        let copies = by_marker.remove(&marker).unwrap_or_default();
        let [copy] = copies.as_slice() else {
            let what = match copies.len() {
                0 => "has no copy".to_owned(),
                several => format!("has {several} copies"),
            };
            found.differences.push(Difference::new(&called(row), what));
            continue;
        };
        let mut desired = ready.rules.apply(row, &people, &mut outcome);
        desired.set(&migrate.marker, request::PropertyValue::text(&marker));
        found.rows += 1;
        found.values += desired.values.len();
        let (_, changes) = changes(Some(target), Some(copy), &desired);
        for change in changes {
            let is = change.before.unwrap_or_default();
            let what = format!("`{}` should be {}, and is {is}", change.property, change.after);
            found.differences.push(Difference::of(copy, what));
        }
        pairs.push((row.id, copy.id, called(copy)));
    }
    let mut problems = Vec::new();
    ready.rules.judge(outcome, &mut problems);
    no_problems(spec, problems)?;
    // Rows with a marker of ours that nothing was made of.
    let mut orphans: Vec<&Page> = by_marker
        .iter()
        .filter(|(text, _)| marker::source(&spec.name, text).is_some())
        .flat_map(|(_, rows)| rows.iter().copied())
        .collect();
    orphans.sort_by_key(|it| it.id);
    for row in orphans {
        found.differences.push(Difference::of(row, "has no source row any more"));
    }
    if migrate.content {
        compare_content(planner, pairs, &mut found).await?;
    }
    Ok(found)
}

async fn compare_content(
    planner: &Planner<'_>,
    pairs: Vec<(PageId, PageId, String)>,
    found: &mut Verification,
) -> Result<(), PlanError> {
    let (client, of) = (planner.client(), pairs.len());
    let read = pairs.into_iter().map(|(source, copy, title)| async move {
        let (one, other) =
            try_join(page_content(client, source), page_content(client, copy)).await?;
        Ok::<_, Error>((copy, title, one, other))
    });
    let mut read = std::pin::pin!(stream::iter(read).buffered(AT_ONCE));
    let mut done = 0;
    while let Some((copy, title, one, other)) = read.try_next().await? {
        done += 1;
        planner.progress().event(Event::Verifying { done, of });
        found.blocks += other.count;
        if let Some(what) = tree::difference(one.creatable().blocks, other.blocks) {
            found.differences.push(Difference { title, page: Some(copy), what });
        }
    }
    Ok(())
}
