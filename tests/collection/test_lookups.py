"""The lookups give what the substrate gives, computed once in a run, for every host and every fork the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import EXAMPLES, Play

import deevnet

ALL_LOOKUPS = """
- hosts: all
  connection: local
  gather_facts: false
  tasks:
    - debug:
        msg:
          dhcp_reservations: "{{ query('deevnet.identity.dhcp_reservations', %(source)s) }}"
          dns_records: "{{ lookup('deevnet.identity.dns_records', %(source)s) }}"
          wol_hosts: "{{ query('deevnet.identity.wol_hosts', %(source)s) }}"
          tenants: "{{ query('deevnet.identity.tenants', %(source)s) }}"
          vlan_plan: "{{ lookup('deevnet.identity.vlan_plan', %(source)s) }}"
      run_once: true
"""

FOLDER = f"inventory='{EXAMPLES / 'dvntm'}', vault_password_file='{EXAMPLES / 'vault-password'}'"


@pytest.mark.parametrize("source", ["fresh=false", FOLDER])
def test_every_lookup_gives_what_the_substrate_gives(play: Play, source: str) -> None:
    substrate = deevnet.Substrate.load(EXAMPLES / "dvntm")
    outcome = play(ALL_LOOKUPS % {"source": source}, EXAMPLES / "dvntm")
    assert outcome.code == 0, outcome.output
    assert outcome.only["msg"] == {
        "dhcp_reservations": substrate.dhcp_reservations(),
        "dns_records": substrate.dns_records(),
        "wol_hosts": substrate.wol_hosts(),
        "tenants": [tenant.to_dict() for tenant in substrate.tenants],
        "vlan_plan": json.loads(next(iter(substrate.emit("vlan-plan").values()))),
    }


MANY_HOSTS = 200

MANY = """
all:
  vars:
    deevnet_substrate: lab
    deevnet_root_domain: "{{ lookup('pipe', 'echo read >> %(count)s; echo example.net') }}"
    infrastructure:
      form: pi
      interfaces:
        eth0: {mac: "02:de:20:00:00:{{ '%%02x' | format(number) }}"}
    env:
      interfaces:
        eth0: {ip: "10.20.99.{{ number }}", dns: {host_a_record: true, dhcp_reservation: true}}
  hosts:
"""

ONE_ANSWER_EACH = """
- hosts: all
  connection: local
  gather_facts: false
  tasks:
    - debug:
        msg: ["{{ answer | length }}", "{{ answer | to_json | hash('sha256') }}"]
      vars:
        answer: "{{ query('deevnet.identity.dhcp_reservations') }}"
"""


def test_twenty_forks_and_two_hundred_hosts_get_one_answer_that_is_computed_once(play: Play, tmp_path: Path) -> None:
    count, inventory = tmp_path / "count", tmp_path / "hosts.yml"
    hosts = "".join(f"    node{number:03}: {{number: {number}}}\n" for number in range(1, MANY_HOSTS + 1))
    inventory.write_text(MANY % {"count": count} + hosts)
    outcome = play(ONE_ANSWER_EACH, inventory, "--forks", "20")
    assert outcome.code == 0, outcome.output
    answers = [result["msg"] for result in outcome.results]
    assert len(answers) == MANY_HOSTS
    assert all(answer == answers[0] for answer in answers)
    assert answers[0][0] == MANY_HOSTS
    assert len(count.read_text().splitlines()) == MANY_HOSTS, "every host's variables were read once"


LAB = """
all:
  vars:
    deevnet_substrate: lab
    deevnet_root_domain: example.net
    proxmox_token_secret: swordfish
    infrastructure: {form: pi, interfaces: {eth0: {mac: "00:00:5e:00:53:01"}}}
    env: {interfaces: {eth0: {ip: "{{ address }}", dns: {dhcp_reservation: true}}}}
  hosts:
    pi01: {address: 10.20.99.21}
"""

SEEN = """
- hosts: pi01
  connection: local
  gather_facts: false
  tasks:
    - set_fact: {address: 10.20.99.22}
    - debug: {msg: "{{ query('deevnet.identity.dhcp_reservations')[0].ip }}"}
    - set_fact: {address: 10.20.99.23}
    - debug: {msg: "{{ query('deevnet.identity.dhcp_reservations')[0].ip }}"}
    - debug: {msg: "{{ query('deevnet.identity.dhcp_reservations', fresh=true)[0].ip }}"}
    - debug: {msg: "{{ query('deevnet.identity.dhcp_reservations')[0].ip }}"}
"""


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    """An inventory of one host."""
    path = tmp_path / "hosts.yml"
    path.write_text(LAB)
    return path


def messages(play: Play, playbook: str, inventory: Path, *options: str, **variables: str) -> list[object]:
    """What the debugging tasks of a playbook say."""
    outcome = play(playbook, inventory, *options, **variables)
    assert outcome.code == 0, outcome.output
    return [result["msg"] for result in outcome.results if result.get("msg", "") != ""]


def test_facts_are_seen_that_were_set_before_or_are_asked_for_afresh(play: Play, lab: Path) -> None:
    assert messages(play, SEEN, lab) == ["10.20.99.22", "10.20.99.22", "10.20.99.23", "10.20.99.23"]


def test_extra_variables_are_seen_everywhere(play: Play, lab: Path) -> None:
    assert messages(play, SEEN, lab, "-e", "address=10.20.99.24") == ["10.20.99.24"] * 4


GROWING = """
- hosts: pi01
  connection: local
  gather_facts: false
  tasks:
    - debug: {msg: "{{ query('deevnet.identity.dhcp_reservations') | map(attribute='hostname') }}"}
    - add_host: {name: pi02, address: 10.20.99.30, infrastructure: {interfaces: {eth0: {mac: "00:00:5e:00:53:02"}}}}
    - debug: {msg: "{{ query('deevnet.identity.dhcp_reservations') | map(attribute='hostname') }}"}
    - shell: cat {{ local_temporary }}/*/deevnet.identity/*.json
      register: kept
    - debug: {msg: "{{ [kept.stdout is search('pi02'), kept.stdout is search('swordfish')] }}"}
"""


def test_a_host_that_is_added_makes_a_new_answer_and_no_secret_is_kept(play: Play, lab: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    options = ("-e", f"local_temporary={temporary}")
    said = messages(play, GROWING, lab, *options, ANSIBLE_LOCAL_TEMP=str(temporary))
    assert said == [["pi01"], ["pi01", "pi02"], [True, False]]
    assert not list(temporary.iterdir()), "the answers end with the run"


CIRCULAR = """
all:
  hosts:
    pi01:
      deevnet_root_domain: "{{ query('deevnet.identity.dhcp_reservations') | length }}"
"""

ONE = """
- hosts: all
  connection: local
  gather_facts: false
  tasks:
    - debug: {msg: "{{ query('deevnet.identity.dhcp_reservations') }}"}
"""


def test_an_answer_that_needs_itself_is_given_without_that_variable(play: Play, tmp_path: Path) -> None:
    inventory = tmp_path / "hosts.yml"
    inventory.write_text(CIRCULAR)
    assert messages(play, ONE, inventory) == [[]]


REFUSED = {
    "inventory='/absent'": "/absent",
    "'pi01'": "takes options only",
    "config='/absent.toml'": "absent.toml",
    "inventry='x'": "`inventry` is no option of this plugin (did you mean `inventory`?)",
    "zzz=1": "(it has: ",
    "fresh='maybe'": "the option `fresh` is true or false, not `maybe`",
    "vault_password_file='/secret'": "no `inventory` is given whose files it opens (name the folder",
}


def test_what_cannot_be_answered_is_an_error(play: Play, lab: Path) -> None:
    tasks = [f"    - debug: {{msg: \"{{{{ query('deevnet.identity.tenants', {given}) }}}}\"}}" for given in REFUSED]
    head = "- hosts: all\n  connection: local\n  gather_facts: false\n  ignore_errors: true\n  tasks:\n"
    results = play(head + "\n".join(tasks), lab).results
    assert [result["status"] for result in results] == ["FAILED"] * len(REFUSED)
    for result, said in zip(results, REFUSED.values(), strict=True):
        assert said in result["msg"]


CLAIMED = """
all:
  vars:
    deevnet_substrate: lab
    deevnet_root_domain: example.net
    infrastructure: {form: pi, interfaces: {eth0: {mac: "00:00:5e:00:53:{{ number }}"}}}
    env: {interfaces: {eth0: {ip: "10.20.99.{{ number }}", dns: {host_a_record: true, cnames: SERVICES}}}}
  hosts:
    pi01: {number: 11}
    pi02: {number: 12}
"""

WARNED = """
- hosts: all
  connection: local
  gather_facts: false
  tasks:
    - debug: {msg: "{{ query('deevnet.identity.tenants') | length }}"}
    - debug: {msg: "{{ lookup('deevnet.identity.dns_records').dns_cname_records | length }}"}
    - debug: {msg: "{{ lookup('deevnet.identity.dns_records').dns_cname_records | length }}"}
"""


def claimed(tmp_path: Path, services: list[str]) -> Path:
    """An inventory whose two hosts claim the same service names."""
    path = tmp_path / "hosts.yml"
    path.write_text(CLAIMED.replace("SERVICES", json.dumps(services)))
    return path


def test_what_is_left_out_is_warned_of_once_in_a_run(play: Play, tmp_path: Path) -> None:
    outcome = play(WARNED, claimed(tmp_path, ["ntp"]), "--forks", "2")
    assert outcome.code == 0, outcome.output
    assert outcome.output.count("dns_records left out:") == 1
    assert outcome.output.count("the service name `ntp` is claimed by pi01 and by pi02 [DV501]") == 2


def test_much_that_is_left_out_is_counted(play: Play, tmp_path: Path) -> None:
    outcome = play(WARNED, claimed(tmp_path, ["ntp", "ldap", "git", "mail"]))
    assert outcome.output.count("[DV501]") == 5
    assert "and 3 more" in outcome.output


def test_an_error_says_its_way_out_once(play: Play, lab: Path) -> None:
    task = "    - debug: {msg: \"{{ query('deevnet.identity.tenants', inventory='/absent') }}\"}\n"
    task += "    - debug: {msg: \"{{ '0' | deevnet.identity.vmid_to_mac('02:de:20') }}\"}\n"
    head = "- hosts: all\n  connection: local\n  gather_facts: false\n  ignore_errors: true\n  tasks:\n"
    folder, filtered = play(head + task, lab).results
    for result, hint in ((folder, "/absent"), (filtered, "0 is outside")):
        assert result["status"] == "FAILED"
        assert result["msg"].count(hint) == 1, result["msg"]
