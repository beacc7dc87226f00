"""Panels (会诊) and visits (上门指导): who meets when, one brief, one record of which each expert signs a part."""

from __future__ import annotations

import secrets
import uuid
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from district.ground.people.queries import Field
from district.ground.record.moves import State
from district.ground.record.sealed import SealedField
from district.ground.slots.times import Span, here, when
from district.services.advice.panels import states
from district.services.advice.queries import Need

if TYPE_CHECKING:
    from district.ground.people.queries import Person

KEEPERS = ("officer", "leader")
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_reference(year: int) -> str:
    return f"HZ{year}-{''.join(secrets.choice(LETTERS) for _n in range(6))}"


class PanelRows(models.QuerySet["Panel"]):
    def visible_to(self, person: Person) -> PanelRows:
        """Of one's own needs and those one took as an expert, those one sits on, those of one's bureaus; all to
        auditors."""
        if person.has_role("auditor"):
            return self
        sits = Part.objects.filter(expert__person=person, ended_at=None, standby=False).values("panel")
        mine = Q(need__in=Need.objects.of(person).values("pk")) | Q(pk__in=sits) | Q(need__expert__person=person)
        return self.filter(mine | Q(office__in=person.bureau_ids(*KEEPERS)))


class Panel(models.Model):
    """Experts of several roles at one time for one need; a visit is a panel that goes to the asker's street.

    Their time is held by the appointment `group`. `brief` is what all of them read beforehand. `digest` covers brief
    and parts as they stood when the last one signed.
    """

    class Kind(models.TextChoices):
        JOINT = "joint", _("会诊")
        VISIT = "visit", _("上门指导")

    reference = models.CharField(max_length=24, unique=True)
    kind = models.CharField(_("方式"), max_length=8, choices=Kind.choices, default=Kind.JOINT)
    state = models.CharField(_("状态"), max_length=10, choices=states.CHOICES, default=states.HELD)
    title = models.CharField(_("事由"), max_length=80)
    brief = SealedField(purpose="panels", about="reference", help_text=_("共同简报"))
    starts = models.DateTimeField(_("开始"))
    ends = models.DateTimeField(_("结束"))
    place = models.CharField(_("地点"), max_length=80, blank=True)
    need = models.ForeignKey("advice.Need", models.PROTECT, related_name="panels")
    encounter = models.OneToOneField("advice.Encounter", models.PROTECT, related_name="panel")
    group = models.UUIDField(unique=True)
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    why = models.CharField(max_length=200, blank=True)
    sealed_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    reminded_on = models.DateField(null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    request_key = models.UUIDField(unique=True, default=uuid.uuid4)

    objects = PanelRows.as_manager()

    class Meta:
        ordering = ("-starts", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="panel_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(kind__in=["joint", "visit"]), name="panel_kind_is_known"),
            models.CheckConstraint(condition=Q(state__in=sorted(states.STATES)), name="panel_state_is_known"),
            models.CheckConstraint(condition=~Q(brief=""), name="panel_has_a_brief"),
            models.CheckConstraint(condition=Q(state="sealed", sealed_at__isnull=False) & ~Q(digest="")
                                   | (~Q(state="sealed") & Q(sealed_at=None, digest="")),
                                   name="sealed_panel_has_its_digest"),
            models.CheckConstraint(condition=~Q(state="cancelled", why=""), name="cancelled_panel_says_why"),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=("state", "starts"), name="panels_by_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def span(self) -> Span:
        return Span(here(self.starts), here(self.ends))

    @property
    def when(self) -> str:
        return when(self.span)

    @property
    def where(self) -> str:
        return self.place or translation.gettext("线上（视频）")

    @property
    def shown(self) -> State:
        return states.STATES[self.state]


class Part(models.Model):
    """An expert's part of a panel: the `role` they are there for, at its `place` among the roles asked for.

    `standby`: would step in. `withdrew_at`: said they cannot come, and nobody has stepped in yet. What was signed is
    never changed (triggers); `link` is the one-time link by which it was, where it was not with an account.
    """

    panel = models.ForeignKey(Panel, models.PROTECT, related_name="parts")
    reference = models.CharField(max_length=32, unique=True)
    place = models.PositiveSmallIntegerField()
    role = models.CharField(_("角色"), max_length=12, choices=Field.choices)
    expert = models.ForeignKey("people.Expert", models.PROTECT, related_name="+")
    standby = models.BooleanField(default=False)
    withdrew_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True)
    text = SealedField(purpose="panels", about="reference", blank=True, help_text=_("意见"))
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    link = models.CharField(max_length=24, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("panel", "standby", "place", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("panel", "place"), condition=Q(ended_at=None, standby=False),
                                    name="one_expert_a_role_of_a_panel"),
            models.UniqueConstraint(fields=("panel", "expert"), condition=Q(ended_at=None),
                                    name="an_expert_has_one_part_of_a_panel"),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by=None, link="", digest="")
                | (Q(signed_at__isnull=False, standby=False, ended_at=None) & ~Q(text="") & ~Q(digest="")
                   & (Q(signed_by__isnull=False) | ~Q(link=""))),
                name="signed_part_says_what_and_by_whom",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.panel_id} {self.expert}"

    @property
    def sits(self) -> bool:
        return not self.standby and self.ended_at is None
