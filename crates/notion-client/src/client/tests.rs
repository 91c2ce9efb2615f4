//! A client against Notions that misbehave, under a paused clock.

use std::sync::Mutex;

use futures_util::future::join_all;
use http::Method;
use notion_model::query::Query;
use notion_model::request::{AppendChildren, Block, CreatePage, Parent, UpdatePage};
use notion_model::{BlockId, PageId};
use serde_json::json;
use tokio::time::Instant;

use super::*;
use crate::mock::{Mock, Reply, id, ok, page, refusal, reply, reset, text, throttled};
use crate::{
    Applied, Credentials, ErrorKind, Failure, FileContent, Replay, RequestError, Scope, blocks,
    data_sources, file_uploads, oauth, pages, users,
};

mod budgets;
mod chaos;

fn a_page() -> PageId {
    id(1).parse().unwrap()
}

fn a_create() -> pages::CreatePage {
    pages::create(CreatePage::new(Parent::Page(a_page())))
}

fn a_trip_to_the_trash() -> pages::UpdatePage {
    pages::trash(a_page())
}

/// What an error says, and why, as a person would see it.
fn chain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

fn committed(ids: Value) -> Reply {
    reply(
        503,
        json!({
            "object": "error", "status": 503, "code": "service_unavailable",
            "message": "The change was saved, but the response could not be built in time.",
            "additional_data": {
                "retry_guidance": ["Read the object again to confirm.", "Do not repeat the write."],
                "committed_resource_id": ids["resource"], "committed_child_ids": ids["children"],
            },
        }),
    )
}

#[tokio::test(start_paused = true)]
async fn sends_what_notion_wants() {
    let mock = Mock::script([ok(page(1))]);
    let page = mock.client().send(a_create()).await.unwrap();
    assert_eq!(page.id, a_page());
    let asked = mock.asked().remove(0);
    assert_eq!(asked.call, "POST /v1/pages");
    assert_eq!(asked.headers["authorization"], "Bearer ntn_s3cret");
    assert_eq!(asked.headers["notion-version"], "2026-03-11");
    assert_eq!(asked.headers["content-type"], "application/json");
    assert!(asked.headers["user-agent"].to_str().unwrap().starts_with("notion-toolkit/"));
    assert_eq!(asked.body, json!({"parent": {"type": "page_id", "page_id": id(1)}}));
}

#[tokio::test(start_paused = true)]
async fn not_found_is_an_error_or_nothing_as_the_caller_wants() {
    let missing = || refusal(404, "object_not_found", "Could not find page with ID: …");
    let mock = Mock::script([
        missing(),
        missing(),
        ok(page(1)),
        refusal(401, "unauthorized", "API token is invalid."),
    ]);
    let client = mock.client();
    let error = client.send(pages::retrieve(a_page())).await.unwrap_err();
    assert!(error.is_not_found());
    insta::assert_snapshot!(chain(&error), @"GET pages/00000000-0000-4000-8000-000000000001 failed: Could not find page with ID: … (object_not_found)");
    assert_eq!(error.request_id(), Some("0a0a0a0a-0000-4000-8000-000000000000"));
    assert_eq!(client.get_opt(pages::retrieve(a_page())).await.unwrap(), None);
    assert!(client.get_opt(pages::retrieve(a_page())).await.unwrap().is_some());
    let error = client.get_opt(pages::retrieve(a_page())).await.unwrap_err();
    assert_eq!(error.failure(), Some(Failure::Unauthorized));
    assert_eq!(mock.asked().len(), 4, "none of these is repeated");
}

/// How a call of each class ends after one failure, and how often it was sent.
#[tokio::test(start_paused = true)]
async fn repeats_what_may_be_repeated() {
    type Failing = (&'static str, fn() -> Reply);
    let failures: [Failing; 12] = [
        ("429", || throttled("public_api_request_rate_limit", 2)),
        ("529", || refusal(529, "service_overload", "…").header("retry-after", "3")),
        ("500", || refusal(500, "internal_server_error", "Unexpected error occurred.")),
        ("502 html", || text(502, "text/html", "<html>Bad gateway</html>").header("cf-ray", "8a")),
        ("503", || refusal(503, "service_unavailable", "Notion is unavailable.")),
        ("504", || refusal(504, "gateway_timeout", "Gateway Timeout")),
        ("reset", reset),
        ("timeout", || ok(page(1)).after(80.0)),
        ("200 cut", || text(200, "application/json", r#"{"object":"pa"#)),
        ("409", || refusal(409, "conflict_error", "Conflict occurred while saving.")),
        ("200 html", || text(200, "text/html", "<html>Log in to the hotel</html>")),
        ("400", || refusal(400, "validation_error", "body failed validation: …")),
    ];
    let mut table = String::new();
    for (name, failure) in failures {
        let mut row = format!("{name:<9}");
        for class in ["read", "state", "once"] {
            let mock = Mock::script([failure(), ok(page(1))]);
            let client = mock.client();
            let result = match class {
                "read" => client.send(pages::retrieve(a_page())).await,
                "state" => client.send(a_trip_to_the_trash()).await,
                _ => client.send(a_create()).await,
            };
            let end = match &result {
                Ok(_) => "ok",
                Err(error) if error.is_ambiguous() => "ambiguous",
                Err(_) => "failed",
            };
            row.extend([" ", class, " ", end, &format!(" {}x", mock.asked().len())]);
        }
        table += &(row + "\n");
    }
    insta::assert_snapshot!(table, @r"
    429       read ok 2x state ok 2x once ok 2x
    529       read ok 2x state ok 2x once ok 2x
    500       read ok 2x state ok 2x once ambiguous 1x
    502 html  read ok 2x state ok 2x once ambiguous 1x
    503       read ok 2x state ok 2x once ambiguous 1x
    504       read ok 2x state ok 2x once ambiguous 1x
    reset     read ok 2x state ok 2x once ambiguous 1x
    timeout   read ok 2x state ok 2x once ambiguous 1x
    200 cut   read ok 2x state ok 2x once ambiguous 1x
    409       read ok 2x state ok 2x once ambiguous 1x
    200 html  read failed 1x state failed 1x once failed 1x
    400       read failed 1x state failed 1x once failed 1x
    ");
}

#[tokio::test(start_paused = true)]
async fn an_ambiguous_create_says_so() {
    let mock = Mock::script([reset()]);
    let error = mock.client().send(a_create()).await.unwrap_err();
    assert!(error.is_ambiguous());
    assert_eq!(error.failure().map(Failure::applied), Some(Applied::Unknown));
    insta::assert_snapshot!(chain(&error), @"POST pages may or may not have been done; look before sending it again: the connection failed after the request was sent: connection reset by peer");
}

#[tokio::test(start_paused = true)]
async fn an_object_that_was_saved_without_an_answer_is_read_back() {
    let saved = || committed(json!({"resource": id(1), "children": null}));
    let mock = Mock::script([saved(), ok(page(1)), saved(), ok(page(1))]);
    let client = mock.client();
    assert_eq!(client.send(a_create()).await.unwrap().id, a_page());
    assert_eq!(client.send(a_trip_to_the_trash()).await.unwrap().id, a_page());
    let calls: Vec<_> = mock.asked().into_iter().map(|it| it.call).collect();
    let read = format!("GET /v1/pages/{}", id(1));
    assert_eq!(calls, ["POST /v1/pages", &read, &format!("PATCH /v1/pages/{}", id(1)), &read]);
}

#[tokio::test(start_paused = true)]
async fn blocks_that_were_saved_without_an_answer_are_named() {
    let mock = Mock::script([committed(json!({"resource": id(1), "children": [id(2), id(3)]}))]);
    let append = blocks::append(a_page(), AppendChildren::default());
    let error = mock.client().send(append).await.unwrap_err();
    let children: Vec<BlockId> = [2, 3].map(|it| id(it).parse().unwrap()).into();
    let committed = error.committed().unwrap();
    assert_eq!((committed.resource.as_deref(), &committed.children), (Some(&*id(1)), &children));
    insta::assert_snapshot!(chain(&error), @"PATCH blocks/00000000-0000-4000-8000-000000000001/children was done, but not answered; read the object, do not send it again: The change was saved, but the response could not be built in time. (service_unavailable)");
}

#[tokio::test(start_paused = true)]
async fn what_was_saved_is_still_known_when_it_cannot_be_read_back() {
    let gone = refusal(404, "object_not_found", "…");
    let mock = Mock::script([committed(json!({"resource": id(9), "children": null})), gone]);
    let error = mock.client().send(a_create()).await.unwrap_err();
    assert_eq!(error.committed().unwrap().resource, Some(id(9)));
}

#[tokio::test(start_paused = true)]
async fn already_so_is_success_after_an_unclear_attempt() {
    let archived = || {
        refusal(400, "validation_error", "Can't edit block that is archived. You must unarchive …")
    };
    let mock = Mock::script([reset(), archived(), ok(page(1)), archived()]);
    let client = mock.client();
    assert_eq!(client.send(a_trip_to_the_trash()).await.unwrap().id, a_page());
    // Without one, it is what Notion says: somebody else did it.
    assert_eq!(
        client.send(a_trip_to_the_trash()).await.unwrap_err().failure(),
        Some(Failure::Invalid)
    );
}

#[tokio::test(start_paused = true)]
async fn gives_up_after_six_attempts() {
    let mock = Mock::new(|_| refusal(500, "internal_server_error", "Unexpected error occurred."));
    let error = mock.client().send(pages::retrieve(a_page())).await.unwrap_err();
    assert_eq!((error.attempts(), mock.asked().len()), (6, 6));
    insta::assert_snapshot!(chain(&error), @"GET pages/00000000-0000-4000-8000-000000000001 failed after 6 attempts: Unexpected error occurred. (internal_server_error)");
    insta::assert_snapshot!(mock.log(), @r"
     0.00 GET /v1/pages/00000000-0000-4000-8000-000000000001
     0.89 GET /v1/pages/00000000-0000-4000-8000-000000000001
     2.11 GET /v1/pages/00000000-0000-4000-8000-000000000001
     5.55 GET /v1/pages/00000000-0000-4000-8000-000000000001
    11.47 GET /v1/pages/00000000-0000-4000-8000-000000000001
    20.40 GET /v1/pages/00000000-0000-4000-8000-000000000001
    ");
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_cannot_be_read_still_names_what_was_made() {
    let mock = Mock::script([ok(json!({"object": "page", "id": id(4), "properties": 7}))]);
    let error = mock.client().send(a_create()).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unreadable { object: Some(it), .. } if *it == id(4)));
    assert_eq!(mock.asked().len(), 1);
}

/// A Notion that grants so many requests in windows of so many seconds.
fn limited(grants: usize, seconds: u64, latency: f64) -> Mock {
    let window = Duration::from_secs(seconds);
    let mut end = Duration::ZERO;
    let mut used = 0;
    Mock::new(move |asked| {
        if asked.at >= end {
            (used, end) = (0, asked.at + window);
        }
        if used == grants {
            let left = end.saturating_sub(asked.at).as_secs() + 1;
            return throttled("public_api_request_rate_limit", left).after(latency);
        }
        used += 1;
        ok(page(1)).after(latency)
    })
}

#[tokio::test(start_paused = true)]
async fn a_refusal_without_end_is_not_obeyed_without_end() {
    let mock = Mock::new(|_| throttled("public_api_request_rate_limit", 0));
    let client = mock.builder().max_wait(Duration::from_secs(20)).build();
    let error = client.send(users::me()).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Throttled { .. }), "{error:?}");
    assert_eq!(mock.asked().len(), 21);
}

#[tokio::test(start_paused = true)]
async fn one_retry_after_stops_everybody() {
    let mut asked = 0;
    let mock = Mock::new(move |_| {
        asked += 1;
        let refused = asked == 4;
        if refused { throttled("public_api_space_request_rate_limit", 50) } else { ok(page(1)) }
            .after(0.2)
    });
    let client = mock.client();
    let calls = (0..20).map(|_| client.send(pages::retrieve(a_page())));
    assert!(join_all(calls).await.iter().all(Result::is_ok));
    let times: Vec<_> = mock.asked().iter().map(|it| it.at.as_secs_f64()).collect();
    assert_eq!(times.len(), 21);
    // Five may go at once; the rest waits, and comes back at the pace.
    assert!(times[..5].iter().all(|at| *at < 0.1) && times[5..].iter().all(|at| *at >= 50.0));
    assert!(times[5..].windows(2).all(|pair| pair[1] - pair[0] > 0.4), "{times:?}");
    assert_eq!(client.stats().throttled, 1);
    assert_eq!(client.stats().retries, 0);
}

#[tokio::test(start_paused = true)]
async fn a_limit_of_one_endpoint_holds_up_no_other() {
    let mut refused = false;
    let mock = Mock::new(move |asked| {
        if asked.call.ends_with("/children") && !std::mem::replace(&mut refused, true) {
            return throttled("public_api_endpoint_rate_limit", 40);
        }
        ok(if asked.call.ends_with("/children") {
            crate::mock::list(vec![], None)
        } else {
            page(1)
        })
    });
    let client = mock.client();
    let block: BlockId = a_page().into();
    client.send(blocks::children(block)).await.unwrap();
    assert!(mock.asked()[1].at >= Duration::from_secs(40));

    let mut refused = false;
    let mock = Mock::new(move |asked| {
        if asked.call.ends_with("/children") && !std::mem::replace(&mut refused, true) {
            return throttled("public_api_endpoint_rate_limit", 40);
        }
        ok(if asked.call.ends_with("/children") {
            crate::mock::list(vec![], None)
        } else {
            page(1)
        })
    });
    let client = mock.builder().concurrency(2).build();
    let children = (0..10).map(|_| async { client.send(blocks::children(block)).await.map(drop) });
    let others = (0..10).map(|_| async { client.send(pages::retrieve(a_page())).await.map(drop) });
    let (children, others) = tokio::join!(join_all(children), join_all(others));
    assert!(children.iter().chain(&others).all(Result::is_ok));
    let (late, early): (Vec<_>, Vec<_>) =
        mock.asked().into_iter().partition(|it| it.at >= Duration::from_secs(40));
    assert_eq!(early.iter().filter(|it| it.call.contains("/pages/")).count(), 10);
    assert!(early.iter().filter(|it| it.call.contains("/children")).count() <= 2);
    assert!(late.len() >= 9);
}

#[tokio::test(start_paused = true)]
async fn patience_ends() {
    let refuse = || throttled("public_api_space_request_rate_limit", 631);
    let mock = Mock::script([refuse(), ok(page(1))]);
    let client = mock.client();
    client.send(pages::retrieve(a_page())).await.unwrap();
    assert!(mock.asked()[1].at >= Duration::from_secs(631));

    let mock = Mock::script([refuse()]);
    let client = mock.builder().max_wait(Duration::from_mins(1)).build();
    let started = Instant::now();
    let error = client.send(a_create()).await.unwrap_err();
    assert_eq!(error.failure(), Some(Failure::Throttled(Scope::Workspace)));
    insta::assert_snapshot!(chain(&error), @"POST pages would have to wait 631 s for the limit of the workspace; try again later: You have been rate limited. Please try again in a few minutes. (rate_limited)");
    // The next one sees the closed gate and does not even try.
    let error = client.send(a_create()).await.unwrap_err();
    insta::assert_snapshot!(chain(&error), @"POST pages would have to wait 632 s for the limit of the workspace; try again later");
    assert_eq!((mock.asked().len(), started.elapsed()), (1, Duration::ZERO));
}

#[tokio::test(start_paused = true)]
async fn what_a_failing_server_asks_for_is_waited_for_within_patience() {
    let mock = Mock::new(|_| refusal(503, "x", "…").header("retry-after", "86400"));
    let started = Instant::now();
    mock.client().send(pages::retrieve(a_page())).await.unwrap_err();
    let waited = started.elapsed();
    assert!(mock.asked().len() == 6 && waited < Duration::from_mins(17), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn limits_may_be_as_large_as_they_can_be_written() {
    let file = FileContent::new(vec![0; 1 << 20]);
    let upload = || file_uploads::send(id(1).parse().unwrap(), file.clone());
    let mock = Mock::new(|_| refusal(400, "validation_error", "…"));
    let client = mock.builder().timeout(Duration::MAX).max_wait(Duration::MAX).build();
    assert_eq!(client.send(upload()).await.unwrap_err().failure(), Some(Failure::Invalid));
}

/// Whoever is refused goes to the end of the queue, so no call of many is refused often.
#[tokio::test(start_paused = true)]
async fn the_patience_of_many_calls_ends_too() {
    let until = Instant::now() + Duration::from_mins(30);
    let refused = move || Instant::now() < until;
    let mock = Mock::new(move |_| {
        let wait = || throttled("public_api_request_rate_limit", 60);
        if refused() { wait() } else { ok(page(1)) }
    });
    let client = mock.client();
    let calls = join_all((0..100).map(|_| client.send(users::me())));
    let errors = tokio::time::timeout(Duration::from_mins(25), calls).await.expect("they end");
    let is_throttled = |it: &Error| matches!(it.kind(), ErrorKind::Throttled { .. });
    assert!(errors.iter().all(|it| it.as_ref().is_err_and(is_throttled)));
    // Long afterwards nothing of it is held against a call.
    tokio::time::sleep(Duration::from_mins(5)).await;
    client.send(users::me()).await.unwrap_err();
    tokio::time::sleep(Duration::from_mins(10)).await;
    client.send(pages::retrieve(a_page())).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn patience_begins_anew_with_every_answer() {
    let mut asked = 0;
    let mock = Mock::new(move |_| {
        asked += 1;
        let wait = || throttled("public_api_request_rate_limit", 60);
        if asked % 2 == 1 { wait() } else { refusal(404, "object_not_found", "…") }
    });
    let client = mock.client();
    for _ in 0..40 {
        assert!(client.get_opt(pages::retrieve(a_page())).await.unwrap().is_none());
    }
}

#[tokio::test(start_paused = true)]
async fn patience_is_not_used_up_by_a_long_queue() {
    let mock = limited(1000, 60, 0.1);
    let client = mock.builder().max_wait(Duration::from_secs(1)).build();
    let calls = (0..600).map(|_| client.send(a_create()));
    assert!(join_all(calls).await.iter().all(Result::is_ok));
}

#[tokio::test(start_paused = true)]
async fn blocked_is_not_repeated() {
    let mock = Mock::script([throttled("public_api_request_blocked", 5)]);
    let error = mock.client().send(users::me()).await.unwrap_err();
    assert_eq!(error.failure(), Some(Failure::Blocked));
    assert_eq!(mock.asked().len(), 1);
}

/// An empty body is an answer only where the status says so.
#[tokio::test(start_paused = true)]
async fn a_raw_call_may_be_answered_with_nothing() {
    for (status, is_answer) in [(204, true), (200, false)] {
        let mock = Mock::new(move |_| text(status, "application/json", ""));
        let answer = mock.client().raw(Raw::new(Method::POST, "things")).await;
        assert_eq!(answer.as_ref().is_ok_and(|it| it.body.is_null()), is_answer, "{answer:?}");
        assert_eq!(mock.asked().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn raw_calls_answer_refusals_too() {
    let mock = Mock::script([
        throttled("public_api_request_rate_limit", 1),
        ok(json!({"object": "hologram", "request_id": "r"})),
        refusal(400, "validation_error", "path failed validation: …"),
        reset(),
    ]);
    let client = mock.client();
    let call = Raw::new(Method::GET, "/v1/holograms?depth=3");
    let answer = client.raw(call).await.unwrap();
    assert_eq!((answer.status.as_u16(), answer.request_id()), (200, Some("r")));
    assert_eq!(mock.asked()[1].call, "GET /v1/holograms?depth=3");
    let call = Raw::new(Method::POST, "holograms").body(json!({"depth": 4}));
    let answer = client.raw(call.clone()).await.unwrap();
    assert_eq!(answer.status.as_u16(), 400);
    assert_eq!(answer.body["code"], "validation_error");
    assert!(client.raw(call).await.unwrap_err().is_ambiguous());
    assert!(client.raw(Raw::new(Method::GET, "../admin")).await.is_err());
    assert_eq!(
        Raw::new(Method::POST, "x").replay(Replay::Read).call().unwrap().replay,
        Replay::Read
    );
}

#[tokio::test(start_paused = true)]
async fn tells_what_it_does() {
    let mock = Mock::script([
        refusal(500, "internal_server_error", "…"),
        throttled("public_api_request_rate_limit", 3),
        ok(page(1)).header("x-notion-request-id", "r-1"),
    ]);
    let events = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&events);
    let observer = move |event: &Event<'_>| log.lock().unwrap().push(format!("{event:?}"));
    let client = mock.builder().observer(observer).build();
    client.send(pages::retrieve(a_page())).await.unwrap();
    let events = events.lock().unwrap().join("\n").replace(&id(1), "ID");
    insta::assert_snapshot!(events, @r#"
    Sent { method: GET, path: "pages/ID", attempt: 1 }
    Failed { method: GET, path: "pages/ID", failure: Server, pause: Some(886.690901ms), request_id: Some("0a0a0a0a-0000-4000-8000-000000000000") }
    Sent { method: GET, path: "pages/ID", attempt: 2 }
    Failed { method: GET, path: "pages/ID", failure: Throttled(Connection), pause: Some(3s), request_id: None }
    Closed { wait: Limit(Connection), path: "pages/ID", pause: 3.111242989s }
    Waiting { wait: Limit(Connection), pause: 3.111242989s }
    Sent { method: GET, path: "pages/ID", attempt: 2 }
    Answered { method: GET, path: "pages/ID", status: 200, elapsed: 0ns, request_id: Some("r-1") }
    "#);
    insta::assert_snapshot!(format!("{:#?}", client.stats()), @r"
    Stats {
        requests: 3,
        succeeded: 1,
        retries: 1,
        throttled: 1,
        waited: 3.112s,
        received: 467,
    }
    ");
}

/// For whoever has a subscriber and no observer: calls are spans with Notion's name for the request,
/// and waits say how long and why.
#[tokio::test(start_paused = true)]
async fn logs_what_it_does() {
    let mock = Mock::script([
        refusal(500, "internal_server_error", "…"),
        throttled("public_api_space_request_rate_limit", 3),
        ok(page(1)).header("x-notion-request-id", "r-1"),
    ]);
    let log = notion_tests::Log::default();
    let _logged = log.listen();
    mock.client().send(pages::retrieve(a_page())).await.unwrap();
    insta::assert_snapshot!(log.text().replace(&id(1), "ID"), @r#"
    notion begins: method=GET path=pages/ID
      DEBUG sent method=GET path="pages/ID" attempt=1
    notion learns: request_id="0a0a0a0a-0000-4000-8000-000000000000"
      INFO failed method=GET path="pages/ID" failure=server error pause=0.886690901 request_id="0a0a0a0a-0000-4000-8000-000000000000"
      DEBUG sent method=GET path="pages/ID" attempt=2
      INFO failed method=GET path="pages/ID" failure=rate limit of the workspace pause=3.0
      WARN nothing is sent for a while reason=the limit of the workspace path="pages/ID" pause=3.111242989
      INFO waiting reason=the limit of the workspace pause=3.111242989
      DEBUG sent method=GET path="pages/ID" attempt=2
      DEBUG answered method=GET path="pages/ID" status=200 elapsed=0.0 request_id="r-1"
    notion learns: status=200
    notion learns: request_id="r-1"
    "#);
}

#[tokio::test(start_paused = true)]
async fn the_token_is_in_no_output() {
    let mock = Mock::script([
        reset(),
        text(502, "text/html", "<html>"),
        refusal(401, "unauthorized", "no"),
    ]);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let builder = mock
        .builder()
        .observer(move |event: &Event<'_>| log.lock().unwrap().push(format!("{event:?}")));
    let made = format!("{builder:?}");
    let client = builder.build();
    let error = client.send(users::me()).await.unwrap_err();
    let answer = client.send(pages::update(a_page(), UpdatePage::default())).await;
    let output = format!(
        "{made}{client:?}{error:?}{error:#?}{}{answer:?}{:?}",
        chain(&error),
        seen.lock().unwrap()
    );
    assert!(output.len() > 500 && !output.contains("s3cret"), "{output}");
}

/// A proxy that shows what it was sent, and a service that names what it does not know.
#[tokio::test(start_paused = true)]
async fn a_token_that_comes_back_is_in_no_error() {
    let mock = Mock::script([
        text(500, "text/plain", "authorization: Bearer ntn_s3cret"),
        text(200, "text/html", "<pre>authorization: Bearer ntn_s3cret"),
        refusal(400, "validation_error", "the token ntn_s3cret is not \"known\""),
        text(400, "text/plain", "authorization: Basic aWQ6czNjcmV0"),
    ]);
    let client = mock.builder().attempts(1).build();
    let who = Credentials::new("id", "s3cret").unwrap();
    let mut shown = String::new();
    for _ in 0..3 {
        let error = client.send(users::me()).await.unwrap_err();
        shown = format!("{shown}{error:?}{}", chain(&error));
    }
    let error = client.send(oauth::revoke(who, "t0ken".into())).await.unwrap_err();
    shown = format!("{shown}{error:?}{}", chain(&error));
    assert!(!shown.contains("s3cret") && !shown.contains("czNj"), "{shown}");
    assert!(shown.contains("is not \"known\""), "{shown}");
}

#[tokio::test(start_paused = true)]
async fn what_notion_would_refuse_is_not_sent_unless_it_is_raw() {
    let mock = Mock::new(|_| ok(json!({})));
    let client = mock.builder().build();
    let long = Block::paragraph("x".repeat(2001));
    let body = AppendChildren::new([long, Block::code("ts", "")]);
    let raw = serde_json::to_value(&body).unwrap();
    let error = client.send(blocks::append(a_page(), body)).await.unwrap_err();
    let shown = chain(&error);
    let told = ["2001 UTF-16 units", "`body.children[1].code.language` is no language"];
    assert!(told.iter().all(|it| shown.contains(it)), "{shown}");
    assert!(
        matches!(error.kind(), ErrorKind::Request(RequestError::Invalid(it)) if it.as_slice().len() == 2)
    );
    assert_eq!((error.applied(), error.attempts(), mock.asked().len()), (Applied::No, 0, 0));

    let query = Query::new().with_page_size(101);
    let source = id(1).parse().unwrap();
    client.send(data_sources::query(source, query)).await.unwrap_err();
    assert_eq!(mock.asked().len(), 0);

    let path = format!("blocks/{}/children", id(1));
    client.raw(Raw::new(Method::PATCH, &path).body(raw)).await.unwrap();
    assert_eq!(mock.asked().len(), 1);
}
