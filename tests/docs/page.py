"""A page of the documentation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from docs.block import Block, blocks

REPOSITORY = Path(__file__).parents[2]

# Pages that stand outside the folder `docs`.
ELSEWHERE = ("README.md", "ansible/README.md", "examples/README.md")


@dataclass(frozen=True)
class Page:
    """A Markdown file, named by its path from the root of the repository."""

    name: str

    @property
    def path(self) -> Path:
        """Where the file is."""
        return REPOSITORY / self.name

    def text(self) -> str:
        """What it says."""
        return self.path.read_text(encoding="utf-8")

    def blocks(self) -> list[Block]:
        """Its fenced blocks, in order."""
        return list(blocks(self.name, self.text()))


def pages() -> list[Page]:
    """Every page of the documentation, in order of its name."""
    found = [path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / "docs").rglob("*.md")]
    return [Page(name) for name in sorted([*found, *(name for name in ELSEWHERE if (REPOSITORY / name).is_file())])]
