"""Money follows the list: who stands first on it has money set aside first, in whatever order cases are decided."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from district.cases.core import queries
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.states import OPEN_STATES
from district.cases.giving import limits
from district.cases.giving import money as money_
from district.cases.places.listed import READY, waits_for_list
from district.cases.places.models import Listed
from district.funds import queries as funds
from district.funds.queries import Promise
from district.ground.people.queries import Person
from district.policies.queries import Programme


def in_order(programme: Programme, by: Person) -> str:
    """Set money aside for those the lists give a place, in the lists' order, as long as there is any; in the caller's
    transaction. Says what is short, or "".
    """
    rows = Listed.objects.filter(READY, allocation__programme=programme, application__state__in=OPEN_STATES)
    rows = rows.select_related("application__version__programme", "application__enterprise", "application__programme")
    for each in rows.order_by("allocation_id", "order"):
        if short := secure(each.application, by):
            return short
    return ""


def needed(row: Application) -> Promise | None:
    """The money a case still needs to have set aside; None where it needs none, or has it."""
    due = limits.seen(row, queries.verdict_now(row))
    if due is None or due.promise is None or due.promise.total <= 0:
        return None
    if funds.look(version=row.version, amounts=()) is None:
        return None
    award = funds.award_of(row.reference)
    has_it = award is not None and award.state in funds.SET_ASIDE and award.promise == due.promise
    return None if has_it else due.promise


def secure(row: Application, by: Person) -> str:
    """Set a case's money aside unless it is; says what is short, or ""."""
    promise = needed(row)
    if promise is None:
        return ""
    look = funds.look(version=row.version, amounts=())
    if look is None or look.line is None:
        return _("今年没有安排“%(name)s”的预算。") % {"name": row.version.description["budget"]}
    return str(money_.set_aside(row, promise, by).get("money", ""))


def in_turn(row: Application, by: Person) -> None:
    """Before a grant where a list says who gets something: nobody takes money that one before him waits for."""
    if waits_for_list(row) and needed(row) and (short := in_order(row.programme, by)) and needed(row):
        raise NotPossible(_("钱按名单的次序给：%(short)s") % {"short": short})


def without(cases: Sequence[Application]) -> set[str]:
    """References of those of one programme that have no money set aside, for a page; two queries."""
    if not cases or funds.look(version=cases[0].version, amounts=()) is None:
        return set()
    names = {row.reference for row in cases}
    have = funds.Award.objects.filter(reference__in=names, state__in=funds.SET_ASIDE)
    return names - set(have.values_list("reference", flat=True))


def for_notice(cases: Sequence[Application], by: Person) -> None:
    """Set aside the money of those who go on notice, in their order; raises NotPossible where it is short, saying for
    how many there is."""
    behind = in_order(cases[0].programme, by)  # then nobody may come before who waits for it
    for count, row in enumerate(cases):
        short = (behind if needed(row) else "") if behind and waits_for_list(row) else secure(row, by)
        if short:
            words = {"short": short, "n": count, "all": len(cases)}
            raise NotPossible(_("钱不够，不能公示：%(short)s选了 %(all)d 家，按次序够 %(n)d 家。") % words)
