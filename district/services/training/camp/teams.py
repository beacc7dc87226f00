"""Teams of learners: made, joined by invitation, left; the last one out ends it."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.services.training.camp.models import CampSignUp, Team, TeamPlace
from district.services.training.camp.models.cohorts import new_reference
from district.services.training.camp.models.teams import new_code
from district.services.training.camp.permissions import is_learner, may_lead

ROOM, MOST = "camp", 8


def place_of(learner: CampSignUp) -> TeamPlace | None:
    """Where a learner is in a team now."""
    return TeamPlace.objects.filter(learner=learner, left_at=None).select_related("team").first()


def make(*, row: CampSignUp, by: Person, name: str, project: str = "", text: str = "") -> Team:
    """A team, led by who makes it. Raises Refused, NotPossible: they are in one, or its name is taken."""
    require(is_learner(by, row))
    if place_of(row) is not None:
        raise NotPossible(_("您已经在一个团队里，请先离开。"))
    now = clock.now()
    try:
        with transaction.atomic():
            team = Team.objects.create(
                reference=new_reference("TD"), cohort=row.cohort, name=name.strip()[:40], project=project.strip()[:80],
                text=text.strip()[:2000], made_at=now,
            )  # fmt: skip
            TeamPlace.objects.create(team=team, learner=row, leads=True, joined_at=now)
            write_log(room=ROOM, subject=team.reference, verb="make", by=by, data={"name": team.name})
    except IntegrityError:
        raise NotPossible(_("这一期已有叫“%(name)s”的团队，请换一个名字。") % {"name": name.strip()}) from None
    return team


def change(*, team: Team, by: Person, name: str, project: str = "", text: str = "") -> Team:
    """What a team says of itself and its project. Raises Refused, NotPossible."""
    require(may_lead(by, team))
    team.name, team.project, team.text = name.strip()[:40], project.strip()[:80], text.strip()[:2000]
    try:
        with transaction.atomic():
            team.save(update_fields=["name", "project", "text"])
            write_log(room=ROOM, subject=team.reference, verb="change", by=by)
    except IntegrityError:
        raise NotPossible(_("这一期已有叫“%(name)s”的团队，请换一个名字。") % {"name": team.name}) from None
    return team


def renew_code(*, team: Team, by: Person) -> Team:
    """Another invitation; the earlier one leads nowhere. Raises Refused."""
    require(may_lead(by, team))
    team.code = new_code()
    with transaction.atomic():
        team.save(update_fields=["code"])
        write_log(room=ROOM, subject=team.reference, verb="renew-code", by=by)
    return team


def join(*, team: Team, by: Person) -> TeamPlace:
    """Come in by the invitation; who is in it already is given that. Raises Refused, NotPossible."""
    learner = (
        CampSignUp.objects.in_camp().filter(cohort=team.cohort_id, person=by).select_related("cohort", "seat").first()
    )
    if learner is None:
        raise NotPossible(_("这份邀请是给“%(title)s”的学员的。") % {"title": team.cohort.title})
    require(is_learner(by, learner))
    with transaction.atomic():
        row = lock(Team.objects.all()).get(pk=team.pk)
        if known := place_of(learner):
            if known.team_id == row.pk:
                return known
            raise NotPossible(_("您已经在一个团队里，请先离开。"))
        if row.ended_at is not None:
            raise NotPossible(_("这个团队已经解散。"))
        if row.places.filter(left_at=None).count() >= MOST:
            raise NotPossible(_("一个团队最多 %(n)d 人。") % {"n": MOST})
        made = TeamPlace.objects.create(team=row, learner=learner, joined_at=clock.now())
        write_log(room=ROOM, subject=row.reference, verb="join", by=by, data={"learner": learner.reference})
    return made


def leave(*, team: Team, by: Person) -> Team:
    """Leave one's team. A second time changes nothing."""
    place = TeamPlace.objects.filter(team=team, left_at=None, learner__person=by).select_related("learner").first()
    if place is not None:
        out(place.learner, by=by)
    team.refresh_from_db()
    return team


def out(learner: CampSignUp, *, by: Person | None = None) -> None:
    """A learner is in no team any more: who came next leads it, the last one ends it."""
    with transaction.atomic():
        place = place_of(learner)
        if place is None:
            return
        team = lock(Team.objects.all()).get(pk=place.team_id)
        led, place.leads, place.left_at = place.leads, False, clock.now()
        place.save(update_fields=["leads", "left_at"])
        heir = team.places.filter(left_at=None).order_by("joined_at", "pk").first()
        if heir is None:
            team.ended_at = clock.now()
            team.save(update_fields=["ended_at"])
        elif led:
            heir.leads = True
            heir.save(update_fields=["leads"])
        write_log(room=ROOM, subject=team.reference, verb="leave", by=by, data={"learner": learner.reference})
