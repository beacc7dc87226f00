"""Members of the alliance for a term, what they lend, and to whom it was lent."""

from __future__ import annotations

import secrets
import uuid
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.enterprises.queries import my_enterprises
from district.ground.record.moves import State
from district.services.community.alliance import states

if TYPE_CHECKING:
    import datetime as dt

    from district.ground.people.queries import Person

KEEPERS = ("officer", "leader")  # duties in the office that keeps the alliance
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def new_reference(kind: str, year: int) -> str:
    return f"{kind}{year}-{''.join(secrets.choice(LETTERS) for _n in range(6))}"


def firms_of(person: Person) -> models.QuerySet[Any]:
    """Keys of the enterprises somebody acts for."""
    return my_enterprises(person).order_by().values("pk")


class MemberRows(models.QuerySet["Member"]):
    def visible_to(self, person: Person | None) -> MemberRows:
        """Standing ones to everybody, by name; one's own firms'; those of one's office; all to auditors."""
        standing = Q(state=states.STANDING)
        if person is None:
            return self.filter(standing)
        if person.has_role("auditor"):
            return self
        mine = Q(asked_by=person) | Q(enterprise__in=firms_of(person))
        return self.filter(standing | mine | Q(office__in=person.bureau_ids(*KEEPERS)))

    def standing(self, day: dt.date) -> MemberRows:
        return self.filter(state=states.STANDING, since__lte=day, until__gte=day)


class Member(models.Model):
    """An enterprise in the alliance, for a term that ends by itself. `tier` is computed from what it lent."""

    class Tier(models.TextChoices):
        FRIEND = "friend", _("公社之友")
        ACTIVE = "active", _("活跃成员")
        PILLAR = "pillar", _("骨干成员")

    reference = models.CharField(max_length=24, unique=True)
    enterprise = models.ForeignKey("enterprises.Enterprise", models.PROTECT, related_name="+")
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=states.CHOICES, default=states.ASKED)
    tier = models.CharField(_("层级"), max_length=8, choices=Tier.choices, default=Tier.FRIEND)
    about = models.CharField(_("想带来什么、需要什么"), max_length=400)
    why = models.CharField(max_length=300, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    since = models.DateField(_("从"), null=True)
    until = models.DateField(_("到"), null=True)
    renewal_asked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    request_key = models.UUIDField(unique=True, default=uuid.uuid4)

    objects = MemberRows.as_manager()

    class Meta:
        ordering = ("asked_at", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=list(states.STATES)), name="member_state_is_known"),
            models.CheckConstraint(condition=Q(tier__in=["friend", "active", "pillar"]), name="member_tier_is_known"),
            models.CheckConstraint(
                condition=~Q(state="standing")
                | Q(since__isnull=False, until__gte=F("since"), decided_by__isnull=False),
                name="standing_member_has_a_term",
            ),
            models.CheckConstraint(condition=~Q(state="refused", why=""), name="refused_member_is_told_why"),
            models.UniqueConstraint(fields=("enterprise",), condition=Q(state__in=sorted(states.OPEN)),
                                    name="one_membership_an_enterprise"),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=("until",), name="member_by_end", condition=Q(state="standing"))]

    def __str__(self) -> str:
        return str(self.enterprise)

    @property
    def shown(self) -> State:
        return states.STATES[self.state]

    @property
    def waits_to_go_on(self) -> bool:
        return self.state == states.STANDING and self.renewal_asked_at is not None


class SharedThingRows(models.QuerySet["SharedThing"]):
    def visible_to(self, person: Person | None) -> SharedThingRows:
        """What is offered to everybody; what one's own firms lend and one's office keeps also when it is not."""
        offered = Q(closed_at=None, member__state=states.STANDING)
        if person is None:
            return self.filter(offered)
        if person.has_role("auditor"):
            return self
        mine = Q(by=person) | Q(member__enterprise__in=firms_of(person))
        return self.filter(offered | mine | Q(member__office__in=person.bureau_ids(*KEEPERS)))


class SharedThing(models.Model):
    """What a member lends: time of a resource of the slots room."""

    class Kind(models.TextChoices):
        ROOM = "room", _("场地")
        INSTRUMENT = "instrument", _("仪器设备")
        COURSE = "course", _("课程")
        HOURS = "hours", _("专家时间")

    reference = models.CharField(max_length=24, unique=True)
    member = models.ForeignKey(Member, models.PROTECT, related_name="lends")
    resource = models.OneToOneField("slots.Resource", models.PROTECT, related_name="shared")
    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("名称"), max_length=60)
    text = models.CharField(_("说明"), max_length=400, blank=True)
    place = models.CharField(_("地点"), max_length=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    request_key = models.UUIDField(unique=True, default=uuid.uuid4)

    objects = SharedThingRows.as_manager()

    class Meta:
        ordering = ("kind", "title", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=["room", "instrument", "course", "hours"]),
                                   name="shared_kind_is_known"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(place=""), name="shared_has_title_and_place"),
        ]  # fmt: skip
        verbose_name_plural = "shared"

    def __str__(self) -> str:
        return self.title


class LendingRows(models.QuerySet["Lending"]):
    def visible_to(self, person: Person) -> LendingRows:
        """What one lends or borrowed; what one's office keeps; all to auditors."""
        if person.has_role("auditor"):
            return self
        kept = Q(shared__member__office__in=person.bureau_ids(*KEEPERS))
        firms = firms_of(person)
        mine = Q(by=person) | Q(borrower__enterprise__in=firms) | Q(shared__member__enterprise__in=firms)
        return self.filter(kept | mine)


class Lending(models.Model):
    """What was lent to whom: the hold is the slots room's, which says when and whether it stands, came back or was
    cancelled.
    """

    reference = models.CharField(max_length=24, unique=True)
    shared = models.ForeignKey(SharedThing, models.PROTECT, related_name="lendings")
    borrower = models.ForeignKey(Member, models.PROTECT, related_name="borrowings")
    hold = models.OneToOneField("slots.Hold", models.PROTECT, related_name="lending")
    purpose = models.CharField(_("用来做什么"), max_length=80)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = LendingRows.as_manager()

    class Meta:
        ordering = ("-hold__starts", "-pk")
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(purpose=""), name="lending_says_what_for")]

    def __str__(self) -> str:
        return f"{self.shared} → {self.borrower}"
