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
except ImportError as error:
    deevnet = None
    PROBLEM: str | None = str(error)
    IMPORT_FAILURE: str | None = traceback.format_exc()
else:
    PROBLEM = None
    IMPORT_FAILURE = None

MINIMUM = "0.1.0"
"""The oldest version that this collection works with."""

NUMBER = re.compile(r"\d+")


class PackageError(Exception):
    """The error of a `deevnet` that is missing or too old; its message says what to install, and for which Python."""


def package() -> t.Any:
    """The package, new enough; raises `PackageError` otherwise."""
    if deevnet is None:
        missing = f"this needs the Python package deevnet, which {sys.executable} cannot import ({PROBLEM})"
        raise PackageError(f"{missing}: {install()}")
    if release(deevnet.__version__) < release(MINIMUM):
        found = f"this needs deevnet {MINIMUM} or newer, and {sys.executable} has {deevnet.__version__}"
        raise PackageError(f"{found}: {install()}")
    return deevnet


def require(module: t.Any) -> t.Any:
    """The package for an `AnsibleModule`, which fails where it is missing or too old."""
    try:
        return package()
    except PackageError as error:
        return module.fail_json(msg=f"{error}, the Python that runs Ansible", exception=IMPORT_FAILURE)


def failure(error: Exception) -> dict[str, t.Any]:
    """What a task returns for an error of the package: its message, the value that it refuses and the way out."""
    value, hint = getattr(error, "value", None), getattr(error, "hint", None)
    return {"msg": in_one_line(error), "value": value, "hint": hint}


def in_one_line(error: Exception) -> str:
    """The message of an error of the package, with the way out."""
    hint = getattr(error, "hint", None)
    return f"{error} ({hint})" if hint else str(error)


def install() -> str:
    """What to do where the package is missing or too old."""
    return f"run `{sys.executable} -m pip install 'deevnet>={MINIMUM}'`"


def release(version: str) -> tuple[int, ...]:
    """The first three numbers of a version, which compare as versions do."""
    return tuple(int(number) for number in NUMBER.findall(version)[:3])
