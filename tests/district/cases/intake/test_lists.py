"""A list in an application: filled in a grid, handed in, counted, frozen; who reads it and who cannot."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from district.cases.core import queries
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.headcount import list_rows as listing
from district.cases.headcount.models import FrozenList, ListRow
from district.cases.intake import actions as intake_actions
from district.cases.review import actions as review_actions
from district.cases.review import corrections
from district.ground.people.permissions import Refused
from district.ground.record.models import LogEntry
from tests.district.cases.factories import District, join, know, person
from tests.district.cases.handing import through_the_pages
from tests.district.cases.intake import heads
from tests.district.cases.intake.heads import accepted, firm, handed_in, number, put, row, state_of

As = Callable[..., Client]


def grid(client: Client, case: Application) -> dict[str, str]:
    """The fields of the page as a browser would send them back."""
    page = client.get(f"/my/applications/{case.reference}/list/").content.decode()
    form = page[page.index("novalidate") :]
    fields = dict(re.findall(r'name="(was-\w+)" value="([^"]*)"', form))
    fields |= dict(re.findall(r'<input class="form-control[^"]*" name="(r-\w+-\d+)" id="[^"]*" value="([^"]*)"', form))
    for name, body in re.findall(r'<select [^>]*name="(r-\w+-\d+)"[^>]*>(.*?)</select>', form):
        chosen = re.search(r"<option selected>(.*?)</option>", body)
        fields[name] = chosen[1] if chosen else ""
    return fields


def keys(fields: dict[str, str]) -> list[str]:
    """Rows of the grid in order, blank ones included."""
    return list(dict.fromkeys(name.split("-")[1] for name in fields if name.startswith("r-")))


def fill(fields: dict[str, str], key: str, cells: dict[str, str]) -> None:
    for place, name in enumerate(heads.HEADINGS):
        fields[f"r-{key}-{place}"] = cells.get(name, "")


def send(client: Client, case: Application, fields: dict[str, str], **more: str) -> Any:
    return client.post(f"/my/applications/{case.reference}/list/", {**fields, **more}, HTTP_HX_REQUEST="true")


# The grid


def test_rows_are_added_changed_and_taken_out(paid: District, as_: As) -> None:
    client, case = as_(paid.founder), paid.started("heads")
    fields = grid(client, case)
    first, second, _third = keys(fields)
    fill(fields, first, row(1, 月工资="6,000"))
    fill(fields, second, row(2))
    assert "<html" not in (answer := send(client, case, fields).content.decode())
    assert "共 2 行" in answer and "招用人数：2" in answer and "工资总额：6,000" in answer
    fields = grid(client, case)
    assert keys(fields)[:2] == [first, second]
    fields[f"r-{first}-3"] = "7000"
    send(client, case, fields, remove=second)
    state = state_of(case)
    assert [each.values["月工资"] for each in state.rows] == ["7000"]
    assert state.rows[0].values["身份证号"] == number(1)  # it was shown masked, and is kept
    assert state.given == {"招用人数": Decimal(1), "工资总额": Decimal(7000)}


def test_a_number_is_shown_masked_and_a_new_one_is_taken(paid: District, as_: As) -> None:
    client, case = as_(paid.founder), paid.started("heads")
    put(case, paid.founder, [row(1)])
    fields = grid(client, case)
    key = keys(fields)[0]
    assert fields[f"r-{key}-1"] == f"999***********{number(1)[-4:]}" and number(1) not in str(fields)
    fields[f"r-{key}-1"] = number(2)
    send(client, case, fields)
    assert state_of(case).rows[0].values["身份证号"] == number(2)


def test_wrong_cells_are_kept_and_said_beside_them(paid: District, as_: As) -> None:
    client, case = as_(paid.founder), paid.started("heads")
    bad = {"姓名": "", "身份证号": number(3)[:-1] + "?", "人员类别": "实习生", "月工资": "1999.99",
           "起始月份": "2021年12月", "终止月份": "十三月"}  # fmt: skip
    fields = grid(client, case)
    fill(fields, keys(fields)[0], bad)
    answer = send(client, case, fields).content.decode()
    for said in ("必填", "身份证号不对", "应是 应届毕业生、登记失业人员 之一", "应不小于 2000", "应不早于 2022-01",
                 "月份应写成 2022-03"):  # fmt: skip
        assert said in answer, said
    again = grid(client, case)
    assert [again[f"r-{keys(again)[0]}-{place}"] for place in range(6)] == list(bad.values())
    assert "只看要改的" in answer
    wrong = client.get(f"/my/applications/{case.reference}/list/?wrong=1").content.decode()
    assert wrong.count('class="hq-first') == 1


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [("2022-03", "2022-02", "早于“起始月份”"), ("2022-01", "2025-01", "一行至多 36 个月"), ("2022-01", "2024-12", "")],
)
def test_months_in_order_and_no_more_than_may_be(paid: District, first: str, last: str, said: str) -> None:
    state = put(paid.started("heads"), paid.founder, [row(1, first, last)])
    assert state.rows[0].wrong.get("终止月份", "") == said


def test_the_same_person_twice_names_the_earlier_row(paid: District) -> None:
    state = put(paid.started("heads"), paid.founder, [row(1), row(2), row(1, "2022-03", "2022-06")])
    assert [each.wrong for each in state.rows] == [{}, {}, {"身份证号": "与第 1 行重复"}]
    assert state.given["招用人数"] == 2


def test_who_left_and_came_back_is_two_rows_of_one_head(paid: District) -> None:
    case = paid.started("heads")
    state = put(case, paid.founder, [row(1), row(2), row(1, "2022-05", "2022-06")])
    assert [each.wrong for each in state.rows] == [{}, {}, {}]
    assert state.given["招用人数"] == 2
    state = put(case, paid.founder, [row(1), row(1, "2022-05", "2022-06"), row(1, "2022-06", "2022-07")])
    assert [each.wrong for each in state.rows] == [{}, {}, {"身份证号": "与第 2 行重复"}]


def test_the_same_page_twice_makes_no_second_row(paid: District, as_: As) -> None:
    client, case = as_(paid.founder), paid.started("heads")
    fields = grid(client, case)
    fill(fields, keys(fields)[0], row(1))
    send(client, case, fields)
    fields[f"r-{keys(fields)[0]}-3"] = "8000"  # the first answer has not come back yet
    send(client, case, fields)
    assert [each.values["月工资"] for each in state_of(case).rows] == ["8000"]


def test_blank_rows_keep_their_place_under_the_hand(paid: District, as_: As) -> None:
    client, case = as_(paid.founder), paid.started("heads")
    fields = grid(client, case)
    first, second, third = keys(fields)
    fill(fields, second, row(1))
    answer = send(client, case, fields).content.decode()
    assert f"r-{first}-0" in answer and f"r-{third}-0" in answer


def test_a_full_list_offers_no_more_rows_until_one_is_taken_out(paid: District, as_: As) -> None:
    client, case = as_(paid.founder), paid.started("heads")
    put(case, paid.founder, [row(n) for n in range(30)])
    last = client.get(f"/my/applications/{case.reference}/list/?page=2").content.decode()
    assert last.count('id="row-') == 5
    key = state_of(case).rows[3].key
    client.post(f"/my/applications/{case.reference}/list/", {"remove": key})
    last = client.get(f"/my/applications/{case.reference}/list/?page=2").content.decode()
    assert last.count('id="row-') == 5 and state_of(case).rows[-1].number == 29
    extra = {uuid.uuid4().hex: row(40), uuid.uuid4().hex: row(41)}
    with pytest.raises(NotPossible, match="至多 30 行"):
        listing.save_rows(application=case, by=paid.founder, asked=state_of(case).asked, new=extra)
    assert len(state_of(case).rows) == 29


def test_two_people_at_once_lose_nothing(paid: District, as_: As, client: Client) -> None:
    case = paid.started("heads")
    put(case, paid.founder, [row(1), row(2)])
    other = person("partner", "示例合伙人")
    join(other, paid.firm)
    mine, theirs = grid(as_(paid.founder), case), grid(as_(other), case)
    one, two = keys(mine)[:2]
    mine[f"r-{one}-3"] = "6000"
    fill(mine, keys(mine)[2], row(3))
    theirs[f"r-{two}-3"] = "7000"
    fill(theirs, keys(theirs)[2], row(4))
    send(as_(paid.founder), case, mine)
    send(as_(other), case, theirs)
    wages = {each.values["身份证号"]: each.values["月工资"] for each in state_of(case).rows}
    assert wages == {number(1): "6000", number(2): "7000", number(3): "", number(4): ""}


def test_a_row_somebody_took_out_does_not_come_back(paid: District, as_: As) -> None:
    case = paid.started("heads")
    put(case, paid.founder, [row(1), row(2)])
    client = as_(paid.founder)
    old = grid(client, case)
    send(client, case, grid(client, case), remove=keys(old)[0])
    old[f"r-{keys(old)[0]}-3"] = "6000"
    answer = send(client, case, old).content.decode()
    assert "1 行已被别人删去" in answer
    assert [each.values["身份证号"] for each in state_of(case).rows] == [number(2)]


# Handing in


def test_a_list_gives_facts_and_the_facts_the_amount(paid: District) -> None:
    case = handed_in(paid, [row(1, 月工资="6000"), row(2, 月工资="7000.5"), row(3)])
    assert case.facts["招用人数"]["value"] == "3" and case.facts["招用人数"]["grade"] == "declared"
    assert case.facts["工资总额"]["value"] == "13000.50"
    assert case.verdict["amount"] == "3000.00" or Decimal(case.verdict["amount"]) == 3000
    assert FrozenList.objects.get().given == {"招用人数": "3", "工资总额": "13000.5"}


def test_what_the_list_says_counts_when_it_is_handed_in_and_not_before(paid: District) -> None:
    """The page was opened with two rows; a colleague has added one since."""
    case = paid.started("heads")
    put(case, paid.founder, [row(1), row(2)])
    put(case, paid.founder, [row(1), row(2), row(3)])
    intake_actions.submit(
        application=case, by=paid.founder, declared={"招用人数": Decimal(2)}, request_key=uuid.uuid4()
    )
    assert case.facts["招用人数"]["value"] == "3"


def test_the_draft_is_judged_by_the_list_and_does_not_ask_again(paid: District, as_: As) -> None:
    client, case = as_(paid.founder), paid.started("heads")
    page = client.get(f"/my/applications/{case.reference}/").content.decode()
    assert "招用人员名单" in page and "必填，还没有填" in page and 'id="id_招用人数"' not in page
    assert "提交职工名单" not in page
    put(case, paid.founder, [row(1), row(2)])
    page = client.get(f"/my/applications/{case.reference}/").content.decode()
    assert "已填 2 行" in page and "2,000.00" in page


def test_without_its_list_it_is_not_handed_in(paid: District, as_: As) -> None:
    client, case = as_(paid.founder), paid.started("heads")
    answer = client.post(f"/my/applications/{case.reference}/check/", {}, follow=True).content.decode()
    assert "名单：招用人员名单" in answer and "确认提交" not in answer
    case.refresh_from_db()
    assert case.state == "draft"
    assert handed_in(paid, [], firm(paid, 1, 招用人数=2), "once").state == "submitted"  # `needed: false`


def test_with_faults_it_is_not_handed_in_and_they_are_named(paid: District) -> None:
    rows = [row(1), row(2, 月工资="很少"), row(3, "2022-04", "2022-03")]
    with pytest.raises(NotPossible) as refused:
        handed_in(paid, rows)
    assert "“招用人员名单”还有 2 行要改" in str(refused.value)
    assert "第 2 行“月工资”应是数字" in str(refused.value) and "第 3 行“终止月份”早于" in str(refused.value)


def test_a_register_that_knows_better_is_followed_and_the_difference_is_said(paid: District, as_: As) -> None:
    paid.firm = firm(paid, 1, 招用人数=5)
    case = accepted(paid, [row(1), row(2)], paid.firm)
    assert case.facts["招用人数"]["value"] == "5"
    page = as_(paid.officer).get(f"/desk/applications/{case.reference}/").content.decode()
    assert "“招用人数”按名单是 2" in page
    with pytest.raises(NotPossible, match=r"名单是 2.*判定用的是 5.*写明理由"):
        heads.grant(paid, case)
    assert heads.grant(paid, case, "另三人已核对社保记录").amount == 5000


def test_a_list_filled_to_its_last_row_says_at_least(paid: District, as_: As) -> None:
    case = paid.started("once", firm(paid, 1, 招用人数=9))
    rows = [{"姓名": "示例", "身份证号": number(n), "合同起始日期": "2022-05-01"} for n in range(3)]
    put(case, paid.founder, rows)
    page = as_(paid.founder).get(f"/my/applications/{case.reference}/").content.decode()
    assert "“招用人数”按名单是" not in page
    put(case, paid.founder, rows[:2])
    page = as_(paid.founder).get(f"/my/applications/{case.reference}/").content.decode()
    assert "“招用人数”按名单是 2" in page


def test_handed_in_twice_is_handed_in_once(paid: District, as_: As) -> None:
    client, case = as_(paid.founder), paid.started("heads")
    put(case, paid.founder, [row(1)])
    posted = {"request_key": str(uuid.uuid4()), "declare": "on"}
    for _time in range(2):
        assert client.post(f"/my/applications/{case.reference}/hand-in/", posted).status_code == 302
    assert FrozenList.objects.count() == 1


def test_after_that_nobody_changes_it(paid: District, as_: As) -> None:
    case = handed_in(paid, [row(1)])
    asked = state_of(case).asked
    for write in (
        lambda: listing.save_rows(application=case, by=paid.founder, asked=asked, removed=[ListRow.objects.get().key]),
        lambda: listing.replace_rows(application=case, by=paid.founder, asked=asked, rows=[row(2)]),
    ):
        with pytest.raises(NotPossible, match="已提交"):
            write()
    assert as_(paid.founder).get(f"/my/applications/{case.reference}/list/").status_code == 404
    assert FrozenList.objects.get().shown[0][1] == f"999***********{number(1)[-4:]}"


def test_sent_back_it_is_corrected_and_counted_again(paid: District, as_: As) -> None:
    case = handed_in(paid, [row(1), row(2), row(3)])
    item = corrections.Item("other", "招用人员名单", "第 3 行没有参保，请核对")
    review_actions.send_back(application=case, by=paid.officer, items=[item])
    client = as_(paid.founder)
    fields = grid(client, case)
    send(client, case, fields, remove=keys(fields)[2])
    through_the_pages(client, case.reference, {f"reply-{case.corrections.get().pk}": "已删去"})
    case.refresh_from_db()
    assert (case.state, case.facts["招用人数"]["value"], FrozenList.objects.count()) == ("submitted", "2", 2)
    change = next(each for each in queries.changes(case) if each.what == "招用人数")
    assert (change.before, change.after) == ("3", "2")
    assert Decimal(case.verdict["amount"]) == 2000
    page = as_(paid.officer).get(f"/desk/applications/{case.reference}/list/").content.decode()
    assert "共 2 行" in page


def test_a_correction_a_week_later_counts_too(paid: District) -> None:
    from district.ground import clock

    case = handed_in(paid, [row(1), row(2)])
    review_actions.send_back(application=case, by=paid.officer, items=[corrections.Item("other", "名单", "请核对")])
    with clock.at(dt.date(2022, 7, 1)):
        put(case, paid.founder, [row(1)])
        intake_actions.resubmit(application=case, by=paid.founder, declared={}, request_key=uuid.uuid4(),
                         replies={case.corrections.get().pk: "已核对"})  # fmt: skip
    assert case.facts["招用人数"]["value"] == "1"
    assert case.as_of == dt.date(2022, 6, 24)


def test_read_anew_freezes_the_list_again(paid: District) -> None:
    case = handed_in(paid, [row(1)])
    know(paid.firm, "从业人员", 9)
    review_actions.read_anew(application=case, by=paid.officer, request_key=uuid.uuid4())
    first, second = FrozenList.objects.order_by("submission__serial")
    assert first.shown == second.shown and first.digest != second.digest
    assert next(listing.people_of(second.submission))["身份证号"] == number(1)


# Who reads it


def test_who_sees_rows(paid: District, as_: As) -> None:
    case = paid.started("heads")
    put(case, paid.founder, [row(1, 月工资="6000")])
    mine, desk = (f"/{side}/applications/{case.reference}/list/" for side in ("my", "desk"))
    everyone = [paid.founder, paid.officer, paid.leader, paid.auditor, paid.colleague, paid.stranger]
    assert [as_(who).get(mine).status_code for who in everyone] == [200, 404, 404, 404, 404, 404]
    assert [as_(who).get(desk).status_code for who in everyone] == [403, 404, 404, 404, 404, 403]
    intake_actions.submit(application=case, by=paid.founder, declared={}, request_key=uuid.uuid4())
    assert [as_(who).get(desk).status_code for who in everyone] == [403, 200, 200, 200, 404, 403]
    page = as_(paid.officer).get(desk).content.decode()
    assert number(1) not in page and "示例员工1" not in page
    assert f"999***********{number(1)[-4:]}" in page and "示****" in page and "6000" in page


def test_others_cannot_write_it(paid: District, as_: As) -> None:
    case = paid.started("heads")
    asked = state_of(case).asked
    for who in (paid.stranger, paid.officer):
        with pytest.raises(Refused):
            listing.save_rows(application=case, by=who, asked=asked, new={uuid.uuid4().hex: row(1)})
        with pytest.raises(Refused):
            listing.replace_rows(application=case, by=who, asked=asked, rows=[row(1)])
        for address in ("list/", "list/upload/"):
            assert as_(who).post(f"/my/applications/{case.reference}/{address}").status_code == 404
    assert not ListRow.objects.exists()


def test_the_database_and_the_log_hold_nobody_in_the_clear(paid: District, tmp_path: Any) -> None:
    case = paid.started("heads")
    put(case, paid.founder, [row(1), row(2, 月工资="错误", 姓名="欧阳示例")])
    put(case, paid.founder, [row(1), row(2, 姓名="欧阳示例")])
    intake_actions.submit(application=case, by=paid.founder, declared={}, request_key=uuid.uuid4())
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        everything = ""
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            everything += repr(cursor.fetchall())
    assert case.reference in everything
    for secret in (number(1), number(2), number(1)[6:14] + number(1)[14:], "示例员工1", "欧阳示例"):
        assert secret not in everything and secret.encode("unicode_escape").decode() not in everything
    logged = LogEntry.objects.get(subject=case.reference, verb="submit").data
    assert (logged["rows"], logged["list"]) == (2, FrozenList.objects.get().digest)


@pytest.mark.database
def test_constraints(paid: District) -> None:
    case = handed_in(paid, [row(1)])
    kept = ListRow.objects.get()
    for name, changed in (("one_list_row_a_position", {"key": "a" * 32}), ("one_list_row_a_key", {"position": 7})):
        copy = ListRow(application=case, typed="x", **{"key": kept.key, "position": kept.position, **changed})
        with pytest.raises(IntegrityError, match=f"{name}|headcount_listrow"), transaction.atomic():
            copy.save(force_insert=True)
    with pytest.raises(IntegrityError, match="never_updated"), transaction.atomic():
        FrozenList.objects.update(count=9)
    with pytest.raises(IntegrityError, match="never_deleted"), transaction.atomic():
        FrozenList.objects.all()._raw_delete("default")
