//! Every body that is built is written as Notion takes it, and read back as it was.

use insta::assert_snapshot;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{
    BlockId, DataSourceId, DatabaseId, FileUploadId, GroupBy, MarkdownVersion, PageId, Patch,
    Secret, TableView, ViewId, ViewProperty, ViewType,
    body::Body,
    query::{Condition, Direction},
    request::*,
};

const ID: &str = "38c9ce7b-60a4-8114-b301-ddc78a46ec5d";

fn page() -> PageId {
    ID.parse().unwrap()
}

fn block() -> BlockId {
    ID.parse().unwrap()
}

/// Writes a body, reads it, and compares; the id is shortened.
#[track_caller]
fn written<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(body: &T) -> String {
    let text = serde_json::to_string(body).unwrap();
    assert_eq!(serde_json::from_str::<T>(&text).unwrap(), *body);
    text.replace(ID, "ID")
}

#[test]
fn comments() {
    let text = CreateComment::new(page(), "Hi");
    assert_snapshot!(written(&text), @r#"{"parent":{"type":"page_id","page_id":"ID"},"rich_text":[{"type":"text","text":{"content":"Hi"}}]}"#);
    let answer = CreateComment {
        attachments: vec![ID.parse::<FileUploadId>().unwrap()],
        display_name: Some(CommentName::Custom("Ada".to_owned())),
        ..CreateComment::new(
            CommentTarget::Discussion(ID.into()),
            Markdown::from("**Hi**").in_version(MarkdownVersion::V2),
        )
    };
    assert_snapshot!(written(&answer), @r#"{"discussion_id":"ID","markdown":"**Hi**","markdown_version":"v2","attachments":[{"file_upload_id":"ID"}],"display_name":{"type":"custom","custom":{"name":"Ada"}}}"#);
    assert_snapshot!(written(&CreateComment::new(block(), "Hi")), @r#"{"parent":{"type":"block_id","block_id":"ID"},"rich_text":[{"type":"text","text":{"content":"Hi"}}]}"#);
    assert_snapshot!(written(&UpdateComment::new(Markdown::from("Hi"))), @r#"{"markdown":"Hi"}"#);
}

#[test]
fn uploads() {
    assert_snapshot!(written(&CreateFileUpload::single_part()), @"{}");
    let parts = CreateFileUpload::multi_part("a.mp4", 3).with_content_type("video/mp4");
    assert_snapshot!(written(&parts), @r#"{"mode":"multi_part","number_of_parts":3,"filename":"a.mp4","content_type":"video/mp4"}"#);
    let web = CreateFileUpload::external_url("https://a.b/c.png").named("c.png");
    assert_snapshot!(written(&web), @r#"{"mode":"external_url","external_url":"https://a.b/c.png","filename":"c.png"}"#);
    assert_eq!(PartNumber::new(0), None);
    assert_eq!(PartNumber::new(1001), None);
    let numbers: Vec<_> = PartNumber::new(2).unwrap().up_to().map(|it| it.to_string()).collect();
    assert_eq!(numbers, ["1", "2"]);
}

#[test]
fn markdown() {
    let update = UpdatePageMarkdown::update(vec![ContentUpdate::new("a", "b").everywhere()]);
    assert_snapshot!(written(&update), @r#"{"type":"update_content","update_content":{"content_updates":[{"old_str":"a","new_str":"b","replace_all_matches":true}]}}"#);
    let replace =
        UpdatePageMarkdown { allow_async: true, ..UpdatePageMarkdown::replace("# all").deleting() };
    assert_snapshot!(written(&replace), @r##"{"type":"replace_content","replace_content":{"new_str":"# all","allow_deleting_content":true},"allow_async":true}"##);
    for place in [MarkdownPlace::Start, MarkdownPlace::End] {
        written(&UpdatePageMarkdown::insert("x", place));
    }
    let insert = UpdatePageMarkdown::insert("x", MarkdownPlace::After("a...b".to_owned()));
    assert_snapshot!(written(&insert), @r#"{"type":"insert_content","insert_content":{"content":"x","after":"a...b"}}"#);
    let read = ReadPageMarkdown { include_transcript: true, version: Some(MarkdownVersion::V2) };
    assert_eq!(
        read.query(),
        [("include_transcript", "true".to_owned()), ("markdown_version", "v2".to_owned())]
    );
}

#[test]
fn pages() {
    let from_template = CreatePage {
        content: ApplyTemplate {
            template: PageTemplate::Id(page()),
            timezone: Some("Europe/Berlin".to_owned()),
        }
        .into(),
        position: Some(PagePosition::After(block())),
        ..CreatePage::new(page())
    };
    assert_snapshot!(written(&from_template), @r#"{"parent":{"type":"page_id","page_id":"ID"},"template":{"type":"template_id","template_id":"ID","timezone":"Europe/Berlin"},"position":{"type":"after_block","after_block":{"id":"ID"}}}"#);
    let from_markdown = CreatePage {
        content: PageContent::Markdown { markdown: "# T".into(), allow_async: true },
        ..CreatePage::new(page())
    };
    assert_snapshot!(written(&from_markdown), @r##"{"parent":{"type":"page_id","page_id":"ID"},"markdown":"# T","allow_async":true}"##);
    let erase = UpdatePage {
        template: Some(PageTemplate::Default.into()),
        erase_content: Some(true),
        icon: Patch::Clear,
        ..UpdatePage::default()
    };
    assert_snapshot!(written(&erase), @r#"{"icon":null,"template":{"type":"default"},"erase_content":true}"#);
    assert_snapshot!(written(&MovePage { parent: page().into() }), @r#"{"parent":{"type":"page_id","page_id":"ID"}}"#);
}

#[test]
fn views() {
    let source: DataSourceId = ID.parse().unwrap();
    let database: DatabaseId = ID.parse().unwrap();
    let look = TableView {
        properties: Patch::Set(vec![ViewProperty::shown("title")]),
        group_by: Patch::Set(GroupBy::status("x")),
        subtasks: Patch::Clear,
        ..TableView::default()
    };
    let high: Condition = serde_json::from_value(json!({"select": {"equals": "High"}})).unwrap();
    let filter = json!({"property": "Priority", "select": {"equals": "High"}});
    let mut view =
        CreateView::new(database, source, "V", crate::ViewConfiguration::from(look.clone()));
    view.filter = Some(serde_json::from_value(filter).unwrap());
    view.quick_filters.insert("Priority", high);
    assert_snapshot!(written(&view), @r#"{"data_source_id":"ID","name":"V","type":"table","database_id":"ID","filter":{"property":"Priority","select":{"equals":"High"}},"quick_filters":{"Priority":{"select":{"equals":"High"}}},"configuration":{"type":"table","properties":[{"property_id":"title","visible":true}],"group_by":{"type":"status","property_id":"x","group_by":"option","sort":{"type":"manual"}},"subtasks":null}}"#);
    let widget = ViewPlace::Dashboard {
        dashboard: ID.parse::<ViewId>().unwrap(),
        placement: Some(WidgetPlacement::ExistingRow { row_index: 1 }),
    };
    assert_snapshot!(written(&CreateView::new(widget, source, "W", ViewType::Chart)), @r#"{"data_source_id":"ID","name":"W","type":"chart","view_id":"ID","placement":{"type":"existing_row","row_index":1}}"#);
    let linked = ViewPlace::LinkedDatabase { page: page(), after: Some(block()) };
    assert_snapshot!(written(&CreateView::new(linked, source, "L", ViewType::List)), @r#"{"data_source_id":"ID","name":"L","type":"list","create_database":{"parent":{"type":"page_id","page_id":"ID"},"position":{"type":"after_block","block_id":"ID"}}}"#);
    let update = UpdateView {
        filter: Patch::Clear,
        sorts: Patch::Set(vec![PropertySort {
            property: "Name".to_owned(),
            direction: Direction::Descending,
        }]),
        quick_filters: Patch::Set([("Priority", None)].into_iter().collect()),
        configuration: Some(look.into()),
        ..UpdateView::default()
    };
    assert_snapshot!(written(&update), @r#"{"filter":null,"sorts":[{"property":"Name","direction":"descending"}],"quick_filters":{"Priority":null},"configuration":{"type":"table","properties":[{"property_id":"title","visible":true}],"group_by":{"type":"status","property_id":"x","group_by":"option","sort":{"type":"manual"}},"subtasks":null}}"#);
    assert_snapshot!(written(&CreateViewQuery { page_size: Some(10) }), @r#"{"page_size":10}"#);
}

#[test]
fn tokens_are_sent_and_never_shown() {
    let create = CreateToken::AuthorizationCode {
        code: Secret::from("geheim"),
        redirect_uri: None,
        external_account: None,
    };
    assert_snapshot!(written(&create), @r#"{"grant_type":"authorization_code","code":"geheim"}"#);
    let refresh = CreateToken::RefreshToken { refresh_token: "geheim".into() };
    assert_snapshot!(written(&refresh), @r#"{"grant_type":"refresh_token","refresh_token":"geheim"}"#);
    let revoke = RevokeToken { token: "geheim".into() };
    let body = Body::read("oauth/revoke", serde_json::to_value(&revoke).unwrap());
    for shown in [format!("{create:?}"), format!("{refresh:?}"), format!("{revoke:?}{body:?}")] {
        assert!(!shown.contains("geheim"), "{shown}");
    }
    assert_eq!(serde_json::to_value(&body).unwrap(), json!({"token": "geheim"}));
}

#[test]
fn what_notion_would_refuse_is_no_request_and_kept() {
    let cases: [(&str, Value); 8] = [
        ("comments", json!({"parent": {"page_id": ID}, "discussion_id": ID, "markdown": "x"})),
        ("comments", json!({"parent": {"page_id": ID}, "markdown": "x", "rich_text": []})),
        ("file_uploads", json!({"mode": "multi_part", "filename": "a"})),
        ("pages", json!({"parent": {"page_id": ID}, "children": [], "markdown": "x"})),
        ("pages/x/move", json!({"parent": {"block_id": ID}})),
        ("pages/x/markdown", json!({"type": "hologram", "hologram": {}})),
        ("views", json!({"data_source_id": ID, "name": "V", "type": "table"})),
        ("views/x", json!({"sorts": [{"timestamp": "created_time", "direction": "ascending"}]})),
    ];
    for (path, value) in cases {
        let body = Body::read(path, value.clone());
        assert!(!body.is_known(), "{body:?}");
        assert_eq!(serde_json::to_value(body).unwrap(), value);
    }
}

#[test]
fn what_says_more_is_read_and_kept() {
    let cases: [(&str, Value); 3] = [
        ("comments", json!({"parent": {"page_id": ID}, "rich_text": [{"text": {"content": "x"}}]})),
        ("pages/x", json!({"archived": true})),
        (
            "pages",
            json!({"parent": {"page_id": ID}, "properties": {"title": [{"text": {"content": "x"}}]}}),
        ),
    ];
    for (path, value) in cases {
        let body = Body::read(path, value.clone());
        assert!(body.is_known(), "{body:?}");
        assert_eq!(serde_json::to_value(body).unwrap(), value);
    }
}

#[test]
fn sizes_and_words_are_checked() {
    fn wrong(body: &impl Validate) -> String {
        body.validate().err().map(|it| it.to_string()).unwrap_or_default()
    }
    let attached = |n| CreateComment {
        attachments: vec![ID.parse().unwrap(); n],
        ..CreateComment::new(page(), "x")
    };
    assert_eq!(wrong(&attached(3)), "");
    assert_snapshot!(wrong(&attached(4)), @"`body.attachments` has 4 items, at most 3 are accepted");
    assert_snapshot!(wrong(&CreateFileUpload::external_url("http://a.b").named("")), @"
    `body.external_url` does not begin with `https://`
    `body.filename` is missing
    ");
    let update = UpdatePageMarkdown::update(vec![ContentUpdate::new("", "x")]);
    assert_snapshot!(wrong(&update), @"`body.update_content.content_updates[0].old_str` is missing");
    assert_snapshot!(wrong(&MovePage { parent: Parent::Workspace }), @"`body.parent.type` is `workspace`, but accepted are only `page_id`, `data_source_id`");
    assert_snapshot!(wrong(&CreateViewQuery { page_size: Some(101) }), @"`body.page_size` is 101, at most 100 is accepted");
}
