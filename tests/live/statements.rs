//! All statements, one file for each subject, and the questions that no statement may ask.

use crate::statement::Statement;

mod content;
mod dates;
mod filters;
mod markdown;
mod sorts;
mod tables;

/// Every statement, in the order in which they are tried.
pub(crate) fn all() -> Vec<&'static Statement> {
    let subjects = [
        filters::STATEMENTS,
        dates::STATEMENTS,
        sorts::STATEMENTS,
        tables::STATEMENTS,
        content::STATEMENTS,
        markdown::STATEMENTS,
    ];
    subjects.into_iter().flatten().collect()
}

/// What is not known either and is not asked, with the reason.
pub(crate) const NOT_ASKED: &[(&str, &str)] = &[
    (
        "do refused requests (429) count against the budget, and how large is that of a workspace?",
        "it would spend what all clients of the workspace share",
    ),
    (
        "which writes are done although they are answered with 409, 500, 502 or 504, or not at all?",
        "nobody can provoke these answers without harm",
    ),
    (
        "can a file be imported from a signed address of Notion, does Markdown take a file upload, and \
         how many parts may one have?",
        "an upload belongs to the workspace and not to a page; it would be left behind",
    ),
    (
        "what does a page made of a template take over of files, comments and child pages?",
        "templates cannot be made through the API",
    ),
    (
        "does the tool `create-pages` of Notion's MCP server make many pages with one request?",
        "it is another service with a sign-in of its own",
    ),
    (
        "is a person of a personal token `me`, and do filters of people take groups?",
        "whoever is mentioned in a property is notified; only the bot is put there",
    ),
    (
        "when are webhooks sent again, and how are events put together?",
        "they need an address that Notion reaches, and are subscribed to by hand",
    ),
    (
        "what are properties of the types location and last_visited_time like, and synced sources?",
        "they cannot be made through the API",
    ),
];
