"""A service is not an administrative decision: walked over the whole catalogue, at every door that takes something."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from district.cases.core.checks import NotPossible
from district.cases.core.models import Application, Decision, Submission
from district.cases.decisions import bundles, leaving
from district.cases.intake import actions as intake_actions
from district.cases.intake.handing_in import hand_in, open_draft
from district.cases.offers.actions import make_round
from district.cases.review import actions as review_actions
from district.ground import clock
from district.ground.bringing.home import Scene
from district.ground.figures import home as figures
from district.ground.people.permissions import Refused
from district.policies import library, queries
from district.policies.fitting import queries as fitting
from district.policies.fitting.kept import Kept
from district.policies.models import Programme, Run
from district.policies.permissions import may_be_applied_for
from district.policies.runs import work
from district.web import pages
from rulebook import read_catalogue
from rulebook.catalogue.services import is_service
from tests.district.cases import deciding
from tests.district.cases.deciding import correct
from tests.district.cases.factories import FILES, District, enterprise, join, person, publish
from tests.district.whole import publish_yangpu
from tests.remembering import remembered

ROOT = Path(__file__).resolve().parents[3]
YANGPU = read_catalogue(ROOT / "catalogue" / "yangpu")
SERVICES = sorted(slug for slug, each in YANGPU.programmes.items() if is_service(each, each.versions[-1]))
DAY = dt.date(2022, 6, 24)
SERVICE = {
    "test/programmes/advice/programme.yaml": (
        "name: 示例专家咨询\noffice: 区人社局\nkind: service\nsummary: 示例服务。\nact: advice.clinic\n"
    ),
    "test/programmes/advice/2022-01-01.yaml": (
        "conditions:\n  - {id: here, say: 在示例区注册, when: '注册区 = \"示例区\"'}\n"
    ),
}
# the same entry as it was once written: somebody had to apply and an officer to decide
SUBSIDY = SERVICE | {
    "test/programmes/advice/programme.yaml": (
        "name: 示例专家咨询\noffice: 区人社局\nkind: subsidy\nsummary: 示例服务。\n"
    ),
}


def test_every_kind_of_promise_without_money_is_a_service() -> None:
    assert {YANGPU.programmes[slug].kind for slug in SERVICES} >= {"service", "training", "loan"}
    for slug, programme in YANGPU.programmes.items():
        service = slug in SERVICES
        assert bool(programme.act) == service, slug
        for version in programme.versions:
            assert service == is_service(programme, version), slug
            if service:
                assert not {"process", "intake", "budget", "quota"} & set(version.rest), slug
                assert set(version.rest.get("deadlines") or {}) <= {"accept"}, slug  # how soon somebody takes it
            else:
                assert version.benefit.amount is not None or programme.kind in ("recognition", "fee"), slug


@remembered
def as_it_is() -> dict[str, Any]:
    publish_yangpu()
    firm = enterprise(注册区="杨浦区", 从业人员=60, 营业收入=Decimal(9_000_000), 行业代码="6513", 发明专利数=2,
                      自主知识产权数=3, 单笔贷款金额=Decimal(1_000_000))  # fmt: skip
    founder = person("founder")
    join(founder, firm)
    return {"firm": firm, "founder": founder, "officer": person("officer", officer="区人社局")}


@pytest.fixture
def yangpu(db: None) -> dict[str, Any]:
    """Yangpu's catalogue, a firm in the district that meets whatever is asked, its founder and an officer."""
    with clock.at(DAY):
        return as_it_is()


def test_every_door_is_shut_for_every_service(yangpu: dict[str, Any], as_: Any) -> None:
    firm, founder, officer = yangpu["firm"], yangpu["founder"], yangpu["officer"]
    client = as_(founder)
    with clock.at(DAY):
        for slug in SERVICES:
            programme = Programme.objects.select_related("office").get(slug=slug)
            version = queries.version_on(programme, DAY)
            assert version is not None, slug
            answer = may_be_applied_for(version)
            assert not answer, slug
            assert programme.office.full in str(answer.why), slug
            say: dict[str, Any] = {"enterprise": firm, "programme": programme, "request_key": uuid.uuid4()}
            with pytest.raises(NotPossible, match="不用申报"):
                intake_actions.start(by=founder, **say)
            with pytest.raises(NotPossible, match="不用申报"):
                open_draft(by=officer, ex_officio="MX1", **say)
            with pytest.raises(Refused):
                work.start(kind="lists", version=version, as_of=DAY, by=officer, request_key=uuid.uuid4())
            page = client.get(reverse("policies:programme", args=[slug])).content.decode()
            assert reverse("cases:new", args=[slug]) not in page, slug
            assert "怎么用上这项服务" in page or "找谁问" in page, slug
            assert programme.office.full in page, slug
            for ask in (client.get, client.post):
                new = ask(reverse("cases:new", args=[slug]), follow=True)
                assert new.redirect_chain[-1][0] == reverse("policies:programme", args=[slug]), slug
                assert str(answer.why) in new.content.decode(), slug
        assert not Application.objects.exists()


def test_services_are_listed_as_services_and_never_counted(yangpu: dict[str, Any], as_: Any) -> None:
    with clock.at(DAY):
        facts = queries.facts_for_judging(yangpu["firm"], DAY)
        found = queries.fits(facts, DAY)
        judged = {each.programme for group in (found.eligible, found.one_missing, found.undecided, found.not_eligible)
                  for each in group}  # fmt: skip
        assert not judged & set(SERVICES)
        assert {each.programme for each in found.services} >= {"expert-corps", "batch-loan", "maker-yangpu"}
        package = queries.best_package(yangpu["firm"], facts, DAY)
        assert not {each.programme for each in package.unpriced} & set(SERVICES)
        shown = as_(yangpu["founder"]).get(reverse("policies:fits")).content.decode()
        assert "可以用的服务" in shown
        assert not [card for card in pages.common(library.cards(DAY), DAY) if card.slug in SERVICES]
        assert all(not card.window for card in library.cards(DAY) if card.service)


def test_a_question_is_asked_only_for_what_can_be_granted(here: District) -> None:
    publish({path: text for path, text in FILES.items() if "/programmes/" not in path} | SERVICE)
    assert fitting.question(queries.catalogue(), Kept(who="firm"), DAY) is None


@pytest.fixture
def granted(here: District) -> Decision:
    """A decision on what was a subsidy without a sum, and is a service by the catalogue published since."""
    here.programmes = publish(FILES | SUBSIDY)
    case = here.started("advice")
    intake_actions.submit(application=case, by=here.founder, declared={}, request_key=uuid.uuid4(), evidence={})
    review_actions.accept(application=case, by=here.officer)
    decision = deciding.decide(application=case, by=here.leader, outcome="granted")
    here.programmes = publish(FILES | SERVICE)
    return decision


def test_what_was_once_granted_as_a_service_counts_nowhere(granted: Decision, here: District, tmp_path: Path) -> None:
    assert queries.outcomes(["advice"], None, None) == {}
    assert {each.key: each.number for each in figures.front()}["cases.granted"] == 0
    desk = figures.desk(Scene(here.leader, DAY))
    assert desk is not None and {each.key: each.number for each in desk["figures"]}["cases.granted"] == 0
    assert not [row for row in bundles.overview(2022) if row["slug"] == "advice"]
    with pytest.raises(NotPossible, match="没有决定"):
        bundles.write(io.BytesIO(), programme=Programme.objects.get(slug="advice"), year=2022)


def test_open_cases_on_services_go_no_further(here: District) -> None:
    here.programmes = publish(FILES | SUBSIDY)
    firms = [here.firm, enterprise("91310110MA00000001", "示例乙", 注册区="示例区")]
    join(here.founder, firms[1])
    draft, case = (here.started("advice", firm) for firm in firms)
    intake_actions.submit(application=case, by=here.founder, declared={}, request_key=uuid.uuid4(), evidence={})
    here.programmes = publish(FILES | SERVICE)
    with pytest.raises(NotPossible, match="不用申报"):
        hand_in(application=draft, by=here.founder, declared={}, request_key=uuid.uuid4())
    with pytest.raises(NotPossible, match="不用申报"):
        review_actions.accept(application=case, by=here.officer)
    assert Submission.objects.filter(application=draft).count() == 0
    leaving.withdraw(application=case, by=here.founder)


def test_a_refused_service_is_not_granted_by_correcting_it(here: District) -> None:
    here.programmes = publish(FILES | SUBSIDY)
    case = here.started("advice")
    intake_actions.submit(application=case, by=here.founder, declared={}, request_key=uuid.uuid4(), evidence={})
    review_actions.accept(application=case, by=here.officer)
    decision = deciding.decide(application=case, by=here.leader, outcome="refused", note="示例")
    here.programmes = publish(FILES | SERVICE)
    with pytest.raises(NotPossible, match="不用申报"):
        correct(
            decision=decision,
            by=person("second", leader="区人社局"),
            outcome="granted",
            note="示例",
            anew=False,
            request_key=uuid.uuid4(),
        )


def test_no_offers_are_made_of_a_service(here: District) -> None:
    here.programmes = publish(FILES | SUBSIDY)
    version = queries.version_on(here.programmes["advice"], DAY)
    assert version is not None
    run, _new = work.start(kind="lists", version=version, as_of=DAY, by=here.officer, request_key=uuid.uuid4())
    Run.objects.filter(pk=run.pk).update(state=Run.State.DONE)
    publish(FILES | SERVICE)
    run = Run.objects.select_related("version__programme__office").get(pk=run.pk)
    with pytest.raises(NotPossible, match="不用申报"):
        make_round(run=run, by=here.officer)
