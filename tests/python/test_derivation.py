"""Derivations: golden vectors, their inverses, and many at once."""

from __future__ import annotations

import array
import random
from collections.abc import Iterable

import pytest

import deevnet

MOBILE, HOME = "02:de:20", "02:de:10"
LARGEST = 16_777_215

GOLDEN = [
    (1, MOBILE, "02:de:20:00:00:01"),
    (200, MOBILE, "02:de:20:00:00:c8"),
    (200, HOME, "02:de:10:00:00:c8"),
    (65_536, MOBILE, "02:de:20:01:00:00"),
    (LARGEST, MOBILE, "02:de:20:ff:ff:ff"),
]


@pytest.mark.parametrize(("vmid", "namespace", "mac"), GOLDEN)
def test_golden_vectors_and_their_inverse(vmid: int, namespace: str, mac: str) -> None:
    assert deevnet.vmid_to_mac(vmid, namespace) == mac
    assert deevnet.vmid_to_mac(str(vmid), namespace.upper()) == mac
    assert deevnet.mac_to_vmid(mac, namespace) == vmid
    assert deevnet.mac_to_vmid(deevnet.MacAddress(mac), namespace) == vmid


def test_roles() -> None:
    assert deevnet.role_to_mac(1, 0, 1, HOME) == "02:de:10:01:00:01"
    assert deevnet.role_to_mac(2, 0, 1, HOME) == "02:de:10:02:00:01"
    assert deevnet.role_to_mac(role=255, node=255, instance=255, namespace=MOBILE) == "02:de:20:ff:ff:ff"
    with pytest.raises(OverflowError):
        deevnet.role_to_mac(256, 0, 1, HOME)


def test_an_address_that_was_not_derived_has_no_vmid() -> None:
    assert deevnet.mac_to_vmid("02:de:10:00:00:c8", MOBILE) is None
    assert deevnet.mac_to_vmid("02:de:20:00:00:00", MOBILE) is None
    assert deevnet.mac_to_vmid("00:00:5e:00:53:01", MOBILE) is None


def test_many_are_as_each_by_itself() -> None:
    vmids = random.Random(1).sample(range(1, LARGEST + 1), 500)
    expected = [deevnet.vmid_to_mac(vmid, MOBILE) for vmid in vmids]
    given: list[Iterable[int | str]] = [
        vmids,
        tuple(vmids),
        iter(vmids),
        map(str, vmids),
        array.array("I", vmids),
        array.array("q", vmids),
        memoryview(array.array("I", vmids)),
    ]
    for form in given:
        assert deevnet.vmid_to_mac_many(form, MOBILE) == expected
    octets = deevnet.vmid_to_octets_many(vmids, MOBILE)
    assert octets == b"".join(deevnet.MacAddress(mac).octets for mac in expected)
    assert deevnet.vmid_to_mac_many(range(1, 4), HOME) == [f"02:de:10:00:00:0{digit}" for digit in "123"]
    assert deevnet.vmid_to_mac_many(b"\x01\x02", HOME) == ["02:de:10:00:00:01", "02:de:10:00:00:02"]
    assert deevnet.vmid_to_mac_many([], MOBILE) == deevnet.vmid_to_mac_many((), MOBILE) == []
    assert deevnet.vmid_to_octets_many([], MOBILE) == b""


def test_more_than_one_batch_is_in_order() -> None:
    vmids = range(1, 10_001)
    assert deevnet.vmid_to_mac_many(vmids, MOBILE) == [deevnet.vmid_to_mac(vmid, MOBILE) for vmid in vmids]


@pytest.mark.parametrize("vmid", [0, -1, LARGEST + 1, 1 << 40, 1 << 80, "", "0", "-1", "0200", "2e2", "two"])
def test_numbers_that_are_no_vmids_are_refused(vmid: int | str) -> None:
    with pytest.raises(deevnet.VmidError) as caught:
        deevnet.vmid_to_mac(vmid, MOBILE)
    assert caught.value.value == str(vmid)
    assert caught.value.hint
    with pytest.raises(deevnet.VmidError):
        deevnet.vmid_to_mac_many([200, vmid, 201], MOBILE)
    with pytest.raises(deevnet.VmidError):
        deevnet.vmid_to_octets_many([200, vmid, 201], MOBILE)


def test_a_bulk_error_names_the_place() -> None:
    with pytest.raises(deevnet.VmidError, match="VMID 0 at index 2 is outside 1 to 16777215"):
        deevnet.vmid_to_mac_many([1, 2, 0], MOBILE)


@pytest.mark.parametrize("namespace", ["", "02:de", "02:de:2g", "03:de:20", "00:00:5e", "02:de:20:00"])
def test_namespaces_are_local_unicast_and_three_octets(namespace: str) -> None:
    for derive in (
        lambda: deevnet.vmid_to_mac(200, namespace),
        lambda: deevnet.vmid_to_mac_many([200], namespace),
        lambda: deevnet.mac_to_vmid("02:de:20:00:00:c8", namespace),
        lambda: deevnet.role_to_mac(1, 0, 1, namespace),
    ):
        with pytest.raises(deevnet.NamespaceError) as caught:
            derive()
        assert caught.value.value == namespace


def test_other_types_are_type_errors() -> None:
    for vmid in (None, 2.5, [200]):
        with pytest.raises(TypeError):
            deevnet.vmid_to_mac(vmid, MOBILE)  # type: ignore[arg-type]
    for vmids in (None, 200, "200", [None], [2.5]):
        with pytest.raises(TypeError):
            deevnet.vmid_to_mac_many(vmids, MOBILE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("names", "namespace", "attempt", "mac"),
    [
        (("mobile", "pi01", "eth0"), MOBILE, 0, "06:de:20:c3:3a:61"),
        (("mobile", "pi01", "eth0"), MOBILE, 63, "06:de:20:54:44:e3"),
        (("home", "pi01", "eth0"), HOME, 0, "06:de:10:74:09:bc"),
        (("lab", "core-rt01", "ge-0/0/1.99"), "0a:00:5e", 7, "0e:00:5e:b8:86:62"),
    ],
)
def test_golden_vectors_of_interfaces(names: tuple[str, str, str], namespace: str, attempt: int, mac: str) -> None:
    assert deevnet.interface_to_mac(*names, namespace, attempt=attempt) == mac
    assert deevnet.interface_mac_attempt(mac, *names, namespace) == attempt
    assert deevnet.mac_to_vmid(mac, namespace) is None, "no VMID leads there"


def test_interfaces_are_refused_by_what_is_wrong() -> None:
    with pytest.raises(deevnet.NamespaceError, match="bit 0x04") as refused:
        deevnet.interface_to_mac("mobile", "pi01", "eth0", "06:de:20")
    assert refused.value.value == "06:de:20"
    with pytest.raises(deevnet.LabelError, match="`_` at column 2"):
        deevnet.interface_to_mac("a_b", "pi01", "eth0", MOBILE)
    with pytest.raises(deevnet.MacError, match="no attempt 64"):
        deevnet.interface_to_mac("mobile", "pi01", "eth0", MOBILE, attempt=64)
    assert deevnet.interface_mac_attempt("02:de:20:00:00:c8", "mobile", "pi01", "eth0", MOBILE) is None
