"""What the policies bring to the site."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.enterprises.wallet.queries import kind_sources
from district.ground.acts.refusing import refusals
from district.ground.acts.registry import ACTS
from district.ground.asking.actions import NotAsked
from district.ground.asking.todo import QUESTIONS
from district.ground.bringing.calling import called, under
from district.ground.bringing.home import parts
from district.ground.bringing.menu import BOTTOM, HALL, Entry, entries
from district.ground.bringing.nightly import pieces
from district.ground.bringing.shown import areas, readings, tellers
from district.ground.bringing.todo import sources
from district.ground.figures.registry import FIGURES
from district.ground.people.permissions import has_desk, holds, is_known
from district.ground.people.queries import Role
from district.ground.record.queries import district_names, english_tellers
from district.ground.tables.registry import TABLES
from district.ground.work.actions import register as register_work
from district.policies import columns, figures, home
from district.policies.acts_runs import RUNS
from district.policies.asking.acts import ASKING
from district.policies.asking.columns import QUESTIONS as QUESTIONS_ASKED
from district.policies.english import in_english
from district.policies.fitting.acts import TAKE
from district.policies.naming import district_name
from district.policies.nightly import PIECES
from district.policies.permissions import may_run
from district.policies.queries import papers_asked
from district.policies.readings import AREA, READINGS
from district.policies.runs.lab import BadDraft
from district.policies.runs.work import KINDS
from district.policies.searching.pages import PAGES
from district.policies.searching.queries import register_pages
from district.policies.subscribing.acts import SUBSCRIBING

sources.register(QUESTIONS)
pieces.register(*PIECES)
FIGURES.register(*figures.FIGURES)

entries.register(
    Entry(_("能享受什么"), "policies:fits", "checklist", "find", 20, first=True, words="测算 自测", shell=HALL),
    Entry(_("政策库"), "policies:library", "books", "find", 30, first=True, shell=HALL),
    Entry(_("搜索"), "policies:search", "search", "find", 40, shell=HALL),
    Entry(_("我的订阅"), "policies:subscriptions", "bell-ringing", "mine", 80, is_known, shell=HALL),
    Entry(_("能享受"), "policies:fits", "checklist", "bottom", 20, shell=BOTTOM),
    Entry(_("提问答复"), "policies:desk_questions", "message-question", "policy", 10,
          holds(Role.OFFICER, Role.LEADER, Role.AUDITOR), words="咨询"),
    Entry(_("政策库"), "policies:library", "books", "policy", 20, has_desk),
    Entry(_("名单和试算"), "policies:runs", "chart-bar", "policy", 50, may_run, words="政策试算 匹配 模拟"),
)  # fmt: skip
parts.register(*home.PARTS)
kind_sources.register(papers_asked)
district_names.register(district_name)
english_tellers.register(in_english)
register_pages(*PAGES)
for kind in KINDS:
    register_work(kind)
areas.register(AREA)
readings.register(*READINGS)
tellers.register(in_english)
refusals.register(NotAsked)
refusals.register(BadDraft)
ACTS.register(*RUNS, *ASKING, *SUBSCRIBING, TAKE)
TABLES.register(columns.LIBRARY, columns.RUNS, QUESTIONS_ASKED)
called.register(*under("policies", run_file=_("运算结果"), calendar=_("申报日历")))
