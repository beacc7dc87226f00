"""Keys and systems: shown once, narrowed, counted, ended, and in the sealed log."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from district.ground import clock
from district.ground.people.actions import create_person
from district.ground.people.models import Bureau, Person, Role
from district.ground.people.permissions import Refused
from district.ground.record.actions import verify_chain
from district.ground.record.models import LogEntry
from district.ground.tokens import actions, scopes
from district.ground.tokens.actions import NotPossible
from district.ground.tokens.models import LONGEST, System, Token
from district.ground.traces.models import Trace
from tests.district.api.conftest import key_of
from tests.district.duties import give

MOMENT = dt.datetime(2022, 6, 24, 2, 0, 30, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def now(db: None) -> Iterator[None]:
    with clock.at(MOMENT):
        yield


@pytest.fixture
def admin(bureau: Bureau) -> Person:
    return create_person(username="admin", name="示例管理员", password="long enough 1",
                         duties=[(bureau, Role.ADMINISTRATOR)])  # fmt: skip


@pytest.fixture
def leader(bureau: Bureau) -> Person:
    return create_person(username="leader", name="示例负责人", password="long enough 1",
                         duties=[(bureau, Role.LEADER)])  # fmt: skip


def ask(secret: str, address: str = "/api/v1/messages", **more: Any) -> Any:
    return Client().get(address, headers={"authorization": f"Bearer {secret}"}, **more)


def system(admin: Person, bureau: Bureau, name: str = "示例财务软件") -> System:
    return actions.make_system(name=name, bureau=bureau, keeper="示例公司 张三", purpose="对账", by=admin,
                               request_key=uuid.uuid4())  # fmt: skip


def test_only_the_digest_is_kept_and_making_it_is_logged(founder: Person) -> None:
    token, secret = key_of(founder)
    assert secret.startswith("hq_") and len(secret) > 40
    assert not any(secret in str(value) for value in Token.objects.values().get().values())
    assert ask(secret).status_code == 200 and ask(secret[:-1]).status_code == 401
    line = LogEntry.objects.get(subject=token.reference)
    assert (line.room, line.verb, line.by, line.data["account"]) == ("tokens", "issue-token", founder, "founder")
    assert verify_chain() >= 1


def test_the_same_form_makes_one(founder: Person) -> None:
    known = [each for each, _words in scopes.choices()]
    more: dict[str, Any] = {"account": founder, "name": "x", "scopes": ["*:read"], "known": known, "by": founder,
                            "expires_on": clock.today(), "request_key": uuid.uuid4()}  # fmt: skip
    (first, secret), (second, nothing) = actions.issue(**more), actions.issue(**more)
    assert first == second and secret and nothing == ""


@pytest.mark.parametrize("change", [
    {"expires_on": dt.date(2022, 6, 23)}, {"expires_on": dt.date(2022, 6, 24) + LONGEST + dt.timedelta(days=1)},
    {"scopes": []}, {"scopes": ["everything"]}, {"name": " "}, {"per_minute": 0}, {"per_day": 10**9},
])  # fmt: skip
def test_what_cannot_be_made(founder: Person, change: dict[str, Any]) -> None:
    given: dict[str, Any] = {"account": founder, "name": "x", "scopes": ["*:read"], "known": ["*:read"], "by": founder,
                             "expires_on": clock.today(), "request_key": uuid.uuid4(), **change}  # fmt: skip
    with pytest.raises(NotPossible):
        actions.issue(**given)
    assert not Token.objects.exists()


def test_a_key_is_for_oneself_alone_and_not_many(founder: Person, admin: Person) -> None:
    with pytest.raises(Refused):
        key_of(founder, by=admin)
    for _n in range(actions.MOST):
        key_of(founder)
    with pytest.raises(NotPossible):
        key_of(founder)


def test_scopes_narrow(founder: Person) -> None:
    _token, secret = key_of(founder, "messaging:read")
    assert ask(secret).status_code == 200
    refused = ask(secret, "/api/v1/cases")
    assert refused.status_code == 403 and "cases:read" in refused.json()["detail"]
    posted = Client().post("/api/v1/messaging/read-all", headers={"authorization": f"Bearer {secret}"})
    assert posted.status_code == 403 and "messaging:act" in posted.json()["detail"]
    _token, acting = key_of(founder, "*:act")
    assert ask(acting).status_code == 403


def test_it_ends_with_its_day_its_owner_and_on_demand(founder: Person, admin: Person) -> None:
    token, secret = key_of(founder)
    with clock.at(token.expires_at - dt.timedelta(seconds=1)):
        assert ask(secret).status_code == 200
    with clock.at(token.expires_at):
        assert ask(secret).status_code == 401
    actions.revoke(token=token, reason="丢了", by=admin)
    actions.revoke(token=token, reason="again", by=admin)
    assert ask(secret).status_code == 401
    (line,) = LogEntry.objects.filter(verb="revoke-token")
    assert (line.by, line.reason) == (admin, "丢了")
    _token, other = key_of(founder)
    Person.objects.filter(pk=founder.pk).update(is_active=False)
    assert ask(other).status_code == 401


def test_nobody_else_revokes(founder: Person, officer: Person, leader: Person) -> None:
    token, _secret = key_of(founder)
    for other in (officer, leader):
        with pytest.raises(Refused):
            actions.revoke(token=token, reason="x", by=other)
    with pytest.raises(NotPossible):
        actions.revoke(token=token, reason=" ", by=founder)
    with pytest.raises(IntegrityError, match="revoked_token_says_by_whom_and_why"), transaction.atomic():
        Token.objects.filter(pk=token.pk).update(revoked_at=clock.now())


def test_the_minute_and_the_day_are_counted(admin: Person, bureau: Bureau) -> None:
    account = system(admin, bureau).account
    _token, secret = key_of(account, by=admin, per_minute=3, per_day=5)
    assert [ask(secret).status_code for _n in range(4)] == [200, 200, 200, 429]
    refused = ask(secret)
    assert refused["Retry-After"] == "30" and refused["Content-Type"] == "application/problem+json"
    with clock.at(MOMENT + dt.timedelta(minutes=1)):
        assert [ask(secret).status_code for _n in range(3)] == [200, 200, 429]
        assert 50_000 < int(ask(secret)["Retry-After"]) < 80_000  # to the district's midnight
    with clock.at(MOMENT + dt.timedelta(days=1)):
        assert ask(secret).status_code == 200
    assert Token.objects.get().last_used_at == MOMENT + dt.timedelta(days=1)


def test_a_system_acts_by_the_duties_of_its_account(admin: Person, bureau: Bureau, client: Client) -> None:
    made = system(admin, bureau)
    _token, secret = key_of(made.account, by=admin)
    assert not made.account.has_usable_password() and not client.login(username=made.account.username, password="")
    assert ask(secret, "/api/v1/cases.worklist").status_code == 403
    give(made.account, bureau, Role.OFFICER)
    assert ask(secret, "/api/v1/cases.worklist").status_code == 200
    clerk = create_person(username="clerk", name="示例", password="long enough 1", duties=[(bureau, Role.OFFICER)])
    assert Trace.objects.get(page="api:cases_worklist").purpose == made.purpose
    assert ask(key_of(clerk)[1], "/api/v1/cases.worklist").status_code == 422
    actions.close_system(system=made, reason="换了供应商", by=admin)
    assert ask(secret).status_code == 401
    with pytest.raises(Refused):
        key_of(made.account, by=admin)
    assert list(LogEntry.objects.filter(subject=made.account.username).values_list("verb", flat=True)) == [
        "make-system", "close-system"]  # fmt: skip


def test_only_administrators_make_systems_and_leaders_of_its_bureau_revoke(
    admin: Person, leader: Person, officer: Person, bureau: Bureau
) -> None:
    for other in (leader, officer):
        with pytest.raises(Refused):
            system(other, bureau)
    made = system(admin, bureau)
    with pytest.raises(NotPossible):
        system(admin, bureau)
    token, _secret = key_of(made.account, by=admin)
    with pytest.raises(Refused):
        actions.revoke(token=token, reason="x", by=officer)
    assert actions.revoke(token=token, reason="到期", by=leader).revoked_by == leader


def test_the_pages(admin: Person, leader: Person, officer: Person, founder: Person, bureau: Bureau) -> None:
    client = Client()
    client.force_login(founder)
    form = {"request_key": str(uuid.uuid4()), "name": "夜间脚本", "scopes": ["*:read"], "expires_on": "2022-09-01"}
    page = client.post("/me/tokens/", form)
    secret = re.search(r"hq_[\w-]{40,}", page.content.decode())
    assert page.status_code == 200 and secret and "no-store" in page["Cache-Control"]
    assert ask(secret[0]).status_code == 200
    assert not re.search(r"hq_[\w-]{40,}", client.get("/me/tokens/").content.decode())
    assert client.post("/me/tokens/", {**form, "request_key": str(uuid.uuid4()), "scopes": []}).status_code == 422
    token = Token.objects.get()
    client.post(f"/me/tokens/{token.reference}/revoke/", {"reason": "不用了"})
    assert ask(secret[0]).status_code == 401
    assert client.get("/desk/systems/").status_code == 403
    client.force_login(admin)
    made = client.post("/desk/systems/", {"request_key": str(uuid.uuid4()), "name": "示例平台", "bureau": bureau.pk,
                                          "keeper": "示例单位 李四", "purpose": "同步"})  # fmt: skip
    row = System.objects.get()
    assert made.status_code == 302 and made["Location"] == f"/desk/systems/{row.pk}/"
    quota = {**form, "request_key": str(uuid.uuid4()), "per_minute": 10, "per_day": 100}
    assert re.search(r"hq_[\w-]{40,}", client.post(f"/desk/systems/{row.pk}/", quota).content.decode())
    assert client.get(f"/desk/systems/{row.pk}/hooks/").status_code == 200
    client.force_login(leader)
    assert client.get(f"/desk/systems/{row.pk}/").status_code == 200
    assert client.post(f"/desk/systems/{row.pk}/close/", {"reason": "x"}).status_code == 403
    client.force_login(officer)
    assert client.get(f"/desk/systems/{row.pk}/").status_code == 403
    client.force_login(admin)
    client.post(f"/desk/systems/{row.pk}/close/", {"reason": "停用"})
    assert System.objects.get().closed_at is not None
