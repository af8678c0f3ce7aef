# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Modules that work on the files of a substrate, and on its nodes."""

from __future__ import annotations

import typing as t

from ansible.module_utils.basic import AnsibleModule

from .deevnet_package import failure, require

FILES: dict[str, dict[str, t.Any]] = {
    "inventory": {"type": "path", "required": True},
    "vault_password_file": {"type": "path", "no_log": False},
}
"""The options that say where the substrate is."""

NODES: dict[str, dict[str, t.Any]] = {**FILES, "config": {"type": "path"}, "access": {"type": "path", "no_log": False}}
"""The options that say how its nodes are reached."""

SCOPE: dict[str, dict[str, t.Any]] = {
    "targets": {"type": "list", "elements": "str", "default": []},
    "adopt": {"type": "list", "elements": "str", "default": []},
    "reboot": {"type": "bool", "default": False},
}
"""The options that say what a plan is about."""

Result = dict[str, t.Any]
Work = t.Callable[[AnsibleModule, t.Any], Result]


class Refusal(Exception):
    """The error of work that is not done, or not all of it, with everything that the task returns."""

    def __init__(self, result: Result) -> None:
        super().__init__(result["msg"])
        self.result = result


def run(work: Work, arguments: dict[str, dict[str, t.Any]], **specification: t.Any) -> None:
    """Does the work of a module with `deevnet`, and ends the process with its result."""
    module = AnsibleModule(argument_spec=arguments, supports_check_mode=True, **specification)
    deevnet = require(module)
    try:
        result = work(module, deevnet)
    except Refusal as refusal:
        module.fail_json(**refusal.result)
    except deevnet.Error as error:
        module.fail_json(changed=False, **failure(error))
    module.exit_json(**result)


def nodes(module: AnsibleModule, deevnet: t.Any) -> t.Any:
    """The nodes of the substrate, found as the command `deevnet` finds them."""
    path = module.params["inventory"]
    options = {name: module.params[name] for name in NODES if name != "inventory"}
    proxmox = deevnet.Proxmox.load(path, **options)
    for host in proxmox.unverified:
        module.warn(f"the certificate of {host} is not verified: anybody between can read its token")
    return proxmox


def survey(module: AnsibleModule, proxmox: t.Any) -> t.Any:
    """What is on the nodes; what they do not show is warned of."""
    found = proxmox.observe()
    for gap in found.gaps:
        module.warn(f"{gap.host}: {gap.subject}: {gap.reason}")
    return found


def planned(module: AnsibleModule, deevnet: t.Any, proxmox: t.Any) -> t.Any:
    """The plan that the options of a module ask for."""
    about = {name: module.params[name] for name in SCOPE}
    return deevnet.plan(proxmox.substrate, survey(module, proxmox), **about)


def files_diff(files: t.Iterable[t.Any]) -> list[dict[str, str]]:
    """What changes in files, as Ansible shows it."""
    return [
        {
            "before_header": "/dev/null" if file.before is None else file.path,
            "after_header": file.path,
            "before": file.before or "",
            "after": file.after,
        }
        for file in files
    ]
