//! Markdown to the JSON of blocks: beside the parser alone, beside martian, on long and on
//! malicious texts, and what it takes of memory.

mod corpus;
mod inputs;
mod martian;
mod resident;

use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use comrak::{Arena, parse_document};
use notion_md::{ReadOptions, json, plan, read};

use bench_report::table;

use crate::{Failure, clock, memory};
use martian::Martian;

/// How many times the parser's own time a text may take until it is JSON.
const BESIDE_PARSER: f64 = 1.6;

/// How many times quicker than martian we want to be.
const BESIDE_MARTIAN: f64 = 60.0;

/// How much longer a byte of 10 MB may take than one of 1 MB.
const LINEAR: f64 = 1.2;

/// A malicious text is read in this time.
const MALICIOUS: Duration = Duration::from_millis(20);

/// How many times its own size a text may take of the machine's memory while it becomes JSON.
const MEMORY: f64 = 15.0;

/// Fewer texts of people would say little.
const FEWEST_TEXTS: usize = 500;

/// How often martian has its turn; it takes seconds for what takes us milliseconds.
const MARTIAN_ROUNDS: usize = 3;

/// Runs the measurements and prints the tables. With `--check`, a missed goal is a failure.
pub(crate) fn run(flags: &[String]) -> Result<(), Failure> {
    if let [resident::FLAG, what, bytes] = flags.iter().map(String::as_str).collect::<Vec<_>>()[..]
    {
        return resident::tell(what, bytes);
    }
    let options = Options::read(flags)?;
    let texts = corpus::read(&options.readmes)?;
    let mut report = Report::default();
    if texts.len() < FEWEST_TEXTS {
        report.missed += 1;
        println!("Only {} texts were found; {FEWEST_TEXTS} are wanted.\n", texts.len());
    }
    report.corpus(&texts);
    report.beside_martian(&texts, options.martian)?;
    let short = inputs::sample(&texts, 1_000_000);
    // The same ten times: other texts would have other work in every byte.
    let long = short.repeat(10);
    report.linear(&short, &long);
    for (name, text) in inputs::malicious() {
        report.malicious(name, &text);
    }
    for (name, text) in [("1 MB of them", &short), ("10 MB of them", &long)] {
        report.memory_of_long(name, text)?;
    }
    report.memory_of_each(&texts);
    report.print();
    if options.check && report.missed > 0 {
        return Err(format!("{} goals were missed", report.missed));
    }
    Ok(())
}

#[derive(Default)]
struct Options {
    readmes: Vec<PathBuf>,
    /// Where martian is installed, or why it is not.
    martian: Option<PathBuf>,
    check: bool,
}

impl Options {
    fn read(flags: &[String]) -> Result<Self, Failure> {
        let mut options = Self::default();
        let mut flags = flags.iter();
        while let Some(flag) = flags.next() {
            let mut value = || flags.next().ok_or_else(|| format!("{flag} needs a folder"));
            match flag.as_str() {
                "--readmes" => options.readmes.push(value()?.into()),
                "--martian" => options.martian = Some(value()?.into()),
                "--check" => options.check = true,
                other => return Err(format!("`md` has no `{other}`")),
            }
        }
        if options.readmes.is_empty() {
            options.readmes = corpus::default_folders();
        }
        Ok(options)
    }
}

/// What is measured: from Markdown to the JSON of its blocks.
fn to_json(markdown: &str) -> Vec<u8> {
    let document = read(markdown, &ReadOptions::default());
    json(&document.blocks).unwrap_or_default()
}

/// The same for the requests that upload the blocks.
fn to_requests(markdown: &str) -> Vec<Vec<u8>> {
    let plan = plan(read(markdown, &ReadOptions::default()).blocks);
    let appended = plan.steps.iter().filter_map(|step| match step {
        notion_md::Step::Append(append) => Some(&append.children),
        notion_md::Step::List { .. } => None,
    });
    let bodies = std::iter::once(&plan.first).chain(appended);
    bodies.map(|it| json(it).unwrap_or_default()).collect()
}

/// What our parser is told to recognise, too: the floor below which nothing can be.
fn parser_options() -> comrak::Options<'static> {
    let mut options = comrak::Options::default();
    let extension = &mut options.extension;
    extension.strikethrough = true;
    extension.table = true;
    extension.autolink = true;
    extension.tasklist = true;
    extension.footnotes = true;
    extension.alerts = true;
    extension.math_dollars = true;
    extension.math_code = true;
    extension.front_matter_delimiter = Some("---".to_owned());
    options.parse.leave_footnote_definitions = true;
    options
}

/// Works on every text once.
fn each<'a, T>(texts: &'a [String], work: impl Fn(&str) -> T + 'a) -> clock::Contender<'a> {
    clock::decoding(texts, move |text| Some(work(text)))
}

/// Parses every text once, as the parser's own users do.
fn parsing<'a>(texts: &'a [String], options: &'a comrak::Options<'static>) -> clock::Contender<'a> {
    each(texts, |text| {
        let arena = Arena::new();
        let root = parse_document(&arena, text, options);
        black_box(root.first_child().is_some())
    })
}

/// The best of a few turns of one work on one text.
fn time<T>(work: impl Fn(&str) -> T, text: &str, turns: usize) -> Duration {
    let turn = || {
        let start = Instant::now();
        drop(black_box(work(black_box(text))));
        start.elapsed()
    };
    (0..turns).map(|_| turn()).min().unwrap_or_default()
}

#[derive(Default)]
struct Report {
    corpus: Vec<Vec<String>>,
    malicious: Vec<Vec<String>>,
    memory: Vec<Vec<String>>,
    missed: usize,
}

impl Report {
    fn corpus(&mut self, texts: &[String]) {
        let options = parser_options();
        let times = clock::best(vec![
            parsing(texts, &options),
            each(texts, |text| read(text, &ReadOptions::default())),
            each(texts, to_json),
            each(texts, to_requests),
            each(texts, |text| serde_json::to_vec(&read(text, &ReadOptions::default()).blocks)),
        ]);
        let parser = times[0].as_secs_f64();
        for (what, time) in [
            ("comrak's parse alone", times[0]),
            ("to blocks", times[1]),
            ("to the bodies of the requests", times[3]),
            ("to JSON with serde_json", times[4]),
        ] {
            self.speed(what, texts, time, time.as_secs_f64() / parser, "–".to_owned());
        }
        let ratio = times[2].as_secs_f64() / parser;
        let verdict = self.judge(ratio <= BESIDE_PARSER, &format!("≤ {BESIDE_PARSER}"));
        self.speed("to JSON", texts, times[2], ratio, verdict);
    }

    fn speed(&mut self, what: &str, texts: &[String], time: Duration, ratio: f64, verdict: String) {
        let bytes: usize = texts.iter().map(String::len).sum();
        self.corpus.push(vec![
            what.to_owned(),
            texts.len().to_string(),
            (bytes / 1000).to_string(),
            format!("{:.1}", time.as_secs_f64() * 1e3),
            format!("{:.1}", bytes as f64 / time.as_secs_f64() / 1e6),
            format!("{ratio:.2}"),
            verdict,
        ]);
    }

    /// Both in turns, on the texts that martian can read.
    fn beside_martian(&mut self, texts: &[String], folder: Option<PathBuf>) -> Result<(), Failure> {
        let Some(folder) = folder else {
            let words = ["martian (Node is not installed)", "–", "–", "–", "–", "–", "–"];
            self.corpus.push(words.iter().map(ToString::to_string).collect());
            return Ok(());
        };
        let mut martian = Martian::start(&folder, texts)?;
        // The first turn warms its compiler up.
        martian.run()?;
        let (mut ours, mut theirs) = (Duration::MAX, Duration::MAX);
        for _ in 0..MARTIAN_ROUNDS {
            ours = ours.min(each(texts, to_json)());
            theirs = theirs.min(martian.run()?);
        }
        let ratio = theirs.as_secs_f64() / ours.as_secs_f64();
        let verdict = self.judge(ratio >= BESIDE_MARTIAN, &format!("≥ {BESIDE_MARTIAN} of ours"));
        let what = format!("martian 1.2.4 to JSON ({} refused)", martian.refused);
        self.speed(&what, texts, theirs, ratio, verdict);
        Ok(())
    }

    fn linear(&mut self, short: &String, long: &String) {
        let options = parser_options();
        let per_byte = |text: &String, work: &dyn Fn(&str)| {
            let best = time(work, text, 7);
            best.as_secs_f64() / text.len() as f64
        };
        let parse = |text: &str| {
            let arena = Arena::new();
            black_box(parse_document(&arena, text, &options).first_child().is_some());
        };
        let json = |text: &str| drop(black_box(to_json(text)));
        let theirs = per_byte(long, &parse) / per_byte(short, &parse);
        let of_short = per_byte(short, &json);
        let of_long = per_byte(long, &json);
        let ours = of_long / of_short;
        let seconds =
            |per_byte: f64, text: &String| Duration::from_secs_f64(per_byte * text.len() as f64);
        let verdict = self.judge(ours <= LINEAR, &format!("≤ {LINEAR} of 1 MB"));
        let one = |text: &String| vec![text.clone()];
        self.speed("1 MB in one text", &one(short), seconds(of_short, short), 1.0, "–".to_owned());
        self.speed("10 MB in one text", &one(long), seconds(of_long, long), ours, verdict);
        let time = seconds(per_byte(long, &parse), long);
        self.speed("comrak's parse of these", &one(long), time, theirs, "–".to_owned());
    }

    fn malicious(&mut self, name: &str, text: &str) {
        let options = parser_options();
        let parse = |text: &str| {
            let arena = Arena::new();
            black_box(parse_document(&arena, text, &options).first_child().is_some())
        };
        let parser = time(parse, text, 5);
        let blocks = time(|text| read(text, &ReadOptions::default()).blocks.len(), text, 5);
        // What is nested deeper than 200 levels has no JSON; nothing that is read is.
        let json = time(to_json, text, 5);
        let verdict = self.judge(json <= MALICIOUS, "≤ 20 ms");
        let ms = |time: Duration| format!("{:.2}", time.as_secs_f64() * 1e3);
        self.malicious.push(vec![
            name.to_owned(),
            text.len().to_string(),
            ms(parser),
            ms(blocks),
            ms(json),
            verdict,
        ]);
    }

    /// A long text: what a process takes of the machine for it.
    fn memory_of_long(&mut self, name: &str, text: &str) -> Result<(), Failure> {
        let size = text.len() as f64;
        let parser = resident::peak(resident::PARSER, text)?;
        let json = resident::peak(resident::JSON, text)?;
        let words = |bytes: Option<usize>| {
            bytes.map_or("no /proc here".to_owned(), |it| format!("{:.1}", it as f64 / size))
        };
        let verdict = match json {
            Some(bytes) => self.judge(bytes as f64 <= MEMORY * size, &format!("≤ {MEMORY}")),
            None => "–".to_owned(),
        };
        self.memory(name, text, [words(parser), words(json), verdict]);
        Ok(())
    }

    /// Adds to the row what is asked of the allocator, which has no goal.
    fn memory(&mut self, name: &str, text: &str, resident: [String; 3]) {
        let options = parser_options();
        let asked =
            |work: &dyn Fn()| format!("{:.1}", memory::peak(|| work()) as f64 / text.len() as f64);
        let parser = asked(&|| {
            let arena = Arena::new();
            black_box(parse_document(&arena, text, &options).first_child().is_some());
        });
        let json = asked(&|| drop(black_box(to_json(text))));
        let mut row = vec![name.to_owned(), text.len().to_string()];
        row.extend(resident);
        row.extend([parser, json]);
        self.memory.push(row);
    }

    /// The text that takes most for its size. Of a text of two lines that says nothing.
    fn memory_of_each(&mut self, texts: &[String]) {
        // So short a text is lost in the pages of a process.
        let unmeasured = || ["–"; 3].map(str::to_owned);
        let ratio = |text: &&String| {
            memory::peak(|| drop(black_box(to_json(text)))) as f64 / text.len() as f64
        };
        let mut of_size = texts.iter().filter(|it| it.len() >= 10_000).collect::<Vec<_>>();
        of_size.sort_by(|a, b| ratio(a).total_cmp(&ratio(b)));
        if let Some(worst) = of_size.last() {
            self.memory("the text that takes most", worst, unmeasured());
        }
        if let Some(middle) = of_size.get(of_size.len() / 2) {
            self.memory("the text in the middle", middle, unmeasured());
        }
    }

    fn judge(&mut self, reached: bool, limit: &str) -> String {
        self.missed += usize::from(!reached);
        format!("{limit} {}", if reached { '✓' } else { '✗' })
    }

    fn print(&self) {
        table::print(
            "Texts that people wrote, each by itself. The ratio is to comrak's parse with the same \
             options; of martian to ours; of a long text to a short one, for a byte, in memory that the \
             process keeps from round to round.",
            &["what", "texts", "KB", "ms", "MB/s", "ratio", "goal"],
            &self.corpus,
        );
        table::print(
            "Texts that were made to be slow, ms.",
            &["what", "bytes", "comrak", "to blocks", "to JSON", "goal"],
            &self.malicious,
        );
        table::print(
            "Memory until a text is JSON, in multiples of its size: how much the peak of the resident \
             memory of a process rises that has read another text before; and the most bytes that \
             are asked of the allocator and not given back, touched or not.",
            &["what", "bytes", "comrak", "to JSON", "goal", "comrak asks", "we ask"],
            &self.memory,
        );
    }
}
