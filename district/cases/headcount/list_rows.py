"""Writes of a draft's list: rows saved one by one, replaced by a workbook, frozen when handed in."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from district.cases.core.checks import NotPossible
from district.cases.core.models import Application, Submission
from district.cases.core.permissions import may_edit
from district.cases.core.states import ENTERED
from district.cases.headcount.list_filled import filled
from district.cases.headcount.list_spec import (
    ListAsked,
    Row,
    Typed,
    Written,
    asked_list,
    falls_short,
    given_by,
    masked,
    read_rows,
)
from district.cases.headcount.models import FrozenList, ListRow
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock
from district.ground.record.secrets import print_of
from district.policies.queries import ProgrammeVersion

PURPOSE = "list"


@dataclass(frozen=True)
class ListState:
    """A draft's list as it stands: what is asked, the rows, the facts they give."""

    asked: ListAsked
    rows: tuple[Row, ...]

    @property
    def given(self) -> dict[str, Decimal]:
        return given_by(self.asked, self.rows)

    @property
    def wrong(self) -> list[Row]:
        return [row for row in self.rows if not row.fine]

    @property
    def lacking(self) -> bool:
        """A list that is needed has no row yet."""
        return self.asked.needed and not self.rows


def list_of(application: Application, version: ProgrammeVersion) -> ListState | None:
    """The list of a draft under a version, its rows numbered from 1; None where it asks for none."""
    asked = asked_list(version.description)
    if asked is None:
        return None
    kept = enumerate(ListRow.objects.filter(application=application), 1)
    written = [Written(number, _cells(row.typed), row.key) for number, row in kept]
    return ListState(asked, tuple(read_rows(asked, written)))


def save_rows(
    *, application: Application, by: Person, asked: ListAsked, changed: Mapping[str, Typed] | None = None,
    new: Mapping[str, Typed] | None = None, removed: Collection[str] = (),
) -> list[str]:  # fmt: skip
    """Keep what a page changed, by rows' keys: `changed` cells of rows it has seen, `new` rows at the end, `removed`.

    A cell that is not named stays as it is, whoever wrote it since; a row emptied is taken out; the same again changes
    nothing. Right and wrong cells are both kept: what is wrong is said beside it. Returns the keys of changed rows
    that somebody has taken out meanwhile. Raises NotPossible (handed in, too many rows), Refused.
    """
    require(may_edit(by, application))
    with transaction.atomic():
        row = _editable(application)
        kept = {each.key: each for each in row.list_rows.all()}
        gone = []
        for key, cells in (changed or {}).items():
            if key in kept:
                _rewrite(kept, key, {**_cells(kept[key].typed), **cells}, row, asked)
            elif key not in removed:
                gone.append(key)
        last = max((each.position for each in kept.values()), default=0)
        for key, cells in (new or {}).items():
            if key in kept:  # the same page again: its first answer has not come back yet
                _rewrite(kept, key, cells, row, asked)
            elif cut := _cut(cells, asked):
                last += 1
                kept[key] = ListRow.objects.create(application=row, key=key, position=last, typed=_text(cut))
        for key in removed:
            if key in kept:
                kept.pop(key).delete()
        if len(kept) > asked.most:
            raise NotPossible(_("名单至多 %(n)d 行。") % {"n": asked.most})
    return gone


def _rewrite(kept: dict[str, ListRow], key: str, cells: Typed, row: Application, asked: ListAsked) -> None:
    if cut := _cut(cells, asked):
        kept[key].typed = _text(cut)
        kept[key].save(update_fields=["typed"])
    else:
        kept.pop(key).delete()


def _cut(cells: Typed, asked: ListAsked) -> dict[str, str]:
    """The cells of the list's columns, of a length that is kept; nothing when all are empty."""
    cut = {column.name: str(cells.get(column.name, ""))[:200] for column in asked.columns}
    return cut if any(text.strip() for text in cut.values()) else {}


def replace_rows(*, application: Application, rows: Sequence[Typed], by: Person, asked: ListAsked) -> None:
    """Put a whole list in the place of what was there. Raises NotPossible (handed in, too many), Refused."""
    require(may_edit(by, application))
    if len(rows) > asked.most:
        raise NotPossible(_("名单至多 %(n)d 行，这份有 %(m)d 行。") % {"n": asked.most, "m": len(rows)})
    with transaction.atomic():
        row = _editable(application)
        ListRow.objects.filter(application=row).delete()
        ListRow.objects.bulk_create(
            ListRow(application=row, key=uuid.uuid4().hex, position=position, typed=_text(typed))
            for position, typed in enumerate(rows, 1)
        )


def _editable(application: Application) -> Application:
    row = lock(Application.objects.all()).get(pk=application.pk)
    if row.state not in ENTERED:
        raise NotPossible(_("已提交，不能再改。"))
    return row


def check_list(row: Application) -> None:
    """A list that is needed goes in, and without faults. Raises NotPossible."""
    state = list_of(row, row.version)
    if state is None:
        return
    if state.lacking:
        raise NotPossible(_("还没有填写“%(name)s”，请逐行填写或上传表格之后再提交。") % {"name": state.asked.name})
    if state.wrong:
        first = "；".join(
            _("第 %(row)d 行“%(column)s”%(why)s") % {"row": each.number, "column": column, "why": why}
            for each in state.wrong[:3] for column, why in each.wrong.items()
        )  # fmt: skip
        words = {"name": state.asked.name, "n": len(state.wrong), "first": first}
        raise NotPossible(_("“%(name)s”还有 %(n)d 行要改：%(first)s。") % words)
    for each in filled:
        if why := each.differs(row, state.rows):
            raise NotPossible(why)


def counted(state: ListState | None, frozen: Mapping[str, Mapping[str, Any]]) -> dict[str, Decimal]:
    """What a list gives, of facts that nobody but the enterprise vouches for so far (`frozen`: facts by name)."""
    given = state.given if state else {}
    return {name: value for name, value in given.items() if not _is_known(frozen, name)}


def _is_known(frozen: Mapping[str, Mapping[str, Any]], name: str) -> bool:
    return name in frozen and not frozen[name].get("expired") and frozen[name]["grade"] != "declared"


def differing(
    asked: ListAsked | None, given: Mapping[str, Decimal], frozen: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Facts of which a list says otherwise than a better source: {name, unit, known, source, listed}."""
    return [
        {"name": name, "unit": frozen[name]["unit"], "known": frozen[name]["value"],
         "source": frozen[name]["source"], "listed": value}
        for name, value in given.items()
        if asked and _is_known(frozen, name) and falls_short(asked, name, value, Decimal(str(frozen[name]["value"])))
    ]  # fmt: skip


def freeze_list(submission: Submission) -> FrozenList | None:
    """Keep the list with its submission, sealed whole; what is shown of it is masked. None without a list."""
    application = submission.application
    state = list_of(application, submission.version)
    if state is None or not state.rows:
        return None
    names = [column.name for column in state.asked.columns]
    plain = json.dumps([[row.values.get(name, "") for name in names] for row in state.rows], ensure_ascii=False)
    return FrozenList.objects.create(
        submission=submission, count=len(state.rows), digest=print_of(f"{_about(submission)} {plain}", purpose=PURPOSE),
        secret=plain,
        given={name: f"{value:f}" for name, value in state.given.items()},
        columns=[{"name": each.name, "type": each.type, "unit": each.unit} for each in state.asked.columns],
        shown=[[masked(column, row.values.get(column.name, "")) for column in state.asked.columns]
               for row in state.rows],
    )  # fmt: skip


def people_of(submission: Submission) -> Iterator[dict[str, str]]:
    """The rows of a list that was handed in, in the clear: column → canonical text (dates ISO). Nothing without a list.

    For comparing people across applications; the caller has asked permission and keeps nothing of it in the clear.
    """
    kept: FrozenList | None = FrozenList.objects.filter(submission=submission).first()
    if kept is None:
        return
    names = [each["name"] for each in kept.columns]
    rows: list[list[str]] = json.loads(kept.secret)
    for row in rows:
        yield dict(zip(names, row, strict=True))


def _about(submission: Submission) -> str:
    return f"{submission.application.reference} {submission.serial}"


def _text(typed: Typed) -> str:
    return json.dumps(dict(typed), ensure_ascii=False)


def _cells(text: str) -> dict[str, str]:
    cells: dict[str, Any] = json.loads(text)
    return {name: str(text) for name, text in cells.items()}
