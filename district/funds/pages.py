"""What the views of this room share: doors, labels."""

from __future__ import annotations

import uuid

from django.utils.translation import gettext_lazy as _

from district.ground.people.doors import for_roles
from district.ground.people.queries import Role

PAGE = 25

SEES, WORKS = (Role.OFFICER, Role.LEADER, Role.AUDITOR), (Role.OFFICER, Role.LEADER)

officials, workers = for_roles(*SEES), for_roles(*WORKS)

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


def new_key() -> uuid.UUID:
    return uuid.uuid4()
