"""The journey by the pages: filed, acknowledged, listed, learnt, claimed; who sees what; bounded queries."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from district.ground import clock
from district.ground.people.models import Person
from district.services.training.employers.models import Claim, Filing
from tests.district.cases.factories import District
from tests.district.services.training.employers.town import AFTER, ENDS, STARTS, another, days, filed, people, taught

As = Callable[[Person], Client]


def body(paid: District, **more: str) -> dict[str, str]:
    said = {
        "request_key": str(uuid.uuid4()), "enterprise": str(paid.firm.pk), "programme": "online-training",
        "course": "示例数控加工", "mode": "online", "platform": "own", "platform_name": "示例平台",
        "starts": f"{STARTS}", "ends": f"{ENDS}",
        "learners": "3", "trainer": "示例讲师", "hours": "12", "place": "", "shared": "",
    }  # fmt: skip
    return {**said, **more}


def test_from_filing_to_the_claim_by_the_pages(paid: District, as_: As) -> None:
    hall = as_(paid.founder)
    assert hall.get("/my/training/new/").status_code == 200
    late = hall.post("/my/training/new/", body(paid, starts="2022-06-24"))
    assert late.status_code == 422
    assert "开班之前备案" in late.content.decode() and "示例数控加工" in late.content.decode()
    answer = hall.post("/my/training/new/", body(paid))
    filing = Filing.objects.get()
    assert answer.headers["Location"] == f"/my/training/{filing.reference}/"
    desk = as_(paid.officer)
    assert filing.reference in desk.get("/desk/training/").content.decode()
    desk.post(f"/desk/training/{filing.reference}/acknowledge/", {"officer": ""})
    filing.refresh_from_db()
    assert filing.officer == paid.officer
    hall = as_(paid.founder)
    hall.post(f"/my/training/{filing.reference}/learners/", {"file": people(1, 2)})
    with clock.at(AFTER):
        hall.post(f"/my/training/{filing.reference}/records/", {"file": days(1, 2, 9), "kind": "records"})
        page = hall.get(f"/my/training/{filing.reference}/").content.decode()
        assert "不在这次培训的学员名单里" in page and "第 8 行" in page and paid.officer.name in page
        hall.post(f"/my/training/{filing.reference}/finish/")
        claimed = hall.post(f"/my/training/{filing.reference}/claim/", {"request_key": str(uuid.uuid4())})
        case = Claim.objects.get().application
        assert claimed.headers["Location"] == f"/my/applications/{case.reference}/"
        assert "1,200" in hall.get(f"/my/applications/{case.reference}/").content.decode()
        assert case.reference in hall.get(f"/my/training/{filing.reference}/").content.decode()
        assert filing.reference in hall.get(f"/my/applications/{case.reference}/list/").content.decode()


def test_strangers_and_other_firms_see_nothing(paid: District, as_: As, client: Client) -> None:
    filing = filed(paid)
    _firm, boss = another(paid, 11)
    assert client.get(f"/my/training/{filing.reference}/").status_code == 302
    other = as_(boss)
    assert other.get(f"/my/training/{filing.reference}/").status_code == 404
    assert filing.reference not in other.get("/my/training/").content.decode()
    assert other.post(f"/my/training/{filing.reference}/withdraw/").status_code == 404
    assert other.get("/desk/training/").status_code == 403
    assert as_(paid.auditor).get(f"/desk/training/{filing.reference}/").status_code == 200


@pytest.mark.parametrize("kind", ["learners", "records", "roll"])
def test_the_empty_sheet_can_be_had(paid: District, as_: As, kind: str) -> None:
    assert as_(paid.founder).get(f"/my/training/templates/{kind}/").content[:2] == b"PK"
    assert as_(paid.founder).get("/my/training/templates/other/").status_code == 404


def test_a_class_of_thirty_takes_no_more_queries_than_one_of_two(
    paid: District, as_: As, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    filing = taught(paid, *range(1, 31))
    with clock.at(AFTER):
        for client, path in ((as_(paid.founder), f"/my/training/{filing.reference}/"),):
            client.get(path)
            with django_assert_max_num_queries(45):  # type: ignore[attr-defined]
                assert client.get(path).status_code == 200
        officer = as_(paid.officer)
        officer.get(f"/desk/training/{filing.reference}/")
        with django_assert_max_num_queries(50):  # type: ignore[attr-defined]
            assert officer.get(f"/desk/training/{filing.reference}/").status_code == 200
