//! Something between a writer and the server that loses connections at chosen moments.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// A request to commit, as it stands on the wire (PostgreSQL manual, section 55.7, `Query`).
const COMMIT: &[u8] = b"Q\0\0\0\x0bCOMMIT\0";

/// When a connection is lost.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Loss {
    /// Before the server hears that it should commit.
    OfTheRequest,
    /// After the server has heard it, before its answer.
    OfTheAnswer,
}

/// A proxy that loses the first connections that commit.
pub(crate) struct Proxy {
    port: u16,
    losses: Arc<AtomicUsize>,
}

impl Proxy {
    /// A proxy in front of the port, which runs until the tests end.
    pub(crate) fn start(server: u16, loss: Loss, times: usize) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        let losses = Arc::new(AtomicUsize::new(times));
        let left = Arc::clone(&losses);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let left = Arc::clone(&left);
                // A connection that cannot be carried on is closed, as the writer then sees.
                thread::spawn(move || drop(carry(&client, server, loss, &left)));
            }
        });
        Ok(Self { port, losses })
    }

    /// The port on 127.0.0.1.
    pub(crate) const fn port(&self) -> u16 {
        self.port
    }

    /// How many connections it would still lose.
    pub(crate) fn losses_left(&self) -> usize {
        self.losses.load(Ordering::SeqCst)
    }
}

fn carry(client: &TcpStream, server: u16, loss: Loss, left: &AtomicUsize) -> io::Result<()> {
    let server = TcpStream::connect((Ipv4Addr::LOCALHOST, server))?;
    let (mut from_server, mut to_client) = (server.try_clone()?, client.try_clone()?);
    let answers = thread::spawn(move || {
        // Whichever side ends first, the other is told.
        drop(io::copy(&mut from_server, &mut to_client));
        drop(to_client.shutdown(Shutdown::Both));
    });
    let result = requests(client, &server, loss, left);
    drop(server.shutdown(Shutdown::Both));
    drop(client.shutdown(Shutdown::Both));
    drop(answers.join());
    result
}

/// Carries requests until one is to be lost.
fn requests(mut client: &TcpStream, mut server: &TcpStream, loss: Loss, left: &AtomicUsize) -> io::Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let length = client.read(&mut buffer)?;
        if length == 0 {
            return Ok(());
        }
        let part = &buffer[..length];
        let is_commit = part.ends_with(COMMIT);
        let is_lost =
            is_commit && left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok();
        if is_lost {
            client.shutdown(Shutdown::Both)?;
            return if loss == Loss::OfTheAnswer { server.write_all(part) } else { Ok(()) };
        }
        server.write_all(part)?;
    }
}
