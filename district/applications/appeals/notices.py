"""What people are told of appeals and replaced decisions."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from district.applications.appeals.models import Appeal
from district.applications.approving.permissions import steps_aside
from district.applications.models import Application, Decision
from district.applications.notices import ROOM, official
from district.enterprises.actions import tell_members
from district.people.queries import Role, leaders_of, officers_of
from district.record.actions import post


def replaced(case: Application, decision: Decision) -> None:
    with official():
        words = {"programme": case.programme.name, "number": decision.number}
        tell_members(
            case.enterprise, title=_("“%(programme)s”的决定已更正") % words,
            body=_("新的决定 %(number)s 替代原决定，理由和不服的办法请看新的决定。") % words, room=ROOM,
            subject=case.reference, link=reverse("applications:mine_one", args=[case.reference]), needs_action=True,
            kind=decision.outcome, office=decision.office,
        )  # fmt: skip


def filed(appeal: Appeal) -> None:
    case = appeal.decision.application
    with official():
        words = {"enterprise": case.enterprise.name, "programme": case.programme.name,
                 "number": appeal.decision.number}  # fmt: skip
        here = (officers_of(appeal.decision.office) | leaders_of(appeal.decision.office)).distinct()
        people = [each for each in here if not steps_aside(each, appeal.decision, (Role.OFFICER, Role.LEADER))]
        post(
            to=people, title=_("复核申请：%(enterprise)s “%(programme)s” 对 %(number)s") % words,
            body=_("请由没有作出原决定的人受理。"), link=reverse("applications:appeal", args=[appeal.reference]),
            room=ROOM, subject=case.reference, needs_action=True, office=appeal.decision.office,
        )  # fmt: skip


def admitted(appeal: Appeal) -> None:
    with official():
        body = _("由没有作出原决定的人复核，结果会通知您。")
        _tell(appeal, _("“%(programme)s”复核申请已受理：%(number)s"), body)


def answered(appeal: Appeal) -> None:
    with official():
        _tell(
            appeal,
            _("“%(programme)s”复核有结果了：%(number)s"),
            _("%(reply)s\n不服的，可以依法申请行政复议或者提起行政诉讼。") % {"reply": appeal.reply},
        )


def _tell(appeal: Appeal, title: str, body: str) -> None:
    case = appeal.decision.application
    words = {"programme": case.programme.name, "number": appeal.decision.number}
    tell_members(
        case.enterprise, title=title % words, body=body, room=ROOM, subject=case.reference,
        link=reverse("applications:mine_one", args=[case.reference]), office=appeal.decision.office,
    )  # fmt: skip
