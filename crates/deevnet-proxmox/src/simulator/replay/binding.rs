//! What stands for what: names that chance gave, in the recording and in the simulation.

use std::collections::BTreeMap;

/// What the simulation has in place of what chance gave in the recording: task identifiers, MAC addresses, digests.
#[derive(Debug, Default)]
pub(super) struct Binding {
    simulated: BTreeMap<String, String>,
}

/// What chance makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chance {
    Digest,
    Uuid,
    Mac,
    Time,
}

impl Binding {
    /// Whether two texts say the same, where names that chance gave stand for each other, always the same for the same.
    pub(super) fn same(&mut self, recorded: &str, simulated: &str) -> bool {
        let (recorded, simulated) = (plain(recorded), plain(simulated));
        if recorded == simulated {
            return true;
        }
        let (recorded_parts, simulated_parts) = (parts(&recorded), parts(&simulated));
        recorded_parts.len() == simulated_parts.len()
            && recorded_parts.iter().zip(&simulated_parts).all(|(one, other)| self.same_part(one, other))
    }

    fn same_part(&mut self, recorded: &str, simulated: &str) -> bool {
        if let Some(bound) = self.simulated.get(recorded) {
            return bound == simulated;
        }
        if recorded == simulated {
            return true;
        }
        if let (Some(one), Some(other)) = (task(recorded), task(simulated)) {
            self.simulated.insert(recorded.to_owned(), simulated.to_owned());
            return one == other;
        }
        let Some(kind) = chance(recorded).filter(|kind| chance(simulated) == Some(*kind)) else {
            return false;
        };
        if kind != Chance::Time {
            self.simulated.insert(recorded.to_owned(), simulated.to_owned());
        }
        true
    }

    /// A recorded text with what the simulation has instead.
    pub(super) fn translate(&self, recorded: &str) -> String {
        self.simulated.iter().fold(recorded.to_owned(), |text, (recorded, simulated)| {
            text.replace(recorded, simulated).replace(&encoded(recorded), &encoded(simulated))
        })
    }
}

/// A text as it stands in a path or a form.
fn encoded(text: &str) -> String {
    text.replace(':', "%3A").replace('@', "%40").replace('!', "%21")
}

fn chance(text: &str) -> Option<Chance> {
    let is_hexadecimal = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match text.len() {
        40 if is_hexadecimal(text) => Some(Chance::Digest),
        36 if text.split('-').map(str::len).eq([8, 4, 4, 4, 12]) => Some(Chance::Uuid),
        17 if text.starts_with("BC:24:11:") => Some(Chance::Mac),
        10 if text.starts_with("17") && text.bytes().all(|byte| byte.is_ascii_digit()) => Some(Chance::Time),
        _ => None,
    }
}

/// What a task identifier says that chance did not make: node, type, guest and user.
fn task(text: &str) -> Option<(&str, Vec<&str>)> {
    let mut fields = text.strip_prefix("UPID:")?.split(':');
    let node = fields.next()?;
    Some((node, fields.skip(3).collect()))
}

/// A text without what no real installation would say.
fn plain(text: &str) -> String {
    let text = text.replace("Temporary failure in name resolution", "Name or service not known");
    let text = text.replace("qemu-img.real: ", "qemu-img: ");
    match text.split_once("creation-qemu=") {
        Some((before, after)) => {
            let after = after.split_once(',').map_or("", |(_, after)| after);
            format!("{before}creation-qemu=0,{after}")
        }
        None => text,
    }
}

/// The words of a text with what parts them; task identifiers are whole.
fn parts(text: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let length = if rest.starts_with("UPID:") { task_length(rest) } else { word_length(rest) };
        let (part, after) = rest.split_at(length);
        parts.push(part.to_owned());
        rest = after;
    }
    parts
}

fn task_length(text: &str) -> usize {
    let ends = text.char_indices().filter(|(_, c)| *c == ':').map(|(end, _)| end + 1);
    ends.take(8).last().unwrap_or(text.len())
}

fn word_length(text: &str) -> usize {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, ':' | '-');
    let word = text.find(|c| !is_word(c)).unwrap_or(text.len());
    if word > 0 { word } else { text.chars().next().map_or(0, char::len_utf8) }
}
