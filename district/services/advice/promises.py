"""What the catalogue promises of a service: who leads it, within how many working days an expert takes a need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext as _

from district.cases.core.terms import Term, read_term
from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.people.queries import Bureau, experts_for
from district.policies.queries import programmes_led_by, version_on

CORPS, STUDIOS, CLINIC = "expert-corps", "mentor-studio", "online-clinic"
SERVICES = (CORPS, STUDIOS, CLINIC)
TERM = Term(2)  # working days, where the entry says nothing


@dataclass(frozen=True)
class Promise:
    """`office` leads; `accept` is the term in which an expert answers; `slug` the programme, "" where none is known."""

    office: Bureau
    accept: Term
    slug: str = ""


def promise_of(slug: str = "") -> Promise:
    """The promise of a programme of advice, the corps' where it is none. Raises NotPossible: nobody leads it."""
    wanted = slug if slug in SERVICES else CORPS
    programme = programmes_led_by().filter(slug=wanted, withdrawn=False).first()
    if programme is not None:
        version = version_on(programme, clock.today())
        said = (version.description.get("deadlines") or {}).get("accept") if version else None
        return Promise(programme.office, read_term(said, TERM), slug if slug in SERVICES else "")
    expert = experts_for().select_related("office").first()
    if expert is None:
        raise NotPossible(_("现在还没有专家可以请，请拨打 12345。"))
    return Promise(expert.office, TERM)


def answered_within(words: str) -> Any:
    """`words` with `%(n)d`, the promised working days, counted when somebody reads it. For what is said at the start
    of the site: buttons, empty lists."""
    return lazy(lambda: gettext(words) % {"n": promised_days()}, str)()


def promised_days() -> int:
    """In how many days an expert answers, as the corps' entry says."""
    try:
        return promise_of().accept.count
    except NotPossible:
        return TERM.count
