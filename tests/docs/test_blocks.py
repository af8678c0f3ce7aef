"""Every block of every page runs, and does what the page says.

With DEEVNET_DOCS_UPDATE=1 a page is rewritten to say what its commands print; read the difference before it is
committed.
"""

from __future__ import annotations

import os

from docs.conftest import Outcomes
from docs.page import Page
from docs.run import rewrite


def test_the_blocks_of_a_page_do_what_it_says(page: Page, outcomes: Outcomes) -> None:
    outcome = outcomes(page)
    faults = [*outcome.faults, *outcome.differences]
    if os.environ.get("DEEVNET_DOCS_UPDATE") == "1":
        rewrite(page, outcome)
        faults = outcome.faults
    assert not faults, "\n\n" + "\n\n".join(faults)
