"""Accounts, duties, doors: who may come in, and what a person is told who may not."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from district.ground.people import actions, permissions
from district.ground.people.doors import DoorMiddleware, for_roles, open_to_all, signed_in
from district.ground.people.models import Bureau, Duty, OrganisationMembership, Person, Role
from district.ground.people.permissions import No, Refused, Yes

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough one"


@pytest.fixture
def bureau() -> Bureau:
    return Bureau.objects.create(name="区人社局", full="示例区人力资源和社会保障局")


@pytest.fixture
def officer(bureau: Bureau) -> Person:
    return actions.create_person(
        username="officer", name="示例经办人", password=PASSWORD, duties=[(bureau, Role.OFFICER)]
    )


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("in")


def ask(door_view: object, user: object) -> HttpResponse:
    request = RequestFactory().get("/")
    request.user = user  # type: ignore[assignment]
    return door_view(request)  # type: ignore[operator, no-any-return]


def test_an_answer_is_true_or_says_why() -> None:
    assert Yes
    assert not No("因为")
    with pytest.raises(Refused, match="因为"):
        permissions.require(No("因为"))


def test_a_role_opens_its_door_and_no_other(officer: Person) -> None:
    assert ask(for_roles(Role.OFFICER, Role.LEADER)(view), officer).content == b"in"
    with pytest.raises(Refused):
        ask(for_roles(Role.AUDITOR)(view), officer)


def test_a_view_without_a_door_is_refused() -> None:
    middleware = DoorMiddleware(view)
    request = RequestFactory().get("/")
    with pytest.raises(Refused):
        middleware.process_view(request, view)
    for opened in (open_to_all(lambda request: HttpResponse()), signed_in(lambda request: HttpResponse())):
        assert middleware.process_view(request, opened) is None


def test_duties_cost_one_query(officer: Person, django_assert_num_queries: Any) -> None:
    person = Person.objects.get(pk=officer.pk)
    with django_assert_num_queries(1):
        assert person.is_official
        assert person.has_role(Role.OFFICER)
        assert person.bureau_ids(Role.LEADER) == set()


def test_strangers_have_no_duties() -> None:
    assert not AnonymousUser().is_authenticated


def test_making_a_person_again_keeps_the_password_and_adds_duties(officer: Person, bureau: Bureau) -> None:
    actions.create_person(username="officer", name="x", password="another one!", duties=[(bureau, Role.LEADER)])
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)
    assert {duty.role for duty in Duty.objects.filter(person=officer)} == {Role.OFFICER, Role.LEADER}


def test_one_standing_membership_per_person_organisation_role(officer: Person, bureau: Bureau) -> None:
    with pytest.raises(IntegrityError):
        OrganisationMembership.objects.create(person=officer, organisation=bureau, role=Role.OFFICER)


def test_duty_role_is_known(officer: Person, bureau: Bureau) -> None:
    with pytest.raises(IntegrityError, match="membership_role_is_known"):
        OrganisationMembership.objects.create(person=officer, organisation=bureau, role="emperor")


def test_bureaus_follow_the_catalogue_and_never_vanish(bureau: Bureau) -> None:
    actions.define_bureaus(offices=[("区科委", "示例区科学技术委员会")], streets=["示例街道"])
    actions.define_bureaus(offices=[("区科委", "改名后的示例区科学技术委员会")], streets=["示例街道"])
    assert Bureau.objects.count() == 3
    assert Bureau.objects.get(name="区科委").full == "改名后的示例区科学技术委员会"


def test_sign_in_with_the_real_page(client: Client, officer: Person) -> None:
    response = client.post("/accounts/login/", {"login": "officer", "password": PASSWORD})
    assert response.status_code == 302
    assert response["Location"] == "/me"


def test_a_wrong_password_is_refused(client: Client, officer: Person) -> None:
    assert client.post("/accounts/login/", {"login": "officer", "password": "wrong"}).status_code == 200
    assert "_auth_user_id" not in client.session


def test_only_administrators_manage_people(officer: Person, bureau: Bureau) -> None:
    assert not permissions.may_manage_people(officer)
    chief = actions.create_person(
        username="chief", name="示例管理员", password=PASSWORD, duties=[(bureau, Role.ADMINISTRATOR)]
    )
    assert permissions.may_manage_people(chief)


def test_one_hash_for_many_accounts_and_none_for_those_nobody_uses(db: None) -> None:
    one = actions.Hashed(make_password("long enough 1"))
    first, second = (actions.create_person(username=name, name=name, password=one) for name in ("a", "b"))
    assert first.password == second.password and first.check_password("long enough 1")
    nobody = actions.create_person(username="c", name="c", password=None)
    assert not nobody.has_usable_password()
