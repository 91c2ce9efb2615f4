//! Pages created all at once where the budget is far too small for them.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use bench_report::Report;
use futures_util::future;
use notion_client::{Budget, Client, Token, data_sources, pages, transport};
use notion_emulator::{Emulator, Seed};
use notion_model::query::Query;
use notion_model::request::{CreatePage, Parent, PropertyValue};
use serde_json::{Value, json};

use crate::contender::{self, Contender};
use crate::server::{self, Server};
use crate::{Failure, TOKEN};

pub(crate) const SERVE: &str = "serve-creates";
pub(crate) const PAGES: usize = 200;
pub(crate) const REQUESTS: u32 = 30;
pub(crate) const SECONDS: u32 = 10;

/// So many requests may it take us.
const MOST_REQUESTS: u64 = 205;

/// Lets every contender create its pages, each in a Notion of its own, all at the same time: they
/// wait more than they work.
pub(crate) fn measure(contenders: &[Contender]) -> Result<Report, Failure> {
    let found: Result<Vec<(u64, Duration, Value)>, Failure> = std::thread::scope(|scope| {
        let threads: Vec<_> = contenders
            .iter()
            .map(|contender| {
                scope.spawn(|| {
                    let mut server = Server::start(SERVE)?;
                    let outcome = contender.run(contender::CREATE, &server.url, &server.source)?;
                    let seen = serde_json::from_str(&server.report()?)
                        .map_err(|_| "the server cannot say what it saw".to_owned())?;
                    Ok((outcome.done, outcome.time, seen))
                })
            })
            .collect();
        threads.into_iter().map(|it| it.join().map_err(|_| "a thread failed".to_owned())?).collect()
    });
    let mut report = Report::default();
    for (index, (contender, (done, time, seen))) in contenders.iter().zip(found?).enumerate() {
        let number = |name: &str| seen[name].as_u64().unwrap_or_default();
        let (requests, refused) = (number("requests"), number("refused"));
        let (rows, twice) = (number("rows"), number("twice"));
        let mut judge = |what: &str, found: String, reached: bool, goal: String| {
            let what = format!("{}, {what}", contender.name);
            match index {
                0 => report.judge(&what, found, reached, &goal),
                _ => report.note(&what, found),
            }
        };
        let told = format!("{done} of {PAGES}");
        judge("told to be created", told, done == PAGES as u64, format!("{PAGES}"));
        let there = format!("{rows}, {twice} of them twice");
        let all = rows == PAGES as u64 && twice == 0;
        judge("created", there, all, format!("{PAGES}, none twice"));
        let sent = format!("{requests}, {refused} refused");
        judge("requests", sent, requests <= MOST_REQUESTS, format!("≤ {MOST_REQUESTS}"));
        report.note(&format!("{}, time", contender.name), format!("{:.1} s", time.as_secs_f64()));
    }
    Ok(report)
}

/// Our contender.
pub(crate) fn create(url: &str, source: &str) -> Result<(), Failure> {
    let source = source.parse().map_err(|_| format!("`{source}` is no data source"))?;
    crate::block_on(async {
        let budget = Budget::per_window(REQUESTS, SECONDS).ok_or("a budget of nothing")?;
        let client = crate::client(url, budget)?;
        let start = Instant::now();
        let calls = (0..PAGES).map(|index| {
            let mut page = CreatePage::new(Parent::DataSource(source));
            page.properties.insert("Name", PropertyValue::title(&format!("Page {index}")));
            client.send(pages::create(page))
        });
        let answers = future::join_all(calls).await;
        let time = start.elapsed();
        for error in answers.iter().filter_map(|it| it.as_ref().err()).take(1) {
            eprintln!("{error}");
        }
        contender::say(answers.iter().filter(|it| it.is_ok()).count() as u64, time);
        Ok(())
    })
}

/// The server: an empty data source under a small budget.
pub(crate) fn serve() -> Result<(), Failure> {
    crate::block_on(async {
        let seed = Seed::from_value(json!({
            "pages": [{ "key": "home", "title": "Home" }],
            "databases": [{
                "key": "pages",
                "title": "Pages",
                "parent": "home",
                "properties": { "Name": { "title": {} } },
            }],
        }));
        let seed = seed.map_err(|it| it.to_string())?;
        let budget = notion_emulator::Budget::per_window(REQUESTS, SECONDS);
        let emulator = Emulator::builder().world(seed).budget(budget).build();
        let emulator = emulator.map_err(|it| it.to_string())?;
        let source = emulator.data_source("pages").ok_or("the world has no pages")?;
        let witness = emulator.clone();
        let runtime = tokio::runtime::Handle::current();
        server::obey(move || {
            let seen = runtime.block_on(look(&witness));
            println!("{}", seen.unwrap_or_else(|failure| json!({ "failure": failure })));
        });
        let listener = server::listen(&source.to_string()).await?;
        emulator.serve(listener).await.map_err(|it| it.to_string())
    })
}

/// What was asked, and the rows that are there now.
async fn look(emulator: &Emulator) -> Result<Value, Failure> {
    let counts = emulator.counts();
    emulator.set_budget(notion_emulator::Budget::unlimited());
    let source = emulator.data_source("pages").ok_or("the world has no pages")?;
    let client = Client::builder(transport::Service::new(emulator.router()))
        .token(Token::new(TOKEN).map_err(|it| it.to_string())?)
        .budget(Budget::Unlimited)
        .build();
    let rows = client.list(data_sources::query(source, Query::default()).pages_only());
    let mut by_title = BTreeMap::<String, u64>::new();
    for page in rows.collect().await.map_err(|it| it.to_string())? {
        *by_title.entry(page.title()).or_default() += 1;
    }
    Ok(json!({
        "requests": counts.requests,
        "refused": counts.by_status.get(&429).copied().unwrap_or_default(),
        "rows": by_title.values().sum::<u64>(),
        "twice": by_title.values().filter(|&&times| times > 1).count(),
    }))
}
