"""The wallet: one paper a content and type, terms, replacing, taking out, reminders, who may read."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from district.enterprises.values import BadValue
from district.enterprises.wallet import kinds
from district.enterprises.wallet.actions import BadUpload, add_paper, remind_expiring, remove_paper
from district.enterprises.wallet.kinds import PaperKind, paper_kinds
from district.enterprises.wallet.models import Evidence
from district.ground import clock
from district.ground.files.models import StoredFile
from district.ground.messages.queries import messages_for
from district.ground.people.permissions import Refused
from district.ground.record.queries import history
from tests.district.cases.factories import District, enterprise, join
from tests.district.ground.files import samples

TODAY = dt.date(2022, 6, 24)


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def add(here: District, kind: str = "营业执照", *, text: str = "", **more: Any) -> Evidence:
    more = {"by": here.founder, "request_key": uuid.uuid4(), "enterprise": here.firm, **more}
    return add_paper(kind=kind, file=io.BytesIO(samples.pdf(text=text)), name="执照.pdf", **more)


def test_a_double_click_makes_one_paper(here: District) -> None:
    key = uuid.uuid4()
    assert add(here, request_key=key) == add(here, request_key=key)
    assert add(here) == Evidence.objects.get()  # the same content and type under another key
    assert len(history("enterprises", here.firm.uscc).filter(verb="add-paper")) == 1
    assert add(here, "另一种").file == Evidence.objects.get(kind="营业执照").file


def test_only_its_own_people_keep_papers(here: District) -> None:
    for who in (here.stranger, here.officer, here.leader, here.auditor):
        with pytest.raises(Refused):
            add(here, by=who)
    assert not StoredFile.objects.exists()


def test_the_types_term_counts_from_its_first_day(here: District, monkeypatch: Any) -> None:
    asked = [
        PaperKind("审计报告", "P1Y", ("甲",)),
        PaperKind("审计报告", "P6M", ("乙",)),
        PaperKind("执照", "", ("甲",)),
    ]
    monkeypatch.setattr(kinds, "kind_sources", [lambda _day: asked])
    assert paper_kinds(TODAY)["审计报告"] == PaperKind("审计报告", "P6M", ("甲", "乙"))
    assert add(here, "审计报告", valid_from=dt.date(2022, 3, 31)).valid_until == dt.date(2022, 9, 30)
    assert add(here, "执照").valid_until is None
    later = add(here, "审计报告", text="2", valid_until=dt.date(2022, 7, 1))
    assert (later.valid_from, later.valid_until) == (TODAY, dt.date(2022, 7, 1))
    with pytest.raises(BadValue, match="最后一天"):
        add(here, "审计报告", text="3", valid_until=dt.date(2022, 6, 23))


def test_what_published_programmes_ask_for(here: District) -> None:
    found = paper_kinds(TODAY)
    assert found["用工计划"] == PaperKind("用工计划", "", ("示例用工补贴",))


@pytest.mark.parametrize(
    "until, day, state",
    [
        (None, TODAY, "valid"), (dt.date(2022, 7, 25), TODAY, "valid"), (dt.date(2022, 7, 24), TODAY, "expiring"),
        (TODAY, TODAY, "expiring"), (TODAY, dt.date(2022, 6, 25), "expired"), (None, dt.date(2022, 6, 23), "later"),
    ],
)  # fmt: skip
def test_states(here: District, until: dt.date | None, day: dt.date, state: str) -> None:
    assert add(here, valid_until=until).state_on(day) == state


def test_another_takes_its_place_and_the_old_one_stays(here: District) -> None:
    old = add(here)
    new = add(here, text="2", replaces=old)
    old.refresh_from_db()
    assert (old.replaced_by, old.state_on(TODAY), new.state_on(TODAY)) == (new, "replaced", "valid")
    with pytest.raises(BadValue, match="已经换过"):
        add(here, text="3", replaces=old)
    with pytest.raises(BadValue, match="同一类型"):
        add(here, "别的", text="4", replaces=new)
    remove_paper(paper=new, by=here.founder)
    old.refresh_from_db()
    assert old.state_on(TODAY) == "valid"


def test_taken_out_once_with_its_file(here: District) -> None:
    paper = add(here)
    other = add(here, "另一种")
    with pytest.raises(Refused):
        remove_paper(paper=paper, by=here.stranger)
    remove_paper(paper=paper, by=here.founder)
    remove_paper(paper=paper, by=here.founder)
    assert StoredFile.objects.count() == 1
    remove_paper(paper=other, by=here.founder)
    assert not StoredFile.objects.exists()


def test_its_owner_is_told_once_before_it_expires(here: District) -> None:
    add(here, text="1", valid_until=dt.date(2022, 7, 24))
    add(here, text="2", valid_until=dt.date(2022, 7, 25))
    replaced = add(here, text="3", valid_until=dt.date(2022, 7, 1))
    add(here, text="4", replaces=replaced)
    assert remind_expiring(day=TODAY) == 1
    assert remind_expiring(day=TODAY) == 0
    told = messages_for(here.founder).get()
    assert told.title.endswith("：材料快到期：营业执照")
    assert "2022年7月24日" in told.body
    with clock.at(dt.date(2022, 6, 25)):
        call_command("remind_papers")
    assert messages_for(here.founder).count() == 2


@pytest.mark.parametrize(
    "changed, name",
    [
        ({"valid_until": dt.date(2022, 6, 1)}, "paper_ends_after_it_begins"),
        ({"request_key": uuid.uuid4()}, r"one_current_paper_per_file|enterprises_evidence"),
    ],
)
def test_constraints(here: District, changed: dict[str, Any], name: str) -> None:
    paper = add(here)
    paper.pk, paper.reference = None, uuid.uuid4()
    values = {"request_key": uuid.uuid4(), "kind": paper.kind if "request_key" in changed else "x", **changed}
    for field, value in values.items():
        setattr(paper, field, value)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        paper.save(force_insert=True)


def test_a_paper_does_not_replace_itself(here: District) -> None:
    paper = add(here)
    with pytest.raises(IntegrityError, match="paper_does_not_replace_itself"), transaction.atomic():
        Evidence.objects.filter(pk=paper.pk).update(replaced_by=paper.pk)


# Pages


def post(client: Client, here: District, **more: Any) -> Any:
    file = more.pop("file", SimpleUploadedFile("执照.pdf", samples.pdf()))
    data = {"kind": "用工计划", "request_key": str(uuid.uuid4()), "file": file, **more}
    return client.post(f"/my/enterprises/{here.firm.uscc}/papers/", data)


def test_the_page_from_upload_to_removal(here: District, as_: Callable[..., Client]) -> None:
    client = as_(here.founder)
    address = f"/my/enterprises/{here.firm.uscc}/papers/"
    assert "材料库还是空的" in client.get(address).content.decode()
    assert post(client, here, valid_until="2022-07-01").status_code == 302
    page = client.get(address).content.decode()
    assert "快到期" in page and "至 2022年7月1日" in page and "执照.pdf" in page
    paper = Evidence.objects.get()
    swap = {"request_key": str(uuid.uuid4()), "file": SimpleUploadedFile("新.pdf", samples.pdf(text="2"))}
    assert client.get(f"{address}{paper.reference}/replace/").status_code == 200
    assert client.post(f"{address}{paper.reference}/replace/", swap).status_code == 302
    page = client.get(address).content.decode()
    assert "新.pdf" in page and "已换下来的 1 份" in page
    new = Evidence.objects.get(replaced_by=None)
    for _ in range(2):
        assert client.post(f"{address}{new.reference}/remove/").status_code == 302
    assert Evidence.objects.get() == paper


def test_the_page_says_what_is_wrong(here: District, as_: Callable[..., Client]) -> None:
    client = as_(here.founder)
    program = SimpleUploadedFile("执照.pdf", b"MZ\x90\x00 not a paper", content_type="application/pdf")
    answer = post(client, here, file=program)
    assert answer.status_code == 422 and "不是其中任何一种" in answer.content.decode()
    assert "请写明是什么材料" in post(client, here, kind="-").content.decode()
    assert post(client, here, kind="-", other="租赁合同").status_code == 302
    assert Evidence.objects.get().kind == "租赁合同"


def test_nobody_elses_wallet_is_there(here: District, as_: Callable[..., Client]) -> None:
    paper = add(here)
    address = f"/my/enterprises/{here.firm.uscc}/papers/"
    for who in (here.stranger, here.officer, here.leader, here.auditor):
        client = as_(who)
        assert client.get(address).status_code == 404
        assert client.post(f"{address}{paper.reference}/remove/").status_code == 404
        assert client.get(f"/files/{paper.file.reference}/").status_code == 403
    other = enterprise("91310110MA00000A9R", "示例乙有限公司")
    join(here.stranger, other)
    assert as_(here.stranger).get(f"/files/{paper.file.reference}/").status_code == 403
    assert as_(here.founder).get(f"/files/{paper.file.reference}/").status_code == 200


def test_papers_of_a_claim_that_is_not_confirmed_stay_closed(here: District, as_: Callable[..., Client]) -> None:
    paper = add(here)
    join(here.stranger, here.firm, state="requested")
    assert as_(here.stranger).get(f"/files/{paper.file.reference}/").status_code == 403


def test_the_page_asks_the_same_number_of_questions(
    here: District, as_: Callable[..., Client], django_assert_num_queries: Any
) -> None:
    client = as_(here.founder)
    address = f"/my/enterprises/{here.firm.uscc}/papers/"
    for n in range(3):
        add(here, text=str(n))
    client.get(address)
    with django_assert_num_queries(12):
        client.get(address)
    for n in range(3, 8):
        add(here, text=str(n))
    with django_assert_num_queries(12):
        client.get(address)


def test_a_refused_file_leaves_the_wallet_as_it_was(here: District) -> None:
    with pytest.raises(BadUpload):
        add_paper(enterprise=here.firm, kind="执照", file=io.BytesIO(b"no"), name="a.pdf", by=here.founder,
                  request_key=uuid.uuid4())  # fmt: skip
    assert not Evidence.objects.exists() and not StoredFile.objects.exists()
