"""Findings: typed, values, and the same data as the command prints."""

from __future__ import annotations

import copy
import json
import os
import pickle
import subprocess
from pathlib import Path

import pytest

from deevnet import Finding, Fix, LeftOut, Position, Related, Subject, Substrate


@pytest.fixture
def findings(examples: Path) -> list[Finding]:
    """All there is to say about the faulty example."""
    return Substrate.load(examples / "faulty").check()


def test_a_finding_says_which_rule_where_and_what(findings: list[Finding]) -> None:
    duplicate = next(finding for finding in findings if finding.rule == "mac-duplicate")
    assert (duplicate.code, duplicate.severity) == ("DV104", "error")
    assert duplicate.position
    assert (duplicate.path, duplicate.line, duplicate.column) == (
        duplicate.position.path,
        duplicate.position.line,
        duplicate.position.column,
    )
    line = Path(duplicate.position.path).read_text().splitlines()[duplicate.position.line - 1]
    start = duplicate.position.column - 1
    assert duplicate.value
    assert duplicate.value in line[start : start + duplicate.position.width]
    assert duplicate.related[0].position
    assert {subject.kind for subject in duplicate.subjects} == {"interface"}
    assert str(duplicate) == f"{duplicate.position}: error[DV104] mac-duplicate: {duplicate.message}"


def test_findings_are_values_that_survive_pickling(findings: list[Finding]) -> None:
    again = pickle.loads(pickle.dumps(findings))
    assert again == copy.deepcopy(findings) == findings
    assert len(set(again) | set(findings)) == len(findings)
    assert findings[0] != findings[1]
    with pytest.raises(AttributeError):
        findings[0].severity = "note"  # type: ignore[misc]


@pytest.mark.skipif("DEEVNET_BIN" not in os.environ, reason="DEEVNET_BIN does not name the built command")
def test_a_dictionary_is_what_the_command_prints(examples: Path, findings: list[Finding]) -> None:
    command = [os.environ["DEEVNET_BIN"], "check", "--format", "json", str(examples / "faulty")]
    printed = json.loads(subprocess.run(command, capture_output=True, text=True, check=False).stdout)
    assert [finding.to_dict() for finding in findings] == printed["findings"]


def test_parts_are_values_that_survive_pickling() -> None:
    position = Position("hosts.yml", line=3, column=5, width=4)
    host, segment = Subject("host", host="pi01"), Subject("segment", segment="iot")
    related = Related("the first one", position)
    fix = Fix("02-DE", "02:de")
    left_out = LeftOut(host, "reservation", "its MAC address is not known", code="DV103")
    finding = Finding("DV104", "mac-duplicate", "error", "twice", "02", "choose", position, [related], [host, segment], fix)
    for part in (position, host, segment, related, fix, left_out, finding):
        assert pickle.loads(pickle.dumps(part)) == copy.copy(part) == part
        assert len({part, copy.deepcopy(part)}) == 1
        assert str(part) in repr(part)
    assert finding.related == (related,)
    assert finding.subjects == (host, segment)
    assert finding.to_dict() == {
        "code": "DV104",
        "name": "mac-duplicate",
        "severity": "error",
        "message": "twice",
        "value": "02",
        "hint": "choose",
        "position": {"path": "hosts.yml", "line": 3, "column": 5, "width": 4},
        "related": [
            {"message": "the first one", "position": {"path": "hosts.yml", "line": 3, "column": 5, "width": 4}}
        ],
        "subjects": [{"kind": "host", "host": "pi01"}, {"kind": "segment", "segment": "iot"}],
        "fix": {"original": "02-DE", "replacement": "02:de"},
    }


def test_parts_say_what_they_are() -> None:
    position = Position("hosts.yml", 3, 5)
    assert str(Related("the first one", position)) == "hosts.yml:3:5: the first one"
    assert str(Related("elsewhere")) == "elsewhere"
    assert str(Subject("host", host="pi01")) == "host pi01"
    assert str(Subject("service", host="pi01", service="dns")) == "service dns of pi01"
    assert str(Subject("segment", segment="iot")) == "segment iot"
    left_out = LeftOut(Subject("host", host="pi01"), "address-record", "it has no address", "DV201")
    assert str(left_out) == "address-record of host pi01: it has no address [DV201]"
    bare = Finding("DV904", "template-failed", "error", "it fails")
    assert (bare.path, bare.line, bare.column, bare.position) == (None, None, None, None)
    assert str(bare) == "error[DV904] template-failed: it fails"
