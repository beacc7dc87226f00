"""What experts and askers are told about panels; in Chinese, as is official."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from district.ground.messages.posting import mark_done, post
from district.ground.people.queries import Person, leaders_of, officers_of
from district.ground.record.actions import official
from district.services.advice.panels.models import Panel, Part
from district.services.advice.telling import whose

ROOM = "panels"
KIND, SIGNS = "panel", "panel_sign"


def _say(
    panel: Panel, to: Iterable[Person], title: str, body: str, link: str, *, kind: str = KIND, action: bool = False
) -> None:
    people = sorted(set(to), key=lambda each: each.pk)
    if people:
        post(to=people, title=title, body=body, room=ROOM, subject=panel.reference, kind=kind, needs_action=action,
             office=panel.office, link=link)  # fmt: skip


def page(panel: Panel) -> str:
    return reverse("panels:mine", args=[panel.reference])


def desk(panel: Panel) -> str:
    return reverse("panels:desk_panel", args=[panel.reference])


def _experts(panel: Panel, *, standby: bool = False) -> list[Person]:
    rows = panel.parts.filter(ended_at=None, standby=standby, expert__person__isnull=False)
    return [each.expert.person for each in rows.select_related("expert__person") if each.expert.person is not None]


def _keepers(panel: Panel) -> list[Person]:
    return list(officers_of(panel.office) or leaders_of(panel.office))


def _values(panel: Panel) -> dict[str, str]:
    return {"title": panel.title, "when": panel.when, "where": panel.where, "why": panel.why}


def asked(panel: Panel, by: Person) -> None:
    """The experts, with the brief at hand. Who asked is told by `slots`."""
    with official():
        body = _("%(when)s，%(where)s。请先看共同简报；结束后写下您这一部分的意见并签字。不能来请尽早说，会请人接替。")
        _say(panel, [each for each in _experts(panel) if each != by], _("请您参加：%(title)s") % _values(panel),
             body % _values(panel), page(panel))  # fmt: skip


def withdrew(part: Part, *, nobody: bool) -> None:
    """`nobody`: it was the last who would have come, so who asked hears of it before they set out."""
    panel = part.panel
    with official():
        values = {**_values(panel), "name": part.expert.name, "why": part.why}
        title = _("%(name)s来不了，请安排接替：%(title)s")
        if nobody:
            title = _("专家都来不了，请安排接替或者取消：%(title)s")
        _say(panel, _keepers(panel), title % values,
             _("%(when)s。原因：%(why)s。候补专家一键接替。") % values, desk(panel), action=True)  # fmt: skip
        if nobody:
            _say(panel, whose(panel.need), _("专家临时来不了，正在请人接替：%(title)s") % values,
                 _("原定 %(when)s。请到了人会如期进行；请不到会取消，并通知您。") % values, page(panel))  # fmt: skip


def steps_in(part: Part, by: Person | None) -> None:
    panel = part.panel
    mark_done(room=ROOM, subject=panel.reference)
    with official():
        values = {**_values(panel), "name": part.expert.name, "role": part.get_role_display()}
        if part.expert.person is not None and part.expert.person != by:
            _say(panel, [part.expert.person], _("请您接替：%(title)s") % values,
                 _("%(when)s，%(where)s，角色：%(role)s。请先看共同简报。") % values, page(panel))  # fmt: skip


def remind(part: Part) -> None:
    panel = part.panel
    with official():
        values = {**_values(panel), "name": part.expert.name}
        if part.expert.person is not None:
            _say(panel, [part.expert.person], _("请签您的意见：%(title)s") % values,
                 _("%(when)s。所有专家签字后，记录才会封存并交给对方。") % values, page(panel),
                 kind=SIGNS, action=True)  # fmt: skip
        else:
            _say(panel, _keepers(panel), _("%(name)s还没有签意见：%(title)s") % values,
                 _("这位专家没有账号，请把签字链接发给他。"), desk(panel), kind=SIGNS, action=True)  # fmt: skip


def sealed(panel: Panel) -> None:
    """`advice` tells who asked that there is a record."""
    mark_done(room=ROOM, subject=panel.reference)
    with official():
        _say(panel, _experts(panel), _("记录已签齐并封存：%(title)s") % _values(panel), _("谢谢您。"), page(panel))


def cancelled(panel: Panel, by: Person | None) -> None:
    mark_done(room=ROOM, subject=panel.reference)
    with official():
        people = {*_experts(panel), *whose(panel.need)} - ({by} if by else set())
        _say(panel, people, _("取消了：%(title)s") % _values(panel),
             _("原定 %(when)s。原因：%(why)s。") % _values(panel), page(panel))  # fmt: skip
