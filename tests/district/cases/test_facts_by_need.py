"""A case keeps what its rule reads and what was confirmed in it; nothing else that is known travels with it."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from district.cases.aftercare import correcting
from district.cases.aftercare.models import Finding
from district.cases.core import queries
from district.cases.core.models import Application, Submission
from district.cases.core.standing import digest
from district.cases.intake import actions as intake_actions
from district.cases.review import actions as review_actions
from district.cases.review import corrections
from district.policies.reading import read_by
from tests.district.cases import deciding
from tests.district.cases.factories import FILES, District, know, publish

HIRING = "test/programmes/hiring/2022-01-01.yaml"
NEEDED = {"注册区", "从业人员", "失信被执行"}
KEY = uuid.uuid4


def frozen(case: Application) -> set[str]:
    return set(case.submissions.latest("serial").facts)


def test_what_no_line_of_the_rule_reads_stays_at_home(here: District, client: Client) -> None:
    know(here.firm, "营业收入", Decimal("123456789.00"))
    case = here.accepted()
    assert frozen(case) == set(case.facts) == NEEDED
    client.force_login(here.officer)
    page = client.get(f"/desk/applications/{case.reference}/").content.decode()
    assert "从业人员" in page and "营业收入" not in page and "123,456,789" not in page


def test_read_anew_it_is_still_what_the_rule_reads(here: District) -> None:
    case = here.accepted()
    know(here.firm, "营业收入", Decimal("123456789.00"))
    review_actions.read_anew(application=case, by=here.officer, request_key=KEY())
    assert frozen(case) == NEEDED


def test_what_was_confirmed_in_the_case_stays_in_it(here: District) -> None:
    case = here.submitted()
    review_actions.send_back(
        application=case, by=here.officer, items=[corrections.Item("fact", "营业收入", "请填写营业收入。")]
    )
    intake_actions.resubmit(application=case, by=here.founder, declared={"营业收入": Decimal(7)}, replies={},
                     request_key=KEY(), evidence={"用工计划": "附后"})  # fmt: skip
    assert frozen(case) == NEEDED | {"营业收入"}
    review_actions.accept(application=case, by=here.officer)
    review_actions.read_anew(application=case, by=here.officer, request_key=KEY())
    assert frozen(case) == NEEDED | {"营业收入"}


RANKED = "rank: 营业收入\n"
ASKED = "obligations:\n  - {id: keep, say: 收入不减, when: 营业收入 >= 决定时营业收入, until: P1Y, on_breach: remind}\n"
LISTED = "items: {name: 名单, columns: [{name: 收入, type: number}], gives: {营业收入: sum(收入)}}\n"
TOGETHER = "together: [{with: [award], at_most: 营业收入 * 0.1}]\n"


@pytest.mark.parametrize("line", [RANKED, ASKED, LISTED, TOGETHER])
def test_whatever_a_version_says_is_read(here: District, line: str) -> None:
    programmes = publish(FILES | {HIRING: FILES[HIRING] + line})
    version = programmes["hiring"].versions.order_by("-pk").first()
    assert version is not None
    assert read_by(version) == NEEDED | {"营业收入"}


def test_what_anothers_limit_reads_is_read_here(here: District) -> None:
    award = "test/programmes/award/2022-01-01.yaml"
    programmes = publish(FILES | {award: FILES[award] + "together: [{with: [hiring], at_most: 营业收入 * 0.1}]\n"})
    version = programmes["hiring"].versions.order_by("-pk").first()
    assert version is not None
    assert read_by(version) == NEEDED | {"营业收入"}


def before(case: Application, **facts: Any) -> None:
    """As cases were frozen before: everything known."""
    row = case.submissions.latest("serial")
    everything = row.facts | facts
    Submission.objects.create(
        application=case, serial=row.serial + 1, request_key=KEY(), at=row.at, by=row.by, as_of=row.as_of,
        version=row.version, facts=everything, verdict=row.verdict, evidence=row.evidence,
    )  # fmt: skip
    case.facts = everything
    case.save(update_fields=["facts"])


def test_an_old_case_replays_and_shows_by_need(here: District, client: Client) -> None:
    case = here.judged()
    fact = {"value": "123456789.00", "type": "number", "unit": "元", "grade": "register", "source": "税务",
            "valid_from": "2022-01-01", "expired": False}  # fmt: skip
    before(case, 营业收入=fact)
    decision = deciding.decide(application=case, by=here.officer, outcome="granted")
    assert queries.replay(decision).same
    assert digest(decision.submission.facts) == digest(case.facts)
    client.force_login(here.officer)
    assert "123,456,789" not in client.get(f"/desk/applications/{case.reference}/").content.decode()


def test_learning_what_the_rule_does_not_read_opens_nothing(here: District) -> None:
    case = here.judged()
    decision = deciding.decide(application=case, by=here.officer, outcome="granted")
    assert queries.replay(decision).same
    know(here.firm, "营业收入", Decimal(5))
    assert correcting.look_again(decision.pk) is None
    know(here.firm, "从业人员", 5)
    found = correcting.look_again(decision.pk)
    assert isinstance(found, Finding)
    assert [each["name"] for each in found.details["facts"]] == ["从业人员"]
