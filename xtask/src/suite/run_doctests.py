"""Runs the examples in the docstrings of an installed package, compiled modules included.

usage: run_doctests.py PACKAGE
"""

import doctest
import importlib
import inspect
import pkgutil
import sys
from collections.abc import Iterator
from types import ModuleType


def modules(package: str) -> Iterator[ModuleType]:
    """Yields a package and every module in it."""
    root = importlib.import_module(package)
    yield root
    for found in pkgutil.walk_packages(root.__path__, prefix=f"{package}."):
        yield importlib.import_module(found.name)


def documented(module: ModuleType) -> Iterator[tuple[str, object]]:
    """Yields a module and its public functions and classes, by name.

    They are named one by one because the finder of `doctest` does not see into the functions of a compiled module.
    """
    yield module.__name__, module
    for name, value in vars(module).items():
        if not name.startswith("_") and (inspect.isroutine(value) or inspect.isclass(value)):
            yield f"{module.__name__}.{name}", value


def examples(package: str) -> Iterator[doctest.DocTest]:
    """Yields each docstring with examples once, wherever it is re-exported."""
    finder = doctest.DocTestFinder(exclude_empty=True)
    seen: set[str] = set()
    for module in modules(package):
        for name, value in documented(module):
            own = value if value is module else False
            for test in finder.find(value, name, module=own, globs={**vars(module)}):
                if test.examples and test.docstring not in seen:
                    seen.add(test.docstring or "")
                    yield test


def main() -> int:
    """Runs every example and says how many there were; none at all is a failure too."""
    (package,) = sys.argv[1:]
    runner = doctest.DocTestRunner()
    for test in examples(package):
        runner.run(test)
    results = runner.summarize()
    print(f"{results.attempted} examples, {results.failed} failed")
    return 0 if results.attempted and not results.failed else 1


if __name__ == "__main__":
    sys.exit(main())
