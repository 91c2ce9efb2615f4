//! Decoding pages, blocks and data sources: beside an untyped parse and beside the quickest peer.

mod sorted;

use std::path::PathBuf;
use std::time::Duration;

use notion_model::{Block, DataSource, List, Page};
use notionrs_types::object::{
    block::BlockResponse, data_source::DataSourceResponse, page::PageResponse,
    response::ListResponse,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

use bench_report::table;

use crate::{Failure, clock, memory, traffic};
use sorted::Sorted;

/// How many times the speed of `serde_json::Value` we want.
const BESIDE_VALUE: f64 = 2.0;

/// How many times the speed of the peer we want.
const BESIDE_PEER: f64 = 1.5;

/// How much of the memory of `serde_json::Value` a row may take.
const MEMORY: f64 = 0.5;

/// Runs the measurements and prints the tables. With `--check`, a missed goal is a failure.
pub(crate) fn run(flags: &[String]) -> Result<(), Failure> {
    let options = Options::read(flags)?;
    let texts = traffic::read(&options.traffic)?;
    let mut sorted = options.sorted.as_deref().map(Sorted::start).transpose()?;
    let mut report = Report::default();
    report.add::<Page, PageResponse>("pages", &texts.pages, Goal::Wanted, &mut sorted)?;
    report.add::<Block, BlockResponse>("blocks", &texts.blocks, Goal::Wanted, &mut sorted)?;
    report.add::<DataSource, DataSourceResponse>(
        "data sources",
        &texts.data_sources,
        Goal::Wanted,
        &mut sorted,
    )?;
    report.add::<List<Page>, ListResponse<PageResponse>>(
        "lists of pages",
        &texts.page_lists,
        Goal::None,
        &mut sorted,
    )?;
    report.add::<List<Block>, ListResponse<BlockResponse>>(
        "lists of blocks",
        &texts.block_lists,
        Goal::None,
        &mut sorted,
    )?;
    report.weigh::<Page>("a row", &texts.rows, Goal::Wanted, &mut sorted)?;
    report.weigh::<Page>("a page", &texts.pages, Goal::None, &mut sorted)?;
    report.weigh::<Block>("a block", &texts.blocks, Goal::None, &mut sorted)?;
    report.weigh::<DataSource>("a data source", &texts.data_sources, Goal::None, &mut sorted)?;
    report.print();
    if options.check && report.missed > 0 {
        return Err(format!("{} goals were missed", report.missed));
    }
    Ok(())
}

struct Options {
    traffic: PathBuf,
    sorted: Option<PathBuf>,
    check: bool,
}

impl Options {
    fn read(flags: &[String]) -> Result<Self, Failure> {
        let mut options = Self { traffic: "../shared/traffic".into(), sorted: None, check: false };
        let mut flags = flags.iter();
        while let Some(flag) = flags.next() {
            let mut value = || flags.next().ok_or_else(|| format!("{flag} needs a path"));
            match flag.as_str() {
                "--traffic" => options.traffic = value()?.into(),
                "--sorted" => options.sorted = Some(value()?.into()),
                "--check" => options.check = true,
                other => return Err(format!("`model` has no `{other}`")),
            }
        }
        Ok(options)
    }
}

/// Whether there is a goal for a measurement, or it is only shown.
#[derive(Clone, Copy, PartialEq)]
enum Goal {
    Wanted,
    None,
}

#[derive(Default)]
struct Report {
    untyped: Vec<Vec<String>>,
    peer: Vec<Vec<String>>,
    memory: Vec<Vec<String>>,
    missed: usize,
}

impl Report {
    /// Measures how quickly texts are decoded by ours, as a `Value`, and by the peer.
    fn add<Ours: DeserializeOwned, Peer: DeserializeOwned>(
        &mut self,
        what: &str,
        texts: &[String],
        goal: Goal,
        sorted: &mut Option<Sorted>,
    ) -> Result<(), Failure> {
        if let Some(text) = texts.iter().find(|it| read::<Ours>(it).is_none()) {
            return Err(format!("one of the {what} was not read: {text}"));
        }
        let share: Vec<String> =
            texts.iter().filter(|it| read::<Peer>(it).is_some()).cloned().collect();
        let mut contenders = vec![
            clock::decoding(texts, read::<Ours>),
            clock::decoding(texts, read::<Value>),
            clock::decoding(&share, read::<Ours>),
            clock::decoding(&share, read::<Peer>),
        ];
        if let Some(sorted) = sorted {
            sorted.take(texts)?;
            contenders.push(sorted.contender());
        }
        let times = clock::best(contenders);
        let kept = rate(texts, times[1]);
        let plain = times.get(4).map(|&time| rate(texts, time));
        let ours = rate(texts, times[0]);
        let ratio = ours / plain.unwrap_or(kept).max(kept);
        let verdict = self.judge(goal, ratio >= BESIDE_VALUE, &format!("≥ {BESIDE_VALUE}"));
        self.untyped.push(vec![
            what.to_owned(),
            texts.len().to_string(),
            (bytes(texts) / 1000).to_string(),
            format!("{ours:.0}"),
            format!("{kept:.0}"),
            plain.map_or_else(|| "–".to_owned(), |it| format!("{it:.0}")),
            format!("{ratio:.2}"),
            verdict,
        ]);
        let (ours, peer) = (rate(&share, times[2]), rate(&share, times[3]));
        let verdict = self.judge(goal, ours / peer >= BESIDE_PEER, &format!("≥ {BESIDE_PEER}"));
        self.peer.push(vec![
            what.to_owned(),
            format!("{} of {}", share.len(), texts.len()),
            format!("{ours:.0}"),
            format!("{peer:.0}"),
            format!("{:.2}", ours / peer),
            verdict,
        ]);
        Ok(())
    }

    /// Measures what the decoded texts hold in memory.
    fn weigh<Ours: DeserializeOwned>(
        &mut self,
        what: &str,
        texts: &[String],
        goal: Goal,
        sorted: &mut Option<Sorted>,
    ) -> Result<(), Failure> {
        let ours = memory::per_text(texts, read::<Ours>);
        let kept = memory::per_text(texts, read::<Value>);
        let plain = match sorted {
            Some(sorted) => {
                sorted.take(texts)?;
                Some(sorted.bytes_per_text()?)
            }
            None => None,
        };
        let ratio = ours.bytes as f64 / plain.unwrap_or(kept.bytes).min(kept.bytes) as f64;
        let verdict = self.judge(goal, ratio <= MEMORY, &format!("≤ {MEMORY}"));
        self.memory.push(vec![
            what.to_owned(),
            texts.len().to_string(),
            (bytes(texts) / texts.len().max(1)).to_string(),
            ours.bytes.to_string(),
            kept.bytes.to_string(),
            plain.map_or_else(|| "–".to_owned(), |it| it.to_string()),
            format!("{ratio:.2}"),
            verdict,
            format!("{:.0}", ours.calls),
            format!("{:.0}", kept.calls),
        ]);
        Ok(())
    }

    fn judge(&mut self, goal: Goal, reached: bool, limit: &str) -> String {
        match (goal, reached) {
            (Goal::None, _) => "–".to_owned(),
            (Goal::Wanted, true) => format!("{limit} ✓"),
            (Goal::Wanted, false) => {
                self.missed += 1;
                format!("{limit} ✗")
            }
        }
    }

    fn print(&self) {
        table::print(
            "Decoding beside `serde_json::Value`, MB/s. The ratio is to the quicker `Value`.",
            &["what", "texts", "KB", "ours", "Value", "Value, sorted", "ratio", "goal"],
            &self.untyped,
        );
        table::print(
            "Decoding beside `notionrs_types` 0.24.0, MB/s, where it can read the text.",
            &["what", "it reads", "ours", "notionrs_types", "ratio", "goal"],
            &self.peer,
        );
        table::print(
            "Memory of one decoded text, in bytes asked for, on the heap and inline. The ratio is \
             to the smaller `Value`.",
            &[
                "what",
                "texts",
                "JSON",
                "ours",
                "Value",
                "Value, sorted",
                "ratio",
                "goal",
                "our allocations",
                "Value's",
            ],
            &self.memory,
        );
        println!(
            "`Value` keeps the order of keys (`preserve_order`), as a lossless copy must; \
             `Value, sorted` does not.\nRelease profile of the workspace: opt-level 3, no LTO. \
             Each time is the best of many, taken in turns."
        );
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

fn bytes(texts: &[String]) -> usize {
    texts.iter().map(String::len).sum()
}

/// Millions of bytes per second.
fn rate(texts: &[String], time: Duration) -> f64 {
    bytes(texts) as f64 / time.as_secs_f64() / 1e6
}
