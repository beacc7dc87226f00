"""A bureau's fact is verified by the bureau: the enterprise is not asked, and its own word is no proof, at any door."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from district.cases.core import standing
from district.cases.core.checks import NotPossible
from district.cases.desk.views_homework import waiting
from district.cases.intake import actions as intake_actions
from district.cases.intake import drafting
from district.cases.review import actions as review_actions
from district.cases.review.corrections import Item, proposed_corrections
from district.enterprises import actions as register
from district.enterprises import queries as enterprises
from district.enterprises.actions import BadValue
from district.enterprises.homework.queries import firms_to_refresh, homework
from district.enterprises.models import Enterprise, Fact, FactKind
from district.enterprises.queries import verifies
from district.enterprises.values import first_fresh, stale_after
from district.ground.people.models import Bureau
from district.policies import queries
from district.policies.fitting import queries as fitting
from district.policies.fitting.kept import Kept
from district.policies.models import Run
from district.policies.runs import work as runs
from rulebook import read_catalogue
from tests.district.cases import deciding
from tests.district.cases.factories import FILES, LATER_ON, VOCABULARY, District, enterprise, join, know, publish
from tests.district.enterprises.registers import code
from tests.district.enterprises.test_import import confirmed
from tests.district.policies.test_runs import AUTOMATIC

DAY, LATE = dt.date(2022, 6, 24), dt.date(2022, 1, 1)
pytestmark = pytest.mark.django_db
NOT_ASKED = "由信用平台核验，不需要您提供"
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def held(here: District, settings: Any, tmp_path: Path) -> Iterator[District]:
    """失信被执行 is the register's alone and runs out after three months; of the firm it ran out long ago."""
    settings.MEDIA_ROOT = tmp_path / "media"
    words = VOCABULARY.replace("source: 信用平台}", "source: 信用平台, vouched_by: [register], fresh: P3M}")
    assert words != VOCABULARY
    here.programmes = publish(FILES | {
        "test/vocabulary.yaml": words, "test/programmes/click/2022-01-01.yaml": AUTOMATIC,
        "test/programmes/click/programme.yaml":
            "name: 示例点一下\noffice: 区人社局\nkind: subsidy\nfor: [中小微企业]\nsummary: 示例项目。\n",
    })  # fmt: skip
    yield here


def fresh(firm: Enterprise, *, listed: bool = False) -> None:
    know(firm, "失信被执行", listed, since=DAY)


def test_what_a_firm_says_is_proof_of_nothing(held: District) -> None:
    """Put there whatever way, a declared value of a bureau's fact counts nowhere: not in lists, not in verdicts."""
    know(held.firm, "失信被执行", False, grade="declared", since=DAY)
    assert enterprises.facts_of(held.firm, DAY)["失信被执行"].expired
    assert "失信被执行" not in queries.facts_for_judging(held.firm, DAY)
    assert "失信被执行" not in dict(enterprises.facts_for_register(DAY))[held.firm.pk]
    fresh(held.firm, listed=True)
    assert queries.facts_for_judging(held.firm, DAY)["失信被执行"] is True


def test_it_cannot_be_declared_or_confirmed_but_contested(held: District) -> None:
    for say in (
        lambda: register.declare_fact(enterprise=held.firm, name="失信被执行", written="否", by=held.founder),
        lambda: register.confirm_fact(enterprise=held.firm, name="失信被执行", by=held.founder),
    ):
        with pytest.raises(BadValue, match=NOT_ASKED):
            say()
    fresh(held.firm, listed=True)
    register.contest_fact(enterprise=held.firm, name="失信被执行", written="否", note="已履行", by=held.founder)
    assert list(enterprises.contested_facts(held.auditor)) == [Fact.objects.get(grade="declared")]
    assert queries.facts_for_judging(held.firm, DAY)["失信被执行"] is True


def test_what_fits_me_waits_for_the_bureau(held: District, client: Any) -> None:
    found = queries.fits_of(held.firm, DAY)
    waiting_ = next(each for each in found.undecided if each.programme == "hiring")
    assert waiting_.verifying == (("失信被执行", "信用平台"),)
    assert NOT_ASKED in waiting_.next
    assert "请补充" not in waiting_.next
    assert not any("失信被执行" in each.asking for each in (*found.one_missing, *found.undecided, *found.held))
    client.force_login(held.founder)
    page = client.get(reverse("policies:fits"), {"enterprise": held.firm.uscc}).content.decode()
    assert NOT_ASKED in page
    page = client.get(reverse("enterprises:facts", args=[held.firm.uscc])).content.decode()
    assert NOT_ASKED in page
    assert 'value="confirm"' not in page


def test_it_is_never_asked_nor_taken(held: District, client: Any) -> None:
    kept, asked = Kept(who="firm"), []
    while (question := fitting.question(queries.catalogue(), kept, DAY)) is not None:
        asked.append(question.fact)
        kept = kept.passed_over(question.fact)
    assert asked
    assert "失信被执行" not in asked
    client.post(reverse("policies:fits_who"), {"who": "firm"})
    client.post(reverse("policies:fits_answer"), {"fact": "失信被执行", "value": "否"})
    assert "失信被执行" not in client.session["fitting"]["answers"]


def test_a_draft_does_not_ask_and_handing_in_does_not_take_it(held: District, client: Any) -> None:
    case = held.started()
    draft = drafting.draft_of(case)
    assert [kind.name for kind in draft.kinds] == []
    assert [kind.name for kind in draft.verifying] == ["失信被执行"]
    client.force_login(held.founder)
    page = client.get(reverse("cases:mine_one", args=[case.reference])).content.decode()
    assert NOT_ASKED in page
    assert 'name="fact-失信被执行"' not in page
    intake_actions.submit(application=case, by=held.founder, declared={"失信被执行": False}, request_key=uuid.uuid4(),
                   evidence=LATER_ON)  # fmt: skip
    case.refresh_from_db()
    assert case.verdict["eligible"] is None
    assert case.verdict["verifying"] == {"失信被执行": "信用平台"}
    assert not Fact.objects.filter(grade="declared").exists()


def test_a_draft_of_before_with_an_answer_in_it_is_judged_without(held: District) -> None:
    case = held.started()
    case.entered = {"失信被执行": "否"}
    case.save()
    draft = drafting.draft_of(case)
    assert draft.verdict["eligible"] is None
    assert draft.declared() == {}
    kinds = enterprises.fact_kinds()
    assert standing.with_declared({}, {"失信被执行": False}, kinds, DAY) == {}


def test_it_is_not_sent_back_for_and_not_granted_before_it_is_verified(held: District) -> None:
    case = held.judged(held.firm, 失信被执行=False)
    assert "失信被执行" not in [item.about for item in proposed_corrections(case)]
    with pytest.raises(NotPossible, match=NOT_ASKED):
        deciding.decide(application=case, by=held.leader, outcome="granted")
    fresh(held.firm)
    review_actions.read_anew(application=case, by=held.officer, request_key=uuid.uuid4())
    case.refresh_from_db()
    assert deciding.decide(application=case, by=held.leader, outcome="granted").outcome == "granted"


def test_an_officer_cannot_ask_the_firm_for_it_either(held: District) -> None:
    case = held.submitted()
    with pytest.raises(NotPossible, match=NOT_ASKED):
        review_actions.send_back(application=case, by=held.officer, items=[Item("fact", "失信被执行", "请填写")])


def test_an_automatic_run_asks_no_firm_for_it(held: District) -> None:
    for number in range(4):
        firm = enterprise(code(600 + number), f"示例{number}号", 注册区="示例区", 从业人员=Decimal(5))
        join(held.founder, firm)
        know(firm, "失信被执行", False, grade="declared", since=DAY)
    fresh(Enterprise.objects.get(uscc=code(603)))
    version = queries.version_on(held.programmes["click"], DAY)
    assert version is not None
    run, _new = runs.start(kind="lists", version=version, as_of=DAY, by=held.officer, request_key=uuid.uuid4())
    runs.work(Run.objects.get(pk=run.pk))
    summary = Run.objects.get(pk=run.pk).summary
    assert summary["missing"]["count"] == 0
    assert summary["click"]["count"] == 1  # the one the bureau knows of
    assert summary["pay"]["count"] == 0


class TestHomework:
    def test_the_bureaus_list_counts_firms_and_cases(self, held: District) -> None:
        held.submitted()
        fresh(enterprise(code(700), "示例新查过"))
        enterprise(code(701), "示例没查过")
        (found,) = waiting()
        assert (found.work.kind.name, found.work.stale, found.work.never, found.cases) == ("失信被执行", 1, 1, 1)
        assert found.work.oldest == LATE
        kind = FactKind.objects.get(name="失信被执行")
        assert {each.name for each in firms_to_refresh(kind, DAY)} == {held.firm.name, "示例没查过"}

    def test_the_oldest_first(self, held: District) -> None:
        FactKind.objects.filter(name="从业人员").update(vouched_by=["register"], fresh="P1M")
        know(held.firm, "从业人员", 9, since=dt.date(2022, 5, 1))
        names = [each.kind.name for each in homework(DAY)]
        assert names == ["失信被执行", "从业人员"]

    def test_ones_own_bureau_comes_first(self, held: District, client: Any) -> None:
        """区人社局 verifies what 社保 tells; everything else is one step away, and somebody else's is everything."""
        FactKind.objects.filter(name="从业人员").update(vouched_by=["register"], fresh="P1M")
        client.force_login(held.officer)
        url = reverse("cases:homework")
        for query, names in (({}, ["从业人员"]), ({"by": "all"}, ["失信被执行", "从业人员"]),
                             ({"by": "信用平台"}, ["失信被执行"])):  # fmt: skip
            rows = client.get(url, query).context["rows"]
            assert sorted(each.work.kind.name for each in rows) == sorted(names)
        client.force_login(held.colleague)
        assert len(client.get(url).context["rows"]) == 2

    @pytest.mark.parametrize(
        ("name", "full", "source", "theirs"),
        [("区人社局", "示例区人力资源和社会保障局", "人社部门", True),
         ("区人社局", "示例区人力资源和社会保障局", "社保", True),
         ("区科委", "示例区科学技术委员会", "科技部门", True),
         ("区市场监管局", "示例区市场监督管理局", "市场监管登记", True),
         ("区税务局", "示例区税务局", "税务", True), ("区科委", "示例区科学技术委员会", "信用平台", False),
         ("区财政局", "示例区财政局", "税务", False), ("区科委", "示例区科学技术委员会", "", False)],
    )  # fmt: skip
    def test_whose_a_source_is(self, name: str, full: str, source: str, theirs: bool) -> None:
        assert verifies(Bureau(name=name, full=full), source) is theirs

    def test_pages_and_the_workbook_that_comes_back(self, held: District, client: Any, tmp_path: Path) -> None:
        held.submitted()
        client.force_login(held.officer)
        page = client.get(reverse("cases:homework")).content.decode()
        assert "失信被执行" in page
        assert client.get(reverse("cases:homework"), {"format": "xlsx", "for_what": "核对数据"}).status_code == 200
        firms = reverse("cases:homework_firms", args=["失信被执行"])
        assert held.firm.name in client.get(firms).content.decode()
        assert client.get(reverse("cases:homework_firms", args=["从业人员"])).status_code == 404
        answer = client.get(firms, {"format": "xlsx", "for_what": "核对数据"})
        book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
        sheet = book.active
        assert [cell.value for cell in sheet[2]] == [
            "统一社会信用代码",
            "企业名称",
            "上次的值",
            "上次的日期",
            "失信被执行",
        ]
        sheet["E3"] = "否"
        book.save(tmp_path / "back.xlsx")
        run = confirmed(tmp_path / "back.xlsx", held.officer)
        from district.enterprises.importing import run as importing

        importing.work(run)
        run.refresh_from_db()
        assert (run.state, run.rows_in, run.rows_returned) == ("done", 1, 0)
        assert homework(DAY) == []

    def test_as_many_queries_for_many_firms_as_for_few(self, held: District) -> None:
        def counted() -> int:
            with CaptureQueriesContext(connection) as caught:
                waiting()
            return len(caught)

        few = counted()
        for number in range(30):
            enterprise(code(800 + number), f"示例{number}号", 失信被执行=False)
        assert counted() == few <= 4

    def test_members_do_not_come_in(self, held: District, client: Any) -> None:
        client.force_login(held.founder)
        assert client.get(reverse("cases:homework")).status_code == 403


@pytest.mark.parametrize("fresh_for", ["P3M", "P1Y", "P18M", "P10D", "P1M"])
@pytest.mark.parametrize("day", [dt.date(2022, 5, 31), dt.date(2024, 2, 29), dt.date(2023, 3, 30)])
def test_the_first_day_that_still_counts(fresh_for: str, day: dt.date) -> None:
    first = first_fresh(fresh_for, day)
    last = stale_after(fresh_for, first)
    before = stale_after(fresh_for, first - dt.timedelta(days=1))
    assert last is not None
    assert before is not None
    assert before < day <= last


def test_the_shipped_vocabulary_says_it_of_credit_and_of_the_state_of_a_firm() -> None:
    facts = read_catalogue(ROOT / "catalogue" / "yangpu").facts
    for name in ("失信被执行", "经营状态"):
        assert not facts[name].asked
        assert not facts[name].supposed
    for name in ("高新技术企业", "负责人就业困难", "孵化基地培育", "区级专精特新认定"):
        assert not facts[name].asked
        assert facts[name].supposed
    assert facts["从业人员"].asked
