"""The staff page's forms and doors: what is refused, what is said, in both languages; one's own name; the address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import models
from django.test import Client
from django.urls import reverse

from district.ground.people import actions, queries
from district.ground.people.forms import DutyForm, EngageForm, NameForm, SignupForm
from district.ground.people.models import Bureau, Duty, Person, Role
from district.ground.people.permissions import Refused, may_close_account
from district.ground.record.models import LogEntry
from tests.district.cases.factories import District, person

SignIn = Callable[[Person], Client]
PASSWORD = "ninety nine lamps"


@pytest.fixture
def admin(here: District) -> Person:
    return person("admin", administrator="区人社局")


def engaging(**changes: Any) -> dict[str, Any]:
    office = Bureau.objects.get(name="区科委").pk
    return {"username": "wang", "name": "示例王某", "password": PASSWORD, "bureau": office, "role": "officer"} | changes


@pytest.mark.parametrize(("field", "value"), [
    ("username", ""), ("username", "王某"), ("username", "a b"), ("username", "x" * 61), ("name", ""),
    ("name", "王" * 61), ("password", ""), ("password", "12345678"), ("password", "short"), ("bureau", ""),
    ("bureau", "999999"), ("role", ""), ("role", "emperor"),
])  # fmt: skip
def test_an_official_is_not_engaged_on_half_of_it(here: District, field: str, value: str) -> None:
    form = EngageForm(engaging(**{field: value}))
    assert not form.is_valid() and list(form.errors) == [field]


def test_a_name_that_is_taken_is_told_what_to_do(here: District) -> None:
    form = EngageForm(engaging(username=here.officer.username))
    assert not form.is_valid()
    assert form.errors["username"] == ["已有这个用户名，请在名单里给他加岗位。"]


def test_the_page_keeps_what_was_typed_and_says_what_is_wrong(here: District, admin: Person, as_: SignIn) -> None:
    client = as_(admin)
    answer = client.post(reverse("people:staff"), engaging(password="123"))
    page = answer.content.decode()
    assert answer.status_code == 422 and 'value="wang"' in page and "123" not in page.partition("<main")[2]
    assert not Person.objects.filter(username="wang").exists()


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "用户和岗位"), ("en", "Create account")])
def test_the_page_in_both_languages(here: District, admin: Person, as_: SignIn, language: str, words: str) -> None:
    page = as_(admin).get(reverse("people:staff"), headers={"accept-language": language})
    assert page.status_code == 200 and words in page.content.decode()


def test_accounts_without_a_duty_are_found_by_search_alone(here: District, admin: Person, as_: SignIn) -> None:
    client, at = as_(admin), reverse("people:staff")
    assert here.founder not in client.get(at).context["page"]
    assert here.founder in client.get(at, {"q": here.founder.username[:4]}).context["page"]
    assert here.founder in client.get(at, {"q": here.founder.name}).context["page"]
    assert list(client.get(at, {"q": "没有这个人"}).context["page"]) == []
    Person.objects.filter(pk=here.founder.pk).update(is_active=False)
    assert here.founder not in client.get(at, {"q": here.founder.username}).context["page"]


def test_a_duty_is_granted_once_and_written_down(here: District, admin: Person, as_: SignIn) -> None:
    client = as_(admin)
    given = {"bureau": Bureau.objects.get(name="区科委").pk, "role": Role.EXPERT}
    for _n in range(2):
        assert client.post(reverse("people:grant", args=[here.founder.pk]), given).status_code == 302
    assert Duty.objects.filter(person=here.founder, role=Role.EXPERT).count() == 1
    assert LogEntry.objects.filter(verb="grant-duty", subject=here.founder.username).count() == 1


@pytest.mark.parametrize("given", [{}, {"role": "officer"}, {"bureau": "x", "role": "officer"}])
def test_half_a_duty_grants_none(here: District, admin: Person, as_: SignIn, given: dict[str, str]) -> None:
    assert as_(admin).post(reverse("people:grant", args=[here.founder.pk]), given).status_code == 302
    assert not Duty.objects.filter(person=here.founder).exists()


def test_the_doors_of_the_room(here: District, admin: Person, as_: SignIn) -> None:
    grant, revoke = reverse("people:grant", args=[here.founder.pk]), reverse("people:revoke", args=[999_999])
    for who in (here.founder, here.officer, here.leader, here.auditor):
        client = as_(who)
        assert client.get(reverse("people:staff")).status_code == 403
        assert [client.post(each).status_code for each in (grant, revoke)] == [403, 403]
    client = as_(admin)
    assert [client.get(each).status_code for each in (grant, revoke)] == [405, 405]
    assert client.post(reverse("people:grant", args=[999_999]), {}).status_code == 404
    assert client.post(revoke).status_code == 302  # gone already
    assert Client().get(reverse("people:staff")).status_code == 302  # to the sign-in


def test_another_administrator_takes_the_duty_away(here: District, admin: Person) -> None:
    second = person("second", administrator="区人社局")
    actions.revoke_duty(duty=Duty.objects.get(person=admin), by=second)
    with pytest.raises(Refused, match="只有系统管理员"):
        actions.engage(**engaging(bureau=Bureau.objects.first()), by=Person.objects.get(pk=admin.pk))


def test_ones_name_is_one_line_and_not_empty(here: District) -> None:
    assert not NameForm({"name": "  "}).is_valid()
    assert not NameForm({"name": "王" * 61}).is_valid()
    actions.rename(person=here.founder, name="  新\n 名 ")
    assert Person.objects.get(pk=here.founder.pk).name == "新 名"
    actions.rename(person=here.founder, name="  ")
    actions.rename(person=here.founder, name="新 名")
    assert Person.objects.get(pk=here.founder.pk).name == "新 名"
    assert LogEntry.objects.filter(verb="rename").count() == 1


def test_signing_up_asks_for_a_name(here: District) -> None:
    assert list(SignupForm({}).errors) == ["name", "agree"]
    form = SignupForm({"name": " 李示例 ", "agree": "on"})
    assert form.is_valid()
    form.signup(None, here.founder)  # type: ignore[arg-type]
    assert Person.objects.get(pk=here.founder.pk).name == "李示例"


def test_who_has_a_duty_hands_it_over_before_closing(here: District) -> None:
    assert may_close_account(here.founder)
    assert "先由系统管理员撤去岗位" in str(may_close_account(here.officer).why)


def test_the_address_of_a_person_is_one_they_proved(here: District) -> None:
    def address() -> str | None:
        return queries.with_address(Person.objects.filter(pk=here.founder.pk)).get().address  # type: ignore[no-any-return]

    assert address() is None
    EmailAddress.objects.create(user=here.founder, email="late@example.com", verified=False, primary=True)
    assert address() is None
    EmailAddress.objects.create(user=here.founder, email="second@example.com", verified=True)
    assert address() == "second@example.com"
    EmailAddress.objects.filter(email="late@example.com").update(verified=True)
    assert address() == "late@example.com"


def test_an_expert_is_a_guest_at_the_desk(here: District) -> None:
    expert = person("expert", expert="区科委")
    assert expert.has_desk and not expert.is_official
    assert here.officer.is_official and not here.founder.has_desk
    assert queries.bureau_of(expert, Role.EXPERT) == Bureau.objects.get(name="区科委")
    assert queries.bureau_of(expert, Role.OFFICER) is None and queries.bureau_named("没有") is None


def test_bureaus_keep_how_they_are_reached(here: District) -> None:
    reach = {"区科委": {"phone": "021-1", "address": "示例路 1 号", "email": "a@example.com"}}
    actions.define_bureaus(offices=[("区科委", "示例区科委")], streets=["示例街道"], reach=reach)
    office = Bureau.objects.get(name="区科委")
    assert (office.contact, office.email, office.full) == ("021-1，示例路 1 号", "a@example.com", "示例区科委")
    assert Bureau.objects.get(name="示例街道").kind == Bureau.Kind.STREET
    actions.define_bureaus(offices=[("区科委", "示例区科委")], streets=[])
    office.refresh_from_db()
    assert (office.contact, office.email) == ("", "")  # the catalogue no longer says it


def test_a_bureau_with_people_in_it_is_not_deleted(here: District) -> None:
    with pytest.raises(models.ProtectedError):
        Bureau.objects.get(name="区人社局").delete()


def test_a_duty_form_offers_bureaus_and_roles(here: District) -> None:
    form = DutyForm()
    assert [value for value, _label in form.fields["role"].choices] == list(Role)
    assert {str(each) for each in form.fields["bureau"].queryset} >= {"区人社局", "区科委"}
