//! Files that are written by a program: each is compared in `check` and in a test.

mod layout;
mod worlds;

use crate::flags::Mode;
use crate::{Failure, repository, shell};

/// A generated file: where it is, and the function that writes its text.
type Generated = (&'static str, fn() -> String);

/// Every generated file of the repository.
const FILES: &[Generated] = &[("fixtures/worlds/demo.json", worlds::demo)];

/// Writes every generated file, or complains about the first that is not as it would be written.
pub(crate) fn run(mode: Mode) -> Result<(), Failure> {
    for (path, generate) in FILES {
        let text = generate();
        match mode {
            Mode::Write => {
                repository::write(path, &text)?;
                shell::say(&format!("wrote {path}"));
            }
            Mode::Check if repository::read(path)? != text => {
                return Err(format!("{path} is stale; run `cargo xtask codegen`"));
            }
            Mode::Check => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn generated_files_are_fresh() {
        super::run(super::Mode::Check).unwrap();
    }
}
