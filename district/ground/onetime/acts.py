"""Acts on links: used and asked for anew by whoever holds one, taken back and replaced by the bureau's people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.ground.acts.acts import Act, Done, open_to_all, to
from district.ground.onetime import actions, purposes, queries
from district.ground.onetime.models import Link
from district.ground.onetime.permissions import may_ask_anew, may_renew, may_revoke
from district.ground.people.permissions import holds
from district.ground.people.queries import Person, Role

SEES = (Role.OFFICER, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR)
seeing = holds(*SEES)
OPENED, LINK = to("onetime:open", "thing.token"), to("onetime:link", "thing.reference")


class UseForm(forms.Form):
    """Whatever the page of the link's purpose asks."""

    def given(self) -> dict[str, Any]:
        return {"data": self.written()}

    def written(self) -> dict[str, Any]:
        return actions.written(self.data)


def by_token(_person: Any, token: str) -> Link | None:
    """Whoever holds a link sees it, and nobody else."""
    return queries.with_token(token)


def held_by_nobody(_person: Any) -> QuerySet[Link]:
    return Link.objects.none()


def _use(*, link: Link, by: Person | None, data: Mapping[str, str], address: str) -> purposes.Done:
    try:
        return actions.use(link=link, data=data, by=by, address=address)
    except actions.Over:
        actions.keep_typed(link=link, data=data)
        raise


def _did(done: Done[Link]) -> Any:
    return None if done.result is None else done.result.says


def _asked(done: Done[Link]) -> str:
    assert done.thing is not None
    return _("已告诉%(name)s。新的链接里会有您填写过的内容。") % {"name": done.thing.office.name}


def _ask_anew(*, link: Link, by: Person | None) -> Link:
    return actions.ask_anew(link=link)


USE: Act[Link] = Act(
    "onetime.open", gettext_lazy("提交"), _use, door=open_to_all, on=held_by_nobody, by="token", finds=by_token,
    named="link", asks=UseForm, back=OPENED, says=_did, own_key=True,
    already=lambda _by, link, _data: link.state == "done",
)  # fmt: skip
ASK_ANEW: Act[Link] = Act(
    "onetime.anew", gettext_lazy("请重新发一个链接"), _ask_anew, door=open_to_all, on=held_by_nobody, by="token",
    finds=by_token, named="link", back=OPENED, may=lambda _by, link: may_ask_anew(link),
    says=_asked, already=lambda _by, link, _data: link.asked_anew_at is not None,
)  # fmt: skip
REVOKE: Act[Link] = Act(
    "onetime.revoke", gettext_lazy("撤回"), actions.revoke, door=seeing, on=queries.links_seen_by, named="link",
    may=may_revoke, back=LINK, says=gettext_lazy("链接已撤回，打不开了。"),
    already=lambda by, link, _data: link.revoked_at is not None and bool(may_renew(by, link)),
)  # fmt: skip
# Without a key: each click takes back what the one before gave out, so the page that is seen holds the link that works.
RENEW: Act[Link] = Act(
    "onetime.renew", gettext_lazy("重新发一个"), actions.renew, door=seeing, on=queries.links_seen_by, named="link",
    may=may_renew, back=LINK, own_key=True,
)  # fmt: skip
LINK_ACTS: tuple[Act[Any], ...] = (USE, ASK_ANEW, REVOKE, RENEW)
