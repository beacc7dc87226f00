"""What people are told when a case moves. In Chinese whatever the officer's page speaks: notices are official."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from district.cases.core.models import Application, Correction, Decision
from district.cases.core.states import RETURNED
from district.enterprises.actions import tell_members
from district.ground import clock
from district.ground.messages.posting import post
from district.ground.people.queries import Bureau, Person, officers_of
from district.ground.record.actions import official

ROOM = "cases"


def submitted(case: Application) -> None:
    with official():
        _officers(case, _("新申报待受理：%(enterprise)s “%(programme)s”"), _("请在%(due)s受理或一次退回补正。"))
        _enterprise(case, _("“%(programme)s”已提交"), _("编号 %(reference)s。牵头部门%(office)s将在%(due)s受理。"))


def supplied(case: Application, name: str) -> None:
    with official():
        body = _("“%(paper)s”已交，请核对。").replace("%(paper)s", name.replace("%", "%%"))
        _officers(case, _("已补交材料：%(enterprise)s “%(programme)s”"), body)


def correct_soon(case: Application) -> None:
    """The term to correct ends in a few days."""
    with official():
        body = _("请在%(due)s补齐后提交，逾期不补的视为撤回；视为撤回不影响再次申报。")
        _enterprise(case, _("“%(programme)s”补正快到期"), body, needs_action=True, kind="overdue")


def lapses(case: Application, was: dt.date, last: dt.date) -> None:
    """The term to correct has passed on `was`: the last day before the case counts as withdrawn."""
    with official():
        words = {"was": day_words(was), "last": day_words(last)}
        body = _("补正期限%(was)s已过。最迟%(last)s补齐并提交，之后视为撤回，不再办理；视为撤回不影响再次申报。")
        _enterprise(case, _("“%(programme)s”补正已逾期"), body, needs_action=True, kind="overdue", **words)


def lapsed(case: Application, reason: str) -> None:
    with official():
        body = _("编号 %(reference)s，%(reason)s，视为撤回，不再办理。申报期内可以随时重新申报，这一次不计入享受次数。")
        _enterprise(case, _("“%(programme)s”视为撤回"), body, needs_action=False, reason=reason)
        _officers(case, _("视为撤回：%(enterprise)s “%(programme)s”"), _("此件不再办理。"), needs_action=False)


def review_ended(case: Application, names: Iterable[str]) -> None:
    """The leader ended a joint review; the officer goes on."""
    with official():
        body = _("没有答复：%(names)s。请办下一步。").replace("%(names)s", "、".join(names).replace("%", "%%"))
        _officers(case, _("联审已结束：%(enterprise)s “%(programme)s”"), body)


def accepted(case: Application) -> None:
    with official():
        _enterprise(case, _("“%(programme)s”已受理"), _("%(office)s将在%(due)s作出决定。"))


def taken_up(case: Application) -> None:
    """An automatic grant was confirmed: nobody accepts it, it waits for the decision."""
    with official():
        _officers(
            case, _("免申即享已确认，待决定：%(enterprise)s “%(programme)s”"), _("不用受理，请在%(due)s作出决定。")
        )
        body = _("编号 %(reference)s，不用再交材料。%(office)s将在%(due)s作出决定。")
        _enterprise(case, _("“%(programme)s”已确认"), body)


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
            title, body = (
                _("“%(programme)s”已同意"),
                _("决定文号 %(number)s，理由和金额见决定；%(office)s将按决定落实。"),
            )
        elif decision.ground:
            title = _("“%(programme)s”不予受理")
            body = _("决定文号 %(number)s，理由、依据和申请复核的办法见决定；不归本部门办的，决定里写明该找谁。")
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
            _post(case, officers_of(office), "cases:joint", title, body, needs_action=True)


def opinions_in(case: Application) -> None:
    with official():
        _officers(case, _("会办意见已齐：%(enterprise)s “%(programme)s”"), _("请结束联审，办下一步。"))


def put_on_notice(case: Application, until: dt.date) -> None:
    with official():
        body = _("公示到%(until)s，期满无异议后作出决定。")
        _enterprise(case, _("“%(programme)s”拟同意，正在公示"), body, until=day_words(until))


@official()
def objected(case: Application, until: dt.date) -> None:
    """Officers check it; whom it is against hears what is said and may answer. Who said it stays with the bureau."""
    _officers(case, _("收到异议：%(enterprise)s “%(programme)s”"), _("这一家暂停，其余不受影响。请核查并答复。"))
    body = _("异议的内容在申报页上。请在%(until)s前陈述意见，%(office)s会先看您的陈述再作答复，答复之前不作决定。")
    _enterprise(case, _("“%(programme)s”公示期间收到异议"), body, needs_action=True, until=day_words(until))


@official()
def objection_stated(case: Application) -> None:
    body = _("请先看企业的陈述，再答复异议。")
    _officers(case, _("企业对异议已陈述意见：%(enterprise)s “%(programme)s”"), body)


@official()
def objection_dismissed(case: Application, reply: str) -> None:
    body = _("公示期满后继续办理。核查结果：%(reply)s")
    _enterprise(case, _("“%(programme)s”公示期间的异议不成立"), body, reply=reply)


@official()
def struck(case: Application, reply: str) -> None:
    body = _("已退回审核，%(office)s将在%(due)s作出决定，结果和理由会告诉您。核查结果：%(reply)s")
    _enterprise(case, _("“%(programme)s”公示期间有异议成立"), body, reply=reply)


@official()
def suspended(case: Application, office: str, why: str, until: dt.date | None) -> None:
    """A bureau of the joint review has stopped its clock: why, and until when."""
    day = _("预计到%(day)s恢复") % {"day": day_words(until)} if until else _("恢复的日子还没有定")
    body = _("%(bureau)s暂停计时，原因：%(why)s。%(day)s，恢复时会告诉您；这段时间不用您做什么。")
    _enterprise(case, _("“%(programme)s”审核暂停"), body, bureau=office, why=why.rstrip("。"), day=day)


@official()
def resumed(case: Application, office: str, until: dt.date) -> None:
    body = _("%(bureau)s继续审核，将在%(until)s前答复；%(office)s随后作出决定。")
    _enterprise(case, _("“%(programme)s”审核继续"), body, bureau=office, until=day_words(until))


@official()
def listed(case: Application, words: str) -> None:
    """The list by the rule is made: where the case stands on it, in words that say no more than the rule publishes."""
    _enterprise(case, _("“%(programme)s”名单已排定"), words.replace("%", "%%") + _("决定作出后会通知您。"))


@official()
def on_waiting_list(case: Application, words: str) -> None:
    body = words.replace("%", "%%") + _("有名额空出时按次序递补，会通知您。")
    _enterprise(case, _("“%(programme)s”已列入候补"), body)


@official()
def moved_up(case: Application, place: int) -> None:
    body = _("现在排在候补第 %(place)d 位。有名额空出时按次序递补，会通知您。")
    _enterprise(case, _("“%(programme)s”候补次序有变化"), body, place=place)


@official()
def left_notice(case: Application) -> None:
    """Read anew, the case is not what was published."""
    body = _("登记信息有变化，与公示的不同，已退回审核，%(office)s将在%(due)s作出决定。")
    _enterprise(case, _("“%(programme)s”已退出公示"), body)


@official()
def register_event(case: Application, what: str, *, holds: bool) -> None:
    """Something happened to the enterprise of an open case: its officer reads what, and what to do."""
    do = _("重新取数之前不能受理、公示和决定。") if holds else _("不影响办理，请知悉。")
    body = f"{what}。{do}".replace("%", "%%")
    _officers(case, _("登记有变化：%(enterprise)s “%(programme)s”"), body, needs_action=holds)


def rescheduled(case: Application, before: dt.date) -> None:
    """The term of the step the case is at has another last day, now that the year's holidays are known."""
    with official():
        words = _("放假安排已公布，原定%(y)d年%(m)d月%(d)d日的期限现为%(due)s。")
        body = words.replace("%(y)d", str(before.year)).replace("%(m)d", str(before.month))
        body = body.replace("%(d)d", str(before.day))
        if case.due_on is not None and case.due_on >= clock.today():
            _enterprise(case, _("“%(programme)s”的办理期限有变"), body, needs_action=case.state == RETURNED)
        _officers(case, _("期限有变：%(enterprise)s “%(programme)s”"), body, needs_action=False)


def postponed(case: Application, before: dt.date, why: str) -> None:
    """What the law does not count in the term took its days: another day is promised."""
    with official():
        body = _("%(why)s，不计入办理期限：原定%(before)s的期限现为%(due)s。")
        _enterprise(case, _("“%(programme)s”的办理期限有变"), body, why=why, before=day_words(before))


def called_up(case: Application) -> None:
    with official():
        _enterprise(case, _("“%(programme)s”已递补"), _("有名额空出，%(office)s继续办理，将在%(due)s作出决定。"))


def _enterprise(
    case: Application, title: str, body: str, *, after: str = "", needs_action: bool = False, kind: str = "notice",
    **words: object,
) -> None:  # fmt: skip
    """To every confirmed member of the enterprise."""
    said = _words(case) | words
    tell_members(
        case.enterprise, title=title % said, body=body % said + after,
        link=reverse("cases:mine_one", args=[case.reference]), room=ROOM, subject=case.reference,
        needs_action=needs_action, kind=kind, office=case.programme.office,
    )  # fmt: skip


def _officers(case: Application, title: str, body: str, *, needs_action: bool = True) -> None:
    """To the officer in charge or, while nobody is, to every officer of the lead bureau."""
    to = [case.officer] if case.officer else officers_of(case.programme.office)
    _post(case, to, "cases:case", title, body, needs_action=needs_action)


def _post(case: Application, to: Iterable[Person], page: str, title: str, body: str, *, needs_action: bool) -> None:
    said = _words(case)
    post(
        to=to, title=(title % said)[:200], body=body % said, link=reverse(page, args=[case.reference]), room=ROOM,
        subject=case.reference, needs_action=needs_action, office=case.programme.office,
    )  # fmt: skip


def _words(case: Application) -> dict[str, object]:
    return {
        "programme": case.programme.name, "enterprise": case.enterprise.name, "reference": case.reference,
        "office": case.programme.office.name, "due": due_words(case),
    }  # fmt: skip


def day_words(day: dt.date) -> str:
    return clock.said(day)


def due_words(case: Application) -> str:
    """`2022年7月22日前`, marked while the State Council's list for that year is not out; `规定期限内` without one."""
    due = case.due_on
    if due is None:
        return _("规定期限内")
    words = _("%(day)s前") % {"day": clock.said(due)}
    return words + (_("（当年节假日安排未公布，暂按周末推算）") if case.due_provisional else "")
