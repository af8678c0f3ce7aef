# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Filters for the table of MAC addresses that a switch prints."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleFilterError

from ..module_utils.deevnet_package import package
from ..plugin_utils import wanted
from ..plugin_utils.reported import reported

filtering = reported(AnsibleFilterError)


@filtering
def mac_table_inventory(
    lines: t.Iterable[str] | str, hostvars: t.Mapping[str, t.Any], groups: t.Mapping[str, t.Iterable[str]]
) -> dict[str, t.Any]:
    """The entries of a switch's table with the interface that declares each address."""
    name = "mac_table_inventory"
    wanted.mapping(name, "the variables of all hosts (`hostvars`)", hostvars)
    wanted.mapping(name, "the groups with their hosts (`groups`)", groups)
    table = lines if isinstance(lines, str) else wanted.sequence(name, "the lines of a switch's table", lines)
    for line in table:
        wanted.text(name, "lines, each a text", line)
    return package().Substrate.from_hostvars(hostvars, groups).mac_table(table)


@filtering
def format_mac_table(report: t.Mapping[str, t.Any]) -> str:
    """What `mac_table_inventory` gives, in columns."""
    return package().format_mac_table(wanted.mapping("format_mac_table", "what mac_table_inventory gives", report))


class FilterModule:
    """Filters for the table of MAC addresses that a switch prints."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """The filters by name."""
        return {"mac_table_inventory": mac_table_inventory, "format_mac_table": format_mac_table}
