"""Starting, doing, stopping and taking up runs. A killed run goes on where it was when it is taken up again.

Whoever works on a run holds a lock on a file in its folder, which the system lets go when the process dies, however it
dies: a run without its lock has no worker, and two workers never write one run's parts.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import secrets
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person, Role, bureau_of
from district.ground.record.actions import write_log
from district.policies.models import ProgrammeVersion, Run
from district.policies.permissions import may_be_applied_for, may_drive, may_list, may_run
from district.policies.runs.lab import Trial, work_lab
from district.policies.runs.lists import LISTS, work_lists
from district.policies.runs.snapshot import file_hash, write_snapshot
from rulebook import NoValueYet
from rulebook.columns.numbers import CannotCompile
from rulebook.sweeping.facts_file import FactsFileError
from rulebook.sweeping.sweep import SweepError

ROOM = "policies"
WAITING = (Run.State.QUEUED, Run.State.RUNNING)
STOPPED = (Run.State.CANCELLED, Run.State.FAILED, Run.State.RUNNING)  # RUNNING too: its worker may have been killed


class Stopped(Exception):
    """Somebody asked the run to stop."""


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
    with transaction.atomic():
        run, created = Run.objects.get_or_create(request_key=request_key, defaults={
            "reference": f"PC-{clock.today():%Y%m%d}-{secrets.token_hex(3).upper()}", "kind": kind, "version": version,
            "as_of": as_of, "draft": draft, "vary": vary, "budget": budget, "repeats": repeats, "by": by,
            "office": office, "created_at": clock.now(), **(trial.columns if trial else {}),
        })  # fmt: skip
        if created:
            write_log(room=ROOM, subject=run.reference, verb=f"start-{kind}", by=by,
                      data={"programme": version.programme.slug, "version": version.hash, "office": office.name,
                            **({"repeats": repeats.reference} if repeats else {})})  # fmt: skip
    return run, created


def cancel(*, run: Run, by: Person) -> None:
    require(may_drive(by, run))
    if Run.objects.filter(pk=run.pk, state__in=WAITING).update(state=Run.State.CANCELLED):
        write_log(room=ROOM, subject=run.reference, verb="cancel-run", by=by)


def resume(*, run: Run, by: Person) -> bool:
    """Queue a stopped run again; False when there is nothing to take up."""
    require(may_drive(by, run))
    queued = Run.objects.filter(pk=run.pk, state__in=STOPPED).update(state=Run.State.QUEUED, error="")
    if queued:
        write_log(room=ROOM, subject=run.reference, verb="resume-run", by=by)
    return bool(queued)


@contextmanager
def held(run: Run, *, wait: bool = True) -> Iterator[bool]:
    """The run's lock for this process; gives False when another has it and we do not `wait`."""
    with (folder_of(run) / "worker.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True


def take_up_abandoned() -> list[Run]:
    """Queue again the runs that a dead worker left behind; the caller enqueues them. For a worker's start.

    A run still waiting for its first turn is among them, since its task may have died with the worker; done twice, the
    second time finds it done.
    """
    found = []
    for run in Run.objects.filter(state__in=WAITING).order_by("pk"):
        with held(run, wait=False) as free:
            if not free:
                continue
            with transaction.atomic():
                if Run.objects.filter(pk=run.pk, state=Run.State.RUNNING).update(state=Run.State.QUEUED):
                    write_log(room=ROOM, subject=run.reference, verb="resume-run", by=None, reason="worker-died")
            found.append(run)
    return found


def work(run: Run) -> None:
    """Do what is left of a run; waits where another worker is still about to stop."""
    with held(run):
        _work(run)


def _work(run: Run) -> None:
    if not Run.objects.filter(pk=run.pk, state__in=WAITING).update(
        state=Run.State.RUNNING, started_at=clock.now(), error=""
    ):
        return
    run.refresh_from_db()
    folder = folder_of(run)
    try:
        _pin(run, folder)
        summary = {"lists": work_lists, "lab": work_lab}[run.kind](run, folder, told=_teller(run))
    except Stopped:
        return
    except (FactsFileError, SweepError, NoValueYet, CannotCompile, OSError, ValueError) as error:
        with transaction.atomic():
            Run.objects.filter(pk=run.pk).update(state=Run.State.FAILED, error=str(error)[:2000])
            write_log(room=ROOM, subject=run.reference, verb="run-failed", by=run.by, reason=str(error)[:500])
        return
    digests = {**run.digests, **{name: file_hash(folder / f"{name}.csv") for name in LISTS if run.kind == "lists"}}
    with transaction.atomic():
        if Run.objects.filter(pk=run.pk, state=Run.State.RUNNING).update(
            state=Run.State.DONE, done=run.total, summary=json.loads(json.dumps(summary, default=str)), digests=digests,
            finished_at=clock.now(),
        ):  # fmt: skip
            write_log(room=ROOM, subject=run.reference, verb="run-done", by=run.by, data=digests)


def _pin(run: Run, folder: Path) -> None:
    """The snapshot, once: a repeated run takes its first run's."""
    path = folder / "facts.csv"
    if path.exists() and run.digests.get("facts") == file_hash(path):
        return
    for part in folder.glob("part-*.csv"):
        part.unlink()  # of another snapshot
    if run.repeats is not None:
        shutil.copyfile(folder_of(run.repeats) / "facts.csv", path)
        facts, vetoes, rows = file_hash(path), run.repeats.digests["vetoes"], run.repeats.total
    else:
        facts, vetoes, rows = write_snapshot(path, run.as_of, stop=lambda: _stop_if_asked(run))
    if run.repeats is not None and facts != run.repeats.digests["facts"]:
        raise ValueError(_("首次运行的数据快照已被改动，不能重复。"))
    run.digests = {"catalogue": run.version.release_hash, "version": run.version.hash, "facts": facts, "vetoes": vetoes}
    run.total = rows
    run.save(update_fields=["digests", "total"])


def _stop_if_asked(run: Run) -> None:
    if not Run.objects.filter(pk=run.pk, state=Run.State.RUNNING).exists():
        raise Stopped


def _teller(run: Run) -> Callable[[int], Any]:
    """Keeps the row's progress, at most twice a second, and stops when asked to."""
    last = 0.0

    def told(done: int) -> None:
        nonlocal last
        if time.monotonic() - last < 0.5 and done < run.total:
            return
        last = time.monotonic()
        if not Run.objects.filter(pk=run.pk, state=Run.State.RUNNING).update(done=min(done, run.total)):
            raise Stopped

    return told
