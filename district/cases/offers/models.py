"""A round of offers from one run, and the offers."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class OfferRound(models.Model):
    """The offers made from one run's lists."""

    class State(models.TextChoices):
        MAKING = "making", _("正在生成")
        MADE = "made", _("已发出")
        RELEASING = "releasing", _("正在办理直接给付")
        RELEASED = "released", _("直接给付已办完")
        STOPPED = "stopped", _("直接给付已停")
        REPLACED = "replaced", _("已被新的名单取代")

    class Way(models.TextChoices):
        """What is done when the list needs more than there is."""

        WHOLE = "", _("全部足额")
        WAIT = "wait", _("全部等候")
        MORE = "more", _("请财政部门追加")
        SHARE = "share", _("按比例")
        ORDER = "order", _("按次序")

    class Order(models.TextChoices):
        NONE = "", "—"
        RANK = "rank", _("项目规定的排序")
        FOUNDED = "founded", _("成立日期早的在先")
        SMALLEST = "smallest", _("金额小的在先")
        LOT = "lot", _("抽签")

    reference = models.CharField(max_length=24, unique=True)
    run = models.OneToOneField("policies.Run", models.PROTECT, related_name="+")
    programme = models.ForeignKey("policies.Programme", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.MAKING)
    way = models.CharField(max_length=6, choices=Way.choices, default=Way.WHOLE, blank=True)
    order = models.CharField(max_length=8, choices=Order.choices, default=Order.NONE, blank=True)
    seed = models.CharField(max_length=64, blank=True, help_text=_("抽签的种子，事先公布"))
    said = models.CharField(max_length=200, blank=True, help_text=_("名单停下的原因"))
    as_of = models.DateField(_("核算日"), help_text=_("名单按哪一天的信息算出"))
    year = models.PositiveSmallIntegerField(help_text=_("哪一年的名单"))
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    expires_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    checked_said = models.CharField(max_length=60, blank=True, help_text=_("复核时的家数和总额"))
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["making", "made", "releasing", "released", "stopped", "replaced"]),
                name="offer_round_state_is_known",
            ),
            models.UniqueConstraint(
                fields=("programme",),
                condition=Q(state__in=["making", "made", "releasing", "stopped"]),
                name="one_list_of_a_programme_to_release",
            ),
            models.CheckConstraint(
                condition=Q(way="order") & ~Q(order="") | Q(way__in=["", "wait", "more", "share"], order=""),
                name="offer_round_in_a_stated_order",
            ),
            models.CheckConstraint(condition=~Q(order="lot") | ~Q(seed=""), name="offer_lots_have_a_seed"),
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=F("by")), name="pay_list_released_by_another"
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None)
                | ~Q(checked_by=F("by")) & (Q(released_by=None) | ~Q(released_by=F("checked_by"))),
                name="pay_list_checked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["making", "made", "replaced"]) | Q(released_by__isnull=False),
                name="released_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def live(self) -> bool:
        """Whether its pay list is still to be granted."""
        return self.state in LIVE

    @property
    def works(self) -> bool:
        return self.state in (OfferRound.State.MAKING, OfferRound.State.RELEASING)


LIVE = (OfferRound.State.MAKING, OfferRound.State.MADE, OfferRound.State.RELEASING, OfferRound.State.STOPPED)


class Offer(models.Model):
    """What one enterprise may get by one run. Answered once."""

    class Kind(models.TextChoices):
        PAY = "pay", _("直接给付")
        CLICK = "click", _("一键确认")
        MISSING = "missing", _("只差一项信息")

    class State(models.TextChoices):
        OPEN = "open", _("待确认")
        WAITING = "waiting", _("等候预算")
        APPLIED = "applied", _("已成件")
        DECLINED = "declined", _("企业放弃")
        REFUSED = "refused", _("未能办理")

    reference = models.CharField(max_length=24, unique=True)
    round = models.ForeignKey(OfferRound, models.PROTECT, related_name="offers")
    programme = models.ForeignKey("policies.Programme", models.PROTECT, related_name="+")
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="offers")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    amount = models.DecimalField(_("金额（元）"), max_digits=18, decimal_places=2, null=True)
    given = models.DecimalField(_("拟给付（元）"), max_digits=18, decimal_places=2, null=True)
    place = models.PositiveIntegerField(null=True, help_text=_("按次序给付时的次序"))
    say = models.CharField(max_length=500)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    why = models.CharField(max_length=500, blank=True)
    application = models.OneToOneField("cases.Application", models.PROTECT, null=True, related_name="+")
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("round", "enterprise"), name="one_offer_a_round"),
            models.UniqueConstraint(
                fields=("programme", "enterprise"),
                condition=Q(state__in=["open", "waiting"]),
                name="one_open_offer_a_programme",
            ),
            models.CheckConstraint(condition=Q(kind__in=["pay", "click", "missing"]), name="offer_kind_is_known"),
            models.CheckConstraint(
                condition=Q(state="applied", application__isnull=False)
                | Q(state__in=["open", "waiting", "declined", "refused"], application=None),
                name="offer_applied_has_its_case",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(why=""), name="offer_refused_says_why"),
            models.CheckConstraint(condition=~Q(state="waiting") | ~Q(why=""), name="offer_waiting_says_why"),
            models.CheckConstraint(
                condition=Q(given=None) | Q(given__gt=0, given__lte=F("amount")), name="offer_gives_no_more_than_listed"
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(kind="pay"), name="only_the_pay_list_waits_for_money"
            ),
        ]

    def __str__(self) -> str:
        return self.reference
