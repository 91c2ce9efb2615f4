//! The example of the front page, which is not run as a documentation test.

use notion_client::Client;
use notion_ops::{
    ApplyOptions, Planner, Silent, Spec, StateFolder, TokioClock, Tools, apply, make_plan, verify,
};

use crate::session::Session;

async fn example(
    client: Client,
    started: jiff::Timestamp,
    text: &str,
    folder: &std::path::Path,
) -> Result<String, Box<dyn std::error::Error>> {
    let spec = Spec::parse("tasks-to-board.toml", text)?;
    let state = StateFolder::open(folder)?;
    let clock = TokioClock::starting_at(started);
    let planner = Planner::new(&client, state.journal(), &clock);

    let plan = make_plan(&spec, &[], &planner).await?;
    let shown = plan.text().to_string();
    state.save_plan(&plan)?;

    let tools = Tools { journal: state.journal(), clock: &clock, progress: &Silent };
    let report = apply(&plan, &client, tools, &ApplyOptions::default()).await?;
    state.save_report(&report)?;

    let verified = verify(&spec, &[], &planner).await?;
    assert!(verified.holds(), "{verified}");
    Ok(shown)
}

#[tokio::test(start_paused = true)]
async fn the_example_runs() {
    let session = Session::demo();
    let text = include_str!("../../../../fixtures/specs/tasks-to-board.toml");
    let folder = tempfile::tempdir().unwrap();
    let started = "2026-11-02T09:00:00Z".parse().unwrap();
    let shown = example(session.client.clone(), started, text, folder.path()).await.unwrap();
    assert!(shown.starts_with("sync plan: tasks-to-board"), "{shown}");
    let files = |name: &str| std::fs::read_dir(folder.path().join(".notion").join(name)).unwrap();
    assert_eq!((files("plans").count(), files("reports").count()), (1, 1));
}
