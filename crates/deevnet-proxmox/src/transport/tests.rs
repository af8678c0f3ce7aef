use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use deevnet_core::model::{CertificateFingerprint, Endpoint};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

use super::*;

/// How a server of a test treats a request.
#[derive(Clone)]
enum Behaviour {
    /// It answers with these bytes.
    Answers(&'static str),
    /// It answers with these bytes and ends the connection.
    BreaksOff(&'static str),
}

/// A server with a certificate of its own.
struct Server {
    port: u16,
    certificate: CertificateDer<'static>,
    authority: Vec<u8>,
    connections: Arc<AtomicUsize>,
    received: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// A server whose certificate an authority has signed for these names.
    async fn start(names: &[&str], behaviour: Behaviour) -> Self {
        let authority_key = KeyPair::generate().unwrap();
        let mut authority = CertificateParams::new(Vec::new()).unwrap();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(authority, authority_key).unwrap();
        let key = KeyPair::generate().unwrap();
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let certificate = CertificateParams::new(names).unwrap().signed_by(&key, &authority).unwrap();
        let certificate = certificate.der().clone();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let configuration = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.clone()], key)
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            port: listener.local_addr().unwrap().port(),
            certificate,
            authority: authority.pem().into_bytes(),
            connections: Arc::default(),
            received: Arc::default(),
        };
        let (connections, received) = (Arc::clone(&server.connections), Arc::clone(&server.received));
        let acceptor = TlsAcceptor::from(Arc::new(configuration));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                connections.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(acceptor.clone(), stream, behaviour.clone(), Arc::clone(&received)));
            }
        });
        server
    }

    fn endpoint(&self) -> Endpoint {
        format!("https://127.0.0.1:{}", self.port).parse().unwrap()
    }

    fn fingerprint(&self) -> CertificateFingerprint {
        CertificateFingerprint::new(Sha256::digest(&self.certificate).into())
    }

    fn received(&self) -> Vec<String> {
        self.received.lock().unwrap().clone()
    }

    async fn answer(&self, trust: Trust) -> Result<HttpResponse, TransportError> {
        HttpsTransport::new(&self.endpoint(), trust).unwrap().send(request(Method::Get)).await
    }
}

async fn serve(acceptor: TlsAcceptor, stream: TcpStream, behaviour: Behaviour, received: Arc<Mutex<Vec<String>>>) {
    let Ok(mut stream) = acceptor.accept(stream).await else { return };
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = stream.read(&mut buffer).await {
        received.lock().unwrap().push(String::from_utf8_lossy(&buffer[..length]).into_owned());
        match &behaviour {
            Behaviour::Answers(answer) => stream.write_all(answer.as_bytes()).await.unwrap(),
            Behaviour::BreaksOff(answer) => {
                stream.write_all(answer.as_bytes()).await.unwrap();
                return;
            }
        }
    }
}

fn request(method: Method) -> HttpRequest {
    let token = ("authorization".to_owned(), "PVEAPIToken=deevnet@pve!test=secret".to_owned());
    let body = if method == Method::Post { Bytes::from_static(b"vmid=201") } else { Bytes::new() };
    HttpRequest { method, target: "/api2/json/version?a=%3Bb%20c".to_owned(), headers: vec![token], body }
}

const GOOD: Behaviour = Behaviour::Answers("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}");

#[tokio::test]
async fn an_authority_of_a_file_vouches_for_its_names_only() {
    let server = Server::start(&["127.0.0.1"], GOOD).await;
    let answer = server.answer(Trust::CaFile(server.authority.clone())).await.unwrap();
    assert_eq!((answer.status, answer.reason.as_str(), &answer.body[..]), (200, "OK", &b"{}"[..]));

    let other = Server::start(&["hv01.example.net"], GOOD).await;
    let error = other.answer(Trust::CaFile(other.authority.clone())).await.unwrap_err();
    insta::assert_snapshot!(error, @"the certificate is not trusted: it is for another name");
    let error = server.answer(Trust::CaFile(other.authority.clone())).await.unwrap_err();
    insta::assert_snapshot!(error, @"the certificate is not trusted: no trusted authority signed it");
}

#[tokio::test]
async fn the_system_trusts_nobody_of_whom_it_was_not_told() {
    let server = Server::start(&["127.0.0.1"], GOOD).await;
    let error = server.answer(Trust::System).await.unwrap_err();
    let TransportError::Untrusted { fingerprint, .. } = error else { panic!("{error:?}") };
    assert_eq!(fingerprint, Some(server.fingerprint().to_string()));
    assert!(server.received().is_empty(), "a request was sent to somebody who is not trusted");
}

#[tokio::test]
async fn a_pinned_certificate_is_taken_whatever_its_name_and_no_other_is() {
    let server = Server::start(&["hv01.example.net"], GOOD).await;
    server.answer(Trust::Fingerprint(server.fingerprint())).await.unwrap();
    let received = server.received().len();
    let pinned = CertificateFingerprint::new([7; 32]);
    let error = server.answer(Trust::Fingerprint(pinned)).await.unwrap_err();
    assert!(error.to_string().contains(&pinned.to_string()), "{error}");
    let TransportError::Untrusted { fingerprint, .. } = error else { panic!("{error:?}") };
    assert_eq!(fingerprint, Some(server.fingerprint().to_string()));
    assert_eq!(server.received().len(), received);
}

#[tokio::test]
async fn insecure_takes_any_certificate() {
    let server = Server::start(&["hv01.example.net"], GOOD).await;
    server.answer(Trust::Insecure).await.unwrap();
}

#[tokio::test]
async fn a_fingerprint_is_looked_at_without_sending_anything() {
    let server = Server::start(&["hv01.example.net"], GOOD).await;
    assert_eq!(shown_fingerprint(&server.endpoint()).await.unwrap(), server.fingerprint());
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn no_redirect_is_followed() {
    let redirect = Behaviour::Answers(
        "HTTP/1.1 302 Found\r\nlocation: https://127.0.0.1:1/elsewhere\r\ncontent-length: 0\r\n\r\n",
    );
    let server = Server::start(&["127.0.0.1"], redirect).await;
    let answer = server.answer(Trust::Fingerprint(server.fingerprint())).await.unwrap();
    assert_eq!((answer.status, server.received().len()), (302, 1));
}

#[tokio::test]
async fn reason_phrases_and_statuses_of_its_own_come_through() {
    let answer = Behaviour::Answers("HTTP/1.1 595 VM is locked (clone)\r\ncontent-length: 0\r\n\r\n");
    let server = Server::start(&["127.0.0.1"], answer).await;
    let answer = server.answer(Trust::Insecure).await.unwrap();
    assert_eq!((answer.status, answer.reason.as_str()), (595, "VM is locked (clone)"));
}

#[tokio::test]
async fn a_request_goes_out_as_it_is_and_connections_are_kept() {
    let server = Server::start(&["127.0.0.1"], GOOD).await;
    let transport = HttpsTransport::new(&server.endpoint(), Trust::Insecure).unwrap();
    transport.send(request(Method::Get)).await.unwrap();
    transport.send(request(Method::Post)).await.unwrap();
    assert_eq!(server.connections.load(Ordering::SeqCst), 1);
    let received = server.received();
    assert!(received[0].starts_with("GET /api2/json/version?a=%3Bb%20c HTTP/1.1\r\n"), "{}", received[0]);
    assert!(received[0].contains("authorization: PVEAPIToken=deevnet@pve!test=secret\r\n"), "{}", received[0]);
    assert!(received[1].ends_with("\r\n\r\nvmid=201"), "{}", received[1]);
}

#[tokio::test]
async fn a_lost_answer_may_have_happened_and_is_not_asked_for_again() {
    for method in [Method::Get, Method::Post] {
        let server = Server::start(&["127.0.0.1"], Behaviour::BreaksOff("")).await;
        let transport = HttpsTransport::new(&server.endpoint(), Trust::Insecure).unwrap();
        let error = transport.send(request(method)).await.unwrap_err();
        assert!(matches!(error, TransportError::Interrupted { .. }), "{error:?}");
        assert!(error.may_have_happened());
        assert_eq!(server.received().len(), 1);
    }
}

#[tokio::test]
async fn half_an_answer_is_none() {
    let server =
        Server::start(&["127.0.0.1"], Behaviour::BreaksOff("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{")).await;
    let error = server.answer(Trust::Insecure).await.unwrap_err();
    assert!(matches!(error, TransportError::Interrupted { .. }), "{error:?}");
}

#[tokio::test]
async fn where_nobody_listens_nothing_happened() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint: Endpoint = format!("https://{}", listener.local_addr().unwrap()).parse().unwrap();
    drop(listener);
    let transport = HttpsTransport::new(&endpoint, Trust::Insecure).unwrap();
    let error = transport.send(request(Method::Post)).await.unwrap_err();
    assert!(matches!(error, TransportError::Connect { .. }), "{error:?}");
    assert!(error.to_string().contains("refused"), "{error}");
    let error = shown_fingerprint(&endpoint).await.unwrap_err();
    assert!(matches!(error, TransportError::Connect { .. }), "{error:?}");
}

#[test]
fn a_file_without_authorities_is_refused() {
    let endpoint: Endpoint = "https://hv01.example.net".parse().unwrap();
    let refuse = |pem: &[u8]| HttpsTransport::new(&endpoint, Trust::CaFile(pem.to_vec())).unwrap_err().to_string();
    insta::assert_snapshot!(refuse(b""), @"there is no certificate of an authority in the file");
    let malformed = refuse(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    assert!(malformed.starts_with("the certificates of the authorities cannot be read: "), "{malformed}");
}

#[test]
fn neither_a_request_nor_an_answer_shows_its_secrets() {
    let mut request = request(Method::Post);
    request.body = Bytes::from_static(b"password=hunter2");
    let answer = HttpResponse {
        status: 200,
        reason: "OK".to_owned(),
        headers: vec![("set-cookie".to_owned(), "PVEAuthCookie=hunter2".to_owned())],
        body: Bytes::from_static(b"{\"data\":{\"ticket\":\"hunter2\"}}"),
    };
    insta::assert_snapshot!(format!("{request:?}\n{answer:?}"), @r#"
    HttpRequest { method: Post, target: "/api2/json/version?a=%3Bb%20c", headers: ["authorization"], body: 16 bytes }
    HttpResponse { status: 200, reason: "OK", headers: ["set-cookie"], body: 29 bytes }
    "#);
}
