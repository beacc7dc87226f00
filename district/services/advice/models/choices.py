"""Words that rows of advice choose from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    """How advice is given; the official words."""

    CLINIC = "clinic", _("门诊")
    PANEL = "panel", _("会诊")
    VISIT = "visit", _("上门指导")
    PAIRING = "pairing", _("结对服务")
    ONLINE = "online", _("网上咨询")
    LECTURE = "lecture", _("创业讲座")
    EVENT = "event", _("主题活动")


MANY = (Mode.LECTURE, Mode.EVENT)  # many come to one, so it may belong to no single need
TIMED = (Mode.CLINIC, Mode.PANEL, Mode.VISIT, Mode.PAIRING)  # two meet, so it has a time


class Stage(models.TextChoices):
    """How far somebody is who asks."""

    INTENT = "intent", _("还在想，没注册")
    START = "start", _("注册不到三年")
    GROW = "grow", _("注册三年以上")


class Reason(models.TextChoices):
    """Why an expert cannot take a need."""

    BUSY = "busy", _("这段时间太忙")
    FIELD = "field", _("不是我的专长")
    CONFLICT = "conflict", _("和对方有利害关系")
    FAR = "far", _("太远，去不了")
    OTHER = "other", _("其他原因")


class Outcome(models.TextChoices):
    """What came of it, apart from whether it is over; said by whoever asked."""

    SOLVED = "solved", _("解决了")
    PARTLY = "partly", _("解决了一部分")
    NOT = "not", _("没有解决")


class Rhythm(models.TextChoices):
    """How often two that are paired meet."""

    WEEKLY = "weekly", _("每周")
    FORTNIGHTLY = "fortnightly", _("每两周")
    MONTHLY = "monthly", _("每月")


class Hearing(models.TextChoices):
    """Whether an adviser was there."""

    ASKED = "asked", _("已邀请")
    CAME = "came", _("到场")
    AWAY = "away", _("没到")
