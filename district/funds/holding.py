"""What is held comes to its end: told before, longer on request. And a list's part that is decided after the year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.dispatch import Signal
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from district.funds.checks import NotPossible, words
from district.funds.models import Award, Line, Tally
from district.funds.permissions import may_claim
from district.funds.rechecking import move
from district.funds.states import HELD
from district.ground import clock
from district.ground.messages.posting import post
from district.ground.people.permissions import require
from district.ground.people.queries import Person, bureau_named, leaders_of, officers_of
from district.ground.record import calendar
from district.ground.record.actions import lock, write_log

ROOM = "funds"
BEFORE = dt.timedelta(days=14)  # so long before its end a hold is told of; illustrative
LEAST = dt.timedelta(days=7)  # nothing ends untold, or sooner than so long after it was
SHOWN, SOME = 20, 500  # holds named in a message; keys a statement

holds_end_soon = Signal()
"""Sent with `awards` (a list of Award) in the transaction that notes that they were told."""


def extend_hold(*, reference: str, by: Person, reason: str = "") -> Award:
    """Hold for a case as long again as its line says, from today. Raises NotPossible (no such hold), MoveRefused,
    Refused."""
    award = Award.objects.select_related("line", "version__programme").filter(reference=reference).first()
    if award is None:
        raise NotPossible(_("没有“%(reference)s”的资金记录。") % {"reference": reference})
    require(may_claim(by, award.version.programme if award.version else None, award.line))
    with move(award, "extend", by, {}, reason) as row:
        last = clock.today() + dt.timedelta(days=award.line.hold_days)
        row.expires_on = max(row.expires_on or last, last)
    return award


def warn_ending(*, today: dt.date) -> int:
    """Tell the finance bureau, line by line, and by `holds_end_soon` the officers of holds that end within BEFORE, each
    once; how many. Nobody on a day off. A handful of queries whatever the number. What should have been told of before
    and was not stays LEAST longer.
    """
    if not calendar.day(today).counted:
        return 0
    with transaction.atomic():
        rows = Award.objects.filter(state=HELD, expires_on__lte=today + BEFORE).exclude(warned_for=F("expires_on"))
        rows.filter(expires_on__lt=today + LEAST).update(expires_on=today + LEAST)  # nights were missed
        rows = lock(rows)
        awards = list(rows.order_by("line_id", "expires_on", "pk").prefetch_related("enterprise"))
        if not awards:
            return 0
        keys = [award.pk for award in awards]
        for start in range(0, len(keys), SOME):
            Award.objects.filter(pk__in=keys[start : start + SOME]).update(warned_for=F("expires_on"))
        lines = Line.objects.select_related("office").in_bulk({award.line_id for award in awards})
        for line, some in groupby(awards, key=lambda award: award.line_id):
            _tell_finance(lines[line], list(some))
        holds_end_soon.send(sender=Award, awards=awards)
    return len(awards)


def held_by_award(awards: Sequence[Award]) -> dict[int, int]:
    """Fen that each of these awards holds; a query a piece."""
    found: dict[int, int] = {}
    keys = [award.pk for award in awards]
    for start in range(0, len(keys), SOME):
        rows = Tally.objects.filter(award__in=keys[start : start + SOME], held__gt=0).values_list("award", "held")
        for award, fen in rows:
            found[award] = found.get(award, 0) + fen
    return found


def _tell_finance(line: Line, awards: list[Award]) -> None:
    finance = bureau_named(settings.FINANCE_BUREAU)
    if finance is None:
        return
    people = {person.pk: person for person in [*officers_of(finance), *leaders_of(finance)]}
    held = held_by_award(awards)
    with override(settings.LANGUAGE_CODE):
        title = _("“%(line)s”有 %(n)d 件占用快到期") % {"line": line, "n": len(awards)}
        body = _("合计 %(yuan)s。到期没有决定也没有延长的，退回可用指标。") % {"yuan": words(sum(held.values()))}
        names = [ending(award) for award in awards[:SHOWN]]
        post(to=people.values(), title=title[:200], body="\n".join([body, *names]), room=ROOM, subject=line.reference,
             link=f"{reverse('funds:year')}#holds", needs_action=True, kind="reminder", office=finance)  # fmt: skip
    write_log(room=ROOM, subject=line.reference, verb="holds-end-soon", by=None,
              data={"awards": [award.reference for award in awards]})  # fmt: skip


def ending(award: Award) -> str:
    """`SB2022-… 示例公司：2023年1月10日 到期`."""
    day = clock.said(award.expires_on) if award.expires_on else ""
    return _("%(reference)s %(enterprise)s：%(day)s 到期") % {
        "reference": award.reference, "enterprise": award.enterprise.name, "day": day,
    }  # fmt: skip
