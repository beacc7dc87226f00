"""A draft: proposed texts of files of the published catalogue, and who wrote, approved and published them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.authoring.states import OPEN_STATES, PUBLISHED, SIGNED, STATES
from district.ground.record.moves import State

if TYPE_CHECKING:
    from district.ground.people.queries import Person


class DraftQuerySet(models.QuerySet["Draft"]):
    def open(self) -> DraftQuerySet:
        return self.filter(state__in=OPEN_STATES)

    def visible_to(self, person: Person) -> DraftQuerySet:
        """Drafts are internal: officers, leaders, administrators and auditors of the district see them all."""
        return self if person.is_official else self.none()


class Draft(models.Model):
    """`files` maps a path within the catalogue ("yangpu/programmes/…/2022-01-01.yaml") to the text proposed for it.

    Only files that differ from `base` are there, one that is to go as ""; what is published stays as it is until the
    draft is published. `english_stands`: [Chinese, English] of changed texts whose old English holds, somebody said.
    """

    reference = models.CharField(max_length=24, unique=True)
    title = models.CharField(_("草案名称"), max_length=120)
    programme = models.ForeignKey("policies.Programme", models.PROTECT, null=True, related_name="drafts")
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    base = models.ForeignKey("policies.Release", models.PROTECT, related_name="drafts")
    files = models.JSONField(default=dict)
    english_stands = models.JSONField(default=list)
    state = models.CharField(max_length=12, default="draft")
    note = models.TextField(blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    release = models.ForeignKey("policies.Release", models.PROTECT, null=True, related_name="published_drafts")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ("-changed_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=list(STATES)), name="draft_state_is_known"),
            models.CheckConstraint(
                condition=Q(approver=None) | ~Q(approver=F("author")), name="draft_approved_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=list(SIGNED)) | Q(approver__isnull=False),
                name="draft_approved_has_approver",
            ),
            models.CheckConstraint(
                condition=Q(state=PUBLISHED, release__isnull=False) | (~Q(state=PUBLISHED) & Q(release=None)),
                name="draft_published_has_release",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stage(self) -> State:
        return STATES[self.state]


class DraftHand(models.Model):
    """Somebody who wrote, edited or proposed a draft: none of them approves it. Append-only (triggers)."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="hands")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    first_at = models.DateTimeField()

    class Meta:
        ordering = ("first_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("draft", "person"), name="one_hand_a_person_a_draft"),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.person_id}"
