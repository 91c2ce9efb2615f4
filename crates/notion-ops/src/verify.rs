//! Verify: what is there is read again and compared with what should be there.

mod run;

use std::fmt;

use notion_model::{Page, PageId};
use serde::{Deserialize, Serialize};

pub use self::run::verify_run;
use crate::{
    exit::Exit,
    migrate::verify_migrate,
    plan::{Op, Plan},
    planner::{PlanError, Planner, called},
    push::{MarkdownFile, verify_push},
    spec::{Spec, SpecKind},
};

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Verification {
    /// How many rows or pages were compared.
    pub rows: usize,
    /// How many of their values.
    pub values: usize,
    /// How many blocks.
    pub blocks: usize,
    /// Where they differ.
    pub differences: Vec<Difference>,
    /// How many requests it took.
    pub requests: u64,
}

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// What the page is called.
    pub title: String,
    /// The page, if it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<PageId>,
    /// What is different.
    pub what: String,
}

impl Difference {
    pub(crate) fn new(title: &str, what: impl Into<String>) -> Self {
        Self { title: title.to_owned(), page: None, what: what.into() }
    }

    pub(crate) fn of(page: &Page, what: impl Into<String>) -> Self {
        Self { title: called(page), page: Some(page.id), what: what.into() }
    }
}

impl Verification {
    /// Whether everything is as it should be.
    pub fn holds(&self) -> bool {
        self.differences.is_empty()
    }

    /// What the command should exit with.
    pub fn exit(&self) -> Exit {
        if self.holds() { Exit::Success } else { Exit::Differences }
    }
}

impl fmt::Display for Verification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rows, values, blocks, differences, requests } = self;
        write!(f, "{rows} rows")?;
        if *values > 0 {
            write!(f, ", {values} values")?;
        }
        if *blocks > 0 {
            write!(f, ", {blocks} blocks")?;
        }
        let count = differences.len();
        writeln!(f, " compared with {requests} requests: {count} differences")?;
        for it in differences {
            writeln!(f, "  {:?}: {}", it.title, it.what)?;
        }
        Ok(())
    }
}

/// Compares what a spec asks for with what is there. Reads only.
///
/// A sync or a batch is verified by planning it again: whatever the plan would still change is a
/// difference. A migration compares both sides, values and blocks; a push compares each page with its
/// file.
///
/// # Errors
/// If the spec does not fit the workspace, or the workspace cannot be read.
pub async fn verify(
    spec: &Spec,
    files: &[MarkdownFile],
    planner: &Planner<'_>,
) -> Result<Verification, PlanError> {
    let before = planner.requests();
    let mut found = match &spec.kind {
        SpecKind::Query(_) => Verification::default(),
        SpecKind::Batch(batch) => left(&crate::batch::plan_batch(spec, batch, planner).await?),
        SpecKind::Sync(sync) => left(&crate::sync::plan_sync(spec, sync, planner).await?),
        SpecKind::Migrate(migrate) => verify_migrate(spec, migrate, planner).await?,
        SpecKind::Push(push) => verify_push(spec, push, files, planner).await?,
    };
    crate::planner::no_problems(spec, Vec::new())?;
    found.requests = planner.requests() - before;
    Ok(found)
}

/// What a plan would still change.
fn left(plan: &Plan) -> Verification {
    let rows = plan.inputs.iter().map(|it| it.rows).sum::<u64>();
    let open = plan.writes().map(|op| Difference {
        title: op.title.clone(),
        page: op.action.page(),
        what: still(op),
    });
    let twice = plan.notes.iter().filter(|it| it.code == "duplicate_marker");
    let twice = twice.map(|it| Difference::new(&plan.namespace, it.message.clone()));
    let differences = open.chain(twice).collect();
    let rows = usize::try_from(rows).unwrap_or(usize::MAX);
    Verification { rows, differences, ..Verification::default() }
}

fn still(op: &Op) -> String {
    if op.changes.is_empty() {
        return format!("is still to {}", op.action.verb());
    }
    let changes = op.changes.iter().map(|it| {
        let is = it.before.as_deref().unwrap_or("missing");
        format!("`{}` should be {}, and is {is}", it.property, it.after)
    });
    changes.collect::<Vec<_>>().join("; ")
}
