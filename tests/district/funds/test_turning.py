"""The year turns: what finance, bureaus and officers read on each day, and what is held stays good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from district.cases.review import actions as review_actions
from district.funds import actions, holding, queries, turning, verifying
from district.funds.models import Award, Line
from district.ground import clock
from district.ground.messages.models import Message
from district.ground.people.models import Person
from district.ground.people.permissions import Refused
from district.ground.record.models import LogEntry
from district.ground.record.moves import MoveRefused
from tests.district.cases import deciding
from tests.district.cases.factories import person
from tests.district.funds.test_joining import submitted
from tests.district.funds.town import Town

D = Decimal
MONTH = D("806.63")
DECEMBER, JANUARY = dt.date(2022, 12, 20), dt.date(2023, 1, 5)


@pytest.fixture
def the_ledger_holds(here: Town) -> Iterator[None]:
    yield
    assert verifying.verify() == []


def nights(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Each day after its night's work."""
    day = first
    while day <= last:
        with clock.at(dt.datetime.combine(day, dt.time(2), tzinfo=timezone.get_default_timezone())):
            call_command("ledger", "daily")
            call_command("review_clocks")
        with clock.at(day):
            yield day
        day += dt.timedelta(days=1)


def shown(client: Client, who: Person, address: str) -> str:
    client.force_login(who)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def days_told(who: Person, about: str) -> list[dt.date]:
    rows = Message.objects.filter(to=who, title__contains=about).order_by("pk")
    return [timezone.localdate(row.at) for row in rows]


def next_line(here: Town, yuan: int = 0) -> Line:
    line = actions.open_line(year=2023, office=here.line.office, name="示例专项", by=here.finance)
    if yuan:
        actions.appropriate(line=line, level="district", amount=D(yuan), by=here.finance)
    return line


class TestChecklist:
    def test_from_november_on_it_looks_at_the_coming_turn(self) -> None:
        assert turning.years(dt.date(2022, 11, 1)) == (2022, 2023) == turning.years(dt.date(2022, 12, 31))
        assert turning.years(dt.date(2023, 1, 1)) == (2022, 2023) == turning.years(dt.date(2023, 10, 31))

    def test_lines_that_are_missing_are_opened_from_their_row(self, here: Town, client: Client) -> None:
        with clock.at(dt.date(2022, 11, 2)):
            found = turning.turn(clock.today())
            names = {each.name: each for each in found.missing}
            assert set(names) == {"示例专项", "没有安排的专项"}
            assert "示例money" in names["示例专项"].programmes
            page = shown(client, here.finance, "/desk/year/")
            assert "2022 → 2023 年度交接" in page and "开设指标" in page
            form = shown(client, here.finance, f"/desk/funds/new/?year=2023&office={here.line.office_id}&name=示例专项")
            assert 'value="示例专项"' in form and '<option value="2023" selected' in form
            next_line(here)
            assert {each.name for each in turning.turn(clock.today()).missing} == {"没有安排的专项"}

    def test_a_bureau_sees_its_own_and_is_told_who_does_it(self, here: Town, client: Client) -> None:
        with clock.at(dt.date(2022, 11, 2)):
            page = shown(client, here.officer, "/desk/year/")
            assert "示例专项" in page and "开设指标" not in page and "由财政部门开设" in page
            other = person("science", officer="区科委")
            assert "示例专项" not in shown(client, other, "/desk/year/")

    def test_lines_to_close_say_what_they_carry(self, here: Town, client: Client) -> None:
        here.hold()
        with clock.at(dt.date(2022, 11, 20)):
            assert "12 月起办理" in shown(client, here.finance, "/desk/year/")
        with clock.at(DECEMBER):
            (row,) = turning.turn(clock.today()).ending
            assert (row.holds, row.may) == (Award.objects.filter(state="held").count(), True)
            client.force_login(here.finance)
            client.post(f"/desk/funds/{here.line.reference}/close/", {"way": "carry"})
            assert turning.turn(clock.today()).ending == []

    def test_running_awards_are_beside_what_there_is_for_them(self, here: Town, client: Client) -> None:
        here.commit(yuan=MONTH, slug="running")  # type: ignore[arg-type]
        with clock.at(DECEMBER):
            (row,) = turning.turn(clock.today()).running
            assert (row.awards, row.instalments, row.needed, row.line, row.may) == (1, 12, MONTH * 12, None, False)
            line = next_line(here, 9_000)
            (row,) = turning.turn(clock.today()).running
            assert (row.line, row.short, row.may) == (line, MONTH * 12 - 9_000, False)
            assert "2023 年 1 月起办理" in shown(client, here.finance, "/desk/year/")
        with clock.at(JANUARY):
            assert "列入往年按期给付" in shown(client, here.finance, "/desk/year/")
            actions.appropriate(line=line, level="district", amount=D(1_000), by=here.finance)
            client.post(f"/desk/funds/{line.reference}/fund-year/")
            assert turning.turn(clock.today()).running == []

    def test_the_same_queries_however_much_there_is(self, here: Town, client: Client) -> None:
        client.force_login(here.finance)
        counts = []
        for first, last in ((1, 3), (3, 24)):
            for number in range(first, last):
                actions.hold(reference=f"SB-{number}", enterprise=here.firm(number), version=here.version(),
                             promise=here.promise("money", 1000), by=here.officer)  # fmt: skip
            with clock.at(dt.date(2022, 11, 2)), CaptureQueriesContext(connection) as asked:
                client.get("/desk/year/")
            counts.append(len(asked))
        assert counts[0] == counts[1] <= 36

    def test_what_is_told_of_holds_costs_the_same_however_many(self, here: Town) -> None:
        counts = []
        for first, last in ((1, 4), (4, 40)):
            for number in range(first, last):
                actions.hold(reference=f"SB-{number}", enterprise=here.firm(number), version=here.version(),
                             promise=here.promise("money", 1000), by=here.officer)  # fmt: skip
            with clock.at(dt.date(2022, 9, 14)), CaptureQueriesContext(connection) as asked:
                assert holding.warn_ending(today=clock.today()) == last - first
                assert holding.warn_ending(today=clock.today()) == 0
            counts.append(len(asked))
        assert counts[0] == counts[1] <= 30


@pytest.mark.usefixtures("the_ledger_holds")
class TestHolds:
    def test_they_are_told_before_they_end_once_to_officer_and_finance(self, here: Town, client: Client) -> None:
        with clock.at(dt.date(2022, 10, 12)):
            award = here.hold()
            assert award is not None and award.expires_on == dt.date(2023, 1, 10)
        told = dt.date(2022, 12, 27)  # a fortnight before
        for day in nights(dt.date(2022, 12, 20), dt.date(2023, 1, 12)):
            page = shown(client, here.finance, "/desk/year/")
            assert ("SB-1" in page) is (day <= dt.date(2023, 1, 10))
        assert days_told(here.finance, "占用快到期") == [told]
        award.refresh_from_db()
        assert award.state == "expired"

    def test_nothing_ends_untold_when_nights_were_missed(self, here: Town) -> None:
        with clock.at(dt.date(2022, 10, 12)):
            here.hold()
        late = dt.date(2023, 2, 1)
        for day in nights(late, dt.date(2023, 2, 10)):
            held = Award.objects.filter(state="held").exists()
            assert held is (day <= dt.date(2023, 2, 8))
        assert days_told(here.finance, "占用快到期") == [late]

    def test_extended_it_stays_and_is_told_anew(self, here: Town, client: Client) -> None:
        with clock.at(dt.date(2022, 10, 12)):
            award = here.hold()
        assert award is not None
        for day in nights(dt.date(2022, 12, 26), dt.date(2022, 12, 28)):
            if day == dt.date(2022, 12, 28):
                client.force_login(here.officer)
                answer = client.post("/desk/awards/SB-1/extend/", {"back": "year"})
                assert answer.status_code == 302
        award.refresh_from_db()
        assert award.expires_on == dt.date(2023, 3, 28)
        assert LogEntry.objects.filter(subject="SB-1", verb="extend", by=here.officer).exists()
        for _day in nights(dt.date(2023, 1, 9), dt.date(2023, 1, 12)):
            pass
        award.refresh_from_db()
        assert award.state == "held"
        with clock.at(dt.date(2023, 2, 15)):
            decided = here.commit()
            assert decided is not None and decided.line == here.line

    def test_only_who_may_claim_extends_and_only_what_is_held(self, here: Town) -> None:
        here.hold()
        with pytest.raises(Refused):
            holding.extend_hold(reference="SB-1", by=here.base.colleague)
        here.commit()
        with pytest.raises(MoveRefused):
            holding.extend_hold(reference="SB-1", by=here.officer)

    def test_it_lasts_to_the_day_the_case_is_decided(self, here: Town) -> None:
        until = dt.date(2023, 2, 20)
        award = actions.hold(reference="SB-9", enterprise=here.firm(9), version=here.version(), by=here.officer,
                             promise=here.promise("money", 100_000), until=until)  # fmt: skip
        assert award is not None and award.expires_on == until

    @pytest.mark.parametrize("day", [dt.date(2022, 12, 30), dt.date(2023, 1, 1), JANUARY, dt.date(2023, 3, 1)])
    @pytest.mark.parametrize("planned", [True, False])
    def test_held_again_after_the_turn_it_is_still_held(self, here: Town, day: dt.date, planned: bool) -> None:
        """The list in January sets aside what the acceptance in December held already: it must not let it go."""
        with clock.at(DECEMBER):
            here.hold()
        with clock.at(day):
            if planned:
                next_line(here, 500_000)
            here.hold()
            assert queries.balances_of([here.line])[here.line.pk].held == D(100_000)
            award = here.commit()
            assert award is not None and award.line == here.line

    def test_for_more_than_was_held_it_is_the_new_years_money(self, here: Town) -> None:
        with clock.at(DECEMBER):
            here.hold(yuan=50_000)
        with clock.at(JANUARY):
            line = next_line(here, 100_000)
            here.hold()
            assert queries.balances_of([line])[line.pk].held == D(100_000)
            assert queries.balances_of([here.line])[here.line.pk].held == 0

    @pytest.mark.parametrize("planned", [True, False])
    def test_a_lists_part_is_decided_after_the_turn_from_its_own_line(self, here: Town, planned: bool) -> None:
        version = here.version()
        with clock.at(DECEMBER):
            actions.reserve(reference="MS-1", version=version, amounts=[D(100_000), D(100_000)], by=here.officer)
        with clock.at(JANUARY):
            if planned:
                next_line(here)
            line = actions.draw(reference="MS-1", version=version, amount=D(100_000), by=here.officer)
            assert line == here.line
            actions.hold_drawn(reference="SB-1", enterprise=here.firm(), version=version, line=line,
                               amount=D(100_000), by=here.officer)  # fmt: skip
            here.hold()  # the acceptance that follows
            award = here.commit()
            assert award is not None and award.line == here.line
            actions.end(reference="MS-1", by=here.officer)


@pytest.mark.usefixtures("the_ledger_holds")
def test_from_october_through_the_new_year_with_all_the_nights_work(here: Town, client: Client) -> None:
    """Accepted in October, held, its officer told before the hold ends, extended, decided in February, paid."""
    with clock.at(dt.date(2022, 10, 12)):
        case = review_actions.accept(application=submitted(here), by=here.officer)
    read: dict[dt.date, tuple[str, str]] = {}
    for day in nights(dt.date(2022, 10, 13), dt.date(2023, 1, 31)):
        if day == dt.date(2023, 1, 3):
            holding.extend_hold(reference=case.reference, by=here.officer)
        if day.day in (1, 28) or day == dt.date(2023, 1, 11):
            firm = shown(client, here.base.founder, f"/my/applications/{case.reference}/")
            read[day] = firm, shown(client, here.officer, "/desk/year/")
    assert case.due_on == dt.date(2022, 11, 9)
    assert "2022年11月9日前作出决定" in read[dt.date(2022, 11, 1)][0]
    for day in (dt.date(2022, 11, 28), dt.date(2023, 1, 1), dt.date(2023, 1, 28)):
        assert "从2022年11月10日起超期" in read[day][0] and "将在2022年11月9日" not in read[day][0]
    assert case.reference not in read[dt.date(2022, 11, 1)][1] and case.reference in read[dt.date(2022, 12, 1)][1]
    assert days_told(here.officer, "资金占用快到期") == [dt.date(2022, 12, 27)]
    assert days_told(here.finance, "占用快到期") == [dt.date(2022, 12, 27)]
    assert days_told(here.officer, "未决定") == [dt.date(2022, 11, 10), dt.date(2022, 11, 14)]
    assert days_told(here.base.leader, "未决定") == [dt.date(2022, 11, 14), dt.date(2022, 11, 23)]
    with clock.at(dt.date(2023, 2, 1)):
        deciding.decide(application=case, by=here.officer, outcome="granted")
        award = Award.objects.get()
        assert (award.state, award.line) == ("committed", here.line)  # no line of the new year is needed


def test_last_years_figures_stand_beside_the_new_nought(here: Town, client: Client) -> None:
    here.commit()
    here.payee(1)
    here.answer(here.sent())
    with clock.at(JANUARY):
        line = next_line(here)
        page = shown(client, here.finance, f"/desk/funds/{line.reference}/")
        assert "2022 年" in page and "已付 10.00 万元" in page.replace("100,000.00 元", "10.00 万元")
        overview = shown(client, here.finance, "/desk/funds/?year=2023")
        assert "2022 年：安排" in overview
