"""The outbox as officers see it: whose rows, what they look like, and what may be done with them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from district.ground import clock
from district.ground.messages import actions, rendering, sending
from district.ground.messages.columns import OUTBOX
from district.ground.messages.models import Choice, Delivery
from district.ground.people.actions import create_person
from district.ground.people.models import Bureau, Person, Role
from district.ground.people.permissions import Refused
from district.ground.record.queries import history
from district.ground.tables.listing import listed
from district.policies import naming
from tests.district.ground.messages.conftest import Gateway, Post, on, said, tell

pytestmark = pytest.mark.usefixtures("now")


@pytest.fixture
def admin(bureau: Bureau) -> Person:
    duties = [(bureau, Role.ADMINISTRATOR)]
    return create_person(username="admin", name="示例管理员", password="long enough 1", duties=duties)


@pytest.fixture
def held(founder: Person, bureau: Bureau) -> Delivery:
    tell(founder, title="“开办费”未获同意", body="理由见决定。", kind="refused", office=bureau)
    return Delivery.objects.get()


def look(client: Client, person: Person, address: str = "/desk/outbox/") -> str:
    client.force_login(person)
    return client.get(address).content.decode()


def test_each_bureau_its_own(
    client: Client, held: Delivery, officer: Person, other_officer: Person, auditor: Person, admin: Person
) -> None:
    seen = {who.username: "未获同意" in look(client, who) for who in (officer, other_officer, auditor, admin)}
    assert seen == {"officer": True, "science": False, "auditor": True, "admin": False}
    address = f"/desk/outbox/{held.reference}/"
    for who, status in ((officer, 200), (other_officer, 404), (auditor, 200), (admin, 404)):
        client.force_login(who)
        assert client.get(address).status_code == status
        assert client.get(f"{address}release/").status_code == 405  # a link never changes anything


def test_the_houses_own_are_the_administrators(
    client: Client, founder: Person, officer: Person, admin: Person, auditor: Person
) -> None:
    tell(founder, title="平台通知", kind="refused")
    row = Delivery.objects.get()
    assert "平台通知" in look(client, admin) and "平台通知" not in look(client, officer)
    with pytest.raises(Refused):
        actions.release(deliveries=[row], by=officer)
    with pytest.raises(Refused):
        actions.release(deliveries=[row], by=auditor)
    assert actions.release(deliveries=[row], by=admin) == 1


def test_founders_have_no_door(client: Client, held: Delivery, founder: Person) -> None:
    client.force_login(founder)
    assert client.get("/desk/outbox/").status_code == 403


def test_auditors_look_only(client: Client, held: Delivery, auditor: Person) -> None:
    page = look(client, auditor) + look(client, auditor, f"/desk/outbox/{held.reference}/")
    assert "放行" not in page and "撤下</button>" not in page
    for verb in ("release", "edit", "drop", "retry"):
        assert client.post(f"/desk/outbox/{held.reference}/{verb}/", {"reason": "x"}).status_code == 403
    held.refresh_from_db()
    assert held.state == "held"


def test_shown_as_it_is_sent(client: Client, held: Delivery, officer: Person, smtp: Post) -> None:
    page = look(client, officer, f"/desk/outbox/{held.reference}/")
    preview = rendering.letter(held)
    assert preview.body in page
    assert "founder@example.com" not in page and "f***@example.com" in page
    client.post(f"/desk/outbox/{held.reference}/release/")
    sending.deliver_due()
    ((_to, mail),) = smtp.taken
    assert said(mail).strip() == preview.text.strip()
    assert said(mail, "html").strip() == preview.html.strip()


def test_released_once(client: Client, held: Delivery, officer: Person) -> None:
    client.force_login(officer)
    for _n in range(2):
        client.post(f"/desk/outbox/{held.reference}/release/")
    held.refresh_from_db()
    assert held.state == "waiting"
    assert [(line.verb, line.before, line.after) for line in history("record", held.reference)] == [
        ("release", "held", "waiting")
    ]


def test_released_at_night_leaves_in_the_morning(held: Delivery, officer: Person) -> None:
    with clock.at(on(24, 20)):
        actions.release(deliveries=[held], by=officer)
    held.refresh_from_db()
    assert held.next_try == on(27, 8, 30)


def test_the_chosen_ones_together(
    client: Client, founder: Person, manager: Person, officer: Person, other_officer: Person, bureau: Bureau
) -> None:
    for n in range(3):
        tell(founder, title=f"未获同意{n}", kind="refused", office=bureau)
    science = other_officer.duties[0].bureau
    tell(manager, title="别处的", kind="refused", office=science)
    mine = list(Delivery.objects.filter(office=bureau).order_by("pk"))
    other = Delivery.objects.get(office=science)
    client.force_login(officer)
    chosen = [mine[0].reference, mine[1].reference, other.reference, "no such"]
    page = client.post("/desk/outbox/release/", {"reference": chosen}, follow=True).content.decode()
    assert "已放行 2 条" in page
    states = dict(Delivery.objects.values_list("subject", "state"))
    assert states == {"未获同意0": "waiting", "未获同意1": "waiting", "未获同意2": "held", "别处的": "held"}
    assert "请先勾选" in client.post("/desk/outbox/release/", follow=True).content.decode()
    with pytest.raises(Refused):
        actions.release(deliveries=[mine[2], other], by=officer)
    assert Delivery.objects.filter(state="held").count() == 2  # all or none


def test_the_text_may_be_changed(client: Client, held: Delivery, officer: Person, smtp: Post) -> None:
    client.force_login(officer)
    address = f"/desk/outbox/{held.reference}/edit/"
    for _n in range(2):
        client.post(address, {"subject": " 改过的\n标题 ", "body": "改过的正文。"})
    assert client.post(address, {"subject": " ", "body": "x"}).status_code == 422
    actions.release(deliveries=[held], by=officer)
    sending.deliver_due()
    ((_to, mail),) = smtp.taken
    assert mail["Subject"] == "改过的 标题" and "改过的正文。" in said(mail)
    held.refresh_from_db()
    assert held.message is not None and held.message.title == "“开办费”未获同意"  # in the site it stays
    lines = list(history("record", held.reference))
    assert [line.verb for line in lines] == ["edit", "release"]
    assert set(lines[0].data) == {"before", "after"} and "改过" not in str(lines[0].data)


def test_dropped_with_a_reason(client: Client, held: Delivery, officer: Person) -> None:
    client.force_login(officer)
    address = f"/desk/outbox/{held.reference}/drop/"
    assert client.post(address, {"reason": " "}).status_code == 422
    for _n in range(2):
        client.post(address, {"reason": "发重了"})
    held.refresh_from_db()
    assert (held.state, held.error) == ("dropped", "发重了")
    assert [line.reason for line in history("record", held.reference)] == ["发重了"]
    assert client.post(f"/desk/outbox/{held.reference}/edit/", {"subject": "x"}).status_code == 422
    assert "发重了" in client.get("/desk/outbox/?tab=dropped").content.decode()


def test_sent_again_after_a_failure(
    client: Client, founder: Person, bureau: Bureau, officer: Person, smtp: Post, now: dt.datetime
) -> None:
    smtp.rcpt.append("550 no such mailbox")
    tell(founder, office=bureau)
    sending.deliver_due()
    row = Delivery.objects.get()
    assert "no such mailbox" in look(client, officer, "/desk/outbox/?tab=failed")
    for _n in range(2):
        client.post(f"/desk/outbox/{row.reference}/retry/")
    row.refresh_from_db()
    assert (row.state, row.tries) == ("waiting", 0)
    assert sending.deliver_due()["sent"] == 1
    assert [(line.verb, "550" in line.reason) for line in history("record", row.reference)] == [("retry", True)]
    assert client.post(f"/desk/outbox/{row.reference}/retry/").status_code == 422  # sent is sent


def test_not_while_it_is_being_sent(held: Delivery, officer: Person, now: dt.datetime) -> None:
    actions.release(deliveries=[held], by=officer)
    sending.claim()
    for work in (
        lambda: actions.drop(delivery=held, reason="x", by=officer),
        lambda: actions.edit(delivery=held, subject="x", body="", by=officer),
    ):
        with pytest.raises(actions.NotPossible, match="正在发送"):
            work()
    with clock.at(now + sending.LEASE):
        assert actions.drop(delivery=held, reason="x", by=officer).claim is None


def test_too_many_at_once(officer: Person, bureau: Bureau, founder: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "AT_ONCE", 1)
    for n in range(2):
        tell(founder, title=f"{n}", kind="refused", office=bureau)
    with pytest.raises(actions.NotPossible):
        actions.release(deliveries=Delivery.objects.all(), by=officer)


def test_filters(client: Client, founder: Person, manager: Person, officer: Person, bureau: Bureau) -> None:
    tell(founder, title="甲未获同意", kind="refused", office=bureau)
    tell(manager, title="乙要退款", kind="recovery", office=bureau)

    def shown(query: str) -> set[str]:
        page = look(client, officer, f"/desk/outbox/?{query}")
        return {title for title in ("甲未获同意", "乙要退款") if title in page}

    both = {"甲未获同意", "乙要退款"}
    assert shown("") == shown("tab=nonsense") == shown("channel=email") == both
    assert shown("channel=sms") == shown("tab=sent") == shown("q=没有") == set()
    assert shown("kind=refused") == shown("q=示例创业者") == {"甲未获同意"}
    assert shown(f"q={Delivery.objects.get(kind='recovery').reference}") == {"乙要退款"}
    tallies = listed(OUTBOX, user=officer, params={}).tallies
    assert {tab.key: tab.count for tab in tallies} == {"held": 2, "failed": 0, "waiting": 0, "sent": 0, "dropped": 0}


def test_codes_are_nobodys_business(gateway: Gateway, founder: Person, auditor: Person, admin: Person) -> None:
    actions.send_code(person=founder, number="13900001234")
    row = Delivery.objects.get()
    for who in (auditor, admin, founder):
        assert not Delivery.objects.visible_to(who).exists()
    with pytest.raises(Refused):
        actions.drop(delivery=row, reason="x", by=admin)


def test_what_else_is_shown(client: Client, gateway: Gateway, founder: Person, officer: Person, bureau: Bureau) -> None:
    choice = Choice(person=founder, webhook=True, sms=True, email=False, phone_confirmed_at=clock.now())
    choice.phone = "13900001234"
    choice.save()
    tell(founder, title="请退款", kind="recovery", office=bureau)
    pages = {
        row.channel: look(client, officer, f"/desk/outbox/{row.reference}/") for row in Delivery.objects.all()
    }  # fmt: skip
    assert "【惠企】请退款。详情请登录平台" in pages["sms"] and "13900001234" not in pages["sms"]
    assert "&quot;title&quot;: &quot;请退款&quot;" in pages["webhook"]


def test_a_digest_names_what_is_in_it(client: Client, founder: Person, officer: Person, bureau: Bureau) -> None:
    for n in range(2):
        tell(founder, title=f"已受理{n}", office=bureau, needs_action=False)
    with clock.at(on(24, 17)):
        sending.deliver_due()
    bundle = Delivery.objects.get(kind="digest")
    assert bundle.office == bureau
    page = look(client, officer, f"/desk/outbox/{bundle.reference}/")
    assert "汇总里的通知" in page and "已受理1" in page
    item = bundle.items.first()
    assert item is not None and bundle.reference in look(client, officer, f"/desk/outbox/{item.reference}/")
    assert bundle.reference in look(client, officer, "/desk/outbox/?tab=sent")


def test_a_page_that_says_sent_says_where(client: Client, officer: Person, settings: Any) -> None:
    assert "只写进运行日志" not in look(client, officer)
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert "只写进运行日志" in look(client, officer)


def test_a_long_list_is_paged_at_a_fixed_cost(
    client: Client,
    founder: Person,
    officer: Person,
    bureau: Bureau,
    django_assert_max_num_queries: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = (float("inf"), "示例区")  # a process that has published knows the district's name and hotline
    monkeypatch.setattr(naming, "_kept", {"": kept, "hotline": kept})
    for n in range(60):
        tell(founder, title=f"未获同意{n:02}", kind="refused", office=bureau)
    look(client, officer)
    with django_assert_max_num_queries(8):
        page = client.get("/desk/outbox/").content.decode()
    assert "未获同意24" in page and "未获同意25" not in page
    with django_assert_max_num_queries(12):  # one is the receiver's language
        client.get(f"/desk/outbox/{Delivery.objects.first().reference}/")  # type: ignore[union-attr]
