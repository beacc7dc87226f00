"""What the views of this room share: doors, refusals as messages, labels."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from district.funds.bank import BadFile
from district.funds.checks import NotMoney, NotPossible
from district.ground.people.doors import for_roles
from district.ground.people.queries import Role
from district.ground.record.moves import MoveRefused

PAGE = 25
SEES, WORKS = (Role.OFFICER, Role.LEADER, Role.AUDITOR), (Role.OFFICER, Role.LEADER)
officials, workers = for_roles(*SEES), for_roles(*WORKS)
Act = Callable[..., HttpResponseBase]

VERBS = {
    "appropriate": _("安排"), "cut": _("调减"), "hold": _("占用"), "adjust-hold": _("调整占用"),
    "hold-again": _("重新占用"), "commit": _("列入待付"), "adjust": _("调整"), "release": _("释放"),
    "expire": _("占用到期"), "stop": _("停止后续"), "send": _("送国库"), "settle": _("付成"), "fail": _("未付成"),
    "refund": _("退汇"), "offset": _("抵扣"), "claw-back": _("追缴"), "receive": _("收回"),
    "write-off": _("核销"), "lapse": _("年终收回"), "carry-over": _("结转"), "fund-year": _("列入本年"),
    "carry-hold": _("占用结转"), "reserve": _("为名单留出"), "unreserve": _("名单动用或退回"),
    "withhold": _("出盘前撤回"), "settle-late": _("查明已付"), "overpaid": _("重复付出"), "come-back": _("银行退回"),
    "void": _("认定没有多付"),
}  # fmt: skip


def act(back: str) -> Callable[[Act], Act]:
    """A POST of officials: what stops it is said on the page named `back`, which takes the same arguments."""

    def wrap(work: Act) -> Act:
        @workers
        @require_POST
        @wraps(work)
        def view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                answer: HttpResponseBase = work(request, *args, **kwargs)
                return answer
            except (NotPossible, NotMoney, MoveRefused, BadFile) as refused:
                messages.error(request, str(refused))
                again: HttpResponseBase = redirect(back, *args, **kwargs)
                return again

        return view

    return wrap


def first_error(form: Any) -> str:
    """The first thing that is wrong with a form, with its field's label."""
    for name, errors in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        return f"{label}：{errors[0]}" if label else str(errors[0])
    return ""


def new_key() -> uuid.UUID:
    return uuid.uuid4()
