"""Days that forms ask for are of our time, whichever form it is."""

from __future__ import annotations

import ast
import datetime as dt
from pathlib import Path

import pytest
from django import forms

from district.ground.acts.forms import DayField

DISTRICT = Path(__file__).resolve().parents[4] / "district"
HOME = DISTRICT / "ground" / "acts" / "forms.py"


@pytest.mark.parametrize("text", ["9999-12-31", "0001-01-01", "1899-12-31", "2101-01-01"])
def test_a_day_of_another_time_is_a_slip(text: str) -> None:
    with pytest.raises(forms.ValidationError):
        DayField().clean(text)


def test_a_day_of_ours_is_taken_and_none_where_none_is_needed() -> None:
    assert DayField().clean("2022-06-24") == dt.date(2022, 6, 24)
    assert DayField(required=False).clean("") is None


def test_no_form_asks_for_a_day_by_a_field_of_its_own() -> None:
    """Elsewhere the year's bounds would have to be thought of again."""
    own = [
        f"{path.relative_to(DISTRICT)}:{node.lineno}"
        for path in DISTRICT.rglob("*.py")
        if path != HOME
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "forms.DateField"
    ]
    assert own == []
