"""What becomes of a sheet far from the others: marked, left out of the mean, or looked at again by its expert."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from docx import Document

from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.review.scoring import actions as scoring
from district.cases.review.scoring import outliers, queries
from district.cases.review.scoring.minutes import written
from district.cases.review.scoring.models import Round, Sheet
from district.ground import clock
from district.ground.messages.models import Message
from tests.district.cases.giants import DAY, GIANT, Giants, at, giants

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(db: None) -> Iterator[None]:
    with at():
        yield


def marked(then: str, *, least: int = 2) -> tuple[Giants, Application, Round]:
    """One case marked 80, 78 and 30."""
    rule = GIANT.replace("outlier: 20", f"outlier: 20, outliers: {then}").replace("least: 2", f"least: {least}")
    award = giants(rule)
    case = award.reviewed(1)
    round_ = award.round([case])
    award.mark(round_, case, (50, 30), (50, 28), (20, 10))
    return award, case, round_


def close(award: Giants, round_: Round) -> Decimal | None:
    scoring.close_round(round_=round_, by=award.officer)
    return round_.entries.get().score


@pytest.mark.parametrize(("then", "mean"), [("mark", "62.667"), ("drop", "79.000")])
def test_the_rule_says_whether_an_outlier_counts(then: str, mean: str) -> None:
    award, _case, round_ = marked(then)
    assert close(award, round_) == Decimal(mean)
    text = "\n".join(each.text for each in Document(io.BytesIO(written(round_))).paragraphs)
    assert ("不计入平均" if then == "drop" else "计入平均") in text


def test_what_is_dropped_must_leave_enough() -> None:
    award, _case, round_ = marked("drop", least=3)
    with pytest.raises(NotPossible, match="去掉离群的评分后不足 3 张"):
        close(award, round_)
    assert Application.objects.get().state == "scoring"


def test_an_expert_is_asked_once_and_may_stand_by_it() -> None:
    award, _case, round_ = marked("ask")
    far = Sheet.objects.get(seat__expert__person=award.experts[2])
    with pytest.raises(NotPossible, match="先请专家复看：A01 示例专家3"):
        close(award, round_)
    assert outliers.ask_again(round_=round_, by=award.officer) == 1
    assert Message.objects.filter(to=award.experts[2], title__startswith="请复看您的评分").count() == 1
    assert list(queries.to_do(queries.sheets_of(award.experts[2]))) == [far]
    with pytest.raises(NotPossible, match="没有要请专家复看"):
        outliers.ask_again(round_=round_, by=award.officer)
    with pytest.raises(NotPossible, match="还在等专家复看：A01 示例专家3"):
        close(award, round_)
    with clock.at(DAY + dt.timedelta(days=3)):
        with pytest.raises(NotPossible, match="写明理由"):
            scoring.give_marks(sheet=far, by=award.experts[2], marks={"创新": 20, "成长": 10})
        scoring.give_marks(sheet=far, by=award.experts[2], marks={"创新": 20, "成长": 10}, note="技术路线已过时。")
        assert close(award, round_) == Decimal("62.667")
    text = "\n".join(each.text for each in Document(io.BytesIO(written(round_))).paragraphs)
    assert "已请专家复看" in text and "技术路线已过时" in text


def test_the_pages_lead_through_it(as_: Any) -> None:
    award, _case, round_ = marked("ask")
    officer, page = as_(award.officer), reverse("cases:round", args=[round_.reference])
    assert "请专家复看 1 张离群评分" in officer.get(page).content.decode()
    assert officer.post(reverse("cases:round_ask", args=[round_.reference])).status_code == 302
    assert "离群，待复看" in officer.get(page).content.decode()
    expert = as_(award.experts[2])
    assert "请复看" in expert.get(reverse("cases:sheets")).content.decode()
    far = Sheet.objects.get(seat__expert__person=award.experts[2])
    sheet = reverse("cases:sheet_mark", args=[far.pk])
    assert expert.post(sheet, {"mark-0": "50", "mark-1": "20", "note": ""}).status_code == 422
    with clock.at(DAY + dt.timedelta(days=1)):
        assert expert.post(sheet, {"mark-0": "50", "mark-1": "20", "note": "看漏了专利"}).status_code == 302
    assert close(award, round_) == Decimal("76.000")
