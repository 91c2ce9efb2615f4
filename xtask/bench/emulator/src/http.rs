//! As much of HTTP as one client needs that always gets a `content-length`.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;

use crate::Failure;

/// A connection that is kept open.
pub(crate) struct Connection {
    stream: BufReader<TcpStream>,
}

impl Connection {
    pub(crate) fn open(address: &str) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address).map_err(|it| it.to_string())?;
        stream.set_nodelay(true).map_err(|it| it.to_string())?;
        Ok(Self { stream: BufReader::new(stream) })
    }

    /// Asks and reads the answer, which has to be a 200.
    pub(crate) fn send(
        &mut self,
        method: &str,
        path: &str,
        body: &str,
    ) -> Result<Vec<u8>, Failure> {
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: local\r\nauthorization: Bearer bench\r\n\
             notion-version: 2026-03-11\r\ncontent-type: application/json\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        );
        self.stream.get_mut().write_all(request.as_bytes()).map_err(|it| it.to_string())?;
        let mut length = 0;
        let mut line = String::new();
        let mut is_first = true;
        loop {
            line.clear();
            self.stream.read_line(&mut line).map_err(|it| it.to_string())?;
            let text = line.trim().to_ascii_lowercase();
            if is_first && !text.contains(" 200 ") {
                return Err(format!("{method} {path}: {text}"));
            }
            is_first = false;
            if text.is_empty() {
                break;
            }
            if let Some(value) = text.strip_prefix("content-length:") {
                length = value.trim().parse().map_err(|_| text.clone())?;
            }
        }
        let mut answer = vec![0; length];
        self.stream.read_exact(&mut answer).map_err(|it| it.to_string())?;
        Ok(answer)
    }
}
