"""Runs a command several times and prints what it cost, as JSON.

usage: measure.py RUNS COMMAND [ARGUMENT...]

Prints {"cpu": seconds, "wall": seconds, "memory": bytes}, each the median of the runs. `cpu` is user and system time of
the command and of all its children; `memory` is the largest resident size of any one process among them. A process
starts as a copy of this one, so that less than about ten megabytes cannot be told apart. What the command prints is thrown
away; if it fails, so does this.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time

OUTPUT_TO_NOWHERE = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
KIBIBYTE = 1024  # Linux counts the resident size in these


def run(command: list[str]) -> tuple[float, float, int]:
    """One run: CPU seconds, wall seconds, peak bytes."""
    start = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=OUTPUT_TO_NOWHERE)
    _, status, usage = os.wait4(child, 0)
    wall = time.perf_counter() - start
    if code := os.waitstatus_to_exitcode(status):
        sys.exit(f"{' '.join(command)} ended with {code}")
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * KIBIBYTE


def main() -> None:
    """Measures what the command line asks for."""
    runs, *command = sys.argv[1:]
    columns = zip(*(run(command) for _ in range(int(runs))), strict=True)
    cpu, wall, memory = (statistics.median(column) for column in columns)
    print(json.dumps({"cpu": cpu, "wall": wall, "memory": memory}))


if __name__ == "__main__":
    main()
