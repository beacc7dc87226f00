"""The catalogue over the demonstration register: no programme that nobody or everybody gets, unless it says why."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from district.web.demo import facts as known
from district.web.demo.firms import make_firms
from district.web.demo.growth import cost_facts, growth_facts
from rulebook import judge
from rulebook.catalogue.model import flat
from tests.rulebook.test_yangpu import yangpu

FIRMS = 700


@pytest.mark.parametrize("day", [dt.date(2022, 9, 1), dt.date(2026, 9, 1)])
def test_counts_are_sensible(day: dt.date) -> None:
    counted: dict[str, Counter[bool | None]] = {}
    sources = (known.register_facts, known.social_facts, known.tax_facts, known.other_facts, growth_facts, cost_facts)
    for firm in make_firms(FIRMS, today=day):
        facts = {name: value for source in sources for name, value in source(firm).items()}
        for programme, _version in yangpu().in_force(day):
            verdict = judge(yangpu(), programme.slug, facts, day, explain=False)
            counted.setdefault(programme.slug, Counter())[verdict.eligible] += 1
    wrong = []
    for programme, version in yangpu().in_force(day):
        if programme.subject != "enterprise":  # the register is of firms
            continue
        found = counted[programme.slug]
        by_people = any(clause.person for clause in flat(version.conditions))
        some = found[None] if by_people else found[True]  # nobody passes a review in a sweep: whether any may is asked
        if not some and not programme.expect_none:
            wrong.append(f"{programme.slug}: nobody, {dict(found)}")
        if found[True] == FIRMS and not programme.expect_all:
            wrong.append(f"{programme.slug}: everybody")
        if (some and programme.expect_none) or (found[False] and programme.expect_all):
            wrong.append(f"{programme.slug}: says why, but it is not so, {dict(found)}")
    assert not wrong, "\n".join(wrong)
