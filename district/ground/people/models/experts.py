"""Experts (专家): a record first; an account is theirs if they want one."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.ground import clock
from district.ground.people.models.organisations import Bureau, Duty, Organisation
from district.ground.people.models.roles import Role


class Field(models.TextChoices):
    """Fields of the expert corps (专家志愿团)."""

    FINANCE = "finance", _("金融")
    MEDIA = "media", _("媒体")
    ACCOUNTING = "accounting", _("财税")
    LAW = "law", _("法律")
    STAFF = "staff", _("人事")
    INCUBATION = "incubation", _("孵化服务")
    MANAGEMENT = "management", _("经营管理")
    TECHNOLOGY = "technology", _("科技")


class Topic(models.TextChoices):
    """The seven groups of the online clinic (云坐诊)."""

    CULTURE = "culture", _("文创")
    SCIENCE = "science", _("科创")
    FUNDING = "funding", _("融资")
    COMMERCE = "commerce", _("电商")
    SERVICES = "services", _("企业服务")
    POLICY = "policy", _("政策指导")
    INTENT = "intent", _("意向创业")


class Language(models.TextChoices):
    MANDARIN = "zh", _("普通话")
    SHANGHAI = "wuu", _("上海话")
    ENGLISH = "en", _("英语")
    JAPANESE = "ja", _("日语")
    SIGN = "csl", _("手语")


def standing_experts(day: dt.date) -> Q:
    begun, open_ = Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day)
    return Q(ended_at=None) & begun & open_


class Experts(models.QuerySet["Expert"]):
    def standing(self, day: dt.date | None = None) -> Experts:
        """Those whose term stands."""
        return self.filter(standing_experts(day or clock.today()))

    def asked_today(self) -> Experts:
        """Those in the corps now, who may be asked: their term stands, and who has an account has the duty."""
        held = Duty.objects.filter(role=Role.EXPERT).values("person")
        return self.standing().filter(Q(person=None) | Q(person__in=held, person__is_active=True))

    def shown_in_public(self) -> Experts:
        """Those who agreed to it, as long as they stand."""
        return self.standing().filter(public=True)


class Expert(models.Model):
    """One expert: who they are, what they know, who lists them. `person` is their account, once they took one; what was
    signed by link before stays theirs, for it hangs on this row."""

    reference = models.CharField(max_length=24, unique=True)
    name = models.CharField(_("姓名"), max_length=60)
    english = models.CharField(_("英文姓名"), max_length=80, blank=True)
    office = models.ForeignKey(Bureau, models.PROTECT, related_name="experts", verbose_name=_("聘请部门"))
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+",
                                     verbose_name=_("所在机构"))  # fmt: skip
    title = models.CharField(_("职务"), max_length=60, blank=True)
    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True,
                                  related_name="expert")  # fmt: skip
    fields = models.JSONField(_("领域"), default=list)
    topics = models.JSONField(_("云坐诊分组"), default=list)
    languages = models.JSONField(_("语言"), default=list)
    about = models.TextField(_("简介"), blank=True)
    public = models.BooleanField(_("公开列出"), default=False)
    agreed_at = models.DateTimeField(null=True, help_text=_("本人何时同意公开"))
    agreed_how = models.CharField(_("怎样同意的"), max_length=100, blank=True)
    since = models.DateField(_("聘期从"), null=True, blank=True)
    until = models.DateField(_("聘期到"), null=True, blank=True)
    ended_at = models.DateTimeField(null=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(default=clock.now)

    objects = Experts.as_manager()

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("专家")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(public=False) | Q(agreed_at__isnull=False), name="public_expert_agreed"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gt=F("since")), name="expert_ends_after_they_begin"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=("office", "ended_at"), name="experts_of_office")]

    def __str__(self) -> str:
        return self.name

    @property
    def fields_said(self) -> list[str]:
        return [str(Field(each).label) for each in self.fields if each in Field.values]

    @property
    def topics_said(self) -> list[str]:
        return [str(Topic(each).label) for each in self.topics if each in Topic.values]

    @property
    def languages_said(self) -> list[str]:
        return [str(Language(each).label) for each in self.languages if each in Language.values]

    def stands(self, day: dt.date | None = None) -> bool:
        day = day or clock.today()
        begun = self.since is None or self.since <= day
        return self.ended_at is None and begun and (self.until is None or self.until >= day)


class Honour(models.Model):
    """A title an expert has (荣誉、资质), who gave it, and its term."""

    expert = models.ForeignKey(Expert, models.PROTECT, related_name="honours")
    title = models.CharField(_("名称"), max_length=80)
    source = models.CharField(_("授予单位"), max_length=80)
    since = models.DateField(_("从"))
    until = models.DateField(_("到"), null=True, blank=True)

    class Meta:
        ordering = ("-since", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("expert", "title", "since"), name="one_honour_per_expert_and_day"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="honour_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.title
