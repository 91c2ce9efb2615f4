//! A public connection: from a code to a token to its end.

use notion_client::{Cause, Credentials, Error, Failure, Token, oauth, users};
use notion_model::request::CreateToken;
use notion_tests::{TOKEN, leaks};

use crate::session::{Session, builder, chain};

fn code(code: &str) -> CreateToken {
    CreateToken::AuthorizationCode { code: code.into(), redirect_uri: None, external_account: None }
}

fn refusal(error: &Error) -> &str {
    match error.cause() {
        Some(Cause::Oauth(refusal)) => &refusal.error,
        _ => panic!("{}", chain(error)),
    }
}

#[tokio::test(start_paused = true)]
async fn a_code_becomes_a_token_which_is_used_renewed_and_ended() {
    let session = Session::new();
    let nobody = builder(&session.emulator).build();
    let who = || Credentials::new("my-client-id", "s3cret").unwrap();
    let given = nobody.send(oauth::token(who(), code("c0de"))).await.unwrap();
    let token = Token::new(given.access_token.expose()).unwrap();
    let client = builder(&session.emulator).token(token).build();
    client.send(users::me()).await.unwrap();

    let refresh_token = given.refresh_token.unwrap();
    let next = nobody.send(oauth::token(who(), CreateToken::RefreshToken { refresh_token }));
    let next = next.await.unwrap().access_token;
    let error = client.send(users::me()).await.unwrap_err();
    assert_eq!(error.failure(), Some(Failure::Unauthorized));

    let status = |token| nobody.send(oauth::introspect(who(), token));
    assert!(status(next.clone()).await.unwrap().active);
    nobody.send(oauth::revoke(who(), next.clone())).await.unwrap();
    assert!(!status(next.clone()).await.unwrap().active);
    // A token of its own does not get in the way.
    session.client.send(oauth::revoke(who(), next)).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn refusals_have_words_of_their_own_and_repeat_no_secret() {
    let session = Session::new();
    let client = &session.client;
    let wrong = Credentials::new("my-client-id", "wr0ng").unwrap();
    let error = client.send(oauth::token(wrong, code("c0de"))).await.unwrap_err();
    assert_eq!((refusal(&error), error.failure()), ("invalid_client", Some(Failure::Unauthorized)));
    assert_eq!(error.status().map(|it| it.as_u16()), Some(401));
    assert!(error.request_id().is_some());
    insta::assert_snapshot!(chain(&error), @"POST oauth/token failed: invalid_client");

    let right = Credentials::new("my-client-id", "s3cret").unwrap();
    let again = client.send(oauth::token(right.clone(), code("c0de-spent"))).await.unwrap_err();
    assert_eq!((refusal(&again), again.failure()), ("invalid_grant", Some(Failure::Invalid)));
    let calls = format!(
        "{:?} {:?} {:?}",
        oauth::token(right.clone(), code("c0de")),
        oauth::introspect(right.clone(), TOKEN.into()),
        oauth::revoke(right, TOKEN.into()),
    );
    assert!(!leaks(&calls) && !calls.contains("c0de"), "{calls}");
    for error in [error, again] {
        let seen = format!("{error:?} {error:#?} {}", chain(&error));
        for secret in ["wr0ng", "s3cret", "c0de", "Basic", "ntn_s3cret"] {
            assert!(!seen.contains(secret), "{seen}");
        }
    }
}
