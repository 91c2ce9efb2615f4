//! `notion completions`.

use crate::session::Session;

#[test]
fn a_script_for_each_shell() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let outcome = Session::new().run(&format!("notion completions {shell}"));
        assert_eq!(outcome.code(), 0, "{outcome}");
        assert!(outcome.stdout.contains("notion"), "{outcome}");
    }
}

#[test]
fn a_wrong_shell_is_a_usage_error() {
    insta::assert_snapshot!(Session::new().run("notion completions csh"), @"
    exit code: 3
    --- stderr
    error: invalid value 'csh' for '<SHELL>'
      [possible values: bash, elvish, fish, powershell, zsh]

      tip: a similar value exists: 'zsh'

    For more information, try '--help'.
    ");
}
