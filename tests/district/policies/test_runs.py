"""Runs over the register: four lists that repeat to the byte, stopped and killed and taken up; the policy lab."""

from __future__ import annotations

import csv
import datetime as dt
import io
import uuid
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from district.enterprises.actions import take_in
from district.ground.people.permissions import Refused
from district.ground.record.queries import history
from district.ground.work.actions import take_up
from district.ground.work.queries import locked
from district.policies import queries
from district.policies.models import ProgrammeVersion, Run
from district.policies.runs import lists, work
from tests.district.cases.factories import FILES, HIRING, District, publish
from tests.district.enterprises.registers import code

DAY = dt.date(2022, 6, 24)
AUTOMATIC = (
    HIRING.split("benefit:")[0].replace(
        "  - {id: plan, say: 用工计划可行, person: 评审组, cite: 示例规〔2022〕1号 第六条}\n",
        "  - {id: promise, say: 承诺不迁出, person: 申报人}\n",
    )
    + "benefit: {amount: 从业人员 * 100, pay: once}\nintake: {mode: automatic}\n"
)


@pytest.fixture
def runs(here: District, settings: Any, tmp_path: Path) -> Iterator[District]:
    """Forty firms: of every four one is eligible, one lacks a fact, one is too small, one dishonest."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    plain = AUTOMATIC.replace("  - {id: promise, say: 承诺不迁出, person: 申报人}\n", "")
    publish(FILES | {"test/programmes/hiring/2022-01-01.yaml": plain,
                     "test/programmes/click/2022-01-01.yaml": AUTOMATIC,
                     "test/programmes/click/programme.yaml": "name: 示例点一下\noffice: 区人社局\n"})  # fmt: skip
    facts: list[dict[str, Any]] = [
        {"注册区": "示例区", "从业人员": Decimal(5), "失信被执行": False},
        {"注册区": "示例区", "从业人员": Decimal(5)},
        {"注册区": "示例区", "从业人员": Decimal(2), "失信被执行": False},
        {"注册区": "示例区", "从业人员": Decimal(5), "失信被执行": True},
    ]
    firms = [(code(500 + n), f"示例{n}号公司", facts[n % 4]) for n in range(40)]
    take_in(firms=firms, source="示例", valid_from=dt.date(2022, 1, 1))
    yield here


def version(slug: str = "hiring") -> ProgrammeVersion:
    from district.policies.models import Programme

    found = queries.version_on(Programme.objects.get(slug=slug), DAY)
    assert found is not None
    return found


def queued(here: District, slug: str = "hiring", **more: Any) -> Run:
    run, created = work.start(
        kind="lists", version=version(slug), as_of=DAY, by=here.officer, request_key=uuid.uuid4(), **more
    )
    assert created
    return run


def done(run: Run) -> Run:
    work.work(Run.objects.get(pk=run.pk))
    run.refresh_from_db()
    return run


def rows(run: Run, name: str) -> list[list[str]]:
    text = (work.folder_of(run) / f"{name}.csv").read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


def test_four_lists(runs: District) -> None:
    run = done(queued(runs))
    assert run.state == Run.State.DONE, run.error
    counts = {name: each["count"] for name, each in run.summary.items()}
    assert counts == {
        "pay": 11,
        "click": 0,
        "missing": 10,
        "refused": 20,
        "open": 0,
    }  # the district's firm of eight too
    assert Decimal(run.summary["pay"]["amount"]) == 10 * 500 + 800
    assert {row[2] for row in rows(run, "missing")} == {"失信被执行"}
    reasons = {row[2].split("：")[0] for row in rows(run, "refused")}
    assert reasons == {"从业人员 3 人以上", "未失信"}
    assert all(row[3].startswith("示例规〔2022〕1号") for row in rows(run, "refused"))


def test_a_promise_makes_it_one_click(runs: District) -> None:
    run = done(queued(runs, "click"))
    assert (run.summary["pay"]["count"], run.summary["click"]["count"]) == (0, 11)
    assert run.summary["missing"]["count"] == 10


def test_repeated_to_the_byte_though_the_register_moved_on(runs: District) -> None:
    first = done(queued(runs))
    take_in(
        firms=[(code(500), "示例0号公司", {"从业人员": Decimal(50)})], source="示例", valid_from=dt.date(2022, 2, 1)
    )
    again = done(queued(runs, repeats=first))
    assert again.state == Run.State.DONE, again.error
    assert again.digests == first.digests
    fresh = done(queued(runs))
    assert fresh.digests["facts"] != first.digests["facts"]
    assert fresh.digests["pay"] != first.digests["pay"]


def test_an_altered_snapshot_is_not_repeated(runs: District) -> None:
    first = done(queued(runs))
    path = work.folder_of(first) / "facts.csv"
    path.write_bytes(path.read_bytes().replace(b"5", b"6", 1))
    again = done(queued(runs, repeats=first))
    assert (again.state, "改动" in again.error) == (Run.State.FAILED, True)


def test_killed_and_taken_up(runs: District, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed within the third chunk: the two before stay, nothing is done twice, the result is as if never killed."""
    whole = done(queued(runs))
    monkeypatch.setattr(lists, "CHUNK", 8)
    run = queued(runs, repeats=whole)
    written: list[Any] = []
    once = lists._write_part

    def dying(part: Path, made: Any) -> None:
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(part.name)
        once(part, made)

    monkeypatch.setattr(lists, "_write_part", dying)
    with pytest.raises(KeyboardInterrupt):
        work.work(Run.objects.get(pk=run.pk))
    run.refresh_from_db()
    assert run.state == Run.State.RUNNING  # as a killed worker leaves it
    monkeypatch.setattr(lists, "_write_part", lambda part, made: (written.append(part.name), once(part, made)))
    assert work.resume(run=run, by=runs.officer)
    run = done(run)
    assert run.state == Run.State.DONE
    assert len(written) == len(set(written)) == 6  # 41 firms by eights
    assert {name: run.digests[name] for name in lists.LISTS} == {name: whole.digests[name] for name in lists.LISTS}


def test_a_run_without_its_worker_is_taken_up(runs: District) -> None:
    """What a dead worker left is queued again; what another process still holds is left alone."""
    left, held = queued(runs), queued(runs)
    Run.objects.update(state=Run.State.RUNNING)
    with locked(held) as free:
        assert free
        assert [each.pk for each in take_up("lists")] == [left.pk]
    left.refresh_from_db()
    held.refresh_from_db()
    assert (left.state, held.state) == (Run.State.QUEUED, Run.State.RUNNING)
    assert done(left).state == Run.State.DONE
    assert [each.pk for each in take_up("lists")] == [held.pk]


def test_lists_of_an_unfinished_run_are_not_given_out(runs: District, as_: Any) -> None:
    run = done(queued(runs))
    address = reverse("policies:run_file", args=[run.reference, "pay"]) + "?for_what=核对数据"
    assert as_(runs.officer).get(address).status_code == 200
    Run.objects.filter(pk=run.pk).update(state=Run.State.RUNNING)  # killed while the lists were put together
    assert as_(runs.officer).get(address).status_code == 404


def test_stopped_on_request(runs: District, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "CHUNK", 8)
    run = queued(runs)
    once = lists._write_part
    parts: list[int] = []

    def stopping(part: Path, made: Any) -> None:
        once(part, made)
        parts.append(1)
        if len(parts) == 2:
            work.cancel(run=run, by=runs.officer)

    monkeypatch.setattr(lists, "_write_part", stopping)
    run = done(run)
    assert (run.state, len(parts)) == (Run.State.CANCELLED, 2)


def test_a_double_click_makes_one_run(runs: District, as_: Any) -> None:
    client, key = as_(runs.officer), uuid.uuid4()
    for _ in range(2):
        answer = client.post(reverse("policies:runs"), {"request_key": key, "version": version().pk})
        assert answer.status_code == 302
    run = Run.objects.get()
    assert run.state == Run.State.DONE, run.error
    page = client.get(answer["Location"])
    assert "可直接给付" in page.content.decode()
    file = client.get(reverse("policies:run_file", args=[run.reference, "pay"]), {"for_what": "核对数据"})
    assert len(b"".join(file.streaming_content).splitlines()) == 12
    assert client.get(f"/desk/runs/{run.reference}/files/../facts.csv").status_code == 404
    assert client.get(reverse("policies:run_file", args=[run.reference, "facts"])).status_code == 404


def test_the_lab(runs: District, as_: Any) -> None:
    client = as_(runs.leader)
    address = reverse("authoring:draft", args=["hiring"])
    page = client.get(address)
    text = page.context["form"].initial["text"]
    assert "从业人员 >= 3" in text
    wrong = client.post(address, {"request_key": uuid.uuid4(), "text": text.replace("从业人员 >= 3", "从业人 >= 3")})
    assert wrong.status_code == 422
    assert "从业人员" in wrong.content.decode()
    assert "第 " in wrong.content.decode()
    changed = text.replace("从业人员 >= 3", "从业人员 >= 2").replace("从业人员 * 100", "从业人员 * 120")
    before = ProgrammeVersion.objects.count()
    answer = client.post(address, {"request_key": uuid.uuid4(), "text": changed, "budget": "4,000"})
    run = Run.objects.get(kind="lab")
    assert run.state == Run.State.DONE, run.error
    assert ProgrammeVersion.objects.count() == before
    page = client.get(answer["Location"])
    assert page.context["subjects"] == {"gain": 21, "lose": 0, "same": 10, "unknown": 10, "untouched": 0}
    five = [page.context["change"][each] for each in ("gains", "loses", "same", "unknown", "untouched")]
    assert five == [
        21,
        0,
        0,
        10,
        10,
    ]  # the same ten are entitled elsewhere: the programme that changed leaves them alone
    assert "10 家还缺信息" in page.content.decode()
    assert Decimal(page.context["change"]["cost_after"]) == 10 * 600 + 960 + 10 * 240
    assert page.context["budgets"][0]["used_up"] and page.context["budgets"][0]["runs_out_on"] is None
    assert "到核算日 2022年6月24日 已经用完" in page.content.decode()
    assert "没有存成草案" in page.content.decode()
    table = client.get(reverse("policies:run_file", args=[run.reference, "lab/programmes"]))
    assert b"hiring" in b"".join(table.streaming_content)


PARAMETERS = {
    "test/parameters/p.yaml": """每人标准: {unit: 元, values: {2022-01-01: 100}, status: illustrative}
人数门槛: {unit: 人, values: {2022-01-01: 3}, status: illustrative}
"""
}


def test_the_lab_tries_values_of_parameters(runs: District, as_: Any) -> None:
    rule = AUTOMATIC.replace("  - {id: promise, say: 承诺不迁出, person: 申报人}\n", "")
    rule = rule.replace("从业人员 * 100", "从业人员 * 每人标准").replace("从业人员 >= 3", "从业人员 >= 人数门槛")
    publish(FILES | PARAMETERS | {"test/programmes/hiring/2022-01-01.yaml": rule})
    client, address = as_(runs.leader), reverse("authoring:draft", args=["hiring"])
    page = client.get(address)
    assert "每人标准 = 100 元" in page.content.decode()
    text = page.context["form"].initial["text"]
    post = {"text": text, "vary": "每人标准=100,150\n人数门槛=2,3"}
    for wrong, said in (("每人标淮=1", "是不是“每人标准”"), ("每人标准=很多", "应是数字")):
        answer = client.post(address, {**post, "request_key": uuid.uuid4(), "vary": wrong})
        assert answer.status_code == 422
        assert said in answer.content.decode()
    answer = client.post(address, {**post, "request_key": uuid.uuid4()})
    run = Run.objects.get(kind="lab")
    assert run.state == Run.State.DONE, run.error
    page = client.get(answer["Location"])
    tried = {
        each["label"]: (each["eligible"], Decimal(each["cost"]), each["in_force"], each["gain"])
        for each in page.context["variations"]
    }
    assert tried == {
        "100 × 2": (21, Decimal(10 * 500 + 800 + 10 * 200), False, 10), "100 × 3": (11, Decimal(5800), True, 0),
        "150 × 2": (21, Decimal(11_700), False, 21), "150 × 3": (11, Decimal(8700), False, 11),
    }  # fmt: skip
    assert 'data-vary="vary-rows"' in page.content.decode()
    table = client.get(reverse("policies:run_file", args=[run.reference, "lab/variations"]))
    assert len(b"".join(table.streaming_content).decode().splitlines()) == 5


@pytest.mark.parametrize("budget", ["-1", "much", "NaN", "1e99"])
def test_a_budget_that_is_none(runs: District, as_: Any, budget: str) -> None:
    address = reverse("authoring:draft", args=["hiring"])
    text = as_(runs.leader).get(address).context["form"].initial["text"]
    answer = as_(runs.leader).post(address, {"request_key": uuid.uuid4(), "text": text, "budget": budget})
    assert answer.status_code == 422
    assert not Run.objects.exists()


def test_who_may_run(runs: District, as_: Any) -> None:
    for who in (runs.founder, runs.auditor):
        assert as_(who).get(reverse("policies:runs")).status_code == 403
    with pytest.raises(Refused):
        work.start(kind="lists", version=version(), as_of=DAY, by=runs.founder, request_key=uuid.uuid4())


def test_the_list_of_runs_costs_the_same_for_two_and_for_twelve(runs: District, as_: Any) -> None:
    client, costs = as_(runs.officer), []
    for more in (2, 10):
        for _ in range(more):
            queued(runs)
        with CaptureQueriesContext(connection) as queries_made:
            assert client.get(reverse("policies:runs")).status_code == 200
        costs.append(len(queries_made))
    assert costs[1] <= costs[0] <= 25


def test_lists_of_what_is_paid_by_period_say_a_years_money(runs: District, as_: Any) -> None:
    rule = AUTOMATIC.replace("  - {id: promise, say: 承诺不迁出, person: 申报人}\n", "")
    rule = rule.replace("pay: once}", "pay: per period, per: quarter, times: 3}")
    publish(FILES | {"test/programmes/hiring/2022-01-01.yaml": rule})
    run = done(queued(runs))
    assert run.state == Run.State.DONE, run.error
    assert Decimal(run.summary["pay"]["amount"]) == 5800
    assert Decimal(run.summary["pay"]["in_year"]) == 5800 * 3
    page = as_(runs.officer).get(reverse("policies:run", args=[run.reference])).content.decode()
    assert "每期；一年" in page


def test_eligible_without_an_amount_is_no_payment_yet(runs: District) -> None:
    """The amount rests on a fact that is unknown: one fact missing, and the sum holds what is known."""
    rule = AUTOMATIC.replace("  - {id: promise, say: 承诺不迁出, person: 申报人}\n", "")
    rule = rule.replace("从业人员 >= 3", '注册区 = "示例区"').replace("从业人员 * 100", "发明专利数 * 100")
    vocabulary = FILES["test/vocabulary.yaml"].replace(
        "facts:\n", "facts:\n  发明专利数: {type: number, places: 0}\n", 1
    )
    publish(FILES | {"test/vocabulary.yaml": vocabulary, "test/programmes/hiring/2022-01-01.yaml": rule})
    run = done(queued(runs))
    assert run.state == Run.State.DONE, run.error
    assert (run.summary["pay"]["count"], run.summary["pay"]["amount"]) == (0, "0")
    assert {row[2] for row in rows(run, "missing")} >= {"发明专利数"}


def test_a_run_is_its_bureaus_own(runs: District, as_: Any) -> None:
    """Another bureau's people neither start, see, stop, take up nor repeat it; who may is in the log."""
    with pytest.raises(Refused, match="牵头部门"):
        work.start(kind="lists", version=version(), as_of=DAY, by=runs.colleague, request_key=uuid.uuid4())
    run, _new = work.start(kind="lists", version=version(), as_of=DAY, by=runs.officer, request_key=uuid.uuid4())
    assert run.office.name == "区人社局"
    for act in (work.cancel, work.resume):
        with pytest.raises(Refused, match="属于区人社局"):
            act(run=run, by=runs.colleague)
    work.cancel(run=run, by=runs.leader)
    assert work.resume(run=run, by=runs.officer)
    work.work(run)
    run.refresh_from_db()
    with pytest.raises(Refused):
        work.start(kind="lists", version=version(), as_of=DAY, by=runs.colleague, request_key=uuid.uuid4(), repeats=run)
    address = f"/desk/runs/{run.reference}/"
    assert as_(runs.officer).get(address).status_code == 200
    for page in (address, f"{address}files/pay.csv", f"{address}progress/"):
        assert as_(runs.colleague).get(page).status_code == 404
    assert run.reference not in as_(runs.colleague).get("/desk/runs/").content.decode()
    assert list(Run.objects.visible_to(runs.auditor)) == [run]
    again, _new = work.start(kind="lists", version=version(), as_of=DAY, by=runs.leader, request_key=uuid.uuid4(),
                             repeats=run)  # fmt: skip
    verbs = [(line.verb, line.data.get("repeats")) for line in history("policies", run.reference)]
    assert [verb for verb, _of in verbs] == ["start-lists", "cancel-run", "resume-run", "run-done"]
    assert next(iter(history("policies", again.reference))).data["repeats"] == run.reference
