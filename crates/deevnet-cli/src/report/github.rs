//! The report as GitHub workflow commands, which become annotations of a change.

use std::fmt::Write;

use deevnet_core::{Finding, Severity};

use super::location::Base;
use crate::printable::printable;

/// One workflow command for each finding.
pub(super) fn render(findings: &[Finding], base: &Base) -> String {
    let mut text = String::new();
    for finding in findings {
        // Writing to a String cannot fail.
        let _ = write_command(&mut text, finding, base);
    }
    text
}

fn write_command(text: &mut String, finding: &Finding, base: &Base) -> std::fmt::Result {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    write!(text, "::{command} ")?;
    if let Some(position) = &finding.position {
        let path = base.relative(&position.path).unwrap_or_else(|| position.path.to_string());
        write!(text, "file={},line={},col={},", property(&path), position.line, position.column)?;
        if position.width > 0 {
            write!(text, "endColumn={},", position.column + position.width)?;
        }
    }
    let title = format!("{} {}", finding.rule.code, finding.rule.name);
    writeln!(text, "title={}::{}", property(&title), data(&message(finding)))
}

/// The message with everything that belongs to it, a line each.
fn message(finding: &Finding) -> String {
    let mut message = printable(&finding.message).into_owned();
    for related in &finding.related {
        let _ = write!(message, "\n{}", printable(&related.message));
        if let Some(position) = &related.position {
            let _ = write!(message, ": {}:{}", printable(&position.path), position.line);
        }
    }
    if let Some(hint) = &finding.hint {
        let _ = write!(message, "\nhelp: {}", printable(hint));
    }
    message
}

/// Text as the data of a workflow command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Text as a property of a workflow command.
fn property(text: &str) -> String {
    data(&printable(text)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples;

    #[test]
    fn every_finding_is_one_command() {
        let text = render(&samples::findings(), &Base::at("/net"));
        assert_eq!(text.lines().count(), samples::findings().len());
        insta::assert_snapshot!(text, @"
        ::error title=DV904 template-failed::`site` is undefined, 100%25 sure%0Ahelp: define it: site, octet
        ::error file=host_vars/pi01.yml,line=5,col=5,endColumn=9,title=DV902 duplicate-key::the key `eth0` stands twice; the last one holds%0Afirst here: ./host_vars/pi01.yml:3%0Ahelp: rename one of them
        ::error file=host_vars/pi01.yml,line=6,col=45,endColumn=51,title=DV903 wrong-type::`wol` must be true or false, not text%0A`pi01` is listed here: ./hosts.yml:3%0Ait is read by the Wake-on-LAN list
        ::error file=/var/large.yml,line=1,col=1,title=DV908 file-too-large::the file is larger than 64 MiB
        ");
    }

    #[test]
    fn a_message_cannot_smuggle_a_command() {
        insta::assert_snapshot!(render(&[samples::hostile()], &Base::at("/net")), @r"::error file=evil.yml,line=2,col=7,endColumn=13,title=DV903 wrong-type::`\u{1b}[2Jpi\r\n::error::x` is no form%0A\u{7}here: evil.yml:1%0A\u{1b}c: \u{1b}c.yml:1%0Ahelp: write \u{9b}31m`pi`");
    }
}
