"""What several pages show of a case: its story, what comes next, links to rooms that may not be there."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from district.cases.core import promising, story, terms
from district.cases.core.models import Application
from district.cases.core.states import ACCEPTED, DENIED, MOVES, NOTICED, RETURNED, STATES, SUBMITTED
from district.cases.core.telling import day_words, due_words
from district.ground import clock
from district.ground.record.queries import history
from district.policies.queries import reach

INNER = {
    "take",
    "answer",
    "opinion",
    "remind",
    "lapse",
    "check_paper",
    "assign",
    "put_up",
    "put_up_again",
    "sign",
    "turn_back",
    "turn_back_again",
    "turn_back_noticed",
    "turn_back_waiting",
    "turn_back_submitted",
    "nudge",
}


def page_of(name: str, *args: Any) -> str:
    """The address of another room's page, or nothing where that room has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def entries(application: Application, *, public: bool) -> list[dict[str, Any]]:
    """The case's story for the timeline: {at, label, by, reason, state}. The public one leaves out inner steps."""
    told = []
    for line in history("cases", application.reference):
        if public and line.verb in INNER:
            continue
        state = STATES.get(line.after)
        told.append({
            "at": line.at, "label": verb_words(line.verb), "by": _who(line, application, public), "verb": line.verb,
            "reason": "" if public else line.reason,
            "state": (state.public if public else state.staff) if state else "",
        })  # fmt: skip
    return told


def verb_words(verb: str) -> str:
    if verb in MOVES:
        return str(MOVES[verb].label)
    return {
        "start": _("开始填写"),
        "answer": _("评审判断"),
        "read_anew": _("重新读取事实"),
        "hold-for-event": _("登记有变化，重新取数后再办"),
        "note-event": _("登记有变化"),
        "take": _("经办人领取"),
        "assign": _("派件"),
        "sign": _("签批"),
        "put_up_again": _("提出替代原决定"),
        "turn_back_again": _("退回经办"),
        "check_paper": _("核对材料"),
        "supply": _("补交容缺的材料"),
        "consent": _("同意窗口开放时自动提交"),
        "take_back_consent": _("取消自动提交"),
        "consent_failed": _("自动提交没有成功"),
        "confirm_automatic": _("免申即享一键确认"),
        "opinion": _("会办意见"),
        "suspend": _("会办停表"),
        "resume": _("会办继续计时"),
        "remind": _("催办"),
        "lapse": _("会办逾期"),
        "end_unanswered": _("负责人结束联审"),
        "warn_lapse": _("告知补正逾期"),
        "nudge": _("逾期提醒"),
        "hurry": _("企业催办"),
        "postpone": _("顺延期限"),
        "reschedule": _("重新推算期限"),
        "object": _("收到异议"),
        "answer_objection": _("答复异议"),
        "state_objection": _("对异议陈述意见"),
    }.get(verb, verb)


def _who(line: Any, application: Application, public: bool) -> str:
    """Officials appear to the public as their bureau: a case is decided by the office, not by a person."""
    if not public:
        by = line.who if line.by else _("系统")
        other = line.data.get("instead_of")
        return _("%(by)s（代%(other)s）") % {"by": by, "other": other} if other else by
    if line.verb in {
        "start",
        "submit",
        "resubmit",
        "withdraw",
        "supply",
        "state_objection",
        "hurry",
    } and not line.data.get("ex_officio"):
        return line.who if line.by else application.enterprise.name
    if line.verb == "object":
        return ""  # who objected is not said, and it was not the bureau
    return str(line.data.get("office") or application.programme.office.name)


def notice_of(application: Application) -> Any:
    """The public notice a case stands on; None while it stands on none."""
    line = application.notice_lines.filter(outcome="").select_related("notice").last()
    return line.notice if line else None


def coming(application: Application) -> dict[str, Any] | None:
    """The step after this one, for the timeline: {label, by}; None when the case rests."""
    office = application.programme.office.name
    stage, by = application.stage, application.due_on
    if application.state == NOTICED and (notice := notice_of(application)):
        over = notice.until < clock.today()
        stage, by = (STATES[ACCEPTED], by) if over else (stage, notice.until)
    if by is not None and by < clock.today():
        by = None  # a day that is past is no promise
    return {"label": str(stage.coming) % {"office": office}, "by": by} if stage.coming else None


def lateness(application: Application) -> dict[str, Any] | None:
    """What the enterprise reads of a case the bureau is late with: {words, reach}; None while it is in time."""
    today, due = clock.today(), application.due_on
    if due is None or not (days := promising.broken(application, today)):
        return None
    what = _("受理") if application.state == SUBMITTED else _("作出决定")
    office, since = application.programme.office, due + dt.timedelta(days=1)
    said = {"y": due.year, "m": due.month, "d": due.day, "what": what, "n": days, "office": office.full,
            "y2": since.year, "m2": since.month, "d2": since.day}  # fmt: skip
    words = _("应在%(y)d年%(m)d月%(d)d日前%(what)s，从%(y2)d年%(m2)d月%(d2)d日起超期，已超 %(n)d 个工作日。") % said
    words += _("由%(office)s负责") % said
    words += _("，经办人已领取。") if application.officer_id else _("，还没有经办人领取。")
    return {"words": words + _("超期情况逐级报告部门负责人。"), "reach": reach(office.name)}


def _last_to_appeal(application: Application) -> str:
    if application.state not in DENIED or application.decided_at is None:
        return ""
    decided = timezone.localdate(application.decided_at)
    return day_words(terms.term(application.version.description, "appeal").from_day(decided).date)


def next_steps(application: Application) -> str:
    """What comes next and by when, in a sentence for the enterprise."""
    office, due = application.programme.office.name, due_words(application)
    words = {"office": office, "due": due, "last": _last_to_appeal(application)}
    sentence = story.lapse_words(application) if application.state == RETURNED else str(application.stage.tells)
    if application.state == NOTICED and (notice := notice_of(application)):
        until = notice.until
        words["until"] = day_words(until)
        over = until < clock.today()
        sentence = (
            _("公示已于%(until)s期满，%(office)s将在%(due)s作出决定。")
            if over
            else _("拟同意，正在公示到%(until)s；期满无异议的，%(office)s将在%(due)s作出决定。")
        )
    if not sentence or promising.broken(application, clock.today()):
        return ""  # the page says that it is late, and since when
    return sentence % words


def lapse_words(application: Application) -> str:
    """What a returned case's page says of its days: until when, and what happens after."""
    due, today = application.due_on, clock.today()
    if due is None or due >= today:
        return _("请在%(due)s补齐清单上的每一项并提交，期间办理期限停止计算；逾期不补的视为撤回。")
    said = {"y": due.year, "m": due.month, "d": due.day}
    late = _("补正期限%(y)d年%(m)d月%(d)d日已过，") % said
    if (last := application.lapses_on) is None:
        return late + _("请立即补齐并提交，不然这件将视为撤回。")
    until = {"y": last.year, "m": last.month, "d": last.day}
    return late + _("最迟%(y)d年%(m)d月%(d)d日补齐并提交，之后视为撤回；视为撤回不影响再次申报。") % until
