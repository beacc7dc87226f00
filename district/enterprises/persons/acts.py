"""Acts on what is kept of a person: begun with their consent, prolonged, taken back; looked at for a stated purpose."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.enterprises.models import Enterprise
from district.enterprises.persons import actions, queries
from district.enterprises.persons.forms import BeginForm, PurposeForm
from district.enterprises.persons.permissions import keeps, may_read, may_state_purpose
from district.ground.acts.acts import Act, Done, to
from district.ground.people.permissions import holds, is_known
from district.ground.people.queries import Person, Role

MYSELF = to("enterprises:myself")
OFFICIALS = (Role.OFFICER, Role.LEADER, Role.AUDITOR)


def kept_of_me(request: HttpRequest) -> Enterprise | None:
    """The subject this person is, while they let it be kept."""
    subject = queries.myself(request.user) if isinstance(request.user, Person) else None
    return subject if subject is not None and keeps(subject) else None


def known_to(official: Any, key: str) -> Enterprise | None:
    """A person's subject, for whoever may read it or say what for; to all others there is nobody of that name."""
    subject = queries.person_row(key)
    if subject is None or not isinstance(official, Person):
        return None
    return subject if may_read(official, subject) or may_state_purpose(official, subject) else None


def _listed_for_nobody(_person: Any) -> QuerySet[Enterprise]:
    return Enterprise.subjects.none()


def _renewed(done: Done[Any]) -> str:
    if done.result is None:
        return _("已续期。")
    until = done.result.until
    return _("已续期到%(y)d年%(m)d月%(d)d日。") % {"y": until.year, "m": until.month, "d": until.day}


BEGIN: Act[Enterprise] = Act(
    "enterprises.begin", gettext_lazy("同意并开始"), actions.begin, door=is_known, back=MYSELF, asks=BeginForm,
    says=gettext_lazy("已同意并保存。现在可以填写信息、看能享受什么、直接申报。"),
    then=to("policies:fits_take", "result.uscc"), address=lambda _thing: MYSELF(None),
)  # fmt: skip
RENEW: Act[Any] = Act(
    "enterprises.myself_renew", gettext_lazy("续期"), actions.renew, door=is_known, back=MYSELF, says=_renewed
)
TAKE_BACK: Act[Any] = Act(
    "enterprises.myself_take_back", gettext_lazy("撤回并删除"), actions.take_back, door=is_known, back=MYSELF,
    says=gettext_lazy("已撤回同意，保存的信息已删除；已提交的申报和付款记录依法留存。"),
)  # fmt: skip
LOOK: Act[Enterprise] = Act(
    "enterprises.person", gettext_lazy("写明目的并查看"), actions.look, door=holds(*OFFICIALS), by="uscc",
    on=_listed_for_nobody, finds=known_to, named="subject", may=may_state_purpose, asks=PurposeForm,
    back=to("enterprises:person", "thing.uscc"),
)  # fmt: skip
OF_PERSONS: tuple[Act[Any], ...] = (BEGIN, RENEW, TAKE_BACK, LOOK)
