"""Every programme of the catalogue, from application to each of its ends, by its own process, over the turn of a year.

A programme added to the catalogue is walked with no new code: its facts are those of its own worked examples.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse

import rulebook
from district.cases.core import queries
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application, Decision
from district.cases.core.process import NOTICE, handling_of
from district.cases.decisions import leaving
from district.cases.intake import actions as intake_actions
from district.cases.places.guard import places_of
from district.cases.places.listed import period_today, quota_of
from district.cases.places.models import Places
from district.cases.review import actions as review_actions
from district.cases.review.notice import actions as notice
from district.cases.review.notice import hearing
from district.cases.review.ranking import actions as places
from district.funds import verifying
from district.ground import clock
from rulebook.catalogue.services import is_service
from tests import turns
from tests.house.ground import ROOT, Ground, ground
from tests.house.walking import Walker, fresh, nothing_is_held
from tests.standing import undone

CATALOGUE = rulebook.read_catalogue(ROOT / "catalogue" / "yangpu")
ALL = sorted(
    slug for slug, each in CATALOGUE.programmes.items() if each.subject == "enterprise"
)  # persons: a walk of theirs
SERVICES = [slug for slug in ALL if is_service(CATALOGUE.programmes[slug], CATALOGUE.programmes[slug].versions[-1])]
DECIDED = [slug for slug in ALL if slug not in SERVICES]


def rest(slug: str) -> dict[str, Any]:
    return dict(CATALOGUE.programmes[slug].versions[-1].rest)


NOTICED = [slug for slug in DECIDED if NOTICE in handling_of(rest(slug)).steps]
WAITED = [slug for slug in DECIDED if (rest(slug).get("quota") or {}).get("waiting")]


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Ground]:
    """The catalogue and the people, set up once; gone at the end."""
    # Some rules of the shipped catalogue are confirmed by no document: those decide in a demonstration only.
    with django_db_blocker.unblock(), undone(), override_settings(DEMO=True):
        with clock.at(dt.date(2017, 1, 5)):
            made = ground()
        yield made


@pytest.fixture
def walked(town: Ground, django_db_blocker: Any, request: pytest.FixtureRequest) -> Iterator[Ground]:
    """A walk's own writes are taken back after it; whatever it did, the ledger holds.

    The way to the money is walked with every programme in every run, the other ends by turns.
    """
    if request.function is not test_granted_paid_and_done and not turns.has_turn(request.node.name, 2):
        pytest.skip(turns.ANOTHERS)
    with django_db_blocker.unblock(), undone():
        yield town
        assert verifying.verify() == []


def to_a_grant(walker: Walker, case: Application) -> Decision:
    walker.to_the_notice([case])
    made = walker.on_notice(fresh(case))
    walker.after(made)
    walker.past_new_year()
    return walker.decide(case, "granted")


def reads(walker: Walker, case: Application) -> str:
    """What the firm reads of its case on that day."""
    client = Client()
    client.force_login(walker.ground.applicant)
    with clock.at(walker.day):
        answer = client.get(reverse("cases:mine_one", args=[case.reference]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_walks_reach_everything() -> None:
    assert len(SERVICES) + len(DECIDED) == len(ALL) and DECIDED and SERVICES and NOTICED and WAITED


@pytest.mark.parametrize("slug", DECIDED)
def test_granted_paid_and_done(walked: Ground, slug: str) -> None:
    walker = Walker.of(walked, slug)
    case = walker.accepted()
    made = to_a_grant(walker, case)
    assert made.year == walker.held.day.year + 1 and queries.replay(made).same and made.letter
    facts, answers = dict(walker.held.facts), {**walker.held.answers, **walker.statements(case)}
    assert made.amount == rulebook.judge(CATALOGUE, slug, facts, walker.held.day, answers).amount
    assert made.number in reads(walker, case)
    award = walker.pay_out(fresh(case))
    if rest(slug).get("budget") and made.amount:
        assert award is not None and award.state == "settled"
        paid = sum(each.fen for each in award.instalments.filter(state="paid"))
        if award.instalments.filter(state="stopped").exists():  # only where the firm has outgrown the rule meanwhile
            assert rulebook.judge(CATALOGUE, slug, facts, walker.day, answers).eligible is False and paid
        else:
            assert paid == award.fen == int(made.total * 100)
    for each in walker.keep_promises(case):
        assert each.state == "kept", (each.key, each.state, each.missing, each.next_on, each.until_on)
    assert fresh(case).state == "granted"


@pytest.mark.parametrize("slug", DECIDED)
def test_refused(walked: Ground, slug: str) -> None:
    walker = Walker.of(walked, slug)
    case = walker.accepted()
    walker.past_new_year()
    made = walker.decide(case, "refused")
    assert fresh(case).state == "refused" and made.amount is None and made.letter
    assert nothing_is_held(case) and made.number in reads(walker, case)


@pytest.mark.parametrize("slug", DECIDED)
def test_withdrawn(walked: Ground, slug: str) -> None:
    walker = Walker.of(walked, slug)
    case = walker.accepted()
    walker.past_new_year()
    with clock.at(walker.day):
        leaving.withdraw(application=fresh(case), by=walked.applicant, reason="示例")
    assert fresh(case).state == "withdrawn" and nothing_is_held(case)
    assert "您已撤回" in reads(walker, case)


@pytest.mark.parametrize("slug", DECIDED)
def test_sent_back_handed_in_again_and_granted(walked: Ground, slug: str) -> None:
    walker = Walker.of(walked, slug)
    case = walker.returned()
    assert (case.submissions.count(), case.as_of) == (2, walker.held.day)
    assert to_a_grant(walker, case).outcome == "granted"


@pytest.mark.parametrize("slug", NOTICED)
def test_struck_off_at_the_notice(walked: Ground, slug: str) -> None:
    walker = Walker.of(walked, slug)
    case = walker.accepted()
    walker.to_the_notice([case])
    made = walker.on_notice(fresh(case))
    assert made is not None
    walker.on(1)
    with clock.at(walker.day):
        found = notice.object_to(line=made.lines.get(), grounds="示例", address="10.0.0.1")
        hearing.state(objection=found, by=walker.ground.applicant, statement="示例：没有这回事。")
        notice.answer_objection(objection=found, by=walker.officer, upheld=True, reply="属实。", read=True)
    walker.past_new_year()
    with pytest.raises(NotPossible), transaction.atomic():
        walker.decide(case, "granted")
    walker.decide(case, "refused")
    assert fresh(case).state == "refused" and nothing_is_held(case)


@pytest.mark.parametrize("slug", WAITED)
def test_waiting_then_called_up_or_refused(walked: Ground, slug: str) -> None:
    """One place is left: of three the first has it, leaves, and the second is called up; the third is refused."""
    walker = Walker.of(walked, slug)
    cases = [walker.submitted() for _ in range(3)]
    walker.on(2)
    with clock.at(walker.day):
        for case in cases:
            review_actions.accept(application=case, by=walker.officer)
        quota = quota_of(cases[0].version)
        assert quota is not None
        row = places_of(cases[0].programme, quota, period_today(quota))
        Places.objects.filter(pk=row.pk).update(taken=row.count - 1)
    walker.to_the_notice(cases)
    assert [fresh(case).state for case in cases] == ["accepted", "waiting", "waiting"]
    walker.past_new_year()
    with clock.at(walker.day):
        with pytest.raises(NotPossible), transaction.atomic():
            places.call_up(programme=cases[0].programme, by=walker.officer)
        leaving.withdraw(application=fresh(cases[0]), by=walked.applicant)
        assert places.call_up(programme=cases[0].programme, by=walker.officer) == cases[1]
    made = walker.on_notice(fresh(cases[1]))
    walker.after(made)
    assert walker.decide(cases[1], "granted").outcome == "granted"
    assert walker.decide(cases[2], "refused").outcome == "refused"
    row.refresh_from_db()
    assert row.taken == row.count


@pytest.mark.parametrize("slug", SERVICES)
def test_a_service_leads_to_its_office(walked: Ground, slug: str, client: Client) -> None:
    programme, version = CATALOGUE.programmes[slug], CATALOGUE.programmes[slug].versions[-1]
    with clock.at(max(version.since, dt.date(2022, 6, 24))):
        firm = walked.firm({}, dt.date(2022, 1, 1))
        with pytest.raises(NotPossible, match="直接联系") as said, transaction.atomic():
            intake_actions.start(enterprise=firm, programme=walked.programme(slug), by=walked.applicant,
                          request_key=uuid.uuid4())  # fmt: skip
        office = walked.programme(slug).office
        assert office.full in str(said.value) and programme.act
        page = client.get(reverse("policies:programme", args=[slug])).content.decode()
    assert office.full in page and ("怎么用上这项服务" in page or "找谁问" in page)  # where a page of ours leads on
