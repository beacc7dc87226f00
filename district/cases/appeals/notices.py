"""What people are told of appeals and replaced decisions."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from district.cases.appeals.models import Appeal
from district.cases.appeals.states import WAYS
from district.cases.approving.permissions import steps_aside
from district.cases.core.models import Application, Decision
from district.cases.core.telling import ROOM
from district.enterprises.actions import tell_members
from district.ground.messages.posting import post
from district.ground.people.queries import Person, Role, leaders_of, officers_of
from district.ground.record.actions import official


def replaced(case: Application, decision: Decision) -> None:
    with official():
        words = {"programme": case.programme.name, "number": decision.number}
        tell_members(
            case.enterprise, title=_("“%(programme)s”的决定已更正") % words,
            body=_("新的决定 %(number)s 替代原决定，理由和不服的办法请看新的决定。") % words, room=ROOM,
            subject=case.reference, link=reverse("cases:mine_one", args=[case.reference]), needs_action=True,
            kind=decision.outcome, office=decision.office,
        )  # fmt: skip


def filed(appeal: Appeal) -> None:
    case = appeal.decision.application
    with official():
        words = {"enterprise": case.enterprise.name, "programme": case.programme.name,
                 "number": appeal.decision.number}  # fmt: skip
        post(
            to=_others(appeal), title=_("复核申请：%(enterprise)s “%(programme)s” 对 %(number)s") % words,
            body=_("请由没有作出原决定的人受理。"), link=reverse("cases:appeal", args=[appeal.reference]),
            room=ROOM, subject=case.reference, needs_action=True, office=appeal.decision.office,
        )  # fmt: skip


def _others(appeal: Appeal) -> list[Person]:
    """Officers and leaders of the lead bureau who did not sign: all may take it up, leaders change the decision."""
    office = appeal.decision.office
    here = (officers_of(office) | leaders_of(office)).distinct()
    return [each for each in here if not steps_aside(each, appeal.decision, (Role.OFFICER, Role.LEADER))]


def admitted(appeal: Appeal) -> None:
    with official():
        case = appeal.decision.application
        words = {"enterprise": case.enterprise.name, "programme": case.programme.name,
                 "number": appeal.decision.number}  # fmt: skip
        post(
            to=[each for each in leaders_of(appeal.decision.office).exclude(pk=appeal.reviewer_id or 0)
                if not steps_aside(each, appeal.decision, (Role.LEADER,))],
            title=_("复核中，可能要您改变决定：%(enterprise)s “%(programme)s” 对 %(number)s") % words,
            body=_("改变原决定由没有作出原决定的负责人办理，请在期限内与复核人商定。"),
            room=ROOM, subject=case.reference,
            link=reverse("cases:appeal", args=[appeal.reference]), needs_action=True,
            office=appeal.decision.office,
        )  # fmt: skip
        body = _("由没有作出原决定的人复核，结果会通知您。")
        _tell(appeal, _("“%(programme)s”复核申请已受理：%(number)s"), body)


def reopened(case: Application, way: str) -> None:
    """The refusal does not stand: the enterprise reads how it goes on, the officers that it is theirs again."""
    with official():
        words = {"programme": case.programme.name, "enterprise": case.enterprise.name, "way": str(WAYS[way])}
        shared: dict[str, Any] = {"room": ROOM, "subject": case.reference, "office": case.programme.office}
        tell_members(
            case.enterprise, title=_("“%(programme)s”重新办理") % words,
            body=_("原决定不成立：%(way)s。办完后作出新的决定，通知您。") % words,
            link=reverse("cases:mine_one", args=[case.reference]), **shared,
        )  # fmt: skip
        post(
            to=officers_of(case.programme.office), title=_("重新办理：%(enterprise)s “%(programme)s”") % words,
            body=_("复核后：%(way)s。") % words, link=reverse("cases:case", args=[case.reference]),
            needs_action=True, **shared,
        )  # fmt: skip


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
        link=reverse("cases:mine_one", args=[case.reference]), office=appeal.decision.office,
    )  # fmt: skip
