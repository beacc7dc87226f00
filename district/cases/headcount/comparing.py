"""Whose months are counted already: what a list handed in claims, beside what is granted and what else is under way.

Reads only. Workers are compared by keyed hash; nothing here knows a number.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from district.cases.core.models import Application, Submission
from district.cases.core.states import GIVEN_UP, HANDED_IN
from district.cases.headcount.models import Collision, ListedWorker, WorkerClaim, WorkerMonth
from district.ground.people.queries import Person

SOME = 1000  # hashes in one query
FEW = 3  # named in a sentence


@dataclass(frozen=True)
class Clash:
    """Months of a worker, held by another application's claim. `row` of the list, 0 where there is no list.

    `collision` is what was noted of it; an auditor's settling of all its months releases it.
    """

    row: int
    worker: str
    masked: str
    months: tuple[str, ...]
    holder: WorkerClaim
    collision: Collision | None = None

    @property
    def stands(self) -> bool:
        noted = self.collision
        return noted is None or noted.state != Collision.State.SETTLED or not set(self.months) <= set(noted.months)


@dataclass(frozen=True)
class Elsewhere:
    """A worker of the list who is in another list that is not decided yet."""

    row: int
    masked: str
    months: tuple[str, ...]
    other: Application


def months_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """The first days of the months from `first` to `last`, both first days of a month."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [dt.date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1) for n in range(count)]


def listed(application: Application) -> list[ListedWorker]:
    """The workers of the last submission's list, row by row."""
    last = application.submissions.order_by("-serial").values("pk")[:1]
    return list(ListedWorker.objects.filter(submission=Subquery(last)).order_by("row"))


def taken(group: str, wanted: Iterable[str]) -> dict[str, list[WorkerMonth]]:
    """The months of these workers that are counted in a group, in order, by worker; a query per thousand workers.

    What refused and withdrawn applications held is free.
    """
    found: dict[str, list[WorkerMonth]] = defaultdict(list)
    for some in _in_pieces(wanted):
        rows = WorkerMonth.objects.filter(group=group, worker__in=some, live=True)
        rows = rows.exclude(claim__application__state__in=GIVEN_UP)
        related = rows.select_related("claim__application__enterprise", "claim__application__programme")
        for each in related.order_by("worker", "month"):
            found[each.worker].append(each)
    return found


def clashes(application: Application, lines: Sequence[ListedWorker] | None = None) -> list[Clash]:
    """What others hold of the months the application's list claims, row by row, released ones included."""
    lines = listed(application) if lines is None else lines
    if not lines:
        return []
    held = taken(lines[0].group, {each.worker for each in lines})
    noted = {(each.worker, each.holder_id): each for each in application.collisions.all()} if held else {}
    found = []
    for line in lines:
        others: dict[WorkerClaim, list[str]] = defaultdict(list)
        for month in held.get(line.worker, []):
            if line.first <= month.month <= line.last and month.claim.application_id != application.pk:
                others[month.claim].append(f"{month.month:%Y-%m}")
        found += [
            Clash(line.row, line.worker, line.masked, tuple(months), claim, noted.get((line.worker, claim.pk)))
            for claim, months in others.items()
        ]
    return found


def standing(application: Application) -> list[Clash]:
    """The clashes that keep an application from being granted; also those of staff lists registered by themselves."""
    if not application.version.description.get("workers"):
        return []
    if lines := listed(application):
        return [each for each in clashes(application, lines) if each.stands]
    return [
        Clash(0, each.worker, each.masked, tuple(each.months), each.holder, each)
        for each in open_collisions(application.reference)
    ]


def open_collisions(reference: str) -> QuerySet[Collision]:
    """Noted collisions that stand. One whose earlier claim has been given up since does not."""
    rows = Collision.objects.filter(application__reference=reference, state=Collision.State.OPEN, holder__live=True)
    rows = rows.exclude(holder__application__state__in=GIVEN_UP)
    return rows.select_related("holder__application__enterprise", "holder__application__programme")


def elsewhere(application: Application, lines: Sequence[ListedWorker] | None = None) -> list[Elsewhere]:
    """Workers of the list who are in another case's list, handed in and not decided: nobody holds their months yet."""
    lines = listed(application) if lines is None else lines
    by_worker: dict[str, list[ListedWorker]] = defaultdict(list)
    for line in lines:
        by_worker[line.worker].append(line)
    found = []
    for some in _in_pieces(by_worker):
        for other in _under_way(application, lines[0].group, some):
            for line in by_worker[other.worker]:
                first, last = max(line.first, other.first), min(line.last, other.last)
                if first <= last:
                    months = tuple(f"{month:%Y-%m}" for month in months_between(first, last))
                    found.append(Elsewhere(line.row, line.masked, months, other.submission.application))
    return sorted(found, key=lambda each: (each.row, each.other.pk))


def _under_way(application: Application, group: str, workers: list[str]) -> QuerySet[ListedWorker]:
    last = Submission.objects.filter(application=OuterRef("submission__application")).order_by("-serial")
    rows = ListedWorker.objects.filter(
        group=group, worker__in=workers, submission__application__state__in=sorted(HANDED_IN),
        submission=Subquery(last.values("pk")[:1]),
    ).exclude(submission__application=application)  # fmt: skip
    return rows.select_related("submission__application__enterprise", "submission__application__programme")


def _in_pieces(hashes: Iterable[str]) -> Iterable[list[str]]:
    wanted = sorted(hashes)
    return (wanted[start : start + SOME] for start in range(0, len(wanted), SOME))


def on_desk(application: Application, person: Person) -> dict[str, list[dict[str, Any]]]:
    """For the case page: `clashes` and `elsewhere`, each {row, masked, months, case, visible, stands, note}.

    Employer and scheme are said to whoever works on the case; the other case is linked where the person may see it.
    """
    if not application.version.description.get("workers"):
        return {"clashes": [], "elsewhere": []}
    lines = listed(application)
    found = clashes(application, lines) if lines else standing(application)
    others = elsewhere(application, lines)
    cases = {each.holder.application_id for each in found} | {each.other.pk for each in others}
    visible = set(Application.objects.on_desk_of(person).filter(pk__in=cases).values_list("pk", flat=True))
    return {
        "clashes": [
            {"row": each.row, "masked": each.masked, "months": spans(each.months), "case": each.holder.application,
             "visible": each.holder.application_id in visible, "stands": each.stands,
             "note": "" if each.stands or each.collision is None else each.collision.note}
            for each in found
        ],
        "elsewhere": [
            {"row": each.row, "masked": each.masked, "months": spans(each.months), "case": each.other,
             "visible": each.other.pk in visible}
            for each in others
        ],
    }  # fmt: skip


# Words


def spans(months: Iterable[str]) -> str:
    """`2022-01` to `2022-03` and `2022-06` as “2022-01 至 2022-03、2022-06”."""
    runs: list[list[str]] = []
    for month in sorted(months):
        if runs and _next(runs[-1][-1]) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return "、".join(
        run[0] if len(run) == 1 else _("%(first)s 至 %(last)s") % {"first": run[0], "last": run[-1]} for run in runs
    )


def _next(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12}-{number % 12 + 1:02}"


def why_not(found: Sequence[Clash]) -> str:
    """Why a case cannot be granted, for officials: who counts whom already, under which scheme."""
    said = "；".join(_said(each) for each in found[:FEW])
    words = {"n": len({each.worker for each in found}), "said": said}
    return _(
        "名单里有 %(n)d 人的月份已由别的申报计算，不能同意：%(said)s。"
        "一名职工一个月只能计算一次；经审计人员核实处理后才能同意。"
    ) % words  # fmt: skip


def _said(clash: Clash) -> str:
    case = clash.holder.application
    words = {"who": clash.masked, "months": spans(clash.months), "row": clash.row,
             "employer": case.enterprise.name, "programme": case.programme.name}  # fmt: skip
    if clash.row:
        return _("第 %(row)d 行 %(who)s（%(months)s）由%(employer)s的“%(programme)s”计算") % words
    return _("%(who)s（%(months)s）由%(employer)s的“%(programme)s”计算") % words


def what_to_correct(found: Sequence[Clash]) -> str:
    """What the enterprise is asked to look at: its own rows, and nothing of anybody else's."""
    said = "；".join(
        _("第 %(row)d 行 %(who)s（%(months)s）") % {"row": each.row, "who": each.masked, "months": spans(each.months)}
        for each in found[:FEW]
    )
    more = _("等 %(n)d 处") % {"n": len(found)} if len(found) > FEW else ""
    words = {"said": said + more}
    return (_("名单里这些人的月份已由别的申报计算，请核对，不属实的请删去：%(said)s。") % words)[:300]
