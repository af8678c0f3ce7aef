//! What must be unique over several substrates.

mod address;
mod host;
mod mac;
mod name;
mod namespace;
mod subnet;

use std::sync::Arc;

use crate::finding::{Finding, Subject};
use crate::model::{Host, Interface, Substrate};
use crate::rules::Rule;
use crate::source::{Position, Sources, Span};

/// One of several substrates that are checked together.
#[derive(Debug, Clone, Copy)]
pub struct Site<'a> {
    substrate: &'a Substrate,
    sources: &'a Sources,
}

impl<'a> Site<'a> {
    /// A substrate and the files that it was read from.
    pub fn new(substrate: &'a Substrate, sources: &'a Sources) -> Self {
        Self { substrate, sources }
    }

    fn position(&self, span: Span) -> Option<Position> {
        self.sources.position(span)
    }

    /// What the sites are put in order by: name, then file.
    fn key(&self) -> (Option<&'a str>, Option<Arc<str>>) {
        let name = self.substrate.name.as_ref();
        let file = name.and_then(|name| self.position(name.span)).map(|position| position.path);
        (name.map(|name| name.value.as_str()), file)
    }
}

/// Checks what several substrates may not share: MAC addresses and their namespaces, site blocks, subnets, and names.
///
/// It gives the findings of each substrate, in the order of the substrates, each list sorted by place and then by rule,
/// beside those that [`check`](crate::check()) finds in the substrate by itself. Of two that share something the later
/// is reported, by name and then by file, whatever the order they are given in; the other is a related place. A subnet
/// in the site block of another substrate is reported where the subnet stands. VMIDs may repeat, and a host that is
/// listed under one name with one MAC is one host that roams. One substrate has nothing to share.
///
/// ```
/// use deevnet_core::check::{Site, check_together};
/// use deevnet_core::declared::Declared;
///
/// let (home, mobile) = (Declared::default(), Declared::default());
/// let checked = [deevnet_core::check(&home), deevnet_core::check(&mobile)];
/// let sites = [Site::new(&checked[0].substrate, &home.sources), Site::new(&checked[1].substrate, &mobile.sources)];
/// assert!(check_together(&sites).iter().all(Vec::is_empty));
/// ```
pub fn check_together(sites: &[Site<'_>]) -> Vec<Vec<Finding>> {
    let mut order: Vec<usize> = (0..sites.len()).collect();
    order.sort_by_key(|index| sites[*index].key());
    let mut together =
        Together { sites: order.iter().map(|index| sites[*index]).collect(), findings: vec![Vec::new(); sites.len()] };
    if sites.len() > 1 {
        for family in [name::check, address::check, subnet::check, namespace::check, mac::check, host::check] {
            family(&mut together);
        }
    }
    let mut findings = vec![Vec::new(); sites.len()];
    for (index, mut found) in order.into_iter().zip(together.findings) {
        found.sort_unstable();
        findings[index] = found;
    }
    findings
}

/// The sites in order, each with its findings so far.
struct Together<'a> {
    sites: Vec<Site<'a>>,
    findings: Vec<Vec<Finding>>,
}

/// A value of one site: the number of the site in order, and where the value stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    site: usize,
    span: Span,
}

impl<'a> Together<'a> {
    /// The substrates in order, with their numbers.
    fn substrates(&self) -> impl Iterator<Item = (usize, &'a Substrate)> + use<'a, '_> {
        self.sites.iter().map(|site| site.substrate).enumerate()
    }

    /// Every interface of every site with its host, in order of sites, hosts and interfaces.
    fn interfaces(&self) -> impl Iterator<Item = Holder<'a>> + use<'a, '_> {
        self.substrates().flat_map(|(site, substrate)| {
            let hosts = substrate.hosts.values();
            hosts.flat_map(move |host| host.interfaces.values().map(move |interface| Holder { site, host, interface }))
        })
    }

    /// A site as messages name it.
    fn name(&self, site: usize) -> String {
        match &self.sites[site].substrate.name {
            Some(name) => format!("`{}`", name.value),
            None => "the substrate without a name".to_owned(),
        }
    }

    /// Reports something of one site, beside what it shares with another.
    fn report(&mut self, rule: &'static Rule, place: Place, message: String, other: Place, note: &str) -> &mut Finding {
        let related = self.sites[other.site].position(other.span);
        let finding = Finding::new(rule, message, self.sites[place.site].position(place.span));
        let findings = &mut self.findings[place.site];
        findings.push(finding.with_related(note, related));
        let last = findings.len() - 1;
        &mut findings[last]
    }
}

/// One interface of one site.
#[derive(Debug, Clone, Copy)]
struct Holder<'a> {
    site: usize,
    host: &'a Host,
    interface: &'a Interface,
}

impl Holder<'_> {
    fn place(&self) -> Place {
        Place { site: self.site, span: self.interface.mac.span }
    }

    fn subject(&self) -> Subject {
        super::context::hardware(self.host, self.interface)
    }

    fn label(&self) -> String {
        super::context::label(self.host, self.interface)
    }
}

#[cfg(test)]
mod tests;
