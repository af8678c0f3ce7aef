//! Every target, printed from one small substrate.

use super::testing::{lab, published, text};
use super::{EmitOptions, SwitchDialect, Target};

#[test]
fn every_target_of_the_lab() {
    let published = published(&lab());
    for target in Target::ALL {
        insta::assert_snapshot!(target.name(), text(*target, &published, &EmitOptions::default()));
    }
}

#[test]
fn options_are_honoured() {
    let published = published(&lab());
    let options = EmitOptions {
        description_prefix: Some("lab \"inventory\"".to_owned()),
        interface: Some("vlan99".parse().unwrap()),
        name_server: Some("ns.example.org".parse().unwrap()),
        serial: 2_026_010_100,
        dialect: SwitchDialect::Cisco,
        ..EmitOptions::default()
    };
    for target in [Target::Wol, Target::Dnsmasq, Target::KeaDhcp4, Target::BindForward, Target::SwitchCli, Target::Vyos]
    {
        let plain = text(target, &published, &EmitOptions::default());
        let told = text(target, &published, &options);
        let changed: Vec<&str> = told.lines().filter(|line| !plain.lines().any(|found| found == *line)).collect();
        insta::assert_snapshot!(format!("options-{target}"), changed.join("\n"));
    }
}
