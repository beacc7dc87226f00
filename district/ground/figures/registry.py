"""The figures of the house; rooms bring their own in `brings.py`."""

from __future__ import annotations

from typing import Any

from district.ground.bringing.registry import Registry
from district.ground.figures.figure import AnyFigure
from district.ground.people.permissions import Answer, Yes

FIGURES: Registry[AnyFigure] = Registry("figures")


def may_have(figure: AnyFigure, person: Any) -> Answer:
    """Whether somebody may have a figure's whole number."""
    return Yes if figure.public else figure.may_whole(person)


def of_the_front() -> list[AnyFigure]:
    """Those of the front page, in their order."""
    return sorted((each for each in FIGURES if each.front), key=lambda each: each.front)


def of_the_desk() -> list[AnyFigure]:
    return sorted((each for each in FIGURES if each.desk), key=lambda each: each.desk)
