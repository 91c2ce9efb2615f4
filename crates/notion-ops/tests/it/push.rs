//! Pushes: Markdown becomes pages and comes back the same.

use notion_emulator::Fault;
use notion_ops::{pull, push::MarkdownFile};

use crate::session::Session;

const SPEC: &str = r#"
kind = "push"
name = "docs"
[input]
files = ["README.md"]
[target]
parent = { page = "Halden Cycles" }
"#;

fn file(text: &str) -> Vec<MarkdownFile> {
    vec![MarkdownFile { path: "README.md".to_owned(), text: text.to_owned() }]
}

#[tokio::test(start_paused = true)]
async fn there_and_back() {
    let session = Session::demo();
    let text = include_str!("../../../../README.md");
    let files = file(text);
    let plan = session.plan_files(SPEC, &files).await;
    let report = session.apply(&plan).await;
    assert_eq!((report.succeeded(), report.failed()), (1, 0), "{report}");
    // The README grows; that it is all there does not change.
    let verified = session.verify(SPEC, &files).await;
    assert!(verified.trim_end().ends_with(": 0 differences"), "{verified}");
    let page = report.ops[0].result.unwrap().into();
    let pulled = pull(&session.client, page).await.unwrap();
    let read = |text: &str| {
        notion_md::normal(notion_md::read(text, &notion_md::ReadOptions::default()).blocks)
    };
    assert_eq!(read(&pulled.markdown), read(text));
    // The same file again costs nothing.
    let again = session.plan_files(SPEC, &files).await;
    assert_eq!((again.ops.len(), again.reads, again.unchanged), (0, 0, 1));
}

#[tokio::test(start_paused = true)]
async fn a_changed_file_changes_the_page() {
    let session = Session::demo();
    let plan = session.plan_files(SPEC, &file("# Title\n\nOne\n\n- two\n")).await;
    let report = session.apply(&plan).await;
    let page = report.ops[0].result.unwrap().into();
    let changed = file("# New title\n\nOne\n\n- two\n  - three\n");
    let plan = session.plan_files(SPEC, &changed).await;
    assert_eq!(plan.writes().count(), 1, "{}", plan.text());
    let report = session.apply(&plan).await;
    assert_eq!((report.succeeded(), report.failed()), (1, 0), "{report}");
    let pulled = pull(&session.client, page).await.unwrap();
    assert_eq!(pulled.markdown, changed[0].text);
}

#[tokio::test(start_paused = true)]
async fn a_page_edited_in_notion_is_left_alone() {
    let session = Session::demo();
    let plan = session.plan_files(SPEC, &file("# Title\n\nOne\n")).await;
    let report = session.apply(&plan).await;
    let page: notion_model::PageId = report.ops[0].result.unwrap().into();
    let block = notion_model::request::Block::paragraph(vec!["By hand".into()]);
    let append = notion_model::request::AppendChildren { children: vec![block], position: None };
    session.client.send(notion_client::blocks::append(page, append)).await.unwrap();
    let plan = session.plan_files(SPEC, &file("# Title\n\nTwo\n")).await;
    assert!(plan.is_empty());
    insta::assert_snapshot!(plan.text(), @r#"
    push plan: docs

      ! warning: README.md: its page was edited in Notion; it is left alone (`on_remote_edit = "overwrite"` would make it what the file says)

    Plan: nothing to do. Made with 4 requests.
    "#);
    let spec = SPEC.replace("[target]", "[target]\non_remote_edit = \"overwrite\"");
    let plan = session.plan_files(&spec, &file("# Title\n\nTwo\n")).await;
    let report = session.apply(&plan).await;
    assert_eq!(report.succeeded(), 1, "{report}");
    assert_eq!(pull(&session.client, page).await.unwrap().markdown, "# Title\n\nTwo\n");
}

const WORLD: &str = r#"{
    "now": "2026-11-02T09:00:00Z",
    "me": "ada",
    "users": [{ "key": "ada", "name": "Ada", "email": "ada@example.com" }],
    "pages": [{ "key": "home", "title": "Home" }],
    "databases": [{
        "key": "notes", "title": "Notes", "parent": "home",
        "properties": {
            "Name": { "title": {} }, "Source ID": { "rich_text": {} },
            "Stage": { "select": { "options": [{ "name": "Draft" }] } },
            "Weight": { "number": {} }
        },
        "rows": []
    }]
}"#;

const ROWS: &str = r#"
kind = "push"
name = "notes"
[input]
files = ["a.md"]
[target]
parent = { data_source = "Notes" }
"#;

fn note(text: &str) -> Vec<MarkdownFile> {
    vec![MarkdownFile { path: "a.md".to_owned(), text: text.to_owned() }]
}

#[tokio::test(start_paused = true)]
async fn front_matter_fills_properties() {
    let mut session = Session::new(WORLD);
    let text = "---\ntitle: A note\nStage: Draft\nWeight: 3\n---\nBody\n";
    let plan = session.plan_files(ROWS, &note(text)).await;
    let report = session.apply(&plan).await;
    assert_eq!(report.succeeded(), 1, "{report}");
    let page = notion_client::pages::retrieve(report.ops[0].result.unwrap().into());
    let page = session.client.send(page).await.unwrap();
    assert_eq!(page.title(), "A note");
    assert!(format!("{:?}", page.property("Stage")).contains("Draft"));
    // Without the journal, the row is recognised by its marker and nothing is written.
    session.journal = notion_ops::SqliteJournal::in_memory().unwrap();
    let again = session.plan_files(ROWS, &note(text)).await;
    assert!(again.is_empty() && again.ops.len() == 1, "{}", again.text());
    let (spec, wrong) = (Session::spec(ROWS), note("---\nStge: Draft\nWeight: much\n---\n"));
    let planner = session.planner();
    let error = notion_ops::make_plan(&spec, &wrong, &planner);
    insta::assert_snapshot!(error.await.unwrap_err(), @r#"
    error: `Notes` has no property `Stge`
      --> spec.toml
      = note: it has `Weight`, `Source ID`, `Stage`, `Name`
      = note: it is in the front matter of a.md
      = help: did you mean `Stage`?

    error: a.md: `Weight`: "much" is not a number
      --> spec.toml
    "#);
}

#[tokio::test(start_paused = true)]
async fn a_lost_page_is_pushed_again() {
    let session = Session::new(WORLD);
    let plan = session.plan_files(ROWS, &note("# One\n")).await;
    let report = session.apply(&plan).await;
    let page = report.ops[0].result.unwrap().into();
    session.client.send(notion_client::pages::trash(page)).await.unwrap();
    let plan = session.plan_files(ROWS, &note("# One, changed\n")).await;
    assert_eq!(plan.writes().count(), 1);
    let report = session.apply(&plan).await;
    assert_eq!(report.succeeded(), 1, "{report}");
}

#[tokio::test(start_paused = true)]
async fn an_edit_keeps_every_block_that_it_can() {
    let session = Session::demo();
    let paragraphs = |words: &[&str]| format!("# Title\n\n{}\n", words.join("\n\n"));
    let words: Vec<String> = (0..250).map(|it| format!("Paragraph {it}")).collect();
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    let plan = session.plan_files(SPEC, &file(&paragraphs(&words))).await;
    let page: notion_model::PageId = session.apply(&plan).await.ops[0].result.unwrap().into();
    let before = session.blocks(page).await;
    words[7] = "Paragraph 7, in other words";
    words.insert(120, "between");
    // It looks like what follows it.
    words.insert(0, "Paragraph 0");
    words.push("the end");
    words.remove(200);
    let text = paragraphs(&words);
    let plan = session.plan_files(SPEC, &file(&text)).await;
    insta::assert_snapshot!(plan.text(), @r#"
    push plan: docs

      ~ edit     Halden Cycles / "Title"  from README.md: update 1, insert 3, delete 1, 248 kept

    Plan: 1 to edit. Made with 6 requests.
    "#);
    let sent = session.client.stats().requests;
    let report = session.apply(&plan).await;
    assert_eq!(report.succeeded(), 1, "{report}");
    assert_eq!(session.client.stats().requests - sent, 5);
    let after = session.blocks(page).await;
    let texts: Vec<&str> = after.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(texts, words);
    let kept = before.iter().filter(|(id, _)| after.iter().any(|(it, _)| it == id)).count();
    assert_eq!(kept, 249);
    let verified = session.verify(SPEC, &file(&text)).await;
    assert!(verified.trim_end().ends_with(": 0 differences"), "{verified}");
}

/// Each insertion is answered by silence after it was done; what is there already looks the same.
#[tokio::test(start_paused = true)]
async fn an_edit_whose_answers_are_lost_is_done_once() {
    let session = Session::demo();
    let plan = session.plan_files(SPEC, &file("# Title\n\nsame\n\nother\n\nsame\n")).await;
    let page: notion_model::PageId = session.apply(&plan).await.ops[0].result.unwrap().into();
    for when in [Fault::after as fn(Fault) -> Fault, std::convert::identity] {
        let lost = when(Fault::on("PATCH", "/v1/blocks/*/children").every(2).status(503));
        session.emulator.set_faults(vec![lost]);
        let mut words: Vec<String> =
            session.blocks(page).await.into_iter().map(|(_, text)| text).collect();
        words.insert(0, "same".to_owned());
        words.insert(words.len() / 2, "other".to_owned());
        words.push("same".to_owned());
        let text = format!("# Title\n\n{}\n", words.join("\n\n"));
        let plan = session.plan_files(SPEC, &file(&text)).await;
        let report = session.apply(&plan).await;
        assert_eq!((report.succeeded(), report.failed()), (1, 0), "{report}");
        let after = session.blocks(page).await;
        assert_eq!(after.into_iter().map(|(_, text)| text).collect::<Vec<_>>(), words);
    }
}

#[tokio::test(start_paused = true)]
async fn what_markdown_cannot_say_stays_on_the_page() {
    let session = Session::demo();
    let plan = session.plan_files(SPEC, &file("# Title\n\nOne\n")).await;
    let page: notion_model::PageId = session.apply(&plan).await.ops[0].result.unwrap().into();
    let mut below =
        notion_model::request::CreatePage::new(notion_model::request::Parent::Page(page));
    below.properties.insert("title", notion_model::request::PropertyValue::title("Below"));
    session.client.send(notion_client::pages::create(below)).await.unwrap();
    let plan = session.plan_files(SPEC, &file("# Title\n\nTwo, and no more\n")).await;
    insta::assert_snapshot!(plan.text(), @r#"
    push plan: docs

      ~ edit     Halden Cycles / "Title"  from README.md: update 1, 1 kept
      ! warning: README.md: block 40c88d59-f0d6-8119-b694-34d419dbbaab: the child_page stays: it could not be created again

    Plan: 1 to edit. Made with 4 requests.
    "#);
    session.apply(&plan).await;
    let children =
        session.client.list(notion_client::blocks::children(page)).collect().await.unwrap();
    let kinds: Vec<&str> = children.iter().map(|it| it.kind.type_name()).collect();
    assert_eq!(kinds, ["paragraph", "child_page"]);
}
