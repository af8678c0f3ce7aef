# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""What a substrate answers, as plain data; everything at once, since reading it is what takes time."""

from __future__ import annotations

import json
import typing as t

from ..module_utils.deevnet_package import package
from .answer import once
from .source import Source

Answer = t.Callable[[t.Any], t.Any]

FORCED = "{} forced"
"""The name of an answer that holds what errors of the check touch too."""

PUBLISHED: dict[str, tuple[str, t.Callable[..., t.Any]]] = {
    "dhcp_reservations": ("dhcp-reservations", lambda substrate, **options: substrate.dhcp_reservations(**options)),
    "dns_records": ("dns-records", lambda substrate, **options: substrate.dns_records(**options)),
    "wol_hosts": ("wol", lambda substrate, **options: substrate.wol_hosts(**options)),
}
"""The lists that leave out what an error touches, each with its target."""

PLAIN: dict[str, Answer] = {
    "outline": lambda substrate: {"name": substrate.name, "domain": substrate.domain, "hosts": list(substrate.hosts)},
    "model": lambda substrate: substrate.to_dict(),
    "tenants": lambda substrate: [tenant.to_dict() for tenant in substrate.tenants],
    "vlan_plan": lambda substrate: json.loads(next(iter(substrate.emit("vlan-plan").values()))),
    "left_out": lambda substrate: [str(part) for part in substrate.left_out()],
    "findings": lambda substrate: [[str(finding), finding.to_dict()] for finding in substrate.check()],
}
"""The other answers."""


class Refused(ValueError):
    """The error of an answer that the package refuses, with the value that it refuses and the way out."""

    def __init__(self, message: str, value: t.Any, hint: str | None) -> None:
        super().__init__(message)
        self.value = value
        self.hint = hint


def published(target: str, rows: t.Callable[..., t.Any], force: bool) -> Answer:
    """The answer that holds a list and what is left out of it."""

    def answer(substrate: t.Any) -> dict[str, t.Any]:
        left_out = [str(part) for part in substrate.left_out(target, force=force)]
        return {"rows": rows(substrate, force=force), "left_out": left_out}

    return answer


ANSWERS: dict[str, Answer] = {
    **PLAIN,
    **{name: published(*what, False) for name, what in PUBLISHED.items()},
    **{FORCED.format(name): published(*what, True) for name, what in PUBLISHED.items()},
}
"""Every answer by name."""


def kept_answer(source: Source, name: str, *, fresh: bool = False) -> t.Any:
    """An answer of a source, which is read once in a run; raises `Refused` for one that the package refuses."""
    return given(kept_outcome(source, name, fresh=fresh))


def kept_outcome(source: Source, name: str, *, fresh: bool = False) -> dict[str, t.Any]:
    """What an answer of a source comes to, which is read once in a run, as `given` takes it."""
    key = [package().__version__, source.key()]
    kept: dict[str, t.Any] = once(key, name, lambda: computed(source.load(), list(ANSWERS)), fresh=fresh)
    return kept


def current_answers(source: Source, names: t.Iterable[str]) -> dict[str, t.Any]:
    """Some answers of a source that is read for them, each as `given` takes it."""
    return computed(source.load(), names)


def computed(substrate: t.Any, names: t.Iterable[str]) -> dict[str, t.Any]:
    """Some answers of a substrate, each as `given` takes it."""
    return {name: outcome(substrate, ANSWERS[name]) for name in names}


def outcome(substrate: t.Any, answer: Answer) -> dict[str, t.Any]:
    """What an answer comes to: itself, or why there is none."""
    try:
        return {"answer": answer(substrate)}
    except package().Error as error:
        value, hint = getattr(error, "value", None), getattr(error, "hint", None)
        return {"refused": [str(error), None if value is None else str(value), hint]}


def given(kept: t.Mapping[str, t.Any]) -> t.Any:
    """The answer out of what it came to; raises `Refused` where there is none."""
    if "refused" in kept:
        raise Refused(*kept["refused"])
    return kept["answer"]
