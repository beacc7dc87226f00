"""One-time links, by an expert who confirms what is shown of them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from district.ground import clock
from district.ground.bringing.waiting import Waiting
from district.ground.messages.models import Message
from district.ground.onetime import actions
from district.ground.onetime.models import Link, LinkUse
from district.ground.onetime.queries import hash_of, signer
from district.ground.people import experts
from district.ground.people.models import Bureau, Expert, Person, Role
from district.ground.people.permissions import Refused
from district.ground.record.actions import verify_chain
from district.ground.record.models import LogEntry
from tests.district.cases.factories import District, person
from tests.district.duties import leave

CONSENT, ACCOUNT = "people.consent", "people.account"


@pytest.fixture
def expert(here: District) -> Expert:
    return experts.enter(office=Bureau.objects.get(name="区人社局"), by=here.officer, name="示例专家", about="旧简介",
                         fields=["law"])  # fmt: skip


def issued(expert: Expert, by: Person, purpose: str = CONSENT, **more: Any) -> actions.Issued:
    return actions.issue(purpose=purpose, thing=str(expert.pk), expert=expert, office=expert.office, asks="请确认",
                         by=by, **more)  # fmt: skip


def seen(page: Any) -> str:
    return re.search(r'name="seen" value="(\w+)"', page.content.decode())[1]  # type: ignore[index]


def rows() -> dict[str, int]:
    return {"links": Link.objects.count(), "uses": LinkUse.objects.count(), "log": LogEntry.objects.count()}


def test_the_link_itself_is_not_kept(here: District, expert: Expert) -> None:
    made = issued(expert, here.officer)
    secret = signer().unsign(made.token)
    kept = Link.objects.values().get()
    assert kept["hash"] == hash_of(secret) and len(secret) >= 32
    assert not any(made.token in str(value) or secret in str(value) for value in kept.values())
    assert not LogEntry.objects.filter(data__icontains=secret).exists()


def test_opening_it_changes_nothing_and_signing_uses_it_up(here: District, expert: Expert) -> None:
    made, client = issued(expert, here.officer), Client()
    before = rows()
    for _n in range(3):
        page = client.get(made.path)
        assert client.head(made.path).status_code == 200
    assert page.status_code == 200 and rows() == before and "旧简介" in page.content.decode()
    assert {"示例专家", "请确认", expert.office.full} <= {each for each in ("示例专家", "请确认", expert.office.full)
                                                     if each in page.content.decode()}  # fmt: skip
    assert page["X-Robots-Tag"] == "noindex" and "no-store" in page["Cache-Control"]
    posted = {"seen": seen(page), "public": "yes", "about": "新简介"}
    assert client.post(made.path, posted).status_code == 302
    expert.refresh_from_db()
    assert (expert.public, expert.about) == (True, "新简介") and made.link.reference in expert.agreed_how
    use = LinkUse.objects.get()
    assert use.signed == {"public": True, "about": "新简介"} and use.seen["about"] == "旧简介"
    line = LogEntry.objects.get(verb="use-link")
    assert line.by is None and line.data["expert"] == expert.reference and verify_chain()
    again = client.post(made.path, posted | {"public": "no"}, follow=True)
    assert again.status_code == 200 and "已经办好" in again.content.decode()
    expert.refresh_from_db()
    assert expert.public and LinkUse.objects.count() == 1


def test_a_number_that_need_not_stand_there_is_told_of_once(here: District, expert: Expert) -> None:
    made, client = issued(expert, here.officer), Client()
    posted = {"seen": seen(client.get(made.path)), "public": "yes", "about": "找我 13800001111"}
    first = client.post(made.path, posted)
    assert first.status_code == 422 and "您写了手机号" in first.content.decode() and not LinkUse.objects.exists()
    assert posted["about"] in first.content.decode()
    assert client.post(made.path, posted).status_code == 302
    assert LinkUse.objects.get().signed["about"] == posted["about"]


def test_what_changed_since_it_was_read_is_not_signed(here: District, expert: Expert) -> None:
    made, client = issued(expert, here.officer), Client()
    before = seen(client.get(made.path))
    experts.change(expert=expert, by=here.officer, fields=["law", "staff"], topics=[], languages=[], about="旧简介")
    answer = client.post(made.path, {"seen": before, "public": "yes", "about": "打好的字"})
    assert answer.status_code == 422 and "打好的字" in answer.content.decode()
    assert not LinkUse.objects.exists()
    assert client.post(made.path, {"seen": seen(answer), "public": "yes", "about": "打好的字"}).status_code == 302


def test_what_was_typed_survives_an_expired_link(here: District, expert: Expert, as_: Any) -> None:
    made, client = issued(expert, here.officer), Client()
    digest = seen(client.get(made.path))
    with clock.at(clock.now() + dt.timedelta(days=15)):
        late = client.post(made.path, {"seen": digest, "public": "yes", "about": "写了一小时的简介"})
        assert late.status_code == 410 and "写了一小时的简介" in late.content.decode()
        assert not LinkUse.objects.exists()
        for _n in range(2):
            assert client.post(reverse("onetime:anew", args=[made.token])).status_code == 302
        waiting = Waiting(here.officer, clock.today()).items("link", "", 0, 9)
        assert [each.link for each in waiting] == [reverse("onetime:link", args=[made.link.reference])]
        assert LogEntry.objects.filter(verb="ask-link-anew").count() == 1
        desk = as_(here.officer)
        page = desk.post(reverse("onetime:renew", args=[made.link.reference])).content.decode()
        path = re.search(r"/once/[^/\"]+/", page)[0]  # type: ignore[index]
        fresh = Client().get(path)
        assert "写了一小时的简介" in fresh.content.decode()
        assert Waiting(here.officer, clock.today()).items("link", "", 0, 9) == []
        assert (
            Client().post(path, {"seen": seen(fresh), "public": "no", "about": "写了一小时的简介"}).status_code == 302
        )
        assert Client().get(made.path).status_code == 410
    expert.refresh_from_db()
    assert (expert.public, expert.about) == (False, "写了一小时的简介")


def test_a_link_is_taken_back_and_replaced(here: District, expert: Expert, as_: Any) -> None:
    first = issued(expert, here.officer)
    second = issued(expert, here.officer)
    assert Client().get(first.path).status_code == 410 and Client().get(second.path).status_code == 200
    client = as_(here.officer)
    for _n in range(2):
        assert client.post(reverse("onetime:revoke", args=[second.link.reference])).status_code == 302
    page = Client().get(second.path)
    assert page.status_code == 410 and "已撤回" in page.content.decode()
    assert LogEntry.objects.filter(verb="revoke-link").count() == 2


def test_tokens_nobody_issued_open_nothing_and_are_counted(here: District, expert: Expert) -> None:
    made, client = issued(expert, here.officer), Client()
    assert client.get(reverse("onetime:open", args=[made.token[:-1] + "x"])).status_code == 404
    assert client.get(reverse("onetime:open", args=[signer().sign("guess")])).status_code == 404
    codes = {client.get(reverse("onetime:open", args=[f"guess{n}"])).status_code for n in range(40)}
    assert codes == {404, 429}
    assert Client().get(made.path).status_code == 200


def test_a_link_is_not_posted_to_without_end(here: District, expert: Expert) -> None:
    made, client = issued(expert, here.officer), Client()
    codes = [client.post(made.path, {"about": "x"}).status_code for _n in range(42)]
    assert set(codes[:40]) == {422} and set(codes[40:]) == {429}


def test_who_may_issue_see_and_revoke(here: District, expert: Expert, as_: Any) -> None:
    other = person("other", officer="区科委")
    for who in (other, here.auditor, here.founder):
        with pytest.raises(Refused):
            issued(expert, who)
    made = issued(expert, here.officer)
    with pytest.raises(Refused):
        actions.issue(purpose="no.such", thing="1", expert=expert, office=expert.office, asks="x", by=here.officer)
    where = reverse("onetime:link", args=[made.link.reference])
    seen_by = {who: as_(who).get(where).status_code for who in (other, here.founder, here.auditor, here.officer)}
    assert list(seen_by.values()) == [404, 403, 200, 200]
    assert as_(other).post(reverse("onetime:revoke", args=[made.link.reference])).status_code == 404
    assert as_(here.auditor).post(reverse("onetime:revoke", args=[made.link.reference])).status_code == 403
    assert made.link in as_(here.officer).get(reverse("onetime:links")).context["page"].object_list
    assert made.link not in as_(other).get(reverse("onetime:links")).context["page"].object_list


def test_the_record_is_taken_over_with_an_account(here: District, expert: Expert, as_: Any) -> None:
    made = issued(expert, here.officer, ACCOUNT)
    stranger = Client().get(made.path)
    assert reverse("account_login") in stranger.content.decode() and 'name="seen"' not in stranger.content.decode()
    assert Client().post(made.path, {"seen": actions.digest_of(_shown(made.link))}).status_code == 422
    who = person("newexpert")
    client = as_(who)
    assert client.post(made.path, {"seen": seen(client.get(made.path))}).status_code == 302
    expert.refresh_from_db()
    assert expert.person == who and Person.objects.get(pk=who.pk).has_role(Role.EXPERT)
    held = who.standings_held.get()
    assert (held.vouched_by, held.organisation) == (here.officer, expert.office)
    assert as_(who).get(reverse("cases:sheets")).status_code == 200
    with pytest.raises(Refused, match="已经有账号"):
        experts.take_over(expert=expert, person=person("another"), voucher=here.officer)


def test_who_issued_it_is_asked_again_when_it_is_used(here: District, expert: Expert, as_: Any) -> None:
    """The duty of who vouched has ended: nothing is done by their link, a colleague issues another."""
    made, client = issued(expert, here.officer), Client()
    digest, colleague = seen(client.get(made.path)), person("second", officer=expert.office.name)
    typed = {"seen": digest, "public": "yes", "about": "写了一小时的简介"}
    assert client.post(reverse("onetime:anew", args=[made.token]), follow=True).status_code == 200
    assert Link.objects.get().asked_anew_at is None  # it still holds
    leave(here.officer)
    page = client.get(made.path)
    assert (
        page.status_code == 410 and "不再有效" in page.content.decode() and 'name="seen"' not in page.content.decode()
    )
    late = client.post(made.path, typed)
    assert late.status_code == 410 and "写了一小时的简介" in late.content.decode()
    expert.refresh_from_db()
    assert not expert.public and not LinkUse.objects.exists()
    told = client.post(f"/api/v1/onetime/{made.token}/anew")
    assert told.status_code == 200 and Message.objects.filter(to=colleague, room="onetime").count() == 1
    waiting = Waiting(colleague, clock.today()).items("link", "", 0, 9)
    assert [each.link for each in waiting] == [reverse("onetime:link", args=[made.link.reference])]
    fresh = as_(colleague).post(reverse("onetime:renew", args=[made.link.reference])).content.decode()
    path = re.search(r"/once/[^/\"]+/", fresh)[0]  # type: ignore[index]
    again = Client().get(path)
    assert "写了一小时的简介" in again.content.decode()
    assert Client().post(path, typed | {"seen": seen(again)}).status_code == 302
    expert.refresh_from_db()
    assert expert.public


def test_no_record_is_taken_over_by_the_word_of_who_has_left(here: District, expert: Expert, as_: Any) -> None:
    made, who = issued(expert, here.officer, ACCOUNT), person("newexpert")
    client = as_(who)
    digest = seen(client.get(made.path))
    leave(here.officer)
    assert client.post(made.path, {"seen": digest}).status_code == 410
    expert.refresh_from_db()
    assert expert.person is None and not who.standings_held.exists()


def test_links_are_acts_and_a_list(here: District, expert: Expert, as_: Any) -> None:
    made, desk = issued(expert, here.officer), as_(here.officer)
    page = desk.get(reverse("onetime:link", args=[made.link.reference])).content.decode()
    assert page.count('name="request_key"') == 2
    assert desk.get("/api/v1/onetime.links?for_what=核对数据&state=live").json()["total"] == 1
    assert desk.get("/api/v1/onetime.links?for_what=核对数据&state=expired").json()["total"] == 0
    refused = as_(here.auditor).post(f"/api/v1/onetime/{made.link.reference}/revoke")
    assert refused.status_code == 403 and refused.json()["detail"]
    desk = as_(here.officer)
    gone = desk.post(f"/api/v1/onetime/{made.link.reference}/revoke")
    assert gone.status_code == 200 and desk.post(f"/api/v1/onetime/{made.link.reference}/renew").status_code == 404
    assert Client().post(f"/api/v1/onetime/{made.token}/anew").status_code == 403  # it was closed, not forgotten
    assert Client().post(f"/api/v1/onetime/{made.token}/open").status_code == 404  # a person signs what they saw


def _shown(link: Link) -> Any:
    from district.ground.onetime.purposes import purposes

    return purposes[link.purpose].shown(link, {})


@pytest.mark.parametrize(
    "change", [{"hash": "x"}, {"expires_at": dt.datetime(2030, 1, 1, tzinfo=dt.UTC)}, {"thing": "9"}]
)
def test_a_link_is_not_rewritten(here: District, expert: Expert, change: dict[str, Any]) -> None:
    issued(expert, here.officer)
    with pytest.raises(DatabaseError, match="never_updated"), transaction.atomic():
        Link.objects.update(**change)
    with pytest.raises(DatabaseError, match="never_deleted"), transaction.atomic():
        Link.objects.all().delete()


def test_uses_are_not_rewritten(here: District, expert: Expert) -> None:
    made = issued(expert, here.officer)
    client = Client()
    client.post(made.path, {"seen": seen(client.get(made.path)), "public": "no"})
    with pytest.raises(DatabaseError, match="never_updated"), transaction.atomic():
        LinkUse.objects.update(signed={})
    with pytest.raises(DatabaseError, match="set_once"), transaction.atomic():
        Link.objects.update(done_at=None)
