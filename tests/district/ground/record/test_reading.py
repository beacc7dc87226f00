"""What an address or a name of a field says, as a number: or nothing, whatever it is."""

from __future__ import annotations

import pytest

from district.ground.record.reading import key_asked, number_asked

NO_NUMBER = ["", "²", "1²", "-1", "1.0", " 1", "None", "9" * 5000, "Ⅳ", "①"]


@pytest.mark.parametrize("text", NO_NUMBER)
def test_what_is_no_number_is_none(text: str) -> None:
    assert number_asked(text, 10**11) is None
    assert key_asked(text) == 0


def test_bounds_are_part_of_it() -> None:
    assert [number_asked(each, 6, 1) for each in ("0", "1", "6", "7")] == [None, 1, 6, None]
    assert number_asked("６", 6) == 6  # as it is typed with a Chinese keyboard
    assert number_asked(None, 6) is None
