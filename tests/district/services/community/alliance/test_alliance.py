"""The alliance: who is in it and until when, what is lent to whom, and what that makes of a member."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.figures.counting import value
from district.ground.messages.models import Message
from district.ground.people.models import Person
from district.ground.people.permissions import Refused
from district.ground.slots.models import Hold
from district.ground.slots.refusals import NotOpen, Taken
from district.ground.slots.refusals import NotPossible as NotSlots
from district.ground.slots.times import Span, at
from district.services.community.alliance import figures, finding, lending, members, queries, states, tiers
from district.services.community.alliance.models import Lending, Member, SharedThing
from tests.district.cases.factories import join
from tests.district.services.community.square import NOW, Square

As = Callable[[Person], Client]
MONDAY = dt.date(2026, 11, 30)


def asked(square: Square, by: Person | None = None, firm: Any = None) -> Member:
    return members.ask(by=by or square.ann, enterprise=firm or square.firm, about="示例", request_key=uuid.uuid4())


def both(square: Square) -> tuple[Member, Member]:
    one, other = asked(square), asked(square, square.bob, square.other)
    return members.admit(member=one, by=square.officer), members.admit(member=other, by=square.officer)


def lent(square: Square, member: Member, **more: Any) -> SharedThing:
    given = {"kind": "room", "title": "示例会议室", "place": "示例路 1 号", "first": MONDAY, "begins": dt.time(9),
             "minutes": 480, "length": 120, "rule": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", **more}  # fmt: skip
    return lending.lend(by=square.ann, member=member, request_key=uuid.uuid4(), **given)


def morning(day: dt.date = MONDAY, hour: int = 9) -> Span:
    return Span(at(day, dt.time(hour)), at(day, dt.time(hour + 2)))


def borrowed(square: Square, shared: SharedThing, borrower: Member, span: Span | None = None) -> Lending:
    return lending.borrow(shared=shared, by=square.bob, borrower=borrower, span=span or morning(), purpose="示例路演",
                          request_key=uuid.uuid4())  # fmt: skip


class TestMembers:
    def test_asked_admitted_for_a_year_gone_on_and_ended_by_itself(self, square: Square, as_: As) -> None:
        client = as_(square.ann)
        for _twice in range(2):
            client.post(reverse("alliance:join"), {"enterprise": square.firm.pk, "about": "会议室可以借",
                                                   "request_key": str(uuid.uuid4())})  # fmt: skip
        member = Member.objects.get()
        desk = Client()
        desk.force_login(square.officer)
        assert "会议室可以借" in desk.get(reverse("alliance:desk_member", args=[member.reference])).content.decode()
        for _twice in range(2):
            desk.post(reverse("alliance:admit", args=[member.reference]))
        member.refresh_from_db()
        assert (member.state, member.since, member.until) == (
            states.STANDING, dt.date(2026, 11, 27), dt.date(2027, 11, 26),
        )  # fmt: skip
        assert Message.objects.filter(to=square.ann, title__startswith="已是创联公社成员").exists()
        with pytest.raises(NotPossible, match="六十天"):
            members.ask_to_go_on(member=member, by=square.ann)
        with clock.at(dt.date(2027, 10, 15)):
            assert tiers.remind(clock.today()) == 1 and tiers.remind(clock.today()) == 0
            client.post(reverse("alliance:go_on", args=[member.reference]))
            desk.post(reverse("alliance:renew", args=[member.reference]))
            desk.post(reverse("alliance:renew", args=[member.reference]))
        member.refresh_from_db()
        assert member.until == dt.date(2028, 11, 26) and member.renewal_asked_at is None
        with clock.at(dt.date(2028, 11, 26)):
            assert members.lapse(clock.today()) == 0
        with clock.at(dt.date(2028, 11, 27)):
            assert members.lapse(clock.today()) == 1 and members.lapse(clock.today()) == 0
        member.refresh_from_db()
        assert member.state == states.ENDED and asked(square).pk != member.pk

    def test_refused_with_a_reason_one_asks_again(self, square: Square) -> None:
        member = asked(square)
        with pytest.raises(NotPossible):
            members.refuse(member=member, by=square.officer, why="")
        members.refuse(member=member, by=square.officer, why="资料不全")
        assert asked(square).pk != member.pk

    def test_who_may_what(self, square: Square) -> None:
        with pytest.raises(Refused):
            asked(square, square.bob)
        member = asked(square)
        for who in (square.ann, square.bob, square.auditor):
            with pytest.raises(Refused):
                members.admit(member=member, by=who)
        join(square.officer, square.firm)
        with pytest.raises(Refused, match="自己的企业"):
            members.admit(member=member, by=square.officer)
        assert member not in queries.members_seen(square.bob) and member not in queries.members_seen(None)

    @given(st.dates(dt.date(2020, 1, 1), dt.date(2100, 1, 1)))
    def test_a_year_ends_the_day_before_it_begins_again(self, day: dt.date) -> None:
        last = members.a_year_from(day)
        assert 364 <= (last - day).days <= 365
        after = last + dt.timedelta(days=1)
        assert (after.month, after.day) == (day.month, day.day) or (day.month, day.day) == (2, 29)

    def test_who_leaves_is_told_what_was_done_and_why(self, square: Square) -> None:
        one, other = both(square)
        members.leave(member=one, by=square.ann, why="搬到外区")
        told = Message.objects.filter(title="已退出创联公社：示例甲科技有限公司")
        [office] = told.filter(to=square.officer)
        assert "原因：搬到外区" in office.body and not Message.objects.filter(title__contains="期满").exists()
        with pytest.raises(NotPossible, match="写明原因"):
            members.leave(member=other, by=square.officer, why=" ")
        members.leave(member=other, by=square.officer, why="企业已经注销")
        [firm] = Message.objects.filter(to=square.bob, title="已退出创联公社：示例乙软件有限公司")
        assert "原因：企业已经注销" in firm.body and "区人社局" in firm.body
        other.refresh_from_db()
        assert other.why == "企业已经注销"

    def test_who_asked_and_thinks_better_of_it_was_never_in(self, square: Square) -> None:
        join(square.stranger, square.firm)
        members.leave(member=asked(square), by=square.ann)
        [message] = Message.objects.filter(to=square.stranger)
        assert message.title.startswith("加入创联公社的申请已撤回") and "出借" not in message.body

    def test_renewed_this_moment_it_goes_on(self, square: Square) -> None:
        member, _other = both(square)
        with clock.at(dt.date(2027, 11, 20)):
            members.renew(member=members.ask_to_go_on(member=member, by=square.ann), by=square.officer)
        with clock.at(dt.date(2027, 11, 27)):
            assert members.lapse(clock.today()) == 1  # the other one
        member.refresh_from_db()
        assert member.state == states.STANDING


class TestLending:
    def test_a_member_lends_a_room_and_another_has_it(self, square: Square, as_: As) -> None:
        one, other = both(square)
        client = as_(square.ann)
        said = {"member": one.pk, "kind": "room", "title": "示例会议室", "place": "示例路 1 号", "first": "2026-11-30",
                "weekdays": ["MO", "TU"], "begins": "09:00", "ends": "17:00", "length": "120",
                "request_key": str(uuid.uuid4())}  # fmt: skip
        for _twice in range(2):
            client.post(reverse("alliance:lend"), said)
        shared = SharedThing.objects.get()
        assert "示例会议室" in Client().get(reverse("alliance:resources")).content.decode()
        guest = Client()
        guest.force_login(square.bob)
        slot = morning()
        body = {"borrower": other.pk, "purpose": "示例路演", "request_key": str(uuid.uuid4()),
                "slot": f"{slot.starts.isoformat()}/{slot.ends.isoformat()}"}  # fmt: skip
        for _twice in range(2):
            answer = guest.post(reverse("alliance:borrow", args=[shared.reference]), body)
        row = Lending.objects.get()
        assert answer.url == reverse("alliance:lending", args=[row.reference])
        assert Message.objects.filter(to=square.ann, title="有人借用：示例会议室").exists()
        page = guest.get(reverse("alliance:resource", args=[shared.reference])).content.decode()
        assert body["slot"] not in page
        with clock.at(slot.starts + dt.timedelta(minutes=30)):
            guest.post(reverse("alliance:give_back", args=[row.reference]))
            assert value(figures.LENT).number == 1
            assert value(figures.LENT_MINUTES).number == 30  # of two hours: it came back early
        one_read = Client().get(f"/api/v1/alliance/members/{one.reference}").json()
        assert (one_read["enterprise"], one_read["lends"]) == (square.firm.name, ["示例会议室"])
        row.hold.refresh_from_db()
        assert row.hold.state == Hold.State.ENDED and row.hold.ends == slot.starts + dt.timedelta(minutes=30)

    def test_nobody_has_it_twice_nor_what_is_not_open_nor_their_own(self, square: Square) -> None:
        one, other = both(square)
        shared = lent(square, one)
        borrowed(square, shared, other)
        with pytest.raises(Taken):
            borrowed(square, shared, other)
        with pytest.raises(NotOpen):
            borrowed(square, shared, other, morning(hour=20))
        with pytest.raises(Refused, match="自己出借"):
            lending.borrow(shared=shared, by=square.ann, borrower=one, span=morning(hour=11), purpose="示例",
                           request_key=uuid.uuid4())  # fmt: skip

    def test_only_members_lend_and_borrow_and_within_their_terms(self, square: Square) -> None:
        one = members.admit(member=asked(square), by=square.officer)
        waits = asked(square, square.bob, square.other)
        shared = lent(square, one)
        with pytest.raises(Refused, match="成员才能借用"):
            borrowed(square, shared, waits)
        other = members.admit(member=waits, by=square.officer)
        with pytest.raises(Refused):
            lending.lend(by=square.bob, member=one, kind="room", title="x", place="y", first=MONDAY,
                         begins=dt.time(9), minutes=60, length=60, request_key=uuid.uuid4())  # fmt: skip
        with clock.at(dt.date(2027, 11, 25)), pytest.raises(NotPossible, match="成员期"):
            borrowed(square, shared, other, morning(dt.date(2027, 11, 29)))

    def test_cancelled_it_is_free_not_counted_and_the_other_side_told(self, square: Square) -> None:
        one, other = both(square)
        shared = lent(square, one)
        row = borrowed(square, shared, other)
        lending.cancel(lending=row, by=square.ann, why="投影坏了")
        assert Message.objects.filter(to=square.bob, title="借用取消：示例会议室").exists()
        assert not Message.objects.filter(to=square.ann, title="借用取消：示例会议室").exists()
        borrowed(square, shared, other)
        with clock.at(dt.date(2026, 12, 2)):
            assert value(figures.LENT).number == 1

    def test_leaving_it_lends_no_more(self, square: Square) -> None:
        one, other = both(square)
        shared = lent(square, one)
        row = borrowed(square, shared, other)
        members.leave(member=one, by=square.ann)
        shared.refresh_from_db()
        assert shared.closed_at == NOW and shared not in queries.offered(None) and row.hold.stands
        with pytest.raises(NotSlots, match="已停用"):
            borrowed(square, shared, other, morning(hour=11))

    def test_search_reads_again_what_is_lent_and_nothing_else(self, square: Square) -> None:
        one, other = both(square)
        shared, day = lent(square, one), clock.today()
        before = finding.stamp(day)
        borrowed(square, shared, other)
        assert finding.stamp(day) == before
        members.leave(member=one, by=square.ann)
        assert finding.stamp(day) != before and not list(finding.things(day))

    def test_a_lending_is_seen_by_both_sides_and_the_office(self, square: Square) -> None:
        one, other = both(square)
        row = borrowed(square, lent(square, one), other)
        seen = {who.username: row in queries.lendings_seen(who)
                for who in (square.ann, square.bob, square.officer, square.auditor, square.stranger)}  # fmt: skip
        assert seen == {"ann": True, "bob": True, "desk": True, "audit": True, "nobody": False}


class TestTiers:
    @given(st.integers(0, 60))
    def test_more_lending_never_lowers_a_tier(self, count: int) -> None:
        order = [Member.Tier.FRIEND, Member.Tier.ACTIVE, Member.Tier.PILLAR]
        assert order.index(tiers.tier_of(count)) <= order.index(tiers.tier_of(count + 1))

    def test_three_lendings_of_a_year_make_an_active_member_and_a_year_later_no_more(self, square: Square) -> None:
        one, other = both(square)
        shared = lent(square, one)
        for n in range(3):
            borrowed(square, shared, other, morning(MONDAY + dt.timedelta(days=n)))
        with clock.at(dt.date(2026, 12, 4)):
            assert tiers.settle(clock.today()) == 1 and tiers.settle(clock.today()) == 0
        one.refresh_from_db()
        assert one.tier == Member.Tier.ACTIVE
        with clock.at(dt.date(2026, 12, 4)):
            assert value(figures.MEMBERS, where={"tier": "active"}).number == 1
            assert "3" in Client().get(reverse("alliance:home")).content.decode()
        Member.objects.update(until=dt.date(2028, 12, 31))
        with clock.at(dt.date(2027, 12, 30)):
            assert tiers.settle(clock.today()) == 1
        one.refresh_from_db()
        assert one.tier == Member.Tier.FRIEND


def test_ones_appointments_lead_to_the_lending(square: Square, as_: As) -> None:
    one, other = both(square)
    row = borrowed(square, lent(square, one), other)
    link = f'href="{reverse("alliance:lending", args=[row.reference])}"'
    page = as_(square.bob).get(reverse("slots:mine")).content.decode()
    assert link in page and "取消这个预约" in page
    with clock.at(at(MONDAY, dt.time(10))):  # while it is on it is not over
        page = as_(square.bob).get(reverse("slots:mine")).content.decode()
    assert link in page.partition("过去的和取消的")[0] and "取消这个预约" not in page
