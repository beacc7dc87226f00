"""The ledger of learning: who learnt, when, by whose word; what no longer counts; what a person has to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from district.services.training.hours.states import STATES

if TYPE_CHECKING:
    from district.ground.people.queries import Person
    from district.ground.record.moves import State

PERSON = settings.AUTH_USER_MODEL


class Source(models.TextChoices):
    """By whose word somebody learnt."""

    QR = "qr", _("扫码签到")
    ROLL = "roll", _("教师点名")
    WATCH = "watch", _("观看")
    PROMPTS = "prompts", _("随堂应答")
    IMPORT = "import", _("平台记录")
    PACKAGE = "package", _("课件上报")
    DECLARED = "declared", _("本人申报")


class Kind(models.TextChoices):
    """What looked odd."""

    TWO_PLACES = "two-places", _("同一时间在两处")
    LONG_DAY = "long-day", _("一天的学时不可能")
    ONE_DEVICE = "one-device", _("多人用同一设备")
    IN_SECONDS = "in-seconds", _("多人几秒内同时学完")
    AT_NIGHT = "at-night", _("只在凌晨 2 点到 5 点学")
    SAME_ANSWERS = "same-answers", _("多人答案完全相同")


class Learner(models.Model):
    """Somebody who learns, once: by account, or by the keyed hash of an ID number where there is no account.

    `same_as`: a worker found later to be somebody with an account; hours of both are one person's.
    """

    account = models.OneToOneField(PERSON, models.PROTECT, null=True, related_name="+")
    worker = models.CharField(max_length=64, blank=True, help_text=_("身份证号码的密钥散列，不是号码"))
    masked = models.CharField(_("姓名"), max_length=20, blank=True, help_text=_("只留姓，其余以 * 代替"))
    key_mark = models.CharField(max_length=8, blank=True)
    same_as = models.ForeignKey("self", models.PROTECT, null=True, related_name="others")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("worker",), condition=~Q(worker=""), name="one_learner_a_worker"),
            models.CheckConstraint(
                condition=Q(account__isnull=False, worker="") | (Q(account=None) & ~Q(worker="")),
                name="learner_is_an_account_or_a_worker",
            ),
            models.CheckConstraint(condition=Q(same_as=None) | Q(account=None), name="accounts_are_not_found_later"),
        ]

    def __str__(self) -> str:
        return self.account.name if self.account is not None else self.masked


def whose(person: Person | OuterRef, learner: str = "learner") -> Q:
    """Rows of somebody, by their account or by a worker who was found to be them; `learner`: the way to the learner."""
    return Q(**{f"{learner}__account": person}) | Q(**{f"{learner}__same_as__account": person})


class LearningEntryRows(models.QuerySet["LearningEntry"]):
    def visible_to(self, person: Person) -> LearningEntryRows:
        """One's own, and those one's bureaus look after; auditors see all."""
        if person.has_role("auditor"):
            return self
        desk = Q(office__in=person.bureau_ids("officer", "leader"))
        return self.filter(desk | whose(person))

    def live(self) -> LearningEntryRows:
        """What nobody struck."""
        return self.filter(struck=None)


class LearningEntry(models.Model):
    """One source's word that somebody learnt from one moment to another in one session. Append-only (triggers).

    `session`: the room and what it calls it (`courses:LX-0001`, `camp:K-12/3`); `key` is the writing room's own, so
    that the same word is written once. `answers`: a digest of answers that chance does not make alike.
    """

    learner = models.ForeignKey(Learner, models.PROTECT, related_name="entries")
    session = models.CharField(max_length=80)
    title = models.CharField(max_length=120)
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    firm = models.ForeignKey("enterprises.Enterprise", models.PROTECT, null=True, related_name="+")
    began = models.DateTimeField()
    ended = models.DateTimeField()
    source = models.CharField(max_length=10, choices=Source.choices)
    device = models.CharField(max_length=64, blank=True)
    answers = models.CharField(max_length=64, blank=True)
    key = models.CharField(max_length=120, unique=True)
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = LearningEntryRows.as_manager()

    class Meta:
        ordering = ("-began", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ended__gt=F("began")), name="learning_ends_after_it_began"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="learning_source_is_known"),
            models.CheckConstraint(condition=~Q(session="") & ~Q(key=""), name="learning_says_where"),
        ]
        indexes: ClassVar = [
            models.Index(fields=("learner", "began"), name="learning_of_one"),
            models.Index(fields=("session", "learner"), name="learning_in_a_session"),
        ]


class LearntRows(models.QuerySet["Learnt"]):
    def visible_to(self, person: Person) -> LearntRows:
        """Those one's bureaus look after; auditors see all."""
        if person.has_role("auditor"):
            return self
        return self.filter(office__in=person.bureau_ids("officer", "leader"))


class Learnt(models.Model):
    """What the entries of one day come to for one person and session, by strength: whole minutes, cut. Reckoned anew
    with every entry and strike, so that figures add up what people are told; `learner` is who it is in the end.
    """

    learner = models.ForeignKey(Learner, models.PROTECT, related_name="+")
    day = models.DateField()
    session = models.CharField(max_length=80)
    room = models.CharField(max_length=20)
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    strength = models.CharField(max_length=1)
    minutes = models.PositiveIntegerField()

    objects = LearntRows.as_manager()

    class Meta:
        ordering = ("-day", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("learner", "day", "session", "strength"), name="one_sum_of_a_day"),
            models.CheckConstraint(condition=Q(strength__in=["A", "B", "C"]), name="learnt_strength_is_known"),
            models.CheckConstraint(condition=Q(minutes__range=(1, 1440)), name="learnt_minutes_of_a_day"),
        ]
        indexes: ClassVar = [models.Index(fields=("day",), name="learnt_by_day")]


class Strike(models.Model):
    """The counter-row of an entry: from now on it does not count, and why. Append-only (triggers)."""

    entry = models.OneToOneField(LearningEntry, models.PROTECT, related_name="struck")
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="strike_says_why"),
        ]


class FlagRows(models.QuerySet["Flag"]):
    def visible_to(self, person: Person) -> FlagRows:
        """Those of one's bureaus; auditors see all."""
        if person.has_role("auditor"):
            return self
        return self.filter(office__in=person.bureau_ids("officer", "leader"))


class Flag(models.Model):
    """Something looked odd and waits for a person, who clears it or strikes what it is about.

    `mark` tells it from others of its kind: found again, it is no second one.
    """

    reference = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    mark = models.CharField(max_length=64, unique=True)
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    session = models.CharField(max_length=80)
    title = models.CharField(max_length=120)
    people = models.PositiveIntegerField(help_text=_("涉及几个人"))
    day = models.DateField()
    says = models.CharField(max_length=200, help_text=_("看到了什么"))
    entries = models.ManyToManyField(LearningEntry, related_name="flags")
    state = models.CharField(max_length=8, default="open")
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    found_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = FlagRows.as_manager()

    class Meta:
        ordering = ("found_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="hours_flag_kind_is_known"),
            models.CheckConstraint(condition=Q(state__in=sorted(STATES)), name="hours_flag_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="open", done_at=None, by=None, reason="")
                | (~Q(state="open") & Q(done_at__isnull=False, by__isnull=False) & ~Q(reason="")),
                name="reviewed_hours_say_by_whom_and_why",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=("office", "state"), name="hours_flags_to_review")]

    def __str__(self) -> str:
        return self.reference

    @property
    def shown(self) -> State:
        return STATES[self.state]
