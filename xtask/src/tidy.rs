//! The rules of the tree that no compiler knows: layers, files and the lock file.
//!
//! Every rule reports all it finds, so that one run is enough to mend a change.

mod files;
mod layers;
mod lock;

use crate::Failure;

/// Checks every rule.
pub(crate) fn run() -> Result<(), Failure> {
    let mut complaints = layers::complaints()?;
    complaints.extend(files::complaints()?);
    complaints.extend(lock::complaints()?);
    if complaints.is_empty() {
        return Ok(());
    }
    Err(format!("the tree is not tidy\n  {}", complaints.join("\n  ")))
}

#[cfg(test)]
mod tests {
    #[test]
    fn repository_is_tidy() {
        super::run().unwrap();
    }
}
