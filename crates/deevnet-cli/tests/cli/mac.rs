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
