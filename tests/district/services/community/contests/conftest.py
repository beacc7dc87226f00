"""A contest and everybody around it, on a fixed day."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils import timezone

from district.enterprises.models import Enterprise
from district.enterprises.persons import actions as persons
from district.ground import clock
from district.ground.people.models import Bureau, Expert, Person
from district.services.community.contests import actions, entering, judging, seating
from district.services.community.contests.models import Contest, ContestEntry, ContestTeam, MarkSheet
from district.services.community.contests.rubrics import criteria_of, questions_of, rubric
from tests.district.cases.factories import enterprise, join, person, publish
from tests.remembering import remembered

DAY = dt.date(2026, 11, 2)
CLOSES, RESULTS = DAY + dt.timedelta(days=10), DAY + dt.timedelta(days=24)
NUMBER = "310110199001010019"  # synthetic
FILES = {
    "test/layer.yaml": "name: 示例区\ncode: \"310110\"\noffices: [{name: 区人社局, full: 示例区人力资源和社会保障局},"
    " {name: 区科委, full: 示例区科学技术委员会}]\n",
    "test/vocabulary.yaml": "subject: enterprise\nfacts:\n  大赛获奖级别: {type: string, source: 人社部门,"
    " vouched_by: [register, certificate, decision], one_of: [无, 区级, 市级, 国家级]}\n"
    "  团队大赛获奖级别: {subject: person, type: string, source: 人社部门, personal: true,"
    " vouched_by: [register, certificate, decision], one_of: [无, 区级, 市级, 国家级]}\n",
}  # fmt: skip
ANSWERS = {"q1": "示例：省时间"}


def moment(day: dt.date, hour: int = 0, minute: int = 0) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))


@dataclass
class Ring:
    """Bureau, firm, team, jury of four."""

    officer: Person
    leader: Person
    auditor: Person
    stranger: Person
    founder: Person
    firm: Enterprise
    lead: Person
    team: ContestTeam
    experts: list[Expert]
    made: list[Any] = field(default_factory=list)

    def settings(self, **more: Any) -> dict[str, Any]:
        return {
            "title": "示例大赛", "title_en": "Sample Contest", "about": "示例", "audience": "企业和团队",
            "opens_at": moment(DAY), "closes_at": moment(CLOSES, 23, 59), "marks_due_on": CLOSES + dt.timedelta(days=7),
            "results_on": RESULTS, "rule": "mean", "tie": "criterion", "outlier": 20, "shared": 2,
            "rubric": rubric(criteria_of("创新性 50\n可行性 50")).plain(),
            "questions": questions_of("解决什么问题？ *\n还要什么？").plain(), **more,
        }  # fmt: skip

    @remembered
    def draft(self, **more: Any) -> Contest:
        made = actions.make(
            office=Bureau.objects.get(name="区人社局"), by=self.officer, settings=self.settings(**more),
            tracks=("创意组",), prizes=(("一等奖", 1, "市级"), ("二等奖", 1, "区级")), request_key=uuid.uuid4(),
        )  # fmt: skip
        for expert in self.experts:
            actions.add_judge(contest=made, by=self.officer, expert=expert)
        return made

    @remembered
    def contest(self, **more: Any) -> Contest:
        return actions.call(contest=self.draft(**more), by=self.officer)

    @remembered
    def entry(self, contest: Contest, *, team: ContestTeam | None = None, firm: Enterprise | None = None,
              by: Person | None = None, title: str = "示例作品", hand_in: bool = True) -> ContestEntry:  # fmt: skip
        team = team or (None if firm else self.team)
        by = by or (team.lead if team else self.founder)
        made = entering.start(contest=contest, by=by, track=contest.tracks.get(), team=team, enterprise=firm)
        entering.save(entry=made, by=by, title=title, answers=ANSWERS, named=True)
        return entering.hand_in(entry=made, by=by) if hand_in else made

    @remembered
    def another(self, name: str) -> ContestTeam:
        return entering.make_team(by=person(name), name=f"示例团队{name}", request_key=uuid.uuid4())

    @remembered
    def seated(self, **more: Any) -> Contest:
        """Three entries before four judges; the clock is the caller's."""
        contest = self.contest(**more)
        self.entry(contest, title="甲")
        self.entry(contest, firm=self.firm, title="乙")
        self.entry(contest, team=self.another("third"), title="丙")
        with after():
            return seating.seat(contest=contest, by=self.officer)

    @remembered
    def mark(self, contest: Contest, levels: dict[str, int], lean: dict[int, int] | None = None) -> None:
        """Every sheet declared and marked: levels of ten by title, and what a judge (by place) adds."""
        with after():
            judges = list(contest.judges.order_by("pk"))
            for sheet in MarkSheet.objects.filter(judge__contest=contest, state="open").select_related(
                "judge__expert", "entry"
            ):
                level = levels[sheet.entry.title] + (lean or {}).get(judges.index(sheet.judge), 0)
                judging.declare(sheet=sheet, by=sheet.judge.expert, conflict="")
                judging.mark(sheet=sheet, by=sheet.judge.expert, answers=marks(level))

    @remembered
    def hand_in(self, contest: Contest) -> None:
        with after():
            for judge in contest.judges.select_related("expert"):
                judging.hand_in(judge=judge, by=judge.expert)

    @remembered
    def person(self, who: Person, number: str = NUMBER) -> Enterprise:
        return persons.begin(by=who, name=who.name, number=number)


def marks(one: int, two: int | None = None) -> dict[str, str]:
    return {"c1": str(one), "c2": str(one if two is None else two), "why": "示例评语"}


def after(days: int = 1) -> Any:
    """The clock so many days after the deadline."""
    return clock.at(CLOSES + dt.timedelta(days=days))


def on_the_day() -> Any:
    return clock.at(RESULTS)


@remembered
def ring_as_it_is() -> Ring:
    publish(FILES)
    office = Bureau.objects.get(name="区人社局")
    firm, founder, lead = enterprise(), person("founder"), person("lead")
    join(founder, firm)
    judge = person("judge", expert="区人社局")
    experts = [Expert.objects.get(person=judge)]
    experts += [Expert.objects.create(reference=f"ZJ-{n}", name=f"示例专家{n}", office=office) for n in range(3)]
    return Ring(
        person("officer", officer="区人社局"), person("leader", leader="区人社局"),
        person("auditor", auditor="区人社局"), person("stranger"), founder, firm, lead,
        entering.make_team(by=lead, name="示例团队", request_key=uuid.uuid4()), experts,
    )  # fmt: skip


@pytest.fixture
def ring(db: None) -> Iterator[Ring]:
    with clock.at(DAY):
        yield ring_as_it_is()
