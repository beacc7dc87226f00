"""Who is told of an opening, a new rule, a change: whom it fits, once; and how one stops it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from district.ground import clock
from district.ground.messages.models import Delivery, Message
from district.ground.people.permissions import Refused
from district.policies.subscribing import actions, news, occasions
from district.policies.subscribing.models import Subscription, Told
from tests.district.cases.factories import (
    FILES,
    HIRING,
    District,
    enterprise,
    join,
    know,
    person,
    programme_text,
    publish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WINDOW = dt.date(2023, 4, 1)  # the day on which the award's window opens
PLAIN = {path: text for path, text in FILES.items() if "/award/2023" not in path}


@pytest.fixture
def open_site(settings: Any) -> None:
    settings.SITE_ADDRESS = "https://example.test"


def tell(day: dt.date | dt.datetime) -> int:
    with clock.at(day):
        return news.tell(today=clock.today())


def titles(who: Any) -> list[str]:
    return list(Message.objects.filter(to=who).order_by("pk").values_list("title", flat=True))


@pytest.fixture
def rich(here: District) -> Iterator[District]:
    """The founder's firm has revenue enough for the award, whose window is closed; the rule of 2023 never comes."""
    here.programmes = publish(PLAIN)
    know(here.firm, "营业收入", Decimal(1_500_000))
    yield here


def test_the_window_opens_and_whom_it_fits_is_told_once(rich: District, open_site: None) -> None:
    actions.subscribe(person=rich.founder, programme=rich.programmes["award"])
    assert tell(dt.date(2023, 3, 31)) == 0
    assert tell(WINDOW) == 1
    message = Message.objects.get(to=rich.founder)
    assert message.title == f"{rich.firm.name}：示例成长奖励开始申报"
    assert "2023年5月31日 截止" in message.body
    assert message.link == reverse("policies:programme", args=["award"])
    assert tell(WINDOW) == tell(dt.date(2023, 4, 20)) == 0  # run again, or on another day of the same window
    assert tell(dt.date(2024, 4, 1)) == 1  # the next window is another opening


def test_who_has_no_chance_is_not_disturbed_until_they_have_one(rich: District) -> None:
    poor = enterprise("91310110MA00000001", "示例乙", 注册区="示例区", 营业收入=Decimal(1))
    other = person("other")
    join(other, poor)
    actions.subscribe(person=other, programme=rich.programmes["award"])
    assert tell(WINDOW) == 0 and titles(other) == []
    know(poor, "营业收入", Decimal(2_000_000), since=dt.date(2023, 4, 5))
    assert tell(dt.date(2023, 4, 10)) == 1


def test_what_was_open_when_one_subscribed_is_no_news(rich: District) -> None:
    with clock.at(dt.date(2023, 4, 3)):
        actions.subscribe(person=rich.founder, programme=rich.programmes["award"])
    assert tell(dt.date(2023, 4, 4)) == 0
    assert tell(dt.date(2024, 4, 2)) == 1


def test_whatever_fits_a_firm_is_told_when_it_is_new(rich: District) -> None:
    actions.follow(person=rich.founder, enterprise=rich.firm)
    grant = "conditions: [{id: staff, say: 人多, when: 从业人员 >= %d, cite: 示例}]\nbenefit: {amount: 100}\n"
    added = {
        "test/programmes/fits/programme.yaml": programme_text("示例新补贴", "区科委"),
        "test/programmes/fits/2022-01-01.yaml": grant % 5,
        "test/programmes/not/programme.yaml": programme_text("示例大企业补贴", "区科委"),
        "test/programmes/not/2022-01-01.yaml": grant % 500,
    }
    with clock.at(dt.date(2022, 7, 1)):
        publish(PLAIN | added)
    assert tell(dt.date(2022, 7, 2)) == 1
    assert titles(rich.founder) == [f"{rich.firm.name}：新政策：示例新补贴"]
    assert tell(dt.date(2022, 7, 3)) == 0


def test_a_changed_rule_is_news_and_a_retouched_one_is_none(rich: District) -> None:
    actions.subscribe(person=rich.founder, programme=rich.programmes["hiring"])
    hiring = "test/programmes/hiring/2022-01-01.yaml"
    with clock.at(dt.date(2022, 7, 1)):
        publish(PLAIN | {hiring: HIRING.replace("示例规〔2022〕1号 第三条", "示例规〔2022〕1号第三条")})
    assert tell(dt.date(2022, 7, 2)) == 0  # how it cites its article is nothing anybody acts on
    with clock.at(dt.date(2022, 7, 3)):
        publish(PLAIN | {hiring: HIRING.replace("3 人以上", "5 人以上").replace("从业人员 >= 3", "从业人员 >= 5")})
    assert tell(dt.date(2022, 7, 4)) == 1
    assert titles(rich.founder) == [f"{rich.firm.name}：示例用工补贴的规则有变化"]


def test_a_programme_that_comes_back_is_told_as_such(rich: District) -> None:
    actions.follow(person=rich.founder, enterprise=rich.firm)
    with clock.at(dt.date(2022, 7, 1)):
        publish({path: text for path, text in PLAIN.items() if "/award/" not in path})
    assert tell(dt.date(2022, 7, 2)) == 0
    with clock.at(dt.date(2022, 8, 1)):
        publish(PLAIN)
    assert tell(dt.date(2022, 8, 2)) == 1
    assert titles(rich.founder) == [f"{rich.firm.name}：重新开放：示例成长奖励"]


def test_a_rule_of_a_coming_day_is_news_on_its_day(here: District) -> None:
    know(here.firm, "营业收入", Decimal(3_000_000))
    actions.subscribe(person=here.founder, programme=here.programmes["award"])
    assert tell(dt.date(2022, 12, 31)) == 0
    assert tell(dt.date(2023, 1, 1)) == 1
    assert titles(here.founder) == [f"{here.firm.name}：示例成长奖励的规则有变化"]
    assert tell(WINDOW) == 1  # and that it opens is another thing to know


def test_who_left_the_firm_is_not_told_of_it(rich: District) -> None:
    actions.follow(person=rich.founder, enterprise=rich.firm)
    rich.founder.membership_set.update(state="ended")
    assert tell(WINDOW) == 0


def test_who_has_no_firm_is_told_and_an_account_out_of_use_is_not(rich: District) -> None:
    for who in (rich.stranger, rich.colleague):
        actions.subscribe(person=who, programme=rich.programmes["award"])
    type(rich.colleague).objects.filter(pk=rich.colleague.pk).update(is_active=False)
    assert tell(WINDOW) == 1
    assert "看看是否符合" in Message.objects.get(to=rich.stranger).body


def test_mail_goes_as_the_person_chose(rich: District, settings: Any, open_site: None) -> None:
    from allauth.account.models import EmailAddress

    settings.NOTICE_EMAIL = True
    EmailAddress.objects.create(user=rich.founder, email="founder@example.com", verified=True, primary=True)
    made = actions.subscribe(person=rich.founder, programme=rich.programmes["award"])
    tell(WINDOW)
    row = Delivery.objects.get(person=rich.founder)
    assert (row.channel, row.kind, row.office) == ("email", "notice", rich.programmes["award"].office)
    assert f"https://example.test/subscriptions/{made.key}/" in row.body


def test_the_command_tells_and_says_how_many(rich: District, capsys: Any) -> None:
    actions.subscribe(person=rich.founder, programme=rich.programmes["award"])
    call_command("tell_openings", on=WINDOW)
    assert "已发 1 条" in capsys.readouterr().out
    assert Told.objects.get().occasion == "open 2023-04-01"


def test_the_questions_do_not_grow_with_the_programmes(rich: District, django_assert_num_queries: Any) -> None:
    with clock.at(WINDOW), django_assert_num_queries(5):
        occasions.occasions(WINDOW)


def test_the_letters_link_shows_a_button_and_only_the_button_ends_it(rich: District, client: Client) -> None:
    made = actions.subscribe(person=rich.founder, programme=rich.programmes["award"])
    address = reverse("policies:unsubscribe", args=[made.key])
    for ask in (client.get, client.head):  # scanners of mail follow links
        assert ask(address).status_code == 200
    made.refresh_from_db()
    assert made.ended_at is None
    page = client.post(address, follow=True).content.decode()
    assert "不会再收到" in page
    made.refresh_from_db()
    assert made.ended_at is not None
    ended = made.ended_at
    client.post(address)
    made.refresh_from_db()
    assert made.ended_at == ended
    assert tell(WINDOW) == 0
    assert client.get(reverse("policies:unsubscribe", args=["no-such-key"])).status_code == 404


def test_from_the_page_to_the_list_and_out_again(rich: District, as_: Any) -> None:
    client = as_(rich.founder)
    page = client.get("/policies/award/").content.decode()
    assert "开放时告诉我" in page
    for _twice in range(2):
        client.post(reverse("policies:subscribe", args=["award"]))
    client.post(reverse("policies:follow"), {"enterprise": rich.firm.uscc})
    assert Subscription.objects.standing().count() == 2
    assert "已订阅，开放时告诉您" in client.get("/policies/award/").content.decode()
    mine = client.get(reverse("policies:subscriptions")).content.decode()
    assert "示例成长奖励" in mine and f"适合{rich.firm.name}的政策" in mine
    row = Subscription.objects.get(programme__slug="award")
    client.post(reverse("policies:subscription_stop", args=[row.pk]))
    assert not Subscription.objects.standing().filter(programme__slug="award").exists()
    client.post(reverse("policies:subscribe", args=["award"]))  # and again, as another subscription
    assert Subscription.objects.filter(programme__slug="award").count() == 2


def test_somebody_elses_is_neither_seen_nor_ended_nor_followed(rich: District, as_: Any) -> None:
    row = actions.subscribe(person=rich.founder, programme=rich.programmes["award"])
    client = as_(rich.stranger)
    assert "示例成长奖励" not in client.get(reverse("policies:subscriptions")).content.decode()
    assert client.post(reverse("policies:subscription_stop", args=[row.pk])).status_code == 404
    assert client.post(reverse("policies:follow"), {"enterprise": rich.firm.uscc}).status_code == 404
    with pytest.raises(Refused):
        actions.follow(person=rich.stranger, enterprise=rich.firm)
    with pytest.raises(Refused):
        actions.stop(subscription=row, by=rich.stranger)
    assert set(Subscription.objects.visible_to(rich.founder)) == {row}


def test_what_is_withdrawn_is_not_subscribed_to(rich: District, as_: Any) -> None:
    publish({path: text for path, text in PLAIN.items() if "/award/" not in path})
    assert as_(rich.founder).post(reverse("policies:subscribe", args=["award"])).status_code == 404
    rich.programmes["award"].refresh_from_db()
    with pytest.raises(Refused):
        actions.subscribe(person=rich.founder, programme=rich.programmes["award"])


@pytest.mark.parametrize("name", [
    "subscription_is_about_one_thing", "subscription_ends_later", "one_subscription_a_programme",
    "one_subscription_an_enterprise", "told_once_an_occasion",
])  # fmt: skip
def test_the_database_holds(name: str, rich: District) -> None:
    award, now = rich.programmes["award"], clock.now()
    one = actions.subscribe(person=rich.founder, programme=award)
    actions.follow(person=rich.founder, enterprise=rich.firm)
    told = {"person": rich.founder, "programme": award, "occasion": "open", "subscription": one, "at": now}
    Told.objects.create(**told)
    wrong = {
        "subscription_is_about_one_thing": lambda: Subscription(person=rich.stranger),
        "subscription_ends_later": lambda: Subscription(
            person=rich.stranger, programme=award, ended_at=now - dt.timedelta(days=1)
        ),
        "one_subscription_a_programme": lambda: Subscription(person=rich.founder, programme=award),
        "one_subscription_an_enterprise": lambda: Subscription(person=rich.founder, enterprise=rich.firm),
        "told_once_an_occasion": lambda: Told(**told),
    }[name]()
    if isinstance(wrong, Subscription):
        wrong.key, wrong.created_at = "another", now
    with pytest.raises(IntegrityError), transaction.atomic():
        wrong.save(force_insert=True)
