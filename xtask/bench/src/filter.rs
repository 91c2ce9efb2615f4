//! The filter language: reading it, compiling it, and what happens with long and deep filters.

mod inputs;

use std::hint::black_box;
use std::time::{Duration, Instant};

use inputs::{SAMPLE, chain, env, nested, schema, wide};
use notion_filter::{Env, Limits, Options, Schema, compile_with, parse};

use bench_report::table;

use crate::{Failure, clock};

/// Three conditions are read in this time.
const READ: Duration = Duration::from_micros(1);

/// Three conditions become the bytes that are sent in this time.
const COMPILED: Duration = Duration::from_micros(10);

/// How much longer one of 1,000 conditions may take than one of 100.
const LINEAR: f64 = 1.2;

/// As many parentheses as may be nested are read and compiled in this time.
const NESTED: Duration = Duration::from_micros(50);

/// The largest filter that fits after having been multiplied out is compiled in this time.
const WIDE: Duration = Duration::from_millis(5);

/// Runs the measurements and prints the table. With `--check`, a missed goal is a failure.
pub(crate) fn run(flags: &[String]) -> Result<(), Failure> {
    let check = match flags {
        [] => false,
        [flag] if flag == "--check" => true,
        _ => return Err("`filter` has no flags but `--check`".to_owned()),
    };
    let (schema, env) = (schema(), env());
    let mut report = Report::default();
    let (short, long) = (chain(100), chain(1000));
    let (nested, wide) = (nested(), wide());
    let texts = [SAMPLE, &short, &long, &nested, &wide];
    for text in texts {
        compiled(text, &schema, &env)?;
    }
    let times = clock::best(
        texts
            .into_iter()
            .flat_map(|text| {
                let (schema, env) = (&schema, &env);
                let read = repeated(text, move || drop(black_box(parse(black_box(text)))));
                let compile = move || drop(black_box(compiled(black_box(text), schema, env)));
                [read, repeated(text, compile)]
            })
            .collect(),
    );
    let time = |index: usize| times[index] / turns(texts[index / 2]);
    report.add("three conditions, read", SAMPLE, time(0), Some(READ));
    report.add("three conditions, to bytes", SAMPLE, time(1), Some(COMPILED));
    for (offset, what) in [(2, "read"), (3, "to bytes")] {
        report.add(&format!("100 conditions, {what}"), &short, time(offset), None);
        report.linear(&format!("1,000 conditions, {what}"), &long, time(offset), time(offset + 2));
    }
    report.add("64 nested parentheses, read", &nested, time(6), Some(NESTED));
    report.add("64 nested parentheses, to bytes", &nested, time(7), Some(NESTED));
    report.add("the widest normal form, read", &wide, time(8), None);
    report.add("the widest normal form, to bytes", &wide, time(9), Some(WIDE));
    report.print();
    if check && report.missed > 0 {
        return Err(format!("{} goals were missed", report.missed));
    }
    Ok(())
}

/// What is sent for a filter: read, checked, compiled and written.
fn compiled(text: &str, schema: &Schema, env: &Env<'_>) -> Result<Vec<u8>, Failure> {
    // Notion takes no 1,000 conditions; that the time stays linear is measured all the same.
    let limits = match text.len() {
        0..4000 => Limits::default(),
        _ => Limits { conditions: 1000, group: 1000 },
    };
    let options = Options { limits, ..Options::default() };
    let compiled = compile_with(text, schema, env, &options).map_err(|it| it.to_string())?;
    serde_json::to_vec(&compiled.query()).map_err(|error| error.to_string())
}

/// How often a text is worked on in one turn, so that a turn is long enough for the clock.
fn turns(text: &str) -> u32 {
    match text.len() {
        0..200 => 400,
        200..4000 => 40,
        _ => 8,
    }
}

fn repeated<'a>(text: &str, work: impl Fn() + 'a) -> clock::Contender<'a> {
    let turns = turns(text);
    Box::new(move || {
        let start = Instant::now();
        for _ in 0..turns {
            work();
        }
        start.elapsed()
    })
}

#[derive(Default)]
struct Report {
    rows: Vec<Vec<String>>,
    missed: usize,
}

impl Report {
    fn add(&mut self, what: &str, text: &str, time: Duration, goal: Option<Duration>) {
        let verdict = match goal {
            None => "–".to_owned(),
            Some(goal) => self.judge(time <= goal, &format!("≤ {} µs", goal.as_micros())),
        };
        self.row(what, text, time, verdict);
    }

    /// Compares one condition of a long filter with one of a filter of a tenth of its length.
    fn linear(&mut self, what: &str, text: &str, tenth: Duration, time: Duration) {
        let ratio = time.as_secs_f64() / (tenth.as_secs_f64() * 10.0);
        let verdict = self.judge(ratio <= LINEAR, &format!("{ratio:.2} ≤ {LINEAR} each"));
        self.row(what, text, time, verdict);
    }

    fn judge(&mut self, reached: bool, limit: &str) -> String {
        self.missed += usize::from(!reached);
        format!("{limit} {}", if reached { '✓' } else { '✗' })
    }

    fn row(&mut self, what: &str, text: &str, time: Duration, verdict: String) {
        let time = format!("{:.2}", time.as_secs_f64() * 1e6);
        self.rows.push(vec![what.to_owned(), text.len().to_string(), time, verdict]);
    }

    fn print(&self) {
        table::print(
            "The filter language, µs for one filter. To bytes: read, checked, compiled and written.",
            &["what", "bytes", "µs", "goal"],
            &self.rows,
        );
        println!("`{SAMPLE}`");
    }
}
