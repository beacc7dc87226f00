"""Firms and teams without a firm enter, until the deadline and not a minute longer."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.permissions import Refused
from district.ground.record.moves import MoveRefused
from district.services.community.contests import actions, entering, forms, queries
from district.services.community.contests.models import Contest, ContestEntry, ContestTeam, TeamSeat
from tests.district.cases.factories import enterprise, join, person
from tests.district.ground.files.samples import pdf
from tests.district.services.community.contests.conftest import ANSWERS, CLOSES, DAY, Ring, after, moment


def test_a_call_keeps_its_promise(ring: Ring) -> None:
    contest = ring.contest()
    with pytest.raises(NotPossible, match="不再改"):
        actions.change(contest=contest, by=ring.officer, settings=ring.settings(rule="trimmed"), tracks=("一",),
                       prizes=(("奖", 1, "区级"),))  # fmt: skip
    for name, value in {"rule": "trimmed", "closes_at": moment(CLOSES + dt.timedelta(days=9)), "rubric": []}.items():
        with pytest.raises(IntegrityError, match="contest_keeps_its_promise"), transaction.atomic():
            Contest.objects.filter(pk=contest.pk).update(**{name: value})
    with pytest.raises(MoveRefused):
        actions.call(contest=contest, by=ring.officer)
    with pytest.raises(Refused):
        actions.call(contest=ring.draft(), by=ring.auditor)


PRIZE = "奖{n} 1 区级"


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("prizes", "\n".join(PRIZE.format(n=n) for n in range(21)), "最多 20 行"),
        ("prizes", f"{'长' * 41} 1 区级", "名称最多 40 个字"),
        ("prizes", "一等奖 99999 区级", "名额最多 1000 个"),
        ("prizes", f"一等奖 {'9' * 500} 区级", "名额最多 1000 个"),
        ("prizes", "一等奖 许多 区级", "没有读懂"),
        ("prizes", "一等奖 ² 区级", "没有读懂"),
        ("tracks", "\n".join(f"组{n}" for n in range(21)), "最多 20 行"),
        ("tracks", "长" * 41, "名称最多 40 个字"),
        ("criteria", "\n".join(f"项{n} 4" for n in range(25)), "最多 20 项"),
        ("asks", "\n".join(f"问{n}" for n in range(31)), "最多 30 个问题"),
        ("opens_on", "0001-01-01", "请核对年份"),
        ("results_on", "9999-12-31", "请核对年份"),
    ],
)
def test_a_call_is_bounded_and_says_so(ring: Ring, as_: Any, field: str, typed: str, says: str) -> None:
    contest = ring.draft()
    said = {**forms.said_of(contest), "office": contest.office_id, "request_key": str(contest.request_key)}
    client, address = as_(ring.officer), reverse("contests:settings", args=[contest.reference])
    answer = client.post(address, {**said, field: typed})
    text = answer.content.decode()
    assert answer.status_code == 422 and says in text and typed.splitlines()[0][:200] in text
    assert client.post(address, said).status_code == 302


def test_a_draft_is_its_bureaus_alone(ring: Ring, client: Client) -> None:
    draft = ring.draft()
    assert client.get(reverse("contests:one", args=[draft.reference])).status_code == 404
    assert draft.title not in client.get(reverse("contests:list")).content.decode()
    called = ring.contest(title="示例已征集")
    page = client.get(reverse("contests:one", args=[called.reference])).content.decode()
    assert "各评委总分的平均分" in page and "每个赛道 1 个" in page and "登录参赛" in page


def test_a_team_is_joined_by_ones_own_word(ring: Ring) -> None:
    seat, token = entering.invite(team=ring.team, by=ring.lead, name="示例队员")
    friend = person("friend")
    assert token not in seat.secret and queries.seat_asked(token) == seat and queries.seat_asked(token + "x") is None
    assert not ContestTeam.objects.of(friend).exists()
    with pytest.raises(IntegrityError, match="joined_by_consent"), transaction.atomic():
        TeamSeat.objects.filter(pk=seat.pk).update(person=friend)
    entering.join(seat=seat, by=friend)
    seat.refresh_from_db()
    assert "示例团队" in seat.agreed and "领取奖项" in seat.agreed and ContestTeam.objects.of(friend).exists()
    entering.join(seat=seat, by=friend)  # the same click again
    with pytest.raises(NotPossible, match="已经用过"):
        entering.join(seat=seat, by=ring.stranger)
    with pytest.raises(Refused):
        entering.invite(team=ring.team, by=friend, name="又一位")
    with pytest.raises(Refused):
        entering.leave(seat=seat, by=ring.stranger)
    entering.leave(seat=seat, by=friend)
    assert not ContestTeam.objects.of(friend).exists()


def test_a_link_opens_nothing_by_itself(ring: Ring, as_: object) -> None:
    seat, token = entering.invite(team=ring.team, by=ring.lead, name="示例队员")
    browser: Client = as_(person("friend"))  # type: ignore[operator]
    address = reverse("contests:join", args=[token])
    assert "由负责人" in browser.get(address).content.decode()
    seat.refresh_from_db()
    assert seat.joined_at is None
    assert browser.post(address, {}).status_code == 422
    assert browser.post(address, {"agree": "on"}).status_code == 302
    seat.refresh_from_db()
    assert seat.joined_at is not None
    assert Client().get(address).status_code == 302  # to the sign-in


def test_the_deadline_is_the_contests_clock(ring: Ring) -> None:
    contest = ring.contest()
    entry = ring.entry(contest, hand_in=False)
    with clock.at(moment(CLOSES, 23, 58)):
        entering.hand_in(entry=entry, by=ring.lead)
        entering.take_back(entry=entry, by=ring.lead)
    with clock.at(moment(CLOSES, 23, 59)):
        with pytest.raises(NotPossible, match="已经截止"):
            entering.hand_in(entry=entry, by=ring.lead)
        with pytest.raises(NotPossible, match="已经截止"):
            entering.save(entry=entry, by=ring.lead, title="新", answers={}, named=False)
        with pytest.raises(NotPossible, match="已经截止"):
            ring.entry(contest, firm=ring.firm)
    with clock.at(moment(DAY - dt.timedelta(days=1))), pytest.raises(NotPossible, match="还没有开始"):
        ring.entry(contest, firm=ring.firm)


def test_what_is_missing_is_said(ring: Ring) -> None:
    entry = entering.start(
        contest=(contest := ring.contest()), by=ring.lead, track=contest.tracks.get(), team=ring.team
    )
    assert [each[:4] for each in entering.faults(entry)] == ["请写作品", "“解决什"]
    with pytest.raises(NotPossible, match="请写作品名称"):
        entering.hand_in(entry=entry, by=ring.lead)
    entering.save(entry=entry, by=ring.lead, title="甲", answers={"q2": "别的", "q9": "没有这题"}, named=False)
    entry.refresh_from_db()
    assert entry.answers == {"q2": "别的"}
    with pytest.raises(NotPossible, match="解决什么问题"):
        entering.hand_in(entry=entry, by=ring.lead)


def test_one_entry_a_firm_and_a_team(ring: Ring) -> None:
    contest = ring.contest()
    first = ring.entry(contest)
    assert entering.start(contest=contest, by=ring.lead, track=contest.tracks.get(), team=ring.team) == first
    firm = ring.entry(contest, firm=ring.firm)
    now = clock.now()
    for own in ({"team": ring.team}, {"enterprise": ring.firm}):
        name, column = ("one_entry_per_team", "team_id") if "team" in own else ("one_entry_per_firm", "enterprise_id")
        with pytest.raises(IntegrityError, match=f"{name}|{column}"), transaction.atomic():
            ContestEntry.objects.create(reference=f"ZP-{name}"[:24], contest=contest, track=contest.tracks.get(),
                                        made_by=ring.lead, made_at=now, saved_at=now, **own)  # fmt: skip
    with pytest.raises(IntegrityError, match="entry_is_of_a_firm_or_a_team"), transaction.atomic():
        ContestEntry.objects.filter(pk=firm.pk).update(team=ring.team)
    entering.withdraw(entry=first, by=ring.lead)
    assert ring.entry(contest, title="又来").pk != first.pk


def test_who_speaks_for_an_entry(ring: Ring) -> None:
    contest = ring.contest()
    seat, _token = entering.invite(team=ring.team, by=ring.lead, name="示例队员")
    friend = person("friend")
    entering.join(seat=seat, by=friend)
    entry = ring.entry(contest)
    assert ContestEntry.objects.of(friend).get() == entry
    with pytest.raises(Refused):
        entering.withdraw(entry=entry, by=friend)
    with pytest.raises(Refused):
        ring.entry(contest, firm=ring.firm, by=ring.stranger)
    assert not ContestEntry.objects.visible_to(ring.stranger).exists()
    assert ContestEntry.objects.visible_to(ring.officer).get() == entry
    entering.take_back(entry=entry, by=ring.lead)
    assert not ContestEntry.objects.visible_to(ring.officer).exists()  # a draft is its people's


def test_papers_are_the_entrants_and_the_bureaus(ring: Ring, as_: object) -> None:
    contest = ring.contest()
    entry = ring.entry(contest, hand_in=False)
    file = SimpleUploadedFile("计划书.pdf", pdf(), content_type="application/pdf")
    paper = entering.add_paper(entry=entry, by=ring.lead, file=file)
    address = reverse("files:file", args=[paper.file.reference])
    sign_in = as_
    assert sign_in(ring.lead).get(address).status_code == 200  # type: ignore[operator]
    assert sign_in(ring.officer).get(address).status_code == 404  # type: ignore[operator]
    entering.hand_in(entry=entry, by=ring.lead)
    assert sign_in(ring.officer).get(address).status_code == 200  # type: ignore[operator]
    assert sign_in(ring.stranger).get(address).status_code == 404  # type: ignore[operator]
    with pytest.raises(NotPossible, match="已经提交"):
        entering.drop_paper(paper=paper, by=ring.lead)
    assert io.BytesIO(pdf()).read(4) == b"%PDF"


def test_cancelled_tells_why(ring: Ring) -> None:
    contest = ring.contest()
    ring.entry(contest)
    with pytest.raises(NotPossible, match="原因"):
        actions.cancel(contest=contest, by=ring.officer, reason=" ")
    actions.cancel(contest=contest, by=ring.officer, reason="场地另有安排")
    from district.ground.messages.models import Message

    assert Message.objects.get(to=ring.lead, room="contests").body == "场地另有安排"
    assert not queries.public_contests().exists()


def test_a_team_enters_on_its_own_pages(ring: Ring, as_: object) -> None:
    contest = ring.contest()
    browser: Client = as_(person("fresh"))  # type: ignore[operator]
    assert "组建团队" in browser.get(reverse("contests:one", args=[contest.reference])).content.decode()
    made = browser.post(reverse("contests:teams"), {"name": "示例新队", "request_key": str(uuid.uuid4())})
    assert made.status_code == 302
    team = ContestTeam.objects.get(name="示例新队")
    shown = browser.post(
        reverse("contests:invite", args=[team.reference]), {"name": "示例队员", "request_key": str(uuid.uuid4())}
    )
    assert "/my/contests/join/" in shown.content.decode()
    begun = browser.post(
        reverse("contests:start", args=[contest.reference]), {"who": f"team-{team.reference}", "track": "0"}
    )
    entry = ContestEntry.objects.get(team=team)
    assert begun["Location"] == (page := reverse("contests:entry", args=[entry.reference]))
    assert "检查并提交" in browser.get(page).content.decode()
    assert browser.post(page, {"title": "甲", "track": "0", "named": "on", **ANSWERS}).status_code == 302
    assert "省时间" in browser.get(reverse("contests:check", args=[entry.reference])).content.decode()
    assert browser.post(reverse("contests:hand_in", args=[entry.reference])).status_code == 302
    entry.refresh_from_db()
    assert (entry.state, entry.title, entry.named) == ("handed-in", "甲", True)
    with after():
        assert browser.post(reverse("contests:take_back", args=[entry.reference])).status_code == 302
    entry.refresh_from_db()
    assert entry.state == "handed-in"


def test_a_firms_colleague_enters_once(ring: Ring) -> None:
    contest = ring.contest()
    colleague = person("colleague")
    join(colleague, ring.firm)
    entry = ring.entry(contest, firm=ring.firm, hand_in=False)
    assert entering.start(contest=contest, by=colleague, track=contest.tracks.get(), enterprise=ring.firm) == entry
    entering.hand_in(entry=entry, by=colleague)
    assert not ContestEntry.objects.of(person("other")).exists()
    with pytest.raises(Refused):
        ring.entry(contest, firm=enterprise("91310110MA0000008X", "示例别家"), by=colleague)
