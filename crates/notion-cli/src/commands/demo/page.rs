//! The page job: a README becomes a page and comes back.

use notion_md::{ReadOptions, normal, read};
use notion_ops::push::{MarkdownFile, plan_push};
use notion_ops::spec::{OnRemoteEdit, PushSpec, PushTarget};
use notion_ops::{Spec, SpecKind};

use super::job::{Ended, Job};
use crate::error::Failure;
use crate::run::App;

/// The front page of this project.
const README: &str = include_str!("../../../../../README.md");

pub(super) async fn run(mut job: Job<'_>, app: &mut App) -> Result<Ended, Failure> {
    let bench = job.stage.bench();
    let push = PushSpec {
        files: vec!["README.md".into()],
        target: PushTarget::Page("Halden Cycles".into()),
        on_remote_edit: OnRemoteEdit::Refuse,
    };
    let files = [MarkdownFile { path: "README.md".to_owned(), text: README.to_owned() }];
    let spec = Spec::from_parts("readme", SpecKind::Push(push.clone()));

    let plan = plan_push(&spec, &push, &files, &bench.planner()).await?;
    let report = bench.apply(&plan).await?;
    let pushed = job.requests();
    let blocks = read(README, &ReadOptions::default()).blocks;
    let count: usize = blocks.iter().map(notion_model::request::Block::count).sum();
    job.tell(format_args!("{count} blocks pushed with {pushed} requests"), app)?;
    job.check(report.succeeded() == 1 && report.failed() == 0, "the page was created", app)?;

    let created = report.ops.first().and_then(|op| op.result);
    let Some(page) = created else {
        return Err(Failure::new("the page that was created has no id"));
    };
    let pulled = notion_ops::pull::pull(job.stage.client(), page.into()).await?;
    job.tell(
        format_args!("pulled back as {} lines of Markdown", pulled.markdown.lines().count()),
        app,
    )?;
    for remark in &pulled.remarks {
        job.tell(format_args!("remark: {remark}"), app)?;
    }
    let back = read(&pulled.markdown, &ReadOptions::default()).blocks;
    job.check(normal(back) == normal(blocks), "both are equal in normal form", app)?;

    let again = plan_push(&spec, &push, &files, &bench.planner()).await?;
    bench.rest();
    job.check(again.is_empty(), "pushing it again has nothing to do", app)?;
    job.end(format!("{count} blocks there and back"), app)
}
