//! `deevnet check`.

use std::io::Read;
use std::process::Stdio;

use crate::runner::{command, deevnet, deevnet_in, deevnet_with_input, run};
use crate::substrate::{PI01, PI01_HYPHENS, PI02_SAME_MAC, Substrate};

#[test]
fn a_clean_inventory_passes() {
    let substrate = Substrate::with(&[PI01]);
    insta::assert_snapshot!(substrate.deevnet(&["check"]).text(), @"
    exit 0
    All checks passed: 1 host ([time]).
    ");
}

#[test]
fn an_error_is_quoted_and_ends_with_two() {
    let substrate = Substrate::with(&[PI01, PI02_SAME_MAC]);
    insta::assert_snapshot!(substrate.deevnet(&["check"]).text(), @r#"
    exit 2
    error[DV104] mac-duplicate: 00:00:5e:00:53:01 is on pi01 (eth0) and on pi02 (eth0)
     --> host_vars/pi02.yml:4:18
      |
    4 |     eth0: { mac: "00:00:5e:00:53:01" }
      |                  ^^^^^^^^^^^^^^^^^^^
      |
     ::: host_vars/pi01.yml:4:18
      |
    4 |     eth0: { mac: "00:00:5e:00:53:01" }
      |                  ------------------- first declared for pi01 (eth0)
      |
      = help: a MAC belongs to one interface; read both off the devices again

    Found 1 error in 2 hosts ([time]).
    "#);
}

#[test]
fn a_directory_a_host_file_and_several_paths_are_checked() {
    let (one, two) = (Substrate::with(&[PI01]), Substrate::with(&[PI01, PI02_SAME_MAC]));
    let host_file = one.file("hosts.yml");
    assert_eq!(deevnet_in("/".as_ref(), ["check".as_ref(), host_file.as_os_str()]).code, 0);
    let both = deevnet_in("/".as_ref(), ["check".as_ref(), one.path().as_os_str(), two.path().as_os_str()]);
    assert_eq!(both.code, 2);
    assert!(both.stdout.contains("in 3 hosts"), "{}", both.stdout);
}

/// Two substrates beside each other, `home` and `mobile`, each with its own octet.
fn home_and_mobile() -> Substrate {
    let substrate = Substrate::with(&[]);
    for (name, octet) in [("home", 10), ("mobile", 20)] {
        let main = format!(
            "deevnet_root_domain: example.net\ndeevnet_substrate: {name}\ndeevnet_site_octet: {octet}\n\
             deevnet_mac_namespace: \"02:de:{octet}\"\nfirewall_default_action: deny\n"
        );
        substrate.write(&format!("{name}/group_vars/all/main.yml"), &main);
    }
    substrate
}

/// A host of a substrate, with the only interface that there is.
fn host(substrate: &Substrate, of: &str, name: &str, mac: &str) {
    let octet = if of == "home" { 10 } else { 20 };
    substrate.write(&format!("{of}/hosts.yml"), &format!("all:\n  hosts:\n    {name}:\n"));
    let text = format!(
        "infrastructure:\n  interfaces:\n    eth0: {{ mac: \"{mac}\" }}\n\
         env:\n  interfaces:\n    eth0: {{ ip: 10.{octet}.30.11 }}\n"
    );
    substrate.write(&format!("{of}/host_vars/{name}.yml"), &text);
}

#[test]
fn substrates_that_are_checked_together_share_no_mac() {
    let both = home_and_mobile();
    host(&both, "home", "pi01", "00:00:5e:00:53:01");
    host(&both, "mobile", "pi02", "00:00:5e:00:53:01");
    for alone in ["home", "mobile"] {
        assert_eq!(both.deevnet(&["check", alone]).code, 0);
    }
    let together = both.deevnet(&["check", "home", "mobile"]);
    insta::assert_snapshot!(together.text(), @r#"
    exit 2
    error[DV113] mac-on-two-substrates: 00:00:5e:00:53:01 is on pi02 (eth0) of `mobile` and on pi01 (eth0) of `home`
     --> mobile/host_vars/pi02.yml:3:18
      |
    3 |     eth0: { mac: "00:00:5e:00:53:01" }
      |                  ^^^^^^^^^^^^^^^^^^^
      |
     ::: home/host_vars/pi01.yml:3:18
      |
    3 |     eth0: { mac: "00:00:5e:00:53:01" }
      |                  ------------------- pi01 (eth0) of `home`
      |
      = help: correct one of them, or give a host that roams one name on both

    Found 1 error in 2 hosts ([time]).
    "#);
    let json = |paths: [&str; 2]| both.deevnet(&["check", "--format", "json", paths[0], paths[1]]).stdout;
    assert_eq!(json(["home", "mobile"]), json(["mobile", "home"]));
}

#[test]
fn a_builder_that_roams_is_one_host() {
    let both = home_and_mobile();
    host(&both, "home", "dv00bld001p01", "00:00:5e:00:53:01");
    host(&both, "mobile", "dv00bld001p01", "00:00:5e:00:53:01");
    assert_eq!(both.deevnet(&["check", "home", "mobile", "--select", "DV1,DV4"]).code, 0);
    host(&both, "mobile", "dv00bld001p01", "00:00:5e:00:53:02");
    let differs = both.deevnet(&["check", "home", "mobile", "--select", "DV411", "--format", "github"]);
    insta::assert_snapshot!(differs.text(), @"
    exit 0
    ::warning file=mobile/host_vars/dv00bld001p01.yml,line=3,col=18,endColumn=37,title=DV411 host-differs-between-substrates::dv00bld001p01 (eth0) has 00:00:5e:00:53:02 on `mobile`, but 00:00:5e:00:53:01 on `home`%0Adv00bld001p01 (eth0) of `home`: home/host_vars/dv00bld001p01.yml:3%0Ahelp: read the MAC off the device again, and correct the other inventory
    ");
}

#[test]
fn each_substrate_accepts_findings_by_its_own_configuration() {
    let both = home_and_mobile();
    host(&both, "home", "pi01", "00:00:5e:00:53:01");
    host(&both, "mobile", "pi02", "00:00:5e:00:53:01");
    let accepted = "[[ignore]]\nrule = \"mac-on-two-substrates\"\nhost = \"pi02\"\nreason = \"one board\"\n";
    both.write("home/.deevnet.toml", accepted);
    let of_the_other = both.deevnet(&["check", "home", "mobile"]);
    assert_eq!(of_the_other.code, 2);
    assert!(of_the_other.stdout.contains("DV912"), "{}", of_the_other.stdout);
    std::fs::rename(both.file("home/.deevnet.toml"), both.file("mobile/.deevnet.toml")).unwrap();
    assert_eq!(both.deevnet(&["check", "home", "mobile"]).code, 0);
}

#[test]
fn a_directory_without_an_inventory_is_told() {
    let empty = tempfile::tempdir().unwrap();
    insta::assert_snapshot!(deevnet_in(empty.path(), ["check"]).text(), @"
    exit 1
    --- stderr
    error: the current directory holds no inventory
    hint: name a substrate's directory, a host file, or `-` for the output of `ansible-inventory --list`
    ");
    insta::assert_snapshot!(deevnet(&["check", "/does/not/exist"]).text(), @"
    exit 1
    --- stderr
    error: cannot read the inventory `/does/not/exist`
      cause: No such file or directory (os error 2)
    hint: give the folder that holds hosts.yml, or a host file
    ");
}

#[test]
fn rules_and_severities_are_chosen() {
    let substrate = Substrate::with(&[PI01_HYPHENS, PI02_SAME_MAC]);
    let names = |arguments: &[&str]| {
        let outcome = substrate.deevnet(&[&["check", "--format", "json"], arguments].concat());
        let findings = outcome.json()["findings"].as_array().unwrap().clone();
        let names: Vec<String> = findings.iter().map(|finding| finding["name"].as_str().unwrap().to_owned()).collect();
        (outcome.code, names)
    };
    let (code, all) = names(&[]);
    assert_eq!(code, 2);
    assert!(all.len() >= 2, "{all:?}");
    let (code, duplicates) = names(&["--select", "mac-duplicate"]);
    assert_eq!((code, duplicates), (2, vec!["mac-duplicate".to_owned()]));
    assert_eq!(names(&["--select", "DV1", "--ignore", "DV1"]), (0, Vec::new()));
    let (code, errors) = names(&["--severity", "error"]);
    assert_eq!(code, 2);
    assert!(errors.len() < all.len(), "{errors:?}");
}

#[test]
fn an_unknown_rule_is_told_with_a_suggestion() {
    let substrate = Substrate::with(&[PI01]);
    insta::assert_snapshot!(substrate.deevnet(&["check", "--select", "mac-duplicated"]).text(), @"
    exit 1
    --- stderr
    error: there is no rule `mac-duplicated`
    hint: did you mean `mac-duplicate`?
    ");
}

#[test]
fn the_configuration_accepts_findings_and_tells_unused_ignores() {
    let substrate = Substrate::with(&[PI01, PI02_SAME_MAC]);
    substrate.write(
        "deevnet.toml",
        "[[ignore]]\nrule = \"mac-duplicate\"\nhost = \"pi02\"\nreason = \"one board, moved by hand\"\n\n\
         [[ignore]]\nrule = \"mac-duplicate\"\nhost = \"pi03\"\nreason = \"gone\"\n",
    );
    insta::assert_snapshot!(substrate.deevnet(&["check"]).text(), @r#"
    exit 0
    warning[DV912] unused-ignore: this ignore of DV104 (`mac-duplicate`) for host `pi03` matches no finding
     --> deevnet.toml:7:8
      |
    7 | rule = "mac-duplicate"
      |        ^^^^^^^^^^^^^^^
      |
      = help: remove the [[ignore]] entry

    Found 1 warning in 2 hosts ([time]).
    "#);
}

#[test]
fn another_configuration_is_named() {
    let substrate = Substrate::with(&[PI01, PI02_SAME_MAC]);
    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::write(elsewhere.path().join("lenient.toml"), "[severity]\nmac-duplicate = \"off\"\n").unwrap();
    let config = |name: &str| elsewhere.path().join(name).display().to_string();
    assert_eq!(substrate.deevnet(&["check", "--config", &config("lenient.toml")]).code, 0);
    assert_eq!(substrate.deevnet(&["check", "--config", &config("none.toml")]).code, 1);
}

#[test]
fn every_fault_of_the_configuration_is_told() {
    let substrate = Substrate::with(&[PI01]);
    substrate.write("deevnet.toml", "[severity]\nmac-duplicat = \"off\"\nDV104 = \"loud\"\n");
    insta::assert_snapshot!(substrate.deevnet(&["check"]).text(), @"
    exit 1
    --- stderr
    error: deevnet.toml:2:1: there is no rule `mac-duplicat`
    hint: did you mean `mac-duplicate`?
    error: deevnet.toml:3:9: `loud` is not a level
    hint: write one of error, warning, note, off
    ");
}

#[test]
fn the_list_of_ansible_is_read_from_a_file_and_from_standard_input() {
    let list = r#"{
        "_meta": { "hostvars": { "pi01": {
            "infrastructure": { "form": "pi", "interfaces": { "eth0": { "mac": "00-00-5E-00-53-01" } } }
        } } },
        "all": { "children": ["ungrouped"] },
        "ungrouped": { "hosts": ["pi01"] }
    }"#;
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("list.json"), list).unwrap();
    let from_file = deevnet_in(directory.path(), ["check", "list.json", "--format", "json"]);
    let from_input = run(command(directory.path(), ["check", "-", "--format", "json"]), list);
    assert_eq!(from_file.json()["summary"], from_input.json()["summary"]);
    assert_eq!(from_file.json()["summary"]["hosts"], 1);
    assert_eq!(from_file.json()["summary"]["fixable"], 0);
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let substrate = Substrate::with(&[PI01, PI02_SAME_MAC]);
    let mut child = command(substrate.path(), ["check"]).stdin(Stdio::null()).spawn().unwrap();
    drop(child.stdout.take());
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!((child.wait().unwrap().code(), stderr.as_str()), (Some(2), ""));
}

#[test]
fn colours_are_for_terminals_and_for_those_who_ask() {
    let substrate = Substrate::with(&[PI01, PI02_SAME_MAC]);
    assert!(!substrate.deevnet(&["check"]).stdout.contains('\u{1b}'));
    assert!(substrate.deevnet(&["check", "--color", "always"]).stdout.contains('\u{1b}'));
    let mut forced = command(substrate.path(), ["check"]);
    forced.env("CLICOLOR_FORCE", "1");
    assert!(run(forced, "").stdout.contains('\u{1b}'));
}

#[test]
fn the_same_inventory_gives_the_same_bytes() {
    let substrate = Substrate::with(&[PI01, PI02_SAME_MAC]);
    for format in ["json", "sarif", "github"] {
        let once = substrate.deevnet(&["check", "--format", format]);
        assert_eq!(once.stdout, substrate.deevnet(&["check", "--format", format]).stdout);
        assert_eq!(once.code, 2);
    }
}

/// `{ form: pi, interfaces: { eth0: { mac: 00-00-5E-00-53-01 } } }` under `infrastructure`, with the password `secret`.
const ENCRYPTED: &str = "\
$ANSIBLE_VAULT;1.1;AES256
30366264323130303830366565383936303232376361373730303063376265363737333936613732
3037386132386137646333646134666530306434376464370a306332313639316235666537353533
65653734353532393436643661663763666638336165366636326262663630653936626534343461
3738663837366139380a363639623265643965653838633062346262336430393432393662393664
61663061376532333334393835316337316533373132373738333034356338346563653262303339
61373665323463663238343831643135623038373234323837303839353261323032333062366138
65303366383734656162313464393031306135616437363362623562393431303562636666353936
31623131373235626633
";

#[test]
fn encrypted_files_are_read_with_the_password() {
    let substrate = Substrate::with(&[PI01]);
    substrate.write("host_vars/pi01.yml", ENCRYPTED);
    let passwords = tempfile::tempdir().unwrap();
    let password = |name: &str, text: &str| {
        let path = passwords.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let right = password("right", "secret\n");
    insta::assert_snapshot!(substrate.deevnet(&["check", "--vault-password-file", &right]).text(), @r#"
    exit 0
    warning[DV102] mac-not-canonical: `infrastructure.interfaces.eth0.mac` is "00-00-5E-00-53-01", which is not in canonical form
    --> host_vars/pi01.yml:1:1
     = help: write it as 00:00:5e:00:53:01

    warning[DV506] interface-half-declared: pi01 (eth0) is in `infrastructure` but not in `env`
    --> host_vars/pi01.yml:1:1
     = help: declare `eth0` in both, under the same key

    Found 2 warnings in 1 host ([time]).
    "#);
    let wrong = substrate.deevnet(&["check", "--vault-password-file", &password("wrong", "guess")]);
    assert_eq!(wrong.code, 2);
    assert!(!wrong.stdout.contains("guess"), "{}", wrong.stdout);
    assert_eq!(substrate.deevnet(&["check", "--vault-password-file", &password("empty", "\n")]).code, 1);
    assert_eq!(substrate.deevnet(&["check", "--vault-password-file", &password("script", "#!/bin/sh\n")]).code, 1);
}

#[test]
fn an_inventory_without_a_host_is_not_passed() {
    let empty = tempfile::tempdir().unwrap();
    std::fs::create_dir(empty.path().join("lab")).unwrap();
    std::fs::write(empty.path().join("hosts.yml"), "").unwrap();
    insta::assert_snapshot!(deevnet_in(empty.path(), ["check", "lab"]).text(), @"
    exit 1
    --- stderr
    error: no host found in `lab`
    hint: name the directory that holds hosts.yml, or a host file
    ");
    insta::assert_snapshot!(deevnet_in(empty.path(), ["check", "hosts.yml"]).text(), @"
    exit 1
    --- stderr
    error: no host found in `hosts.yml`
    hint: name the directory that holds hosts.yml, or a host file
    ");
    insta::assert_snapshot!(deevnet_with_input(&["check", "-"], "{}").text(), @"
    exit 1
    --- stderr
    error: no host found in standard input
    hint: name the directory that holds hosts.yml, or a host file
    ");
}

#[test]
fn errors_that_leave_no_host_are_findings() {
    let broken = tempfile::tempdir().unwrap();
    std::fs::write(broken.path().join("hosts.yml"), "all: [").unwrap();
    let outcome = deevnet_in(broken.path(), ["check", "--ignore", "DV901"]);
    assert_eq!(outcome.code, 2, "{}", outcome.text());
    assert!(outcome.stdout.contains("error[DV901]"), "{}", outcome.text());
}
