//! The hardware of a substrate's hosts, and hardware profiles.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use deevnet_core::hardware::{Catalogue, Figure, Fit, HardwareChoice, HardwareProfile, RequirementSet};
use deevnet_core::model::{Host, Substrate};
use serde::Serialize;

use super::{Part, ShowArguments};
use crate::failure::Failure;
use crate::format::{Format, JSON_VERSION, to_json};
use crate::inventory::Examiner;
use crate::table::Table;

/// How a figure is shown that nobody could confirm.
const UNKNOWN: &str = "unknown";

/// What is asked for of the catalogue alone, without an inventory: all profiles, or one.
pub(super) fn profiles(
    arguments: &ShowArguments,
    part: Part,
    path: Option<&Path>,
    examiner: &Examiner,
) -> Result<Option<String>, Failure> {
    let here = Path::new(".");
    if let (Some(named), Some(substrate)) = (path, &arguments.substrate) {
        if arguments.all || !may_be_id(named) {
            return Err(Failure::SecondPath { first: named.to_owned(), second: substrate.clone() });
        }
        return one(arguments.format, &catalogue_of(substrate, examiner)?, named).map(Some);
    }
    match (part, path) {
        (Part::Hardware, _) if arguments.all => {
            let catalogue = examiner.catalogue(path.unwrap_or(here))?;
            let profiles = catalogue.profiles().collect();
            shown(arguments.format, profiles, all_text).map(Some)
        }
        (Part::Hardware, Some(named)) if may_be_id(named) && !named.exists() => {
            one(arguments.format, &examiner.catalogue(here)?, named).map(Some)
        }
        (Part::Hardware, _) => Ok(None),
        _ if arguments.all => Err(Failure::AllOfHardware),
        _ => Ok(None),
    }
}

fn may_be_id(path: &Path) -> bool {
    path.components().count() == 1 && path != Path::new("-") && !path.is_absolute()
}

/// The hardware that is known at the path of a substrate, which has to exist.
fn catalogue_of(substrate: &Path, examiner: &Examiner) -> Result<Catalogue, Failure> {
    let name = || format!("`{}`", substrate.display());
    fs::metadata(substrate).map_err(|source| Failure::Unreadable { name: name(), source })?;
    examiner.catalogue(substrate)
}

fn one(format: Format, catalogue: &Catalogue, named: &Path) -> Result<String, Failure> {
    let profile = find(catalogue, &named.to_string_lossy())?;
    shown(format, vec![&profile], |profiles| profiles.iter().map(|one| one_text(one)).collect())
}

fn find(catalogue: &Catalogue, text: &str) -> Result<Arc<HardwareProfile>, Failure> {
    catalogue.find(text).map(Arc::clone).ok_or_else(|| Failure::UnknownProfile {
        value: text.to_owned(),
        meant: catalogue.nearest(text).map(str::to_owned),
    })
}

fn shown(
    format: Format,
    profiles: Vec<&Arc<HardwareProfile>>,
    text: impl Fn(&[&Arc<HardwareProfile>]) -> String,
) -> Result<String, Failure> {
    match format {
        Format::Text => Ok(text(&profiles)),
        Format::Json => {
            let profiles = profiles.into_iter().map(|profile| (profile.id.as_str(), &**profile)).collect();
            Ok(to_json(&Document { version: JSON_VERSION, hardware: Hardware { hosts: None, profiles } })?)
        }
    }
}

/// The hosts with hardware, and below them how each hypervisor's fits what its role demands.
pub(super) fn text(substrate: &Substrate) -> String {
    let mut table = Table::new(["HOST", "HARDWARE", "CPU", "THREADS", "MEMORY", "STORAGE", "ETHERNET", "POWER"]);
    table.align_right(3);
    for host in hosts(substrate) {
        let choice = host.hardware.as_ref().map_or_else(|| "-".to_owned(), |choice| choice.value.to_string());
        let [cpu, threads, memory, storage, ethernet, power] = substrate
            .profile_of(host)
            .map_or_else(|| std::array::from_fn(|_| "-".to_owned()), |profile| cells(profile));
        table.row([host.name.to_string(), choice, cpu, threads, memory, storage, ethernet, power]);
    }
    let mut text = table.to_string();
    for host in hosts(substrate) {
        if let Some(fit) = substrate.fit_of(host) {
            let _ = write!(text, "\n{} as a {}: {}\n{}", host.name, fit.role, standing(&fit), fit_table(&fit));
        }
    }
    text
}

/// The same for programs: each host's choice and fit, and the profiles in use with their sources.
pub(super) fn json(substrate: &Substrate) -> Result<String, serde_json::Error> {
    let profiles = substrate.profiles.iter().map(|(id, profile)| (id.as_str(), &**profile)).collect();
    let of_host = hosts(substrate).map(|host| {
        let hardware = host.hardware.as_ref().map(|choice| &choice.value);
        (&*host.name, OfHost { hardware, fit: substrate.fit_of(host) })
    });
    let hosts = Some(of_host.collect());
    to_json(&Document { version: JSON_VERSION, hardware: Hardware { hosts, profiles } })
}

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    hardware: Hardware<'a>,
}

#[derive(Serialize)]
struct Hardware<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    hosts: Option<BTreeMap<&'a str, OfHost<'a>>>,
    profiles: BTreeMap<&'a str, &'a HardwareProfile>,
}

#[derive(Serialize)]
struct OfHost<'a> {
    hardware: Option<&'a HardwareChoice>,
    fit: Option<Fit>,
}

/// The hosts that name hardware, and hypervisors that do not.
fn hosts(substrate: &Substrate) -> impl Iterator<Item = &Host> {
    substrate.hosts.values().filter(|host| host.hardware.is_some() || host.hypervisor.is_some())
}

fn cells(profile: &HardwareProfile) -> [String; 6] {
    [
        figure(profile.processor.model.as_ref()),
        figure(profile.processor.threads.as_ref()),
        known(profile.memory.summary()),
        known(profile.storage_summary()),
        known(profile.ethernet_summary()),
        figure(profile.power.as_ref()),
    ]
}

fn known(text: Option<String>) -> String {
    text.unwrap_or_else(|| UNKNOWN.to_owned())
}

fn figure(figure: Option<&Figure<impl Display>>) -> String {
    known(figure.map(ToString::to_string))
}

fn standing(fit: &Fit) -> &'static str {
    if fit.is_short() {
        "it is short"
    } else if fit.is_met() {
        "everything that is demanded is met"
    } else if fit.unknown_figures().next().is_some() {
        "not everything is known"
    } else {
        "to be decided, and this is demanded"
    }
}

fn fit_table(fit: &Fit) -> Table {
    let mut table = Table::new(["NEEDS", "HAS", "VERDICT", "BECAUSE"]);
    for line in &fit.lines {
        table.row([
            line.requirement.demand.to_string(),
            line.found.clone().unwrap_or_else(|| "-".to_owned()),
            line.verdict.to_string(),
            line.requirement.reason.to_owned(),
        ]);
    }
    table
}

fn all_text(profiles: &[&Arc<HardwareProfile>]) -> String {
    let mut table = Table::new(["PROFILE", "NAME", "CPU", "THREADS", "MEMORY", "STORAGE", "ETHERNET", "POWER"]);
    table.align_right(3);
    for profile in profiles {
        let [cpu, threads, memory, storage, ethernet, power] = cells(profile);
        table.row([profile.id.to_string(), profile.title(), cpu, threads, memory, storage, ethernet, power]);
    }
    table.to_string()
}

/// One profile with every figure and its source and, where it is a computer, how it would do as a hypervisor.
fn one_text(profile: &HardwareProfile) -> String {
    let mut table = Table::new(["FIGURE", "VALUE", "SOURCE"]);
    for figure in profile.figures() {
        let source = figure.source.map_or_else(|| "-".to_owned(), |source| source.to_string());
        table.row([figure.name, known(figure.value), source]);
    }
    let mut text = format!("{}: {}\n\n{table}", profile.id, profile.title());
    if profile.memory.size.is_some() {
        let fit = Fit::of(profile, &RequirementSet::hypervisor(None));
        let _ = write!(text, "\nas a {}: {}\n{}", fit.role, standing(&fit), fit_table(&fit));
    }
    text
}
