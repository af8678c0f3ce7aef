//! What the loader makes of whole inventories, whole and broken ones.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::num::NonZero;
use std::path::Path;

use deevnet_core::declared::{Data, Declared, UnresolvedReason};
use deevnet_core::{Finding, rules};
use deevnet_inventory::{Inventory, LoadError, Options, VaultPassword, from_hostvars, load, load_list_json};
use serde_json::json;
use tempfile::TempDir;

/// A folder with files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn declared(folder: &TempDir) -> Declared {
    load(folder.path(), &Options::default()).unwrap()
}

/// Findings as lines, paths relative to the folder.
fn report(folder: &Path, findings: &[Finding]) -> String {
    let mut findings = findings.to_vec();
    findings.sort();
    let lines = findings.iter().map(|finding| {
        let place = finding.position.as_ref().map_or_else(String::new, |position| {
            let path = Path::new(&*position.path).strip_prefix(folder).unwrap_or(Path::new(&*position.path));
            format!("{}:{}:{}", path.display(), position.line, position.column)
        });
        let message = finding.message.replace(&format!("{}/", folder.display()), "");
        let hint = finding.hint.as_ref().map(|hint| format!("\n  {hint}")).unwrap_or_default();
        format!("{place} {} {message}{}", finding.rule.code, hint.replace(&format!("{}/", folder.display()), ""))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn findings_of(files: &[(&str, &str)]) -> String {
    let folder = folder(files);
    report(folder.path(), &declared(&folder).findings)
}

fn text(declared: &Declared, host: &str, path: &[&str]) -> Option<String> {
    let host = declared.hosts.iter().find(|found| &*found.name == host)?;
    let mut value = host.variables.get(path[0])?;
    for key in &path[1..] {
        value = value.get(key)?;
    }
    Some(match value.data() {
        Data::Text(text) => text.to_string(),
        other => format!("{other:?}"),
    })
}

#[test]
fn host_files_of_the_wrong_form() {
    insta::assert_snapshot!(findings_of(&[("hosts.yml", "\
all:
  childern: { pis: { hosts: { pi01: } } }
  hosts: [pi02]
  children:
    10: {}
    routers: text
    pis:
      vars: [1]
      hosts: { 7: {}, pi03: text, 'pi[1]': {}, 'pi[001:999999999]': {}, pi04: }
      vars2:
")]), @"
    hosts.yml:2:3 DV910 the key `childern` of the group `all` is not read, nor what is in it
      a group holds `hosts`, `children` and `vars`
    hosts.yml:3:10 DV910 `hosts` must be a map, not a list
      write each name with a colon, as in `pi01:`
    hosts.yml:5:5 DV910 a group is named by text, not by a number
      put quotes around the name
    hosts.yml:6:14 DV910 the group `routers` must be a map, not text
      a group holds `hosts`, `children` and `vars`
    hosts.yml:8:13 DV910 `vars` must be a map, not a list
      write each variable as `name: value`
    hosts.yml:9:16 DV910 a host is named by text, not by a number
      put quotes around the name
    hosts.yml:9:29 DV910 the host `pi03` must be a map of variables, not text
      write each variable as `name: value`, or nothing
    hosts.yml:9:35 DV910 the host pattern `pi[1]` cannot be used: a range is written [begin:end] or [begin:end:step]
      write the range as in `pi[01:04]` or `pi[a:d]`
    hosts.yml:9:48 DV910 the host pattern `pi[001:999999999]` cannot be used: with leading zeros begin and end must have the same number of digits
      write as many digits on both sides, as in `pi[001:100]`
    ");
    insta::assert_snapshot!(findings_of(&[("hosts.yml", "- pi01\n")]), @"
    hosts.yml:1:1 DV910 a host file must be a map of groups, not a list
      begin with a group, such as `all:`
    ");
    insta::assert_snapshot!(findings_of(&[("hosts.yml", "plugin: constructed\n")]), @"
    hosts.yml:1:9 DV910 an inventory plugin's configuration is not evaluated; its hosts are missing
      give the output of `ansible-inventory --list` instead
    ");
    insta::assert_snapshot!(findings_of(&[("hosts.toml", "[all]\n")]), @"
    hosts.toml:1:1 DV910 a host file in TOML is not read; its hosts are missing
      write it in YAML, or give the output of `ansible-inventory --list` instead
    ");
    insta::assert_snapshot!(findings_of(&[("hosts", "all:\n  hosts:\n    a: b: c\n")]), @"
    hosts:3:9 DV901 not valid YAML: mapping values are not allowed in this context
      put quotes around text that holds a colon and a space
    ");
    insta::assert_snapshot!(findings_of(&[("hosts", "[pis]\npi01 mac\n")]), @"hosts:2:1 DV901 a variable of a host is written `name=value`, not `mac`");
    insta::assert_snapshot!(findings_of(&[("hosts", "[a:children]\nb\n[c:vars]\nx=1\n[a]\n[d:children]\na\n[a:children]\nd\n")]), @"
    hosts:2:1 DV910 the group `b` is a child but is declared nowhere
      add a section [b], or correct the name
    hosts:3:1 DV910 the group `c` gets variables but is declared nowhere
      add a section [c], or correct the name
    hosts:9:1 DV906 the group `d` cannot be in `a`, because `a` is in `d`
      remove `d` from the children of `a`, or `a` from below `d`
    ");
}

#[cfg(unix)]
#[test]
fn programs_are_not_run() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder(&[("hosts", "#!/bin/sh\n"), ("more.yml", "#!/not/a/program\nall:\n")]);
    fs::set_permissions(folder.path().join("hosts"), fs::Permissions::from_mode(0o755)).unwrap();
    insta::assert_snapshot!(report(folder.path(), &declared(&folder).findings), @"
    hosts:1:1 DV910 an inventory script is not run; its hosts are missing
      run it yourself and give its output instead
    ");
}

#[test]
fn a_host_and_a_group_of_one_name() {
    let files = [("hosts.yml", "all: { hosts: { pis: { a: 1 } } }\npis: { hosts: { pi01: } }\n")];
    insta::assert_snapshot!(findings_of(&files), @"
    hosts.yml:1:17 DV910 `pis` is the name of a host and of a group; its variables go to the group
      give one of them another name
    ");
}

#[test]
fn bombs_of_hosts_end_at_the_limits() {
    let variables: Vec<String> = (0..15).map(|number| format!("v{number}: 1")).collect();
    let many = format!("'h[000000:999999]': {{ {} }}", variables.join(", "));
    let files = [
        ("10.yml", "a: { hosts: { 'x[0:9999]y[0:9999]': } }\n".to_owned()),
        ("20.yml", format!("a: {{ hosts: {{ {many} }} }}\nb: {{ hosts: {{ {many} }} }}\n")),
        ("30.yml", format!("c: {{ hosts: {{ {many}, pi01: }} }}\n")),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    insta::assert_snapshot!(findings_of(&files), @"
    10.yml:1:15 DV909 the host pattern `x[0:9999]y[0:9999]` cannot be used: it stands for more than 1000000 hosts
      make the range smaller
    20.yml:1:15 DV909 the host files make more than 5000000 entries
      make the ranges smaller, or give their hosts fewer variables in this file
    ");
}

#[test]
fn groups_that_hold_themselves() {
    let files = [(
        "hosts.yml",
        "\
network: { children: { routers: { children: { core: { children: { network: } } } } } }
core: { children: { core: } }
",
    )];
    insta::assert_snapshot!(findings_of(&files), @"
    hosts.yml:1:24 DV906 the group `routers` cannot be in `network`, because `network` is in `routers`
      remove `routers` from the children of `network`, or `network` from below `routers`
    hosts.yml:2:21 DV906 the group `core` holds itself
      remove `core` from its own children
    ");
}

#[test]
fn variables_of_the_wrong_form() {
    let files = [
        ("hosts.yml", "all: { hosts: { pi01: , pi02: , pi03: , pi04: } }\n"),
        ("group_vars/all.yml", "- a list\n"),
        ("host_vars/pi01.yml", "env:\n\trole: sdr\n"),
        ("host_vars/pi02/vars.yml", "env: { role: sdr }\n"),
        ("host_vars/pi02.yml", "env: { role: never read }\n"),
        ("host_vars/pi03.yml", ""),
        ("host_vars/pi99.yml", "env: {}\n"),
        ("host_vars/pi98/vars.yml", "env: {}\n"),
        ("host_vars/.hidden.yml", "env: {}\n"),
    ];
    let folder = folder(&files);
    let declared = declared(&folder);
    insta::assert_snapshot!(report(folder.path(), &declared.findings), @"
    group_vars/all.yml:1:1 DV910 a file of variables must be a map, not a list
      write each variable as `name: value`
    host_vars/pi01.yml:2:1 DV901 not valid YAML: a tab stands in the indentation
      indent with spaces
    host_vars/pi02.yml:1:1 DV910 `host_vars/pi02.yml` is not read, because `host_vars/pi02` exists
      move its variables into the other, or remove it
    ");
    let orphans: Vec<&str> = declared.orphans.iter().map(|orphan| &*orphan.name).collect();
    assert_eq!(orphans, ["pi98", "pi99"]);
    assert_eq!(text(&declared, "pi02", &["env", "role"]).unwrap(), "sdr");
}

#[cfg(unix)]
#[test]
fn files_that_cannot_be_read() {
    let folder = folder(&[("hosts.yml", "all: { hosts: { pi01: , pi02: , pi03: } }\n"), ("host_vars/.keep", "")]);
    let host_vars = folder.path().join("host_vars");
    std::os::unix::fs::symlink("nowhere.yml", host_vars.join("pi01.yml")).unwrap();
    fs::write(host_vars.join("pi02.yml"), b"comment: caf\xe9\n").unwrap();
    let large = fs::File::create(host_vars.join("pi03.yml")).unwrap();
    large.set_len(100 * 1024 * 1024).unwrap();
    insta::assert_snapshot!(report(folder.path(), &declared(&folder).findings), @"
    host_vars/pi01.yml:1:1 DV907 `host_vars/pi01.yml` is a link to nothing
    host_vars/pi02.yml:1:13 DV907 the byte 0xe9 is not UTF-8 text
      save the file in UTF-8
    host_vars/pi03.yml:1:1 DV908 the file is larger than 64 MiB and is not read
    ");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_reported_for_an_unlisted_host_too() {
    let folder = folder(&[("hosts.yml", "all: { hosts: { pi01: } }\n"), ("host_vars/.keep", "")]);
    let host_vars = folder.path().join("host_vars");
    std::os::unix::fs::symlink("nowhere.yml", host_vars.join("pi98.yml")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(host_vars.join("pi99.yml")).unwrap();
    let declared = declared(&folder);
    insta::assert_snapshot!(report(folder.path(), &declared.findings), @"
    host_vars/pi98.yml:1:1 DV907 `host_vars/pi98.yml` is a link to nothing
    host_vars/pi99.yml:1:1 DV907 `host_vars/pi99.yml` is no regular file
    ");
    assert_eq!(declared.orphans.len(), 2);
}

#[cfg(unix)]
#[test]
fn circles_of_links_end() {
    let folder = folder(&[("hosts.yml", "all: { hosts: { pi01: } }\n"), ("more/x.yml", "all:\n")]);
    std::os::unix::fs::symlink(folder.path().join("more"), folder.path().join("more/again")).unwrap();
    let findings = declared(&folder).findings;
    assert_eq!(findings.iter().map(|finding| finding.rule).collect::<Vec<_>>(), [&rules::LIMIT_EXCEEDED]);
}

#[test]
fn the_same_host_in_several_files() {
    let files = [
        ("10-site.yml", "all: { hosts: { pi01: } }\n"),
        ("20-more.yml", "pis: { hosts: { pi01: , pi02: } }\n"),
        ("30-more/hosts", "pi01\npi01\n"),
    ];
    let folder = folder(&files);
    let declared = declared(&folder);
    let pi01 = &declared.hosts[0];
    let place = |span| declared.sources.position(span).map(|position| (position.path.to_string(), position.line));
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    assert_eq!(place(pi01.span), Some((path("10-site.yml"), 1)));
    let also: Vec<_> = pi01.also.iter().map(|span| place(*span).unwrap()).collect();
    assert_eq!(also, [(path("20-more.yml"), 1), (path("30-more/hosts"), 1)]);
    assert_eq!(&*pi01.groups, ["pis".into()]);
}

#[test]
fn what_holds_for_the_substrate_and_what_a_host_sees_differently() {
    let files = [
        ("hosts.yml", "a: { hosts: { pi01: , pi02: } }\nb: { hosts: { pi03: } }\n"),
        ("group_vars/all.yml", "deevnet_substrate: lab\ndeevnet_root_domain: '{{ deevnet_substrate }}.example'\n"),
        ("group_vars/a.yml", "deevnet_site_octet: 20\n"),
        ("group_vars/b.yml", "deevnet_site_octet: 30\n"),
        ("host_vars/pi02.yml", "deevnet_substrate: attic\n"),
    ];
    let declared = declared(&folder(&files));
    let substrate = |key: &str| format!("{:?}", declared.substrate.get(key).unwrap().data());
    assert_eq!(substrate("deevnet_substrate"), "Text(\"lab\")");
    assert_eq!(substrate("deevnet_root_domain"), "Text(\"lab.example\")");
    assert_eq!(substrate("deevnet_site_octet"), "Integer(20)");
    assert_eq!(text(&declared, "pi01", &["deevnet_substrate"]), None);
    assert_eq!(text(&declared, "pi02", &["deevnet_substrate"]).unwrap(), "attic");
    assert_eq!(text(&declared, "pi03", &["deevnet_site_octet"]).unwrap(), "Integer(30)");
}

#[test]
fn the_order_and_the_number_of_threads_do_not_matter() {
    let names: Vec<String> = (0..200).map(|number| format!("host_vars/pi{number:03}.yml")).collect();
    let mut files: Vec<(&str, &str)> =
        names.iter().map(|name| (name.as_str(), "env: { role: '{{ inventory_hostname }}', role: 2 }\n")).collect();
    files.push(("hosts.yml", "all: { hosts: { 'pi[000:199]': } }\n"));
    let folder = folder(&files);
    let reports: Vec<String> = [1, 2, 5]
        .map(|threads| {
            let mut options = Options::default();
            options.threads = NonZero::new(threads);
            let declared = load(folder.path(), &options).unwrap();
            format!("{:?} {}", declared.hosts, report(folder.path(), &declared.findings))
        })
        .to_vec();
    assert_eq!(reports[0], reports[1]);
    assert_eq!(reports[0], reports[2]);
}

const ENVELOPE: &str = "$ANSIBLE_VAULT;1.1;AES256
38373735353134306134336531663039366335373862303865616362303761326231383064333537
3430613939623832393437353664376637396665393033640a306361343336343839326432316130
64643531383530383838393738306166326265626264303433663565646237336632636234323163
3261333165626638310a653932313963383464663363366462326130363365376562643563656530
61643866373533626232636539373963303062373866366232333931373533646566
";

fn encrypted() -> TempDir {
    let value = ENVELOPE.trim_end().replace('\n', "\n        ");
    let variables = format!("infrastructure:\n  interfaces:\n    eth0:\n      mac: !vault |\n        {value}\n");
    folder(&[
        ("hosts.yml", "all: { hosts: { pi01: } }\n"),
        ("host_vars/pi01/vars.yml", &variables),
        ("host_vars/pi01/vault.yml", ENVELOPE),
    ])
}

fn with_password(folder: &TempDir, password: &str) -> Declared {
    let mut options = Options::default();
    options.vault_passwords.push(VaultPassword::new(password));
    load(folder.path(), &options).unwrap()
}

#[test]
fn an_encrypted_identity_is_asked_for() {
    let template = "mgmt_vm:\n  vmid: \"{{ deevnet_assigned_vmid | default(0) }}\"\n";
    let folder = folder(&[
        ("hosts.yml", "all: { hosts: { dns-vm01: , git-vm01: } }\n"),
        ("host_vars/dns-vm01/vars.yml", template),
        ("host_vars/dns-vm01/identity.yml", ENVELOPE),
        ("host_vars/git-vm01/vars.yml", template),
        ("host_vars/git-vm01/vault.yml", ENVELOPE),
        ("host_vars/old-vm01/identity.yml", ENVELOPE),
    ]);
    let declared = declared(&folder);
    insta::assert_snapshot!(report(folder.path(), &declared.findings), @"
    host_vars/dns-vm01/identity.yml:1:1 DV905 the identity of dns-vm01 is encrypted
      give --vault-password-file, or keep identities in plain files
    host_vars/old-vm01/identity.yml:1:1 DV905 the identity of old-vm01 is encrypted
      give --vault-password-file, or keep identities in plain files
    ");
    let vmid = |host: usize| declared.hosts[host].variables.get("mgmt_vm").unwrap().get("vmid").unwrap().data().clone();
    assert!(matches!(vmid(0), Data::Unresolved(unresolved) if unresolved.reason == UnresolvedReason::Secret));
    assert!(matches!(vmid(1), Data::Integer(0)));
}

#[test]
fn without_a_password_secrets_stay_closed() {
    let folder = encrypted();
    let declared = declared(&folder);
    assert!(declared.findings.is_empty());
    let mac = text(&declared, "pi01", &["infrastructure", "interfaces", "eth0", "mac"]).unwrap();
    assert!(mac.starts_with("Secret("), "{mac}");
}

#[test]
fn with_the_password_secrets_are_read() {
    let declared = with_password(&encrypted(), "correct horse");
    let mac = text(&declared, "pi01", &["infrastructure", "interfaces", "eth0", "mac"]).unwrap();
    assert_eq!(mac, "02:de:20:00:00:c8");
}

#[test]
fn a_wrong_password_is_a_finding_that_does_not_show_it() {
    let folder = encrypted();
    let declared = with_password(&folder, "wrong horse");
    let found = declared.hosts[0].variables.get("infrastructure").unwrap();
    let mac = found.get("interfaces").and_then(|found| found.get("eth0")).and_then(|found| found.get("mac")).unwrap();
    let Data::Unresolved(unresolved) = mac.data() else { panic!("{mac:?}") };
    assert_eq!(unresolved.reason, UnresolvedReason::WrongPassword);
    insta::assert_snapshot!(unresolved.message, @"it is encrypted, and none of the given passwords opens it");
    insta::assert_snapshot!(report(folder.path(), &declared.findings), @"
    host_vars/pi01/vault.yml:1:1 DV907 the encrypted file cannot be read: none of the given passwords opens it
      check the password and its vault id
    ");
    assert!(!format!("{declared:?}").contains("horse"));
}

#[test]
fn the_list_of_ansible_inventory() {
    let list = br#"{
    "_meta": { "hostvars": { "pi01": { "env": { "role": "{{ inventory_hostname }}" } }, "ghost": {} } },
    "all": { "children": ["ungrouped", "pis"] },
    "pis": { "hosts": ["pi01"], "vars": { "deevnet_substrate": "lab" } }
}"#;
    let declared = load_list_json("list.json", list, &Options::default()).unwrap();
    assert_eq!(text(&declared, "pi01", &["env", "role"]).unwrap(), "pi01");
    assert!(declared.findings.is_empty() && declared.hosts.len() == 1);
    let position = declared.sources.position(declared.hosts[0].span).unwrap();
    assert_eq!((&*position.path, position.line, position.column), ("list.json", 4, 24));

    let broken = load_list_json("list.json", b"{\"all\": ", &Options::default()).unwrap();
    insta::assert_snapshot!(report(Path::new(""), &broken.findings), @"list.json:1:9 DV901 not valid JSON: it ends too early");
    let empty = load_list_json("list.json", b" \n", &Options::default()).unwrap_err();
    insta::assert_snapshot!(empty, @"`list.json` is empty, not the output of `ansible-inventory --list`");
}

#[test]
fn a_list_is_read_back_as_it_was_written() {
    let files = [
        (
            "hosts.yml",
            "a: { children: { b: { hosts: { 'pi[1:2]': { x: !unsafe '{{ y }}' } } } } }\nc: { hosts: { pi2: } }\n",
        ),
        (
            "group_vars/b.yml",
            "secret: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n  3132\nn: [1, 2.5, ~, yes, 99999999999999999999]\n",
        ),
    ];
    let folder = folder(&files);
    let list = Inventory::read(folder.path(), &Options::default()).unwrap().to_list_json();
    let again = Inventory::from_list_json("list.json", list.to_string().as_bytes(), &Options::default()).unwrap();
    assert_eq!(again.to_list_json(), list);
}

#[test]
fn merged_variables_from_memory() {
    let hosts = BTreeMap::from([("pi01".to_owned(), json!({ "env": { "role": "{{ group_names[0] }}" }, "n": 1 }))]);
    let groups = BTreeMap::from([("pis".to_owned(), vec!["pi01".to_owned()])]);
    let declared = from_hostvars(hosts, groups);
    assert_eq!(text(&declared, "pi01", &["env", "role"]).unwrap(), "pis");
    assert_eq!(declared.groups["pis"], ["pi01".into()]);
}

#[test]
fn a_path_that_leads_nowhere_is_an_error() {
    let error = load(Path::new("no/such/folder"), &Options::default()).unwrap_err();
    insta::assert_snapshot!(error, @"cannot read the inventory `no/such/folder`");
    assert!(matches!(error, LoadError::Unreachable { .. }) && error.hint().is_some());
    #[cfg(unix)]
    assert!(matches!(load(Path::new("/dev/null"), &Options::default()), Err(LoadError::NotAnInventory { .. })));
}
