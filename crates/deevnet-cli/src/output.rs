//! Where the command prints: the two standard streams, with colours where they are wanted.

use std::fmt::Write as _;
use std::io::{self, BufWriter, Write};

use anstream::adapter::strip_str;
use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;

use crate::failure::{Complaint, Failure};
use crate::page;
use crate::printable::printable;

/// When to use colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

impl Color {
    fn wanted<S: anstream::stream::RawStream>(self, stream: &S) -> bool {
        match self {
            Self::Auto => AutoStream::choice(stream) != ColorChoice::Never,
            Self::Always => true,
            Self::Never => false,
        }
    }
}

/// The standard streams of the command.
///
/// A reader that goes away (`deevnet check | head`) is no fault: what it does not read is dropped, and the command
/// ends with the exit code of its work.
pub(crate) struct Output {
    stdout: Channel,
    stderr: Channel,
}

impl Output {
    /// Standard output and standard error.
    pub(crate) fn standard(color: Color) -> Self {
        let (stdout, stderr) = (io::stdout(), io::stderr());
        let (out_color, err_color) = (color.wanted(&stdout), color.wanted(&stderr));
        Self {
            stdout: Channel::new(Box::new(BufWriter::new(stdout.lock())), out_color),
            stderr: Channel::new(Box::new(BufWriter::new(stderr.lock())), err_color),
        }
    }

    /// Prints text for people, which may carry styles, on standard output.
    pub(crate) fn print(&mut self, text: &str) -> Result<(), Failure> {
        self.stdout.styled(text).map_err(Failure::Output)
    }

    /// Prints data for programs, byte for byte, on standard output.
    pub(crate) fn print_data(&mut self, data: &str) -> Result<(), Failure> {
        self.stdout.write(data.as_bytes()).map_err(Failure::Output)
    }

    /// Prints text for people, which may carry styles, on standard error, after all that standard output has.
    pub(crate) fn note(&mut self, text: &str) -> Result<(), Failure> {
        self.flush()?;
        self.stderr.styled(text).and_then(|()| self.stderr.flush()).map_err(Failure::Output)
    }

    /// Writes out what is buffered.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        self.stdout.flush().map_err(Failure::Output)
    }

    /// Prints why the work could not be done. A standard error that cannot be written to is not reported anywhere.
    pub(crate) fn fail(&mut self, failure: &Failure) {
        drop(self.stdout.flush());
        let mut text = String::new();
        for Complaint { message, causes, hint } in failure.complaints() {
            let _ = writeln!(text, "{}: {}", page::error("error"), printable(&message));
            for cause in causes {
                let _ = writeln!(text, "  {}: {}", page::strong("cause"), printable(&cause));
            }
            if let Some(hint) = hint {
                let _ = writeln!(text, "{}: {}", page::hint("hint"), printable(&hint));
            }
        }
        drop(self.stderr.styled(&text).and_then(|()| self.stderr.flush()));
    }
}

struct Channel {
    stream: Box<dyn Write>,
    color: bool,
    closed: bool,
}

impl Channel {
    fn new(stream: Box<dyn Write>, color: bool) -> Self {
        Self { stream, color, closed: false }
    }

    fn styled(&mut self, text: &str) -> io::Result<()> {
        if self.color { self.write(text.as_bytes()) } else { self.write(strip_str(text).to_string().as_bytes()) }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.unless_closed(|stream| stream.write_all(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.unless_closed(|stream| stream.flush())
    }

    fn unless_closed(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        match write(&mut *self.stream) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(())
            }
            result => result,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Broken(io::ErrorKind);

    impl Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(self.0.into())
        }
    }

    #[test]
    fn a_reader_that_goes_away_is_no_fault() {
        let mut channel = Channel::new(Box::new(Broken(io::ErrorKind::BrokenPipe)), false);
        channel.styled("one").unwrap();
        assert!(channel.closed);
        channel.flush().unwrap();
    }

    #[test]
    fn a_full_disk_is_a_fault() {
        let mut channel = Channel::new(Box::new(Broken(io::ErrorKind::StorageFull)), false);
        assert_eq!(channel.write(b"one").unwrap_err().kind(), io::ErrorKind::StorageFull);
    }
}
