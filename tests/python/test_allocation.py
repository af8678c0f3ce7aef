"""Free VMIDs."""

from __future__ import annotations

import random

import pytest

import deevnet


def expected(used: set[int], start: int, end: int, count: int) -> list[int] | None:
    """What is free, found by looking at every number."""
    free = [number for number in range(start, end + 1) if number not in used]
    return free[:count] if len(free) >= count else None


def test_the_lowest_are_given_out_in_one_batch() -> None:
    assert deevnet.free_vmids([], 200, 299) == [200]
    assert deevnet.free_vmids([200, 202], 200, 299, 3) == [201, 203, 204]
    assert deevnet.free_vmids({200, 201}, start=200, end=299, count=1) == [202]


def test_numbers_may_be_text_and_may_be_anywhere() -> None:
    used: list[int | str] = ["200", " 201 ", 0, -5, 1 << 70, "99999999999999999999", 999_999_999]
    assert deevnet.free_vmids(iter(used), "200", "299", 2) == [202, 203]


def test_it_equals_looking_at_every_number() -> None:
    numbers = random.Random(3)
    for _ in range(300):
        used = {numbers.randrange(0, 40) for _ in range(numbers.randrange(30))}
        start, end, count = numbers.randrange(1, 40), numbers.randrange(1, 40), numbers.randrange(1, 8)
        try:
            found: list[int] | None = deevnet.free_vmids(used, start, end, count)
        except ValueError:
            found = None
        assert found == expected(used, start, end, count)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([200], 200, 200), "VMIDs 200 to 200 have 0 free, and 1 are needed"),
        (([], 200, 201, 3), "VMIDs 200 to 201 have 2 free, and 3 are needed"),
        (([], 299, 200), "VMIDs 299 to 200 have 0 free, and 1 are needed"),
        (([], 200, 299, 0), "0 VMIDs cannot be allocated"),
        (([], 200, 299, -1), "-1 VMIDs cannot be allocated"),
        (([], 0, 299), "VMID 0 is outside 1 to 16777215"),
        (([], 200, 16_777_216), "VMID 16777216 is outside 1 to 16777215"),
        ((["two"], 200, 299), "`two` is not a VMID: it is not a whole number"),
    ],
)
def test_errors_say_what_is_wrong(arguments: tuple[list[int | str], int, int, int], message: str) -> None:
    with pytest.raises(deevnet.VmidError) as caught:
        deevnet.free_vmids(*arguments)
    assert str(caught.value) == message
    assert caught.value.hint
    assert isinstance(caught.value, ValueError)


def test_other_types_are_type_errors() -> None:
    for used in (None, 200, [None], [2.5]):
        with pytest.raises(TypeError):
            deevnet.free_vmids(used, 200, 299)  # type: ignore[arg-type]
