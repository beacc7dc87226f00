"""Each person's own page: which channels, what is bundled, and a telephone number that is proved to be theirs."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from district.ground import clock
from district.ground.messages import actions
from district.ground.messages.models import Choice, Delivery
from district.ground.messages.queries import choice_of
from district.ground.messages.rendering import letter
from district.ground.messages.sending import WAITS, deliver_due
from district.ground.people.actions import create_person
from district.ground.people.models import Person
from district.ground.record.queries import LogEntry
from tests.district.ground.messages.conftest import Gateway, tell

pytestmark = pytest.mark.usefixtures("now")
PAGE = "/me/notices/"


def page(client: Client, person: Person) -> str:
    client.force_login(person)
    return client.get(PAGE).content.decode()


def test_what_a_person_sees_first(client: Client, founder: Person) -> None:
    text = page(client, founder)
    assert "founder@example.com" in text and 'name="sms"' not in text and 'name="webhook"' not in text
    assert re.search(r'name="email"[^>]*checked', text) and re.search(r'value="plain"[^>]*checked', text)
    assert "工作日 08:30—18:00 发出，合并的在 17:00 发出" in text
    assert not Choice.objects.exists()  # looking writes nothing


def test_choosing(client: Client, founder: Person, gateway: Gateway) -> None:
    client.force_login(founder)
    reply = client.post(PAGE, {"webhook": "on", "bundle": "all"})
    assert reply["Location"] == PAGE
    row = choice_of(founder)
    assert (row.email, row.sms, row.webhook, row.bundle) == (False, False, True, "all")
    line = LogEntry.objects.get(verb="choose-notices")
    said = {"channels": ["webhook"], "bundle": "all", "language": "zh-hans"}
    assert (line.subject, line.by, line.data) == ("founder", founder, said)
    assert client.post(PAGE, {"bundle": "sometimes"}).status_code == 422


def test_without_a_proved_address(client: Client, db: None) -> None:
    person = create_person(username="nobody", name="示例", password="long enough 1")
    text = page(client, person)
    assert "还没有验证过的邮箱" in text and re.search(r'name="email"[^>]*disabled', text)
    client.post(PAGE, {"bundle": "none"})
    assert choice_of(person).email is True  # on as soon as there is one


def test_a_channel_the_site_has_not_keeps_its_value(client: Client, founder: Person) -> None:
    Choice.objects.create(person=founder, webhook=True)
    client.force_login(founder)
    client.post(PAGE, {"email": "on", "bundle": "plain"})
    assert choice_of(founder).webhook is True


def test_officials_choose_at_their_desk(client: Client, officer: Person) -> None:
    assert "hq-rail" in page(client, officer)


def test_nothing_to_choose(client: Client, founder: Person, settings: Any) -> None:
    settings.NOTICE_EMAIL = False
    assert "目前只有站内消息" in page(client, founder)


def code_of(gateway: Gateway) -> str:
    found = re.search(r"验证码 (\d{6})", gateway.payloads[-1]["text"])
    assert found
    return found[1]


def test_proving_a_number(client: Client, founder: Person, gateway: Gateway) -> None:
    client.force_login(founder)
    assert re.search(r'name="sms"[^>]*disabled', client.get(PAGE).content.decode())
    client.post("/me/notices/phone/send/", {"phone": "+86 139-0000-1234"})
    assert deliver_due()["sent"] == 1
    assert gateway.payloads[0]["to"] == "13900001234"
    assert "发到 139****1234 的验证码" in client.get(PAGE).content.decode()
    row = Delivery.objects.get()
    assert (row.kind, row.body) == ("code", "")  # of no more use, and gone
    client.post("/me/notices/phone/confirm/", {"code": code_of(gateway)})
    choice = choice_of(founder)
    assert choice.sms and choice.phone_confirmed_at and choice.code == "" and choice.phone == "13900001234"
    text = client.get(PAGE).content.decode()
    assert "139****1234，已验证" in text and "13900001234" not in text
    tell(founder, title="请补正")
    deliver_due()
    assert gateway.payloads[-1]["text"].startswith("【惠企】请补正")
    assert [line.verb for line in LogEntry.objects.order_by("number")] == ["confirm-phone"]


def test_a_forged_tick_does_not_open_sms(client: Client, founder: Person, gateway: Gateway) -> None:
    client.force_login(founder)
    client.post(PAGE, {"email": "on", "sms": "on", "bundle": "plain"})
    assert choice_of(founder).sms is False
    with pytest.raises(actions.NotPossible):
        actions.choose(person=founder, email=True, sms=True, webhook=False, bundle="plain")


def test_a_code_is_sent_again_under_a_dead_gateway(founder: Person, gateway: Gateway, now: dt.datetime) -> None:
    gateway.answers.append((503, b""))
    actions.send_code(person=founder, number="13900001234")
    deliver_due()
    with clock.at(now + WAITS[0]):
        assert deliver_due()["sent"] == 1
    assert code_of(gateway)


def test_a_wrong_code(client: Client, founder: Person, gateway: Gateway) -> None:
    actions.send_code(person=founder, number="13900001234")
    deliver_due()
    right = code_of(gateway)
    wrong = "000000" if right != "000000" else "111111"
    client.force_login(founder)
    assert "验证码不对" in client.post("/me/notices/phone/confirm/", {"code": wrong}, follow=True).content.decode()
    for _n in range(actions.CODE_TRIES - 1):
        with pytest.raises(actions.NotPossible, match="不对"):
            actions.confirm_phone(person=founder, code=wrong)
    with pytest.raises(actions.NotPossible, match="失效"):
        actions.confirm_phone(person=founder, code=right)
    assert choice_of(founder).phone_confirmed_at is None


def test_an_old_code(founder: Person, gateway: Gateway, now: dt.datetime) -> None:
    actions.send_code(person=founder, number="13900001234")
    deliver_due()
    with clock.at(now + actions.CODE_LASTS), pytest.raises(actions.NotPossible, match="失效"):
        actions.confirm_phone(person=founder, code=code_of(gateway))


def test_a_code_is_one_persons(founder: Person, manager: Person, gateway: Gateway) -> None:
    actions.send_code(person=founder, number="13900001234")
    deliver_due()
    code = code_of(gateway)
    with pytest.raises(actions.NotPossible):
        actions.confirm_phone(person=manager, code=code)


def test_not_too_many_codes(founder: Person, gateway: Gateway, now: dt.datetime) -> None:
    actions.send_code(person=founder, number="13900001234")
    with pytest.raises(actions.NotPossible, match="一分钟"):
        actions.send_code(person=founder, number="13900001234")
    moment = now
    for _n in range(actions.CODES_A_DAY - 1):
        moment += actions.CODE_EVERY
        with clock.at(moment):
            actions.send_code(person=founder, number="13900001234")
    with clock.at(moment + actions.CODE_EVERY), pytest.raises(actions.NotPossible, match="一天最多"):
        actions.send_code(person=founder, number="13900001234")


@pytest.mark.parametrize("number", ["", "12900001234", "1390000123", "139000012345", "+1 2025550100", "一三九"])
def test_numbers_that_are_none(founder: Person, gateway: Gateway, number: str) -> None:
    with pytest.raises(actions.NotPossible, match="11 位"):
        actions.send_code(person=founder, number=number)
    assert not Delivery.objects.exists()


def test_no_codes_without_a_gateway(founder: Person) -> None:
    with pytest.raises(actions.NotPossible, match="没有开通"):
        actions.send_code(person=founder, number="13900001234")


def test_a_new_number_has_to_be_proved_again(founder: Person, gateway: Gateway, now: dt.datetime) -> None:
    actions.send_code(person=founder, number="13900001234")
    deliver_due()
    actions.confirm_phone(person=founder, code=code_of(gateway))
    with clock.at(now + actions.CODE_EVERY):
        row = actions.send_code(person=founder, number="13800005678")
    assert (row.sms, row.phone_confirmed_at, row.phone) == (False, None, "13800005678")


def test_a_number_is_forgotten(client: Client, founder: Person, gateway: Gateway) -> None:
    actions.send_code(person=founder, number="13900001234")
    deliver_due()
    actions.confirm_phone(person=founder, code=code_of(gateway))
    tell(founder)
    client.force_login(founder)
    for _n in range(2):
        client.post("/me/notices/phone/remove/")
    assert (choice_of(founder).phone, choice_of(founder).sms) == ("", False)
    assert LogEntry.objects.filter(verb="remove-phone").count() == 1
    done = deliver_due()
    assert done["dropped"] == 1 and len(gateway.got) == 1  # what waited to go there does not


def test_a_number_under_another_key_stops_nobody(
    founder: Person, gateway: Gateway, now: dt.datetime, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    choice = Choice(person=founder, sms=True, phone_confirmed_at=now)
    choice.phone = "13900001234"
    choice.save()
    settings.FIELD_KEYS = ("another",)
    tell(founder)
    assert [row.channel for row in Delivery.objects.all()] == ["email"]
    assert "does not open" in caplog.text


def test_links_do_nothing(client: Client, founder: Person) -> None:
    client.force_login(founder)
    for verb in ("send", "confirm", "remove"):
        assert client.get(f"/me/notices/phone/{verb}/").status_code == 405


def test_mail_in_english_stands_above_the_chinese(client: Client, founder: Person, manager: Person) -> None:
    client.force_login(founder)
    client.post(PAGE, {"email": "on", "bundle": "plain", "language": "en"})
    assert choice_of(founder).language == "en"
    for person in (founder, manager):
        tell(person, title="没有消息")  # a sentence of the site's own
    mails = {row.person_id: letter(row) for row in Delivery.objects.all()}
    english, chinese = mails[founder.pk], mails[manager.pk]
    assert english.subject == "No messages" and chinese.subject == "没有消息"
    assert english.text.index("No messages") < english.text.index("the Chinese counts") < english.text.index("没有消息")
    assert '<div lang="en">' in english.html and "No messages" not in chinese.html


def test_who_says_no_language_keeps_it_and_another_is_refused(client: Client, founder: Person) -> None:
    client.force_login(founder)
    client.post(PAGE, {"email": "on", "bundle": "plain", "language": "en"})
    client.post(PAGE, {"email": "on", "bundle": "all"})
    assert (choice_of(founder).language, choice_of(founder).bundle) == ("en", "all")
    assert client.post(PAGE, {"email": "on", "bundle": "all", "language": "fr"}).status_code == 422
