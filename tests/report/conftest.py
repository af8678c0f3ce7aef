"""What the tests of reports share: substrates, their pages, and a browser that shows them."""

from __future__ import annotations

import functools
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[2]
DVNTM = REPOSITORY / "examples" / "dvntm"

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--force-prefers-reduced-motion",
    "--window-size=1400,2000",
)
"""How Chromium starts: without a sandbox, because CI runs it as root, and without animations to wait for."""

WriteReport = Callable[..., Path]


@pytest.fixture(scope="session")
def deevnet() -> str:
    """The built command."""
    command = os.environ.get("DEEVNET_BIN") or shutil.which("deevnet")
    if command is None:
        pytest.skip("there is no deevnet command: set DEEVNET_BIN, or put it on PATH")
    return command


@pytest.fixture(scope="session")
def report(deevnet: str, tmp_path_factory: pytest.TempPathFactory) -> WriteReport:
    """Writes the report of a substrate, with further arguments, once, and returns its path."""

    @functools.cache
    def write(substrate: Path, *arguments: str | Path) -> Path:
        page = tmp_path_factory.mktemp("report") / "report.html"
        command: list[str | Path] = [deevnet, "report", substrate, "--out", page, *arguments]
        outcome = subprocess.run(command, check=False, capture_output=True, text=True)
        assert outcome.returncode in (0, 2), outcome.stderr
        return page

    return write


@pytest.fixture(scope="session")
def dvntm(report: WriteReport, deevnet: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the example with a survey of its simulated nodes."""
    survey = tmp_path_factory.mktemp("survey") / "survey.json"
    observe: list[str | Path] = [deevnet, "observe", DVNTM, "--out", survey]
    command = [deevnet, "simulate", DVNTM, "--", *observe]
    outcome = subprocess.run(command, check=False, capture_output=True, text=True)
    assert survey.exists(), outcome.stderr
    return report(DVNTM, "--survey", survey)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A Chromium without a window that keeps what it logs and what it requests, and writes into a home of its own."""
    for program in ("chromium", "chromedriver"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed (Debian: chromium and chromium-driver)")
    if importlib.util.find_spec("selenium") is None:
        pytest.skip("selenium is not installed (tests/requirements.txt)")
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    home = tmp_path_factory.mktemp("home")
    for argument in (*ARGUMENTS, f"--user-data-dir={home / 'profile'}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    surroundings |= {"HOME": str(home), "TMPDIR": str(home)}
    service = webdriver.ChromeService(str(shutil.which("chromedriver")), env=surroundings)
    driver = webdriver.Chrome(options=options, service=service)
    yield driver
    driver.quit()
