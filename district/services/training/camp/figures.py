"""What is counted of the camp: who signed up, who learnt, who was there, posts given, what came of them."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.ground.figures.figure import Dimension, Flow, People, Source
from district.ground.people.queries import Person
from district.ground.tables.columns import Column, Kind
from district.ground.tables.tables import Table
from district.services.training.camp import states
from district.services.training.camp.columns import ATTENDANCES, INTERNSHIPS, POSTS, SIGN_UP_COLUMNS
from district.services.training.camp.models import Attendance, CampLesson, CampSignUp, InternPost, Internship
from district.services.training.camp.models.cohorts import LEARNS
from district.services.training.camp.models.lessons import THERE
from district.services.training.camp.queries import borne_out

PERSON_TIMES = pgettext_lazy("unit", "人次")
SIGN_UP_LIST = Table[CampSignUp](
    _("训练营报名"), tuple(each for each in SIGN_UP_COLUMNS if each.key not in {"order", "note", "why", "mark"}),
    page=("name", "cohort", "signed", "state"), named="name",
)  # fmt: skip
POST_LIST = Table[InternPost](
    _("创业实习岗位"),
    (*POSTS.columns, Column("past", _("往期补录"), lambda row: _("是") if row.past else _("否"), Kind.TEXT, 10)),
    page=("title", "place", "places", "given", "state"), named="title",
)  # fmt: skip


def _sign_ups(rows: QuerySet[CampSignUp], person: Person) -> QuerySet[CampSignUp]:
    return rows.filter(pk__in=CampSignUp.objects.visible_to(person).values("pk"))


def _attendances(rows: QuerySet[Attendance], person: Person) -> QuerySet[Attendance]:
    return rows.filter(pk__in=Attendance.objects.visible_to(person).values("pk"))


def _internships(rows: QuerySet[Internship], person: Person) -> QuerySet[Internship]:
    return rows.filter(pk__in=Internship.objects.visible_to(person).values("pk"))


SIGNED_UP = Source[CampSignUp](
    "camp_sign_ups", _("训练营报名"), lambda _day: CampSignUp.objects.all(), SIGN_UP_LIST, _sign_ups,
    dimensions=(
        Dimension("cohort", _("期"), "cohort__reference", label="cohort__title"),
        Dimension("bureau", _("主办"), "cohort__office__name"),
        Dimension("state", _("状态"), "state", named=lambda value: states.SIGN_UPS[value].staff),
    ),
    listed=lambda rows: rows.select_related("cohort", "seat", "school").order_by("-signed_at", "-pk"), place=61,
    people=People(None, "pk", ("cohort", "bureau")),
)  # fmt: skip
SIGN_UPS = Flow(
    key="camp.sign_ups", words=_("训练营报名"), unit=PERSON_TIMES, source=SIGNED_UP, time="signed_at", public=True,
    definition=_(
        "期间内报名训练营的人次，后来退出的和没有录取的也计；往期按报名日期。"
        "公开的数按期、按整年分别数再相加，够 5 人才计，按 5 人进位舍去零头。"
    ),
)  # fmt: skip
LEARNERS = Flow(
    key="camp.learners", words=_("训练营学员"), unit=PERSON_TIMES, source=SIGNED_UP, time="signed_at", where=LEARNS,
    public=True,
    definition=_(
        "期间内报名、录取入营的人次，结业的和中途退出的都计，候补的不计。"
        "公开的数按期、按整年分别数再相加，够 5 人才计，按 5 人进位舍去零头。"
    ),
)  # fmt: skip

ATTENDED = Source[Attendance](
    "camp_attendances", _("训练营签到"), lambda _day: Attendance.objects.all(), ATTENDANCES, _attendances,
    dimensions=(
        Dimension("cohort", _("期"), "lesson__cohort__reference", label="lesson__cohort__title"),
        Dimension("kind", _("课的类别"), "lesson__kind", named=lambda value: CampLesson.Kind(value).label),
    ),
    listed=lambda rows: borne_out(rows).select_related("learner__school", "lesson__session").order_by(
        "-first_at", "-pk"),
    place=62, people=People(None, "learner", ("cohort",)),
)  # fmt: skip
ATTENDANCES_COUNTED = Flow(
    key="camp.attendances", words=_("训练营上课"), unit=PERSON_TIMES, source=ATTENDED, time="lesson__session__starts",
    where=THERE, public=True,
    definition=_(
        "期间内上课、扫码或者点名能证明到场的人次；一边说在、一边说不在的不计。"
        "公开的数按期、按整年分别数再相加，够 5 人才计，按 5 人进位舍去零头。"
    ),
)  # fmt: skip

OFFERED = Source[InternPost](
    "camp_posts", _("创业实习岗位"), lambda _day: InternPost.objects.filter(given_at__isnull=False), POST_LIST, None,
    dimensions=(
        Dimension("bureau", _("负责部门"), "office__name"),
        Dimension("state", _("状态"), "state", named=lambda value: states.POSTS[value].staff),
    ),
    listed=lambda rows: rows.order_by("-given_at", "-pk"), place=63,
)  # fmt: skip
POSTS_GIVEN = Flow(
    key="camp.posts_given", words=_("提供的创业实习岗位"), unit=pgettext_lazy("unit", "个"), source=OFFERED,
    time="given_at", public=True,
    definition=_("期间内审核通过、向学员公开的岗位数，后来结束招募的也计；一个岗位招几人都计一个。"),
)  # fmt: skip

INTERNED = Source[Internship](
    "camp_internships", _("创业实习"), lambda _day: Internship.objects.all(), INTERNSHIPS, _internships,
    dimensions=(
        Dimension("bureau", _("负责部门"), "post__office__name"),
        Dimension("outcome", _("结果"), "outcome",
                  named=lambda value: Internship.Outcome(value).label if value else _("还没有结果")),
    ),
    listed=lambda rows: rows.select_related("learner__school", "post").order_by("-asked_at", "-pk"), place=64,
    people=People(None, "learner", ("bureau",)),
)  # fmt: skip
INTERNS = Flow(
    key="camp.interns", words=_("创业实习录用"), unit=PERSON_TIMES, source=INTERNED, time="taken_at",
    where=Q(taken_at__isnull=False), public=True, definition=_(
        "期间内被岗位录用的学员人次。"
        "公开的数按部门、按整年分别数再相加，够 5 人才计，按 5 人进位舍去零头。"
    ),
)  # fmt: skip
FINISHED = Flow(
    key="camp.internships_finished", words=_("创业实习完成"), unit=PERSON_TIMES, source=INTERNED, time="ended_on",
    where=Q(outcome__in=["done", "hired", "founded"]), public=True,
    definition=_(
        "期间内结束、结果是如期完成、留用或者自己创业的实习人次。"
        "公开的数按部门、按整年分别数再相加，够 5 人才计，按 5 人进位舍去零头。"
    ),
)  # fmt: skip
HIRED = Flow(
    key="camp.hired", words=_("实习后留用或创业"), unit=PERSON_TIMES, source=INTERNED, time="ended_on",
    where=Q(outcome__in=["hired", "founded"]), public=True,
    definition=_(
        "期间内结束、结果是留用或者自己创业的实习人次。"
        "公开的数按部门、按整年分别数再相加，够 5 人才计，按 5 人进位舍去零头。"
    ),
)  # fmt: skip

FIGURES = (SIGN_UPS, LEARNERS, ATTENDANCES_COUNTED, POSTS_GIVEN, INTERNS, FINISHED, HIRED)
PUBLIC = (SIGN_UPS, LEARNERS, POSTS_GIVEN, INTERNS)
