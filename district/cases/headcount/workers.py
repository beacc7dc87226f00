"""One worker, one month, one group of schemes: staff lines as keyed hashes, collisions before payment.

Public names for the rest of the room: `register`, `check`, `heads`, `release_lines`. Lists that are part of an
application are registered by `listed` instead, with the grant.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.permissions import may_work
from district.cases.core.states import ENTERED, GIVEN_UP, OPEN_STATES
from district.cases.headcount.comparing import months_between, open_collisions, taken
from district.cases.headcount.list_spec import asked_list
from district.cases.headcount.models import Collision, WorkerClaim, WorkerMonth
from district.cases.headcount.permissions import may_register
from district.ground import clock
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, write_log
from district.ground.record.id_numbers import BadIdNumber, read_id_number

ROOM = "cases"
MOST_LINES = 5000


class BadNumber(ValueError):
    """Not an ID number; says why without repeating it."""


@lru_cache(maxsize=1)
def _key(text: str) -> bytes:
    digest = hashes.Hash(hashes.SM3())
    digest.update(b"huiqi worker key 1\x00" + text.encode())
    return digest.finalize()


def _mac(message: str) -> str:
    mac = HMAC(_key(settings.WORKER_KEY), hashes.SM3())
    mac.update(message.encode())
    return mac.finalize().hex()


def hash_of(number: str) -> str:
    """HMAC-SM3 of an ID number under the district's key, 64 hex digits. Raises BadNumber."""
    try:
        plain = read_id_number(number)
    except BadIdNumber:
        raise BadNumber(_("身份证号码不对（位数、日期或校验位）")) from None
    return _mac("id:" + plain)


def key_mark() -> str:
    """Eight hex digits that tell one key from another and nothing of it."""
    return _mac("mark")[:8]


def masked(name: str) -> str:
    """The family name and stars: 张三丰 → 张**."""
    plain = unicodedata.normalize("NFKC", name).strip()
    return plain[:1] + "*" * min(len(plain) - 1, 10) if plain else ""


class Named(Protocol):
    """What a collision says of a worker."""

    @property
    def worker(self) -> str: ...
    @property
    def masked(self) -> str: ...


@dataclass(frozen=True)
class Line:
    """One worker of a list as it is kept: the hash, the masked name, first days of the first and last month."""

    worker: str
    masked: str
    first: dt.date
    last: dt.date
    row: int = 0

    @property
    def months(self) -> list[dt.date]:
        return months_between(self.first, self.last)


@dataclass
class Registered:
    """What came of a list: lines put down, lines known before, collisions, and what in the list overlaps itself."""

    added: int = 0
    known: int = 0
    collisions: list[Collision] = field(default_factory=list)
    overlapping: list[Line] = field(default_factory=list)


def group_of(application: Application) -> str:
    """The group of schemes within which a worker counts once. Raises NotPossible where nothing is paid by head."""
    declared = application.version.description.get("workers") or {}
    if not declared.get("group"):
        raise NotPossible(_("这个项目不按人头计算，不用提交职工名单。"))
    return str(declared["group"])


def register(*, application: Application, lines: Iterable[Line], by: Person) -> Registered:
    """Put down the workers an application claims for; a line whose months are taken is a collision and not put down.

    The enterprise while it fills in or corrects; the lead bureau's officer while the case is open. Twice is once.
    Raises NotPossible, Refused.
    """
    wanted = sorted(set(lines), key=lambda each: (each.worker, each.first, each.last))  # one order: no deadlock
    if len(wanted) > MOST_LINES:
        raise NotPossible(_("一次至多 %(n)d 人，请分几份上传。") % {"n": MOST_LINES})
    with transaction.atomic():
        row = lock(Application.objects.all()).get(pk=application.pk)
        _may_put_down(row, by)
        group = group_of(row)
        if asked_list(row.version.description):
            raise NotPossible(_("这个项目的名单在申报里填写，同意时登记。"))
        last = WorkerClaim.objects.order_by("-pk").values_list("key_mark", flat=True).first()
        if last not in (None, key_mark()):
            raise NotPossible(_("密钥与已登记的名单不一致，无法比对，请联系系统管理员。"))
        release_dead({each.worker for each in wanted})
        done = Registered()
        standing = set(row.workers.filter(live=True).values_list("worker", "first", "last"))
        new = [each for each in wanted if (each.worker, each.first, each.last) not in standing]
        done.known = len(wanted) - len(new)
        free = _apart(row, group, new, by, done)
        if put_down(row, group, free, by) is not None:
            done.added = len(free)
        else:  # somebody registered one of them this very moment: line by line, the database says which
            for each in free:
                if put_down(row, group, [each], by) or (
                    _apart(row, group, [each], by, done) and put_down(row, group, [each], by)
                ):
                    done.added += 1
        write_log(room=ROOM, subject=row.reference, verb="register_workers", by=by, before=row.state, after=row.state,
                  data={"added": done.added, "known": done.known, "collisions": len(done.collisions)})  # fmt: skip
    return done


def _may_put_down(row: Application, by: Person) -> None:
    if row.state in ENTERED:
        require(may_register(by, row))
    elif row.state in OPEN_STATES:
        require(may_work(by, row))
    else:
        raise NotPossible(_("已办结，不能再改职工名单。"))


def put_down(
    row: Application, group: str, lines: list[Line], by: Person, *, besides: Collection[tuple[str, str]] = ()
) -> int | None:
    """All of them or none, less the months the application holds already and `besides` (worker, `2022-03`).

    How many lines were new; None when a month is taken: the database decides, whoever else writes just now.
    """
    mark, now = key_mark(), clock.now()
    own = {(each.worker, each.month) for each in WorkerMonth.objects.filter(claim__application=row, live=True)}
    free = {
        line: months for line in lines
        if (months := [month for month in line.months
                       if (line.worker, month) not in own and (line.worker, f"{month:%Y-%m}") not in besides])
    }  # fmt: skip
    try:
        with transaction.atomic():
            claims = WorkerClaim.objects.bulk_create(
                WorkerClaim(application=row, group=group, worker=each.worker, masked=each.masked, first=each.first,
                            last=each.last, key_mark=mark, by=by, at=now)
                for each in sorted(free, key=lambda line: (line.worker, line.first))
            )  # fmt: skip
            by_line = {(each.worker, each.first, each.last): each for each in claims}
            WorkerMonth.objects.bulk_create(
                (WorkerMonth(claim=by_line[line.worker, line.first, line.last], group=group, worker=line.worker,
                             month=month)
                 for line in sorted(free, key=lambda line: (line.worker, line.first)) for month in free[line]),
                batch_size=500,
            )  # fmt: skip
    except IntegrityError:
        return None
    return len(free)


def _apart(row: Application, group: str, lines: list[Line], by: Person, done: Registered) -> list[Line]:
    """The lines whose months are free; of the others says in `done` whose claim holds which months."""
    held_by = taken(group, {each.worker for each in lines})
    free: list[Line] = []
    collided: list[tuple[Line, WorkerClaim, list[str]]] = []
    own: set[tuple[str, dt.date]] = set()
    for line in lines:
        held = [each for each in held_by[line.worker] if each.month in line.months]
        others: dict[WorkerClaim, list[str]] = defaultdict(list)
        for month in held:
            if month.claim.application_id != row.pk:
                others[month.claim].append(f"{month.month:%Y-%m}")
        months = {(line.worker, month) for month in line.months}
        if others:
            collided += [(line, claim, named) for claim, named in others.items()]
        elif held or own & months:
            done.overlapping.append(line)
        else:
            own |= months
            free.append(line)
    done.collisions += note_collisions(row, group, collided, by)
    return free


def note_collisions(
    row: Application, group: str, collided: Sequence[tuple[Named, WorkerClaim, list[str]]], by: Person | None
) -> list[Collision]:
    """One row a worker and claim; what was noted before is opened again when other months are claimed, or when a worker
    who was struck from the list is in it again.
    """
    if not collided:
        return []
    noted: dict[tuple[str, int], Collision] = {(each.worker, each.holder_id): each for each in row.collisions.all()}
    new: dict[tuple[str, int], Collision] = {}
    changed: list[Collision] = []
    for line, claim, months in collided:
        key = (line.worker, claim.pk)
        known = noted.get(key) or new.get(key)
        if known is None:
            new[key] = Collision(application=row, holder=claim, group=group, worker=line.worker, masked=line.masked,
                                 months=months, by=by, at=clock.now())  # fmt: skip
        elif not set(months) <= set(known.months) or known.state == Collision.State.STRUCK:
            known.months, known.state = sorted({*known.months, *months}), Collision.State.OPEN
            if known.pk:
                changed.append(known)
    made = Collision.objects.bulk_create(new.values(), batch_size=500)
    Collision.objects.bulk_update(changed, ["months", "state"], batch_size=500)
    keys = dict.fromkeys((line.worker, claim.pk) for line, claim, _months in collided)
    by_key = noted | {(each.worker, each.holder_id): each for each in made}
    return [by_key[key] for key in keys]


def release_dead(wanted: Collection[str]) -> None:
    """Lines of these workers in applications that were refused, withdrawn or deemed so count no more."""
    hashes_ = sorted(wanted)
    for start in range(0, len(hashes_), 1000):
        dead = WorkerClaim.objects.filter(worker__in=hashes_[start : start + 1000], live=True)
        dead = dead.filter(application__state__in=GIVEN_UP)
        if ids := list(dead.values_list("pk", flat=True)):
            WorkerMonth.objects.filter(claim__in=ids, live=True).update(live=False)
            WorkerClaim.objects.filter(pk__in=ids).update(live=False)


def release_lines(*, application: Application, by: Person, claims: Iterable[int] | None = None) -> int:
    """Take lines back (all, or those with these ids) so that the months are free again; returns how many."""
    with transaction.atomic():
        row = lock(Application.objects.all()).get(pk=application.pk)
        _may_put_down(row, by)
        rows = row.workers.filter(live=True)
        ids = list((rows if claims is None else rows.filter(pk__in=list(claims))).values_list("pk", flat=True))
        WorkerMonth.objects.filter(claim__in=ids).update(live=False)
        WorkerClaim.objects.filter(pk__in=ids).update(live=False)
        if ids:
            write_log(room=ROOM, subject=row.reference, verb="release_workers", by=by, before=row.state,
                      after=row.state, data={"lines": len(ids)})  # fmt: skip
    return len(ids)


def check(reference: str) -> list[Collision]:
    """Collisions of an application that stand: ask before deciding and before paying. Empty when there is none.

    One whose earlier claim has been given up since does not stand: the later enterprise may register again.
    """
    return list(open_collisions(reference))


def heads(reference: str) -> int:
    """How many different workers an application has put down."""
    return WorkerClaim.objects.filter(application__reference=reference, live=True).values("worker").distinct().count()
