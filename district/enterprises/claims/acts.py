"""Acts on who acts for an enterprise."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.enterprises.claims import actions
from district.enterprises.claims import permissions as may
from district.enterprises.claims.permissions import settled_by_offices
from district.enterprises.forms import ClaimForm, InviteForm
from district.enterprises.models import Enterprise, Membership, PartInvitation, stands
from district.enterprises.queries import claims_to_settle, my_subjects
from district.ground.acts.acts import Act, Done, to
from district.ground.acts.forms import Cut, DayField, Reason, Says
from district.ground.people.permissions import holds, is_known
from district.ground.people.queries import Person, Role

MINE = to("enterprises:mine")


class SettleForm(forms.Form):
    confirm = Says("yes")
    reason = Cut(200)


class PartForm(forms.Form):
    role = forms.ChoiceField(choices=Membership.Role.choices)
    until = DayField(required=False)


class TokenForm(forms.Form):
    token = forms.CharField(max_length=80)


def _people(outcome: Any) -> str:
    """The owners' page; one's own enterprises where one has just left."""
    firm = outcome.thing.enterprise if isinstance(outcome.thing, Membership | PartInvitation) else outcome.thing
    own = my_subjects(outcome.by).filter(pk=firm.pk).exists()
    return reverse("enterprises:people", args=[firm.uscc]) if own else reverse("enterprises:mine")


def _settled(done: Done[Membership]) -> str:
    words = _("%(name)s 可以代表企业办事了。") if done.given["confirm"] else _("没有同意 %(name)s 的认领。")
    return words % {"name": done.thing.person if done.thing else ""}


def _answer_mine(*, membership: Membership, by: Person, confirm: bool, reason: str) -> Membership:
    """An owner says yes, or objects: a no of the one alone would keep out whoever has the better paper."""
    if confirm:
        return actions.settle_membership(membership=membership, confirm=True, by=by, reason=reason)
    return actions.object_to_claim(membership=membership, by=by, reason=reason)


def _answered(done: Done[Membership]) -> str:
    return _settled(done) if done.given["confirm"] else _("已记下您的异议，确认的部门会看到。")


def offices_claims(person: Person) -> QuerySet[Membership]:
    """Claims of the firms whose claims the person's offices confirm; settled ones too, for a second click."""
    rows = Membership.objects.filter(settled_by_offices(person)).exclude(enterprise__subject="person")
    return rows.select_related("enterprise", "person")


def kept_people(person: Person) -> QuerySet[Membership]:
    """One's own parts, and the people of enterprises one owns."""
    owned = Membership.objects.filter(stands(), person=person, role=Membership.Role.OWNER).values("enterprise")
    rows = Membership.objects.filter(Q(person=person) | Q(enterprise__in=owned))
    return rows.exclude(enterprise__subject="person").select_related("enterprise", "person")


def invitations(person: Person) -> QuerySet[PartInvitation]:
    owned = Membership.objects.filter(stands(), person=person, role=Membership.Role.OWNER).values("enterprise")
    return PartInvitation.objects.filter(enterprise__in=owned).select_related("enterprise")


CLAIM: Act[Enterprise] = Act(
    "enterprises.mine", gettext_lazy("认领企业"), actions.claim_enterprise, door=is_known, back=MINE, asks=ClaimForm,
    own_key=True,
)  # fmt: skip
SETTLE_MINE: Act[Membership] = Act(
    "enterprises.settle_mine", gettext_lazy("处理认领"), _answer_mine, door=is_known, back=_people,
    on=claims_to_settle, by="pk", named="membership", may=may.may_keep_member, asks=SettleForm, says=_answered,
)  # fmt: skip
SETTLE: Act[Membership] = Act(
    "enterprises.settle", gettext_lazy("处理认领"), actions.settle_membership, door=holds(Role.OFFICER),
    back=to("enterprises:claims"), on=offices_claims, by="pk", named="membership", may=may.may_settle_claim,
    asks=SettleForm, says=_settled,
)  # fmt: skip
INVITE: Act[Enterprise] = Act(
    "enterprises.people", gettext_lazy("发邀请"), actions.invite, door=is_known, back=_people,
    on=lambda person: my_subjects(person).exclude(subject="person"), by="uscc", named="enterprise",
    may=may.may_keep_people, asks=InviteForm,
)  # fmt: skip
SET_PART: Act[Membership] = Act(
    "enterprises.part", gettext_lazy("改身份和期限"), actions.set_part, door=is_known, back=_people, on=kept_people,
    by="pk", named="membership", may=may.may_keep_member, asks=PartForm, says=gettext_lazy("已更改，当事人收到消息。"),
)  # fmt: skip
END_PART: Act[Membership] = Act(
    "enterprises.part_end", gettext_lazy("不再代表"), actions.end_membership, door=is_known, back=_people,
    on=kept_people, by="pk", named="membership", may=may.may_end_part, asks=Reason,
    says=gettext_lazy("已结束，从现在起看不到也办不了。"),
)  # fmt: skip
WITHDRAW: Act[PartInvitation] = Act(
    "enterprises.invitation_withdraw", gettext_lazy("收回邀请"), actions.withdraw_invitation, door=is_known,
    back=_people, on=invitations, by="pk", named="invitation", says=gettext_lazy("已收回。"),
)  # fmt: skip
ACCEPT: Act[Membership] = Act(
    "enterprises.invited", gettext_lazy("接受邀请"), actions.accept_invitation, door=is_known, back=MINE,
    asks=TokenForm, says=lambda done: _("您可以代表“%(name)s”办事了。") % {"name": done.result.enterprise.name},
)  # fmt: skip
CLAIMING: tuple[Act[Any], ...] = (CLAIM, SETTLE_MINE, SETTLE, INVITE, SET_PART, END_PART, WITHDRAW, ACCEPT)
