"""Times a million MAC derivations from Python: one call of `deevnet` against a plain Python function.

usage: derive_million.py
"""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable

import deevnet

COUNT = 1_000_000
RUNS = 5
NAMESPACE = "02:de:20"
LARGEST = 0xFF_FFFF


def derive(vmid: int, namespace: str) -> str:
    """The MAC of a VMID as a filter plugin would compute it."""
    if not 1 <= vmid <= LARGEST:
        raise ValueError(f"VMID {vmid} is not between 1 and {LARGEST}")
    return f"{namespace}:{vmid >> 16:02x}:{vmid >> 8 & 0xFF:02x}:{vmid & 0xFF:02x}"


def quickest(work: Callable[[], list[str]]) -> tuple[float, list[str]]:
    """The time of the quickest of several runs, and what the last one gave."""
    best = float("inf")
    macs: list[str] = []
    for _ in range(RUNS):
        start = time.perf_counter()
        macs = work()
        best = min(best, time.perf_counter() - start)
    return best, macs


def main() -> None:
    """Prints what a million derivations cost, and how much less in one call; unequal results are a failure."""
    vmids = list(range(1, COUNT + 1))
    packed = array("I", vmids)
    plain, expected = quickest(lambda: [derive(vmid, NAMESPACE) for vmid in vmids])
    print(f"{COUNT} MAC derivations from Python, seconds:")
    print(f"  {'plain function':<28}{plain:>8.3f}")
    for name, given in {"one call, list": vmids, "one call, array": packed}.items():
        cost, macs = quickest(lambda given=given: deevnet.vmid_to_mac_many(given, NAMESPACE))
        if macs != expected:
            raise SystemExit(f"{name}: not the addresses the plain function gives")
        print(f"  {name:<28}{cost:>8.3f}{plain / cost:>8.1f} x faster")


if __name__ == "__main__":
    main()
