"""不予受理: what must not be taken up is declined with a reason, by two, on its own paper; appealable."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from district.cases.appeals import actions as appeals
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application, Decision
from district.cases.decisions import bundles
from district.cases.decisions import signing as approving
from district.cases.letters.queries import letter_of
from district.cases.review import actions as review_actions
from district.ground.messages.models import Message
from district.ground.people.models import Person
from district.ground.people.permissions import Refused
from district.ground.record.models import LogEntry
from district.ground.record.moves import MoveRefused
from rulebook.bundle.verify import verify
from tests.district.cases import deciding
from tests.district.cases.factories import District, enterprise, join, person

pytestmark = pytest.mark.django_db
As = Callable[[Person], Client]
WHY, GROUND = "创业担保贷款由区金融办办理，请向区金融办申请", "《中华人民共和国行政许可法》第三十二条第一款第（二）项"


def declined(here: District) -> tuple[Application, Decision]:
    case = here.submitted()
    proposal = approving.propose_to_decline(application=case, by=here.officer, why=WHY, ground=GROUND)
    assert Application.objects.get(pk=case.pk).state == "approving"  # nobody declines alone
    decision = deciding.signed(proposal)
    case.refresh_from_db()
    return case, decision


def test_reason_and_provision_are_needed_and_only_before_acceptance(here: District) -> None:
    case = here.submitted()
    parts: dict[str, Any] = {"application": case, "by": here.officer}
    with pytest.raises(NotPossible, match="为什么不予受理"):
        approving.propose_to_decline(**parts, why=" ", ground=GROUND)
    with pytest.raises(NotPossible, match="法律依据"):
        approving.propose_to_decline(**parts, why=WHY, ground=" ")
    with pytest.raises(Refused):
        approving.propose_to_decline(application=case, by=here.colleague, why=WHY, ground=GROUND)
    with pytest.raises(MoveRefused):  # a plain refusal still needs acceptance first
        approving.propose(application=case, by=here.officer, outcome="refused", note=WHY)
    taken = review_actions.accept(application=case, by=here.officer)
    with pytest.raises(MoveRefused):
        approving.propose_to_decline(application=taken, by=here.officer, why=WHY, ground=GROUND)


def test_the_paper_has_its_own_series_reason_provision_and_remedies(here: District, client: Client) -> None:
    case, decision = declined(here)
    assert case.state == "declined" and case.due_on is None and case.accepted_at is None
    issued = decision.letter
    assert (issued.kind, issued.number) == ("declined", "示人社拒〔2022〕1号")
    text = "\n".join(letter_of(issued).lines())
    for words in ("关于不予受理“示例用工补贴”申报的决定", "不予受理。", WHY, GROUND, "2022年8月23日前", "行政复议",
                  "行政诉讼"):  # fmt: skip
        assert words in text, words
    assert "不予同意" not in text and "未定" not in text and "核算日" not in text
    other = deciding.decided(here.judged(_second(here)), grant=False)
    assert other.number == "示人社惠〔2022〕1号"
    page = client.get(reverse("cases:verify_code", args=[issued.code])).content.decode()
    assert "真实有效" in page and "不予受理" in page


def test_an_audit_bundle_derives_what_was_judged_and_no_more(here: District, tmp_path: Path) -> None:
    case, decision = declined(here)
    appeal = appeals.file(decision=decision, by=here.founder, grounds="属于人社局职权")
    other = person("other-leader", leader="区人社局")
    appeals.admit(appeal=appeal, by=other)
    appeals.uphold_by(appeal=appeal, by=other, way="steps", reply="确属本局职权")
    review_actions.accept(application=case, by=here.officer)
    review_actions.answer_condition(application=case, by=here.officer, condition="plan", value=True)
    deciding.decided(case)
    path = tmp_path / "hiring.zip"
    bundles.write_to(path, programme=here.programmes["hiring"], year=2022)
    report = verify(path, known_seal=LogEntry.objects.latest("number").seal)
    assert (report.faults, report.decisions) == ([], 1)
    [row] = bundles.overview(2022)
    assert (row["granted"], row["refused"]) == (1, 0)


def _second(here: District) -> Any:
    firm = enterprise("91310110MA00000087", "示例乙公司", 注册区="示例区", 从业人员=8, 失信被执行=False)
    join(here.founder, firm)
    return firm


def test_the_firm_is_told_and_may_apply_again(here: District, as_: As) -> None:
    case, decision = declined(here)
    told = Message.objects.filter(to=here.founder).latest("pk")
    assert "不予受理" in told.title and decision.number in told.body
    page = as_(here.founder).get(f"/my/applications/{case.reference}/").content.decode()
    for words in ("不予受理。", WHY, GROUND, "2022年8月23日前", "申请复核", decision.number):
        assert words in page, words
    assert here.started().state == "draft"


def test_what_is_sent_back_waits_for_acceptance_again(here: District) -> None:
    case = here.submitted()
    due = case.due_on
    proposal = approving.propose_to_decline(application=case, by=here.officer, why=WHY, ground=GROUND)
    approving.turn_back(proposal=proposal, by=deciding.signer(proposal), why="属于本局职权")
    case.refresh_from_db()
    assert (case.state, case.due_on) == ("submitted", due)
    assert review_actions.accept(application=case, by=here.officer).state == "accepted"


def test_an_appeal_that_is_right_brings_it_back_to_be_accepted(here: District) -> None:
    case, decision = declined(here)
    appeal = appeals.file(decision=decision, by=here.founder, grounds="属于人社局职权")
    other = person("other-leader", leader="区人社局")
    appeals.admit(appeal=appeal, by=other)
    with pytest.raises(NotPossible, match="还没有受理过"):
        appeals.check_replaceable(decision, other, "granted", "改为同意")
    appeals.uphold_by(appeal=appeal, by=other, way="steps", reply="确属本局职权，应当受理")
    case.refresh_from_db()
    assert case.state == "submitted" and case.due_on is not None
    review_actions.accept(application=case, by=here.officer)
    review_actions.answer_condition(application=case, by=here.officer, condition="plan", value=True)
    new = deciding.decided(case)
    assert (new.outcome, new.replaces, new.ground) == ("granted", decision, "")
    assert Decision.objects.in_force().get(application=case) == new


def test_through_the_pages(here: District, as_: As) -> None:
    case = here.submitted()
    address = f"/desk/applications/{case.reference}/"
    client = as_(here.officer)
    assert "只用于依法不能受理的件" in client.get(address).content.decode()
    wrong = client.post(f"{address}decline/", {"why": WHY})
    assert wrong.status_code == 422 and WHY in wrong.content.decode()
    for _ in range(2):
        client.post(f"{address}decline/", {"why": WHY, "ground": GROUND})
    shown = as_(here.leader).get(address).content.decode()
    assert "拟办意见：不予受理" in shown.replace("\n", "") and GROUND in shown
    form = as_(here.officer).get(f"{address}approval-form/pdf/")
    assert form.status_code == 200
    assert as_(here.colleague).post(f"{address}decline/", {"why": WHY, "ground": GROUND}).status_code in {403, 404}
