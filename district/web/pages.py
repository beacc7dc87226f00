"""What the pages that look into every room show, gathered by the rooms' own queries."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from district.cases.core import queries as applications
from district.cases.core.states import STATES
from district.cases.review.notice import queries as notices
from district.enterprises import queries as enterprises
from district.ground import clock
from district.ground.bringing.home import Scene, page_of
from district.ground.bringing.menu import DESK, HALL
from district.ground.figures import home as figures
from district.ground.people.permissions import Yes
from district.ground.people.queries import Person
from district.ground.work.queries import Shown, Work, all_kinds, time_left
from district.policies import library
from district.policies import queries as policies
from district.policies.fitting import queries as fitting
from district.policies.plain_text import answer_title

COMMON, NOTICES = 6, 3


def front() -> dict[str, Any]:
    """The public front page."""
    today = clock.today()
    cards = library.cards(today)
    try:
        catalogue = policies.catalogue()
        answers = [(slug, answer_title(text, slug)) for slug, text in list(catalogue.answers.items())[:5]]
        packages = [(slug, package["name"]) for slug, package in catalogue.packages.items()]
        first = fitting.who_context(catalogue)
    except policies.NothingPublished:
        answers, packages, first = [], [], {}
    closing = library.closing_soon(today)[:2]
    shown = {card.slug for card in closing}
    return {
        "doors": doors(), "closing": closing, "common": common([c for c in cards if c.slug not in shown], today),
        "figures": figures.front(), "answers": answers, "packages": packages, **first,
        "notices": list(notices.open_notices(today).select_related("programme").order_by("until", "pk")[:NOTICES]),
    }  # fmt: skip


def common(cards: list[library.Card], today: dt.date) -> list[library.Card]:
    """Those most often applied for in a year; then those open now with confirmed numbers. No amount ranks."""
    used = applications.handed_in_since(today - dt.timedelta(days=365))

    def place(card: library.Card) -> tuple[int, bool, bool, str]:
        return -used.get(card.slug, 0), not card.open_now, card.illustrative, card.name

    return sorted((card for card in cards if not card.service), key=place)[:COMMON]


def doors() -> list[dict[str, str]]:
    """The six things people come for; each leads to a page that is there."""
    shelf = reverse("policies:library")
    return [
        {"label": _("查政策"), "hint": _("补贴、奖励、认定"), "icon": "books", "url": shelf},
        {
            "label": _("办申报"),
            "hint": _("填报、补正、看进度"),
            "icon": "file-text",
            "url": reverse("cases:mine"),
        },
        {
            "label": _("找专家"),
            "hint": _("志愿团、工作室、云坐诊"),
            "icon": "users-group",
            "url": reverse("advice:home"),
        },
        {
            "label": _("学课程"),
            "hint": _("训练营、云课堂、培训补贴"),
            "icon": "school",
            "url": reverse("courses:catalogue"),
        },
        {"label": _("找工作·招人"), "hint": _("岗位对接、用工补贴"), "icon": "briefcase", "url": f"{shelf}?topic=jobs"},
        {"label": _("要融资"), "hint": _("贷款、贴息、担保"), "icon": "building-bank", "url": f"{shelf}?topic=finance"},
    ]


def enterprise_home(person: Person, uscc: str) -> dict[str, Any]:
    """The member's first page for one of the enterprises they act for: what rooms bring to it."""
    mine = list(enterprises.acted_for(person, subjects=enterprises.ALL))
    chosen = next((each for each in mine if each.uscc == uscc), mine[0] if mine else None)
    return {"enterprise": chosen, "mine": mine, "page": page_of(HALL, Scene(person, clock.today(), chosen))}


def officer_day(person: Person) -> dict[str, Any]:
    """The desk's first page: what rooms bring to it."""
    return {"page": page_of(DESK, Scene(person, clock.today()))}


def _half_done() -> Shown:
    """Long work that never was, to show how it looks."""
    kind, state = next(each for each in all_kinds() if each.key == "import"), Work.State.RUNNING
    work = Work(reference="示例", kind=kind.key, state=state, total=1000, done=320)
    return Shown(work=work, kind=kind, title="", address="", unit=kind.unit, rate=160, left=time_left(4), lost=False,
                 stops=Yes, resumes=Yes)  # fmt: skip


def gallery() -> dict[str, Any]:
    """Sample data for every component."""
    today = clock.today()
    facts: dict[str, Any] = {"注册区": "杨浦区", "经营状态": "存续", "成立日期": today - dt.timedelta(days=240)}
    some = {**facts, "是中小微企业": True, "最长连续参保月数": Decimal(7), "失信被执行": False}
    wanted = ("startup-cost", "tech-little-giant", "startup-little-giant")
    verdicts = []
    for known in (some, facts, {"注册区": "虹口区"}):
        found = policies.fits(known, today, slugs=wanted)
        verdicts += [each.as_json() for each in (*found.eligible, *found.one_missing, *found.undecided)[:1]]
    verdicts += [each.as_json() for each in found.not_eligible[:1]]
    now = clock.now()
    return {
        "verdicts": verdicts, "cards": library.cards(today)[:4], "statuses": ["seed", "official", "illustrative"],
        "days": [today + dt.timedelta(days=each) for each in (-4, 0, 2, 20)],
        "states": list(STATES.values()),
        "entries": [{"label": _("提交申报"), "at": now, "by": "示例创业者甲", "reason": ""}],
        "next": {"label": _("受理"), "by": today + dt.timedelta(days=7)},
        "parts": [{"label": _("已安排"), "amount": Decimal(5_000_000)},
                  {"label": _("已支付"), "amount": Decimal("806.63")}],
        "shown": _half_done(),
        "moves": [{"label": _("受理"), "url": "#main", "tells": _("开始计算办理期限，并告知企业。")},
                  {"label": _("退回补正"), "url": "#main", "tells": ""}],
    }  # fmt: skip
