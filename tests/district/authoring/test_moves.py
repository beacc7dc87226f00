"""Drafts: the moves, who may, the second person, conflicts, publishing from a day on."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from district.authoring import actions, queries, texts
from district.authoring.acts import START
from district.authoring.models import Draft
from district.authoring.permissions import may_approve
from district.authoring.states import MOVES, STATES
from district.ground import clock
from district.ground.acts.acts import perform
from district.ground.messages.queries import messages_for
from district.ground.people.permissions import Refused
from district.ground.record.moves import MoveRefused, dead_ends
from district.ground.record.queries import history
from district.policies import actions as policies
from district.policies import queries as published
from district.policies.models import Release
from rulebook import read_catalogue, read_files
from tests.district.authoring.conftest import MORE, PARAMETERS, RULE, Desk
from tests.district.cases.factories import LATER, publish

DAY = dt.date(2022, 6, 24)


def test_the_table_of_moves_has_no_dead_end() -> None:
    assert dead_ends(STATES, MOVES) == []


def test_the_same_key_makes_one_draft(desk: Desk) -> None:
    sent = {"programme": "hiring", "title": "甲", "request_key": str(uuid.uuid4())}
    made = [perform(START, by=desk.author, data=sent, key=sent["request_key"]) for _ in range(2)]
    assert made[0].result == made[1].result and Draft.objects.count() == 1
    assert history("policies", made[0].result.reference).count() == 1


def test_a_draft_leaves_what_is_published_alone(desk: Desk) -> None:
    before = published.catalogue().hash
    draft = desk.changed("从业人员 >= 3", "从业人员 >= 9")
    assert published.catalogue().hash == before
    assert list(draft.files) == [RULE]
    assert draft.base.files[RULE] == MORE[RULE]


def test_saving_the_published_text_again_takes_the_file_out(desk: Desk) -> None:
    draft = desk.changed("从业人员 >= 3", "从业人员 >= 9")
    assert desk.save(draft, MORE[RULE].replace("\n", "\r\n")).files == {}


def test_a_second_saving_over_an_old_reading_is_refused(desk: Desk) -> None:
    draft = desk.draft()
    seen = texts.mark(actions.text_of(draft, RULE))
    actions.save(draft=draft, path=RULE, text=MORE[RULE] + "# 甲\n", seen=seen, by=desk.author)
    with pytest.raises(actions.Stale):
        actions.save(draft=draft, path=RULE, text=MORE[RULE] + "# 乙\n", seen=seen, by=desk.second)
    assert draft.files[RULE].endswith("# 甲\n")


@pytest.mark.parametrize("path", ["test/synonyms.yaml", "test/documents/x.md", "../x.yaml",
                                  "test/answers/../layer.yaml", "test/programmes/none/x.yaml",
                                  "test/programmes/award/2022-01-01.yaml"])  # fmt: skip
def test_only_files_of_the_programme_and_shared_ones_are_drafted(desk: Desk, path: str) -> None:
    draft = desk.draft()
    with pytest.raises(actions.NotPossible):
        actions.save(draft=draft, path=path, text="name: x\n", seen=texts.mark(actions.text_of(draft, path)),
                     by=desk.author)  # fmt: skip


def test_another_bureau_cannot_draft_or_edit(desk: Desk) -> None:
    with pytest.raises(Refused, match="牵头部门"):
        desk.draft(by=desk.other)
    with pytest.raises(Refused):
        desk.save(desk.draft(), "conditions: []\n", by=desk.other)


def test_from_draft_to_published(desk: Desk) -> None:
    draft = desk.changed("从业人员 >= 3, cite", "从业人员 >= 2 + 1, cite")
    actions.propose(draft=draft, by=desk.author)
    assert {each.to for each in messages_for(desk.leader)} == {desk.leader}
    assert messages_for(desk.second).get().needs_action
    actions.approve(draft=draft, by=desk.second)
    with pytest.raises(Refused):
        actions.publish(draft=draft, by=desk.second)
    release = actions.publish(draft=draft, by=desk.leader)
    assert release == published.current_release()
    assert (draft.state, draft.release, draft.approver) == ("published", release, desk.second)
    assert [each.verb for each in history("policies", draft.reference)] == [
        "start-draft", "save-draft", "propose", "approve", "publish"]  # fmt: skip
    assert release.published_by == desk.leader
    assert release.files == texts.overlay(draft.base.files, draft.files)


def test_the_author_may_not_approve(desk: Desk) -> None:
    draft = desk.changed("从业人员 >= 3, cite", "3 <= 从业人员, cite")
    actions.propose(draft=draft, by=desk.author)
    with pytest.raises(Refused, match="起草人不能审签"):
        actions.approve(draft=draft, by=desk.author)
    assert not may_approve(desk.other, draft)


@pytest.mark.parametrize("name, change", [
    ("draft_approved_has_approver", {"state": "approved"}),
    ("draft_published_has_release", {"state": "published", "approver": "second"}),
    ("draft_state_is_known", {"state": "lost"}),
])  # fmt: skip
@pytest.mark.database
def test_constraints(desk: Desk, name: str, change: dict[str, str]) -> None:
    draft = desk.draft()
    values = {key: getattr(desk, value) if key == "approver" else value for key, value in change.items()}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(**values)


@pytest.mark.database
def test_an_author_is_no_approver_even_where_no_hand_was_noted(desk: Desk) -> None:
    draft = desk.draft()
    draft.pk, draft.reference = None, "CA-X"
    draft.state, draft.approver = "approved", desk.author
    with pytest.raises(IntegrityError, match="draft_approved_by_another"), transaction.atomic():
        draft.save(force_insert=True)


def test_shared_files_are_approved_by_a_leader(desk: Desk) -> None:
    draft = desk.changed("5000", "6000", PARAMETERS)
    actions.propose(draft=draft, by=desk.author)
    assert not messages_for(desk.second).exists()
    with pytest.raises(Refused, match="负责人审签"):
        actions.approve(draft=draft, by=desk.second)
    actions.approve(draft=draft, by=desk.leader)


def test_faults_stop_a_proposal(desk: Desk) -> None:
    draft = desk.changed("从业人员 >= 3, cite", "从业人数 >= 3, cite")
    with pytest.raises(actions.NotPossible, match=RULE):
        actions.propose(draft=draft, by=desk.author)
    assert draft.state == "draft"
    with pytest.raises(actions.NotPossible, match="没有改动"):
        actions.propose(draft=desk.draft(), by=desk.author)


def test_sent_back_with_a_note_and_dropped(desk: Desk) -> None:
    draft = desk.changed("从业人员 >= 3, cite", "3 <= 从业人员, cite")
    actions.propose(draft=draft, by=desk.author)
    with pytest.raises(actions.NotPossible, match="送审"):
        desk.save(draft, "x: y\n")
    with pytest.raises(actions.NotPossible, match="要改什么"):
        actions.send_back(draft=draft, note=" ", by=desk.second)
    actions.send_back(draft=draft, note="写明依据", by=desk.second)
    assert (draft.state, draft.note) == ("draft", "写明依据")
    assert messages_for(desk.author).get().body == "写明依据"
    with pytest.raises(Refused):
        actions.drop(draft=draft, by=desk.second)
    actions.drop(draft=draft, by=desk.author)
    with pytest.raises(MoveRefused):
        actions.propose(draft=draft, by=desk.author)
    assert list(draft.files) == [RULE]


def test_a_rule_published_from_a_day_is_judged_by_only_from_then(desk: Desk) -> None:
    draft = desk.draft()
    path = actions.add_version(draft=draft, since=dt.date(2022, 9, 1), by=desk.author)
    text = actions.text_of(draft, path)
    assert text == MORE[RULE]
    new = text.replace("从业人员 >= 3", "从业人员 >= 9").replace("从业人员: 3", "从业人员: 9").replace("06-01", "09-01")
    desk.save(draft, new, path)
    actions.propose(draft=draft, by=desk.author)
    actions.approve(draft=draft, by=desk.second)
    actions.publish(draft=draft, by=desk.leader)
    programme = desk.district.programmes["hiring"]
    facts = {"注册区": "示例区", "从业人员": Decimal(5), "失信被执行": False}
    judged = {}
    for day in (DAY, dt.date(2022, 8, 31), dt.date(2022, 9, 1)):
        version = published.version_on(programme, day)
        assert version is not None
        judged[day] = published.judge(version, facts, day, {"plan": True}).eligible
    assert list(judged.values()) == [True, True, False]
    with pytest.raises(actions.NotPossible, match="已经有"):
        actions.add_version(draft=desk.draft(), since=dt.date(2022, 9, 1), by=desk.author)


def test_overtaken_then_merged_and_nothing_is_lost(desk: Desk) -> None:
    mine = desk.changed("从业人员 3 人以上", "从业人员三人以上")
    theirs = desk.published("用工计划可行", "用工计划切实可行")
    assert queries.overtaken(mine)
    with pytest.raises(actions.NotPossible, match="先合并"):
        actions.propose(draft=mine, by=desk.author)
    assert actions.rebase(draft=mine, by=desk.author) == []
    assert "从业人员三人以上" in mine.files[RULE]
    assert "用工计划切实可行" in mine.files[RULE]
    assert mine.base == theirs.release
    actions.propose(draft=mine, by=desk.author)


def test_an_approved_draft_that_is_overtaken_is_not_published(desk: Desk) -> None:
    mine = desk.changed("从业人员 3 人以上", "从业人员三人以上")
    actions.propose(draft=mine, by=desk.author)
    actions.approve(draft=mine, by=desk.second)
    desk.published("用工计划可行", "用工计划切实可行")
    releases = Release.objects.count()
    with pytest.raises(actions.NotPossible, match="先合并"):
        actions.publish(draft=mine, by=desk.leader)
    assert (mine.state, Release.objects.count()) == ("approved", releases)
    actions.rebase(draft=mine, by=desk.author)
    assert (mine.state, mine.approver) == ("draft", None)


def test_the_same_line_changed_twice_is_kept_both_ways(desk: Desk) -> None:
    mine = desk.changed("从业人员 3 人以上", "从业人员三人以上")
    desk.published("从业人员 3 人以上", "从业人员不少于 3 人")
    assert actions.rebase(draft=mine, by=desk.author) == [RULE]
    assert "从业人员三人以上" in mine.files[RULE]
    assert "从业人员不少于 3 人" in mine.files[RULE]
    with pytest.raises(actions.NotPossible, match="错误"):
        actions.propose(draft=mine, by=desk.author)


def test_a_rule_set_back_to_an_old_one_is_in_force_again(desk: Desk) -> None:
    day, award = dt.date(2022, 6, 24), desk.district.programmes["hiring"]
    first = published.version_on(award, day)
    desk.published("从业人员 >= 3, cite", "3 <= 从业人员 and true, cite")
    assert published.version_on(award, day) != first
    back = desk.draft()
    desk.save(back, MORE[RULE])
    actions.propose(draft=back, by=desk.author)
    actions.approve(draft=back, by=desk.second)
    release = actions.publish(draft=back, by=desk.leader)
    assert published.version_on(award, day) == first
    assert published.current_release() == release


def test_publishing_texts_gives_the_hash_of_the_folder(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    draft = desk.published("用工计划可行", "用工计划切实可行")
    assert draft.release is not None
    folder = tmp_path_factory.mktemp("out")
    for path, text in draft.release.files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    assert read_catalogue(folder / "test").hash == draft.release.hash
    assert read_files(draft.release.files, "test").hash == draft.release.hash


def test_publishing_texts_over_another_release_is_refused(desk: Desk) -> None:
    old = published.current_release()
    assert old is not None
    with clock.at(dt.date(2022, 6, 25)):
        publish(MORE | {"test/programmes/award/2023-01-01.yaml": LATER + "# 注\n"})
    with pytest.raises(policies.Overtaken):
        policies.publish_files(files=MORE, layer="test", by=desk.leader, instead_of=old)
