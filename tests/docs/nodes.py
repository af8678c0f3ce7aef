"""Nodes that run while one block does."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from contextlib import contextmanager

from docs.shell import Shell

START = """
export DEEVNET_ACCESS="$HOME/nodes.toml"
deevnet simulate {folder} --access "$DEEVNET_ACCESS" >/dev/null 2>&1 & simulated=$!
until test -s "$DEEVNET_ACCESS" || ! kill -0 $simulated; do sleep 0.05; done
"""

STOP = "kill $simulated; wait $simulated; unset DEEVNET_ACCESS simulated"


@contextmanager
def simulated(shell: Shell, example: str | None) -> Iterator[None]:
    """Runs the nodes of an example, which `DEEVNET_ACCESS` names meanwhile; without an example nothing."""
    if example is None:
        yield
        return
    shell.run(START.format(folder=shlex.quote(f"examples/{example}")))
    try:
        yield
    finally:
        shell.run(STOP)
