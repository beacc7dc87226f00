"""What is published: written, pictures put in, handed in, looked at, published, taken offline."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from district.enterprises.queries import Enterprise
from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.files.actions import BadUpload, forget, store
from district.ground.people.permissions import require
from district.ground.people.queries import Bureau, Person, bureau_named, bureau_of
from district.ground.record.actions import lock, moving, write_log
from district.services.community import states, telling
from district.services.community.models import Appearance, Picture, Post, new_reference
from district.services.community.models.posts import KEEPERS
from district.services.community.permissions import (
    may_edit,
    may_moderate,
    may_publish,
    may_show,
    may_unsay,
    may_withdraw,
)

ROOM = "community"
MOST_PICTURES = 12
MOST_NAMES, LONGEST_NAME = 30, 60  # at once; characters
SHOWN = frozenset({"png", "jpeg"})


def office_for(person: Person) -> Bureau:
    """Who answers for what somebody writes: an official's own office, else the one that keeps the platform. Raises
    NotPossible: there is none.
    """
    office = bureau_of(person, *KEEPERS) or bureau_named(settings.LEAD_BUREAU)
    if office is None:
        raise NotPossible(_("还没有部门负责审核，请稍后再来。"))
    return office


def write(
    *, by: Person, kind: str, title: str, text: str, request_key: uuid.UUID, lead: str = "",
    enterprise: Enterprise | None = None,
) -> Post:  # fmt: skip
    """A draft. Idempotent by key. Raises Refused, NotPossible: a showcase of no enterprise."""
    require(may_show(by, enterprise))
    if kind == Post.Kind.SHOWCASE and enterprise is None:
        raise NotPossible(_("请选择展示的企业；还没有认领企业的，请先认领。"))
    with transaction.atomic():
        if known := Post.objects.filter(request_key=request_key).first():
            return known
        now = clock.now()
        office = office_for(by) if enterprise is None else bureau_named(settings.LEAD_BUREAU) or office_for(by)
        post = Post.objects.create(
            reference=new_reference(now.year), kind=kind, title=title.strip(), lead=lead.strip(), text=text.strip(),
            office=office, enterprise=enterprise, author=by, made_at=now, changed_at=now, request_key=request_key,
        )  # fmt: skip
        write_log(room=ROOM, subject=post.reference, verb="write", by=by, after=post.state, data={"kind": kind})
    return post


def change(*, post: Post, by: Person, title: str, text: str, lead: str = "", **_more: Any) -> Post:
    """Raises Refused."""
    with transaction.atomic():
        row = _writable(post, by)
        row.title, row.text, row.lead, row.changed_at = title.strip(), text.strip(), lead.strip(), clock.now()
        row.save(update_fields=["title", "text", "lead", "changed_at"])
        write_log(room=ROOM, subject=row.reference, verb="change", by=by)
    post.refresh_from_db()
    return post


def _writable(post: Post, by: Person) -> Post:
    """The post, alone with it, as it stands this moment: what was handed in meanwhile is changed no more. Raises
    Refused.
    """
    row = alone_with(post)
    require(may_edit(by, row))
    return row


def alone_with(post: Post) -> Post:
    """To the end of the transaction nobody else moves it, changes it, or takes a consent to it back."""
    return lock(Post.objects.all()).get(pk=post.pk)


def add_picture(
    *, post: Post, by: Person, file: BinaryIO, alt: str, people: bool = False, who: Iterable[str] = (), how: str = ""
) -> Picture:
    """A picture, told in words; where people can be recognised, who they are and how they agreed. The same bytes again
    give the same picture; who is named with them for the first time is put down. Raises Refused, BadUpload,
    NotPossible.
    """
    names = _names(who) if people else []
    if people and not (names and how.strip()):
        raise NotPossible(_("画面里认得出人的，请逐个写明是谁、怎样同意的。"))
    with transaction.atomic():
        row = _writable(post, by)
        kept = store(file=file, name=getattr(file, "name", "") or "picture", room=ROOM, subject=row.reference, by=by)
        if kept.type not in SHOWN:
            forget(file=kept)
            raise BadUpload(_("请上传 JPEG 或者 PNG 图片。"))
        picture = row.pictures.filter(file=kept).first()
        if picture is None:
            if len(row.pictures.there()[:MOST_PICTURES]) == MOST_PICTURES:
                raise NotPossible(_("一篇最多 %(n)d 张照片。") % {"n": MOST_PICTURES})
            picture = Picture.objects.create(post=row, file=kept, alt=alt.strip()[:120], by=by, at=clock.now())
            write_log(room=ROOM, subject=row.reference, verb="add-picture", by=by, data={"digest": kept.digest})
        _in_it(picture, names, how, by)
    return picture


def _in_it(picture: Picture, names: list[str], how: str, by: Person) -> None:
    """Who can be recognised in a picture; named before, they are not put down again."""
    there = {each.name for each in picture.consents.standing()}
    if new := [name for name in names if name not in there]:
        picture.people = True
        picture.save(update_fields=["people"])
        made = _agreed(picture.post, picture, new, how, by)
        write_log(room=ROOM, subject=picture.post.reference, verb="name-people", by=by, data={"number": len(made)})


def name_people(*, post: Post, by: Person, who: Iterable[str], how: str) -> list[Appearance]:
    """Who is named in the text, and how they agreed to it. Raises Refused, NotPossible."""
    names = _names(who)
    if not names or not how.strip():
        raise NotPossible(_("请逐个写明是谁、怎样同意的。"))
    with transaction.atomic():
        row = _writable(post, by)
        made = _agreed(row, None, names, how, by)
        write_log(room=ROOM, subject=row.reference, verb="name-people", by=by, data={"number": len(made)})
    return made


def _names(who: Iterable[str]) -> list[str]:
    """As typed, each once. Raises NotPossible: too many, or what is no name."""
    names = list(dict.fromkeys(name.strip() for name in who if name.strip()))
    if len(names) > MOST_NAMES:
        raise NotPossible(_("一次最多写 %(n)d 位。") % {"n": MOST_NAMES})
    if long := [name for name in names if len(name) > LONGEST_NAME]:
        raise NotPossible(_("“%(name)s…”太长，一行一位，最多 %(n)d 个字。") % {"name": long[0][:12], "n": LONGEST_NAME})
    return names


def _agreed(post: Post, picture: Picture | None, names: Iterable[str], how: str, by: Person) -> list[Appearance]:
    return [
        Appearance.objects.create(post=post, picture=picture, name=name, how=how.strip()[:100], by=by, at=clock.now())
        for name in names
    ]


def remove_picture(*, picture: Picture, by: Person) -> Picture:
    """Raises Refused."""
    with transaction.atomic():
        row = _writable(picture.post, by)
        take_away(picture)
        write_log(room=ROOM, subject=row.reference, verb="remove-picture", by=by)
    return picture


def take_away(picture: Picture) -> None:
    """The row stays, its file is forgotten: the bytes go with the next sweep."""
    file = picture.file
    picture.file, picture.gone_at = None, picture.gone_at or clock.now()
    picture.save(update_fields=["file", "gone_at"])
    if file is not None:
        forget(file=file)


def unagreed(post: Post) -> list[Picture]:
    """Pictures of people nobody of whom agrees any more, or ever did."""
    standing = set(post.consents.standing().values_list("picture_id", flat=True))
    return [each for each in post.pictures.there().filter(people=True) if each.pk not in standing]


def still_named(post: Post) -> list[str]:
    """Who took their consent to being named back, and is read in the text all the same."""
    named = list(post.consents.filter(picture=None))
    agreed = {each.name for each in named if each.withdrawn_at is None}
    said = "".join(f"{post.title}\n{post.lead}\n{post.text}".split())
    gone = {each.name: "".join(each.name.split()) for each in named if each.withdrawn_at and each.name not in agreed}
    return [name for name, letters in gone.items() if len(letters) > 1 and letters in said]  # one letter is any word


def unanswered(post: Post) -> list[str]:
    """Why it cannot be shown to anybody yet, for want of a consent, in sentences."""
    pictures = [_("“%(alt)s”里有人，还没有他们的同意。") % {"alt": each.alt} for each in unagreed(post)]
    return pictures + [
        _("文中还写着“%(name)s”，本人已撤回同意，请改去再提交。") % {"name": name} for name in still_named(post)
    ]


def _all_agreed(post: Post) -> None:
    if says := unanswered(post):
        raise NotPossible(says[0])


def moved(post: Post, verb: str, by: Person | None, *, why: str = "", **values: Any) -> Post:
    """One move of a post by the table. Raises MoveRefused."""
    with moving(post, verb, states=states.STATES, moves=states.MOVES, room=ROOM, by=by, reason=why) as row:
        row.why, row.changed_at = why[:300], clock.now()
        for name, value in values.items():
            setattr(row, name, value)
    return post


def submit(*, post: Post, by: Person) -> Post:
    """Hand it in to be looked at. Raises Refused, NotPossible: somebody in a picture has not agreed; MoveRefused."""
    with transaction.atomic():
        _all_agreed(_writable(post, by))
        moved(post, "submit", by, submitted_at=clock.now())
        telling.handed_in(post)
    return post


def take_back(*, post: Post, by: Person) -> Post:
    """Before anybody decided, by who wrote it. Raises Refused, MoveRefused."""
    require(may_unsay(by, post))
    with transaction.atomic():
        moved(post, "take_back", by)
        telling.no_longer_waits(post)
    return post


def drop(*, post: Post, by: Person) -> Post:
    """The author does not want it any more; its pictures go. Raises Refused, MoveRefused."""
    require(may_edit(by, post))
    with transaction.atomic():
        moved(post, "drop", by)
        for picture in post.pictures.there():
            take_away(picture)
    return post


def publish(*, post: Post, by: Person) -> Post:
    """Raises Refused, NotPossible, MoveRefused."""
    with transaction.atomic():
        row = alone_with(post)  # as it stands now: it may have gone back to who wrote it
        require(may_publish(by, row))
        _all_agreed(row)
        now = clock.now()
        moved(post, "publish", by, published_at=now, published_by=by, submitted_at=post.submitted_at or now)
        telling.published(post, by)
    return post


def send_back(*, post: Post, by: Person, why: str) -> Post:
    """With a reason, to be written anew. Raises Refused, NotPossible: none; MoveRefused."""
    require(may_moderate(by, post))
    return _told_why(post, "return", by, why)


def withdraw(*, post: Post, by: Person, why: str) -> Post:
    """Offline, with a reason. Raises Refused, NotPossible: none; MoveRefused."""
    require(may_withdraw(by, post))
    return _told_why(post, "withdraw", by, why)


def _told_why(post: Post, verb: str, by: Person | None, why: str) -> Post:
    if not why.strip():
        raise NotPossible(_("请写明原因，作者会看到。"))
    with transaction.atomic():
        moved(post, verb, by, why=why.strip())
        telling.not_public(post, by)
    return post
