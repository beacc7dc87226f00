"""A cohort in camp, one to select, six past ones by a workbook's rows, posts. Synthetic."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.conf import settings
from django.utils.translation import override

from district.enterprises.queries import my_enterprises
from district.ground import clock
from district.ground.people.actions import create_person
from district.ground.people.queries import Bureau, Person, account_named, bureau_named
from district.ground.slots.times import ONE_DAY, at, here, minutes, monday
from district.services.training.camp import asking, attending, codes, cohorts, entering, joining, posting, states, teams
from district.services.training.camp import timetable as lessons
from district.services.training.camp.forms import schools
from district.services.training.camp.models import CampLesson, CampSignUp, Cohort, InternPost
from district.services.training.camp.past import PastLearner, PastPost

OFFICE, PLACE = "区人社局", "示例创业服务中心二楼教室"
SPACE = uuid.UUID("0b8f1f0e-6f0b-4d55-9d0e-6a2f5f7c1a20")
COHORTS, A_COHORT, POSTS = 6, 160, 312
FIRMS = ("示例新媒体工作室", "示例软件科技", "示例文创设计", "示例生物试剂", "示例跨境电商", "示例教育咨询")
JOBS = ("新媒体运营", "前端开发", "产品助理", "市场推广", "平面设计", "客户服务", "数据标注", "活动策划")
SCHOOLS = ("示例大学甲", "示例学院乙", "示例大学丙", "示例职业学院丁")
RESULTS = (states.FINISHED, states.FINISHED, states.FINISHED, states.FINISHED, states.FINISHED, states.QUIT,
           states.FINISHED, states.REFUSED)  # fmt: skip
OUTCOMES = ("done", "done", "done", "hired", "done", "founded", "early", "done", "absent", "done")
LIVE = ("示例：家政服务小程序运营", "示例：实验室助理", "示例：直播助理", "示例：财税实习生", "示例：孵化器运营助理")
ANSWERS = {
    "stage": "trial", "idea": "示例：给社区老人做一个送餐小程序。", "reason": "示例：想学会算账和找客户。",
    "hours": "12", "intern": True,
}  # fmt: skip


def key(name: str) -> uuid.UUID:
    """The same every time."""
    return uuid.uuid5(SPACE, name)


def make(people: Mapping[str, Person]) -> None:
    officer, office = people["officer"], bureau_named(OFFICE)
    assert office is not None
    with override(settings.LANGUAGE_CODE):
        posts = _posts(people, officer, office)
        running = _running(people, officer, office)
        _interns(running, posts, people)
        _to_select(officer, office)
        _past(officer, office)


def _past(officer: Person, office: Bureau) -> None:
    today = monday(clock.today())
    posts = [
        PastPost(f"{FIRMS[n % len(FIRMS)]}{n // len(FIRMS) + 1}", f"示例：{JOBS[n % len(JOBS)]}",
                 today - ONE_DAY * (190 + 3 * n), 1 + n % 3, "示例路")
        for n in range(POSTS)
    ]  # fmt: skip
    learners = [_learner(n, today, posts) for n in range(COHORTS * A_COHORT)]
    entering.take_in(posts=posts, learners=learners, office=office, by=officer)


def _learner(n: int, today: dt.date, posts: Sequence[PastPost]) -> PastLearner:
    which, place = divmod(n, A_COHORT)
    first = today - ONE_DAY * 182 * (which + 1)
    result = RESULTS[place % len(RESULTS)]
    post = posts[n % POSTS] if result == states.FINISHED and place % 3 == 0 else None
    return PastLearner(
        cohort=f"示例往期 {COHORTS - which}", first=first, last=first + ONE_DAY * 90, name=f"示例学员{n + 1:04}",
        school=SCHOOLS[n % len(SCHOOLS)], signed=first - ONE_DAY * (10 + place % 20), result=result,
        why="示例：报名时已毕业三年以上" if result == states.REFUSED else "",
        post=(post.firm, post.title) if post else None, outcome=OUTCOMES[n % len(OUTCOMES)] if post else "",
    )  # fmt: skip


def _posts(people: Mapping[str, Person], officer: Person, office: Bureau) -> list[InternPost]:
    manager, made = people["manager"], []
    firms = list(my_enterprises(manager))
    for n, title in enumerate(LIVE):
        with clock.at(clock.now() - ONE_DAY * (20 - n)):
            post = posting.offer(
                by=manager, office=office, enterprise=firms[n % len(firms)], title=title, places=1 + n % 2,
                begins=clock.today() + ONE_DAY * 10, text="示例：跟着老师傅做事，每周至少三天。", place="示例路",
                gives="示例：午餐、交通补贴、实习证明", request_key=key(title),
            )  # fmt: skip
            made.append(posting.approve(post=post, by=officer))
    posting.offer(
        by=manager, office=office, enterprise=firms[0], title="示例：等待审核的岗位", places=1, begins=clock.today(),
        text="示例：协助整理客户资料。", place="示例路", request_key=key("waiting"),
    )  # fmt: skip
    return made


def _running(people: Mapping[str, Person], officer: Person, office: Bureau) -> Cohort:
    """Ten seats, twelve who want one; two weeks of lessons behind it, one lesson now."""
    first = monday(clock.today()) - ONE_DAY * 14
    with clock.at(at(first - ONE_DAY * 40, dt.time(9))):
        row = cohorts.make(
            by=officer, office=office, title=f"示例：{first.year} 年大学生创业能力训练营", seats=10, place=PLACE,
            text="示例：每周两次课，理论、实践、竞赛辅导都有；结营前路演。不收费。", opens_at=clock.now(),
            closes_at=at(first - ONE_DAY * 3, dt.time(23, 59)), first=first, last=first + ONE_DAY * 62,
            questions=asking.USUAL.plain(), request_key=key("running"),
        )  # fmt: skip
        cohorts.call(cohort=row, by=officer)
        for n, each in enumerate([people["student"], *_students(1, 12)]):
            _sign_up(row, each, n)
        _plan(row, officer)
    for lesson in row.lessons.filter(session__ends__lt=clock.now()).select_related("session", "cohort__office"):
        _given(lesson, officer)
    _team(row, people["student"])
    starts = here(clock.now() - minutes(10)).replace(second=0, microsecond=0)
    lessons.plan(
        cohort=row, by=officer, title="示例：路演练习", first=starts.date(), begins=starts.time(), length=120,
        kind=CampLesson.Kind.CONTEST, trainer=account_named("trainer"), request_key=key("now"),
    )  # fmt: skip
    return row


def _plan(row: Cohort, officer: Person) -> None:
    for title, kind, days, begins in (
        ("示例：商业计划怎么写", CampLesson.Kind.THEORY, "TU", dt.time(18, 30)),
        ("示例：找到第一个客户", CampLesson.Kind.PRACTICE, "TH", dt.time(18, 30)),
    ):
        lessons.plan(
            cohort=row, by=officer, title=title, first=row.first, begins=begins, length=120, kind=kind,
            rule=f"FREQ=WEEKLY;BYDAY={days}", trainer_name="示例导师", request_key=key(title),
        )  # fmt: skip


def _students(first: int, count: int) -> list[Person]:
    return [
        create_person(username=f"camper{n}", name=f"示例学员{n}", password=None)
        for n in range(first, first + count - 1)
    ]


def _sign_up(row: Cohort, person: Person, n: int) -> CampSignUp:
    known = list(schools())
    school = known[n % len(known)] if known else None
    return joining.sign_up(cohort=row, by=person, school=school, school_name="" if school else SCHOOLS[0],
                           answers=ANSWERS)  # fmt: skip


def _given(lesson: CampLesson, officer: Person) -> None:
    """Most scan, the trainer's roll says who came; one only scanned, one only stood on the roll."""
    learners = list(CampSignUp.objects.in_camp().filter(cohort=lesson.cohort).select_related("person").order_by("pk"))
    for n, each in enumerate(learners[:-1]):
        assert each.person is not None
        with clock.at(lesson.session.starts - minutes(5) + minutes(n * 2)):
            scanned = codes.Pass(lesson.reference, clock.now())
            attending.check_in(lesson=lesson, by=each.person, scanned=scanned, device=f"demo-{each.pk}")
    with clock.at(lesson.session.ends + minutes(5)):
        came = [each.reference for each in learners if each != learners[3]]
        attending.roll(lesson=lesson, by=officer, came=came)
        attending.settle(lesson=lesson, by=officer)


def _team(row: Cohort, student: Person) -> None:
    learners = list(
        CampSignUp.objects.in_camp().filter(cohort=row).select_related("person", "cohort", "seat").order_by("pk")
    )
    team = teams.make(row=learners[0], by=student, name="示例暖饭队", project="示例：社区老人送餐小程序",
                      text="示例：一个小区试运行，三十位老人。")  # fmt: skip
    for each in learners[1:3]:
        assert each.person is not None
        teams.join(team=team, by=each.person)


def _interns(row: Cohort, posts: Sequence[InternPost], people: Mapping[str, Person]) -> None:
    manager = people["manager"]
    learners = list(
        CampSignUp.objects.in_camp().filter(cohort=row).select_related("person", "cohort", "seat").order_by("pk")
    )
    asked = []
    for n, each in enumerate(learners[:4]):
        assert each.person is not None
        asked.append(posting.ask(post=posts[n], by=each.person, learner=each, text="示例：会做短视频，随时可以到岗。"))
    posting.take(internship=asked[1], by=manager)
    posting.take(internship=asked[2], by=manager)
    posting.end(internship=asked[2], by=manager, outcome="hired", ended_on=clock.today(), why="示例：签了劳动合同")
    posting.decline(internship=asked[3], by=manager, why="示例：时间对不上")


def _to_select(officer: Person, office: Bureau) -> None:
    """The next one takes who has the best marks; the first marks are given."""
    first = monday(clock.today()) + ONE_DAY * 70
    with clock.at(clock.now() - ONE_DAY * 10):
        row = cohorts.make(
            by=officer, office=office, title=f"示例：{first.year} 年暑期训练营", seats=4, place=PLACE, chosen=True,
            text="示例：六周集中营，择优录取。", opens_at=clock.now(), first=first,
            closes_at=at(first - ONE_DAY * 20, dt.time(23, 59)), last=first + ONE_DAY * 42,
            questions=asking.USUAL.plain(), request_key=key("chosen"),
        )  # fmt: skip
        cohorts.call(cohort=row, by=officer)
        rows = [_sign_up(row, each, n) for n, each in enumerate(_students(20, 7))]
    cohorts.mark(rows=[(rows[0], Decimal(86), "示例：想法具体"), (rows[1], Decimal("71.5"), "")], by=officer)
