"""Who may advise and on what: subjects of advice, what experts agree to, studios, rules that find who fits."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.people.queries import Topic
from district.ground.surveys.questions import Content


class Subject(models.Model):
    """What one may ask about, under a theme (one of the seven groups): which fields of experts answer it, and the few
    questions that are asked first, as `surveys` keeps them.
    """

    key = models.SlugField(_("代码"), max_length=40, unique=True)
    topic = models.CharField(_("主题"), max_length=12, choices=Topic.choices)
    name = models.CharField(_("事项"), max_length=40)
    english = models.CharField(_("英文"), max_length=80, blank=True)
    help = models.CharField(_("说明"), max_length=200, blank=True)
    fields = models.JSONField(_("对应领域"), default=list)
    questions = models.JSONField(_("先问几个问题"), default=list)
    place = models.PositiveSmallIntegerField(_("次序"), default=100)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("place", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="advice_subject_has_a_name"),
            models.CheckConstraint(condition=Q(topic__in=Topic.values), name="advice_subject_topic_is_known"),
        ]

    def __str__(self) -> str:
        return (self.english or self.name) if (get_language() or "").startswith("en") else self.name

    @property
    def asks(self) -> Content:
        return Content.kept(self.questions)


class Profile(models.Model):
    """What an expert agrees to: how many needs at once, how many hours a month, which streets they go to, in which
    modes; None and an empty list are no bound. `resource` is their time in `slots`.
    """

    expert = models.OneToOneField("people.Expert", models.PROTECT, related_name="advising")
    at_once = models.PositiveSmallIntegerField(_("同时最多接几件"), null=True, blank=True)
    hours_a_month = models.PositiveSmallIntegerField(_("每月最多几小时"), null=True, blank=True)
    streets = models.JSONField(_("愿意去的街道"), default=list)
    modes = models.JSONField(_("愿意的方式"), default=list)
    paused = models.BooleanField(_("暂时不接新需求"), default=False)
    resource = models.OneToOneField("slots.Resource", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(hours_a_month=None) | Q(hours_a_month__lte=200), name="hours_a_month_are_possible"
            ),
        ]

    def __str__(self) -> str:
        return str(self.expert)


class Studio(models.Model):
    """A studio of a chief mentor (首席创业指导师工作室): its team, its term."""

    key = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("名称"), max_length=60, unique=True)
    english = models.CharField(_("英文名称"), max_length=100, blank=True)
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+", verbose_name=_("设立部门"))
    topics = models.JSONField(_("云坐诊分组"), default=list)
    about = models.TextField(_("简介"), blank=True)
    place = models.CharField(_("地点"), max_length=80, blank=True)
    since = models.DateField(_("设立"))
    until = models.DateField(_("任期到"), null=True, blank=True)
    public = models.BooleanField(_("公开列出"), default=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("since", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="studio_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StudioMember(models.Model):
    """An expert in a studio's team; one of them is its chief."""

    studio = models.ForeignKey(Studio, models.PROTECT, related_name="members")
    expert = models.ForeignKey("people.Expert", models.PROTECT, related_name="studios")
    chief = models.BooleanField(_("首席"), default=False)
    since = models.DateField(_("从"))
    ended_on = models.DateField(_("到"), null=True, blank=True)

    class Meta:
        ordering = ("-chief", "since", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("studio", "expert"), condition=Q(ended_on=None), name="one_place_an_expert_and_studio"
            ),
            models.UniqueConstraint(
                fields=("studio",), condition=Q(ended_on=None, chief=True), name="one_chief_a_studio"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.studio} {self.expert}"


class Matching(models.Model):
    """A rule of matching: where `when` (FEEL over what is known of who asks) holds, experts of these fields, groups or
    this studio fit better by `points`, and `say` tells why.
    """

    name = models.CharField(_("名称"), max_length=60, unique=True)
    when = models.CharField(_("条件"), max_length=500, blank=True)
    subject = models.ForeignKey(Subject, models.PROTECT, null=True, blank=True, related_name="+")
    fields = models.JSONField(_("领域"), default=list)
    topics = models.JSONField(_("分组"), default=list)
    studio = models.ForeignKey(Studio, models.PROTECT, null=True, blank=True, related_name="+")
    points = models.PositiveSmallIntegerField(_("加几分"), default=10)
    say = models.CharField(_("理由"), max_length=120)
    place = models.PositiveSmallIntegerField(_("次序"), default=100)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("place", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(points__gte=1, points__lte=100), name="matching_points_are_few"),
            models.CheckConstraint(condition=~Q(say=""), name="matching_says_why"),
        ]

    def __str__(self) -> str:
        return self.name
