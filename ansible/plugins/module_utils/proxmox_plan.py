# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Plans for Proxmox VE nodes, as tasks return and show them."""

from __future__ import annotations

import typing as t


def described(plan: t.Any) -> dict[str, t.Any]:
    """What is to be told of a plan, and what it leaves."""
    summary = dict(zip(("add", "change", "destroy"), plan.summary))
    return {
        "msg": ", ".join(f"{number} to {what}" for what, number in summary.items()),
        "text": str(plan),
        "summary": summary,
        "blocked": [one.to_dict() for one in plan.blocked],
        "faults": [one.to_dict() for one in plan.faults],
    }


def diff(plan: t.Any, done: t.Collection[int]) -> dict[str, str]:
    """The fields that the actions with these numbers change, before and after, one a line."""
    before, after = Sheet(), Sheet()
    for action in (action for action in plan.actions if action.id in done):
        about = f"{action.host}: {action.target}"
        after.note(about, None)
        for change in action.changes:
            if change.before is not None:
                before.note(about, f"{change.field}: {change.before}")
            if change.after is not None:
                after.note(about, f"{change.field}: {change.after}")
        if not action.changes:
            after.note(about, action.operation)
    return {"before": before.text(), "after": after.text(), "before_header": "nodes", "after_header": "declaration"}


class Sheet:
    """Lines below what they are about, in order of appearance."""

    def __init__(self) -> None:
        self.lines: dict[str, list[str]] = {}

    def note(self, about: str, line: str | None) -> None:
        """Adds a line, or only what lines would be about."""
        self.lines.setdefault(about, []).extend([] if line is None else [line])

    def text(self) -> str:
        """All of it."""
        return "".join(f"{about}\n" + "".join(f"  {line}\n" for line in lines) for about, lines in self.lines.items())
