"""Rows of who decides: what was proposed, and who signed it at which level."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from district.cases.approving.levels import WORDS

PERSON = settings.AUTH_USER_MODEL


class Proposal(models.Model):
    """One proposed outcome of a case (拟办意见): waits until everybody of `levels` signed, or is sent back.

    `replaces`: the decision it would replace; `appeal`: the appeal it answers. `turn` is the level whose signature it
    waits for. Frozen but for its state (triggers).
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("待审批")
        SIGNED = "signed", _("已签批")
        RETURNED = "returned", _("已退回经办")
        LAPSED = "lapsed", _("申报已撤回")

    application = models.ForeignKey("cases.Application", models.PROTECT, related_name="proposals")
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=[("granted", _("同意")), ("refused", _("不予同意"))])
    note = models.TextField(blank=True, help_text=_("决定的说明，企业会看到"))
    ground = models.CharField(max_length=300, blank=True, help_text=_("不予受理的法律依据；空白是对受理了的件"))
    amount = models.DecimalField(_("拟给付（元）"), max_digits=18, decimal_places=2, null=True)
    levels = models.JSONField(help_text=_("谁签，按先后：officer、reviewer、leader"))
    steps = models.PositiveSmallIntegerField(help_text=_("一共几级"))
    turn = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    came_from = models.CharField(max_length=12, help_text=_("退回时回到哪个状态"))
    replaces = models.ForeignKey("cases.Decision", models.PROTECT, null=True, related_name="proposals")
    appeal = models.ForeignKey("appeals.Appeal", models.PROTECT, null=True, related_name="proposals")
    anew = models.BooleanField(default=False, help_text=_("签批后按现在所知的事实重新判定"))
    request_key = models.UUIDField(unique=True)
    job = models.ForeignKey("bulk.Job", models.PROTECT, null=True, related_name="proposals")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(_("退回的理由"), max_length=500, blank=True)
    returned_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    decision = models.OneToOneField("cases.Decision", models.PROTECT, null=True, related_name="proposal")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("application",), condition=Q(state="waiting"), name="one_proposal_waits_at_a_time"
            ),
            models.CheckConstraint(condition=Q(outcome__in=["granted", "refused"]), name="proposal_outcome_is_known"),
            models.CheckConstraint(
                condition=Q(ground="") | Q(outcome="refused") & ~Q(note=""), name="proposal_to_decline_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "signed", "returned", "lapsed"]), name="proposal_state_is_known"
            ),
            models.CheckConstraint(condition=Q(steps__gte=2), name="nobody_decides_alone"),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at=None)
                | (~Q(state="waiting") & Q(ended_at__isnull=False, turn="")),
                name="proposal_ends_once",
            ),
            models.CheckConstraint(
                condition=Q(state="signed", decision__isnull=False) | (~Q(state="signed") & Q(decision=None)),
                name="proposal_signed_has_its_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | (~Q(why="") & Q(returned_by__isnull=False)),
                name="proposal_returned_says_why",
            ),
        ]
        indexes: ClassVar = [models.Index(F("office"), F("turn"), F("at"), name="proposals_that_wait")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.outcome}"

    @property
    def outcome_words(self) -> str:
        return gettext("不予受理") if self.ground else str(self.get_outcome_display())

    @property
    def turn_words(self) -> str:
        return str(WORDS.get(self.turn, ""))


class Signature(models.Model):
    """One person's yes to a proposal, at one level; place 1 is who proposed it. Append-only (triggers)."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="signatures")
    place = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=10, choices=[(key, words) for key, words in WORDS.items()])
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    instead_of = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("place",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("proposal", "place"), name="one_signature_a_level"),
            models.UniqueConstraint(fields=("proposal", "by"), name="nobody_signs_twice"),
            models.CheckConstraint(condition=Q(role__in=list(WORDS)), name="signature_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.place}"
