# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""The Python package `deevnet`: found in this interpreter, or told how to get it."""

from __future__ import annotations

import re
import sys
import traceback
import typing as t

try:
    import deevnet
except ImportError:
    deevnet = None
    IMPORT_FAILURE: str | None = traceback.format_exc()
else:
    IMPORT_FAILURE = None

MINIMUM = "0.1.0"
"""The oldest version that this collection works with."""

NUMBER = re.compile(r"\d+")


class PackageError(Exception):
    """The error of a `deevnet` that is missing or too old; its message says what to install, and for which Python."""


def package() -> t.Any:
    """The package, new enough; raises `PackageError` otherwise."""
    if deevnet is None:
        raise PackageError(f"this needs the Python package `deevnet` in {sys.executable}, which lacks it: {way_out()}")
    if release(deevnet.__version__) < release(MINIMUM):
        found = f"this needs deevnet {MINIMUM} or newer, and {sys.executable} has {deevnet.__version__}"
        raise PackageError(f"{found}: {way_out()}")
    return deevnet


def require(module: t.Any) -> t.Any:
    """The package for an `AnsibleModule`, which fails where it is missing or too old."""
    try:
        return package()
    except PackageError as error:
        return module.fail_json(msg=str(error), exception=IMPORT_FAILURE)


def failure(error: Exception) -> dict[str, t.Any]:
    """What a task returns for an error of the package: its message, the value that it refuses and the way out."""
    value, hint = getattr(error, "value", None), getattr(error, "hint", None)
    return {"msg": in_one_line(error), "value": value, "hint": hint}


def in_one_line(error: Exception) -> str:
    """The message of an error of the package, with the way out."""
    hint = getattr(error, "hint", None)
    return f"{error} ({hint})" if hint else str(error)


def way_out() -> str:
    """The command that installs the package where it is missing, and what to do where it is in another Python."""
    command = f"{sys.executable} -m pip install 'deevnet>={MINIMUM}'"
    variable = "ansible_python_interpreter: '{{ ansible_playbook_python }}'"
    return f"run `{command}`, or set `{variable}` for the host of this task if Ansible's own Python has it"


def release(version: str) -> tuple[int, ...]:
    """The first three numbers of a version, which compare as versions do."""
    return tuple(int(number) for number in NUMBER.findall(version)[:3])
