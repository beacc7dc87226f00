"""What experts are told."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from district.cases.review.scoring.models import Round
from district.ground.messages.posting import post
from district.ground.people.queries import Expert
from district.ground.record.actions import official

ROOM = "cases"


def to_experts(round_: Round, experts: Iterable[Expert], *, again: bool = False) -> None:
    """A round asks these experts; `again`: to look at a sheet that lies far from the others. Who has no account is
    asked by a one-time link, which the officer passes on."""
    with official():
        day = {"y": round_.due_on.year, "m": round_.due_on.month, "d": round_.due_on.day}
        title, body = _("请评审：%(programme)s"), _("请先申报有无利益关系，再在%(y)d年%(m)d月%(d)d日前打分。")
        if again:
            title = _("请复看您的评分：%(programme)s")
            body = _("有的评分与其他专家相差较大。可以改，也可以不改，请在评语里写明理由。")
        post(
            to=[each.person for each in experts if each.person is not None],
            title=title % {"programme": round_.programme.name}, body=body % day,
            link=reverse("cases:sheets"), room=ROOM, subject=round_.reference, needs_action=True,
            office=round_.programme.office,
        )  # fmt: skip
