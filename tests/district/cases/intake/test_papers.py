"""Papers of the wallet in an application: chosen, handed in, frozen, read by who works on the case, looked over."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import Client

from district.cases.core import queries
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application
from district.cases.decisions import leaving
from district.cases.intake import actions as intake_actions
from district.cases.intake.models import Attached, PaperCheck
from district.cases.intake.paper_checks import check_paper
from district.cases.review import actions as review_actions
from district.cases.review import corrections
from district.enterprises.values import BadValue
from district.enterprises.wallet.actions import add_paper, remove_paper
from district.enterprises.wallet.models import Evidence
from district.ground import clock
from district.ground.files.actions import forget
from district.ground.people.permissions import Refused
from tests.district.cases.factories import District
from tests.district.cases.handing import through_the_pages
from tests.district.ground.files import samples

PLAN = "用工计划"


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def paper(here: District, kind: str = PLAN, *, text: str = "", **more: Any) -> Evidence:
    return add_paper(
        enterprise=here.firm, kind=kind, file=io.BytesIO(samples.pdf(text=text)), name=f"计划{text}.pdf",
        by=here.founder, request_key=uuid.uuid4(), **more,
    )  # fmt: skip


def hand_in(here: District, case: Application, **evidence: Any) -> Application:
    return intake_actions.submit(
        application=case, by=here.founder, declared={}, request_key=uuid.uuid4(), evidence=evidence or None
    )


def upload(text: str = "") -> SimpleUploadedFile:
    return SimpleUploadedFile(f"计划{text}.pdf", samples.pdf(text=text))


def test_what_the_wallet_has_is_chosen_without_being_asked_for(here: District, as_: Callable[..., Client]) -> None:
    held = paper(here)
    case = here.started()
    page = as_(here.founder).get(f"/my/applications/{case.reference}/").content.decode()
    assert "已在材料库，2022年6月24日 上传" in page
    assert f'value="{held.reference}" checked' in page
    hand_in(here, case)
    case.refresh_from_db()
    given = case.evidence[PLAN]["papers"][0]
    assert (given["paper"], given["digest"], given["name"]) == (str(held.reference), held.file.digest, "计划.pdf")
    assert case.submissions.get().evidence == case.evidence
    assert Attached.objects.get().file == held.file
    assert corrections.proposed_corrections(case) == []


def test_uploading_in_the_draft_keeps_chooses_and_comes_back(here: District, as_: Callable[..., Client]) -> None:
    client, case = as_(here.founder), here.started()
    address = f"/my/applications/{case.reference}/"
    part = client.post(f"{address}fill-in/", {"file-0-0": upload(), "shown-0": ""}, HTTP_HX_REQUEST="true")
    assert "checked" in part.content.decode() and "<html" not in part.content.decode()
    held = Evidence.objects.get()
    for place in ("²", "9" * 800, "-1", "１²"):  # a name nobody's page has is none of the papers
        made_up = {f"file-{place}-0": upload("made-up"), "shown-0": ""}
        assert client.post(f"{address}fill-in/", made_up, HTTP_HX_REQUEST="true").status_code == 200
    assert Evidence.objects.get() == held
    for _ in range(2):  # the same again, as a slow line sends it
        client.post(f"{address}fill-in/", {"file-0-0": upload(), "shown-0": ""}, HTTP_HX_REQUEST="true")
    assert Evidence.objects.get() == held
    case.refresh_from_db()
    assert case.evidence == {PLAN: {"papers": [{"paper": str(held.reference)}]}}
    assert "计划.pdf" in client.get(address).content.decode()


def test_without_scripts_one_form_hands_everything_in(here: District, as_: Callable[..., Client]) -> None:
    client, case = as_(here.founder), here.started()
    posted, key = {"file-0-0": [upload("1"), upload("2")]}, str(uuid.uuid4())
    for _ in range(2):
        assert through_the_pages(client, case.reference, posted, request_key=key).status_code == 302
        for each in posted["file-0-0"]:
            each.seek(0)
    case.refresh_from_db()
    assert case.state == "submitted"
    assert [each["name"] for each in case.evidence[PLAN]["papers"]] == ["计划1.pdf", "计划2.pdf"]


def test_a_refused_file_is_said_and_the_rest_is_kept(here: District, as_: Callable[..., Client]) -> None:
    client, case = as_(here.founder), here.started()
    bad = SimpleUploadedFile("计划.pdf", b"MZ\x90\x00 a program")
    posted = {"file-0-0": bad, "have-1": "on", "note-1": "已送窗口"}
    answer = through_the_pages(client, case.reference, posted)
    assert answer.status_code == 422 and "不是其中任何一种" in answer.content.decode()
    case.refresh_from_db()
    assert (case.state, case.evidence) == ("draft", {"劳动合同样本": "已送窗口"})
    bad.seek(0)
    answer = client.post(f"/my/applications/{case.reference}/fill-in/", {"file-0-0": bad}, follow=True)
    assert "不是其中任何一种" in answer.content.decode()


def test_one_may_leave_a_paper_out_and_it_is_not_chosen_again(here: District, as_: Callable[..., Client]) -> None:
    held = paper(here)
    client, case = as_(here.founder), here.started()
    address = f"/my/applications/{case.reference}/"
    client.post(f"{address}fill-in/", {"shown-0": str(held.reference)})
    page = client.get(address).content.decode()
    assert f'value="{held.reference}" checked' not in page and str(held.reference) in page
    answer = through_the_pages(client, case.reference, {"shown-0": str(held.reference)})
    assert PLAN in client.get(answer["Location"]).content.decode()
    case.refresh_from_db()
    assert (case.state, case.evidence) == ("draft", {PLAN: {"papers": []}})  # it is needed


def test_a_page_that_is_older_than_an_upload_does_not_undo_it(here: District, as_: Callable[..., Client]) -> None:
    client, case = as_(here.founder), here.started()
    address = f"/my/applications/{case.reference}/"
    client.post(f"{address}fill-in/", {"file-0-0": upload("phone"), "shown-0": ""})
    client.post(f"{address}fill-in/", {"shown-0": "", "note-1": "另一台电脑上打开的旧页面"})
    case.refresh_from_db()
    assert len(case.evidence[PLAN]["papers"]) == 1


def test_another_enterprises_paper_cannot_be_named(here: District, as_: Callable[..., Client]) -> None:
    from tests.district.cases.factories import enterprise, join

    other = enterprise("91310110MA00000A9R", "示例乙有限公司")
    join(here.stranger, other)
    theirs = add_paper(enterprise=other, kind=PLAN, file=io.BytesIO(samples.pdf()), name="a.pdf", by=here.stranger,
                       request_key=uuid.uuid4())  # fmt: skip
    case = here.started()
    client = as_(here.founder)
    client.post(f"/my/applications/{case.reference}/fill-in/", {"use-0": str(theirs.reference)})
    case.refresh_from_db()
    assert case.evidence == {}
    with pytest.raises(NotPossible, match="还缺必需的材料：用工计划"):
        hand_in(here, case, **{PLAN: {"papers": [{"paper": str(theirs.reference)}]}})
    assert not Attached.objects.exists()


def test_what_has_expired_is_asked_anew(here: District, as_: Callable[..., Client]) -> None:
    held = paper(here, valid_until=dt.date(2022, 6, 30))
    case = here.started()
    chosen = {PLAN: {"papers": [{"paper": str(held.reference)}]}}
    intake_actions.save_draft(application=case, by=here.founder, entered={}, evidence=chosen, statements={})
    with clock.at(dt.date(2022, 7, 1)):
        page = as_(here.founder).get(f"/my/applications/{case.reference}/").content.decode()
        assert "已过期，请换一份" in page and f'value="{held.reference}"' not in page
        with pytest.raises(NotPossible, match="已过期"):
            hand_in(here, case)
        new = paper(here, text="新", replaces=held)  # replaced in the wallet: the choice follows
        hand_in(here, case)
    case.refresh_from_db()
    assert case.evidence[PLAN]["papers"][0]["paper"] == str(new.reference)


def test_it_stays_as_handed_in_whatever_the_wallet_becomes(here: District) -> None:
    held = paper(here, valid_until=dt.date(2022, 6, 30))
    case = here.started()
    hand_in(here, case)
    paper(here, text="新", replaces=held)
    with pytest.raises(BadValue, match="不能删除"):
        remove_paper(paper=held, by=here.founder)
    with pytest.raises(ProtectedError):
        forget(file=held.file)
    with clock.at(dt.date(2022, 7, 4)):
        review_actions.accept(application=case, by=here.officer)
        review_actions.read_anew(application=case, by=here.officer, request_key=uuid.uuid4())
    case.refresh_from_db()
    assert case.evidence[PLAN]["papers"][0]["paper"] == str(held.reference)
    assert Attached.objects.filter(paper=held).count() == 2


@pytest.mark.database
def test_what_was_attached_cannot_be_changed(here: District) -> None:
    paper(here)
    hand_in(here, here.started())
    with pytest.raises(IntegrityError, match="never_updated"), transaction.atomic():
        Attached.objects.update(name="x")
    with pytest.raises(IntegrityError, match="never_deleted"), transaction.atomic():
        Attached.objects.all()._raw_delete("default")


def test_old_rows_that_hold_words_still_read(here: District) -> None:
    case = here.submitted()
    assert queries.evidence_of(case)[0]["given"] == "附后"
    case.evidence = {PLAN: {"papers": [{"paper": "x", "file": "y", "name": "a.pdf"}], "note": "两份"}}
    assert queries.evidence_of(case)[0]["given"] == "a.pdf（两份）"


def test_changes_between_submissions_are_said_in_words(here: District) -> None:
    case = here.submitted()
    review_actions.send_back(
        application=case, by=here.officer, items=[corrections.Item("evidence", PLAN, "请重新提供")]
    )
    paper(here)
    intake_actions.resubmit(
        application=case, by=here.founder, declared={}, replies={case.corrections.get().pk: "已换"},
        request_key=uuid.uuid4(), evidence={PLAN: {"papers": [{"paper": str(Evidence.objects.get().reference)}]}},
    )  # fmt: skip
    change = next(each for each in queries.changes(case) if each.what == PLAN)
    assert (change.before, change.after) == ("附后", "计划.pdf")


# Who may read a paper that was handed in


def test_who_reads_a_paper_at_each_step(here: District, as_: Callable[..., Client]) -> None:
    held = paper(here)
    address = f"/files/{held.file.reference}/"
    everyone = {
        "founder": here.founder, "officer": here.officer, "leader": here.leader, "auditor": here.auditor,
        "colleague": here.colleague, "stranger": here.stranger,
    }  # fmt: skip

    def readers() -> set[str]:
        return {name for name, who in everyone.items() if as_(who).get(address).status_code == 200}

    case = here.started()
    assert readers() == {"founder"}
    hand_in(here, case)
    assert readers() == {"founder", "officer", "leader", "auditor"}


def test_the_desk_opens_and_checks_each_paper(here: District, as_: Callable[..., Client]) -> None:
    held = paper(here)
    case = here.started()
    hand_in(here, case)
    client = as_(here.officer)
    address = f"/desk/applications/{case.reference}/"
    page = client.get(address).content.decode()
    assert f"/files/{held.file.reference}/?show=1" in page and "未核对" in page
    check = f"{address}papers/{held.reference}/check/"
    for _ in range(2):
        client.post(check, {"name": PLAN, "fine": "true"})
    assert PaperCheck.objects.count() == 1
    assert "已核对" in client.get(address).content.decode()
    assert "请写明" in client.post(check, {"name": PLAN, "fine": "false"}, follow=True).content.decode()
    client.post(check, {"name": PLAN, "fine": "false", "note": "没有盖章"})
    case.refresh_from_db()
    assert [item.say for item in corrections.proposed_corrections(case)] == ["请重新提供“用工计划”：没有盖章"]
    for who in (here.colleague, here.auditor):
        assert as_(who).post(check, {"name": PLAN, "fine": "true"}).status_code in (403, 404)
    assert as_(here.leader).post(check, {"name": PLAN, "fine": "true"}).status_code == 302


def test_only_papers_of_the_last_submission_are_checked(here: District) -> None:
    held, case = paper(here), here.started()
    hand_in(here, case)
    options: dict[str, Any] = {"application": case, "name": PLAN, "fine": True}
    with pytest.raises(NotPossible, match="没有这份材料"):
        check_paper(paper=uuid.uuid4(), by=here.officer, **options)
    with pytest.raises(Refused):
        check_paper(paper=held.reference, by=here.founder, **options)
    leaving.withdraw(application=case, by=here.founder)
    with pytest.raises(NotPossible, match="不在办理中"):
        check_paper(paper=held.reference, by=here.officer, **options)


def test_constraints(here: District) -> None:
    held, case = paper(here), here.started()
    hand_in(here, case)
    with pytest.raises(IntegrityError, match="a_bad_paper_has_a_reason"), transaction.atomic():
        PaperCheck.objects.create(application=case, name=PLAN, paper=held, fine=False, by=here.officer, at=clock.now())
    row = Attached.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError, match=r"a_paper_is_attached_once|intake_attached"), transaction.atomic():
        row.save(force_insert=True)
