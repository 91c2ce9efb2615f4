//! The `notion` command. Everything it does is in the library beside it.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(notion_cli::run(std::env::args_os(), notion_cli::Host::real()).code())
}
