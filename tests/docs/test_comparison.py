"""The comparison of what is shown with what is printed."""

from __future__ import annotations

import pytest

from docs.comparison import difference, replaced, same


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ("", ""),
        ("a", "a"),
        ("...", ""),
        ("...", "a b c"),
        ("a ...", "a b c"),
        ("... c", "a b c"),
        ("a ... c", "a b c"),
        ("a ... c", "a c"),
        ("a ... b ... c", "a x b y c"),
        ("... b ... b", "b b"),
    ],
)
def test_an_elision_stands_for_any_lines(shown: str, printed: str) -> None:
    assert same(shown.split(), printed.split())


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ("", "a"),
        ("a", ""),
        ("a", "a b"),
        ("a ...", "b a"),
        ("... c", "a c b"),
        ("a ... a", "a"),
        ("a ... c ... b ... d", "a b c d"),
    ],
)
def test_everything_else_has_to_be_printed_in_order(shown: str, printed: str) -> None:
    assert not same(shown.split(), printed.split())


def test_what_differs_from_run_to_run_is_not_compared() -> None:
    assert same(["9 hosts (0.01 s).", "https://127.0.0.1:8006"], ["9 hosts (1.20 s).  ", "https://127.0.0.1:41007"])
    assert not same(["9 hosts (0.01 s)."], ["8 hosts (0.01 s)."])


@pytest.mark.parametrize(
    ("shown", "printed", "now"),
    [
        ("a b", "a c", "a c"),
        ("a ...", "x b c", "x ..."),
        ("... c", "a b x", "... x"),
        ("a ... p q ... z", "a b p r c z", "a ... p r ... z"),
        ("a ... q ... z", "a b c z", "a b c z"),
        ("a b ... c d", "a c", "a c"),
    ],
)
def test_an_update_keeps_the_elisions_that_it_can(shown: str, printed: str, now: str) -> None:
    assert replaced(shown.split(), printed.split()) == now.split()


def test_what_an_update_shows_is_right() -> None:
    shown, printed = ["a", "...", "p", "q", "...", "z"], ["a", "b", "p", "r", "c", "z"]
    assert same(replaced(shown, printed), printed)


def test_a_difference_is_that_of_the_parts_that_are_shown() -> None:
    text = difference(["a", "...", "c"], ["a", *"xyz", "d"])
    assert [line.strip() for line in text.splitlines()][2:] == ["@@ -1,3 +1,3 @@", "a", "...", "-c", "+d"]
