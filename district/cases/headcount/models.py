"""Workers of per-head schemes: a keyed hash, never a number; one worker, one month, one group of schemes."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.cases.core.rows import CASE, AfterRows
from district.ground.record.sealed import SealedField

PERSON = settings.AUTH_USER_MODEL


class ListedWorker(models.Model):
    """One worker of a list that was handed in: what the submission claims, not yet what is granted. Append-only."""

    submission = models.ForeignKey("cases.Submission", models.PROTECT, related_name="workers")
    row = models.PositiveIntegerField()
    group = models.CharField(max_length=60)
    worker = models.CharField(max_length=64)
    masked = models.CharField(max_length=20)
    first = models.DateField()
    last = models.DateField()
    key_mark = models.CharField(max_length=8)

    class Meta:
        ordering = ("submission", "row")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("submission", "row"), name="one_listed_worker_a_row"),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="listed_months_in_order"),
        ]
        indexes: ClassVar = [models.Index(fields=("group", "worker"), name="listed_workers")]


class WorkerClaim(models.Model):
    """One worker an application claims for, from one month to another. `worker` is the keyed hash of the ID number."""

    application = models.ForeignKey(CASE, models.PROTECT, related_name="workers")
    group = models.CharField(max_length=60, help_text=_("互斥的一组项目"))
    worker = models.CharField(max_length=64)
    masked = models.CharField(_("姓名"), max_length=20, help_text=_("只留姓，其余以 * 代替"))
    first = models.DateField(help_text=_("起始月的第一天"))
    last = models.DateField(help_text=_("终止月的第一天"))
    live = models.BooleanField(default=True)
    key_mark = models.CharField(max_length=8, help_text=_("密钥的指纹：密钥换了就比不出来"))
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = AfterRows.as_manager()

    class Meta:
        ordering = ("application", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="worker_months_in_order"),
            models.UniqueConstraint(
                fields=("application", "worker", "first", "last"), condition=Q(live=True),
                name="one_live_line_per_worker_and_months",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=("worker",), name="worker_claims")]


class WorkerMonth(models.Model):
    """One month of one claim. The unique constraint is what counts a worker once, across employers and schemes."""

    claim = models.ForeignKey(WorkerClaim, models.PROTECT, related_name="months")
    group = models.CharField(max_length=60)
    worker = models.CharField(max_length=64)
    month = models.DateField()
    live = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("group", "worker", "month"), condition=Q(live=True), name="one_worker_one_month_one_group"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="worker_month_is_a_first_day"),
        ]


class Collision(models.Model):
    """A worker's months that were claimed already: the later application, the claim that holds them."""

    class State(models.TextChoices):
        OPEN = "open", _("待处理")
        SETTLED = "settled", _("已处理")
        STRUCK = "struck", _("已从名单中删去")

    application = models.ForeignKey(CASE, models.PROTECT, related_name="collisions")
    holder = models.ForeignKey(WorkerClaim, models.PROTECT, related_name="collisions")
    group = models.CharField(max_length=60)
    worker = models.CharField(max_length=64)
    masked = models.CharField(max_length=20)
    months = models.JSONField(help_text=_("重复的月份，2022-03 这样"))
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    note = models.TextField(blank=True)
    finding = models.ForeignKey("aftercare.Finding", models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = AfterRows.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("application", "worker", "holder"), name="one_collision_per_claim"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "settled", "struck"]), name="collision_state_is_known"
            ),
        ]


class ListRow(models.Model):
    """One row of a draft's list (a member of staff …), as typed and encrypted whole: names and numbers are people's."""

    application = models.ForeignKey("cases.Application", models.PROTECT, related_name="list_rows")
    key = models.CharField(max_length=32, help_text=_("页面给这一行的键：晚到的旧页面只认得自己见过的行"))
    position = models.PositiveIntegerField()
    typed = SealedField(purpose="list", about="application_id", help_text=_("加密的 JSON：列名 → 填写的文字"))

    class Meta:
        ordering = ("position", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("application", "position"), name="one_list_row_a_position"),
            models.UniqueConstraint(fields=("application", "key"), name="one_list_row_a_key"),
        ]


class FrozenList(models.Model):
    """The list as it was handed in with one submission. Append-only (triggers); personal columns masked in `shown`."""

    submission = models.OneToOneField("cases.Submission", models.PROTECT, related_name="list")
    columns = models.JSONField()
    count = models.PositiveIntegerField()
    given = models.JSONField(default=dict, help_text=_("名单给出的事实：事实名 → 数"))
    digest = models.CharField(max_length=64, help_text=_("内容的带密钥摘要，写进留痕，用来证明没有改动"))
    shown = models.JSONField(help_text=_("每行一个列表，个人信息已遮盖"))
    secret = SealedField(purpose="list", about="submission_id", help_text=_("加密的 JSON"))
