"""The long stop of a joint review: its leader ends one that has no answer, with a reason."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from district.cases.core import steps, telling, terms
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.process import JOINT as JOINT_STEP
from district.cases.review.joint.actions import go_on
from district.cases.review.joint.models import Opinion
from district.cases.review.joint.permissions import may_end
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person


def may_be_ended_from(opinion: Opinion) -> dt.date:
    """The day after which an opinion is waited for no longer: its day, or that on which its clock was stopped, and the
    version's `deadlines.joint` on top."""
    began = timezone.localdate(opinion.suspended_at) if opinion.suspended_at else opinion.due_on
    return terms.term(opinion.application.version.description, "joint").from_day(began).date


def waits_until(application: Application) -> dt.date | None:
    """The last day on which the review still waits for somebody; None when nobody is missing."""
    missing = application.opinions.filter(said="").select_related("application__version")
    return max((may_be_ended_from(each) for each in missing), default=None)


def end_unanswered(*, application: Application, by: Person, reason: str) -> Application:
    """End a joint review though bureaus are silent: their opinions are kept as not given, with who ended it and why.

    Raises Refused (leaders of the lead bureau only), MoveRefused, NotPossible: no reason, or too early.
    """
    require(may_end(by, application))
    if not reason.strip():
        raise NotPossible(_("请写明为什么不再等。"))
    names: list[str] = []
    data = {"unanswered": names}
    with steps.move(application, "gather", by, data, reason.strip()) as row:
        until = waits_until(row)
        if until is not None and until >= clock.today():
            words = {"y": until.year, "m": until.month, "d": until.day}
            raise NotPossible(_("还在等会办意见，%(y)d年%(m)d月%(d)d日之后才能这样结束。") % words)
        for each in row.opinions.filter(said="").select_related("office"):
            names.append(each.office.name)
            each.said, each.by, each.at, each.note = Opinion.Said.UNANSWERED, by, clock.now(), reason.strip()
            go_on(each)
            each.save()
        steps.pass_step(row, JOINT_STEP)
        telling.review_ended(row, names)
    return application
