//! `deevnet show policy`: the matrix, the proofs and the page.

use crate::substrate::{PI01, Substrate};

const FIREWALL: &str = "\
firewall_default_action: deny
firewall_zone_policies:
  - { from_zone: management, to_zone: iot, action: pass }
  - name: the <b>printer</b>
    from_zone: guest
    to_zone: iot
    action: pass
    protocol: TCP
    destination_net: 10.20.30.11/32
    destination_port: \"631\"
  - { from_zone: iot, to_zone: management, action: block }
firewall_internet_zones: [guest]
firewall_never:
  - { from_zone: management, to_zone: guest, reason: administrators do not visit guests }
";

fn substrate() -> Substrate {
    let substrate = Substrate::with(&[PI01]);
    substrate.write("group_vars/all/firewall.yml", FIREWALL);
    substrate
}

#[test]
fn the_matrix_names_every_exact_packet_and_every_proof() {
    insta::assert_snapshot!(substrate().deevnet(&["show", "policy"]).text(), @r#"
    exit 2
    Who reaches whom (rows open connections to columns)

    FROM        guest  iot  management  internet  self
    guest       ·      [1]  ·           all       ·
    iot         ·      ·    ·           ·         ·
    management  ·      all  ·           ·         [2]
    internet    ·      ·    ·           ·         ·
    self        ·      ·    ·           ·         ·

    [1] guest -> iot, only:
        tcp to 10.20.30.11 port 631

    [2] management -> self, only:
        to 10.20.30.1

    What is proven

    refuted   guest reaches nothing internal
              tcp 10.20.40.10:49152 (guest) -> 10.20.30.11:631 (iot)
              is let through by rule 2, "the <b>printer</b>" at group_vars/all/firewall.yml:4:5
    holds     iot does not reach management
    holds     management never reaches guest

    Rules

    FROM        TO          ACTION  ONLY                                                              NAME
    management  iot         pass    -                                                                 -
    guest       iot         pass    destination_net=10.20.30.11/32 destination_port=631 protocol=TCP  the <b>printer</b>
    iot         management  block   -                                                                 -
    guest       (internet)  pass    -                                                                 -
    (any)       (any)       block   -                                                                 (default)
    --- stderr
    error: the check found 1 error; what it touches may be missing here; see `deevnet check`
    "#);
}

#[test]
fn programs_get_the_same_with_positions() {
    let json = substrate().deevnet(&["show", "policy", "--format", "json"]).json();
    assert_eq!(json["version"], 1);
    let flows = json["matrix"]["flows"].as_array().unwrap();
    let flow = flows.iter().find(|flow| flow["from"] == "guest" && flow["to"] == "iot").unwrap();
    assert_eq!(flow["reach"], "some");
    assert_eq!(flow["packets"][0]["destination_ports"], "631");
    let proofs = json["proofs"].as_array().unwrap();
    let refuted = proofs.iter().find(|proof| proof["outcome"] == "refuted").unwrap();
    assert_eq!(refuted["statement"], "guest reaches nothing internal");
    assert_eq!(refuted["because"]["packet"]["destination"], "10.20.30.11");
    assert_eq!(refuted["position"]["line"], 4);
}

#[test]
fn the_page_is_whole_and_escapes_what_rules_are_called() {
    let substrate = substrate();
    assert_eq!(substrate.deevnet(&["show", "policy", "--html", "policy.html"]).code, 2);
    let page = substrate.read("policy.html");
    assert!(page.contains("&lt;b&gt;printer&lt;&#x2f;b&gt;"), "{page}");
    assert!(!page.contains("<b>printer"));
    assert!(page.contains("title=\"guest → iot&#10;tcp to 10.20.30.11 port 631\""), "{page}");
    assert!(page.trim_end().ends_with("</html>"));
}

#[test]
fn only_the_policy_has_a_page() {
    insta::assert_snapshot!(substrate().deevnet(&["show", "hosts", "--html", "hosts.html"]).text(), @"
    exit 1
    --- stderr
    error: only the policy can be shown as a page
    hint: leave --html out, or show `policy`
    ");
}
