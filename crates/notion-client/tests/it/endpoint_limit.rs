//! A limit of one endpoint: it waits, and nothing else does.

use std::time::Duration;

use futures_util::future::join_all;
use notion_client::{search, users};
use notion_emulator::Scenario;
use notion_model::request::Search;
use tokio::time::Instant;

use crate::session::Session;

#[tokio::test(start_paused = true)]
async fn a_limit_of_one_endpoint_holds_up_no_other() {
    let session = Session::new();
    let client = notion_client::Client::builder(notion_client::transport::Service::new(
        session.emulator.router(),
    ))
    .token(notion_client::Token::new(notion_tests::TOKEN).unwrap())
    .seed(7)
    .build();
    let script = "fault = [{ path = '/v1/search', status = 429, retry_after = 90, times = 1, \
                  reason = 'public_api_endpoint_rate_limit' }]";
    session.emulator.set_faults(Scenario::parse(script).unwrap().faults);
    let began = Instant::now();
    let searches = join_all((0..5).map(|_| async {
        client.send(search::search(Search::default())).await.unwrap();
        began.elapsed()
    }));
    let others = async {
        // The search is refused first.
        tokio::time::sleep(Duration::from_millis(10)).await;
        join_all((0..200).map(|_| async { client.send(users::me()).await.unwrap() })).await;
        began.elapsed()
    };
    let (searches, others) = tokio::join!(searches, others);
    let waited = searches.iter().filter(|it| it.as_secs() >= 90).count();
    assert!(waited >= 1 && searches.iter().all(|it| it.as_secs() < 100), "{searches:?}");
    // At the full pace: five searches and two hundred others, less the burst of five.
    let pace = 0.97 * 180.0 / 60.0;
    let full = 200.0 / pace;
    assert!((full - 3.0..full + 3.0).contains(&others.as_secs_f64()), "{others:?} and not {full}");
    assert!((client.rate().unwrap() - pace).abs() < 1e-9, "the pace is what it was");
    assert_eq!(client.stats().throttled, 1);
}
