"""Officials engaged, duties granted and taken away."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground import clock
from district.ground.acts.acts import Act, Done, Say, to
from district.ground.people import actions, consents, memberships
from district.ground.people.forms import DutyForm, EngageForm, FirstPasswordForm, LetGoForm, NameForm, PasswordForm
from district.ground.people.models import AccountConsent, OrganisationMembership, Person, Role
from district.ground.people.permissions import holds, is_known, may_close_account, may_let_go, may_manage_people

administering, STAFF = holds(Role.ADMINISTRATOR), to("people:staff")


def may_manage(person: Person, _thing: Any) -> Any:
    return may_manage_people(person)


def _revoke(*, by: Person, duty: OrganisationMembership | None = None) -> str:
    if duty is None:  # a second click finds the duty gone already
        return ""
    name = str(duty.person)
    actions.revoke_duty(duty=duty, by=by)
    return name


def _confirm(*, by: Person, duty: OrganisationMembership | None = None) -> str:
    """Another administrator gives their word for a duty somebody gave themselves."""
    if duty is None:
        return ""
    memberships.vouch(membership=duty, by=by)
    return str(duty.person)


WAITS = gettext_lazy("这个岗位要由另一位管理员在这里确认后才生效。")


def _engaged(done: Done[Person]) -> list[Say]:
    said = [Say(_("已建立“%(name)s”的账号。") % {"name": done.result.name})]
    waits = OrganisationMembership.objects.filter(person=done.result).waiting().exists()
    return [*said, Say(WAITS, "info")] if waits else said


def _let_go(done: Done[Person]) -> Say:
    words = {"name": done.thing, "what": "；".join(done.result or [])}
    if words["what"]:
        return Say(_("“%(name)s”的账号已停用。已移交：%(what)s。") % words)
    return Say(_("“%(name)s”的账号已停用，没有待移交的事。") % words)


def _reset(done: Done[Person]) -> list[Say]:
    said = [Say(_("“%(name)s”的登录已重设：请当面告诉本人初始密码。") % {"name": done.thing})]
    return [*said, Say(_("他的资金岗位要由另一位管理员重新确认。"), "info")] if done.result else said


def _granted(done: Done[Person]) -> Say:
    if done.result.vouched_at is None:
        return Say(WAITS, "info")
    return Say(_("“%(name)s”的岗位已更新。") % {"name": done.thing})


def _renewed(done: Done[Any]) -> str | None:
    name = done.result if isinstance(done.result, str) else done.thing
    return _("“%(name)s”的岗位已更新。") % {"name": name} if name else None


ENGAGE: Act[Person] = Act(
    "people.staff", gettext_lazy("新建账号"), actions.engage, door=administering, back=STAFF, may=may_manage,
    asks=EngageForm, says=_engaged, fresh=True,
)  # fmt: skip
GRANT: Act[Person] = Act(
    "people.grant", gettext_lazy("增加岗位"), actions.grant_duty, door=administering, back=STAFF, by="pk",
    on=lambda _person: Person.objects.filter(is_active=True), named="person", may=may_manage, asks=DutyForm,
    says=_granted, fresh=True,
)  # fmt: skip
_DUTIES = OrganisationMembership.objects.filter(role__in=Role.values).select_related("person", "organisation")
REVOKE: Act[OrganisationMembership] = Act(
    "people.revoke", gettext_lazy("撤去岗位"), _revoke, door=administering, back=STAFF, by="pk",
    on=lambda _person: _DUTIES.all(), named="duty", may=may_manage, says=_renewed, fresh=True,
)  # fmt: skip
LET_GO: Act[Person] = Act(
    "people.let_go", gettext_lazy("停用账号"), actions.let_go, door=administering, back=STAFF, by="pk",
    on=lambda _person: Person.objects.all(), named="person", may=may_let_go, asks=LetGoForm, says=_let_go, fresh=True,
    tells=gettext_lazy("账号和它的令牌立即不能用，岗位结束，手上的事交给接手的人。做过的事都留着。"),
)  # fmt: skip
RESET: Act[Person] = Act(
    "people.reset", gettext_lazy("重设登录"), actions.reset_sign_in, door=administering, back=STAFF, by="pk",
    on=lambda _person: Person.objects.filter(is_active=True), named="person", may=may_let_go, asks=FirstPasswordForm,
    says=_reset, fresh=True,
    tells=gettext_lazy("忘了密码或者丢了手机时用：设一个初始密码，两步验证重新设。资金岗位要另一位管理员再确认。"),
)  # fmt: skip
CONFIRM: Act[OrganisationMembership] = Act(
    "people.confirm", gettext_lazy("确认岗位"), _confirm, door=administering, back=STAFF, by="pk",
    on=lambda _person: _DUTIES.all(), named="duty", may=may_manage, says=_renewed, fresh=True,
)  # fmt: skip


def _rename(*, by: Person, name: str) -> None:
    actions.rename(person=by, name=name)


def _close(*, by: Person) -> None:
    actions.close_account(person=by)


def _agree(*, by: Person) -> AccountConsent:
    return consents.agree(person=by)


def _agreed(done: Done[Person]) -> Say:
    return Say(_("已同意，账号保存到%(day)s。") % {"day": clock.said(done.result.until)})


AGREE: Act[Person] = Act(
    "account_agree", gettext_lazy("同意并续期"), _agree, door=is_known, back=to("account"), says=_agreed,
    tells=gettext_lazy("从今天起再保存一个期限。"),
)  # fmt: skip
RENAME: Act[Person] = Act(
    "account", gettext_lazy("保存"), _rename, door=is_known, back=to("account"), asks=NameForm,
    says=gettext_lazy("已保存。"),
)  # fmt: skip
CLOSE: Act[Person] = Act(
    "account_close", gettext_lazy("注销账号"), _close, door=is_known, back=to("account_close"), then=to("home"),
    may=lambda by, _nothing: may_close_account(by), asks=PasswordForm, asks_with=lambda by, _nothing: {"person": by},
)  # fmt: skip
PEOPLE: tuple[Act[Any], ...] = (ENGAGE, GRANT, REVOKE, CONFIRM, LET_GO, RESET, RENAME, AGREE, CLOSE)
