"""Doors by role. A door whose room is not built yet has no address and is not shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from district.ground.people.queries import Person, Role


@dataclass(frozen=True)
class Door:
    """One entry of a menu: its words, its route's name, its icon, the roles it is for (none: everybody), its group.

    `first`: also beside the brand, where a wide window has room. `who`: "in" for people signed in, "out" for others.
    """

    label: str | Promise
    route: str
    icon: str
    roles: frozenset[str] = frozenset()
    group: str | Promise = ""
    first: bool = False
    who: str = ""


FINDING, MINE, ACCOUNT = _("查政策"), _("我的事"), _("账号")
HALL = (
    Door(_("首页"), "home", "home", group=FINDING),
    Door(_("能享受什么"), "policies:fits", "checklist", group=FINDING, first=True),
    Door(_("政策库"), "policies:library", "books", group=FINDING, first=True),
    Door(_("搜索"), "policies:search", "search", group=FINDING),
    Door(_("公示"), "cases:notices", "speakerphone", group=FINDING, first=True),
    Door(_("核验文书"), "cases:verify", "certificate", group=FINDING),
    Door(_("我的首页"), "my", "layout-dashboard", group=MINE),
    Door(_("我的申报"), "cases:mine", "file-text", group=MINE, first=True),
    Door(_("免申即享"), "cases:offers", "gift", group=MINE),
    Door(_("我的义务"), "cases:my_obligations", "calendar-check", group=MINE),
    Door(_("我的企业"), "enterprises:mine", "building", group=MINE, first=True),
    Door(_("我的订阅"), "policies:subscriptions", "bell-ringing", group=MINE, who="in"),
    Door(_("消息"), "messaging:messages", "bell", group=MINE, who="in"),
    Door(_("工作台"), "desk", "briefcase", frozenset(Role), ACCOUNT),
    Door(_("账号和隐私"), "account", "user", group=ACCOUNT, who="in"),
    Door(_("登录"), "account_login", "login", group=ACCOUNT, who="out"),
    Door(_("注册账号"), "account_signup", "user-plus", group=ACCOUNT, who="out"),
)
BOTTOM = (
    Door(_("首页"), "home", "home"),
    Door(_("能享受"), "policies:fits", "checklist"),
    Door(_("办理中"), "cases:mine", "file-text"),
    Door(_("我的"), "my", "user"),
)
WORKS = frozenset({Role.OFFICER, Role.LEADER})
SEES_MONEY = frozenset({Role.OFFICER, Role.LEADER, Role.AUDITOR})
OFFICIALS = frozenset(Role) - {Role.EXPERT}
CASES, MONEY, AFTER = _("案件"), _("经费"), _("事后监管")
FIRMS, POLICY, HOUSE = _("企业"), _("政策"), _("管理")
DESK = (
    Door(_("今日工作"), "desk", "layout-dashboard", OFFICIALS),
    Door(_("申报办理"), "cases:worklist", "inbox", WORKS | {Role.AUDITOR}, CASES),
    Door(_("待我审批"), "cases:approvals", "signature", WORKS, CASES),
    Door(_("免申即享"), "cases:offer_rounds", "gift", WORKS | {Role.AUDITOR}, CASES),
    Door(_("批量办理"), "cases:jobs", "list-check", WORKS | {Role.AUDITOR}, CASES),
    Door(_("联审"), "cases:joint_list", "users-group", WORKS, CASES),
    Door(_("专家评审"), "cases:rounds", "clipboard-list", WORKS, CASES),
    Door(_("我的评分表"), "cases:sheets", "clipboard-check", frozenset({Role.EXPERT}), CASES),
    Door(_("复核"), "cases:appeals", "scale", WORKS | {Role.AUDITOR}, CASES),
    Door(_("公示和异议"), "cases:desk_notices", "speakerphone", WORKS | {Role.AUDITOR}, CASES),
    Door(_("资金"), "funds:overview", "coin", SEES_MONEY, MONEY),
    Door(_("年度交接"), "funds:year", "calendar", SEES_MONEY, MONEY),
    Door(_("拨付"), "funds:payments", "cash-banknote", SEES_MONEY, MONEY),
    Door(_("收款账户"), "funds:payees", "credit-card", frozenset({Role.OFFICER}), MONEY),
    Door(_("暂停拨付"), "funds:withheld", "hand-stop", SEES_MONEY, MONEY),
    Door(_("追缴"), "funds:clawbacks", "receipt-refund", SEES_MONEY, MONEY),
    Door(_("其他部门给付"), "funds:outside", "building-bank", SEES_MONEY, MONEY),
    Door(_("对账"), "funds:reconcile", "checklist", SEES_MONEY, MONEY),
    Door(_("后续义务"), "cases:after", "calendar-check", WORKS | {Role.AUDITOR}, AFTER),
    Door(_("项目验收"), "cases:acceptances", "clipboard-check", WORKS | {Role.AUDITOR}, AFTER),
    Door(_("线索和追缴"), "cases:findings", "flag", WORKS | {Role.AUDITOR}, AFTER),
    Door(_("抽查"), "cases:campaigns", "dice", WORKS | {Role.AUDITOR}, AFTER),
    Door(_("人员重复"), "cases:collisions", "users-group", frozenset({Role.AUDITOR}), AFTER),
    Door(_("企业库"), "enterprises:register", "building-community", OFFICIALS, FIRMS),
    Door(_("名录导入"), "enterprises:imports", "table-import", frozenset({Role.OFFICER, Role.ADMINISTRATOR}), FIRMS),
    Door(_("待核验的事实"), "cases:homework", "refresh", WORKS | {Role.AUDITOR}, FIRMS),
    Door(_("认领确认"), "enterprises:claims", "user-check", frozenset({Role.OFFICER}), FIRMS),
    Door(_("有异议的事实"), "enterprises:contested", "message-exclamation", WORKS, FIRMS),
    Door(_("提问答复"), "policies:desk_questions", "message-question", WORKS | {Role.AUDITOR}, POLICY),
    Door(_("政策库"), "policies:library", "books", group=POLICY),
    Door(_("政策起草"), "authoring:drafts", "file-pencil", frozenset(Role) - {Role.EXPERT}, POLICY),
    Door(_("关注清单"), "authoring:watch", "eye", frozenset(Role) - {Role.EXPERT}, POLICY),
    Door(_("名单和试算"), "policies:runs", "chart-bar", WORKS, POLICY),
    Door(_("发件箱"), "messaging:outbox", "mail-forward", frozenset(Role) - {Role.EXPERT}, HOUSE),
    Door(_("长任务"), "work:works", "progress", OFFICIALS, HOUSE),
    Door(_("不在岗和代理"), "cases:absences", "calendar-off", WORKS, HOUSE),
    Door(_("用户和岗位"), "people:staff", "users", frozenset({Role.ADMINISTRATOR}), HOUSE),
    Door(_("操作留痕"), "record:log", "shield-check", frozenset({Role.AUDITOR}), HOUSE),
    Door(_("审计包"), "cases:bundles", "file-zip", frozenset({Role.AUDITOR}), HOUSE),
)
DESK_MENU = (
    *DESK,
    Door(_("消息"), "messaging:messages", "bell", group=ACCOUNT),
    Door(_("账号和隐私"), "account", "user", group=ACCOUNT),
    Door(_("办事大厅"), "home", "home", group=ACCOUNT),
)


def open_doors(doors: Iterable[Door], request: HttpRequest) -> list[dict[str, object]]:
    """The doors this person may use, each with its address and whether it is where they are."""
    shown, known = list[dict[str, object]](), isinstance(request.user, Person)
    for door in doors:
        if door.roles and not (isinstance(request.user, Person) and request.user.has_role(*door.roles)):
            continue
        if door.who and (door.who == "in") != known:
            continue
        try:
            url = reverse(door.route)
        except NoReverseMatch:
            continue
        here = request.path == url or (len(url) > 6 and request.path.startswith(url))
        shown.append(
            {"label": door.label, "url": url, "icon": door.icon, "here": here, "group": door.group, "first": door.first}
        )
    return shown
