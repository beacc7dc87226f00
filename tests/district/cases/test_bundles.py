"""The audit bundle as the district writes it: derived again by the rulebook alone."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from python_calamine import load_workbook

from district.cases.core.checks import NotPossible
from district.cases.core.models import Decision
from district.cases.decisions import bundles
from district.ground.people.models import Person
from district.ground.people.permissions import Refused
from district.ground.record.models import LogEntry
from district.ground.traces.models import Trace
from rulebook.bundle.verify import verify
from rulebook.cli.main import main
from tests.district.cases import deciding
from tests.district.cases.factories import FILES, District, enterprise, join, publish

PAGE = "/desk/bundles/"


@pytest.fixture
def decided(here: District) -> list[Decision]:
    """One granted, one refused because a person judged so, one refused with words; another programme's in between."""
    second = enterprise(
        "91310110MA00000087", "示例乙科技有限公司", 注册区="示例区", 从业人员=Decimal(5), 失信被执行=False
    )
    third = enterprise(
        "91310110MA00000095", "示例丙科技有限公司", 注册区="示例区", 从业人员=Decimal(4), 失信被执行=False
    )
    for firm in (second, third):
        join(here.founder, firm)
    granted = deciding.decide(application=here.judged(), by=here.officer, outcome="granted")
    by_judgment = deciding.decide(application=here.judged(second, value=False), by=here.officer, outcome="refused")
    publish({**FILES, "test/programmes/hiring/2022-01-01.yaml":
             FILES["test/programmes/hiring/2022-01-01.yaml"].replace("806.625", "1000")})  # fmt: skip
    with_words = deciding.decide(
        application=here.accepted(third), by=here.leader, outcome="refused", note="名额留给急需企业"
    )
    return [granted, by_judgment, with_words]


def written(here: District, path: Path, year: int = 2022) -> Path:
    bundles.write_to(path, programme=here.programmes["hiring"], year=year)
    return path


def test_it_verifies_without_the_site(here: District, decided: list[Decision], tmp_path: Path) -> None:
    report = verify(written(here, tmp_path / "hiring.zip"), known_seal=LogEntry.objects.latest("number").seal)
    assert report.faults == []
    assert (report.programme, report.year) == ("hiring", 2022)
    assert (report.decisions, report.same, report.granted, report.refused) == (3, 3, 1, 2)
    assert report.amount == Decimal("6453.00")
    assert report.releases == 2
    assert report.met
    assert report.last == LogEntry.objects.count()


def test_twice_is_the_same_file(here: District, decided: list[Decision], tmp_path: Path) -> None:
    first, second = written(here, tmp_path / "one.zip"), written(here, tmp_path / "two.zip")
    assert first.read_bytes() == second.read_bytes()
    assert first.stat().st_mode & 0o077 == 0


def test_only_its_own_cases_are_shown(here: District, decided: list[Decision], tmp_path: Path) -> None:
    with ZipFile(written(here, tmp_path / "hiring.zip")) as archive:
        lines = [json.loads(line) for line in archive.read("chain.jsonl").splitlines()]
    subjects = {json.loads(line["text"])[4] for line in lines if "text" in line}
    assert subjects == {each.application.reference for each in decided}
    assert any("digest" in line for line in lines), "the second publishing stands between, as a digest"


@pytest.fixture
def unguarded(decided: list[Decision]) -> None:
    """Somebody with the database's password and ill will: the triggers are gone."""
    with connection.cursor() as cursor:
        for table in ("cases_decision", "cases_submission", "record_logentry"):
            on = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER {table}_never_updated{on}")


def faults(here: District, tmp_path: Path) -> str:
    return "\n".join(verify(written(here, tmp_path / "changed.zip")).faults)


def test_an_amount_changed_in_the_database_shows(
    here: District, decided: list[Decision], unguarded: None, tmp_path: Path
) -> None:
    Decision.objects.filter(pk=decided[0].pk).update(amount=Decimal("6453.01"), total=Decimal("6453.01"))
    said = faults(here, tmp_path)
    assert "重新判定是 6,453.00 元" in said
    assert "金额与留痕不符" in said


def test_facts_changed_in_the_database_show(
    here: District, decided: list[Decision], unguarded: None, tmp_path: Path
) -> None:
    submission = decided[1].submission
    submission.facts["从业人员"]["value"] = "4"
    type(submission).objects.filter(pk=submission.pk).update(facts=submission.facts)
    assert "事实与留痕不符" in faults(here, tmp_path)


def test_a_log_line_changed_in_the_database_shows(
    here: District, decided: list[Decision], unguarded: None, tmp_path: Path
) -> None:
    entry = LogEntry.objects.get(subject=decided[0].application.reference, verb="accept")
    LogEntry.objects.filter(pk=entry.pk).update(reason="改过")
    assert f"留痕第 {entry.number} 行的 SM3 印记不对" in faults(here, tmp_path)


def test_nothing_decided(here: District, decided: list[Decision], tmp_path: Path) -> None:
    for slug, year in (("hiring", 2021), ("award", 2022)):
        with pytest.raises(NotPossible):
            bundles.write_to(tmp_path / "none.zip", programme=here.programmes[slug], year=year)
    assert list(tmp_path.iterdir()) == [], "nothing half-written stays"


# The command


def test_the_command(
    here: District, decided: list[Decision], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "hiring.zip"
    out.write_text("an older one")
    call_command("bundle", "hiring", 2022, "--out", str(out))
    assert "决定 3 件（同意 1，6,453.00 元）" in capsys.readouterr().out
    assert main(["verify", str(out)]) == 0
    for wrong in (("nothing", 2022, out), ("hiring", 1999, out), ("hiring", 2022, tmp_path / "no" / "where.zip")):
        with pytest.raises(CommandError):
            call_command("bundle", wrong[0], wrong[1], "--out", str(wrong[2]))
    assert main(["verify", str(out)]) == 0, "the one that was there stays"


# The page


def test_an_auditor_takes_one_and_the_log_says_so(
    here: District, decided: list[Decision], as_: Callable[[Person], Client], tmp_path: Path
) -> None:
    auditor = as_(here.auditor)
    page = auditor.get(PAGE)
    assert f"{PAGE}hiring/2022/" in page.content.decode()
    assert page.context["page"][0] == {
        "slug": "hiring", "name": "示例用工补贴", "office": "区人社局", "granted": 1, "refused": 2,
        "amount": Decimal("6453.00"), "invented": False,
    }  # fmt: skip
    assert 'name="for_what"' in page.content.decode()
    for unsaid in ({}, {"for_what": " 1 "}):
        refused = auditor.post(f"{PAGE}hiring/2022/", unsaid, follow=True)
        assert "请用几个字写明用途" in refused.content.decode() and not LogEntry.objects.filter(verb="bundle").exists()
    said = {"for_what": "年度 审计抽查"}
    response: Any = auditor.post(f"{PAGE}hiring/2022/", said)
    out = tmp_path / "got.zip"
    out.write_bytes(io.BytesIO(b"".join(response.streaming_content)).getvalue())
    report = verify(out)
    assert report.ok
    assert "huiqi-hiring-2022.zip" in response["Content-Disposition"]
    line = LogEntry.objects.latest("number")
    assert (line.verb, line.subject, line.by) == ("bundle", "hiring", here.auditor)
    assert (line.data["sha256"], line.data["for_what"]) == (report.sha256, "年度 审计抽查")
    assert Trace.objects.latest("pk").purpose == "年度 审计抽查"
    assert auditor.post(f"{PAGE}hiring/2021/", said).status_code == 302
    assert auditor.post(f"{PAGE}nothing/2022/", said).status_code == 404
    assert LogEntry.objects.latest("number") == line


def test_the_page_before_anything_was_decided(here: District, as_: Callable[[Person], Client]) -> None:
    assert "还没有作出过决定" in as_(here.auditor).get(PAGE).content.decode()


@pytest.mark.parametrize("who", ["officer", "leader", "founder", "stranger"])
def test_closed_to_everybody_else(
    here: District, decided: list[Decision], as_: Callable[[Person], Client], who: str
) -> None:
    browser = as_(getattr(here, who))
    for address in (PAGE, f"{PAGE}hiring/2022/"):
        assert browser.get(address).status_code == 403
    with pytest.raises(Refused):
        bundles.hand_out(programme=here.programmes["hiring"], year=2022, by=getattr(here, who), for_what="审计")
    assert not LogEntry.objects.filter(verb="bundle").exists()


def test_people_read_it_without_the_command(here: District, decided: list[Decision], tmp_path: Path) -> None:
    path = written(here, tmp_path / "hiring.zip")
    with ZipFile(path) as archive:
        page = archive.read("reading/start.html").decode()
        rows = load_workbook(io.BytesIO(archive.read("reading/decisions.xlsx"))).get_sheet_by_index(0).to_python()
        names = [name for name in archive.namelist() if name.startswith("reading/letters/")]
        first = archive.read(f"reading/letters/{decided[0].number}.pdf")
    assert "共 3 件决定，其中同意 1 件" in page
    assert [row[0] for row in rows[2:-1]] == [each.number for each in decided]
    assert {f"reading/{row[-1]}" for row in rows[2:-1]} == set(names) and len(names) == 3
    assert first.startswith(b"%PDF") and b"/Sig" in first


def test_a_changed_letter_is_found(here: District, decided: list[Decision], tmp_path: Path) -> None:
    path = written(here, tmp_path / "hiring.zip")
    with ZipFile(path) as archive:
        info = next(each for each in archive.infolist() if each.filename.endswith(".pdf"))
        start = info.header_offset + 200
    data = path.read_bytes()
    path.write_bytes(data[:start] + bytes([data[start] ^ 255]) + data[start + 1 :])
    assert verify(path).faults


def test_a_page_sets_only_so_many_letters_and_the_index_says_which_lack(
    here: District, decided: list[Decision], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundles, "MOST_NEW", 1)
    file, _written = bundles.hand_out(programme=here.programmes["hiring"], year=2022, by=here.auditor, for_what="审计")
    with file, ZipFile(file) as archive:
        assert len([name for name in archive.namelist() if name.startswith("reading/letters/")]) == 1
        rows = load_workbook(io.BytesIO(archive.read("reading/decisions.xlsx"))).get_sheet_by_index(0).to_python()
    assert [row[-1] for row in rows[2:-1]].count("未归档") == 2
