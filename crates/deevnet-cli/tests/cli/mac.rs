//! `deevnet mac`.

use crate::runner::{deevnet, deevnet_with_input};

#[test]
fn vmids_become_addresses() {
    insta::assert_snapshot!(deevnet(&["mac", "derive", "vmid", "--octet", "20", "200", "16777215"]).text(), @"
    exit 0
    02:de:20:00:00:c8
    02:de:20:ff:ff:ff
    ");
    let styled = deevnet(&["mac", "derive", "vmid", "--namespace", "02:de:10", "--style", "dotted", "200"]);
    assert_eq!(styled.stdout, "02de.1000.00c8\n");
}

#[test]
fn roles_become_addresses() {
    assert_eq!(deevnet(&["mac", "derive", "role", "--octet", "10", "2/0/1"]).stdout, "02:de:10:02:00:01\n");
    insta::assert_snapshot!(deevnet(&["mac", "derive", "role", "--octet", "10", "2/0/256"]).text(), @"
    exit 1
    --- stderr
    error: `2/0/256` is not a role, a node and an instance
    hint: write three decimal numbers from 0 to 255 with slashes, such as 2/0/1
    error: 1 value of 1 could not be processed
    ");
}

#[test]
fn a_refused_line_does_not_stop_the_others() {
    let outcome = deevnet_with_input(&["mac", "derive", "vmid", "--octet", "20"], "200\n\n0\n x \n 201 \n");
    insta::assert_snapshot!(outcome.text(), @"
    exit 1
    02:de:20:00:00:c8
    02:de:20:00:00:c9
    --- stderr
    error: line 3: VMID 0 is outside 1 to 16777215
    hint: choose a number from the substrate's declared range
    error: line 4: `x` is not a VMID: it is not a whole number
    hint: write decimal digits only, as in 200
    error: 2 values of 4 could not be processed
    ");
}

#[test]
fn a_namespace_is_needed_and_must_be_one() {
    insta::assert_snapshot!(deevnet(&["mac", "derive", "vmid", "200"]).text(), @"
    exit 1
    --- stderr
    error: the following required arguments were not provided:
      <--namespace <NAMESPACE>|--octet <OCTET>>

    Usage: deevnet mac derive vmid <--namespace <NAMESPACE>|--octet <OCTET>> <VMID>...

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(deevnet(&["mac", "derive", "vmid", "--octet", "120", "200"]).text(), @"
    exit 1
    --- stderr
    error: invalid value '120' for '--octet <OCTET>': site octet 120 has three digits; a MAC namespace has room for two; declare the namespace itself, or give the substrate an octet up to 99

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(deevnet(&["mac", "derive", "vmid", "--namespace", "00:de:20", "200"]).text(), @"
    exit 1
    --- stderr
    error: invalid value '00:de:20' for '--namespace <NAMESPACE>': `00:de:20` is universally administered; a MAC namespace is locally administered

    For more information, try '--help'.
    ");
}

#[test]
fn addresses_are_decoded() {
    let input = "02:DE:20:00:00:C8\n00-00-5E-00-53-01\n0100.5e00.00fb\n";
    insta::assert_snapshot!(deevnet_with_input(&["mac", "decode", "-"], input).text(), @"
    exit 0
    02:de:20:00:00:c8 local unicast namespace=02:de:20 octet=20 vmid=200 role=0/0/200
    00:00:5e:00:53:01 universal unicast oui=00:00:5e
    01:00:5e:00:00:fb universal group oui=01:00:5e
    ");
    insta::assert_snapshot!(deevnet(&["mac", "decode", "--format", "json", "02:de:20:00:00:c8", "zz"]).text(), @r#"
    exit 1
    {
      "version": 1,
      "results": [
        {
          "input": "02:de:20:00:00:c8",
          "mac": "02:de:20:00:00:c8",
          "administration": "local",
          "cast": "unicast",
          "oui": "02:de:20",
          "derived": {
            "namespace": "02:de:20",
            "octet": 20,
            "vmid": 200,
            "role": 0,
            "node": 0,
            "instance": 200
          }
        },
        {
          "input": "zz",
          "error": "`zz` has `z` at column 1, which is not a hexadecimal digit",
          "hint": "use the digits 0-9 and a-f only, with no spaces around them"
        }
      ]
    }
    --- stderr
    error: 1 value of 2 could not be processed
    "#);
}

#[test]
fn addresses_are_rewritten() {
    let formatted = |style: &str| deevnet(&["mac", "format", "--style", style, "02de.2000.00c8"]).stdout;
    assert_eq!(formatted("upper-colon"), "02:DE:20:00:00:C8\n");
    assert_eq!(formatted("bare"), "02de200000c8\n");
    insta::assert_snapshot!(deevnet(&["mac", "format", "--style", "pretty", "02de.2000.00c8"]).text(), @"
    exit 1
    --- stderr
    error: invalid value 'pretty' for '--style <STYLE>'
      [possible values: lower-colon, upper-colon, lower-hyphen, upper-hyphen, dotted, bare]

    For more information, try '--help'.
    ");
}

#[test]
fn a_line_that_is_not_text_does_not_stop_the_others() {
    let input = b"02-de-20-00-00-c8\n\xff\xfe\n02-de-20-00-00-c9\n";
    insta::assert_snapshot!(deevnet_with_input(&["mac", "format"], input).text(), @"
    exit 1
    02:de:20:00:00:c8
    02:de:20:00:00:c9
    --- stderr
    error: line 2: `\u{fffd}\u{fffd}` is not UTF-8 text
    hint: write plain ASCII
    error: 1 value of 3 could not be processed
    ");
    let outcome = deevnet_with_input(&["mac", "format", "--format", "json"], input);
    assert_eq!(outcome.code, 1);
    assert_eq!(outcome.json()["results"][1]["error"], "`\u{fffd}\u{fffd}` is not UTF-8 text");
    assert_eq!(outcome.json()["results"][2]["mac"], "02:de:20:00:00:c9");
}

#[test]
fn interfaces_become_addresses_of_a_namespace_of_their_own() {
    let hash = ["mac", "derive", "hash", "--octet", "20", "--substrate", "mobile"];
    let derive = |arguments: &[&str]| deevnet(&[&hash, arguments].concat());
    assert_eq!(derive(&["pi01/eth0"]).stdout, "06:de:20:c3:3a:61\n");
    assert_eq!(derive(&["pi01/eth0", "--attempt", "1"]).stdout, "06:de:20:ef:cb:ff\n");
    insta::assert_snapshot!(derive(&["pi01/eth0", "pi01"]).text(), @"
    exit 1
    06:de:20:c3:3a:61
    --- stderr
    error: `pi01` is not a host and an interface
    hint: write the host, a slash and the interface, such as pi01/eth0
    error: 1 value of 2 could not be processed
    ");
    insta::assert_snapshot!(derive(&["pi01/eth0", "--attempt", "64"]).text(), @"
    exit 1
    --- stderr
    error: invalid value '64' for '--attempt <NUMBER>': it is not a number from 0 to 63

    For more information, try '--help'.
    ");
    let taken = ["mac", "derive", "hash", "--namespace", "06:de:20", "--substrate", "mobile", "pi01/eth0"];
    insta::assert_snapshot!(deevnet(&taken).text(), @"
    exit 1
    --- stderr
    error: `06:de:20` has no interface namespace: bit 0x04 of its first octet is set already
    hint: declare a namespace whose first octet ends in 2 or a, as in `02:de:20`
    ");
}

#[test]
fn an_address_is_verified_as_that_of_an_interface() {
    let verify = ["mac", "verify", "--octet", "20", "--substrate", "mobile"];
    let input = "pi01/eth0=06:de:20:ef:cb:ff\npi02/eth0=06:de:20:ef:cb:ff\npi01/eth0\n";
    insta::assert_snapshot!(deevnet_with_input(&verify, input).text(), @"
    exit 1
    06:de:20:ef:cb:ff host=pi01 interface=eth0 attempt=1
    --- stderr
    error: line 2: 06:de:20:ef:cb:ff is no MAC that pi02 (eth0) derives
    hint: the first that it derives is 06:de:20:1c:3b:63
    error: line 3: `pi01/eth0` is not an interface with its address
    hint: write both with an equals sign, such as pi01/eth0=06:de:20:c3:3a:61
    error: 2 values of 3 could not be processed
    ");
    let json = deevnet(&[&verify, ["pi01/eth0=06-DE-20-C3-3A-61", "--format=json"].as_slice()].concat()).json();
    assert_eq!(json["results"][0]["mac"], "06:de:20:c3:3a:61");
    assert_eq!(json["results"][0]["host"], "pi01");
    assert_eq!(json["results"][0]["attempt"], 0);
}
