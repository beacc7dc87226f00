"""What the API reads of the alliance: one member, and what it lends."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from district.ground.bringing.shown import Reading
from district.ground.people.doors import known
from district.services.community.alliance import queries


@dataclass(frozen=True)
class MemberShown:
    """A member: its tier, its term, what it lends now."""

    reference: str
    enterprise: str
    office: str
    state: str
    tier: str
    tier_words: str
    since: dt.date | None
    until: dt.date | None
    lends: list[str]


def member(user: Any, _asked: None, reference: str) -> MemberShown:
    person = known(user)
    row = queries.members_seen(person).filter(reference=reference).first()
    if row is None:
        raise Http404
    lends = queries.offered(person).filter(member=row).values_list("title", flat=True)
    return MemberShown(
        row.reference, row.enterprise.name, row.office.name, row.state, row.tier, str(row.get_tier_display()),
        row.since, row.until, list(lends),
    )  # fmt: skip


ONE = {
    "reference": "CY2026-ABCDEF", "enterprise": "示例甲科技有限公司", "office": "区人社局", "state": "standing",
    "tier": "active", "tier_words": "活跃成员", "since": "2026-06-24", "until": "2027-06-23", "lends": ["示例会议室"],
}  # fmt: skip
ONE_EN = {**ONE, "enterprise": "Example A Technology Co., Ltd.", "office": "District HR and Social Security Bureau",
          "tier_words": "Active member", "lends": ["Example meeting room"]}  # fmt: skip
READINGS = (
    Reading("alliance.member", "alliance/members/{reference}", _("一个创联公社成员和它出借的资源"), MemberShown, member,
            opened=True, examples={"zh": ONE, "en": ONE_EN}),
)  # fmt: skip
