"""What people read leaves a trace: sign-ins, files that leave, readings by programs, looks at facts."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from python_calamine import load_workbook

from district.ground import clock
from district.ground.files.actions import store
from district.ground.files.permissions import _readers
from district.ground.people.models import Person
from district.ground.people.permissions import Yes
from district.ground.traces.actions import forget_old, note
from district.ground.traces.models import Trace, What
from district.web import environment, own_data
from tests.district.cases.factories import District, know
from tests.district.ground.files.samples import pdf

As = Callable[[Person], Client]


def traces(what: What) -> list[Trace]:
    return list(Trace.objects.filter(what=what).order_by("pk"))


@pytest.mark.django_db
def test_signing_in_and_in_vain(officer: Person, client: Client) -> None:
    page = "/accounts/login/"
    client.post(page, {"login": "officer", "password": "wrong"}, REMOTE_ADDR="192.0.2.7")
    client.post(page, {"login": "my secret password", "password": "x"})
    client.post(page, {"login": "officer", "password": "long enough 1"})
    known, unknown = traces(What.REFUSED)[:2]
    assert (known.name, known.subject, known.address, known.by) == ("officer", "officer", "192.0.2.7", None)
    assert "secret" not in unknown.name
    assert [each.by for each in traces(What.ENTERED)] == [officer]
    said = own_data.of(officer)["我的登录"]
    assert {str(each["事项"]) for each in said} == {"登录", "登录失败"}


def test_every_file_that_leaves(here: District, as_: As) -> None:
    client = as_(here.officer)
    client.get("/desk/enterprises/?q=示例&format=xlsx&for_what=年度核对")
    client.get("/desk/enterprises/?format=csv&for_what=年度核对")
    client.get("/desk/enterprises/")
    first, second = traces(What.TAKEN)
    assert (first.by, first.page) == (here.officer, "enterprises:register") and first.filters.startswith("搜索=示例")
    assert first.purpose == "年度核对" and first.rows is not None and second.rows is not None
    client.get("/me/data/")
    client.get("/api/v1/enterprises.register?for_what=年度核对")
    assert [each.purpose for each in traces(What.CALLED)] == ["年度核对"]


def test_nothing_of_others_leaves_before_somebody_says_for_what(here: District, as_: As) -> None:
    client, where = as_(here.officer), "/desk/enterprises/?q=示例&format="
    for file in ("xlsx", "csv"):
        for said in ("", "&for_what=", "&for_what=。.", "&for_what=1"):
            page = client.get(where + file + said)
            assert page.status_code == 422 and 'name="for_what"' in page.content.decode()
            assert f'name="format" value="{file}"' in page.content.decode()
    assert traces(What.TAKEN) == []
    taken = client.get(where + "xlsx&for_what=走访前核对")
    head = load_workbook(io.BytesIO(b"".join(taken.streaming_content))).get_sheet_by_index(0).to_python()[0][0]  # type: ignore[attr-defined]
    assert head.endswith("用途：走访前核对")
    assert "走访前核对" in client.get("/desk/enterprises/").content.decode()  # offered again
    assert as_(here.leader).get("/desk/funds/export/").status_code == 200  # budget lines are nobody's
    assert as_(here.founder).get("/my/applications/?format=xlsx").status_code == 200  # one's own


def test_programs_say_it_too(here: District, as_: As) -> None:
    client = as_(here.officer)
    answer = client.get("/api/v1/enterprises.register")
    assert answer.status_code == 422 and answer.json()["errors"][0]["field"] == "query.for_what"
    assert client.get("/api/v1/policies.library").status_code == 200
    document = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/enterprises.register"]["get"]
    assert "for_what" in {each["name"] for each in document["parameters"]}
    assert traces(What.CALLED)[-1].page != "api:enterprises_register"


def test_the_trail_speaks_as_people_do(here: District, as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    case = here.submitted()
    client = as_(here.officer)
    file = store(file=io.BytesIO(pdf()), name="示例合同.pdf", room="test", subject=case.reference, by=here.founder)
    monkeypatch.setitem(_readers, "test", [lambda _person, _file: Yes])
    assert client.get(f"/files/{file.reference}/?show=1").status_code == 200
    client.get("/api/v1/enterprises.register?for_what=年度核对")
    page = as_(here.auditor).get("/desk/log/traces/").content.decode()
    assert f"{file.name}（{case.reference}）" in page and str(file.reference) not in page
    for name in ("files:file", "enterprises:register", "api:"):
        assert name not in page
    assert "接口：" in page


@pytest.mark.database
def test_none_is_changed_and_none_goes_before_its_day(here: District) -> None:
    row = note(What.TAKEN, by=here.officer, page="x")
    for change in (lambda: Trace.objects.update(page="y"), lambda: Trace.objects.all()._raw_delete("default")):
        row.refresh_from_db()
        with clock.at(dt.date(2022, 6, 24)), pytest.raises(DatabaseError), transaction.atomic():
            Trace.objects.update(until=dt.date(2999, 1, 1))
            change()
    assert forget_old(clock.today()) == 0


@pytest.mark.database
def test_the_night_takes_those_whose_term_is_over(here: District) -> None:
    with clock.at(dt.date(2019, 1, 1)):
        note(What.TAKEN, by=here.officer, page="old")
    note(What.TAKEN, by=here.officer, page="new")
    kept = Trace.objects.exclude(page="old").count()
    assert forget_old(dt.date(2022, 6, 24)) == 1 and Trace.objects.count() == kept


def test_the_term_is_half_a_year_at_least(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIQI_TRACE_DAYS", "179")
    with pytest.raises(ValueError, match="at least 180"):
        environment.trace_days()


def test_auditors_read_them_and_nobody_else(here: District, as_: As) -> None:
    note(What.TAKEN, by=here.officer, page="cases:worklist", purpose="季度统计")
    assert "季度统计" in as_(here.auditor).get("/desk/log/traces/?what=taken").content.decode()
    assert as_(here.officer).get("/desk/log/traces/").status_code == 403


# Facts by need


def shown(client: Client, here: District) -> str:
    return client.get(f"/desk/enterprises/{here.firm.uscc}/").content.decode()


def test_facts_are_seen_by_need(here: District, as_: As) -> None:
    know(here.firm, "营业收入", "123456789.00")
    for who in (here.officer, here.leader):
        assert "营业收入" not in shown(as_(who), here) and "另有" in shown(as_(who), here)
        history = as_(who).get(f"/desk/enterprises/{here.firm.uscc}/history/?fact=营业收入").content.decode()
        assert "123" not in history
    assert "营业收入" in shown(as_(here.auditor), here)
    here.accepted()  # a case on the bureau's desk
    assert "营业收入" in shown(as_(here.officer), here)


def test_a_purpose_opens_them_for_a_day_and_is_kept(here: District, as_: As) -> None:
    know(here.firm, "营业收入", "123456789.00")
    client = as_(here.officer)
    look = f"/desk/enterprises/{here.firm.uscc}/look/"
    client.post(look, {"purpose": ""})
    assert "营业收入" not in shown(client, here)
    assert client.post(look, {"purpose": "走访前了解情况"}).status_code == 302
    assert "营业收入" in shown(client, here)
    last = traces(What.FACTS)[-1]
    assert (last.by, last.subject, last.purpose) == (here.officer, here.firm.uscc, "走访前了解情况")
    assert "营业收入" not in shown(as_(here.leader), here)
    with clock.at(clock.today() + dt.timedelta(1)):
        assert "营业收入" not in shown(as_(here.officer), here)
    assert as_(here.auditor).post(look, {"purpose": "x"}).status_code == 403
