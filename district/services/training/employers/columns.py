"""Lists of employers' training: one's own, the desk's, learners, shared courses, audits, bases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import BooleanField, Case, Count, Q, QuerySet, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.enterprises.queries import ties
from district.ground.people.queries import Organisation, Person
from district.ground.tables.columns import Column, Kind, Sort
from district.ground.tables.filters import Asks, Filter, Tab, Tabs
from district.ground.tables.tables import PUBLIC, Empty, Table
from district.services.training.employers.basing import bases, coming_of
from district.services.training.employers.models import Audit, Filing, SharedCourse
from district.services.training.employers.permissions import SEES
from district.services.training.employers.queries import in_force, with_plans
from district.services.training.employers.states import ASKED, COURSE_STATES, FILED, FINISHED, KNOWN, STATES

DESK_ROUTE, MINE_ROUTE = "employers:filing", "employers:mine_one"


def _columns(route: str, *, public: bool) -> tuple[Column[Filing], ...]:
    return (
        Column("course", _("培训项目"), lambda row: in_force(row).course, width=32, small=lambda row: row.reference,
               href=lambda row: reverse(route, args=[row.reference])),
        Column("reference", _("备案编号"), lambda row: row.reference),
        Column("enterprise", _("企业"), lambda row: row.enterprise.name, width=36),
        Column("mode", _("方式"), lambda row: in_force(row).get_mode_display(), width=10),
        Column("starts", _("开班"), lambda row: in_force(row).starts, Kind.DATE),
        Column("ends", _("结束"), lambda row: in_force(row).ends, Kind.DATE),
        Column("filed", _("备案日期"), lambda row: row.filed_on, Kind.DATE, sort=Sort(
            ("filed_at", "pk"), _("先备案的在前"), _("后备案的在前"))),
        Column("hours", _("每人学时"), lambda row: in_force(row).hours, Kind.NUMBER, 10),
        Column("learning", _("学员"), lambda row: row.learning, Kind.NUMBER, 10),
        Column("officer", _("跟踪专员"), lambda row: row.officer.name if row.officer else "", width=14),
        Column("state", _("状态"), lambda row: row.shown.public if public else row.shown.staff, width=14,
               tone=lambda row: row.shown.tone),
    )  # fmt: skip


MINE = Table[Filing](
    _("职工培训"), _columns(MINE_ROUTE, public=True),
    page=("course", "enterprise", "starts", "ends", "learning", "state"), named="course",
    key="employers.mine", route="employers:mine", default="-filed",
    rows=lambda person, _asked: with_plans(Filing.objects.of_member(person)),
    tells=_("开班之前先备案，培训中记学时，结班后用学时申报补贴。"),
    empty=Empty(_("还没有备案过培训"), _("组织职工培训，先在开班之前备案。"), "school", "employers:new",
                _("备案一次培训")),
)  # fmt: skip


def _is(*states: str) -> Any:
    return lambda _person, _chosen: Q(state__in=states)


FILINGS = Table[Filing](
    _("企业培训"), _columns(DESK_ROUTE, public=False),
    page=("course", "enterprise", "starts", "ends", "learning", "officer", "state"), named="course",
    key="employers.filings", route="employers:filings", door=SEES, default="-filed",
    rows=lambda person, _asked: with_plans(Filing.objects.on_desk_of(person)),
    filters=(
        Filter("q", _("企业、编号"), Asks.WORDS, "enterprise__name__icontains|reference__iexact"),
        Filter("mine", _("我跟踪的"), Asks.FLAG, where=lambda person, _value: Q(
            officer__in=[person.pk, *person.stands_in_for])),
    ),
    tabs=Tabs(
        (
            Tab("all", _("全部")), Tab("filed", STATES[FILED].staff, _is(FILED), tone="needs"),
            Tab("asked", STATES[ASKED].staff, _is(ASKED)), Tab("known", STATES[KNOWN].staff, _is(KNOWN)),
            Tab("finished", STATES[FINISHED].staff, _is(FINISHED)),
        ),
        label=_("按状态"),
    ),
    tells=_("企业开班之前的备案、学员、学时和申报；谁在跟踪。"), empty=Empty(_("这里没有备案"), icon="school"),
)  # fmt: skip


COURSE_COLUMNS: tuple[Column[SharedCourse], ...] = (
    Column("title", _("课程"), lambda row: row.title, width=32, small=lambda row: row.suits,
           href=lambda row: reverse("employers:course", args=[row.reference])),
    Column("reference", _("编号"), lambda row: row.reference),
    Column("enterprise", _("提供单位"), lambda row: row.enterprise.public_name, width=36),
    Column("platform", _("在哪里学"), lambda row: row.platform, width=32),
    Column("suits", _("适合的行业或技术"), lambda row: row.suits, width=24),
    Column("hours", _("学时"), lambda row: row.hours, Kind.NUMBER, 10),
    Column("firms", _("一起上的企业"), lambda row: getattr(row, "firms", 0), Kind.NUMBER, 10),
    Column("people", _("学员"), lambda row: getattr(row, "people", 0), Kind.NUMBER, 10),
    Column("state", _("状态"), lambda row: row.shown.staff, width=12, tone=lambda row: row.shown.tone),
)  # fmt: skip


def with_learners(rows: QuerySet[SharedCourse]) -> QuerySet[SharedCourse]:
    """Courses with how many learn and from how many firms."""
    live = Q(learners__live=True)
    return rows.select_related("enterprise", "office").annotate(
        people=Count("learners__worker", filter=live, distinct=True),
        firms=Count("learners__filing__enterprise", filter=live, distinct=True),
    )


SHARED = Table[SharedCourse](
    _("共享课程"), COURSE_COLUMNS, page=("title", "enterprise", "hours", "firms", "people"), named="title",
    key="employers.shared", route="employers:shared", door=PUBLIC, card="employers/_course.html",
    cards="hq-grid hq-grid-2", size=12,
    rows=lambda _person, _asked: with_learners(SharedCourse.objects.filter(state="open")).order_by("-at", "-pk"),
    filters=(Filter("q", _("课程、行业或技术"), Asks.WORDS, "title__icontains|suits__icontains|about__icontains"),),
    tells=_("技术相近的企业一起开发、一起上的课程；备案时选它，每名学员只计一次。"),
    empty=Empty(_("还没有公开的共享课程"), icon="books"),
)  # fmt: skip


def _of_desk(person: Person, _asked: Mapping[str, str]) -> QuerySet[SharedCourse]:
    rows = SharedCourse.objects.visible_to(person).annotate(
        is_tied=Case(When(ties(person), then=True), default=False, output_field=BooleanField())
    )
    return with_learners(rows).order_by("-at", "-pk")


DESK_COURSES = Table[SharedCourse](
    _("共享课程审核"), (*COURSE_COLUMNS, Column(
        "acts", _("操作"), lambda _row: "", book=False, part="employers/_course_acts.html")),
    page=("title", "enterprise", "hours", "firms", "people", "state", "acts"), named="title",
    key="employers.desk_courses", route="employers:desk_courses", door=SEES, rows=_of_desk,
    filters=(
        Filter("state", _("状态"), lookup="state", choices=[(key, each.staff) for key, each in COURSE_STATES.items()]),
    ),
    tells=_("企业提供的课程，看过再公开。"), empty=Empty(_("这里没有共享课程"), icon="books"),
)  # fmt: skip
AUDITS = Table[Audit](
    _("培训抽查"),
    (
        Column("title", _("名称"), lambda row: row.title, width=32, small=lambda row: row.reference,
               href=lambda row: reverse("employers:audit", args=[row.reference])),
        Column("reference", _("编号"), lambda row: row.reference),
        Column("since", _("结班自"), lambda row: row.since, Kind.DATE),
        Column("until", _("至"), lambda row: row.until, Kind.DATE),
        Column("population", _("名单人数"), lambda row: len(row.population), Kind.NUMBER, 10),
        Column("size", _("抽几人"), lambda row: row.size, Kind.NUMBER, 10),
        Column("state", _("状态"), lambda row: row.shown.staff, width=16, tone=lambda row: row.shown.tone),
    ),
    page=("title", "since", "until", "population", "size", "state"), named="title",
    key="employers.audits", route="employers:audits", door=SEES,
    rows=lambda person, _asked: Audit.objects.visible_to(person),
    tells=_("先封存名单，再记录种子，然后抽；有疑点的先听企业陈述，再作结论。"),
    empty=Empty(_("还没有抽查"), icon="dice"),
)  # fmt: skip


def _coming(rows: Sequence[Organisation], _person: Any, _asked: Mapping[str, str]) -> Iterable[Organisation]:
    found = coming_of(rows)
    for row in rows:
        row.coming = found.get(row.pk, 0)  # type: ignore[attr-defined]
    return rows


BASES = Table[Organisation](
    _("实训基地"),
    (
        Column("name", _("基地"), lambda row: row.full, width=36, small=lambda row: row.address,
               href=lambda row: reverse("employers:base", args=[row.pk])),
        Column("address", _("地址"), lambda row: row.address, width=36),
        Column("phone", _("电话"), lambda row: row.phone),
        Column("coming", _("可以报名的场次"), lambda row: getattr(row, "coming", 0), Kind.NUMBER, 12),
    ),
    page=("name", "phone", "coming"), named="name", key="employers.bases", route="employers:bases", door=PUBLIC,
    rows=lambda person, _asked: bases(person if getattr(person, "is_authenticated", False) else None).order_by("name"),
    dress=_coming, tells=_("区里的公共实训基地：有哪些场地，哪些场次可以报名；日历可以订阅。"),
    empty=Empty(_("还没有公开的实训基地"), icon="building"),
)  # fmt: skip
LISTS = (MINE, FILINGS, SHARED, DESK_COURSES, AUDITS, BASES)
