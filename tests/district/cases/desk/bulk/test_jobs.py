"""Jobs over many cases: tried without a trace, done once each, refused with the reason, stopped and resumed."""

from __future__ import annotations

import io
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from python_calamine import load_workbook

from district.cases.core.checks import NotPossible
from district.cases.core.models import Application, Decision
from district.cases.desk.bulk import actions, queries, work
from district.cases.desk.bulk.models import Job, JobRow
from district.cases.review.actions import answer_condition
from district.enterprises.models import Enterprise
from district.funds import actions as funds
from district.ground.messages.models import Message
from district.ground.people.models import Bureau, Person, Role
from district.ground.people.permissions import Refused
from district.ground.people.queries import with_duty
from district.ground.record.models import LogEntry
from district.ground.work.actions import take_up, work_on
from tests.district.cases.factories import FILES, District, enterprise, join, person, publish

pytestmark = pytest.mark.django_db
CODES = ("91310110MA00000087", "91310110MA00000095", "91310110MA00000108")


def cases(here: District, count: int = 3) -> list[Application]:
    """Handed in, by as many firms."""
    made = [here.submitted()]
    for number in range(1, count):
        firm = enterprise(CODES[number - 1], f"示例{number}号有限公司", 注册区="示例区", 从业人员=8, 失信被执行=False)
        join(here.founder, firm)
        made.append(here.submitted(firm))
    return made


def cases_firm(here: District) -> Enterprise:
    firm = enterprise(CODES[0], "示例1号有限公司", 注册区="示例区", 从业人员=8, 失信被执行=False)
    join(here.founder, firm)
    return firm


def finance() -> Person:
    """Who keeps the budgets."""
    bureau, _new = Bureau.objects.get_or_create(name="区财政局", defaults={"full": "示例区财政局"})
    found = with_duty(*Role.values, offices=[bureau.pk]).first()
    return found or person("finance", officer="区财政局")


def job(here: District, rows: list[Application], action: str = "accept", **more: Any) -> Job:
    asked = {"by": here.officer, "request_key": uuid.uuid4(), **more}
    made, created = actions.make(action=action, cases=rows, **asked)
    assert created
    return made


def run(made: Job) -> Job:
    work_on(made)
    return made


class TestJob:
    def test_tried_first_and_nothing_stays_of_it(self, here: District) -> None:
        rows = cases(here)
        lines, told = LogEntry.objects.exclude(verb="make-job").count(), Message.objects.count()
        made = run(job(here, rows))
        assert made.state == "ready"
        assert set(made.rows.values_list("trial", "outcome")) == {("well", "")}
        assert set(Application.objects.values_list("state", flat=True)) == {"submitted"}
        assert (LogEntry.objects.exclude(verb="make-job").count(), Message.objects.count()) == (lines, told)

    def test_done_once_each(self, here: District) -> None:
        made = run(job(here, cases(here)))
        assert actions.start(job=made, by=here.officer)
        assert not actions.start(job=made, by=here.officer)
        for _ in range(2):
            run(made)
        assert made.state == "done"
        assert LogEntry.objects.filter(verb="accept", by=here.officer).count() == 3
        assert LogEntry.objects.get(verb="job-done").data == {"done": 3, "refused": 0, "failed": 0}

    def test_what_may_not_be_done_is_said_row_by_row(self, here: District) -> None:
        rows = cases(here)
        join(here.officer, rows[1].enterprise)
        made = run(job(here, rows))
        assert made.rows.get(trial="not").why == "您是这家企业的成员，应当回避，请由同事办理。"
        actions.start(job=made, by=here.officer)
        run(made)
        assert queries.counts(made)["done"] == 2
        assert "回避" in made.rows.get(outcome="refused").why
        rows[1].refresh_from_db()
        assert rows[1].state == "submitted"

    def test_places_count_when_they_are_taken(self, here: District) -> None:
        """Two places and three cases: each is proposed well alone; signed, the third is refused. Never one more."""
        rows = cases(here)
        accepted = run(job(here, rows))
        actions.start(job=accepted, by=here.officer)
        run(accepted)
        for row in rows:
            row.refresh_from_db()
            answer_condition(application=row, by=here.officer, condition="plan", value=True)
        made = run(job(here, rows, "grant"))
        assert queries.counts(made)["well"] == 3
        actions.start(job=made, by=here.officer)
        run(made)
        assert queries.counts(made)["done"] == 3 and not Decision.objects.exists()
        signing = run(job(here, rows, "sign", by=here.leader))
        assert queries.counts(signing)["well"] == 3
        actions.start(job=signing, by=here.leader)
        run(signing)
        assert (queries.counts(signing)["done"], queries.counts(signing)["refused"]) == (2, 1)
        assert Decision.objects.filter(outcome="granted", by=here.leader).count() == 2
        assert "名额" in signing.rows.get(outcome="refused").why
        rows[2].refresh_from_db()
        assert rows[2].state == "approving"  # still waits, and may be sent back

    def test_a_fault_of_one_keeps_no_other_waiting(self, here: District, monkeypatch: Any) -> None:
        rows = cases(here)
        made = run(job(here, rows))
        actions.start(job=made, by=here.officer)
        real = work._act

        def broken(each: Job, row: JobRow, together: Decimal) -> Decimal | None:
            if row.place == 2:
                raise ZeroDivisionError
            return real(each, row, together)

        monkeypatch.setattr(work, "_act", broken)
        run(made)
        assert list(made.rows.values_list("outcome", flat=True)) == ["done", "failed", "done"]

    def test_stopped_and_taken_up(self, here: District, monkeypatch: Any) -> None:
        made = run(job(here, cases(here)))
        actions.start(job=made, by=here.officer)
        real = work._act

        def stopping(each: Job, row: JobRow, together: Decimal) -> Decimal | None:
            actions.cancel(job=each, by=here.officer)
            return real(each, row, together)

        with monkeypatch.context() as patched:
            patched.setattr(work, "_act", stopping)
            run(made)
        assert (made.state, queries.counts(made)["done"]) == ("cancelled", 1)
        assert take_up() == []
        actions.start(job=made, by=here.officer)
        assert [each.pk for each in take_up()] == [made.pk]
        assert run(made).state == "done"
        assert LogEntry.objects.filter(verb="accept").count() == 3

    def test_who_and_what(self, here: District) -> None:
        rows = cases(here, 1)
        for action, more, why in (("assign", {}, "派给谁"), ("refuse", {"note": " "}, "写明理由")):
            with pytest.raises(NotPossible, match=why):
                job(here, rows, action, **more)
        with pytest.raises(NotPossible, match="勾选"):
            job(here, [])
        with pytest.raises(Refused):
            job(here, rows, by=here.auditor)
        made = run(job(here, rows))
        with pytest.raises(Refused, match="提出的人"):
            actions.start(job=made, by=here.leader)
        assert list(queries.jobs_of(here.leader)) == [made]
        assert list(queries.jobs_of(here.colleague)) == []

    def test_a_key_makes_one(self, here: District) -> None:
        rows, key = cases(here, 1), uuid.uuid4()
        first, created = actions.make(action="accept", cases=rows, by=here.officer, request_key=key)
        again, twice = actions.make(action="accept", cases=rows, by=here.officer, request_key=key)
        assert (first, created, twice) == (again, True, False)

    def test_the_database_holds_it(self, here: District) -> None:
        made = job(here, cases(here, 2))
        row = made.rows.first()
        assert row is not None
        mine, one = Job.objects.filter(pk=made.pk), JobRow.objects.filter(pk=row.pk)
        broken: list[tuple[str, Any]] = [
            ("job_action_is_known", lambda: mine.update(action="burn")),
            ("job_says_to_whom", lambda: mine.update(action="assign")),
            ("job_says_why_refused", lambda: mine.update(action="refuse")),
            ("one_row_a_case_a_job|UNIQUE", lambda: JobRow.objects.create(job=made, case=row.case, place=9)),
            ("one_case_a_place_in_a_job|UNIQUE", lambda: one.update(place=2)),
        ]
        for name, act in broken:
            with pytest.raises(IntegrityError, match=name), transaction.atomic():
                act()


class TestPages:
    def test_from_the_worklist_to_the_workbook(self, here: District, as_: Any) -> None:
        rows, client = cases(here), as_(here.officer)
        join(here.officer, rows[2].enterprise)
        data = {"request_key": str(uuid.uuid4()), "list": "state=submitted", "all": "1", "action": "accept"}
        for _ in range(2):
            shown = client.post(reverse("cases:job_new"), data, follow=True)
        made = Job.objects.get()
        run(made)  # whoever is the worker in tests
        shown = client.get(reverse("cases:job", args=[made.reference]))
        assert "开始办理 3 件" in shown.content.decode()
        for _ in range(2):
            client.post(reverse("cases:job_start", args=[made.reference]))
        run(made)
        assert made.state == "done"
        address = reverse("cases:job", args=[made.reference])
        assert "回避" in client.get(address, {"tab": "refused"}).content.decode()
        answer = client.get(address, {"tab": "refused", "format": "xlsx", "for_what": "核对数据"})
        lines = sheet(answer)
        assert lines[2][1] == rows[2].reference
        assert "回避" in lines[2][6]
        assert client.get(reverse("cases:job_progress", args=[made.reference]))["HX-Refresh"] == "true"
        assert as_(here.colleague).get(address).status_code == 404
        assert made.reference in as_(here.leader).get(reverse("cases:jobs")).content.decode()

    def test_the_trial_says_how_much_in_all(self, here: District, as_: Any, settings: Any) -> None:
        """To grant and to sign: how many, the sum in figures and words, how much of it is illustrative, the line."""
        settings.DEMO = True  # elsewhere nothing is decided by figures that no document confirms
        name = "test/programmes/hiring/2022-01-01.yaml"
        here.programmes = publish(FILES | {
            name: FILES[name].replace("pay: once}", "pay: once, status: illustrative}\nbudget: 示例资金")
        })  # fmt: skip
        line = funds.open_line(year=2022, office=here.officer.duties[0].bureau, name="示例资金", by=finance())
        funds.appropriate(line=line, level="district", amount=Decimal(20000), by=finance(), note="示例")
        rows = [here.judged(), here.judged(cases_firm(here))]
        made = run(job(here, rows, "grant", note="同意"))
        page = as_(here.officer).get(reverse("cases:job", args=[made.reference])).content.decode()
        assert "2 件合计 12,906.00" in page and "壹万贰仟玖佰零陆元" in page
        assert "其中示例数据算出的 12,906.00 元" in page and "可用 7,094.00 元" in page
        actions.start(job=made, by=here.officer)
        run(made)
        signed = run(job(here, rows, "sign", by=here.leader))
        page = as_(here.leader).get(reverse("cases:job", args=[signed.reference])).content.decode()
        assert "2 件合计 12,906.00" in page and "示例资金" in page and "可用" in page

    def test_what_is_forgotten_is_said(self, here: District, as_: Any) -> None:
        client = as_(here.officer)
        for data, why in (({}, "页面已过期"), ({"request_key": uuid.uuid4()}, "请选择要办什么"),
                          ({"request_key": uuid.uuid4(), "action": "accept"}, "请先勾选")):  # fmt: skip
            assert why in client.post(reverse("cases:job_new"), data, follow=True).content.decode()

    def test_another_bureaus_case_is_not_chosen(self, here: District, as_: Any) -> None:
        [case] = cases(here, 1)
        data = {"request_key": uuid.uuid4(), "action": "accept", "case": [case.reference]}
        page = as_(here.colleague).post(reverse("cases:job_new"), data, follow=True)
        assert "请先勾选" in page.content.decode()


def sheet(answer: Any) -> list[list[Any]]:
    """The rows of a downloaded workbook."""
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    return book.get_sheet_by_index(0).to_python()


class TestWorklistFile:
    def test_the_pages_rows_and_no_others(self, here: District, as_: Any) -> None:
        rows = cases(here)
        Application.objects.filter(pk=rows[1].pk).update(state="accepted")
        type(rows[2].enterprise).objects.filter(pk=rows[2].enterprise_id).update(name='=HYPERLINK("http://x")')
        lines = sheet(
            as_(here.officer).get(
                reverse("cases:worklist"), {"state": "submitted", "format": "xlsx", "for_what": "核对数据"}
            )
        )
        assert "状态：待受理" in lines[0][0]
        assert [line[0] for line in lines[2:4]] == [rows[0].reference, rows[2].reference]
        assert lines[3][1] == '=HYPERLINK("http://x")'
        assert lines[4][0] == "共 2 行"
        assert str(lines[2][8])[:10] == rows[0].due_on.isoformat()  # type: ignore[union-attr]
        lines = sheet(as_(here.colleague).get(reverse("cases:worklist"), {"format": "xlsx", "for_what": "核对数据"}))
        assert lines[2][0] == "共 0 行"
