"""Publishing results: everything is told at one moment; prizes become facts; claimed by teams; taken back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from district.enterprises.persons.permissions import may_keep
from district.enterprises.queries import Enterprise
from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.messages.posting import mark_done
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.services.community.contests import facts, telling
from district.services.community.contests.actions import due_to_publish, move
from district.services.community.contests.codes import code
from district.services.community.contests.models import AwardClaim, AwardRevoked, Contest, ContestAward
from district.services.community.contests.permissions import may_claim, may_run
from district.services.community.contests.queries import may_bear
from district.services.community.contests.standing import standing_of
from district.services.community.contests.states import DECIDED

ROOM = "contests"


def publish(*, contest: Contest, by: Person) -> Contest:
    """Tell everybody, on the day that was promised or after it. Raises Refused, NotPossible, MoveRefused."""
    require(may_run(by, contest))
    return _publish(contest, by)


def publish_due() -> int:
    """Publish what is decided and due; returns how many contests. The night's."""
    return len([_publish(each, None) for each in due_to_publish(clock.today())])


def _publish(contest: Contest, by: Person | None) -> Contest:
    with transaction.atomic():
        row = lock(Contest.objects.all()).get(pk=contest.pk)
        if row.state == DECIDED and clock.today() < row.results_on:
            raise NotPossible(_("公布日是%(day)s，之前不公布。") % {"day": clock.said(row.results_on)})
        prizes = {line.entry.pk: line.prize for line in standing_of(row).lines if line.prize is not None}
        with move(contest, "publish", by) as moved:
            moved.published_at = clock.now()
        entries = list(contest.entries.standing().select_related("team__lead", "enterprise", "contest__office"))
        for n, entry in enumerate(sorted(entries, key=lambda each: (each.track_id, each.place or 0)), 1):
            award = None
            if entry.pk in prizes:
                award = ContestAward.objects.create(
                    entry=entry, prize=prizes[entry.pk], number=f"{contest.reference}-{n:02}", code=code(),
                    on=clock.today(), at=clock.now(),
                )  # fmt: skip
                if entry.enterprise is not None:
                    _claim(award, entry.enterprise, by)
            telling.published(entry, award)
    return contest


def _claim(award: ContestAward, subject: Enterprise, by: Person | None) -> AwardClaim:
    made = AwardClaim.objects.create(award=award, team=award.entry.team, subject=subject, by=by, at=clock.now())
    facts.put_down(subject, by=by)
    return made


def claim(*, award: ContestAward, by: Person, subject: str = "") -> AwardClaim:
    """A team's prize is put down in the name of its lead, or of a firm of theirs: once a team. `subject`: by what the
    subject is addressed; "" for oneself. The same again puts the fact down anew. Raises Refused, NotPossible."""
    require(may_claim(by, award))
    with transaction.atomic():
        row = _locked(award)
        if AwardRevoked.objects.filter(award=row).exists():
            raise NotPossible(_("这个奖项已经撤销。"))
        chosen = _subject(by, subject)
        known = AwardClaim.objects.filter(award=row).select_related("subject").first()
        if known is not None and known.subject_id != chosen.pk:
            words = {"name": known.subject.name}
            raise NotPossible(_("这个奖项已经记在%(name)s名下，一个团队只领一次。") % words)
        if known is not None:
            facts.put_down(chosen, by=by)
            return known
        made = _claim(row, chosen, by)
        mark_done(room=ROOM, subject=row.entry.reference)
        write_log(room=ROOM, subject=row.entry.reference, verb="claim-award", by=by, data={"subject": chosen.uscc})
    return made


def _locked(award: ContestAward) -> ContestAward:
    """Alone with it; what it is of is read besides, for a lock takes no row that may be missing."""
    lock(ContestAward.objects.filter(pk=award.pk)).get()
    rows = ContestAward.objects.select_related("entry__contest__office", "entry__team__lead", "entry__enterprise")
    return rows.get(pk=award.pk)


def _subject(by: Person, key: str) -> Enterprise:
    rows = may_bear(by)
    found = rows.filter(uscc=key).first() if key else rows.filter(account=by).first()
    if found is None and key:
        raise NotPossible(_("奖项只能记在您本人名下，或者您代表的企业名下。"))
    if found is None:
        raise NotPossible(_("请先在“我的信息”里登记姓名和证件号码，奖项才能记在您名下。"))
    if found.is_person:
        require(may_keep(found))
    return found


def revoke(*, award: ContestAward, by: Person, reason: str) -> AwardRevoked:
    """Take an award back: the certificate says so, and the fact ends. A second time changes nothing. Raises Refused,
    NotPossible."""
    require(may_run(by, award.entry.contest))
    if not reason.strip():
        raise NotPossible(_("请写明撤销的原因。"))
    with transaction.atomic():
        row = _locked(award)
        if known := AwardRevoked.objects.filter(award=row).first():
            return known
        made = AwardRevoked.objects.create(award=row, reason=reason.strip()[:500], by=by, at=clock.now())
        for each in AwardClaim.objects.filter(award=row).select_related("subject"):
            facts.put_down_again(each.subject, by=by)
        telling.revoked(row, made.reason)
        write_log(room=ROOM, subject=row.entry.reference, verb="revoke-award", by=by, reason=made.reason)
    return made
