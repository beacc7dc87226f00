"""What people are told of acceptance (验收)."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from district.cases.aftercare.milestones.models import Milestone
from district.cases.core.telling import ROOM
from district.enterprises.queries import told_of
from district.ground.messages.posting import post
from district.ground.people.queries import Person, leaders_of, officers_of
from district.ground.record.actions import official


def asked(row: Milestone) -> None:
    with official():
        office = row.application.programme.office
        _tell(row, officers_of(office), _("%(enterprise)s申请“%(programme)s”验收"), row.say, desk=True)


def checked(row: Milestone) -> None:
    with official():
        office = row.application.programme.office
        people = (officers_of(office) | leaders_of(office)).distinct().exclude(pk=row.checked_by_id or 0)
        _tell(row, people, _("请确认验收：%(enterprise)s “%(programme)s”"), row.found, desk=True)


def confirmed(row: Milestone) -> None:
    with official():
        _tell(row, told_of(row.application.enterprise), _("%(enterprise)s：“%(programme)s”验收合格"),
              _("等验收的款已到期，将安排拨付。"))  # fmt: skip


def returned(row: Milestone) -> None:
    with official():
        _tell(row, told_of(row.application.enterprise), _("%(enterprise)s：“%(programme)s”验收材料请补充"), row.why,
              needs_action=True)  # fmt: skip


def _tell(
    row: Milestone, to: Iterable[Person], title: str, body: str, *, desk: bool = False, needs_action: bool = False
) -> None:
    case = row.application
    words = {"enterprise": case.enterprise.name, "programme": case.programme.name}
    link = (reverse("cases:acceptance", args=[row.reference]) if desk
            else reverse("cases:my_acceptance", args=[case.reference]))  # fmt: skip
    post(to=to, title=(title % words)[:200], body=body, link=link, room=ROOM, subject=row.reference,
         needs_action=desk or needs_action, office=case.programme.office)  # fmt: skip
