//! File uploads, step by step.

use notion_client::{FileContent, file_uploads};
use notion_emulator::Fault;
use notion_model::request::{CreateFileUpload, PartNumber};
use notion_model::{FileUploadStatus, limits};

use crate::session::Session;

#[tokio::test(start_paused = true)]
async fn a_file_is_sent_at_once() {
    let session = Session::new();
    let client = &session.client;
    let begun = client.send(file_uploads::create(CreateFileUpload::single_part())).await.unwrap();
    let notes = FileContent::new("Water, light, \"patience\".\r\n--").named("the \"notes\" ä.txt");
    let sent =
        client.send(file_uploads::send(begun.id, notes.of_type("text/plain"))).await.unwrap();
    assert_eq!((sent.status.as_str(), sent.content_length), ("uploaded", Some(29)));
    assert_eq!(sent.filename.as_deref(), Some("the \"notes\" ä.txt"));
    let read = client.send(file_uploads::retrieve(begun.id)).await.unwrap();
    assert_eq!((read.status, read.filename), (sent.status, sent.filename));
}

#[tokio::test(start_paused = true)]
async fn a_file_is_sent_in_parts_in_any_order() {
    let session = Session::new();
    let client = &session.client;
    let upload = CreateFileUpload::multi_part("talk.txt", 2).with_content_type("text/plain");
    let id = client.send(file_uploads::create(upload)).await.unwrap().id;
    let part = |size: usize| FileContent::new(vec![b'x'; size]).of_type("text/plain");
    let least = usize::try_from(limits::UPLOAD_PART_BYTES_MIN).unwrap();
    let [first, second] = [1, 2].map(|it| PartNumber::new(it).unwrap());
    client.send(file_uploads::send_part(id, second, part(3))).await.unwrap();
    let sent = client.send(file_uploads::send_part(id, first, part(least))).await.unwrap();
    assert_eq!(sent.number_of_parts.map(|it| (it.sent, it.total)), Some((2, 2)));
    let done = client.send(file_uploads::complete(id)).await.unwrap();
    assert_eq!((done.status.as_str(), done.content_length), ("uploaded", Some(5_242_883)));
}

#[tokio::test(start_paused = true)]
async fn uploads_are_listed_by_status() {
    let session = Session::new();
    let client = &session.client;
    for _ in 0..3 {
        client.send(file_uploads::create(CreateFileUpload::single_part())).await.unwrap();
    }
    let all = client.list(file_uploads::list()).collect().await.unwrap();
    let pending = client.list(file_uploads::list().only(FileUploadStatus::Pending));
    assert_eq!((all.len(), pending.collect().await.unwrap()), (3, all));
    let expired = client.list(file_uploads::list().only(FileUploadStatus::Expired));
    assert_eq!(expired.collect().await.unwrap(), []);
}

#[tokio::test(start_paused = true)]
async fn an_upload_whose_answer_was_lost_is_not_sent_twice_and_not_missed() {
    let session = Session::new();
    let client = &session.client;
    let begun = client.send(file_uploads::create(CreateFileUpload::single_part())).await.unwrap();
    let lost = Fault::on("POST", "/v1/file_uploads/*/send").nth(1).drop_answer().after();
    session.emulator.set_faults(vec![lost]);
    let notes = FileContent::new("Water").named("notes.txt").of_type("text/plain");
    let sent = client.send(file_uploads::send(begun.id, notes)).await.unwrap();
    assert_eq!((sent.status.as_str(), sent.content_length), ("uploaded", Some(5)));
}
