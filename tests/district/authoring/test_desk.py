"""The editor's pages: who opens which, what a form that cannot be taken answers, exports, new rules, what is undone."""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from district.authoring import actions, permissions
from district.authoring.models import Draft
from district.ground.people.models import Person
from district.policies.queries import catalogue, current_release
from rulebook import read_files
from tests.district.authoring.conftest import MORE, PARAMETERS, RULE, Desk
from tests.district.cases.factories import person

SignIn = Callable[[Person], Client]
LIST = "authoring:drafts"


def one(draft: Draft, name: str = "draft_one") -> str:
    return reverse(f"authoring:{name}", args=[draft.reference])


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_list_and_a_draft_in_both_languages(desk: Desk, as_: SignIn, language: str) -> None:
    draft, client = desk.changed("从业人员 >= 3", "从业人员 >= 9"), as_(desk.author)
    for address in (reverse(LIST), one(draft), one(draft, "draft_edit") + f"?path={RULE}", reverse("authoring:watch")):
        page = client.get(address, headers={"accept-language": language})
        assert page.status_code == 200, address
    assert draft.reference in client.get(reverse(LIST)).content.decode()


def test_officials_read_and_others_do_not(desk: Desk, as_: SignIn) -> None:
    draft = desk.draft()
    addresses = (reverse(LIST), one(draft), one(draft, "draft_export"), reverse("authoring:catalogue_export"))
    for who in (desk.other, desk.district.auditor, person("boss", administrator="区人社局")):
        client = as_(who)
        assert [client.get(each).status_code for each in addresses] == [200] * 4, who
    for who in (desk.district.founder, person("judge", expert="区科委")):
        client = as_(who)
        assert [client.get(each).status_code for each in addresses] == [403] * 4, who
    assert Client().get(addresses[0]).status_code == 302


def test_each_refusal_says_why(desk: Desk) -> None:
    draft = desk.changed("从业人员 >= 3", "从业人员 >= 9")
    said = {
        str(permissions.may_start(desk.other, draft.office).why), str(permissions.may_approve(desk.author, draft).why),
        str(permissions.may_approve(desk.other, draft).why), str(permissions.may_return(desk.other, draft).why),
        str(permissions.may_publish_draft(desk.second, draft).why), str(permissions.may_drop(desk.second, draft).why),
    }  # fmt: skip
    assert len(said) == 6 and all(each.endswith("。") for each in said)
    desk.save(draft, MORE[PARAMETERS].replace("5000", "6000"), PARAMETERS)
    assert "共用的文件，须由负责人审签" in str(permissions.may_approve(desk.second, draft).why)
    assert permissions.may_approve(desk.leader, draft)


def test_a_draft_is_started_once_and_by_those_who_may(desk: Desk, as_: SignIn) -> None:
    client, at = as_(desk.author), reverse("authoring:draft_start")
    form = {"programme": "hiring", "title": " ", "request_key": uuid.uuid4()}
    assert client.post(at, form)["Location"] == client.post(at, form)["Location"]
    assert Draft.objects.get().title == "示例用工补贴"  # of the programme, where none was given
    assert client.post(at, form | {"programme": "none", "request_key": uuid.uuid4()}).status_code == 404
    assert client.post(at, {"programme": "", "office": "999999", "request_key": uuid.uuid4()}).status_code == 404
    assert client.post(at, form | {"request_key": "x"})["Location"] == reverse(LIST)
    assert client.get(at).status_code == 405
    assert as_(desk.other).post(at, form | {"request_key": uuid.uuid4()}).status_code == 403
    assert Draft.objects.count() == 1


def test_a_file_that_is_not_the_drafts_is_not_found(desk: Desk, as_: SignIn) -> None:
    client, at = as_(desk.author), one(desk.draft(), "draft_edit")
    for path in ("", "test/none.yaml", "../layer.yaml", "test/programmes/award/2022-01-01.yaml"):
        assert client.get(at, {"path": path}).status_code == 404, path
        assert client.post(f"{at}?path={path}", {}).status_code == 404, path


@pytest.mark.parametrize("text", ["", "   ", "x" * 400_001])
def test_a_text_that_cannot_be_kept_comes_back_with_the_reason(desk: Desk, as_: SignIn, text: str) -> None:
    draft = desk.draft()
    posted = {"view": "text", "text": text, "seen": actions.seen_of(draft, RULE)}
    answer = as_(desk.author).post(one(draft, "draft_edit") + f"?path={RULE}", posted)
    assert answer.status_code == 422 and "文件是空的，或者太长" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.files == {}


def test_what_is_no_yaml_may_be_kept_as_text_and_is_not_handed_on(desk: Desk, as_: SignIn) -> None:
    draft, client = desk.draft(), as_(desk.author)
    posted = {"view": "text", "text": "conditions: [1", "seen": actions.seen_of(draft, RULE)}
    assert client.post(one(draft, "draft_edit") + f"?path={RULE}", posted).status_code == 302
    page = client.get(one(draft, "draft_edit") + f"?path={RULE}&view=form").content.decode()
    assert "现在只能按文本改" in page and "conditions: [1" in page
    client.post(one(draft, "draft_propose"))
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_new_rule_is_a_copy_from_a_day_on(desk: Desk, as_: SignIn) -> None:
    draft, client = desk.draft(), as_(desk.author)
    for since in ("", "soon", "2022-13-01"):
        client.post(one(draft, "draft_add"), {"since": since})
    draft.refresh_from_db()
    assert draft.files == {}
    client.post(one(draft, "draft_add"), {"since": "2023-01-01"})
    draft.refresh_from_db()
    assert draft.files == {"test/programmes/hiring/2023-01-01.yaml": MORE[RULE]}
    again = client.post(one(draft, "draft_add"), {"since": "2023-01-01"}, follow=True)
    assert "已经有从这一天起施行的规则" in again.content.decode()
    client.post(one(draft, "draft_undo"), {"path": "test/programmes/hiring/2023-01-01.yaml"})
    draft.refresh_from_db()
    assert draft.files == {}


def test_what_is_exported_reads_as_what_is_published(desk: Desk, as_: SignIn) -> None:
    draft, client = desk.changed("从业人员 >= 3", "从业人员 >= 9"), as_(desk.author)

    def read(address: str) -> str:
        folder = zipfile.ZipFile(io.BytesIO(client.get(address).content))
        return read_files(
            {name.removeprefix("catalogue/"): folder.read(name).decode() for name in folder.namelist()}, "test"
        ).hash

    release = current_release()
    assert release is not None
    assert read(reverse("authoring:catalogue_export")) == catalogue().hash == release.hash
    assert read(one(draft, "draft_export")) != release.hash


def test_a_reader_cannot_save(desk: Desk, as_: SignIn) -> None:
    draft = desk.draft()
    posted = {"view": "text", "text": MORE[RULE] + "# x\n", "seen": actions.seen_of(draft, RULE)}
    answer = as_(desk.other).post(one(draft, "draft_edit") + f"?path={RULE}", posted)
    assert answer.status_code == 422 and "只有牵头部门" in answer.content.decode()
    page = as_(desk.other).get(one(draft, "draft_edit") + f"?path={RULE}").content.decode()
    assert "保存到草案" not in page and "readonly" in page


def test_a_returned_draft_says_what_is_to_change(desk: Desk, as_: SignIn) -> None:
    draft = desk.changed("say: 未失信", "say: 没有失信")
    actions.propose(draft=draft, by=desk.author)
    client = as_(desk.second)
    assert "请写明要改什么" in client.post(one(draft, "draft_return"), {"note": " "}, follow=True).content.decode()
    client.post(one(draft, "draft_return"), {"note": "门槛太高"})
    assert "门槛太高" in as_(desk.author).get(one(draft)).content.decode()
