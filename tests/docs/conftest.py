"""What the tests of the documentation share: the pages, which run two at a time from the start."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from docs.collection import install
from docs.page import Page, pages
from docs.run import Outcome, run
from docs.scratch import scratch

# How many pages run at a time.
PAGES_AT_A_TIME = 2

Outcomes = Callable[[Page], Outcome]


@pytest.fixture(scope="session")
def command() -> Path:
    """The `deevnet` command."""
    beside = Path(sys.executable).with_name("deevnet")
    found = os.environ.get("DEEVNET_BIN") or shutil.which(beside)
    if found is None:
        pytest.skip("SKIPPED: DEEVNET_BIN does not name the built command")
    return Path(found).resolve()


@pytest.fixture(scope="session")
def outcomes(
    request: pytest.FixtureRequest, command: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Outcomes]:
    """Runs every page that a test asks for, and says what became of one."""
    wanted = sorted({name for item in request.session.items for name in pages_of(item)})
    collections = install(tmp_path_factory.mktemp("collection"))

    def start(name: str) -> Outcome:
        folder = tmp_path_factory.getbasetemp() / "pages" / name.replace("/", "-")
        return run(Page(name), lambda: scratch(folder, command, collections))

    with ThreadPoolExecutor(PAGES_AT_A_TIME) as executor:
        started: dict[str, Future[Outcome]] = {name: executor.submit(start, name) for name in wanted}
        yield lambda page: started[page.name].result()


def pages_of(item: pytest.Item) -> list[str]:
    """The page whose run a test is about, if it is about one."""
    if isinstance(item, pytest.Function) and "outcomes" in item.fixturenames:
        return [page.name for page in item.callspec.params.values() if isinstance(page, Page)]
    return []


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Gives a test that takes a page every page."""
    if "page" in metafunc.fixturenames:
        metafunc.parametrize("page", pages(), ids=lambda page: page.name)
