"""Links that let somebody without an account do one thing, once; and what was done by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.ground import clock

if TYPE_CHECKING:
    from district.ground.people.queries import Expert, Person


class Links(models.QuerySet["Link"]):
    def visible_to(self, person: Person) -> Links:
        """Those of one's own bureaus; auditors and administrators see that there are others, all of them."""
        if person.has_role("auditor", "administrator"):
            return self
        return self.filter(office__in=person.bureau_ids("officer", "leader"))


class Link(models.Model):
    """One link: for one purpose and one thing, as one expert (or as somebody known by `name` alone), until a day. Only
    the hash of its token is kept, so that nobody can read the link itself here. `typed` is what was typed when it was
    over, for the one that `follows`.
    """

    reference = models.CharField(max_length=24, unique=True)
    hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=40)
    thing = models.CharField(max_length=40, help_text=_("所办事项在其用途里的编号"))
    expert = models.ForeignKey("people.Expert", models.PROTECT, null=True, related_name="links")
    name = models.CharField(max_length=60, blank=True, help_text=_("不是专家的人，只有姓名"))
    office = models.ForeignKey("people.Bureau", models.PROTECT, related_name="+")
    asks = models.CharField(max_length=200, help_text=_("页面上说的：请您做什么"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    follows = models.OneToOneField("self", models.PROTECT, null=True, related_name="followed_by")
    typed = models.JSONField(default=dict)
    asked_anew_at = models.DateTimeField(null=True)
    token = ""  # by which it was opened just now; never kept

    objects = Links.as_manager()

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="link_expires_after_it_is_made"),
            models.CheckConstraint(
                condition=Q(expert__isnull=False, name="") | (Q(expert=None) & ~Q(name="")), name="link_is_somebody_s"
            ),
            models.CheckConstraint(condition=Q(done_at=None) | Q(revoked_at=None), name="used_link_is_not_revoked"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="revoked_link_says_by_whom",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=("purpose", "thing"), name="links_of_thing")]

    def __str__(self) -> str:
        return self.reference

    @property
    def whose(self) -> str:
        """The name of whom it was made for."""
        return self.expert.name if self.expert else self.name

    @property
    def by_expert(self) -> Expert:
        """Its expert, where its purpose makes links for experts alone."""
        assert self.expert is not None, "a link of this purpose is an expert's"
        return self.expert

    @property
    def state(self) -> str:
        """A key of STATES."""
        if self.done_at:
            return "done"
        if self.revoked_at:
            return "revoked"
        return "live" if clock.now() < self.expires_at else "expired"

    @property
    def says(self) -> str:
        return str(STATES[self.state])


STATES = {"live": _("有效"), "done": _("已用"), "revoked": _("已撤回"), "expired": _("已过期")}


class LinkUse(models.Model):
    """One thing done by a link: what the page showed, what was signed. Never changed, never deleted (triggers)."""

    link = models.ForeignKey(Link, models.PROTECT, related_name="uses")
    at = models.DateTimeField()
    did = models.CharField(max_length=40)
    says = models.CharField(max_length=200)
    seen = models.JSONField(help_text=_("页面当时显示的内容"))
    signed = models.JSONField(help_text=_("本人确认或填写的内容"))
    client = models.CharField(max_length=64, help_text=_("地址的密钥散列，不是地址"))

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.link} {self.did}"
