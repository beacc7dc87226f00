"""Members, organisations, experts and saved views by act: what was typed stays, once a key, by program too."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from district.ground.people import memberships, organisations
from district.ground.people.models import Expert, Kind, Organisation, OrganisationMembership, Part, Person
from district.ground.tables.models import SavedView
from tests.district.api.conftest import key_of
from tests.district.cases.factories import District, person

SignIn = Callable[[Person], Client]


@pytest.fixture
def admin(here: District) -> Person:
    return person("admin", administrator="区人社局")


@pytest.fixture
def base(admin: Person) -> Organisation:
    return organisations.add(by=admin, kind=Kind.BASE, name="示例实训基地")


@pytest.fixture
def member(base: Organisation, admin: Person) -> OrganisationMembership:
    return memberships.enter(person=person("staff"), organisation=base, role=Part.STAFF, by=admin)


def sent(who: Person, path: str, said: Any = None, **headers: str) -> Any:
    client = Client(headers={"authorization": f"Bearer {key_of(who)[1]}"})
    return client.post(f"/api/v1/{path}", json.dumps(said or {}), content_type="application/json", headers=headers)


def test_what_was_typed_for_a_member_stays_beside_what_is_wrong(
    admin: Person, member: OrganisationMembership, as_: SignIn
) -> None:
    client = as_(admin)
    blank = client.post(reverse("organisations:end", args=[member.pk]), {"why": "   "})
    text = blank.content.decode()
    assert blank.status_code == 422 and f'id="why-{member.pk}-error"' in text and "<details open>" in text
    past = client.post(reverse("organisations:renew", args=[member.pk]), {"until": "2001-02-03"})
    text = past.content.decode()
    assert past.status_code == 422 and 'value="2001-02-03"' in text and "任期的最后一天" in text
    odd = client.post(reverse("organisations:renew", args=[member.pk]), {"until": "someday"})
    assert odd.status_code == 422 and 'value="someday"' in odd.content.decode()
    long = as_(member.person).post(reverse("organisations:end", args=[member.pk]), {"why": "长" * 300})
    assert long.status_code == 422 and "长" * 300 in long.content.decode()  # on one's own page
    assert OrganisationMembership.objects.filter(pk=member.pk, ended_at=None).exists()


def test_who_may_not_vouch_reads_why_on_the_button(base: Organisation, here: District, as_: SignIn) -> None:
    waiting = memberships.ask_to_join(person=here.founder, organisation=base)
    page = as_(here.officer).get(reverse("organisations:one", args=[base.pk])).content.decode()
    assert "确认是本机构的人" in page and "只有这家机构的管理员和系统管理员可以管理成员" in page
    refused = as_(here.officer).post(reverse("organisations:vouch", args=[waiting.pk]))
    assert refused.status_code == 403 and "只有这家机构的管理员" in refused.content.decode()


def test_one_key_renews_once(admin: Person, member: OrganisationMembership, as_: SignIn) -> None:
    said = {"until": "2023-06-24", "request_key": str(uuid.uuid4())}
    for _n in range(2):
        answer = as_(admin).post(reverse("organisations:renew", args=[member.pk]), said)
        assert answer.status_code == 302
    assert OrganisationMembership.objects.filter(person=member.person).count() == 2


def test_by_program_as_on_the_page_but_no_powers(
    admin: Person, here: District, base: Organisation, member: OrganisationMembership
) -> None:
    made = sent(admin, "organisations/add", {"kind": "bank", "name": "示例银行"})
    assert made.status_code == 200 and Organisation.objects.get(name="示例银行").pk == int(made.json()["result"])
    wrong = sent(admin, "organisations/add", {"kind": "bank", "name": "示例银行"})
    assert wrong.status_code == 409 and "已有同类同名" in wrong.json()["detail"]
    assert sent(here.officer, f"organisations/{base.pk}/edit", {"phone": "1"}).status_code == 403
    assert sent(admin, f"organisations/{base.pk}/edit", {"kind": "base", "name": "改名基地"}).status_code == 200
    assert sent(here.founder, "organisations/mine", {"organisation": base.pk, "role": "member"}).status_code == 200
    for path in (f"organisations/{base.pk}/enter", f"organisations/{member.pk}/renew", "organisations/staff"):
        assert sent(admin, path).status_code == 404, path
    unsaid = sent(admin, f"organisations/{member.pk}/end")
    assert unsaid.status_code == 422 and unsaid.json()["errors"][0]["field"] == "body.why"
    ended = sent(admin, f"organisations/{member.pk}/end", {"why": "离职"})
    assert ended.status_code == 403  # a person's own key cannot say that it is they who sit there


def test_experts_by_act(here: District, as_: SignIn) -> None:
    client, office = as_(here.officer), here.officer.duties[0].bureau_id
    said = {"name": "示例专家", "office": office, "languages": ["zh"], "since": "2022-01-01", "until": "2021-01-01"}
    wrong = client.post(reverse("organisations:expert_add"), said)
    assert wrong.status_code == 422 and 'value="示例专家"' in wrong.content.decode()
    key = str(uuid.uuid4())
    for _n in range(2):
        client.post(reverse("organisations:expert_add"), said | {"until": "", "request_key": key})
    expert = Expert.objects.get(name="示例专家")
    page = reverse("organisations:expert", args=[expert.reference])
    titled = client.post(f"{page}honour/", {"title": "首席", "source": "示例局", "since": "x"})
    assert titled.status_code == 422 and 'value="首席"' in titled.content.decode()
    assert client.post(f"{page}link/", {"purpose": "nothing"})["Location"] == page
    links = {client.post(f"{page}link/", {"purpose": "people.consent", "request_key": key}).content for _n in range(2)}
    assert len(links) == 2  # a second click shows a link that holds
    assert sent(here.colleague, f"organisations/{expert.reference}/expert-end").status_code == 403
    assert sent(here.officer, f"organisations/{expert.reference}/expert-end").status_code == 200
    over = client.post(f"{page}link/", {"purpose": "people.consent"}, follow=True)
    assert "聘期已满" in over.content.decode()


def test_views_are_kept_by_program_and_sharing_says_who_may(here: District) -> None:
    said = {"table": "cases.worklist", "name": "待受理的", "list": "state=submitted", "share": True}
    assert sent(here.auditor, "people/view-save", said).status_code == 403
    kept = sent(here.officer, "people/view-save", said)
    assert kept.status_code == 200 and SavedView.objects.get().office is not None
    assert sent(here.officer, "people/view-save", said | {"table": "no.such"}).json()["detail"] == "没有这份清单。"
    assert sent(here.officer, f"people/{kept.json()['result']}/view-remove").status_code == 200
    assert not SavedView.objects.exists()
