"""What a decision must wait for."""

from __future__ import annotations

from django.utils.translation import gettext as _

from district.cases.core import today
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.process import JOINT
from district.cases.core.steps import WORDS, handling
from district.cases.events import actions as happening
from district.cases.headcount import comparing
from district.cases.headcount.list_filled import why_outdated
from district.cases.intake.owing import owed
from district.cases.intake.queries import list_differs
from district.cases.places.listed import check_listed
from district.cases.places.running import below, why_out
from district.ground import clock


def check_ready(row: Application, outcome: str, note: str) -> None:
    """Raises NotPossible where the register of today says otherwise than the case, or a grant would come too early, or
    against what bureaus and the public have said.
    """
    happening.check(row, outcome)
    today.check(row)
    if outcome != "granted":
        return
    if why := why_out(row) or below(row):
        raise NotPossible(why)
    if following := handling(row).next_step(row.passed):
        raise NotPossible(_("还没有%(step)s，不能同意。") % {"step": WORDS[following]})
    _check_notice(row)
    if found := comparing.standing(row):
        raise NotPossible(comparing.why_not(found))
    if why := why_outdated(row):
        raise NotPossible(why)
    if late := owed(row):
        raise NotPossible(_("容缺的材料还没有补交：%(names)s。") % {"names": "、".join(each.name for each in late)})
    _check_list(row, note)
    opinions = row.opinions.select_related("office") if JOINT in handling(row).steps else ()
    if (names := [each.office.name for each in opinions if each.objects_]) and not note.strip():
        words = {"names": "、".join(names)}
        raise NotPossible(_("%(names)s不同意；如仍要同意，请在说明里写明理由。") % words)
    check_listed(row)


def _check_list(row: Application, note: str) -> None:
    """An amount by head for more or other heads than the list names wants a reason."""
    if not note.strip() and (found := list_differs(row)):
        first = found[0]
        words = {"name": first["name"], "listed": f"{first['listed']:f}", "known": first["known"]}
        raise NotPossible(
            _("“%(name)s”名单是 %(listed)s，判定用的是 %(known)s；如仍要同意，请在说明里写明理由。") % words
        )


def _check_notice(row: Application) -> None:
    line = row.notice_lines.filter(outcome="").select_related("notice").last()
    if line is None:
        return
    if line.notice.until >= clock.today():
        raise NotPossible(_("公示还没有结束，到期后才能同意。"))
    if line.objections.filter(state="filed").exists():
        raise NotPossible(_("对这一家还有异议没有处理，处理之后才能同意。"))
