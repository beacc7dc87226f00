"""Reads of what was said: then and now, and why they differ."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from district.ground.figures.actions import kept
from district.ground.figures.behind import all_behind
from district.ground.figures.counting import NotCounted, Told, parts_of, value
from district.ground.figures.models import Said
from district.ground.figures.registry import FIGURES
from district.ground.figures.shown import in_words
from district.ground.people.permissions import Refused

__all__ = ["Compared", "Said", "compared", "said_about"]


@dataclass(frozen=True)
class Compared:
    """What was said and what is so now. `now` is None where it cannot be told any more, `why_not` says why. `came`,
    `gone`, `changed`: keys of rows; `because` says all of it in sentences.
    """

    said: Said
    now: Told | None
    came: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    because: tuple[str, ...] = ()
    why_not: str = ""

    @property
    def same(self) -> bool:
        return self.now is not None and (self.now.number, self.now.bottom) == (self.said.number, self.said.bottom)

    @property
    def then_words(self) -> str:
        said = self.said
        return in_words(said.number, said.bottom, said.percent, said.unit, money=said.money)

    @property
    def now_words(self) -> str:
        if self.now is None:
            return "—"
        return in_words(self.now.number, self.now.bottom, self.now.percent, self.said.unit, money=self.said.money)


def compared(said: Said, user: Any = None) -> Compared:
    """Count again what was said, of the same days. Raises nothing: what cannot be told any more is said so."""
    figure = FIGURES.get(said.figure)
    if figure is None:
        return Compared(said, None, why_not=_("这个数字已不再统计。"))
    try:
        now = value(figure, said.period, where=said.where, user=user, in_public=True)
        rows = kept(parts_of(figure)[0], said.period, said.where)
    except (NotCounted, Refused) as cannot:
        return Compared(said, None, why_not=str(cannot))
    came: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    if said.rows is not None and rows is not None:
        then = said.rows
        came = tuple(key for key in rows if key not in then)
        gone = tuple(key for key in then if key not in rows)
        changed = tuple(key for key in rows if key in then and Decimal(rows[key]) != Decimal(then[key]))
    found = Compared(said, now, came, gone, changed)
    return Compared(said, now, came, gone, changed, tuple(_because(found, figure)))


def _because(found: Compared, figure: Any) -> list[str]:
    said, reasons = found.said, []
    if figure.edition != said.edition:
        reasons.append(
            _("口径改了：当时是第 %(then)d 版，现在是第 %(now)d 版。") % {"then": said.edition, "now": figure.edition}
        )
    if found.came:
        reasons.append(_("后来记入 %(n)d 条属于这个期间的。") % {"n": len(found.came)})
    if found.gone:
        reasons.append(_("当时计入的 %(n)d 条现在不再计入：被更正、撤销或退回。") % {"n": len(found.gone)})
    if found.changed:
        reasons.append(_("%(n)d 条的金额改了。") % {"n": len(found.changed)})
    if not reasons and not found.same:
        reasons.append(_("当时计入的行太多，没有逐条留下，只能说总数变了。") if said.rows is None
                       else _("另一个数（分母）变了。"))  # fmt: skip
    return reasons


def rows_that_changed(found: Compared, user: Any) -> dict[str, QuerySet[Any]]:
    """Words → rows that make the difference and that the person may read."""
    figure = FIGURES.get(found.said.figure)
    if figure is None or found.now is None:
        return {}
    part = parts_of(figure)[0]
    there = all_behind(part, found.said.period, where=found.said.where, in_public=True)
    every = part.source.rows(found.now.period.last)
    parts = {
        _("后来记入的"): there.filter(pk__in=found.came), _("不再计入的"): every.filter(pk__in=found.gone),
        _("金额改了的"): there.filter(pk__in=found.changed),
    }  # fmt: skip
    keys = (found.came, found.gone, found.changed)
    return {
        words: part.source.listed(part.source.read_by(rows, user))
        for (words, rows), some in zip(parts.items(), keys, strict=True) if some
    }  # fmt: skip


def said_about(subject: str) -> QuerySet[Said]:
    """What was said in one letter or reply, in its order."""
    return Said.objects.filter(subject=subject).select_related("by").order_by("at", "pk")
