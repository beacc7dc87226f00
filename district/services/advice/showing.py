"""What pages show of advice, made of its rows."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.people.listed import experts_in_full
from district.ground.people.queries import Expert, Field, Person, Topic
from district.ground.record.queries import history
from district.ground.slots.queries import Hold
from district.ground.surveys.asked.kinds import asked
from district.services.advice.matching import Fit, Unfit
from district.services.advice.models import Encounter, Mode, Need, Studio, Subject
from district.services.advice.models.choices import MANY
from district.services.advice.permissions import may_speak_for
from district.services.advice.states import MOVES, TAKEN

ASKS = ("programme", "mode", "wanted", "for_whom")  # what an address may say of a question to come


@dataclass(frozen=True)
class Group:
    """One of the seven groups with its subjects."""

    topic: Topic
    subjects: list[Subject]


def by_topic(subjects: Iterable[Subject]) -> list[Group]:
    found: dict[str, list[Subject]] = {}
    for each in subjects:
        found.setdefault(each.topic, []).append(each)
    return [Group(Topic(key), found[key]) for key in Topic.values if key in found]


def asked_of_ask(params: Mapping[str, str]) -> dict[str, str]:
    """What the address says beforehand: which programme's button, which way, which adviser."""
    return {key: params[key][:60] for key in ASKS if params.get(key)}


def answers_of(need: Need) -> list[tuple[str, str]]:
    """The subject's questions and what was said, as their kinds say it."""
    said = []
    for key, question in need.subject.asks.asked.items():
        if key in need.answers:
            kind = asked(question)
            said.append((str(question.label), kind.said(question, kind.value(question, need.answers[key]))))
    return said


@dataclass(frozen=True)
class Member:
    """One of a studio's team as everybody may read it; the name only of who agreed to be shown."""

    expert: Expert
    chief: bool
    shown: bool


def team_of(studio: Studio) -> list[Member]:
    return [
        Member(each.expert, each.chief, each.expert.public and each.expert.stands())
        for each in studio.members.all() if each.ended_on is None
    ]  # fmt: skip


def modes_for(need: Need) -> list[tuple[str, str]]:
    """Ways to go on that one click begins."""
    return [(key, str(words)) for key, words in Mode.choices if key not in MANY] if need.state == TAKEN else []


def page_of(by: Person, need: Need) -> str:
    """The page of a need that this person reads: their own, the expert's, the desk's."""
    return _page(by, need, _work_of(by, [need.pk]))


def pages_of_appointments(person: Person, holds: Sequence[Hold]) -> dict[uuid.UUID, str]:
    """The group of appointments → the page of the need they are for."""
    rows = Encounter.objects.filter(hold__in={each.group for each in holds}, need__isnull=False)
    found = list(rows.select_related("need__expert", "need__asker", "need__enterprise"))
    work = _work_of(person, [each.need_id for each in found if each.need_id is not None])
    return {each.hold: _page(person, each.need, work) for each in found if each.hold and each.need}


def _work_of(person: Person, needs: Collection[int]) -> set[int]:
    """Of these needs those the person was asked about, or meets, as an expert."""
    mine = Q(offers__expert__person=person) | Q(encounters__advisers__expert__person=person)
    return set(Need.objects.filter(mine, pk__in=needs).values_list("pk", flat=True))


def _page(person: Person, need: Need, work: Collection[int]) -> str:
    shell = "mine_one" if may_speak_for(person, need) else "work_one" if need.pk in work else "desk_one"
    return reverse(f"advice:{shell}", args=[need.reference])


# Why an expert


def reason_said(key: str, words: str) -> str:
    """One reason for an expert, in words."""
    match key:
        case "own":
            return _("您以前的专家")
        case "field":
            return _("领域对口：%(field)s") % {"field": Field(words).label if words in Field.values else words}
        case "topic":
            return _("在“%(topic)s”组") % {"topic": Topic(words).label if words in Topic.values else words}
        case "near":
            return _("愿意去%(street)s") % {"street": words}
        case "light":
            return _("近 90 天服务 %(n)s 小时，有余力") % {"n": words}
        case "coordinator":
            return _("协调员指定")
        case _:
            return words


def against_said(key: str, words: str) -> str:
    """Why an expert cannot be asked, in words."""
    said = {
        "tied": _("和这件事有关，或者已经答复接不了"), "paused": _("暂时不接新需求"),
        "at-once": _("手上的件数已满（最多 %(n)s 件）"), "hours": _("本月时间已满（最多 %(n)s 小时）"),
        "mode": _("不提供这种方式"), "street": _("不去%(n)s"), "field": _("领域和分组都不对口"),
    }  # fmt: skip
    return said.get(key, key) % {"n": words}


def reasons_said(pairs: Iterable[Sequence[str]]) -> list[str]:
    return [reason_said(key, words) for key, words in pairs]


@dataclass(frozen=True)
class Candidate:
    """An expert who may be asked of a need: points, why, how much they have."""

    expert: Expert
    points: int
    reasons: list[str]
    hours: int
    now: int


def candidates(fits: Iterable[Fit]) -> list[Candidate]:
    return [
        Candidate(each.expert, each.points, reasons_said(each.reasons), each.load.recent // 60, each.load.now)
        for each in fits
    ]


def others(unfit: Iterable[Unfit]) -> list[tuple[Expert, str]]:
    """Who fits but cannot now; whose fields have nothing to do with it are left out."""
    return [(each.expert, against_said(each.why, each.say)) for each in unfit if each.why != "field"]


@dataclass(frozen=True)
class Told:
    """A line of a need's story."""

    label: str
    at: dt.datetime
    by: Person | None
    reason: str


VERBS = {
    "ask": gettext_lazy("提出"), "offer": gettext_lazy("请专家"), "plan": gettext_lazy("安排服务"),
    "pair": gettext_lazy("结对"), "rate": gettext_lazy("评价"),
}  # fmt: skip


def story_of(need: Need) -> list[Told]:
    """What happened to a need, as the log says it."""
    words = {verb: move.label for verb, move in MOVES.items()} | VERBS
    lines, told = list(history("advice", need.reference)), []
    keys = [line.data.get("expert") for line in lines if line.data.get("expert")]
    names = dict(experts_in_full().filter(reference__in=keys).values_list("reference", "name"))
    for line in lines:
        label, name = str(words.get(line.verb, line.verb)), names.get(line.data.get("expert", ""), "")
        told.append(Told(f"{label}：{name}" if name else label, line.at, line.by, line.reason))
    return told


def context_of(need: Need) -> dict[str, Any]:
    """What every page of a need shows of what was asked."""
    return {"need": need, "answers": answers_of(need)}
