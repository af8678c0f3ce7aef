# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""A filter that checks a run's own inventory."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleFilterError

from ..module_utils.deevnet_package import package
from ..plugin_utils import wanted
from ..plugin_utils.findings import at_least
from ..plugin_utils.reported import reported


@reported(AnsibleFilterError)
def findings(
    hostvars: t.Mapping[str, t.Any],
    groups: t.Mapping[str, t.Iterable[str]],
    severity: str = "note",
    config: str | None = None,
) -> list[dict[str, t.Any]]:
    """What a check finds in `hostvars`, as serious as `severity` or more."""
    wanted.mapping("findings", "the variables of all hosts (`hostvars`)", hostvars)
    wanted.mapping("findings", "the groups with their hosts (`groups`)", groups)
    substrate = package().Substrate.from_hostvars(hostvars, groups, config)
    return [finding.to_dict() for finding in at_least(substrate.check(), severity)]


class FilterModule:
    """A filter that checks a run's own inventory."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """The filter by name."""
        return {"findings": findings}
