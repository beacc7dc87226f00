"""Ties declared before anything is seen; marks closed when handed in; outliers to a person; by account and by link."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from district.ground.acts.refusing import NotPossible
from district.ground.people.models import Expert, Person
from district.ground.people.permissions import Refused
from district.services.community.contests import actions, deciding, entering, judging, linking, seating
from district.services.community.contests.models import Contest, ContestJudge, MarkSheet, TieDecided
from district.services.community.contests.standing import standing_of
from tests.district.cases.factories import join
from tests.district.ground.files.samples import pdf
from tests.district.services.community.contests.conftest import Ring, after, marks

LEVELS = {"甲": 8, "乙": 7, "丙": 6}


def sheet_of(contest: Contest, expert: Expert) -> MarkSheet:
    found = MarkSheet.objects.filter(judge__contest=contest, judge__expert=expert).order_by("entry").first()
    assert found is not None
    return found


def test_the_jury_is_planned_by_its_overlap(ring: Ring) -> None:
    contest = ring.contest()
    ring.entry(contest, title="甲")
    with pytest.raises(NotPossible, match="还没有截止"):
        seating.seat(contest=contest, by=ring.officer)
    judge = contest.judges.first()
    assert judge is not None
    actions.drop_judge(judge=judge, by=ring.officer)
    actions.drop_judge(judge=contest.judges.all()[0], by=ring.officer)
    with after():
        found = seating.seating_of(contest)
        assert found.plan.short and "不足 3 位" in found.says[0]
        with pytest.raises(NotPossible, match="请增加评委"):
            seating.seat(contest=contest, by=ring.officer)
        actions.add_judge(contest=contest, by=ring.officer, expert=ring.experts[0])
        assert "最多只能共同评 1 件" in "".join(seating.seating_of(contest).says)
        seating.seat(contest=contest, by=ring.officer)
    assert MarkSheet.objects.filter(judge__contest=contest).count() == 3


def test_a_known_tie_is_never_seated(ring: Ring) -> None:
    person = ring.experts[0].person
    assert person is not None
    join(person, ring.firm)
    contest = ring.seated()
    own = MarkSheet.objects.filter(judge__contest=contest, entry__enterprise=ring.firm)
    assert own.count() == 3 and not own.filter(judge__expert=ring.experts[0]).exists()
    found = own.first()
    assert found is not None
    MarkSheet.objects.filter(pk=found.pk).update(judge=contest.judges.get(expert=ring.experts[0]))
    found.refresh_from_db()
    with after(), pytest.raises(Refused, match="必须回避"):
        judging.declare(sheet=found, by=person, conflict="")


def test_nothing_is_seen_before_the_declaration(ring: Ring, as_: Any) -> None:
    contest = ring.contest()
    entry = ring.entry(contest, title="甲", hand_in=False)
    file = SimpleUploadedFile("计划书.pdf", pdf(), content_type="application/pdf")
    paper = entering.add_paper(entry=entry, by=ring.lead, file=file)
    entering.hand_in(entry=entry, by=ring.lead)
    with after():
        actions.drop_judge(judge=contest.judges.get(expert=ring.experts[3]), by=ring.officer)
        seating.seat(contest=contest, by=ring.officer)
        sheet = sheet_of(contest, ring.experts[0])
        browser: Client = as_(ring.experts[0].person)
        page, document = reverse("contests:sheet", args=[sheet.pk]), reverse("files:file", args=[paper.file.reference])
        told = browser.get(page).content.decode()
        assert "甲" in told and "示例团队" in told and "省时间" not in told and "计划书" not in told
        assert browser.get(document).status_code == 404  # not even that there is one
        assert browser.get(reverse("contests:entry", args=[entry.reference])).status_code == 404
        assert browser.get(reverse("contests:desk_entry", args=[entry.reference])).status_code in (403, 404)
        assert browser.post(reverse("contests:mark", args=[sheet.pk]), marks(8)).status_code != 302 or not _given(sheet)
        browser.post(reverse("contests:declare", args=[sheet.pk]), {"said": "no"})
        told = browser.get(page).content.decode()
        assert "省时间" in told and "计划书" in told and browser.get(document).status_code == 200
        browser.post(reverse("contests:mark", args=[sheet.pk]), marks(8, 9))
        sheet.refresh_from_db()
        assert sheet.total == Decimal("85.00")
        other = sheet_of(contest, ring.experts[1])
        assert browser.get(reverse("contests:sheet", args=[other.pk])).status_code == 404


def _given(sheet: MarkSheet) -> bool:
    sheet.refresh_from_db()
    return sheet.total is not None


def test_a_tie_recuses_for_good(ring: Ring, as_: Any) -> None:
    contest = ring.seated()
    sheet = sheet_of(contest, ring.experts[1])
    with after():
        with pytest.raises(NotPossible, match="写明是什么关系"):
            judging.declare(sheet=sheet, by=ring.experts[1], conflict="other")
        judging.declare(sheet=sheet, by=ring.experts[1], conflict="family")
        with pytest.raises(NotPossible, match="已经申报过"):
            judging.declare(sheet=sheet, by=ring.experts[1], conflict="")
        with pytest.raises(NotPossible, match="已回避"):
            judging.mark(sheet=sheet, by=ring.experts[1], answers=marks(8))
        with pytest.raises(IntegrityError, match="marks_of_a_recused_judge"), transaction.atomic():
            MarkSheet.objects.filter(pk=sheet.pk).update(state="given", total=1)
        lacking = seating.lacking_of(contest)
        assert sum(lacking.values()) == (1 if sheet.entry in lacking else 0)
        if lacking:
            assert seating.fill(contest=contest, by=ring.officer) == 1
        with pytest.raises(NotPossible, match="评委都够了"):
            seating.fill(contest=contest, by=ring.officer)


def test_every_line_and_the_reasons_are_asked_for(ring: Ring) -> None:
    contest = ring.seated()
    sheet, hand = sheet_of(contest, ring.experts[1]), ring.experts[1]
    with after():
        with pytest.raises(NotPossible, match="请先申报"):
            judging.mark(sheet=sheet, by=hand, answers=marks(8))
        judging.declare(sheet=sheet, by=hand, conflict="")
        for wrong in (
            {**marks(8), "why": ""},
            {"c1": "8", "why": "好"},
            {**marks(8), "c2": "11"},
            {**marks(8), "c1": "0"},
        ):
            with pytest.raises(NotPossible):
                judging.mark(sheet=sheet, by=hand, answers=wrong)
        with pytest.raises(Refused, match="另一位评委"):
            judging.mark(sheet=sheet, by=ring.experts[2], answers=marks(8))
        judging.mark(sheet=sheet, by=hand, answers=marks(8))
        judging.mark(sheet=sheet, by=hand, answers=marks(7))
    sheet.refresh_from_db()
    assert sheet.total == Decimal("70.00")


def test_marks_are_closed_when_handed_in(ring: Ring) -> None:
    contest = ring.seated()
    judge = contest.judges.get(expert=ring.experts[1])
    with after(), pytest.raises(NotPossible, match="没评的"):
        judging.hand_in(judge=judge, by=ring.experts[1])
    ring.mark(contest, LEVELS)
    ring.hand_in(contest)
    sheet = sheet_of(contest, ring.experts[1])
    with after(), pytest.raises(NotPossible, match="已经交卷"):
        judging.mark(sheet=sheet, by=ring.experts[1], answers=marks(10))
    with pytest.raises(IntegrityError, match="marks_handed_in_are_closed"), transaction.atomic():
        MarkSheet.objects.filter(pk=sheet.pk).update(total=100)
    with after(), pytest.raises(NotPossible, match="另一位评委"):
        judging.hand_in(judge=judge, by=ring.experts[2])


def test_outliers_go_to_a_person(ring: Ring) -> None:
    contest = ring.seated(outlier=Decimal(25))
    ring.mark(contest, LEVELS, lean={0: -4})
    ring.hand_in(contest)
    with after():
        far = standing_of(contest).outliers
        assert far and {each.judge.expert for each in far} == {ring.experts[0]}
        with pytest.raises(NotPossible, match="离群的评分"):
            deciding.decide(contest=contest, by=ring.officer)
        assert judging.ask_again(contest=contest, by=ring.officer, sheets=far) == len(far)
        with pytest.raises(NotPossible, match="没有要请"):
            judging.ask_again(contest=contest, by=ring.officer, sheets=standing_of(contest).outliers)
        with pytest.raises(NotPossible, match="还在等评委复看"):
            deciding.decide(contest=contest, by=ring.officer)
        for n, sheet in enumerate(far):
            with pytest.raises(NotPossible, match="理由"):
                judging.look_again(sheet=sheet, by=sheet.judge.expert, answers=None, reason=" ")
            judging.look_again(sheet=sheet, by=sheet.judge.expert, answers=marks(6) if n else None, reason="看过了")
        with pytest.raises(NotPossible, match="没有请您复看"):
            judging.look_again(sheet=far[0], by=far[0].judge.expert, answers=marks(9), reason="再改")
        deciding.decide(contest=contest, by=ring.officer)


def test_by_a_one_time_link(ring: Ring) -> None:
    contest = ring.contest()
    entry = ring.entry(contest, title="甲", hand_in=False)
    file = SimpleUploadedFile("计划书.pdf", pdf(), content_type="application/pdf")
    entering.add_paper(entry=entry, by=ring.lead, file=file)
    entering.hand_in(entry=entry, by=ring.lead)
    with after():
        actions.drop_judge(judge=contest.judges.get(expert=ring.experts[0]), by=ring.officer)
        seating.seat(contest=contest, by=ring.officer)
        judge = contest.judges.get(expert=ring.experts[1])
        [made] = linking.issue_for(judge=judge, by=ring.officer)
        stranger = Client()
        page = stranger.get(made.path).content.decode()
        assert "甲" in page and "省时间" not in page and "计划书" not in page
        _post(stranger, made.path, {"said": "no"})
        page = stranger.get(made.path).content.decode()
        assert "省时间" in page and "计划书" in page
        paper = page.split('href="/community/contests/papers/')[1].split('"')[0]
        opened = f"/community/contests/papers/{paper}"
        assert stranger.get(opened).status_code == 200
        assert stranger.get(opened.replace("papers/", "papers/x")).status_code == 404
        _post(stranger, made.path, marks(9))
        judge.refresh_from_db()
        assert judge.handed_in_at is not None and sheet_of(contest, ring.experts[1]).total == Decimal("90.00")
        assert stranger.get(opened).status_code == 404
        assert 'name="c1"' not in stranger.get(made.path).content.decode()


def _post(client: Client, path: str, data: dict[str, str]) -> None:
    page = client.get(path).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert client.post(path, {**data, "seen": seen}, follow=True).status_code == 200


def test_ties_by_criterion_then_by_the_leader_with_reasons(ring: Ring) -> None:
    contest = ring.seated()
    ring.mark(contest, {"甲": 8, "乙": 8, "丙": 6})
    ring.hand_in(contest)
    with after():
        found = standing_of(contest)
        [(_track, group)] = found.ties
        assert [line.place for line in found.lines] == [None, None, 3] and len(group) == 2
        with pytest.raises(NotPossible, match="同分"):
            deciding.decide(contest=contest, by=ring.officer)
        order = [line.entry.reference for line in reversed(group)]
        with pytest.raises(Refused, match="负责人"):
            deciding.decide_tie(contest=contest, by=ring.officer, order=order, reason="示例")
        with pytest.raises(NotPossible, match="理由"):
            deciding.decide_tie(contest=contest, by=ring.leader, order=order, reason="")
        with pytest.raises(NotPossible, match="各排一个"):
            deciding.decide_tie(contest=contest, by=ring.leader, order=order[:1] * 2, reason="示例")
        deciding.decide_tie(contest=contest, by=ring.leader, order=order, reason="示例：乙带动就业更多")
        deciding.decide(contest=contest, by=ring.officer)
    placed = {each.reference: each.place for each in contest.entries.all()}
    assert [placed[each] for each in order] == [1, 2]
    with pytest.raises(IntegrityError), transaction.atomic():
        TieDecided.objects.update(reason="别的")


def test_the_first_criterion_settles_a_tie(ring: Ring) -> None:
    contest = ring.seated()
    with after():
        for sheet in MarkSheet.objects.filter(judge__contest=contest).select_related("judge__expert", "entry"):
            judging.declare(sheet=sheet, by=sheet.judge.expert, conflict="")
            given = {"甲": marks(7, 9), "乙": marks(9, 7), "丙": marks(5, 5)}[sheet.entry.title]
            judging.mark(sheet=sheet, by=sheet.judge.expert, answers=given)
        ring.hand_in(contest)
        assert [line.entry.title for line in standing_of(contest).lines] == ["乙", "甲", "丙"]
        assert not standing_of(contest).ties


def test_raw_decides_and_adjusted_stands_beside(ring: Ring) -> None:
    """Judge 0 gives three steps less than everybody: the raw mean decides though adjusted it would be otherwise."""
    contest = ring.seated(outlier=Decimal(60))
    ring.mark(contest, {"甲": 8, "乙": 8, "丙": 6}, lean={0: -3})
    ring.hand_in(contest)
    with after():
        found = standing_of(contest)
        by_title = {line.entry.title: line for line in found.lines}
        for line in found.lines:
            totals = [each.total for each in line.given if each.total is not None]
            assert line.raw == (sum(totals, Decimal(0)) / len(totals)).quantize(Decimal("0.001"))
        assert found.leaning[contest.judges.order_by("pk")[0].pk] < 0 and found.linked
        raw = sorted(by_title, key=lambda name: by_title[name].raw or 0)
        assert [line.entry.title for line in reversed(found.lines)] == raw or found.ties
        assert any(line.raw != line.adjusted for line in found.lines)


def test_withdrawn_while_it_is_judged(ring: Ring) -> None:
    contest = ring.seated()
    entry = contest.entries.get(title="丙")
    lead: Person = entry.team.lead  # type: ignore[union-attr]
    with after():
        entering.withdraw(entry=entry, by=lead)
        sheet = MarkSheet.objects.filter(entry=entry).select_related("judge__expert").first()
        assert sheet is not None
        with pytest.raises(NotPossible, match="已经退出"):
            judging.declare(sheet=sheet, by=sheet.judge.expert, conflict="")
        assert len(standing_of(contest).lines) == 2
    MarkSheet.objects.filter(entry=entry).exists()
    assert ContestJudge.objects.filter(contest=contest).count() == 4


def test_a_standing_takes_few_queries(ring: Ring, django_assert_max_num_queries: Any) -> None:
    contest = ring.seated()
    ring.mark(contest, LEVELS)
    with django_assert_max_num_queries(10):
        standing_of(contest)


def test_lists_ask_no_more_for_more_entries(ring: Ring, as_: Any) -> None:
    """Queries of each list, with three entries before four judges and after more of them."""
    contest = ring.contest()
    pages = {
        reverse("contests:list"): (ring.stranger, 12), reverse("contests:mine"): (ring.lead, 16),
        reverse("contests:sheets"): (ring.experts[0].person, 16), reverse("contests:desk"): (ring.officer, 20),
        reverse("contests:entries"): (ring.officer, 20),
    }  # fmt: skip
    counted: list[dict[str, int]] = []
    for round_ in ("a", "b"):
        for n in range(4):
            ring.entry(contest, team=ring.another(f"{round_}{n}"), title=f"示例{round_}{n}")
        ring.entry(contest, title=f"示例{round_}") if round_ == "a" else ring.draft(title="示例大赛二")
        counted.append({})
        for address, (who, most) in pages.items():
            browser = as_(who)
            browser.get(address)
            with CaptureQueriesContext(connection) as seen:
                assert browser.get(address).status_code == 200
            counted[-1][address] = len(seen)
            assert len(seen) <= most, (address, len(seen))
    assert counted[0] == counted[1]
