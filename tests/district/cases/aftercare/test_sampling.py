"""Sampling: sealed first, drawn after; the same seed and list give the same draw; nobody checks their own."""

from __future__ import annotations

import io
import uuid
from collections import Counter
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from district.cases.aftercare import risk, sampling
from district.cases.aftercare.actions import NotPossible
from district.cases.aftercare.models import Campaign, Finding
from district.cases.core.models import Decision
from district.ground.people.actions import let_go
from district.ground.people.models import Person
from district.ground.people.permissions import Refused
from district.ground.record.moves import MoveRefused
from tests.district.cases.aftercare.factories import granted, second_firm, second_officer
from tests.district.cases.factories import District, join, person

POPULATION = [{"number": f"示例〔2022〕{n}号", "score": n * 7 % 50, "parts": {}} for n in range(1, 41)]
DRAWN_THEN = [(7, "risk"), (14, "risk"), (21, "risk"), (28, "risk"), (8, "random"), (37, "random"), (22, "random"),
              (40, "random"), (17, "random"), (33, "random")]  # fmt: skip
EXPECTED = [(f"示例〔2022〕{n}号", how) for n, how in DRAWN_THEN]
FINE = dict.fromkeys(risk.CHECKLIST, "yes")


def test_the_same_seed_and_list_draw_the_same() -> None:
    first = sampling.draw_from(POPULATION, size=10, share=40, seed="2022062400123")
    assert first == sampling.draw_from(list(POPULATION), size=10, share=40, seed="2022062400123")
    assert [(each.number, each.how) for each in first] == EXPECTED, (
        "a published draw must come out the same in every version"
    )


def test_another_seed_or_list_draws_otherwise() -> None:
    first = sampling.draw_from(POPULATION, size=10, share=0, seed="1")
    assert first != sampling.draw_from(POPULATION, size=10, share=0, seed="2")
    other = [{**POPULATION[0], "score": 49}, *POPULATION[1:]]
    assert sampling.digest_of(other) != sampling.digest_of(POPULATION)
    assert first != sampling.draw_from(other, size=10, share=0, seed="1")


SHARES = [(10, 50, 5, 5), (10, 45, 5, 5), (10, 0, 0, 10), (10, 100, 10, 0), (100, 10, 4, 36), (1, 1, 1, 0)]


@pytest.mark.parametrize("size, share, by_risk, by_lot", SHARES)
def test_shares(size: int, share: int, by_risk: int, by_lot: int) -> None:
    drawn = sampling.draw_from(POPULATION, size=size, share=share, seed="x")
    assert Counter(each.how for each in drawn) == Counter({"risk": by_risk, "random": by_lot})
    assert len({each.number for each in drawn}) == len(drawn)
    taken = [each.number for each in drawn if each.how == "risk"]
    scores = {each["number"]: each["score"] for each in POPULATION}
    if taken and len(taken) < len(POPULATION):
        assert min(scores[each] for each in taken) >= max(
            score for number, score in scores.items() if number not in taken
        )


def test_every_grant_is_drawn_about_as_often() -> None:
    """The lot favours nobody: over 400 seeds each of 40 is drawn near a quarter of the time."""
    times: Counter[str] = Counter()
    for seed in range(400):
        times.update(each.number for each in sampling.draw_from(POPULATION, size=10, share=0, seed=str(seed)))
    assert len(times) == 40
    assert min(times.values()) > 60 and max(times.values()) < 140  # 100 expected, standard deviation 8.7


@pytest.fixture
def campaign(after: District) -> Campaign:
    for n in range(6):
        granted(after, second_firm(after, n, 从业人员=4 + n), by=after.officer if n % 2 else after.leader)
    second_officer()
    return prepared(after)


def prepared(after: District, **said: Any) -> Campaign:
    fields = {"title": "2022 年抽查", "office": after.programmes["hiring"].office, "year": 2022, "size": 4, "share": 50,
              "programmes": [after.programmes["hiring"]], "by": after.leader, "request_key": uuid.uuid4()}  # fmt: skip
    return sampling.prepare(**{**fields, **said})


def test_the_list_is_sealed_before_the_seed(campaign: Campaign, after: District) -> None:
    assert campaign.state == "sealed" and campaign.seed == "" and len(campaign.population) == 6
    assert campaign.digest == sampling.digest_of(campaign.population)
    granted(after, second_firm(after, 20))
    sampling.draw(campaign=campaign, seed="福彩3D 2022163 期 407", by=after.leader)
    drawn = sampling.draw_from(campaign.population, size=4, share=50, seed=campaign.seed)
    items = list(campaign.items.order_by("place"))
    assert [(each.decision.number, each.how) for each in items] == [(each.number, each.how) for each in drawn]
    with pytest.raises(MoveRefused):
        sampling.draw(campaign=campaign, seed="another", by=after.leader)


def test_a_double_click_seals_once(after: District) -> None:
    granted(after)
    key = uuid.uuid4()
    assert prepared(after, request_key=key).pk == prepared(after, request_key=key).pk
    assert Campaign.objects.count() == 1


def test_officers_never_get_what_they_worked_on_or_their_own(campaign: Campaign, after: District) -> None:
    sampling.draw(campaign=campaign, seed="1", by=after.leader)
    for item in campaign.items.select_related("application", "decision", "officer"):
        assert item.officer is not None and item.officer.username == "officer2"
        assert item.officer_id not in (item.decision.by_id, item.application.officer_id)


def test_where_everybody_had_a_part_nobody_is_named(after: District) -> None:
    granted(after, by=after.officer)
    made = prepared(after, size=1)
    sampling.draw(campaign=made, seed="1", by=after.leader)
    item = made.items.get()
    assert item.officer is None
    with pytest.raises(Refused, match="经办或决定"):
        sampling.record_result(item=item, by=after.officer, result="fine", answers=FINE)
    assert sampling.record_result(item=item, by=after.leader, result="fine", answers=FINE).result == "fine"


def test_what_a_leaver_has_not_checked_goes_to_the_heir(campaign: Campaign, after: District) -> None:
    sampling.draw(campaign=campaign, seed="1", by=after.leader)
    admin, leaver = person("admin", administrator="区人社局"), Person.objects.get(username="officer2")
    first = campaign.items.order_by("place").first()
    assert first is not None
    sampling.record_result(item=first, by=leaver, result="fine", answers=FINE)
    with pytest.raises(NotPossible, match="还有 3 件抽查"):
        let_go(person=leaver, by=admin, heir=None, why="调离")
    with pytest.raises(NotPossible, match="牵头部门"):
        let_go(person=leaver, by=admin, heir=after.stranger, why="调离")
    mate = person("mate", officer="区人社局")
    assert let_go(person=leaver, by=admin, heir=mate, why="调离") == ["待核查的抽查 3 件"]
    assert {each.officer for each in campaign.items.filter(result="")} == {mate}
    assert campaign.items.get(pk=first.pk).officer == leaver  # what was done stays theirs


def test_a_problem_opens_a_finding_and_a_campaign_ends_when_all_are_done(campaign: Campaign, after: District) -> None:
    sampling.draw(campaign=campaign, seed="1", by=after.leader)
    first, *rest = campaign.items.order_by("place")
    who = first.officer
    assert who is not None
    with pytest.raises(NotPossible, match="情况"):
        sampling.record_result(item=first, by=who, result="problem", answers=FINE)
    with pytest.raises(NotPossible, match="逐项"):
        sampling.record_result(item=first, by=who, result="fine", answers={})
    with pytest.raises(Refused, match="别人"):
        other = campaign.items.exclude(application__officer=after.leader).exclude(decision__by=after.leader).first()
        assert other is not None
        sampling.record_result(item=other, by=after.leader, result="fine", answers=FINE)
    for _ in range(2):
        done = sampling.record_result(item=first, by=who, result="problem", answers=FINE, note="现场无人办公")
    assert done.finding == Finding.objects.get() and done.finding.source == "sampling"
    with pytest.raises(NotPossible, match="还有 3 件"):
        sampling.finish(campaign=campaign, by=after.leader)
    for item in rest:
        sampling.record_result(item=item, by=who, result="fine", answers=FINE)
    assert sampling.finish(campaign=campaign, by=after.leader).state == "done"


def test_only_the_bureaus_own_programmes(after: District) -> None:
    granted(after)
    with pytest.raises(Refused):
        prepared(after, by=after.colleague)
    with pytest.raises(NotPossible, match="本部门"):
        prepared(after, programmes=[after.programmes["award"]])
    with pytest.raises(NotPossible, match="没有可抽"):
        prepared(after, year=2021)


def test_scores_come_from_the_declared_metrics(after: District) -> None:
    small, large = granted(after, second_firm(after, 1, 从业人员=4)), granted(after, second_firm(after, 2))
    rows = {each.number: each for each in risk.score_all(Decision.objects.order_by("number"))}
    assert rows[large.number].parts["amount"] == 30 and rows[small.number].parts["amount"] == 15
    assert rows[large.number].parts["earlier"] == 0
    Finding.objects.create(
        reference="HC-1", application=large.application, decision=large, source="sampling", kind="recovery",
        state="upheld", cause="x", say="x", since_on=large.at.date(), opened_at=large.at, told_at=large.at,
        ruled_by=large.by,
    )  # fmt: skip
    rows = {each.number: each for each in risk.score_all(Decision.objects.order_by("number"))}
    assert rows[large.number].parts["earlier"] == 10
    assert rows[large.number].score == sum(rows[large.number].parts.values())
    for made in rows.values():
        assert 0 <= made.score <= 100 and made.parts.keys() == risk.METRICS.keys()


def test_the_export_holds_what_is_needed_to_draw_again(campaign: Campaign, after: District, client: Client) -> None:
    sampling.draw(campaign=campaign, seed="=1+1", by=after.leader)
    client.force_login(after.auditor)
    response = client.get(f"/desk/campaigns/{campaign.reference}/export/?for_what=核对数据")
    assert response.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response.streaming_content)))
    how: dict[Any, Any] = dict(row[:2] for row in book.get_sheet_by_index(0).to_python()[2:11])
    assert how["种子"] == "=1+1"
    listed = book.get_sheet_by_index(1).to_python()[2:-1]  # the head line and the titles above, the total below
    population = [{"number": row[0], "score": int(row[1])} for row in listed]
    assert sampling.digest_of(population) == how["名单摘要"] == campaign.digest
    drawn = sampling.draw_from(population, size=int(how["抽取件数"]), share=50, seed=how["种子"])
    items = book.get_sheet_by_index(2).to_python()[2:-1]
    assert [each.number for each in drawn] == [row[1] for row in items]


def test_a_member_of_the_enterprise_is_not_chosen(after: District) -> None:
    decision = granted(after, second_firm(after, 1), by=after.leader)
    other = second_officer()
    join(other, decision.application.enterprise)
    made = prepared(after, size=1)
    sampling.draw(campaign=made, seed="1", by=after.leader)
    assert made.items.get().officer is None
