"""Every key of a rule file that limits one enterprise's money, at every door that gives it: none is left open."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal as D

import pytest
from django.db.models import Sum

from district.cases.aftercare import actions as findings
from district.cases.aftercare import correcting
from district.cases.core.checks import NotPossible
from district.cases.core.models import Application, Decision
from district.cases.desk.bulk import actions as bulk
from district.cases.offers import under_way
from district.cases.offers.models import Offer, OfferRound
from district.cases.review import actions as review_actions
from district.enterprises.models import Enterprise
from district.funds import outside, queries, verifying
from district.funds.models import Award
from district.ground import clock
from district.ground.record.models import LogEntry
from district.ground.work.actions import work_on
from district.policies.models import Run
from rulebook.catalogue.format_rules import BENEFIT, VERSION
from tests.district.cases import deciding
from tests.district.cases.deciding import correct
from tests.district.cases.factories import enterprise, join, know, person
from tests.district.cases.giving.rules import DAY, accepted, granted, limited, submitted
from tests.district.funds.town import Town

ENOUGH = D(1000)  # what the rule gives of 100,000 of revenue
# of a rule file's keys those that limit what an enterprise may get, and all the others
LIMITS = {"excludes", "ceiling", "together", "repeat", "quota"}
OTHERS = {
    "conditions", "benefit", "rank", "budget", "intake", "evidence", "items", "process", "approval", "deadlines",
    "examples", "until", "basis", "note", "status", "obligations", "workers", "joint", "rubric", "scoring", "results",
    "transition",
    "coverage", "documents", "checked_on", "summary", "everyone", "nobody", "recheck", "en",
}  # fmt: skip


@dataclass(frozen=True)
class Limit:
    """A programme with one such key; what was given `before`; the most that may still be given; the reason's words."""

    slug: str
    key: str
    before: Callable[[Town], object]
    most: D
    why: str


def elsewhere(slug: str, yuan: int, day: dt.date = DAY) -> Callable[[Town], object]:
    """Another office's grant, entered from its list."""

    def give(here: Town) -> object:
        name = slug if slug.startswith("city") else f"示例{slug}"
        return outside.enter(enterprise=here.base.firm, office="市科委", name=name, amount=D(yuan), granted_on=day,
                             source="示例公示", by=here.officer)  # fmt: skip

    return give


def both(*gives: Callable[[Town], object]) -> Callable[[Town], object]:
    return lambda here: [give(here) for give in gives]


def ours(here: Town) -> object:
    return granted(here, "first")


def another_firm(here: Town) -> object:
    firm = enterprise("91310110MA00000A9R", "示例乙有限公司", 注册区="示例区", 营业收入=D(100_000))
    join(here.base.founder, firm)
    return granted(here, "count", firm)


CASES = [
    Limit("excludes", "excludes", ours, D(0), "不能同享"),
    Limit("excludes", "excludes", elsewhere("first", 5), D(0), "不能同享"),
    Limit("ceiling", "ceiling", elsewhere("ceiling", 400), D(600), "当年上限"),
    Limit("life", "ceiling", elsewhere("life", 900, dt.date(2020, 3, 1)), D(100), "累计上限"),
    Limit("together", "together", both(ours, elsewhere("city-first", 700)), D(300), "各级合计"),
    Limit("once", "repeat", elsewhere("once", 1, dt.date(2019, 3, 1)), D(0), "只能享受一次"),
    Limit("yearly", "repeat", elsewhere("yearly", 1), D(0), "每年只能享受一次"),
    Limit("by-decision", "repeat", elsewhere("by-decision", 1), D(0), "每年只能享受一次"),
    Limit("after", "repeat", elsewhere("after", 1, dt.date(2021, 7, 1)), D(0), "起可再次申报"),
    Limit("count", "quota", another_firm, D(0), "名额"),
]


@pytest.fixture
def here(db: None) -> Iterator[Town]:
    with clock.at(DAY):
        yield limited()
        assert verifying.verify() == []


def decided(here: Town, limit: Limit) -> str:
    case = submitted(here, limit.slug)
    limit.before(here)
    case = review_actions.accept(application=case, by=here.officer)
    return refusal(lambda: deciding.decide(application=case, by=here.officer, outcome="granted"))


def in_bulk(here: Town, limit: Limit) -> str:
    case = submitted(here, limit.slug)
    limit.before(here)
    review_actions.accept(application=case, by=here.officer)
    job, _new = bulk.make(action="grant", cases=[case], by=here.officer, request_key=uuid.uuid4())
    work_on(job)
    bulk.start(job=job, by=here.officer)
    work_on(job)
    return "".join(str(each) for each in deciding.sign_all()) + str(job.rows.get().why)


def released(here: Town, limit: Limit) -> str:
    """By an automatic grant's list: from draft to decision without a hand."""
    limit.before(here)
    programme, leader = here.base.programmes[limit.slug], here.base.leader
    version = programme.versions.get()
    run = Run.objects.create(reference="YX1", kind="lists", version=version, as_of=DAY, state="done",
                             request_key=uuid.uuid4(), by=here.officer, office=programme.office,
                             created_at=clock.now())  # fmt: skip
    round_ = OfferRound.objects.create(
        reference="MX1", run=run, programme=programme, by=here.officer, released_by=leader, state="releasing",
        created_at=clock.now(), released_at=clock.now(), expires_on=DAY + dt.timedelta(days=30), as_of=DAY,
        year=DAY.year,
    )  # fmt: skip
    offer = Offer.objects.create(reference="MX1-1", round=round_, programme=programme, enterprise=here.base.firm,
                                 kind="pay", amount=ENOUGH, state="open")  # fmt: skip
    work_on(under_way.begin(round_, leader))
    offer.refresh_from_db()
    round_.refresh_from_db()
    return offer.why or round_.said  # with no place left the whole list stands still


def before(here: Town, limit: Limit) -> None:
    """What else is given meanwhile. Where the limit binds both ways, it is the other that is not given."""
    try:
        limit.before(here)
    except NotPossible as no:
        assert limit.why in str(no)
        pytest.skip("the other programme was kept from being given")


def small(here: Town) -> None:
    """A firm that would get ten yuan."""
    know(here.base.firm, "营业收入", D(1000), since=dt.date(2022, 2, 1))


def grown(here: Town) -> None:
    know(here.base.firm, "营业收入", D(100_000), since=dt.date(2022, 3, 1))


def corrected(here: Town, limit: Limit) -> str:
    small(here)
    old = granted(here, limit.slug)
    grown(here)
    before(here, limit)
    return refusal(lambda: correct(decision=old, by=here.base.leader, outcome="granted", note="收入更正", anew=True,
                                   request_key=uuid.uuid4()))  # fmt: skip


def granted_on_appeal(here: Town, limit: Limit) -> str:
    case = accepted(here, limit.slug)
    old = deciding.decide(application=case, by=here.officer, outcome="refused", note="材料不全")
    limit.before(here)
    return refusal(lambda: correct(decision=old, by=here.base.leader, outcome="granted", note="复查符合", anew=True,
                                   request_key=uuid.uuid4()))  # fmt: skip


def topped_up(here: Town, limit: Limit) -> str:
    """An approved finding gives more: what was found before another grant must still fit beside it."""
    small(here)
    old = granted(here, limit.slug)
    grown(here)
    finding = correcting.look_again(old.pk)
    assert finding is not None and finding.kind == "top_up"
    before(here, limit)
    findings.recognise(finding=finding, by=here.officer, reason="属实")
    findings.propose(finding=finding, by=here.officer, amount=ENOUGH - 10, reason="按更正后的收入")
    return refusal(lambda: findings.approve(finding=finding, by=here.base.leader))


def refusal(work: Callable[[], object]) -> str:
    try:
        work()
    except NotPossible as no:
        return str(no)
    return ""


DOORS = {
    "a decision": decided, "in bulk": in_bulk, "an automatic release": released, "a correction": corrected,
    "a grant on appeal": granted_on_appeal, "a top-up": topped_up,
}  # fmt: skip
HAS_ITS_PLACE = {"a correction", "a top-up"}  # was granted already: the quota does not bind again


def test_every_key_of_the_format_is_known_here() -> None:
    """A key added to the format is put down as a limit, and then tried below, or as none."""
    assert {*LIMITS, *OTHERS} == {key.name for key in VERSION.keys} and not LIMITS & OTHERS
    assert {each.key for each in CASES} == LIMITS
    assert "cap" in {key.name for key in BENEFIT.keys}  # judged with the amount, as the rulebook's own tests hold


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("limit", CASES, ids=lambda each: f"{each.slug}-{each.most}")
def test_no_door_gives_more_than_a_limit_leaves(here: Town, limit: Limit, door: str) -> None:
    if limit.key == "quota" and door in HAS_ITS_PLACE:
        pytest.skip("a case that was granted keeps its place")
    said = DOORS[door](here, limit)
    got = given(here.base.firm, limit.slug)
    assert got <= max(limit.most, D(10)), (got, said)  # ten: what was granted before the limit bound
    if got < ENOUGH and limit.most and door != "a top-up":
        assert got == limit.most
        decision = Decision.objects.in_force().get(application__programme__slug=limit.slug)
        assert sum(D(each["amount"]) for each in decision.cuts) == decision.cut == ENOUGH - limit.most
        said = "".join(decision.cut_words)
        assert any(limit.why in line for line in decision.cut_words)
    assert limit.why in said


def given(firm: Enterprise, slug: str) -> D:
    """Yuan that reach the firm by this programme."""
    awards = Award.objects.filter(enterprise=firm, version__programme__slug=slug, committed_at__isnull=False)
    decisions = Decision.objects.in_force().filter(application__enterprise=firm, application__programme__slug=slug)
    decided = decisions.aggregate(sum=Sum("total"))["sum"] or D(0)
    assert sum((each.left for each in awards), D(0)) >= decided
    return max(sum((each.left for each in awards), D(0)), decided)


@pytest.mark.parametrize("limit", [each for each in CASES if each.key != "quota"], ids=lambda each: each.slug)
def test_it_is_told_when_handing_in_and_accepting(here: Town, limit: Limit, as_) -> None:  # type: ignore[no-untyped-def]
    if limit.key == "repeat":
        limit.before(here)
        with pytest.raises(NotPossible, match=limit.why):
            submitted(here, limit.slug)
        return
    limit.before(here)
    case = submitted(here, limit.slug)
    page = as_(here.base.founder).get(f"/my/applications/{case.reference}/").content.decode()
    assert limit.why in page
    case = review_actions.accept(application=case, by=here.officer)
    for verb in ("submit", "accept"):
        line = LogEntry.objects.filter(subject=case.reference, verb=verb).get()
        assert any(limit.why in each for each in line.data["limits"])
    held = Award.objects.filter(reference=case.reference).first()
    assert (held.amount if held else D(0)) == limit.most
    assert limit.why in as_(here.officer).get(f"/desk/applications/{case.reference}/").content.decode()


def test_months_are_cut_where_the_ceiling_for_life_is_reached(here: Town) -> None:
    decision = granted(here, "heads-capped")
    assert (decision.amount, decision.times, decision.total) == (D(800), 36, D(10000))
    assert [(each["year"], each["amount"]) for each in decision.cuts] == [
        (2023, "5200.00"), (2024, "9600.00"), (2025, "4000.00")
    ]  # fmt: skip
    assert queries.given_by_year(decision.application.reference) == {2022: D(5600), 2023: D(4400)}
    assert "− 18,800.00 元 = 10,000.00 元" in decision.words


def test_a_year_is_counted_by_the_day_the_rule_names(here: Town) -> None:
    """Handed in in December, decided in January: by as-of the old year is used, by decision the new one."""
    for slug, again in (("yearly", True), ("by-decision", False)):
        with clock.at(dt.date(2022, 12, 20)):
            case = submitted(here, slug)
        with clock.at(dt.date(2023, 1, 10)):
            review_actions.accept(application=case, by=here.officer)
            know(here.base.firm, "营业收入", D(100_000), since=dt.date(2023, 1, 2))
            fill_2023(here)
            deciding.decide(application=case, by=here.officer, outcome="granted")
            assert (refusal(lambda slug=slug: submitted(here, slug)) == "") is again  # type: ignore[misc]


def fill_2023(here: Town) -> None:
    from district.funds import actions as funds

    line = funds.open_line(year=2023, office=here.line.office, name=here.line.name, by=here.finance)
    funds.appropriate(line=line, level="district", amount=D(1_000_000), by=here.finance)


def test_the_package_counts_the_same(here: Town) -> None:
    from district.policies import queries as policies

    facts = policies.facts_for_judging(here.base.firm, DAY)
    elsewhere("ceiling", 400)(here)
    found = {each.programme: each for each in policies.best_package(here.base.firm, facts, DAY).lines}
    assert found["ceiling"].paid == D(600)
    assert Application.objects.count() == 0
    leader = person("leader5", leader="区人社局")
    row = elsewhere("first", 5)(here)[0]  # type: ignore[index]
    outside.void(grant=row, by=leader, reason="录错")
    assert not queries.outside_of(here.base.firm).filter(slug="first").exists()
