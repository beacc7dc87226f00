"""What an expert does by one-time link: confirms what is shown of them, takes the record over with an account."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.onetime.purposes import Done, NotDone, Purpose, Shown
from district.ground.onetime.queries import Link
from district.ground.people import experts
from district.ground.people.listed import experts_in_full
from district.ground.people.permissions import Answer, No, Refused, may_keep_experts
from district.ground.people.queries import Expert, Field, Language, Person, Topic
from district.ground.record.reading import key_asked

CONSENT, ACCOUNT = "people.consent", "people.account"
KEYS = (CONSENT, ACCOUNT)
ASKS = {
    CONSENT: gettext_lazy("请您确认专家资料，并决定是否公开"),
    ACCOUNT: gettext_lazy("请您用自己的账号接管专家资料"),
}


def _expert(thing: str) -> Expert | None:
    return experts_in_full().filter(pk=key_asked(thing)).first()


def _may(person: Person, thing: str) -> Answer:
    found = _expert(thing)
    return may_keep_experts(person, found.office_id) if found else No(_("没有这位专家。"))


def _seen(expert: Expert) -> dict[str, Any]:
    """The record as the page shows it."""
    return {
        "reference": expert.reference, "name": expert.name, "title": expert.title, "about": expert.about,
        "organisation": expert.organisation.name if expert.organisation else "", "office": expert.office.name,
        "fields": list(expert.fields), "topics": list(expert.topics), "languages": list(expert.languages),
        "honours": [f"{each.title}（{each.source}）" for each in expert.honours.all()],
    }  # fmt: skip


def _consent_shown(link: Link, typed: Mapping[str, str]) -> Shown | None:
    expert = _expert(link.thing)
    if expert is None or not expert.stands():
        return None
    return Shown("organisations/_consent.html", {"expert": expert, "about": typed.get("about", expert.about)},
                 _seen(expert))  # fmt: skip


def _consent_do(link: Link, data: Mapping[str, str], _user: Person | None) -> Done:
    said = data.get("public")
    if said not in {"yes", "no"}:
        raise NotDone(_("请选择是否公开。"))
    row = experts.consent(expert=link.by_expert, public=said == "yes", about=data.get("about", ""), link=link.reference)
    words = _("已确认资料，同意公开。") if row.public else _("已确认资料，不公开。")
    return Done("consent", words, {"public": row.public, "about": row.about})


def _account_shown(link: Link, typed: Mapping[str, str]) -> Shown | None:
    expert = _expert(link.thing)
    if expert is None or expert.person_id is not None or not expert.stands():
        return None
    return Shown("organisations/_take_over.html", {"expert": expert}, _seen(expert))


def _account_do(link: Link, data: Mapping[str, str], user: Person | None) -> Done:
    if user is None:
        raise NotDone(_("请先登录。"))
    try:
        experts.take_over(expert=link.by_expert, person=user, voucher=link.made_by)
    except Refused as why:
        raise NotDone(str(why.why)) from None
    return Done("take-over", _("专家资料已归到您的账号，以前签过的都在。"), {"account": user.username})


WORDS = {
    "reference": gettext_lazy("编号"), "name": gettext_lazy("姓名"), "title": gettext_lazy("职务"),
    "about": gettext_lazy("简介"), "organisation": gettext_lazy("所在机构"), "office": gettext_lazy("聘请部门"),
    "fields": gettext_lazy("领域"), "topics": gettext_lazy("云坐诊分组"), "languages": gettext_lazy("语言"),
    "honours": gettext_lazy("荣誉和资质"), "public": gettext_lazy("公开列出"), "account": gettext_lazy("账号"),
    **dict(Field.choices), **dict(Topic.choices), **dict(Language.choices),
}  # fmt: skip
PURPOSES = (
    Purpose(CONSENT, gettext_lazy("确认专家资料"), _may, _consent_shown, _consent_do, words=WORDS),
    Purpose(ACCOUNT, gettext_lazy("接管专家资料"), _may, _account_shown, _account_do, needs_account=True, words=WORDS),
)
