"""A fenced block of a page: its language, what is asked of it, and where it stands."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

FENCE = re.compile(r"^(?P<indent> *)(?P<fence>`{3,}|~{3,})(?P<info>[^`]*)$")

# What a page may say of a block besides its language.
ATTRIBUTES = {
    "console": set[str](),
    "python": {"file", "simulate"},
    "rust": set[str](),
    "text": {"file", "generated"},
    "yaml": {"file", "before", "generated"},
    "jinja": {"file", "before"},
    "toml": {"file"},
    "ini": {"file"},
    "json": {"file"},
}


class BlockError(Exception):
    """A block that cannot be run or that did not do what its page says; the text names page and line."""


@dataclass(frozen=True)
class Block:
    """One fenced block.

    `line` is the number of its opening fence, from 1. `body` are its lines without the fence's indentation.
    """

    page: str
    line: int
    indent: str
    language: str
    attributes: dict[str, str | None]
    body: tuple[str, ...]

    @property
    def place(self) -> str:
        """The page and the line, as an editor takes them."""
        return f"{self.page}:{self.line}"

    @property
    def text(self) -> str:
        """The body as a file would hold it."""
        return "".join(f"{line}\n" for line in self.body)

    def fail(self, message: str) -> BlockError:
        """The error that this block causes."""
        return BlockError(f"{self.place}: {message}")


def blocks(page: str, text: str) -> Iterator[Block]:
    """Yields the fenced blocks of a page; one that is not closed or not known raises `BlockError`."""
    opening: re.Match[str] | None = None
    start, body = 0, list[str]()
    for number, line in enumerate(text.splitlines(), 1):
        fence = FENCE.match(line)
        if opening is None:
            if fence is not None:
                opening, start, body = fence, number, []
        elif closes(opening, fence):
            yield known(page, start, opening, body)
            opening = None
        else:
            body.append(line.removeprefix(opening["indent"]))
    if opening is not None:
        raise BlockError(f"{page}:{start}: the block is not closed")


def closes(opening: re.Match[str], fence: re.Match[str] | None) -> bool:
    """Whether a line ends the block that another line began."""
    return fence is not None and not fence["info"].strip() and fence["fence"].startswith(opening["fence"])


def known(page: str, line: int, opening: re.Match[str], body: list[str]) -> Block:
    """The block, if the runner knows its language and everything said of it."""
    words = shlex.split(opening["info"])
    language = words[0] if words else ""
    attributes = dict[str, str | None]()
    for word in words[1:]:
        name, *value = re.split("[=:]", word, maxsplit=1)
        attributes[name] = value[0] if value else None
    block = Block(page, line, opening["indent"], language, attributes, tuple(body))
    if language not in ATTRIBUTES:
        wanted = ", ".join(ATTRIBUTES)
        raise block.fail(f"nothing runs a block of language {language!r}; write one of {wanted}")
    if unknown := attributes.keys() - ATTRIBUTES[language]:
        raise block.fail(f"a block of {language} takes no {', '.join(sorted(unknown))}")
    if language == "text" and not (attributes.get("file") or "generated" in attributes):
        raise block.fail("text is not run: name the file that it is, or write the command that prints it")
    return block
