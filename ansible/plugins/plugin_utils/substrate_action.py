# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""What the actions share: they read a substrate on the controller, whatever host they are for."""

from __future__ import annotations

import typing as t

from ansible.errors import AnsibleActionFail
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.plugins.action import ActionBase

from ..module_utils.deevnet_package import PackageError, failure
from .answers import current_answers, kept_outcome
from .source import ARGUMENTS, Source


class SubstrateAction(ActionBase):
    """A task that is about a substrate."""

    TRANSFERS_FILES = False
    _supports_check_mode = True
    _supports_async = False

    arguments: dict[str, dict[str, t.Any]] = {}
    """The options of this task besides those that name the source, as an argument specification."""

    def perform(self, source: Source, options: dict[str, t.Any], variables: dict[str, t.Any]) -> dict[str, t.Any]:
        """Does what the task is for, and gives its result."""
        raise NotImplementedError

    def own_arguments(self) -> dict[str, t.Any]:
        """The arguments of the task that are read here; the others are for the module on the host."""
        return dict(self._task.args)

    def run(self, tmp: str | None = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Runs the task."""
        result: dict[str, t.Any] = super().run(tmp, task_vars)
        variables = task_vars or {}
        validated = ArgumentSpecValidator({**ARGUMENTS, **self.arguments}).validate(self.own_arguments())
        if validated.error_messages:
            raise AnsibleActionFail(". ".join(validated.error_messages))
        options = validated.validated_parameters
        try:
            result.update(self.perform(Source.of(variables, options), options, variables))
        except PackageError as error:
            raise AnsibleActionFail(str(error)) from None
        except ValueError as error:
            raise AnsibleActionFail(failure(error)["msg"], result=failure(error)) from None
        return result


class AnsweringAction(SubstrateAction):
    """A task that is about what a substrate answers.

    The variables of the run are read once for all hosts; the files of an inventory, which earlier tasks may have changed, by
    each task.
    """

    def answers(self, source: Source, names: t.Sequence[str], fresh: bool) -> dict[str, t.Any]:
        """Some answers of a source by name, each as `given` takes it."""
        if source.inventory is not None:
            return current_answers(source, names)
        first, *rest = names
        kept = {first: kept_outcome(source, first, fresh=fresh)}
        return {**kept, **{name: kept_outcome(source, name) for name in rest}}
