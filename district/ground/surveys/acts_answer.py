"""Acts of whoever answers, by two doors: signed in by the questionnaire's key, or by a personal link.

Each keeps its own key: a draft knows its saves, handing in twice is handing in once. Nothing of it is kept with the key
of a request, which would tell whose an anonymous response was.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground import clock
from district.ground.acts.acts import Act, Done, open_to_all
from district.ground.acts.forms import Cut, Says
from district.ground.people.permissions import Answer, No, is_known
from district.ground.people.queries import Person
from district.ground.surveys import handing_in, uploading
from district.ground.surveys.answering import pages_asked, read
from district.ground.surveys.entrances import Entrance, by_key
from district.ground.surveys.fields import AnswersForm
from district.ground.surveys.models import Questionnaire, Response
from district.ground.surveys.permissions import may_take_back
from district.ground.surveys.queries import answering
from district.ground.surveys.questions import Kind
from district.ground.surveys.refusing import NotPossible

Thing = Entrance | Questionnaire


def entrance(by: Person | None, thing: Thing | None) -> Entrance:
    """The door somebody stands at: an address opened it, or a program names the questionnaire."""
    if isinstance(thing, Entrance):
        return thing
    assert by is not None and thing is not None
    return by_key(by, thing)


def draft(by: Person | None, thing: Thing) -> tuple[Entrance, Response]:
    """The draft behind a door. Raises NotPossible where none was begun."""
    at = entrance(by, thing)
    if at.response is None:
        raise NotPossible(_("这一份还没有开始填，请先点“开始填写”。"))
    return at, handing_in.adopt(response=at.response, invitation=at.invitation)


@dataclass(frozen=True)
class Saved:
    """A saved page: what was kept, key → why a file was not, what the device calls itself."""

    kept: handing_in.Kept
    device: str
    wrong: dict[str, str] = field(default_factory=dict)


class SaveForm(forms.Form):
    """What was typed, of one page or of all; right or wrong it is kept. `seen`: how many saves the page knew of."""

    seen = forms.IntegerField(required=False, min_value=0, max_value=10**9)
    device = Cut(36)

    def __init__(self, *, at: Entrance, data: Any = None, files: Any = None) -> None:
        super().__init__(data=data, files=files)
        content = at.response.version.asks if at.response else None
        pages = content.pages if content else ()
        some = pages[at.number - 1 : at.number] if at.number else pages
        typed = at.response.typed if at.response else {}
        self.answers = AnswersForm([each for page in some for each in page.questions], typed)
        self.fields |= {self.answers.add_prefix(key): each for key, each in self.answers.fields.items()}


class SettleForm(forms.Form):
    """Of two texts for one question (`of`: its key, a bar, the device) take the one laid aside, or drop it."""

    of, take = Cut(120), Says("1")


class HandInForm(forms.Form):
    """How many saves were known of on the page that showed all answers."""

    seen = forms.IntegerField(required=False, min_value=0, max_value=10**9)


def _start(*, at: Thing, by: Person | None) -> Response:
    door = entrance(by, at)
    return handing_in.start(questionnaire=door.questionnaire, person=door.person, invitation=door.invitation)


def _save(*, at: Thing, by: Person | None, form: SaveForm) -> Saved:
    form.is_valid()  # what is wrong with an answer is said where answers are handed in
    door, response = draft(by, at)
    given = form.answers.given(form.data, form.files)
    wrong = uploading.take_in(form.files, form.answers, given, response, door.person)
    device = form.cleaned_data.get("device") or uuid.uuid4().hex
    seen = form.cleaned_data.get("seen")
    kept = handing_in.save(
        response=response, given=given, device=device, request_key=_key(form.data.get("request_key")),
        seen=response.saves if seen is None and isinstance(at, Questionnaire) else seen or 0,
    )  # fmt: skip
    return Saved(kept, device, wrong)


def _key(text: str | None) -> uuid.UUID:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return uuid.uuid4()


def _settle(*, at: Thing, by: Person | None, of: str, take: bool) -> int:
    """Which page the question is on."""
    _door, response = draft(by, at)
    question, _bar, device = of.partition("|")
    handing_in.settle(response=response, question=question, device=device, take=take)
    pages = enumerate(response.version.asks.pages, 1)
    return next((number for number, page in pages if question in {each.key for each in page.questions}), 1)


def _hand_in(*, at: Thing, by: Person | None, seen: int | None) -> None:
    door, response = draft(by, at)
    seen = seen if seen is not None or isinstance(at, Questionnaire) else 0
    handing_in.hand_in(response=response, seen=seen, person=door.person)


def _texts(by: Person | None, thing: Thing) -> list[str]:
    """What was written freely, of all that is handed in."""
    response = entrance(by, thing).response
    if response is None:
        return []
    free = {each.key for each in response.version.asks.asked.values() if each.kind in (Kind.TEXT, Kind.LONG)}
    return [str(said or "") for key, said in response.typed.items() if key in free]


def _give_up(*, at: Thing, by: Person | None) -> bool:
    door = entrance(by, at)
    if door.response is not None:  # a second click finds it gone already
        handing_in.give_up(response=door.response)
    return door.response is not None


def _take_back(*, at: Thing, by: Person | None) -> bool:
    door = entrance(by, at)
    if door.response is not None:
        handing_in.take_back(response=door.response)
    return door.response is not None


def _may(by: Person | None, thing: Thing) -> Answer:
    return entrance(by, thing).may


def _may_take_back(by: Person | None, thing: Thing) -> Answer:
    at = entrance(by, thing)
    if at.response is None:
        return No(_("这一份还没有提交。"))
    return may_take_back(at.response, clock.today())


def _done(by: Person | None, thing: Thing, _data: Any) -> bool:
    return entrance(by, thing).done


def _to(name: str) -> Callable[[Any], str]:
    return lambda outcome: entrance(outcome.by, outcome.thing).at(name)


def _begun(done: Done[Any]) -> str:
    """The first page on which anything is asked."""
    at, response = entrance(done.by, cast(Any, done.thing)), done.result
    if at.done or response is None:
        return at.at("done")
    content = response.version.asks
    asked = pages_asked(content, read(content, response.typed))
    return at.at("page", list(content.pages).index(asked[0]) + 1) if asked else at.at("check")


def _settled(done: Done[Any]) -> str:
    at = entrance(done.by, cast(Any, done.thing))
    return at.at("done") if done.result is None else at.at("page", done.result)


def both(verb: str, label: Any, do: Callable[..., Any], *, route: str = "", **more: Any) -> tuple[Act[Any], Act[Any]]:
    """An act by either door; `route` is the name of its address where that is not the verb's."""
    more = {"back": _to(""), "may": _may, "own_key": True, "named": "at", **more}
    signed_in: Act[Any] = Act(
        f"surveys.{verb}", label, do, door=is_known, on=answering, by="key",
        address=lambda thing: entrance(None, thing).at(route or verb), **more,
    )  # fmt: skip
    return signed_in, replace(signed_in, key=f"surveys.link_{verb}", door=open_to_all, on=None)


START, LINK_START = both("start", gettext_lazy("开始填写"), _start, already=_done, then=_begun)
SAVE, LINK_SAVE = both(
    "save", gettext_lazy("保存"), _save, route="page", already=_done, asks=SaveForm, whole=True,
    asks_with=lambda by, thing: {"at": entrance(by, thing)}, then=_to("check"),
)  # fmt: skip
SETTLE, LINK_SETTLE = both(
    "settle", gettext_lazy("选用一份"), _settle, already=_done, asks=SettleForm, then=_settled,
)  # fmt: skip
HAND_IN, LINK_HAND_IN = both(
    "hand_in", gettext_lazy("提交"), _hand_in, route="check", already=_done, asks=HandInForm, then=_to("done"),
    texts=_texts,
)  # fmt: skip
GIVE_UP, LINK_GIVE_UP = both(
    "give_up", gettext_lazy("删掉这一份"), _give_up, already=_done, then=_to(""),
    says=lambda done: _("这一份不填了，已填的内容已经删掉。") if done.result else None,
    tells=gettext_lazy("已填的内容会删掉；截止前可以重新开始。"),
)  # fmt: skip
TAKE_BACK, LINK_TAKE_BACK = both(
    "take_back", gettext_lazy("撤回"), _take_back, may=_may_take_back, then=_to(""),
    already=lambda by, thing, _data: entrance(by, thing).response is None and not entrance(by, thing).done,
    says=lambda done: _("已撤回。截止前可以重新填一份。") if done.result else None,
    tells=gettext_lazy("撤回后这一份不再计入，可以重新填一份。"),
)  # fmt: skip
ANSWERING: tuple[Act[Any], ...] = (
    START, SAVE, SETTLE, HAND_IN, GIVE_UP, TAKE_BACK,
    LINK_START, LINK_SAVE, LINK_SETTLE, LINK_HAND_IN, LINK_GIVE_UP, LINK_TAKE_BACK,
)  # fmt: skip
