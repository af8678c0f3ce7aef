"""Exceptions: their family, what they carry, and that they can be sent elsewhere."""

from __future__ import annotations

import copy
import pickle
import traceback

import pytest

import deevnet

KINDS = [
    deevnet.AddressError,
    deevnet.ConfigError,
    deevnet.EmitError,
    deevnet.LoadError,
    deevnet.MacError,
    deevnet.NamespaceError,
    deevnet.UnknownNameError,
    deevnet.VlanError,
    deevnet.VmidError,
]


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_an_error_of_deevnet_and_of_a_value(kind: type[deevnet.Error]) -> None:
    assert issubclass(kind, deevnet.Error)
    assert issubclass(kind, ValueError)
    assert kind.__module__ == "deevnet.errors"
    assert kind.__doc__


@pytest.mark.parametrize("kind", [deevnet.Error, *KINDS])
@pytest.mark.parametrize("arguments", [("wrong",), ("wrong", "02"), ("wrong", None, "write it"), ("wrong", "02", "write it")])
def test_each_survives_pickling_and_copying(kind: type[deevnet.Error], arguments: tuple[str, ...]) -> None:
    error = kind(*arguments)
    for twin in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(twin) is kind
        assert str(twin) == "wrong"
        assert (twin.value, twin.hint) == (error.value, error.hint)
        assert traceback.format_exception_only(twin) == traceback.format_exception_only(error)


def test_a_raised_error_survives_pickling() -> None:
    with pytest.raises(deevnet.MacError) as caught:
        deevnet.parse_mac("02:de")
    twin = pickle.loads(pickle.dumps(caught.value))
    assert (str(twin), twin.value, twin.hint) == (str(caught.value), "02:de", caught.value.hint)


def test_a_traceback_shows_the_hint_below_the_message() -> None:
    with pytest.raises(deevnet.MacError) as caught:
        deevnet.parse_mac("02:de")
    assert "".join(traceback.format_exception_only(caught.value)) == (
        "deevnet.errors.MacError: `02:de` has 4 hexadecimal digits; a MAC address has 12\n"
        "hint: write each of the six octets with two digits, as in `02:de:20:00:00:c8`\n"
    )
