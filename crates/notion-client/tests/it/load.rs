//! Many requests for a long time: the budget is used, and not exceeded.

use std::time::Duration;

use futures_util::future::join_all;
use notion_client::{Budget, Client, Token, blocks, pages, transport, users};
use notion_emulator::{Budget as Grant, Emulator, Fault, Scenario};
use notion_model::BlockKind;
use notion_model::request::{CreatePage, Parent, PropertyValue};
use tokio::time::Instant;

use crate::session::Session;

/// How long an answer takes.
const LATENCY: Duration = Duration::from_millis(450);

fn client(emulator: &Emulator, budget: Budget) -> Client {
    let token = Token::new(notion_tests::TOKEN).unwrap();
    let transport = transport::Service::new(emulator.router());
    Client::builder(transport).token(token).budget(budget).seed(7).build()
}

/// A Notion that grants so much and takes its time.
fn session(grant: Grant, faults: &str) -> Session {
    let session = Session::unrecorded();
    let mut script = Scenario::parse(faults).unwrap().faults;
    script.push(Fault::on("*", "**").delay(LATENCY));
    session.emulator.set_faults(script);
    session.emulator.set_budget(grant);
    session
}

/// What a client sent and what of it was refused while 40 tasks sent as much as it let them.
async fn minutes(client: &Client, minutes: u64) -> (u64, u64) {
    let before = client.stats();
    let until = Instant::now() + Duration::from_mins(minutes);
    join_all((0..40).map(|_| async {
        while Instant::now() < until {
            client.send(users::me()).await.unwrap();
        }
    }))
    .await;
    let after = client.stats();
    (after.requests - before.requests, after.throttled - before.throttled)
}

const BUDGETS: [(Budget, Grant, u64); 2] =
    [(Budget::Standard, Grant::standard(), 180), (Budget::Business, Grant::business(), 600)];

#[tokio::test(start_paused = true)]
async fn alone_it_uses_what_notion_grants() {
    for (budget, grant, requests) in BUDGETS {
        let session = session(grant, "");
        let (sent, refused) = minutes(&client(&session.emulator, budget), 15).await;
        assert!(sent * 100 >= requests * 15 * 96, "{budget}: {sent} of {}", requests * 15);
        assert_eq!(refused, 0, "{budget}");
    }
}

/// Another program, which knows nothing of this one, takes a third of the budget evenly.
#[tokio::test(start_paused = true)]
async fn beside_somebody_steady_it_takes_the_rest() {
    for (budget, grant, requests) in BUDGETS {
        let session = session(grant, "");
        let (ours, theirs) =
            (client(&session.emulator, budget), client(&session.emulator, Budget::Unlimited));
        let until = Instant::now() + Duration::from_mins(15);
        let other = async {
            let mut next = Instant::now();
            while Instant::now() < until {
                theirs.send(users::me()).await.unwrap();
                next += Duration::from_mins(3) / u32::try_from(requests).unwrap();
                tokio::time::sleep_until(next).await;
            }
        };
        let ((sent, refused), ()) = tokio::join!(minutes(&ours, 15), other);
        assert!(refused * 100 < sent, "{budget}: {refused} of {sent}");
        let together = sent + theirs.stats().requests;
        assert!(together * 100 >= requests * 15 * 85, "{budget}: {together} together");
    }
}

/// Another program that takes a third of the budget in bursts.
#[tokio::test(start_paused = true)]
async fn beside_somebody_restless_it_is_refused_seldom() {
    for (budget, grant, requests) in BUDGETS {
        let session = session(grant, "[[fault]]\nevery = 40\nforeign = 20");
        let (sent, refused) = minutes(&client(&session.emulator, budget), 15).await;
        assert!(refused * 100 < sent, "{budget}: {refused} of {sent}");
        assert!(sent * 100 >= requests * 10 * 85, "{budget}: {sent}");
    }
}

/// The budget halves and comes back: the pace follows both ways.
#[tokio::test(start_paused = true)]
async fn a_budget_that_shrinks_is_followed_and_so_is_one_that_comes_back() {
    let session = session(Grant::standard(), "");
    let client = client(&session.emulator, Budget::Standard);
    minutes(&client, 5).await;
    session.emulator.set_budget(Grant::per_window(90, 60));
    let (sent, refused) = minutes(&client, 15).await;
    assert!(sent * 100 >= 90 * 15 * 85, "{sent} of {}", 90 * 15);
    assert!(refused * 100 <= sent * 2, "{refused} of {sent}");
    session.emulator.set_budget(Grant::standard());
    minutes(&client, 3).await;
    let (sent, refused) = minutes(&client, 15).await;
    assert!(sent * 100 >= 180 * 15 * 96 && refused == 0, "{refused} of {sent}");
}

/// Answers that take half a minute: fewer requests are in flight, and none is given up.
#[tokio::test(start_paused = true)]
async fn a_slow_notion_is_asked_less_at_once() {
    let session = session(Grant::unlimited(), "[[fault]]\ndelay_ms = 30_000");
    let client = client(&session.emulator, Budget::Business);
    assert_eq!(client.concurrency(), 16);
    let (sent, _) = minutes(&client, 15).await;
    assert!(client.concurrency() <= 8, "{}", client.concurrency());
    assert_eq!((client.stats().retries, client.stats().succeeded), (0, sent));
    session.emulator.set_faults(vec![Fault::on("*", "**").delay(LATENCY)]);
    minutes(&client, 5).await;
    assert_eq!(client.concurrency(), 16, "it comes back");
}

#[tokio::test(start_paused = true)]
async fn two_hundred_creates_against_a_small_window() {
    // Told too much, it learns from refusals.
    for (budget, most) in [("30/10", 200), ("standard", 205), ("business", 205)] {
        let session = session(Grant::per_window(30, 10), "");
        let client = client(&session.emulator, budget.parse().unwrap());
        let home = session.page("home");
        let creates = (0..200).map(|number| {
            let page = CreatePage::new(Parent::Page(home))
                .with_property("title", PropertyValue::title(format!("page {number}")));
            client.send(pages::create(page))
        });
        let made = join_all(creates).await;
        assert!(made.iter().all(Result::is_ok), "{budget}: all succeed");
        assert!(client.stats().requests <= most, "{budget}: {:?}", client.stats());
        assert_eq!(session.emulator.counts().requests, client.stats().requests);
        session.emulator.set_budget(Grant::unlimited());
        let children = session.client.list(blocks::children(home)).collect().await.unwrap();
        let mut titles: Vec<_> = children
            .iter()
            .filter_map(|it| match &it.kind {
                BlockKind::ChildPage(page) if page.title.starts_with("page ") => Some(&page.title),
                _ => None,
            })
            .collect();
        titles.sort();
        titles.dedup();
        assert_eq!((children.len() - 2, titles.len()), (200, 200), "{budget}: none twice");
    }
}
