//! Uploads and downloads as one step each.

use std::time::Duration;

use notion_client::{
    Budget, Client, Download, FilePlace, Token, Upload, UploadError, UploadProgress, UploadSource,
    transport,
};
use notion_emulator::{Emulator, Fault, FetchError, Fetched, Fetcher, Plan};
use notion_model::block::Media;
use notion_model::request::{self, AppendChildren};
use notion_model::{BlockKind, FileKind, FileUpload};
use tokio::net::TcpListener;

use crate::session::Session;

const MIB: usize = 1 << 20;

/// So many bytes, of which no two parts are the same.
fn content(size: usize) -> Vec<u8> {
    (0..=size / 8).flat_map(usize::to_le_bytes).take(size).collect()
}

fn talk(size: usize) -> UploadSource {
    UploadSource::bytes("talk.txt", content(size))
}

/// Attaches an upload to a page and reads it.
async fn attach(session: &Session, upload: &FileUpload) -> (FilePlace, String) {
    attach_with(&session.client, session.page("plan"), upload).await
}

async fn attach_with(
    client: &Client,
    page: notion_model::PageId,
    upload: &FileUpload,
) -> (FilePlace, String) {
    let source = request::FileSource::Upload(upload.id);
    let media = request::Media { source, caption: Vec::new(), name: None };
    let children = vec![request::Block::new(request::BlockKind::File(media))];
    let body = AppendChildren { children, position: None };
    let list = client.send(notion_client::blocks::append(page, body)).await.unwrap();
    let block = list.items().next().unwrap();
    let BlockKind::File(Media { kind: FileKind::File(file), .. }) = &block.kind else {
        panic!("{block:?}")
    };
    (FilePlace::Block(block.id), file.url.clone())
}

async fn read(download: Download) -> Vec<u8> {
    let mut written = Vec::new();
    download.to(&mut written).await.unwrap();
    written
}

#[tokio::test(start_paused = true)]
async fn a_small_file_goes_at_once_and_comes_back() {
    let session = Session::unrecorded();
    let client = &session.client;
    let upload = client.upload(talk(1000)).send().await.unwrap();
    assert_eq!(upload.content_type.as_deref(), Some("text/plain"));
    assert_eq!(session.emulator.counts().requests, 2);
    let (place, address) = attach(&session, &upload).await;
    assert_eq!(read(client.download(&address)).await, content(1000));
    // After an hour the address is refused, and the block has a new one.
    tokio::time::advance(Duration::from_mins(61)).await;
    let error = client.download(&address).to(&mut Vec::new()).await.unwrap_err();
    insta::assert_snapshot!(error, @"the address of the file is refused (403 Forbidden), as it is when its hour is over; say where the file is");
    assert_eq!(read(client.download(&address).of(place)).await, content(1000));
}

/// A part of 10 MiB has 75 seconds and 102 more, each of the six times.
#[tokio::test(start_paused = true)]
async fn an_upload_that_stalls_ends() {
    let session = Session::unrecorded();
    let stalls = Fault::on("POST", "/v1/file_uploads/*/send").delay(Duration::from_hours(24));
    session.emulator.set_faults(vec![stalls]);
    let began = tokio::time::Instant::now();
    session.client.upload(talk(21 * MIB)).send().await.unwrap_err();
    let elapsed = began.elapsed().as_secs();
    assert!((177..6 * 177 + 120).contains(&elapsed), "{elapsed} s");
}

#[tokio::test(start_paused = true)]
async fn a_large_file_goes_in_parts_of_which_some_are_lost() {
    let session = Session::unrecorded();
    let client = &session.client;
    let send = |nth| Fault::on("POST", "/v1/file_uploads/*/send").nth(nth);
    session.emulator.set_faults(vec![send(2).drop_answer().after(), send(3).status(500)]);
    let upload = client.upload(talk(21 * MIB)).send().await.unwrap();
    assert_eq!(upload.content_length, Some(21 * MIB as u64));
    // The limit, the beginning, three parts of which two went twice, the end.
    assert_eq!(session.emulator.counts().requests, 1 + 1 + 3 + 2 + 1);
    let (_, address) = attach(&session, &upload).await;
    assert_eq!(read(client.download(address)).await, content(21 * MIB));
}

#[tokio::test(start_paused = true)]
async fn a_part_that_notion_loses_is_sent_again() {
    let session = Session::unrecorded();
    let lost = Fault::on("POST", "/v1/file_uploads/*/send").nth(2).part_lost();
    session.emulator.set_faults(vec![lost]);
    let upload = session.client.upload(talk(21 * MIB)).send().await.unwrap();
    assert_eq!(upload.content_length, Some(21 * MIB as u64));
}

#[tokio::test(start_paused = true)]
async fn an_upload_that_fails_is_begun_again() {
    let session = Session::unrecorded();
    let fails = Fault::on("POST", "/v1/file_uploads/*/send").nth(1).upload_fails();
    session.emulator.set_faults(vec![fails]);
    let upload = session.client.upload(talk(100)).send().await.unwrap();
    attach(&session, &upload).await;
    let always = Fault::on("POST", "/v1/file_uploads/*/send").upload_fails();
    session.emulator.set_faults(vec![always]);
    let error = session.client.upload(talk(100)).send().await.unwrap_err();
    assert!(matches!(error, UploadError::Failed { .. }), "{error}");
}

#[tokio::test(start_paused = true)]
async fn the_storage_may_be_late_break_off_and_send_too_little() {
    let session = Session::unrecorded();
    let client = &session.client;
    let upload = client.upload(talk(1000)).send().await.unwrap();
    let (_, address) = attach(&session, &upload).await;
    let storage = |nth| Fault::on("GET", "/files/**").nth(nth);
    session.emulator.set_faults(vec![
        storage(1).status(202),
        storage(2).break_off(300),
        storage(3).drop_answer(),
        storage(4).truncate(400),
    ]);
    assert_eq!(read(client.download(&address).of_size(1000)).await, content(1000));
    assert_eq!(session.emulator.counts().faults, 4);
    // Who does not know the size believes the storage.
    session.emulator.set_faults(vec![storage(1).truncate(400)]);
    assert_eq!(read(client.download(&address)).await.len(), 400);
}

/// Refuses the second and third part once.
fn refuse_parts(session: &Session) {
    let refused = |nth| Fault::on("POST", "/v1/file_uploads/*/send").nth(nth).status(400);
    session.emulator.set_faults(vec![refused(2), refused(3)]);
}

#[tokio::test(start_paused = true)]
async fn an_upload_that_broke_off_is_resumed_in_another_process() {
    let session = Session::unrecorded();
    let client = &session.client;
    refuse_parts(&session);
    let mut upload = client.upload(talk(21 * MIB));
    upload.send().await.unwrap_err();
    let kept = serde_json::to_string(upload.progress().unwrap()).unwrap();
    assert!(kept.ends_with(r#""size":22020096,"part_bytes":10485760,"sent":[1]}"#), "{kept}");
    let before = session.emulator.counts().requests;

    let progress = serde_json::from_str(&kept).unwrap();
    let changed = client.resume_upload(talk(22 * MIB), progress).send().await.unwrap_err();
    insta::assert_snapshot!(changed, @"the file is not the one that was begun with: it has 23068672 bytes in place of 22020096");
    let progress = serde_json::from_str(&kept).unwrap();
    let done = client.resume_upload(talk(21 * MIB), progress).send().await.unwrap();
    assert_eq!(done.content_length, Some(21 * MIB as u64));
    // Two parts and the end; the limit is known.
    assert_eq!(session.emulator.counts().requests, before + 3);
}

#[tokio::test(start_paused = true)]
async fn an_upload_that_is_dropped_on_its_way_can_be_resumed() {
    let session = Session::unrecorded();
    let slow = Fault::on("POST", "/v1/file_uploads/*/send").nth(2).delay(Duration::from_secs(50));
    session.emulator.set_faults(vec![slow]);
    let mut upload = session.client.upload(talk(21 * MIB));
    tokio::time::timeout(Duration::from_secs(20), upload.send()).await.unwrap_err();
    let progress = upload.progress().expect("it was begun").clone();
    assert_eq!(progress.sent, [1, 3].into());
    let before = session.emulator.counts().requests;
    let done = upload.send().await.unwrap();
    assert_eq!((done.id, session.emulator.counts().requests), (progress.id, before + 2));
    // Another process does not know that it was complete.
    let progress = UploadProgress { sent: [1, 2, 3].into(), ..progress };
    let again = session.client.resume_upload(talk(21 * MIB), progress).send().await.unwrap();
    assert_eq!(again.id, done.id);
}

/// What was kept in a file may have been changed there.
#[tokio::test(start_paused = true)]
async fn progress_that_cannot_be_is_refused() {
    let session = Session::unrecorded();
    let id = notion_model::FileUploadId::from(uuid::Uuid::nil());
    for (size, part_bytes) in [(0, 0), (9, 0), (20_000, 1), (9, u64::MAX), (30 << 20, 21 << 20)] {
        let progress = UploadProgress { id, size, part_bytes, sent: [].into() };
        let source = talk(usize::try_from(size).unwrap());
        let error = session.client.resume_upload(source, progress).send().await.unwrap_err();
        assert!(matches!(error, UploadError::Progress), "{size} {part_bytes}: {error}");
    }
    let sends = session.emulator.counts().requests;
    assert_eq!(sends, 0);
}

#[tokio::test]
async fn a_file_that_is_changed_meanwhile_is_not_uploaded() {
    let session = Session::unrecorded();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    for change in ["longer than before", "other", ""] {
        std::fs::write(&path, "notes").unwrap();
        let source = UploadSource::path(&path).await.unwrap();
        std::fs::write(&path, change).unwrap();
        let later = std::time::UNIX_EPOCH + Duration::from_secs(9);
        std::fs::File::options().write(true).open(&path).unwrap().set_modified(later).unwrap();
        let error = session.client.upload(source).send().await.unwrap_err();
        assert!(matches!(error, UploadError::Modified), "{change}: {error}");
    }
    assert_eq!(session.emulator.counts().requests, 0);
}

#[tokio::test(start_paused = true)]
async fn what_is_read_once_is_kept_until_it_has_arrived() {
    let session = Session::unrecorded();
    refuse_parts(&session);
    let bytes = content(21 * MIB);
    let reader = || {
        UploadSource::reader("talk.txt", bytes.len() as u64, std::io::Cursor::new(bytes.clone()))
    };
    let mut upload = session.client.upload(reader());
    upload.send().await.unwrap_err();
    upload.send().await.unwrap();

    refuse_parts(&session);
    let mut upload = session.client.upload(reader());
    upload.send().await.unwrap_err();
    tokio::time::advance(Duration::from_mins(61)).await;
    let error = upload.send().await.unwrap_err();
    assert!(matches!(error, UploadError::Expired { .. }), "{error}");
}

#[tokio::test(start_paused = true)]
async fn an_upload_that_expired_is_begun_again() {
    let session = Session::unrecorded();
    refuse_parts(&session);
    let mut upload: Upload = session.client.upload(talk(21 * MIB));
    upload.send().await.unwrap_err();
    let first = upload.progress().unwrap().id;
    tokio::time::advance(Duration::from_mins(61)).await;
    assert_ne!(upload.send().await.unwrap().id, first);
}

#[tokio::test(start_paused = true)]
async fn what_would_be_refused_is_not_begun() {
    let session = Session::of_plan(Plan::Free);
    let wrong = async |source: UploadSource| {
        let error = session.client.upload(source).send().await.unwrap_err();
        match std::error::Error::source(&error) {
            Some(source) => format!("{error}: {source}"),
            None => error.to_string(),
        }
    };
    let named = |name: &str| UploadSource::bytes(name, "a");
    insta::assert_snapshot!(wrong(named("plan.drawio")).await, @"`plan.drawio` would be refused: files that end in `.drawio` are not accepted; give the file another name, such as one that ends in `.txt` or `.zip`");
    insta::assert_snapshot!(wrong(named("plan")).await, @"what kind of file `plan` is cannot be told; give it an extension or a media type");
    insta::assert_snapshot!(wrong(named("")).await, @"the name of the file has 0 bytes, from 1 to 900 are accepted");
    insta::assert_snapshot!(wrong(named("a.txt").of_type("image/png")).await, @"`a.txt` would be refused: the type is `image/png`, but the name says `text/plain`");
    assert_eq!(session.emulator.counts().requests, 0);
    // Asked once.
    insta::assert_snapshot!(wrong(talk(6 * MIB)).await, @"the file has 6291456 bytes, and the workspace takes at most 5242880");
    insta::assert_snapshot!(wrong(talk(21 * MIB)).await, @"the file has 22020096 bytes, and the workspace takes at most 5242880");
    assert_eq!(session.emulator.counts().requests, 1);
}

#[derive(Debug)]
struct Web;

impl Fetcher for Web {
    fn fetch(&self, url: &str) -> Result<Fetched, FetchError> {
        if url.ends_with("there.png") {
            return Ok(Fetched { content_type: Some("image/png".into()), content: "png".into() });
        }
        Err(FetchError { status: Some(404), message: "Not there.".into() })
    }
}

#[tokio::test(start_paused = true)]
async fn an_import_is_waited_for_and_says_why_it_failed() {
    let emulator = Emulator::builder().fetcher(Web).build().unwrap();
    let client = crate::session::builder(&emulator).token(Token::new("ntn_local").unwrap()).build();
    let there = client.import("https://example.org/there.png").send().await.unwrap();
    assert_eq!((there.status.as_str(), there.content_length), ("uploaded", Some(3)));
    let gone = client.import("https://example.org/gone.png").send().await.unwrap_err();
    insta::assert_snapshot!(gone, @"Notion could not take the file: Not there. (the other server answered 404)");
    let kind = client.import("https://example.org/x").named("x.exe").send().await.unwrap_err();
    assert!(matches!(kind, UploadError::Refused { .. }), "{kind}");
}

#[tokio::test]
async fn files_go_over_a_connection_and_come_back() {
    let emulator = Emulator::builder().plan(Plan::Paid).build().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let served = emulator.clone();
    let server = tokio::spawn(async move { served.serve(listener).await });
    let client = Client::builder(transport::Reqwest::new().unwrap())
        .base_url(&address)
        .unwrap()
        .budget(Budget::Unlimited)
        .token(Token::new("ntn_local").unwrap())
        .build();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("talk.txt");
    std::fs::write(&path, content(21 * MIB)).unwrap();
    let source = UploadSource::path(&path).await.unwrap();
    let upload = client.upload(source).send().await.unwrap();
    let home = emulator.page("home").unwrap();
    let (_, address) = attach_with(&client, home, &upload).await;
    let back = folder.path().join("back.txt");
    let mut file = tokio::fs::File::create(&back).await.unwrap();
    let done = client.download(address).to(&mut file).await.unwrap();
    assert_eq!(done.bytes, 21 * MIB as u64);
    assert!(std::fs::read(&back).unwrap() == content(21 * MIB));
    server.abort();
}
