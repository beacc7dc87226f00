"""Writes of a draft's list: rows saved where they stand, replaced by a workbook, frozen when handed in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from district.applications.checks import NotPossible
from district.applications.intake.lists import ListAsked, Row, Typed, asked_list, given_by, masked, read_rows
from district.applications.intake.models import FrozenList, ListRow
from district.applications.models import Application, Submission
from district.applications.permissions import may_edit
from district.applications.states import DRAFT, RETURNED
from district.people.permissions import require
from district.people.queries import Person
from district.policies.queries import ProgrammeVersion
from district.record.actions import lock, sm3
from district.record.secrets import open_text, seal_text

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


def list_of(application: Application, version: ProgrammeVersion) -> ListState | None:
    """The list of a draft under a version; None where it asks for none."""
    asked = asked_list(version.description)
    if asked is None:
        return None
    kept = ListRow.objects.filter(application=application)
    written = [(row.position, _opened(row.typed, application)) for row in kept]
    return ListState(asked, tuple(read_rows(asked, written)))


def save_rows(*, application: Application, rows: Mapping[int, Typed], by: Person, asked: ListAsked) -> None:
    """Put rows down at their positions (from 1); one that is empty is taken out. The same again changes nothing.

    Right and wrong cells are both kept: what is wrong is said beside it. Raises NotPossible (handed in, too many).
    """
    require(may_edit(by, application))
    names = [column.name for column in asked.columns]
    with transaction.atomic():
        row = _editable(application)
        for position, typed in rows.items():
            if not 1 <= position <= asked.most:
                raise NotPossible(_("名单至多 %(n)d 行。") % {"n": asked.most})
            cells = {name: str(typed.get(name, ""))[:200] for name in names}
            if not any(text.strip() for text in cells.values()):
                ListRow.objects.filter(application=row, position=position).delete()
                continue
            ListRow.objects.update_or_create(
                application=row, position=position, defaults={"typed": _sealed(cells, row)}
            )


def replace_rows(*, application: Application, rows: Sequence[Typed], by: Person, asked: ListAsked) -> None:
    """Put a whole list in the place of what was there. Raises NotPossible (handed in, too many), Refused."""
    require(may_edit(by, application))
    if len(rows) > asked.most:
        raise NotPossible(_("名单至多 %(n)d 行，这份有 %(m)d 行。") % {"n": asked.most, "m": len(rows)})
    with transaction.atomic():
        row = _editable(application)
        ListRow.objects.filter(application=row).delete()
        ListRow.objects.bulk_create(
            ListRow(application=row, position=position, typed=_sealed(typed, row))
            for position, typed in enumerate(rows, 1)
        )


def _editable(application: Application) -> Application:
    row = lock(Application.objects.all()).get(pk=application.pk)
    if row.state not in {DRAFT, RETURNED}:
        raise NotPossible(_("已提交，不能再改。"))
    return row


def check_list(row: Application) -> None:
    """A list goes in without faults. Raises NotPossible."""
    state = list_of(row, row.version)
    if state is not None and state.wrong:
        words = {"name": state.asked.name, "n": len(state.wrong)}
        raise NotPossible(_("“%(name)s”还有 %(n)d 行要改。") % words)


def freeze_list(submission: Submission) -> FrozenList | None:
    """Keep the list with its submission, sealed whole; what is shown of it is masked. None without a list."""
    application = submission.application
    state = list_of(application, submission.version)
    if state is None or not state.rows:
        return None
    names = [column.name for column in state.asked.columns]
    plain = json.dumps([[row.values.get(name, "") for name in names] for row in state.rows], ensure_ascii=False)
    secret = seal_text(plain, purpose=PURPOSE, about=_about(submission))
    return FrozenList.objects.create(
        submission=submission, count=len(state.rows), digest=sm3(secret.encode()), secret=secret,
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
    rows: list[list[str]] = json.loads(open_text(kept.secret, purpose=PURPOSE, about=_about(submission)))
    for row in rows:
        yield dict(zip(names, row, strict=True))


def _about(submission: Submission) -> str:
    return f"{submission.application.reference} {submission.serial}"


def _sealed(typed: Typed, application: Application) -> str:
    return seal_text(json.dumps(dict(typed), ensure_ascii=False), purpose=PURPOSE, about=application.reference)


def _opened(sealed: str, application: Application) -> dict[str, str]:
    cells: dict[str, Any] = json.loads(open_text(sealed, purpose=PURPOSE, about=application.reference))
    return {name: str(text) for name, text in cells.items()}
