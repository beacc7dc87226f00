"""What the API reads of policies: programmes as their pages show them, and the guided check over given facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.enterprises.actions import BadValue
from district.ground import clock
from district.ground.bringing.shown import Area, Many, Reading, Unreadable, told
from district.policies import library, queries
from district.policies.fitting import queries as fitting
from district.policies.fitting.answers import understand
from district.policies.fitting.kept import MOST, Kept
from district.policies.library import Card
from district.policies.models import Programme, ProgrammeVersion
from district.policies.queries import Catalogue
from district.policies.showing import shown

LONG = {"max_length": 200}


@dataclass(frozen=True)
class PolicyFilters:
    """As the library narrows what it lists."""

    office: str = field(default="", metadata={"says": _("牵头部门的简称"), "limits": LONG})
    kind: str = field(default="", metadata={"says": _("类别，例如 subsidy"), "limits": LONG})
    topic: str = field(default="", metadata={"says": _("主题，例如 startup"), "limits": LONG})
    open: bool = field(default=False, metadata={"says": _("只要现在受理的")})


@dataclass(frozen=True)
class PolicyRow:
    """One programme of the library. `most` is yuan of the day, null where no sum is promised."""

    slug: str
    name: str
    office: str
    kind: str
    kind_words: str
    summary: str
    most: Decimal | None
    window: str
    opens: dt.date | None
    closes: dt.date | None
    open_now: bool
    service: bool
    illustrative: bool
    page: str


@dataclass(frozen=True)
class ClauseShown:
    """One condition with its article; `by`: who judges it where no fact does. `depth` is the level in nested groups."""

    id: str
    say: str
    cite: str
    by: str
    depth: int


@dataclass(frozen=True)
class PaperAsked:
    """One paper that is asked for; `later`: how long after handing in it may come, "" where it may not."""

    name: str
    needed: bool
    later: str


@dataclass(frozen=True)
class BasisShown:
    """A document the rule rests on."""

    number: str
    title: str
    cite: str


@dataclass(frozen=True)
class ParameterShown:
    """A number of the rule as it is on the day; status 示例 marks what no document confirms."""

    name: str
    value: str
    unit: str
    status: str
    source: str


@dataclass(frozen=True)
class PolicyShown:
    """One programme in force today, as its page shows it."""

    slug: str
    name: str
    office: str
    kind_words: str
    summary: str
    serves: list[str]
    since: dt.date
    until: dt.date | None
    most: Decimal | None
    formula: str
    window: str
    opens: dt.date | None
    closes: dt.date | None
    open_now: bool
    service: bool
    illustrative: bool
    conditions: list[ClauseShown]
    papers: list[PaperAsked]
    basis: list[BasisShown]
    parameters: list[ParameterShown]
    facts: list[str]
    page: str


def policies(person: Any, asked: PolicyFilters) -> Many:
    filters = library.Filters(asked.office, asked.kind, "", asked.topic, asked.open)
    return Many([each for each in library.cards(clock.today()) if filters.keep(each)], row_of)


def row_of(card: Card) -> PolicyRow:
    return PolicyRow(
        card.slug, told(card.name), told(card.office), card.kind, card.kind_label, told(card.summary),
        Decimal(card.most) if card.most else None, card.window, card.opens, card.closes, card.open_now, card.service,
        card.illustrative, reverse("policies:programme", args=[card.slug]),
    )  # fmt: skip


def policy(person: Any, asked: None, slug: str) -> PolicyShown:
    programme = Programme.objects.filter(slug=slug, withdrawn=False).select_related("office").first()
    version = queries.version_on(programme, clock.today()) if programme else None
    if programme is None or version is None:
        raise Http404
    return policy_of(programme, version, clock.today())


def policy_of(programme: Programme, version: ProgrammeVersion, day: dt.date) -> PolicyShown:
    """A version as it stands on a day, in the reader's language."""
    described = shown(version, day)
    intake, benefit = described.get("intake") or {}, described["benefit"]
    opens, closes = library.window(intake, day)
    standing: Any = queries.versions_in_use().filter(pk=version.pk).first()
    return PolicyShown(
        slug=programme.slug, name=told(programme.name), office=told(programme.office.name),
        kind_words=str(programme.get_kind_display()), summary=told(described["summary"]),
        serves=[told(each) for each in described["for"]], since=version.in_force_from,
        until=standing.until if standing else None,
        most=Decimal(benefit["most"]) if benefit["most"] else None, formula=str(benefit["formula"] or ""),
        window="" if described["service"] else library.window_today(intake, opens, closes, day),
        opens=opens, closes=closes, open_now=opens is None or (opens <= day and (closes is None or day <= closes)),
        service=bool(described["service"]), illustrative=bool(described["illustrative"]),
        conditions=list(_clauses(described["conditions"])),
        papers=[PaperAsked(told(each["name"]), bool(each.get("needed")), told(each.get("deferrable")))
                for each in described["evidence"]],
        basis=[BasisShown(str(each.get("number") or ""), told(each.get("title")), told(each.get("cite")))
               for each in described["basis"]],
        parameters=[ParameterShown(told(each["name"]), str(each["value"]), told(each["unit"]),
                                   str(each["status"] or ""), told(each["source"]))
                    for each in described["parameters"]],
        facts=list(described["facts"]), page=reverse("policies:programme", args=[programme.slug]),
    )  # fmt: skip


def _clauses(clauses: Iterable[Mapping[str, Any]], depth: int = 0) -> Iterator[ClauseShown]:
    for each in clauses:
        if "children" in each:
            yield from _clauses(each["children"], depth + 1)
        else:
            yield ClauseShown(str(each.get("id") or ""), told(each.get("say")), told(each.get("cite")),
                              told(each.get("person")), depth)  # fmt: skip


# The guided check

Said = str | bool | Decimal | dt.date


@dataclass(frozen=True)
class CheckAsked:
    """Who asks, and what they know: fact → value, typed as people write it (300万, 2024年3月, 是). Nothing is kept."""

    who: Literal["firm", "sole-trader", "founder", "student", "job-seeker"] = field(metadata={"says": _("谁来享受")})
    facts: dict[str, str | bool | Decimal] = field(
        default_factory=dict, metadata={"says": _("已知的事实：名称 → 值，像在页面上那样填写")}
    )


@dataclass(frozen=True)
class FitShown:
    """One programme for who asks: `group` is get, step, open or no; yuan of a year; what is still to do or to tell."""

    slug: str
    name: str
    group: Literal["get", "step", "open", "no"]
    yuan: Decimal | None
    todo: list[str]
    missing: list[str]
    because: list[str]
    window: str
    illustrative: bool


@dataclass(frozen=True)
class QuestionShown:
    """The question most worth asking next."""

    fact: str
    ask: str
    type: str
    unit: str
    choices: list[str]
    hint: str


@dataclass(frozen=True)
class CheckShown:
    """What may be had: together in a year (`possible`), of it for certain (`sure`), and resting on numbers no document
    confirms (`illustrative`); services are offered, not judged."""

    possible: Decimal
    sure: Decimal
    illustrative: Decimal
    programmes: list[FitShown]
    services: list[str]
    question: QuestionShown | None


def check(person: Any, asked: CheckAsked) -> CheckShown:
    """As the page's check answers: the same questions, the same groups, the same yuan."""
    found, today = queries.catalogue(), clock.today()
    kept = _kept(found, asked, today)
    result = fitting.results(found, kept, today)
    groups = (("get", result.get), ("step", result.steps), ("open", result.open), ("no", result.no))
    question = fitting.question(found, kept, today)
    return CheckShown(
        result.possible, result.sure, result.illustrative,
        [_fit(group, each) for group, listed in groups for each in listed],
        [told(each.name) for each in result.services],
        None if question is None else QuestionShown(
            question.fact, told(question.ask), question.type, question.unit, list(question.choices), told(question.hint)
        ),
    )  # fmt: skip


def _kept(found: Catalogue, asked: CheckAsked, day: dt.date) -> Kept:
    """The facts as the page would have kept them. Raises Unreadable, each fault by its fact."""
    kept, wrong = Kept(who=asked.who), {}
    if len(asked.facts) > MOST:
        raise Unreadable({"body.facts": str(_("太多了。"))})
    for name, said in asked.facts.items():
        kind = found.facts.get(name)
        if kind is None:
            wrong[f"body.facts.{name[:60]}"] = str(_("没有这个事实。"))
            continue
        try:
            meant = understand(
                kind, {True: "是", False: "否"}.get(said, str(said)) if isinstance(said, bool) else str(said), day
            )
        except BadValue as why:
            wrong[f"body.facts.{name}"] = str(why)
            continue
        kept = kept.told(kind, meant.value)
        for also, value in meant.also:
            if also in found.facts:
                kept = kept.told(found.facts[also], value)
    if wrong:
        raise Unreadable(wrong)
    return kept


def _fit(group: Any, each: fitting.Shown) -> FitShown:
    verdict = each.look.verdict
    return FitShown(
        verdict.programme, told(verdict.name), group, each.look.yuan, [told(one) for one in each.todo],
        list(each.look.ask), [told(one) for one in verdict.because], each.window, each.illustrative,
    )  # fmt: skip


ROW = {
    "slug": "startup-cost", "name": "一次性创业补贴", "office": "区人社局", "kind": "subsidy", "kind_words": "补贴",
    "summary": "给首次创业者的一次性补贴。", "most": "8000", "window": "常年受理", "opens": None, "closes": None,
    "open_now": True, "service": False, "illustrative": False, "page": "/policies/startup-cost/",
}  # fmt: skip
ROW_EN = {**ROW, "name": "One-off start-up subsidy", "office": "District HR and Social Security Bureau",
          "kind_words": "Subsidy", "summary": "A one-off subsidy for first-time founders.",
          "window": "All year"}  # fmt: skip
ONE = {
    **{key: ROW[key] for key in ("slug", "name", "office", "kind_words", "summary", "most", "window", "opens", "closes",
                                 "open_now", "service", "illustrative", "page")},
    "serves": ["创业者"], "since": "2024-01-01", "until": None, "formula": "8,000 元",
    "conditions": [{"id": "in-district", "say": "在本区注册", "cite": "第三条", "by": "", "depth": 0}],
    "papers": [{"name": "营业执照", "needed": True, "later": ""}],
    "basis": [{"number": "示例规〔2024〕1号", "title": "示例办法", "cite": ""}], "parameters": [], "facts": ["注册区"],
}  # fmt: skip
ONE_EN = {**ONE, "name": ROW_EN["name"], "office": ROW_EN["office"], "kind_words": "Subsidy", "serves": ["Founders"],
          "summary": ROW_EN["summary"], "window": "All year", "formula": "¥8,000",
          "conditions": [{"id": "in-district", "say": "Registered in the district", "cite": "Article 3", "by": "",
                          "depth": 0}],
          "papers": [{"name": "Business licence", "needed": True, "later": ""}]}  # fmt: skip
ASKS = {"zh": {"who": "firm", "facts": {"注册区": "杨浦区", "从业人员": "12", "营业收入": "300万"}},
        "en": {"who": "firm", "facts": {"注册区": "Yangpu", "从业人员": "12", "营业收入": "3,000,000"}}}  # fmt: skip
FIT = {"slug": "startup-cost", "name": "一次性创业补贴", "group": "get", "yuan": "8000", "todo": [], "missing": [],
       "because": [], "window": "常年受理", "illustrative": False}  # fmt: skip
ANSWER = {"possible": "8000", "sure": "8000", "illustrative": "0", "programmes": [FIT], "services": ["创业指导"],
          "question": {"fact": "成立日期", "ask": "哪天注册的？", "type": "date", "unit": "", "choices": [],
                       "hint": ""}}  # fmt: skip
ANSWER_EN = {**ANSWER, "programmes": [{**FIT, "name": "One-off start-up subsidy", "window": "All year"}],
             "services": ["Advice for founders"],
             "question": {"fact": "成立日期", "ask": "When was it registered?", "type": "date", "unit": "",
                          "choices": [], "hint": ""}}  # fmt: skip

AREA = Area("policies", _("政策"))
READINGS = (
    Reading("policies.list", "policies", _("政策库：今天有效的项目"), PolicyRow, policies, PolicyFilters, many=True,
            opened=True, examples={"zh": ROW, "en": ROW_EN}),
    Reading("policies.one", "policies/{slug}", _("一个项目：金额、申报期、条件和条款"), PolicyShown, policy,
            opened=True,
            examples={"zh": ONE, "en": ONE_EN}),
    Reading("policies.check", "check", _("能享受什么：按给出的事实测算，不保存"), CheckShown, check, CheckAsked,
            posted=True, opened=True, examples={"zh": ANSWER, "en": ANSWER_EN}, asks=ASKS),
)  # fmt: skip
