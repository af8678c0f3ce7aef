"""Every link of the documentation leads somewhere, and every page can be found by following links."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs.links import anchors, broken, links, target
from docs.page import Page, pages

INDEX = Page("docs/README.md")

# Pages for people who work on the project; they are no part of the documentation, and their links have to lead somewhere.
PROJECT = ("CHANGELOG.md", "CONTRIBUTING.md", "DESIGN.md")


def test_every_link_leads_somewhere() -> None:
    faults = [fault for page in [*pages(), *map(Page, PROJECT)] for fault in broken(page)]
    assert not faults, "\n".join(["", *faults])


def test_every_page_is_reached_from_the_index() -> None:
    reached, waiting = {INDEX}, [INDEX]
    while waiting:
        page = waiting.pop()
        for aim in {target(page, link) for _, link in links(page)}:
            if aim not in reached and aim.name.endswith(".md") and aim.path.is_file():
                reached.add(aim)
                waiting.append(aim)
    missing = {page.name for page in pages()} - {page.name for page in reached}
    assert not missing, f"no link leads from {INDEX.name} to {sorted(missing)}"


@pytest.fixture
def written(tmp_path: Path) -> Page:
    """A page with headings, links and a block."""
    path = tmp_path / "page.md"
    path.write_text(
        "# `deevnet mac`: a_b!\n## Twice\n## Twice\n[a](#twice-1) [b](#thrice) [c](none.md) `[d](e.md)` [f](https://g)\n[j\nk](l.md)\n"
        "```console\n$ cat [h](i.md)\n# No heading\n```\n",
        encoding="utf-8",
    )
    return Page(str(path))


def test_anchors_are_those_of_a_code_host(written: Page) -> None:
    assert anchors(written) == {"deevnet-mac-a_b", "twice", "twice-1"}


def test_a_link_that_leads_nowhere_is_told_with_its_line(written: Page) -> None:
    assert [fault.removeprefix(f"{written.name}:") for fault in broken(written)] == [
        f"4: {written.name} has no heading #thrice",
        "4: none.md leads nowhere",
        "5: l.md leads nowhere",
    ]
