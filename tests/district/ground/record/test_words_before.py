"""Numbers of people typed where they need not stand: every free text of the public and of members says it once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from district.enterprises.models import Membership
from district.ground.acts.registry import ACTS
from district.ground.people.models import Person
from district.ground.record.typed import FREE, PLACES_FOR_NUMBERS, MindsNumbers, numbers_before
from tests.district.cases.factories import District, join, person

SITE, TOLD, PHONE = "http://testserver", "您写了手机号", "联系王示例 13800001111"
Field = tuple[Any, str]


def free_fields() -> list[Field]:
    """Every free text of an act that is done in one go, whoever does it: the public, members, organisations, the desk,
    the services."""
    acts = [each for each in ACTS if each.asks and not each.whole]
    return [
        (act, name) for act in acts if not issubclass(act.asks or object, MindsNumbers)
        for name, field in getattr(act.asks, "base_fields", {}).items()
        if type(field) in FREE and name not in PLACES_FOR_NUMBERS and not field.widget.is_hidden
    ]  # fmt: skip


def test_statements_reasons_acceptances_and_titles_are_among_them() -> None:
    found = {f"{act.key} {name}" for act, name in free_fields()}
    assert {
        "cases.objection_state statement", "cases.my_finding text", "cases.my_acceptance say", "slots.book title",
        "slots.cancel why", "slots.openings title", "slots.absence why", "cases.withdraw reason",
        "tokens.revoke reason", "enterprises.part_end reason", "cases.letter_serve note",
        "organisations.expert_edit about", "advice.record text", "community.send_back why",
        "hours.strike reason", "contests.revoke reason", "employers.touch what",
    } <= found  # fmt: skip


@pytest.mark.parametrize("field", free_fields(), ids=lambda each: f"{each[0].key} {each[1]}")
def test_each_says_it(field: Field) -> None:
    act, name = field
    form = type("Typed", (), {})()
    form.fields, form.data, form.add_prefix = act.asks.base_fields, {name: PHONE}, str
    without_texts = replace(act, texts=None)
    assert TOLD in numbers_before(without_texts, None, None, form)[0]
    form.data = {name: "合同 2022-13800001 号"}
    assert numbers_before(without_texts, None, None, form) == ("", "")


def marks(page: Any) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(csrfmiddlewaretoken|typed_for)" value="([^"]+)"',
                           page.content.decode()))  # fmt: skip


def test_the_form_comes_back_filled_and_the_next_press_goes_on(here: District, as_: Callable[[Person], Client]) -> None:
    owner, member = person("owner"), person("clerk")
    for each, role in ((owner, "owner"), (member, "member")):
        join(each, here.firm)
        Membership.objects.filter(person=each).update(role=role)
    row, client = Membership.objects.get(person=member), as_(owner)
    page, at = reverse("enterprises:people", args=[here.firm.uscc]), reverse("enterprises:part_end", args=[row.pk])

    def press(reason: str) -> str:
        said = {**marks(client.get(page)), "reason": reason}
        sent = client.post(at, said, headers={"Origin": SITE, "Referer": SITE + page}, follow=True)
        return str(sent.content.decode())

    first = press(PHONE)
    row.refresh_from_db()
    assert row.state == "confirmed" and TOLD in first and f'value="{PHONE}"' in first
    other = press("身份另议 13900002222")  # another text is told of anew
    row.refresh_from_db()
    assert row.state == "confirmed" and TOLD in other
    assert TOLD not in press(PHONE)
    row.refresh_from_db()
    assert row.state == "left" and row.why == PHONE


def test_a_draft_is_kept_whole_and_told_of_when_it_is_handed_in(
    here: District, as_: Callable[[Person], Client]
) -> None:
    case, client = here.started(), as_(here.founder)
    at = f"/my/applications/{case.reference}/"
    page = client.post(f"{at}check/", {"have-0": "on", "note-0": PHONE}, follow=True)
    assert TOLD not in page.content.decode()  # nobody else reads a draft
    case.refresh_from_db()
    assert case.evidence == {"用工计划": PHONE}

    def press() -> str:
        shown = client.get(f"{at}check/")
        key = re.search(r'name="request_key" value="([^"]+)"', shown.content.decode())
        assert key
        said = {**marks(shown), "request_key": key[1], "declare": "on"}
        sent = client.post(
            f"{at}hand-in/", said, headers={"Origin": SITE, "Referer": SITE + at + "check/"}, follow=True
        )
        case.refresh_from_db()
        return str(sent.content.decode())

    assert TOLD in press() and case.state == "draft"
    press()
    assert case.state == "submitted"


def test_the_desk_is_told_too(here: District, as_: Callable[[Person], Client]) -> None:
    case, client = here.accepted(), as_(here.officer)
    at = f"/desk/applications/{case.reference}/"
    said = {**marks(client.get(at)), "condition": "plan", "value": "true", "note": PHONE}
    sent = client.post(f"{at}answer/", said, headers={"Origin": SITE, "Referer": SITE + at}, follow=True)
    assert TOLD in sent.content.decode() and not case.answers.exists()
