"""Starting and doing runs: the register judged in chunks, each a part on disk, or one trial of a draft.

A run is long work (room `work`): it may be stopped and killed anywhere, and goes on after the last part there is.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
import shutil
import uuid
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person, Role, bureau_of
from district.ground.record.actions import write_log
from district.ground.work import actions as work_room
from district.ground.work.actions import Broken, Doing, Kind, Piece
from district.ground.work.queries import Work, own
from district.policies.models import ProgrammeVersion, Run
from district.policies.permissions import may_be_applied_for, may_drive, may_list, may_run
from district.policies.runs.lab import Trial, work_lab
from district.policies.runs.lists import LISTS, judge_chunks, put_together
from district.policies.runs.snapshot import file_hash, write_snapshot
from rulebook import NoValueYet
from rulebook.columns.numbers import CannotCompile
from rulebook.sweeping.facts_file import FactsFileError
from rulebook.sweeping.sweep import SweepError

ROOM = "policies"
FAULTS = (FactsFileError, SweepError, NoValueYet, CannotCompile, OSError, ValueError)


def folder_of(run: Run) -> Path:
    path = Path(settings.MEDIA_ROOT) / "runs" / run.reference
    path.mkdir(parents=True, exist_ok=True)
    return path


def start(
    *, kind: str, version: ProgrammeVersion, as_of: dt.date, by: Person, request_key: uuid.UUID, draft: str = "",
    vary: str = "", budget: Decimal | None = None, repeats: Run | None = None, trial: Trial | None = None,
) -> tuple[Run, bool]:  # fmt: skip
    """A queued run and whether it is new: the same key again finds the first. `trial`: the draft it tries.

    Lists belong to the programme's lead bureau, a trial to the bureau that tries. Raises Refused.
    """
    require(may_run(by))
    office = bureau_of(by, Role.OFFICER, Role.LEADER)
    if kind == Run.Kind.LISTS:
        require(may_list(by, version))
        require(may_be_applied_for(version))
        office = version.programme.office
    if repeats is not None:
        require(may_drive(by, repeats))
    assert office is not None  # who may run has one
    if known := Run.objects.filter(request_key=request_key).first():
        return known, False
    try:
        with transaction.atomic():
            run = work_room.begin(
                Run, kind=kind, by=by, office=office, request_key=request_key, version=version, as_of=as_of,
                reference=f"PC-{clock.today():%Y%m%d}-{secrets.token_hex(3).upper()}", draft=draft, vary=vary,
                budget=budget, repeats=repeats, **(trial.columns if trial else {}),
            )  # fmt: skip
            write_log(room=ROOM, subject=run.reference, verb=f"start-{kind}", by=by,
                      data={"programme": version.programme.slug, "version": version.hash, "office": office.name,
                            **({"repeats": repeats.reference} if repeats else {})})  # fmt: skip
    except IntegrityError:  # the other click was a moment quicker
        return Run.objects.get(request_key=request_key), False
    return run, True


def cancel(*, run: Run, by: Person) -> bool:
    require(may_drive(by, run))
    return work_room.stop(work=run, by=by)


def resume(*, run: Run, by: Person) -> bool:
    """Queue a stopped run again; False when there is nothing to take up."""
    return work_room.resume(work=run, by=by)


def work(run: Run) -> None:
    """Do what is left of a run here and now."""
    work_room.work_on(run)


class Register(Doing):
    """The whole register under one version, as its facts stand in the run's snapshot."""

    def __init__(self, work: Work, tell: Any) -> None:
        super().__init__(work, tell)
        rows = Run.objects.select_related("version__programme", "version__release", "repeats", "by")
        self.run = rows.get(pk=work.pk)
        self.folder = folder_of(self.run)

    def pieces(self) -> Iterator[Piece]:
        try:
            self._pin()
            yield from self.steps()
        except FAULTS as error:
            raise Broken(str(error)) from error

    def steps(self) -> Iterator[Piece]:
        raise NotImplementedError

    def finish(self) -> Mapping[str, Any]:
        summary = json.loads(json.dumps(self.run.summary, default=str))
        Run.objects.filter(pk=self.run.pk).update(summary=summary, digests=self.run.digests)
        digests: dict[str, Any] = self.run.digests
        return digests

    def _pin(self) -> None:
        """The snapshot, once: a repeated run takes its first run's."""
        run, path = self.run, self.folder / "facts.csv"
        if path.exists() and run.digests.get("facts") == file_hash(path):
            return
        for part in self.folder.glob("part-*.csv"):
            part.unlink()  # of another snapshot
        if run.repeats is not None:
            shutil.copyfile(folder_of(run.repeats) / "facts.csv", path)
            facts, vetoes, rows = file_hash(path), run.repeats.digests["vetoes"], run.repeats.total
        else:
            facts, vetoes, rows = write_snapshot(path, run.as_of, stop=self.tell)
        if run.repeats is not None and facts != run.repeats.digests["facts"]:
            raise ValueError(_("首次运行的数据快照已被改动，不能重复。"))
        run.digests = {
            "catalogue": run.version.release_hash, "version": run.version.hash, "facts": facts, "vetoes": vetoes,
        }  # fmt: skip
        run.total = rows
        Run.objects.filter(pk=run.pk).update(digests=run.digests, total=rows)
        self.tell(total=rows)


class Lists(Register):
    """An automatic grant's four lists, a part of the register at a time."""

    def steps(self) -> Iterator[Piece]:
        said = set(self.work.outcomes.values_list("place", flat=True))
        for place, rows in judge_chunks(self.run, self.folder):
            if place in said:
                self.tell()
            else:
                yield Piece(place, f"part-{place}", rows)
        self.run.summary = put_together(self.run, self.folder)
        found = {name: file_hash(self.folder / f"{name}.csv") for name in LISTS}
        self.run.digests = {**self.run.digests, **found}


class Lab(Register):
    """A draft beside what is published."""

    def steps(self) -> Iterator[Piece]:
        self.run.summary = work_lab(self.run, self.folder, told=lambda done: self.tell(done=done))
        self.tell(done=self.run.total, total=self.run.total)
        yield from ()


def _runs() -> QuerySet[Run]:
    return Run.objects.select_related("version__programme").defer("summary", "draft")


def _title(work: Work) -> str:
    return own(work, _runs()).version.programme.name


def _kind(key: str, doing: type[Register], turn: float | None) -> Kind:
    return Kind(
        key=key, room=ROOM, noun="run", label=Run.Kind(key).label, unit=pgettext_lazy("unit", "家"), doing=doing,
        turn=turn, may_drive=may_drive, address=lambda work: reverse("policies:run", args=[work.reference]),
        title=_title, rows=_runs, words={"running": gettext_lazy("运行中")},
    )  # fmt: skip


KINDS = (_kind("lists", Lists, 60.0), _kind("lab", Lab, None))
