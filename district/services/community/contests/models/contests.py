"""A contest: its call, its tracks, its prizes and the rule by which it is decided."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.people.queries import Person, Role
from district.services.community.contests.states import CALLED, CANCELLED, DRAFT, PUBLISHED, STATES

SHOWN = tuple(key for key in STATES if key != DRAFT)


def english() -> bool:
    return (get_language() or "").startswith("en")


class Level(models.TextChoices):
    """The vocabulary's own words of 大赛获奖级别, the least first."""

    DISTRICT = "区级", _("区级")
    CITY = "市级", _("市级")
    NATION = "国家级", _("国家级")


class Rule(models.TextChoices):
    MEAN = "mean", _("各评委总分的平均分")
    TRIMMED = "trimmed", _("评委满五人时去掉一个最高分和一个最低分再平均，不满五人时直接平均")


class TieRule(models.TextChoices):
    CRITERION = "criterion", _("平均分相同的，评分表第一项平均分高者在前；仍相同的，由组织单位负责人写明理由定先后")
    CHAIR = "chair", _("平均分相同的，由组织单位负责人写明理由定先后")


class Contests(models.QuerySet["Contest"]):
    def visible_to(self, person: Any) -> Contests:
        """Called ones are everybody's; a draft is its bureau's, and the auditors'."""
        public = Q(state__in=SHOWN) & ~Q(state=CANCELLED, called_at=None)
        if not person.is_authenticated:
            return self.filter(public)
        if person.has_role(Role.AUDITOR):
            return self
        return self.filter(public | Q(office__in=person.bureau_ids(Role.OFFICER, Role.LEADER)))

    def at_desk_of(self, person: Person) -> Contests:
        if person.has_role(Role.AUDITOR):
            return self
        return self.filter(office__in=person.bureau_ids(Role.OFFICER, Role.LEADER))


class Contest(models.Model):
    """One contest (大赛). Rule, rubric, prizes and dates are fixed once it is called (a trigger holds it).

    `rubric` and `questions` are questionnaires as JSON (`surveys.questions.Content`).
    """

    reference = models.CharField(max_length=24, unique=True)
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+", verbose_name=_("组织单位"))
    title = models.CharField(_("名称"), max_length=80)
    title_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    about = models.TextField(_("说明"), max_length=4000)
    audience = models.CharField(_("参赛对象"), max_length=200)
    opens_at = models.DateTimeField(_("开始报名"))
    closes_at = models.DateTimeField(_("报名截止"))
    marks_due_on = models.DateField(_("评审期限"))
    results_on = models.DateField(_("公布日"))
    rule = models.CharField(_("怎样算分"), max_length=10, choices=Rule.choices, default=Rule.MEAN)
    tie = models.CharField(_("同分怎样定"), max_length=10, choices=TieRule.choices, default=TieRule.CRITERION)
    outlier = models.DecimalField(_("离中位数多少分请评委复看"), max_digits=5, decimal_places=1, default=20)
    least = models.PositiveSmallIntegerField(_("每件作品至少几位评委"), default=3)
    shared = models.PositiveSmallIntegerField(_("每两位评委至少共同评几件"), default=2)
    rubric = models.JSONField()
    questions = models.JSONField(default=list)
    state = models.CharField(max_length=10, default=DRAFT, choices=[(key, each.staff) for key, each in STATES.items()])
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    reason = models.CharField(_("取消的原因"), max_length=500, blank=True)
    request_key = models.UUIDField(unique=True)

    objects = Contests.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="contest_closes_after_it_opens"),
            models.CheckConstraint(condition=Q(results_on__gte=F("marks_due_on")), name="results_after_the_marks"),
            models.CheckConstraint(condition=Q(state__in=list(STATES)), name="contest_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False)
                | (~Q(state="published") & Q(published_at=None)),
                name="contest_published_has_its_hour",
            ),
            models.CheckConstraint(condition=Q(least__gte=3), name="an_entry_has_three_judges"),
        ]

    def __str__(self) -> str:
        return self.title_en or self.title if english() else self.title

    @property
    def is_public(self) -> bool:
        """Whether its results are told; until then they are its bureau's alone."""
        return self.state == PUBLISHED

    @property
    def is_open(self) -> bool:
        """Whether entries are taken at this moment."""
        return self.state == CALLED and self.opens_at <= clock.now() < self.closes_at

    @property
    def is_over(self) -> bool:
        """Whether the time to enter is over."""
        return clock.now() >= self.closes_at

    @property
    def state_said(self) -> str:
        return str(STATES[self.state].public)

    @property
    def days_left(self) -> int:
        return max(0, (self.closes_at - clock.now()) // dt.timedelta(days=1))


class Track(models.Model):
    """A group of entries that are compared with each other (赛道)."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="tracks")
    name = models.CharField(_("赛道"), max_length=40)
    name_en = models.CharField(max_length=80, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position", "pk")
        constraints: ClassVar = [models.UniqueConstraint(fields=("contest", "name"), name="one_track_per_name")]

    def __str__(self) -> str:
        return self.name_en or self.name if english() else self.name


class Prize(models.Model):
    """A prize that each track gives to the next `places` entries; `level` is what it is worth as a fact."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="prizes")
    name = models.CharField(_("奖项"), max_length=40)
    name_en = models.CharField(max_length=80, blank=True)
    level = models.CharField(_("级别"), max_length=10, choices=Level.choices)
    places = models.PositiveSmallIntegerField(_("名额"))
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("contest", "name"), name="one_prize_per_name"),
            models.CheckConstraint(condition=Q(places__gt=0), name="a_prize_has_places"),
            models.CheckConstraint(condition=Q(level__in=["区级", "市级", "国家级"]), name="prize_level_is_known"),
        ]

    def __str__(self) -> str:
        return self.name_en or self.name if english() else self.name
