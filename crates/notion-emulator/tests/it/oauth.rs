//! OAuth against the connections of a world, and the emojis of its workspace.

use axum::body::Body;
use http::Request;
use insta::assert_snapshot;
use notion_emulator::{Emulator, Seed};
use serde_json::{Value, json};

use crate::support::{Notion, Reply, VERSION, builder};

const SEED: &str = r#"{
    "me": "ada",
    "users": [{ "key": "ada", "name": "Ada", "email": "ada@example.org" }],
    "pages": [{ "key": "home", "title": "Home" }],
    "connections": [{ "client_id": "id", "client_secret": "secret", "codes": ["code-1"] }],
    "custom_emojis": [
        { "name": "bufo", "url": "https://example.org/bufo.png", "id": "0a1b2c3d-4e5f-4071-8293-a4b5c6d7e8f9" },
        { "name": "wave", "url": "https://example.org/wave.png" }
    ]
}"#;

fn notion() -> Notion {
    let (builder, clock) = builder();
    let emulator = builder.world(Seed::parse(SEED).unwrap()).token("own").build().unwrap();
    Notion { emulator, clock, version: VERSION }
}

/// `id:secret`.
const BASIC: &str = "Basic aWQ6c2VjcmV0";

async fn ask(emulator: &Notion, call: &str, authorization: &str, body: Value) -> Reply {
    let request = Request::post(format!("/v1/oauth/{call}"))
        .header("authorization", authorization)
        .header("content-type", "application/json")
        .body(Body::from(body.to_string()));
    emulator.send(request.unwrap()).await
}

async fn me(notion: &Notion, token: &str) -> u16 {
    let request = Request::get("/v1/users/me")
        .header("authorization", format!("Bearer {token}"))
        .header("notion-version", VERSION);
    notion.send(request.body(Body::empty()).unwrap()).await.status
}

#[tokio::test]
async fn a_code_becomes_tokens_once() {
    let notion = notion();
    let body = json!({ "grant_type": "authorization_code", "code": "code-1", "redirect_uri": "https://example.org" });
    let given = ask(&notion, "token", BASIC, body.clone()).await.ok();
    let token = given.body["access_token"].as_str().unwrap().to_owned();
    let refresh = given.body["refresh_token"].as_str().unwrap().to_owned();
    assert!(token.starts_with("ntn_") && token.len() == 50, "{}", token.len());
    let shown = given.shown().replace(&token, "<token>").replace(&refresh, "<token>");
    assert_snapshot!(shown, @r#"
    {
      "access_token": "<token>",
      "token_type": "bearer",
      "refresh_token": "<token>",
      "bot_id": "<id>",
      "workspace_icon": null,
      "workspace_name": "Local workspace",
      "workspace_id": "<id>",
      "owner": {
        "type": "user",
        "user": {
          "object": "user",
          "id": "<id>",
          "name": "Ada",
          "avatar_url": null,
          "type": "person",
          "person": {
            "email": "ada@example.org"
          }
        }
      },
      "duplicated_template_id": null,
      "request_id": "<id>"
    }
    "#);
    assert_eq!((me(&notion, &token).await, me(&notion, "own").await), (200, 200));
    assert_eq!((me(&notion, &refresh).await, me(&notion, "other").await), (401, 401));
    let again = ask(&notion, "token", BASIC, body).await;
    assert_eq!((again.status, &again.body["error"]), (400, &json!("invalid_grant")));

    let body = json!({ "grant_type": "refresh_token", "refresh_token": refresh });
    let renewed = ask(&notion, "token", BASIC, body).await.ok();
    assert_eq!(me(&notion, &token).await, 401, "the old token ends with its refresh token");
    let token = renewed.body["access_token"].as_str().unwrap();
    let status = ask(&notion, "introspect", BASIC, json!({ "token": token })).await.ok();
    assert_snapshot!(status.shown(), @r#"
    {
      "active": true,
      "scope": "read_content insert_content update_content",
      "iat": 1793611842123,
      "request_id": "<id>"
    }
    "#);
    let revoked = ask(&notion, "revoke", BASIC, json!({ "token": token })).await.ok();
    assert_eq!(revoked.body.as_object().unwrap().len(), 1);
    assert_eq!(me(&notion, token).await, 401);
    let status = ask(&notion, "introspect", BASIC, json!({ "token": token })).await.ok();
    assert_eq!(status.body["active"], false);
}

#[tokio::test]
async fn refusals_are_of_oauths_form() {
    let notion = notion();
    let body = json!({ "grant_type": "authorization_code", "code": "code-1" });
    for stranger in ["Basic aWQ6d3Jvbmc=", "Basic ?", "Bearer own"] {
        let refused = ask(&notion, "token", stranger, body.clone()).await;
        assert_eq!((refused.status, &refused.body["error"]), (401, &json!("invalid_client")));
        assert_eq!(refused.headers["www-authenticate"], "Basic realm=\"OAuth\"");
    }
    let odd = ask(&notion, "token", BASIC, json!({ "grant_type": "password" })).await;
    assert_eq!((odd.status, &odd.body["error"]), (400, &json!("unsupported_grant_type")));
    let empty = ask(&notion, "revoke", BASIC, json!({})).await;
    assert_eq!((empty.status, &empty.body["error"]), (400, &json!("invalid_request")));
}

#[tokio::test]
async fn tokens_follow_from_the_seed_and_survive_reopening() {
    let dir = tempfile::tempdir().unwrap();
    let open = |dir: &std::path::Path| {
        let (builder, clock) = builder();
        let emulator = builder.world(Seed::parse(SEED).unwrap()).dir(dir).build().unwrap();
        Notion { emulator, clock, version: VERSION }
    };
    let token = async |notion: &Notion| {
        let code = notion.emulator.authorize("id").unwrap();
        let body = json!({ "grant_type": "authorization_code", "code": code });
        ask(notion, "token", BASIC, body).await.ok().body["access_token"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let notion = open(dir.path());
    let first = token(&notion).await;
    ask(&notion, "revoke", BASIC, json!({ "token": first })).await.ok();
    drop(notion);
    let notion = open(dir.path());
    assert_eq!(me(&notion, &first).await, 401, "what was revoked stays so");
    let elsewhere = tempfile::tempdir().unwrap();
    assert_eq!(token(&open(elsewhere.path())).await, first);
    drop(notion);
    let kept = std::fs::read(dir.path().join("world.db")).unwrap();
    let holds = |text: &str| kept.windows(text.len()).any(|it| it == text.as_bytes());
    assert!(!holds(&first) && !holds("code-1"), "secrets are kept as digests");
}

#[tokio::test]
async fn secrets_are_not_recorded() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("traffic.jsonl");
    let (_, clock) = builder();
    let emulator = Emulator::builder().clock(clock.clone()).world(Seed::parse(SEED).unwrap());
    let notion =
        Notion { emulator: emulator.record(&file).build().unwrap(), clock, version: VERSION };
    let body = json!({ "grant_type": "authorization_code", "code": "code-1" });
    let given = ask(&notion, "token", BASIC, body).await.ok();
    let recorded = std::fs::read_to_string(&file).unwrap();
    for secret in ["code-1", given.body["access_token"].as_str().unwrap(), "aWQ6c2VjcmV0"] {
        assert!(!recorded.contains(secret), "{recorded}");
    }
}

#[tokio::test]
async fn emojis_of_the_workspace_are_listed_and_used() {
    let mut notion = notion();
    notion.version = VERSION;
    let get = async |path: &str| {
        let request = Request::get(format!("/v1/{path}"))
            .header("authorization", "Bearer own")
            .header("notion-version", VERSION);
        notion.send(request.body(Body::empty()).unwrap()).await.ok()
    };
    let all = get("custom_emojis").await;
    assert_snapshot!(all.shown(), @r#"
    {
      "object": "list",
      "type": "custom_emoji",
      "results": [
        {
          "id": "<id>",
          "name": "bufo",
          "url": "https://example.org/bufo.png"
        },
        {
          "id": "<id>",
          "name": "wave",
          "url": "https://example.org/wave.png"
        }
      ],
      "has_more": false,
      "next_cursor": null,
      "request_id": "<id>"
    }
    "#);
    assert_eq!(get("custom_emojis?name=wave").await.results().len(), 1);
    assert_eq!(get("custom_emojis?name=wav").await.results().len(), 0);
    let page = notion.emulator.page("home").unwrap();
    let icon =
        json!({ "icon": { "custom_emoji": { "id": "0a1b2c3d-4e5f-4071-8293-a4b5c6d7e8f9" } } });
    let request = Request::patch(format!("/v1/pages/{page}"))
        .header("authorization", "Bearer own")
        .header("notion-version", VERSION)
        .body(Body::from(icon.to_string()));
    let page = notion.send(request.unwrap()).await.ok();
    assert_eq!(page.body["icon"]["custom_emoji"]["name"], "bufo");
}
