//! Storage that breaks off, expires, is not ready, or changes its mind.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use futures_util::stream;
use serde_json::json;

use super::*;
use crate::mock::id;
use crate::transport::{Opening, Sending};
use crate::{Token, Transport};

/// What the storage answers: a status, headers, and pieces, of which `None` breaks off.
type Answer = (u16, Vec<(&'static str, &'static str)>, Vec<Option<&'static str>>);

/// A storage that answers one after the other, and a Notion that knows a block with a new address.
#[derive(Clone, Default)]
struct Storage {
    answers: Arc<Mutex<VecDeque<Answer>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Transport for Storage {
    fn send(&self, request: Request<Bytes>) -> Sending<'_> {
        self.asked.lock().unwrap().push(format!("read {}", request.uri().path()));
        let file = json!({"url": "https://files.example/new?sign=2"});
        let block = json!({"object": "block", "id": id(1), "type": "image",
            "image": {"type": "file", "file": file, "caption": []}});
        Box::pin(async move { Ok(Response::new(Bytes::from(block.to_string()))) })
    }

    fn open(&self, request: Request<Bytes>) -> Opening<'_> {
        let headers: Vec<String> =
            request.headers().iter().map(|(name, it)| format!("{name}: {it:?}")).collect();
        let path = request.uri().to_string().replace("https://files.example", "");
        let path = path.split('?').next().unwrap_or_default();
        self.asked.lock().unwrap().push(format!("open {path} [{}]", headers.join(", ")));
        let (status, headers, pieces) = self.answers.lock().unwrap().pop_front().unwrap();
        let mut answer = Response::builder().status(status);
        for (name, value) in headers {
            answer = answer.header(name, value);
        }
        let pieces: Vec<_> = pieces
            .into_iter()
            .map(|it| it.map(Bytes::from).ok_or_else(|| TransportError::unclear("reset by peer")))
            .collect();
        let pieces: Pieces = Box::pin(stream::iter(pieces));
        Box::pin(async move { Ok(answer.body(pieces).unwrap()) })
    }
}

/// What was written, or why not all of it, and what was asked.
async fn download(answers: impl Into<VecDeque<Answer>>, place: Option<FilePlace>) -> String {
    let storage = Storage { answers: Arc::new(Mutex::new(answers.into())), ..Storage::default() };
    let token = Token::new("ntn_s3cret").unwrap();
    let client = Client::builder(storage.clone()).token(token).seed(7).build();
    let mut download = client.download("https://files.example/old?sign=1");
    if let Some(place) = place {
        download = download.of(place);
    }
    assert!(!format!("{download:?}").contains("sign"));
    let mut written = Vec::new();
    let outcome = match download.to(&mut written).await {
        Ok(done) => format!("{} bytes of {:?}", done.bytes, done.content_type),
        Err(error) => error.to_string(),
    };
    let asked = storage.asked.lock().unwrap().join("\n").replace(&id(1), "ID");
    format!("{outcome}: {}\n{asked}", String::from_utf8(written).unwrap())
}

fn block() -> FilePlace {
    FilePlace::Block(id(1).parse().unwrap())
}

#[tokio::test(start_paused = true)]
async fn a_file_is_written_as_it_comes_and_nobody_asks_for_it() {
    let whole = (
        200,
        vec![("content-length", "6"), ("content-type", "text/plain")],
        vec![Some("abc"), Some("def")],
    );
    insta::assert_snapshot!(download([whole], None).await, @r#"
    6 bytes of Some("text/plain"): abcdef
    open /old []
    "#);
}

#[tokio::test(start_paused = true)]
async fn what_breaks_off_is_gone_on_with() {
    let first = (200, vec![("content-length", "6"), ("etag", "\"1\"")], vec![Some("ab"), None]);
    let part = (206, vec![("content-range", "bytes 2-5/6"), ("etag", "\"1\"")], vec![Some("cd")]);
    // A storage that knows no parts sends everything again.
    let again = (200, vec![("content-length", "6")], vec![Some("abc"), Some("de"), Some("f")]);
    insta::assert_snapshot!(download([first.clone(), part, again], None).await, @r#"
    6 bytes of None: abcdef
    open /old []
    open /old [range: "bytes=2-", if-range: "\"1\""]
    open /old [range: "bytes=4-", if-range: "\"1\""]
    "#);
    let other = (200, vec![("content-length", "6"), ("etag", "\"2\"")], vec![Some("ghijkl")]);
    insta::assert_snapshot!(download([first, other], None).await, @r#"
    the file was replaced while it was downloaded; download it again: ab
    open /old []
    open /old [range: "bytes=2-", if-range: "\"1\""]
    "#);
}

/// Nobody tells how large the file is, and it is shorter the second time.
#[tokio::test(start_paused = true)]
async fn a_file_that_became_shorter_is_not_taken_for_whole() {
    let first = (200, vec![], vec![Some("abcd"), None]);
    let again = (200, vec![], vec![Some("xy")]);
    insta::assert_snapshot!(download([first, again], None).await.lines().next().unwrap(), @"the file was replaced while it was downloaded; download it again: abcd");
}

#[tokio::test(start_paused = true)]
async fn what_always_breaks_off_is_given_up() {
    let empty = (200, vec![("content-length", "6")], vec![]);
    let answers = vec![empty; 6];
    insta::assert_snapshot!(download(answers, None).await.lines().next().unwrap(), @"the download ended after 0 of 6 bytes:");
}

#[tokio::test(start_paused = true)]
async fn an_address_that_expired_is_read_again() {
    let expired = (403, vec![], vec![]);
    let whole = (200, vec![("content-length", "1")], vec![Some("a")]);
    insta::assert_snapshot!(download([expired.clone(), whole], Some(block())).await, @r"
    1 bytes of None: a
    open /old []
    read /v1/blocks/ID
    open /new []
    ");
    insta::assert_snapshot!(download([expired.clone()], None).await, @r"
    the address of the file is refused (403 Forbidden), as it is when its hour is over; say where the file is: 
    open /old []
    ");
    insta::assert_snapshot!(download(vec![expired; 3], Some(block())).await, @r"
    the address of the file is refused (403 Forbidden), as it is when its hour is over; say where the file is: 
    open /old []
    read /v1/blocks/ID
    open /new []
    read /v1/blocks/ID
    open /new []
    ");
}

#[tokio::test(start_paused = true)]
async fn a_file_that_is_not_ready_is_waited_for() {
    let whole = (200, vec![("content-length", "1")], vec![Some("a")]);
    let answers = [(202, vec![], vec![]), (503, vec![], vec![]), whole];
    insta::assert_snapshot!(download(answers, None).await.lines().next().unwrap(), @"1 bytes of None: a");
    insta::assert_snapshot!(download([(302, vec![], vec![])], None).await.lines().next().unwrap(), @"the storage answered 302 Found:");
}

#[tokio::test(start_paused = true)]
async fn the_storage_may_send_us_somewhere_else() {
    let to = |place| (302, vec![("location", place)], vec![]);
    let whole = (200, vec![("content-length", "1")], vec![Some("a")]);
    let answers = [to("/there"), to("https://elsewhere.example/file?sign=3"), whole];
    insta::assert_snapshot!(download(answers, None).await, @r"
    1 bytes of None: a
    open /old []
    open /there []
    open https://elsewhere.example/file []
    ");
    insta::assert_snapshot!(download([to("http://elsewhere.example/file")], None).await, @r"
    the storage answered 302 Found: 
    open /old []
    ");
    let circle = vec![to("/old"); 6];
    insta::assert_snapshot!(download(circle, None).await.lines().next().unwrap(), @"the storage answered 302 Found:");
}

#[tokio::test(start_paused = true)]
async fn only_addresses_of_the_web_are_asked() {
    let client = Client::builder(Storage::default()).build();
    let mut nowhere = Vec::new();
    let error = client.download("file:///etc/passwd").to(&mut nowhere).await.unwrap_err();
    insta::assert_snapshot!(error, @"`file:///etc/passwd` is no address that a file can be downloaded from");
}
