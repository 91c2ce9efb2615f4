//! Measuring beside peers. What is measured is in a package of its own, `xtask/bench`, so that only
//! who measures builds the peers.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Failure, node, python, shell};

/// The package and its lock file.
const MANIFEST: &str = "xtask/bench/Cargo.toml";

/// Builds the measurements and runs one subject with its flags.
pub(crate) fn run(subject: &str, flags: &[String]) -> Result<(), Failure> {
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    // Apart from the workspace's own: other features, other lock file.
    let target = PathBuf::from(target).join("bench");
    let (packages, measuring) = match subject {
        "client" => (&["bench-client"][..], "bench-client"),
        "emulator" => (&["bench-emulator"][..], "bench-emulator"),
        _ => (&["bench", "bench-sorted"][..], "bench"),
    };
    // One after the other and not together: cargo would give both the features of both.
    for package in packages {
        let mut build = shell::cargo(&["build", "--release", "--locked", "--package", package]);
        shell::run(build.args(["--manifest-path", MANIFEST, "--target-dir"]).arg(&target))?;
    }
    let program =
        |name| target.join("release").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let mut measure = shell::command(program(measuring));
    measure.arg(subject).args(flags);
    if subject == "model" {
        measure.arg("--sorted").arg(program("bench-sorted"));
    }
    if subject == "md" {
        // glibc hands the memory of a long text back after every round and asks for it again, page
        // by page; that takes longer than the work that is measured, and is no part of it.
        for threshold in ["MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_"] {
            measure.env(threshold, "4000000000");
        }
        // Without Node the row of the peer says so.
        if node::is_there().is_ok() {
            let folder = target.join("martian");
            node::install(
                "xtask/bench/martian",
                &["xtask/bench/martian/martian.mjs"],
                "@tryfabric/martian",
                &folder,
            )?;
            measure.arg("--martian").arg(folder);
        }
    }
    if subject == "client" {
        add_sdks(&mut measure, &target.join("sdks"))?;
    }
    shell::run(&mut measure)
}

/// The official SDKs, as far as this machine can have them, in the versions of `conformance`.
fn add_sdks(measure: &mut Command, folder: &Path) -> Result<(), Failure> {
    let scripts = &["xtask/bench/client/sdk.mjs"];
    match node::is_there() {
        Ok(()) => {
            node::install("xtask/conformance", scripts, "@notionhq/client", folder)?;
            measure.arg("--javascript").arg(folder);
        }
        Err(reason) => shell::say(&format!("{reason}; the JavaScript SDK is not measured")),
    }
    match python::find() {
        Ok(found) => {
            let inside = python::install(found, "xtask/conformance/requirements.txt", folder)?;
            measure.arg("--python").arg(inside);
        }
        Err(reason) => shell::say(&format!("{reason}; the Python SDK is not measured")),
    }
    Ok(())
}
