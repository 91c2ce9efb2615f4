//! Killed while it is being written to: nothing acknowledged is missing, nothing half is visible.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use notion_emulator::{Emulator, ManualClock};
use serde_json::{Value, json};

use crate::support::{NOW, Notion, VERSION, paragraph, plain, run, title};

/// Tells a copy of this program to be the process that is killed, and which world it serves.
const SERVE: &str = "NOTION_CRASH_TEST_DIR";
const ROUNDS: u64 = 10;
/// Writes of one round, if it is not killed before.
const WRITES: usize = 2000;
const WRITERS: usize = 2;

/// No test of its own: what the other one starts and kills.
#[tokio::test]
async fn serves_what_is_killed() {
    let Some(dir) = std::env::var_os(SERVE) else { return };
    let emulator = Emulator::builder().dir(Path::new(&dir)).build().unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("\nserving {} {}", listener.local_addr().unwrap(), emulator.page("home").unwrap());
    emulator.serve(listener).await.unwrap();
}

#[tokio::test]
async fn nothing_is_lost_by_a_kill_and_nothing_is_half() {
    let mut random = fastrand::Rng::with_seed(9);
    let mut acknowledged = 0;
    for _ in 0..ROUNDS {
        let dir = tempfile::tempdir().unwrap();
        let (mut server, address, home) = serve(dir.path());
        let done = Arc::new(AtomicUsize::new(0));
        let kill_at = random.usize(1..WRITES);
        let delay = Duration::from_micros(random.u64(..3000));
        let writers: Vec<_> = (0..WRITERS)
            .map(|number| {
                let (address, home, done) = (address.clone(), home.clone(), Arc::clone(&done));
                std::thread::spawn(move || Writer::new(&address, &done).write(&home, number))
            })
            .collect();
        while done.load(Ordering::Acquire) < kill_at && !writers.iter().all(JoinHandle::is_finished)
        {
            std::thread::yield_now();
        }
        std::thread::park_timeout(delay);
        server.kill().unwrap();
        server.wait().unwrap();
        let notes: Vec<Notes> = writers.into_iter().map(|it| it.join().unwrap()).collect();
        acknowledged += done.load(Ordering::Acquire);
        compare(dir.path(), &notes).await;
    }
    assert!(acknowledged >= 1000, "{acknowledged} writes show too little");
}

/// Starts a process that serves a world; where it is reached, and its first page.
fn serve(dir: &Path) -> (Child, String, String) {
    let mut server = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::serves_what_is_killed", "--nocapture"])
        .env(SERVE, dir)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let line = lines.map(Result::unwrap).find(|line| line.starts_with("serving ")).unwrap();
    let mut words = line.split(' ').skip(1).map(str::to_owned);
    (server, words.next().unwrap(), words.next().unwrap())
}

/// What a page should hold: its title and the words of its blocks.
type Content = (String, Vec<String>);

/// What a writer knows: what was acknowledged, and the one write it heard nothing about.
#[derive(Default)]
struct Notes {
    pages: BTreeMap<String, Content>,
    unclear: Option<Unclear>,
}

enum Unclear {
    /// A page that may be there, whole.
    New(Content),
    /// A page that may hold this by now.
    Changed(String, Content),
}

struct Writer<'a> {
    stream: BufReader<TcpStream>,
    done: &'a AtomicUsize,
}

impl<'a> Writer<'a> {
    fn new(address: &str, done: &'a AtomicUsize) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream: BufReader::new(stream), done }
    }

    /// Makes pages, adds to them and renames them until nobody answers.
    fn write(mut self, home: &str, number: usize) -> Notes {
        let mut notes = Notes::default();
        let mut latest = String::new();
        for step in 0..WRITES / WRITERS {
            let name = format!("{number}.{step}");
            let title = json!({ "title": { "title": [run(&name)] } });
            let words = [format!("{name} a"), format!("{name} b")];
            let blocks: Vec<Value> = words.iter().map(|it| paragraph(it)).collect();
            let last = notes.pages.get(&latest).map(|it| (latest.clone(), it.clone()));
            let (method, path, body, unclear) = match (step % 3, last) {
                (1, Some((id, (title, mut texts)))) => {
                    texts.extend(words);
                    let body = json!({ "children": blocks });
                    let path = format!("blocks/{id}/children");
                    ("PATCH", path, body, Unclear::Changed(id, (title, texts)))
                }
                (2, Some((id, (_, texts)))) => {
                    let body = json!({ "properties": title });
                    ("PATCH", format!("pages/{id}"), body, Unclear::Changed(id, (name, texts)))
                }
                _ => {
                    let parent = json!({ "page_id": home });
                    let body = json!({ "parent": parent, "properties": title, "children": blocks });
                    ("POST", "pages".to_owned(), body, Unclear::New((name, words.to_vec())))
                }
            };
            let Some(answer) = self.send(method, &path, &body) else {
                notes.unclear = Some(unclear);
                break;
            };
            let id = answer["id"].as_str().map(str::to_owned);
            match unclear {
                Unclear::New(content) => {
                    latest = id.unwrap();
                    notes.pages.insert(latest.clone(), content)
                }
                Unclear::Changed(id, content) => notes.pages.insert(id, content),
            };
            self.done.fetch_add(1, Ordering::Release);
        }
        notes
    }

    /// The answer, `None` if the connection ended before it was whole.
    fn send(&mut self, method: &str, path: &str, body: &Value) -> Option<Value> {
        let body = body.to_string();
        let mut request = String::new();
        write!(
            request,
            "{method} /v1/{path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer x\r\n\
             notion-version: {VERSION}\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
        .unwrap();
        self.stream.get_mut().write_all(request.as_bytes()).ok()?;
        let mut status = String::new();
        self.stream.read_line(&mut status).ok()?;
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line).ok()? == 0 {
                return None;
            }
            if line == "\r\n" {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length: ") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).ok()?;
        assert_eq!(status, "HTTP/1.1 200 OK\r\n", "{}", String::from_utf8_lossy(&body));
        Some(serde_json::from_slice(&body).unwrap())
    }
}

/// Opens the world again, and looks at every page of it.
async fn compare(dir: &Path, notes: &[Notes]) {
    let clock = ManualClock::new(NOW.parse().unwrap());
    let emulator = Emulator::builder().clock(clock.clone()).dir(dir).build().unwrap();
    let notion = Notion { emulator, clock, version: VERSION };
    let mut found: BTreeMap<String, Content> = BTreeMap::new();
    let mut cursor = String::new();
    let home = notion.home();
    loop {
        let list = notion.get(&format!("blocks/{home}/children{cursor}")).await.ok();
        for child in list.results() {
            let id = child["id"].as_str().unwrap().to_owned();
            let page = notion.get(&format!("pages/{id}")).await.ok().body;
            let blocks = notion.get(&format!("blocks/{id}/children")).await.ok();
            let texts = blocks.results().iter().map(|it| plain(&it["paragraph"]["rich_text"]));
            found.insert(id, (title(&page), texts.collect()));
        }
        let Some(next) = list.body["next_cursor"].as_str() else { break };
        cursor = format!("?start_cursor={next}");
    }
    for note in notes {
        for (id, expected) in &note.pages {
            let content = found.remove(id).unwrap_or_else(|| panic!("{expected:?} is missing"));
            let may_be = match &note.unclear {
                Some(Unclear::Changed(changed, later)) if changed == id => *later == content,
                _ => false,
            };
            assert!(content == *expected || may_be, "{content:?} should be {expected:?}");
        }
    }
    let unclear: Vec<&Content> = notes
        .iter()
        .filter_map(|note| match &note.unclear {
            Some(Unclear::New(content)) => Some(content),
            _ => None,
        })
        .collect();
    for content in found.values() {
        assert!(unclear.contains(&content), "{content:?} is half, or nobody wrote it");
    }
}
