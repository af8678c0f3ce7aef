# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""The action of `emit`: it renders on the controller, and the module writes on the host."""

from __future__ import annotations

import typing as t

from ..plugin_utils.source import ARGUMENTS as SOURCE
from ..plugin_utils.source import Source
from ..plugin_utils.substrate_action import SubstrateAction

MODULE = "deevnet.identity.emit"

DETAILS: dict[str, dict[str, t.Any]] = {
    "serial": {"type": "int"},
    "interface": {"type": "str"},
    "router": {"type": "str"},
    "wan": {"type": "str"},
    "name_server": {"type": "str"},
    "description_prefix": {"type": "str"},
    "dialect": {"type": "str"},
    "guard_router": {"type": "bool"},
}
"""What the declaration does not say, as an argument specification."""

NEEDED = ("force", "interface", "name_server", "router", "wan")
"""The options that decide what is left out."""


class ActionModule(SubstrateAction):
    """Renders a target of a substrate, and has the host write it."""

    arguments = {"target": {"type": "str", "required": True}, "force": {"type": "bool", "default": False}, **DETAILS}

    def own_arguments(self) -> dict[str, t.Any]:
        """The arguments that say what is rendered."""
        return {name: value for name, value in self._task.args.items() if name in SOURCE or name in self.arguments}

    def perform(self, source: Source, options: dict[str, t.Any], variables: dict[str, t.Any]) -> dict[str, t.Any]:
        """Renders the target and has it written."""
        substrate, target = source.load(), options["target"]
        given = {name: options[name] for name in ("force", *DETAILS) if options.get(name) is not None}
        files = substrate.emit(target, **given)
        left_out = substrate.left_out(target, **{name: given[name] for name in NEEDED if name in given})
        arguments = {**self._task.args, "_files": files}
        result = self._execute_module(module_name=MODULE, module_args=arguments, task_vars=variables)
        result.pop("invocation", None)
        told = [str(part) for part in left_out]
        warnings = [*result.get("warnings", []), *(f"left out: {part}" for part in told)]
        return {**result, "target": target, "left_out": told, **({"warnings": warnings} if warnings else {})}
