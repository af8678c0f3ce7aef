//! Many values through one conversion: from the arguments, or one a line from standard input.

use std::fmt::Write;
use std::io::{self, BufRead};

use serde::Serialize;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::format::{Format, JSON_VERSION, to_json};
use crate::output::Output;
use crate::page;
use crate::printable::printable;

/// How much text is gathered before it is written.
const CHUNK: usize = 64 * 1024;

/// Why one value could not be converted, with the way out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Refusal {
    /// What is wrong with the value.
    pub(crate) error: String,
    /// The way out.
    pub(crate) hint: String,
}

impl Refusal {
    /// The refusal of a value.
    pub(crate) fn new(error: &impl ToString, hint: impl Into<String>) -> Self {
        Self { error: error.to_string(), hint: hint.into() }
    }
}

/// A value with what became of it.
#[derive(Debug, Serialize)]
struct Converted<T> {
    input: String,
    #[serde(flatten)]
    result: Outcome<T>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Outcome<T> {
    Done(T),
    Refused(Refusal),
}

#[derive(Serialize)]
struct Document<T> {
    version: u32,
    results: Vec<Converted<T>>,
}

/// Converts every value; a refused one does not stop the others.
///
/// Without arguments, or with `-` alone, the values are the lines of standard input; blank lines are passed over.
/// As text the results come one a line on standard output, the refusals on standard error with their line.
pub(crate) fn run<T: Serialize>(
    arguments: &[String],
    format: Format,
    output: &mut Output,
    convert: impl Fn(&str) -> Result<T, Refusal>,
    line: impl Fn(&T) -> String,
) -> Result<Exit, Failure> {
    let mut batch = Batch { output, convert, line, text: String::new(), total: 0, failed: 0 };
    match format {
        Format::Text => batch.lines(values(arguments))?,
        Format::Json => batch.document(values(arguments))?,
    }
    match batch.failed {
        0 => Ok(Exit::Clean),
        failed => Err(Failure::Values { failed, total: batch.total }),
    }
}

struct Batch<'o, C, L> {
    output: &'o mut Output,
    convert: C,
    line: L,
    text: String,
    total: usize,
    failed: usize,
}

impl<T, C, L> Batch<'_, C, L>
where
    T: Serialize,
    C: Fn(&str) -> Result<T, Refusal>,
    L: Fn(&T) -> String,
{
    fn lines(&mut self, values: impl Iterator<Item = Result<Placed, Failure>>) -> Result<(), Failure> {
        for value in values {
            let value = value?;
            self.total += 1;
            match self.convert(&value) {
                Ok(result) => {
                    self.text.push_str(&(self.line)(&result));
                    self.text.push('\n');
                }
                Err(refusal) => self.refuse(&value, &refusal)?,
            }
            if self.text.len() >= CHUNK {
                self.print()?;
            }
        }
        self.print()
    }

    fn convert(&self, value: &Placed) -> Result<T, Refusal> {
        if value.is_utf8 { (self.convert)(&value.text) } else { Err(not_utf8(&value.text)) }
    }

    fn print(&mut self) -> Result<(), Failure> {
        self.output.print_data(&std::mem::take(&mut self.text))
    }

    fn refuse(&mut self, value: &Placed, refusal: &Refusal) -> Result<(), Failure> {
        self.print()?;
        self.failed += 1;
        let mut text = String::new();
        let place = value.line.map_or_else(String::new, |line| format!("line {line}: "));
        let _ = writeln!(text, "{}: {place}{}", page::error("error"), printable(&refusal.error));
        let _ = writeln!(text, "{}: {}", page::hint("hint"), printable(&refusal.hint));
        self.output.note(&text)
    }

    fn document(&mut self, values: impl Iterator<Item = Result<Placed, Failure>>) -> Result<(), Failure> {
        let mut results = Vec::new();
        for value in values {
            let value = value?;
            let result = self.convert(&value).map_or_else(Outcome::Refused, Outcome::Done);
            self.failed += usize::from(matches!(result, Outcome::Refused(_)));
            results.push(Converted { input: value.text, result });
        }
        self.total = results.len();
        self.output.print_data(&to_json(&Document { version: JSON_VERSION, results })?)
    }
}

/// A value and, where it was read from standard input, its line.
struct Placed {
    /// The value; what is not UTF-8 in it is replaced.
    text: String,
    is_utf8: bool,
    line: Option<usize>,
}

fn values(arguments: &[String]) -> Box<dyn Iterator<Item = Result<Placed, Failure>> + '_> {
    match arguments {
        [] => Box::new(standard_input()),
        [only] if only == "-" => Box::new(standard_input()),
        _ => Box::new(arguments.iter().map(|text| Ok(Placed { text: text.clone(), is_utf8: true, line: None }))),
    }
}

fn standard_input() -> impl Iterator<Item = Result<Placed, Failure>> {
    (1..).zip(io::stdin().lock().split(b'\n')).filter_map(|(number, line)| match line {
        Ok(line) => {
            let text = String::from_utf8_lossy(&line);
            let (text, is_utf8) = (text.trim(), str::from_utf8(&line).is_ok());
            (!text.is_empty()).then(|| Ok(Placed { text: text.to_owned(), is_utf8, line: Some(number) }))
        }
        Err(source) => Some(Err(Failure::Unreadable { name: format!("line {number} of standard input"), source })),
    })
}

fn not_utf8(text: &str) -> Refusal {
    Refusal::new(&format_args!("`{text}` is not UTF-8 text"), "write plain ASCII")
}
