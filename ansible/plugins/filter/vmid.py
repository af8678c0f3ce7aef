# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""A filter for VMIDs."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleFilterError

from ..module_utils.deevnet_package import package
from ..plugin_utils import wanted
from ..plugin_utils.reported import reported


@reported(AnsibleFilterError)
def free_vmids(used: t.Iterable[int | str], start: int | str, end: int | str, count: int | str = 1) -> list[int]:
    """The lowest VMIDs of a range that are not in use."""
    name = "free_vmids"
    taken = wanted.sequence(name, "the VMIDs in use, a list such as [200, 201]", used)
    numbers = [wanted.number(name, "VMIDs, each a whole number such as 200", vmid) for vmid in taken]
    first, last = (wanted.number(name, "the limits of a range, whole numbers such as 200", limit) for limit in (start, end))
    many = wanted.count(name, "how many are wanted, a whole number", count)
    return package().free_vmids(numbers, first, last, many)


class FilterModule:
    """A filter for VMIDs."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """The filter by name."""
        return {"free_vmids": free_vmids}
