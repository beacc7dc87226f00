"""Writes of assigning: a case to a colleague, a list of cases for an absence, and a word about cases left lying."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from district.cases.core.acting import instead_of
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.states import HANDED_IN
from district.cases.desk.assigning.permissions import may_assign, may_receive
from district.cases.desk.assigning.queries import CAUSES, falling_due, lost
from district.ground import clock
from district.ground.messages.posting import post
from district.ground.messages.queries import told_about
from district.ground.people.permissions import require
from district.ground.people.queries import Absence, Bureau, Person, away_on, leaders_of
from district.ground.record.actions import lock, official, write_log

ROOM = "cases"
SHOWN = 20  # cases named in a message; the page has all


def assign(*, application: Application, to: Person, by: Person, reason: str = "") -> Application:
    """Give an open case to a colleague. Whose it is already, it stays without a line in the log.

    Raises Refused, and NotPossible: the case rests, or the colleague is away today.
    """
    with transaction.atomic():
        row = lock(Application.objects.all()).get(pk=application.pk)
        require(may_assign(by, row))
        require(may_receive(to, row))
        if row.state not in HANDED_IN:
            raise NotPossible(_("这件已经办结，不用再派。"))
        if row.officer_id != to.pk:
            if to.pk != by.pk and away_on(clock.today()).filter(person=to).exists():
                raise NotPossible(_("%(name)s今天不在岗，请派给在岗的同事。") % {"name": to})
            give(row, to, by, reason)
    application.refresh_from_db()
    return application


def hand_over(*, absence: Absence, cases: Iterable[str], by: Person) -> int:
    """Give the chosen ones (references) of what falls due during an absence to the substitute; how many it was.

    What is somebody else's by now, or done, is left alone. Raises Refused at the first that may not be given.
    """
    with transaction.atomic():
        rows = lock(falling_due(absence).select_related(None).filter(reference__in=list(cases))).order_by("pk")
        given = 0
        for row in rows:
            require(may_assign(by, row))
            require(may_receive(absence.substitute, row))
            give(row, absence.substitute, by, _("%(name)s不在岗") % {"name": absence.person})
            given += 1
    return given


def give(row: Application, to: Person, by: Person, reason: str) -> None:
    """Whoever may have it: that has been asked."""
    data = {"to": to.username, "from": row.officer.username if row.officer else None, **instead_of(row, by)}
    row.officer = to
    row.save(update_fields=["officer"])
    write_log(room=ROOM, subject=row.reference, verb="assign", by=by, before=row.state, after=row.state,
              reason=reason.strip(), data=data)  # fmt: skip
    if to.pk != by.pk:
        with official():
            title = _("派给您：%(enterprise)s “%(programme)s”") % {
                "enterprise": row.enterprise.name, "programme": row.programme.name}  # fmt: skip
            post(to=[to], title=title, body=reason.strip(), link=reverse("cases:case", args=[row.reference]),
                 room=ROOM, subject=row.reference, needs_action=True, office=row.programme.office)  # fmt: skip


def tell_substitute(absence: Absence) -> None:
    """Tell the substitute from when to when; in the transaction that enters the absence."""
    with official():
        words = {"name": absence.person, "first": _day(absence.first), "last": _day(absence.last)}
        post(
            to=[absence.substitute], title=_("请代理%(name)s的工作：%(first)s至%(last)s") % words,
            body=_("期间您在工作台看到并办理他的件。"), link=reverse("cases:absence", args=[absence.pk]),
            room=ROOM, subject=f"absence-{absence.pk}", needs_action=True,
        )  # fmt: skip


def tell_about_lost(*, today: dt.date) -> dict[str, int]:
    """Tell each bureau's leaders what lies without an owner or a deadline; {bureau: cases}, those told now.

    The same list is told once: something must be new, or otherwise wrong, before it is said again.
    """
    told: dict[str, int] = {}
    for office in Bureau.objects.filter(programmes__applications__isnull=False).distinct():
        rows = list(lost(Application.objects.filter(programme__office=office), today).order_by("pk"))
        if not rows:
            continue
        names = [f"{row.reference} {CAUSES[row.lost]}" for row in rows]  # type: ignore[attr-defined]
        subject = f"lost-{office.pk}-{hashlib.sha256('|'.join(names).encode()).hexdigest()[:16]}"
        if told_about(ROOM, subject):
            continue
        with official():
            title = _("%(n)d 件没有人负责或没有期限") % {"n": len(rows)}
            post(to=leaders_of(office), title=title, body="\n".join(names[:SHOWN]), office=office, room=ROOM,
                 link=reverse("cases:worklist") + "?lost=1", subject=subject, needs_action=True)  # fmt: skip
        told[office.name] = len(rows)
    return told


def _day(date: dt.date) -> str:
    return _("%(y)d年%(m)d月%(d)d日") % {"y": date.year, "m": date.month, "d": date.day}
