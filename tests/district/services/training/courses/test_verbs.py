"""cmi5's rules as arithmetic: what a statement has to be, in which order, what moves on."""

from __future__ import annotations

import uuid
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from district.services.training.courses.foreign import verbs
from district.services.training.courses.foreign.closing import counted

ACCOUNT = {"homePage": "https://huiqi.invalid/", "name": "drawn"}
SESSION = verbs.Session(
    account=ACCOUNT, registration="r", session="s", activity="urn:a", publisher="urn:p", mastery=Decimal("0.6"),
    here=frozenset({verbs.INITIALIZED}), before=frozenset({verbs.INITIALIZED}),
)  # fmt: skip
FRESH = replace(SESSION, here=frozenset(), before=frozenset())


def said(word: str = "experienced", *, category: tuple[str, ...] = (), **result: Any) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()), "actor": {"account": ACCOUNT}, "verb": {"id": verbs.AT + word},
        "object": {"id": "urn:a"}, "timestamp": "2026-06-01T02:00:00.000Z", "result": result,
        "context": {"registration": "r", "extensions": {verbs.SESSION: "s"}, "contextActivities": {
            "category": [{"id": each} for each in category], "grouping": [{"id": "urn:p"}]}},
    }  # fmt: skip


def own(word: str, **result: Any) -> dict[str, Any]:
    moves = (verbs.MOVE_ON,) if word in ("completed", "passed", "failed") else ()
    right = {"completed": {"completion": True}, "passed": {"success": True}, "failed": {"success": False}}
    told = {"duration": "PT5S", **right.get(word, {})} if word != "initialized" else {}
    return said(word, category=(verbs.CATEGORY, *moves), **told | result)


def without(statement: dict[str, Any], *path: str) -> dict[str, Any]:
    inner = statement
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    return statement


TAKEN = [
    (own("initialized"), FRESH), (said(), SESSION), (own("completed"), SESSION), (own("passed"), SESSION),
    (own("passed", score={"scaled": 0.6}), SESSION), (own("failed", score={"scaled": 0.59}), SESSION),
    (own("terminated"), SESSION), (own("failed"), replace(SESSION, before=SESSION.here | {verbs.FAILED})),
    (own("terminated"), replace(SESSION, mode="Review")),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(TAKEN)))
def test_what_the_standard_asks_for_is_taken(number: int) -> None:
    assert verbs.check(*TAKEN[number]) is None


def also(*said_before: str) -> verbs.Session:
    return replace(SESSION, here=SESSION.here | set(said_before), before=SESSION.before | set(said_before))


WRONG: list[tuple[Any, verbs.Session, int, str]] = [
    ([], SESSION, 400, "JSON 对象"),
    (without(said(), "id"), SESSION, 400, "UUID"),
    (said() | {"id": "1"}, SESSION, 400, "UUID"),
    (without(said(), "verb"), SESSION, 400, "verb.id"),
    (without(said(), "object"), SESSION, 400, "object.id"),
    (without(said(), "timestamp"), SESSION, 400, "timestamp"),
    (said() | {"timestamp": "2026-99-01T00:00:00Z"}, SESSION, 400, "timestamp"),
    (said("voided"), SESSION, 403, "作废"),
    (said() | {"attachments": []}, SESSION, 403, "附件"),
    (said() | {"actor": {"mbox": "mailto:a@example.com"}}, SESSION, 403, "actor"),
    (said() | {"actor": {"account": ACCOUNT | {"name": "other"}}}, SESSION, 403, "actor"),
    (without(said(), "context", "registration"), SESSION, 403, "registration"),
    (without(said(), "context", "extensions"), SESSION, 403, "sessionid"),
    (said(), FRESH, 403, "第一条语句要是 initialized"),
    (said("initialized"), FRESH, 403, "第一条语句要是 initialized"),
    (own("completed"), FRESH, 403, "第一条语句要是 initialized"),
    (own("initialized"), SESSION, 403, "只能报一次"),
    (own("completed"), also(verbs.COMPLETED), 403, "只能报一次"),
    (own("failed"), also(verbs.PASSED), 403, "只能报一次"),
    (own("completed"), replace(SESSION, before=SESSION.before | {verbs.COMPLETED}), 403, "同一次报名"),
    (own("passed"), replace(SESSION, before=SESSION.before | {verbs.PASSED}), 403, "同一次报名"),
    (own("failed"), replace(SESSION, before=SESSION.before | {verbs.PASSED}), 403, "已经 passed"),
    (said(), also(verbs.TERMINATED), 403, "已经 terminated"),
    (own("terminated"), also(verbs.TERMINATED), 403, "已经 terminated"),
    (own("passed"), replace(SESSION, mode="Review"), 403, "复习"),
    (own("launched"), SESSION, 403, "动词只能是"),
    (said("satisfied", category=(verbs.CATEGORY,)), SESSION, 403, "动词只能是"),
    (own("completed") | {"object": {"id": "urn:other"}}, SESSION, 403, "activityId"),
    (without(own("completed"), "context", "contextActivities", "grouping"), SESSION, 400, "grouping"),
    (own("passed", success=False), SESSION, 400, "success"),
    (own("passed", success=1), SESSION, 400, "success"),
    (own("completed", success=True), SESSION, 400, "success"),
    (own("passed", completion=True), SESSION, 400, "completion"),
    (without(own("completed"), "result", "completion"), SESSION, 400, "completion"),
    (said("completed", category=(verbs.CATEGORY,), completion=True, duration="PT1S"), SESSION, 400, "moveon"),
    (own("terminated", duration="5 s"), SESSION, 400, "duration"),
    (without(own("passed"), "result", "duration"), SESSION, 400, "duration"),
    (own("completed", score={"scaled": 1}), SESSION, 400, "score"),
    (own("passed", score={"scaled": 1.5}), SESSION, 400, "scaled"),
    (own("passed", score={"scaled": True}), SESSION, 400, "scaled"),
    (own("passed", score={"scaled": 0.59}), SESSION, 403, "及格线"),
    (own("failed", score={"scaled": 0.6}), SESSION, 403, "及格线"),
]


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_what_it_does_not_allow_is_refused_and_says_why(number: int) -> None:
    statement, session, status, why = WRONG[number]
    found = verbs.check(statement, session)
    assert found is not None and found.status == status and why in found.why, found


def test_durations_are_read() -> None:
    assert verbs.seconds_of("PT1H2M3.5S") == 3723.5 and verbs.seconds_of("P1DT1S") == 86_401
    assert verbs.seconds_of("P2W") == 1_209_600 and verbs.seconds_of("PT0S") == 0
    for text in ("", "P", "PT", "P1DT", "1S", "PT1", "PT-1S", "P1Y", "PT1S ", None, 5, "PT" + "9" * 12 + "S"):
        assert verbs.seconds_of(text) is None, text


def test_moving_on_is_as_the_package_says() -> None:
    begun, completed, passed = {verbs.INITIALIZED}, {verbs.COMPLETED}, {verbs.PASSED}
    table = {
        "Passed": (False, False, True, True), "Completed": (False, True, False, True),
        "CompletedAndPassed": (False, False, False, True), "CompletedOrPassed": (False, True, True, True),
        "NotApplicable": (True, True, True, True),
    }  # fmt: skip
    for moves, told in table.items():
        found = tuple(
            verbs.is_satisfied(moves, begun | more) for more in (set(), completed, passed, completed | passed)
        )
        assert found == told, moves
    assert not verbs.is_satisfied("NotApplicable", set())


def test_the_least_of_three_clocks_counts() -> None:
    assert counted(100.9, 50.7, 600) == 50 and counted(100.9, 5000, 600) == 100
    assert counted(1000, 1000, 600) == 600 and counted(100, None, 600) == 100
    assert counted(100, 100, -5) == 0 and counted(-1, 5, 5) == 0
