"""Times a million MAC derivations from Python: one call of `deevnet` against a plain Python function.

usage: derive_million.py
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable
from typing import TypeVar

import deevnet

COUNT = 1_000_000
RUNS = 5
NAMESPACE = "02:de:20"
LARGEST = 0xFF_FFFF
HEXADECIMAL = frozenset("0123456789abcdef")

Result = TypeVar("Result")


def derive(vmid: int | str, namespace: str) -> str:
    """The MAC of a VMID as a filter plugin computes it today: both arguments checked, then formatted."""
    number = int(vmid)
    if not 1 <= number <= LARGEST:
        raise ValueError(f"VMID {vmid} is not between 1 and {LARGEST}")
    prefix = namespace.lower()
    octets = prefix.split(":")
    if len(octets) != 3 or not all(len(octet) == 2 and HEXADECIMAL.issuperset(octet) for octet in octets):
        raise ValueError(f"{namespace} is not three octets")
    return f"{prefix}:{number >> 16:02x}:{number >> 8 & 0xFF:02x}:{number & 0xFF:02x}"


def write(vmid: int, namespace: str) -> str:
    """The MAC of a VMID with nothing checked at all: the least that Python can do."""
    return f"{namespace}:{vmid >> 16:02x}:{vmid >> 8 & 0xFF:02x}:{vmid & 0xFF:02x}"


def quickest(work: Callable[[], Result]) -> tuple[float, Result]:
    """The time of the quickest of several runs, and what it gave."""
    best = float("inf")
    for _ in range(RUNS):
        start = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - start)
    return best, result


def main() -> None:
    """Prints what a million derivations cost, and how much less in one call; unequal results are a failure."""
    vmids = list(range(1, COUNT + 1))
    packed = array("I", vmids)
    plain, expected = quickest(lambda: [derive(vmid, NAMESPACE) for vmid in vmids])
    octets = bytes.fromhex("".join(expected).replace(":", ""))
    print(f"{COUNT} MAC derivations from Python, seconds:")
    print(f"  {'plain function':<28}{plain:>8.3f}")
    rivals: dict[str, tuple[Callable[[], list[str] | bytes], list[str] | bytes]] = {
        "plain, nothing checked": (lambda: [write(vmid, NAMESPACE) for vmid in vmids], expected),
        "one call, list": (lambda: deevnet.vmid_to_mac_many(vmids, NAMESPACE), expected),
        "one call, array": (lambda: deevnet.vmid_to_mac_many(packed, NAMESPACE), expected),
        "one call, list to octets": (lambda: deevnet.vmid_to_octets_many(vmids, NAMESPACE), octets),
        "one call, array to octets": (lambda: deevnet.vmid_to_octets_many(packed, NAMESPACE), octets),
    }
    for name, (work, wanted) in rivals.items():
        cost, given = quickest(work)
        if given != wanted:
            raise SystemExit(f"{name}: not the addresses the plain function gives")
        print(f"  {name:<28}{cost:>8.3f}{plain / cost:>8.1f} x faster")


if __name__ == "__main__":
    main()
