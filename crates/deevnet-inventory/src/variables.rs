//! One file of variables by itself.

use deevnet_core::declared::Value;
use deevnet_core::{Finding, Sources};

use crate::context::FileContext;
use crate::document;
use crate::intern::Interner;

/// The value that a text of variables holds, as Ansible would read it: `None` where it holds nothing.
///
/// Spans of the value are places in the text.
///
/// # Errors
/// Every fault of the text.
///
/// ```
/// let value = deevnet_inventory::parse_variables("a: 1\nb: x\n").unwrap().unwrap();
/// assert_eq!(value.get("b").unwrap().as_text(), Some("x"));
/// assert_eq!(value.get("b").unwrap().span().line(), 2);
/// assert!(deevnet_inventory::parse_variables("a: [").is_err());
/// ```
pub fn parse_variables(text: &str) -> Result<Option<Value>, Vec<Finding>> {
    let mut sources = Sources::default();
    let file = sources.add("");
    let document = document::parse(text.as_bytes(), FileContext::new(&sources, file), &mut Interner::default());
    if document.findings.iter().any(Finding::is_error) { Err(document.findings) } else { Ok(document.value) }
}
