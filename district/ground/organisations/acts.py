"""Acts on organisations, who stands in them, and experts."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.acts.acts import Act, Done, Say, to
from district.ground.onetime.actions import Issued, issue
from district.ground.organisations import importing, purposes
from district.ground.organisations.forms import (
    ChangeForm,
    EndForm,
    ExpertForm,
    HonourForm,
    JoinForm,
    LinkForm,
    MemberForm,
    OrganisationForm,
    RenewForm,
    StaffFileForm,
)
from district.ground.organisations.permissions import (
    may_add_organisation,
    may_edit_organisation,
    may_end_membership,
    may_import_staff,
    may_keep_experts,
    may_keep_members,
    may_renew,
    may_vouch,
)
from district.ground.people import actions, experts, memberships, organisations
from district.ground.people import listed as queries
from district.ground.people.permissions import Answer, holds, is_known
from district.ground.people.queries import (
    Bureau,
    Expert,
    Organisation,
    OrganisationMembership,
    Person,
    Role,
)
from district.ground.record.actions import official

administering = holds(Role.ADMINISTRATOR)
keeping = holds(Role.OFFICER, Role.LEADER, Role.ADMINISTRATOR)
SEEN, MEMBERS = queries.organisations_seen_by, queries.memberships_seen_by
EXPERTS_PAGE = to("organisations:expert", "thing.reference")


def _page_of(by: Person, organisation: Organisation) -> str:
    return reverse("organisations:one" if by.is_official else "organisations:mine_one", args=[organisation.pk])


def _back(outcome: Any) -> str:
    return _page_of(outcome.by, outcome.thing)


def of_member(outcome: Any) -> str:
    """Where a membership stands: on the organisation's page, one's own on one's own."""
    own = outcome.thing.person_id == outcome.by.pk and not outcome.by.is_official
    return reverse("organisations:mine") if own else _page_of(outcome.by, outcome.thing.organisation)


def _enter(
    *, organisation: Organisation, by: Person, person: Person, role: str, title: str, since: dt.date | None,
    until: dt.date | None,
) -> OrganisationMembership:  # fmt: skip
    said: Any = {"person": person, "by": by, "role": role, "title": title, "since": since, "until": until}
    if role in Role.values:
        return actions.grant_duty(bureau=cast(Bureau, organisation), **said)
    return memberships.enter(organisation=organisation, **said)


def _entered(done: Done[Organisation]) -> str:
    said = _("已登记“%(name)s”。") if done.result.vouched_at else _("已登记“%(name)s”，等另一位管理员确认。")
    return said % {"name": done.result.person}


def _renewed(by: Person, row: OrganisationMembership, _data: Any) -> OrganisationMembership | None:
    """The term that this person put in the place of one: a second click finds it."""
    return queries.renewed(row, by)


def _join(*, by: Person, organisation: Organisation, role: str, title: str) -> OrganisationMembership:
    return memberships.ask_to_join(person=by, organisation=organisation, role=role, title=title)


def _joined(done: Done[Any]) -> str:
    row = done.result
    said = _("您已经是“%(name)s”的成员。") if row.vouched_at else _("已提交。“%(name)s”的管理员确认后生效。")
    return said % {"name": row.organisation}


def _take_in(*, by: Person, file: Any) -> tuple[int, int, int]:
    found = importing.read(file)
    if found.faults or not found.rows:
        raise importing.NotTaken(found)
    return importing.take_in(found.rows, by)


def _taken_in(done: Done[Any]) -> list[Say | str]:
    made, duties, waiting = done.result
    said: list[Say | str] = [_("已导入：新账号 %(made)d 个，岗位 %(duties)d 个。") % {"made": made, "duties": duties}]
    if waiting:
        said.append(Say(_("其中 %(n)d 个岗位要由另一位管理员确认后才生效。") % {"n": waiting}, "info"))
    return said


def _whole(by: Person, organisation: Organisation) -> dict[str, Any]:
    return {"organisation": organisation, "whole": bool(may_add_organisation(by))}


ADD: Act[Any] = Act(
    "organisations.add", gettext_lazy("登记机构"), organisations.add, door=administering, back=to("organisations:list"),
    may=lambda by, _thing: may_add_organisation(by), asks=OrganisationForm, then=to("organisations:one", "result.pk"),
    says=lambda done: _("已登记“%(name)s”。") % {"name": done.result},
)  # fmt: skip
EDIT: Act[Organisation] = Act(
    "organisations.edit", gettext_lazy("改资料"), organisations.change, door=is_known, back=_back, on=SEEN, by="pk",
    named="organisation", may=may_edit_organisation, asks=ChangeForm, asks_with=_whole, says=gettext_lazy("已保存。"),
)  # fmt: skip
ENTER: Act[Organisation] = Act(
    "organisations.enter", gettext_lazy("登记成员"), _enter, door=is_known, back=_back, on=SEEN, by="pk",
    named="organisation", may=may_keep_members, asks=MemberForm, asks_with=lambda _by, found: {"organisation": found},
    says=_entered, fresh=True,
)  # fmt: skip
VOUCH: Act[OrganisationMembership] = Act(
    "organisations.vouch", gettext_lazy("确认是本机构的人"), memberships.vouch, door=is_known, back=of_member,
    on=MEMBERS, by="pk", named="membership", may=may_vouch,
    says=lambda done: _("已确认“%(name)s”，今天起生效。") % {"name": done.result.person}, fresh=True,
)  # fmt: skip
RENEW: Act[OrganisationMembership] = Act(
    "organisations.renew", gettext_lazy("续任"), memberships.renew, door=is_known, back=of_member, on=MEMBERS,
    by="pk", named="membership", may=may_renew, asks=RenewForm, already=_renewed,
    says=lambda done: _("“%(name)s”已续任。") % {"name": done.result.person}, fresh=True,
)  # fmt: skip
END: Act[OrganisationMembership] = Act(
    "organisations.end", gettext_lazy("今天结束"), memberships.end, door=is_known, back=of_member, on=MEMBERS,
    by="pk", named="membership", may=may_end_membership, asks=EndForm,
    says=lambda done: _("“%(name)s”的身份已结束，相应的门从下一次打开起关上。") % {"name": done.result.person},
    fresh=True,
)  # fmt: skip
JOIN: Act[Any] = Act(
    "organisations.mine", gettext_lazy("我属于一家机构"), _join, door=is_known, back=to("organisations:mine"),
    asks=JoinForm, says=_joined,
)  # fmt: skip
STAFF: Act[Any] = Act(
    "organisations.staff", gettext_lazy("检查并导入"), _take_in, door=administering, back=to("organisations:staff"),
    then=to("people:staff"), may=lambda by, _thing: may_import_staff(by), asks=StaffFileForm, own_key=True, fresh=True,
    says=_taken_in,
)  # fmt: skip
ORGANISATION_ACTS: tuple[Act[Any], ...] = (ADD, EDIT, ENTER, VOUCH, RENEW, END, JOIN, STAFF)


# Experts


def _keeps(by: Person, expert: Expert) -> Answer:
    return may_keep_experts(by, expert.office_id)


def _ended(expert: Expert) -> str:
    return "" if expert.stands() else _("聘期已满，请联系聘请部门。")


def _change(*, expert: Expert, by: Person, office: Any, **said: Any) -> Expert:
    """Which bureau listed the expert stays."""
    return experts.change(expert=expert, by=by, **said)


def _link(*, expert: Expert, by: Person, purpose: str) -> Issued:
    with official():
        return issue(purpose=purpose, thing=str(expert.pk), expert=expert, office=expert.office, by=by,
                     asks=str(purposes.ASKS[purpose]))  # fmt: skip


def _blank(by: Person, _thing: Any) -> dict[str, Any]:
    offices = queries.offices_listing_experts(by)
    return {"offices": offices, "initial": {"office": offices.first(), "languages": ["zh"]}}


def _known(_by: Person, expert: Expert) -> dict[str, Any]:
    initial = {name: getattr(expert, name.rstrip("_")) for name in ExpertForm.base_fields}
    return {"offices": queries.offices().filter(pk=expert.office_id), "initial": initial}


def _corps(_person: Person) -> QuerySet[Expert]:
    return queries.experts_in_full()


def on_expert(key: str, label: Any, do: Any, **more: Any) -> Act[Expert]:
    return Act(f"organisations.{key}", label, do, door=keeping, back=EXPERTS_PAGE, on=_corps, named="expert",
               may=_keeps, **more)  # fmt: skip


EXPERT_ADD: Act[Any] = Act(
    "organisations.expert_add", gettext_lazy("登记专家"), experts.enter, door=keeping, back=to("organisations:experts"),
    asks=ExpertForm, asks_with=_blank, then=to("organisations:expert", "result.reference"),
    says=lambda done: _("已登记专家“%(name)s”。") % {"name": done.result},
)  # fmt: skip
EXPERT_EDIT = on_expert("expert_edit", gettext_lazy("改资料"), _change, asks=ExpertForm, asks_with=_known,
                        says=gettext_lazy("已保存。"))  # fmt: skip
EXPERT_HONOUR = on_expert("expert_honour", gettext_lazy("加荣誉或资质"), experts.honour, asks=HonourForm,
                          says=gettext_lazy("已保存。"))  # fmt: skip
EXPERT_END = on_expert(
    "expert_end", gettext_lazy("结束聘期"), experts.end,
    says=lambda done: _("“%(name)s”的聘期已结束。签过的内容都还在。") % {"name": done.thing},
    tells=gettext_lazy("从现在起不再邀请，账号里的评审岗位一并结束；签过的内容都在。"),
)  # fmt: skip
# Its own key: a link is shown once, so a second click has to give one that can be shown; the first is taken back.
EXPERT_LINK = on_expert("expert_link", gettext_lazy("发一次性链接"), _link, asks=LinkForm, own_key=True, now=_ended)
EXPERT_ACTS: tuple[Act[Any], ...] = (EXPERT_ADD, EXPERT_EDIT, EXPERT_HONOUR, EXPERT_END, EXPERT_LINK)
