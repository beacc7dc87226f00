"""What an agent may not say in a client's name, and what the client is told at once."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from district.cases.core import standing
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.enterprises.mandates.actions import tell_client
from district.enterprises.permissions import is_member
from district.ground import clock
from district.ground.people.queries import Person

ROOM = "cases"


def check_own_word(
    application: Application, by: Person, statements: Mapping[str, bool] | None, declared: Mapping[str, standing.Value]
) -> None:
    """What only the firm can vouch for stands as the firm itself has said it; and only the firm says otherwise than
    the register. Raises NotPossible.
    """
    if is_member(by, application.enterprise):
        return
    if names := _disputed(application, declared):
        raise NotPossible(_("“%(names)s”和登记的不一致：要由企业自己的人提出异议，受托人不能代为申报。") % {
            "names": "、".join(names)})  # fmt: skip
    if statements is None:
        return
    said = Application.objects.values_list("statements", flat=True).get(pk=application.pk)
    if dict(statements) != said:
        raise NotPossible(_("申报人自己确认的事项要由企业的人填写，受托人不能代为确认。"))


def _disputed(application: Application, declared: Mapping[str, standing.Value]) -> list[str]:
    """Declared facts of which a better source says otherwise, today or on the day the case is judged by."""
    known = [standing.freeze(application.enterprise, day) for day in {clock.today(), application.as_of}]
    return [name for name, value in declared.items()
            if any(name in each and each[name]["grade"] != "declared" and not each[name]["expired"]
                   and each[name]["value"] != standing.text_of(value) for each in known)]  # fmt: skip


def told(row: Application, by: Person) -> None:
    """A case was handed in: the client's own people hear by whom, where an agent did it."""
    _tell(row, by, _("提交了“%(name)s”的申报") % {"name": row.programme.name})


def supplied(row: Application, by: Person, name: str) -> None:
    """A paper was handed in later."""
    _tell(row, by, _("补交了“%(paper)s”") % {"paper": name})


def _tell(row: Application, by: Person, did: str) -> None:
    link = reverse("cases:mine_one", args=[row.reference])
    tell_client(enterprise=row.enterprise, by=by, did=did, link=link, room=ROOM, subject=row.reference)
