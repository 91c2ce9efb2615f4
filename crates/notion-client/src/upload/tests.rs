//! Parts of files, and where they come from.

use serde_json::json;

use super::*;
use crate::mock::{Mock, id, ok};

#[test]
fn parts_cover_a_file() {
    for size in [1, PART - 1, PART, PART + 1, 3 * PART, 5 << 30] {
        let id = FileUploadId::from(uuid::Uuid::nil());
        let part_bytes = PART.max(size.div_ceil(UPLOAD_PARTS as u64));
        let progress = UploadProgress { id, size, part_bytes, sent: BTreeSet::new() };
        let last = PartNumber::new(progress.parts()).unwrap();
        let mut end = 0;
        for part in last.up_to() {
            let (start, length) = progress.place(part);
            assert_eq!(start, end);
            assert!(length > 0 && length as u64 <= UPLOAD_PART_BYTES);
            assert!(part == last || length as u64 >= UPLOAD_PART_BYTES_MIN);
            end += length as u64;
        }
        assert_eq!(end, size);
    }
}

#[tokio::test]
async fn what_can_be_read_once_is_read_in_order_and_parts_are_skipped() {
    let mut source = UploadSource::reader("a.txt", 10, &b"0123456789"[..]);
    assert_eq!(source.read(2, 3).await.unwrap(), "234");
    assert_eq!(source.read(5, 1).await.unwrap(), "5");
    assert_eq!(source.read(2, 3).await.unwrap_err().kind(), io::ErrorKind::Unsupported);
    assert_eq!(source.read(8, 3).await.unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    let mut bytes = UploadSource::bytes("a.txt", "0123456789");
    assert_eq!(bytes.read(8, 2).await.unwrap(), "89");
    assert_eq!(bytes.read(8, 3).await.unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
}

/// Breaks off once after every piece.
struct Broken(&'static [u8], bool);

impl tokio::io::AsyncRead for Broken {
    fn poll_read(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
        into: &mut tokio::io::ReadBuf<'_>,
    ) -> std::task::Poll<io::Result<()>> {
        self.1 = !self.1;
        if self.1 {
            return std::task::Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        let (piece, rest) = self.0.split_at(into.remaining().min(self.0.len()).min(2));
        into.put_slice(piece);
        self.0 = rest;
        std::task::Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn reading_goes_on_where_it_broke_off() {
    let mut source = UploadSource::reader("a.txt", 10, Broken(b"0123456789", false));
    for (start, length, bytes) in [(1, 4, "1234"), (5, 1, "5"), (6, 4, "6789")] {
        let read = loop {
            match source.read(start, length).await {
                Ok(read) => break read,
                Err(error) => assert_eq!(error.kind(), io::ErrorKind::ConnectionReset),
            }
        };
        assert_eq!(read, bytes);
    }
}

/// What cannot be attached is no success, whatever the status of the answer.
#[tokio::test(start_paused = true)]
async fn an_upload_that_is_not_done_is_an_error() {
    for (status, error) in [("pending", "not done"), ("expired", "has expired")] {
        let mock = Mock::new(move |_| {
            ok(json!({"object": "file_upload", "id": id(1), "status": status, "archived": false}))
        });
        let source = UploadSource::bytes("a.txt", "a");
        let answer = mock.client().upload(source).send().await.unwrap_err();
        assert!(answer.to_string().contains(error), "{answer}");
        assert_eq!(mock.asked().len(), 2);
    }
}
