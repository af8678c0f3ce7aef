#!/usr/bin/python
# Copyright: The deevnet authors
# SPDX-License-Identifier: MIT OR Apache-2.0
"""Writes the files of a target on a host; its action has rendered them on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: emit
short_description: Write the configuration of a consumer from a substrate
version_added: "0.1.0"
author: The deevnet authors (@deevnet)
description:
  - Renders a target of C(deevnet emit) on the controller, and writes it on the host, such as the reservations of a DHCP
    server, the zones of a name server, or the ruleset of a firewall.
  - The host needs Python, and no C(deevnet).
  - What an error of the check touches is left out, and told as a warning.
  - All files are validated before the first one is written, in check mode too.
options:
  target:
    description: The target, such as V(dnsmasq), V(kea), V(bind-forward) or V(hosts).
    type: str
    required: true
  dest:
    description:
      - The file, or a folder where it ends with a slash or is one already. A folder is created.
      - A target of several files needs a folder. They have the names there that C(deevnet emit --out) gives them.
    type: path
    required: true
  prune:
    description:
      - Remove the files from the folder O(dest) that an earlier run of this task wrote, and that the target has no more,
        such as those of a host that was renumbered.
      - What was written is listed in the folder's C(.deevnet-<target>.json). Other files are never removed.
    type: bool
    default: true
  serial:
    description: The serial of zones.
    type: int
  interface:
    description: The interface that DHCP is served on, or that the VLANs of a router are on.
    type: str
  router:
    description: The host that the router is, where it is not the one with the most gateways of segments.
    type: str
  wan:
    description: The interface of a router to the internet.
    type: str
  name_server:
    description: The name server of zones.
    type: str
  description_prefix:
    description: What descriptions begin with.
    type: str
  dialect:
    description: The dialect of switches, V(tp-link) or V(cisco).
    type: str
  guard_router:
    description: Whether a firewall judges packets to the router itself as well.
    type: bool
attributes:
  check_mode:
    support: full
    description: It validates, and predicts what it would do.
  diff_mode:
    support: full
    description: It shows each file before and after.
extends_documentation_fragment:
  - deevnet.identity.source
  - deevnet.identity.source.force
  - ansible.builtin.backup
  - ansible.builtin.files
  - ansible.builtin.validate
"""

EXAMPLES = r"""
- name: The records and reservations of the bootstrap server
  deevnet.identity.emit:
    target: dnsmasq
    dest: /etc/dnsmasq.d/substrate.conf
    validate: dnsmasq --test --conf-file=%s
    backup: true
    mode: "0644"
  become: true
  notify: Restart dnsmasq

- name: A reverse zone for each subnet, from a folder of the controller
  deevnet.identity.emit:
    inventory: /srv/inventory/dvntm
    target: bind-reverse
    serial: 2026112301
    dest: /etc/bind/zones/
"""

RETURN = r"""
target:
  description: The target.
  returned: always
  type: str
dest:
  description: Where it was written.
  returned: success
  type: str
files:
  description: Each file, by path.
  returned: success
  type: list
  elements: dict
  contains:
    path:
      description: The file.
      type: str
    state:
      description: V(created), V(changed), V(unchanged) or V(removed).
      type: str
    backup_file:
      description: The copy of what the file was.
      returned: when there was one, O(backup) is set, and it is not check mode
      type: str
left_out:
  description: What is declared and not written, and why.
  returned: success
  type: list
  elements: str
hint:
  description: What to do about a target that cannot be rendered.
  returned: when it cannot be rendered
  type: str
"""

import json
import os
import shlex
import typing as t
from dataclasses import dataclass

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.common.text.converters import to_text

RENDERED = {
    "inventory": {"type": "path"},
    "vault_password_file": {"type": "path", "no_log": False},
    "config": {"type": "path"},
    "target": {"type": "str", "required": True},
    "force": {"type": "bool", "default": False},
    "serial": {"type": "int"},
    "interface": {"type": "str"},
    "router": {"type": "str"},
    "wan": {"type": "str"},
    "name_server": {"type": "str"},
    "description_prefix": {"type": "str"},
    "dialect": {"type": "str"},
    "guard_router": {"type": "bool"},
}
"""The options that say what the action renders."""

WRITTEN = {
    "dest": {"type": "path", "required": True},
    "prune": {"type": "bool", "default": True},
    "backup": {"type": "bool", "default": False},
    "validate": {"type": "str"},
    "_files": {"type": "dict"},
}
"""The options that say how it is written, and what the action has rendered."""

LIST_VERSION = 1


@dataclass
class File:
    """A file that should have some content, or be gone."""

    path: str
    before: bytes | None
    after: bytes | None

    @property
    def state(self) -> str:
        """What becomes of it."""
        if self.before == self.after:
            return "unchanged"
        if self.after is None:
            return "removed"
        return "created" if self.before is None else "changed"

    def diff(self) -> dict[str, str]:
        """It, before and after."""
        named = {"before_header": self.path, "after_header": self.path}
        return dict(named, before=shown(self.before), after=shown(self.after))


def shown(content: bytes | None) -> str:
    """Content as text; a file that does not exist is empty."""
    return to_text(content or b"", errors="surrogate_or_replace")


def content(path: str) -> bytes | None:
    """What a file holds; nothing where it does not exist."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None


class Writer:
    """Brings the files of a target to what was rendered."""

    def __init__(self, module: AnsibleModule) -> None:
        self.module = module
        self.options = module.params
        self.dest = self.options["dest"]
        self.rendered: dict[str, str] = self.options["_files"] or {}
        self.is_folder = self.dest.endswith("/") or os.path.isdir(self.dest)
        self.list_path = os.path.join(self.dest, f".deevnet-{self.options['target']}.json")

    def write(self) -> dict[str, t.Any]:
        """Validates everything, writes what differs, and tells what that took."""
        files = self.files()
        for file in files:
            self.validate(file)
        creates_folder = self.is_folder and not os.path.isdir(self.dest)
        if creates_folder and not self.module.check_mode:
            os.makedirs(self.dest)
        told = [self.bring(file) for file in files]
        diffs = [file.diff() for file in files if file.state != "unchanged"]
        is_changed = creates_folder or bool(diffs)
        for file in files:
            is_changed = self.attributes(file, diffs) or is_changed
        self.keep_list()
        return {"changed": is_changed, "dest": self.dest, "files": told, "diff": diffs}

    def files(self) -> list[File]:
        """Every file, by path: those that were rendered, and those that are to be removed."""
        if not self.is_folder:
            return [self.only_file()]
        rendered = {os.path.join(self.dest, name): text.encode() for name, text in self.rendered.items()}
        wanted: dict[str, bytes | None] = {path: None for path in self.leftovers()}
        wanted.update(rendered)
        files = [File(path, content(path), after) for path, after in sorted(wanted.items())]
        return [file for file in files if not (file.before is None and file.after is None)]

    def only_file(self) -> File:
        """The file of a target that has one."""
        if len(self.rendered) != 1:
            names = ", ".join(sorted(self.rendered)) or "none at all"
            message = f"`{self.options['target']}` has not one file but {len(self.rendered)} ({names})"
            self.module.fail_json(msg=f"{message}: write `dest` with a slash at its end, for a folder")
        folder = os.path.dirname(self.dest) or "."
        if not os.path.isdir(folder):
            self.module.fail_json(msg=f"`{folder}` is not a folder, so that nothing can be written to `{self.dest}`")
        (text,) = self.rendered.values()
        return File(self.dest, content(self.dest), text.encode())

    def leftovers(self) -> list[str]:
        """The files that an earlier run wrote and that the target has no more."""
        if not self.options["prune"]:
            return []
        return [os.path.join(self.dest, name) for name in self.listed() if name not in self.rendered]

    def listed(self) -> list[str]:
        """The names that an earlier run wrote; names that lead out of the folder are none of ours."""
        try:
            names = json.loads(content(self.list_path) or b"{}").get("files", [])
        except (ValueError, AttributeError):
            return []
        return [name for name in names if isinstance(name, str) and os.path.basename(name) == name]

    def keep_list(self) -> None:
        """Writes down what is in the folder from us, where that is not what is written down."""
        if not self.is_folder or self.module.check_mode:
            return
        kept = [] if self.options["prune"] else self.listed()
        names = sorted({*kept, *self.rendered})
        text = json.dumps({"version": LIST_VERSION, "files": names}, indent=2) + "\n"
        if content(self.list_path) != text.encode():
            self.replace(self.list_path, text.encode())

    def validate(self, file: File) -> None:
        """Has a command judge what a file is to hold; fails where it refuses."""
        command = self.options["validate"]
        if command is None or file.after is None or file.state == "unchanged":
            return
        if "%s" not in command:
            self.module.fail_json(msg=f"`validate` has to hold %s, where the file's name goes: {command}")
        staged = self.stage(file.after)
        try:
            code, out, err = self.module.run_command([part.replace("%s", staged) for part in shlex.split(command)])
        finally:
            os.unlink(staged)
        if code != 0:
            said = (err or out).strip().replace(staged, file.path)
            self.module.fail_json(
                msg=f"`{command}` refuses {file.path}: {said}", rc=code, stdout=out, stderr=err, diff=[file.diff()]
            )

    def bring(self, file: File) -> dict[str, str]:
        """Makes a file what it should be, and tells what that took."""
        told = {"path": file.path, "state": file.state}
        if file.state == "unchanged" or self.module.check_mode:
            return told
        if self.options["backup"] and file.before is not None:
            told["backup_file"] = self.module.backup_local(file.path)
        if file.after is None:
            os.unlink(file.path)
        else:
            self.replace(file.path, file.after)
        return told

    def attributes(self, file: File, diffs: list[dict[str, t.Any]]) -> bool:
        """Gives a file its owner, group and mode; tells whether it had others, which a new file does not."""
        if file.after is None:
            return False
        wanted = self.module.load_file_common_arguments(self.options, path=file.path)
        diff: dict[str, t.Any] = {}
        is_changed = self.module.set_fs_attributes_if_different(wanted, False, diff)
        if diff and file.before is not None:
            header = f"{file.path} (attributes)"
            diffs.append(dict(diff, before_header=header, after_header=header))
        return is_changed

    def replace(self, path: str, after: bytes) -> None:
        """Writes a file whole or not at all."""
        self.module.atomic_move(self.stage(after), path, unsafe_writes=self.options["unsafe_writes"])

    def stage(self, after: bytes) -> str:
        """A temporary file with some content."""
        path = os.path.join(self.module.tmpdir, f"staged-{os.urandom(8).hex()}")
        with open(path, "xb") as file:
            file.write(after)
        return path


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(
        argument_spec=dict(RENDERED, **WRITTEN), supports_check_mode=True, add_file_common_args=True
    )
    if module.params["_files"] is None:
        module.fail_json(msg="this module is given what it writes by its action: call it as `deevnet.identity.emit`")
    try:
        module.exit_json(**Writer(module).write())
    except OSError as error:
        module.fail_json(msg=f"cannot write: {error}")


if __name__ == "__main__":
    main()
