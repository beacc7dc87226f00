"""The demonstration's contests, plainly synthetic: one whose results are told, one being judged, one open call."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import override

from district.enterprises.queries import Enterprise, my_enterprises, my_subjects
from district.ground import clock
from district.ground.papers import pdf
from district.ground.papers.letter import Letter, Part
from district.ground.people.actions import create_person
from district.ground.people.queries import Expert, Person, bureau_named, experts_for
from district.services.community.contests import actions, deciding, entering, judging, publishing, seating
from district.services.community.contests.models import Contest, ContestEntry, ContestTeam, MarkSheet
from district.services.community.contests.rubrics import criteria_of, questions_of, rubric

OFFICE = "区人社局"
SPACE = uuid.UUID("0b7d2c54-3a0f-4c1e-8f4b-6d1a9e2c7f10")
CRITERIA = "创新性 30 | 与已有做法的差别\n可行性 30 | 技术、市场、团队\n带动就业 20\n展示 20 | 材料和讲解"
ASKS = "项目解决什么问题？ *\n现在做到哪一步？ *\n还需要什么帮助？"
PRIZES = (("一等奖", 1, "市级"), ("二等奖", 1, "区级"), ("三等奖", 2, "区级"))
ANSWERS = {"q1": "示例：解决小店盘点费时的问题。", "q2": "示例：已有样机，三家小店在试用。", "q3": "示例：场地和导师。"}
TEAMS = ("示例团队青禾", "示例团队拾光", "示例团队归云")
TITLES = ("示例作品：会记账的货架", "示例作品：老楼电梯听诊器", "示例作品：拆得开的展台", "示例作品：看得懂方言的前台",
          "示例作品：不用电的冷链盒")  # fmt: skip
ABOUT = "示例：面向在本区创业的企业和团队，线上提交作品，评委打分，获奖记入信息。"
LEVELS = (9, 8, 7, 6, 5)  # of ten, which the judges give by turns with a leaning of their own


def key(name: str) -> uuid.UUID:
    """The same every time."""
    return uuid.uuid5(SPACE, name)


def make(people: Mapping[str, Any]) -> None:
    officer, office = people.get("officer"), bureau_named(OFFICE)
    if officer is None or office is None or Contest.objects.exists():
        return
    experts = _experts(people)
    with override(settings.LANGUAGE_CODE):
        teams = _teams(people)
        firms = [firm for who in ("founder", "manager") for firm in my_enterprises(people[who])[:1]]
        today = clock.today()
        told = _contest("示例创业大赛（上届）", officer, today, (-60, -40, -30, -20), experts[:4])
        _enter(told, teams, firms, people, day=today - dt.timedelta(days=45))
        _judge(told, officer, today - dt.timedelta(days=38))
        _tell(told, officer, people, today)
        running = _contest("示例青年创客赛", officer, today, (-30, -4, 10, 20), [experts[-1], *experts[:2]])
        _enter(running, teams, firms[:1], people, day=today - dt.timedelta(days=10))
        with _at(today - dt.timedelta(days=3)):
            seating.seat(contest=running, by=officer)
        _begin(running, people["expert"])
        _contest("示例创业大赛（本届）", officer, today, (-5, 25, 40, 50), experts)
        _draft(teams[0], people["student"])


def _experts(people: Mapping[str, Any]) -> list[Expert]:
    """Four of the corps without an account, and the one who signs in."""
    corps = list(experts_for().filter(person=None).order_by("pk")[:4])
    return [*corps, *experts_for().filter(person=people["expert"])]


def _at(day: dt.date, hour: int = 10) -> Any:
    moment = timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))
    return clock.at(min(moment, clock.now()))


def _teams(people: Mapping[str, Any]) -> list[ContestTeam]:
    """The student's, with a member who agreed; and two of people made for it."""
    leads = [people["student"]]
    leads += [
        create_person(username=f"lead-{n}", name=f"示例队长{name}", password=None) for n, name in enumerate("柳星")
    ]
    made = []
    for name, lead in zip(TEAMS, leads, strict=True):
        with _at(clock.today() - dt.timedelta(days=50)):
            team = entering.make_team(by=lead, name=name, request_key=key(name))
            seat, _token = entering.invite(team=team, by=lead, name="示例队员")
            made.append(team)
            if lead == people["student"]:
                entering.join(seat=seat, by=leads[1])
    return made


def _contest(
    title: str, officer: Person, today: dt.date, days: tuple[int, int, int, int], experts: Sequence[Expert]
) -> Contest:
    opens, closes, marks, results = (today + dt.timedelta(days=each) for each in days)
    with _at(opens, 9):
        said = {
            "title": title, "title_en": "", "about": ABOUT, "audience": "在本区创业的企业，和还没有登记企业的团队",
            "rule": "mean", "tie": "criterion", "outlier": 20, "shared": 2,
            "opens_at": timezone.make_aware(dt.datetime.combine(opens, dt.time())),
            "closes_at": timezone.make_aware(dt.datetime.combine(closes, dt.time(23, 59))),
            "marks_due_on": marks, "results_on": results, "rubric": rubric(criteria_of(CRITERIA)).plain(),
            "questions": questions_of(ASKS).plain(),
        }  # fmt: skip
        office = bureau_named(OFFICE)
        assert office is not None
        made = actions.make(office=office, by=officer, settings=said, tracks=("创意组",), prizes=PRIZES,
                            request_key=key(title))  # fmt: skip
        for expert in experts:
            actions.add_judge(contest=made, by=officer, expert=expert)
        return actions.call(contest=made, by=officer)


def _enter(
    contest: Contest,
    teams: Sequence[ContestTeam],
    firms: Sequence[Enterprise],
    people: Mapping[str, Any],
    *,
    day: dt.date,
) -> None:
    track = contest.tracks.get()
    own: list[tuple[dict[str, Any], Person]] = [({"team": each}, each.lead) for each in teams]
    own += [({"enterprise": each}, people[who]) for each, who in zip(firms, ("founder", "manager"), strict=False)]
    with _at(day):
        for n, (whose, by) in enumerate(own):
            entry = entering.start(contest=contest, by=by, track=track, **whose)
            entering.save(entry=entry, by=by, title=TITLES[n], answers=ANSWERS, named=n != 1)
            entering.hand_in(entry=entry, by=by)


def _judge(contest: Contest, officer: Person, day: dt.date) -> None:
    """Everybody marks, one recuses; each leans a little."""
    with _at(day):
        seating.seat(contest=contest, by=officer)
        entries = {each.pk: n for n, each in enumerate(contest.entries.order_by("pk"))}
        judges = list(contest.judges.order_by("pk").select_related("expert"))
        rows = MarkSheet.objects.filter(judge__contest=contest).select_related("judge__expert", "entry")
        first = rows.filter(entry=min(entries)).order_by("judge").first()
        assert first is not None
        judging.declare(sheet=first, by=first.judge.expert, conflict="teacher", interest="示例：指导过这个团队")
        seating.fill(contest=contest, by=officer)
        for sheet in rows.exclude(pk=first.pk).order_by("pk"):
            judging.declare(sheet=sheet, by=sheet.judge.expert, conflict="")
            lean = judges.index(sheet.judge) % 2
            judging.mark(sheet=sheet, by=sheet.judge.expert, answers=_marks(LEVELS[entries[sheet.entry_id]] + lean))
        for judge in judges:
            judging.hand_in(judge=judge, by=judge.expert)


def _begin(contest: Contest, judge: Person) -> None:
    """Who signs in has marked one, and has declared no tie to another."""
    rows = MarkSheet.objects.filter(judge__contest=contest, judge__expert__person=judge)
    first, second = rows.order_by("entry")[:2]
    for sheet in (first, second):
        judging.declare(sheet=sheet, by=judge, conflict="")
    judging.mark(sheet=first, by=judge, answers=_marks(8))


def _marks(level: int) -> dict[str, str]:
    return {**{f"c{n}": str(min(10, level)) for n in range(1, 5)}, "why": "示例评语：思路清楚，还要多问几家客户。"}


def _tell(contest: Contest, officer: Person, people: Mapping[str, Any], today: dt.date) -> None:
    with _at(today - dt.timedelta(days=25)):
        deciding.decide(contest=contest, by=officer)
    with _at(today - dt.timedelta(days=20)):
        publishing.publish(contest=contest, by=officer)
    student = people["student"]
    won = ContestEntry.objects.filter(contest=contest, team__lead=student, award__isnull=False).first()
    if won is not None and my_subjects(student).filter(account=student).exists():
        with _at(today - dt.timedelta(days=19)):
            publishing.claim(award=won.award, by=student)


def _draft(team: ContestTeam, by: Person) -> None:
    contest = Contest.objects.get(request_key=key("示例创业大赛（本届）"))
    entry = entering.start(contest=contest, by=by, track=contest.tracks.get(), team=team)
    entering.save(entry=entry, by=by, title="示例作品：会说话的试剂柜", answers={}, named=True)
    told = Letter(office=contest.office.full, number="", title="示例商业计划书", to="", date=clock.today(),
                  parts=(Part("示例：用一台旧冰箱改的试剂柜，开门会报数。"),))  # fmt: skip
    entering.add_paper(entry=entry, by=by, file=ContentFile(pdf.written(told), name="示例商业计划书.pdf"))
