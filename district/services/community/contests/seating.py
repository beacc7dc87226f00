"""Who marks what: planned by the overlap of judges, known ties kept apart, filled up after recusals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from district.ground.acts.refusing import NotPossible
from district.ground.jury.overlap import Pair, Plan, planned
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.services.community.contests import telling
from district.services.community.contests.actions import move
from district.services.community.contests.models import Contest, ContestEntry, ContestJudge, MarkSheet
from district.services.community.contests.permissions import may_run
from district.services.community.contests.states import CALLED, JUDGING
from district.services.community.contests.telling import people_of

ROOM = "contests"
AWAY = (MarkSheet.State.RECUSED,)


@dataclass(frozen=True)
class Seating:
    """A plan over rows. `barred`: (judge, entry) with a tie the records know; `says`: what cannot be had."""

    entries: dict[int, ContestEntry]
    judges: dict[int, ContestJudge]
    plan: Plan
    barred: frozenset[Pair]
    says: tuple[str, ...]

    @property
    def lines(self) -> list[tuple[ContestEntry, list[ContestJudge]]]:
        return [(self.entries[pk], [self.judges[each] for each in given]) for pk, given in self.plan.judges.items()]

    @property
    def loads(self) -> list[tuple[ContestJudge, int]]:
        load = self.plan.load()
        return [(judge, load[pk]) for pk, judge in self.judges.items()]


def seating_of(contest: Contest) -> Seating:
    """The plan for all that was handed in."""
    standing = contest.entries.standing().select_related("enterprise__organisation", "team__lead", "track")
    entries = {each.pk: each for each in standing.order_by("pk")}
    sitting = contest.judges.select_related("expert__organisation", "expert__person")
    judges = {each.pk: each for each in sitting}
    barred = barred_of(entries.values(), judges.values())
    plan = planned(list(entries), list(judges), barred=barred, least=contest.least, common=contest.shared)
    return Seating(entries, judges, plan, barred, tuple(_says(contest, entries, judges, plan)))


def barred_of(entries: Iterable[ContestEntry], judges: Iterable[ContestJudge]) -> frozenset[Pair]:
    """Pairs with a tie the records know: the judge belongs to the team or firm, or is of the same organisation."""
    sitting = list(judges)
    found: set[Pair] = set()
    for entry in entries:
        people = {each.pk for each in people_of(entry)}
        for judge in sitting:
            if judge.expert.person_id in people or _same_house(judge, entry):
                found.add((judge.pk, entry.pk))
    return frozenset(found)


def _same_house(judge: ContestJudge, entry: ContestEntry) -> bool:
    house = judge.expert.organisation
    if house is None or entry.enterprise is None:
        return False
    codes = {house.code} - {""}
    return entry.enterprise.uscc in codes or entry.enterprise.name in {house.name, house.full}


def _says(
    contest: Contest, entries: dict[int, ContestEntry], judges: dict[int, ContestJudge], plan: Plan
) -> Iterable[str]:
    for pk, most in plan.short.items():
        words = {"entry": entries[pk].title, "n": most, "least": contest.least}
        yield _("“%(entry)s”只有 %(n)d 位评委可以评，不足 %(least)d 位，请增加评委。") % words
    for (one, other), most in plan.apart.items():
        names = {"one": judges[one].expert.name, "other": judges[other].expert.name, "n": most, "c": contest.shared}
        yield _("%(one)s和%(other)s最多只能共同评 %(n)d 件，做不到 %(c)d 件。") % names


def seat(*, contest: Contest, by: Person) -> Contest:
    """Give the judges their sheets, once entries are no longer taken. Raises Refused, NotPossible, MoveRefused."""
    require(may_run(by, contest))
    with transaction.atomic():
        row = lock(Contest.objects.all()).get(pk=contest.pk)
        if row.state == CALLED and not row.is_over:
            raise NotPossible(_("报名还没有截止。"))
        found = seating_of(row)
        if not found.entries:
            raise NotPossible(_("没有人提交作品，不用评审。"))
        if found.plan.short:
            raise NotPossible(found.says[0])
        with move(contest, "seat", by, data={"entries": len(found.entries), "judges": len(found.judges)}):
            MarkSheet.objects.bulk_create(
                MarkSheet(judge=judge, entry=entry) for entry, given in found.lines for judge in given
            )
        telling.judges_asked(contest, [judge.expert for judge, load in found.loads if load])
    return contest


def fill(*, contest: Contest, by: Person) -> int:
    """Give entries that lost judges to recusal others, the least busy first; returns how many sheets. Raises Refused,
    NotPossible: nothing is missing, or there is nobody left to ask."""
    require(may_run(by, contest))
    with transaction.atomic():
        row = lock(Contest.objects.all()).get(pk=contest.pk)
        if row.state != JUDGING:
            raise NotPossible(_("现在不在评审中。"))
        lacking = lacking_of(row)
        if not lacking:
            raise NotPossible(_("每件作品的评委都够了。"))
        made = _others(row, lacking)
        if not made:
            raise NotPossible(_("没有可以补上的评委，请先增加评委。"))
        MarkSheet.objects.bulk_create(made)
        telling.judges_asked(row, list({each.judge.pk: each.judge.expert for each in made}.values()))
        write_log(room=ROOM, subject=row.reference, verb="fill-jury", by=by, data={"sheets": len(made)})
    return len(made)


def lacking_of(contest: Contest) -> dict[ContestEntry, int]:
    """Entries with fewer judges than promised, and how many are missing."""
    found: dict[ContestEntry, int] = {}
    for entry in contest.entries.standing().prefetch_related("sheets").select_related("enterprise", "team__lead"):
        live = [each for each in entry.sheets.all() if each.state not in AWAY]
        if len(live) < contest.least:
            found[entry] = contest.least - len(live)
    return found


def _others(contest: Contest, lacking: dict[ContestEntry, int]) -> list[MarkSheet]:
    sitting = list(contest.judges.select_related("expert__organisation", "expert__person"))
    barred = barred_of(lacking, sitting)
    have = set(MarkSheet.objects.filter(judge__contest=contest).values_list("judge", "entry"))
    load = {judge.pk: sum(pair[0] == judge.pk for pair in have) for judge in sitting}
    made: list[MarkSheet] = []
    for entry, missing in lacking.items():
        free = [each for each in sitting if (each.pk, entry.pk) not in have | barred]
        for judge in sorted(free, key=lambda each: (load[each.pk], each.pk))[:missing]:
            made.append(MarkSheet(judge=judge, entry=entry))
            load[judge.pk] += 1
    return made
