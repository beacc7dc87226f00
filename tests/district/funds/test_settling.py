"""Payments without an answer are settled by two people with a paper, whoever is quicker."""

from __future__ import annotations

import io
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from district.funds import handing_out, queries, settling, verifying, working
from district.funds.checks import NotPossible
from district.funds.models import Batch, Payment, Settlement
from district.ground.people.permissions import Refused
from tests.district.funds.test_concurrency import rush
from tests.district.funds.town import Town
from tests.district.ground.files import samples


def asked(here: Town, payment: Payment, result: str, **more: Any) -> Settlement:
    given = {"reason": "示例凭证 2022-7 号", "by": here.finance, "request_key": uuid.uuid4(), **more}
    return settling.ask(payment=payment, result=result, file=io.BytesIO(samples.pdf()), name="凭证.pdf", **given)


def gone(here: Town, number: int = 1) -> Payment:
    """A payment whose file has left."""
    here.payee(number)
    here.commit(number)
    batch = here.sent()
    handing_out.hand_out(batch=batch, by=here.finance, for_what="送盘")
    return batch.payments.get()


@pytest.mark.parametrize("result, state, paid", [("paid", "paid", 100000), ("failed", "due", 0)])
def test_settled_as_the_paper_says(here: Town, result: str, state: str, paid: int) -> None:
    payment = gone(here)
    settlement = asked(here, payment, result)
    assert verifying.verify() == [] and queries.balances_of([here.line])[here.line.pk].sent == 100000
    settling.agree(settlement=settlement, by=here.cashier)
    payment.refresh_from_db()
    assert (payment.state, payment.instalment.state) == (result, state)
    assert queries.balances_of([here.line])[here.line.pk].paid == paid
    assert Batch.objects.get().state == "closed" and verifying.verify() == []


def test_nobody_settles_alone_and_nothing_without_a_paper(here: Town) -> None:
    payment = gone(here)
    with pytest.raises(settling.BadUpload):
        settling.ask(payment=payment, result="paid", reason="示例", file=io.BytesIO(b"x"), name="x.pdf",
                     by=here.finance, request_key=uuid.uuid4())  # fmt: skip
    with pytest.raises(Refused):
        asked(here, payment, "paid", by=here.officer)
    settlement = asked(here, payment, "paid")
    with pytest.raises(Refused, match="自己确认"):
        settling.agree(settlement=settlement, by=here.finance)
    with pytest.raises(NotPossible, match="已有人提出"):
        asked(here, payment, "failed", by=here.cashier)
    settling.decline(settlement=settlement, by=here.cashier, reason="凭证是另一笔的")
    assert Payment.objects.get().state == "sent"
    assert asked(here, payment, "failed").state == "asked"


def test_what_has_not_left_is_not_settled(here: Town) -> None:
    here.payee()
    here.commit()
    payment = here.sent().payments.get()
    with pytest.raises(NotPossible, match="还没有取走"):
        asked(here, payment, "paid")


def test_an_answer_that_came_between_wins(here: Town) -> None:
    payment = gone(here)
    settlement = asked(here, payment, "paid")
    here.answer(payment.batch, "failed")
    payment.refresh_from_db()
    assert payment.state == "failed"
    settling.agree(
        settlement=settlement, by=here.cashier
    )  # the paper says it was paid after all: it settles what is due
    payment.refresh_from_db()
    assert (payment.state, payment.instalment.state) == ("paid", "paid") and verifying.verify() == []
    with pytest.raises(NotPossible, match="处理过"):
        settling.agree(settlement=settlement, by=here.treasurer)


@pytest.mark.database
def test_two_who_agree_and_a_return_file_at_once_book_it_once(committed: Town) -> None:
    payment = gone(committed)
    settlement = asked(committed, payment, "paid")
    results = rush([
        lambda: settling.agree(settlement=settlement, by=committed.cashier),
        lambda: settling.agree(settlement=settlement, by=committed.treasurer),
        lambda: committed.answer(payment.batch, "paid"),
        lambda: settling.decline(settlement=settlement, by=committed.treasurer, reason="晚了一步"),
    ])  # fmt: skip
    assert all(not isinstance(each, Exception) or isinstance(each, NotPossible) for each in results), results
    payment.refresh_from_db()
    assert payment.state == "paid" and payment.transfers.filter(verb="settle").count() == 1
    assert verifying.verify() == []


@pytest.mark.database
def test_two_who_ask_at_once_ask_once(committed: Town) -> None:
    payment = gone(committed)
    rush([lambda who=who: asked(committed, payment, "paid", by=who) for who in (committed.finance, committed.cashier)])  # type: ignore[misc]
    assert Settlement.objects.count() == 1


def test_by_the_pages(here: Town, as_: Any) -> None:
    payment = gone(here)
    address = f"/desk/payment/{payment.reference}/"
    client = as_(here.finance)
    assert payment.reference in client.get(f"/desk/batches/{payment.batch.reference}/").content.decode()
    given = {"result": "paid", "reason": "示例凭证 7 号", "request_key": str(uuid.uuid4())}
    assert client.post(f"{address}ask/", given).status_code == 422  # without its paper
    bad = SimpleUploadedFile("x.pdf", b"not a paper")
    assert client.post(f"{address}ask/", {**given, "file": bad}).status_code == 422
    for _ in range(2):
        paper = SimpleUploadedFile("凭证.pdf", samples.pdf())
        client.post(f"{address}ask/", {**given, "file": paper})
    row = Settlement.objects.get()
    page = client.get(address).content.decode()
    assert "提出的人不能自己确认" in page and "凭证.pdf" in page
    assert client.get(f"/files/{row.paper.reference}/").status_code == 200
    client.post(f"{address}settle/", {"settlement": row.pk, "agree": "yes"})
    assert Settlement.objects.get().state == "asked"
    other = as_(here.cashier)
    other.post(f"{address}settle/", {"settlement": row.pk, "agree": "no", "reason": ""})
    assert Settlement.objects.get().state == "asked"  # a reason is needed
    other.post(f"{address}settle/", {"settlement": row.pk, "agree": "yes"})
    assert Payment.objects.get().state == "paid" and "已确认" in other.get(address).content.decode()
    assert as_(here.base.founder).get(address).status_code == 403
    assert working.resume() == 0
