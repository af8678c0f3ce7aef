//! The frame of every page: templates, style and script in one file, and the policy that keeps everything else out.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use deevnet_core::printable::printable;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, ValueKind};
use minijinja::{AutoEscape, Environment, Output, State, Value};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::count::count;
use crate::error::RenderError;

const STYLE: &str = include_str!("page/page.css");
const SCRIPT: &str = include_str!("page/page.js");

/// The templates by name; a page includes its parts.
const TEMPLATES: &[(&str, &str)] = &[
    ("frame", include_str!("page/frame.html.jinja")),
    ("report", include_str!("page/report.html.jinja")),
    ("policy", include_str!("page/policy.html.jinja")),
    ("marks", include_str!("page/marks.html.jinja")),
    ("map", include_str!("page/map.html.jinja")),
    ("vlans", include_str!("page/vlans.html.jinja")),
    ("matrix", include_str!("page/matrix.html.jinja")),
    ("hosts", include_str!("page/hosts.html.jinja")),
    ("findings", include_str!("page/findings.html.jinja")),
    ("capacity", include_str!("page/capacity.html.jinja")),
    ("drift", include_str!("page/drift.html.jinja")),
];

/// What every page says of itself.
#[derive(Serialize)]
struct Document<'a, T> {
    /// What the page is about.
    title: &'a str,
    /// What wrote it.
    version: &'static str,
    style: &'static str,
    script: &'static str,
    security: String,
    #[serde(flatten)]
    content: &'a T,
}

/// Renders the page of a template.
///
/// Values are escaped for HTML, and characters that reorder or hide text are written as escapes, wherever they come from.
pub(crate) fn render<T: Serialize>(template: &str, title: &str, content: &T) -> Result<String, RenderError> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.set_formatter(write_harmless);
    environment.add_filter("counted", |number: usize, noun: &str| count(number, noun));
    for (name, source) in TEMPLATES {
        environment.add_template(name, source)?;
    }
    let document = Document {
        title,
        version: env!("CARGO_PKG_VERSION"),
        style: STYLE,
        script: SCRIPT,
        security: security(),
        content,
    };
    Ok(environment.get_template(template)?.render(Serde(&document))?)
}

/// Writes a value with every hostile character escaped; what is marked safe is ours and stays as it is.
fn write_harmless(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    match value.as_str() {
        Some(text) if value.kind() == ValueKind::String && !value.is_safe() => {
            let lines: Vec<_> = text.split('\n').map(printable).collect();
            minijinja::escape_formatter(out, state, &Value::from(lines.join("\n")))
        }
        _ => minijinja::escape_formatter(out, state, value),
    }
}

/// The Content Security Policy: nothing is fetched, sent or framed; our own style and script are known by their hashes.
fn security() -> String {
    let (style, script) = (hash(STYLE), hash(SCRIPT));
    format!(
        "default-src 'none'; style-src '{style}'; script-src '{script}'; base-uri 'none'; form-action 'none'; \
         connect-src 'none'"
    )
}

fn hash(text: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(text)))
}
