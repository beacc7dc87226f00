"""What is asked: a need is one case file; offers of it to experts, reminders, the rating."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.enterprises.mandates.permissions import Scope
from district.enterprises.queries import acted_for
from district.ground.people.queries import Topic
from district.ground.record.moves import State
from district.ground.record.sealed import SealedField
from district.services.advice import states
from district.services.advice.models.choices import Mode, Outcome, Reason, Stage
from district.services.advice.models.corps import Subject

if TYPE_CHECKING:
    from district.ground.people.queries import Person

PERSON = settings.AUTH_USER_MODEL
KEEPERS = ("officer", "leader")


class NeedRows(models.QuerySet["Need"]):
    def of(self, person: Person) -> NeedRows:
        """One's own, and those of enterprises one acts for."""
        firms = acted_for(person, Scope.FILLS).values("pk")
        return self.filter(Q(asker=person) | Q(enterprise__in=firms))

    def advised_by(self, person: Person) -> NeedRows:
        """Those offered to this expert while they are asked, and those they advise in."""
        mine = Q(offers__expert__person=person, offers__state__in=sorted(states.OFFERED))
        there = Q(encounters__advisers__expert__person=person)
        return self.filter(pk__in=NeedRows(self.model).filter(mine | there).values("pk"))

    def kept_by(self, person: Person) -> NeedRows:
        return self.filter(office__in=person.bureau_ids(*KEEPERS))

    def visible_to(self, person: Person) -> NeedRows:
        """Who asked, the enterprise's people, the experts asked or advising, the bureau; auditors all."""
        if person.has_role("auditor"):
            return self
        rows = NeedRows(self.model)
        keys = [rows.of(person), rows.advised_by(person), rows.kept_by(person)]
        seen = Q()
        for each in keys:
            seen |= Q(pk__in=each.values("pk"))
        return self.filter(seen)


class Need(models.Model):
    """What an enterprise or a person asks. `state` says how far it is, `outcome` what came of it; its encounters end by
    themselves. `known` is what was known of who asks when they asked, as matching rules read it. Without
    `asker`: entered afterwards, over already.
    """

    reference = models.CharField(_("编号"), max_length=24, unique=True)
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="needs")
    topic = models.CharField(_("分组"), max_length=12, choices=Topic.choices)
    programme = models.CharField(_("从哪个项目来"), max_length=60, blank=True)
    asker = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, null=True, related_name="+")
    whom = models.CharField(_("谁"), max_length=80)
    stage = models.CharField(_("阶段"), max_length=8, choices=Stage.choices)
    street = models.CharField(_("街道"), max_length=40, blank=True)
    mode = models.CharField(_("希望的方式"), max_length=10, choices=Mode.choices, blank=True)
    text = SealedField(purpose="advice", about="reference", help_text=_("想问什么"))
    answers = models.JSONField(default=dict)
    known = models.JSONField(default=dict)
    state = models.CharField(_("状态"), max_length=10, choices=states.CHOICES, default=states.ASKED)
    expert = models.ForeignKey("people.Expert", models.PROTECT, null=True, related_name="+")
    wanted = models.ForeignKey("people.Expert", models.PROTECT, null=True, related_name="+")
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    asked_at = models.DateTimeField(_("提出"))
    due_from = models.DateField(null=True)
    due_on = models.DateField(_("答复期限"))
    due_provisional = models.BooleanField(default=False)
    taken_at = models.DateTimeField(_("接单"), null=True)
    woken_at = models.DateTimeField(_("转协调"), null=True)
    ended_at = models.DateTimeField(_("办结"), null=True)
    outcome = models.CharField(_("结果"), max_length=8, choices=Outcome.choices, blank=True)
    why = models.CharField(_("理由"), max_length=300, blank=True)
    may_publish = models.BooleanField(_("可以匿名公开"), default=False)
    rate_asked_at = models.DateTimeField(null=True)
    request_key = models.UUIDField(unique=True, default=uuid.uuid4)

    objects = NeedRows.as_manager()

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=sorted(states.STATES)), name="need_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state="taken") | Q(expert__isnull=False, taken_at__isnull=False),
                name="taken_need_has_an_expert",
            ),
            models.CheckConstraint(
                condition=Q(asker__isnull=False) | Q(ended_at__isnull=False), name="open_need_has_somebody_to_answer"
            ),
            models.CheckConstraint(condition=~Q(state="nobody", why=""), name="need_nobody_took_says_why"),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(ended_at__isnull=False), name="outcome_is_said_of_what_is_over"
            ),
            models.CheckConstraint(condition=~Q(whom=""), name="need_names_who_asks"),
        ]
        indexes: ClassVar = [
            models.Index(fields=("office", "state", "due_on"), name="need_worklist"),
            models.Index(fields=("asked_at",), name="need_by_time"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def stands(self) -> State:
        return states.STATES[self.state]

    @property
    def is_open(self) -> bool:
        return self.state in states.OPEN


class AskedExpert(models.Model):
    """A need offered to one expert, and why to this one; what they said to it. A refusal has a reason."""

    need = models.ForeignKey(Need, models.PROTECT, related_name="offers")
    reference = models.CharField(max_length=32, unique=True)
    expert = models.ForeignKey("people.Expert", models.PROTECT, related_name="advice_offers")
    state = models.CharField(max_length=8, choices=states.OFFER_CHOICES, default=states.WAITING)
    points = models.PositiveSmallIntegerField(default=0)
    reasons = models.JSONField(default=list)
    reason = models.CharField(_("接不了的理由"), max_length=10, choices=Reason.choices, blank=True)
    say = models.CharField(_("补充说明"), max_length=300, blank=True)
    made_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-points", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("need", "expert"), condition=Q(state="waiting"), name="one_open_offer_an_expert"
            ),
            models.UniqueConstraint(fields=("need",), condition=Q(state="accepted"), name="one_expert_takes_a_need"),
            models.CheckConstraint(condition=Q(state__in=sorted(states.OFFERS)), name="offer_of_advice_state_is_known"),
            models.CheckConstraint(condition=~Q(state="refused", reason=""), name="refused_offer_says_why"),
        ]
        indexes: ClassVar = [models.Index(fields=("expert", "state"), name="offer_by_expert")]

    def __str__(self) -> str:
        return self.reference

    @property
    def stands(self) -> State:
        return states.OFFERS[self.state]


class Reminder(models.Model):
    """One step of the ladder of reminders, as it was sent: how many days after what, in which state."""

    need = models.ForeignKey(Need, models.PROTECT, related_name="reminders")
    step = models.PositiveSmallIntegerField()
    of = models.DateTimeField(help_text=_("从哪一刻起算"))
    state = models.CharField(max_length=10, choices=states.CHOICES)
    told = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("need", "of", "step"), name="one_reminder_a_step"),
        ]


class Rating(models.Model):
    """What who asked says of it, once: a score from 1 to 5 and what came of it. Append-only."""

    need = models.OneToOneField(Need, models.PROTECT, related_name="rating")
    score = models.PositiveSmallIntegerField(_("评分"))
    outcome = models.CharField(_("结果"), max_length=8, choices=Outcome.choices)
    say = SealedField(purpose="advice", about="reference", blank=True)
    reference = models.CharField(max_length=24, unique=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="rating_is_one_to_five"),
        ]
