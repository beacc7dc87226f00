"""One worker, one month, one scheme: lists compared when handed in, claimed with the grant, one of two grants wins."""

from __future__ import annotations

import datetime as dt
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from district.cases.aftercare import settling
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application, Decision
from district.cases.headcount import claiming as listed
from district.cases.headcount import comparing, workers
from district.cases.headcount.models import Collision, ListedWorker, WorkerClaim, WorkerMonth
from district.cases.intake import actions as intake_actions
from district.cases.places.models import Places
from district.cases.review import actions as review_actions
from district.cases.review import corrections
from district.ground import clock
from district.ground.people.permissions import Refused
from tests import racing
from tests.district.cases import deciding
from tests.district.cases.deciding import correct
from tests.district.cases.factories import District, district, person
from tests.district.cases.intake.heads import accepted, firm, grant, handed_in, number, put, row, with_heads

As = Callable[..., Client]


@pytest.fixture
def paid(here: District) -> District:
    return with_heads(here)


def once(n: int, day: str = "2022-05-10") -> dict[str, str]:
    return {"姓名": f"示例员工{n}", "身份证号": number(n), "合同起始日期": day}


def months(case: Application) -> list[str]:
    rows = WorkerMonth.objects.filter(claim__application=case, live=True).order_by("worker", "month")
    return [f"{each.month:%Y-%m}" for each in rows]


# With the submission


def test_a_list_handed_in_is_kept_as_hashes(paid: District) -> None:
    case = handed_in(paid, [row(1), row(2, "2022-02", "2022-02")])
    kept = list(ListedWorker.objects.order_by("row"))
    assert [(each.row, each.masked, each.first, each.last) for each in kept] == [
        (1, "示****", dt.date(2022, 1, 1), dt.date(2022, 3, 1)),
        (2, "示****", dt.date(2022, 2, 1), dt.date(2022, 2, 1)),
    ]
    assert kept[0].worker == workers.hash_of(number(1)) and kept[0].group == "就业补贴"
    assert not WorkerClaim.objects.exists()  # handing in holds nobody's months
    assert comparing.standing(case) == []


def test_a_day_and_a_number_of_months(paid: District) -> None:
    """A one-off subsidy takes the months from the contract on; the first month whatever the day."""
    handed_in(paid, [once(1, "2022-05-31")], slug="once")
    kept = ListedWorker.objects.get()
    assert (kept.first, kept.last) == (dt.date(2022, 5, 1), dt.date(2023, 4, 1))


def test_programmes_that_count_no_heads_keep_no_hashes(here: District) -> None:
    here.submitted()
    assert not ListedWorker.objects.exists()


# With the grant


def test_a_grant_claims_the_months(paid: District) -> None:
    case = accepted(paid, [row(1), row(2)])
    grant(paid, case)
    assert months(case) == ["2022-01", "2022-02", "2022-03"] * 2
    assert workers.heads(case.reference) == 2
    from district.ground.record.models import LogEntry

    assert LogEntry.objects.get(subject=case.reference, verb="grant").data["workers"] == 2


def test_a_refusal_claims_nothing(paid: District) -> None:
    case = accepted(paid, [row(1)])
    deciding.decide(application=case, by=paid.officer, outcome="refused", note="示例理由")
    assert not WorkerClaim.objects.exists()


def test_counted_once_whatever_the_employer_and_the_scheme(paid: District) -> None:
    grant(paid, accepted(paid, [row(1), row(2)]))
    other = accepted(paid, [once(1, "2022-03-15"), once(3)], firm(paid, 1), "once")
    with pytest.raises(NotPossible) as refused:
        grant(paid, other)
    assert str(refused.value) == (
        "名单里有 1 人的月份已由别的申报计算，不能同意："
        "第 1 行 示****（2022-03）由示例甲科技有限公司的“示例稳定用工补贴”计算。"
        "一名职工一个月只能计算一次；经审计人员核实处理后才能同意。"
    )
    other.refresh_from_db()
    assert other.state == "accepted" and months(other) == [] and not other.decisions.exists()


def test_other_months_and_other_people_are_free(paid: District) -> None:
    grant(paid, accepted(paid, [row(1)]))
    grant(paid, accepted(paid, [row(1, "2022-04", "2022-05"), row(2)], firm(paid, 1)))
    assert WorkerMonth.objects.filter(live=True).count() == 3 + 2 + 3


def test_a_collision_is_noted_when_the_later_one_is_handed_in(paid: District) -> None:
    holder = accepted(paid, [row(1)])
    grant(paid, holder)
    later = handed_in(paid, [row(2), row(1, "2022-03", "2022-06")], firm(paid, 1))
    noted = Collision.objects.get()
    assert (noted.application, noted.holder.application, noted.months) == (later, holder, ["2022-03"])
    assert [each.row for each in comparing.standing(later)] == [2]
    assert [each.pk for each in workers.check(later.reference)] == [noted.pk]


def test_a_collision_is_noted_when_the_other_is_granted(
    paid: District, django_capture_on_commit_callbacks: Any
) -> None:
    first, second = accepted(paid, [row(1)]), accepted(paid, [row(1)], firm(paid, 1))
    assert [each.other for each in comparing.elsewhere(second)] == [first]
    with django_capture_on_commit_callbacks(execute=True):
        grant(paid, first)
    noted = Collision.objects.get()
    assert (noted.application, noted.holder.application) == (second, first)
    with pytest.raises(NotPossible, match="不能同意"):
        grant(paid, second)


def test_it_blocks_also_where_nobody_has_noted_it_yet(paid: District) -> None:
    first, second = accepted(paid, [row(1)]), accepted(paid, [row(1)], firm(paid, 1))
    grant(paid, first)
    assert not Collision.objects.exists()
    with pytest.raises(NotPossible, match="不能同意"):
        grant(paid, second)


def test_struck_from_the_list_it_is_free_and_the_count_changes(paid: District) -> None:
    grant(paid, accepted(paid, [row(1)]))
    case = handed_in(paid, [row(2), row(1)], firm(paid, 1))
    items = corrections.proposed_corrections(case)
    assert [(each.kind, each.about) for each in items] == [("other", "招用人员名单")]
    assert "第 2 行 示****（2022-01 至 2022-03）" in items[0].say and "示例甲" not in items[0].say
    review_actions.send_back(application=case, by=paid.officer, items=items)
    put(case, paid.founder, [row(2)])
    intake_actions.resubmit(application=case, by=paid.founder, declared={}, request_key=uuid.uuid4(),
                     replies={case.corrections.get().pk: "已删去"})  # fmt: skip
    assert Collision.objects.get().state == "struck"
    review_actions.accept(application=case, by=paid.officer)
    assert grant(paid, case).amount == 1000
    assert workers.heads(case.reference) == 1


def test_an_auditor_releases_what_was_looked_into(paid: District) -> None:
    """The grant goes through; the months stay with who holds them, the other months are claimed."""
    grant(paid, accepted(paid, [row(1)]))
    case = accepted(paid, [row(1, "2022-03", "2022-05")], firm(paid, 1))
    collision = Collision.objects.get()
    for who in (paid.officer, paid.leader):  # nobody who grants lets themselves through
        with pytest.raises(Refused, match="决定之前"):
            settling.settle(collision=collision, by=who, note="同意")
    settling.settle(collision=collision, by=paid.auditor, note="示例：三月是同名同号误填，已更正")
    grant(paid, case)
    assert months(case) == ["2022-04", "2022-05"]
    third = accepted(paid, [row(1, "2022-05", "2022-06")], firm(paid, 2))
    with pytest.raises(NotPossible, match="示例01公司"):
        grant(paid, third)


def test_released_for_some_months_is_not_released_for_others(paid: District) -> None:
    grant(paid, accepted(paid, [row(1)]))
    case = handed_in(paid, [row(1, "2022-03", "2022-05")], firm(paid, 1))
    settling.settle(collision=Collision.objects.get(), by=paid.auditor, note="已核实")
    review_actions.send_back(application=case, by=paid.officer, items=[corrections.Item("other", "名单", "请核对")])
    put(case, paid.founder, [row(1, "2022-02", "2022-05")])
    intake_actions.resubmit(application=case, by=paid.founder, declared={}, request_key=uuid.uuid4(),
                     replies={case.corrections.get().pk: "已改"})  # fmt: skip
    collision = Collision.objects.get()
    assert (collision.state, collision.months) == ("open", ["2022-02", "2022-03"])
    assert comparing.standing(case)


def test_revoked_the_months_are_free_and_granted_anew_they_must_be(paid: District) -> None:
    first = accepted(paid, [row(1)])
    decision = grant(paid, first)
    second = accepted(paid, [row(1)], firm(paid, 1))
    revoked = correct(decision=decision, by=paid.leader, outcome="refused", note="示例：不属实", anew=False,
                      request_key=uuid.uuid4())  # fmt: skip
    grant(paid, second)
    assert months(first) == [] and months(second) == ["2022-01", "2022-02", "2022-03"]
    another = person("another", leader="区人社局")
    with pytest.raises(NotPossible, match="示例01公司"):
        correct(decision=revoked, by=another, outcome="granted", note="复核改正", anew=True, request_key=uuid.uuid4())
    assert Decision.objects.filter(application=first).count() == 2
    theirs = Decision.objects.get(application=second)
    correct(decision=theirs, by=paid.leader, outcome="refused", note="不属实", anew=False, request_key=uuid.uuid4())
    correct(decision=revoked, by=another, outcome="granted", note="复核改正", anew=True, request_key=uuid.uuid4())
    assert months(first) == ["2022-01", "2022-02", "2022-03"] and months(second) == []


def test_another_key_grants_nothing(paid: District, settings: Any) -> None:
    case = accepted(paid, [row(1)])
    settings.WORKER_KEY = "another"
    with pytest.raises(NotPossible, match="密钥"):
        grant(paid, case)


def test_the_list_is_registered_with_the_grant_and_by_no_other_way(paid: District, as_: As) -> None:
    case = paid.started("heads")
    line = workers.Line(workers.hash_of(number(1)), "示*", dt.date(2022, 1, 1), dt.date(2022, 1, 1))
    with pytest.raises(NotPossible, match="名单在申报里填写"):
        workers.register(application=case, lines=[line], by=paid.founder)
    answer = as_(paid.founder).get(f"/my/staff/{case.reference}/")
    assert answer.headers["Location"] == f"/my/applications/{case.reference}/list/"


# On the desk


def test_the_officer_sees_whose_and_may_not_grant(paid: District, as_: As) -> None:
    holder = accepted(paid, [row(1)])
    grant(paid, holder)
    case = accepted(paid, [row(2), row(1)], firm(paid, 1))
    client = as_(paid.officer)
    page = client.get(f"/desk/applications/{case.reference}/").content.decode()
    for said in ("人员重复", "示****", "2022-01 至 2022-03", "示例甲科技有限公司", "示例稳定用工补贴", "待审计核实",
                 f"/desk/applications/{holder.reference}/"):  # fmt: skip
        assert said in page, said
    assert 'value="granted"' not in page and number(1) not in page
    answer = client.post(
        f"/desk/applications/{case.reference}/decide/", {"outcome": "granted", "note": "x"}, follow=True
    )
    assert "不能同意" in answer.content.decode()
    rows = client.get(f"/desk/applications/{case.reference}/list/").content.decode()
    assert rows.count("已由别的申报计算") == 1
    assert "核实处理" in as_(paid.auditor).get(f"/desk/applications/{case.reference}/").content.decode()


def test_another_bureaus_case_is_named_but_not_linked(paid: District, as_: As) -> None:
    holder = accepted(paid, [row(1)])
    grant(paid, holder)
    case = accepted(paid, [row(1)], firm(paid, 1))
    from district.ground.people.models import Bureau

    holder.programme.office = Bureau.objects.get(name="区科委")
    holder.programme.save()
    other = person("other", officer="区人社局")
    case.programme.refresh_from_db()
    shown = comparing.on_desk(case, paid.colleague)["clashes"]
    assert [each["visible"] for each in shown] == [True]
    assert [each["visible"] for each in comparing.on_desk(case, other)["clashes"]] == [False]
    assert comparing.on_desk(case, other)["clashes"][0]["case"].enterprise.name == "示例甲科技有限公司"


def test_the_enterprise_is_told_nothing_of_anybody_else(paid: District, as_: As) -> None:
    grant(paid, accepted(paid, [row(1)]))
    other = person("other", "示例乙创业者")
    from tests.district.cases.factories import enterprise, join

    theirs = enterprise("91310110123456789X", "示例乙公司", 失信被执行=False)
    join(other, theirs)
    paid.founder = other
    case = handed_in(paid, [row(1)], theirs)
    review_actions.send_back(application=case, by=paid.officer, items=corrections.proposed_corrections(case))
    for address in ("", "list/"):
        page = as_(other).get(f"/my/applications/{case.reference}/{address}").content.decode()
        assert "示例甲" not in page
    page = as_(other).get(f"/my/applications/{case.reference}/").content.decode()
    assert "第 1 行 示****（2022-01 至 2022-03）" in page


def test_the_case_page_asks_no_more_for_a_long_list(
    paid: District, as_: As, django_assert_max_num_queries: Any
) -> None:
    grant(paid, accepted(paid, [row(n) for n in range(15)]))
    short = accepted(paid, [row(1)], firm(paid, 1))
    long = accepted(paid, [row(n) for n in range(30)], firm(paid, 2))

    def queries_of(case: Application) -> int:
        with django_assert_max_num_queries(200) as counted:
            comparing.on_desk(case, paid.officer)
        return len(counted)

    assert queries_of(long) == queries_of(short) <= 8


# Words


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (["2022-03"], "2022-03"),
        (["2022-12", "2022-11", "2023-01"], "2022-11 至 2023-01"),
        (["2022-01", "2022-02", "2022-04"], "2022-01 至 2022-02、2022-04"),
    ],
)
def test_months_in_words(months: list[str], said: str) -> None:
    assert comparing.spans(months) == said


# The database


@pytest.mark.database
def test_constraints(paid: District) -> None:
    handed_in(paid, [row(1)])
    kept = ListedWorker.objects.get()
    copy = ListedWorker(submission=kept.submission, row=1, group="x", worker="x", first=kept.first, last=kept.last)
    with (
        pytest.raises(IntegrityError, match=r"one_listed_worker_a_row|headcount_listedworker"),
        transaction.atomic(),
    ):
        copy.save()
    copy.row, copy.first = 2, dt.date(2030, 1, 1)
    with pytest.raises(IntegrityError, match="listed_months_in_order"), transaction.atomic():
        copy.save()
    with pytest.raises(IntegrityError, match="never_updated"), transaction.atomic():
        ListedWorker.objects.update(row=9)
    with pytest.raises(IntegrityError, match="never_deleted"), transaction.atomic():
        ListedWorker.objects.all()._raw_delete("default")


DAY = dt.date(2022, 6, 24)


@pytest.fixture
def ready(keeping_triggers: None) -> Iterator[District]:
    with clock.at(DAY):
        yield with_heads(district())


rush = partial(racing.rush, at=DAY, wait=60, join=240)


@pytest.mark.database
def test_of_many_grants_for_one_worker_at_once_one_wins(ready: District) -> None:
    """Eight employers list the same worker, each with one of their own; two of them list two shared ones crosswise."""
    cases = [
        accepted(ready, [row(1), row(100 + n), *([row(50), row(51)] if n % 2 else [row(51), row(50)])], firm(ready, n))
        for n in range(1, 9)
    ]

    def grant_it(case: Application) -> Callable[[], object]:
        return lambda: deciding.decide(
            application=Application.objects.get(pk=case.pk), by=ready.officer, outcome="granted"
        )

    results = rush([grant_it(case) for case in cases])
    kinds = Counter(type(each).__name__ for each in results)
    assert kinds == {"Decision": 1, "NotPossible": 7}, results
    assert all("不能同意" in str(each) for each in results if isinstance(each, NotPossible))
    winner = Application.objects.get(state="granted")
    assert set(WorkerMonth.objects.filter(live=True).values_list("claim__application", flat=True)) == {winner.pk}
    assert len(months(winner)) == 4 * 3
    noted = Collision.objects.filter(state="open")
    assert set(noted.values_list("application", flat=True)) == {case.pk for case in cases} - {winner.pk}


@pytest.mark.database
def test_without_the_constraint_both_would_be_granted(ready: District) -> None:
    """The check alone does not do it: two who look before either has written both see nothing."""
    first, second = accepted(ready, [row(1)]), accepted(ready, [row(1)], firm(ready, 1))
    looked = threading.Barrier(2)

    def look(case: Application) -> Callable[[], object]:
        def careless() -> bool:
            free = not comparing.standing(Application.objects.get(pk=case.pk))
            looked.wait(timeout=60)
            return free

        return careless

    assert rush([look(first), look(second)]) == [True, True]


@pytest.mark.database
def test_grants_for_different_people_do_not_stand_in_each_others_way(ready: District) -> None:
    cases = [accepted(ready, [row(10 * n + m) for m in range(5)], firm(ready, n)) for n in range(1, 7)]
    results = rush([
        (lambda case=case: deciding.decide(application=Application.objects.get(pk=case.pk), by=ready.officer,
                                          outcome="granted"))
        for case in cases
    ])  # fmt: skip
    assert Counter(type(each).__name__ for each in results) == {"Decision": 6}, results
    assert Places.objects.count() == 0 and listed.TRIES > 1
