"""What rules of matching may speak of: a few facts of who asks, typed as questions are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from district.enterprises.queries import Enterprise, facts_of
from district.ground import clock
from district.ground.surveys.conditions.holding import holds
from district.ground.surveys.conditions.reading import read
from district.ground.surveys.conditions.scope import Scope, Wrong
from district.ground.surveys.questions import Choice, Kind, Question, Words
from district.services.advice.models import Mode, Stage

TRADE, SIZE, STREET, FOUNDED = "行业门类", "企业规模", "所属街道", "成立日期"  # the catalogue's own words
ROUND = Decimal(1)

NAMES: tuple[Question, ...] = (
    Question("trade", Kind.TEXT, Words("行业门类", "Trade")),
    Question("size", Kind.TEXT, Words("企业规模", "Size")),
    Question("age", Kind.NUMBER, Words("成立了几年", "Years since it was founded"), places=0),
    Question("street", Kind.TEXT, Words("所在街道", "Subdistrict")),
    Question("stage", Kind.CHOICE, Words("阶段", "Stage"),
             choices=tuple(Choice(key, Words(str(key), str(key))) for key in Stage.values)),
    Question("mode", Kind.CHOICE, Words("希望的方式", "Mode wanted"),
             choices=tuple(Choice(key, Words(str(key), str(key))) for key in Mode.values)),
)  # fmt: skip
SCOPE = Scope.of(NAMES)


def known_of(enterprise: Enterprise | None, *, stage: str, street: str, mode: str) -> dict[str, Any]:
    """Name → what is known today, JSON-ready; what is not known is None."""
    said: dict[str, Any] = {each.key: None for each in NAMES}
    said |= {"stage": stage, "street": street or None, "mode": mode or None}
    if enterprise is not None:
        today = clock.today()
        found = {name: fact.value for name, fact in facts_of(enterprise, today).items() if not fact.expired}
        said |= {"trade": _text(found.get(TRADE)), "size": _text(found.get(SIZE))}
        said["street"] = street or _text(found.get(STREET)) or enterprise.street or None
        founded = found.get(FOUNDED)
        said["age"] = (today - founded).days // 365 if isinstance(founded, dt.date) else None
    return said


def _text(value: Any) -> str | None:
    return str(value) if value not in (None, "") else None


def checked(when: str) -> str:
    """A rule's condition as written. Raises Wrong."""
    if when.strip():
        read(when, SCOPE)
    return when.strip()


def true_of(when: str, known: Mapping[str, Any]) -> bool:
    """Whether a condition holds; none holds always."""
    if not when:
        return True
    typed = {key: Decimal(value) if isinstance(value, int) else value for key, value in known.items()}
    return holds(when, typed, clock.now())


__all__ = ["NAMES", "SCOPE", "Wrong", "checked", "known_of", "true_of"]
