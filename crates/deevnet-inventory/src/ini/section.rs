//! Headings such as `[routers:children]`.

/// What a section holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SectionKind {
    /// Hosts with variables.
    Hosts,
    /// Variables of the group.
    Variables,
    /// Groups in the group.
    Children,
}

/// The heading of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Section {
    pub(crate) group: String,
    pub(crate) kind: SectionKind,
}

/// What a line in brackets is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heading {
    /// A section.
    Section(Section),
    /// It has the form of one but an unknown kind.
    UnknownKind(String),
    /// It begins and ends with brackets but is no heading.
    Malformed,
    /// It is something else.
    Other,
}

/// Reads a line without blanks around it as a heading.
pub(super) fn heading(line: &str) -> Heading {
    let Some(body) = line.strip_prefix('[') else { return Heading::Other };
    let malformed = || if line.ends_with(']') { Heading::Malformed } else { Heading::Other };
    let Some((head, rest)) = body.split_once(']') else { return Heading::Other };
    let rest = rest.trim_start();
    if !rest.is_empty() && !rest.starts_with('#') {
        return malformed();
    }
    let (group, kind) = match head.split_once(':') {
        Some((group, kind)) => (group, Some(kind)),
        None => (head, None),
    };
    let is_word = |kind: &str| !kind.is_empty() && kind.chars().all(|part| part.is_alphanumeric() || part == '_');
    if group.is_empty() || group.contains(char::is_whitespace) || !kind.is_none_or(is_word) {
        return malformed();
    }
    let kind = match kind {
        None | Some("hosts") => SectionKind::Hosts,
        Some("vars") => SectionKind::Variables,
        Some("children") => SectionKind::Children,
        Some(other) => return Heading::UnknownKind(other.to_owned()),
    };
    Heading::Section(Section { group: group.to_owned(), kind })
}

/// Reads a line of a section of children: the name of a group, and perhaps a comment.
pub(super) fn group_name(line: &str) -> Option<&str> {
    let end = line.find(|part: char| part.is_whitespace() || part == ':' || part == ']').unwrap_or(line.len());
    let (name, rest) = line.split_at(end);
    let rest = rest.trim_start();
    if !rest.is_empty() && !rest.starts_with('#') {
        return None;
    }
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(group: &str, kind: SectionKind) -> Heading {
        Heading::Section(Section { group: group.to_owned(), kind })
    }

    #[test]
    fn headings() {
        assert_eq!(heading("[pis]"), section("pis", SectionKind::Hosts));
        assert_eq!(heading("[pis:vars]  # note"), section("pis", SectionKind::Variables));
        assert_eq!(heading("[net:children]#x]"), section("net", SectionKind::Children));
        assert_eq!(heading("[pis:hosts]"), section("pis", SectionKind::Hosts));
        assert_eq!(heading("[pis:wrong]"), Heading::UnknownKind("wrong".to_owned()));
        assert_eq!(heading("[my pis]"), Heading::Malformed);
        assert_eq!(heading("[2001:db8::1]:22"), Heading::Other);
        assert_eq!(heading("pi01"), Heading::Other);
    }

    #[test]
    fn children() {
        assert_eq!(group_name("routers # both"), Some("routers"));
        assert_eq!(group_name("routers#both"), Some("routers#both"));
        assert_eq!(group_name("routers switches"), None);
        assert_eq!(group_name(":vars"), None);
    }
}
