"""Policies: who reaches whom, and what is proven."""

from typing import Any

import pytest

import deevnet
from deevnet import Packet


def substrate(rules: list[dict[str, Any]], **variables: Any) -> deevnet.Substrate:
    """A substrate of four segments with a policy."""

    def segment(vlan: int) -> dict[str, Any]:
        return {"vlan_id": vlan, "subnet": f"10.20.{vlan}.0/24", "gateway": f"10.20.{vlan}.1"}

    shared = {
        "deevnet_site_octet": 20,
        "deevnet_vlans": {
            "iot": segment(30),
            "guest": segment(40),
            "tenant_1": segment(50),
            "tenant_2": segment(51),
        },
        "firewall_zone_policies": rules,
        "firewall_default_action": "deny",
    }
    return deevnet.Substrate.from_hostvars({"pi01": shared | variables}, {"all": ["pi01"]})


def test_a_broad_rule_reaches_all_and_nothing_back() -> None:
    policy = substrate([{"from_zone": "guest", "to_zone": "iot", "action": "pass"}]).policy()
    assert policy.reachable("guest", "iot").kind == "all"
    assert not policy.reachable("iot", "guest")
    assert policy.zones == ("guest", "iot", "tenant_1", "tenant_2", "internet", "self")


def test_a_narrow_rule_reaches_exactly_its_packets() -> None:
    rule = {
        "from_zone": "tenant_1",
        "to_zone": "iot",
        "action": "pass",
        "protocol": "TCP",
        "destination_net": "10.20.30.11/32",
        "destination_port": "8000-8010",
    }
    policy = substrate([rule]).policy()
    (box,) = policy.reachable("tenant_1", "iot").packets
    assert (box.protocols, box.destinations, box.destination_ports) == ("tcp", "10.20.30.11", "8000-8010")
    assert (box.sources, box.source_ports) == (None, None)
    assert str(box) == str(policy.reachable("tenant_1", "iot")) == "tcp to 10.20.30.11 port 8000-8010"
    assert str(policy.reachable("iot", "tenant_1")) == "none"
    ends = ("tenant_1", "iot", "10.20.50.10", "10.20.30.11")
    assert policy.passes(Packet(*ends, destination_port=8005))
    assert not policy.passes(Packet(*ends, destination_port=8011))
    assert not policy.passes(Packet(*ends, "udp", destination_port=8005))
    assert ("tenant_1", "iot", policy.reachable("tenant_1", "iot")) in policy.flows()


def test_a_refutation_is_one_packet() -> None:
    policy = substrate([{"from_zone": "tenant_1", "to_zone": "tenant_2", "action": "pass"}]).policy()
    proofs = {proof.statement: proof for proof in policy.proofs()}
    refuted = proofs["no tenant reaches another"]
    assert (refuted.holds, refuted.outcome, refuted.rule) == (False, "refuted", 0)
    assert refuted.packet is not None
    assert (refuted.packet.from_zone, refuted.packet.to_zone) == ("tenant_1", "tenant_2")
    assert policy.passes(refuted.packet)
    assert refuted.position is None
    proven = proofs["guest reaches nothing internal"]
    assert (proven.holds, proven.outcome, proven.packet, proven.rule) == (True, "holds", None, None)


def test_a_rule_that_cannot_be_read_leaves_open_what_it_could_refute() -> None:
    rule = {"from_zone": "guest", "to_zone": "iot", "action": "pass", "destination_port": "http"}
    proofs = {proof.statement: proof for proof in substrate([rule]).policy().proofs()}
    opened = proofs["guest reaches nothing internal"]
    assert (opened.holds, opened.outcome, opened.unread) == (False, "open", (0,))


def test_what_was_never_to_be_is_refuted_too() -> None:
    never = [{"from_zone": "iot", "to_zone": "internet", "reason": "sensors stay at home"}]
    policy = substrate([], firewall_never=never, firewall_internet_zones=["iot"]).policy()
    (proof,) = [proof for proof in policy.proofs() if proof.reason == "sensors stay at home"]
    assert not proof.holds


def test_unknown_names_are_refused_with_a_hint() -> None:
    policy = substrate([]).policy()
    with pytest.raises(deevnet.UnknownNameError) as caught:
        policy.reachable("gest", "iot")
    assert caught.value.value == "gest"
    assert caught.value.hint == "did you mean `guest`?"
    with pytest.raises(deevnet.UnknownNameError):
        policy.passes(Packet("gest", "iot", "10.20.40.10", "10.20.30.11"))


def test_a_packet_is_checked_where_it_is_made() -> None:
    packet = Packet("guest", "iot", "10.20.40.10", "10.20.30.11", "TCP", 631)
    assert packet == Packet("guest", "iot", "10.20.40.10", "10.20.30.11", destination_port=631)
    assert repr(packet) == "<Packet tcp 10.20.40.10 (guest) -> 10.20.30.11:631 (iot)>"
    with pytest.raises(deevnet.UnknownNameError) as caught:
        Packet("guest", "iot", "10.20.40.10", "10.20.30.11", "tpc")
    assert (caught.value.value, bool(caught.value.hint)) == ("tpc", True)
    with pytest.raises(deevnet.AddressError):
        Packet("guest", "iot", "10.20.40", "10.20.30.11")
