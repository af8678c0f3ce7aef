"""The `deevnet` command, as the package installs it and as `python -m deevnet` runs it."""

import signal
import sys
from pathlib import Path

from deevnet._deevnet import run_command

_NAME = "deevnet"


def main() -> int:
    """Run the command line of this process, and return its exit code.

    Ctrl-C is left to the command, which ends at once or, while it applies a plan, in order.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    return run_command(sys.argv[1:], program=_program())


def _program() -> Path | None:
    """The script that starts this command, also where a module was started in its stead; none where none is installed."""
    called = Path(sys.argv[0])
    return called.absolute() if called.name == _NAME else _installed_script()


def _installed_script() -> Path | None:
    # It takes a tenth of the time that the whole command needs, and the installed script does without.
    from importlib.metadata import PackageNotFoundError, files

    try:
        paths = files(_NAME) or []
    except PackageNotFoundError:
        return None
    scripts = (Path(path.locate()) for path in paths if path.name == _NAME)
    return next((script.resolve() for script in scripts if script.is_file()), None)
