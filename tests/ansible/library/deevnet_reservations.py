"""Writes the DHCP reservations of a substrate to a file."""

from __future__ import annotations

DOCUMENTATION = """
module: deevnet_reservations
short_description: Write the DHCP reservations of a substrate
description:
  - Reads and checks an inventory, and writes every DHCP reservation that it declares as a JSON list.
  - What an error of the check touches is left out, and told as a warning.
options:
  inventory:
    description: The folder of the substrate, or its host file.
    type: path
    required: true
  vault_password_file:
    description: The file with the password of what Ansible Vault encrypts.
    type: path
  dest:
    description: The file to write.
    type: path
    required: true
  force:
    description: Write what errors touch too, where that has values at all.
    type: bool
    default: false
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
requirements:
  - deevnet
"""

EXAMPLES = """
- name: Write the reservations of this substrate
  deevnet_reservations:
    inventory: "{{ inventory_dir }}"
    dest: /etc/router/reservations.json
"""

RETURN = """
reservations:
  description: The reservations, as they stand in the file.
  returned: always
  type: list
  elements: dict
left_out:
  description: What is declared and not written, and why.
  returned: always
  type: list
  elements: str
findings:
  description: How many findings the check has, by severity.
  returned: always
  type: dict
"""

import json
import traceback
from collections import Counter
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

try:
    import deevnet
except ImportError:
    IMPORT_FAILURE: str | None = traceback.format_exc()
else:
    IMPORT_FAILURE = None

ARGUMENTS = {
    "inventory": {"type": "path", "required": True},
    "vault_password_file": {"type": "path", "no_log": False},
    "dest": {"type": "path", "required": True},
    "force": {"type": "bool", "default": False},
}
TARGET = "dhcp-reservations"


def existing_text(path: Path) -> str | None:
    """What the file holds; nothing where it does not exist."""
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def replace(module: AnsibleModule, path: Path, text: str) -> None:
    """Writes the file whole or not at all."""
    with NamedTemporaryFile("w", dir=module.tmpdir, encoding="utf-8", delete=False) as staged:
        staged.write(text)
    module.atomic_move(staged.name, str(path))


def reserve(module: AnsibleModule) -> dict[str, Any]:
    """Brings the file to what the inventory declares, and says what that took."""
    options = module.params
    dest = Path(options["dest"])
    if not dest.parent.is_dir():
        module.fail_json(msg=f"cannot write into `{dest.parent}`, which is not a folder")
    substrate = deevnet.Substrate.load(options["inventory"], options["vault_password_file"])
    (text,) = substrate.emit(TARGET, force=options["force"]).values()
    before = existing_text(dest)
    if before != text and not module.check_mode:
        replace(module, dest, text)
    left_out = [str(item) for item in substrate.left_out(TARGET, force=options["force"])]
    for line in left_out:
        module.warn(f"left out: {line}")
    return {
        "changed": before != text,
        "reservations": json.loads(text),
        "left_out": left_out,
        "findings": Counter(finding.severity for finding in substrate.check()),
        "diff": {"before_header": str(dest), "before": before or "", "after_header": str(dest), "after": text},
    }


def main() -> None:
    """Runs the module."""
    module = AnsibleModule(argument_spec=ARGUMENTS, supports_check_mode=True)
    if IMPORT_FAILURE:
        module.fail_json(msg=missing_required_lib("deevnet"), exception=IMPORT_FAILURE)
    try:
        module.exit_json(**reserve(module))
    except deevnet.Error as error:
        module.fail_json(msg=str(error), hint=error.hint, value=error.value)
    except OSError as error:
        module.fail_json(msg=f"cannot read what is there: {error}")


if __name__ == "__main__":
    main()
