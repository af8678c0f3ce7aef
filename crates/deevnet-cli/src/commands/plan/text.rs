//! A plan as people read it on a terminal.

use anstyle::{AnsiColor, Effects, Style};
use deevnet_proxmox::plan::Plan;

use crate::printable::printable;

/// The plan with colours: each line in that of the sign that it begins with.
pub(crate) fn shown(plan: &Plan) -> String {
    plan.to_string().lines().map(|line| styled(&printable(line)) + "\n").collect()
}

fn styled(line: &str) -> String {
    let style = style(line);
    format!("{style}{line}{style:#}")
}

fn style(line: &str) -> Style {
    let color = |color: AnsiColor| color.on_default();
    let words = line.trim_start();
    match words.split(' ').next() {
        Some("+") => color(AnsiColor::Green),
        Some("-") => color(AnsiColor::Red),
        Some("~" | "=") => color(AnsiColor::Yellow),
        Some("!") => color(AnsiColor::BrightRed).effects(Effects::BOLD),
        Some("hint:") => color(AnsiColor::BrightCyan),
        Some("Plan:") => Style::new().effects(Effects::BOLD),
        _ if !line.starts_with(' ') => Style::new().effects(Effects::BOLD),
        _ => Style::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_the_colour_of_its_sign() {
        assert_eq!(styled("  + dns-vm01 (VM 210)"), "\u{1b}[32m  + dns-vm01 (VM 210)\u{1b}[0m");
        assert_eq!(styled("      start: it is new"), "      start: it is new");
        assert_eq!(styled("hv01"), "\u{1b}[1mhv01\u{1b}[0m");
    }
}
