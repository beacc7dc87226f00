"""Answering by link and signed in, the desk's side, who sees what, how much a page asks the database."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from district.ground.messages.models import Message
from district.ground.people.models import Person
from district.ground.surveys import actions, handing_in
from district.ground.surveys.actions import Invitee
from district.ground.surveys.links import link_of
from district.ground.surveys.models import Invitation, Questionnaire, Response, Sketch
from district.ground.surveys.models import ResponseAnswer as Answer
from district.ground.surveys.samples import HIRING, RATING
from district.ground.surveys.xlsform.writing import workbook
from tests.district.ground.files.samples import pdf
from tests.district.ground.surveys.conftest import Made, settings
from tests.district.ground.surveys.test_xlsform import book

As = Callable[[Person], Client]


def invited(row: Questionnaire, officer: Person, *people: Invitee) -> list[Invitation]:
    return actions.invite(questionnaire=row, by=officer, people=people or [Invitee("示例企业")])


def hidden(page: Any) -> dict[str, str]:
    """The page's hidden fields."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def posted(client: Client, address: str, **said: Any) -> Any:
    return client.post(address, {**hidden(client.get(address)), **said})


FIRM = {"q-staff": "12", "q-hires": "yes"}
POSTS = {"q-posts-rows": "1", "q-posts-0-post": "示例焊工", "q-posts-0-number": "6", "q-posts-0-pay": "1.2万",
         "q-posts-0-level": "any", "q-campus": "no"}  # fmt: skip


def test_a_number_of_a_person_in_an_answer_is_said_once_before_it_is_handed_in(
    client: Client, made: Made, officer: Person
) -> None:
    link = link_of(invited(made(RATING), officer)[0])
    client.post(f"{link}start/")
    response = Response.objects.get()
    free = next(key for key, each in response.version.asks.asked.items() if each.kind in ("text", "long"))
    Response.objects.filter(pk=response.pk).update(typed={**response.typed, free: "找王示例 13800001111"})
    first = posted(client, f"{link}check/")
    assert first.status_code == 422 and "手机号" in first.content.decode()
    again = posted(client, f"{link}check/")
    assert "您写了手机号" not in again.content.decode()


def test_a_link_is_answered_without_a_script_or_an_account(client: Client, made: Made, officer: Person) -> None:
    link = link_of(invited(made(), officer)[0])
    assert "开始填写" in client.get(link).content.decode() and not Response.objects.exists()
    first = client.post(f"{link}start/")["Location"]
    assert posted(client, first, **FIRM)["Location"] == f"{link}2/"
    more = posted(client, f"{link}2/", **{**POSTS, "q-campus": ""})
    assert "多了几道题" in more.content.decode()  # six people: interns are asked about
    assert posted(client, f"{link}2/", **POSTS)["Location"] == f"{link}3/"
    assert (
        posted(client, f"{link}3/", **{"q-help_kinds-asked": "1", "q-help_kinds": ["fair"]})["Location"]
        == f"{link}check/"
    )
    check = client.get(f"{link}check/").content.decode()
    assert "示例焊工" in check and "12,000 元/月" in check
    done = client.post(f"{link}check/", hidden(client.get(f"{link}check/")), follow=True)
    assert "已提交" in done.content.decode() and Answer.objects.count() == 5
    assert client.post(f"{link}check/", {"seen": "9"})["Location"] == f"{link}done/" and Answer.objects.count() == 5


def test_what_is_wrong_is_said_beside_it_and_stays(client: Client, made: Made, officer: Person) -> None:
    link = link_of(invited(made(), officer)[0])
    first = client.post(f"{link}start/")["Location"]
    wrong = posted(client, first, **{"q-staff": "好多人", "q-hires": ""})
    text = wrong.content.decode()
    assert wrong.status_code == 422 and "请填数字" in text and "这一题需要回答" in text and 'value="好多人"' in text
    left = posted(client, first, **{"q-staff": "好多人", "then": "leave"})
    assert left["Location"] == link  # leaving keeps what is wrong too
    assert Response.objects.get().typed["staff"] == "好多人"


def test_two_devices(client: Client, made: Made, officer: Person) -> None:
    link, other = link_of(invited(made(), officer)[0]), Client()
    page = client.post(f"{link}start/")["Location"]
    old = hidden(client.get(page))
    posted(other, page, **{"q-staff": "20", "then": "leave"})
    told = client.post(page, {**old, "q-staff": "30", "then": "next"})
    text = told.content.decode()
    assert told.status_code == 409 and "两台设备" in text and 'value="20"' in text and "<b>30 人</b>" in text
    assert "两台设备" in other.get(page).content.decode()
    chosen = client.post(f"{link}settle/", {"of": f"staff|{old['device']}", "take": "1"})
    assert chosen["Location"] == page and Response.objects.get().typed["staff"] == "30"


def test_saving_by_script_answers_with_the_part(client: Client, made: Made, officer: Person) -> None:
    link = link_of(invited(made(), officer)[0])
    page = client.post(f"{link}start/")["Location"]
    said = client.post(
        page, {**hidden(client.get(page)), "q-staff": "x", "q-hires": "no"}, headers={"HX-Request": "true"}
    )
    text = said.content.decode()
    assert said.status_code == 200 and "<html" not in text and "已保存" in text and "暂不招人的原因" in text
    assert "请填数字" not in text  # not while one is typing


def test_links_are_personal(
    client: Client, made: Made, as_: As, officer: Person, founder: Person, auditor: Person
) -> None:
    row = made()
    link = link_of(invited(row, officer, Invitee("示例企业", founder))[0])
    assert client.get(link[:-3] + "xx/").status_code == 404
    assert "给别人的" in as_(auditor).get(link).content.decode()
    assert client.post(f"{link}start/").status_code == 403
    assert as_(founder).get(reverse("surveys:intro", args=[row.key]))["Location"] == link
    assert as_(auditor).get(reverse("surveys:intro", args=[row.key])).status_code == 404
    actions.cancel(invitation=Invitation.objects.get(), by=officer)
    assert "已经取消" in as_(founder).get(link).content.decode()


def test_files_are_read_by_whom_the_answers_are_for(
    client: Client,
    made: Made,
    as_: As,
    officer: Person,
    founder: Person,
    stranger: Person,
    settings: Any,
    tmp_path: Any,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    link = link_of(invited(made(), officer, Invitee("示例企业", founder))[0])
    browser = as_(founder)
    posted(browser, browser.post(f"{link}start/")["Location"], **FIRM)
    bad = posted(browser, f"{link}3/", **{"q-ask_plan-file": SimpleUploadedFile("a.pdf", b"nothing")})
    assert bad.status_code == 422
    posted(browser, f"{link}3/", **{"q-ask_plan-file": SimpleUploadedFile("简章.pdf", pdf())})
    raw = Response.objects.get().typed["ask_plan"]
    address = f"/files/{raw.split(' ')[0]}/"
    assert browser.get(address).status_code == 200
    assert as_(officer).get(address).status_code == 403  # a draft is the writer's own
    response = Response.objects.get()
    kept = handing_in.save(
        response=response, given={"posts": [{"post": "a", "number": "1"}]}, seen=9, request_key=uuid.uuid4()
    )
    handing_in.hand_in(response=response, seen=kept.response.saves, person=founder)
    assert as_(officer).get(address).status_code == 200 and as_(stranger).get(address).status_code == 403


def test_people_are_told_and_find_it(as_: As, made: Made, officer: Person, founder: Person) -> None:
    row = made()
    [invitation] = invited(row, officer, Invitee("示例企业", founder, "91310000"))
    invited(row, officer, Invitee("示例企业", founder, "91310000"))
    [told] = Message.objects.filter(to=founder)
    assert told.link == link_of(invitation) and told.needs_action
    assert link_of(invitation) in as_(founder).get("/surveys/").content.decode()
    assert row.title in as_(founder).get("/todo/").content.decode()


# The desk


def test_a_workbook_is_tried_and_what_is_right_is_kept(as_: As, officer: Person, made: Made) -> None:
    row = made()
    data = book([["type", "name", "label"], ["text", "a", "甲"], ["barcode", "b", "乙"], ["text", "c", "丙"]])
    one = reverse("surveys:one", args=[row.key])
    said = (
        as_(officer)
        .post(f"{one}upload/", {"file": SimpleUploadedFile("题目.xlsx", data)}, follow=True)
        .content.decode()
    )
    assert "读入 2 题；1 处没有读入" in said and "barcode" in said and "A（type）" in said
    assert as_(officer).post(f"{one}publish/").status_code == 403
    as_(officer).post(f"{one}leave-out/")
    as_(officer).post(f"{one}publish/")
    assert [each.key for each in row.versions.first().asks] == ["a", "c"] and row.versions.count() == 2


def test_questions_are_added_on_the_page(as_: As, officer: Person, made: Made) -> None:
    row = made(RATING)
    address = reverse("surveys:add", args=[row.key])
    said = {"page": "新的一页", "kind": "number", "label": "几次", "key": "times", "when": "overall > 9 and nobody = 1"}
    wrong = as_(officer).post(address, said)
    assert wrong.status_code == 422 and "没有“nobody”" in wrong.content.decode()
    as_(officer).post(address, {**said, "when": "overall <= 2"})
    assert list(Sketch.objects.get().asks)[-1].when == "overall <= 2"
    as_(officer).post(reverse("surveys:drop", args=[row.key]), {"question": "times"})
    assert Sketch.objects.get().asks == row.versions.first().asks


def test_a_questionnaire_is_made_once_by_who_may(as_: As, officer: Person, founder: Person) -> None:
    address = reverse("surveys:new")
    said = {**{name: value for name, value in settings().items() if value}, "office": officer.duties[0].bureau_id,
            "request_key": uuid.uuid4()}  # fmt: skip
    assert as_(founder).get(address).status_code == 403
    for _n in range(2):
        assert as_(officer).post(address, said)["Location"] == "/desk/surveys/hiring/"
    assert Questionnaire.objects.count() == 1
    again = as_(officer).post(address, {**said, "request_key": uuid.uuid4()})
    assert again.status_code == 422 and "已经有了" in again.content.decode()


@pytest.mark.parametrize("page", ["", "preview/", "responses/", "invitations/", "xlsform/", "printed/", "settings/"])
def test_another_bureau_does_not_see_it(as_: As, made: Made, stranger: Person, officer: Person, page: str) -> None:
    address = reverse("surveys:one", args=[made().key]) + page
    assert as_(stranger).get(address).status_code == 404
    assert as_(officer).get(address).status_code == 200


def test_an_auditor_sees_and_changes_nothing(as_: As, made: Made, auditor: Person) -> None:
    one = reverse("surveys:one", args=[made().key])
    text = as_(auditor).get(one).content.decode()
    assert "邀请更多人" not in text and "添加一题" not in text
    for verb in ("publish", "leave-out", "drop", "add", "upload", "invite"):
        assert as_(auditor).post(f"{one}{verb}/").status_code == 403, verb


def rate(row: Questionnaire, officer: Person, count: int) -> None:
    for number, each in enumerate(
        invited(row, officer, *(Invitee(f"示例{row.responses.count()}-{n}") for n in range(count)))
    ):
        response = handing_in.start(questionnaire=row, person=None, invitation=each)
        said = {"overall": "2" if number == 0 else "5", "speed": "4", "solved": "yes", "what_lacked": "只有我这样说"}
        handing_in.save(response=response, given=said, seen=0, request_key=uuid.uuid4())
        handing_in.hand_in(response=response, seen=1, person=None)


def cells(response: Any) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.rows]


def test_answers_of_few_stay_hidden_where_nobody_is_named(as_: As, made: Made, officer: Person) -> None:
    row = made(RATING, anonymous=True)
    address = reverse("surveys:responses", args=[row.key])
    rate(row, officer, 4)
    text = as_(officer).get(address).content.decode()
    assert "交齐五份" in text and "总体满意度" not in text
    assert as_(officer).get(reverse("surveys:answers", args=[row.key])).status_code == 403
    rate(row, officer, 2)
    text = as_(officer).get(address).content.decode()
    assert "总体满意度" in text and "平均 4" in text
    assert "只有我这样说" not in text and "不足五人回答" in text  # two were asked what was lacking
    flat = str(cells(as_(officer).get(reverse("surveys:answers", args=[row.key]) + "?for_what=核对数据")))
    assert "总体满意度" in flat and "只有我这样说" not in flat and "WJ2022" not in flat
    reference = Response.objects.first().reference
    assert as_(officer).get(f"{address}{reference}/").status_code == 404


def test_named_answers_are_read_one_by_one_and_as_a_workbook(
    as_: As, made: Made, officer: Person, client: Client
) -> None:
    row = made()
    [invitation] = invited(row, officer, Invitee("=示例企业"))
    response = handing_in.start(questionnaire=row, person=None, invitation=invitation)
    said = {"staff": "12", "hires": "yes", "posts": [{"post": "焊工", "number": "3", "pay": "8000", "level": "any"}]}
    handing_in.save(response=response, given=said, seen=0, request_key=uuid.uuid4())
    handing_in.hand_in(response=response, seen=1, person=None)
    address = reverse("surveys:responses", args=[row.key])
    assert "=示例企业" in as_(officer).get(address).content.decode()
    one = as_(officer).get(f"{address}{response.reference}/").content.decode()
    assert "焊工" in one and "8,000 元/月" in one
    book_ = openpyxl.load_workbook(
        io.BytesIO(
            b"".join(
                as_(officer).get(reverse("surveys:answers", args=[row.key]) + "?for_what=核对数据").streaming_content
            )
        )
    )
    assert [sheet.title for sheet in book_] == ["答卷", "岗位"]
    assert [cell.value for cell in book_["岗位"][2]][:5] == [1, "焊工", 3, 8000, "不限"]


def test_the_workbook_that_goes_out_comes_in(as_: As, made: Made, officer: Person) -> None:
    row = made()
    out = as_(officer).get(reverse("surveys:xlsform", args=[row.key])).content
    one = reverse("surveys:one", args=[row.key])
    as_(officer).post(f"{one}upload/", {"file": SimpleUploadedFile("a.xlsx", out)})
    assert Sketch.objects.get().asks == row.versions.first().asks and Sketch.objects.get().faults == []
    as_(officer).post(f"{one}publish/")
    assert row.versions.count() == 1  # the same is no new version


def test_links_of_people_without_an_account_are_taken_along(
    as_: As, made: Made, officer: Person, client: Client
) -> None:
    row = made()
    one = reverse("surveys:one", args=[row.key])
    as_(officer).post(f"{one}invite/", {"names": "示例甲\n示例乙\n示例甲", "accounts": "nobody"})
    table = cells(as_(officer).get(f"{one}links/?for_what=核对数据"))
    links = [line[2] for line in table if line[2] and str(line[2]).startswith("http")]
    assert len(links) == 2 and Client().get(links[0]).status_code == 200


def test_reminders_are_told_once_to_who_has_not_answered(
    made: Made, officer: Person, founder: Person, auditor: Person
) -> None:
    import datetime as dt

    from district.ground import clock
    from district.ground.surveys import telling

    row = made()
    first, _second = invited(row, officer, Invitee("甲", founder), Invitee("乙", auditor))
    Invitation.objects.filter(pk=first.pk).update(handed_in=True)
    for day, expected in ((5, 0), (8, 1), (9, 0)):
        with clock.at(clock.today() + dt.timedelta(days=day)):
            assert telling.remind(clock.today()) == expected
    assert Message.objects.filter(to=auditor, title__contains="截止").count() == 1 and row.key


@pytest.mark.parametrize("page", ["", "questionnaires", "one", "responses"])
def test_questions_to_the_database_do_not_grow(
    as_: As, made: Made, officer: Person, founder: Person, page: str
) -> None:
    addresses = {"": "/surveys/", "questionnaires": "/desk/surveys/"}

    def asked() -> int:
        address = addresses.get(page) or reverse(f"surveys:{page}", args=["hiring"])
        browser = as_(founder if page == "" else officer)
        browser.get(address)
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert browser.get(address).status_code == 200
        return len(found)

    def more(number: int) -> None:
        row = Questionnaire.objects.filter(key="hiring").first() or made(HIRING)
        extra = made(RATING, key=f"more-{number}")
        invited(extra, officer, Invitee("示例", founder))
        for each in invited(row, officer, *(Invitee(f"示例{number}-{n}") for n in range(3))):
            response = handing_in.start(questionnaire=row, person=None, invitation=each)
            handing_in.save(response=response, given={"staff": "3", "hires": "no"}, seen=0, request_key=uuid.uuid4())
            handing_in.hand_in(response=response, seen=1, person=None)

    more(1)
    before = asked()
    more(2)
    more(3)
    assert asked() == before < 30


def test_the_template_reads_back(as_: As, officer: Person) -> None:
    assert (
        as_(officer).get(reverse("surveys:template")).content[:2] == b"PK"
        and workbook(HIRING, key="a", title="b")[:2] == b"PK"
    )
