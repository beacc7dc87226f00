"""Activities: planned, signed up for, checked in without a network, read by calendars and search engines."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from district.ground import clock
from district.ground.figures.counting import value
from district.ground.people.models import Person
from district.ground.people.permissions import Refused
from district.ground.slots import actions as slots
from district.ground.slots import states as seats
from district.ground.slots.models import Seat
from district.ground.slots.refusals import NotPossible as NotOpen
from district.ground.slots.times import Span, at, minutes
from district.services.community import chain, door, figures, finding, meeting, places, posting, queries
from district.services.community.door import Came, Scan
from district.services.community.forms_activity import CheckInForm
from district.services.community.models import Activity, CheckIn, Series, SignUp
from tests.district.cases.factories import FILES, District, person, publish
from tests.district.services.community.square import TEA_DAY, Square

As = Callable[[Person], Client]
BEGINS = at(TEA_DAY, dt.time(15))


@contextmanager
def at_the_door() -> Iterator[None]:
    with clock.at(BEGINS - minutes(10)):
        yield


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(f"community:{name}", args=args))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def signed_up(activity: Activity, who: Person, **said: str | bool) -> Seat:
    return meeting.sign_up(activity=activity, by=who, request_key=uuid.uuid4(), **said).seat


def scan(seat: Seat, when: dt.datetime = BEGINS) -> Scan:
    return Scan(uuid.uuid4(), door.ticket_of(seat), when)


class TestJourney:
    def test_a_founder_signs_up_for_a_tea_and_is_checked_in(self, square: Square, as_: As) -> None:
        activity = square.activity(chain=True)
        client = as_(square.ann)
        assert "余 3 席" in page(client, "activities")
        assert "在找什么" in page(client, "activity", activity.reference)
        said = {"enterprise": square.firm.pk, "offers": "软件开发", "wants": "集成电路", "shared": "on",
                "request_key": str(uuid.uuid4())}  # fmt: skip
        for _twice in range(2):
            answer = client.post(reverse("community:sign_up", args=[activity.reference]), said)
        seat = Seat.objects.get()
        assert answer.url == reverse("community:ticket", args=[seat.token]) and seat.state == seats.TAKEN
        row = SignUp.objects.get()
        assert (row.enterprise, row.offers_code, row.shared) == (square.firm, "651", True)
        ticket = page(Client(), "ticket", seat.token)
        assert "hq-ticket" in ticket and door.code_of(seat) in ticket

        desk = Client()
        desk.force_login(square.officer)
        with at_the_door():
            assert seat.name in page(desk, "check_in", activity.reference)
            for _twice in range(2):
                desk.post(reverse("community:check_in", args=[activity.reference]), {"code": door.code_of(seat)})
        seat.refresh_from_db()
        assert seat.state == seats.ATTENDED and CheckIn.objects.get().seat == seat
        assert "已签到" in page(Client(), "ticket", seat.token)
        assert "软件开发" in page(desk, "desk_activity", activity.reference)

    def test_planned_changed_and_cancelled_by_its_office_alone(self, square: Square, as_: As) -> None:
        desk = as_(square.officer)
        said = {"title": "示例沙龙", "kind": "salon", "day": "2026-12-02", "begins": "14:00", "ends": "16:00",
                "place": "示例厅", "capacity": "5", "notice_join": "1", "offer_hours": "24", "public": "on",
                "waits": "on", "text": "**请早到**", "mark": "good", "request_key": str(uuid.uuid4())}  # fmt: skip
        answer = desk.post(reverse("community:plan"), said)
        activity = Activity.objects.get()
        assert answer.url == reverse("community:desk_activity", args=[activity.reference])
        assert activity.session.text == "请早到" and activity.session.calendar == "community"
        signed_up(activity, square.ann)
        desk.post(reverse("community:change_activity", args=[activity.reference]), {**said, "place": "另一厅"})
        activity.session.refresh_from_db()
        assert activity.session.place == "另一厅"
        with pytest.raises(Refused):
            meeting.cancel(activity=activity, by=square.ann, why="不办了")
        desk.post(reverse("community:cancel_activity", args=[activity.reference]), {"why": "场地检修"})
        assert "活动已取消：场地检修" in page(Client(), "activity", activity.reference)
        assert Seat.objects.get().state == seats.DROPPED

    def test_full_the_next_wait_in_order(self, square: Square) -> None:
        activity = square.activity(capacity=1)
        first, second = signed_up(activity, square.ann), signed_up(activity, square.bob)
        assert (first.state, second.state) == (seats.TAKEN, seats.WAITING)
        assert "hq-ticket" in page(Client(), "ticket", first.token)
        assert "hq-ticket" not in page(Client(), "ticket", second.token)

    def test_somebody_elses_key_gives_nobody_their_seat(self, square: Square) -> None:
        activity, key = square.activity(), uuid.uuid4()
        meeting.sign_up(activity=activity, by=square.ann, request_key=key)
        with pytest.raises(Exception, match="已经用过"):
            meeting.sign_up(activity=activity, by=square.bob, request_key=key)

    def test_nobody_signs_up_for_a_firm_not_their_own(self, square: Square) -> None:
        with pytest.raises(Refused):
            signed_up(square.activity(), square.bob, enterprise=square.firm)


class TestDoor:
    def test_scans_sent_again_late_and_in_any_order_count_once(self, square: Square) -> None:
        activity = square.activity()
        one, other = signed_up(activity, square.ann), signed_up(activity, square.bob)
        scans = [scan(one), scan(one, BEGINS + minutes(3)), scan(other, BEGINS + minutes(1))]
        with clock.at(BEGINS + dt.timedelta(days=1)):
            first = door.check_in(activity=activity, by=square.officer, scans=list(reversed(scans)))
            again = door.check_in(activity=activity, by=square.officer, scans=scans)
        assert [first[each.number] for each in scans] == [Came.NOW, Came.BEFORE, Came.NOW]
        assert set(again.values()) == {Came.BEFORE}
        assert list(CheckIn.objects.values_list("seat", "at")) == [(one.pk, BEGINS), (other.pk, BEGINS + minutes(1))]

    def test_who_only_waits_or_cancelled_is_not_there(self, square: Square) -> None:
        activity = square.activity(capacity=1)
        first, waits = signed_up(activity, square.ann), signed_up(activity, square.bob)
        slots.leave(seat=waits, by=square.bob)
        gone = signed_up(activity, person("late"))
        with at_the_door():
            scans = [scan(waits), scan(gone), scan(first)]
            became = door.check_in(activity=activity, by=square.officer, scans=scans)
        assert [became[each.number] for each in scans] == [Came.NO_SEAT, Came.NO_SEAT, Came.NOW]
        assert CheckIn.objects.get().seat == first

    def test_another_activitys_ticket_and_a_code_of_two_are_nobodys(self, square: Square) -> None:
        activity, elsewhere = square.activity(), square.activity()
        seat = signed_up(elsewhere, square.ann)
        signed_up(activity, square.bob)
        with at_the_door():
            became = door.check_in(activity=activity, by=square.officer, scans=[scan(seat)])
        assert list(became.values()) == [Came.UNKNOWN]
        two = {"abcdef01": seat, "abcdef02": seat}
        assert door.found(two, "abcdef") is None and door.found(two, "ABCDEF01") == seat and not door.found(two, "abc")

    def test_a_browser_clock_that_is_wrong_does_no_harm(self, square: Square) -> None:
        activity = square.activity()
        seat = signed_up(activity, square.ann)
        with at_the_door():
            early = scan(seat, dt.datetime(2001, 1, 1, tzinfo=dt.UTC))
            door.check_in(activity=activity, by=square.officer, scans=[early])
        assert CheckIn.objects.get().at == BEGINS - minutes(60)

    def test_its_page_takes_what_it_kept_as_json_and_answers_each(self, square: Square, as_: As) -> None:
        activity = square.activity()
        seat = signed_up(activity, square.ann)
        number = str(uuid.uuid4())
        kept = [{"scan": number, "ticket": door.ticket_of(seat), "at": "2026-12-01T07:01:00.000Z", "how": "hand"}]
        address, desk = reverse("community:check_in", args=[activity.reference]), as_(square.officer)
        with at_the_door():
            for became in ("now", "before"):
                answer = desk.post(address, {"scans": json.dumps(kept)}, headers={"accept": "application/json"})
                assert answer.json() == {"scans": {number: became}}
            for bad in ("{", "[1]", '[{"scan": "x"}]', "[" + "[]," * 3 + "[]]"):
                assert desk.post(address, {"scans": bad}).status_code == 422
            assert desk.post(address, {}).status_code == 422

    def test_before_the_hour_nobody_is_there_and_others_office_neither(self, square: Square, as_: As) -> None:
        activity = square.activity()
        seat = signed_up(activity, square.ann)
        with pytest.raises(NotOpen, match="一小时"):
            door.check_in(activity=activity, by=square.officer, scans=[scan(seat)])
        with at_the_door(), pytest.raises(Refused):
            door.check_in(activity=activity, by=square.bob, scans=[scan(seat)])
        assert as_(square.ann).get(reverse("community:check_in", args=[activity.reference])).status_code == 403

    def test_the_list_at_the_door_tells_no_ones_link(self, square: Square, as_: As) -> None:
        activity = square.activity()
        seat = signed_up(activity, square.ann)
        with at_the_door():
            said = page(as_(square.officer), "check_in", activity.reference)
        assert door.ticket_of(seat) in said and seat.token not in said

    def test_signing_up_is_not_being_there(self, square: Square) -> None:
        activity = square.activity(capacity=10)
        many = [signed_up(activity, person(f"p{n}")) for n in range(6)]
        with clock.at(BEGINS + minutes(5)):
            door.check_in(activity=activity, by=square.officer, scans=[scan(seat) for seat in many[:5]])
            counted = {each.key: value(each, user=square.auditor).number
                       for each in (figures.SIGNED_UP, figures.ATTENDED)}  # fmt: skip
        assert counted == {"community.signed_up": 6, "community.attended": 5}


@pytest.mark.parametrize(
    "scans",
    [
        "[" * 100_000,
        '[{"scan": "1c1f6f0e-7a5c-4f3e-9d55-0d2c2b3f1a11", "ticket": "ab", "at": "0001-01-01T00:00:00+08:00"}]',
        '[{"scan": "x"}]', "{}", "[1]",
    ],
)  # fmt: skip
def test_scans_nobody_can_read_are_refused(scans: str) -> None:
    form = CheckInForm({"scans": scans})
    assert not form.is_valid() and "读不懂" in str(form.errors["scans"])


class TestDesk:
    def test_to_plan_is_offered_to_who_may(self, square: Square, as_: As) -> None:
        for who, offered in ((square.officer, True), (square.auditor, False)):
            said = as_(who).get(reverse("community:desk_activities")).content.decode()
            assert (reverse("community:plan") in said) is offered

    def test_the_address_of_a_series_is_taken_once(self, square: Square, as_: As) -> None:
        for _twice in range(2):
            made = meeting.add_series(by=square.officer, slug="tea", name="示例下午茶", office=square.bureau)
        answer = as_(square.officer).post(reverse("community:add_series"), {"name": "示例别的系列", "slug": "tea"})
        assert answer.status_code == 422
        said = answer.content.decode()
        assert "已经是“示例下午茶”的" in said and "示例别的系列" in said and Series.objects.get() == made

    def test_it_is_held_once_it_is_over(self, square: Square) -> None:
        activity = square.activity()
        counted = []
        for moment in (
            BEGINS - minutes(60),
            BEGINS + minutes(60),
            activity.session.ends,
            BEGINS + dt.timedelta(days=1),
        ):
            with clock.at(moment):
                counted.append(value(figures.HELD, user=square.auditor).number)
        assert counted == [0, 0, 1, 1]

    def test_a_change_writes_over_what_stands_now(self, square: Square) -> None:
        stale = square.activity(text="旧的介绍")
        meeting.change(activity=Activity.objects.get(), by=square.officer, text="新的介绍")
        meeting.change(activity=stale, by=square.officer, topics="别的")
        stale.refresh_from_db()
        assert (stale.text, stale.topics, stale.session.text) == ("新的介绍", "别的", "新的介绍")


class TestFound:
    def test_search_reads_again_what_everybody_sees_and_nothing_else(self, square: Square) -> None:
        day, activity, draft = clock.today(), square.activity(), square.write()
        before = finding.stamp(day)
        posting.change(post=draft, by=square.ann, title="别的", text="别的")
        slots.cancel_seat(seat=signed_up(activity, square.ann), by=square.ann, why="不来了")
        assert finding.stamp(day) == before
        meeting.change(activity=activity, by=square.officer, topics="别的")
        assert finding.stamp(day) != before

    def test_until_the_day_it_ends_in_the_district(self, square: Square) -> None:
        span = Span(at(TEA_DAY, dt.time(6)), at(TEA_DAY, dt.time(7, 30)))  # in London it is the day before
        square.activity(span=span)
        [found] = finding.things(clock.today())
        assert found.until == TEA_DAY


class TestChain:
    def test_those_at_a_table_see_who_could_supply_whom(self, square: Square) -> None:
        activity = square.activity(chain=True)
        signed_up(activity, square.ann, enterprise=square.firm, offers="软件开发", wants="芯片", shared=True)
        signed_up(activity, square.bob, enterprise=square.other, offers="集成电路", wants="软件", shared=True)
        found = queries.ties_at(activity, square.ann)
        assert ("示例甲科技有限公司", "示例乙软件有限公司") in {(tie.supplier.firm, tie.buyer.firm) for tie in found}

    def test_what_is_not_shared_stays_ones_own(self, square: Square) -> None:
        activity = square.activity(chain=True)
        signed_up(activity, square.ann, enterprise=square.firm, offers="软件开发", wants="芯片")
        assert queries.said_at(activity, square.bob) == [] and len(queries.said_at(activity, square.ann)) == 1

    @given(st.lists(st.builds(
        chain.Said, key=st.integers(0, 50), firm=st.just("x"), offers=st.sampled_from(["", "甲", "甲乙"]),
        offers_code=st.sampled_from(["", "65", "6510", "39"]), wants=st.sampled_from(["", "甲", "丙"]),
        wants_code=st.sampled_from(["", "651", "3973"]),
    ), max_size=8))  # fmt: skip
    def test_nobody_supplies_themselves_and_every_tie_has_words(self, rows: list[chain.Said]) -> None:
        for tie in chain.ties(rows):
            assert tie.supplier.key != tie.buyer.key and tie.supplier.offers and tie.buyer.wants
            codes = (tie.supplier.offers_code, tie.buyer.wants_code)
            assert (codes[0][: tie.digits] == codes[1][: tie.digits] and tie.digits >= chain.CLOSE) or tie.digits == 0


class TestRead:
    def test_an_activity_is_an_event_to_search_engines_and_closes_no_script(self, square: Square) -> None:
        activity = square.activity(title="示例 </script><script>alert(1)</script>", text="**来**")
        said = page(Client(), "activity", activity.reference)
        [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', said, re.S)
        event = json.loads(data)
        assert event["@type"] == "Event" and event["startDate"] == "2026-12-01T15:00:00+08:00"
        assert event["name"] == "示例 </script><script>alert(1)</script>" and "<script>alert" not in said

    def test_calendars_have_it_and_programmes_lead_to_it(self, square: Square) -> None:
        series = meeting.add_series(by=square.officer, slug="tea", name="示例下午茶", office=square.bureau,
                                    programme="giant-tea")  # fmt: skip
        activity = square.activity(series=series)
        said = Client().get(reverse("slots:public_calendar", args=["community"])).content.decode()
        assert "示例：小巨人下午茶" in said and reverse("slots:session", args=[activity.reference]) in said.replace(
            "\r\n ", ""
        )
        assert "示例：小巨人下午茶" in Client().get(reverse("community:activities"), {"series": "tea"}).content.decode()

    def test_its_page_among_all_sessions_leads_to_it(self, square: Square, as_: As) -> None:
        activity = square.activity()
        own = reverse("community:activity", args=[activity.reference])
        for client in (Client(), as_(square.ann)):
            said = client.get(reverse("slots:session", args=[activity.reference])).content.decode()
            assert own in said and "slots/join" not in said and "报名</button>" not in said
        desk = as_(square.officer).get(reverse("slots:desk_session", args=[activity.reference])).content.decode()
        assert reverse("community:desk_activity", args=[activity.reference]) in desk

    def test_one_of_each_is_read_by_programs(self, square: Square) -> None:
        activity, post = square.activity(text="聊试产"), square.published()
        draft = square.write()
        said = Client().get(f"/api/v1/community/activities/{activity.reference}").json()
        assert (said["text"], said["left"], said["topics"]) == ("聊试产", 3, ["试产", "测试"])
        said = Client().get(f"/api/v1/community/posts/{post.reference}").json()
        assert said["text"] == post.text and said["by"] == square.firm.name
        assert Client().get(f"/api/v1/community/posts/{draft.reference}").status_code == 404

    def test_lists_ask_as_much_for_many_as_for_few(self, square: Square, django_assert_max_num_queries: object) -> None:
        for n in range(8):
            square.activity(title=f"示例 {n}")
        client = Client()
        client.get(reverse("community:home"))
        with django_assert_max_num_queries(14):
            client.get(reverse("community:home"))
        with django_assert_max_num_queries(14):
            client.get(reverse("community:activities"))


def test_the_page_of_a_service_leads_to_its_activities(here: District) -> None:
    text = FILES["test/programmes/hiring/programme.yaml"].replace("kind: subsidy", "kind: service")
    service = f"{text}act: community.sign_up\n"
    rule = "conditions:\n  - {id: a, say: 在示例区注册, when: '注册区 = \"示例区\"', cite: 示例规〔2022〕3号}\n"
    publish({**FILES, "test/programmes/tea/programme.yaml": service.replace("示例用工补贴", "示例下午茶"),
             "test/programmes/tea/2022-01-01.yaml": rule})  # fmt: skip
    page_of_it = Client().get(reverse("policies:programme", args=["tea"])).content.decode()
    assert f"{reverse('community:activities')}?programme=tea" in page_of_it
    assert places.programmes() == [("tea", "示例下午茶")]
