"""What takes place for a need: encounters with their advisers, and two that are paired."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from district.ground.people.queries import Topic
from district.ground.record.moves import State
from district.ground.record.sealed import SealedField
from district.ground.slots.queries import Span, booked_elsewhere, room_of
from district.ground.slots.times import when
from district.services.advice import states
from district.services.advice.models.choices import MANY, Hearing, Mode, Rhythm
from district.services.advice.models.needs import KEEPERS, Need

if TYPE_CHECKING:
    from district.ground.people.queries import Person

PERSON = settings.AUTH_USER_MODEL
ROOM = "advice"


class EncounterRows(models.QuerySet["Encounter"]):
    def visible_to(self, person: Person) -> EncounterRows:
        """With its need; of those without one the bureau's and the advisers' own; auditors all."""
        if person.has_role("auditor"):
            return self
        rows = EncounterRows(self.model)
        mine = rows.filter(advisers__expert__person=person).values("pk")
        kept = Q(office__in=person.bureau_ids(*KEEPERS))
        needs = Need.objects.of(person).values("pk")
        taken = Need.objects.filter(expert__person=person).values("pk")
        return self.filter(kept | Q(pk__in=mine) | Q(need__in=needs) | Q(need__in=taken))

    def with_elsewhere(self) -> EncounterRows:
        """Each with the answer to `elsewhere`, in the one query."""
        return self.annotate(not_ours=booked_elsewhere(ROOM))

    def recorded_here(self) -> EncounterRows:
        """Without those another room booked: what took place there is recorded there."""
        return self.filter(~booked_elsewhere(ROOM))


class Encounter(models.Model):
    """One clinic, visit, online answer … of a need; a lecture or an event may belong to none, and counts `heads`.

    `hold` is the appointment in `slots`, `session` what many come to. `came_of` is the encounter it was turned from.
    """

    reference = models.CharField(_("编号"), max_length=24, unique=True)
    need = models.ForeignKey(Need, models.PROTECT, null=True, related_name="encounters")
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    mode = models.CharField(_("方式"), max_length=10, choices=Mode.choices)
    topic = models.CharField(_("分组"), max_length=12, choices=Topic.choices)
    state = models.CharField(_("状态"), max_length=10, choices=states.ENCOUNTER_CHOICES, default=states.PLANNED)
    title = models.CharField(_("说明"), max_length=80, blank=True)
    starts = models.DateTimeField(_("开始"), null=True)
    ends = models.DateTimeField(_("结束"), null=True)
    place = models.CharField(_("地点"), max_length=80, blank=True)
    street = models.CharField(_("街道"), max_length=40, blank=True)
    hold = models.UUIDField(null=True, help_text=_("预约的组号"))
    session = models.ForeignKey("slots.Session", models.PROTECT, null=True, related_name="+")
    came_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="turned_into")
    heads = models.PositiveIntegerField(_("人数"), default=1)
    record = SealedField(purpose="advice", about="reference", blank=True, help_text=_("谈了什么"))
    happened_on = models.DateField(_("哪一天"), null=True)
    recorded_at = models.DateTimeField(_("记录"), null=True)
    why = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    request_key = models.UUIDField(unique=True, default=uuid.uuid4)

    objects = EncounterRows.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=sorted(states.ENCOUNTERS)), name="encounter_state_is_known"),
            models.CheckConstraint(
                condition=Q(need__isnull=False) | Q(mode__in=sorted(MANY)), name="encounter_has_a_need"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(recorded_at__isnull=False, happened_on__isnull=False),
                name="done_encounter_was_recorded",
            ),
            models.CheckConstraint(
                condition=Q(starts=None, ends=None) | Q(ends__gt=F("starts")), name="encounter_ends_after_it_begins"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=("happened_on", "state"), name="encounter_by_day"),
            models.Index(fields=("starts",), name="encounter_by_start"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def stands(self) -> State:
        return states.ENCOUNTERS[self.state]

    @property
    def span(self) -> Span | None:
        return None if self.starts is None or self.ends is None else Span(self.starts, self.ends)

    @cached_property
    def elsewhere(self) -> bool:
        """Whether another room booked its time: a panel, whose experts sign their parts there."""
        if (known := getattr(self, "not_ours", None)) is not None:
            return bool(known)
        return self.hold is not None and room_of(self.hold) not in ("", ROOM)

    @property
    def when(self) -> str:
        """In words; "" where no time is set."""
        return when(self.span) if self.span else ""


class Adviser(models.Model):
    """An expert in an encounter: in which role, whether they came, how long it took; each signs their own part."""

    encounter = models.ForeignKey(Encounter, models.PROTECT, related_name="advisers")
    expert = models.ForeignKey("people.Expert", models.PROTECT, related_name="advice_given")
    role = models.CharField(_("角色"), max_length=20, blank=True)
    reference = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=6, choices=Hearing.choices, default=Hearing.ASKED)
    minutes = models.PositiveSmallIntegerField(_("用时（分钟）"), default=0)
    say = SealedField(purpose="advice", about="reference", blank=True)
    signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("encounter", "expert"), name="one_adviser_an_encounter"),
            models.CheckConstraint(condition=Q(state__in=Hearing.values), name="adviser_state_is_known"),
            models.CheckConstraint(condition=Q(minutes=0) | Q(state="came"), name="only_who_came_has_minutes"),
            models.CheckConstraint(condition=Q(minutes__lte=1440), name="minutes_are_of_a_day"),
        ]
        indexes: ClassVar = [models.Index(fields=("expert", "state"), name="adviser_by_expert")]

    def __str__(self) -> str:
        return f"{self.encounter} {self.expert}"


class Pairing(models.Model):
    """An expert and who asked, paired for a term (结对): goals, how often they meet, steps on the way."""

    need = models.ForeignKey(Need, models.PROTECT, related_name="pairings")
    reference = models.CharField(max_length=24, unique=True)
    expert = models.ForeignKey("people.Expert", models.PROTECT, related_name="+")
    goals = models.TextField(_("目标"))
    rhythm = models.CharField(_("节奏"), max_length=12, choices=Rhythm.choices, default=Rhythm.MONTHLY)
    since = models.DateField(_("从"))
    until = models.DateField(_("到"))
    state = models.CharField(max_length=8, choices=states.PAIRING_CHOICES, default=states.RUNNING)
    why = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-since", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("need",), condition=Q(state="running"), name="one_pairing_a_need"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="pairing_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(goals=""), name="pairing_has_goals"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def stands(self) -> State:
        return states.PAIRINGS[self.state]


class Step(models.Model):
    """A milestone of a pairing."""

    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="steps")
    title = models.CharField(_("里程碑"), max_length=100)
    due_on = models.DateField(_("计划"))
    done_on = models.DateField(_("完成"), null=True)
    say = models.CharField(_("情况"), max_length=200, blank=True)

    class Meta:
        ordering = ("due_on", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("pairing", "title"), name="one_step_a_title"),
        ]

    def __str__(self) -> str:
        return self.title
