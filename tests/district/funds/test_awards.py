"""Hold, commit, adjust, release, expire: what each does to the line, and what it refuses."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from district.funds import actions, posting, queries, verifying
from district.funds.models import Award, Instalment, Line, Transfer
from district.funds.promise import Promise
from district.ground import clock
from district.ground.people.permissions import Refused
from tests.district.cases.factories import know
from tests.district.funds.town import Town

D = Decimal


def left(town: Town) -> queries.Balances:
    assert verifying.verify() == []
    return queries.balances_of([town.line])[town.line.pk]


def test_a_hold_sets_money_aside(here: Town) -> None:
    award = here.hold()
    assert award is not None and award.state == "held"
    found = left(here)
    assert (found.appropriated, found.available, found.held) == (D(1000000), D(900000), D(100000))


def test_a_second_hold_of_the_same_case_changes_the_amount(here: Town) -> None:
    here.hold()
    here.hold(yuan="30000.01")
    assert Award.objects.count() == 1
    assert (left(here).held, left(here).available) == (D("30000.01"), D("969999.99"))


def test_a_decision_takes_what_was_held_and_more(here: Town) -> None:
    here.hold(yuan=100000)
    award = here.commit(yuan=120000)
    assert award is not None and award.state == "committed"
    found = left(here)
    assert (found.held, found.committed, found.available) == (D(0), D(120000), D(880000))
    assert [(row.fen, row.state) for row in award.instalments.all()] == [(12000000, "due")]


def test_a_decision_for_less_gives_the_rest_back(here: Town) -> None:
    here.hold(yuan=100000)
    here.commit(yuan="99999.99")
    found = left(here)
    assert (found.held, found.committed, found.available) == (D(0), D("99999.99"), D("900000.01"))


def test_the_same_decision_twice_is_one(here: Town) -> None:
    here.commit()
    here.commit()
    assert left(here).committed == D(100000)
    assert Transfer.objects.filter(verb="commit").count() == 1


def test_a_decision_without_a_hold_needs_to_know_for_whom(here: Town) -> None:
    with pytest.raises(actions.NotPossible, match="没有占用"):
        actions.commit(reference="SB-9", promise=Promise(D(1)), by=here.officer)


def test_more_than_the_line_has_is_refused_and_nothing_stays(here: Town) -> None:
    with pytest.raises(actions.NotEnough, match=r"1,000,000\.00 元，不够 1,000,000\.01 元"):
        here.commit(yuan="1000000.01")
    assert not Award.objects.exists() and left(here).available == D(1000000)


def test_what_was_seen_before_somebody_else_took_it_is_refused_by_the_database(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A decision reads the line without a lock; between that and its transfer another may have drained it."""
    here.commit(1, yuan=1000000)
    seen = posting.seen

    def stale(line: Line, *kinds: str) -> posting.Pot:
        pot = seen(line, *kinds)
        if len(kinds) > 1:  # as the decision asks; what is left afterwards is read as it is
            pot.fen = {at: 100_000_000 if at[1] == "available" else fen for at, fen in pot.fen.items()}
        return pot

    monkeypatch.setattr(posting, "seen", stale)
    with pytest.raises(actions.NotEnough, match=r"可用 0\.00 元，不够 0\.01 元"):
        here.commit(2, yuan="0.01")
    assert Award.objects.count() == 1 and left(here).available == D(0)


def test_no_appropriation_may_be_accepted_but_not_decided(here: Town) -> None:
    assert here.hold(slug="unplanned") is None
    with pytest.raises(actions.NoLine, match="2022 年没有安排“没有安排的专项”的预算"):
        here.commit(slug="unplanned")
    funding = queries.availability(here.base.programmes["unplanned"], 2022)
    assert funding is not None and (funding.state, funding.left) == ("unplanned", None)


def test_a_programme_without_a_budget_asks_for_no_money(here: Town) -> None:
    assert here.hold(slug="hiring") is None and here.commit(slug="hiring") is None
    assert queries.availability(here.base.programmes["hiring"], 2022) is None


@pytest.mark.parametrize("spent, state, number", [
    (0, "open", 1000000), (950000, "tight", 50000), (1000000, "gone", 0),
])  # fmt: skip
def test_what_is_left_is_a_state_and_a_number(here: Town, spent: int, state: str, number: int) -> None:
    if spent:
        here.commit(yuan=spent)
    found = queries.availability(here.base.programmes["money"], 2022)
    assert found is not None and (found.state, found.left) == (state, D(number))


def test_all_held_may_come_back(here: Town) -> None:
    here.hold(yuan=1000000)
    found = queries.availability(here.base.programmes["money"], 2022)
    assert found is not None and found.state == "held"


def test_release_gives_everything_back(here: Town) -> None:
    here.hold(1)
    here.commit(2)
    for number in (1, 2, 2):
        actions.release(reference=f"SB-{number}", by=here.officer, reason="示例")
    assert left(here).available == D(1000000)
    assert set(Award.objects.values_list("state", flat=True)) == {"released"}


def test_holds_expire_and_a_late_decision_takes_anew(here: Town) -> None:
    here.hold()
    with clock.at(dt.date(2022, 9, 22)):
        assert actions.expire_holds() == 0  # the last day counts
    with clock.at(dt.date(2022, 9, 23)):
        assert actions.expire_holds() == 1 and actions.expire_holds() == 0
        assert left(here).available == D(1000000)
        award = here.commit()
    assert award is not None and award.state == "committed" and left(here).committed == D(100000)


def test_milestones_wait(here: Town) -> None:
    award = here.commit(yuan="100000.01", slug="milestones")
    assert award is not None
    rows = award.instalments.all()
    assert [(row.fen, row.at, row.state) for row in rows] == [
        (5000001, "decision", "due"), (5000000, "acceptance", "waiting"),
    ]  # fmt: skip
    assert actions.reach(reference="SB-1", at="acceptance", by=here.officer, found_by=here.finance) == 1
    assert actions.reach(reference="SB-1", at="acceptance", by=here.officer, found_by=here.finance) == 0
    assert not Instalment.objects.filter(state="waiting").exists()


def test_a_running_award_takes_this_years_months_now(here: Town) -> None:
    award = here.commit(yuan="806.63", slug="running")
    assert award is not None and award.amount == D("806.63") * 36
    assert left(here).committed == D("806.63") * 7  # June to December
    assert award.instalments.filter(state="planned").count() == 29


def test_next_years_line_takes_over_the_next_twelve(here: Town) -> None:
    here.commit(yuan="806.63", slug="running")
    with clock.at(dt.date(2023, 1, 5)):
        line = actions.open_line(year=2023, office=here.line.office, name="示例专项", by=here.finance)
        assert actions.fund_year(line=line, by=here.finance) == (0, 12)
        actions.appropriate(line=line, level="district", amount=D(20000), by=here.finance)
        assert actions.fund_year(line=line, by=here.finance) == (12, 0)
        assert actions.fund_year(line=line, by=here.finance) == (0, 0)
    assert queries.balances_of([line])[line.pk].committed == D("806.63") * 12
    assert verifying.verify() == []


def test_a_running_award_is_paused_and_not_stopped_when_the_facts_say_no(here: Town) -> None:
    award = here.commit(yuan="806.63", slug="running")
    assert award is not None
    before = left(here).committed
    know(award.enterprise, "注册区", "邻区", since=dt.date(2022, 6, 20))
    award.refresh_from_db()
    assert award.state == "committed" and left(here).committed == before
    assert award.instalments.filter(paused=True).count() == 36
    assert [each.cause for each in award.pauses.filter(ended_at=None)] == ["facts"]


def test_an_unknown_fact_does_not_stop_it(here: Town) -> None:
    award = here.commit(yuan="806.63", slug="running")
    assert award is not None
    know(award.enterprise, "从业人员", 3, since=dt.date(2022, 6, 20))
    award.refresh_from_db()
    assert award.state == "committed"


@pytest.mark.parametrize("new, committed", [("150000", "150000"), ("20000.50", "20000.50")])
def test_a_corrected_amount(here: Town, new: str, committed: str) -> None:
    here.commit()
    award = actions.adjust(reference="SB-1", promise=Promise(D(new)), by=here.officer, reason="更正")
    assert award.amount == D(new) and left(here).committed == D(committed)


def test_a_corrected_month(here: Town) -> None:
    here.commit(yuan="806.63", slug="running")
    award = actions.adjust(reference="SB-1", promise=here.promise("running", "880.20"), by=here.officer)
    assert left(here).committed == D("880.20") * 7 and award.amount == D("880.20") * 36


def test_two_levels_share_to_the_fen(here: Town) -> None:
    here.fill("333333.33", "city")
    here.commit(1, yuan="100000.01")
    here.commit(2, yuan="1233333.32")  # all the rest
    found = left(here)
    assert (found.available, found.committed) == (D(0), D("1333333.33"))
    levels = queries.by_level(here.line)
    assert (levels["city"].committed, levels["district"].committed) == (D("333333.33"), D(1000000))


@pytest.mark.parametrize("who", ["stranger", "colleague"])
def test_others_may_not_touch_the_line(here: Town, who: str) -> None:
    with pytest.raises(Refused):
        actions.hold(reference="SB-1", enterprise=here.firm(), version=here.version(), promise=Promise(D(1)),
                     by=getattr(here.base, who))  # fmt: skip
    with pytest.raises(Refused):
        actions.appropriate(line=here.line, level="district", amount=D(1), by=here.officer)


def test_a_fraction_of_a_fen_is_no_money(here: Town) -> None:
    with pytest.raises(actions.NotMoney):
        here.hold(yuan="0.001")
