//! What the references of a text lead to.
//!
//! The parser finds the definitions by itself, but only those in what it parses at once, and it
//! stops to follow references when their addresses make up as many bytes as the text, or 100,000.
//! What it does not follow it asks for; here are the answers.

use std::{
    collections::{HashMap, HashSet},
    fmt::Write as _,
    ops::Range,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use comrak::{
    Arena, Options, ResolvedReference, nodes::NodeValue, options::BrokenLinkReference,
    parse_document,
};

use super::sections::front_matter;

/// So many bytes of definitions the parser surely follows in one text.
const AT_ONCE: usize = 80_000;

/// No label of the parser's is longer.
const LONGEST_LABEL: usize = 1000;

/// How many times longer the addresses of references may make a text. Somebody who writes `[a]` ten
/// thousand times may give it an address of two thousand bytes.
pub(super) const GROWTH: usize = 10;

/// The definitions of a text, looked for when the first of them is wanted.
pub(super) struct Definitions<'t> {
    text: &'t str,
    /// Where they may stand: in the whole text, or in some of its sections.
    spans: Vec<Range<usize>>,
    options: Options<'static>,
    /// The labels that may be defined, as the parser compares them, and what stands behind each: the
    /// same wherever it stands, or nothing if that is not sure.
    labels: OnceLock<HashMap<String, Option<&'t str>>>,
    found: OnceLock<HashMap<String, ResolvedReference>>,
    /// How many bytes of addresses may still be given.
    left: AtomicUsize,
    /// How many references were not followed.
    refused: AtomicUsize,
}

/// What may be a definition: `[label]:`.
struct Candidate<'t> {
    label: &'t str,
    at: usize,
    /// Up to where its address may reach.
    end: usize,
}

impl<'t> Definitions<'t> {
    /// Those of a text, which stand in these parts of it.
    pub(super) fn new(
        text: &'t str,
        mut spans: Vec<Range<usize>>,
        options: Options<'static>,
    ) -> Self {
        // A byte order mark, and front matter, in which there are none, are only what they are at the
        // beginning of a text.
        if let Some(first) = spans.first_mut().filter(|it| it.start == 0) {
            let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
            first.start = front_matter(text).max(mark).min(first.end);
        }
        let left = AtomicUsize::new(GROWTH.saturating_mul(text.len()));
        let (labels, found, refused) = (OnceLock::new(), OnceLock::new(), AtomicUsize::new(0));
        Self { text, spans, options, labels, found, left, refused }
    }

    /// Whether each of them can be told by itself, and no label goes on in another line.
    pub(super) fn are_clear(&self) -> bool {
        !self.spans.iter().any(|it| has_label_of_lines(&self.text[it.clone()]))
    }

    /// Where a reference leads that the parser did not follow.
    fn resolve(&self, reference: &BrokenLinkReference<'_>) -> Option<ResolvedReference> {
        // Most brackets were never meant to be a link.
        if !self.labels().contains_key(reference.normalized) {
            return None;
        }
        let it = self.found.get_or_init(|| self.find()).get(reference.normalized)?;
        let size = it.url.len() + it.title.len();
        let take = |left: usize| left.checked_sub(size);
        if self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_err() {
            self.refused.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        Some(it.clone())
    }

    /// Options with which the parser asks where references lead that it does not follow.
    pub(super) fn resolving(&self, options: Options<'static>) -> Options<'_> {
        let mut options: Options<'_> = options;
        let resolve = |it: BrokenLinkReference<'_>| self.resolve(&it);
        options.parse.broken_link_callback = Some(Arc::new(resolve));
        options
    }

    /// How many references were not followed, because the text would have grown too much.
    pub(super) fn refused(&self) -> usize {
        self.refused.load(Ordering::Relaxed)
    }

    /// The definitions of the labels that a part of the text defines, too, unless they are the same
    /// everywhere: the first one in the whole text counts.
    pub(super) fn before(&self, part: &str) -> String {
        let mut before = String::new();
        let mut done = HashSet::new();
        for Candidate { label, .. } in self.candidates(part, &(0..part.len())) {
            let name = self.name(label);
            let is_same = self.labels().get(&name).is_none_or(Option::is_some);
            if is_same || !done.insert(name.clone()) {
                continue;
            }
            if let Some(it) = self.found.get_or_init(|| self.find()).get(&name) {
                let (url, title) = (escaped(&it.url), escaped(&it.title));
                let _ = write!(before, "[{label}]: <{url}> \"{title}\"\n\n");
            }
        }
        before
    }

    fn labels(&self) -> &HashMap<String, Option<&'t str>> {
        self.labels.get_or_init(|| {
            let mut labels: HashMap<_, Option<&str>> = HashMap::new();
            for Candidate { label, at, end } in
                self.spans.iter().flat_map(|it| self.candidates(self.text, it))
            {
                // An address may hold what looks like the next definition.
                let rest = &self.text.as_bytes()[at..];
                let line = at + memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                let definition = self.text[at..end.max(line)].trim_ascii_end();
                let is_same =
                    |it: Option<&str>| it == Some(definition) && !definition.contains('\n');
                labels
                    .entry(self.name(label))
                    .and_modify(|it| *it = it.filter(|it| is_same(Some(it))))
                    .or_insert(Some(definition));
            }
            labels
        })
    }

    fn find(&self) -> HashMap<String, ResolvedReference> {
        let mut found = HashMap::new();
        let mut spans: Vec<Range<usize>> = Vec::new();
        let mut wanted: Vec<Candidate<'_>> = Vec::new();
        let mut size = 0;
        for span in &self.spans {
            if size + span.len() > AT_ONCE {
                self.ask(&std::mem::take(&mut spans), &std::mem::take(&mut wanted), &mut found);
                size = 0;
            }
            size += span.len();
            spans.push(span.clone());
            wanted.extend(self.candidates(self.text, span));
        }
        self.ask(&spans, &wanted, &mut found);
        found
    }

    /// Asks the parser where labels lead in some sections of the text, as many at once as it follows.
    fn ask(
        &self,
        spans: &[Range<usize>],
        wanted: &[Candidate<'_>],
        found: &mut HashMap<String, ResolvedReference>,
    ) {
        let mut rest = wanted;
        while !rest.is_empty() {
            let mut size = 0;
            let count = rest.iter().take_while(|it| {
                let is_first = size == 0;
                size += it.end - it.at;
                is_first || size <= AT_ONCE
            });
            let (now, later) = rest.split_at(count.count());
            self.ask_at_once(spans, now, found);
            rest = later;
        }
    }

    fn ask_at_once(
        &self,
        spans: &[Range<usize>],
        wanted: &[Candidate<'_>],
        found: &mut HashMap<String, ResolvedReference>,
    ) {
        // Every question costs as much as its answer is long.
        let mut asked = HashSet::new();
        let names = wanted.iter().map(|it| (self.name(it.label), it.label));
        let wanted: Vec<_> =
            names.filter(|it| !found.contains_key(&it.0) && asked.insert(it.0.clone())).collect();
        // The questions come first, so that nothing else is followed before them.
        let mut text: String = wanted.iter().map(|it| question(it.1)).collect();
        for span in spans {
            text.push_str(&self.text[span.clone()]);
        }
        let arena = Arena::new();
        let root = parse_document(&arena, &text, &self.options);
        for ((name, _), question) in wanted.into_iter().zip(root.children()) {
            let Some(link) = question.first_child() else { continue };
            if let NodeValue::Link(link) = &link.data().value {
                let (url, title) = (link.url.clone(), link.title.clone());
                found.entry(name).or_insert(ResolvedReference { url, title });
            }
        }
    }

    /// What may be the definitions in a part of the text.
    fn candidates<'p>(&self, text: &'p str, span: &Range<usize>) -> Vec<Candidate<'p>> {
        let part = &text[span.clone()];
        let mut candidates: Vec<Candidate<'_>> = Vec::new();
        for close in memchr::memmem::find_iter(part.as_bytes(), b"]:") {
            let Some((b'[', open)) = last_bracket(part, close) else { continue };
            let label = &part[open + 1..close];
            // Where there are footnotes, they are defined like this.
            let is_footnote = self.options.extension.footnotes && label.starts_with('^');
            if is_footnote || label.trim().is_empty() {
                continue;
            }
            let at = span.start + open;
            if let Some(last) = candidates.last_mut() {
                last.end = at;
            }
            candidates.push(Candidate { label, at, end: span.end });
        }
        candidates
    }

    /// A label as the parser compares it.
    fn name(&self, label: &str) -> String {
        if label.is_ascii() && !label.contains(['\u{b}', '\u{c}']) {
            let words = label.split(char::is_whitespace).filter(|it| !it.is_empty());
            return words.collect::<Vec<_>>().join(" ").to_ascii_lowercase();
        }
        // It knows the folding of all letters, and says the name when it asks for what is not defined.
        let name = Mutex::new(String::new());
        let note = |it: BrokenLinkReference<'_>| {
            it.normalized.clone_into(&mut name.lock().unwrap_or_else(PoisonError::into_inner));
            None
        };
        let mut options: Options<'_> = self.options.clone();
        options.parse.broken_link_callback = Some(Arc::new(note));
        parse_document(&Arena::new(), &question(label), &options);
        drop(options);
        name.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A paragraph with nothing in it but a reference.
fn question(label: &str) -> String {
    format!("[a][{label}]\n\n")
}

/// Whether a definition may stand in a text.
pub(super) fn may_define(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), b"]:").is_some()
}

/// The last bracket before a place, in the same line and as near as a label is long.
fn last_bracket(text: &str, before: usize) -> Option<(u8, usize)> {
    let start = before.saturating_sub(LONGEST_LABEL + 1);
    let bytes = &text.as_bytes()[start..before];
    let line = memchr::memrchr(b'\n', bytes).map_or(0, |at| at + 1);
    let is_escaped =
        |at: usize| bytes[..at].iter().rev().take_while(|it| **it == b'\\').count() % 2 == 1;
    if is_escaped(bytes.len()) {
        return None;
    }
    let at = memchr::memrchr2_iter(b'[', b']', &bytes[line..]).find(|at| !is_escaped(line + at))?;
    Some((bytes[line + at], start + line + at))
}

/// Whether a label that may be defined begins in another line than it ends.
fn has_label_of_lines(text: &str) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), b"]:").any(|close| {
        let start = close.saturating_sub(LONGEST_LABEL + 1);
        let before = &text.as_bytes()[start..close];
        let Some(line) = memchr::memrchr(b'\n', before) else { return false };
        let is_behind_text = !before[..line].trim_ascii_end().is_empty()
            && !before[..line].ends_with(b"\n")
            && !before[..line].ends_with(b"\n\r");
        is_behind_text
            && last_bracket(text, close).is_none()
            && memchr::memchr(b'[', &before[..line]).is_some()
    })
}

/// A text in which nothing means anything to the parser.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\n' => escaped.push_str("&#10;"),
            '\r' => escaped.push_str("&#13;"),
            _ if char.is_ascii_punctuation() => escaped.extend(['\\', char]),
            _ => escaped.push(char),
        }
    }
    escaped
}
