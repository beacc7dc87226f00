"""Judges of a contest and their sheets: a declaration first, then marks."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.ground.people.queries import Person
from district.services.community.contests.models.contests import Contest, Track
from district.services.community.contests.models.entries import ContestEntry


class Conflict(models.TextChoices):
    """Ties for which somebody does not judge."""

    ORGANISATION = "organisation", _("我在这家单位任职或者有投资")
    FAMILY = "family", _("配偶、近亲属在这个团队或企业")
    TEACHER = "teacher", _("师生、导师辅导关系")
    COMPETITOR = "competitor", _("与它有竞争或者合作关系")
    OTHER = "other", _("其他可能影响公正的关系")


class ContestJudge(models.Model):
    """An expert on the jury. Once they handed their marks in, they change nothing unless asked to look again."""

    contest = models.ForeignKey(Contest, models.PROTECT, related_name="judges")
    expert = models.ForeignKey("people.Expert", models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("contest", "expert"), name="on_a_jury_once"),
        ]

    def __str__(self) -> str:
        return str(self.expert)


class Sheets(models.QuerySet["MarkSheet"]):
    def of(self, person: Person) -> Sheets:
        """A judge's own; nobody else reads them but the bureau's people, on the contest's page."""
        return self.filter(judge__expert__person=person.pk)

    def at_desk_of(self, person: Person) -> Sheets:
        return self.filter(judge__contest__in=Contest.objects.at_desk_of(person).values("pk"))

    def visible_to(self, person: Any) -> Sheets:
        if not person.is_authenticated:
            return self.none()
        own = Q(judge__expert__person=person.pk)
        return self.filter(own | Q(judge__contest__in=Contest.objects.at_desk_of(person).values("pk")))


class MarkSheet(models.Model):
    """One judge's sheet of one entry. Before the declaration the judge sees a title and whose it is, no more."""

    class State(models.TextChoices):
        OPEN = "open", _("待申报利益关系")
        DECLARED = "declared", _("待打分")
        GIVEN = "given", _("已打分")
        RECUSED = "recused", _("已回避")

    judge = models.ForeignKey(ContestJudge, models.PROTECT, related_name="sheets")
    entry = models.ForeignKey(ContestEntry, models.PROTECT, related_name="sheets")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    conflict = models.CharField(max_length=12, choices=Conflict.choices, blank=True)
    interest = models.CharField(max_length=300, blank=True, help_text=_("是什么关系"))
    answers = models.JSONField(default=dict)
    total = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    declared_at = models.DateTimeField(null=True)
    given_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True, help_text=_("何时请评委复看"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    again_at = models.DateTimeField(null=True, help_text=_("何时复看完"))
    again = models.CharField(max_length=500, blank=True, help_text=_("复看后的理由"))

    objects = Sheets.as_manager()

    class Meta:
        ordering = ("judge", "entry")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("judge", "entry"), name="one_sheet_per_judge_and_entry"),
            models.CheckConstraint(
                condition=Q(state="given", total__isnull=False) | (~Q(state="given") & Q(total=None)),
                name="contest_sheet_given_has_a_total",
            ),
            models.CheckConstraint(
                condition=~Q(state="recused") | ~Q(conflict="") & Q(total=None), name="recused_says_which_tie"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(declared_at__isnull=False), name="declared_before_it_is_seen"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.judge} · {self.entry}"

    @property
    def is_seen(self) -> bool:
        """Whether the judge may see the entry itself: only who said that no tie is there."""
        return self.state in (self.State.DECLARED, self.State.GIVEN)

    @property
    def asked_again(self) -> bool:
        return self.asked_at is not None and self.again_at is None


class TieDecided(models.Model):
    """Whoever leads the office put entries with the same marks in order, and said why. Append-only (triggers)."""

    contest = models.ForeignKey(Contest, models.PROTECT, related_name="ties")
    track = models.ForeignKey(Track, models.PROTECT, related_name="+")
    order = models.JSONField(help_text=_("作品编号，先者在前"))
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_tie_is_decided_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.contest} {self.order}"
