//! What a resolver answers for each name once it has read a file.

use std::collections::{BTreeMap, BTreeSet};
use std::net::Ipv4Addr;

use deevnet_core::emit::{EmittedFile, Target};
use deevnet_core::name::DomainName;
use serde_json::Value as Json;

use super::record::parsed;

/// The addresses of each full name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Answers {
    addresses: BTreeMap<String, BTreeSet<Ipv4Addr>>,
    /// Aliases and the names that they stand for.
    aliases: Vec<(String, String)>,
}

/// The answers of a file's consumer; of `dns-records` those of its services as aliases. `None` where it answers no names.
pub(crate) fn answers(
    target: Target,
    file: &EmittedFile,
    domain: &DomainName,
) -> Option<BTreeMap<String, BTreeSet<Ipv4Addr>>> {
    let mut answers = Answers::default();
    let lines = || file.content.lines();
    match target {
        Target::BindForward => lines().for_each(|line| answers.add_record(line, domain)),
        Target::Dnsmasq => lines().for_each(|line| answers.add_setting(line)),
        Target::Unbound => lines().for_each(|line| answers.add_local_data(line)),
        Target::Hosts => lines().for_each(|line| answers.add_host(line, domain)),
        Target::OpnsenseUnbound => answers.add_overrides(&parsed(file)),
        Target::DnsRecords => answers.add_rows(&parsed(file), domain),
        _ => return None,
    }
    Some(answers.settle())
}

/// The answers of `dns-records` where services are further names of the rows that list them.
pub(crate) fn answers_of_rows(file: &EmittedFile, domain: &DomainName) -> BTreeMap<String, BTreeSet<Ipv4Addr>> {
    let mut answers = Answers::default();
    for row in list(&parsed(file)["dns_host_records"]) {
        answers.add(text(&row["fqdn"]), text(&row["ip"]));
        for service in list(&row["cnames"]) {
            answers.add(&format!("{}.{domain}", text(service)), text(&row["ip"]));
        }
    }
    answers.settle()
}

fn list(json: &Json) -> &[Json] {
    json.as_array().map_or(&[], Vec::as_slice)
}

fn text(json: &Json) -> &str {
    json.as_str().unwrap_or_default()
}

impl Answers {
    fn add(&mut self, name: &str, address: &str) {
        if let Ok(address) = address.parse() {
            self.addresses.entry(name.to_owned()).or_default().insert(address);
        }
    }

    /// Gives every alias the addresses of its name.
    fn settle(mut self) -> BTreeMap<String, BTreeSet<Ipv4Addr>> {
        for (alias, name) in self.aliases {
            let addresses = self.addresses.get(&name).cloned().unwrap_or_default();
            self.addresses.entry(alias).or_default().extend(addresses);
        }
        self.addresses
    }

    /// A line of a zone file.
    fn add_record(&mut self, line: &str, domain: &DomainName) {
        match line.split('\t').collect::<Vec<_>>()[..] {
            [owner, "IN", "A", address] => self.add(&format!("{owner}.{domain}"), address),
            [owner, "IN", "CNAME", name] => {
                self.aliases.push((format!("{owner}.{domain}"), format!("{name}.{domain}")));
            }
            _ => {}
        }
    }

    /// A line of dnsmasq's configuration.
    fn add_setting(&mut self, line: &str) {
        let pair = |prefix| line.strip_prefix(prefix).and_then(|rest: &str| rest.split_once(','));
        if let Some((name, address)) = pair("host-record=") {
            self.add(name, address);
        }
        if let Some((alias, name)) = pair("cname=") {
            self.aliases.push((alias.to_owned(), name.to_owned()));
        }
    }

    /// A line of Unbound's configuration.
    fn add_local_data(&mut self, line: &str) {
        let data = line.trim().strip_prefix("local-data: \"").and_then(|rest| rest.strip_suffix('"'));
        if let Some([name, _, "IN", "A", address]) = data.map(|data| data.split(' ').collect::<Vec<_>>()).as_deref() {
            self.add(name.trim_end_matches('.'), address);
        }
    }

    /// A line of `/etc/hosts`: the full names of it.
    fn add_host(&mut self, line: &str, domain: &DomainName) {
        let mut words = line.split(' ');
        let address = words.next().unwrap_or_default();
        let end = format!(".{domain}");
        words.filter(|word| word.ends_with(&end)).for_each(|name| self.add(name, address));
    }

    /// Host overrides, and aliases of single ones.
    fn add_overrides(&mut self, json: &Json) {
        let full = |json: &Json| format!("{}.{}", text(&json["hostname"]), text(&json["domain"]));
        for host in list(&json["host_overrides"]).iter().map(|body| &body["host"]) {
            self.add(&full(host), text(&host["server"]));
        }
        for alias in list(&json["host_aliases"]) {
            self.add(&full(&alias["alias"]), text(&alias["host_override"]["server"]));
        }
    }

    /// Address records, and services as aliases of their hosts.
    fn add_rows(&mut self, json: &Json, domain: &DomainName) {
        let rows = list(&json["dns_host_records"]);
        for row in rows {
            self.add(text(&row["fqdn"]), text(&row["ip"]));
        }
        for service in list(&json["dns_cname_records"]) {
            let host = rows.iter().find(|row| row["hostname"] == service["target_host"]);
            let name = host.map_or("", |row| text(&row["fqdn"]));
            self.aliases.push((format!("{}.{domain}", text(&service["name"])), name.to_owned()));
        }
    }
}
