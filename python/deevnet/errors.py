"""What deevnet raises: every error says which value it refuses, and what to do instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deevnet._deevnet import Report

__all__ = [
    "AddressError",
    "AllocationError",
    "ApplyInterrupted",
    "ConfigError",
    "EmitError",
    "Error",
    "LabelError",
    "LoadError",
    "MacError",
    "NamespaceError",
    "NodeError",
    "OtherPlanError",
    "PlanError",
    "StalePlanError",
    "SurveyError",
    "TenantError",
    "TenantInUseError",
    "UnknownNameError",
    "UnknownTenantError",
    "VlanError",
    "VmidError",
]


class Error(Exception):
    """The base of all errors of deevnet.

    The hint is kept apart from the message, and shown below it in a traceback.

    >>> import deevnet
    >>> try:
    ...     deevnet.parse_mac("02:de:2o:00:00:c8")
    ... except deevnet.Error as error:
    ...     print(error)
    ...     print(error.value)
    ...     print(error.hint)
    `02:de:2o:00:00:c8` has `o` at column 8, which is not a hexadecimal digit
    02:de:2o:00:00:c8
    use the digits 0-9 and a-f only, with no spaces around them
    """

    value: str | None
    """The value that was refused, as text; `None` when it is no single value."""

    hint: str | None
    """What to do instead, where there is something to say."""

    def __init__(self, message: str, value: str | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.value = value
        self.hint = hint
        if hint is not None:
            self.add_note(f"hint: {hint}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (*self.args, self.value, self.hint), self.__dict__


class MacError(Error, ValueError):
    """The error of text that is not a MAC address."""


class NamespaceError(Error, ValueError):
    """The error of text that is not a MAC namespace: three octets, locally administered and unicast."""


class LabelError(Error, ValueError):
    """The error of text that is not a DNS label, such as the name of a substrate."""


class VlanError(Error, ValueError):
    """The error of VLAN IDs that cannot be allocated: their band has no free ones left."""


class VmidError(Error, ValueError):
    """The error of a number that is not a VMID, and of a range that has no free ones left."""


class AllocationError(Error, RuntimeError):
    """The error of identities that cannot be given or written; no file is changed then."""


class AddressError(Error, ValueError):
    """The error of text that is not an IPv4 address or subnet."""


class UnknownNameError(Error, ValueError):
    """The error of a name that is not one of a closed set, such as a MAC style or an emit target."""


class LoadError(Error, ValueError):
    """The error of an inventory that cannot be read at all; whatever else is wrong with one is a finding."""


class ConfigError(Error, ValueError):
    """The error of a `deevnet.toml` that cannot be used; its message has one line for each fault."""


class EmitError(Error, ValueError):
    """The error of a target that cannot be emitted at all, or not with the details that are given."""


class NodeError(Error, ValueError):
    """The error of how a node is to be reached: its endpoint, what is trusted there, or who asks; never shows a secret."""


class SurveyError(Error, ValueError):
    """The error of text that is not a survey."""


class PlanError(Error, ValueError):
    """The error of text that is not a plan."""


class StalePlanError(PlanError):
    """The error of a plan whose nodes have changed since it was made; nothing is done then."""


class OtherPlanError(PlanError):
    """The error of a plan that is not what the declaration gives now; nothing is done then."""


class TenantError(Error, ValueError):
    """The error of a tenant that cannot be added or removed; no file is changed then."""


class UnknownTenantError(TenantError):
    """The error of a tenant that is to be removed and is not declared."""


class TenantInUseError(TenantError):
    """The error of a tenant that is to be removed while something uses it."""

    users: tuple[str, ...]
    """What uses it, each as a sentence has it."""

    def __init__(self, message: str, value: str | None = None, hint: str | None = None, users: Sequence[str] = ()) -> None:
        super().__init__(message, value, hint)
        self.users = tuple(users)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (*self.args, self.value, self.hint, self.users), self.__dict__


class ApplyInterrupted(KeyboardInterrupt):
    """Ctrl-C during an apply, once the actions that had begun were done."""

    report: Report
    """What was done, and what was not begun."""

    def __init__(self, report: Report) -> None:
        super().__init__(str(report))
        self.report = report

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.report,)
