"""A list sent back: each item beside the field it speaks of, what was uploaded is the answer, nothing typed is lost."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from district.cases.core import checks
from district.cases.core.models import Application
from district.cases.intake import actions as intake_actions
from district.cases.intake.paper_checks import check_paper
from district.cases.review import actions as review_actions
from district.cases.review.corrections import Item
from district.ground.people.models import Person
from tests.district.cases.factories import District
from tests.district.cases.handing import through_the_pages
from tests.district.ground.files import samples

pytestmark = pytest.mark.django_db
As = Callable[[Person], Client]
PLAN, TURNOVER = "用工计划", "营业收入"


def file(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, samples.pdf(text=name))


def sent_back(here: District, as_: As) -> Application:
    """Handed in with a plan that an official finds wanting; three items: a paper, a fact, something else."""
    case = here.started()
    through_the_pages(as_(here.founder), case.reference, {"file-0-0": file("旧计划.pdf")})
    case.refresh_from_db()
    paper = case.attached.get().paper
    check_paper(application=case, paper=paper.reference, name=PLAN, fine=False, by=here.officer, note="没有盖章")
    items = [Item("evidence", PLAN, "请重新提供“用工计划”：没有盖章"), Item("fact", TURNOVER, "请填写“营业收入”。"),
             Item("other", "岗位", "请写明岗位。")]  # fmt: skip
    review_actions.send_back(application=case, by=here.officer, items=items)
    case.refresh_from_db()
    return case


def page(client: Client, case: Application) -> str:
    return str(client.get(f"/my/applications/{case.reference}/").content.decode())


def post(client: Client, case: Application, verb: str, form: dict[str, Any]) -> Any:
    return client.post(f"/my/applications/{case.reference}/{verb}/", form)


def used(shown: str) -> dict[str, Any]:
    """What a browser would send of the papers: the ticks and what was on the page."""
    return {
        "shown-0": re.findall(r'name="shown-0" value="([^"]*)"', shown)[0],
        "use-0": re.findall(r'name="use-0"[^>]*value="([^"]+)" checked', shown),
    }


def test_each_item_stands_beside_what_it_speaks_of(here: District, as_: As) -> None:
    case = sent_back(here, as_)
    paper, fact, other = case.corrections.all()
    shown = page(as_(here.founder), case)
    assert "请补正 3 项" in shown and "已答 0 项，还差 3 项" in shown and "2022年7月1日前" in shown
    for item in (paper, fact, other):
        assert shown.count(f'id="ask-{item.pk}"') == 1 and f'href="#ask-{item.pk}"' in shown
    group = shown.index('aria-labelledby="paper-0"')
    assert group < shown.index(f'id="ask-{paper.pk}"') < shown.index('name="file-0')
    assert shown.index(f'id="ask-{fact.pk}"') < shown.index(f'name="fact-{TURNOVER}"') < group
    assert shown.index(f'id="ask-{other.pk}"') < shown.index(f'name="reply-{other.pk}"')
    assert "这份有问题：没有盖章" in shown
    assert shown.count('class="btn btn-primary btn-lg"') == 1 and "保存，重新判定" not in shown


def test_what_was_uploaded_is_the_answer_and_replaces_what_was_wrong(here: District, as_: As) -> None:
    case = sent_back(here, as_)
    client, (paper, _fact, other) = as_(here.founder), case.corrections.all()
    old = used(page(client, case))
    post(client, case, "fill-in", {**old, f"file-0-{1}": file("新计划.pdf")})
    shown = page(client, case)
    assert "已答 1 项，还差 2 项" in shown and "新计划.pdf" in shown and "已上传，就算答复" in shown
    case.refresh_from_db()
    assert old["use-0"][0] not in str(case.evidence[PLAN])  # what was found wanting is not handed in again
    form = {**used(shown), f"fact-{TURNOVER}": "5万", f"reply-{other.pk}": "三个岗位"}
    post(client, case, "fill-in", form)
    assert "每一项都有了答复，可以提交" in page(client, case)
    answer = through_the_pages(client, case.reference, {**form, **used(page(client, case))})
    assert answer["Location"].endswith("/receipt/")
    replies = {row.about: row.reply for row in case.corrections.all()}
    assert replies == {PLAN: "已补交：新计划.pdf", TURNOVER: "已填写：50,000.00元", "岗位": "三个岗位"}
    desk = as_(here.officer).get(f"/desk/applications/{case.reference}/").content.decode()
    asked = desk[desk.index('id="asked-back"') :]
    for words in ("没有盖章", "新计划.pdf", "50,000.00元", "三个岗位"):
        assert words in asked[: asked.index("</section>")], words
    assert paper.was and "旧计划" in str(paper.was)


def test_the_same_paper_again_is_no_answer(here: District, as_: As) -> None:
    case = sent_back(here, as_)
    client, (_paper, _fact, other) = as_(here.founder), case.corrections.all()
    form = {**used(page(client, case)), f"fact-{TURNOVER}": "5万", f"reply-{other.pk}": "三个岗位"}
    answer = post(client, case, "check", form)
    shown = client.get(answer["Location"]).content.decode()
    assert f"没有答复：{PLAN}" in shown and "确认提交" not in shown
    parts: dict[str, Any] = {"application": case, "by": here.founder, "declared": {}, "request_key": uuid.uuid4()}
    with pytest.raises(checks.NotPossible, match=f"{PLAN}、{TURNOVER}"):
        intake_actions.resubmit(**parts, replies={other.pk: "三个"})
    said = {each.pk: "见说明" for each in case.corrections.all()}
    assert intake_actions.resubmit(**parts, replies=said).state == "submitted"


def test_a_paper_put_into_the_wallet_elsewhere_counts_too(here: District, as_: As) -> None:
    case = here.submitted()  # in words: "附后"
    review_actions.send_back(application=case, by=here.officer, items=[Item("evidence", PLAN, "请上传用工计划。")])
    client = as_(here.founder)
    assert "还差 1 项" in page(client, case)
    post(client, case, "fill-in", {"shown-0": "", "have-0": "on", "note-0": "附后"})
    assert "还差 1 项" in page(client, case)  # the same words say nothing new
    post(client, case, "fill-in", {"shown-0": "", "have-0": "on", "note-0": "已送窗口 3 号"})
    assert "每一项都有了答复" in page(client, case)


def test_nothing_typed_is_lost(here: District, as_: As) -> None:
    case = sent_back(here, as_)
    client, (_paper, _fact, other) = as_(here.founder), case.corrections.all()
    long = "很长的说明" * 300  # longer than may be handed in
    form = {f"reply-{other.pk}": long, f"fact-{TURNOVER}": "五万左右"}
    answer = post(client, case, "check", {**used(page(client, case)), **form})
    assert answer.status_code == 422
    for shown in (answer.content.decode(), page(client, case)):
        assert long in shown and "五万左右" in shown
    case.refresh_from_db()
    assert case.state == "returned"
