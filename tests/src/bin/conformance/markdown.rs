//! `notion-md`: every README is compiled, planned, checked against the limits, and comes back in
//! each dialect.
//!
//! The files are what people wrote, read where they lie: the sources that cargo has on every
//! machine where Rust is used hold hundreds.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::panic;
use std::path::{Path, PathBuf};

use notion_md::{Dialect, ReadOptions, Step, WriteOptions, normal, plan, read, write};
use notion_model::PageId;
use notion_model::request::{AppendChildren, Block, CreatePage, Validate as _, Violations};
use serde_json::{Value, json};

use crate::{Verdict, difference, json};

/// Judges every Markdown file below a folder.
pub(crate) fn judge(folder: &Path) -> Result<Verdict, String> {
    let mut files = Vec::new();
    files_below(folder, &mut files)
        .map_err(|error| format!("{} cannot be read: {error}", folder.display()))?;
    let mut tally = Tally::default();
    let mut recording = Recording::open()?;
    for file in files {
        // What is no UTF-8 is no Markdown either.
        if let Ok(text) = fs::read_to_string(&file) {
            tally.file(file.strip_prefix(folder).unwrap_or(&file), &text, &mut recording);
        }
    }
    recording.close()?;
    Ok(tally.verdict())
}

/// The Markdown files below a folder, in an order that is always the same.
fn files_below(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let path = entry.path();
            if entry.file_type()?.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it.eq_ignore_ascii_case("md")) {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(())
}

fn is_readme(name: &Path) -> bool {
    let stem = name.file_stem().unwrap_or_default().to_string_lossy();
    stem.to_lowercase().starts_with("readme")
}

#[derive(Default)]
struct Tally {
    files: usize,
    /// Those of them that are called README; the others are chronicles, guides and the like.
    readmes: usize,
    bytes: usize,
    blocks: usize,
    requests: usize,
    remarks: usize,
    /// Files that came back as they were.
    equal: usize,
    /// Files of which Markdown could not hold something, with a remark, and nothing else changed.
    lossy: usize,
    /// Files that came back as they were from Notion's own Markdown, without a remark.
    kept: usize,
    failures: Vec<String>,
}

impl Tally {
    fn file(&mut self, name: &Path, text: &str, recording: &mut Recording) {
        self.files += 1;
        self.readmes += usize::from(is_readme(name));
        self.bytes += text.len();
        let complaints = match panic::catch_unwind(|| Judged::of(text)) {
            Ok(judged) => {
                judged.bodies.iter().for_each(|it| recording.request(it));
                self.blocks += judged.blocks;
                self.requests += judged.requests;
                self.remarks += judged.remarks;
                self.equal += usize::from(judged.complaints.is_empty() && !judged.is_lossy);
                self.lossy += usize::from(judged.complaints.is_empty() && judged.is_lossy);
                self.kept += usize::from(judged.is_kept);
                judged.complaints
            }
            Err(_) => vec!["a panic, told above".to_owned()],
        };
        if !complaints.is_empty() {
            self.failures.push(format!("{}\n    {}", name.display(), complaints.join("\n    ")));
        }
    }

    fn verdict(mut self) -> Verdict {
        if self.files == 0 {
            self.failures.push("there is no Markdown in the folder".to_owned());
        }
        let Self { files, readmes, bytes, blocks, requests, remarks, .. } = self;
        let Self { equal, lossy, kept, failures, .. } = self;
        let failed = failures.len();
        let summary = format!(
            "markdown: of {files} files ({readmes} READMEs, {} other `.md`; {} KB) {equal} were \
             compiled, are accepted and came back equal, {lossy} came back with a loss that was \
             remarked, {failed} failed",
            files - readmes,
            bytes / 1000
        );
        let notes = vec![
            format!("{kept} came back equal from Notion's second dialect"),
            format!("{blocks} blocks in {requests} requests, with {remarks} remarks"),
        ];
        Verdict { summary, notes, failures }
    }
}

/// What is to be said of one file.
#[derive(Default)]
struct Judged {
    blocks: usize,
    requests: usize,
    remarks: usize,
    is_lossy: bool,
    is_kept: bool,
    /// The bodies of all requests.
    bodies: Vec<Body>,
    complaints: Vec<String>,
}

impl Judged {
    fn of(text: &str) -> Self {
        let document = read(text, &ReadOptions::default());
        let mut judged = Self { remarks: document.remarks.len(), is_kept: true, ..Self::default() };
        let blocks = normal(document.blocks.clone());
        judged.round_trip(&blocks);
        judged.lossless(&blocks, "");
        // People also hand one dialect to the reader of another.
        let odd = read(text, &ReadOptions { dialect: Dialect::V2, ..ReadOptions::default() });
        judged.lossless(&normal(odd.blocks), ", as which it had been read,");
        // The normal form makes one run of many, and so is not what is sent.
        judged.requests(document.blocks);
        judged
    }

    /// Written as Markdown and read again it must be the same.
    fn round_trip(&mut self, blocks: &[Block]) {
        let again = |blocks: &[Block]| {
            let written = write(blocks, &WriteOptions::default());
            (normal(read(&written.text, &ReadOptions::default()).blocks), written.remarks)
        };
        let (second, remarks) = again(blocks);
        if second == blocks {
            return;
        }
        if remarks.is_empty() {
            return self.complain("came back otherwise, without a remark", blocks, &second);
        }
        // What Markdown cannot hold is gone; what is left must stay.
        self.is_lossy = true;
        let (third, _) = again(&second);
        if third != second {
            self.complain("came back otherwise even without what was lost", &second, &third);
        }
    }

    /// Notion's second dialect keeps everything: written in it and read again it must be the same.
    fn lossless(&mut self, blocks: &[Block], how: &str) {
        let dialect = Dialect::V2;
        let written = write(blocks, &WriteOptions { dialect, ..WriteOptions::default() });
        let again = read(&written.text, &ReadOptions { dialect, ..ReadOptions::default() });
        let remarks = written.remarks.iter().chain(&again.remarks);
        let complaints: Vec<_> =
            remarks.map(|it| format!("in Notion's second dialect{how}: {it}")).collect();
        let again = normal(again.blocks);
        self.is_kept &= complaints.is_empty() && again == blocks;
        self.complaints.extend(complaints);
        if again != blocks {
            let what = format!("came back otherwise from Notion's second dialect{how}");
            self.complain(&what, blocks, &again);
        }
    }

    fn complain(&mut self, what: &str, before: &[Block], after: &[Block]) {
        let read = |blocks: &[Block]| {
            let text = notion_md::json(blocks).map_err(|error| error.to_string())?;
            let text = String::from_utf8(text).map_err(|error| error.to_string())?;
            json::read(&text)
        };
        match (read(before), read(after)) {
            (Ok(before), Ok(after)) => {
                let differences = difference::differences(&before, &after);
                let differences = differences.into_iter().map(|it| format!("{what}: {it}"));
                self.complaints.extend(differences);
            }
            (Err(error), _) | (_, Err(error)) => self.complaints.push(error),
        }
    }

    /// Every request of the plan must be one that Notion takes.
    fn requests(&mut self, blocks: Vec<Block>) {
        self.blocks = blocks.iter().map(Block::count).sum();
        let plan = plan(blocks);
        let page = PageId::from(uuid::Uuid::nil());
        let first = Body::First(Box::new(CreatePage::new(page).with_children(plan.first)));
        let appended = plan.steps.into_iter().filter_map(|step| match step {
            Step::Append(append) => Some(Body::Later(AppendChildren::new(append.children))),
            Step::List { .. } => None,
        });
        self.bodies = std::iter::once(first).chain(appended).collect();
        self.requests = self.bodies.len();
        for (index, body) in self.bodies.iter().enumerate() {
            if let Err(violations) = body.validate() {
                self.complaints.push(format!("request {index} would be refused: {violations}"));
            }
        }
    }
}

/// The body of a request of a plan.
enum Body {
    First(Box<CreatePage>),
    Later(AppendChildren),
}

impl Body {
    fn validate(&self) -> Result<(), Violations> {
        match self {
            Self::First(it) => it.validate(),
            Self::Later(it) => it.validate(),
        }
    }

    /// What a recording of the request says, as if it had been sent.
    fn told(&self) -> Value {
        match self {
            Self::First(it) => {
                json!({ "method": "POST", "path": "/v1/pages", "status": 200, "request": it })
            }
            Self::Later(it) => {
                let path = format!("/v1/blocks/{}/children", uuid::Uuid::nil());
                json!({ "method": "PATCH", "path": path, "status": 200, "request": it })
            }
        }
    }
}

/// Where the bodies are left for the official types to judge, if they are to be kept.
struct Recording(Option<BufWriter<File>>);

impl Recording {
    fn open() -> Result<Self, String> {
        let Some(file) = notion_tests::recording("notion-md--texts") else { return Ok(Self(None)) };
        let opened = File::create(&file);
        let file = opened.map_err(|error| format!("{}: {error}", file.display()))?;
        Ok(Self(Some(BufWriter::new(file))))
    }

    fn request(&mut self, body: &Body) {
        // What cannot be written is told when the file is closed.
        if let Some(file) = &mut self.0 {
            drop(writeln!(file, "{}", body.told()));
        }
    }

    fn close(self) -> Result<(), String> {
        let Some(mut file) = self.0 else { return Ok(()) };
        file.flush().map_err(|error| format!("the recording cannot be written: {error}"))
    }
}
