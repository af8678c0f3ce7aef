"""Asks the real ansible-inventory for the merged variables of many inventories, without paying its start for each.

usage: merged_vars.py [ANSIBLE-INVENTORY-OPTION...] < paths

Reads inventory paths from standard input, one a line. For each it writes one line of JSON to standard output, at once
and in the same order, so it can also be kept running and asked now and then:

    {"path": "...", "list": {...}}     what `ansible-inventory -i PATH --list` prints
    {"path": "...", "error": "..."}    what it complained of when it ended without a list

Ansible is imported once; every inventory is then read by a fork of its own, so none sees another's caches. Options are
handed on as they are, for example `--vault-password-file FILE`. A configuration of the user's or of the current folder
plays no part, and neither do `group_vars` and `host_vars` of the current folder.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import traceback
from pathlib import Path
from typing import IO, Any, NoReturn

ANSIBLE_ENVIRONMENT = {
    "ANSIBLE_NOCOLOR": "1",
    "ANSIBLE_LOCALHOST_WARNING": "0",
    "ANSIBLE_INVENTORY_UNPARSED_FAILED": "1",
}


def isolate(folder: str) -> None:
    """Takes away what Ansible would pick up from the user's surroundings; must run before its import."""
    for name in list(os.environ):
        if name.startswith("ANSIBLE_"):
            del os.environ[name]
    os.environ.update(ANSIBLE_ENVIRONMENT)
    configuration = Path(folder, "ansible.cfg")
    configuration.touch()
    os.environ["ANSIBLE_CONFIG"] = str(configuration)
    os.environ["ANSIBLE_HOME"] = folder
    os.chdir(folder)


def run_inventory_command(path: str, options: list[str], output: IO[str], errors: IO[str]) -> NoReturn:
    """Becomes `ansible-inventory -i PATH --list`, with its output and errors in files. Never returns."""
    from ansible.cli.inventory import InventoryCLI

    os.dup2(output.fileno(), 1)
    os.dup2(errors.fileno(), 2)
    status = 1
    try:
        InventoryCLI(["ansible-inventory", "-i", path, "--list", *options]).run()
    except SystemExit as end:
        status = int(end.code or 0)
    except BaseException as error:  # the exit code tells the parent; whatever it was, it must not reach the parent's code
        print("".join(traceback.format_exception_only(error)).strip(), file=sys.stderr)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def merged_variables(path: str, options: list[str]) -> dict[str, Any]:
    """Reads one inventory in a fork and returns its list, or its error."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        child = os.fork()
        if child == 0:
            run_inventory_command(path, options, output, errors)
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status) == 0:
            output.seek(0)
            return {"path": path, "list": json.load(output)}
        errors.seek(0)
        return {"path": path, "error": errors.read().strip()}


def warm_up(folder: str) -> None:
    """Loads, before the first fork, what every fork would load again: an empty inventory pulls in all of it."""
    from ansible.cli.inventory import InventoryCLI  # noqa: F401
    from ansible.inventory.manager import InventoryManager
    from ansible.parsing.dataloader import DataLoader
    from ansible.plugins.loader import inventory_loader, vars_loader
    from ansible.vars.manager import VariableManager

    empty = Path(folder, "hosts.yml")
    empty.write_text("all: {hosts: {localhost: {}}}\n")
    loader = DataLoader()
    manager = InventoryManager(loader=loader, sources=[str(empty)])
    VariableManager(loader=loader, inventory=manager).get_vars(host=manager.get_host("localhost"))
    list(inventory_loader.all(class_only=True))
    list(vars_loader.all(class_only=True))
    empty.unlink()


def main() -> None:
    """Answers every path of standard input."""
    start = os.getcwd()
    options = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        isolate(folder)
        warm_up(folder)
        for line in sys.stdin:
            path = os.path.join(start, line.rstrip("\n"))
            print(json.dumps(merged_variables(path, options)), flush=True)
        os.chdir(start)


if __name__ == "__main__":
    main()
