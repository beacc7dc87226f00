"""A list's filters kept under a name: of any list, for oneself or for one's bureau."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from district.ground.people import keeping
from district.ground.people.keeping import NotKept
from district.ground.tables.models import SavedView
from district.ground.tables.registry import TABLES
from tests.district.cases.desk.bulk.test_jobs import cases
from tests.district.cases.factories import District, person


def test_kept_counted_shared_removed(here: District, as_: Any) -> None:
    cases(here)
    mate = person("mate", officer="区人社局")
    client = as_(here.officer)
    path = reverse("cases:worklist")
    data = {"table": "cases.worklist", "name": "待受理的", "list": "state=submitted&page=2&nonsense=1", "share": "1"}
    for _ in range(2):
        answer = client.post(reverse("people:view_save"), {**data, "back": path})
        assert answer["Location"].startswith(f"{path}?state=submitted")
    saved = SavedView.objects.get()
    assert saved.query == "state=submitted"
    for who in (here.officer, mate):
        [shown] = as_(who).get(path).context["list"].kept
        assert (shown.count, shown.address, shown.mine) == (3, "?state=submitted", who == here.officer)
    assert not as_(here.colleague).get(path).context["list"].kept
    address = reverse("people:view_remove", args=[saved.pk])
    assert as_(mate).post(address).status_code == 403
    for _ in range(2):
        assert as_(here.officer).post(address, {"back": path})["Location"] == path
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:1", ""])
def test_one_comes_back_to_the_house(here: District, as_: Any, elsewhere: str) -> None:
    data = {"table": "cases.worklist", "name": "甲", "list": "q=1", "back": elsewhere}
    assert as_(here.officer).post(reverse("people:view_save"), data)["Location"] == "/desk/"


def test_every_list_of_the_desk_that_can_be_narrowed_can_be_kept(here: District, as_: Any) -> None:
    """On each page: the name typed into its form is above the list the next time, and leads to the same rows."""
    tried = 0
    for table in TABLES:
        if not table.keeps or not table.opens_to(here.officer):
            continue
        query = "&".join(
            [*(f"sort={key}" for key in list(table.sorts)[-1:]), *(f"{each.key}=甲" for each in table.filters[:1])]
        )
        keeping.save_view(person=here.officer, table=table.key, name="试", query=query)
        shown = as_(here.officer).get(reverse(table.route)).context["list"].kept
        assert [each.view.name for each in shown] == ["试"], table.key
        tried += 1
    assert tried > 5


def test_limits_and_names(here: District, monkeypatch: Any) -> None:
    def save(name: str, query: str = "", **more: Any) -> SavedView:
        return keeping.save_view(person=here.officer, table="cases.worklist", name=name, query=query, **more)

    with pytest.raises(NotKept, match="名字"):
        save(" ")
    monkeypatch.setattr(keeping, "MOST", 1)
    save("甲", "q=1")
    assert save("甲", "q=2").query == "q=2"
    with pytest.raises(NotKept, match="最多保存"):
        save("乙")
    with pytest.raises(NotKept, match="自己的部门"):
        save("甲", office=here.programmes["award"].office)
    for table in ("cases.none", ""):
        with pytest.raises(NotKept, match="没有这份清单"):
            keeping.save_view(person=here.officer, table=table, name="甲", query="")
    with pytest.raises(NotKept, match="没有这份清单"):
        keeping.save_view(person=here.founder, table="cases.worklist", name="甲", query="")


def test_the_database_holds_it(here: District) -> None:
    kept = [
        keeping.save_view(person=here.officer, table="cases.worklist", name=name, query="q=1") for name in ("甲", "乙")
    ]
    mine = SavedView.objects.filter(pk=kept[0].pk)
    for name, value in (("one_saved_view_a_name|UNIQUE", kept[1].name), ("saved_view_has_a_name", "")):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            mine.update(name=value)
