//! The request of every call.

use notion_model::query::{Query, Sort};
use notion_model::request::{
    AppendChildren, ContentUpdate, CreateComment, CreateDataSource, CreateDatabase,
    CreateFileUpload, CreatePage, CreateToken, CreateView, CreateViewQuery, MarkdownPlace,
    PageContent, Parent, PartNumber, ReadPageMarkdown, Search, UpdateBlock, UpdateComment,
    UpdateDataSource, UpdateDatabase, UpdatePage, UpdatePageMarkdown, UpdateView,
};
use notion_model::{FileUploadStatus, MarkdownVersion, Patch, Properties, PropertyId, ViewType};

use super::*;
use crate::{FileContent, OrTask};

/// Ids that differ, with their kind said by the type that is wanted.
fn id<T: std::str::FromStr>(digit: char) -> T
where
    T::Err: std::fmt::Debug,
{
    format!("{digit}0000000-0000-4000-8000-000000000000").parse().unwrap()
}

fn show<E: Endpoint>(endpoint: E) -> String {
    let query: Vec<_> =
        endpoint.query().iter().map(|(name, value)| format!("{name}={value}")).collect();
    let body = endpoint.body().map(|body| serde_json::to_string(body).unwrap());
    let form = endpoint.form().unwrap().map(|form| format!("{form:?}"));
    let body = body.or(form).unwrap_or_default();
    let line = format!(
        "{:?} {} {} {} {body}",
        endpoint.replay(),
        E::METHOD,
        endpoint.path(),
        query.join("&")
    );
    line.trim_end().replace("0000000-0000-4000-8000-000000000000", "…").replace("  ", " ") + "\n"
}

fn turned<E: ListEndpoint>(mut endpoint: E) -> E {
    endpoint.turn_to(Some("cursor".to_owned()), 100);
    endpoint
}

#[test]
fn pages() {
    let move_to = Parent::DataSource(id('d'));
    let icon = UpdatePage { icon: Patch::Clear, ..UpdatePage::default() };
    let calls = [
        show(pages::create(CreatePage::new(Parent::Page(id('a'))))),
        show(
            pages::retrieve(id('a')).only([PropertyId::from("Ur%5DX"), PropertyId::from("title")]),
        ),
        show(pages::update(id('a'), icon)),
        show(pages::trash(id('a'))),
        show(pages::restore(id('a'))),
        show(pages::move_to(id('a'), move_to)),
        show(pages::property(id('a'), PropertyId::from("Ur%5DX"))),
        show(turned(pages::property_items(id('a'), PropertyId::from("Ur]X")))),
    ];
    insta::assert_snapshot!(calls.concat(), @r#"
    Once POST pages {"parent":{"type":"page_id","page_id":"a…"}}
    Read GET pages/a… filter_properties=Ur]X&filter_properties=title
    State PATCH pages/a… {"icon":null}
    State PATCH pages/a… {"in_trash":true}
    State PATCH pages/a… {"in_trash":false}
    State POST pages/a…/move {"parent":{"type":"data_source_id","data_source_id":"d…"}}
    Read GET pages/a…/properties/Ur%5DX
    Read GET pages/a…/properties/Ur%5DX start_cursor=cursor&page_size=100
    "#);
}

#[test]
fn blocks() {
    let page: notion_model::PageId = id('a');
    let calls = [
        show(blocks::retrieve(page)),
        show(turned(blocks::children(page))),
        show(blocks::append(page, AppendChildren::default())),
        show(blocks::update(id('b'), UpdateBlock::default())),
        show(blocks::delete(page)),
        show(blocks::restore(id('b'))),
    ];
    insta::assert_snapshot!(calls.concat(), @r#"
    Read GET blocks/a…
    Read GET blocks/a…/children start_cursor=cursor&page_size=100
    Once PATCH blocks/a…/children {"children":[]}
    State PATCH blocks/b… {}
    State DELETE blocks/a…
    State PATCH blocks/b… {"in_trash":false}
    "#);
}

#[test]
fn databases_and_data_sources() {
    let query = Query { sorts: vec![Sort::property("Name")], ..Query::default() };
    let source = CreateDataSource {
        parent: Parent::Database(id('c')),
        properties: Properties::default(),
        title: Vec::new(),
        icon: None,
    };
    let calls = [
        show(databases::create(CreateDatabase::new(Parent::Page(id('a')), "Garden"))),
        show(databases::retrieve(id('c'))),
        show(databases::update(id('c'), UpdateDatabase::default())),
        show(databases::trash(id('c'))),
        show(data_sources::create(source)),
        show(data_sources::retrieve(id('d'))),
        show(data_sources::update(id('d'), UpdateDataSource::default())),
        show(data_sources::query(id('d'), Query::default())),
        show(turned(data_sources::query(id('d'), Query::default()))),
        show(turned(data_sources::query(id('d'), query).only([PropertyId::from("title")]))),
    ];
    insta::assert_snapshot!(calls.concat(), @r#"
    Once POST databases {"parent":{"type":"page_id","page_id":"a…"},"title":[{"type":"text","text":{"content":"Garden"}}],"initial_data_source":{"properties":{}}}
    Read GET databases/c…
    State PATCH databases/c… {}
    State PATCH databases/c… {"in_trash":true}
    Once POST data_sources {"parent":{"type":"database_id","database_id":"c…"},"properties":{}}
    Read GET data_sources/d…
    State PATCH data_sources/d… {}
    Read POST data_sources/d…/query {}
    Read POST data_sources/d…/query {"sorts":[{"timestamp":"created_time","direction":"ascending"}],"start_cursor":"cursor","page_size":100}
    Read POST data_sources/d…/query filter_properties=title {"sorts":[{"property":"Name","direction":"ascending"}],"start_cursor":"cursor","page_size":100}
    "#);
}

#[test]
fn users_and_search() {
    let words = Search { query: Some("garden".to_owned()), ..Search::default() };
    let calls = [
        show(users::me()),
        show(users::retrieve(id('e'))),
        show(users::list()),
        show(turned(users::list())),
        show(search::search(words.clone())),
        show(turned(search::search(words))),
    ];
    insta::assert_snapshot!(calls.concat(), @r#"
    Read GET users/me
    Read GET users/e…
    Read GET users
    Read GET users start_cursor=cursor&page_size=100
    Read POST search {"query":"garden"}
    Read POST search {"query":"garden","start_cursor":"cursor","page_size":100}
    "#);
}

#[test]
fn comments() {
    let page: notion_model::PageId = id('a');
    let calls = [
        show(comments::create(CreateComment::new(page, "Well done"))),
        show(comments::retrieve(id('c'))),
        show(comments::list(page)),
        show(turned(comments::list(page))),
        show(comments::update(id('c'), UpdateComment::new("Better"))),
        show(comments::delete(id('c'))),
    ];
    insta::assert_snapshot!(calls.concat(), @r#"
    Once POST comments {"parent":{"type":"page_id","page_id":"a…"},"rich_text":[{"type":"text","text":{"content":"Well done"}}]}
    Read GET comments/c…
    Read GET comments block_id=a…
    Read GET comments block_id=a…&start_cursor=cursor&page_size=100
    State PATCH comments/c… {"rich_text":[{"type":"text","text":{"content":"Better"}}]}
    State DELETE comments/c…
    "#);
}

#[test]
fn views_and_their_rows() {
    let (database, source): (notion_model::DatabaseId, notion_model::DataSourceId) =
        (id('c'), id('d'));
    let query: notion_model::ViewQuery =
        serde_json::from_str(r#"{"object":"view_query","id":"../q","next_cursor":null}"#).unwrap();
    let renamed = UpdateView { name: Some("Mine".to_owned()), ..UpdateView::default() };
    let calls = [
        show(views::create(CreateView::new(database, source, "All", ViewType::Table))),
        show(views::retrieve(id('f'))),
        show(turned(views::list(database))),
        show(views::list_showing(source)),
        show(views::update(id('f'), renamed)),
        show(views::delete(id('f'))),
        show(views::query(id('f'), CreateViewQuery { page_size: Some(10) })),
        show(turned(views::rows(id('f'), &query))),
        show(views::delete_query(id('f'), &query)),
    ];
    insta::assert_snapshot!(calls.concat(), @r#"
    Once POST views {"data_source_id":"d…","name":"All","type":"table","database_id":"c…"}
    Read GET views/f…
    Read GET views database_id=c…&start_cursor=cursor&page_size=100
    Read GET views data_source_id=d…
    State PATCH views/f… {"name":"Mine"}
    State DELETE views/f…
    Leak POST views/f…/queries {"page_size":10}
    Read GET views/f…/queries/..%2Fq start_cursor=cursor&page_size=100
    State DELETE views/f…/queries/..%2Fq
    "#);
}

#[test]
fn templates_and_custom_emojis() {
    let calls = [
        show(templates::list(id('d'))),
        show(turned(templates::list(id('d')).named("bug"))),
        show(custom_emojis::list()),
        show(turned(custom_emojis::list().named("bufo"))),
    ];
    insta::assert_snapshot!(calls.concat(), @r"
    Read GET data_sources/d…/templates
    Read GET data_sources/d…/templates name=bug&start_cursor=cursor&page_size=100
    Read GET custom_emojis
    Read GET custom_emojis name=bufo&start_cursor=cursor&page_size=100
    ");
}

#[test]
fn markdown_and_tasks() {
    let page: notion_model::PageId = id('a');
    let options = ReadPageMarkdown { include_transcript: true, version: Some(MarkdownVersion::V2) };
    let text = PageContent::Markdown { markdown: "Garden".into(), allow_async: true };
    let new = CreatePage { content: text, ..CreatePage::new(Parent::Page(page)) };
    let all = || UpdatePageMarkdown { allow_async: true, ..UpdatePageMarkdown::replace("New") };
    let some = UpdatePageMarkdown::update(vec![ContentUpdate::new("tea", "juice")]);
    let calls = [
        show(pages::create(new.clone())),
        show(pages::create_async(new)),
        show(page_markdown::retrieve(page, ReadPageMarkdown::default())),
        show(page_markdown::retrieve(page, options)),
        show(page_markdown::update(page, all())),
        show(page_markdown::update(page, some.clone())),
        show(page_markdown::update(page, UpdatePageMarkdown::insert("More", MarkdownPlace::End))),
        show(page_markdown::update_async(page, some)),
        show(async_tasks::retrieve("task_0123")),
        show(async_tasks::retrieve("task/../users")),
    ];
    insta::assert_snapshot!(calls.concat(), @r#"
    Once POST pages {"parent":{"type":"page_id","page_id":"a…"},"markdown":"Garden"}
    Once POST pages {"parent":{"type":"page_id","page_id":"a…"},"markdown":"Garden","allow_async":true}
    Read GET pages/a…/markdown
    Read GET pages/a…/markdown include_transcript=true&markdown_version=v2
    State PATCH pages/a…/markdown {"type":"replace_content","replace_content":{"new_str":"New"}}
    Guarded PATCH pages/a…/markdown {"type":"update_content","update_content":{"content_updates":[{"old_str":"tea","new_str":"juice"}]}}
    Once PATCH pages/a…/markdown {"type":"insert_content","insert_content":{"content":"More","position":{"type":"end"}}}
    Guarded PATCH pages/a…/markdown {"type":"update_content","update_content":{"content_updates":[{"old_str":"tea","new_str":"juice"}]},"allow_async":true}
    Read GET async_tasks/task_0123
    Read GET async_tasks/task%2F..%2Fusers
    "#);
}

#[test]
fn file_uploads() {
    let notes = || FileContent::new("Water").named("notes.txt").of_type("text/plain");
    let calls = [
        show(file_uploads::create(CreateFileUpload::single_part())),
        show(file_uploads::create(CreateFileUpload::multi_part("talk.mp4", 3))),
        show(file_uploads::create(CreateFileUpload::external_url("https://example.org/a.png"))),
        show(file_uploads::send(id('e'), notes())),
        show(file_uploads::send_part(id('e'), PartNumber::new(2).unwrap(), notes())),
        show(file_uploads::complete(id('e'))),
        show(file_uploads::retrieve(id('e'))),
        show(file_uploads::list()),
        show(turned(file_uploads::list().only(FileUploadStatus::Pending))),
    ];
    insta::assert_snapshot!(calls.concat(), @r#"
    Leak POST file_uploads {}
    Leak POST file_uploads {"mode":"multi_part","number_of_parts":3,"filename":"talk.mp4"}
    Leak POST file_uploads {"mode":"external_url","external_url":"https://example.org/a.png"}
    State POST file_uploads/e…/send Form { fields: [], file: FileContent { bytes: 5, filename: Some("notes.txt"), content_type: Some("text/plain") } }
    State POST file_uploads/e…/send Form { fields: [("part_number", "2")], file: FileContent { bytes: 5, filename: Some("notes.txt"), content_type: Some("text/plain") } }
    State POST file_uploads/e…/complete
    Read GET file_uploads/e…
    Read GET file_uploads
    Read GET file_uploads status=pending&start_cursor=cursor&page_size=100
    "#);
}

#[test]
fn oauth() {
    let who = || Credentials::new("my-client-id", "s3cret").unwrap();
    let code = CreateToken::AuthorizationCode {
        code: "c0de".into(),
        redirect_uri: None,
        external_account: None,
    };
    let next = CreateToken::RefreshToken { refresh_token: "r3fresh".into() };
    let calls = [
        show(oauth::token(who(), code.clone())),
        show(oauth::token(who(), next)),
        show(oauth::introspect(who(), "t0ken".into())),
        show(oauth::revoke(who(), "t0ken".into())),
    ];
    insta::assert_snapshot!(calls.concat(), @r#"
    Once POST oauth/token {"grant_type":"authorization_code","code":"c0de"}
    Once POST oauth/token {"grant_type":"refresh_token","refresh_token":"r3fresh"}
    Read POST oauth/introspect {"token":"t0ken"}
    State POST oauth/revoke {"token":"t0ken"}
    "#);
    let seen = format!(
        "{:?} {:?} {:?}",
        oauth::token(who(), code),
        oauth::introspect(who(), "t0ken".into()),
        oauth::revoke(who(), "t0ken".into())
    );
    assert!(!["s3cret", "c0de", "t0ken", "Basic"].iter().any(|it| seen.contains(it)), "{seen}");
}

#[test]
fn a_list_of_templates_is_read_like_any_other() {
    let answer = r#"{"templates":[
        {"id":"a0000000-0000-4000-8000-000000000000","name":"Bug","is_default":true},
        {"id":"none"}
    ],"has_more":true,"next_cursor":"next"}"#;
    let list = templates::ListTemplates::read(answer.as_bytes()).unwrap();
    let names: Vec<_> = list.items().map(|it| &*it.name).collect();
    assert_eq!((names, list.results.len()), (vec!["Bug"], 2));
    assert_eq!((list.has_more, list.next_cursor.as_deref()), (true, Some("next")));
}

#[test]
fn an_answer_is_told_apart_from_a_task() {
    let read = <pages::CreatePageAsync as Endpoint>::read;
    let page = r#"{"object":"page","id":"a0000000-0000-4000-8000-000000000000","properties":{}}"#;
    assert!(matches!(read(page.as_bytes()), Ok(OrTask::Done(_))));
    let task = r#"{"id":"task_1","status":"queued","object":"async_task"}"#;
    assert!(matches!(read(task.as_bytes()), Ok(OrTask::Task(_))));
    // Cut off, so that it is asked for again; not an object, so that it is not.
    assert!(read(&page.as_bytes()[..20]).unwrap_err().is_eof());
    assert!(read(b"[]").unwrap_err().is_data());
}

#[test]
fn a_search_finds_pages_and_data_sources() {
    let found: List<search::Found> = serde_json::from_value(serde_json::json!({
        "object": "list", "has_more": false, "next_cursor": null, "results": [
            {"object": "page", "id": "a0000000-0000-4000-8000-000000000000", "properties": {}},
            {"object": "data_source", "id": "d0000000-0000-4000-8000-000000000000", "title": [], "properties": {}},
            {"object": "hologram", "id": "d0000000-0000-4000-8000-000000000000"},
        ],
    }))
    .unwrap();
    let kinds: Vec<_> = found.items().map(|it| matches!(it, search::Found::Page(_))).collect();
    assert_eq!((kinds, found.results.len()), (vec![true, false], 3));
}
