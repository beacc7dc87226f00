"""One worker, one month, one group of schemes; numbers never kept; staff lists row by row."""

from __future__ import annotations

import datetime as dt
import io
import uuid
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from stdnum.cn import ric

from district.cases.aftercare import settling
from district.cases.aftercare.actions import NotPossible
from district.cases.aftercare.models import Finding
from district.cases.decisions import leaving
from district.cases.headcount import staff_lists, workers
from district.cases.headcount.models import Collision, WorkerClaim, WorkerMonth
from district.cases.headcount.workers import BadNumber, Line
from district.cases.intake import actions
from district.cases.review import actions as review_actions
from district.ground.people.permissions import Refused
from district.ground.record.models import LogEntry
from tests.district.cases import deciding
from tests.district.cases.aftercare.factories import second_firm
from tests.district.cases.factories import District


def number(n: int) -> str:
    """A made-up ID number with a right check digit; 310110 and a birthday, belonging to nobody known."""
    body = f"31011019900101{n:03}"
    return body + ric.calc_check_digit(body + "0")


def line(n: int, first: tuple[int, int] = (2022, 1), last: tuple[int, int] = (2022, 3), row: int = 0) -> Line:
    return Line(workers.hash_of(number(n)), "张**", dt.date(*first, 1), dt.date(*last, 1), row)


def case_of(after: District, n: int, slug: str = "hiring") -> Any:
    return after.started(slug, second_firm(after, n))


def put(after: District, case: Any, *lines: Line) -> workers.Registered:
    return workers.register(application=case, lines=lines, by=after.founder)


def test_the_hash_is_keyed_and_the_same_for_the_same_number(settings: Any) -> None:
    first = workers.hash_of(number(1))
    assert len(first) == 64 and first == workers.hash_of(f" {number(1).lower()} ")
    assert first != workers.hash_of(number(2))
    settings.WORKER_KEY = "another"
    assert workers.hash_of(number(1)) != first


@pytest.mark.parametrize("wrong", ["", "123", number(1)[:-1] + ("1" if number(1)[-1] != "1" else "2"),
                                   "310110199013010011", "A" * 18])  # fmt: skip
def test_wrong_numbers_are_refused_and_not_repeated(wrong: str) -> None:
    with pytest.raises(BadNumber) as error:
        workers.hash_of(wrong)
    assert not wrong or wrong not in str(error.value)


def test_names_keep_the_family_name_only() -> None:
    assert [workers.masked(each) for each in ("张三", "欧阳 丰", "王", " ")] == ["张*", "欧***", "王", ""]


def test_a_worker_counts_once_across_employers_and_schemes(after: District) -> None:
    first, second = case_of(after, 1), case_of(after, 2, "other")
    assert put(after, first, line(1), line(2)).added == 2
    done = put(after, second, line(1, (2022, 3), (2022, 5)), line(3))
    assert (done.added, len(done.collisions)) == (1, 1)
    collision = done.collisions[0]
    assert collision.months == ["2022-03"] and collision.holder.application_id == first.pk
    assert [each.pk for each in workers.check(second.reference)] == [collision.pk]
    assert workers.check(first.reference) == []
    assert (workers.heads(first.reference), workers.heads(second.reference)) == (2, 1)


def test_other_months_do_not_collide(after: District) -> None:
    put(after, case_of(after, 1), line(1))
    assert put(after, case_of(after, 2), line(1, (2022, 4), (2022, 6))).added == 1


def test_twice_is_once_and_overlap_in_one_list_is_said(after: District) -> None:
    case = case_of(after, 1)
    put(after, case, line(1))
    done = put(after, case, line(1), line(1, (2022, 3), (2022, 4), row=7))
    assert (done.added, done.known, len(done.collisions)) == (0, 1, 0)
    assert [each.row for each in done.overlapping] == [7]
    assert WorkerMonth.objects.count() == 3


def test_lines_given_up_are_free_again(after: District) -> None:
    first, second = case_of(after, 1), case_of(after, 2)
    put(after, first, line(1))
    put(after, second, line(1))
    assert workers.release_lines(application=first, by=after.founder) == 1
    assert workers.check(second.reference) == []
    assert put(after, second, line(1)).added == 1
    assert put(after, first, line(1)).collisions[0].holder.application_id == second.pk


def test_withdrawn_applications_hold_nothing(after: District) -> None:
    first, second = case_of(after, 1), case_of(after, 2)
    put(after, first, line(1))
    put(after, second, line(1))
    leaving.withdraw(application=first, by=after.founder)
    assert workers.check(second.reference) == []
    assert put(after, second, line(1)).added == 1


def test_only_the_enterprise_and_only_while_it_fills_in(after: District) -> None:
    case = case_of(after, 1)
    with pytest.raises(Refused):
        workers.register(application=case, lines=[line(1)], by=after.stranger)
    actions.submit(application=case, by=after.founder, declared={}, request_key=uuid.uuid4(),
                    evidence={"用工计划": "附后"})  # fmt: skip
    with pytest.raises(Refused, match="经办人"):
        workers.register(application=case, lines=[line(1)], by=after.founder)
    assert workers.register(application=case, lines=[line(1)], by=after.officer).added == 1


def test_programmes_that_do_not_count_heads_say_so(after: District) -> None:
    from district.ground import clock

    with clock.at(dt.date(2022, 5, 10)):
        case = after.started("award")
    with pytest.raises(NotPossible, match="不按人头"):
        put(after, case, line(1))


def test_another_key_is_noticed_rather_than_matching_nothing(after: District, settings: Any) -> None:
    put(after, case_of(after, 1), line(1))
    settings.WORKER_KEY = "another"
    with pytest.raises(NotPossible, match="密钥"):
        put(after, case_of(after, 2), line(1))


def test_an_auditor_settles_and_may_open_a_finding(after: District) -> None:
    first = case_of(after, 1)
    put(after, first, line(1))
    firm = second_firm(after, 2)
    case = after.started("hiring", firm)
    collision = put(after, case, line(1)).collisions[0]
    with pytest.raises(NotPossible, match="还没有同意"):
        settling.settle(collision=collision, by=after.auditor, note="核实", finding=True)
    actions.submit(application=case, by=after.founder, declared={}, request_key=uuid.uuid4(),
                    evidence={"用工计划": "附后"})  # fmt: skip
    review_actions.accept(application=case, by=after.officer)
    review_actions.answer_condition(application=case, by=after.officer, condition="plan", value=True)
    with pytest.raises(NotPossible, match=r"张\*\*（2022-01 至 2022-03）由示例01公司的“示例用工补贴”计算"):
        deciding.decide(application=case, by=after.leader, outcome="granted")
    Collision.objects.update(state="settled")
    deciding.decide(application=case, by=after.leader, outcome="granted")
    Collision.objects.update(state="open")  # as in a case that was granted before grants asked
    with pytest.raises(Refused):
        settling.settle(collision=collision, by=after.founder, note="x")
    settled = settling.settle(collision=collision, by=after.auditor, note="重复申领", finding=True)
    assert settled.state == "settled" and settled.finding == Finding.objects.get()
    assert Finding.objects.get().source == "collision"
    assert workers.check(case.reference) == []


def test_employers_see_their_own_lines_and_auditors_all(after: District) -> None:
    from tests.district.cases.factories import enterprise, join, person

    put(after, case_of(after, 1), line(1))
    other = person("other", "示例另一创业者")
    firm = enterprise("9131011012345678ZZ", "示例另一公司", 注册区="示例区", 失信被执行=False)
    join(other, firm)
    assert WorkerClaim.objects.visible_to(after.founder).count() == 1
    assert WorkerClaim.objects.visible_to(other).count() == 0
    assert WorkerClaim.objects.visible_to(after.auditor).count() == 1
    assert WorkerClaim.objects.visible_to(after.colleague).count() == 0  # another bureau's


# Staff lists


def workbook(rows: list[list[Any]], head: tuple[str, ...] = ("姓名", "身份证号", "起始月份", "终止月份")) -> Any:
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["示例公司职工名单"])
        sheet.write_row(1, 0, head)
        for place, row in enumerate(rows, 2):
            for column, value in enumerate(row):
                if isinstance(value, dt.date):
                    sheet.write_datetime(place, column, dt.datetime.combine(value, dt.time()),
                                         book.add_format({"num_format": "yyyy-mm-dd"}))  # fmt: skip
                else:
                    sheet.write(place, column, value)
    return SimpleUploadedFile("名单.xlsx", kept.getvalue())


def read(rows: list[list[Any]], **said: Any) -> staff_lists.StaffList:
    file = workbook(rows, **said)
    return staff_lists.read_list(file, file.name)


def test_good_rows_come_in_and_wrong_ones_say_why(here: District) -> None:
    long = int(number(5)[:17]) * 10.0
    found = read([
        ["张三丰", number(1), "2022-01", "2022年3月"],
        ["李四", number(2), "202202", "2022/4"],
        ["王五", number(3), dt.date(2022, 5, 17), ""],
        ["赵六", number(4)[:-1] + "?", "2022-01", "2022-03"],
        ["钱七", long, "2022-01", "2022-03"],
        ["", number(6), "2022-01", "2022-03"],
        ["孙八", number(7), "2022-05", "2022-03"],
        ["周九", number(8), "2022-05", "2022-07"],
        ["吴十", number(9), "一月", "2022-03"],
        ["郑一", number(10), "2018-01", "2022-03"],
        ["张三丰", number(1), "2022-01", "2022-03"],
        ["合计", "", "", ""],
    ])  # fmt: skip
    assert [(each.masked, each.first, each.last) for each in found.lines] == [
        ("张**", dt.date(2022, 1, 1), dt.date(2022, 3, 1)),
        ("李*", dt.date(2022, 2, 1), dt.date(2022, 4, 1)),
        ("王*", dt.date(2022, 5, 1), dt.date(2022, 5, 1)),
    ]
    assert dict(found.errors).keys() == {6, 7, 8, 9, 10, 11, 12, 13}
    reasons = dict(found.errors)
    for row, says in {6: "校验位", 7: "设为文本", 8: "没有姓名", 9: "早于", 10: "还没有到", 11: "2022-03",
                      12: "36 个月", 13: "与第 3 行重复"}.items():  # fmt: skip
        assert says in reasons[row], (row, reasons[row])


def test_a_list_without_its_columns_is_refused(here: District) -> None:
    with pytest.raises(staff_lists.BadFile, match="身份证号"):
        read([["x", "y"]], head=("姓名", "电话"))
    with pytest.raises(staff_lists.BadFile):
        file = SimpleUploadedFile("x.xlsx", b"PK\x03\x04 nothing")
        staff_lists.read_list(file, file.name)


def test_neither_number_nor_name_is_anywhere_in_the_database(after: District, client: Any) -> None:
    case = case_of(after, 1)
    client.force_login(after.founder)
    file = workbook([["欧阳示例某", number(1), "2022-01", "2022-03"], ["李某", number(2)[:-1], "2022-01", "2022-03"]])
    page = client.post(f"/my/staff/{case.reference}/", {"file": file}).content.decode()
    assert "欧****" in page and "第 4 行" in page
    assert number(1) not in page and "欧阳示例某" not in page
    assert WorkerClaim.objects.count() == 1
    for model in apps.get_models():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            everything = repr(cursor.fetchall())
        assert number(1) not in everything and number(2)[:-1] not in everything, model
        assert "欧阳示例某" not in everything, model
    assert LogEntry.objects.filter(verb="register_workers", data__added=1).exists()


def test_a_thousand_lines_go_in_few_queries(after: District, django_assert_max_num_queries: Any) -> None:
    case = case_of(after, 1)
    lines = [Line(f"{n:064x}", "张*", dt.date(2022, 1, 1), dt.date(2022, 6, 1)) for n in range(1000)]
    with django_assert_max_num_queries(60):
        assert put(after, case, *lines).added == 1000
    assert WorkerMonth.objects.count() == 6000
    assert not Collision.objects.exists()


def test_a_list_that_unpacks_into_something_huge_is_refused(here: District) -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (61 * 1024 * 1024))
    assert len(kept.getvalue()) < 1_000_000
    file = SimpleUploadedFile("名单.xlsx", kept.getvalue())
    with pytest.raises(staff_lists.BadFile, match="异常地大"):
        staff_lists.read_list(file, file.name)


def test_the_key_is_made_once_whole_and_for_its_owner_only(tmp_path: Path) -> None:
    from district.web import environment

    with ThreadPoolExecutor(8) as pool:
        keys = list(pool.map(lambda _: environment.worker_key(tmp_path), range(32)))
    assert len(set(keys)) == 1 and len(keys[0]) > 60
    assert [each.name for each in tmp_path.iterdir()] == ["worker.key"]
    assert (tmp_path / "worker.key").stat().st_mode & 0o777 == 0o600
    assert environment.secret_key(tmp_path) != keys[0]
