"""Who may put workers down."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.cases.core.models import Application
from district.enterprises.mandates.permissions import Scope, may_act
from district.ground.people.permissions import Answer
from district.ground.people.queries import Person


def may_register(person: Person, application: Application) -> Answer:
    """Hand in a staff list: the enterprise itself."""
    why = _("只有申报企业可以提交职工名单。")
    return may_act(person, application.enterprise, Scope.FILLS, Scope.CORRECTS, why=why)
