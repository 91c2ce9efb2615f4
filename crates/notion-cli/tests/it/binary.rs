//! It starts, fails and pipes properly.

use std::io::Write as _;
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

#[test]
fn a_filter_goes_through_pipes() {
    let mut child = notion(&["filter", "explain-code"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), b"".as_slice()));
    let long = vec![b'x'; 70_000];
    for (input, code) in
        [(b"a = 1".as_slice(), 0), (b"", 0), (b"\xff\xfe", 3), (b"a = \0", 3), (&long, 3)]
    {
        let mut child = notion(&["filter", "compile", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{output:?}");
        assert_eq!(output.stdout.is_empty(), code == 3);
        assert!(!output.stderr.contains(&0x1b), "nobody looks, and it is coloured");
    }
}
