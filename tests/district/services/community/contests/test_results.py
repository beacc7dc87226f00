"""Nobody sees a result before its day; prizes become facts, of a firm or a team's lead, once; revoked they end."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from district.enterprises.actions import record_facts
from district.enterprises.models import Enterprise, Fact
from district.enterprises.persons import actions as persons
from district.enterprises.queries import facts_known_of, facts_of, my_subjects
from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.messages.models import Message
from district.ground.people.models import Person
from district.ground.people.permissions import Refused
from district.services.community.contests import deciding, entering, finding, publishing, queries, seating
from district.services.community.contests.certificates import letter_of
from district.services.community.contests.models import AwardClaim, Contest, ContestAward, ContestEntry, Track
from district.services.community.contests.nightly import PUBLISHED
from district.services.community.contests.permissions import may_chair
from district.services.community.contests.standing import standing_of
from tests.district.cases.factories import enterprise, join, person
from tests.district.services.community.contests.conftest import DAY, RESULTS, Ring, after, on_the_day
from tests.racing import rush

LEVELS = {"甲": 8, "乙": 7, "丙": 6}


def decided(ring: Ring, levels: dict[str, int] | None = None, **more: Any) -> Contest:
    contest = ring.seated(**more)
    ring.mark(contest, levels or LEVELS)
    ring.hand_in(contest)
    with after(2):
        return deciding.decide(contest=contest, by=ring.officer)


def told(ring: Ring, levels: dict[str, int] | None = None, **more: Any) -> Contest:
    contest = decided(ring, levels, **more)
    with on_the_day():
        return publishing.publish(contest=contest, by=ring.officer)


def award_of(contest: Contest, title: str) -> ContestAward:
    return ContestAward.objects.select_related("entry__team", "entry__contest").get(
        entry__contest=contest, entry__title=title
    )


def level_of(subject: Enterprise, name: str = "大赛获奖级别", day: dt.date = RESULTS) -> Any:
    known = facts_of(subject, day).get(name)
    return known.value if known else None


def test_nobody_sees_it_before_its_day(ring: Ring, as_: Any) -> None:
    contest = decided(ring)
    assert [each.place for each in contest.entries.order_by("title")] != [None, None, None]
    entry = contest.entries.get(title="甲")
    with after(3):
        with pytest.raises(NotPossible, match="公布日是"):
            publishing.publish(contest=contest, by=ring.officer)
        assert "0" in PUBLISHED.work(clock.today())
        for who, address in (
            (None, reverse("contests:one", args=[contest.reference])),
            (None, reverse("contests:list")),
            (ring.lead, reverse("contests:entry", args=[entry.reference])),
            (ring.lead, reverse("contests:mine")),
            (ring.lead, f"{reverse('contests:mine')}?format=csv"),
            (ring.lead, "/api/v1/contests.own"),
            (ring.experts[0].person, reverse("contests:sheets")),
        ):  # fmt: skip
            answer = (as_(who) if who else Client()).get(address)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            page = body.decode()
            assert (
                answer.status_code == 200 and "80.000" not in page and "一等奖" not in page.replace("每个赛道", "")
            ) or (address.endswith(f"{contest.reference}/") and "获奖名单" not in page and "80.000" not in page)
        assert as_(ring.lead).get(reverse("contests:certificate", args=[entry.reference])).status_code == 404
        assert not any("甲" in each.body for each in finding.things(clock.today()))
        assert (
            as_(ring.experts[0].person).get(reverse("contests:desk_one", args=[contest.reference])).status_code == 403
        )
    assert not Fact.objects.filter(kind="大赛获奖级别").exists() and not ContestAward.objects.exists()
    with pytest.raises(IntegrityError, match="an_award_only_of_a_published_contest"), transaction.atomic():
        ContestAward.objects.create(
            entry=entry, prize=contest.prizes.all()[0], number="1", code="1", on=DAY, at=clock.now()
        )


def test_everything_is_told_at_once(ring: Ring, client: Client) -> None:
    contest = decided(ring)
    with on_the_day():
        assert PUBLISHED.work(clock.today()) == "公布了 1 场大赛的结果。"
        assert "0" in PUBLISHED.work(clock.today())
        page = client.get(reverse("contests:one", args=[contest.reference])).content.decode()
        assert "获奖名单" in page and "80.000" in page and "示例团队" in page
        assert any("甲" in each.body for each in finding.things(clock.today()))
        assert Message.objects.filter(room="contests", to=ring.lead, needs_action=True).exists()
        assert Message.objects.filter(room="contests", to=ring.founder).exists()
    assert award_of(contest, "甲").prize.name == "一等奖" and award_of(contest, "乙").prize.name == "二等奖"
    assert not ContestAward.objects.filter(entry__title="丙").exists()


def test_who_did_not_agree_is_not_named(ring: Ring, client: Client) -> None:
    contest = ring.seated()
    ContestEntry.objects.filter(title="甲").update(named=False)
    ring.mark(contest, LEVELS)
    ring.hand_in(contest)
    with after(2):
        deciding.decide(contest=contest, by=ring.officer)
    with on_the_day():
        publishing.publish(contest=contest, by=ring.officer)
        page = client.get(reverse("contests:one", args=[contest.reference])).content.decode()
    assert "未同意公开名称" in page and "示例团队<" not in page and ring.firm.name in page


def test_a_firms_prize_is_a_fact_with_its_source(ring: Ring) -> None:
    contest = told(ring)
    fact = Fact.objects.get(enterprise=ring.firm, kind="大赛获奖级别", known_until=None)
    award = award_of(contest, "乙")
    assert (fact.value, fact.grade, fact.source, fact.valid_from) == ("区级", "decision", "示例大赛", RESULTS)
    assert award.number in fact.note and award.code in fact.note
    assert facts_of(ring.firm, RESULTS - dt.timedelta(days=1)).get("大赛获奖级别") is None


def test_a_higher_prize_known_otherwise_goes_on_counting(ring: Ring) -> None:
    record_facts(
        enterprise=ring.firm, facts={"大赛获奖级别": "国家级"}, grade="register", source="示例登记", valid_from=DAY
    )
    told(ring)
    assert level_of(ring.firm) == "国家级"


def test_revoked_ends_the_fact(ring: Ring, client: Client) -> None:
    contest = told(ring)
    award = award_of(contest, "乙")
    with clock.at(RESULTS + dt.timedelta(days=5)):
        with pytest.raises(NotPossible, match="原因"):
            publishing.revoke(award=award, by=ring.officer, reason="")
        with pytest.raises(Refused):
            publishing.revoke(award=award, by=ring.founder, reason="示例")
        made = publishing.revoke(award=award, by=ring.officer, reason="示例：作品不是自己的")
        assert publishing.revoke(award=award, by=ring.officer, reason="再来") == made
        assert level_of(ring.firm, day=clock.today()) == "无"
        assert facts_known_of(ring.firm, RESULTS + dt.timedelta(days=1))["大赛获奖级别"].value == "无"
        page = client.get(reverse("contests:verify", args=[award.code])).content.decode()
        assert "已撤销" in page and "作品不是自己的" in page
        assert "已撤销" in client.get(reverse("contests:one", args=[contest.reference])).content.decode()


def test_of_two_prizes_the_next_best_is_left(ring: Ring) -> None:
    first = told(ring, {"甲": 6, "乙": 9, "丙": 7})
    assert level_of(ring.firm) == "市级"
    other = ring.contest(title="示例大赛二")
    ring.entry(other, firm=ring.firm, title="乙二")
    with after():
        seating.seat(contest=other, by=ring.officer)
    ring.mark(other, {"乙二": 8})
    ring.hand_in(other)
    later = RESULTS + dt.timedelta(days=3)
    with clock.at(later):
        deciding.decide(contest=other, by=ring.officer)
        publishing.publish(contest=other, by=ring.officer)
        publishing.revoke(award=award_of(first, "乙"), by=ring.officer, reason="示例")
        assert level_of(ring.firm, day=later) == "市级"  # the other's first prize is of the same level
        publishing.revoke(award=award_of(other, "乙二"), by=ring.officer, reason="示例")
        assert level_of(ring.firm, day=later) == "无"


@pytest.mark.parametrize(("first", "second"), [("市级", "区级"), ("区级", "市级")])
def test_what_is_left_is_dated_by_its_own_day(ring: Ring, first: str, second: str) -> None:
    """The higher of two is revoked, whether it came first or last."""
    one = told(ring, {"甲": 6 if first == "市级" else 9, "乙": 8, "丙": 7})
    other = ring.contest(title="示例大赛二")
    ring.entry(other, firm=ring.firm, title="乙二")
    ring.entry(other, title="甲二")
    with after():
        seating.seat(contest=other, by=ring.officer)
    ring.mark(other, {"乙二": 8, "甲二": 9 if second == "区级" else 7})
    ring.hand_in(other)
    later, last = RESULTS + dt.timedelta(days=3), RESULTS + dt.timedelta(days=9)
    with clock.at(later):
        deciding.decide(contest=other, by=ring.officer)
        publishing.publish(contest=other, by=ring.officer)
    days = {first: RESULTS, second: later}
    assert level_of(ring.firm, day=later) == "市级"
    with clock.at(last):
        wrong = award_of(one, "乙") if first == "市级" else award_of(other, "乙二")
        publishing.revoke(award=wrong, by=ring.officer, reason="示例")
    fact = Fact.objects.get(enterprise=ring.firm, kind="大赛获奖级别", known_until=None)
    assert (fact.value, fact.valid_from) == ("区级", days["区级"])
    known = [facts_known_of(ring.firm, RESULTS + dt.timedelta(days=n))["大赛获奖级别"].value for n in range(10)]
    assert known == (["无"] * 3 + ["区级"] * 7 if first == "市级" else ["区级"] * 10)


def test_a_team_claims_in_its_leads_name(ring: Ring) -> None:
    contest = told(ring)
    award = award_of(contest, "甲")
    with on_the_day():
        with pytest.raises(NotPossible, match="我的信息"):
            publishing.claim(award=award, by=ring.lead)
        subject = ring.person(ring.lead)
        with pytest.raises(Refused, match="负责人"):
            publishing.claim(award=award, by=ring.stranger)
        claim = publishing.claim(award=award, by=ring.lead)
        assert publishing.claim(award=award, by=ring.lead, subject=subject.uscc) == claim
    assert level_of(subject, "团队大赛获奖级别") == "市级"
    fact = Fact.objects.get(enterprise=subject, known_until=None)
    assert fact.source == "示例大赛" and award.number in fact.note
    assert not Message.objects.filter(to=ring.lead, needs_action=True).exists()


def test_or_in_the_name_of_the_firm_it_founded(ring: Ring) -> None:
    contest = told(ring)
    award = award_of(contest, "甲")
    join(ring.lead, ring.firm)
    with on_the_day():
        publishing.claim(award=award, by=ring.lead, subject=ring.firm.uscc)
        ring.person(ring.lead)
        with pytest.raises(NotPossible, match="只领一次"):
            publishing.claim(award=award, by=ring.lead)
    assert level_of(ring.firm) == "市级"  # better than its own 区级


def test_a_base_bears_no_prize(ring: Ring) -> None:
    contest = told(ring)
    award = award_of(contest, "甲")
    now = clock.now()
    base = Enterprise.subjects.create(subject="base", operator=ring.firm, uscc="B-1a2b3c4d5e6f7a", name="示例基地",
                                      created_at=now, updated_at=now)  # fmt: skip
    join(ring.lead, base)
    with on_the_day():
        assert base in my_subjects(ring.lead) and base not in queries.may_bear(ring.lead)
        for key in (base.uscc, enterprise("91310110MA00000087", "示例乙软件有限公司").uscc, "B-nobody"):
            with pytest.raises(NotPossible, match="只能记在"):
                publishing.claim(award=award, by=ring.lead, subject=key)


def test_a_standing_asks_as_much_for_many_tracks_as_for_one(ring: Ring, django_assert_max_num_queries: Any) -> None:
    contest = ring.seated()
    ring.mark(contest, LEVELS)
    with CaptureQueriesContext(connection) as one:
        standing_of(contest)
    other = Track.objects.create(contest=contest, name="成长组", position=2)
    ContestEntry.objects.filter(contest=contest, title="丙").update(track=other)
    with django_assert_max_num_queries(len(one)):
        assert len(standing_of(contest).tracks) == 2
    with django_assert_max_num_queries(3):
        assert may_chair(ring.leader, contest)


def test_who_belongs_to_an_entry_chairs_nothing(ring: Ring) -> None:
    contest = ring.seated()
    join(ring.leader, ring.firm)
    assert "另一位负责人" in str(may_chair(ring.leader, contest).why)


def test_two_teams_with_one_person_claim_once_each(ring: Ring) -> None:
    """The lead of one team is a member of the other: each team's prize is claimed once, by its own lead."""
    contest = ring.contest()
    ring.entry(contest, title="甲")
    other = ring.another("third")
    seat, _token = entering.invite(team=other, by=other.lead, name="示例")
    entering.join(seat=seat, by=ring.lead)
    ring.entry(contest, team=other, title="乙")
    with after():
        seating.seat(contest=contest, by=ring.officer)
    ring.mark(contest, LEVELS)
    ring.hand_in(contest)
    with on_the_day():
        deciding.decide(contest=contest, by=ring.officer)
        publishing.publish(contest=contest, by=ring.officer)
        mine = ring.person(ring.lead)
        with pytest.raises(Refused, match="负责人"):
            publishing.claim(award=award_of(contest, "乙"), by=ring.lead)
        publishing.claim(award=award_of(contest, "甲"), by=ring.lead)
        award = award_of(contest, "甲")
        with pytest.raises(IntegrityError, match=r"one_prize_claimed_once_a_team|award_id"), transaction.atomic():
            AwardClaim.objects.create(award=award, team=award.entry.team, subject=mine, by=ring.lead, at=clock.now())
        with pytest.raises(IntegrityError), transaction.atomic():
            AwardClaim.objects.update(subject=ring.firm)


def test_consent_taken_back_and_given_anew(ring: Ring) -> None:
    contest = told(ring)
    award = award_of(contest, "甲")
    with on_the_day():
        subject = ring.person(ring.lead)
        publishing.claim(award=award, by=ring.lead)
        persons.take_back(by=ring.lead)
        assert not Fact.objects.filter(enterprise=subject).exists()
        with pytest.raises(Refused):
            publishing.claim(award=award, by=ring.lead)
        assert ring.person(ring.lead) == subject
        publishing.claim(award=award, by=ring.lead)
    assert level_of(subject, "团队大赛获奖级别") == "市级"


def test_the_certificate_says_what_its_page_says(ring: Ring, as_: Any) -> None:
    contest = told(ring)
    award = queries.award_coded(award_of(contest, "甲").code.lower())
    assert award is not None
    lines = "".join(letter_of(award, "https://example.test/x").lines())
    page = Client().get(reverse("contests:verify", args=[award.code])).content.decode()
    for each in (award.number, "甲", "示例大赛", "创意组", "一等奖", "市级", "示例团队"):
        assert each in lines and each in page
    assert Client().get(reverse("contests:verify", args=["AAAA-BBBB-CCCC"])).status_code == 404
    made = as_(ring.lead).get(reverse("contests:certificate", args=[award.entry.reference]))
    assert made.status_code == 200 and made.content[:5] == b"%PDF-"
    assert as_(ring.stranger).get(reverse("contests:certificate", args=[award.entry.reference])).status_code == 404


def test_comments_are_the_entrants_after_the_day(ring: Ring, as_: Any) -> None:
    contest = decided(ring)
    entry = contest.entries.get(title="丙")
    lead: Person = entry.team.lead  # type: ignore[union-attr]
    address = reverse("contests:entry", args=[entry.reference])
    with after(3):
        assert "示例评语" not in as_(lead).get(address).content.decode()
    with on_the_day():
        publishing.publish(contest=contest, by=ring.officer)
        page = as_(lead).get(address).content.decode()
        assert "示例评语" in page and "示例专家" not in page


def test_trimmed_as_it_was_published(ring: Ring) -> None:
    contest = ring.seated(rule="trimmed", outlier=Decimal(90))
    ring.mark(contest, LEVELS, lean={0: 2})
    ring.hand_in(contest)
    with after():
        for line in standing_of(contest).lines:  # under five judges: the plain mean, as the rule says
            totals = [each.total for each in line.given if each.total is not None]
            assert line.raw == (sum(totals, Decimal(0)) / len(totals)).quantize(Decimal("0.001"))


@pytest.mark.database
@pytest.mark.usefixtures("keeping_triggers")
def test_eight_clicks_claim_once(ring: Ring) -> None:
    contest = told(ring)
    award = award_of(contest, "甲")
    join(ring.lead, ring.firm)
    with on_the_day():
        subject = ring.person(ring.lead)

    def click(n: int) -> str:
        try:
            publishing.claim(award=award, by=ring.lead, subject=subject.uscc if n % 2 else ring.firm.uscc)
        except NotPossible:
            return "refused"
        return "claimed"

    answers = rush([lambda n=n: click(n) for n in range(8)], at=RESULTS, wait=20, join=60)  # type: ignore[misc]
    assert AwardClaim.objects.filter(award=award).count() == 1 and answers.count("claimed") == 4


def test_a_person_outside_sees_nothing_of_the_desk(ring: Ring, as_: Any) -> None:
    contest = told(ring)
    page = reverse("contests:desk_one", args=[contest.reference])
    assert as_(ring.founder).get(page).status_code == 403
    assert as_(person("other", officer="区科委")).get(page).status_code == 404
    shown = as_(ring.officer).get(page).content.decode()
    assert "调整后（参考）" in shown and "核验页" in shown
    assert as_(ring.auditor).get(page).status_code == 200
