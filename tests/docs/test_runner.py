"""The runner itself: what it takes for a block, for a command, and for a fault."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from docs.block import BlockError, blocks
from docs.page import Page
from docs.run import Outcome, rewrite, run
from docs.scratch import scratch, without_network
from docs.transcript import commands

RunPage = Callable[[str], tuple[Outcome, Page]]


@pytest.fixture
def run_page(tmp_path: Path) -> RunPage:
    """Runs a page of this text; `deevnet` is a program that does nothing."""

    def run_text(text: str) -> tuple[Outcome, Page]:
        path = tmp_path / "page.md"
        path.write_text(text, encoding="utf-8")
        page = Page(str(path))
        return run(page, lambda: scratch(tmp_path / "scratch", Path("/bin/true"), None)), page

    return run_text


def faults(outcome: Outcome) -> list[str]:
    """Everything that is wrong with a page."""
    return [*outcome.faults, *outcome.differences]


def test_a_block_is_found_with_its_place_and_without_its_indentation() -> None:
    (block,) = blocks("page.md", "- text\n\n  ```yaml file=a.yml\n  a: 1\n    b\n  ```\n")
    assert (block.place, block.text, block.attributes) == ("page.md:3", "a: 1\n  b\n", {"file": "a.yml"})


def test_a_longer_fence_holds_a_shorter_one() -> None:
    (block,) = blocks("page.md", "````yaml\n```\n````\n")
    assert block.body == ("```",)


@pytest.mark.parametrize(
    "fence", ["```\na\n```\n", "```cobol\n```\n", "```yaml flie=a\n```\n", "```yaml\n", "```text\n```\n"]
)
def test_a_block_that_nothing_runs_is_an_error_with_its_line(fence: str) -> None:
    with pytest.raises(BlockError, match=r"^page\.md:2: "):
        list(blocks("page.md", f"text\n{fence}"))


def test_a_command_goes_on_where_a_shell_would_ask_for_more() -> None:
    (block,) = blocks("page.md", "```console\n$ cat <<E\n> a\n> E\na\n> b\n$ echo \\\n  c\n```\n")
    first, second = commands(block)
    assert (first.text, first.expected, first.line) == ("cat <<E\na\nE", ["a", "> b"], 2)
    assert second.text == "echo \\\n  c"


def test_commands_of_a_page_share_folder_variables_and_exit_codes(run_page: RunPage) -> None:
    outcome, _ = run_page(
        "```console\n$ ls\nexamples\n$ mkdir a && cd a && b=c\n```\n```yaml file=d.yml\ne: 1\n```\n"
        "```console\n$ echo $b; (exit 3)\nc\n$ echo $?\n3\n$ cat ../d.yml\ne: 1\n$ printf x >&2\nx\n```\n"
    )
    assert faults(outcome) == []


def test_a_shell_in_the_shell_takes_the_commands_until_exit(run_page: RunPage) -> None:
    outcome, _ = run_page(
        "```console\n$ a=1 bash\n$ echo $a\n1\n```\n```python\nimport os\nassert os.environ['a'] == '1'\n```\n"
        "```console\n$ exit\n$ echo [$a]\n[]\n```\n```python\nassert 'a' not in os.environ\n```\n"
    )
    assert faults(outcome) == []


def test_nodes_run_for_the_block_that_asks_for_them(run_page: RunPage) -> None:
    outcome, _ = run_page(
        "```python simulate:mobile\nimport os\nassert 'DEEVNET_ACCESS' in os.environ\n```\n"
        "```python\nassert 'DEEVNET_ACCESS' not in os.environ\n```\n"
    )
    assert faults(outcome) == []


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ("console\n$ echo a\nb", "page.md:2: $ echo a\n"),
        ("console\n$ false", "ends with 1"),
        ("console\n$ no-such-command\n...", "ends with 127"),
        ("console\na", "begins with `$ `"),
        ("console\n$ exit 1\n$ echo a", "the shell has ended"),
        ("python\nassert 1 == 2", "AssertionError"),
        ("python\n>>> 1 + 1\n3", "Expected:\n    3\nGot:\n    2\n"),
        ("yaml\na: [", "not yaml"),
        ("toml\na", "not toml"),
        ("json\n{", "not json"),
        ("yaml file=../a.yml\na: 1", "leads out of the page's folder"),
        ("rust\nfn main() {}", "no test compiles this page"),
    ],
)
def test_a_fault_is_told_with_its_place(run_page: RunPage, block: str, fault: str) -> None:
    outcome, _ = run_page(f"```{block}\n```\n")
    (told,) = faults(outcome)
    assert fault in told
    assert "page.md:" in told


def test_an_update_writes_what_is_printed_and_nothing_else(run_page: RunPage) -> None:
    text = (
        "a\n\n- b\n\n  ```console\n  $ echo {new}\n  {shown}\n  ```\n\n```python\n>>> 1 + 1\n{sum}\n>>> 2\n2\n```\nc\n"
    )
    outcome, page = run_page(text.format(new="new", shown="old", sum="3"))
    rewrite(page, outcome)
    assert page.text() == text.format(new="new", shown="new", sum="2")


def test_nothing_outside_is_reached(run_page: RunPage) -> None:
    if not without_network():
        pytest.skip("SKIPPED: `unshare --net` and `ip` are not both there, or not allowed")
    probe = "import socket; socket.create_connection(('192.0.2.1', 80), 5)"
    outcome, _ = run_page(
        f'```console\n$ python -c "{probe}" 2>&1 | tail -n 1\nOSError: [Errno 101] Network is unreachable\n```\n'
    )
    assert faults(outcome) == []
