"""What is to come is said before its day; a draft that contradicts itself is a fault; the lab names the draft."""

from __future__ import annotations

import datetime as dt
import html
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from district.authoring import actions, checking
from district.authoring.texts import mark
from district.ground import clock
from district.policies.models import Run
from tests.district.authoring.conftest import Desk
from tests.district.cases.factories import AWARD, FILES, LATER, District, publish

pytestmark = pytest.mark.django_db
HEAD = "test/programmes/award/programme.yaml"
NEXT = "test/programmes/award/2023-01-01.yaml"
JOINT = "process: [accept, joint-review, decide]\njoint: {区人社局: {ask: [够不够]}}\nquota: {count: 20, per: year}\n"


def page(client: Any, slug: str = "award", **asked: str) -> str:
    answer = client.get(reverse("policies:programme", args=[slug]), asked)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def rows(shown: str, section: str = "coming") -> list[list[str]]:
    """What changes, as the page's table says it: what, before, after."""
    told = shown.split(f'id="{section}"')[1].split("</section>")[0]
    bodies = "".join(re.findall(r"<tbody>(.*?)</tbody>", told, re.S))
    cells = [re.findall(r"<td.*?>(.*?)</td>", row, re.S) for row in re.findall(r"<tr>(.*?)</tr>", bodies, re.S)]
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in cells]


def test_a_rule_to_come_is_said_in_words_before_its_day(here: District, client: Any) -> None:
    publish(FILES | {"test/programmes/award/2022-01-01.yaml": AWARD + "quota: {count: 30, per: year}\n",
                     NEXT: LATER + JOINT})  # fmt: skip
    shown = page(client)
    assert "将要变化" in shown and "2023年1月1日 起" in shown
    assert rows(shown) == [
        ["条件", "营业收入 100 万元以上", "营业收入 200 万元以上"],
        ["不再要求的条件", "承诺三年内不迁出", "—"],
        ["给多少", "最高 5 万元", "最高 8 万元"],
        ["名额", "每年 30 家", "每年 20 家"],
        ["可否再享", "每年一次", "不限次数"],
        ["联审部门", "不联审", "区人社局"],
    ]
    told = shown.split('id="coming"')[1].split("</section>")[0]
    assert "依据" not in told  # where it is cited: nothing a firm acts on
    assert ">=" not in told and "promise" not in told  # nor how it is written
    with clock.at(dt.date(2023, 1, 1)):
        assert "将要变化" not in page(client)


def test_every_rule_to_come_stands_beside_the_one_before_it(here: District, client: Any) -> None:
    publish(FILES | {NEXT: LATER, "test/programmes/award/2024-01-01.yaml": LATER.replace("80000", "90000")})
    found = rows(page(client))
    assert ["给多少", "最高 5 万元", "最高 8 万元"] in found
    assert ["给多少", "最高 8 万元", "最高 9 万元"] in found


def test_a_programme_that_has_not_begun_says_when(here: District, client: Any) -> None:
    publish({path: text for path, text in FILES.items() if path != "test/programmes/award/2022-01-01.yaml"})
    assert "2023年1月1日 起施行" in page(client)


@pytest.mark.parametrize(("summary", "rule", "why"), [
    ("每年评选不超过 30 家。", LATER + "quota: {count: 20, per: year}\n", "名额是 20"),
    ("奖励 8 万元。", LATER.replace("80000", "90000"), "说“8 万元”"),
    ("由区人社局奖励。", LATER, "由区科委办理"),
    ("每人奖励 80000 元。", LATER, "金额不随人数变"),
    ("奖励。\nwith: [区人社局]", LATER + "process: [accept, decide]\n", "没有 joint-review"),
])  # fmt: skip
def test_a_draft_whose_words_and_rule_differ_is_a_fault(
    desk: Desk,
    summary: str,
    rule: str,
    why: str,
) -> None:
    programme = desk.district.programmes["award"]
    draft = actions.start(programme=programme, office=programme.office, title="改奖励", by=desk.other)
    head = actions.text_of(draft, HEAD).replace("summary: 示例项目。", f"summary: {summary}")
    for path, text in ((HEAD, head), (NEXT, rule)):
        actions.save(draft=draft, path=path, text=text, seen=mark(actions.text_of(draft, path)), by=desk.other)
        draft.refresh_from_db()
    found = checking.check(draft.base, draft.files)
    assert any(why in fault.message for fault in found.faults), [fault.message for fault in found.faults]
    with pytest.raises(actions.NotPossible, match="处错误"):
        actions.propose(draft=draft, by=desk.other)


def test_the_lab_names_the_draft_and_its_day(
    desk: Desk,
    as_: Any,
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    draft = desk.changed("从业人员 >= 3", "从业人员 >= 2")
    address = reverse("authoring:draft", args=["hiring"]) + f"?draft={draft.reference}"
    client = as_(desk.leader)
    form = client.get(address)
    assert f"草案“改条件”（{draft.reference}）" in form.content.decode()
    text = form.context["form"].initial["text"]
    for changed, title in ((text, "改条件"), (text.replace(">= 2", ">= 1"), "改条件（试算时又改过）")):
        client.post(address, {"request_key": uuid.uuid4(), "text": changed})
        run = Run.objects.latest("pk")
        assert (run.draft_of, run.draft_title, run.draft_from) == (draft.reference, title, dt.date(2022, 1, 1))
        shown = client.get(reverse("policies:run", args=[run.reference])).content.decode()
        assert f"试算的是草案“{title}”（{draft.reference}），拟自 2022年1月1日 起施行" in shown
