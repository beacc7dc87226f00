"""The kinds of long work of the site: each starts one as a page does, leaves it to the worker and waits for its end."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from district.cases.desk.bulk import actions as bulk
from district.cases.desk.bulk.models import Job
from district.cases.intake.handing_in import hand_in, open_draft
from district.cases.offers import actions as offers
from district.cases.offers import releasing, under_way
from district.cases.offers.models import OfferRound
from district.enterprises.importing import run as importing
from district.enterprises.importing.columns import Column
from district.enterprises.models import Enterprise, ImportRun
from district.funds import bank, paying, sealing
from district.funds.models import Batch, Line, Payee, Payment
from district.ground import clock
from district.ground.people.models import Person
from district.ground.work.actions import give
from district.policies.models import Programme, Run
from district.policies.queries import version_on
from district.policies.runs import work as runs
from tests.district.enterprises.registers import good, workbook

NIGHT = (
    ("ledger", "daily"),
    ("check_owners",),
    ("watch_obligations",),
    ("review_clocks",),
    ("submit_consented",),
    ("tell_openings",),
)


def until(done: Callable[[], bool]) -> None:
    while not done():
        time.sleep(0.2)


def who(username: str) -> Person:
    return Person.objects.get(username=username)


def lists(firms: int) -> None:
    version = version_on(Programme.objects.get(slug="hiring"), clock.today())
    assert version is not None
    run, _new = runs.start(kind="lists", version=version, as_of=clock.today(), by=who("officer"),
                           request_key=uuid.uuid4())  # fmt: skip
    give(run)
    until(lambda: Run.objects.filter(pk=run.pk, state="done").exists())


def make_offers(firms: int) -> None:
    round_, _new = offers.make_round(run=Run.objects.latest("pk"), by=who("officer"))
    under_way.give(round_)
    until(lambda: OfferRound.objects.filter(pk=round_.pk, state="made").exists())


def grant(firms: int) -> None:
    round_ = OfferRound.objects.select_related("run__version", "programme").latest("pk")
    releasing.release(round_=round_, by=who("leader"), seen=releasing.promise(round_).seen)
    under_way.give(round_)
    until(lambda: OfferRound.objects.filter(pk=round_.pk, state="released").exists())
    found = round_.offers.filter(state="applied").count()
    assert found >= firms, found


def take_in_register(firms: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = workbook(Path(folder) / "register.xlsx", [good(1000 + number) for number in range(firms * 50)])
        with path.open("rb") as file:
            run = importing.upload(file=file, name=path.name, source="示例", by=who("officer"))
    columns = [Column.from_json(each) for each in run.mapping["columns"]]
    importing.confirm(run=run, columns=columns, as_of=clock.today(), by=who("officer"))
    run.refresh_from_db()
    give(run)
    until(lambda: ImportRun.objects.filter(pk=run.pk, state="done").exists())


def accept_many(firms: int) -> None:
    programme, by, cases = Programme.objects.get(slug="money"), who("officer"), []
    for firm in Enterprise.objects.filter(membership__isnull=False).order_by("pk")[: firms // 2]:
        key = uuid.uuid4()
        case = open_draft(enterprise=firm, programme=programme, by=by, request_key=key)
        cases.append(hand_in(application=case, by=by, declared={}, request_key=key))
    job, _new = bulk.make(action="accept", cases=cases, by=by, request_key=uuid.uuid4())
    give(job)
    until(lambda: Job.objects.filter(pk=job.pk, state="ready").exists())
    bulk.start(job=job, by=by)
    give(job)
    until(lambda: Job.objects.filter(pk=job.pk, state="done").exists())


def pay(firms: int) -> None:
    now, by, entered = clock.now(), who("officer"), who("founder")
    have = Payee.objects.values("enterprise")
    Payee.objects.bulk_create(
        Payee(
            enterprise=firm, holder=firm.name, bank="示例银行", bank_code="102290000000", last4="0000",
            state="verified", sealed=sealing.seal("6222000000000000", firm.uscc), print=f"{firm.pk}",
            entered_by=entered, entered_at=now, verified_by=by, verified_at=now, request_key=uuid.uuid4(),
        )
        for firm in Enterprise.objects.filter(membership__isnull=False).exclude(pk__in=have)
    )  # fmt: skip
    line = Line.objects.get(year=clock.today().year)
    batch = paying.make_batch(line=line, by=who("finance"), request_key=uuid.uuid4())
    paying.check_batch(batch=batch, by=who("cashier"))
    paying.release_first(batch=batch, by=who("finance"), reason="示例")
    paying.release_second(batch=batch, by=who("treasurer"))
    paying.give(paying.SENDING, batch.reference)
    until(lambda: Batch.objects.filter(pk=batch.pk, state="sent").exists())
    batch.refresh_from_db()
    rows = [(each.reference, each.fen, "paid", "") for each in Payment.objects.filter(batch=batch)]
    file, _new = paying.take_return(batch=batch, name="回单.csv", content=bank.answer(batch.reference, rows),
                                    by=who("finance"))  # fmt: skip
    paying.give(paying.APPLYING, f"{batch.reference}/{file.pk}")
    until(lambda: Batch.objects.filter(pk=batch.pk, state="closed").exists())


def night(firms: int) -> None:
    for command in NIGHT:
        subprocess.run([sys.executable, "-m", "district", *command], check=True, stdout=subprocess.DEVNULL)


def nothing(firms: int) -> None:
    """What a sign-in and a write take when nobody works in the background: the machine's own share of it."""
    time.sleep(15)


WORKS: dict[str, Callable[[int], None]] = {
    "nothing": nothing,
    "whole-register lists": lists, "offers made and told": make_offers, "automatic grant": grant,
    "register import": take_in_register, "bulk acceptance": accept_many, "payment batch and return": pay,
    "the night's work": night,
}  # fmt: skip
