//! The report for people: each finding with the source line underlined.

use std::time::Duration;

use annotate_snippets::{Element, Group, Level, Origin, Renderer};
use deevnet_core::{Finding, Position, Severity};

use super::snippet::{Mark, Quotes, Role};
use super::summary::Summary;
use crate::printable::printable;

/// Renders the findings and the summary; the text carries styles.
pub(super) fn render(findings: &[Finding], summary: &Summary, elapsed: Duration, quotes: &mut Quotes) -> String {
    let renderer = Renderer::styled();
    let mut text = String::new();
    for finding in findings {
        text.push_str(&renderer.render(&[group(finding, quotes)]));
        text.push_str("\n\n");
    }
    text.push_str(&summary.text(elapsed));
    text
}

/// Each finding with its source lines as text without styles: what follows the title in the report for people.
pub(crate) fn quoted(findings: &[Finding]) -> impl Iterator<Item = (&Finding, String)> {
    let (renderer, mut quotes) = (Renderer::plain(), Quotes::default());
    findings.iter().map(move |finding| {
        let text = renderer.render(&[group(finding, &mut quotes)]);
        let quote = text.split_once('\n').map(|(_, quote)| quote.to_owned()).unwrap_or_default();
        (finding, quote)
    })
}

fn group(finding: &Finding, quotes: &mut Quotes) -> Group<'static> {
    let title = format!("{}[{}] {}", finding.severity, finding.rule.code, finding.rule.name);
    let title = level(finding.severity).with_name(title).primary_title(printable(&finding.message).into_owned());
    let mut group = Group::with_title(title).elements(places(finding, quotes));
    for related in finding.related.iter().filter(|related| related.position.is_none()) {
        group = group.element(Level::NOTE.message(printable(&related.message).into_owned()));
    }
    if let Some(hint) = &finding.hint {
        group = group.element(Level::HELP.message(printable(hint).into_owned()));
    }
    group
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// The quoted places of a finding: its own first, then the related ones, each as a snippet or, where the line cannot
/// be quoted, by its position alone.
fn places(finding: &Finding, quotes: &mut Quotes) -> Vec<Element<'static>> {
    let own = finding.position.iter().map(|position| Mark { position, role: Role::Own });
    let related = finding.related.iter().filter_map(|related| {
        let position = related.position.as_ref()?;
        Some(Mark { position, role: Role::Related(&related.message) })
    });
    let mut elements = Vec::new();
    let mut unquoted = Vec::new();
    for marks in by_file(own.chain(related).collect()) {
        let (snippet, left) = quotes.snippet(&marks);
        elements.extend(snippet.map(Element::from));
        unquoted.extend(left);
    }
    elements.extend(unquoted.iter().map(bare));
    elements
}

/// Groups marks by file, each file where its first mark stands.
fn by_file(marks: Vec<Mark<'_>>) -> Vec<Vec<Mark<'_>>> {
    let mut files: Vec<Vec<Mark<'_>>> = Vec::new();
    for mark in marks {
        match files.iter_mut().find(|file| file[0].position.path == mark.position.path) {
            Some(file) => file.push(mark),
            None => files.push(vec![mark]),
        }
    }
    files
}

/// A place without its source line.
fn bare(mark: &Mark<'_>) -> Element<'static> {
    let Position { path, line, column, .. } = mark.position;
    match mark.role {
        Role::Own => Origin::path(printable(path).into_owned()).line(*line).char_column(*column).into(),
        Role::Related(message) => {
            let note = printable(&format!("{message}: {path}:{line}:{column}")).into_owned();
            Level::NOTE.message(note).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples;

    const TIME: Duration = Duration::from_millis(12);

    fn rendered(findings: &[Finding]) -> String {
        let summary = Summary::of(findings, 17);
        let styled = render(findings, &summary, TIME, &mut Quotes::of(samples::files()));
        anstream::adapter::strip_str(&styled).to_string()
    }

    #[test]
    fn findings_quote_their_lines() {
        insta::assert_snapshot!(rendered(&samples::findings()), @r#"
        error[DV904] template-failed: `site` is undefined, 100% sure
         |
         = help: define it: site, octet

        error[DV902] duplicate-key: the key `eth0` stands twice; the last one holds
         --> ./host_vars/pi01.yml:5:5
          |
        3 |     eth0: { ip: 10.20.30.11 }
          |     ---- first here
        4 |     eth1: { ip: 10.20.30.12 }
        5 |     eth0: { ip: 10.20.30.13 }
          |     ^^^^
          |
          = help: rename one of them

        error[DV903] wrong-type: `wol` must be true or false, not text
         --> ./host_vars/pi01.yml:6:45
          |
        6 | infrastructure: { form: "pi", note: 日本 é, wol: 'true' }
          |                                               ^^^^^^
          |
         ::: ./hosts.yml:3:5
          |
        3 |     pi01:
          |     ---- `pi01` is listed here
          |
          = note: it is read by the Wake-on-LAN list

        error[DV908] file-too-large: the file is larger than 64 MiB
        --> /var/large.yml:1:1

        Found 4 errors in 17 hosts (0.01 s).
        1 finding can be fixed with `--fix`.
        "#);
    }

    #[test]
    fn a_line_that_cannot_be_quoted_is_left_out() {
        let findings = samples::findings();
        let summary = Summary::of(&findings[..1], 17);
        let styled = render(&findings[..1], &summary, TIME, &mut Quotes::default());
        insta::assert_snapshot!(anstream::adapter::strip_str(&styled).to_string(), @"
        error[DV904] template-failed: `site` is undefined, 100% sure
         |
         = help: define it: site, octet

        Found 1 error in 17 hosts (0.01 s).
        ");
    }

    #[test]
    fn nothing_from_a_file_reaches_the_terminal_raw() {
        insta::assert_snapshot!(rendered(&[samples::hostile()]), @r"
        error[DV903] wrong-type: `\u{1b}[2Jpi\r\n::error::x` is no form
         --> evil.yml:2:7
          |
        1 | # ␛]0;owned␇ �
          |   - \u{7}here
        2 | form: ␛[2Jpi
          |       ^^^^^^
          |
          = note: \u{1b}c: \u{1b}c.yml:1:1
          = help: write \u{9b}31m`pi`

        Found 1 error in 17 hosts (0.01 s).
        ");
    }

    #[test]
    fn no_finding_is_one_line() {
        insta::assert_snapshot!(rendered(&[]), @"All checks passed: 17 hosts (0.01 s).");
    }
}
