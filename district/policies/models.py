"""What the district promises, as published: immutable, hashed, dated versions of the catalogue's programmes."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from district.ground.people.queries import Person, Role
from district.ground.work.queries import Work


class Release(models.Model):
    """A catalogue as it stood when it was first published: every file's text, so any verdict can be derived again."""

    hash = models.CharField(max_length=64, unique=True)
    layer = models.CharField(max_length=40)
    files = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-published_at", "-pk")
        get_latest_by = ("published_at", "pk")

    def __str__(self) -> str:
        return self.hash[:12]


class Kind(models.TextChoices):
    SUBSIDY = "subsidy", _("补贴")
    AWARD = "award", _("奖励")
    LOAN = "loan", _("贷款")
    INTEREST = "interest", _("贴息")
    FEE = "fee", _("缓减免")
    RENT = "rent", _("房租")
    TRAINING = "training", _("培训")
    PLACE = "place", _("载体")
    SERVICE = "service", _("服务")
    RECOGNITION = "recognition", _("认定")


class Programme(models.Model):
    """A promise by one lead office. What changes stands in its versions; these columns follow the latest release."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("名称"), max_length=120)
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="programmes", verbose_name=_("牵头部门"))
    kind = models.CharField(_("种类"), max_length=12, choices=Kind.choices)
    subject = models.CharField(max_length=20, default="enterprise")
    summary = models.TextField(blank=True)
    stages = models.JSONField(default=list, help_text=_("适用对象，读者的话"))
    layer = models.CharField(max_length=40)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        ordering = ("name",)
        verbose_name = _("政策项目")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="programme_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.name


class ProgrammeVersion(models.Model):
    """A programme's rule from one day on.

    Immutable (triggers); a correction is another row. Which rows are in force a publication says, never a row itself.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="versions")
    in_force_from = models.DateField()
    in_force_until = models.DateField(null=True)
    hash = models.CharField(max_length=64)
    release = models.ForeignKey(Release, models.PROTECT, related_name="versions")
    description = models.JSONField(help_text=_("条件、依据、金额、期限等，供页面显示"))
    published_at = models.DateTimeField()

    class Meta:
        ordering = ("programme", "-in_force_from", "-published_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("programme", "hash"), name="one_version_per_hash"),
            models.CheckConstraint(
                condition=Q(in_force_until=None) | Q(in_force_until__gte=F("in_force_from")),
                name="version_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} {self.in_force_from}"

    @cached_property
    def release_hash(self) -> str:
        """The hash of the release it came with, whose texts (half a megabyte) are not read for it."""
        if "release" in self._state.fields_cache:
            return self.release.hash
        return Release.objects.values_list("hash", flat=True).get(pk=self.release_id)


class Publication(models.Model):
    """One act of publishing. The last one says which release is in use and, by `Standing`, which versions are in force.

    Append-only (triggers): going back to an earlier catalogue is another row with the earlier release.
    """

    class Way(models.TextChoices):
        RUN = "run", _("启动时自动发布")
        HAND = "hand", _("命令行发布")
        SITE = "site", _("站内发布")

    release = models.ForeignKey(Release, models.PROTECT, related_name="publications")
    way = models.CharField(max_length=4, choices=Way.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    versions = models.ManyToManyField(ProgrammeVersion, through="Standing", related_name="publications")

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(way__in=["run", "hand", "site"]), name="publication_way_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.release} {self.at:%Y-%m-%d}"


class Standing(models.Model):
    """A version in force by a publication; `until` is its last day there: the eve of the next one, or what it says."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="standings")
    version = models.ForeignKey(ProgrammeVersion, models.PROTECT, related_name="standings")
    until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("publication", "version"), name="one_standing_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.until or ''}"


class RunRows(models.QuerySet["Run"]):
    def visible_to(self, person: Person) -> RunRows:
        """A run is its bureau's own: its officers and leaders see it, auditors see all."""
        if person.has_role(Role.AUDITOR):
            return self
        return self.filter(office__in=person.bureau_ids(Role.OFFICER, Role.LEADER))


class Run(Work):
    """Long work over the whole register under one version: an automatic grant's lists, or a draft in the policy lab.

    What it rests on is pinned in `digests` (catalogue, version, facts, vetoes) and so are its results. Lists belong to
    the programme's lead bureau, a trial to the bureau that tries.
    """

    class Kind(models.TextChoices):
        LISTS = "lists", _("免申即享名单")
        LAB = "lab", _("政策试算")

    version = models.ForeignKey(ProgrammeVersion, models.PROTECT, related_name="runs")
    as_of = models.DateField()
    draft = models.TextField(blank=True)
    draft_of = models.CharField(max_length=24, blank=True, help_text=_("试算的是哪份草案；空白是直接改的规则"))
    draft_title = models.CharField(max_length=120, blank=True)
    draft_from = models.DateField(null=True, help_text=_("草案的规则从哪天起施行"))
    vary = models.TextField(blank=True)  # parameters to try at several values, 参数=值,值 a line
    budget = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    repeats = models.ForeignKey("self", models.PROTECT, null=True, related_name="repeated")
    digests = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)

    objects = RunRows.as_manager()  # type: ignore[misc, assignment]

    def get_kind_display(self) -> str:
        return str(Run.Kind(self.kind).label)


from district.policies.subscribing.models import Subscription, Told  # noqa: E402 - a drawer's rows belong to this app

__all__ = [
    "Kind", "Programme", "ProgrammeVersion", "Publication", "Release", "Run", "Standing", "Subscription", "Told",
]  # fmt: skip
