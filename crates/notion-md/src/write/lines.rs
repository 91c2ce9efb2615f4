//! The lines of the text, each with what its containers put before it.

/// A text that grows line by line.
#[derive(Debug, Default)]
pub(super) struct Lines {
    text: String,
    /// What every line begins with: `> ` for a quote, spaces for an item of a list.
    prefix: String,
    /// Whether the marker of a container was just written, so that a line has begun.
    fresh: bool,
}

impl Lines {
    /// Writes lines of text, without the line end of the last one.
    pub(super) fn push(&mut self, lines: &str) {
        for line in lines.split('\n') {
            if !std::mem::take(&mut self.fresh) {
                let prefix = if line.is_empty() { self.prefix.trim_end() } else { &self.prefix };
                self.text.push_str(prefix);
            }
            self.text.push_str(line);
            self.text.push('\n');
        }
    }

    /// Separates two blocks.
    pub(super) fn blank(&mut self) {
        if !self.fresh {
            self.push("");
        }
    }

    /// Begins a container: `marker` stands before its first line, `indent` before the others.
    /// Returns what [`Lines::leave`] needs.
    pub(super) fn enter(&mut self, marker: &str, indent: &str) -> usize {
        let outer = self.prefix.len();
        if !std::mem::replace(&mut self.fresh, true) {
            self.text.push_str(&self.prefix);
        }
        self.text.push_str(marker);
        self.prefix.push_str(indent);
        outer
    }

    /// Puts more before the lines that follow. Returns what [`Lines::leave`] needs.
    pub(super) fn nest(&mut self, indent: &str) -> usize {
        let outer = self.prefix.len();
        self.prefix.push_str(indent);
        outer
    }

    /// Ends a container.
    pub(super) fn leave(&mut self, outer: usize) {
        if self.fresh {
            // Nothing was in it.
            while self.text.ends_with(' ') {
                self.text.pop();
            }
            self.push("");
        }
        self.prefix.truncate(outer);
    }

    /// Whether the marker of a container was just written, or nothing at all.
    pub(super) fn is_fresh(&self) -> bool {
        self.fresh || self.text.is_empty()
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}
