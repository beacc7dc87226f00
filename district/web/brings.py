"""What the site itself brings: its first pages and the account."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.bringing.calling import called, under
from district.ground.bringing.home import parts
from district.ground.bringing.menu import BOTTOM, HALL, Entry, entries
from district.ground.bringing.shown import Area, areas, readings
from district.ground.people.permissions import has_desk, holds, is_known, is_stranger, works_for_the_district
from district.ground.people.queries import Role
from district.policies.searching.queries import register_pages
from district.web import home, todo_reading
from district.web.finding import PAGES

entries.register(
    Entry(_("首页"), "home", "home", "find", 10, shell=HALL),
    Entry(_("我的首页"), "my", "layout-dashboard", "mine", 10, shell=HALL),
    Entry(_("待办"), "todo", "list-check", "mine", 20, is_known, shell=HALL),
    Entry(_("工作台"), "desk", "briefcase", "account", 10, has_desk, shell=HALL),
    Entry(_("账号和隐私"), "account", "user", "account", 20, is_known, words="密码 两步验证", shell=HALL),
    Entry(_("登录"), "account_login", "login", "account", 30, is_stranger, shell=HALL),
    Entry(_("注册账号"), "account_signup", "user-plus", "account", 40, is_stranger, shell=HALL),
    Entry(_("首页"), "home", "home", "bottom", 10, shell=BOTTOM),
    Entry(_("我的"), "my", "user", "bottom", 40, shell=BOTTOM),
    Entry(_("今日工作"), "desk", "layout-dashboard", "", 10, works_for_the_district),
    Entry(_("待办"), "todo", "list-check", "", 20, has_desk),
    Entry(_("运行情况"), "operations", "heartbeat", "house", 40, holds(Role.ADMINISTRATOR, Role.AUDITOR),
          words="夜间工作 后台任务"),
    Entry(_("账号和隐私"), "account", "user", "desk_account", 20, has_desk, words="密码 两步验证"),
    Entry(_("办事大厅"), "home", "home", "desk_account", 30, has_desk),
)  # fmt: skip
parts.register(*home.PARTS)
register_pages(*PAGES)
areas.register(todo_reading.AREA, Area("account", _("账号")))
readings.register(todo_reading.READING)
called.register(*under("", account_data=_("本人数据的副本")))
