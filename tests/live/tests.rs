//! The statements against our local Notion: each of our assumptions is written down once, here.

use jiff::Timestamp;
use notion_client::{Budget, Client, transport};
use notion_emulator::{Emulator, Seed, TokioClock};
use uuid::Uuid;

use crate::fence::Fence;
use crate::run::{Report, Run};
use crate::statement::{Statement, Verdict};
use crate::statements;

const WORLD: &str = r#"{
    "me": "ada",
    "users": [{ "key": "ada", "name": "Ada", "email": "ada@example.org" }],
    "pages": [
        { "key": "scratch", "title": "Scratch", "children": [
            { "paragraph": { "rich_text": [{ "text": { "content": "Here already." } }] } }
        ] },
        { "key": "notes", "title": "Notes", "parent": "scratch" },
        { "key": "others", "title": "Not to be touched" }
    ]
}"#;

/// Nothing is recorded: many questions are bodies that no client would build, which is why they are asked.
fn notion() -> Emulator {
    let start: Timestamp = "2026-11-02T09:00:30Z".parse().unwrap();
    Emulator::builder()
        .clock(TokioClock::starting_at(start))
        .world(Seed::parse(WORLD).unwrap())
        .build()
        .unwrap()
}

fn run_on(emulator: &Emulator) -> Run {
    let scratch = emulator.page("scratch").unwrap().uuid();
    let fence = Fence::new(transport::Service::new(emulator.router()), scratch);
    let client = Client::builder(fence.clone())
        .budget(Budget::Unlimited)
        .token(notion_client::Token::new(notion_tests::TOKEN).unwrap())
        // The fence keeps to its refusals. Whoever repeats them many times asks whether Notion is there.
        .attempts(1)
        .seed(1)
        .build();
    Run { client, fence, scratch, title: "Conformance".to_owned() }
}

async fn try_all(statements: &[&'static Statement]) -> Report {
    let run = run_on(&notion());
    run.run(statements, std::future::pending(), |_, _| {}).await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn the_local_notion_does_what_we_assume() {
    let report = try_all(&statements::all()).await;
    let others: Vec<String> = report
        .verdicts
        .iter()
        .filter(|(_, verdict)| !matches!(verdict, Verdict::Confirmed(_)))
        .map(|(statement, verdict)| statement.told(verdict).to_string())
        .collect();
    assert!(others.is_empty(), "{}", others.join("\n"));
    assert_eq!(report.left_behind, [""; 0]);
    assert!(!report.is_stopped);
}

#[test]
fn every_statement_has_a_name_of_its_own() {
    let mut names: Vec<&str> = statements::all().iter().map(|it| it.name).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all);
}

fn id_of(emulator: &Emulator, key: &str) -> Uuid {
    emulator.page(key).unwrap().uuid()
}

#[tokio::test(start_paused = true)]
async fn a_run_that_is_stopped_tidies_up() {
    let emulator = notion();
    let run = run_on(&emulator);
    let stop = tokio::time::sleep(std::time::Duration::ZERO);
    let report = run.run(&[&ENDLESS], stop, |_, _| {}).await.unwrap();
    assert!(report.is_stopped);
    assert_eq!(report.left_behind, [""; 0]);
    assert_eq!(report.verdicts.len(), 0);
}

const ENDLESS: Statement = Statement {
    name: "endless",
    question: "does this end?",
    ours: "no",
    kept_in: "nothing",
    probe: |place| {
        Box::pin(async move {
            place.make_page("Left behind", serde_json::json!({})).await?;
            std::future::pending().await
        })
    },
};

#[tokio::test(start_paused = true)]
async fn nothing_is_written_outside() {
    use http::Method;
    use serde_json::json;

    let emulator = notion();
    let run = run_on(&emulator);
    let (scratch, notes, others) =
        (run.scratch, id_of(&emulator, "notes"), id_of(&emulator, "others"));
    let title = json!({ "title": crate::place::text("Wrong") });
    let attempts = [
        (
            Method::POST,
            "pages".to_owned(),
            json!({ "parent": { "page_id": others }, "properties": title }),
        ),
        (
            Method::POST,
            "pages".to_owned(),
            json!({ "parent": { "workspace": true }, "properties": title }),
        ),
        (Method::PATCH, format!("pages/{notes}"), json!({ "in_trash": true })),
        (Method::PATCH, format!("pages/{scratch}"), json!({ "properties": { "title": title } })),
        (Method::PATCH, format!("blocks/{scratch}/children"), json!({ "children": [] })),
        (Method::DELETE, format!("blocks/{notes}"), json!({})),
        (Method::POST, format!("pages/{notes}/move"), json!({ "parent": { "page_id": scratch } })),
        (Method::POST, "file_uploads".to_owned(), json!({})),
        (Method::POST, "comments".to_owned(), json!({ "parent": { "page_id": notes } })),
    ];
    let before = emulator.counts();
    for (method, path, body) in attempts {
        let told = format!("{method} {path}");
        let sent = crate::place::ask(&run.client, method, &path, Some(body)).await;
        let crate::statement::Unclear(why) = sent.unwrap_err();
        assert!(why.contains("writes to what this run did not make"), "{told}: {why}");
    }
    assert_eq!(format!("{before:?}"), format!("{:?}", emulator.counts()), "something was sent");
    // After the first page, not even the scratch page takes another.
    let report = run.run(&[&SECOND], std::future::pending(), |_, _| {}).await.unwrap();
    assert!(matches!(&report.verdicts[0].1, Verdict::Unclear(why) if why.contains("is not sent")));
    assert_eq!(report.left_behind, [""; 0]);
}

const SECOND: Statement = Statement {
    name: "second",
    question: "may a second page be made beside ours?",
    ours: "no",
    kept_in: "nothing",
    probe: |place| {
        Box::pin(async move {
            let ours =
                place.done(http::Method::GET, &format!("pages/{}", place.page), None).await?;
            let body = serde_json::json!({ "parent": ours["parent"], "properties": {} });
            Ok(place.ask(http::Method::POST, "pages", body).await?.verdict())
        })
    },
};
