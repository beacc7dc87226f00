"""What an expert without an account does by link: their day: takes a need or not, records what took place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.acts.refusing import NotPossible
from district.ground.onetime.purposes import Done, NotDone, Purpose, Shown
from district.ground.onetime.queries import Link
from district.ground.people.listed import experts_in_full
from district.ground.people.permissions import Answer, No, Yes
from district.ground.people.queries import Expert, Person
from district.ground.record.moves import MoveRefused
from district.ground.record.reading import key_asked
from district.services.advice import meeting, offering
from district.services.advice.models import Reason
from district.services.advice.permissions import may_keep_corps
from district.services.advice.queries import Day, day_of_expert
from district.services.advice.showing import reasons_said

DAY = "advice.day"
MOST_HEADS = 2000


def _expert(thing: str) -> Expert | None:
    return experts_in_full().filter(pk=key_asked(thing)).first()


def _may(person: Person, thing: str) -> Answer:
    found = _expert(thing)
    return may_keep_corps(person, found.office_id) if found else No(_("没有这位专家。"))


def _waits(day: Day) -> bool:
    return bool(day.offers or day.to_record or day.to_sign or day.needs)


def _shown(link: Link, typed: Mapping[str, str]) -> Shown | None:
    expert = _expert(link.thing)
    if expert is None or not expert.stands():
        return None
    day = day_of_expert(expert)
    if not _waits(day):
        return None
    offers = [{"offer": each, "reasons": reasons_said(each.reasons), **_typed(each.reference, typed)}
              for each in day.offers]  # fmt: skip
    records = [{"row": each, **_typed(each.reference, typed)} for each in day.to_record]
    values: dict[str, Any] = {"expert": expert, "day": day, "offers": offers, "records": records,
                              "reasons": Reason.choices}  # fmt: skip
    seen = {
        "offers": [f"{each.reference} {each.need.subject.name} {each.need.whom}" for each in day.offers],
        "encounters": [each.reference for each in day.to_record],
        "signs": [each.reference for each in day.to_sign],
    }  # fmt: skip
    return Shown("advice/_by_link.html", values, seen)


def _typed(reference: str, typed: Mapping[str, str]) -> dict[str, str]:
    """What was typed of one thing of the page, whose fields carry its number."""
    names = ("reason", "say", "text", "minutes", "heads")
    return {f"typed_{name}": typed.get(f"{name}-{reference}", "") for name in names}


def _do(link: Link, data: Mapping[str, str], _user: Person | None) -> Done:
    expert = _expert(link.thing)
    assert expert is not None, "shown before"
    day = day_of_expert(expert)
    try:
        done = _one(day, expert, data)
    except (NotPossible, MoveRefused) as why:
        raise NotDone(str(why)) from None
    return Done(done.did, done.says, done.signed, last=not _waits(day_of_expert(expert)))


def _one(day: Day, expert: Expert, data: Mapping[str, str]) -> Done:
    """One thing of the page's, by its button."""
    verb, _sep, reference = data.get("do", "").partition(":")
    signed: dict[str, Any] = {"reference": reference}
    offer = next((each for each in day.offers if each.reference == reference), None)
    row = next((each for each in day.to_record if each.reference == reference), None)
    part = next((each for each in day.to_sign if each.reference == reference), None)
    if verb == "accept" and offer is not None:
        offering.accept(offer=offer, by=None, may=Yes)
        return Done("accept", _("已接单，负责部门会帮您和对方约时间。"), signed)
    if verb == "refuse" and offer is not None:
        reason, say = data.get(f"reason-{reference}", ""), data.get(f"say-{reference}", "")
        offering.refuse(offer=offer, by=None, reason=reason, say=say, may=Yes)
        return Done("refuse", _("已记下接不了，谢谢您答复。"), signed | {"reason": reason, "say": say})
    if verb == "record" and row is not None:
        text, minutes = data.get(f"text-{reference}", ""), data.get(f"minutes-{reference}", "")
        heads = data.get(f"heads-{reference}", "").strip()
        if heads and not 1 <= key_asked(heads) <= MOST_HEADS:
            raise NotDone(_("来了几人请填 1 到 %(n)d。") % {"n": MOST_HEADS})
        meeting.record(encounter=row, by=None, text=text, minutes=key_asked(minutes.strip()),
                       heads=key_asked(heads) or None, may=Yes)  # fmt: skip
        own = row.advisers.get(expert=expert)
        meeting.sign(adviser=own, by=None, may=Yes)
        return Done("record", _("已记录，对方可以看到。"), signed | {"text": text, "minutes": minutes, "heads": heads})
    if verb == "sign" and part is not None:
        meeting.sign(adviser=part, by=None, say=data.get(f"say-{reference}", ""), may=Yes)
        return Done("sign", _("已签。"), signed)
    raise NotDone(_("请选一件要办的事。"))


WORDS = {
    "offers": gettext_lazy("请您接单"), "encounters": gettext_lazy("请您记录"), "signs": gettext_lazy("请您签字"),
    "reference": gettext_lazy("编号"), "reason": gettext_lazy("理由"), "say": gettext_lazy("补充"),
    "text": gettext_lazy("记录"), "minutes": gettext_lazy("用时（分钟）"), "heads": gettext_lazy("人数"),
    **dict(Reason.choices),
}  # fmt: skip
PURPOSES = (Purpose(DAY, gettext_lazy("专家接单和记录"), _may, _shown, _do, words=WORDS),)
