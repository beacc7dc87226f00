"""A base as a subject: registered by who runs it, confirmed, checked, applied for in its own name."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from district.cases.core.models import Application
from district.enterprises import queries
from district.enterprises.bases.actions import register_base
from district.enterprises.claims.actions import settle_membership
from district.enterprises.models import Enterprise, Membership
from district.ground.people.permissions import Refused
from district.policies import queries as policies
from tests.district.cases.factories import enterprise, know, person
from tests.district.persons.conftest import DAY, World
from tests.district.persons.test_student import hand_in


def test_from_registering_to_handing_in(world: World) -> None:
    firm: Any = enterprise(注册区="杨浦区", 经营状态="存续")
    owner, client = person("owner"), Client()
    Membership.objects.create(person=owner, enterprise=firm, role="owner", state="confirmed", since=firm.created_at)
    client.force_login(owner)
    assert "登记一个基地" in client.get(reverse("enterprises:mine")).content.decode()
    client.post(reverse("enterprises:base"), {"operator": firm.pk, "base_name": "示例公共实训基地"})
    base = Enterprise.subjects.get(subject="base")
    assert base.operator == firm and base.code == "" and Enterprise.objects.count() == 1
    assert list(queries.my_subjects(owner)) == [firm]  # not confirmed yet
    desk = Client()
    desk.force_login(world.officer)
    assert "示例公共实训基地" in desk.get(reverse("enterprises:claims")).content.decode()
    settle_membership(membership=Membership.objects.get(enterprise=base), confirm=True, by=world.officer)

    know(base, "区级公共实训基地", True)
    saved = client.post(reverse("enterprises:facts", args=[base.uscc]), {"v-实训设备投入": "1000000"}, follow=True)
    assert "实训设备投入" in saved.content.decode()
    known = queries.facts_of(base, DAY)
    assert "注册区" in known  # of who runs it
    assert [each.programme for each in policies.fits_of(base, DAY).eligible] == ["public-training-base"]
    assert client.get(reverse("policies:fits"), {"enterprise": base.uscc}).status_code == 200

    page = client.get(reverse("cases:new", args=["public-training-base"]))
    assert [each["enterprise"] for each in page.context["choices"]] == [base]
    posted = {"enterprise": base.pk, "request_key": str(uuid.uuid4())}
    begun = client.post(reverse("cases:new", args=["public-training-base"]), posted)
    reference = str(begun["Location"]).rstrip("/").rpartition("/")[2]
    assert hand_in(client, reference, papers=1).status_code == 200
    case = Application.objects.get(reference=reference)
    assert case.state == "submitted" and case.verdict["amount"] == "300000.00" and case.enterprise == base
    assert desk.get(reverse("cases:case", args=[reference])).status_code == 200
    assert desk.get(reverse("enterprises:enterprise", args=[base.uscc])).status_code == 200
    assert "示例公共实训基地" not in desk.get(reverse("enterprises:register")).content.decode()


def test_only_the_owner_registers_a_base(world: World) -> None:
    firm = enterprise()
    member = person("member")
    Membership.objects.create(person=member, enterprise=firm, role="member", state="confirmed", since=firm.created_at)
    with pytest.raises(Refused):
        register_base(operator=firm, name="示例孵化基地", by=member)
