//! Made-up inventories: groups in groups, priorities, ranges, folders of files and overrides everywhere.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use crate::random::Random;

/// How deep groups nest.
const DEPTH: usize = 6;

/// The values of variables, as they stand in YAML; some are written over several lines.
const VALUES: &[&str] = &[
    "1",
    "two",
    "yes",
    "0o17",
    "017",
    "12:30:45",
    "1.50",
    "~",
    "\"{{ v1 }}-{{ inventory_hostname }}\"",
    "2024-02-29",
    "[1, two, [three]]",
    "{a: 1, b: {c: two}}",
    "{}",
    "[]",
    "'quoted: text'",
    "!unsafe '{{ raw }}'",
    "é",
    "0x1F",
    "''",
    "\n  a: 1\n  b:\n    - x\n    - y: z",
    "|\n  two\n  lines",
    ">-\n  folded\n  text",
    "&anchorN {a: 1}",
    "10.20.30.40",
    "!vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  3132",
    "00:00:5e:00:53:01",
    "52:54:00:12:34:56",
];

/// One inventory while it is made up.
struct Writer {
    random: Random,
    folder: PathBuf,
    groups: Vec<String>,
    hosts: Vec<String>,
}

/// Writes the inventory of a seed and returns its path, a folder or a host file.
pub(crate) fn write(folder: &Path, seed: u64) -> PathBuf {
    let folder = folder.join(format!("inventory-{seed}"));
    fs::create_dir_all(&folder).unwrap();
    let mut writer =
        Writer { random: Random::new(seed), folder: folder.clone(), groups: Vec::new(), hosts: Vec::new() };
    let main = writer.host_files();
    writer.variable_folder("group_vars", true);
    writer.variable_folder("host_vars", false);
    if writer.random.once_in(5) { folder.join(main) } else { folder }
}

impl Writer {
    fn host_files(&mut self) -> &'static str {
        match self.random.below(5) {
            0 => {
                let text = self.ini();
                self.file("hosts", &text);
                "hosts"
            }
            1 => {
                let text = self.ini();
                self.file("hosts.ini", &text);
                "hosts.ini"
            }
            2 => {
                let (first, second, third) = (self.yaml(), self.ini(), self.yaml());
                self.file("10-first.yml", &first);
                self.file("20-second", &second);
                self.file("30-more/third.yaml", &third);
                self.file("README.md", "not: [read");
                self.file(".hidden.yml", "not: [read");
                self.file("old.yml~", "not: [read");
                "10-first.yml"
            }
            _ => {
                let text = self.yaml();
                self.file("hosts.yml", &text);
                "hosts.yml"
            }
        }
    }

    fn file(&self, name: &str, text: &str) {
        let path = self.folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn yaml(&mut self) -> String {
        let mut text = String::from("---\nall:\n");
        if self.random.once_in(2) {
            let pattern = self.pattern();
            let _ = writeln!(text, "  hosts:\n    {pattern}:");
        }
        if self.random.once_in(2) {
            text.push_str("  vars:\n");
            self.variables(&mut text, 4);
        }
        text.push_str("  children:\n");
        for _ in 0..=self.random.below(3) {
            self.yaml_group(&mut text, 4, 1);
        }
        if self.random.once_in(3) {
            let group = self.group();
            let _ = writeln!(text, "{group}:\n  hosts:");
            for _ in 0..=self.random.below(2) {
                let pattern = self.pattern();
                let _ = writeln!(text, "    {pattern}: {{}}");
            }
        }
        text
    }

    /// A group with hosts, variables and groups in it; a name may come again elsewhere, but never below itself.
    fn yaml_group(&mut self, text: &mut String, indent: usize, depth: usize) {
        let blank = " ".repeat(indent);
        let name = self.group_of_depth(depth);
        let _ = writeln!(text, "{blank}{name}:");
        if self.random.once_in(3) {
            let _ = writeln!(text, "{blank}  vars:");
            if self.random.once_in(2) {
                let _ = writeln!(text, "{blank}    ansible_group_priority: {}", self.random.below(20));
            }
            self.variables(text, indent + 4);
        }
        if !self.random.once_in(4) {
            let _ = writeln!(text, "{blank}  hosts:");
            for _ in 0..=self.random.below(3) {
                let pattern = self.pattern();
                let _ = writeln!(text, "{blank}    {pattern}:");
                if self.random.once_in(3) {
                    self.variables(text, indent + 6);
                }
            }
        }
        if depth < DEPTH && !self.random.once_in(3) {
            let _ = writeln!(text, "{blank}  children:");
            for _ in 0..=self.random.below(2) {
                self.yaml_group(text, indent + 4, depth + 1);
            }
        }
    }

    fn ini(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..self.random.below(3) {
            let pattern = self.pattern();
            let _ = writeln!(text, "{pattern}");
        }
        let groups: Vec<String> = (1..=DEPTH).map(|depth| self.group_of_depth(depth)).collect();
        for (at, group) in groups.iter().enumerate() {
            let _ = writeln!(text, "\n[{group}]  # section");
            for _ in 0..self.random.below(3) {
                let pattern = self.pattern();
                let values = ["", " v1=1 v2='two words'", " v3=[1,'x'] # note", " v4={{x}} v5=True", " v6=010 v7=1.5"];
                let _ = writeln!(text, "{pattern}{}", self.random.pick(&values));
            }
            if at > 0 && !self.random.once_in(3) {
                let _ = writeln!(text, "[{}:children]\n{group}", groups[at - 1]);
            }
            if self.random.once_in(2) {
                let priority = self.random.below(20);
                let _ = writeln!(
                    text,
                    "; note\n[{group}:vars]\nv1 = 'x' # note\nv2={{{{ y }}}}\nansible_group_priority={priority}"
                );
                let _ = writeln!(text, "v{}=[1, {{'a': None}}]", self.random.below(9));
            }
        }
        text
    }

    fn group(&mut self) -> String {
        let depth = 1 + self.random.below(DEPTH);
        self.group_of_depth(depth)
    }

    /// Names say how deep the group may stand, so that none can come to hold itself.
    fn group_of_depth(&mut self, depth: usize) -> String {
        let name = format!("{}{}", ["g", "site", "a_group", "z"][self.random.below(4)], depth);
        if !self.groups.contains(&name) {
            self.groups.push(name.clone());
        }
        name
    }

    /// A host or a range of hosts.
    fn pattern(&mut self) -> String {
        let number = self.random.below(12);
        let (pattern, names) = match self.random.below(8) {
            0 => (
                format!("pi[{number:02}:{:02}]", number + 2),
                (number..number + 3).map(|n| format!("pi{n:02}")).collect(),
            ),
            1 => ("db-[a:c].example.net".to_owned(), ["a", "b", "c"].map(|n| format!("db-{n}.example.net")).to_vec()),
            2 => (format!("r[1:2]p[{number}:{}:2]", number + 3), vec![format!("r1p{number}"), format!("r2p{number}")]),
            3 => (format!("'host{number:02}:2222'"), vec![format!("host{number:02}")]),
            _ => (format!("host{number:02}"), vec![format!("host{number:02}")]),
        };
        self.hosts.extend(names);
        pattern
    }

    fn variables(&mut self, text: &mut String, indent: usize) {
        for _ in 0..=self.random.below(3) {
            self.variable(text, indent);
        }
    }

    fn variable(&mut self, text: &mut String, indent: usize) {
        let blank = " ".repeat(indent);
        let value = self.random.pick(VALUES).replace('\n', &format!("\n{blank}"));
        let value = value.replace("&anchorN", &format!("&anchor{}", text.len()));
        let _ = writeln!(text, "{blank}v{}: {value}", self.random.below(9));
    }

    /// Variables of groups or hosts: a file with or without ending, or a folder of files.
    fn variable_folder(&mut self, folder: &str, of_groups: bool) {
        let mut names = if of_groups { self.groups.clone() } else { self.hosts.clone() };
        if of_groups {
            names.extend(["all", "ungrouped"].map(String::from));
        }
        names.sort();
        names.dedup();
        for name in names {
            match self.random.below(7) {
                0 => self.variable_file(&format!("{folder}/{name}.yml")),
                1 => self.variable_file(&format!("{folder}/{name}")),
                2 => self.file(
                    &format!("{folder}/{name}.json"),
                    "{\"v1\": [1, 2.5, \"{{ v2 }}\", null], \"v2\": \"\\u00e9\"}",
                ),
                3 => {
                    for file in ["vars.yml", "identity.yaml", "sub/more.yml", "plain", "10.json"] {
                        if self.random.once_in(2) {
                            self.variable_file(&format!("{folder}/{name}/{file}"));
                        }
                    }
                    self.file(&format!("{folder}/{name}/.hidden.yml"), "not: [read");
                    self.file(&format!("{folder}/{name}/old.yml~"), "not: [read");
                    self.file(&format!("{folder}/{name}/note.txt"), "not: [read");
                    self.file(&format!("{folder}/{name}/skip.d/file.yml"), "v1: never");
                }
                4 => self.file(&format!("{folder}/{name}.yaml"), "# nothing\n"),
                _ => {}
            }
        }
    }

    fn variable_file(&mut self, name: &str) {
        let mut text = String::from("# made up\n");
        self.variables(&mut text, 0);
        if self.random.once_in(4) {
            text.push_str("base: &base {x: 1, y: 2}\nmerged:\n  <<: *base\n  y: 3\nsame: *base\n");
        }
        if self.random.once_in(6) {
            text.push_str("ansible_group_priority: 50\n");
        }
        self.file(name, &text);
    }
}
