//! Any mixture of failures: whatever the client says about a write is true.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// What happens to one request.
#[derive(Clone, Copy, Debug)]
enum Fate {
    Done,
    DoneButSlow,
    DoneThenReset,
    DoneThenServerError,
    DoneThenProxyError,
    DoneThenCommitted,
    DoneThenHalfAnAnswer,
    DoneThenConflict,
    ServerError,
    Reset,
    Throttled,
    EndpointThrottled,
    Overloaded,
    ProxyRefusal,
    Conflict,
    Refused,
}

impl Fate {
    const ALL: [Self; 16] = [
        Self::Done,
        Self::DoneButSlow,
        Self::DoneThenReset,
        Self::DoneThenServerError,
        Self::DoneThenProxyError,
        Self::DoneThenCommitted,
        Self::DoneThenHalfAnAnswer,
        Self::DoneThenConflict,
        Self::ServerError,
        Self::Reset,
        Self::Throttled,
        Self::EndpointThrottled,
        Self::Overloaded,
        Self::ProxyRefusal,
        Self::Conflict,
        Self::Refused,
    ];

    const fn is_done(self) -> bool {
        matches!(
            self,
            Self::Done
                | Self::DoneButSlow
                | Self::DoneThenReset
                | Self::DoneThenServerError
                | Self::DoneThenProxyError
                | Self::DoneThenCommitted
                | Self::DoneThenHalfAnAnswer
                | Self::DoneThenConflict
        )
    }

    fn reply(self, number: u32) -> Reply {
        let saved = json!({"resource": id(number), "children": null});
        match self {
            Self::Done => ok(page(number)).after(0.3),
            Self::DoneButSlow => ok(page(number)).after(90.0),
            Self::DoneThenReset | Self::Reset => reset().after(0.2),
            Self::DoneThenServerError | Self::ServerError => {
                refusal(500, "internal_server_error", "Unexpected error occurred.")
            }
            Self::DoneThenProxyError => text(502, "text/html", "<html>").header("cf-ray", "8a"),
            Self::DoneThenCommitted => committed(saved),
            Self::DoneThenHalfAnAnswer => text(200, "application/json", "{\"object\":"),
            Self::DoneThenConflict | Self::Conflict => reply(
                409,
                json!({"code": "conflict_error", "message": "Conflict occurred while saving."}),
            ),
            Self::Throttled => throttled("public_api_request_rate_limit", 7),
            Self::EndpointThrottled => throttled("public_api_endpoint_rate_limit", 9),
            Self::Overloaded => refusal(529, "service_overload", "…"),
            Self::ProxyRefusal => text(403, "text/html", "<html>").header("cf-ray", "8a"),
            Self::Refused => refusal(400, "validation_error", "…"),
        }
    }
}

/// A Notion in which each write meets the next fate, and each page that was made can be read.
fn notion(fates: Vec<Fate>) -> (Mock, Arc<Mutex<BTreeMap<String, u32>>>) {
    let done = Arc::new(Mutex::new(BTreeMap::new()));
    let count = Arc::clone(&done);
    let mut fates = fates.into_iter();
    let mut number = 1000;
    let mock = Mock::new(move |asked| {
        if asked.call.starts_with("GET") {
            // Or the question whether Notion is there, which any answer will do for.
            return ok(page(asked.call[asked.call.len() - 4..].parse().unwrap_or_default()));
        }
        let fate = fates.next().unwrap_or(Fate::Done);
        number += 1;
        if fate.is_done() {
            let key = asked.body["parent"]["page_id"].as_str().unwrap_or(&asked.call).to_owned();
            *count.lock().unwrap().entry(key).or_default() += 1;
        }
        fate.reply(number)
    });
    (mock, done)
}

fn run(fates: Vec<Fate>, writes: u32, seed: u64) -> Result<(), TestCaseError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    runtime.block_on(async {
        let (mock, done) = notion(fates);
        let client = mock.builder().seed(seed).budget(Budget::Business).build();
        let creates = (0..writes).map(|key| {
            let body = CreatePage::new(Parent::Page(id(key).parse().unwrap()));
            client.send(pages::create(body))
        });
        let updates = (0..writes).map(|key| client.send(pages::trash(id(key).parse().unwrap())));
        let (creates, updates) = tokio::join!(join_all(creates), join_all(updates));
        let done = done.lock().unwrap();
        for (key, result) in (0..).zip(creates) {
            let times = done.get(&id(key)).copied().unwrap_or(0);
            prop_assert!(times <= 1, "made {} times", times);
            match result {
                Ok(_) => prop_assert_eq!(times, 1),
                Err(error) if error.is_ambiguous() => {}
                Err(error) if error.committed().is_some() => prop_assert_eq!(times, 1),
                Err(error) => prop_assert_eq!(times, 0, "{:?}", error),
            }
        }
        for (key, result) in (0..).zip(updates) {
            let times = done.get(&format!("PATCH /v1/pages/{}", id(key))).copied().unwrap_or(0);
            match result {
                Ok(_) => prop_assert!(times >= 1),
                Err(error) if error.is_ambiguous() => {
                    prop_assert!(false, "an update is repeated instead");
                }
                Err(error) => match error.applied() {
                    Applied::Yes => prop_assert!(times >= 1),
                    Applied::Unknown => {}
                    Applied::No => prop_assert_eq!(times, 0),
                },
            }
        }
        Ok(())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn no_page_is_made_twice_and_none_is_lost_silently(
        fates in prop::collection::vec(prop::sample::select(&Fate::ALL[..]), 0..60),
        writes in 1u32..20,
        seed: u64,
    ) {
        run(fates, writes, seed)?;
    }
}

/// A call that is dropped, wherever it is, takes nothing with it.
#[tokio::test(start_paused = true)]
async fn dropped_calls_leave_the_way_free() {
    let mock = Mock::new(|_| ok(page(1)).after(5.0));
    let client = mock.builder().concurrency(2).build();
    for millis in 0..40 {
        let calls = join_all((0..9).map(|_| client.send(a_create())));
        let patience = Duration::from_millis(millis * 137);
        assert!(tokio::time::timeout(patience, calls).await.is_err());
    }
    let last = join_all((0..4).map(|_| client.send(a_create())));
    let results = tokio::time::timeout(Duration::from_mins(2), last).await.unwrap();
    assert!(results.iter().all(Result::is_ok));
}
