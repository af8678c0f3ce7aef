//! Nodes behind sockets.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::simulator::{NodeSetup, Scheme, Serving, Simulator, SimulatorOptions};

async fn served(scheme: Scheme) -> (Simulator, Serving) {
    let node = NodeSetup::new("pve1").root_token("trial", "secret");
    let simulator = Simulator::new(vec![node], SimulatorOptions::default());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let serving = simulator.serve("pve1", listener, scheme).unwrap();
    (simulator, serving)
}

/// What a node answers to the text of a request.
async fn answer(serving: &Serving, request: &str) -> String {
    let mut stream = TcpStream::connect(serving.address()).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer).await;
    answer
}

#[tokio::test]
async fn a_status_line_carries_the_text_of_an_error() {
    let (_, serving) = served(Scheme::Http).await;
    let request = "GET /api2/json/nodes/pve2/status HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\
                   Authorization: PVEAPIToken=root@pam!trial=secret\r\n\r\n";
    let answer = answer(&serving, request).await;
    assert!(answer.starts_with("HTTP/1.1 500 hostname lookup 'pve2' failed - "), "{answer}");
}

#[tokio::test]
async fn methods_that_there_are_not_and_bodies_that_are_too_long_are_refused() {
    let (_, serving) = served(Scheme::Http).await;
    let patched = answer(&serving, "PATCH /api2/json/version HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await;
    assert!(patched.starts_with("HTTP/1.1 501 method 'PATCH' not available\r\n"), "{patched}");
    let head = "POST /api2/json/pools HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 600000\r\n\r\n";
    let long = answer(&serving, &format!("{head}{}", "x".repeat(600_000))).await;
    assert!(long.is_empty() || long.starts_with("HTTP/1.1 501 for data too large\r\n"), "{long}");
}

#[tokio::test]
async fn a_fault_ends_the_connection() {
    let (simulator, serving) = served(Scheme::Http).await;
    simulator.faults().add("drop-after".parse().unwrap());
    let request = "GET /api2/json/version HTTP/1.1\r\nHost: a\r\n\r\n";
    assert_eq!(answer(&serving, request).await, "");
}

#[tokio::test]
async fn the_certificate_of_a_node_is_the_one_that_it_reports() {
    let (simulator, serving) = served(Scheme::Https).await;
    let fingerprint = serving.fingerprint().unwrap().to_owned();
    assert_eq!(fingerprint.len(), 95);
    assert_eq!(simulator.with("pve1", |node| node.fingerprint.clone()), Some(fingerprint));
    assert!(serving.url().starts_with("https://127.0.0.1:"));
    assert!(serving.certificate().unwrap().starts_with("-----BEGIN CERTIFICATE-----"));
}
