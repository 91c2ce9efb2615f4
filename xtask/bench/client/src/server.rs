//! A Notion to ask, in a process of its own.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdout, Command, Stdio};

use tokio::net::TcpListener;

use crate::Failure;

/// One that runs. It ends with this value.
pub(crate) struct Server {
    process: Child,
    said: BufReader<ChildStdout>,
    pub(crate) url: String,
    pub(crate) source: String,
}

impl Server {
    /// Starts this program as a server of one kind.
    pub(crate) fn start(kind: &str) -> Result<Self, Failure> {
        let own = std::env::current_exe().map_err(|it| it.to_string())?;
        let mut process = Command::new(own)
            .arg(kind)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|it| it.to_string())?;
        let said = BufReader::new(process.stdout.take().ok_or("the server has no output")?);
        let mut server = Self { process, said, url: String::new(), source: String::new() };
        let line = server.line()?;
        let (url, source) = line.split_once(' ').ok_or("the server does not listen")?;
        (server.url, server.source) = (url.to_owned(), source.to_owned());
        Ok(server)
    }

    /// Asks what it saw so far.
    pub(crate) fn report(&mut self) -> Result<String, Failure> {
        let input = self.process.stdin.as_mut().ok_or("the server has no input")?;
        writeln!(input, "report").map_err(|it| it.to_string())?;
        self.line()
    }

    fn line(&mut self) -> Result<String, Failure> {
        let mut line = String::new();
        self.said.read_line(&mut line).map_err(|it| it.to_string())?;
        Ok(line.trim().to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It also ends by itself when its input does.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// The server's side: a port of its own, and the line that says where it is.
pub(crate) async fn listen(source: &str) -> Result<TcpListener, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").await.map_err(|it| it.to_string())?;
    let address = listener.local_addr().map_err(|it| it.to_string())?;
    println!("http://{address} {source}");
    Ok(listener)
}

/// The server's side: calls `report` for every line that comes in, and ends the process with its
/// input.
pub(crate) fn obey(report: impl Fn() + Send + 'static) {
    std::thread::spawn(move || {
        for _ in std::io::stdin().lines().map_while(Result::ok) {
            report();
        }
        std::process::exit(0);
    });
}
