"""An act performed: refused with a reason, asked again with what was typed, done once a key."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import Http404, QueryDict
from django.template import Context, Template
from django.test import RequestFactory

from district.api.acting import found_again
from district.ground import clock
from district.ground.acts import once
from district.ground.acts.acts import Done, Invalid, Refused, perform
from district.ground.acts.models import Answered
from district.ground.acts.nightly import FORGETTING
from district.ground.acts.offering import offered
from district.ground.acts.registry import ACTS
from district.ground.acts.views import act_view, one_of
from district.ground.people.models import Bureau
from district.ground.people.permissions import No
from tests.district.cases.factories import District
from tests.district.ground.acts.things import CLOSED, MAKE, RENAME

pytestmark = pytest.mark.django_db


@pytest.fixture
def bureau(here: District) -> Bureau:
    found = Bureau.objects.get(memberships__person=here.leader, memberships__role="leader")
    found.phone = ""
    found.save()
    return found


def test_it_is_done_and_says_so(here: District, bureau: Bureau) -> None:
    done = perform(RENAME, by=here.leader, thing=bureau, data={"contact": "甲"})
    assert isinstance(done, Done) and done.result.phone == "甲" and not done.again
    assert [str(each.text) for each in done.says] == ["已改为“甲”。"] and done.to == "/desk/people/"


@pytest.mark.parametrize(
    "who, why", [("officer", "只有负责人可以改。"), ("founder", "这个页面只对有相应岗位的工作人员开放。")]
)
def test_who_may_not_is_told_why(here: District, bureau: Bureau, who: str, why: str) -> None:
    no = perform(RENAME, by=getattr(here, who), thing=bureau, data={"contact": "甲"})
    assert isinstance(no, Refused) and no.denied and no.why == why
    assert Bureau.objects.get(pk=bureau.pk).phone == ""


def test_what_cannot_be_done_now_is_no_ones_fault(here: District, bureau: Bureau) -> None:
    no = perform(RENAME, by=here.leader, thing=bureau, data={"contact": "不行"})
    assert isinstance(no, Refused) and not no.denied and no.why == "现在不行。"
    not_now = perform(CLOSED, by=here.leader, thing=bureau)
    assert isinstance(not_now, Refused) and not not_now.denied and not_now.why == "还有人在。"


def test_a_wrong_form_comes_back_with_its_faults(here: District, bureau: Bureau) -> None:
    wrong = perform(RENAME, by=here.leader, thing=bureau, data={"contact": "长" * 41})
    assert isinstance(wrong, Invalid) and wrong.form.data["contact"] == "长" * 41 and wrong.why.startswith("联系方式：")


def test_a_fault_of_ours_is_not_hidden(here: District, bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    broken: Any = lambda **_said: 1 / 0  # noqa: E731
    monkeypatch.setitem(RENAME.__dict__, "do", broken)
    with pytest.raises(ZeroDivisionError):
        perform(RENAME, by=here.leader, thing=bureau, data={"contact": "甲"}, key="a")
    assert not Answered.objects.exists()


# One key, one answer


def test_the_same_again_answers_the_same(here: District, bureau: Bureau) -> None:
    first = perform(RENAME, by=here.leader, thing=bureau, data={"contact": "甲"}, key="k")
    again = perform(RENAME, by=here.leader, thing=bureau, data={"contact": "甲"}, key="k")
    assert isinstance(first, Done) and isinstance(again, Done) and again.again and not first.again
    assert [str(each.text) for each in again.says] == ["已改为“甲”。"] and again.to == first.to
    assert again.result == bureau and Bureau.objects.get(pk=bureau.pk).phone == "甲"


def test_the_same_again_is_answered_though_it_could_not_be_done_now(
    here: District, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = perform(RENAME, by=here.leader, thing=bureau, data={"contact": "甲"}, key="k")
    monkeypatch.setitem(RENAME.__dict__, "now", lambda _bureau: "还有人在。")
    monkeypatch.setitem(RENAME.__dict__, "may", lambda _by, _bureau: No("只有负责人可以改。"))
    again = perform(RENAME, by=here.leader, thing=bureau, data={"contact": "甲"}, key="k")
    assert isinstance(first, Done) and isinstance(again, Done) and again.again and again.to == first.to
    for data, key in (({"contact": "乙"}, "k"), ({"contact": "甲"}, "other")):
        no = perform(RENAME, by=here.leader, thing=bureau, data=data, key=key)
        assert isinstance(no, Refused) and no.why == "还有人在。"


def test_what_ones_act_took_out_of_sight_is_found_under_its_key(
    here: District, bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    said, pk = {"contact": "甲"}, str(bureau.pk)
    perform(RENAME, by=here.leader, thing=bureau, data=said, key="k")
    monkeypatch.setitem(RENAME.__dict__, "on", lambda _person: Bureau.objects.none())
    assert found_again(RENAME, here.leader, pk, said, {}, "k") == bureau
    for by, key, body in ((here.leader, "", said), (here.leader, "j", said), (here.leader, "k", {"contact": "乙"}),
                          (here.officer, "k", said)):  # fmt: skip
        with pytest.raises(Http404):
            found_again(RENAME, by, pk, body, {}, key)


def test_another_body_under_the_key_is_refused(here: District, bureau: Bureau) -> None:
    perform(RENAME, by=here.leader, thing=bureau, data={"contact": "甲"}, key="k")
    no = perform(RENAME, by=here.leader, thing=bureau, data={"contact": "乙"}, key="k")
    assert isinstance(no, Refused) and "内容不同" in no.why and not no.denied
    assert Bureau.objects.get(pk=bureau.pk).phone == "甲"


def test_a_key_is_one_persons_and_one_acts(here: District, bureau: Bureau) -> None:
    perform(MAKE, by=here.leader, data={"contact": "甲"}, key="k")
    other = perform(MAKE, by=here.founder, data={"contact": "乙"}, key="k")
    assert isinstance(other, Done) and not other.again
    assert isinstance(perform(RENAME, by=here.leader, thing=bureau, data={"contact": "丙"}, key="k"), Done)
    assert Answered.objects.count() == 3


def test_what_was_refused_leaves_the_key_free(here: District, bureau: Bureau) -> None:
    assert isinstance(perform(RENAME, by=here.leader, thing=bureau, data={"contact": "不行"}, key="k"), Refused)
    assert isinstance(perform(RENAME, by=here.leader, thing=bureau, data={"contact": "行"}, key="k"), Done)


def test_an_act_that_wants_a_key_gets_one(here: District) -> None:
    no = perform(MAKE, by=here.leader, data={"contact": "甲", "request_key": str(uuid.uuid4())})
    assert isinstance(no, Refused) and "页面已过期" in no.why
    by_key = perform(MAKE, by=here.leader, data={"contact": "甲"}, key="any words a program likes")
    assert isinstance(by_key, Done) and uuid.UUID(by_key.result.split()[1]), "the form's own key comes of the request's"


def test_a_body_is_told_by_fields_files_and_thing(bureau: Bureau) -> None:
    def body(text: str, content: bytes = b"x", about: object = 1) -> str:
        return once.body_of(about, QueryDict(text), {"file": SimpleUploadedFile("a.pdf", content)})

    same = body("a=1&b=2&b=3&csrfmiddlewaretoken=q&request_key=1")
    assert same == body("b=2&b=3&a=1&request_key=2")
    assert (
        len({same, body("a=1&b=3&b=2"), body("a=1&b=2"), body("a=1&b=2&b=3", b"y"), body("a=1&b=2&b=3", about=2)}) == 5
    )


def test_the_database_holds_one_answer_a_key(here: District) -> None:
    same = {"key": "k", "act": "a", "body": "b", "at": clock.now()}
    Answered.objects.create(**same, by=here.leader)
    Answered.objects.create(**same, by=None)
    for by, name in ((here.leader, "one_answer_a_key_of_a_person"), (None, "one_answer_a_key_of_a_stranger")):
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            Answered.objects.create(**same, by=by)
        assert name in str(refused.value) or "acts_answered" in str(refused.value)


def test_old_keys_go_at_night(here: District) -> None:
    for days in (1, 8):
        Answered.objects.create(key=str(days), act="a", body="b", at=clock.now() - dt.timedelta(days=days))
    assert "1" in FORGETTING.work(clock.today())
    assert [each.key for each in Answered.objects.all()] == ["1"]


# On a page, in a list of what one may do


def view_of(as_: Callable[..., Any], who: Any, **options: Any) -> Callable[..., Any]:
    factory = RequestFactory()

    def send(method: str, data: dict[str, Any], **address: Any) -> Any:
        request = getattr(factory, method)("/x/", data)
        request.user, request._messages = who, _Kept()
        return act_view(RENAME, **options)(request, **address), [str(each) for each in request._messages.said]

    return send


class _Kept:
    def __init__(self) -> None:
        self.said: list[str] = []

    def add(self, _level: int, text: str, _tags: str = "") -> None:
        self.said.append(text)


def test_the_view_leads_on_or_says_why(here: District, bureau: Bureau, as_: Any) -> None:
    send = view_of(as_, here.leader)
    answer, said = send("post", {"contact": "甲"}, pk=bureau.pk)
    assert (answer.status_code, answer["Location"], said) == (302, "/desk/people/", ["已改为“甲”。"])
    answer, said = send("post", {"contact": "不行"}, pk=bureau.pk)
    assert (answer.status_code, said) == (302, ["现在不行。"])
    assert send("get", {}, pk=bureau.pk)[0].status_code == 405


def test_what_one_does_not_see_is_not_there(here: District, bureau: Bureau, as_: Any) -> None:
    other = Bureau.objects.exclude(pk=bureau.pk).first()
    assert other is not None
    with pytest.raises(Http404):
        view_of(as_, here.leader)("post", {"contact": "甲"}, pk=other.pk)


def test_a_wrong_form_is_drawn_again_with_what_was_typed(here: District, bureau: Bureau, as_: Any) -> None:
    from django.http import HttpResponse

    def page(_request: Any, pk: int, form: Any = None) -> HttpResponse:
        return HttpResponse(f"{pk} {form['contact'].value() if form else ''} {form.errors if form else ''}")

    send = view_of(as_, here.leader, page=page, get=True)
    answer, _said = send("post", {"contact": "长" * 41}, pk=bureau.pk)
    assert answer.status_code == 422 and "长" * 41 in answer.content.decode()
    answer, _said = send("post", {"contact": "不行"}, pk=bureau.pk)
    assert answer.status_code == 422 and "现在不行。" in answer.content.decode()
    assert send("get", {}, pk=bureau.pk)[0].status_code == 200


def test_one_address_for_several_acts(here: District, bureau: Bureau) -> None:
    view = one_of({"rename": RENAME, "close": CLOSED}, else_="请选择。")
    for verb, said in (("rename", "已改为“甲”。"), ("close", "还有人在。"), ("nothing", "请选择。")):
        request = RequestFactory().post("/x/", {"verb": verb, "contact": "甲"})
        request.user, request._messages = here.leader, _Kept()  # type: ignore[assignment]
        assert view(request, pk=bureau.pk).status_code == 302
        assert request._messages.said == [said]  # type: ignore[attr-defined]


def test_what_may_i_do_and_why_not(here: District, bureau: Bureau) -> None:
    for who, allowed, why in ((here.leader, True, ""), (here.officer, False, "只有负责人可以改。")):
        rename, closed = offered(who, bureau, (RENAME, CLOSED))
        assert (rename.key, rename.allowed, rename.why, rename.tells) == (RENAME.key, allowed, why, "别人会看到。")
        assert (closed.allowed, closed.why) == (False, "还有人在。")


def test_the_button_says_why_it_is_grey(here: District, bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ACTS, "_things", {RENAME.key: RENAME})
    monkeypatch.setitem(RENAME.__dict__, "address", lambda thing: f"/bureaus/{thing.pk}/")
    for who, grey in ((here.leader, False), (here.officer, True)):
        request = RequestFactory().get("/")
        request.user = who
        drawn = Template('{% act "people.rename_bureau" bureau look="btn-primary" %}').render(
            Context({"request": request, "bureau": bureau})
        )
        assert f'action="/bureaus/{bureau.pk}/"' in drawn and 'name="request_key"' in drawn
        assert ("disabled" in drawn, "只有负责人可以改。" in drawn, "别人会看到。" in drawn) == (grey, grey, not grey)
