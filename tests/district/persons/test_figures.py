"""Ten persons and a base change no list, count, search, export or run about enterprises; nobody finds them there."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from district.enterprises import queries
from district.enterprises.homework.queries import homework
from district.enterprises.models import Enterprise
from district.ground import clock
from district.policies.runs.snapshot import write_snapshot
from tests.district.cases.factories import enterprise, join, know, person
from tests.district.persons.conftest import DAY, World

SEQUENCES = range(1, 11)


def _number(sequence: int) -> str:
    from stdnum.cn import ric

    first = f"31011019900101{sequence:03}"
    return first + ric.calc_check_digit(f"{first}0")


PAGES = (
    "/desk/", "/desk/enterprises/", "/desk/enterprises/?q=示例学", "/desk/homework/", "/desk/contested/",
    "/desk/claims/", "/desk/offers/", "/desk/runs/", "/", "/search?q=示例学",
)  # fmt: skip


def _figures(world: World, tmp_path: Path) -> dict[str, object]:
    """Everything that says something of how many enterprises there are, what is known of them, and which."""
    found: dict[str, object] = {"count": Enterprise.objects.count()}
    for who in (world.officer, world.auditor):
        found[f"register {who}"] = sorted(queries.register(who).values_list("uscc", flat=True))
        found[f"search {who}"] = list(queries.register(who, q="示例").values_list("name", flat=True))
    found["facts"] = sorted((pk, sorted(facts)) for pk, facts in queries.facts_for_register(DAY))
    found["homework"] = [(each.kind.name, each.firms) for each in homework(DAY)]
    found["contested"] = list(queries.contested_facts(world.auditor).values_list("kind", flat=True))
    path = tmp_path / "snapshot.csv"
    found["snapshot"] = write_snapshot(path, DAY)
    found["columns"] = next(csv.reader(path.open(encoding="utf-8")))
    client = Client()
    client.force_login(world.officer)
    for address in PAGES:
        page = client.get(address)
        found[address] = (page.status_code, _words(page.content.decode()) if page.status_code == 200 else "")
    book = client.get(reverse("enterprises:export"))
    found["export"] = len(b"".join(book.streaming_content)) if book.streaming else len(book.content)  # type: ignore[attr-defined]
    return found


def _words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>|csrf\S+|nonce\S+", " ", page))


def test_ten_persons_change_no_figure_about_enterprises(world: World, tmp_path: Path) -> None:
    firm = enterprise(注册区="杨浦区", 经营状态="存续", 从业人员=Decimal(5))
    join(person("founder"), firm)
    before = _figures(world, tmp_path)
    for sequence in SEQUENCES:
        who = person(f"p{sequence}", f"示例学{sequence}")
        row = world.subject(who, _number(sequence), f"示例学{sequence}")
        know(row, "本人身份", "在校学生", "declared", since=DAY)
    after = _figures(world, tmp_path)
    for name, was in before.items():
        assert after[name] == was, name
    assert Enterprise.subjects.filter(subject="person").count() == 10
    assert "本人身份" not in before["columns"]  # type: ignore[operator]
    assert before["/desk/enterprises/"][0] == 200  # type: ignore[index]


def test_a_person_is_nobodys_enterprise(world: World) -> None:
    row = world.graduate()
    for who in (world.officer, world.leader, world.auditor, world.other):
        assert not Enterprise.subjects.visible_to(who).filter(pk=row.pk).exists()  # type: ignore[attr-defined]
        client = Client()
        client.force_login(who)
        assert client.get(f"/desk/enterprises/{row.uscc}/").status_code == 404
        assert client.get(f"/desk/enterprises/{row.uscc}/history/?fact=本人身份").status_code == 404
    assert list(queries.my_enterprises(world.student)) == [] and list(queries.memberships_of(world.student)) == []
    assert list(queries.my_subjects(world.student)) == [row]


@pytest.mark.parametrize(
    "address", ["/my/", "/my/enterprises/", "/my/info/", "/my/applications/", "/fits/", "/me/account/"]
)
def test_the_hall_stands_for_somebody_without_a_firm(world: World, address: str) -> None:
    world.graduate()
    client = Client()
    client.force_login(world.student)
    page = client.get(address)
    assert page.status_code == 200, address
    assert "统一社会信用代码</dt>" not in page.content.decode()
    assert clock.today() == DAY
