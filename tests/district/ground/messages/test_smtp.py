"""Mail over real SMTP: what arrives, what is tried again, what is given up, and a worker that dies."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from district.ground import clock
from district.ground.messages import sending
from district.ground.messages.channels import Temporary, _by_code
from district.ground.messages.models import Delivery
from district.ground.messages.sending import LEASE, MOST_TRIES, WAITS, deliver_due
from district.ground.people.models import Bureau, Person
from tests.district.ground.messages.conftest import FRIDAY, Post, said, tell

pytestmark = pytest.mark.usefixtures("now")


def test_it_arrives_in_both_forms(smtp: Post, founder: Person) -> None:
    tell(founder)
    assert deliver_due()["sent"] == 1
    ((to, mail),) = smtp.taken
    row = Delivery.objects.get()
    assert to == ["founder@example.com"]
    assert (mail["To"], mail["Subject"].strip()) == ("founder@example.com", "“一次性开办费补贴”请补正 2 项")
    assert mail["From"] == "杨浦区惠企 <notice@huiqi.example>"
    assert mail["Message-ID"] == f"<{row.key.hex}@huiqi.example>" == row.provider
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Unsubscribe"] == "<https://huiqi.example/me/notices/>"
    plain, html = said(mail), said(mail, "html")
    for text in (plain, html):
        assert "示例创业者，您好：" in text
        assert "请一次补齐。" in text
        assert "https://huiqi.example/my/applications/" in text
    assert "<script" not in html and "style=" not in html and "<img" not in html
    assert (row.state, row.tries, row.claim) == ("sent", 1, None)
    assert deliver_due().total() == 0
    assert len(smtp.taken) == 1


def test_nobody_sees_other_recipients(smtp: Post, founder: Person, manager: Person) -> None:
    tell(founder, manager)
    deliver_due()
    assert sorted(to for to, _mail in smtp.taken) == [["founder@example.com"], ["manager@example.com"]]
    for (address,), mail in smtp.taken:
        other = ({"founder@example.com", "manager@example.com"} - {address}).pop()
        everything = mail.as_string() + said(mail)
        assert other not in everything
        names = {"founder@example.com": "示例创业者", "manager@example.com": "示例经理"}
        body = said(mail)
        assert names[address] in body and names[other] not in body


def test_what_people_wrote_is_text_not_markup(smtp: Post, founder: Person) -> None:
    tell(founder, title="补正\r\nBcc: x@example.com", body="<b>粗</b> & <script>alert(1)</script>")
    deliver_due()
    ((to, mail),) = smtp.taken
    assert to == ["founder@example.com"] and mail["Bcc"] is None
    html = said(mail, "html")
    assert "&lt;script&gt;" in html and "<script>" not in html
    assert "<b>粗</b> & " in said(mail)


def test_without_an_address_of_the_site_there_is_no_broken_link(smtp: Post, founder: Person, settings: Any) -> None:
    settings.SITE_ADDRESS = ""
    tell(founder)
    deliver_due()
    plain = said(smtp.taken[0][1])
    assert "请登录平台" in plain and "/my/applications/" not in plain


@pytest.mark.parametrize("link", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_links_lead_only_into_the_site(smtp: Post, founder: Person, link: str) -> None:
    tell(founder, link=link)
    deliver_due()
    assert "evil" not in smtp.taken[0][1].as_string() and Delivery.objects.get().link == ""


@pytest.mark.parametrize("place", ["rcpt", "data"])
def test_a_refusal_is_final(smtp: Post, founder: Person, place: str) -> None:
    getattr(smtp, place).append("550 5.1.1 no such mailbox")
    tell(founder)
    assert deliver_due()["failed"] == 1
    row = Delivery.objects.get()
    assert (row.state, row.tries) == ("failed", 1)
    assert "550" in row.error and "no such mailbox" in row.error
    assert deliver_due().total() == 0


@pytest.mark.parametrize("place", ["rcpt", "data"])
def test_a_busy_server_is_asked_again_later(smtp: Post, founder: Person, now: dt.datetime, place: str) -> None:
    getattr(smtp, place).append("451 4.3.0 try later")
    tell(founder)
    assert deliver_due()["later"] == 1
    row = Delivery.objects.get()
    assert (row.state, row.next_try, row.claim) == ("waiting", now + WAITS[0], None)
    assert "451" in row.error
    assert deliver_due().total() == 0
    with clock.at(now + WAITS[0]):
        assert deliver_due()["sent"] == 1
    assert Delivery.objects.get().error == ""


def test_one_refused_does_not_hold_up_the_next(smtp: Post, founder: Person, manager: Person) -> None:
    smtp.rcpt.append("550 no")
    tell(founder)
    tell(manager)
    done = deliver_due()
    assert (done["failed"], done["sent"]) == (1, 1)
    assert [to for to, _mail in smtp.taken] == [["manager@example.com"]]


def test_given_up_after_the_last_try(founder: Person, now: dt.datetime, settings: Any) -> None:
    """Nobody listens on the port: each wait is as long as the table says, then it is failed."""
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", 1,
    )  # fmt: skip
    tell(founder, urgent=True)
    moment, waited = now, []
    for _n in range(MOST_TRIES):
        with clock.at(moment):
            deliver_due()
        row = Delivery.objects.get()
        if row.state == "waiting":
            waited.append(row.next_try - moment)
            moment = row.next_try
    assert tuple(waited) == WAITS
    assert (row.state, row.tries) == ("failed", MOST_TRIES)
    assert "ConnectionRefusedError" in row.error
    with clock.at(moment + dt.timedelta(days=9)):
        assert deliver_due().total() == 0


def test_a_dead_server_is_left_alone_for_the_run(founder: Person, now: dt.datetime, settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", 1,
    )  # fmt: skip
    for n in range(30):
        tell(founder, title=f"通知{n}")
    assert deliver_due()["later"] == sending.TIRED
    assert sorted(Delivery.objects.values_list("tries", flat=True)) == [0] * 27 + [1] * 3
    assert not Delivery.objects.exclude(claim=None).exists()


class Killed(BaseException):
    """The process is gone: nothing catches it."""


def test_killed_between_sending_and_marking(
    smtp: Post, founder: Person, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not lost, and the second mail is known by its Message-ID; while the claim lasts nobody sends it again."""

    def die(*_args: object, **_more: object) -> str:
        raise Killed

    tell(founder)
    with monkeypatch.context() as patch:
        patch.setattr(sending, "_mark", die)
        with pytest.raises(Killed):
            deliver_due()
    with clock.at(now + LEASE - dt.timedelta(seconds=1)):
        assert deliver_due().total() == 0
    with clock.at(now + LEASE):
        assert deliver_due()["sent"] == 1
    first, second = (mail["Message-ID"] for _to, mail in smtp.taken)
    assert first == second
    assert Delivery.objects.get().tries == 2


def test_killed_before_sending(smtp: Post, founder: Person, now: dt.datetime) -> None:
    tell(founder)
    assert len(sending.claim()) == 1
    with clock.at(now + LEASE):
        assert deliver_due()["sent"] == 1
    assert len(smtp.taken) == 1


def test_one_that_kills_its_senders_is_given_up(founder: Person, now: dt.datetime) -> None:
    tell(founder)
    moment = now
    for _n in range(MOST_TRIES):
        with clock.at(moment):
            assert len(sending.claim()) == 1
        moment += LEASE
    with clock.at(moment):
        assert sending.claim() == []
    assert (Delivery.objects.get().state, Delivery.objects.get().tries) == ("failed", MOST_TRIES)


def test_a_slow_worker_does_not_overwrite_the_next_ones_word(smtp: Post, founder: Person, now: dt.datetime) -> None:
    tell(founder)
    (slow,) = sending.claim()
    with clock.at(now + LEASE):
        assert deliver_due()["sent"] == 1
    sending._mark(slow, "failed", state="failed", error="too late")
    assert Delivery.objects.get().state == "sent"


def test_the_address_is_todays(smtp: Post, founder: Person, manager: Person) -> None:
    tell(founder)
    tell(manager)
    founder.emailaddress_set.update(email="new@example.com")
    manager.emailaddress_set.update(verified=False)
    done = deliver_due()
    assert (done["sent"], done["dropped"]) == (1, 1)
    assert [to for to, _mail in smtp.taken] == [["new@example.com"]]
    assert Delivery.objects.get(person=manager).error == "收件人不再用这种方式接收。"


def test_the_command(smtp: Post, founder: Person, capsys: pytest.CaptureFixture[str]) -> None:
    from django.core.management import call_command

    tell(founder)
    call_command("deliver")
    assert re.search(r"已发 1 条", capsys.readouterr().out)


@pytest.mark.parametrize("title", ["“首次创业一次性社保补贴”请补正 3 项" * 3, "a" * 120, "短", "编号 SB2026-7KQ4 " * 4])
def test_a_subject_begins_on_its_own_line(smtp: Post, founder: Person, title: str) -> None:
    tell(founder, title=title[:200])
    deliver_due()
    mail = smtp.taken[0][1]
    raw = mail.as_bytes().decode("ascii", "replace")
    first = next(line for line in raw.splitlines() if line.startswith("Subject:"))
    assert first.removeprefix("Subject:").strip()
    assert mail["Subject"].replace(" ", "") == " ".join(title[:200].split()).replace(" ", "")


def test_mail_of_a_bureau_names_it_and_is_answered_there(smtp: Post, founder: Person) -> None:
    office = Bureau.objects.create(
        name="区人社局",
        full="示例区人力资源和社会保障局",
        phone="12333",
        address="示例路 8 号",
        email="office@example.org",
    )
    tell(founder, office=office)
    deliver_due()
    mail = smtp.taken[0][1]
    assert str(mail["From"]).startswith("示例区人力资源和社会保障局（杨浦区惠企）")
    assert mail["Reply-To"] == "office@example.org"
    for text in (said(mail), said(mail, "html")):
        assert "示例区人力资源和社会保障局，12333，示例路 8 号" in text and "请勿直接回复" not in text
    assert str(mail["Date"]).endswith("+0800")


@pytest.mark.parametrize(
    ("code", "answer", "again"),
    [(550, "Connection frequency limited", True), (550, "5.7.1 Too many messages, try again later", True),
     (554, "IP频率超过限制", True), (451, "greylisted", True), (550, "no such mailbox", False),
     (552, "message too big", False), (550, "5.1.1 user unknown", False), (550, "User too old?", False)],
)  # fmt: skip
def test_a_refusal_that_means_too_often_is_tried_again(code: int, answer: str, again: bool) -> None:
    assert isinstance(_by_code(code, answer), Temporary) is again


def test_one_domain_gets_only_its_share_of_a_run(
    smtp: Post, founder: Person, manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "PER_DOMAIN", 1)
    tell(founder, manager)
    assert deliver_due()["sent"] == 1
    row = Delivery.objects.get(state="waiting")
    assert row.tries == 0 and row.next_try > FRIDAY
    with clock.at(FRIDAY + dt.timedelta(minutes=2)):
        assert deliver_due()["sent"] == 1
