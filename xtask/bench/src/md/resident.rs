//! What a text takes of the machine's memory: the peak of a process of its own, as Linux counts it.

use std::hint::black_box;
use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};

use bench_report::process;
use comrak::{Arena, parse_document};

use super::{parser_options, to_json};
use crate::Failure;

/// What makes this program the process that is measured.
pub(super) const FLAG: &str = "--resident";

/// Parse only.
pub(super) const PARSER: &str = "parser";

/// From Markdown to JSON.
pub(super) const JSON: &str = "json";

/// So much of the text is read before the measurement, so that the program's own pages and what
/// every program takes of memory are not counted as the text's.
const WARM_UP: usize = 20_000;

/// The most bytes that a process took at once for a text, beyond what it had taken before; nothing
/// where no `/proc` says so.
pub(super) fn peak(what: &str, text: &str) -> Result<Option<usize>, Failure> {
    let fail = |error: std::io::Error| format!("the process that is measured fails: {error}");
    let this = std::env::current_exe().map_err(fail)?;
    let mut process = Command::new(this)
        .args(["md", FLAG, what, &text.len().to_string()])
        // As any other program has it: `cargo xtask bench` lets the measurements of time keep their memory.
        .env_remove("MALLOC_TRIM_THRESHOLD_")
        .env_remove("MALLOC_MMAP_THRESHOLD_")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(fail)?;
    if let Some(mut input) = process.stdin.take() {
        input.write_all(text.as_bytes()).map_err(fail)?;
    }
    let output = process.wait_with_output().map_err(fail)?;
    if !output.status.success() {
        return Err(format!("the process that is measured fails: {}", output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().parse().ok())
}

/// The process that is measured: reads a text of so many bytes from standard input, and says what
/// [`peak`] wants to know.
pub(super) fn tell(what: &str, bytes: &str) -> Result<(), Failure> {
    let bytes: usize = bytes.parse().map_err(|_| format!("`{bytes}` is no number"))?;
    // Room for all of it at once: what grows would leave a peak behind.
    let mut text = String::with_capacity(bytes + 1);
    std::io::stdin().read_to_string(&mut text).map_err(|error| error.to_string())?;
    let work = |text: &str| match what {
        PARSER => {
            let arena = Arena::new();
            black_box(parse_document(&arena, text, &parser_options()).first_child().is_some());
        }
        _ => drop(black_box(to_json(text))),
    };
    work(&text[..text.floor_char_boundary(WARM_UP)]);
    let peak = || process::kibibytes("self", process::PEAK);
    let Some(before) = peak() else {
        println!("unknown");
        return Ok(());
    };
    work(&text);
    let after = peak().unwrap_or(before);
    println!("{}", (after - before) * 1024);
    Ok(())
}
