"""Somebody left: the cases on their desk go to whoever takes over."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _

from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.states import HANDED_IN
from district.cases.desk.assigning.actions import give
from district.cases.desk.assigning.permissions import may_receive
from district.ground.people.actions import account_left
from district.ground.people.queries import Person
from district.ground.record.actions import lock


@receiver(account_left, dispatch_uid="cases.desk.assigning")
def cases_are_handed_over(sender: Any, *, person: Person, heir: Person | None, by: Person, **_more: Any) -> str:
    """Raises NotPossible: nobody takes them over, or somebody who may not."""
    rows = list(lock(Application.objects.filter(officer=person, state__in=HANDED_IN)).order_by("pk"))
    if rows and heir is None:
        raise NotPossible(_("手上还有 %(n)d 件在办，请写由谁接手。") % {"n": len(rows)})
    for row in rows:
        assert heir is not None
        if not (answer := may_receive(heir, row)):
            raise NotPossible(f"{row.reference}：{answer.why}")
        give(row, heir, by, _("%(name)s离岗") % {"name": person})
    return _("在办的 %(n)d 件") % {"n": len(rows)} if rows else ""
