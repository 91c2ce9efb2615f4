//! Comments, Markdown, tasks, templates, emojis.

use std::time::Duration;

use notion_client::{
    ErrorKind, Failure, OrTask, comments, custom_emojis, page_markdown, pages, templates,
};
use notion_model::request::{
    ContentUpdate, CreateComment, CreatePage, PageContent, Parent, ReadPageMarkdown, UpdateComment,
    UpdatePageMarkdown,
};
use notion_model::{Page, plain_text};

use crate::session::{Session, builder, chain};

#[tokio::test(start_paused = true)]
async fn a_comment_is_made_answered_changed_and_deleted() {
    let session = Session::new();
    let (client, plan) = (&session.client, session.page("plan"));
    let first = client.send(comments::create(CreateComment::new(plan, "Well done"))).await.unwrap();
    let second = client.send(comments::create(CreateComment::new(plan, "Thanks"))).await.unwrap();
    assert_eq!(first.discussion_id, second.discussion_id);

    let change = UpdateComment::new("Very well done");
    client.send(comments::update(first.id, change)).await.unwrap();
    let read = client.send(comments::retrieve(first.id)).await.unwrap();
    assert_eq!(plain_text(&read.rich_text), "Very well done");
    let all = client.list(comments::list(plan)).collect().await.unwrap();
    assert_eq!(all.iter().map(|it| it.id).collect::<Vec<_>>(), [first.id, second.id]);

    client.send(comments::delete(first.id)).await.unwrap();
    assert_eq!(client.get_opt(comments::retrieve(first.id)).await.unwrap(), None);
    assert_eq!(client.get_opt(comments::delete(first.id)).await.unwrap(), None);
}

#[tokio::test(start_paused = true)]
async fn what_notion_would_refuse_of_a_comment_is_not_sent() {
    let session = Session::new();
    let long = CreateComment::new(session.page("plan"), &*"x".repeat(2001));
    let error = session.client.send(comments::create(long)).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Request(_)), "{error}");
    assert_eq!(session.emulator.counts().requests, 0);
}

#[tokio::test(start_paused = true)]
async fn markdown_is_read_and_changed() {
    let session = Session::new();
    let (client, plan) = (&session.client, session.page("plan"));
    let read = || page_markdown::retrieve(plan, ReadPageMarkdown::default());
    assert_eq!(client.send(read()).await.unwrap().markdown, "- [ ] Water\nTea, then tea.");
    let change = UpdatePageMarkdown::update(vec![ContentUpdate::new("[ ] Water", "[x] Water")]);
    let changed = client.send(page_markdown::update(plan, change)).await.unwrap();
    assert_eq!(changed.markdown, "- [x] Water\nTea, then tea.");
    assert_eq!(client.send(read()).await.unwrap().markdown, changed.markdown);
}

#[tokio::test(start_paused = true)]
async fn a_task_is_waited_for() {
    let session = Session::new();
    let (client, plan) = (&session.client, session.page("plan"));
    let change = UpdatePageMarkdown::replace("All new");
    let accepted = client.send(page_markdown::update_async(plan, change)).await.unwrap();
    assert!(matches!(accepted, OrTask::Task(_)));
    assert_eq!(client.finish(accepted).await.unwrap().markdown, "All new");

    let markdown = PageContent::Markdown { markdown: "# Garden\nText".into(), allow_async: false };
    let page = CreatePage { content: markdown, ..CreatePage::new(Parent::Page(plan)) };
    let accepted = client.send(pages::create_async(page.clone())).await.unwrap();
    let made: Page = client.finish(accepted).await.unwrap();
    assert_eq!(client.send(pages::retrieve(made.id)).await.unwrap().id, made.id);
    // Asked to wait for it, Notion answers with the page itself.
    client.send(pages::create(page)).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_task_that_fails_is_an_error_like_that_of_the_call() {
    // The judge writes every number as 1, which is no status of an error.
    let session = Session::unrecorded();
    let (client, plan) = (&session.client, session.page("plan"));
    let change = || UpdatePageMarkdown::update(vec![ContentUpdate::new("coffee", "juice")]);
    let at_once = client.send(page_markdown::update(plan, change())).await.unwrap_err();
    let accepted = client.send(page_markdown::update_async(plan, change())).await.unwrap();
    let later = client.finish(accepted).await.unwrap_err();
    for error in [&at_once, &later] {
        assert_eq!(error.failure(), Some(Failure::Invalid), "{}", chain(error));
    }
    assert_eq!(at_once.refusal().unwrap().message, later.refusal().unwrap().message);
    assert_eq!(later.path(), "pages/:page_id/markdown");
}

#[tokio::test(start_paused = true)]
async fn a_task_is_not_waited_for_without_end() {
    let session = Session::new();
    let hasty = builder(&session.emulator)
        .token(notion_client::Token::new("ntn_s3cret").unwrap())
        .max_wait(Duration::from_secs(1))
        .build();
    let change = UpdatePageMarkdown::replace("All new");
    let accepted = hasty.send(page_markdown::update_async(session.page("plan"), change)).await;
    let error = hasty.finish(accepted.unwrap()).await.unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unfinished { .. }), "{error}");
}

#[tokio::test(start_paused = true)]
async fn templates_and_emojis_are_found_by_name() {
    let session = Session::new();
    let (client, (_, tasks)) = (&session.client, session.tasks());
    let names = |all: Vec<notion_model::DataSourceTemplate>| {
        all.into_iter().map(|it| (it.name, it.is_default)).collect::<Vec<_>>()
    };
    let all = client.list(templates::list(tasks)).collect().await.unwrap();
    assert_eq!(names(all), [("Bug".to_owned(), true), ("Feature".to_owned(), false)]);
    let some = client.list(templates::list(tasks).named("feat")).collect().await.unwrap();
    assert_eq!(names(some), [("Feature".to_owned(), false)]);

    assert_eq!(client.list(custom_emojis::list()).collect().await.unwrap().len(), 2);
    let party = client.list(custom_emojis::list().named("party")).collect().await.unwrap();
    assert_eq!(party[0].url.as_deref(), Some("https://example.org/party.png"));
}
