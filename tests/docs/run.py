"""Runs a page from its first block to its last."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property

from docs import fragment
from docs.block import Block, BlockError
from docs.comparison import difference, replaced, same
from docs.interpreter import Interpreter
from docs.nodes import simulated
from docs.page import REPOSITORY, Page
from docs.scratch import Scratch, without_network
from docs.shell import Shell, ShellError
from docs.transcript import Command, commands

# Exit codes from here on are the shell's own: a command that is not there, or that a signal ended.
NOT_RUN = 126

# The module whose documentation the pages with Rust blocks are.
RUST_PAGES = REPOSITORY / "tests" / "src" / "lib.rs"


@dataclass
class Outcome:
    """What became of a page: what is wrong with it, where it differs, and how its blocks would have to read."""

    faults: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)
    bodies: dict[int, list[str]] = field(default_factory=dict)


@dataclass
class PageRun:
    """A page while it runs: its folder, its shell and its Python, which are there from when a block first needs them."""

    make_scratch: Callable[[], Scratch]
    open_until_the_end: ExitStack
    outcome: Outcome = field(default_factory=Outcome)

    @cached_property
    def scratch(self) -> Scratch:
        """Its folder."""
        return self.make_scratch()

    @cached_property
    def shell(self) -> Shell:
        """Its shell, in that folder."""
        shell = Shell(without_network(), self.scratch.folder, self.scratch.environment)
        self.open_until_the_end.callback(shell.close)
        return shell

    @cached_property
    def python(self) -> Interpreter:
        """Its Python, on the network of that shell."""
        python = Interpreter(self.shell, self.scratch.root)
        self.open_until_the_end.callback(python.close)
        return python

    def block(self, block: Block) -> None:
        """Runs one block; what cannot go on after it raises `BlockError`."""
        if block.language == "console":
            self.console(block)
        elif block.language == "rust":
            tested_with_rustdoc(block)
        elif block.language == "python" and not block.attributes.get("file"):
            self.python_block(block)
        else:
            fragment.read(block)
            if block.attributes.get("file"):
                fragment.write(block, self.scratch.folder)

    def console(self, block: Block) -> None:
        """Types the commands of a block and compares what they print."""
        body = list[str]()
        for command in commands(block):
            printed = self.command(block, command)
            body += [*command.typed, *printed]
        self.outcome.bodies[block.line] = body

    def command(self, block: Block, command: Command) -> list[str]:
        """Types one command; returns what the page should show of it."""
        place = f"{block.page}:{command.line}: $ {command.text}"
        try:
            printed, code = self.shell.run(command.text)
        except ShellError as error:
            raise BlockError(f"{place}\n    {error}") from error
        if same(command.expected, printed):
            if code >= NOT_RUN or (code and not command.expected):
                self.outcome.faults.append(f"{place}\n    ends with {code}")
            return command.expected
        self.outcome.differences.append(f"{place}\n{difference(command.expected, printed)}")
        return replaced(command.expected, printed)

    def python_block(self, block: Block) -> None:
        """Runs a Python block with the environment and in the folder that the shell has now."""
        with simulated(self.shell, block.attributes.get("simulate")):
            answer = self.python.run(block.text, block.place)
        if answer.failure:
            told = self.outcome.faults if answer.rewritten == block.text else self.outcome.differences
            told.append(f"{block.place}: python\n{answer.failure}")
        self.outcome.bodies[block.line] = answer.rewritten.splitlines()


def tested_with_rustdoc(block: Block) -> None:
    """Checks that the page is part of the crate whose documentation is compiled and run."""
    if f'include_str!("../../{block.page}")' not in RUST_PAGES.read_text(encoding="utf-8"):
        raise block.fail(f"no test compiles this page: include it in {RUST_PAGES.relative_to(REPOSITORY)}")


def run(page: Page, make_scratch: Callable[[], Scratch]) -> Outcome:
    """Runs a page in a folder that is made if it needs one, and says everything that is wrong with it."""
    with ExitStack() as open_until_the_end:
        page_run = PageRun(make_scratch, open_until_the_end)
        try:
            for block in page.blocks():
                page_run.block(block)
        except BlockError as error:
            page_run.outcome.faults.append(str(error))
        return page_run.outcome


def rewrite(page: Page, outcome: Outcome) -> None:
    """Writes into the page what its commands print now."""
    lines = page.text().splitlines()
    for block in reversed(page.blocks()):
        if block.line in outcome.bodies:
            body = [f"{block.indent}{line}".rstrip() for line in outcome.bodies[block.line]]
            lines[block.line : block.line + len(block.body)] = body
    page.path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
