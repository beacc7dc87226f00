"""A process that works a batch of 5,000 is killed at random points; the next one goes on, and nobody is paid twice.

The site of this test is real: a database file (or a PostgreSQL database) of its own, and subprocesses that are killed
with SIGKILL at four (ten) random moments while they mark payments as sent and apply the bank's answer.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests import turns
from tests.district.policies.test_killed import KILLED

ROOT = Path(__file__).resolve().parents[3]
PAYMENTS, KILLS = 5000, turns.times(4, 10)  # on each of the two databases
PREPARE = """
import datetime as dt, uuid
from django.core.management import call_command
call_command("migrate", verbosity=0)
from district.enterprises.models import Enterprise
from district.funds import paying
from district.funds.models import Payee
from district.ground import clock
from tests.district.funds.town import code, town
import district.funds.models as m
from django.db import transaction
clock._frozen.set(dt.datetime(2022, 6, 24, 2, tzinfo=dt.timezone.utc))
here = town(fill=PAYMENTS * 1000)
now, version = clock.now(), here.version()
firms = Enterprise.objects.bulk_create(
    Enterprise(uscc=code(n), name=f"示例{n}公司", created_at=now, updated_at=now) for n in range(PAYMENTS))
Payee.objects.bulk_create(
    Payee(enterprise=firm, holder=firm.name, bank="示例银行", bank_code="102290000000",
          number=f"6222{n:010}", last4=f"{n:04}"[-4:], print=str(n), state="verified",
          entered_by=here.base.founder, entered_at=now, verified_by=here.officer, verified_at=now,
          request_key=uuid.uuid4()) for n, firm in enumerate(firms))
point = transaction.atomic()  # award, plan and money agree by the end of the transaction, not before
point.__enter__()
awards = m.Award.objects.bulk_create(
    m.Award(reference=f"SB-{n}", enterprise=firm, version=version, line=here.line, title="示例", state="committed",
            fen=100000, each=100000, committed_at=now) for n, firm in enumerate(firms))
m.Instalment.objects.bulk_create(
    m.Instalment(award=award, line=here.line, serial=1, fen=100000, full=100000, due_on=clock.today(), state="due")
    for award in awards)
money = {kind: m.Account.objects.get(line=here.line, level="district", kind=kind)
         for kind in ("available", "committed")}
m.Transfer.objects.bulk_create(
    m.Transfer(at=now, verb="commit", credit=money["available"], debit=money["committed"], fen=100000, award=award)
    for award in awards)
point.__exit__(None, None, None)
batch = here.made()
paying.check_batch(batch=batch, by=here.cashier)
paying.release_first(batch=batch, by=here.finance, reason="x")
paying.release_second(batch=batch, by=here.treasurer)
"""
ANSWER = """
from district.funds import bank, paying
from district.funds.models import Batch, Payment
batch = Batch.objects.get()
rows = [(p.reference, p.fen, "failed" if n % 10 == 0 else "paid", "示例")
        for n, p in enumerate(batch.payments.order_by("pk"))]
paying.take_return(batch=batch, name="x", content=bank.answer(batch.reference, rows), by=batch.made_by)
"""
REPORT = """
import json
from django.db.models import Count, Sum
from district.funds import verifying
from district.funds.models import Batch, Payment, Transfer
twice = Transfer.objects.filter(verb__in=["settle", "fail", "send"]).values("verb", "payment")
twice = twice.annotate(n=Count("pk")).filter(n__gt=1)
print(json.dumps({
    "faults": verifying.verify(), "states": dict(Payment.objects.order_by().values_list("state").annotate(Count("pk"))),
    "batch": Batch.objects.get().state, "twice": twice.count(),
    "verbs": {verb: [n, fen] for verb, n, fen in Transfer.objects.filter(verb__in=["send", "settle", "fail"]).order_by()
              .values_list("verb").annotate(n=Count("pk"), fen=Sum("fen"))}}))
"""


def environment(folder: Path) -> dict[str, str]:
    found = {**os.environ, "HUIQI_DATA": str(folder), "HUIQI_DEBUG": "1", "HUIQI_TASKS": "immediate",
             "DJANGO_SETTINGS_MODULE": "district.web.settings", "PYTHONPATH": str(ROOT)}  # fmt: skip
    if url := os.environ.get("HUIQI_TEST_POSTGRES"):
        name = f"crash_{os.getpid()}"
        _psql(url, f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
        found["HUIQI_DATABASE"] = f"{url.rsplit('/', 1)[0]}/{name}"
    return found


def _psql(url: str, *statements: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def script(text: str, env: dict[str, str]) -> str:
    code = f"import django; django.setup()\nPAYMENTS = {PAYMENTS}\n{text}"
    run = subprocess.run([sys.executable, "-c", code], env=env, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr[-2000:]
    return run.stdout


def resume(env: dict[str, str], kill_after: float | None) -> bool:
    """One run of `huiqi ledger resume`; killed so many seconds after its first chunk. True when it ended by itself."""
    run = subprocess.Popen([sys.executable, "-m", "district", "ledger", "resume"], env=env, cwd=ROOT, text=True,
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
    assert run.stdout is not None
    first = run.stdout.readline()
    if kill_after is not None and first.startswith(("sent", "applied")):
        time.sleep(kill_after)
        run.send_signal(signal.SIGKILL)
    _out, err = run.communicate(timeout=300)
    if run.returncode == -signal.SIGKILL:
        return False
    assert run.returncode == 0, err[-2000:]
    return True


@turns.alone(KILLED[2], KILLED)
@pytest.mark.database
def test_killed_again_and_again_everybody_is_paid_once(tmp_path: Path) -> None:
    import json

    env, rng, kills = environment(tmp_path), random.Random(20220624), 0
    script(PREPARE, env)
    for step in ("send", "answer"):
        for _ in range(KILLS // 2):
            if resume(env, rng.uniform(0, 0.25)):
                break
            kills += 1
            half = json.loads(script(REPORT, env)) if kills % 3 == 0 else {"faults": []}
            assert half["faults"] == []  # the ledger holds at every moment, not only at the end
        assert resume(env, None)
        if step == "send":
            script(ANSWER, env)
    found = json.loads(script(REPORT, env))
    assert kills >= KILLS * 0.7, f"only {kills} of {KILLS} runs were still working when they were killed"
    assert found["faults"] == [] and found["twice"] == 0
    paid, failed = PAYMENTS * 9 // 10, PAYMENTS // 10
    assert found["states"] == {"paid": paid, "failed": failed} and found["batch"] == "closed"
    moved = {verb: [count, count * 100_000] for verb, count in (("send", PAYMENTS), ("settle", paid), ("fail", failed))}
    assert found["verbs"] == moved
