"""Who acts for an enterprise: asked for on evidence, confirmed by somebody else, in a role, for a term."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.ground import clock

PERSON = settings.AUTH_USER_MODEL


class MembershipRows(models.QuerySet["Membership"]):
    def standing(self) -> MembershipRows:
        """Confirmed, and today within the term: the only ones by which anybody acts."""
        return self.filter(stands())

    def seeing(self) -> MembershipRows:
        """Those by which one sees what is the enterprise's: also of one that is closed by now."""
        return self.filter(sees())


class Membership(models.Model):
    """A person acts for an enterprise (认领). `ground` is what it stands on; nothing for what came with the
    installation. `until`: the last day, none without a term. `settled_by` confirmed or refused it, an official or an
    owner: whoever did decides none of the enterprise's cases and verifies none of its accounts (triggers)."""

    class Role(models.TextChoices):
        OWNER = "owner", _("法定代表人或负责人")
        MEMBER = "member", _("经办人")

    class State(models.TextChoices):
        REQUESTED = "requested", _("待确认")
        CONFIRMED = "confirmed", _("已确认")
        REFUSED = "refused", _("未通过")
        ENDED = "ended", _("企业已注销")
        LEFT = "left", _("已结束")

    class Ground(models.TextChoices):
        LICENCE = "licence", _("营业执照")
        LETTER = "letter", _("授权书")
        SIGN_ON = "sign-on", _("统一身份认证")
        INVITATION = "invitation", _("负责人邀请")
        BASE = "base", _("登记基地")

    ON_PAPER = (Ground.LICENCE, Ground.LETTER)

    person = models.ForeignKey(PERSON, models.CASCADE)
    enterprise = models.ForeignKey("enterprises.Enterprise", models.CASCADE)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)
    since = models.DateTimeField()
    until = models.DateField(_("代表到哪天"), null=True)
    ground = models.CharField(max_length=10, choices=Ground.choices, blank=True)
    paper = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    settled_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True, help_text=_("不通过、仍然确认或结束的理由"))
    objection = models.CharField(_("负责人的异议"), max_length=200, blank=True)
    objected_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")

    objects: ClassVar[models.Manager[Membership]] = MembershipRows.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("person", "enterprise"), name="one_membership_per_person_enterprise"),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "confirmed", "refused", "ended", "left"]), name="membership_state"
            ),
            models.CheckConstraint(
                condition=~Q(ground__in=["licence", "letter"]) | Q(paper__isnull=False), name="claim_has_its_paper"
            ),
            models.CheckConstraint(
                condition=Q(settled_by=None) | ~Q(settled_by=F("person")), name="claim_settled_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(settled_by=None) | ~Q(ground=""), name="claim_confirmed_on_evidence"
            ),
            models.CheckConstraint(
                condition=Q(objection="", objected_by=None) | ~Q(objection="") & Q(objected_by__isnull=False),
                name="claim_objection_is_somebodys",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.enterprise}"

    @property
    def shown(self) -> tuple[str, str]:
        """Its state and that in words; one whose term is over has ended, whatever the night has closed yet."""
        over = self.state == self.State.CONFIRMED and self.until is not None and self.until < clock.today()
        state = self.State(self.State.LEFT if over else self.state)
        return state.value, str(state.label)


def stands(path: str = "") -> Q:
    """The membership at `path` stands today."""
    to = f"{path}__" if path else ""
    within = Q(**{f"{to}until": None}) | Q(**{f"{to}until__gte": clock.today()})
    return Q(**{f"{to}state": Membership.State.CONFIRMED}) & within


def sees(path: str = "") -> Q:
    """The same, or the enterprise is closed by now."""
    to = f"{path}__" if path else ""
    return stands(path) | Q(**{f"{to}state": Membership.State.ENDED})


class PartInvitation(models.Model):
    """An owner asks somebody to act for the enterprise: a link for one person, once, until a day. Only the digest of
    its token is kept."""

    enterprise = models.ForeignKey("enterprises.Enterprise", models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(_("请谁"), max_length=60)
    role = models.CharField(max_length=10, choices=Membership.Role.choices, default=Membership.Role.MEMBER)
    until = models.DateField(null=True)
    made_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_on = models.DateField()
    used_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(used_by=None) | ~Q(used_by=F("made_by")), name="invitation_used_by_another"
            ),
            models.CheckConstraint(
                condition=Q(used_by=None) | Q(withdrawn_at=None), name="invitation_used_or_withdrawn"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.enterprise}"

    @property
    def open(self) -> bool:
        return self.used_by_id is None and self.withdrawn_at is None and self.expires_on >= clock.today()
