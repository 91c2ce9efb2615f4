//! OAuth: tokens for codes, what a token is worth, and the end of one.

use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::{Engine as _, alphabet};
use http::header::AUTHORIZATION;
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::call::{Answer, Call};
use crate::refusal::Refusal;
use crate::render::View;
use crate::world::World;
use crate::world::grant::{Connection, Grant, GrantKind, digest};

/// `POST /v1/oauth/token`
pub(super) fn token(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let connection = client(world, call)?;
    let grant_type = member(call, "grant_type")?;
    let (key, kind) = match grant_type {
        "authorization_code" => ("code", GrantKind::Code),
        "refresh_token" => ("refresh_token", GrantKind::Refresh),
        _ => return Err(Refusal::oauth(400, "unsupported_grant_type")),
    };
    let id = digest(member(call, key)?);
    let used = world.find::<Grant>(id);
    let used = used.filter(|it| it.kind == kind && it.connection == connection && !it.ended);
    let Some(pair) = used.map(|grant| grant.pair) else {
        return Err(Refusal::oauth(400, "invalid_grant"));
    };
    end(world, pair);
    let pair = world.ids.v4();
    let access = secret(world, "ntn_");
    let refresh = secret(world, "nrt_");
    for (text, kind) in [(&access, GrantKind::Access), (&refresh, GrantKind::Refresh)] {
        give(world, connection, kind, text, pair);
    }
    let about = &world.about;
    let view = View::new(world, call.version);
    let owner = match about.person.and_then(|person| world.user(person)) {
        Some(person) => json!({ "type": "user", "user": view.user(person) }),
        None => json!({ "type": "workspace", "workspace": true }),
    };
    Ok(answer([
        ("access_token", json!(access)),
        ("token_type", json!("bearer")),
        ("refresh_token", json!(refresh)),
        ("bot_id", json!(about.integration.id)),
        ("workspace_icon", Value::Null),
        ("workspace_name", json!(about.workspace_name)),
        ("workspace_id", json!(about.workspace)),
        ("owner", owner),
        ("duplicated_template_id", Value::Null),
    ]))
}

/// `POST /v1/oauth/introspect`
pub(super) fn introspect(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let connection = client(world, call)?;
    let id = digest(member(call, "token")?);
    let grant = world.find::<Grant>(id).filter(|it| it.connection == connection && !it.ended);
    Ok(match grant.filter(|it| it.kind != GrantKind::Code) {
        None => answer([("active", json!(false))]),
        Some(grant) => answer([
            ("active", json!(true)),
            ("scope", json!("read_content insert_content update_content")),
            ("iat", json!(grant.at.timestamp().as_millisecond())),
        ]),
    })
}

/// `POST /v1/oauth/revoke`: a token that is not known is as good as revoked.
pub(super) fn revoke(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let connection = client(world, call)?;
    let id = digest(member(call, "token")?);
    let grant = world.find::<Grant>(id).filter(|grant| grant.connection == connection);
    if let Some(pair) = grant.map(|grant| grant.pair) {
        end(world, pair);
    }
    Ok(answer([]))
}

fn answer<const N: usize>(members: [(&str, Value); N]) -> Answer {
    let body: Map<String, Value> =
        members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    Answer::of(body)
}

/// A text of the body that has to be there.
fn member<'c>(call: &Call<'c>, key: &str) -> Result<&'c str, Refusal> {
    call.body.get(key).and_then(Value::as_str).ok_or_else(|| Refusal::oauth(400, "invalid_request"))
}

/// The connection that asks, by its id and secret.
fn client(world: &World, call: &Call<'_>) -> Result<Uuid, Refusal> {
    let header = call.headers.get(AUTHORIZATION).and_then(|it| it.to_str().ok());
    let credentials = header.and_then(|header| {
        let (scheme, encoded) = header.split_once(' ')?;
        let decoded =
            scheme.eq_ignore_ascii_case("basic").then(|| BASE_64.decode(encoded.trim()))?;
        String::from_utf8(decoded.ok()?).ok()
    });
    let known =
        credentials.as_deref().and_then(|it| it.split_once(':')).and_then(|(id, secret)| {
            let found =
                world.all::<Connection>().find(|connection| *connection.client_id == *id)?;
            (found.secret == digest(secret)).then_some(found.id)
        });
    known.ok_or_else(|| Refusal::oauth(401, "invalid_client"))
}

/// Ends a token together with the one that was given beside it.
fn end(world: &mut World, pair: Uuid) {
    let ended: Vec<Uuid> =
        world.all::<Grant>().filter(|it| it.pair == pair && !it.ended).map(|it| it.id).collect();
    for id in ended {
        if let Some(grant) = world.change::<Grant>(id) {
            grant.ended = true;
        }
    }
}

/// Remembers that something was given to a connection.
fn give(world: &mut World, connection: Uuid, kind: GrantKind, text: &str, pair: Uuid) {
    let at = world.moment();
    world.put(Grant { id: digest(text), connection, kind, at, pair, ended: false });
}

/// Remembers a code that a seed names.
pub(crate) fn give_code(world: &mut World, connection: Uuid, code: &str) {
    let pair = world.ids.v4();
    give(world, connection, GrantKind::Code, code, pair);
}

/// A code with which a connection gets tokens, as if a person had just authorised it.
pub(crate) fn authorize(world: &mut World, client_id: &str) -> Option<String> {
    let connection = world.all::<Connection>().find(|it| *it.client_id == *client_id)?.id;
    let code = secret(world, "03");
    let pair = world.ids.v4();
    give(world, connection, GrantKind::Code, &code, pair);
    Some(code)
}

/// A new secret, which follows from the seed like everything else.
fn secret(world: &mut World, prefix: &str) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let mut text = prefix.to_owned();
    for _ in 0..2 {
        let bytes = Sha256::digest(world.ids.v4().as_bytes());
        let letters = bytes.iter().take(23).map(|byte| LETTERS[usize::from(*byte) % LETTERS.len()]);
        text.extend(letters.map(char::from));
    }
    text
}

/// Standard base 64, with its padding or without.
const BASE_64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);
