"""What a statement of a package has to be, and when: cmi5's rules as plain arithmetic on what was said before.

`check` says what is wrong with one, in words for who made the package; nothing here knows the database.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

AT = "http://adlnet.gov/expapi/verbs/"
ADL = "https://w3id.org/xapi/adl/verbs/"
CATEGORY = "https://w3id.org/xapi/cmi5/context/categories/cmi5"
MOVE_ON = "https://w3id.org/xapi/cmi5/context/categories/moveon"
EXTENSIONS = "https://w3id.org/xapi/cmi5/context/extensions/"
SESSION = EXTENSIONS + "sessionid"
INITIALIZED, COMPLETED, PASSED, FAILED, TERMINATED = (
    AT + word for word in ("initialized", "completed", "passed", "failed", "terminated")
)
LAUNCHED, SATISFIED, ABANDONED = AT + "launched", ADL + "satisfied", ADL + "abandoned"
OURS = frozenset({LAUNCHED, SATISFIED, ABANDONED, ADL + "waived"})
THEIRS = frozenset({INITIALIZED, COMPLETED, PASSED, FAILED, TERMINATED})
JUDGED = frozenset({PASSED, FAILED})
TIMED = JUDGED | {COMPLETED, TERMINATED}
VOIDED = AT + "voided"
DURATION = re.compile(
    r"P(?!$)(?:(\d{1,4})W|(?:(\d{1,4})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)?)"
)
UNITS = (7 * 86_400, 86_400, 3600, 60, 1)
BAD, NOT_NOW = 400, 403


@dataclass(frozen=True)
class Wrong:
    """The HTTP status it is answered with, and why."""

    status: int
    why: str


@dataclass(frozen=True)
class Session:
    """What a statement is held against: as whom, of what, and which of cmi5's verbs were said, here and before."""

    account: Mapping[str, str]
    registration: str
    session: str
    activity: str
    publisher: str
    mode: str = "Normal"
    mastery: Decimal | None = None
    here: frozenset[str] = field(default_factory=frozenset)
    before: frozenset[str] = field(default_factory=frozenset)  # of this unit in this registration


def check(said: Any, session: Session) -> Wrong | None:
    """What is wrong with a statement; None where it is taken."""
    if not isinstance(said, dict):
        return Wrong(BAD, _("语句要是一个 JSON 对象。"))
    return _shape(said, session) or _order(said, session) or (_result(said, session) if is_defined(said) else None)


def key_of(said: Any) -> uuid.UUID | None:
    """An id as a UUID; None where it is none."""
    try:
        return uuid.UUID(str(said))
    except ValueError:
        return None


def verb_of(said: Mapping[str, Any]) -> str:
    return str(_in(said, "verb", "id") or "")


def is_defined(said: Mapping[str, Any]) -> bool:
    """Whether it is one of cmi5's own, and not merely one it allows."""
    return CATEGORY in _ids(said, "category")


def seconds_of(said: Any) -> float | None:
    """An ISO 8601 duration in seconds; None where it is none."""
    found = DURATION.fullmatch(said) if isinstance(said, str) else None
    if found is None:
        return None
    return sum(float(part) * unit for part, unit in zip(found.groups(), UNITS, strict=True) if part)


def duration_of(said: Mapping[str, Any]) -> float | None:
    return seconds_of(_in(said, "result", "duration"))


def is_satisfied(move_on: str, said: Collection[str]) -> bool:
    """Whether a unit is, by the verbs that were said of it; one that asks for nothing, once it was begun."""
    completed, passed = COMPLETED in said, PASSED in said
    return {
        "Passed": passed, "Completed": completed, "CompletedAndPassed": completed and passed,
        "CompletedOrPassed": completed or passed, "NotApplicable": INITIALIZED in said,
    }[move_on]  # fmt: skip


def _in(said: Any, *path: str) -> Any:
    for key in path:
        said = said.get(key) if isinstance(said, dict) else None
    return said


def _ids(said: Mapping[str, Any], kind: str) -> set[str]:
    found = _in(said, "context", "contextActivities", kind)
    found = [found] if isinstance(found, dict) else found
    return {str(_in(each, "id")) for each in found} if isinstance(found, list) else set()


def _shape(said: dict[str, Any], session: Session) -> Wrong | None:
    if key_of(said.get("id")) is None:
        return Wrong(BAD, _("缺少 id，或者不是 UUID。"))
    if not 0 < len(verb_of(said)) <= 300:
        return Wrong(BAD, _("缺少 verb.id。"))
    if "attachments" in said or verb_of(said) == VOIDED:
        return Wrong(NOT_NOW, _("这里不收附件，也不收作废的语句。"))
    if not isinstance(said.get("timestamp"), str) or not _is_time(said["timestamp"]):
        return Wrong(BAD, _("缺少 timestamp，或者不是时间。"))
    if _in(said, "actor", "account") != dict(session.account):
        return Wrong(NOT_NOW, _("actor 不是启动时给的那一个。"))
    if not isinstance(_in(said, "object", "id"), str):
        return Wrong(BAD, _("缺少 object.id。"))
    if _in(said, "context", "registration") != session.registration:
        return Wrong(NOT_NOW, _("context.registration 不是启动时给的那一个。"))
    if _in(said, "context", "extensions", SESSION) != session.session:
        return Wrong(NOT_NOW, _("context.extensions 里的 sessionid 不是这一次的。"))
    return None


def _is_time(said: str) -> bool:
    try:
        return parse_datetime(said) is not None
    except ValueError:
        return False


def _order(said: dict[str, Any], session: Session) -> Wrong | None:
    verb, defined = verb_of(said), is_defined(said)
    if TERMINATED in session.here:
        return Wrong(NOT_NOW, _("已经 terminated，不再收语句。"))
    if INITIALIZED not in session.here and not (defined and verb == INITIALIZED):
        return Wrong(NOT_NOW, _("第一条语句要是 initialized。"))
    if not defined:
        return None
    if verb not in THEIRS:
        return Wrong(NOT_NOW, _("cmi5 语句的动词只能是 initialized、completed、passed、failed、terminated。"))
    if verb in session.here or (verb in JUDGED and session.here & JUDGED):
        return Wrong(NOT_NOW, _("同一次学习里 %(verb)s 只能报一次。") % {"verb": verb.rsplit("/", 1)[-1]})
    if verb in (COMPLETED, PASSED) and verb in session.before:
        return Wrong(NOT_NOW, _("同一次报名里 %(verb)s 只能报一次。") % {"verb": verb.rsplit("/", 1)[-1]})
    if verb == FAILED and PASSED in session.before:
        return Wrong(NOT_NOW, _("已经 passed，不能再报 failed。"))
    if session.mode != "Normal" and verb not in (INITIALIZED, TERMINATED):
        return Wrong(NOT_NOW, _("复习时只收 initialized 和 terminated。"))
    return None


def _result(said: dict[str, Any], session: Session) -> Wrong | None:
    """Of cmi5's own: what they are about, and the result that goes with the verb."""
    verb, result = verb_of(said), said.get("result")
    result = result if isinstance(result, dict) else {}
    if _in(said, "object", "id") != session.activity:
        return Wrong(NOT_NOW, _("object.id 不是启动时给的 activityId。"))
    if session.publisher not in _ids(said, "grouping"):
        return Wrong(BAD, _("contextActivities.grouping 里缺少 LMS.LaunchData 给的那一项。"))
    if result.get("success") is not {PASSED: True, FAILED: False}.get(verb):
        return Wrong(BAD, _("result.success：passed 要是 true，failed 要是 false，其他不写。"))
    if result.get("completion") is not (True if verb == COMPLETED else None):
        return Wrong(BAD, _("result.completion：completed 要是 true，其他不写。"))
    if (verb in JUDGED or verb == COMPLETED) != (MOVE_ON in _ids(said, "category")):
        return Wrong(BAD, _("completed、passed、failed 要带 moveon 类别，其他不带。"))
    if verb in TIMED and duration_of(said) is None:
        return Wrong(BAD, _("缺少 result.duration，或者不是 ISO 8601 时长。"))
    return _score(verb, result, session)


def _score(verb: str, result: Mapping[str, Any], session: Session) -> Wrong | None:
    score = result.get("score")
    if score is None:
        return None
    scaled = _in(score, "scaled")
    if verb not in JUDGED or not isinstance(score, dict):
        return Wrong(BAD, _("result.score 只写在 passed、failed 里。"))
    if scaled is None:
        return None
    if isinstance(scaled, bool) or not isinstance(scaled, int | float) or not 0 <= scaled <= 1:
        return Wrong(BAD, _("result.score.scaled 要在 0 到 1 之间。"))
    if session.mastery is not None and (Decimal(str(scaled)) >= session.mastery) != (verb == PASSED):
        return Wrong(NOT_NOW, _("成绩 %(score)s 和及格线 %(mastery)s 对不上这个动词。") % {
            "score": scaled, "mastery": session.mastery})  # fmt: skip
    return None
