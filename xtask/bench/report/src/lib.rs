//! What the measurements share: figures against goals, as tables in Markdown, and what the system
//! says of a process.

pub mod process;
pub mod table;

/// The rows of a table whose goals may have been missed.
#[derive(Default)]
pub struct Report {
    rows: Vec<Vec<String>>,
    missed: usize,
}

impl Report {
    /// A figure that has a goal.
    pub fn judge(&mut self, what: &str, found: String, reached: bool, goal: &str) {
        self.missed += usize::from(!reached);
        let mark = if reached { '✓' } else { '✗' };
        self.rows.push(vec![what.to_owned(), found, format!("{goal} {mark}")]);
    }

    /// A figure that nothing is demanded of, or that could not be had.
    pub fn note(&mut self, what: &str, found: String) {
        self.rows.push(vec![what.to_owned(), found, "–".to_owned()]);
    }

    /// Prints the table.
    pub fn print(&self, title: &str) {
        table::print(title, &["what", "found", "goal"], &self.rows);
    }

    /// An error if goals were missed.
    ///
    /// # Errors
    /// How many were.
    pub fn check(&self) -> Result<(), String> {
        match self.missed {
            0 => Ok(()),
            missed => Err(format!("{missed} goals were missed")),
        }
    }
}
