//! Runs that are killed: at every commit and at every request, and end the same all the same.

#![expect(clippy::unwrap_used, reason = "a run that cannot be resumed fails its test")]

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use bytes::Bytes;
use http::{Request, Response};
use notion_client::{Budget, Client, Token, Transport, transport};
use notion_ops::{
    ApplyOptions, Plan, Silent, Tools, apply,
    journal::{FailAfter, Journal as _},
    resume,
};

use crate::session::Session;

const WORLD: &str = r#"{
    "now": "2026-11-02T09:00:00Z",
    "me": "ada",
    "users": [{ "key": "ada", "name": "Ada", "email": "ada@example.com" }],
    "pages": [{ "key": "home", "title": "Home" }],
    "databases": [
        {
            "key": "old", "title": "Old", "parent": "home",
            "properties": { "Name": { "title": {} }, "Count": { "number": {} } },
            "rows": [
                { "key": "a", "properties": { "Name": "First", "Count": 1 }, "children": [
                    { "type": "bulleted_list_item", "bulleted_list_item": { "rich_text": [{ "text": { "content": "1" } }],
                      "children": [{ "type": "bulleted_list_item", "bulleted_list_item": { "rich_text": [{ "text": { "content": "2" } }],
                      "children": [{ "type": "bulleted_list_item", "bulleted_list_item": { "rich_text": [{ "text": { "content": "3" } }],
                      "children": [{ "type": "bulleted_list_item", "bulleted_list_item": { "rich_text": [{ "text": { "content": "4" } }],
                      "children": [{ "type": "bulleted_list_item", "bulleted_list_item": { "rich_text": [{ "text": { "content": "5" } }] } }] } }] } }] } }] } },
                    { "type": "paragraph", "paragraph": { "rich_text": [{ "text": { "content": "end" } }] } }
                ] },
                { "key": "b", "properties": { "Name": "Second", "Count": 2 } },
                { "key": "c", "properties": { "Name": "Third" }, "children": [
                    { "type": "paragraph", "paragraph": { "rich_text": [{ "text": { "content": "only" } }] } }
                ] }
            ]
        }
    ]
}"#;

const SPEC: &str = r#"
kind = "migrate"
name = "crash"
[source]
data_source = "Old"
[target]
create = { parent = "Home", title = "New" }
[[field]]
to = "Title"
from = "Name"
[[field]]
to = "Number"
from = "Count"
"#;

/// A transport that stops at a request, before or after it did its work.
struct Deadly {
    service: transport::Service<axum::Router>,
    left: AtomicUsize,
    after: bool,
    died: Arc<tokio::sync::Notify>,
}

impl Transport for Deadly {
    fn send(&self, request: Request<Bytes>) -> transport::Sending<'_> {
        let is_write =
            request.method() != http::Method::GET && !request.uri().path().ends_with("/query");
        let dies = is_write && self.left.fetch_sub(1, Ordering::SeqCst) == 0;
        Box::pin(async move {
            let answer: Option<Response<Bytes>> =
                if dies && !self.after { None } else { Some(self.service.send(request).await?) };
            if dies {
                self.died.notify_one();
                std::future::pending::<()>().await;
            }
            Ok(answer.expect("only the dying have no answer"))
        })
    }
}

async fn whole(session: &Session, plan: &Plan, what: &str) {
    let tools = session.tools();
    let options = ApplyOptions::in_process();
    let report = match session.journal.run(&plan.id) {
        Ok(_) => resume(&plan.id, &session.client, tools, &options).await.unwrap(),
        Err(_) => apply(plan, &session.client, tools, &options).await.unwrap(),
    };
    assert_eq!((report.succeeded(), report.pending()), (4, 0), "{what}: {report}");
    let verified = session.verify(SPEC, &[]).await;
    let expected = "3 rows, 9 values, 7 blocks compared";
    assert!(verified.starts_with(expected) && verified.contains(" 0 diff"), "{what}: {verified}");
    assert!(session.plan(SPEC).await.ops.is_empty(), "{what}");
}

#[tokio::test(start_paused = true)]
async fn a_kill_at_any_commit() {
    for commits in 0.. {
        let session = Session::new(WORLD);
        let plan = session.plan(SPEC).await;
        let journal = FailAfter::new(&session.journal, commits);
        let tools = Tools { journal: &journal, clock: &session.clock, progress: &Silent };
        let options = ApplyOptions::in_process();
        let first = apply(&plan, &session.client, tools, &options).await;
        if first.is_ok() {
            assert!(commits > 10, "{commits}");
            return;
        }
        whole(&session, &plan, &format!("killed at commit {commits}")).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_kill_at_any_request() {
    for after in [false, true] {
        for sends in 0.. {
            let session = Session::new(WORLD);
            let plan = session.plan(SPEC).await;
            let died = Arc::new(tokio::sync::Notify::new());
            let deadly = Deadly {
                service: transport::Service::new(session.emulator.router()),
                left: AtomicUsize::new(sends),
                after,
                died: Arc::clone(&died),
            };
            let token = Token::new(notion_tests::TOKEN).unwrap();
            let client = Client::builder(deadly).token(token).budget(Budget::Unlimited).build();
            let options = ApplyOptions::in_process();
            let finished = tokio::select! {
                biased;
                () = died.notified() => false,
                done = apply(&plan, &client, session.tools(), &options) => done.is_ok(),
            };
            if finished {
                assert!(sends > 4, "{sends}");
                break;
            }
            whole(&session, &plan, &format!("killed at request {sends}, after: {after}")).await;
        }
    }
}
