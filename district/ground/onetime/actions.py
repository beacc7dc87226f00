"""Writes of one-time links: issued, used, taken back, asked for anew."""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.messages.posting import post
from district.ground.onetime.models import Link, LinkUse
from district.ground.onetime.permissions import is_vouched, may_ask_anew, may_issue, may_renew, may_revoke
from district.ground.onetime.purposes import Done, NotDone, Shown, purposes
from district.ground.onetime.queries import hash_of, signer
from district.ground.people.permissions import require
from district.ground.people.queries import Bureau, Expert, Person, leaders_of, officers_of
from district.ground.record.actions import lock, official, write_log
from district.ground.record.sealing import sm3

ROOM = "onetime"
FIELDS, LONGEST = 60, 4000  # what is kept of what was typed
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Issued:
    """A link with its token: the only moment at which anybody but its receiver can read it."""

    link: Link
    token: str

    @property
    def path(self) -> str:
        return reverse("onetime:open", args=[self.token])


class Over(Exception):
    """The link holds no more; `link.state` says why, or who vouched for it no longer may. Nothing was done."""

    def __init__(self) -> None:
        super().__init__(_("这个链接已经不能用了。"))


def issue(
    *, purpose: str, thing: str, office: Bureau, asks: str, by: Person, expert: Expert | None = None, name: str = "",
    follows: Link | None = None,
) -> Issued:  # fmt: skip
    """Make a link by which `expert`, or somebody known by `name` alone, may do one thing, as long as its purpose
    says: so does one that follows another. An earlier one for the same that still holds is taken back, and what was
    typed by it comes along. Raises Refused."""
    require(may_issue(by, purpose, thing))
    secret, now, name = secrets.token_urlsafe(24), clock.now(), name.strip()[:60]
    until = purposes[purpose].until(thing) or now + dt.timedelta(days=purposes[purpose].days)
    with transaction.atomic():
        before = Link.objects.filter(purpose=purpose, thing=thing, expert=expert, name=name)
        for each in lock(before.filter(done_at=None, revoked_at=None)):
            _revoke(each, by)
        link = Link.objects.create(
            reference=f"LJ{clock.today().year}-{''.join(secrets.choice(LETTERS) for _n in range(8))}",
            hash=hash_of(secret), purpose=purpose, thing=thing, expert=expert, name=name, office=office,
            asks=asks[:200], made_by=by, made_at=now, expires_at=until, follows=follows,
            typed=follows.typed if follows else {},
        )  # fmt: skip
        write_log(room=ROOM, subject=link.reference, verb="issue-link", by=by,
                  data={"purpose": purpose, "thing": thing, "until": until.isoformat(),
                        **({"expert": expert.reference} if expert else {"name": name})})  # fmt: skip
    return Issued(link, signer().sign(secret))


def revoke(*, link: Link, by: Person) -> Link:
    """Take a link back. One that is revoked already stays so. Raises Refused."""
    with transaction.atomic():
        row = lock(Link.objects.all()).get(pk=link.pk)
        if row.revoked_at:
            return row
        require(may_revoke(by, row))
        _revoke(row, by)
    return row


def _revoke(row: Link, by: Person) -> None:
    row.revoked_at, row.revoked_by = clock.now(), by
    row.save(update_fields=["revoked_at", "revoked_by"])
    write_log(room=ROOM, subject=row.reference, verb="revoke-link", by=by)


def renew(*, link: Link, by: Person) -> Issued:
    """A new link in the place of one that is over or lost; what was typed comes back in it. Raises Refused."""
    require(may_renew(by, link))
    row = Link.objects.select_related("expert", "office").get(pk=link.pk)
    if hasattr(row, "followed_by"):  # renewed before: the chain goes on at its end
        return renew(link=row.followed_by, by=by)
    return issue(
        purpose=row.purpose, thing=row.thing, expert=row.expert, name=row.name, office=row.office, asks=row.asks, by=by,
        follows=row,
    )  # fmt: skip


def ask_anew(*, link: Link) -> Link:
    """Who holds a link that is over asks for another: whoever issued it is told, once a link; the office's people
    where that person may not issue another. Raises Refused: the link still holds, or was closed."""
    with transaction.atomic():
        row = lock(Link.objects.select_related("made_by", "office")).get(pk=link.pk)
        if row.asked_anew_at:
            return row
        require(may_ask_anew(row))
        told = [row.made_by] if is_vouched(row) else list(officers_of(row.office) or leaders_of(row.office))
        row.asked_anew_at = clock.now()
        row.save(update_fields=["asked_anew_at"])
        write_log(room=ROOM, subject=row.reference, verb="ask-link-anew", by=None)
        with official():
            post(to=told, room=ROOM, subject=row.reference, needs_action=True, kind="link", office=row.office,
                 title=_("%(name)s请您重新发一个链接") % {"name": row.whose}, body=row.asks,
                 link=reverse("onetime:link", args=[row.reference]))  # fmt: skip
    return row


def keep_typed(*, link: Link, data: Mapping[str, str]) -> None:
    """Keep what was typed by a link that is over, so that another one brings it back."""
    if may_ask_anew(link) and (typed := bounded(data)):
        Link.objects.filter(pk=link.pk, done_at=None).update(typed=typed)
        link.typed = typed


def written(data: Mapping[str, Any]) -> dict[str, str]:
    """What a page's fields say; of ticks under one name all, between blanks."""
    if isinstance(data, QueryDict):
        return {name: " ".join(map(str, data.getlist(name))) for name in data}
    return {name: str(value) for name, value in data.items()}


def bounded(data: Mapping[str, str]) -> dict[str, str]:
    """What was typed, without what the form itself adds; so much and no more of it."""
    said = {name: str(value)[:LONGEST] for name, value in data.items() if name not in ("csrfmiddlewaretoken", "seen")}
    return dict(list(said.items())[:FIELDS])


def digest_of(shown: Shown) -> str:
    """Tells one state of a page from another: what is signed is what was seen."""
    return sm3(repr(sorted(shown.seen.items())).encode())


def use(*, link: Link, data: Mapping[str, str], by: Person | None, address: str) -> Done:
    """Do what the link is for, as its expert. Raises Over, NotDone (also where the page has changed since it was read).

    Who issued it vouches for it, and is asked again whether they still may. The same twice at once is done once: the
    second finds the link used.
    """
    with transaction.atomic():
        row = lock(Link.objects.all()).get(pk=link.pk)
        purpose, shown = purposes[row.purpose], None
        if row.state == "live" and is_vouched(row):
            shown = purpose.shown(row, {})
        if shown is None:
            raise Over
        if purpose.needs_account and by is None:
            raise NotDone(_("请先登录。"))
        if data.get("seen") != digest_of(shown):
            raise NotDone(_("页面内容刚有变化，请再看一遍后提交。您填写的内容还在。"))
        done = purpose.do(row, data, by)
        LinkUse.objects.create(
            link=row, at=clock.now(), did=done.did, says=str(done.says)[:200], seen=dict(shown.seen),
            signed=dict(done.signed), client=_client(address),
        )  # fmt: skip
        if done.last:
            row.done_at, row.typed = clock.now(), {}
            row.save(update_fields=["done_at", "typed"])
        write_log(room=ROOM, subject=row.reference, verb="use-link", by=by, after="done" if done.last else "",
                  data={"did": done.did, "expert": row.expert.reference if row.expert else "", "name": row.whose,
                        "seen": digest_of(shown), "signed": dict(done.signed)})  # fmt: skip
    return done


def _client(address: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), "sha256").hexdigest()
