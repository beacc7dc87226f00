"""What members are told; in Chinese, as is official."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from district.enterprises.queries import members_of
from district.ground import clock
from district.ground.messages.posting import mark_done, post
from district.ground.people.queries import Person, officers_of
from district.ground.record.actions import official
from district.services.community.alliance.models import Lending, Member

ROOM = "alliance"


def _tell(member: Member, title: str, body: str, *, subject: str, but: Person | None = None) -> None:
    to = [each for each in members_of(member.enterprise) if each != but]
    post(to=to, title=title, body=body, room=ROOM, subject=subject, kind="alliance", office=member.office,
         link=reverse("alliance:mine"))  # fmt: skip


def asked(member: Member) -> None:
    with official():
        words = _("申请续期") if member.renewal_asked_at else _("申请加入创联公社")
        post(to=officers_of(member.office), title=f"{words}：{member.enterprise}", body=member.about, room=ROOM,
             subject=member.reference, kind="alliance_waits", needs_action=True, office=member.office,
             link=reverse("alliance:desk_member", args=[member.reference]))  # fmt: skip


def decided(member: Member) -> None:
    mark_done(room=ROOM, subject=member.reference)
    assert member.until is not None or member.why
    with official():
        if member.until is not None and not member.why:
            title = _("已是创联公社成员：%(name)s") % {"name": member.enterprise}
            body = _("到%(until)s为止，期满前六十天起可以申请续期。现在可以借用别的成员的场地、设备、课程和专家时间，"
                     "也可以出借自己的。") % {"until": clock.said(member.until)}  # fmt: skip
        else:
            title = _("创联公社没有通过：%(name)s") % {"name": member.enterprise}
            body = _("原因：%(why)s。改好可以再申请。") % {"why": member.why}
        _tell(member, title, body, subject=member.reference)


def over(member: Member) -> None:
    mark_done(room=ROOM, subject=member.reference)
    with official():
        title = _("创联公社成员期满：%(name)s") % {"name": member.enterprise}
        _tell(member, title, _("出借的资源已停止接受预约。想继续，请再申请。"), subject=member.reference)


def left(member: Member, by: Person, *, own: bool, was_in: bool) -> None:
    """Out before its day: to its own people, and, where they did it, to the office; why, as they said it."""
    mark_done(room=ROOM, subject=member.reference)
    with official():
        words = _("已退出创联公社：%(name)s") if was_in else _("加入创联公社的申请已撤回：%(name)s")
        title = words % {"name": member.enterprise}
        body = _("由%(who)s办理。") % {"who": by.name if own else member.office}
        if member.why:
            body += _("原因：%(why)s。") % {"why": member.why.rstrip("。")}
        if was_in:
            body += _("出借的资源已停止接受预约。想再加入，请再申请。")
        _tell(member, title, body, subject=member.reference, but=by)
        if own:
            post(to=officers_of(member.office), title=title, body=body, room=ROOM, subject=member.reference,
                 kind="alliance", office=member.office,
                 link=reverse("alliance:desk_member", args=[member.reference]))  # fmt: skip


def ends_soon(member: Member) -> None:
    assert member.until is not None
    with official():
        title = _("创联公社成员快到期：%(name)s") % {"name": member.enterprise}
        body = _("到%(until)s为止。想继续，请在到期前申请续期。") % {"until": clock.said(member.until)}
        _tell(member, title, body, subject=f"{member.reference}/{member.until.isoformat()}")


def tier_changed(member: Member) -> None:
    with official():
        title = _("创联公社层级有变：%(tier)s") % {"tier": member.get_tier_display()}
        body = _("按近一年出借的次数算出。谢谢您把资源借给邻居。")
        _tell(member, title, body, subject=f"{member.reference}/{member.tier}")


def lent(lending: Lending) -> None:
    """To the lender: who comes when for what."""
    with official():
        title = _("有人借用：%(what)s") % {"what": lending.shared.title}
        body = _("%(who)s，%(when)s，%(purpose)s。") % {
            "who": lending.borrower.enterprise, "when": lending.hold.when, "purpose": lending.purpose,
        }  # fmt: skip
        _tell(lending.shared.member, title, body, subject=lending.reference, but=lending.by)


def cancelled(lending: Lending, by: Person, why: str) -> None:
    """To whichever side did not do it."""
    with official():
        title = _("借用取消：%(what)s") % {"what": lending.shared.title}
        body = _("原定 %(when)s。原因：%(why)s。") % {"when": lending.hold.when, "why": why or _("未说明")}
        for member in (lending.shared.member, lending.borrower):
            _tell(member, title, body, subject=lending.reference, but=by)
