"""What search finds of this room: its pages by errand, and public notices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.cases.review.notice.queries import public_notices
from district.policies.searching.queries import Page, Source, Thing

NOTICE = 0.8  # many notices bear a programme's name: they come behind it
MOST = 200  # notices kept at hand, the newest: older ones stand on the page of notices

PAGES = (
    Page("cases:mine", _("我的申报"), _("看办到哪一步了，补材料，撤回，看决定和钱什么时候到"),
         "办理进度、申报进度、申请进度、进度查询、查进度、我的申请、到哪一步、审核结果、审批进度、补材料、"
         "补正、补充材料、撤回申请、什么时候到账、什么时候打款、钱什么时候到、拨付、到账、决定书、申请结果、"
         "办理中、怎么申请、怎么申报、在线申报、网上申报、my applications、application status、"
         "track application、status、payment status、apply"),
    Page("cases:mine", _("不服决定：申请复核"), _("在“我的申报”打开那一件，写明理由申请复核"),
         "申诉、复核、不服、复议、行政复议、没通过、不通过、被拒、被退回、不批、驳回、拒绝了怎么办、"
         "申请被拒绝、投诉、维权、appeal、complaint、rejected、refused、reconsideration、review decision"),
    Page("cases:notices", _("公示"), _("正在公示的名单，谁都可以看，可以提异议"),
         "公示名单、名单公示、公示公告、名单、获奖名单、拟资助名单、提异议、异议、举报、通过名单、入选名单、"
         "public notices、list of winners、objection、object"),
    Page("cases:offers", _("免申即享"), _("不用申请，系统算好后请您确认"),
         "不用申请、不用申报、自动发放、直接发、直接给、确认领取、免申请、automatic grant、"
         "no application needed"),
    Page("cases:my_obligations", _("我的义务"), _("拿了钱之后要做到的事和到期的日子"),
         "承诺、后续义务、拿了钱之后、迁出、搬走、退钱、要退钱吗、验收、年报、obligations、after the grant"),
    Page("cases:clients", _("我的客户"), _("代账公司、园区替企业办事：委托、办理中的和能申报的"),
         "代理记账、代账、代办、代理、中介、代理机构、会计事务所、客户、替企业申报、代申报、"
         "clients、my clients、agency、accountant、intermediary"),
    Page("slots:my_calendar", _("我的日历"), _("把期限、预约和报名加到手机日历"),
         "日历订阅、添加到日历、期限提醒、ics、calendar、my calendar"),
    Page("cases:verify", _("核验决定书"), _("输入编号或核验码，看文书是不是真的"),
         "验证、真假、真伪、验真、查验、防伪、核验码、二维码、决定书真假、证书验证、verify、verify letter、"
         "authentic、verification code"),
)  # fmt: skip


def stamp(day: dt.date) -> Hashable:
    """Changes with every notice that begins and every one that ends."""
    made = public_notices().model.objects.aggregate(
        count=Count("pk"), last=Max("pk"), open=Count("pk", filter=Q(until__gte=day))
    )
    return made["count"], made["last"], made["open"]


def notices(day: dt.date) -> Iterator[Thing]:
    """The newest public notices by their title, programme and bureau; running ones by whom they name. Two queries."""
    for each in public_notices().prefetch_related("lines").order_by("-pk")[:MOST]:
        yield Thing(
            "notice", each.reference, each.title, reverse("cases:notice", args=[each.reference]),
            names=(each.reference,), tags=("公示", each.programme.office.name), lead=each.programme.name,
            body="；".join(line.name for line in each.lines.all() if each.until >= day),
            open=each.until >= day, weight=NOTICE,
            since=each.since, until=each.until,
        )  # fmt: skip


NOTICES = Source("notices", stamp, notices)
