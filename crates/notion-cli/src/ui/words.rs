//! Standard error, shared with whoever listens to work that is under way.

use std::fmt::{self, Display};
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use anstream::AutoStream;

/// The stream that words go to. Its clones write to the same stream, line by line.
#[derive(Clone)]
pub(crate) struct Words(Arc<Mutex<AutoStream<Box<dyn Write + Send>>>>);

impl Words {
    pub(crate) fn new(stream: AutoStream<Box<dyn Write + Send>>) -> Self {
        Self(Arc::new(Mutex::new(stream)))
    }

    /// A word that cannot be said is not worth failing for: the exit code says how it went.
    pub(crate) fn say(&self, words: impl Display) {
        let mut stream = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        drop(writeln!(stream, "{words}"));
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words").finish_non_exhaustive()
    }
}
