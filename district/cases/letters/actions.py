"""Issuing papers inside the transaction of what they are about, filing them sealed, noting how they reached people."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from district.cases.core import numbers
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application, Decision
from district.cases.letters import tasks
from district.cases.letters.models import MARKS, SENT, IssuedLetter, Kind, Served
from district.cases.letters.permissions import may_serve
from district.cases.letters.writing import decision_letter, rests_on_unconfirmed
from district.enterprises.mandates.permissions import Scope, may_act
from district.ground import clock
from district.ground.anchors import queries as anchors
from district.ground.papers.letter import Letter
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import write_log

ROOM = "cases"


def issue(decision: Decision) -> IssuedLetter:
    """Keep what the letter of a decision says. Raises NotPossible where a rule behind it is confirmed by no document.

    In a demonstration such a paper is issued as a sample, across every page.
    """
    letter = decision_letter(decision)
    if decision.ground:  # it rests on a law, not on the programme's rule
        return _keep(decision.application, Kind.DECLINED, f"decision {decision.pk}", letter, decision)
    check_confirmed(decision.verdict, decision.reasons)
    return _keep(decision.application, Kind.DECISION, f"decision {decision.pk}", letter, decision)


def check_confirmed(verdict: Mapping[str, Any], reasons: Iterable[Mapping[str, Any]]) -> None:
    """Raises NotPossible where a rule behind a decision is confirmed by no document, but for a demonstration."""
    if not settings.DEMO and rests_on_unconfirmed(verdict, reasons):
        raise NotPossible(_("所依据的规则或参数还没有文件确认，不能作出正式决定。请先补上依据并发布。"))


def issue_paper(application: Application, kind: Kind, cause: str, letter: Letter) -> IssuedLetter:
    """Keep a paper of another kind, with the next number of its own series unless `letter` brings one.

    The same cause again gives the paper there is.
    """
    if known := IssuedLetter.objects.filter(kind=kind, cause=cause).first():
        return known
    if letter.number:
        return _keep(application, kind, cause, letter)
    _serial, number = numbers.take_number(application.programme.office, clock.today().year, MARKS[kind])
    return _keep(application, kind, cause, dataclasses.replace(letter, number=number))


def _keep(
    application: Application, kind: Kind, cause: str, letter: Letter, decision: Decision | None = None
) -> IssuedLetter:
    letter = letter.to_a_person() if application.enterprise.is_person else letter
    if (head := anchors.last_until(clock.today())) is not None:
        letter = dataclasses.replace(letter, notes=(*letter.notes, anchors.words_of(head)))
    code = "-".join(numbers.draw(4) for _ in range(3))
    tasks.soon()
    return IssuedLetter.objects.create(
        application=application, kind=kind, cause=cause, decision=decision, number=letter.number,
        office=decision.office if decision else application.programme.office, code=code, content=letter.plain(),
        digest=letter.digest, at=clock.now(),
    )  # fmt: skip


def note_read(issued: IssuedLetter, by: Person) -> None:
    """The receiving enterprise took the paper, or its agent who receives for it: from that day its terms run."""
    if issued.kind == Kind.RECEIPT or not may_act(by, issued.application.enterprise, Scope.MESSAGES, why=""):
        return  # a receipt sets no term running
    with transaction.atomic():
        _row, new = Served.objects.get_or_create(
            letter=issued, by=by, how="read", defaults={"on": clock.today(), "at": clock.now()}
        )
        if new:
            write_log(room=ROOM, subject=issued.application.reference, verb="letter_read", by=by,
                      data={"number": issued.number})  # fmt: skip


def serve(*, letter: IssuedLetter, by: Person, how: str, on: dt.date, note: str) -> Served:
    """Note that a paper was posted or handed over (送达回证), on which day, with the number of the post or who signed.

    Raises Refused, NotPossible.
    """
    require(may_serve(by, letter))
    if how not in dict(SENT):
        raise NotPossible(_("请选送达方式：邮寄或直接送达。"))
    if not note.strip():
        raise NotPossible(_("请写明邮件号或签收人。"))
    if not timezone.localdate(letter.at) <= on <= clock.today():
        raise NotPossible(_("送达的日子应在文书作出之后、今天之前。"))
    with transaction.atomic():
        row, new = Served.objects.get_or_create(
            letter=letter, how=how, on=on, note=note.strip()[:200], defaults={"by": by, "at": clock.now()}
        )
        if new:
            write_log(room=ROOM, subject=letter.application.reference, verb="letter_served", by=by,
                      data={"number": letter.number, "how": how, "on": on.isoformat(), "note": row.note})  # fmt: skip
    return row
