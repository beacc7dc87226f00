"""Acts of the desk: coordinating, links for experts, lectures, studios, subjects, rules, public answers."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.acts.acts import Act, Done, to
from district.ground.asking.actions import publish, take_down
from district.ground.asking.permissions import may_reply
from district.ground.asking.queries import PublicAnswer, public_answers
from district.ground.onetime.actions import Issued, issue
from district.ground.people.permissions import Answer, No, holds
from district.ground.people.queries import Expert, Person, Role, bureau_of
from district.ground.record.actions import official
from district.ground.slots import actions as slots
from district.services.advice import actions, keeping, lines, past, past_sheet
from district.services.advice.acts import experts_kept
from district.services.advice.forms import NeededWhyForm, PublishForm
from district.services.advice.forms_desk import (
    ManyForm,
    MemberForm,
    NewStudioForm,
    NewSubjectForm,
    PastForm,
    PlaceForm,
    RuleForm,
    StudioForm,
    SubjectForm,
)
from district.services.advice.models import Encounter, Matching, Mode, Need, Studio, StudioMember, Subject
from district.services.advice.permissions import (
    may_coordinate,
    may_keep_corps,
    may_keep_rules,
    may_keep_studio,
)
from district.services.advice.purposes import DAY
from district.services.advice.queries import needs_kept_by
from district.services.advice.states import DONE

keeping_door = holds(Role.OFFICER, Role.LEADER)
ONE = to("advice:desk_one", "thing.reference")


def desk_act(key: str, label: Any, do: Any, **more: Any) -> Act[Need]:
    return Act(f"advice.{key}", label, do, **{"door": keeping_door, "back": ONE, "on": needs_kept_by, "named": "need",
               "may": may_coordinate, **more})  # fmt: skip


PLACE = desk_act(
    "place", gettext_lazy("请这位专家"), actions.place, asks=PlaceForm, says=gettext_lazy("已请专家接单。")
)
GIVE_UP = desk_act("give_up", gettext_lazy("告知无人承接"), actions.give_up, asks=NeededWhyForm,
                   says=gettext_lazy("已书面告知对方。"),
                   already=lambda _by, need, _data: need.state == "nobody",
                   tells=gettext_lazy("对方会收到书面说明和其他途径。"))  # fmt: skip


def _link(*, expert: Expert, by: Person) -> Issued:
    with official():
        return issue(purpose=DAY, thing=str(expert.pk), expert=expert, office=expert.office, by=by,
                     asks=_("请您接单、记录"))  # fmt: skip


def _keeps_record(by: Person, expert: Expert) -> Answer:
    return may_keep_corps(by, expert.office_id)


LINK: Act[Expert] = Act(
    "advice.link", gettext_lazy("发工作链接"), _link, door=keeping_door, back=to("advice:corps"), on=experts_kept,
    named="expert", may=_keeps_record, own_key=True,
    now=lambda expert: "" if expert.stands() else _("聘期已满。"),
)  # fmt: skip


def _hold_many(*, by: Person, capacity: int, request_key: uuid.UUID, **said: Any) -> Encounter:
    """With a session in `slots`, for people to sign up."""
    office = bureau_of(by, Role.OFFICER, Role.LEADER)
    assert office is not None, "the door lets in who has a duty"
    session = slots.plan_session(
        title=said["title"], span=said["span"], place=said["place"], capacity=capacity, by=by, office=office,
        request_key=uuid.uuid5(request_key, "session"),
    )  # fmt: skip
    return actions.hold_many(by=by, office=office, request_key=request_key, session=session, **said)


HOLD_MANY: Act[Any] = Act(
    "advice.hold_many", gettext_lazy("安排讲座或活动"), _hold_many, door=keeping_door, back=to("advice:many"),
    asks=ManyForm, own_key=True, then=to("advice:encounters"), says=gettext_lazy("已安排，可以报名了。"),
)  # fmt: skip


def _take_in(*, by: Person, file: Any) -> int:
    office = bureau_of(by, Role.OFFICER, Role.LEADER)
    assert office is not None, "the door lets in who has a duty"
    found = past_sheet.read(file)
    if found.faults or not found.rows:
        raise past_sheet.NotTaken(found)
    return past.enter_past(rows=found.rows, office=office, by=by)


PAST: Act[Any] = Act(
    "advice.past", gettext_lazy("检查并录入"), _take_in, door=keeping_door, back=to("advice:past"), asks=PastForm,
    own_key=True, then=to("advice:encounters"), says=lambda done: _("已录入 %(n)d 次服务。") % {"n": done.result},
)  # fmt: skip


# Studios, subjects, rules


def _studios(_person: Person) -> QuerySet[Studio]:
    return Studio.objects.select_related("office")


def _set_up(*, by: Person, **said: Any) -> Studio:
    office = bureau_of(by, Role.OFFICER, Role.LEADER)
    assert office is not None, "the door lets in who has a duty"
    return keeping.set_up(by=by, office=office, **said)


def _of(row: Any, *names: str) -> Mapping[str, Any]:
    return {"initial": {name: getattr(row, name) for name in names}} if row is not None else {}


STUDIO_FIELDS = ("name", "english", "topics", "about", "place", "since", "until", "public")
STUDIO_ADD: Act[Any] = Act(
    "advice.studio_add", gettext_lazy("设立工作室"), _set_up, door=keeping_door, back=to("advice:desk_studios"),
    asks=NewStudioForm, then=to("advice:desk_studio", "result.key"), says=gettext_lazy("已设立。"),
)  # fmt: skip
STUDIO = to("advice:desk_studio", "thing.key")
STUDIO_EDIT: Act[Studio] = Act(
    "advice.studio_edit", gettext_lazy("保存"), keeping.change_studio, door=keeping_door, back=STUDIO, on=_studios,
    by="key", named="studio", may=may_keep_studio, asks=StudioForm, says=gettext_lazy("已保存。"),
    asks_with=lambda _by, row: _of(row, *STUDIO_FIELDS),
)  # fmt: skip
STUDIO_JOIN: Act[Studio] = Act(
    "advice.studio_join", gettext_lazy("加进团队"), keeping.join, door=keeping_door, back=STUDIO, on=_studios, by="key",
    named="studio", may=may_keep_studio, asks=MemberForm, says=gettext_lazy("已加进团队。"),
)  # fmt: skip
STUDIO_LEAVE: Act[StudioMember] = Act(
    "advice.studio_leave", gettext_lazy("退出团队"), keeping.part, door=keeping_door, by="pk", named="member",
    back=to("advice:desk_studio", "thing.studio.key"), says=gettext_lazy("已退出。"),
    on=lambda _person: StudioMember.objects.select_related("studio", "expert"),
    may=lambda by, row: may_keep_studio(by, row.studio),
)  # fmt: skip


def _rules_door(by: Person, _thing: Any) -> Answer:
    return may_keep_rules(by)


def _change_subject(*, subject: Subject, by: Person, **said: Any) -> Subject:
    return keeping.name_subject(by=by, key=subject.key, **said)


def _subject_now(_by: Any, row: Subject) -> Mapping[str, Any]:
    initial = {name: getattr(row, name) for name in ("name", "english", "topic", "fields", "help", "place")}
    return {"initial": {**initial, "questions": lines.written(row.asks)}, "before": row.asks}


SUBJECT_ADD: Act[Any] = Act(
    "advice.subject_add", gettext_lazy("加一个事项"), keeping.name_subject, door=keeping_door,
    back=to("advice:subjects"), may=_rules_door, asks=NewSubjectForm, then=to("advice:subject", "result.key"),
    says=gettext_lazy("已加上，马上可以提问。"),
)  # fmt: skip
SUBJECT_EDIT: Act[Subject] = Act(
    "advice.subject", gettext_lazy("保存"), _change_subject, door=keeping_door, back=to("advice:subject", "thing.key"),
    on=lambda _person: Subject.objects.all(), by="key", named="subject", may=_rules_door, asks=SubjectForm,
    asks_with=_subject_now,
    says=gettext_lazy("已保存。"),
)  # fmt: skip
SUBJECT_END: Act[Subject] = Act(
    "advice.subject_end", gettext_lazy("停用"), keeping.end_subject, door=keeping_door, by="key", named="subject",
    back=to("advice:subject", "thing.key"), on=lambda _person: Subject.objects.all(), may=_rules_door,
    says=gettext_lazy("已停用；已提的咨询不受影响。"),
)  # fmt: skip


def _change_rule(*, rule: Matching, by: Person, **said: Any) -> Matching:
    """Under another name it is another rule at the same place, and the old one counts no more."""
    made = keeping.lay_down(by=by, place=rule.place, **said)
    if made.pk != rule.pk:
        keeping.end_rule(rule=rule, by=by)
    return made


RULE_ADD: Act[Any] = Act(
    "advice.rule_add", gettext_lazy("加一条规则"), keeping.lay_down, door=keeping_door, back=to("advice:rules"),
    asks=RuleForm, then=to("advice:rules"), says=gettext_lazy("已保存，马上生效。"),
)  # fmt: skip
RULE_EDIT: Act[Matching] = Act(
    "advice.rule", gettext_lazy("保存"), _change_rule, door=keeping_door, back=to("advice:rules"), by="pk",
    on=lambda _person: Matching.objects.select_related("subject", "studio"), named="rule", may=_rules_door,
    asks=RuleForm, says=gettext_lazy("已保存，马上生效。"),
    asks_with=lambda _by, row: _of(row, "name", "when", "subject", "fields", "topics", "studio", "points", "say"),
)  # fmt: skip
RULE_END: Act[Matching] = Act(
    "advice.rule_end", gettext_lazy("停用"), keeping.end_rule, door=keeping_door, back=to("advice:rules"), by="pk",
    on=lambda _person: Matching.objects.all(), named="rule", may=_rules_door, says=gettext_lazy("已停用。"),
)  # fmt: skip


# Public answers


def _answered(person: Person) -> QuerySet[Encounter]:
    rows = Encounter.objects.visible_to(person).filter(mode=Mode.ONLINE, state=DONE)
    return rows.select_related("need__subject", "office")


def may_publish(by: Person, row: Encounter) -> Answer:
    """Who keeps the record, of what whoever asked agreed may be read."""
    if row.need is None or not row.need.may_publish:
        return No(_("提问的人没有同意公开。"))
    return may_keep_corps(by, row.office_id)


def _publish(*, encounter: Encounter, by: Person, question: str, text: str) -> PublicAnswer:
    who = "、".join(each.expert.name for each in encounter.advisers.select_related("expert") if each.expert.public)
    return publish(
        room="advice", subject=encounter.reference, group=encounter.topic, office=encounter.office, by=by, who=who,
        question=question, text=text, may=may_publish(by, encounter),
    )  # fmt: skip


def _to_publish(_by: Any, row: Encounter) -> Mapping[str, Any]:
    return {"initial": {"text": row.record, "question": str(row.need.subject) if row.need else ""}}


def _published(done: Done[Any]) -> str:
    return _("已公开：%(question)s") % {"question": done.result.question}


PUBLISH: Act[Encounter] = Act(
    "advice.publish", gettext_lazy("公开这个答复"), _publish, door=keeping_door, on=_answered, named="encounter",
    back=to("advice:desk_one", "thing.need.reference"), may=may_publish, asks=PublishForm, asks_with=_to_publish,
    says=_published,
)  # fmt: skip
TAKE_DOWN: Act[PublicAnswer] = Act(
    "advice.take_down", gettext_lazy("撤下"), take_down, door=keeping_door, named="answer", asks=NeededWhyForm,
    on=lambda _person: public_answers("advice"), back=to("advice:answers"),
    may=lambda by, row: may_reply(by, row.office_id), says=gettext_lazy("已撤下。"),
)  # fmt: skip

DESK_ACTS: tuple[Act[Any], ...] = (
    PLACE, GIVE_UP, LINK, HOLD_MANY, PAST, STUDIO_ADD, STUDIO_EDIT, STUDIO_JOIN, STUDIO_LEAVE, SUBJECT_ADD,
    SUBJECT_EDIT, SUBJECT_END, RULE_ADD, RULE_EDIT, RULE_END, PUBLISH, TAKE_DOWN,
)  # fmt: skip
