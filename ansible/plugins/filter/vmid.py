# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""A filter for VMIDs."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleFilterError

from ..module_utils.deevnet_package import package
from ..plugin_utils.reported import reported


@reported(AnsibleFilterError)
def free_vmids(used: t.Iterable[int | str], start: int | str, end: int | str, count: int | str = 1) -> list[int]:
    """The lowest VMIDs of a range that are not in use."""
    return package().free_vmids(used, start, end, int(count))


class FilterModule:
    """A filter for VMIDs."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """The filter by name."""
        return {"free_vmids": free_vmids}
