"""Whether a command printed what its page shows, and what the page would have to show instead."""

from __future__ import annotations

import difflib
import re

# Stands on its own line of a page for any number of lines.
ELISION = "..."

# How many lines of a difference are worth reading.
LONGEST = 40

# What differs from run to run: how long something took, and ports that were free.
PASSING = [
    (re.compile(r"\b\d+(\.\d+)? ?(ms|s)\b"), "0 s"),
    (re.compile(r"\b(127\.0\.0\.1|localhost):\d+"), r"\1:0"),
    (re.compile(r"\b([0-9A-F]{2}:){31}[0-9A-F]{2}\b"), "FINGERPRINT"),
]


def settled(line: str) -> str:
    """The line without what differs from run to run, and without blanks at its end."""
    for pattern, replacement in PASSING:
        line = pattern.sub(replacement, line)
    return line.rstrip()


def chunks(expected: list[str]) -> list[list[str]]:
    """The parts of what is shown, between its elisions."""
    parts = list[list[str]]([[]])
    for line in expected:
        if line.strip() == ELISION:
            parts.append([])
        else:
            parts[-1].append(line)
    return parts


def same(expected: list[str], printed: list[str]) -> bool:
    """Whether every part that is shown was printed, in this order, with anything in place of an elision."""
    first, *middle = chunks([settled(line) for line in expected])
    lines = [settled(line) for line in printed]
    if not middle:
        return first == lines
    *middle, last = middle
    if lines[: len(first)] != first or len(first) + len(last) > len(lines):
        return False
    end = len(lines) - len(last)
    if lines[end:] != last:
        return False
    position = len(first)
    for part in middle:
        found = next((at for at in range(position, end - len(part) + 1) if lines[at : at + len(part)] == part), None)
        if found is None:
            return False
        position = found + len(part)
    return True


def difference(expected: list[str], printed: list[str]) -> str:
    """What is shown beside what should be, for a person to read."""
    now = replaced(expected, printed)
    lines = list(difflib.unified_diff(expected, now, "the page shows", "the command prints", n=2, lineterm=""))
    more = [f"({len(lines) - LONGEST} lines more)"] if len(lines) > LONGEST else []
    return "\n".join(f"    {line}" for line in [*lines[:LONGEST], *more])


def replaced(expected: list[str], printed: list[str]) -> list[str]:
    """What the page should show: the same parts as before, as they are printed now, or everything."""
    first, *rest = chunks(expected)
    if not rest:
        return printed
    *middle, last = rest
    end = len(printed) - len(last)
    shown, position = printed[: len(first)], len(first)
    for part in middle:
        at = nearest(part, printed, position, end)
        if at is None:
            return printed
        shown += [ELISION, *printed[at : at + len(part)]]
        position = at + len(part)
    if position > end:
        return printed
    return [*shown, ELISION, *printed[end:]]


def nearest(part: list[str], printed: list[str], start: int, end: int) -> int | None:
    """Where most lines of a part stand as they did; nowhere if none does."""
    if not part:
        return start
    scores = {
        at: sum(settled(old) == settled(new) for old, new in zip(part, printed[at:], strict=False))
        for at in range(start, end - len(part) + 1)
    }
    best = max(scores, key=lambda at: (scores[at], -at), default=None)
    return best if best is not None and scores[best] else None
