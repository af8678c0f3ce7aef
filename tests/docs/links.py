"""The links of a page and the anchors of its headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from docs.block import FENCE, closes
from docs.page import REPOSITORY, Page

LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<target>[^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} (?P<text>.*?)#*$")
CODE = re.compile(r"`[^`]*`")

# What a code host drops from a heading to make its anchor.
DROPPED = re.compile(r"[^\w\- ]")


def prose(page: Page) -> Iterator[tuple[int, str]]:
    """Yields the numbered lines of a page that stand outside of its blocks."""
    opening: re.Match[str] | None = None
    for number, line in enumerate(page.text().splitlines(), 1):
        fence = FENCE.match(line)
        if opening is None and fence is None:
            yield number, line
        elif opening is None:
            opening = fence
        elif closes(opening, fence):
            opening = None


def anchors(page: Page) -> set[str]:
    """The anchors of a page's headings, as a code host makes them: a repeated one gets a number."""
    seen = Counter[str]()
    found = set[str]()
    for _, line in prose(page):
        if heading := HEADING.match(line):
            anchor = DROPPED.sub("", heading["text"].strip().lower()).replace(" ", "-")
            found.add(f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor)
            seen[anchor] += 1
    return found


def links(page: Page) -> Iterator[tuple[int, str]]:
    """Yields the targets of a page's links into the repository, each with its line; a link may go over two lines."""
    lines = dict(prose(page))
    text = "\n".join(lines.get(number, "") for number in range(1, max(lines, default=0) + 1))
    for link in LINK.finditer(CODE.sub(blanked, text)):
        if "://" not in link["target"] and not link["target"].startswith("mailto:"):
            yield text.count("\n", 0, link.start()) + 1, link["target"]


def blanked(code: re.Match[str]) -> str:
    """Code of the same length without a bracket in it."""
    return re.sub(r"[^\n]", " ", code[0])


def target(page: Page, link: str) -> Page:
    """The page, file or folder that a link leads to."""
    path = link.partition("#")[0]
    whole = (page.path.parent / path).resolve() if path else page.path
    return Page(whole.relative_to(REPOSITORY).as_posix() if whole.is_relative_to(REPOSITORY) else str(whole))


def broken(page: Page) -> list[str]:
    """The links of a page that lead nowhere, each with its place."""
    found = []
    for number, link in links(page):
        anchor, aim = link.partition("#")[2], target(page, link)
        if not aim.path.exists():
            found.append(f"{page.name}:{number}: {link} leads nowhere")
        elif anchor and anchor not in anchors(aim):
            found.append(f"{page.name}:{number}: {aim.name} has no heading #{anchor}")
    return found
