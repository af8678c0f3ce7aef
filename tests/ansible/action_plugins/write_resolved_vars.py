"""Action plugin of resolved_vars.yml: templates variables of every host and writes them to a JSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ansible.errors import AnsibleError
from ansible.plugins.action import ActionBase
from ansible.template import Templar

UNDEFINED = {"__undefined__": True}


def resolve(templar: Templar, value: Any) -> Any:
    """Templates every leaf of a value by itself, so that one that fails does not take its neighbours along."""
    if isinstance(value, Mapping):
        return {key: resolve(templar, item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [resolve(templar, item) for item in value]
    try:
        return templar.template(value)
    except AnsibleError:
        return UNDEFINED


class ActionModule(ActionBase):
    """Takes `names` (a list, or text with commas) and `out` (the file to write)."""

    _requires_connection = False
    _VALID_ARGS = frozenset({"names", "out"})

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Writes the file and returns how many hosts it holds."""
        super().run(tmp, task_vars)
        _, arguments = self.validate_argument_spec({
            "names": {"type": "list", "elements": "str", "required": True},
            "out": {"type": "path", "required": True},
        })
        hostvars = (task_vars or {})["hostvars"]
        hosts = {
            host: self.resolved({**hostvars.raw_get(host), "hostvars": hostvars}, arguments["names"])
            for host in sorted(hostvars)
        }
        Path(arguments["out"]).write_text(json.dumps(hosts, default=str, sort_keys=True), encoding="utf-8")
        return {"changed": True, "hosts": len(hosts)}

    def resolved(self, variables: dict[str, Any], names: list[str]) -> dict[str, Any]:
        """Resolves the named variables among those of one host."""
        templar = Templar(loader=self._loader, variables=variables)
        return {name: resolve(templar, variables[name]) if name in variables else UNDEFINED for name in names}
