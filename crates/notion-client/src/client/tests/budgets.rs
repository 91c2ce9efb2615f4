//! Budgets that are found out, shared, taken by others, and what a client does while Notion is away.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::*;
use crate::SharedBudget;
use crate::mock::now;

/// Sends without end from `workers` tasks for so many minutes; what each client has sent and what of
/// it was refused.
async fn load(clients: &[&Client], minutes: u64) -> Vec<(u64, u64)> {
    let before: Vec<_> = clients.iter().map(|it| it.stats()).collect();
    let until = Instant::now() + Duration::from_mins(minutes);
    let workers = clients.iter().flat_map(|client| {
        (0..20).map(move |_| async move {
            while Instant::now() < until {
                client.send(users::me()).await.unwrap();
            }
        })
    });
    join_all(workers).await;
    let sent = |(client, before): (&&Client, Stats)| {
        let stats = client.stats();
        (stats.requests - before.requests, stats.throttled - before.throttled)
    };
    clients.iter().zip(before).map(sent).collect()
}

#[tokio::test(start_paused = true)]
async fn a_budget_is_found_out() {
    let mock = limited(180, 60, 0.45);
    let client = mock.builder().budget(Budget::Auto).build();
    let (sent, refused) = load(&[&client], 3).await[0];
    assert!((1..=8).contains(&refused) && sent > 500, "{sent} {refused}");
    assert!(client.rate().unwrap() < 2.92, "{:?}", client.rate());
    // What was found is believed: from now on it is as if it had been said.
    let (sent, refused) = load(&[&client], 15).await[0];
    assert!(sent * 100 >= 180 * 15 * 96 && refused == 0, "{sent} {refused}");

    let mock = limited(600, 60, 0.45);
    let client = mock.builder().budget(Budget::Auto).build();
    assert!((client.rate().unwrap() - 2.91).abs() < 0.01);
    let (_, refused) = load(&[&client], 3).await[0];
    assert!((client.rate().unwrap() - 9.7).abs() < 0.01 && refused == 0, "{:?}", client.rate());
    let (sent, refused) = load(&[&client], 15).await[0];
    assert!(sent * 100 >= 600 * 15 * 96 && refused == 0, "{sent} {refused}");
}

/// Somebody who takes everything, for a while: the client becomes quiet, and comes back.
#[tokio::test(start_paused = true)]
async fn a_storm_passes() {
    for (budget, grants) in [(Budget::Standard, 180_u32), (Budget::Business, 600)] {
        let mock = limited(grants as usize, 60, 0.45);
        let ours = mock.builder().budget(budget).max_wait(Duration::from_hours(9)).build();
        let theirs = mock.builder().budget(Budget::Unlimited).concurrency(50);
        let theirs = theirs.max_wait(Duration::from_hours(9)).build();
        let storm = load(&[&ours, &theirs], 10).await;
        assert!(ours.rate().unwrap() < budget.pace().unwrap() / 2.0, "{budget} {storm:?}");
        let began = Instant::now();
        while ours.rate() < budget.pace() {
            load(&[&ours], 1).await;
        }
        assert!(began.elapsed() <= Duration::from_mins(6), "{budget}: {:?}", began.elapsed());
        let (sent, refused) = load(&[&ours], 15).await[0];
        assert!(sent * 100 >= u64::from(grants) * 15 * 96 && refused == 0, "{sent} {refused}");
    }
}

/// `529` says nothing about the budget: when it is over, the pace is what it was.
#[tokio::test(start_paused = true)]
async fn overload_closes_the_gate_and_leaves_the_pace() {
    let mut left = 3;
    let mock = Mock::new(move |_| {
        left -= i32::from(left > 0);
        if left > 0 {
            refusal(529, "service_overload", "…").header("retry-after", "7")
        } else {
            ok(page(1))
        }
    });
    let client = mock.client();
    client.send(pages::retrieve(a_page())).await.unwrap();
    assert_eq!(client.rate(), Budget::Standard.pace());
    assert!(mock.asked()[2].at >= Duration::from_secs(14));
}

fn sharing(mock: &Mock, file: &Path, budget: Budget) -> Client {
    counted(mock, file, budget, &Arc::default())
}

/// The file is opened as often as the clock is read.
fn counted(mock: &Mock, file: &Path, budget: Budget, opened: &Arc<AtomicU64>) -> Client {
    let (now, opened) = (now(), Arc::clone(opened));
    let clock = move || {
        opened.fetch_add(1, Ordering::Relaxed);
        now()
    };
    let shared = SharedBudget::open(file, clock).unwrap();
    mock.builder().budget(budget).shared_budget(shared).build()
}

#[tokio::test(start_paused = true)]
async fn processes_share_a_budget() {
    let folder = tempfile::tempdir().unwrap();
    for (budget, grants) in [(Budget::Standard, 180_u64), (Budget::Business, 600)] {
        let mock = limited(usize::try_from(grants).unwrap(), 60, 0.45);
        let file = folder.path().join(budget.to_string());
        let opened = Arc::default();
        let one = counted(&mock, &file, budget, &opened);
        let [two, three] = [0, 1].map(|_| sharing(&mock, &file, budget));
        let counts = load(&[&one, &two, &three], 5).await;
        let sent: u64 = counts.iter().map(|(sent, _)| sent).sum();
        assert!(sent * 100 >= grants * 5 * 96, "{budget} {counts:?}");
        let fair = |(sent, refused): &(u64, u64)| *refused == 0 && sent * 6 > grants * 5;
        assert!(counts.iter().all(fair), "{counts:?}");
        let opened = opened.load(Ordering::Relaxed);
        assert!(opened <= 5 * 60 * 10, "at most ten times a second, and not {opened} in 5 minutes");
        // One ends; nothing is left that would hold up the others.
        let counts = load(&[&one, &two], 5).await;
        let sent: u64 = counts.iter().map(|(sent, _)| sent).sum();
        assert!(sent * 100 >= grants * 5 * 96, "{budget} {counts:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn one_refusal_stops_all_processes() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("budget");
    let mut replies = vec![
        throttled("public_api_endpoint_rate_limit", 90),
        throttled("public_api_space_request_rate_limit", 50),
    ];
    let mock = Mock::new(move |_| replies.pop().unwrap_or_else(|| ok(page(1))));
    let [one, two] = [0, 1].map(|_| sharing(&mock, &file, Budget::Standard));
    // The gate that closes for one is closed for the other, and cuts the pace of both once.
    one.send(pages::retrieve(a_page())).await.unwrap();
    let times = || mock.asked().iter().map(|it| it.at.as_secs()).collect::<Vec<_>>();
    assert_eq!(times(), [0, 50, 140], "the second refusal was of the endpoint");
    two.send(users::me()).await.unwrap();
    assert!((two.rate().unwrap() / 2.91 - 0.7).abs() < 1e-9);

    let limit = throttled("public_api_endpoint_rate_limit", 40);
    let mut replies = vec![limit];
    let mock = Mock::new(move |_| replies.pop().unwrap_or_else(|| ok(page(1))));
    let [one, two] = [0, 1].map(|_| sharing(&mock, &file, Budget::Standard));
    let (first, (second, other)) = tokio::join!(one.send(pages::retrieve(a_page())), async {
        tokio::time::sleep(Duration::from_secs(5)).await;
        let other = two.send(users::me()).await;
        (two.send(pages::retrieve(a_page())).await, other)
    });
    assert!(first.is_ok() && second.is_ok() && other.is_ok());
    let times: Vec<_> = mock.asked().iter().map(|it| it.at.as_secs()).collect();
    assert!(times.iter().filter(|at| **at >= 40).count() == 2 && times.len() == 4, "{times:?}");
}

/// Whatever befalls the file, calls go on.
#[tokio::test(start_paused = true)]
async fn a_file_that_is_damaged_or_held_stops_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("budget");
    let limit = Arc::new(AtomicBool::new(false));
    let refused = Arc::clone(&limit);
    let mock = Mock::new(move |_| {
        let refused = refused.swap(false, Ordering::Relaxed);
        if refused { throttled("public_api_request_rate_limit", 9) } else { ok(page(1)) }
    });
    let client = sharing(&mock, &file, Budget::Standard);
    for damage in ["", "{", "null", "\0\0\0", &"[".repeat(10_000), r#"{"notion_budget":1}"#] {
        std::fs::write(&file, damage).unwrap();
        client.send(a_create()).await.unwrap();
        assert!(std::fs::read_to_string(&file).unwrap().contains("written"), "{damage}");
    }
    // More than can be counted.
    let client = sharing(&mock, &file, Budget::Auto);
    client.send(a_create()).await.unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    let many = text.replace(",1]]", ",4294967295],[1793000000000000,4294967295]]");
    assert_ne!(text, many);
    std::fs::write(&file, many).unwrap();
    client.send(a_create()).await.unwrap();
    limit.store(true, Ordering::Relaxed);
    client.send(a_create()).await.unwrap();
    // Somebody who was stopped with the lock in the hand.
    let other = std::fs::File::open(&file).unwrap();
    other.lock().unwrap();
    client.send(a_create()).await.unwrap();
    drop(other);
    client.send(a_create()).await.unwrap();
    assert_eq!(mock.asked().len(), 12);
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_set_moves_no_gate() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("budget");
    let mut replies = vec![throttled("public_api_space_request_rate_limit", 300)];
    let mock = Mock::new(move |_| replies.pop().unwrap_or_else(|| ok(page(1))));
    let one = sharing(&mock, &file, Budget::Standard);
    let began = Instant::now();
    let slow = {
        let now = now();
        let shared = SharedBudget::open(&file, move || now() - Duration::from_hours(1)).unwrap();
        mock.builder().shared_budget(shared).build()
    };
    let (first, second) = tokio::join!(one.send(a_create()), async {
        tokio::time::sleep(Duration::from_secs(100)).await;
        slow.send(a_create()).await
    });
    assert!(first.is_ok() && second.is_ok());
    // It waits for the rest or for the whole once more, and not for an hour.
    assert!((300..=401).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
}

#[test]
fn only_the_file_of_a_budget_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let open = |name: &str, text: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        let error = SharedBudget::open(&file, || jiff::Timestamp::UNIX_EPOCH).err();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), text, "it is left as it is");
        error.map(|it| it.to_string().replace(&folder.path().display().to_string(), "…"))
    };
    insta::assert_snapshot!(open("notes.md", "# Notes\n").unwrap(), @"`…/notes.md` is not the file of a shared budget; name one that is not there yet");
    insta::assert_snapshot!(open("later", r#"{"notion_budget":2,"moon":true}"#).unwrap(), @"`…/later` was written by another release, in form 2; name another file");
    assert_eq!((open("empty", ""), open("lost power", "\0\0")), (None, None));
    // Somebody who ended between writing and cutting off what was longer.
    assert_eq!(open("killed", "{\"notion_budget\":1}\n:3}\n"), None);
    let nowhere =
        SharedBudget::open(folder.path().join("no/budget"), || jiff::Timestamp::UNIX_EPOCH);
    assert!(nowhere.unwrap_err().to_string().contains("cannot be used"));
}

/// While nothing works, one small question is asked every half minute, and no write is sent.
#[tokio::test(start_paused = true)]
async fn an_outage_ends_with_the_first_answer() {
    let back = Duration::from_mins(4);
    let mock = Mock::new(move |asked| {
        let away = asked.at < back;
        if away {
            refusal(503, "service_unavailable", "Notion is unavailable.")
        } else {
            ok(page(1))
        }
    });
    let client = mock.builder().budget(Budget::Unlimited).concurrency(50).build();
    // They use up the quota of retries.
    let reads = (0..10).map(|_| client.send(pages::retrieve(a_page())));
    let writes = async {
        tokio::time::sleep(Duration::from_mins(1)).await;
        join_all((0..10).map(|_| client.send(a_create()))).await
    };
    let (reads, writes) = tokio::join!(join_all(reads), writes);
    assert!(reads.iter().all(Result::is_ok), "{reads:?}");
    assert!(writes.iter().all(Result::is_ok), "no write met the outage: {writes:?}");
    let asked = mock.asked();
    let quiet = asked.iter().filter(|it| it.at > Duration::from_secs(40) && it.at < back);
    let (probes, others): (Vec<_>, Vec<_>) = quiet.partition(|it| it.call == "GET /v1/users/me");
    assert!((6..=7).contains(&probes.len()) && others.is_empty(), "{}", mock.log());
    let elapsed = asked.last().unwrap().at;
    assert!(elapsed < back + Duration::from_secs(40), "{elapsed:?}");
}

#[tokio::test(start_paused = true)]
async fn an_outage_without_end_is_given_up_after_ten_minutes() {
    let mock = Mock::new(|_| refusal(503, "service_unavailable", "Notion is unavailable."));
    let client = mock.builder().budget(Budget::Unlimited).concurrency(50).build();
    let calls = (0..50).map(|_| client.send(pages::retrieve(a_page())));
    let errors: Vec<_> = join_all(calls).await.into_iter().map(Result::unwrap_err).collect();
    let elapsed = mock.asked().last().unwrap().at;
    assert!((580..=640).contains(&elapsed.as_secs()), "{elapsed:?}");
    // 50 first attempts, the retries that the quota allows, and the probes.
    assert!(mock.asked().len() <= 50 + 20 + 21, "{}", mock.asked().len());
    let given_up = errors.iter().filter(|it| matches!(it.kind(), ErrorKind::Throttled { .. }));
    assert!(given_up.count() >= 45);
    insta::assert_snapshot!(chain(&errors[0]).replace(&id(1), "ID"), @"GET pages/ID waited in vain for the end of an outage; try again in 30 s or later: Notion is unavailable. (service_unavailable)");
    // Whoever comes now is told at once.
    let before = Instant::now();
    client.send(a_create()).await.unwrap_err();
    assert!(before.elapsed() <= Duration::from_secs(31));
}
