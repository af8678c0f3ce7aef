# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Errors of the package as errors of Ansible, with the way out in the message."""

from __future__ import annotations

import functools
import typing as t

from ansible.errors import AnsibleError

from ..module_utils.deevnet_package import PackageError, in_one_line

Function = t.TypeVar("Function", bound=t.Callable[..., t.Any])


def reported(error: type[AnsibleError]) -> t.Callable[[Function], Function]:
    """Makes a plugin's function raise an error of Ansible for what the package refuses, and where it is missing.

    Ansible adds the message of a cause to that of an error, so the error has none: it says all already.
    """

    def decorate(function: Function) -> Function:
        @functools.wraps(function)
        def call(*arguments: t.Any, **options: t.Any) -> t.Any:
            try:
                return function(*arguments, **options)
            except PackageError as problem:
                raise error(str(problem)) from None
            except ValueError as problem:
                raise error(in_one_line(problem)) from None

        return t.cast(Function, call)

    return decorate
