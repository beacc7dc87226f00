"""Drafts before the window, consent, and the day it is used."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.core.windows import Window, window_of
from district.cases.decisions import leaving
from district.cases.intake import actions as intake_actions
from district.cases.intake import consenting
from district.cases.intake.consenting import give_consent, submit_consented, take_back
from district.cases.intake.models import Consent
from district.ground import clock
from district.ground.messages.queries import messages_for
from district.ground.people.permissions import Refused
from district.ground.record.queries import history
from tests.district.cases.factories import FILES, LATER, District, join, know, publish

BEFORE, OPENS = dt.date(2023, 3, 1), dt.date(2023, 4, 1)
D = dt.date


def prepared(here: District, revenue: int = 3_000_000) -> Application:
    """A draft begun a month before the window of 2023 opens, on 1 March."""
    know(here.firm, "营业收入", Decimal(revenue))
    return here.started("award")


@pytest.mark.parametrize(
    "first, last, day, opens, closes",
    [
        ("04-01", "05-31", D(2022, 4, 1), D(2022, 4, 1), D(2022, 5, 31)),
        ("04-01", "05-31", D(2022, 5, 31), D(2022, 4, 1), D(2022, 5, 31)),
        ("04-01", "05-31", D(2022, 6, 1), D(2023, 4, 1), D(2023, 5, 31)),
        ("04-01", "05-31", D(2022, 1, 1), D(2022, 4, 1), D(2022, 5, 31)),
        ("11-15", "01-15", D(2022, 12, 31), D(2022, 11, 15), D(2023, 1, 15)),
        ("11-15", "01-15", D(2023, 1, 15), D(2022, 11, 15), D(2023, 1, 15)),
        ("11-15", "01-15", D(2023, 1, 16), D(2023, 11, 15), D(2024, 1, 15)),
        ("02-01", "02-29", D(2023, 2, 28), D(2023, 2, 1), D(2023, 2, 28)),
    ],
)
def test_the_window_that_is_open_or_next(first: str, last: str, day: D, opens: D, closes: D) -> None:
    assert window_of({"mode": "window", "from": first, "to": last}, day) == Window(opens, closes)


@pytest.mark.parametrize("intake", [{"mode": "rolling"}, {}, {"mode": "window"}, {"mode": "window", "from": "13-01"}])
def test_no_window(intake: dict[str, str]) -> None:
    assert window_of(intake, OPENS) is None


@pytest.mark.parametrize("day, may", [(D(2023, 1, 30), False), (D(2023, 1, 31), True), (D(2023, 3, 31), True)])
def test_a_draft_may_be_prepared_sixty_days_ahead(here: District, day: D, may: bool) -> None:
    with clock.at(day):
        if may:
            assert prepared(here).state == "draft"
        else:
            with pytest.raises(NotPossible, match="2023年4月1日"):
                prepared(here)


def test_it_cannot_be_handed_in_before_the_window(here: District) -> None:
    with clock.at(BEFORE):
        case = prepared(here)
        with pytest.raises(NotPossible, match="不在申报期"):
            intake_actions.submit(application=case, by=here.founder, declared={}, request_key=uuid.uuid4())
    case.refresh_from_db()
    assert case.state == "draft"


def test_consent_hands_it_in_on_the_day_and_once(here: District) -> None:
    with clock.at(BEFORE):
        case = prepared(here)
        consent = give_consent(application=case, by=here.founder)
        assert give_consent(application=case, by=here.founder) == consent
        assert "2023年4月1日" in consent.text and "示例成长奖励" in consent.text
    with clock.at(D(2023, 3, 31)):
        assert submit_consented() == consenting.Done()
    with clock.at(OPENS):
        assert submit_consented().submitted == [case.reference]
        assert submit_consented() == consenting.Done()
        case.refresh_from_db()
        assert (case.state, case.as_of, case.submissions.count()) == ("submitted", OPENS, 1)
        assert case.version.in_force_from == D(2023, 1, 1)
    line = history("cases", case.reference).get(verb="submit")
    assert line.by == here.founder
    consent.refresh_from_db()
    assert (consent.outcome, consent.used_at is not None) == ("submitted", True)
    assert any("已提交" in each.title for each in messages_for(here.founder))


def test_a_consent_taken_back_is_not_used(here: District) -> None:
    with clock.at(BEFORE):
        case = prepared(here)
        give_consent(application=case, by=here.founder)
        take_back(application=case, by=here.founder)
        take_back(application=case, by=here.founder)
    with clock.at(OPENS):
        assert submit_consented() == consenting.Done()
        case.refresh_from_db()
        assert case.state == "draft"
    with clock.at(BEFORE):
        give_consent(application=case, by=here.founder)
    assert Consent.objects.count() == 2


def test_what_was_filled_in_later_counts(here: District) -> None:
    with clock.at(BEFORE):
        case = here.started("award")
        give_consent(application=case, by=here.founder)
        intake_actions.save_draft(
            application=case, by=here.founder, entered={"营业收入": "300万"}, evidence={}, statements={}
        )
    with clock.at(OPENS):
        assert submit_consented().submitted == [case.reference]
    case.refresh_from_db()
    assert case.facts["营业收入"]["value"] == "3000000.00"


def failing(here: District, why: str) -> Application:
    """A draft with consent that cannot be handed in on the day."""
    case = prepared(here, revenue=1_000_000 if why == "不符合" else 3_000_000)
    give_consent(application=case, by=here.founder)
    if why == "看不懂":
        intake_actions.save_draft(
            application=case, by=here.founder, entered={"营业收入": "很多"}, evidence={}, statements={}
        )
    if why == "企业成员":
        here.firm.membership_set.filter(person=here.founder).update(state="refused")
        join(here.stranger, here.firm)
    return case


@pytest.mark.parametrize("why", ["不符合", "看不懂", "企业成员"])
def test_what_cannot_be_handed_in_is_said_and_stays_a_draft(here: District, why: str) -> None:
    with clock.at(BEFORE):
        case = failing(here, why)
    with clock.at(OPENS):
        done = submit_consented()
        assert why in done.failed[case.reference]
        assert submit_consented() == consenting.Done()
    case.refresh_from_db()
    assert (case.state, case.submissions.count(), case.consents.get().outcome) == ("draft", 0, "failed")
    told = messages_for(here.stranger if why == "企业成员" else here.founder).get(needs_action=True)
    assert "没有自动提交成功" in told.title and why in told.body
    assert history("cases", case.reference).filter(verb="consent_failed").count() == 1


def test_a_needed_paper_that_lacks_is_named(here: District) -> None:
    name = "test/programmes/award/2023-01-01.yaml"
    publish({**FILES, name: LATER + "evidence: [{name: 审计报告, needed: true}]\n"})
    with clock.at(BEFORE):
        case = prepared(here)
        give_consent(application=case, by=here.founder)
    with clock.at(OPENS):
        assert "材料：审计报告" in submit_consented().failed[case.reference]


def test_a_window_missed_is_said(here: District) -> None:
    with clock.at(BEFORE):
        case = prepared(here)
        give_consent(application=case, by=here.founder)
    with clock.at(D(2023, 6, 1)):
        assert "不在申报期" in submit_consented().failed[case.reference]


def test_handed_in_or_withdrawn_by_hand_meanwhile(here: District) -> None:
    with clock.at(BEFORE):
        case = prepared(here)
        give_consent(application=case, by=here.founder)
        leaving.withdraw(application=case, by=here.founder)
    with clock.at(OPENS):
        assert submit_consented().moot == [case.reference]
    assert case.consents.get().outcome == "moot"


def test_one_broken_case_keeps_nobody_waiting(here: District, monkeypatch: Any) -> None:
    from tests.district.cases.factories import enterprise

    with clock.at(BEFORE):
        first = prepared(here)
        give_consent(application=first, by=here.founder)
        other = enterprise("91310110MA00000A9R", "示例乙有限公司", 营业收入=Decimal(5_000_000))
        join(here.founder, other)
        second = here.started("award", firm=other)
        give_consent(application=second, by=here.founder)
    real = intake_actions.submit

    def breaks(**parts: Any) -> Any:
        if parts["application"].pk == first.pk:
            raise RuntimeError("a fault of ours")
        return real(**parts)

    monkeypatch.setattr(intake_actions, "submit", breaks)
    with clock.at(OPENS), pytest.raises(CommandError, match=first.reference):
        call_command("submit_consented")
    second.refresh_from_db()
    assert second.state == "submitted"
    assert first.consents.get().used_at is None
    monkeypatch.setattr(intake_actions, "submit", real)
    call_command("submit_consented", on=OPENS)
    first.refresh_from_db()
    assert first.state == "submitted"


def test_consent_is_for_members_and_for_drafts_that_wait(here: District) -> None:
    with clock.at(BEFORE):
        case = prepared(here)
        for who in (here.stranger, here.officer):
            with pytest.raises(Refused):
                give_consent(application=case, by=who)
    with clock.at(OPENS), pytest.raises(NotPossible, match="已经开放"):
        give_consent(application=case, by=here.founder)
    with pytest.raises(NotPossible):
        give_consent(application=here.started("hiring"), by=here.founder)


def test_through_the_pages(here: District, as_: Callable[..., Client]) -> None:
    with clock.at(BEFORE):
        client = as_(here.founder)
        assert "先准备草稿" in client.get("/my/applications/new/award/").content.decode()
        case = prepared(here)
        address = f"/my/applications/{case.reference}/"
        page = client.get(address).content.decode()
        assert "2023年4月1日 开放申报" in page and "核对并提交申报" not in page
        assert "请先勾选" in client.post(f"{address}consent/", follow=True).content.decode()
        for _ in range(2):
            page = client.post(f"{address}consent/", {"agree": "on"}, follow=True).content.decode()
        assert "同意自动提交" in page and Consent.objects.count() == 1
        page = client.post(f"{address}consent/take-back/", follow=True).content.decode()
        assert "已取消自动提交" in page
        assert "取消自动提交" in page
    with clock.at(OPENS):
        page = client.get(address).content.decode()
        assert "提交申报" in page and "开放申报" not in page


@pytest.mark.parametrize(
    "changed, name",
    [
        ({"outcome": "submitted"}, "a_used_consent_has_an_outcome"),
        ({"used_at": dt.datetime(2023, 4, 1, tzinfo=dt.UTC)}, "a_used_consent_has_an_outcome"),
        ({"used_at": dt.datetime(2023, 4, 1, tzinfo=dt.UTC), "outcome": "failed",
          "withdrawn_at": dt.datetime(2023, 4, 1, tzinfo=dt.UTC)}, "a_used_consent_is_not_taken_back"),
    ],
)  # fmt: skip
def test_constraints(here: District, changed: dict[str, Any], name: str) -> None:
    with clock.at(BEFORE):
        consent = give_consent(application=prepared(here), by=here.founder)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(**changed)


@pytest.mark.database
def test_one_live_consent_and_its_words_stay(here: District) -> None:
    with clock.at(BEFORE):
        consent = give_consent(application=prepared(here), by=here.founder)
    values = {"application": consent.application, "text": "x", "by": here.founder, "at": clock.now(), "opens_on": OPENS}
    with pytest.raises(IntegrityError, match=r"one_live_consent|intake_consent"), transaction.atomic():
        Consent.objects.create(kind="window", **values)
    with pytest.raises(IntegrityError, match="never_updated"), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(text="别的")
    with pytest.raises(IntegrityError, match="never_deleted"), transaction.atomic():
        consent.delete()
    take_back(application=consent.application, by=here.founder)
    with pytest.raises(IntegrityError, match="consent_kind_is_known"), transaction.atomic():
        Consent.objects.create(kind="other", **values)
