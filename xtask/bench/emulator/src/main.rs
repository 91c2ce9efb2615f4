//! `cargo xtask bench emulator`: a world of 100,000 rows, opened, held, queried and read over loopback.
//!
//! The world is opened and served by a process of its own, so that its memory is nobody else's.

mod http;
mod world;

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use bench_report::{Report, process};
use http::Connection;
use serde_json::{Value, json};

/// What went wrong, already in words.
type Failure = String;

const ROWS: usize = 100_000;
const OPENED: Duration = Duration::from_secs(5);
const MEBIBYTES: u64 = 600;
const QUERIED: Duration = Duration::from_millis(30);
const READS: f64 = 10_000.0;

/// How often each query is asked; the middle of the times counts.
const TURNS: usize = 21;

/// Single pages are read by this many connections at once, for this long.
const READERS: usize = 4;
const READING: Duration = Duration::from_secs(3);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments[..] {
        ["serve", folder] => world::serve(Path::new(folder)),
        ["emulator"] => run(false),
        ["emulator", "--check"] => run(true),
        _ => Err("`emulator` has no flags but `--check`".to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// A server in a process of its own, which ends with this value.
struct Server {
    process: Child,
    address: String,
    opened: Duration,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It also ends by itself when its input does.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

fn run(check: bool) -> Result<(), Failure> {
    let folder = std::env::temp_dir().join(format!("notion-bench-{}", std::process::id()));
    let outcome = measure(&folder, check);
    drop(std::fs::remove_dir_all(&folder));
    outcome
}

fn measure(folder: &Path, check: bool) -> Result<(), Failure> {
    let source = world::make(folder, ROWS)?;
    let server = start(folder)?;
    let mut report = Report::default();
    judge(&mut report, "opened", server.opened, OPENED);
    judge_memory(&mut report, "held after opening", memory(&server, process::NOW));
    let path = format!("/v1/data_sources/{source}/query");
    let mut connection = Connection::open(&server.address)?;
    let mut first_row = String::new();
    for (what, body, goal) in queries() {
        let mut times = Vec::with_capacity(TURNS);
        let mut found = 0;
        for _ in 0..TURNS {
            let start = Instant::now();
            let answer = connection.send("POST", &path, &body.to_string())?;
            times.push(start.elapsed());
            let answer: Value = serde_json::from_slice(&answer).map_err(|it| it.to_string())?;
            let rows = answer["results"].as_array().ok_or("a query was refused")?;
            found = rows.len();
            if let Some(id) = rows.first().and_then(|it| it["id"].as_str()) {
                id.clone_into(&mut first_row);
            }
        }
        times.sort();
        let what = format!("{what}: {found} rows");
        match goal {
            true => judge(&mut report, &what, times[TURNS / 2], QUERIED),
            false => report.note(&what, milliseconds(times[TURNS / 2])),
        }
    }
    let rate = reads(&server.address, &first_row)?;
    report.judge("single pages", format!("{rate:.0}/s"), rate >= READS, &format!("≥ {READS}/s"));
    judge_memory(&mut report, "held after all of it", memory(&server, process::PEAK));
    report.print(&format!(
        "A local Notion with {ROWS} rows, over loopback. The middle of {TURNS} times."
    ));
    if check { report.check() } else { Ok(()) }
}

/// Bodies of queries, and whether they have a goal. Few rows of all match the selective ones, so
/// all have to be looked at.
fn queries() -> [(&'static str, Value, bool); 7] {
    let half = json!({ "property": "Status", "select": { "equals": "Open" } });
    let rare = json!({ "property": "Points", "number": { "equals": 77_777 } });
    let words = json!({ "property": "Name", "rich_text": { "contains": "99999" } });
    let both = json!({ "and": [
        { "property": "Status", "select": { "equals": "Done" } },
        { "property": "Due", "date": { "on_or_after": "2027-06-01" } },
    ] });
    let computed = json!({ "property": "Twice", "formula": { "number": { "equals": 155_554 } } });
    let sorts = json!([{ "property": "Points", "direction": "ascending" }]);
    [
        ("a filter that half of the rows pass", json!({ "filter": half }), true),
        ("a number that one row has", json!({ "filter": rare }), true),
        ("words that few titles have", json!({ "filter": words }), true),
        ("two conditions", json!({ "filter": both }), true),
        ("the result of a formula", json!({ "filter": computed }), false),
        ("all rows, sorted", json!({ "sorts": sorts }), false),
        ("no filter", json!({}), true),
    ]
}

fn start(folder: &Path) -> Result<Server, Failure> {
    let own = std::env::current_exe().map_err(|it| it.to_string())?;
    let mut process = Command::new(own)
        .arg("serve")
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|it| it.to_string())?;
    let output = process.stdout.take().ok_or("the server has no output")?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line).map_err(|it| it.to_string())?;
    let words = line.trim().split_once(' ').ok_or("the world could not be served")?;
    let opened = words.0.parse().map(Duration::from_micros).map_err(|_| line.clone())?;
    Ok(Server { process, address: words.1.to_owned(), opened })
}

/// The memory of the server, in MiB.
fn memory(server: &Server, figure: &str) -> Option<u64> {
    Some(process::kibibytes(&server.process.id().to_string(), figure)? / 1024)
}

/// How many pages are read in a second.
fn reads(address: &str, page: &str) -> Result<f64, Failure> {
    let path = format!("/v1/pages/{page}");
    let stop = AtomicBool::new(false);
    let start = Instant::now();
    let counts: Result<Vec<usize>, Failure> = std::thread::scope(|scope| {
        let readers: Vec<_> = (0..READERS)
            .map(|_| {
                scope.spawn(|| {
                    let mut connection = Connection::open(address)?;
                    let mut count = 0;
                    while !stop.load(Ordering::Relaxed) {
                        connection.send("GET", &path, "")?;
                        count += 1;
                    }
                    Ok(count)
                })
            })
            .collect();
        std::thread::sleep(READING);
        stop.store(true, Ordering::Relaxed);
        let joined =
            readers.into_iter().map(|it| it.join().map_err(|_| "a reader failed".to_owned())?);
        joined.collect()
    });
    Ok(counts?.into_iter().sum::<usize>() as f64 / start.elapsed().as_secs_f64())
}

/// Time against the goal.
fn judge(report: &mut Report, what: &str, time: Duration, goal: Duration) {
    report.judge(what, milliseconds(time), time <= goal, &format!("≤ {} ms", goal.as_millis()));
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}

/// Memory in MiB against the goal.
fn judge_memory(report: &mut Report, what: &str, found: Option<u64>) {
    match found {
        None => report.note(what, "not measured here".to_owned()),
        Some(found) => {
            let goal = format!("≤ {MEBIBYTES} MiB");
            report.judge(what, format!("{found} MiB"), found <= MEBIBYTES, &goal);
        }
    }
}
