"""Officials engaged, duties granted and taken away."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.acts.acts import Act, Done, to
from district.ground.people import actions
from district.ground.people.forms import DutyForm, EngageForm, NameForm, PasswordForm
from district.ground.people.models import Duty, Person, Role
from district.ground.people.permissions import holds, is_known, may_close_account, may_manage_people

administering, STAFF = holds(Role.ADMINISTRATOR), to("people:staff")


def may_manage(person: Person, _thing: Any) -> Any:
    return may_manage_people(person)


def _revoke(*, by: Person, duty: Duty | None = None) -> str:
    if duty is None:  # a second click finds the duty gone already
        return ""
    name = str(duty.person)
    actions.revoke_duty(duty=duty, by=by)
    return name


def _renewed(done: Done[Any]) -> str | None:
    name = done.result if isinstance(done.result, str) else done.thing
    return _("“%(name)s”的岗位已更新。") % {"name": name} if name else None


ENGAGE: Act[Person] = Act(
    "people.staff", gettext_lazy("新建账号"), actions.engage, door=administering, back=STAFF, may=may_manage,
    asks=EngageForm, says=lambda done: _("已建立“%(name)s”的账号。") % {"name": done.result.name},
)  # fmt: skip
GRANT: Act[Person] = Act(
    "people.grant", gettext_lazy("增加岗位"), actions.grant_duty, door=administering, back=STAFF, by="pk",
    on=lambda _person: Person.objects.filter(is_active=True), named="person", may=may_manage, asks=DutyForm,
    says=_renewed,
)  # fmt: skip
REVOKE: Act[Duty] = Act(
    "people.revoke", gettext_lazy("撤去岗位"), _revoke, door=administering, back=STAFF, by="pk",
    on=lambda _person: Duty.objects.select_related("person", "bureau"), named="duty", may=may_manage, says=_renewed,
)  # fmt: skip


def _rename(*, by: Person, name: str) -> None:
    actions.rename(person=by, name=name)


def _close(*, by: Person) -> None:
    actions.close_account(person=by)


RENAME: Act[Person] = Act(
    "account", gettext_lazy("保存"), _rename, door=is_known, back=to("account"), asks=NameForm,
    says=gettext_lazy("已保存。"),
)  # fmt: skip
CLOSE: Act[Person] = Act(
    "account_close", gettext_lazy("注销账号"), _close, door=is_known, back=to("account_close"), then=to("home"),
    may=lambda by, _nothing: may_close_account(by), asks=PasswordForm, asks_with=lambda by, _nothing: {"person": by},
)  # fmt: skip
PEOPLE: tuple[Act[Any], ...] = (ENGAGE, GRANT, REVOKE, RENAME, CLOSE)
