"""The register of today beside what a case froze: a difference that changes what is decided stops it.

The as-of date and the version stay those of the submission; what is read is what is known today. What is counted over a
period stays that of the case's own day: a later year's turnover is another quantity, not another value. The firm's own
word of another day changes nothing here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from district.cases.core import knowledge, queries, standing
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.enterprises.queries import Enterprise, Fact
from district.ground import clock
from district.policies.queries import ProgrammeVersion
from district.policies.reading import periodic

DECLARED = "declared"


class RegisterDiffers(NotPossible):
    """Today's register would decide otherwise; `str()` names both values, what bars first."""


@dataclass(frozen=True)
class Difference:
    """One fact as the case froze it (None: not known, or expired by then) and as it is known today."""

    name: str
    frozen: Mapping[str, Any] | None
    today: Mapping[str, Any]
    bars: bool

    @property
    def before(self) -> str:
        return _told(self.frozen)

    @property
    def now(self) -> str:
        return _told(self.today)

    @property
    def words(self) -> str:
        said = {"name": self.name, "before": self.before, "now": self.now}
        return _("%(name)s 读取时%(before)s，今天%(now)s") % said


def read(version: ProgrammeVersion, enterprise: Enterprise, as_of: dt.date, day: dt.date) -> standing.Frozen:
    """What is known for a case of `as_of` on `day`: the facts of its own day, and what the register learnt since.

    Two queries, four where the days differ. A later value that has run out by `day` leaves the fact unknown.
    """
    found = knowledge.known(enterprise, as_of)
    if day <= as_of:
        return found
    of_a_period = periodic(version)
    for name, fact in knowledge.known(enterprise, day).items():
        old = found.get(name)
        if fact["grade"] == DECLARED or name in of_a_period or (old and old["value"] == fact["value"]):
            continue
        if not fact["expired"] or (old and old["valid_from"] < fact["valid_from"]):
            found[name] = fact
    return found


def differences(row: Application, day: dt.date | None = None) -> list[Difference]:
    """What the register says otherwise than the case, where it changes the verdict or the amount; what bars first."""
    today = day or clock.today()
    if not _learnt(row, today):
        return []
    known = read(row.version, row.enterprise, row.as_of, today)
    changed = {
        name: fact
        for name, fact in standing.needed(row.version, known, row.facts).items()
        if fact["grade"] != DECLARED and _value(fact) != _value(row.facts.get(name))
    }
    if not changed:
        return []
    answers = queries.answers_of(row)
    before = standing.judge(row.version, row.facts, row.as_of, answers)
    after = standing.judge(row.version, {**row.facts, **changed}, row.as_of, answers)
    if (before["eligible"], before["amount"]) == (after["eligible"], after["amount"]):
        return []
    found = [_difference(row, name, fact, before, answers) for name, fact in changed.items()]
    telling = sorted((each for each in found if each is not None), key=lambda each: not each.bars)
    if any(each.bars for each in telling) or not _bars(before, after):
        return telling or [Difference(name, _known(row.facts.get(name)), fact, False) for name, fact in changed.items()]
    # It is barred by them together.
    return [Difference(name, _known(row.facts.get(name)), fact, True) for name, fact in changed.items()]


def _learnt(row: Application, day: dt.date) -> bool:
    """Whether any current value of what the version reads is another than the case froze; one query."""
    names = {*row.facts, *(row.verdict.get("missing") or []), *(row.version.description.get("facts") or [])}
    rows = Fact.objects.current().filter(enterprise=row.enterprise_id, kind__in=names, valid_from__lte=day)
    return any(
        _text(row.facts.get(name)) != text for name, text in rows.exclude(grade=DECLARED).values_list("kind", "value")
    )


def _text(fact: Mapping[str, Any] | None) -> str | None:
    """A frozen value as the register keeps it."""
    if fact is None or fact.get("expired"):
        return None
    value: str = {True: "true", False: "false"}.get(fact["value"], fact["value"])
    return value


def check(row: Application) -> None:
    """Raises RegisterDiffers where the register of today would decide a case otherwise than what it froze."""
    if found := differences(row):
        raise RegisterDiffers(
            _("今天的登记与本件读取的不同，会改变结果，请先重新取数：%(said)s。") % {"said": in_words(found)}
        )


def check_still_fits(row: Application) -> None:
    """The same for what was decided before and would be given more now: only what bars it stops, for what was decided
    stands on its own day.
    """
    if found := [each for each in differences(row) if each.bars]:
        raise RegisterDiffers(_("按今天的登记已不符合，不能再给：%(said)s。") % {"said": in_words(found)})


def in_words(found: list[Difference]) -> str:
    return "；".join(each.words for each in found)


def _value(fact: Mapping[str, Any] | None) -> Any:
    return None if fact is None or fact.get("expired") else standing.value_of(fact["value"], fact["type"])


def _known(fact: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    return None if fact is None or fact.get("expired") else fact


def _difference(
    row: Application, name: str, fact: Mapping[str, Any], before: standing.VerdictJson, answers: Mapping[str, bool]
) -> Difference | None:
    """What this one fact changes alone; None where it changes nothing."""
    alone = standing.judge(row.version, {**row.facts, name: dict(fact)}, row.as_of, answers)
    if (alone["eligible"], alone["amount"]) == (before["eligible"], before["amount"]):
        return None
    return Difference(name, _known(row.facts.get(name)), fact, _bars(before, alone))


def _bars(before: standing.VerdictJson, after: standing.VerdictJson) -> bool:
    """Whether a case cannot be granted any more."""
    return after["eligible"] is not True and after["eligible"] != before["eligible"]


def _told(fact: Mapping[str, Any] | None) -> str:
    """`为“是”（信用平台，2026年3月1日）`."""
    if _value(fact) is None or fact is None:
        return _("不清楚")
    value = _value(fact)
    shown = (_("是") if value else _("否")) if isinstance(value, bool) else f"{value}{fact['unit']}"
    day = dt.date.fromisoformat(fact["valid_from"])
    words = {"value": shown, "source": fact["source"], "y": day.year, "m": day.month, "d": day.day}
    return _("为%(value)s（%(source)s，%(y)d年%(m)d月%(d)d日）") % words
