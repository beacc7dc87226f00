"""What several pages show of a case: its story, what comes next, links to rooms that may not be there."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from district.applications.models import Application
from district.applications.notices import due_words
from district.applications.states import (
    ACCEPTED,
    DRAFT,
    GRANTED,
    JOINT,
    MOVES,
    NOTICED,
    REFUSED,
    RETURNED,
    SCORING,
    STATES,
    SUBMITTED,
    WAITING,
)
from district.record.queries import history

INNER = {
    "take",
    "answer",
    "read_anew",
    "opinion",
    "suspend",
    "resume",
    "remind",
    "lapse",
    "object",
    "answer_objection",
    "check_paper",
    "assign",
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
    for line in history("applications", application.reference):
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
        "object": _("收到异议"),
        "answer_objection": _("答复异议"),
    }.get(verb, verb)


def _who(line: Any, application: Application, public: bool) -> str:
    """Officials appear to the public as their bureau: a case is decided by the office, not by a person."""
    if not public:
        by = line.by.name if line.by else _("系统")
        other = line.data.get("instead_of")
        return _("%(by)s（代%(other)s）") % {"by": by, "other": other} if other else by
    if line.verb in {"start", "submit", "resubmit", "withdraw", "supply"} and not line.data.get("ex_officio"):
        return line.by.name if line.by else application.enterprise.name
    return application.programme.office.name


def coming(application: Application) -> dict[str, Any] | None:
    """The step after this one, for the timeline: {label, by}; None when the case rests."""
    office = application.programme.office.name
    labels = {
        DRAFT: _("提交申报"), SUBMITTED: _("%(office)s受理") % {"office": office}, RETURNED: _("补正后提交"),
        ACCEPTED: _("%(office)s作出决定") % {"office": office}, JOINT: _("会办部门答复"),
        SCORING: _("专家打分"), NOTICED: _("公示期满"), WAITING: _("有名额空出时递补"),
    }  # fmt: skip
    label = labels.get(application.state)
    return {"label": label, "by": application.due_on} if label else None


def next_steps(application: Application) -> str:
    """What comes next and by when, in a sentence for the enterprise."""
    office, due = application.programme.office.name, due_words(application)
    words = {"office": office, "due": due}
    sentences = {
        DRAFT: _("填好后提交，%(office)s收到后开始办理。"),
        SUBMITTED: _("%(office)s将在%(due)s受理；如材料不齐，会一次告诉您要补什么。"),
        RETURNED: _("请在%(due)s补齐清单上的每一项并提交，期间办理期限停止计算。"),
        ACCEPTED: _("%(office)s将在%(due)s作出决定。"),
        JOINT: _("几个部门正在一起审核，%(office)s将在%(due)s作出决定。"),
        SCORING: _("专家正在评审，%(office)s将在%(due)s作出决定。"),
        NOTICED: _("拟同意，正在公示；期满无异议后作出决定。"),
        WAITING: _("名额已满，您在候补名单上；有名额空出时按名次递补，会通知您。"),
        GRANTED: _("已作出同意的决定，后续由%(office)s按规定落实。"),
        REFUSED: _("如不服本决定，可以向%(office)s申请复核。"),
    }
    sentence = sentences.get(application.state)
    return sentence % words if sentence else ""
