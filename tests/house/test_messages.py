"""Every notice there is, rendered in every state, channel and language: it names the firm and the programme, and says
what comes next. A notice that a room adds is found by itself: its arguments are filled by their types."""

from __future__ import annotations

import ast
import datetime as dt
import importlib
import inspect
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.utils.translation import override

from district.cases.aftercare.models import Finding, Obligation
from district.cases.appeals.models import Appeal
from district.cases.core.models import Application, Correction, Decision
from district.cases.core.states import STATES
from district.cases.offers.models import Offer, OfferRound
from district.cases.review.notice.models import Notice
from district.cases.review.scoring.models import Round
from district.enterprises.models import Membership
from district.funds.models import Award, Clawback, Instalment, Line, Pause, Payee, Payment
from district.ground import clock
from district.ground.messages import posting, rendering
from district.ground.messages.kinds import kinds
from district.ground.messages.models import Channel, Message, Pace
from district.ground.messages.queueing import _row
from district.ground.people.models import Bureau, Expert
from tests import turns
from tests.district.cases.factories import District, district

ROOT = Path(__file__).resolve().parents[2]
DAY = dt.date(2022, 6, 24)
HOLES = re.compile(r"%\(\w+\)|%[sd]|\{\w*\}|None")
NEXT = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|请|将|会|可以|不用|不再|继续|后")
ADDRESS = {Channel.EMAIL: "someone@example.com", Channel.SMS: "13800000000", Channel.WEBHOOK: "someone"}
OF_A_FIRM_ALONE = {"payee_entered", "payee_settled", "account_in_a_former_name"}  # of no programme
NAMED = {"way": "waiting"}  # one of a few words, which the type does not tell


def rooms() -> list[ModuleType]:
    """Each room's module of notices."""
    found = [path for path in (ROOT / "district").rglob("*.py") if path.name in {"notices.py", "telling.py"}]
    names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in sorted(found)]
    return [importlib.import_module(name) for name in names]


def notices() -> Iterator[tuple[str, Any]]:
    for room in rooms():
        for name, function in vars(room).items():
            if not inspect.isfunction(function) or name.startswith("_") or function.__module__ != room.__name__:
                continue
            if _tells(function):
                yield f"{room.__name__.removeprefix('district.')}.{name}", function


def _tells(function: Any) -> bool:
    """Whether a function is a notice of one case, offer or payment: it returns nothing, and takes one first."""
    signature = inspect.signature(function)
    first = next(iter(signature.parameters.values()), None)
    return signature.return_annotation == "None" and first is not None and first.annotation in TYPES


TYPES = {
    "Application", "Appeal", "Award", "Clawback", "Finding", "Obligation", "Offer", "Pause", "Payee", "Payment",
    "Round",
}  # fmt: skip


class Sample:
    """Arguments by type, about one firm and one programme; nothing is saved but the people and the firm."""

    def __init__(self, here: District, state: str, due: dt.date | None, provisional: bool) -> None:
        self.here, self.programme = here, here.programmes["hiring"]
        version = self.programme.versions.get()
        self.case = Application(
            reference="SB2022-000001", enterprise=here.firm, programme=self.programme, version=version, state=state,
            as_of=DAY, due_on=due, due_provisional=provisional,
        )  # fmt: skip
        self.decision = Decision(pk=0, application=self.case, office=self.programme.office, number="示例〔2022〕1号",
                                 outcome="refused" if state == "refused" else "granted", by=here.leader)  # fmt: skip
        line = Line(office=self.programme.office, name="示例专项")
        self.award = Award(reference="SB2022-000001", enterprise=here.firm, version=version, line=line,
                           title=self.programme.name)  # fmt: skip
        self.payee = Payee(
            entered_by=here.officer, enterprise=here.firm, last4="1234", state="verified", reason="户名不符"
        )
        self.round = OfferRound(reference="MS1", programme=self.programme, expires_on=DAY, as_of=DAY, year=2022)

    def of(self, annotation: str) -> Any:
        case, programme = self.case, self.programme
        about = {"application": case, "decision": self.decision}
        made = {
            "Application": lambda: case, "Decision": lambda: self.decision, "Enterprise": lambda: self.here.firm,
            "Programme": lambda: programme, "Bureau": lambda: programme.office, "Award": lambda: self.award,
            "Appeal": lambda: Appeal(reference="FH1", decision=self.decision, reply="维持原决定。", grounds="不服"),
            "Finding": lambda: Finding(**about, reference="XS1", say="人数不符", kind="recovery", due_on=DAY,
                                       ruling="属实。", reason="多给了。", amount=Decimal(100), told_at=clock.now()),
            "Obligation": lambda: Obligation(**about, reference="YW1", say="三年内不迁出"),
            "Offer": lambda: Offer(reference="MX1", round=self.round, programme=programme, enterprise=self.here.firm,
                                   kind="click", say="失信被执行", why="预算不够，全部等候；追加后一起办理。"),
            "Clawback": lambda: Clawback(reference="ZJ1", award=self.award, fen=100, left=100, reason="多给了。"),
            "Payee": lambda: self.payee,
            "Pause": lambda: Pause(award=self.award, since_on=DAY, why="承诺到期", back="请补充承诺。"),
            "Payment": lambda: Payment(reference="FK1", payee=self.payee, fen=100, reason="账户已销户", state="failed",
                                       instalment=Instalment(award=self.award)),
            "Round": lambda: Round(reference="PS1", programme=programme, due_on=DAY),
            "Notice": lambda: Notice(reference="GS1", programme=programme, since=DAY, until=DAY),
            "Iterable[Correction]": lambda: [Correction(application=case, kind="fact", about="人数", say="请填写。")],
            "Iterable[Bureau]": lambda: list(Bureau.objects.all()), "Iterable[Person]": lambda: [self.here.officer],
            "Iterable[Expert]": lambda: [Expert(name="示例专家", person=self.here.officer)],
            "Iterable[str]": lambda: ["从业人员"], "Person": lambda: self.here.officer, "str": lambda: "示例原因。",
            "int": lambda: 2, "bool": lambda: True, "dt.date": lambda: DAY, "dt.date | None": lambda: DAY,
            "Decimal": lambda: Decimal(100),
        }  # fmt: skip
        if annotation not in made:
            pytest.fail(f"no sample of {annotation}: add one here")
        return made[annotation]()

    def call(self, function: Any) -> None:
        needed = [each for each in inspect.signature(function).parameters.values() if each.default is each.empty]
        positional = [self._given(each) for each in needed if each.kind is not each.KEYWORD_ONLY]
        named = {each.name: self._given(each) for each in needed if each.kind is each.KEYWORD_ONLY}
        function(*positional, **named)

    def _given(self, each: inspect.Parameter) -> Any:
        return NAMED[each.name] if each.name in NAMED else self.of(each.annotation)


@pytest.fixture
def here(db: None) -> Iterator[District]:
    with clock.at(DAY):
        yield district()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Message, str]]:
    """(notice, kind) as they are posted."""
    found: list[tuple[Message, str]] = []
    monkeypatch.setattr(posting, "queue", lambda made, *, kind, **_more: found.extend((each, kind) for each in made))
    return found


def texts(message: Message, kind: str) -> dict[str, str]:
    """What a person gets by each way, the page of messages being one."""
    found = {"site": f"{message.title}\n{message.body}"}
    for channel, address in ADDRESS.items():
        row = _row(message, channel, address, kind=kind, pace=Pace.SINGLE, office=None, held="")
        if channel == Channel.EMAIL:
            letter = rendering.letter(row)
            found |= {"mail": f"{letter.subject}\n{letter.text}", "html": letter.html}
        else:
            payload = rendering.payload(row)
            found[channel] = "\n".join(str(payload.get(key, "")) for key in ("title", "text"))
    return found


def what_of(message: Message, kind: str) -> str:
    """All of a notice that its letters are made of."""
    return repr((kind, sorted((name, str(value)) for name, value in vars(message).items() if not name.startswith("_"))))


def faults(function: Any, name: str, here: District, told: list[tuple[Message, str]]) -> Iterator[str]:
    programme = here.programmes["hiring"].name
    short = name.rpartition(".")[2]
    about_firm = short != "to_experts"  # experts judge a round, and one by one blind
    for message, kind in told:
        assert kind in kinds.keys
        to_firm = message.to == here.founder
        for way, text in texts(message, kind).items():
            if about_firm and here.firm.name not in text:
                yield f"{name} {way}: no firm in {text!r}"
            if short not in OF_A_FIRM_ALONE and programme not in text:
                yield f"{name} {way}: no programme in {text!r}"
            if HOLES.search(text):
                yield f"{name} {way}: unfilled {text!r}"
        if to_firm and not NEXT.search(message.body):
            yield f"{name}: nothing next in {message.body!r}"
        if not message.link.startswith("/"):
            yield f"{name}: leads nowhere"


@pytest.mark.parametrize("name", sorted(dict(notices())))
def test_it_names_firm_and_programme_and_what_is_next(name: str, here: District, told: Any) -> None:
    function = dict(notices())[name]
    Membership.objects.filter(person=here.founder, enterprise=here.firm).update(role="owner")
    said: dict[str, list[str]] = {}
    found, read = list[str](), set[str]()
    for language in ("zh-hans", "en"):
        said[language] = []
        for state in turns.part(sorted(STATES), 3):
            for due, provisional in ((None, False), (DAY, False), (DAY, True)):
                told.clear()
                with override(language):
                    Sample(here, state, due, provisional).call(function)
                said[language] += [f"{each.title}\n{each.body}" for each, _kind in told]
                new = [each for each in told if what_of(*each) not in read]  # most say the same in many states
                read |= {what_of(*each) for each in new}
                found += faults(function, name, here, new)
    assert said["zh-hans"], "nobody is told"
    assert said["en"] == said["zh-hans"], "notices are official: in Chinese whoever acts"
    assert not found, "\n".join(sorted(set(found))[:10])


def test_every_room_tells_members_by_the_one_door() -> None:
    """`post` to members by hand would forget the firm's name."""
    found = []
    for path in sorted((ROOT / "district").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "post":
                to = next((each.value for each in node.keywords if each.arg == "to"), None)
                if to is not None and "members_of" in ast.dump(to) and path.name != "actions.py":
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert not found


def test_who_tells_speaks_chinese() -> None:
    """A module that posts wraps what it says in `official`, or in an override to the house's language."""
    found = []
    for path in sorted((ROOT / "district").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        posts = re.search(r"(?<!def )(?<![.\w])(?:post|tell_members)\(", text)
        if (
            posts
            and "official" not in text
            and not re.search(r"override\((settings.LANGUAGE_CODE|\"zh-hans\")\)", text)
        ):
            found.append(str(path.relative_to(ROOT)))
    assert not found
