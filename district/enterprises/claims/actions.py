"""Writes of who acts for an enterprise: asking on evidence, objecting, settling, inviting, terms, ending."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from district.enterprises.bases.actions import link_organisation
from district.enterprises.claims import permissions as may
from district.enterprises.claims.queries import digest_of, invitation_of, owners_of, signed_on_for
from district.enterprises.events.queries import closed, former_names
from district.enterprises.models import Enterprise, Invitation, Membership, Subject
from district.enterprises.values import BadValue, normal
from district.ground import clock
from district.ground.files.actions import store
from district.ground.files.queries import StoredFile
from district.ground.messages.posting import post
from district.ground.messages.queries import told_about
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, official, write_log

ROOM = "enterprises"
VALID = dt.timedelta(days=7)  # how long an invitation can be taken up
LONGEST = dt.timedelta(days=3 * 366)  # a term
AHEAD = dt.timedelta(days=30)  # before its end it is spoken of
State, Ground, Role = Membership.State, Membership.Ground, Membership.Role
OPEN = (State.REFUSED, State.LEFT)  # from which somebody may ask anew
ANEW = {"until": None, "settled_by": None, "settled_at": None, "why": "", "objection": "", "objected_by": None}


def claim_enterprise(*, uscc: str, name: str, by: Person, role: str = Role.MEMBER, file: Any = None) -> Membership:
    """A person asks to act for an enterprise: code and name must both be right, the name that of today, and the licence
    (an owner) or a letter of authorisation comes as a `file`, unless the single sign-on says so. Asking again changes
    nothing. Its owners are told. Raises BadValue, also where the enterprise is closed; BadUpload.
    """
    firm = _firm(uscc, name)
    known = Membership.objects.filter(person=by, enterprise=firm).first()
    if known is not None and known.state not in OPEN:
        return known
    ground, paper = _evidence(firm, by, role, file)
    said = {"state": State.REQUESTED, "role": role, "since": clock.now(), "ground": ground, "paper": paper, **ANEW}
    with transaction.atomic():
        lock(Enterprise.objects.filter(pk=firm.pk)).get()
        row = Membership.objects.filter(person=by, enterprise=firm).first()
        if row is not None and row.state not in OPEN:
            return row
        row, _new = Membership.objects.update_or_create(person=by, enterprise=firm, defaults=said)
        digest = paper.digest if paper else ""
        write_log(
            room=ROOM, subject=firm.uscc, verb="claim", by=by, data={"ground": ground, "role": role, "paper": digest}
        )
        _tell_owners(firm, _("%(who)s想代表“%(name)s”办事"), by, _("不认识这个人，请提出异议。"), act=True)
    return row


def _firm(uscc: str, name: str) -> Enterprise:
    firm = Enterprise.objects.filter(uscc=uscc.strip().upper()).first()
    if firm is not None and normal(firm.name) != normal(name):
        for each in former_names(firm):
            if normal(each.name) == normal(name):
                words = {"y": each.until.year, "m": each.until.month, "d": each.until.day, "name": firm.name}
                raise BadValue(_("这家企业从%(y)d年%(m)d月%(d)d日起叫“%(name)s”，请用现用名称认领。") % words)
    if firm is not None and closed(firm):
        raise BadValue(_("这家企业已经注销，不能认领。"))
    if firm is None or normal(firm.name) != normal(name):
        raise BadValue(_("没有找到统一社会信用代码和名称都相符的企业，请与营业执照核对。"))
    return firm


def _evidence(firm: Enterprise, by: Person, role: str, file: Any) -> tuple[str, StoredFile | None]:
    if file is None and role == Role.OWNER and signed_on_for(by, firm.uscc):
        return Ground.SIGN_ON, None
    if file is None:
        raise BadValue(
            _("请附上营业执照，拍照也可以。") if role == Role.OWNER else _("请附上盖公章的授权书，拍照也可以。")
        )
    kept = store(file=file, name=file.name, room=may.ROOM, subject=firm.uscc, by=by)
    return (Ground.LICENCE if role == Role.OWNER else Ground.LETTER), kept


def _tell_owners(firm: Enterprise, title: str, by: Person, body: str = "", *, act: bool = False) -> None:
    with official():
        link = reverse("enterprises:people", args=[firm.uscc])
        post(to=owners_of(firm, besides=by), title=title % {"who": by, "name": firm.name}, body=body, room=ROOM,
             subject=firm.uscc, link=link, needs_action=act)  # fmt: skip


def object_to_claim(*, membership: Membership, by: Person, reason: str) -> Membership:
    """An owner objects: the office then confirms against it only with a reason. Once. Raises BadValue, Refused."""
    require(may.may_keep_member(by, membership))
    if not reason.strip():
        raise BadValue(_("请写明为什么有异议。"))
    with transaction.atomic():
        row = _locked(membership)
        if row.state != State.REQUESTED or row.objection:
            return row
        row.objection, row.objected_by = reason.strip()[:200], by
        row.save(update_fields=["objection", "objected_by"])
        write_log(room=ROOM, subject=row.enterprise.uscc, verb="object-to-claim", by=by, reason=row.objection,
                  data={"person": row.person_id})  # fmt: skip
    return row


def settle_membership(*, membership: Membership, confirm: bool, by: Person, reason: str = "") -> Membership:
    """Confirm or refuse a claim, once; the person and the owners are told. Who confirms judges nothing of the
    enterprise's from then on. A base confirmed is the organisation of its name. Raises BadValue: no evidence, an
    objection without an answer; Refused.
    """
    require(allowed := may.may_settle_claim(by, membership))
    owner = may.is_owner(by, membership.enterprise)
    with transaction.atomic():
        row = _locked(membership)
        if row.state != State.REQUESTED:
            return row
        if owner and not row.ground:
            row.ground = Ground.INVITATION
        if confirm and not row.ground:
            raise BadValue(_("没有营业执照或授权书，不能确认。"))
        if confirm and row.objection and not owner and not reason.strip():
            raise BadValue(_("企业负责人有异议。仍要确认，请写明理由。"))
        row.state = State.CONFIRMED if confirm else State.REFUSED
        row.settled_by, row.settled_at, row.why = by, clock.now(), reason.strip()[:200]
        row.save(update_fields=["state", "ground", "settled_by", "settled_at", "why"])
        if confirm and row.enterprise.subject == Subject.BASE:
            link_organisation(base=row.enterprise, owner=row.person, by=by, may=allowed)
        verb = "confirm-claim" if confirm else "refuse-claim"
        write_log(room=ROOM, subject=row.enterprise.uscc, verb=verb, by=by, reason=reason,
                  data={"person": row.person_id, "ground": row.ground})  # fmt: skip
        said = _("您可以代表“%(name)s”办事了。") if confirm else _("认领“%(name)s”没有通过。")
        _tell(row, said, row.why)
    return row


def _locked(membership: Membership) -> Membership:
    return lock(Membership.objects.all()).select_related("enterprise", "person").get(pk=membership.pk)


def _tell(row: Membership, title: str, body: str = "") -> None:
    with official():
        post(to=[row.person], title=title % {"name": row.enterprise.name}, body=body, room=ROOM,
             subject=row.enterprise.uscc, link=reverse("enterprises:mine"))  # fmt: skip


def _term(until: dt.date | None) -> None:
    if until is not None and not clock.today() <= until <= clock.today() + LONGEST:
        raise BadValue(_("期限从今天起，最长三年。"))


def set_part(*, membership: Membership, role: str, until: dt.date | None, by: Person) -> Membership:
    """Another role or term of somebody who stands. Raises BadValue, Refused."""
    require(may.may_keep_member(by, membership))
    _term(until)
    with transaction.atomic():
        row = _locked(membership)
        if row.state != State.CONFIRMED:
            raise BadValue(_("只有已确认的人可以改身份和期限。"))
        if (row.role, row.until) == (role, until):
            return row
        row.role, row.until = role, until
        row.save(update_fields=["role", "until"])
        data = {"person": row.person_id, "role": role, "until": until.isoformat() if until else ""}
        write_log(room=ROOM, subject=row.enterprise.uscc, verb="set-part", by=by, data=data)
        _tell(row, _("您在“%(name)s”的身份或期限改了"), str(row.get_role_display()))
    return row


def end_membership(*, membership: Membership, by: Person, reason: str = "") -> Membership:
    """Nobody acts or sees by it from this moment; a second time changes nothing. Raises Refused."""
    require(may.may_end_part(by, membership))
    with transaction.atomic():
        row = _locked(membership)
        if row.state == State.CONFIRMED:
            _end(row, by, reason)
    return row


def _end(row: Membership, by: Person | None, reason: str) -> None:
    row.state, row.why = State.LEFT, reason.strip()[:200]
    row.save(update_fields=["state", "why"])
    write_log(room=ROOM, subject=row.enterprise.uscc, verb="end-membership", by=by, reason=reason,
              data={"person": row.person_id})  # fmt: skip
    if by is None or by.pk != row.person_id:
        _tell(row, _("您不再代表“%(name)s”办事"), row.why)
    if by is not None and by.pk == row.person_id:
        _tell_owners(row.enterprise, _("%(who)s不再代表“%(name)s”办事"), by)


def end_over(*, day: dt.date) -> int:
    """End those whose term is over; they opened nothing since. Returns how many."""
    rows = list(Membership.objects.filter(state=State.CONFIRMED, until__lt=day))
    for each in rows:
        with transaction.atomic():
            _end(_locked(each), None, _("期限已满"))
    return len(rows)


def tell_ending(*, day: dt.date) -> int:
    """Tell whose term ends within AHEAD days, and the owners who may set another, once a term. Returns how many."""
    soon = Membership.objects.filter(state=State.CONFIRMED, until__range=(day, day + AHEAD), person__is_active=True)
    rows = soon.exclude(enterprise__subject=Subject.PERSON).select_related("enterprise", "person").order_by("pk")
    told = [each for each in rows if not told_about(ROOM, _of_term(each))]
    for each in told:
        _tell_ending(each)
    return len(told)


def _of_term(row: Membership) -> str:
    return f"part-{row.pk}-{row.until}"


def _tell_ending(row: Membership) -> None:
    firm, day = row.enterprise, row.until or dt.date.max
    with transaction.atomic(), official():
        words = {"name": firm.name, "who": row.person, "y": day.year, "m": day.month, "d": day.day}
        said: dict[str, Any] = {
            "room": ROOM, "subject": _of_term(row), "kind": "term",
            "body": _("到%(y)d年%(m)d月%(d)d日为止，期满后看不到也办不了。要继续，请负责人在期满前改期限。") % words,
        }  # fmt: skip
        post(to=[row.person], title=_("您代表“%(name)s”的期限快到了") % words, link=reverse("enterprises:mine"), **said)
        post(to=owners_of(firm, besides=row.person), title=_("%(who)s代表“%(name)s”的期限快到了") % words,
             link=reverse("enterprises:people", args=[firm.uscc]), **said)  # fmt: skip


def invite(
    *, enterprise: Enterprise, name: str, by: Person, role: str = Role.MEMBER, until: dt.date | None = None
) -> tuple[Invitation, str]:
    """An owner's invitation, and its token, told this once. Raises BadValue, Refused."""
    require(may.may_keep_people(by, enterprise))
    _term(until)
    if closed(enterprise):
        raise BadValue(_("这家企业已经注销，不能再请人代表。"))
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        row = Invitation.objects.create(
            enterprise=enterprise, digest=digest_of(token), name=name.strip()[:60], role=role, until=until, made_by=by,
            made_at=clock.now(), expires_on=clock.today() + VALID,
        )  # fmt: skip
        data = {"name": row.name, "role": role, "until": until.isoformat() if until else ""}
        write_log(room=ROOM, subject=enterprise.uscc, verb="invite", by=by, data=data)
    return row, token


def withdraw_invitation(*, invitation: Invitation, by: Person) -> None:
    """It opens nothing from now on; a second time changes nothing. Raises Refused."""
    require(may.may_keep_people(by, invitation.enterprise))
    with transaction.atomic():
        row = lock(Invitation.objects.filter(pk=invitation.pk)).get()
        if row.open:
            row.withdrawn_at = clock.now()
            row.save(update_fields=["withdrawn_at"])
            write_log(room=ROOM, subject=invitation.enterprise.uscc, verb="withdraw-invitation", by=by)


def accept_invitation(*, token: str, by: Person) -> Membership:
    """Who holds the link acts for the enterprise from now on, as it says; once. The inviting owner has to be one still.
    Raises BadValue."""
    found = invitation_of(token)
    if found is None or not may.is_owner(found.made_by, found.enterprise):
        raise BadValue(_("这个邀请已经用过、过期或收回了，请让负责人再发一个。"))
    if found.made_by_id == by.pk:
        raise BadValue(_("这是您发给别人的邀请。"))
    firm = found.enterprise
    with transaction.atomic():
        lock(Invitation.objects.filter(pk=found.pk)).get()
        if not Invitation.objects.get(pk=found.pk).open:
            raise BadValue(_("这个邀请已经用过、过期或收回了，请让负责人再发一个。"))
        known = Membership.objects.filter(person=by, enterprise=firm).first()
        if known is not None and known.state in (State.CONFIRMED, State.ENDED):
            raise BadValue(_("您已经代表这家企业。"))
        said = {"state": State.CONFIRMED, "role": found.role, "until": found.until, "since": clock.now(),
                "ground": Ground.INVITATION, "settled_by": found.made_by, "settled_at": clock.now(), "why": "",
                "objection": "", "objected_by": None}  # fmt: skip
        row, _new = Membership.objects.update_or_create(person=by, enterprise=firm, defaults=said)
        found.used_by = by
        found.save(update_fields=["used_by"])
        write_log(room=ROOM, subject=firm.uscc, verb="accept-invitation", by=by,
                  data={"invited_by": found.made_by_id, "role": found.role})  # fmt: skip
        _tell_owners(firm, _("%(who)s接受邀请，可以代表“%(name)s”办事了"), by)
    return row
