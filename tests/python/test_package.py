"""The package as a whole: what it exports and how it presents itself."""

from __future__ import annotations

import importlib.metadata
import inspect
from pathlib import Path

import deevnet
from deevnet import _deevnet, errors


def test_everything_exported_is_there_and_documented() -> None:
    assert deevnet.__all__ == sorted(deevnet.__all__)
    for name in deevnet.__all__:
        value = getattr(deevnet, name)
        assert isinstance(value, str) or inspect.getdoc(value), name


def test_nothing_compiled_and_no_error_is_forgotten() -> None:
    command = {"run_command"}  # `deevnet.command` runs it; the API has functions of its own.
    assert set(_deevnet.__all__) - command | set(errors.__all__) == set(deevnet.__all__)


def test_classes_call_themselves_by_the_package() -> None:
    for name in _deevnet.__all__:
        value = getattr(_deevnet, name)
        if inspect.isclass(value):
            assert (value.__module__, value.__qualname__) == ("deevnet", name)


def test_the_version_is_that_of_the_distribution() -> None:
    assert deevnet.__version__ == importlib.metadata.version("deevnet")


def test_the_package_is_typed() -> None:
    folder = Path(deevnet.__file__).parent
    assert (folder / "py.typed").exists()
    assert (folder / "_deevnet.pyi").exists()
