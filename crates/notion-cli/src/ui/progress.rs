//! A line of progress that is drawn for a person and silent for everybody else.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Ui;

/// One line that is redrawn in place and leaves nothing behind.
#[derive(Debug)]
pub(crate) struct Bar {
    bar: ProgressBar,
}

impl Ui {
    /// A line, or something that looks like one to the caller and like nothing to everybody else.
    pub(crate) fn bar(&self) -> Bar {
        let target = if self.draws() {
            ProgressDrawTarget::stderr_with_hz(10)
        } else {
            ProgressDrawTarget::hidden()
        };
        Bar { bar: ProgressBar::with_draw_target(None, target) }
    }
}

impl Bar {
    /// Says what is being done, when nobody knows how much of it there is.
    pub(crate) fn spin(&self, what: &str) {
        self.bar.set_style(ProgressStyle::default_spinner());
        self.bar.set_message(what.to_owned());
        self.bar.enable_steady_tick(Duration::from_millis(100));
    }

    /// Begins with something that has so many parts.
    pub(crate) fn begin(&self, what: &str, parts: usize) {
        self.bar.disable_steady_tick();
        // The template is a constant that can be read; without it the usual bar is drawn.
        let style = ProgressStyle::with_template("  {prefix} {bar:28} {pos}/{len} {msg}");
        self.bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        self.bar.set_prefix(what.to_owned());
        self.bar.set_message("");
        self.bar.set_length(count(parts));
        self.bar.set_position(0);
    }

    /// Says how many parts are done.
    pub(crate) fn done(&self, parts: usize) {
        self.bar.set_position(count(parts));
    }

    /// Says what is being waited for.
    pub(crate) fn note(&self, note: &str) {
        self.bar.set_message(note.to_owned());
    }

    /// Wipes the line.
    pub(crate) fn wipe(&self) {
        self.bar.finish_and_clear();
        self.bar.reset();
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

fn count(parts: usize) -> u64 {
    u64::try_from(parts).unwrap_or(u64::MAX)
}
