"""A number that was said: frozen, compared with now, why it differs; quoted in a reply by its key."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from district.cases.core.figures import GRANTED_SHARE, GRANTED_YUAN, GRANTS
from district.cases.headcount.figures import SUPPORTED
from district.ground import clock
from district.ground.asking.actions import NotAsked, ask, reply
from district.ground.figures import actions, queries
from district.ground.figures.counting import NotCounted
from district.ground.figures.models import Said
from district.ground.figures.periods import Period
from district.ground.figures.registry import FIGURES
from district.ground.people.models import Person
from district.ground.people.permissions import Refused
from district.ground.record.models import LogEntry
from tests.district.cases.factories import District, enterprise, join
from tests.district.cases.test_constraints import decided
from tests.district.enterprises.registers import code
from tests.district.ground.figures.test_counting import workers  # noqa: F401 - a fixture

SignIn = Callable[[Person], Client]
YEAR = Period.year(2022)


def said(here: District, figure: Any = GRANTS, **more: Any) -> Said:
    given: dict[str, Any] = {"place": "对第D-087号建议的答复", "by": here.officer, "request_key": uuid.uuid4(), **more}
    return actions.say(figure, YEAR, **given)


def second(here: District) -> Any:
    firm = enterprise(code(77), "示例第二有限公司", 注册区="示例区", 从业人员=10, 失信被执行=False)
    join(here.founder, firm)
    return decided(District(**{**vars(here), "firm": firm}))


def test_what_was_said_stays_and_now_says_why_it_differs(here: District) -> None:
    decided(here)
    row = said(here)
    assert (row.number, row.edition, row.period) == (1, 1, Period(YEAR.first, clock.today()))
    assert queries.compared(row).same and queries.compared(row).because == ()
    late = second(here)
    found = queries.compared(row)
    assert not found.same and found.now is not None and found.now.number == 2
    assert found.came == (str(late.pk),) and found.because == ("后来记入 1 条属于这个期间的。",)
    assert Said.objects.get(pk=row.pk).number == 1


def test_another_definition_is_said_too(here: District, monkeypatch: pytest.MonkeyPatch) -> None:
    decided(here)
    row = said(here)
    changed = replace(GRANTS, edition=2, definition="另一种数法。")
    monkeypatch.setitem(FIGURES._things, GRANTS.key, changed)
    found = queries.compared(row)
    assert found.same and found.because == ("口径改了：当时是第 1 版，现在是第 2 版。",)
    monkeypatch.delitem(FIGURES._things, GRANTS.key)
    assert queries.compared(row).why_not == "这个数字已不再统计。"


def test_the_database_refuses_to_change_what_was_said(here: District) -> None:
    row = said(here)
    for change in (lambda: Said.objects.filter(pk=row.pk).update(number=9), lambda: row.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_who_may_say_and_what_may_not_be_said(here: District, workers: Any) -> None:  # noqa: F811
    for nobody in (here.founder, here.auditor, here.stranger):
        with pytest.raises(Refused):
            said(here, by=nobody)
    workers(3)
    with pytest.raises(NotCounted):
        said(here, SUPPORTED)
    key = uuid.uuid4()
    assert said(here, request_key=key) == said(here, request_key=key)
    assert LogEntry.objects.filter(room="figures", verb="say").count() == 1
    share = said(here, GRANTED_SHARE)
    assert share.bottom == 0 and share.percent is None


def question(here: District) -> Any:
    return ask(answer="", title="示例问题", office="区人社局", text="批了几家？", by=None, address="192.0.2.1")


def test_a_reply_quotes_a_number_by_its_key(here: District, client: Client) -> None:
    granted = decided(here)
    asked = question(here)
    text = "今年已同意 {cases.granted 2022}，共 {cases.granted_yuan 2022 bureau=区人社局}。"
    answered = reply(question=asked, by=here.officer, text=text)
    assert answered.reply == f"今年已同意 1 件，共 {granted.total:,.2f} 元。"
    rows = list(queries.said_about(asked.reference))
    assert [each.figure for each in rows] == [GRANTS.key, GRANTED_YUAN.key]
    assert rows[1].where == {"bureau": "区人社局"} and rows[1].rows == {str(granted.pk): str(granted.total)}
    assert reply(question=asked, by=here.officer, text=text).reply == answered.reply  # a second click
    page = client.get(reverse("policies:question", args=[asked.reference, asked.key])).content.decode()
    assert reverse("figures:said", args=[rows[0].reference]) in page


@pytest.mark.parametrize(
    "text",
    ["{cases.nothing 2022}", "{cases.granted 20-22}", "{cases.granted 2022 weather=sun}", "{cases.granted 2033}"],
)
def test_a_quotation_that_names_nothing_is_refused_and_nothing_is_kept(here: District, text: str) -> None:
    asked = question(here)
    with pytest.raises(NotAsked):
        reply(question=asked, by=here.officer, text=f"已同意 {{cases.granted 2022}}，{text}")
    asked.refresh_from_db()
    assert asked.reply == "" and not Said.objects.exists()


def test_curly_brackets_that_are_no_quotation_stay(here: District) -> None:
    assert reply(question=question(here), by=here.officer, text="见 {第三条}。").reply == "见 {第三条}。"


def test_then_and_now_on_a_page(here: District, as_: SignIn, client: Client) -> None:
    decided(here)
    official = as_(here.officer)
    page = official.get(reverse("figures:figure", args=[GRANTS.key]), {"period": "2022"})
    form = {"figure": GRANTS.key, "period": page.context["shown"].period, "place": "对第D-087号建议的答复",
            "request_key": page.context["form"]["request_key"].value()}  # fmt: skip
    answer = official.post(reverse("figures:say"), form)
    row = Said.objects.get()
    assert answer.url == reverse("figures:said", args=[row.reference])
    late = second(here)
    seen = official.get(answer.url).content.decode()
    assert "后来记入 1 条" in seen and late.application.enterprise.name in seen
    client.logout()
    stranger = client.get(answer.url).content.decode()
    assert "后来记入 1 条" in stranger and late.application.enterprise.name not in stranger
    assert row.reference in client.get(reverse("figures:said_list")).content.decode()
    for wrong in ({"place": ""}, {"request_key": "x"}):
        as_(here.officer).post(reverse("figures:say"), form | wrong)
    assert Said.objects.count() == 1
