"""Every write on a draft. One verb a function; each checks permission, moves by the table, records, tells."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import rulebook
from district.authoring import checking, texts
from district.authoring.models import Draft, DraftHand
from district.authoring.permissions import may_approve, may_drop, may_edit, may_publish_draft, may_return, may_start
from district.authoring.retelling import retell
from district.authoring.states import DRAFT, MOVES, STATES
from district.ground import clock
from district.ground.messages.posting import post
from district.ground.people.permissions import require
from district.ground.people.queries import Bureau, Person, Role, with_duty
from district.ground.record.actions import lock, moving, official, write_log
from district.policies import actions as policies
from district.policies import english as policies_english
from district.policies.queries import Programme, Release, current_release
from rulebook import CatalogueError
from rulebook.catalogue.stale import Pair
from rulebook.catalogue.stale import Stale as OldEnglish

ROOM = "policies"


class NotPossible(ValueError):
    """What was asked cannot be done; `str()` says why in words for the person who tried."""


class Stale(NotPossible):
    """Somebody else saved the file since it was opened."""


def start(*, programme: Programme | None, office: Bureau, title: str, by: Person) -> Draft:
    """Open a draft over what is published: of a programme, or (None) of shared files for the officer's own bureau.

    Raises Refused, NotPossible (nothing is published).
    """
    require(may_start(by, office))
    release = current_release()
    if release is None:
        raise NotPossible(_("还没有发布过目录。"))
    now = clock.now()
    with transaction.atomic():
        draft = Draft.objects.create(
            reference=f"CA-{clock.today():%Y%m%d}-{secrets.token_hex(3).upper()}", title=title[:120],
            programme=programme, office=office, base=release, author=by, created_at=now, changed_at=now,
        )  # fmt: skip
        _hand(draft, by)
        write_log(room=ROOM, subject=draft.reference, verb="start-draft", by=by, after=DRAFT,
                  data={"programme": programme.slug if programme else "", "base": release.hash})  # fmt: skip
    return draft


def save(*, draft: Draft, path: str, text: str, seen: str, by: Person, english: str | None = None) -> Draft:
    """Keep the text proposed for one file; the published text again takes the file out of the draft.

    `seen` is texts.mark of what the form was filled in over (`seen_of`). `english` is an answer's file in English, ""
    to have none, None to leave it. Raises NotPossible, Stale when the file is another now.
    """
    require(may_edit(by, draft))
    new = {path: texts.normal(text)}
    if len(new[path]) > texts.LONGEST or not new[path].strip():
        raise NotPossible(_("文件是空的，或者太长。"))
    if english is not None and (beside := texts.english_beside(path)):
        new[beside] = texts.normal(english).strip() and texts.normal(english)
        if len(new[beside]) > texts.LONGEST:
            raise NotPossible(_("文件是空的，或者太长。"))
    with _writing(draft, by) as row:
        _open_to(row, path)
        if all(text_of(row, each) == plain for each, plain in new.items()):
            return draft
        if seen_of(row, path) != seen:
            raise Stale(_("这个文件刚才有人保存过。您的文字还在下面，请对照后再保存。"))
        _keep(row, new, by)
    return draft


def rule_english(*, draft: Draft, path: str, pair: Pair, ruling: str, english: str = "", by: Person) -> Draft:
    """What becomes of English that speaks of an older text: `new` English, `drop` it, or it `stands` as it is.

    `pair` is the Chinese text and the English beside it. Raises Refused, NotPossible (no such English any more).
    """
    require(may_edit(by, draft))
    new = "\n".join(" ".join(line.split()) for line in english.split("\n") if line.strip())
    new = new if path.endswith(".md") else " ".join(new.split())
    if ruling not in RULINGS or (ruling == "new" and not new):
        raise NotPossible(_("请写上新的英文，或者去掉英文，或者确认英文仍然准确。"))
    with _writing(draft, by) as row:
        files = texts.overlay(row.base.files, row.files)
        if ruling == "stands":
            if not any(each.pair == pair for each in checking.check(row.base, row.files, row.english_stands).stale):
                raise NotPossible(_("这段英文刚才有人改过，请再看一遍。"))
            row.english_stands = [*row.english_stands, list(pair)]
            _hand(row, by)
            write_log(room=ROOM, subject=row.reference, verb="english-stands", by=by, after=row.state,
                      data={"file": path, "text": pair[0], "english": pair[1]})  # fmt: skip
            return draft
        _open_to(row, path)
        changed = retell(files, path, pair, new if ruling == "new" else "")
        if not changed:
            raise NotPossible(_("这段英文刚才有人改过，请再看一遍。"))
        _keep(row, changed, by)
    return draft


RULINGS = ("new", "drop", "stands")


def _keep(row: Draft, new: Mapping[str, str], by: Person) -> None:
    row.files = texts.different(row.base.files, {**row.files, **new})
    for path, text in new.items():
        write_log(room=ROOM, subject=row.reference, verb="save-draft", by=by, after=row.state,
                  data={"file": path, "mark": texts.mark(text)})  # fmt: skip


def add_version(*, draft: Draft, since: dt.date, by: Person) -> str:
    """A new dated rule, a copy of the latest before it: publish from a date. Returns its path."""
    require(may_edit(by, draft))
    with _writing(draft, by) as row:
        if row.programme is None:
            raise NotPossible(_("这份草案不是某个项目的，不能加新规则。"))
        folder = f"{row.programme.layer}/programmes/{row.programme.slug}"
        path = f"{folder}/{since}.yaml"
        files = texts.overlay(row.base.files, row.files)
        if path in files:
            raise NotPossible(_("已经有从这一天起施行的规则，请直接改它。"))
        dated = sorted(each for each in files if each.startswith(f"{folder}/") and texts.day_of(each))
        before = [each for each in dated if each < path] or dated
        if not before:
            raise NotPossible(_("这个项目还没有规则可以照着写。"))
        row.files = {**row.files, path: files[before[-1]]}
        write_log(room=ROOM, subject=row.reference, verb="add-version", by=by, after=row.state, data={"file": path})
    return path


def undo(*, draft: Draft, path: str, by: Person) -> Draft:
    """Take a file out of the draft, an answer with its English: it stays as published (a new rule goes)."""
    require(may_edit(by, draft))
    with _writing(draft, by) as row:
        for gone in {path, texts.english_beside(path)} & set(row.files):
            kept = row.files[gone]
            row.files = {each: text for each, text in row.files.items() if each != gone}
            write_log(room=ROOM, subject=row.reference, verb="undo-file", by=by, after=row.state,
                      data={"file": gone, "text": kept})  # fmt: skip
    return draft


def propose(*, draft: Draft, by: Person) -> Draft:
    """Hand the draft to a second person. Raises NotPossible when it changes nothing, is overtaken, or has faults."""
    require(may_edit(by, draft))
    with _move(draft, "propose", by) as row:
        _sound(row)
        _hand(row, by)
        row.proposed_at, row.approver, row.approved_at = clock.now(), None, None
        _tell(row, _second_persons(row), gettext_lazy("有一份政策草案等您审签"), needs_action=True)
    return draft


def send_back(*, draft: Draft, note: str, by: Person) -> Draft:
    """Back to its author with what is to change."""
    require(may_return(by, draft))
    if not note.strip():
        raise NotPossible(_("请写明要改什么。"))
    with _move(draft, "return", by, reason=note) as row:
        row.note, row.approver, row.approved_at = note, None, None
        _tell(row, [row.author], gettext_lazy("政策草案退回修改"), body=note, needs_action=True)
    return draft


def approve(*, draft: Draft, by: Person) -> Draft:
    """A second person agrees. The faults and the base are looked at once more."""
    require(may_approve(by, draft))
    with _move(draft, "approve", by) as row:
        require(may_approve(by, row))
        _sound(row)
        row.approver, row.approved_at, row.note = by, clock.now(), ""
        _tell(row, [row.author], gettext_lazy("政策草案已审签"))
    return draft


def publish(*, draft: Draft, by: Person) -> Release:
    """Publish an approved draft as a new release. Raises NotPossible when what is published changed meanwhile."""
    require(may_publish_draft(by, draft))
    try:
        with _move(draft, "publish", by) as row:
            files = texts.overlay(row.base.files, row.files)
            _told(policies_english.stale(row.base, rulebook.read_files(files, row.base.layer), row.english_stands))
            release = policies.publish_files(files=files, layer=row.base.layer, by=by, instead_of=row.base)
            row.release = release
            _tell(row, [row.author, *([row.approver] if row.approver else [])], gettext_lazy("政策草案已发布"))
    except CatalogueError as error:
        raise NotPossible(str(error)) from None
    except policies.Overtaken as error:
        raise NotPossible(str(error)) from None
    return release


def rebase(*, draft: Draft, by: Person) -> list[str]:
    """Bring what was published meanwhile into the draft; returns paths where lines clashed, both kept between marks."""
    require(may_edit(by, draft))
    clashed = []
    with _move(draft, "rebase", by) as row:
        release = current_release()
        if release is None or release == row.base:
            raise NotPossible(_("已发布的目录没有变，不用合并。"))
        old, new = row.base.files, release.files
        merged = {}
        for path, mine in row.files.items():
            merged[path], clash = texts.merge(old.get(path, ""), mine, new.get(path, ""))
            clashed += [path] if clash else []
        _hand(row, by)
        row.base, row.files = release, texts.different(new, merged)
        row.approver = row.approved_at = row.proposed_at = None
    return clashed


def drop(*, draft: Draft, by: Person) -> Draft:
    """Give the draft up; its texts stay readable."""
    require(may_drop(by, draft))
    with _move(draft, "drop", by):
        pass
    return draft


def seen_of(draft: Draft, path: str) -> str:
    """The mark of a file, and of its English where that stands in a file of its own, as the draft has them."""
    beside = texts.english_beside(path)
    return texts.mark(text_of(draft, path) + (text_of(draft, beside) if beside else ""))


def text_of(draft: Draft, path: str) -> str:
    """The file as the draft has it, else as published, else nothing."""
    found: str = draft.files.get(path, draft.base.files.get(path, ""))
    return found


# Shared


@contextmanager
def _writing(draft: Draft, by: Person) -> Iterator[Draft]:
    """The draft's row, locked and open to editing; saved at the end."""
    with transaction.atomic():
        row = lock(Draft.objects.all()).get(pk=draft.pk)
        if row.state != DRAFT:
            raise NotPossible(_("草案已送审，不能再改；要改请先退回。"))
        before = row.files
        yield row
        if row.files != before:
            _hand(row, by)
        row.changed_at = clock.now()
        row.save(update_fields=["files", "english_stands", "changed_at"])
    draft.refresh_from_db()


@contextmanager
def _move(draft: Draft, verb: str, by: Person, reason: str = "") -> Iterator[Draft]:
    data: dict[str, Any] = {}
    try:
        with moving(draft, verb, states=STATES, moves=MOVES, room=ROOM, by=by, reason=reason, data=data) as row:
            row.changed_at = clock.now()
            yield row
            data |= {"base": row.base.hash, "files": {path: texts.mark(text) for path, text in row.files.items()}}
    except IntegrityError as error:  # a rule of the table itself, such as the second person
        raise NotPossible(str(error)) from None


def _hand(draft: Draft, by: Person) -> None:
    """Remember who had a hand in a draft: they do not approve it."""
    DraftHand.objects.get_or_create(draft=draft, person=by, defaults={"first_at": clock.now()})


def _open_to(draft: Draft, path: str) -> None:
    """A draft of a programme changes that programme's files and shared ones; all must be there already."""
    if not texts.may_be_drafted(path) or (path not in draft.base.files and path not in draft.files):
        raise NotPossible(_("这个文件不能在草案里改。"))
    slug = texts.slug_of(path)
    if slug and (draft.programme is None or draft.programme.slug != slug):
        raise NotPossible(_("这份草案不是这个项目的，请为它另起草案。"))


def _sound(draft: Draft) -> None:
    """Something is changed, over what is published now, without a fault."""
    if not draft.files:
        raise NotPossible(_("草案还没有改动。"))
    if draft.base != current_release():
        raise NotPossible(_("已发布的目录变了，请先合并。"))
    checked = checking.check(draft.base, draft.files, draft.english_stands)
    if checked.faults:
        raise NotPossible(_("还有 %(n)d 处错误没有改好：%(first)s")
                          % {"n": len(checked.faults), "first": checked.faults[0]})  # fmt: skip
    _told(checked.stale)


def _told(stale: Sequence[OldEnglish]) -> None:
    """No English speaks of an older text, unless somebody said that it holds."""
    if stale:
        raise NotPossible(_("有 %(n)d 处英文说的还是旧的文字，请逐处写上新英文、去掉英文或确认英文仍然准确：%(first)s")
                          % {"n": len(stale), "first": stale[0].chinese})  # fmt: skip


def _second_persons(draft: Draft) -> list[Person]:
    """Who may approve this draft."""
    wanted = [Role.LEADER] if texts.shared(draft.files) else [Role.OFFICER, Role.LEADER]
    found = with_duty(*wanted, offices=[draft.office_id])
    return list(found.exclude(pk__in=draft.hands.values("person")))


def _tell(draft: Draft, to: Iterable[Person], title: Promise, *, body: str = "", needs_action: bool = False) -> None:
    with official():
        post(to=list(dict.fromkeys(to)), title=f"{title}：{draft.title}", body=body, room=ROOM, subject=draft.reference,
             link=reverse("authoring:draft_one", args=[draft.reference]), needs_action=needs_action,
             office=draft.office)  # fmt: skip
