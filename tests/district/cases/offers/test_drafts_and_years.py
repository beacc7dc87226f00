"""An offer is answered by whatever its firm hands in; one click leads to a decision; a newer list replaces an older."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.intake import actions as intake_actions
from district.cases.offers import actions, queries, releasing
from district.cases.offers.models import Offer, OfferRound
from district.ground import clock
from district.ground.messages.models import Message
from district.ground.record.models import LogEntry
from district.policies import queries as policies
from district.policies.models import Programme, Run
from district.policies.runs import work as runs
from tests.district.cases.factories import District, join, know
from tests.district.cases.offers.test_offers import again, firm, made, offer_of, release, town  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


def click() -> Programme:
    return Programme.objects.get(slug="click")


def begun(town: District, number: int) -> Application:  # noqa: F811
    return intake_actions.start(enterprise=firm(number), programme=click(), by=town.founder, request_key=uuid.uuid4())


def run_of(town: District, day: dt.date, slug: str = "hiring") -> Run:  # noqa: F811
    version = policies.version_on(Programme.objects.get(slug=slug), day)
    assert version is not None
    run, _ = runs.start(kind="lists", version=version, as_of=day, by=town.officer, request_key=uuid.uuid4())
    runs.work(Run.objects.get(pk=run.pk))
    return Run.objects.get(pk=run.pk)


class TestDrafts:
    def test_a_draft_handed_in_answers_the_offer(self, town: District, as_: Any) -> None:  # noqa: F811
        round_ = made(town)
        offer = offer_of(1)
        before = as_(town.founder).get(reverse("cases:offers")).content.decode().count("前确认")
        assert Message.objects.get(subject=offer.reference).needs_action
        draft = begun(town, 1)
        page = as_(town.founder).get(reverse("cases:offer", args=[offer.reference])).content.decode()
        assert f"/my/applications/{draft.reference}/" in page and "继续填写" in page
        intake_actions.submit(
            application=draft, by=town.founder, declared={"失信被执行": False}, request_key=uuid.uuid4(),
            statements={"promise": True},
        )  # fmt: skip
        offer.refresh_from_db()
        assert (offer.state, offer.application_id, offer.answered_by) == ("applied", draft.pk, town.founder)
        tally = {row["kind"]: row for row in queries.tally(round_)}
        assert tally["missing"]["applied"] == 1
        assert not Message.objects.get(subject=offer.reference).needs_action
        listed = as_(town.founder).get(reverse("cases:offers")).content.decode()
        assert listed.count("前确认") == before - 1

    def test_one_click_hands_in_the_draft_there_is(self, town: District) -> None:  # noqa: F811
        made(town)
        draft = begun(town, 0)
        case = actions.confirm(offer=offer_of(0), by=town.founder, amount=Decimal(500), request_key=uuid.uuid4())
        assert case == draft
        assert Application.objects.count() == 1

    def test_a_forgotten_draft_does_not_cost_the_grant(self, town: District) -> None:  # noqa: F811
        draft = intake_actions.start(
            enterprise=firm(0), programme=Programme.objects.get(slug="hiring"), by=town.founder,
            request_key=uuid.uuid4(),
        )  # fmt: skip
        round_ = made(town, "hiring")
        release(round_, town.leader)
        again(round_)
        draft.refresh_from_db()
        assert (draft.state, offer_of(0).state) == ("granted", "applied")


class TestOneClick:
    def test_it_waits_for_the_decision_and_not_for_acceptance(self, town: District) -> None:  # noqa: F811
        round_ = made(town)
        case = actions.confirm(offer=offer_of(0), by=town.founder, amount=Decimal(500), request_key=uuid.uuid4())
        assert (case.state, case.officer) == ("accepted", None)
        assert case.due_on is not None
        line = LogEntry.objects.get(verb="accept", subject=case.reference)
        assert (line.by, line.data["ex_officio"]) == (None, round_.reference)
        told = Message.objects.filter(subject=case.reference, to=town.founder)
        assert [each.title for each in told] == ["示例0号公司：“示例点一下”已确认"]
        asked = Message.objects.filter(subject=case.reference, to=town.officer).get()
        assert "待决定" in asked.title and "不用受理" in asked.body

    def test_what_is_not_clear_is_accepted_by_hand(self, town: District) -> None:  # noqa: F811
        made(town)
        join(town.founder, firm(4))
        offer, draft = offer_of(4), begun(town, 4)
        intake_actions.submit(application=draft, by=town.founder, declared={}, request_key=uuid.uuid4(),
                     statements={"promise": True})  # fmt: skip
        offer.refresh_from_db()
        assert (draft.state, offer.state) == ("submitted", "applied")


class TestRefused:
    def test_a_firm_hears_why_an_automatic_grant_failed(self, town: District) -> None:  # noqa: F811
        round_ = made(town, "hiring")
        release(round_, town.leader)
        know(firm(0), "失信被执行", True, since=dt.date(2022, 6, 1))
        again(round_)
        told = Message.objects.get(to=town.founder, subject=offer_of(0).reference)
        assert told.title == "示例0号公司：“示例用工补贴”免申即享未能办理"
        assert "失信" in told.body and "自行申报" in told.body

    def test_who_is_struck_from_a_list_that_was_never_released_hears_nothing(self, town: District) -> None:  # noqa: F811
        made(town, "hiring")
        know(firm(0), "失信被执行", True, since=dt.date(2022, 6, 1))
        assert offer_of(0).state == "refused"
        assert not Message.objects.filter(to=town.founder, subject=offer_of(0).reference).exists()

    def test_what_asked_for_a_click_asks_no_more(self, town: District) -> None:  # noqa: F811
        made(town)
        told = Message.objects.filter(to=town.founder, subject=offer_of(0).reference)
        assert told.get().needs_action
        know(firm(0), "失信被执行", True, since=dt.date(2022, 6, 1))
        assert not told.filter(needs_action=True).exists()
        assert told.latest("pk").title == "示例0号公司：“示例点一下”免申即享未能办理"


class TestYears:
    def test_a_newer_list_replaces_the_one_before(self, town: District) -> None:  # noqa: F811
        first = made(town)
        know(firm(3), "从业人员", 2, since=dt.date(2022, 6, 1))
        join(town.founder, firm(3))
        second = made(town)
        first.refresh_from_db()
        assert (first.state, second.replaces, second.year) == ("replaced", first, 2022)
        assert not Offer.objects.filter(round=first, state="open").exists()
        assert first.offers.get(enterprise=firm(0)).why == f"已列入新的名单 {second.reference}"
        assert second.offers.get(enterprise=firm(0)).state == "open"
        left_out = Message.objects.get(subject=first.offers.get(enterprise=firm(3)).reference, to=town.founder)
        assert "不在新的名单上" in left_out.body
        assert not Message.objects.filter(subject=first.offers.get(enterprise=firm(0)).reference, needs_action=True)

    def test_last_years_list_is_not_released_beside_this_years(self, town: District) -> None:  # noqa: F811
        with clock.at(dt.date(2022, 12, 20)):
            old = again(actions.make_round(run=run_of(town, dt.date(2022, 12, 20)), by=town.officer)[0])
        with clock.at(dt.date(2023, 1, 10)):
            with pytest.raises(NotPossible, match="2022 年的名单，今年不能再放行"):
                release(old, town.leader)
            new = again(actions.make_round(run=run_of(town, dt.date(2023, 1, 10)), by=town.officer)[0])
            old.refresh_from_db()
            for act in (lambda: release(old, town.leader),
                        lambda: releasing.choose(round_=old, by=town.officer, way="wait")):  # fmt: skip
                with pytest.raises(NotPossible, match=f"2023 年的名单 {new.reference}"):
                    act()
            assert release(new, town.leader)

    def test_an_older_run_makes_no_list_after_a_newer(self, town: District, as_: Any) -> None:  # noqa: F811
        with clock.at(dt.date(2022, 12, 20)):
            old = run_of(town, dt.date(2022, 12, 20))
        with clock.at(dt.date(2023, 1, 10)):
            new = actions.make_round(run=run_of(town, dt.date(2023, 1, 10)), by=town.officer)[0]
            again(new)
            assert old not in queries.runs_to_offer(town.officer)
            with pytest.raises(NotPossible, match="不能再发核算日 2022-12-20 的名单"):
                actions.make_round(run=old, by=town.officer)

    def test_of_one_day_the_last_run_is_the_newest(self, town: District) -> None:  # noqa: F811
        day = dt.date(2022, 6, 24)
        runs_ = [run_of(town, day) for _ in range(4)]
        first, second = (again(actions.make_round(run=run, by=town.officer)[0]) for run in runs_[:2])
        last = actions.make_round(run=runs_[3], by=town.officer)[0]
        assert (second.replaces, last.replaces) == (first, second)
        with pytest.raises(NotPossible, match="不能再发核算日"):
            actions.make_round(run=runs_[2], by=town.officer)

    def test_a_list_under_way_is_not_replaced(self, town: District) -> None:  # noqa: F811
        round_ = made(town, "hiring")
        OfferRound.objects.filter(pk=round_.pk).update(state="making")
        with pytest.raises(NotPossible, match="正在办理"):
            actions.make_round(run=run_of(town, dt.date(2022, 6, 24)), by=town.officer)

    def test_the_database_knows_one_list_to_release(self, town: District) -> None:  # noqa: F811
        first = made(town)
        made(town)
        with pytest.raises(IntegrityError, match=r"one_list_of_a_programme_to_release|UNIQUE"), transaction.atomic():
            OfferRound.objects.filter(pk=first.pk).update(state="made")
