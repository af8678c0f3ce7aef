# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""The action of modules that work on the controller, whatever host they are for."""

from __future__ import annotations

import sys
import typing as t

from ansible.plugins.action import ActionBase
from ansible.plugins.loader import connection_loader

CONNECTION = "ansible.builtin.local"
INTERPRETER = "ansible_python_interpreter"


class ActionModule(ActionBase):
    """Runs the module in the Python that runs Ansible, with the environment and the modes of the task."""

    TRANSFERS_FILES = False
    _supports_check_mode = True
    _supports_async = False

    def run(self, tmp: str | None = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Runs the task."""
        result: dict[str, t.Any] = super().run(tmp, task_vars)
        variables = {**(task_vars or {}), INTERPRETER: sys.executable}
        self._connection = connection_loader.get(CONNECTION, self._play_context, task_uuid=self._task._uuid)
        self._connection.set_options(var_options=variables)
        self._connection._shell.set_options(var_options=variables)
        done = self._execute_module(module_name=self._task.action, module_args=self._task.args, task_vars=variables)
        return {**result, **done}
