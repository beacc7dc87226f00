"""The demonstration: made once, by the room's own actions, plainly synthetic."""

from __future__ import annotations

from district.services.community.contests.demo import make
from district.services.community.contests.models import AwardClaim, Contest, ContestAward, MarkSheet
from tests.district.cases.factories import person
from tests.district.services.community.contests.conftest import Ring


def test_one_told_one_judged_one_open(ring: Ring) -> None:
    ring.person(ring.lead)
    people = {"officer": ring.officer, "founder": ring.founder, "manager": person("manager"), "student": ring.lead,
              "expert": ring.experts[0].person}  # fmt: skip
    make(people)
    make(people)
    assert sorted(Contest.objects.values_list("state", flat=True)) == ["called", "judging", "published"]
    assert all(each.title.startswith("示例") for each in Contest.objects.all())
    assert ContestAward.objects.exists() and AwardClaim.objects.filter(subject__account=ring.lead).exists()
    assert MarkSheet.objects.filter(
        judge__expert=ring.experts[0], judge__contest__state="judging", state="given"
    ).exists()
