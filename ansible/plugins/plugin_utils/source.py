# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Where a substrate is read from: the variables of the run, or the files of an inventory."""

from __future__ import annotations

import os
import typing as t
from dataclasses import dataclass

from ..module_utils.deevnet_package import package
from .misuse import Misuse

ARGUMENTS: dict[str, dict[str, t.Any]] = {
    "inventory": {"type": "path"},
    "vault_password_file": {"type": "path", "no_log": False},
    "config": {"type": "path"},
}
"""The options that name a source, as an argument specification."""

ALONE = "name the folder with `inventory`; what the run itself read is open already"


@dataclass(frozen=True)
class Source:
    """A substrate that can be read."""

    hostvars: t.Mapping[str, t.Any]
    """The variables of all hosts of the run."""
    groups: t.Mapping[str, t.Sequence[str]]
    """The groups of the run with their hosts."""
    inventory: str | None = None
    """The folder of the substrate or its host file, which is read instead of the variables."""
    vault_password_file: str | None = None
    """The file with the password of what Ansible Vault encrypts there."""
    config: str | None = None
    """The `deevnet.toml` that applies."""

    @classmethod
    def of(cls, variables: t.Mapping[str, t.Any], options: t.Mapping[str, t.Any]) -> Source:
        """The source that options name, among the variables of a task; raises `Misuse` for a password of no files."""
        named = {name: options.get(name) for name in ARGUMENTS}
        if named["vault_password_file"] is not None and named["inventory"] is None:
            told = named["vault_password_file"]
            raise Misuse(f"`vault_password_file` is `{told}`, and no `inventory` is given whose files it opens", ALONE)
        return cls(hostvars=variables["hostvars"], groups=variables["groups"], **named)

    def load(self) -> t.Any:
        """Reads the substrate."""
        reader = package().Substrate
        if self.inventory is None:
            return reader.from_hostvars(self.hostvars, self.groups, self.config)
        return reader.load(self.inventory, self.vault_password_file, self.config)

    def key(self) -> list[t.Any]:
        """What tells this source from others in one run: the files by path, the variables by the hosts in each group."""
        if self.inventory is None:
            return [real(self.config), {str(name): list(map(str, self.groups[name])) for name in self.groups}]
        return [real(path) for path in (self.config, self.inventory, self.vault_password_file)]


def real(path: str | None) -> str | None:
    """The path with links and dots resolved."""
    return None if path is None else os.path.realpath(path)
