"""Lists of the camp: cohorts, who signed up, lessons, who was there, posts and internships."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.people.queries import Person, Role
from district.ground.slots import states as seats
from district.ground.slots.times import here
from district.ground.tables.columns import Column, Kind, Sort
from district.ground.tables.filters import Asks, Filter, Tab, Tabs
from district.ground.tables.tables import PUBLIC, Empty, Table
from district.services.training.camp import states
from district.services.training.camp.models import Attendance, CampLesson, CampSignUp, Cohort, InternPost, Internship
from district.services.training.camp.models.posts import offered_by
from district.services.training.camp.queries import borne_out, counted

OFFICIALS = (Role.OFFICER, Role.LEADER, Role.AUDITOR)


def _number(name: str) -> Any:
    return lambda row: int(getattr(row, name, 0))


def _seats(row: Cohort) -> int | None:
    return row.session.capacity if row.session else None


COHORT_COLUMNS: tuple[Column[Cohort], ...] = (
    Column("title", _("期"), lambda row: row.title, width=32, small=lambda row: row.reference,
           href=lambda row: reverse("camp:desk_cohort", args=[row.reference])),
    Column("reference", _("编号"), lambda row: row.reference),
    Column("office", _("主办"), lambda row: row.office.name),
    Column("first", _("开营"), lambda row: row.first, Kind.DATE,
           sort=Sort(("first", "pk"), _("开营早的在前"), _("开营晚的在前"))),
    Column("last", _("结营"), lambda row: row.last, Kind.DATE),
    Column("closes", _("报名截止"), lambda row: row.closes_at, Kind.TIME),
    Column("way", _("怎么录取"), lambda row: _("择优录取") if row.chosen else _("先到先得"), width=12),
    Column("seats", _("席位"), _seats, Kind.NUMBER, 10),
    Column("signed", _("报名"), _number("signed"), Kind.NUMBER, 10),
    Column("learners", _("学员"), _number("learners"), Kind.NUMBER, 10),
    Column("state", _("状态"), lambda row: row.shown.staff, width=12, tone=lambda row: str(row.shown.tone)),
)  # fmt: skip


def _running(_person: Any, _chosen: Mapping[str, str]) -> Q:
    return Q(state__in=[states.DRAFT, states.CALLED])


def _over(_person: Any, _chosen: Mapping[str, str]) -> Q:
    return Q(state__in=[states.OVER, states.CANCELLED])


DESK_COHORTS = Table[Cohort](
    _("训练营"), COHORT_COLUMNS,
    page=("title", "first", "closes", "way", "seats", "signed", "learners", "state"), named="title",
    key="camp.cohorts", route="camp:desk", door=OFFICIALS, default="-first",
    rows=lambda person, _asked: counted(Cohort.objects.kept_by(person)),
    filters=(Filter("q", _("名称"), Asks.WORDS, "title__icontains|reference__iexact"),),
    tabs=Tabs((Tab("running", _("筹备和在办"), _running), Tab("over", _("往期"), _over))),
    tells=_("招生、选拔、课表、签到、实习岗位。"),
    empty=Empty(_("还没有训练营"), icon="school", route="camp:new_cohort", label=_("新一期")),
)  # fmt: skip


def _public_cohorts(person: Any, _asked: Mapping[str, str]) -> QuerySet[Cohort]:
    rows = Cohort.objects.visible_to(None).exclude(state=states.CANCELLED)
    return rows.select_related("office", "session").order_by("-first", "-pk")


def _not_over(_person: Any, _chosen: Mapping[str, str]) -> Q:
    return Q(state=states.CALLED)


COHORTS = Table[Cohort](
    _("大学生创业能力训练营"),
    (
        Column("title", _("期"), lambda row: row.title, width=32,
               href=lambda row: reverse("camp:cohort", args=[row.reference])),
        Column("reference", _("编号"), lambda row: row.reference),
        Column("office", _("主办"), lambda row: row.office.name),
        Column("place", _("地点"), lambda row: row.place, width=28),
        Column("opens", _("报名从"), lambda row: row.opens_at, Kind.TIME),
        Column("closes", _("报名到"), lambda row: row.closes_at, Kind.TIME),
        Column("first", _("开营"), lambda row: row.first, Kind.DATE),
        Column("last", _("结营"), lambda row: row.last, Kind.DATE),
        Column("seats", _("席位"), _seats, Kind.NUMBER, 10),
        Column("state", _("状态"), lambda row: row.shown.public, width=12),
    ),
    page=("title", "first", "last", "closes", "state"), named="title",
    key="camp.public_cohorts", route="camp:camp", door=PUBLIC, rows=_public_cohorts, card="camp/_cohort_card.html",
    cards="hq-grid hq-grid-2", size=12,
    tabs=Tabs((Tab("open", _("招生和在营"), _not_over), Tab("over", _("往期"), lambda _p, _c: Q(state=states.OVER)))),
    tells=_("理论、实践、竞赛一体：跟课、组队、到初创企业实习。还没有自己企业的学生可以报名，不收费。"),
    empty=Empty(_("现在没有招生的训练营"), _("新一期招生会出现在这里。"), "school"),
)  # fmt: skip


def standing_tone(row: CampSignUp) -> str:
    return str(row.standing.tone)


SIGN_UP_COLUMNS: tuple[Column[CampSignUp], ...] = (
    Column("name", _("姓名"), lambda row: row.name, width=16, small=lambda row: row.of_school,
           href=lambda row: reverse("camp:desk_sign_up", args=[row.reference])),
    Column("reference", _("编号"), lambda row: row.reference),
    Column("cohort", _("期"), lambda row: row.cohort.title, width=28),
    Column("school", _("学校"), lambda row: row.of_school, width=24),
    Column("signed", _("报名时间"), lambda row: row.signed_at, Kind.TIME,
           sort=Sort(("signed_at", "pk"), _("先报名的在前"), _("后报名的在前"))),
    Column("order", _("次序"), lambda row: row.seat.order if row.seat else None, Kind.NUMBER, 8,
           sort=Sort(("seat__order", "pk"), _("按席位次序"))),
    Column("mark", _("分数"), lambda row: row.mark, Kind.NUMBER, 10, part="camp/_mark.html",
           sort=Sort(("mark", "pk"), _("分数低的在前"), _("分数高的在前"))),
    Column("note", _("评语"), lambda row: row.note, width=28),
    Column("state", _("状态"), lambda row: row.standing.staff, width=14, tone=standing_tone),
    Column("why", _("原因"), lambda row: row.why or (row.seat.why if row.seat else ""), width=28),
)  # fmt: skip


def _of_cohort(person: Person, asked: Mapping[str, str]) -> QuerySet[CampSignUp]:
    cohorts = Cohort.objects.kept_by(person).filter(reference=asked["reference"])
    rows = CampSignUp.objects.filter(cohort__in=cohorts.order_by().values("pk"))
    first = Case(When(state=states.SIGNED, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.select_related("cohort", "seat", "school").annotate(first=first).order_by("first", "signed_at", "pk")


def _seat_in(*known: str) -> Any:
    return lambda _person, _chosen: Q(state=states.PLACED, seat__state__in=known)


def _gone(_person: Any, _chosen: Mapping[str, str]) -> Q:
    away = Q(state=states.PLACED, seat__state__in=sorted(set(seats.STATES) - seats.STANDING))
    return away | Q(state__in=[states.REFUSED, states.WITHDRAWN, states.QUIT])


SIGN_UPS = Table[CampSignUp](
    _("报名和选拔"), SIGN_UP_COLUMNS, page=("name", "signed", "order", "mark", "state", "why"), named="name",
    key="camp.sign_ups", route="camp:selection", of=("reference",), door=OFFICIALS, rows=_of_cohort, size=50,
    filters=(
        Filter("q", _("姓名或学校"), Asks.WORDS, "name__icontains|school_name__icontains|school__name__icontains"),
    ),
    tabs=Tabs((
        Tab("all", _("全部")),
        Tab("signed", _("待选拔"), lambda _p, _c: Q(state=states.SIGNED)),
        Tab("in", _("录取"), lambda _p, _c: Q(state=states.FINISHED) | Q(state=states.PLACED,
                                                                       seat__state__in=sorted(states.SITS))),
        Tab("waiting", _("候补"), _seat_in(seats.WAITING, seats.OFFERED), order=("seat__order",)),
        Tab("gone", _("未录取和退出"), _gone),
    )),
    tells=_("逐个或者一起打分、排席位、说明原因。"), empty=Empty(_("还没有人报名"), icon="users"),
)  # fmt: skip

LESSON_COLUMNS: tuple[Column[CampLesson], ...] = (
    Column("title", _("课"), lambda row: row.session.title, width=32, small=lambda row: row.get_kind_display(),
           href=lambda row: reverse("camp:lesson", args=[row.reference])),
    Column("reference", _("编号"), lambda row: row.reference),
    Column("cohort", _("期"), lambda row: row.cohort.title, width=28),
    Column("kind", _("类别"), lambda row: row.get_kind_display(), width=10),
    Column("when", _("时间"), lambda row: row.session.when, width=32),
    Column("starts", _("开始"), lambda row: row.session.starts, Kind.TIME),
    Column("ends", _("结束"), lambda row: row.session.ends, Kind.TIME),
    Column("place", _("地点"), lambda row: row.session.place, width=28),
    Column("trainer", _("讲师"), lambda row: row.given_by, width=14),
    Column("roll", _("点名册"), lambda row: row.settled_at, Kind.TIME),
    Column("state", _("状态"), lambda row: row.session.get_state_display(), width=12),
)  # fmt: skip


def _own_lessons(person: Person, _asked: Mapping[str, str]) -> QuerySet[CampLesson]:
    return CampLesson.objects.given_by(person).select_related("session", "cohort", "trainer")


LESSONS = Table[CampLesson](
    _("课表和点名"), LESSON_COLUMNS, page=("title", "cohort", "when", "place", "trainer", "roll", "state"),
    named="title", key="camp.lessons", route="camp:lessons", rows=_own_lessons,
    filters=(Filter("q", _("课、期或讲师"), Asks.WORDS,
                    "session__title__icontains|cohort__title__icontains|trainer_name__icontains"),),
    tabs=Tabs((
        Tab("coming", _("今天和以后"), lambda _p, _c: Q(session__ends__gt=clock.now()),
            order=("session__starts", "pk")),
        Tab("roll", _("待交点名册"), lambda _p, _c: Q(session__ends__lte=clock.now(), settled_at=None,
                                                   session__state="planned"), order=("session__starts", "pk")),
        Tab("past", _("已上过的"), lambda _p, _c: Q(session__ends__lte=clock.now()),
            order=("-session__starts", "-pk")),
    ), label=_("按时间")),
    tells=_("我讲的课，和本部门主办的课：放签到码、点名、交点名册。"),
    empty=Empty(_("没有要上的课"), icon="calendar-event"),
)  # fmt: skip


def _clock(row: Attendance) -> str:
    return f"{here(row.scanned_at):%H:%M}" if row.scanned_at else ""


ATTENDANCE_COLUMNS: tuple[Column[Attendance], ...] = (
    Column("name", _("姓名"), lambda row: row.learner.name, width=16, small=lambda row: row.learner.of_school),
    Column("lesson", _("课"), lambda row: row.lesson.session.title, width=32,
           href=lambda row: reverse("camp:lesson", args=[row.lesson.reference])),
    Column("starts", _("开始"), lambda row: row.lesson.session.starts, Kind.TIME),
    Column("scanned", _("扫码"), _clock, width=8),
    Column("late", _("迟到（分钟）"), lambda row: row.late, Kind.NUMBER, 10),
    Column("rolled", _("点名"), lambda row: _said(row.rolled), width=8),
    Column("checked", _("抽查"), lambda row: _said(row.checked) if row.drawn else "", width=8),
    Column("strength", _("证据"), lambda row: row.strength, width=8),
)  # fmt: skip


def _said(value: bool | None) -> Any:
    return "" if value is None else _("在") if value else _("不在")


def _attended(person: Person, _asked: Mapping[str, str]) -> QuerySet[Attendance]:
    rows = borne_out(Attendance.objects.visible_to(person)).select_related("learner__school", "lesson__session")
    return rows.order_by("-lesson__session__starts", "learner__name", "pk")


DIFFERS = Q(scanned_at__isnull=False) & (Q(rolled=False) | Q(checked=False))
ATTENDANCES = Table[Attendance](
    _("签到记录"), ATTENDANCE_COLUMNS, page=("name", "lesson", "starts", "scanned", "rolled", "checked", "strength"),
    named="name", key="camp.attendances", route="camp:attendances", door=OFFICIALS, rows=_attended,
    filters=(Filter("q", _("姓名或课"), Asks.WORDS, "learner__name__icontains|lesson__session__title__icontains"),),
    tabs=Tabs((
        Tab("all", _("全部")),
        Tab("differs", _("两边不一致"), lambda _p, _c: DIFFERS, tone="needs"),
        Tab("drawn", _("抽到的"), lambda _p, _c: Q(drawn=True, scanned_at__isnull=False)),
    )),
    tells=_("扫码和点名各算一种证据；两边不一致的不入账，核实后更正。"), empty=Empty(_("还没有签到"), icon="qrcode"),
)  # fmt: skip


def _post_columns(route: str) -> tuple[Column[InternPost], ...]:
    return (
        Column("title", _("岗位"), lambda row: row.title, width=32, small=lambda row: row.firm,
               href=lambda row: reverse(route, args=[row.reference])),
        Column("reference", _("编号"), lambda row: row.reference),
        Column("firm", _("单位"), lambda row: row.firm, width=32),
        Column("place", _("地点"), lambda row: row.place, width=28),
        Column("places", _("人数"), lambda row: row.places, Kind.NUMBER, 8),
        Column("gives", _("待遇"), lambda row: row.gives, width=28),
        Column("begins", _("从"), lambda row: row.begins, Kind.DATE,
               sort=Sort(("begins", "pk"), _("开始早的在前"), _("开始晚的在前"))),
        Column("ends", _("到"), lambda row: row.ends, Kind.DATE),
        Column("given", _("发布"), lambda row: row.given_at, Kind.TIME),
        Column("state", _("状态"), lambda row: row.shown.staff, width=12, tone=lambda row: str(row.shown.tone)),
    )  # fmt: skip


POST_WORDS = Filter("q", _("岗位、单位或地点"), Asks.WORDS, "title__icontains|firm__icontains|place__icontains")
POSTS = Table[InternPost](
    _("创业实习岗位"), _post_columns("camp:post"), page=("title", "place", "places", "begins", "state"), named="title",
    key="camp.public_posts", route="camp:posts", door=PUBLIC,
    rows=lambda _person, _asked: InternPost.objects.visible_to(None).order_by("-given_at", "-pk"),
    filters=(POST_WORDS,),
    tabs=Tabs((
        Tab("open", _("招募中"), lambda _p, _c: Q(state=states.GIVEN)),
        Tab("past", _("已结束"), lambda _p, _c: Q(state=states.CLOSED)),
    )),
    tells=_("初创企业和基地给训练营学员的岗位，审核后公开。"),
    empty=Empty(_("现在没有招募中的岗位"), _("企业和基地可以提供岗位。"), "briefcase", "camp:offer", _("提供岗位")),
)  # fmt: skip
DESK_POSTS = Table[InternPost](
    _("实习岗位"), _post_columns("camp:desk_post"), page=("title", "places", "begins", "given", "state"),
    named="title", key="camp.posts", route="camp:desk_posts", door=OFFICIALS,
    rows=lambda person, _asked: InternPost.objects.kept_by(person).order_by("-made_at", "-pk"), filters=(POST_WORDS,),
    tabs=Tabs((
        Tab("waiting", _("待审核"), lambda _p, _c: Q(state=states.WAITING), tone="needs"),
        Tab("open", _("招募中"), lambda _p, _c: Q(state=states.GIVEN)),
        Tab("all", _("全部")),
    )),
    tells=_("企业和基地提供的岗位，通过以后公开。"), empty=Empty(_("没有岗位"), icon="briefcase"),
)  # fmt: skip
MY_POSTS = Table[InternPost](
    _("我提供的实习岗位"), _post_columns("camp:my_post"), page=("title", "places", "begins", "state"), named="title",
    key="camp.my_posts", route="camp:my_posts",
    rows=lambda person, _asked: InternPost.objects.filter(offered_by(person)).order_by("-made_at", "-pk"),
    tells=_("学员的报名在岗位页答复。"),
    empty=Empty(_("还没有提供岗位"), _("给学员一个实习的机会。"), "briefcase", "camp:offer", _("提供岗位")),
)  # fmt: skip

INTERNSHIPS = Table[Internship](
    _("创业实习"),
    (
        Column("name", _("学员"), lambda row: row.learner.name, width=16, small=lambda row: row.learner.of_school),
        Column("post", _("岗位"), lambda row: row.post.title, width=32, small=lambda row: row.post.firm,
               href=lambda row: reverse("camp:desk_post", args=[row.post.reference])),
        Column("firm", _("单位"), lambda row: row.post.firm, width=32),
        Column("asked", _("报名"), lambda row: row.asked_at, Kind.TIME),
        Column("taken", _("录用"), lambda row: row.taken_at, Kind.TIME),
        Column("ended", _("结束"), lambda row: row.ended_on, Kind.DATE),
        Column("state", _("状态"), lambda row: row.shown.staff, width=12, tone=lambda row: str(row.shown.tone)),
        Column("outcome", _("结果"), lambda row: row.get_outcome_display(), width=12),
    ),
    page=("name", "post", "asked", "taken", "ended", "state", "outcome"), named="name", key="camp.internships",
    route="camp:internships", door=OFFICIALS,
    rows=lambda person, _asked: Internship.objects.visible_to(person).select_related(
        "learner__school", "post").order_by("-asked_at", "-pk"),
    filters=(Filter("q", _("学员、岗位或单位"), Asks.WORDS,
                    "learner__name__icontains|post__title__icontains|post__firm__icontains"),),
    tabs=Tabs((
        Tab("asked", _("待答复"), lambda _p, _c: Q(state=states.ASKED)),
        Tab("taken", _("在岗"), lambda _p, _c: Q(state=states.TAKEN)),
        Tab("ended", _("已结束"), lambda _p, _c: Q(state=states.ENDED)),
        Tab("all", _("全部")),
    )),
    tells=_("谁在哪里实习，结果怎样。"), empty=Empty(_("还没有人报名岗位"), icon="briefcase"),
)  # fmt: skip
LISTS = (DESK_COHORTS, COHORTS, SIGN_UPS, LESSONS, ATTENDANCES, POSTS, DESK_POSTS, MY_POSTS, INTERNSHIPS)
