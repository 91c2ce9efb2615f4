//! What goes over a real socket, and how it breaks there.

use std::error::Error as _;

use futures_util::TryStreamExt as _;
use http::{Method, StatusCode};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::*;
use crate::Failure;

/// A transport that ignores proxies of the environment, and gives up soon.
fn transport() -> Reqwest {
    let client = builder().no_proxy().timeout(Duration::from_millis(300)).build().unwrap();
    Reqwest { client, largest: LARGEST }
}

/// Takes one request, answers with these bytes and hangs up; with nothing, it hangs on.
async fn server(answer: &'static str) -> (String, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/v1/pages", listener.local_addr().unwrap());
    let task = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let mut request = Vec::new();
        while !request.ends_with(b"{\"a\":1}") {
            let read = socket.read_buf(&mut request).await.unwrap();
            assert!(read > 0, "the whole request");
        }
        if answer.is_empty() {
            std::future::pending::<()>().await;
        }
        if answer != "hang up" {
            socket.write_all(answer.as_bytes()).await.unwrap();
        }
        String::from_utf8(request).unwrap()
    });
    (address, task)
}

fn request(address: &str) -> Request<Bytes> {
    Request::builder()
        .method(Method::POST)
        .uri(address)
        .header("authorization", "Bearer ntn_s3cret")
        .body(Bytes::from_static(b"{\"a\":1}"))
        .unwrap()
}

#[tokio::test]
async fn carries_requests_and_answers_as_they_are() {
    let (address, task) =
        server("HTTP/1.1 404 Not Found\r\nx-notion-request-id: r\r\ncontent-length: 2\r\n\r\n{}")
            .await;
    let answer = transport().send(request(&address)).await.unwrap();
    assert_eq!(answer.status(), StatusCode::NOT_FOUND);
    assert_eq!(answer.headers()["x-notion-request-id"], "r");
    assert_eq!(&**answer.body(), b"{}");
    let sent = task.await.unwrap();
    assert!(sent.starts_with("POST /v1/pages HTTP/1.1\r\n"), "{sent}");
    assert!(sent.contains("authorization: Bearer ntn_s3cret\r\n"), "{sent}");
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_given_up() {
    for (largest, fits) in [(2, true), (1, false)] {
        let (address, _task) = server("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").await;
        let answer = transport().largest_answer(largest).send(request(&address)).await;
        assert_eq!(answer.is_ok(), fits);
        if let Err(error) = answer {
            assert!(error.may_have_arrived());
            let cause = error.source().unwrap().to_string();
            assert_eq!(cause, "the answer has more than 1 bytes");
        }
    }
}

#[tokio::test]
async fn follows_no_redirect() {
    let (address, _task) =
        server("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n")
            .await;
    let answer = transport().send(request(&address)).await.unwrap();
    assert_eq!(answer.status(), StatusCode::FOUND);
}

#[tokio::test]
async fn knows_whether_a_request_may_have_arrived() {
    let (hang_up, _first) = server("hang up").await;
    let (silent, _second) = server("").await;
    let (cut, _third) = server("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{\"object\":").await;
    let nobody = {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        format!("http://{}/v1/pages", listener.local_addr().unwrap())
    };
    for (address, arrived) in [(hang_up, true), (silent, true), (cut, true), (nobody, false)] {
        let error = transport().send(request(&address)).await.unwrap_err();
        assert_eq!(error.may_have_arrived(), arrived, "{error:?}");
        let text = format!("{error} {error:?} {:?}", error.source());
        assert!(!text.contains("s3cret"), "{text}");
    }
}

/// Whoever has the signed address of a file can read it.
#[tokio::test]
async fn addresses_are_in_no_error() {
    let (hang_up, _first) = server("hang up").await;
    let (cut, _second) = server("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{").await;
    for address in [hang_up, cut, "http://127.0.0.1:1/".to_owned()] {
        let request = || request(&format!("{address}?sign=s3cret"));
        let error = match transport().open(request()).await {
            Ok(answer) => answer.into_body().try_for_each(async |_| Ok(())).await.unwrap_err(),
            Err(error) => error,
        };
        let mut shown = format!("{error} {error:?}");
        let mut cause = error.source();
        while let Some(error) = cause {
            shown = format!("{shown} {error}");
            cause = error.source();
        }
        assert!(!shown.contains("sign"), "{shown}");
    }
}

#[test]
fn can_be_made_more_than_once() {
    Reqwest::new().unwrap();
    Reqwest::new().unwrap();
}

/// Somebody who speaks no TLS is not Notion, and will not be the next time.
#[tokio::test]
async fn who_cannot_prove_to_be_notion_is_not_asked_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("https://{}/v1/pages", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        socket.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        let mut rest = Vec::new();
        drop(socket.read_to_end(&mut rest).await);
    });
    let error = transport().send(request(&address)).await.unwrap_err();
    assert_eq!(error.failure(), Failure::Untrusted, "{error:?}");
    assert!(!error.may_have_arrived());
    server.abort();
}
