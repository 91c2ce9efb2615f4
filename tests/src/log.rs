//! Reads all that is logged, and finds the token in it.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex, Once, PoisonError};

use tracing::field::{Field, Visit};
use tracing::metadata::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Metadata, Subscriber};

/// The token that the tests use. Whatever they write, it is not in there.
pub const TOKEN: &str = "ntn_s3cret";

/// What is in a text that tells the token: a part of it, as it is and in the three ways in which
/// base 64 may cut it.
const TRACES: [&str; 4] = ["s3cret", "czNjcmV0", "MzY3Jld", "zM2NyZX"];

/// Whether a text tells the token.
pub fn leaks(text: &str) -> bool {
    TRACES.iter().any(|trace| text.contains(trace))
}

/// From now on, a test of this process that logs the token, at any level, fails.
pub fn watch() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Somebody may listen already, who then sees the same.
        drop(tracing::subscriber::set_global_default(Log { keeps: false, ..Log::default() }));
    });
}

/// All that is logged, at every level, as lines: spans when they begin, what they learn, and events.
#[derive(Clone, Debug)]
pub struct Log {
    keeps: bool,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    lines: String,
    names: BTreeMap<u64, &'static str>,
    last: u64,
}

impl Default for Log {
    fn default() -> Self {
        Self { keeps: true, state: Arc::default() }
    }
}

impl Log {
    /// Keeps what this thread logs, as long as the guard lives.
    #[must_use = "it listens as long as the guard lives"]
    pub fn listen(&self) -> DefaultGuard {
        // What is not listened to when it is first reached stays silent, and other threads reach the
        // same places: somebody has to listen everywhere.
        watch();
        tracing::subscriber::set_default(self.clone())
    }

    /// What was logged.
    pub fn text(&self) -> String {
        self.state(|state| state.lines.clone())
    }

    fn line(&self, name: &str, write: impl FnOnce(&mut Line)) {
        let mut line = Line(name.to_owned());
        write(&mut line);
        assert!(!leaks(&line.0), "the token was logged: {}", line.0.replace(TOKEN, "HERE"));
        if self.keeps {
            self.state(|state| state.lines.extend([&line.0, "\n"]));
        }
    }

    fn state<R>(&self, work: impl FnOnce(&mut State) -> R) -> R {
        work(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::TRACE)
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let name = span.metadata().name();
        self.line(&format!("{name} begins:"), |line| span.record(line));
        self.state(|state| {
            state.last += 1;
            if self.keeps {
                state.names.insert(state.last, name);
            }
            Id::from_u64(state.last)
        })
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let name = self.state(|state| state.names.get(&span.into_u64()).copied());
        self.line(&format!("{} learns:", name.unwrap_or("span")), |line| values.record(line));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let level = event.metadata().level().as_str();
        self.line(&format!("  {level}"), |line| event.record(line));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// The fields of a span or an event.
struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let name = field.name();
        let written = if name == "message" {
            write!(self.0, " {value:?}")
        } else {
            write!(self.0, " {name}={value:?}")
        };
        written.expect("a string takes everything");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_token_in_what_is_sent() {
        for text in ["Bearer ntn_s3cret", "Basic aWQ6czNjcmV0", "YXMzY3JldA==", "YWJzM2NyZXQ="] {
            assert!(leaks(text), "{text}");
        }
        assert!(!leaks("Token(…) ntn_fake"));
    }

    #[test]
    #[should_panic(expected = "the token was logged")]
    fn notices_when_it_is_logged() {
        let _listening = Log::default().listen();
        tracing::trace!(header = ?format!("Bearer {TOKEN}"), "sending");
    }
}
