//! The local Notion on a port.

use notion_emulator::{Emulator, Fault};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What comes back for one request over a fresh connection.
async fn get(address: std::net::SocketAddr, path: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer x\r\n\
         notion-version: 2026-03-11\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

#[tokio::test]
async fn it_answers_on_a_port_until_it_is_stopped() {
    let fault = Fault::on("GET", "/v1/users").drop_answer();
    let undated = Fault::on("GET", "/v1/custom_emojis").no_date();
    let emulator = Emulator::builder().faults(vec![fault, undated]).build().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn({
        let emulator = emulator.clone();
        async move {
            let stopped = async {
                let _ended = stopped.await;
            };
            emulator.serve_until(listener, stopped).await
        }
    });
    let answer = get(address, "/v1/users/me").await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("content-type: application/json; charset=utf-8\r\n"), "{answer}");
    let undated = get(address, "/v1/custom_emojis").await.unwrap();
    assert!(undated.contains("\r\ndate: \r\n"), "{undated}");
    // A dropped answer ends the connection before a single byte.
    let dropped = get(address, "/v1/users").await.unwrap_or_default();
    assert_eq!(dropped, "");
    assert!(answer.contains("\r\ndate: "), "{answer}");
    stop.send(()).unwrap();
    server.await.unwrap().unwrap();
}
