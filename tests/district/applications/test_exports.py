"""Every list that can be taken away as a workbook: the page's rows, with its filters, in a few queries."""

from __future__ import annotations

import io
from typing import Any

import pytest
from python_calamine import load_workbook

from district.people.models import Bureau, Duty, Role
from tests.district.applications.factories import District

pytestmark = pytest.mark.django_db
LISTS = {
    "/desk/applications/": "编号", "/desk/after/?tab=watching": "编号", "/desk/findings/?tab=opened": "编号",
    "/desk/collisions/": "职工", "/desk/appeals/": "编号", "/desk/clawbacks/": "追缴编号", "/desk/questions/": "编号",
}  # fmt: skip


@pytest.mark.parametrize("address", LISTS)
def test_the_list_as_a_workbook(here: District, as_: Any, address: str, django_assert_max_num_queries: Any) -> None:
    for role in (Role.LEADER, Role.AUDITOR):
        Duty.objects.create(person=here.officer, bureau=Bureau.objects.get(name="区人社局"), role=role)
    client = as_(here.officer)
    with django_assert_max_num_queries(8):
        answer = client.get(address + ("&" if "?" in address else "?") + "format=xlsx")
    assert answer["Content-Disposition"].startswith("attachment")
    rows = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0).to_python()
    assert rows[1][0] == LISTS[address]
    assert rows[-1][0] == f"共 {len(rows) - 3} 行"
    assert "format=xlsx" in client.get(address).content.decode() or len(rows) == 3
