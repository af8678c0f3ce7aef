"""What a console block shows: commands as they are typed, each with what it prints."""

from __future__ import annotations

from dataclasses import dataclass, field

from docs.block import Block

PROMPT = "$ "
CONTINUATION = "> "


@dataclass
class Command:
    """One command and the lines that the page shows after it."""

    line: int
    typed: list[str]
    expected: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The command without its prompts."""
        return "\n".join(
            [self.typed[0].removeprefix(PROMPT), *(rest.removeprefix(CONTINUATION) for rest in self.typed[1:])]
        )


def commands(block: Block) -> list[Command]:
    """The commands of a console block.

    A command begins with `$ `. It goes on over lines that begin with `> `, as a shell prompts for them, and over the
    line after one that ends with a backslash.
    """
    found = list[Command]()
    for number, line in enumerate(block.body, block.line + 1):
        if line.startswith(PROMPT):
            found.append(Command(number, [line]))
        elif not found:
            raise block.fail("a console block begins with `$ ` and a command")
        elif not found[-1].expected and (line.startswith(CONTINUATION) or found[-1].typed[-1].endswith("\\")):
            found[-1].typed.append(line)
        else:
            found[-1].expected.append(line)
    if not found:
        raise block.fail("a console block without a command")
    return found
