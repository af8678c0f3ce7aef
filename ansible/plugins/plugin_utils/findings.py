# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Findings by how serious they are."""

from __future__ import annotations

import typing as t

SEVERITIES = ["note", "warning", "error"]
"""The severities, the least serious first."""


def at_least(findings: t.Iterable[t.Any], severity: str) -> list[t.Any]:
    """The findings that are as serious as a severity or more; raises `ValueError` for one that does not exist."""
    if severity not in SEVERITIES:
        raise ValueError(f"`{severity}` is not a known severity (write one of: {', '.join(SEVERITIES)})")
    counted = SEVERITIES[SEVERITIES.index(severity) :]
    return [finding for finding in findings if finding.severity in counted]


def counts(findings: t.Sequence[t.Any]) -> dict[str, int]:
    """How many findings there are of each severity."""
    return {severity: sum(finding.severity == severity for finding in findings) for severity in SEVERITIES}
