"""Every verb of the command has a page that says how to use it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from docs.page import REPOSITORY

# A verb in the list that `deevnet --help` prints.
VERB = re.compile(r"^  (?P<name>[a-z-]+)  ", re.MULTILINE)


def verbs(command: Path) -> set[str]:
    """The verbs of the command, but for the help on them."""
    run = subprocess.run([str(command), "--help"], capture_output=True, text=True, check=True)
    listed = run.stdout.partition("Commands:\n")[2].partition("\n\n")[0]
    return {verb["name"] for verb in VERB.finditer(listed)} - {"help"}


def test_every_verb_has_a_page_that_shows_it(command: Path) -> None:
    found = verbs(command)
    assert {"check", "emit", "plan"} <= found
    missing = {
        verb for verb in found if f"$ deevnet {verb}" not in page_of(verb) and f"-- deevnet {verb}" not in page_of(verb)
    }
    assert not missing, f"docs/how-to has no page that shows {sorted(missing)}"


def page_of(verb: str) -> str:
    """What the page of a verb says; nothing where there is none."""
    path = REPOSITORY / "docs" / "how-to" / f"{verb}.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""
