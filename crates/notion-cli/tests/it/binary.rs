//! It starts, fails and pipes properly.

use std::process::{Command, Stdio};

/// The binary, without anything that the tester's environment would tell it.
fn notion(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_notion"));
    command.args(arguments).env_clear().stdin(Stdio::null());
    command
}

#[test]
fn help_is_data() {
    let output = notion(&["--help"]).output().unwrap();
    assert!(output.status.success());
    assert!(String::from_utf8(output.stdout).unwrap().contains("Usage: notion"));
    assert!(output.stderr.is_empty());
}

#[test]
fn a_wrong_command_is_a_usage_error() {
    let output = notion(&["qurey"]).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(output.stdout.is_empty());
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(words.contains("unrecognized subcommand 'qurey'"), "{words}");
}

#[test]
fn a_closed_pipe_is_success() {
    let mut child = notion(&["completions", "zsh"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}
