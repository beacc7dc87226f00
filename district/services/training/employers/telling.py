"""What people are told of employers' training; in Chinese, as is official."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from district.enterprises.actions import tell_members
from district.ground import clock
from district.ground.messages.posting import mark_done, post
from district.ground.people.queries import Person, officers_of
from district.ground.record.actions import official
from district.policies.queries import reach
from district.services.training.employers.models import AuditItem, Filing, SharedCourse

ROOM = "employers"


def _mine(filing: Filing) -> str:
    return reverse("employers:mine_one", args=[filing.reference])


def _desk(filing: Filing) -> str:
    return reverse("employers:filing", args=[filing.reference])


def _tell_firm(filing: Filing, title: str, body: str = "", *, action: bool = False, about: str = "") -> None:
    """`about`: what of the filing it is, where that waits for an answer of its own."""
    tell_members(
        filing.enterprise, title=title, body=body, link=_mine(filing), room=ROOM, subject=about or filing.reference,
        kind="training", office=filing.office, needs_action=action,
    )  # fmt: skip


def _tell_desk(filing: Filing, title: str, body: str = "") -> None:
    """Who follows it up; before anybody does, the bureau's officers."""
    to = [filing.officer] if filing.officer is not None else officers_of(filing.office)
    post(to=to, title=title, body=body, link=_desk(filing), room=ROOM, subject=filing.reference, kind="training",
         office=filing.office)  # fmt: skip


@official()
def filed(filing: Filing) -> None:
    _tell_desk(filing, _("新的培训备案：%(name)s") % {"name": filing.enterprise.name})


@official()
def changed(filing: Filing) -> None:
    _tell_desk(filing, _("%(name)s变更了培训备案，请再确认") % {"name": filing.enterprise.name})


@official()
def acknowledged(filing: Filing) -> None:
    assert filing.officer is not None
    mark_done(room=ROOM, subject=filing.reference)
    words = {
        "reference": filing.reference, "day": clock.said(filing.filed_on), "name": filing.officer.name,
        "phone": reach(filing.office.name).phone or filing.office.contact,
    }  # fmt: skip
    _tell_firm(
        filing, _("培训备案已确认：%(reference)s") % words,
        _("备案从%(day)s起算。跟踪专员是%(name)s，有事可以找他（%(phone)s）。") % words,
    )  # fmt: skip


@official()
def asked(filing: Filing) -> None:
    _tell_firm(filing, _("请补充培训备案：%(reference)s") % {"reference": filing.reference}, filing.asked, action=True)


@official()
def answered(filing: Filing) -> None:
    mark_done(room=ROOM, subject=filing.reference)
    _tell_desk(filing, _("%(name)s补充了培训备案") % {"name": filing.enterprise.name}, filing.answer)


@official()
def finished(filing: Filing) -> None:
    _tell_desk(filing, _("%(name)s的培训已结班") % {"name": filing.enterprise.name})


@official()
def withdrawn(filing: Filing) -> None:
    mark_done(room=ROOM, subject=filing.reference)
    _tell_desk(filing, _("%(name)s撤回了培训备案") % {"name": filing.enterprise.name})


@official()
def assigned(filing: Filing, before: Person) -> None:
    assert filing.officer is not None
    words = {"name": filing.officer.name, "reference": filing.reference}
    _tell_firm(filing, _("跟踪专员换成%(name)s：%(reference)s") % words)
    post(to=[filing.officer, before], title=_("培训%(reference)s由%(name)s跟踪") % words, link=_desk(filing), room=ROOM,
         subject=filing.reference, kind="training", office=filing.office)  # fmt: skip


@official()
def course_settled(course: SharedCourse) -> None:
    said = _("共享课程已公开：%(title)s") if course.state == "open" else _("共享课程没有公开：%(title)s")
    tell_members(
        course.enterprise, title=said % {"title": course.title}, body=course.why,
        link=reverse("employers:mine"), room=ROOM, subject=course.reference, kind="training", office=course.office,
    )  # fmt: skip


@official()
def doubted(item: AuditItem, until: dt.date) -> None:
    filing = item.learner.filing
    words = {"name": item.learner.masked, "until": until, "doubt": item.doubt}
    _tell_firm(
        filing, _("培训抽查有疑点，请陈述意见"),
        _("学员%(name)s：%(doubt)s。请在%(until)s前陈述意见，之后再作结论。") % words, action=True,
        about=item.reference,
    )  # fmt: skip


@official()
def heard(item: AuditItem) -> None:
    assert item.by is not None
    filing = item.learner.filing
    mark_done(room=ROOM, subject=item.reference)
    post(to=[item.by], title=_("%(name)s陈述了意见") % {"name": filing.enterprise.name}, body=item.heard[:300],
         link=reverse("employers:audit", args=[item.audit.reference]), room=ROOM, subject=item.reference,
         kind="training", office=filing.office)  # fmt: skip


@official()
def ruled(item: AuditItem) -> None:
    words = {"name": item.learner.masked, "state": item.shown.public}
    mark_done(room=ROOM, subject=item.reference)
    _tell_firm(item.learner.filing, _("抽查结论：%(name)s，%(state)s") % words, item.ruling, about=item.reference)
