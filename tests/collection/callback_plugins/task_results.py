"""Writes what each task returned, one JSON document a line, to the file that `TASK_RESULTS` names."""

from __future__ import annotations

import json
import os
from typing import Any

from ansible.plugins.callback import CallbackBase


class CallbackModule(CallbackBase):  # type: ignore[misc]
    """Tells what each task returned, with its differences, which the callbacks for people take out."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "task_results"

    def write(self, answer: Any, status: str) -> None:
        """Writes the result of a task on a host."""
        result = {name: value for name, value in answer.result.items() if not name.startswith("_ansible_")}
        with open(os.environ["TASK_RESULTS"], "a", encoding="utf-8") as file:
            file.write(json.dumps(result | {"host": answer.host.get_name(), "status": status}, default=str) + "\n")

    def v2_runner_on_ok(self, result: Any) -> None:
        """Tells of a task that was done."""
        self.write(result, "CHANGED" if result.result.get("changed") else "SUCCESS")

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        """Tells of a task that failed."""
        self.write(result, "FAILED")

    def v2_runner_on_skipped(self, result: Any) -> None:
        """Tells of a task that was left out."""
        self.write(result, "SKIPPED")

    def v2_runner_on_unreachable(self, result: Any) -> None:
        """Tells of a host that did not answer."""
        self.write(result, "UNREACHABLE")
