"""Measures surveys of one node by several programs, in one run, and prints a table.

usage: surveys.py SURVEY RUNS

SURVEY is deevnet's measured program; `nodes` starts this with the address of the node in the environment.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from measure import run  # noqa: E402


def main() -> None:
    """Measures every program several times and prints the medians."""
    survey, runs = sys.argv[1], int(sys.argv[2])
    script = str(HERE / "proxmoxer_survey.py")
    subjects = {
        "deevnet": [survey],
        "proxmoxer, 8 threads": [sys.executable, script, "8"],
        "proxmoxer, sequential": [sys.executable, script, "1"],
    }
    print(f"{'':<24}{'wall s':>10}{'cpu s':>10}{'wall':>9}{'cpu':>9}")
    own: tuple[float, float] | None = None
    for name, command in subjects.items():
        costs = [run(command) for _ in range(runs)]
        cpu = statistics.median(cost[0] for cost in costs)
        wall = statistics.median(cost[1] for cost in costs)
        own = own or (cpu, wall)
        print(f"{name:<24}{wall:>10.3f}{cpu:>10.3f}{wall / own[1]:>8.1f}x{cpu / own[0]:>8.1f}x", flush=True)


if __name__ == "__main__":
    main()
