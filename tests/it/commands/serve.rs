//! `notion serve`: what keeps it from starting.

use crate::session::Session;

#[test]
fn a_file_that_is_wrong_is_named() {
    let session = Session::new()
        .file("faults.toml", "[[fault]]\nmethod = \"POST\"\nstatsu = 500\n")
        .file("empty.toml", "[[fault]]\n")
        .file("world.json", "[");
    let refused = |line: &str, told: [&str; 2]| {
        let outcome = session.run(line);
        let said = told.iter().all(|it| outcome.stderr.contains(it));
        assert!(outcome.code() == 3 && said, "{outcome}");
    };
    refused(
        "notion serve --faults faults.toml",
        ["error: `faults.toml` cannot be used\n", "line 3"],
    );
    refused(
        "notion serve --faults empty.toml",
        ["error: `empty.toml` cannot be used\n", "line 1: say"],
    );
    insta::assert_snapshot!(session.run("notion serve --seed world.json"), @"
    exit code: 3
    --- stderr
    error: `world.json` cannot be used
      caused by: the world cannot be read: EOF while parsing a list at line 1 column 1
    ");
}

#[test]
fn a_token_that_nobody_could_send_is_refused() {
    insta::assert_snapshot!(Session::new().run("notion serve --token 'two words'"), @"
    exit code: 3
    --- stderr
    error: a `--token` cannot be used
      caused by: the token contains white space or a character outside ASCII; copy it again
    ");
}

#[test]
fn no_world_is_made_among_the_files_of_somebody_else() {
    let session = Session::new().file("notes.txt", "mine");
    insta::assert_snapshot!(session.run("notion serve --dir ."), @"
    exit code: 3
    --- stderr
    error: `[FOLDER]/.` holds no local Notion, but other files

    hint: name its folder, or one that does not exist yet
    ");
    assert!(!session.path("world.db").exists());
}
