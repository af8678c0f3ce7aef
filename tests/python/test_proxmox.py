"""Nodes are observed, planned for and changed from Python: synchronous, typed, interruptible, and safe to fork around."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import pickle
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import deevnet

SECRET = "11111111-2222-3333-4444-555555555555"
FINGERPRINT = ":".join(["ab"] * 32)
PATIENCE = 60


def node(port: int) -> deevnet.Node:
    """A node at a port of this machine."""
    return deevnet.Node(
        f"https://127.0.0.1:{port}", token_id="deevnet@pve!plan", token_secret=SECRET, fingerprint=FINGERPRINT
    )


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """Interrupts are heard as at a terminal: a shell has what it starts in the background ignore them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a node that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def closed() -> int:
    """A port at which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def substrate() -> deevnet.Substrate:
    """A substrate with one hypervisor and one machine on it."""
    shared = {"deevnet_substrate": "lab", "deevnet_root_domain": "example.net", "deevnet_mac_namespace": "02:de:20"}
    hostvars = {
        "hv01": {**shared, "infrastructure": {"form": "hv", "hardware": "dell-optiplex-7050-mff"}},
        "dns-vm01": {**shared, "mgmt_vm": {"hypervisor": "hv01", "vmid": 200, "cores": 2, "memory": 4096}},
    }
    return deevnet.Substrate.from_hostvars(hostvars, {"all": list(hostvars), "hypervisors": ["hv01"]})


def survey() -> deevnet.Survey:
    """A survey of its hypervisor, which holds nothing."""
    return deevnet.Survey.from_json('{"version": 1, "nodes": {"hv01": {"node": "hv01", "release": "8.4.21"}}}')


def test_a_node_that_does_not_answer_is_a_gap(closed: int) -> None:
    found = deevnet.Proxmox({"hv01": node(closed)}, timeout=1, attempts=1).observe(substrate())
    assert found.hosts == ("hv01",)
    assert not found.is_complete
    assert [gap.host for gap in found.gaps] == ["hv01"]
    assert SECRET not in repr(found.gaps) + found.to_json()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"token_id": "deevnet@pve!plan"}, "the credentials of a node are not whole"),
        ({"token_id": "deevnet@pve!plan", "token_secret": SECRET, "username": "a@pve", "password": SECRET}, "whole"),
        ({"token_id": "deevnet", "token_secret": SECRET}, "user@realm!token"),
        ({"username": "a@pve", "password": SECRET, "fingerprint": "ab"}, "fingerprint"),
        ({"username": "a@pve", "password": SECRET, "fingerprint": FINGERPRINT, "insecure": True}, "two ways of trust"),
    ],
)
def test_a_node_that_cannot_be_reached_so_is_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(deevnet.NodeError, match=message) as caught:
        deevnet.Node("https://hv01.lab.example.net", **arguments)  # type: ignore[arg-type]
    assert isinstance(caught.value, ValueError)
    assert caught.value.hint
    assert SECRET not in f"{caught.value} {caught.value.value} {caught.value.hint}"


def test_a_node_never_shows_a_secret(closed: int) -> None:
    reached = node(closed)
    assert SECRET not in f"{reached!r} {reached} {deevnet.Proxmox({'hv01': reached})!r}"
    assert reached.endpoint == f"https://127.0.0.1:{closed}"
    with pytest.raises(TypeError):
        pickle.dumps(reached)


@pytest.mark.parametrize("limits", [{"concurrency": 0}, {"timeout": 0}, {"timeout": -1}, {"timeout": float("nan")}])
def test_limits_are_above_nothing(limits: dict[str, float], closed: int) -> None:
    with pytest.raises(deevnet.NodeError):
        deevnet.Proxmox({"hv01": node(closed)}, **limits)  # type: ignore[arg-type]


def test_a_survey_is_read_back() -> None:
    found = survey()
    assert deevnet.Survey.from_json(found.to_json()) == found == pickle.loads(pickle.dumps(found))
    assert hash(deevnet.Survey.from_json(found.to_json())) == hash(found)
    assert found.to_dict()["nodes"]["hv01"]["release"] == "8.4.21"
    assert found.is_complete
    with pytest.raises(deevnet.SurveyError, match="version 9"):
        deevnet.Survey.from_json('{"version": 9}')


def test_a_plan_is_made_without_a_node() -> None:
    planned = deevnet.plan(substrate(), survey())
    assert planned.substrate == "lab"
    assert planned.survey == survey().digest
    assert planned == deevnet.plan(substrate(), survey())
    assert deevnet.Plan.from_json(planned.to_json()) == planned == pickle.loads(pickle.dumps(planned))
    assert planned.to_dict()["version"] == 1
    assert len(planned.actions) == len(planned.to_dict()["actions"])
    for action in planned.actions:
        assert action.host == "hv01"
        assert action.to_dict()["operation"] == action.operation
        assert all(isinstance(change, deevnet.FieldChange) for change in action.changes)
        assert pickle.loads(pickle.dumps(action)) == action
    for fault in planned.faults:
        assert fault.message
        assert fault.hint
    assert planned.actions or planned.faults or planned.blocked
    assert str(planned).strip()
    with pytest.raises(deevnet.PlanError):
        deevnet.Plan.from_json("[]")


def test_a_plan_of_other_nodes_is_not_applied(closed: int) -> None:
    planned = deevnet.plan(substrate(), survey())
    with pytest.raises(deevnet.StalePlanError) as caught:
        deevnet.Proxmox({"hv01": node(closed)}, timeout=1, attempts=1).apply(planned)
    assert isinstance(caught.value, deevnet.PlanError)
    assert caught.value.hint


def test_an_observation_is_interrupted(silent: int) -> None:
    timer = threading.Timer(0.5, signal.raise_signal, [signal.SIGINT])
    start = time.monotonic()
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        deevnet.Proxmox({"hv01": node(silent)}, timeout=PATIENCE).observe()
    assert time.monotonic() - start < PATIENCE / 4


def test_other_threads_run_during_an_observation(silent: int) -> None:
    stop = threading.Event()
    ticks = 0

    def tick() -> None:
        nonlocal ticks
        while not stop.wait(0.01):
            ticks += 1

    ticker = threading.Thread(target=tick)
    ticker.start()
    deevnet.Proxmox({"hv01": node(silent)}, timeout=0.5, attempts=1).observe()
    stop.set()
    ticker.join()
    assert ticks >= 5


def observed(port: int) -> bool:
    """Whether an observation in a child comes to its end."""
    return not deevnet.Proxmox({"hv01": node(port)}, timeout=1, attempts=1).observe().is_complete


def test_a_child_forked_after_an_observation_can_observe(closed: int) -> None:
    assert observed(closed)
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map_async(observed, [closed] * 4).get(PATIENCE) == [True] * 4
    assert observed(closed)


def test_an_interruption_carries_its_report() -> None:
    error = deevnet.ApplyInterrupted.__mro__
    assert KeyboardInterrupt in error
    assert Exception not in error


def test_the_examples_are_planned(examples: Path) -> None:
    loaded = deevnet.Substrate.load(examples / "dvntm")
    nodes = {host: {"node": host, "release": "8.4.21"} for host in ("hv01",)}
    empty = deevnet.Survey.from_json(f'{{"version": 1, "nodes": {str(nodes).replace(chr(39), chr(34))}}}')
    planned = deevnet.plan(loaded, empty)
    assert planned.substrate == "dvntm"
    assert not [action for action in planned.actions if action.operation in ("clone", "destroy")]


@pytest.fixture
def simulated(examples: Path) -> Iterator[deevnet.Proxmox]:
    """The simulated nodes of an example."""
    command = os.environ.get("DEEVNET_BIN")
    if command is None:
        pytest.skip("SKIPPED: DEEVNET_BIN does not name the built command")
    tell = "import os, sys; print(open(os.environ['DEEVNET_ACCESS']).read(), end='\\n---\\n', flush=True); sys.stdin.read()"
    arguments = [command, "simulate", str(examples / "dvntm"), "--", sys.executable, "-c", tell]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        told = "".join(itertools.takewhile(lambda line: line != "---\n", process.stdout))
        access = tomllib.loads(told[told.index("[nodes.") :])
        yield deevnet.Proxmox({host: deevnet.Node(**node) for host, node in access["nodes"].items()})
        process.stdin.close()


def test_the_whole_way_ends_with_nothing_to_do(simulated: deevnet.Proxmox, examples: Path) -> None:
    loaded = deevnet.Substrate.load(examples / "dvntm")
    found = simulated.observe(loaded)
    assert found.is_complete, found.gaps
    planned = deevnet.plan(loaded, found)
    assert planned.summary[0] > 0
    assert all(action.vmid or action.operation in ("sdn", "apply-sdn") for action in planned.actions)
    report = simulated.apply(planned)
    assert report.is_complete, [action for action in report.actions if action.state != "done"]
    assert str(report) == f"{len(planned.actions)} of {len(planned.actions)} actions done"
    assert report.to_dict()["version"] == 1
    assert pickle.loads(pickle.dumps(report)) == report
    assert simulated.plan(loaded).is_empty
    with pytest.raises(deevnet.StalePlanError):
        simulated.apply(planned)


def test_an_interrupted_apply_says_what_it_did(simulated: deevnet.Proxmox, examples: Path) -> None:
    loaded = deevnet.Substrate.load(examples / "dvntm")
    planned = simulated.plan(loaded)
    timer = threading.Timer(1.0, signal.raise_signal, [signal.SIGINT])
    timer.start()
    try:
        with pytest.raises(deevnet.ApplyInterrupted) as caught:
            simulated.apply(planned)
    finally:
        timer.cancel()
    report = caught.value.report
    assert report.interrupted
    assert {action.state for action in report.actions} <= {"done", "not-started", "skipped"}
    assert pickle.loads(pickle.dumps(caught.value)).report == report
    assert simulated.apply(simulated.plan(loaded)).is_complete


def test_what_is_foreseen_is_what_is_done(simulated: deevnet.Proxmox, examples: Path) -> None:
    planned = simulated.plan(deevnet.Substrate.load(examples / "dvntm"), targets=["dns-vm01"])
    assert planned.gate is None
    foreseen, done = planned.foresee(), simulated.apply(planned)
    outcomes = [[(action.id, action.operation, action.state) for action in report.actions] for report in (foreseen, done)]
    assert outcomes[0] == outcomes[1]
    assert {action.milliseconds for action in foreseen.actions} == {0}


def test_a_plan_is_compared_with_what_is_declared(simulated: deevnet.Proxmox, examples: Path, tmp_path: Path) -> None:
    planned = simulated.plan(deevnet.Substrate.load(examples / "dvntm"))
    copy = Path(shutil.copytree(examples / "dvntm", tmp_path / "dvntm"))
    variables = copy / "host_vars" / "dns-vm01" / "vars.yml"
    variables.write_text(variables.read_text().replace("cores: 1", "cores: 2"))
    changed = deevnet.Substrate.load(copy)
    for refuse in (simulated.check, simulated.apply):
        with pytest.raises(deevnet.OtherPlanError, match="not what the declaration gives now"):
            refuse(planned, substrate=changed)
    simulated.check(planned)
