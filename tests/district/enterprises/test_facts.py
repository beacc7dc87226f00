"""Facts have a source, a date, a grade and two clocks; enterprises confirm, contest and supply them."""

from __future__ import annotations

import datetime as dt
import unicodedata
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from district.enterprises import actions, queries
from district.enterprises.importing.columns import CODE, NAME, Column
from district.enterprises.importing.rows import RowReader, wrong_code
from district.enterprises.importing.sheet import Sheet
from district.enterprises.models import Enterprise, Fact, FactKind, Membership
from district.enterprises.values import BadValue, invisible, normal, visible
from district.ground import clock
from district.ground.people.permissions import Refused
from tests.district.cases.factories import District, enterprise, know, person

DAY = dt.date(2022, 6, 24)


def facts(firm: Enterprise, day: dt.date = DAY) -> dict[str, object]:
    return {name: each.value for name, each in queries.facts_of(firm, day).items()}


def test_the_better_grade_wins_whatever_came_later(here: District) -> None:
    know(here.firm, "营业收入", 1_000_000, grade="declared", since=dt.date(2022, 6, 1))
    know(here.firm, "营业收入", 900_000, grade="register", since=dt.date(2022, 5, 1))
    assert facts(here.firm)["营业收入"] == 900_000
    assert queries.facts_of(here.firm, dt.date(2022, 4, 30)).get("营业收入") is None


def test_what_was_known_then_can_be_asked_now(here: District) -> None:
    then = clock.now()
    with clock.at(dt.date(2022, 7, 1)):
        know(here.firm, "从业人员", 20, since=dt.date(2022, 3, 1))
        assert queries.facts_of(here.firm, DAY, then)["从业人员"].value == 8
        assert queries.facts_of(here.firm, DAY)["从业人员"].value == 20


def test_a_fact_is_never_altered_or_removed(here: District) -> None:
    row = Fact.objects.filter(enterprise=here.firm, kind="从业人员").get()
    for statement in (lambda: Fact.objects.filter(pk=row.pk).update(value="99"), row.delete):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            statement()
    row.refresh_from_db()
    assert row.value == "8"


def test_the_same_again_changes_nothing(here: District) -> None:
    before = Fact.objects.count()
    know(here.firm, "从业人员", 8)
    assert Fact.objects.count() == before


def test_a_member_contests_with_a_reason_and_officers_see_it(here: District) -> None:
    with pytest.raises(BadValue, match="为什么"):
        actions.contest_fact(enterprise=here.firm, name="从业人员", written="9", note=" ", by=here.founder)
    actions.contest_fact(enterprise=here.firm, name="从业人员", written="9", note="6月新进一人", by=here.founder)
    assert facts(here.firm)["从业人员"] == 8  # the register's stands until it is settled
    assert [(each.value, each.note) for each in queries.contested_facts(here.auditor)] == [("9", "6月新进一人")]


def test_a_stranger_declares_nothing(here: District) -> None:
    with pytest.raises(Refused):
        actions.declare_fact(enterprise=here.firm, name="从业人员", written="9", by=here.stranger)


@pytest.mark.parametrize(("written", "says"), [("很多", "数字"), ("1.5", "整数"), ("", "请填写")])
def test_what_is_written_wrongly_is_refused(here: District, written: str, says: str) -> None:
    with pytest.raises(BadValue, match=says):
        actions.declare_fact(enterprise=here.firm, name="从业人员", written=written, by=here.founder)


def test_one_membership_per_person_and_enterprise(here: District) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(person=here.founder, enterprise=here.firm, since=clock.now())


def test_a_register_of_a_thousand_is_read_in_few_queries(here: District, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    actions.take_in(
        firms=[(f"91310110{number:010d}", f"示例{number}", {"从业人员": Decimal(number)}) for number in range(1000)],
        source="示例", valid_from=dt.date(2022, 1, 1),
    )  # fmt: skip
    with django_assert_max_num_queries(6):
        found = dict(queries.facts_for_register(DAY))
    assert len(found) == 1001
    assert sum(each.get("从业人员", Decimal(0)) for each in found.values()) == 499500 + 8  # type: ignore[arg-type, misc]


def test_several_deliveries_are_reckoned_once_and_stand_as_if_one_by_one(here: District) -> None:
    told: list[list[int]] = []

    def hear(sender: object, *, enterprise_ids: list[int], **_: object) -> None:
        told.append(enterprise_ids)

    firm = ("91310110MA00000001", "示例乙商行")
    actions.facts_changed.connect(hear)
    try:
        changed = actions.take_in_all([
            actions.Delivery([(*firm, {"从业人员": Decimal(3)})], "示例甲", dt.date(2022, 1, 1)),
            actions.Delivery([(*firm, {"从业人员": Decimal(4), "失信被执行": False})], "示例乙", dt.date(2022, 3, 1)),
        ])  # fmt: skip
    finally:
        actions.facts_changed.disconnect(hear)
    row = Enterprise.objects.get(uscc=firm[0])
    assert told == [[row.pk]] == [changed]
    rows = queries.history_of(row, "从业人员", here.auditor)
    assert [(each.value, each.source, each.known_until is None) for each in rows] == [
        ("4", "示例乙", True), ("3", "示例甲", False)]  # fmt: skip


def test_what_was_ever_known_of_an_enterprise_is_found_by_an_index(here: District) -> None:
    assert "facts_of_enterprise" in {each.name for each in Fact._meta.indexes}
    if connection.vendor == "sqlite":  # PostgreSQL reads a table this small as a whole
        assert "SCAN" not in Fact.objects.filter(enterprise=here.firm).order_by("-known_from", "-pk").explain()


@given(st.text(max_size=30))
def test_normal_is_idempotent(text: str) -> None:
    assert normal(normal(text)) == normal(text)


def test_who_sees_which_enterprises(here: District) -> None:
    other = enterprise("91310110MA00000001", "示例乙商行")
    assert set(queries.register(here.officer)) == {here.firm, other}
    assert set(queries.register(here.founder)) == {here.firm}
    assert set(queries.register(person("newcomer"))) == set()


@given(st.text("ab 　\t\n\u200b\ufeff\u00ad\u2060Ａ①é企業\x00\x7f", max_size=8) | st.text(max_size=8))
def test_the_quick_ways_of_reading_text_are_the_slow_ones(text: str) -> None:
    unseen = [char for char in text if unicodedata.category(char) in {"Cf", "Cc"} and not char.isspace()]
    assert bool(invisible(text)) == bool(unseen)
    assert all(f"U+{ord(char):04X}" in invisible(text) for char in unseen)
    seen = "".join(char for char in text if char not in unseen)
    assert visible(text) == " ".join(unicodedata.normalize("NFKC", seen).split())
    assert normal(text) == " ".join(unicodedata.normalize("NFKC", text).split())


@given(st.integers(0, 9_999_999), st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-甲"))
def test_a_code_is_right_exactly_where_stdnum_says_so(number: int, at: int, char: str) -> None:
    body = f"91310110MA{number:07d}"
    right = body + uscc.calc_check_digit(body)
    assert wrong_code(right) == ""
    changed = right[:at] + char + right[at + 1 :]
    assert (wrong_code(changed) == "") == (uscc.is_valid(changed) and len(uscc.compact(changed)) == 18)


def test_cells_that_python_holds_for_equal_are_read_apart(here: District) -> None:
    """1, 1.0 and True are one key of a dict; a yes in a column of numbers is no number."""
    columns = [Column(0, "代码", CODE, "", Decimal(1)), Column(1, "名称", NAME, "", Decimal(1)),
               Column(2, "从业人员", "从业人员", "人", Decimal(1))]  # fmt: skip
    reader = RowReader(columns, FactKind.objects.in_bulk(), DAY, Sheet(("代码", "名称", "从业人员"), 2, [], None, ""))
    rows = []
    for number, cell in enumerate((1, True, 1.0, "1", True, 1, 1.5)):
        body = f"91310110MA{number:07d}"
        rows.append(reader.read(number, (body + uscc.calc_check_digit(body), "示例", cell)))
    assert [each.facts.get("从业人员") for each in rows] == ["1", None, "1", "1", None, "1", None]
    assert [bool(each.doubts) for each in rows] == [False, True, False, False, True, False, True]


def test_the_register_reads_what_each_firm_alone_does(here: District) -> None:
    """Of every grade and age: declared beside registered, run out, not yet true, a grade that is no proof."""
    FactKind.objects.filter(name="营业收入").update(fresh="P1Y")
    FactKind.objects.filter(name="失信被执行").update(vouched_by=["register"])
    other = enterprise("91310110MA00000001", "示例读数有限公司")
    know(other, "营业收入", 1_000_000, grade="register", since=dt.date(2021, 6, 23))  # ran out yesterday
    know(other, "营业收入", 700_000, grade="declared", since=dt.date(2022, 6, 1))
    know(here.firm, "营业收入", 800_000, grade="register", since=dt.date(2021, 6, 24))  # today is its last day
    know(here.firm, "营业收入", 1, grade="declared", since=dt.date(2022, 6, 1))
    know(other, "从业人员", 5, grade="register", since=DAY + dt.timedelta(days=1))
    know(other, "失信被执行", False, grade="declared")
    alone = {
        firm.pk: {name: each.value for name, each in queries.facts_of(firm, DAY).items() if not each.expired}
        for firm in (here.firm, other)
    }
    whole = dict(queries.facts_for_register(DAY))
    assert {pk: whole[pk] for pk in alone} == alone
    assert alone[other.pk]["营业收入"] == 700_000 and alone[here.firm.pk]["营业收入"] == 800_000
    assert dict(queries.facts_for_register(DAY, [other.pk], names={"营业收入"})) == {other.pk: {"营业收入": 700_000}}
