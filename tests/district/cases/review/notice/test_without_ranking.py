"""A public notice where nobody is ranked: every case that is through may be put on it, from the notices' own page."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from district.cases.core.models import Application
from district.cases.review.notice import actions as notice
from district.cases.review.notice import hearing, paper, queries
from district.cases.review.notice.models import Notice, NoticeLine
from district.ground import clock
from tests.district.cases import deciding
from tests.district.cases.giants import PLAIN, PROGRAMME, Giants, at, files, giants

pytestmark = pytest.mark.django_db
FREE = "".join(
    line for line in PLAIN.replace("[accept, decide]", "[accept, notice, decide]").splitlines(keepends=True)
    if not line.startswith(("quota:", "rank:", "benefit:"))
)  # fmt: skip
OVER = dt.date(2022, 5, 30)


@pytest.fixture(autouse=True)
def day(db: None) -> Iterator[None]:
    with at():
        yield


@pytest.fixture
def award(monkeypatch: pytest.MonkeyPatch) -> Giants:
    """A recognition: no money, no quota, no list."""
    monkeypatch.setitem(files.__globals__, "PROGRAMME", PROGRAMME.replace("kind: award", "kind: recognition"))
    return giants(FREE)


def test_who_is_through_is_put_on_notice_and_granted_from_the_pages(award: Giants, as_: Any) -> None:
    cases = [award.accepted(n) for n in (1, 2, 3)]
    officer, page = as_(award.officer), reverse("cases:desk_notices")
    shown = officer.get(page).content.decode()
    assert "示例小巨人：3 件可以公示" in shown and "不排名次" in shown
    assert page in officer.get(reverse("cases:case", args=[cases[0].reference])).content.decode()
    where, key = reverse("cases:propose", args=["giant"]), str(uuid.uuid4())
    chosen = [case.reference for case in cases[:2]]
    for _click in range(2):
        assert officer.post(where, {"case": chosen, "request_key": key}).status_code == 302
    made = Notice.objects.get()
    assert made.title == "示例小巨人拟认定名单公示"
    said = "\n".join(paper.letter_of(queries.full(queries.public_notices()).get(), "https://example.org/").lines())
    assert "拟认定名单共2家" in said and "拟支持" not in said
    assert {line.application_id for line in made.lines.all()} == {case.pk for case in cases[:2]}
    assert "1 件可以公示" in officer.get(page).content.decode()
    with clock.at(OVER):
        for case in cases[:2]:
            deciding.decide(application=Application.objects.get(pk=case.pk), by=award.officer, outcome="granted")
    assert set(NoticeLine.objects.values_list("outcome", flat=True)) == {"kept"}


def test_struck_off_it_is_judged_again_and_may_be_proposed_anew(award: Giants) -> None:
    case = award.accepted(1)
    made = notice.propose(applications=[case], by=award.officer, request_key=uuid.uuid4())
    found = notice.object_to(line=made.lines.get(), grounds="示例", address="10.0.0.1")
    hearing.state(objection=found, by=award.founder, statement="登记已更正。")
    notice.answer_objection(objection=found, by=award.officer, upheld=True, reply="登记有误，先更正。", read=True)
    [group] = queries.ready_for_notice(award.officer)
    assert group.cases == [case] and not group.listed


def test_another_bureau_sees_nothing_to_propose(award: Giants, as_: Any) -> None:
    case = award.accepted(1)
    assert queries.ready_for_notice(award.market) == []
    where = reverse("cases:propose", args=["giant"])
    assert (
        as_(award.market).post(where, {"case": [case.reference], "request_key": str(uuid.uuid4())}).status_code == 404
    )
