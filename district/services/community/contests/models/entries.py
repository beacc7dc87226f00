"""Teams without a firm, and what they and firms enter."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.enterprises.queries import sight
from district.ground.people.queries import Person
from district.services.community.contests.models.contests import Contest, Track
from district.services.community.contests.states import DRAFT, ENTRY_STATES, HANDED_IN, PUBLISHED


class ContestTeams(models.QuerySet["ContestTeam"]):
    def visible_to(self, person: Any) -> ContestTeams:
        """Its people; officials of a bureau to which it entered something."""
        if not person.is_authenticated:
            return self.none()
        entered = ContestEntry.objects.filter(
            handed_in_at__isnull=False, team__isnull=False, contest__in=Contest.objects.at_desk_of(person).values("pk")
        )
        return self.filter(of_team(person) | Q(pk__in=entered.values("team")))

    def of(self, person: Person) -> ContestTeams:
        return self.filter(of_team(person))


def of_team(person: Person, field: str = "pk") -> Q:
    """What belongs to teams this person leads or has joined; `field` is the path to the team."""
    joined = TeamSeat.objects.filter(person=person.pk, joined_at__isnull=False, left_at=None).values("team")
    led = ContestTeam.objects.filter(lead=person.pk).values("pk")
    return Q(**{f"{field}__in": joined}) | Q(**{f"{field}__in": led})


class ContestTeam(models.Model):
    """People who enter together and have no firm (企业（团队）): one leads, others join by their own word."""

    reference = models.CharField(max_length=24, unique=True)
    name = models.CharField(_("团队名称"), max_length=60)
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("负责人"))
    made_at = models.DateTimeField()
    request_key = models.UUIDField(unique=True)

    objects = ContestTeams.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("lead", "name"), name="one_team_per_lead_and_name"),
        ]

    def __str__(self) -> str:
        return self.name


class TeamSeat(models.Model):
    """A member asked to join by a link (`secret`, digest only); they are in it once they agreed, until they leave."""

    team = models.ForeignKey(ContestTeam, models.CASCADE, related_name="seats")
    name = models.CharField(_("姓名"), max_length=40)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    secret = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)
    agreed = models.TextField(blank=True, help_text=_("加入时读到并同意的话"))
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("team", "person"), condition=Q(left_at=None, person__isnull=False), name="in_a_team_once"
            ),
            models.CheckConstraint(
                condition=Q(joined_at=None, person=None) | ~Q(agreed="") & Q(joined_at__isnull=False),
                name="joined_by_consent",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Entries(models.QuerySet["ContestEntry"]):
    def visible_to(self, person: Any) -> Entries:
        """One's own firm's and teams'; the bureau's people what was handed in."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(of_own(person) | self._at_desk(person))

    def of(self, person: Person) -> Entries:
        return self.filter(of_own(person))

    def at_desk_of(self, person: Person) -> Entries:
        return self.filter(self._at_desk(person))

    def _at_desk(self, person: Person) -> Q:
        return Q(handed_in_at__isnull=False, contest__in=Contest.objects.at_desk_of(person).values("pk"))

    def in_public(self) -> Entries:
        """Those with a prize of a contest whose results are told."""
        return self.filter(contest__state=PUBLISHED, award__isnull=False)

    def standing(self) -> Entries:
        return self.filter(state=HANDED_IN)


def of_own(person: Person) -> Q:
    return sight(person, "enterprise") | of_team(person, "team")


class ContestEntry(models.Model):
    """What a firm or a team enters (参赛作品). `named`: whether it agreed to be named in public. Score and place are
    set when the contest is decided, and told when it is published."""

    reference = models.CharField(max_length=24, unique=True)
    contest = models.ForeignKey(Contest, models.PROTECT, related_name="entries")
    track = models.ForeignKey(Track, models.PROTECT, related_name="entries", verbose_name=_("赛道"))
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, null=True, related_name="+")
    team = models.ForeignKey(ContestTeam, models.PROTECT, null=True, related_name="entries")
    title = models.CharField(_("作品名称"), max_length=80, blank=True)
    answers = models.JSONField(default=dict)
    named = models.BooleanField(_("同意公开名称"), default=False)
    state = models.CharField(
        max_length=10, default=DRAFT, choices=[(key, each.staff) for key, each in ENTRY_STATES.items()]
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True)
    score = models.DecimalField(max_digits=7, decimal_places=3, null=True)
    adjusted = models.DecimalField(max_digits=7, decimal_places=3, null=True)
    place = models.PositiveIntegerField(null=True)

    objects = Entries.as_manager()

    class Meta:
        ordering = ("contest", "track", "place", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(enterprise=None, team__isnull=False) | Q(enterprise__isnull=False, team=None),
                name="entry_is_of_a_firm_or_a_team",
            ),
            models.UniqueConstraint(
                fields=("contest", "enterprise"), condition=~Q(state="withdrawn"), name="one_entry_per_firm"
            ),
            models.UniqueConstraint(
                fields=("contest", "team"), condition=~Q(state="withdrawn"), name="one_entry_per_team"
            ),
            models.UniqueConstraint(
                fields=("contest", "track", "place"), condition=Q(place__isnull=False), name="one_entry_per_place"
            ),
            models.CheckConstraint(condition=Q(state__in=list(ENTRY_STATES)), name="contest_entry_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state="handed-in") | (Q(handed_in_at__isnull=False) & ~Q(title="")),
                name="entry_handed_in_has_a_title",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.reference

    @property
    def whose(self) -> str:
        """The firm or the team, by name."""
        return str(self.team if self.team is not None else self.enterprise)

    @property
    def public_name(self) -> str:
        """As anybody may read it: without consent nobody is named."""
        if self.named:
            return self.whose
        return str(_("一家企业（未同意公开名称）") if self.team is None else _("一支团队（未同意公开名称）"))

    @property
    def state_said(self) -> str:
        return str(ENTRY_STATES[self.state].public)


class EntryPaper(models.Model):
    """A file of an entry; gone again before it is handed in, kept after."""

    entry = models.ForeignKey(ContestEntry, models.CASCADE, related_name="papers")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [models.UniqueConstraint(fields=("entry", "file"), name="a_paper_once_per_entry")]

    def __str__(self) -> str:
        return self.file.name
