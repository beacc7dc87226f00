"""What people are told about questionnaires."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.messages.posting import mark_done, post
from district.ground.papers.letter import official_date
from district.ground.record.actions import official
from district.ground.surveys.links import link_of
from district.ground.surveys.models import Invitation, Questionnaire

ROOM = "surveys"
REMIND_BEFORE = 3  # days before it closes


def invited(questionnaire: Questionnaire, invitations: Sequence[Invitation]) -> None:
    _tell(questionnaire, invitations, "survey", _("请填写问卷：%(title)s"))


def _tell(
    questionnaire: Questionnaire, invitations: Sequence[Invitation], kind: str, words: str, more: str = ""
) -> None:
    with official():
        for each in invitations:
            if each.person is not None:
                who = _("（为%(name)s填写）") % {"name": each.name} if each.subject else ""
                post(
                    to=[each.person], room=ROOM, subject=each.reference.hex, kind=kind, needs_action=not more,
                    office=questionnaire.office, link=link_of(each), title=words % {"title": questionnaire.title[:80]},
                    body=more + _("%(purpose)s%(who)s截止%(day)s。") % {
                        "purpose": questionnaire.purpose.strip(), "who": who,
                        "day": official_date(questionnaire.closes_on),
                    },
                )  # fmt: skip


# Of an anonymous questionnaire everybody who is asked: whom a bureau reminds would tell it who has answered.
WAITS = Q(handed_in=False) | Q(questionnaire__anonymous=True)


def remind(today: dt.date) -> int:
    """Tell those who have not handed in, once, a few days before a questionnaire closes; returns how many."""
    last = today + dt.timedelta(days=REMIND_BEFORE)
    rows = Invitation.objects.filter(
        WAITS, questionnaire__closes_on__range=(today, last), questionnaire__opens_on__lte=today,
        cancelled_at=None, reminded_on=None, person__isnull=False, questionnaire__published_at__isnull=False,
        invited_at__lt=clock.now() - dt.timedelta(days=1),
    ).select_related("questionnaire__office", "person")  # fmt: skip
    found = list(rows[:5000])
    for each in found:
        more = _("这份问卷匿名，请过的都会收到这条提醒；已经交过的不用再填。") if each.questionnaire.anonymous else ""
        _tell(each.questionnaire, [each], "survey-reminder", _("问卷快要截止：%(title)s"), more)
    Invitation.objects.filter(pk__in=[each.pk for each in found]).update(reminded_on=today)
    return len(found)


def still_open(subjects: Collection[str]) -> set[str]:
    """Invitations, by reference, that still wait for an answer, as far as a bureau may learn it."""
    rows = Invitation.objects.filter(
        WAITS, reference__in=list(subjects), cancelled_at=None, questionnaire__closes_on__gte=clock.today()
    )
    return {each.hex for each in rows.values_list("reference", flat=True)}


def answered(invitation: Invitation | None) -> None:
    if invitation is not None:
        mark_done(room=ROOM, subject=invitation.reference.hex)
