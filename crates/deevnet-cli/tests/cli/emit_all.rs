//! `deevnet emit all`, and `--check` of single targets.

use std::fs;

use crate::substrate::{PI01, Substrate};

const ALL: &[&str] = &["emit", "all", "--out", ".out"];
const CHECK: &[&str] = &["emit", "all", "--out", ".out", "--check"];

/// The lines that name a target's files, and how it ended.
fn told(outcome: &crate::runner::Outcome, target: &str) -> String {
    let lines = outcome.stdout.lines().chain(outcome.stderr.lines()).filter(|line| line.contains(target));
    format!("exit {}\n{}", outcome.code, lines.collect::<Vec<_>>().join("\n"))
}

fn emitted() -> Substrate {
    let substrate = Substrate::with(&[PI01]);
    let outcome = substrate.deevnet(ALL);
    assert_eq!(outcome.code, 0, "{}", outcome.text());
    substrate
}

#[test]
fn a_folder_is_filled_once() {
    let substrate = Substrate::with(&[PI01]);
    let before = substrate.deevnet(CHECK);
    assert_eq!(told(&before, "hosts/"), "exit 2\nwould create .out/hosts/hosts");
    assert!(!substrate.file(".out").exists());

    let first = substrate.deevnet(ALL);
    assert_eq!(told(&first, "hosts/"), "exit 0\ncreated .out/hosts/hosts");
    assert_eq!(substrate.read(".out/hosts/hosts"), substrate.deevnet(&["emit", "hosts"]).stdout);
    assert!(first.stderr.contains("note: not emitted: `switch-cli` writes a file a switch"), "{}", first.stderr);
    assert!(!substrate.file(".out/.deevnet-lock").exists());

    for arguments in [ALL, CHECK] {
        let again = substrate.deevnet(arguments);
        assert_eq!((again.code, again.stdout.as_str()), (0, ""), "{}", again.text());
    }
}

#[test]
fn only_what_changed_is_written() {
    let substrate = emitted();
    substrate.write("host_vars/pi01.yml", &PI01["# file: host_vars/pi01.yml\n".len()..].replace("sensors", "meters"));
    let check = substrate.deevnet(CHECK);
    assert_eq!(told(&check, "hosts/"), "exit 2\nwould update .out/hosts/hosts");
    assert!(!check.stdout.contains("wol"), "{}", check.stdout);
    let diff = substrate.deevnet(&[CHECK, &["--diff"]].concat());
    assert!(diff.stdout.contains("-10.20.30.11 pi01.lab.example.net pi01 sensors"), "{}", diff.stdout);
    assert!(diff.stdout.contains("+10.20.30.11 pi01.lab.example.net pi01 meters"), "{}", diff.stdout);
    assert_eq!(told(&substrate.deevnet(ALL), "hosts/"), "exit 0\nupdated .out/hosts/hosts");
    assert!(substrate.read(".out/hosts/hosts").contains("meters"));
}

#[test]
fn what_is_not_emitted_any_more_goes() {
    let substrate = emitted();
    let zone = ".out/bind-reverse/40.20.10.in-addr.arpa.zone";
    assert!(substrate.file(zone).exists());
    let vlans = substrate.read("group_vars/all/vlans.yml");
    substrate.write("group_vars/all/vlans.yml", &vlans.replace("10.20.40.", "10.20.41."));
    let outcome = substrate.deevnet(ALL);
    assert_eq!(told(&outcome, "40.20.10"), format!("exit 0\nremoved {zone}"), "{}", outcome.text());
    assert!(!substrate.file(zone).exists());
    assert_eq!(substrate.deevnet(CHECK).code, 0);
}

#[test]
fn what_people_wrote_is_left_alone_and_nothing_is_written_then() {
    let substrate = emitted();
    substrate.write(".out/hosts/hosts", "by hand\n");
    substrate.write(".out/README", "mine\n");
    fs::remove_file(substrate.file(".out/wol/wol.json")).unwrap();
    insta::assert_snapshot!(substrate.deevnet(ALL).text(), @"
    exit 1
    --- stderr
    error: `.out/hosts/hosts` was edited after it was written
    hint: declare what was changed, then delete the file or move it away and run again; --force does not concern it
    ");
    assert!(!substrate.file(".out/wol/wol.json").exists());
    let check = substrate.deevnet(CHECK);
    assert_eq!((check.code, check.stdout.as_str()), (2, "would create .out/wol/wol.json\n"));
    assert!(
        check.stderr.starts_with("error: `.out/hosts/hosts` was edited after it was written\n"),
        "{}",
        check.stderr
    );
    fs::remove_file(substrate.file(".out/hosts/hosts")).unwrap();
    assert_eq!(substrate.deevnet(ALL).code, 0);
    assert_eq!(substrate.read(".out/README"), "mine\n");
}

#[test]
fn a_file_of_somebody_else_stands_in_the_way() {
    let substrate = Substrate::with(&[PI01]);
    substrate.write(".out/hosts/hosts", "by hand\n");
    insta::assert_snapshot!(substrate.deevnet(ALL).text(), @"
    exit 1
    --- stderr
    error: `.out/hosts/hosts` was not written by deevnet
    hint: move it away, or name another folder
    ");
    assert!(!substrate.file(".out/wol").exists());
}

#[test]
fn a_target_that_cannot_be_emitted_any_more_may_not_stand_there() {
    let substrate = emitted();
    let names = substrate.read("group_vars/all/main.yml");
    let unnamed: Vec<&str> = names.lines().filter(|line| !line.contains("deevnet_root_domain")).collect();
    substrate.write("group_vars/all/main.yml", &(unnamed.join("\n") + "\n"));
    let outcome = substrate.deevnet(ALL);
    assert_eq!(outcome.code, 1, "{}", outcome.text());
    assert!(outcome.stderr.contains("error: `.out/hosts` holds `hosts`, which cannot be emitted any more: "));
}

#[test]
fn the_changes_are_a_document_too() {
    let substrate = Substrate::with(&[PI01]);
    let json = substrate.deevnet(&[ALL, &["--format", "json"]].concat()).json();
    assert_eq!(json["version"], 1);
    assert_eq!(json["written"], true);
    let changes = json["changes"].as_array().unwrap();
    assert!(changes.contains(&serde_json::json!({ "path": ".out/hosts/hosts", "change": "create" })), "{json}");
    assert!(json["refused"].as_array().unwrap().iter().any(|refusal| refusal["target"] == "switch-cli"), "{json}");
}

#[test]
fn a_folder_has_to_be_named() {
    let substrate = Substrate::with(&[PI01]);
    insta::assert_snapshot!(substrate.deevnet(&["emit", "all"]).text(), @"
    exit 1
    --- stderr
    error: `deevnet emit all` writes into a folder
    hint: name it with `--out DIRECTORY`
    ");
    let check = substrate.deevnet(&["emit", "all", "--check"]);
    assert_eq!(check.code, 1);
    assert!(check.stderr.contains("--out <PATH>"), "{}", check.stderr);
}

#[test]
fn a_folder_belongs_to_one_substrate() {
    let substrate = emitted();
    let manifest = substrate.read(".out/.deevnet-emit.json");
    substrate.write(".out/.deevnet-emit.json", &manifest.replace("\"lab\"", "\"attic\""));
    insta::assert_snapshot!(substrate.deevnet(ALL).text(), @"
    exit 1
    --- stderr
    error: `.out` holds what was emitted from `attic`, not from `lab`
    hint: name another folder, or remove this one
    ");
    substrate.write(".out/.deevnet-emit.json", "{");
    insta::assert_snapshot!(substrate.deevnet(ALL).text(), @"
    exit 1
    --- stderr
    error: cannot read what `.out/.deevnet-emit.json` says was written
      cause: EOF while parsing an object at line 1 column 1
    hint: restore it, or remove `.out/.deevnet-emit.json` and what was emitted beside it
    ");
}

#[test]
fn a_single_target_is_checked_and_compared_too() {
    let substrate = Substrate::with(&[PI01]);
    insta::assert_snapshot!(substrate.deevnet(&["emit", "hosts", "--out", ".hosts", "--check"]).text(), @"
    exit 2
    would create .hosts
    --- stderr
    1 file would change.
    ");
    substrate.write(".hosts", "# old\n");
    insta::assert_snapshot!(substrate.deevnet(&["emit", "hosts", "--out", ".hosts", "--check", "--diff"]).text(), @"
    exit 2
    --- a/.hosts
    +++ b/.hosts
    @@ -1 +1,2 @@
    -# old
    +# generated by deevnet 0.1.0 from lab
    +10.20.30.11 pi01.lab.example.net pi01 sensors.lab.example.net sensors
    --- stderr
    1 file would change.
    ");
    assert_eq!(substrate.read(".hosts"), "# old\n");
    assert_eq!(substrate.deevnet(&["emit", "hosts", "--out", ".hosts"]).code, 0);
    assert_eq!(substrate.deevnet(&["emit", "hosts", "--out", ".hosts", "--check"]).code, 0);
}

/// Nothing would ever be up to date where one address is not known, were a check to fail for what is left out.
#[test]
fn what_is_left_out_is_told_and_leaves_nothing_stale() {
    let pi02 = PI01.replace("pi01", "pi02").replace("sensors", "meters").replace("30.11", "30.12");
    let substrate = Substrate::with(&[PI01, &pi02.replace("00:00:5e:00:53:01", "UNKNOWN")]);
    let all = "left out of dhcp-reservations, dnsmasq, kea-dhcp4, opnsense-kea, ethers: DHCP reservation of pi02";
    for (arguments, told) in [
        (&["emit", "all", "--out", ".out"][..], all),
        (&["emit", "dhcp-reservations", "--out", ".dhcp.json"], "left out: DHCP reservation of pi02"),
    ] {
        let checking = [arguments, &["--check"]].concat();
        assert_eq!(substrate.deevnet(&checking).code, 2);
        let written = substrate.deevnet(arguments);
        assert_eq!(written.code, 2, "{}", written.text());
        let checked = substrate.deevnet(&checking);
        assert_eq!(checked.code, 0, "{}", checked.text());
        assert!(checked.stderr.contains(told), "{}", checked.stderr);
    }
}

#[test]
fn a_folder_without_its_manifest_is_taken_over_aloud() {
    let substrate = emitted();
    substrate.write(".out/hosts/mine", "by hand\n");
    fs::remove_file(substrate.file(".out/.deevnet-emit.json")).unwrap();
    let outcome = substrate.deevnet(&[ALL, &["--diff"]].concat());
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, ""), "{}", outcome.text());
    let told: Vec<&str> = outcome.stderr.lines().filter(|line| line.contains("ours")).collect();
    assert_eq!(told.len(), 2, "{}", outcome.text());
    assert!(told[0].ends_with("files held what is emitted before any manifest said so, and count as ours"), "{told:?}");
    assert_eq!(told[1], "note: `.out/hosts/mine` is not ours and is left alone");
    assert!(!substrate.deevnet(ALL).stderr.contains("count as ours"));
    assert_eq!(substrate.read(".out/hosts/mine"), "by hand\n");
}

#[cfg(unix)]
#[test]
fn nothing_but_a_regular_file_is_replaced() {
    let substrate = Substrate::with(&[PI01]);
    let pipe = substrate.file(".pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let devices = [".pipe", "/dev/full", "/dev/stdout"].iter().filter(|path| substrate.file(path).exists());
    for path in devices {
        for command in [
            &["emit", "hosts", "--out", path] as &[&str],
            &["report", "--out", path],
            &["show", "policy", "--html", path],
        ] {
            let outcome = substrate.deevnet(command);
            assert_eq!(outcome.code, 1, "{command:?}: {}", outcome.text());
            let refusal = format!("error: `{path}` is not a regular file\n");
            assert!(outcome.stderr.starts_with(&refusal), "{command:?}: {}", outcome.text());
        }
    }
}
