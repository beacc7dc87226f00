"""From an automatic grant's lists to offers, cases made by the bureau, and one click."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from district.cases.core.checks import NotPossible
from district.cases.core.models import Application, Decision
from district.cases.intake import actions as intake_actions
from district.cases.offers import actions, queries, releasing, under_way, work
from district.cases.offers.models import Offer, OfferRound
from district.enterprises.actions import take_in
from district.enterprises.models import Enterprise
from district.ground import clock
from district.ground.messages.models import Message
from district.ground.people.models import Person
from district.ground.people.permissions import Refused
from district.ground.record.models import LogEntry
from district.ground.work.actions import take_up, work_on
from district.policies import queries as policies
from district.policies.models import Programme, Run
from district.policies.runs import work as runs
from tests.district.cases.factories import FILES, District, join, know, person, publish
from tests.district.enterprises.registers import code
from tests.district.policies.test_runs import AUTOMATIC

pytestmark = pytest.mark.django_db
DAY = dt.date(2022, 6, 24)
PLAIN = AUTOMATIC.replace("  - {id: promise, say: 承诺不迁出, person: 申报人}\n", "")
FACTS: list[dict[str, Any]] = [
    {"注册区": "示例区", "从业人员": Decimal(5), "失信被执行": False},
    {"注册区": "示例区", "从业人员": Decimal(5)},
    {"注册区": "示例区", "从业人员": Decimal(2), "失信被执行": False},
]


@pytest.fixture
def town(here: District, settings: Any, tmp_path: Any) -> Iterator[District]:
    """Nine firms: of every three one fits, one lacks a fact, one is too small; the first has the founder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    name = "name: 示例点一下\noffice: 区人社局\nkind: subsidy\nfor: [中小微企业]\nsummary: 示例项目。\n"
    publish(FILES | {"test/programmes/hiring/2022-01-01.yaml": PLAIN,
                     "test/programmes/click/2022-01-01.yaml": AUTOMATIC + "process: [decide, pay]\n",
                     "test/programmes/click/programme.yaml": name})  # fmt: skip
    firms = [(code(500 + n), f"示例{n}号公司", FACTS[n % 3]) for n in range(9)]
    take_in(firms=firms, source="示例", valid_from=dt.date(2022, 1, 1))
    join(here.founder, firm(0))
    join(here.founder, firm(1))
    yield here


def firm(number: int) -> Enterprise:
    return Enterprise.objects.get(uscc=code(500 + number))


def listed(here: District, slug: str = "click") -> Run:
    version = policies.version_on(Programme.objects.get(slug=slug), DAY)
    assert version is not None
    run, _ = runs.start(kind="lists", version=version, as_of=DAY, by=here.officer, request_key=uuid.uuid4())
    runs.work(Run.objects.get(pk=run.pk))
    return queries.runs_to_offer(here.officer)[0]


def made(here: District, slug: str = "click") -> OfferRound:
    round_, created = actions.make_round(run=listed(here, slug), by=here.officer)
    assert created
    return again(round_)


def again(round_: OfferRound) -> OfferRound:
    found = under_way.last(round_)
    assert found is not None
    work_on(found)
    round_.refresh_from_db()
    return round_


def release(round_: OfferRound, by: Person) -> bool:
    """As on the page: what is promised is read, then confirmed."""
    return releasing.release(round_=round_, by=by, seen=releasing.promise(round_).seen)


def offer_of(number: int) -> Offer:
    return Offer.objects.get(enterprise=firm(number))


class TestMaking:
    def test_an_offer_a_row_and_members_are_told(self, town: District) -> None:
        round_ = made(town)
        assert round_.state == "made"
        kinds = {row["kind"]: (row["count"], row["open"]) for row in queries.tally(round_)}
        listed = {kind: round_.run.summary[kind]["count"] for kind in ("pay", "click", "missing")}
        assert kinds == {kind: (count, count) for kind, count in listed.items()}
        assert kinds["click"][0] >= 3
        told = Message.objects.filter(to=town.founder, subject=offer_of(0).reference)
        assert told.get().title == "示例0号公司：“示例点一下”免申即享，请一键确认"
        assert offer_of(1).say == "失信被执行"

    def test_made_once_and_gone_on_with(self, town: District, monkeypatch: Any) -> None:
        """Killed within the second chunk: nothing of it stays, and whoever goes on makes every offer once."""
        run = listed(town)
        real, calls = work._busy, []

        def dying(round_: OfferRound, firms: list[Enterprise]) -> dict[int, str]:
            calls.append(1)
            if len(calls) == 2:
                raise KeyboardInterrupt
            return real(round_, firms)

        monkeypatch.setattr(work, "SOME", 2)
        round_, _created = actions.make_round(run=run, by=town.officer)
        with monkeypatch.context() as patched:
            patched.setattr(work, "_busy", dying)
            with pytest.raises(KeyboardInterrupt):
                again(round_)
        assert round_.offers.count() == 2
        assert actions.make_round(run=run, by=town.officer) == (round_, False)
        assert [each.subject for each in take_up()] == [round_.reference]
        assert again(round_).state == "made"
        assert round_.offers.count() == sum(run.summary[kind]["count"] for kind in ("pay", "click", "missing"))
        told = Message.objects.filter(to=town.founder, subject__startswith="MX")
        assert told.count() == told.values("subject").distinct().count() == 3

    def test_who_has_a_case_or_an_offer_gets_no_other(self, town: District) -> None:
        case = intake_actions.start(enterprise=firm(0), programme=Programme.objects.get(slug="click"), by=town.founder,
                           request_key=uuid.uuid4())  # fmt: skip
        intake_actions.submit(application=case, by=town.founder, declared={}, request_key=uuid.uuid4())
        first = made(town)
        assert "已有一件正在办理" in first.offers.get(enterprise=firm(0)).why

    def test_only_officers_of_the_office_and_done_lists(self, town: District) -> None:
        round_ = made(town)
        with pytest.raises(Refused):
            actions.make_round(run=round_.run, by=town.colleague)
        Run.objects.filter(pk=round_.run_id).update(state="running")
        with pytest.raises(NotPossible, match="已完成"):
            actions.make_round(run=Run.objects.get(pk=round_.run_id), by=town.officer)

    def test_the_database_holds_it(self, town: District) -> None:
        round_ = made(town)
        offer = offer_of(0)
        one, all_ = Offer.objects.filter(pk=offer.pk), OfferRound.objects.filter(pk=round_.pk)
        again_ = {"programme": offer.programme, "kind": "click", "say": "-"}
        broken: list[tuple[str, Any]] = [
            ("offer_round_state_is_known", lambda: all_.update(state="lost", released_by=town.leader)),
            ("pay_list_released_by_another", lambda: all_.update(released_by=town.officer)),
            ("released_says_by_whom", lambda: all_.update(state="released")),
            ("one_offer_a_round|UNIQUE", lambda: Offer.objects.create(
                reference="A", round=round_, enterprise=offer.enterprise, state="declined", **again_)),
            ("offer_kind_is_known", lambda: one.update(kind="gift")),
            ("offer_applied_has_its_case", lambda: one.update(state="applied")),
            ("offer_refused_says_why", lambda: one.update(state="refused")),
        ]  # fmt: skip
        for name, act in broken:
            with pytest.raises(IntegrityError, match=name), transaction.atomic():
                act()
        other = OfferRound.objects.create(
            reference="B", run=_another(round_.run), programme=offer.programme, by=town.officer, state="replaced",
            expires_on=DAY, created_at=clock.now(), as_of=DAY, year=2022,
        )  # fmt: skip
        with pytest.raises(IntegrityError, match=r"one_open_offer_a_programme|UNIQUE"), transaction.atomic():
            Offer.objects.create(reference="C", round=other, enterprise=offer.enterprise, **again_)


def _another(run: Run) -> Run:
    run.pk = run.id = None
    run.reference, run.request_key = "PC-OTHER", uuid.uuid4()
    run.save()
    return run


class TestPayList:
    def test_released_by_another_and_granted_without_a_click(self, town: District) -> None:
        round_ = made(town, "hiring")
        with pytest.raises(Refused, match="负责人放行"):
            release(round_, town.officer)
        assert release(round_, town.leader)
        assert not release(round_, town.leader)
        assert again(round_).state == "released"
        pay = queries.tally(round_)[0]
        granted = Decision.objects.filter(outcome="granted")
        assert pay["count"] == pay["applied"] + pay["refused"]
        assert pay["applied"] == granted.count() == 4  # firms 0, 3, 6 and the district's own
        assert {each.by for each in granted} == {town.leader}
        assert {each.amount for each in granted} == {Decimal("500.00"), Decimal("800.00")}
        case = granted[0].application
        assert case.officer == town.officer
        start = LogEntry.objects.get(verb="start", subject=case.reference)
        assert start.data == {"ex_officio": round_.reference}
        refused = round_.offers.filter(kind="pay", state="refused")
        assert all(each.why for each in refused)

    def test_changed_facts_are_not_paid_on(self, town: District) -> None:
        round_ = made(town, "hiring")
        know(firm(0), "从业人员", 6, since=dt.date(2022, 6, 1))
        know(firm(3), "失信被执行", True, since=dt.date(2022, 6, 1))
        release(round_, town.leader)
        again(round_)
        assert "名单上是 500.00 元" in offer_of(0).why
        assert offer_of(3).state == "refused"
        assert not Application.objects.filter(enterprise__in=[firm(0), firm(3)]).exists()

    def test_killed_in_between_it_goes_on(self, town: District, monkeypatch: Any) -> None:
        round_ = made(town, "hiring")
        release(round_, town.leader)
        real, calls = work._grant_case, []

        def dying(each: OfferRound, row: Offer) -> None:
            real(each, row)
            calls.append(1)
            if len(calls) == 2:
                raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(work, "_grant_case", dying)
            with pytest.raises(KeyboardInterrupt):
                again(round_)
        assert Decision.objects.count() == 1
        assert again(round_).state == "released"
        assert Decision.objects.count() == 4


class TestClick:
    def test_one_click_makes_one_case(self, town: District) -> None:
        made(town)
        offer = offer_of(0)
        found = {
            actions.confirm(offer=offer, by=town.founder, amount=Decimal("500.00"), request_key=uuid.uuid4())
            for _ in range(2)
        }
        [case] = found
        assert (case.state, case.statements) == ("accepted", {"promise": True})
        assert case.verdict["eligible"] is True
        assert offer.state == "applied"
        assert LogEntry.objects.filter(verb="confirm_automatic").count() == 1

    def test_another_amount_is_asked_again(self, town: District) -> None:
        made(town)
        offer = offer_of(0)
        know(firm(0), "从业人员", 7, since=dt.date(2022, 6, 1))
        with pytest.raises(actions.Differs):
            actions.confirm(offer=offer, by=town.founder, amount=Decimal("500.00"), request_key=uuid.uuid4())
        assert not Application.objects.exists()
        case = actions.confirm(offer=offer, by=town.founder, amount=Decimal("700.00"), request_key=uuid.uuid4())
        assert case.verdict["amount"] == "700"

    def test_what_no_longer_fits_is_said(self, town: District) -> None:
        made(town)
        know(firm(0), "失信被执行", True, since=dt.date(2022, 6, 1))
        with pytest.raises(NotPossible, match="不符合"):
            actions.confirm(offer=offer_of(0), by=town.founder, amount=Decimal(500), request_key=uuid.uuid4())

    def test_expired_missing_declined_and_strangers(self, town: District) -> None:
        round_ = made(town)
        key = uuid.uuid4()
        with clock.at(round_.expires_on + dt.timedelta(days=1)), pytest.raises(NotPossible, match="已过确认期限"):
            actions.confirm(offer=offer_of(0), by=town.founder, amount=Decimal(500), request_key=key)
        with pytest.raises(NotPossible, match="补材料或信息"):
            actions.confirm(offer=offer_of(1), by=town.founder, amount=None, request_key=key)
        with pytest.raises(Refused, match="企业成员"):
            actions.confirm(offer=offer_of(0), by=town.stranger, amount=Decimal(500), request_key=key)
        for _ in range(2):
            actions.decline(offer=offer_of(0), by=town.founder, why="不需要")
        assert LogEntry.objects.filter(verb="decline-offer").count() == 1
        with pytest.raises(NotPossible, match="答复过"):
            actions.confirm(offer=offer_of(0), by=town.founder, amount=Decimal(500), request_key=key)


class TestPages:
    def test_the_desks_and_the_enterprises(self, town: District, as_: Any) -> None:
        version = policies.version_on(Programme.objects.get(slug="click"), DAY)
        assert version is not None
        run, _ = runs.start(kind="lists", version=version, as_of=DAY, by=town.officer, request_key=uuid.uuid4())
        runs.work(Run.objects.get(pk=run.pk))
        client = as_(town.officer)
        assert run.reference in client.get(reverse("cases:offer_rounds")).content.decode()
        for _ in range(2):
            client.post(reverse("cases:offer_make"), {"run": run.reference})
        round_ = again(OfferRound.objects.get())
        address = reverse("cases:offer_round", args=[round_.reference])
        page = client.get(address, {"kind": "click"}).content.decode()
        assert "示例0号公司" in page
        assert "示例1号公司" not in page
        assert as_(town.colleague).get(address).status_code == 404
        client = as_(town.founder)
        assert "示例点一下" in client.get(reverse("cases:offers")).content.decode()
        mine = reverse("cases:offer", args=[offer_of(0).reference])
        page = client.get(mine)
        assert "一键确认" in page.content.decode()
        assert "承诺不迁出" in page.content.decode()
        assert "只差一项" in client.get(reverse("cases:offer", args=[offer_of(1).reference])).content.decode()
        know(firm(0), "从业人员", 7, since=dt.date(2022, 6, 1))
        data = {"amount": "500.00", "request_key": str(uuid.uuid4())}
        asked = client.post(mine + "confirm/", data)
        assert asked.status_code == 422
        assert "名单上是" in asked.content.decode()
        data["amount"] = "700.00"
        for _ in range(2):
            assert client.post(mine + "confirm/", data).status_code == 302
        assert Application.objects.count() == 1
        assert as_(town.stranger).get(mine).status_code == 404

    def test_a_page_of_offers_costs_few_queries(
        self, town: District, as_: Any, django_assert_max_num_queries: Any
    ) -> None:
        round_ = made(town)
        for who, address in ((town.officer, reverse("cases:offer_round", args=[round_.reference])),
                             (town.officer, reverse("cases:offer_rounds")),
                             (town.founder, reverse("cases:offers"))):  # fmt: skip
            client = as_(who)
            with django_assert_max_num_queries(9):
                assert client.get(address).status_code == 200


def test_a_leader_who_made_the_round_does_not_release_it(town: District) -> None:
    both = person("both", officer="区人社局", leader="区人社局")
    round_ = made(town, "hiring")
    OfferRound.objects.filter(pk=round_.pk).update(by=both)
    round_.refresh_from_db()
    with pytest.raises(Refused, match="不能自己放行"):
        release(round_, Person.objects.get(pk=both.pk))
