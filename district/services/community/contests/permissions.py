"""Who runs a contest, enters it, judges it, reads its files, claims what came of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.enterprises.permissions import is_member, tied
from district.enterprises.queries import Enterprise, ties
from district.ground.files.permissions import MayRead
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Expert, Person, Role
from district.services.community.contests.models import (
    Contest,
    ContestAward,
    ContestEntry,
    ContestTeam,
    EntryPaper,
    MarkSheet,
    of_team,
)

Hand = Person | Expert  # who judges: an account, or a record that acts by a one-time link


def may_make(person: Person) -> Answer:
    if person.bureau_ids(Role.OFFICER):
        return Yes
    return No(_("只有经办人可以组织大赛。"))


def may_run(person: Person, contest: Contest) -> Answer:
    """Call it, seat its judges, decide by its rule, publish: officers of its office."""
    if contest.office_id in person.bureau_ids(Role.OFFICER):
        return Yes
    return No(_("只有组织单位的经办人可以办理这场大赛。"))


def may_chair(person: Person, contest: Contest) -> Answer:
    """Put entries with the same marks in order: who leads the office, who has no part in what is entered."""
    if contest.office_id not in person.bureau_ids(Role.LEADER):
        return No(_("同分的先后只由组织单位的负责人定。"))
    if contest.entries.standing().filter(ties(person) | of_team(person, "team")).exists():
        return No(_("您与其中一件参赛作品有关，请由另一位负责人定。"))
    return Yes


def tied_to(person: Person, entry: ContestEntry) -> bool:
    """Whether somebody belongs to what is entered."""
    if entry.team_id is not None:
        assert entry.team is not None
        return in_team(person, entry.team)
    assert entry.enterprise is not None
    return tied(person, entry.enterprise)


def in_team(person: Person, team: ContestTeam) -> bool:
    return ContestTeam.objects.of(person).filter(pk=team.pk).exists()


def may_lead(person: Person, team: ContestTeam) -> Answer:
    if team.lead_id == person.pk:
        return Yes
    return No(_("只有团队负责人可以办理。"))


def may_speak(person: Person, entry: ContestEntry) -> Answer:
    """Fill in, hand in, withdraw: the firm's own people, a team's lead."""
    if entry.team is not None:
        return may_lead(person, entry.team)
    assert entry.enterprise is not None
    return may_enter_for(person, entry.enterprise)


def may_enter_for(person: Person, enterprise: Enterprise) -> Answer:
    if is_member(person, enterprise):
        return Yes
    return No(_("只有企业自己的人可以代表企业参赛。"))


def may_open(by: Hand, sheet: MarkSheet) -> Answer:
    """The judge whose sheet it is: by their account, or by a one-time link as their record."""
    expert = sheet.judge.expert
    mine = expert.pk == by.pk if isinstance(by, Expert) else expert.person_id == by.pk
    return Yes if mine else No(_("这张评分表属于另一位评委。"))


def may_mark(by: Hand, sheet: MarkSheet) -> Answer:
    """The judge whose sheet it is, and never what they belong to themselves."""
    if not (own := may_open(by, sheet)):
        return own
    person = sheet.judge.expert.person
    if person is not None and tied_to(person, sheet.entry):
        return No(_("您是这个团队或企业的人，必须回避。"))
    return Yes


def may_claim(person: Person, award: ContestAward) -> Answer:
    """A team's prize is claimed by its lead; a firm's counts without."""
    if award.entry.team is None:
        return No(_("企业获奖已直接记入企业信息，不用再领取。"))
    return may_lead(person, award.entry.team)


def _may_read(person: Person, subject: str, file: int) -> Answer:
    paper = EntryPaper.objects.filter(entry__reference=subject, file=file).select_related("entry__contest").first()
    if paper is None:
        return No(_("这个文件不对您公开。"))
    entry = paper.entry
    if ContestEntry.objects.visible_to(person).filter(pk=entry.pk).exists():
        return Yes
    seen = MarkSheet.objects.of(person).filter(entry=entry, entry__state="handed-in")
    if any(sheet.is_seen for sheet in seen):
        return Yes
    return No(_("先申报没有利益关系，才能看作品的材料。"))


may_read_stored: MayRead = lambda person, file: _may_read(person, file.subject, file.pk)  # noqa: E731
