"""Acts before a case is at the desk: begin, fill in, check, hand in, consent, supply; the desk's word on a paper."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.cases.core import evidence
from district.cases.core.checks import AlreadyOpen, NotPossible
from district.cases.core.doors import MINE, desk_act, my_act
from district.cases.core.models import Application
from district.cases.core.states import ENTERED
from district.cases.intake import actions, completing, consenting, drafting, receipts, supplying
from district.cases.intake.forms import CaseForm, StartForm
from district.cases.intake.paper_checks import check_paper
from district.cases.intake.uploading import take_uploads
from district.enterprises import queries as enterprises
from district.enterprises.actions import BadValue
from district.enterprises.mandates.queries import Scope
from district.enterprises.wallet.actions import BadUpload
from district.ground import clock
from district.ground.acts.acts import Act, Invalid, Say, to
from district.ground.acts.forms import Cut, Keyed, Says
from district.ground.people.permissions import is_known
from district.ground.people.queries import Person
from district.policies.permissions import may_be_applied_for
from district.policies.queries import Programme, version_on

AGREE_FIRST = gettext_lazy("请先勾选同意。")
CHECK_PAGE = to("cases:check", "thing.reference")


def programmes(_person: Any) -> QuerySet[Programme]:
    return Programme.objects.select_related("office").filter(withdrawn=False)


def why_not_applied_for(programme: Programme) -> str:
    """Why nobody applies for this programme today; "" where one does."""
    version = version_on(programme, clock.today())
    answer = may_be_applied_for(version) if version is not None else None
    return "" if answer is None or answer else str(answer.why)


@dataclass(frozen=True)
class Begun:
    """The application one may fill in now; `why`: it had been begun before."""

    reference: str
    why: str = ""


def _start(*, programme: Programme, by: Person, enterprise: Any, request_key: uuid.UUID) -> Begun:
    if why := why_not_applied_for(programme):
        raise NotPossible(why)
    try:
        made = actions.start(enterprise=enterprise, programme=programme, by=by, request_key=request_key)
    except AlreadyOpen as already:
        return Begun(already.reference, str(already))
    return Begun(made.reference)


START: Act[Programme] = Act(
    "cases.new", gettext_lazy("开始申报"), _start, door=is_known, on=programmes, by="slug", named="programme",
    own_key=True, asks=StartForm,
    asks_with=lambda by, programme: {
        "enterprises": enterprises.acted_for(by, Scope.FILLS, subjects=(programme.subject,))
    },
    back=to("policies:programme", "thing.slug"), then=to("cases:mine_one", "result.reference"),
    says=lambda done: Say(done.result.why, "info") if done.result.why else None,
)  # fmt: skip


def _form_of(_by: Person, case: Application) -> Mapping[str, Any]:
    return drafting.draft_of(case).form_with()


def keep(*, application: Application, by: Person, form: CaseForm) -> CaseForm:
    """Keep what came with the form, right or wrong; the form then says what is wrong beside the field."""
    take_uploads(form.files, application, form, by)
    actions.save_draft(
        application=application, by=by, entered=form.entered(), evidence=form.evidence(),
        statements=form.statements(), replies=form.replies(),
    )  # fmt: skip
    return form


def _entered_no_more(_by: Person, case: Application, _data: Mapping[str, Any]) -> bool:
    return case.state not in ENTERED


FILL_IN = my_act("cases.fill_in", gettext_lazy("保存"), keep, asks=CaseForm, asks_with=_form_of, whole=True)
CHECK = my_act(
    "cases.check", gettext_lazy("核对并提交"), keep, asks=CaseForm, asks_with=_form_of, whole=True,
    already=_entered_no_more, then=lambda done: MINE(done) if done.again else CHECK_PAGE(done),
)  # fmt: skip


class HandInForm(Keyed):
    declare = forms.BooleanField(error_messages={"required": gettext_lazy("请先勾选声明。")})
    lenient = Says("on")

    def given(self) -> dict[str, Any]:
        return {"request_key": self.cleaned_data["request_key"], "lenient": self.cleaned_data["lenient"]}


class Lenient(NotPossible):
    """A needed paper is not there, and nobody has said that it comes later."""


def _hand_in(*, application: Application, by: Person, request_key: uuid.UUID, lenient: bool) -> Application:
    if receipts.deferred(drafting.draft_of(application)) and not lenient:
        raise Lenient(_("有必需的材料没有交。请勾选“先按容缺受理提交”，或者回去补上。"))
    said = completing.declaration()
    return completing.hand_in_draft(application=application, by=by, request_key=request_key, declaration=said)


def _not_handed_in(outcome: Any) -> str:
    again = isinstance(outcome, Invalid) or isinstance(outcome.error, Lenient)
    return CHECK_PAGE(outcome) if again else MINE(outcome)


def _written(_by: Person, case: Application) -> list[str]:
    """What a draft says in words, kept as it was typed and told of when it is handed in: papers described, replies. A
    fact that is asked for is asked for."""
    papers = [said for given in case.evidence.values() if (said := evidence.words_of(given))]
    return [*papers, *(each.reply for each in case.corrections.all())]


HAND_IN = my_act(
    "cases.hand_in", gettext_lazy("提交"), _hand_in, asks=HandInForm, already=_entered_no_more,
    then=to("cases:receipt", "thing.reference"), back=_not_handed_in, texts=_written,
)  # fmt: skip


class ConsentForm(forms.Form):
    agree = forms.BooleanField(error_messages={"required": AGREE_FIRST})

    def given(self) -> dict[str, Any]:
        return {}


CONSENT = my_act(
    "cases.consent", gettext_lazy("同意自动提交"), consenting.give_consent, asks=ConsentForm,
    says=gettext_lazy("已记下。窗口开放当天自动提交，结果会在“消息”里告诉您；之前可以随时取消。"),
)  # fmt: skip
TAKE_BACK = my_act(
    "cases.consent_take_back", gettext_lazy("取消自动提交"), consenting.take_back,
    says=gettext_lazy("已取消自动提交，草稿还在。"),
)  # fmt: skip


class SupplyForm(forms.Form):
    name = Cut(200)
    file = forms.FileField(allow_empty_file=True, error_messages={"required": gettext_lazy("请选择一份文件。")})


def _supply(*, application: Application, by: Person, name: str, file: Any) -> None:
    try:
        supplying.supply(application=application, by=by, name=name, file=file)
    except (BadUpload, BadValue) as refused:
        raise NotPossible(f"{file.name}：{refused}") from None


SUPPLY = my_act("cases.supply", gettext_lazy("补交"), _supply, asks=SupplyForm, says=gettext_lazy("已补交。"))


class PaperForm(forms.Form):
    name = Cut(200)
    fine = Says("true")
    note = Cut(1000)


PAPER_CHECK = desk_act(
    "cases.paper_check", gettext_lazy("核对材料"), check_paper, asks=PaperForm, says=gettext_lazy("已记录。")
)


def paper_of(request: HttpRequest) -> dict[str, Any]:
    assert request.resolver_match is not None
    return {"paper": request.resolver_match.kwargs["paper"]}


INTAKE: tuple[Act[Any], ...] = (START, FILL_IN, CHECK, HAND_IN, CONSENT, TAKE_BACK, SUPPLY, PAPER_CHECK)
