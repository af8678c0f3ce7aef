"""MAC addresses: reading, writing, comparing."""

from __future__ import annotations

import copy
import pickle
import random

import pytest

import deevnet
from deevnet import MacAddress

STYLES = {
    "lower-colon": "02:de:20:00:00:c8",
    "upper-colon": "02:DE:20:00:00:C8",
    "lower-hyphen": "02-de-20-00-00-c8",
    "upper-hyphen": "02-DE-20-00-00-C8",
    "dotted": "02de.2000.00c8",
    "bare": "02de200000c8",
}

MAC = MacAddress("02:de:20:00:00:c8")


@pytest.mark.parametrize(("style", "text"), STYLES.items())
def test_every_style_is_written_and_read_back(style: str, text: str) -> None:
    assert MAC.format(style) == text
    assert deevnet.format_mac(MAC, style) == text
    assert deevnet.format_mac(text, style) == text
    assert deevnet.parse_mac(text) == MacAddress(text) == MAC


def test_the_canonical_style_is_the_default() -> None:
    assert str(MAC) == MAC.format() == deevnet.format_mac("02DE.2000.00C8") == "02:de:20:00:00:c8"
    assert repr(MAC) == "MacAddress('02:de:20:00:00:c8')"
    assert f"{MAC}" == str(MAC)


def test_parts_and_bits() -> None:
    assert MAC.octets == bytes.fromhex("02de200000c8")
    assert MacAddress.from_octets(MAC.octets) == MAC
    assert MAC.oui == "02:de:20"
    assert (MAC.is_local, MAC.is_group) == (True, False)
    vendor, group = MacAddress("00:00:5e:00:53:01"), MacAddress("01:00:5e:00:00:fb")
    assert (vendor.is_local, vendor.is_group) == (False, False)
    assert (group.is_local, group.is_group) == (False, True)


def test_addresses_are_values() -> None:
    other = MacAddress("02:de:20:00:00:c9")
    assert MAC < other <= other
    assert other > MAC >= MAC
    assert MAC != other
    assert MAC != "02:de:20:00:00:c8"
    assert len({MAC, MacAddress("02-DE-20-00-00-C8"), other}) == 2
    addresses = [MacAddress.from_octets(bytes(random.Random(7).randbytes(6))) for _ in range(50)]
    assert [address.octets for address in sorted(addresses)] == sorted(address.octets for address in addresses)


def test_an_address_does_not_change() -> None:
    with pytest.raises(AttributeError):
        MAC.oui = "02:de:10"  # type: ignore[misc]


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_an_address_survives_pickling(protocol: int) -> None:
    assert pickle.loads(pickle.dumps(MAC, protocol)) == MAC
    assert copy.deepcopy(MAC) == MAC


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "an empty text is not a MAC address"),
        ("UNKNOWN", "`UNKNOWN` has `U` at column 1, which is not a hexadecimal digit"),
        ("02:de-20:00:00:c8", "`02:de-20:00:00:c8` separates with `:` and then with `-` at column 6"),
        ("02:de:20:00:00:c", "`02:de:20:00:00:c` has 11 hexadecimal digits; a MAC address has 12"),
        ("02de20:0000c8", "`02de20:0000c8` has `:` out of place at column 7"),
    ],
)
def test_other_text_is_refused(text: str, message: str) -> None:
    for read in (MacAddress, deevnet.parse_mac, deevnet.format_mac):
        with pytest.raises(deevnet.MacError) as caught:
            read(text)
        assert str(caught.value) == message
        assert caught.value.value == text
        assert caught.value.hint


def test_an_unknown_style_is_refused() -> None:
    for write in (MAC.format, lambda style: deevnet.format_mac(MAC, style)):
        with pytest.raises(deevnet.UnknownNameError) as caught:
            write("colons")
        assert str(caught.value) == "`colons` is not a known MAC style"
        assert "lower-colon" in (caught.value.hint or "")


def test_other_types_are_type_errors() -> None:
    with pytest.raises(TypeError):
        deevnet.parse_mac(12)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        deevnet.format_mac(None)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="length"):
        MacAddress.from_octets(b"12345")
