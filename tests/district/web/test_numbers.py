"""A number on a button is named as it is seen."""

from __future__ import annotations

import pytest

from district.web.templatetags.huiqi import at_most_99


@pytest.mark.parametrize("number, seen", [(None, "0"), (0, "0"), (99, "99"), (100, "99+"), (1234, "99+")])
def test_beyond_two_digits_it_says_so(number: int | None, seen: str) -> None:
    assert at_most_99(number) == seen
