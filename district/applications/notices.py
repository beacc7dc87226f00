"""What people are told when a case moves. In Chinese whatever the officer's page speaks: notices are official."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from district.applications.models import Application, Correction, Decision
from district.applications.states import RETURNED
from district.enterprises.queries import members_of
from district.people.queries import Bureau, Person, officers_of
from district.record.actions import post

if TYPE_CHECKING:
    from district.applications.models import Notice, Round

ROOM = "applications"


def submitted(case: Application) -> None:
    with official():
        _officers(case, _("新申报待受理：%(enterprise)s “%(programme)s”"), _("请在%(due)s受理或一次退回补正。"))
        _enterprise(case, _("“%(programme)s”已提交"), _("编号 %(reference)s。牵头部门%(office)s将在%(due)s受理。"))


def supplied(case: Application, name: str) -> None:
    with official():
        body = _("“%(paper)s”已交，请核对。").replace("%(paper)s", name.replace("%", "%%"))
        _officers(case, _("已补交材料：%(enterprise)s “%(programme)s”"), body)


def accepted(case: Application) -> None:
    with official():
        _enterprise(case, _("“%(programme)s”已受理"), _("%(office)s将在%(due)s作出决定。"))


def returned(case: Application, items: Iterable[Correction]) -> None:
    listed = list(items)
    with official():
        title = ngettext("“%(programme)s”请补正 %(n)d 项", "“%(programme)s”请补正 %(n)d 项", len(listed))
        lead = _("请在%(due)s一次补齐后提交，补正期间办理期限停止计算：")
        lines = [f"{place}. {item.say}" for place, item in enumerate(listed, 1)]
        _enterprise(case, title, lead, after="\n".join(["", *lines]), needs_action=True, n=len(listed))


def resubmitted(case: Application) -> None:
    with official():
        _officers(case, _("已补正：%(enterprise)s “%(programme)s”"), _("请在%(due)s受理。改动已标出。"))
        _enterprise(case, _("“%(programme)s”补正已提交"), _("%(office)s将在%(due)s受理。"))


def decided(case: Application, decision: Decision) -> None:
    with official():
        kind = decision.outcome  # granted | refused: both are kinds of notices
        if kind == "granted":
            title, body = _("“%(programme)s”已同意"), _("决定文号 %(number)s，理由和金额见决定。")
        else:
            title = _("“%(programme)s”未获同意")
            body = _("决定文号 %(number)s，理由、依据和申请复核的办法见决定。")
        _enterprise(case, title, body, kind=kind, number=decision.number)


def withdrawn(case: Application) -> None:
    with official():
        _officers(case, _("企业已撤回：%(enterprise)s “%(programme)s”"), _("此件不再办理。"), needs_action=False)


def to_bureaus(case: Application, offices: Iterable[Bureau], *, again: bool = False) -> None:
    """A joint review asks these bureaus; `again`: they are reminded."""
    with official():
        title = (
            _("催办：请对%(enterprise)s “%(programme)s”提出会办意见")
            if again
            else _("请对%(enterprise)s “%(programme)s”提出会办意见")
        )
        body = _("%(office)s牵头，请在各自的期限内答复。")
        for office in offices:
            _post(case, officers_of(office), "applications:joint", title, body, "", True, {})


def opinions_in(case: Application) -> None:
    with official():
        _officers(case, _("会办意见已齐：%(enterprise)s “%(programme)s”"), _("请结束联审，办下一步。"))


def to_experts(round_: Round, experts: Iterable[Person]) -> None:
    with official():
        day = round_.due_on
        body = _("请先申报有无利益关系，再在%(y)d年%(m)d月%(d)d日前打分。") % {
            "y": day.year,
            "m": day.month,
            "d": day.day,
        }
        post(
            to=experts, title=_("请评审：%(programme)s") % {"programme": round_.programme.name}, body=body,
            link=reverse("applications:sheets"), room=ROOM, subject=round_.reference, needs_action=True,
            office=round_.programme.office,
        )  # fmt: skip


def put_on_notice(case: Application, notice: Notice) -> None:
    with official():
        until = notice.until
        day = _("%(y)d年%(m)d月%(d)d日") % {"y": until.year, "m": until.month, "d": until.day}
        body = _("公示到%(until)s，期满无异议后作出决定。")
        _enterprise(case, _("“%(programme)s”拟同意，正在公示"), body, until=day)


def objected(case: Application) -> None:
    with official():
        _officers(case, _("收到异议：%(enterprise)s “%(programme)s”"), _("这一家暂停，其余不受影响。请核查并答复。"))


def struck(case: Application, *, read_anew: bool = False) -> None:
    with official():
        if read_anew:
            _enterprise(case, _("“%(programme)s”已退出公示"), _("登记信息有变化，与公示的不同，已退回审核。"))
            return
        _enterprise(case, _("“%(programme)s”公示期间有异议成立"), _("已退回审核，结果和理由会告诉您。"))


def register_event(case: Application, what: str, *, holds: bool) -> None:
    """Something happened to the enterprise of an open case: its officer reads what, and what to do."""
    with official():
        do = _("重新取数之前不能受理、公示和决定。") if holds else _("不影响办理，请知悉。")
        body = f"{what}。{do}".replace("%", "%%")
        _officers(case, _("登记有变化：%(enterprise)s “%(programme)s”"), body, needs_action=holds)


def on_waiting_list(case: Application) -> None:
    with official():
        _enterprise(case, _("“%(programme)s”已列入候补"), _("名额已满。有名额空出时按名次递补，会通知您。"))


def rescheduled(case: Application, before: dt.date) -> None:
    """The term of the step the case is at has another last day, now that the year's holidays are known."""
    with official():
        words = _("放假安排已公布，原定%(y)d年%(m)d月%(d)d日的期限现为%(due)s。")
        body = words.replace("%(y)d", str(before.year)).replace("%(m)d", str(before.month))
        body = body.replace("%(d)d", str(before.day))
        _enterprise(case, _("“%(programme)s”的办理期限有变"), body, needs_action=case.state == RETURNED)
        _officers(case, _("期限有变：%(enterprise)s “%(programme)s”"), body, needs_action=False)


def called_up(case: Application) -> None:
    with official():
        _enterprise(case, _("“%(programme)s”已递补"), _("有名额空出，%(office)s继续办理。"))


@contextmanager
def official() -> Iterator[None]:
    with override(settings.LANGUAGE_CODE):
        yield


def _enterprise(
    case: Application, title: str, body: str, *, after: str = "", needs_action: bool = False, kind: str = "notice",
    **words: object,
) -> None:  # fmt: skip
    """To every confirmed member of the enterprise."""
    _post(case, members_of(case.enterprise), "applications:mine_one", title, body, after, needs_action, words, kind)


def _officers(case: Application, title: str, body: str, *, needs_action: bool = True) -> None:
    """To the officer in charge or, while nobody is, to every officer of the lead bureau."""
    to = [case.officer] if case.officer else officers_of(case.programme.office)
    _post(case, to, "applications:case", title, body, "", needs_action, {})


def _post(
    case: Application, to: Iterable[Person], page: str, title: str, body: str, after: str, needs_action: bool,
    more: dict[str, object], kind: str = "notice",
) -> None:  # fmt: skip
    words = {
        "programme": case.programme.name, "enterprise": case.enterprise.name, "reference": case.reference,
        "office": case.programme.office.name, "due": due_words(case), **more,
    }  # fmt: skip
    post(
        to=to, title=(title % words)[:200], body=body % words + after, link=reverse(page, args=[case.reference]),
        room=ROOM, subject=case.reference, needs_action=needs_action, kind=kind, office=case.programme.office,
    )  # fmt: skip


def due_words(case: Application) -> str:
    """`2022年7月22日前`, marked while the State Council's list for that year is not out; empty without a deadline."""
    due = case.due_on
    if due is None:
        return ""
    words = _("%(y)d年%(m)d月%(d)d日前") % {"y": due.year, "m": due.month, "d": due.day}
    return words + (_("（当年节假日安排未公布，暂按周末推算）") if case.due_provisional else "")
