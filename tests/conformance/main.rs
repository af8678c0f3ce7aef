//! What every emitter keeps, whatever it emits and from whatever substrate.
//!
//! A new target is covered by its line in [`contract`]: the same identities as in all others, the same bytes whatever
//! the order of hosts and keys, a header where the format has a place for one, safe file names, and no text that
//! breaks out of its place.

mod answers;
mod contract;
mod identity;
mod record;
mod substrate;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use deevnet_core::emit::{EmitOption, EmitOptions, EmittedFile, Published, SwitchDialect, Target, emit};
use deevnet_core::mac::MacAddress;
use deevnet_inventory::{Options, load};
use deevnet_tests::{Tool, inventories};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::strategy::ValueTree;
use proptest::test_runner::{TestCaseResult, TestRunner};

use self::answers::{answers, answers_of_rows};
use self::contract::{Fact, Form, contract};
use self::identity::{Identity, Mentions, known_addresses};
use self::record::{parsed, records};
use self::substrate::{Substrate, clashing, distinct, hostile};

/// What a file begins with, before any comment, that its consumer wants to know it by.
const MARKS: [&str; 2] = ["#cloud-config", "#!/usr/sbin/nft -f"];

/// Options that let a target be emitted for which the substrate has no facts.
fn options() -> EmitOptions {
    let mut options = EmitOptions::default();
    options.name_server = "ns.example.org".parse().ok();
    options.interface = "eth1".parse().ok();
    options
}

/// Every target that the substrate can give, with the files and what is left out of them.
fn emissions(published: &Published, options: &EmitOptions) -> Vec<(Target, deevnet_core::emit::Emission)> {
    let targets = Target::ALL.iter();
    let emission = |target: &Target| match emit(*target, published, options) {
        Ok(emission) => Some((*target, emission)),
        Err(error) => {
            assert!(error.lacks_facts(), "{target}: {error}");
            None
        }
    };
    targets.filter_map(emission).collect()
}

/// Every published identity that a target prints stands in its files or is left out by name, and no other does.
fn agrees(published: &Published) -> TestCaseResult {
    let domain = published.domain.as_ref();
    let known = known_addresses(published);
    for (target, emission) in emissions(published, &options()) {
        let contract = contract(target);
        let mut mentions: Vec<Mentions> = Vec::new();
        for file in &emission.files {
            mentions.extend(records(contract.form, file).iter().map(|record| Mentions::of(record)));
            mentions.push(Mentions::of(&file.name));
        }
        let mut macs: BTreeSet<MacAddress> = BTreeSet::new();
        for identity in contract.prints.iter().flat_map(|fact| Identity::all(*fact, published)) {
            let is_printed = mentions.iter().any(|record| identity.is_in(record, domain));
            let is_left_out = emission.left_out.iter().any(|found| identity.is_left_out(found));
            prop_assert!(is_printed || is_left_out, "{target} lacks {identity:?}");
            macs.extend(identity.mac());
        }
        for record in mentions.iter().filter(|_| !contract.prints.is_empty()) {
            prop_assert!(record.macs.is_subset(&macs), "{target} has a MAC of nobody: {record:?}");
            let is_known = matches!(contract.form, Form::Commands(_)) || record.addresses.is_subset(&known);
            prop_assert!(is_known, "{target} has an address of nobody: {record:?}");
        }
    }
    Ok(())
}

/// Whatever answers names gives each of them the same addresses: those that are published for the name, or for the host
/// whose service it is.
fn answers_agree(published: &Published) -> TestCaseResult {
    let Some(domain) = &published.domain else { return Ok(()) };
    let mut expected: BTreeMap<String, BTreeSet<_>> = BTreeMap::new();
    for record in &published.address_records {
        let services = published.service_records.iter().filter(|service| service.label == record.label);
        let names = services.map(|service| &*service.service).chain([record.label.as_str()]);
        for name in names {
            expected.entry(format!("{name}.{domain}")).or_default().insert(record.address);
        }
    }
    for (target, emission) in emissions(published, &options()) {
        for file in &emission.files {
            if let Some(answers) = answers(target, file, domain) {
                prop_assert_eq!(&answers, &expected, "{}", target);
            }
            if target == Target::DnsRecords {
                prop_assert_eq!(&answers_of_rows(file, domain), &expected, "{}", target);
            }
        }
    }
    Ok(())
}

/// Every file has a safe name of its own, ends in a newline, and says what it is once, where it can.
fn is_well_formed(published: &Published, options: &EmitOptions) -> TestCaseResult {
    let name = published.substrate.as_ref().map_or("a substrate without a name", |name| name.as_str());
    let header = format!("generated by deevnet {} from {name}", env!("CARGO_PKG_VERSION"));
    for (target, emission) in emissions(published, options) {
        let names: Vec<&String> = emission.files.iter().map(|file| &file.name).collect();
        prop_assert!(names.is_sorted_by(|left, right| left < right), "{target}: {names:?}");
        for file in &emission.files {
            let is_safe = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
            let begins_well = file.name.starts_with(|first: char| first.is_ascii_alphanumeric());
            prop_assert!(begins_well && file.name.bytes().all(is_safe), "{target}: {:?}", file.name);
            prop_assert!(file.content.ends_with('\n') && !file.content.ends_with("\n\n"), "{target}: {}", file.name);
            let told = match contract(target).form {
                Form::Lines(comment) | Form::Commands(comment) => {
                    let first = file.content.lines().find(|line| !MARKS.contains(line)).unwrap_or_default();
                    prop_assert_eq!(first, format!("{comment}{header}"), "{}", target);
                    1
                }
                Form::Json(pointer) => {
                    let json = parsed(file);
                    prop_assert_eq!(json.pointer(pointer).and_then(|told| told.as_str()), Some(&*header));
                    1
                }
                Form::BareJson => {
                    prop_assert!(!parsed(file).is_null(), "{target}: {}", file.content);
                    0
                }
            };
            prop_assert_eq!(file.content.matches("generated by deevnet").count(), told, "{}", target);
        }
    }
    Ok(())
}

/// No line holds what a terminal or a parser would read as more than text, and hostile text adds none.
fn stays_in_place(published: &Published, prefix: &str) -> TestCaseResult {
    let mut options = options();
    options.description_prefix = Some(prefix.to_owned());
    for (target, emission) in emissions(published, &options) {
        for file in &emission.files {
            if !contract(target).form.is_json() {
                let is_control = |found: char| found.is_control() && !matches!(found, '\n' | '\t');
                prop_assert!(!file.content.contains(is_control), "{target}: {}", file.content);
                prop_assert!(file.content.lines().count() <= 64, "{target}: {}", file.content);
                let begins_hostile = |line: &str| line.trim_start().starts_with("reboot");
                prop_assert!(!file.content.lines().any(begins_hostile), "{target}: {}", file.content);
            }
        }
    }
    is_well_formed(published, &options)
}

/// The records of each target that mention a host by any of the names its number makes.
fn records_about(published: &Published, number: &str) -> BTreeMap<Target, Vec<String>> {
    let last: u8 = number.parse().unwrap_or_default();
    let names = [format!("pi{number}"), format!("service{number}"), format!("image{number}")];
    let is_about = |record: &str| {
        let mentions = Mentions::of(record);
        names.iter().any(|name| record.contains(name))
            || mentions.macs.contains(&MacAddress::new([0, 0, 0x5e, 0, 0x53, last]))
            || mentions.addresses.contains(&[10, 20, 99, last].into())
    };
    let mut found = BTreeMap::new();
    for (target, emission) in emissions(published, &options()) {
        let about = |file: &EmittedFile| match contract(target).form {
            Form::Commands(_) => file.content.lines().map(str::to_owned).collect(),
            form => records(form, file),
        };
        let records = emission.files.iter().flat_map(about).filter(|record| is_about(record)).collect();
        found.insert(target, records);
    }
    found
}

fn failed(error: &dyn Error) -> TestCaseError {
    TestCaseError::fail(error.to_string())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn all_targets_agree_on_identities(substrate in clashing()) {
        let checked = substrate.check().map_err(|error| failed(&*error))?;
        agrees(&Published::new(&checked))?;
        agrees(&Published::forced(&checked))?;
    }

    #[test]
    fn all_targets_answer_names_alike(substrate in clashing()) {
        let checked = substrate.check().map_err(|error| failed(&*error))?;
        answers_agree(&Published::new(&checked))?;
        answers_agree(&Published::forced(&checked))?;
    }

    #[test]
    fn the_order_of_keys_and_hosts_changes_no_byte(substrate in clashing()) {
        let (straight, turned) = (substrate.check().map_err(|error| failed(&*error))?, substrate.check_turned().map_err(|error| failed(&*error))?);
        let (straight, turned) = (Published::new(&straight), Published::new(&turned));
        let files = |published| {
            let emissions = emissions(published, &options()).into_iter();
            emissions.map(|(target, emission)| (target, emission.files)).collect::<Vec<_>>()
        };
        prop_assert_eq!(files(&straight), files(&turned));
    }

    #[test]
    fn files_are_well_formed(substrate in clashing()) {
        is_well_formed(&substrate.forced().map_err(|error| failed(&*error))?, &options())?;
    }

    #[test]
    fn one_host_more_changes_no_other_hosts_records(substrate in distinct(), pick: Index) {
        let more = substrate.forced().map_err(|error| failed(&*error))?;
        let mut names = substrate.hosts.keys();
        let one = names.nth(pick.index(substrate.hosts.len())).cloned().unwrap_or_default();
        let mut fewer: Substrate = substrate.clone();
        fewer.hosts.remove(&one);
        let without = fewer.forced().map_err(|error| failed(&*error))?;
        for other in fewer.hosts.keys() {
            let number = other.trim_start_matches("pi");
            let (before, mut after) = (records_about(&without, number), records_about(&more, number));
            after.retain(|target, _| before.contains_key(target));
            prop_assert_eq!(before, after, "{} beside {}", other, &one);
        }
    }

    #[test]
    fn no_text_breaks_out_of_its_place(substrate in hostile(), prefix in ".*") {
        let published = substrate.forced().map_err(|error| failed(&*error))?;
        stays_in_place(&published, &prefix)?;
        agrees(&published)?;
    }
}

#[test]
fn the_inventories_at_hand_conform() -> Result<(), Box<dyn Error>> {
    for folder in inventories()? {
        let checked = deevnet_core::check(&load(&folder, &Options::default())?);
        for published in [Published::new(&checked), Published::forced(&checked)] {
            agrees(&published).map_err(|error| format!("{}: {error}", folder.display()))?;
            answers_agree(&published).map_err(|error| format!("{}: {error}", folder.display()))?;
            is_well_formed(&published, &EmitOptions::default()).map_err(|error| error.to_string())?;
        }
    }
    Ok(())
}

/// An option changes the targets that say so, and no other.
#[test]
fn options_are_read_where_they_are_said_to_be() -> Result<(), Box<dyn Error>> {
    let example = inventories()?.into_iter().find(|folder| folder.ends_with("dvntm")).ok_or("no example")?;
    let published = Published::forced(&deevnet_core::check(&load(&example, &Options::default())?));
    for option in EmitOption::ALL {
        let mut plain = EmitOptions::default();
        (plain.interface, plain.wan) = (Some("eth1".parse()?), Some("eth0".parse()?));
        let mut told = plain.clone();
        match option {
            EmitOption::DescriptionPrefix => told.description_prefix = Some("told".to_owned()),
            EmitOption::Interface => told.interface = Some("eth7".parse()?),
            EmitOption::Router => told.router = Some("edge-rt01".to_owned()),
            EmitOption::Wan => told.wan = Some("eth8".parse()?),
            EmitOption::NameServer => told.name_server = Some("ns.example.org".parse()?),
            EmitOption::Serial => told.serial = 2_026_010_100,
            EmitOption::Dialect => told.dialect = SwitchDialect::Cisco,
            EmitOption::GuardRouter => told.guard_router = true,
        }
        let plain: BTreeMap<_, _> = emissions(&published, &plain).into_iter().collect();
        for (target, emission) in emissions(&published, &told) {
            let is_changed = plain.get(&target) != Some(&emission);
            assert_eq!(is_changed, option.is_used_by(target), "{target} and {option}");
        }
    }
    Ok(())
}

/// Every fact is printed by some target, so that no way of looking goes unused.
#[test]
fn every_target_that_describes_hosts_says_what_it_prints() {
    let prints = |fact| Target::ALL.iter().any(|target| contract(*target).prints.contains(&fact));
    for fact in [Fact::Reservation, Fact::Address, Fact::Service, Fact::Pointer, Fact::Wake, Fact::GrubBoot] {
        assert!(prints(fact), "{fact:?}");
    }
}

/// The real programs accept what is emitted from hostile and from clashing substrates.
#[test]
fn real_tools_accept_generated_substrates() -> Result<(), Box<dyn Error>> {
    let tools: Vec<(Target, Tool)> =
        Target::ALL.iter().filter_map(|target| Some((*target, Tool::of(*target)?))).collect();
    let mut runner = TestRunner::deterministic();
    for _ in 0..6 {
        for generated in [hostile().boxed(), clashing().boxed()] {
            let published = generated.new_tree(&mut runner).map_err(|reason| reason.to_string())?.current().forced()?;
            for (target, tool) in &tools {
                let Ok(emission) = emit(*target, &published, &EmitOptions::default()) else { continue };
                for file in &emission.files {
                    assert_eq!(tool.refusal(file)?, None, "{target}: {}", file.name);
                }
            }
        }
    }
    Ok(())
}
