"""Long calls let other threads run, and a process may fork before and after them."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import deevnet

from conftest import Lab

TICK = 0.001
CHILD_PATIENCE = 60


def ticks_during(call: Any) -> tuple[float, list[float]]:
    """How long a call took, and when in it another thread came to run."""
    stop = threading.Event()
    ticks: list[float] = []

    def tick() -> None:
        while not stop.wait(TICK):
            ticks.append(time.perf_counter())

    ticker = threading.Thread(target=tick)
    ticker.start()
    start = time.perf_counter()
    call()
    end = time.perf_counter()
    stop.set()
    ticker.join()
    return end - start, [moment - start for moment in ticks if start < moment < end]


def test_other_threads_run_during_a_load(tmp_path: Path) -> None:
    hosts = "".join(f"    pi{number:05}: {{env: {{role: test}}}}\n" for number in range(20_000))
    (tmp_path / "hosts.yml").write_text(f"all:\n  hosts:\n{hosts}")
    duration, ticks = ticks_during(lambda: deevnet.Substrate.load(tmp_path))
    middle = [moment for moment in ticks if duration * 0.2 < moment < duration * 0.8]
    assert len(middle) >= 3, f"{len(ticks)} ticks in {duration:.3f} s, {len(middle)} of them in the middle"


def test_threads_share_a_substrate(lab: Lab) -> None:
    substrate = deevnet.Substrate.load(lab(20))
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: substrate.dhcp_reservations(), range(16)))
    assert all(result == results[0] for result in results)


def reservations(folder: Path) -> int:
    """How many reservations a load in a child finds."""
    return len(deevnet.Substrate.load(folder).dhcp_reservations())


def test_a_child_forked_after_a_load_can_load(lab: Lab) -> None:
    folder = lab(40)
    substrate = deevnet.Substrate.load(folder)
    with multiprocessing.get_context("fork").Pool(2) as pool:
        counts = pool.map_async(reservations, [folder] * 4).get(CHILD_PATIENCE)
        inherited = pool.apply_async(reservations, [folder]).get(CHILD_PATIENCE)
    assert counts == [40] * 4
    assert inherited == len(substrate.dhcp_reservations()) == 40


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_a_child_uses_what_its_parent_loaded(lab: Lab) -> None:
    substrate = deevnet.Substrate.load(lab(5))
    child = os.fork()
    if child == 0:
        found = substrate.check() == [] and len(substrate.dhcp_reservations()) == 5
        os._exit(0 if found else 1)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
