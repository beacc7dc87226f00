"""Chinese first, English complete: every sentence the pages say has an English twin."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import allauth
import polib
import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
PO = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
HOLES = re.compile(r"%\(\w+\)[sdf]|%[sd]|\{\w*\}")


def test_every_sentence_has_its_english() -> None:
    po = polib.pofile(str(PO))
    assert [entry.msgid for entry in po.untranslated_entries()] == []
    assert [entry.msgid for entry in po.fuzzy_entries()] == []


def test_sentences_are_marked_in_a_way_that_is_found() -> None:
    """xgettext knows _ and the functions' own names: under another name a sentence never gets its English."""
    renamed = re.compile(r"import \w*gettext\w* as (?!_$)\w+", re.MULTILINE)
    assert [str(path) for path in (ROOT / "district").rglob("*.py") if renamed.search(path.read_text("utf-8"))] == []


def test_translations_keep_the_holes() -> None:
    for entry in polib.pofile(str(PO)):
        if entry.obsolete:
            continue
        strings = [entry.msgstr, *entry.msgstr_plural.values()]
        for text in filter(None, strings):
            assert set(HOLES.findall(text)) <= set(HOLES.findall(entry.msgid + (entry.msgid_plural or ""))), entry.msgid


@pytest.mark.skipif(not shutil.which("xgettext"), reason="gettext is not installed")
def test_no_sentence_is_missing_from_the_catalogue(tmp_path: Path) -> None:
    """makemessages over a copy finds nothing that the committed file lacks."""
    before = {entry.msgid for entry in polib.pofile(str(PO)) if not entry.obsolete}
    copy = tmp_path / "site"
    shutil.copytree(ROOT / "district", copy / "district")
    shutil.copytree(ROOT / "locale", copy / "locale")
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "-l", "en", "--no-wrap", "--no-obsolete"],
        cwd=copy, check=True, capture_output=True,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(copy), "HUIQI_DATA": str(tmp_path / "data")},
    )  # fmt: skip
    after = {entry.msgid for entry in polib.pofile(str(copy / "locale/en/LC_MESSAGES/django.po")) if not entry.obsolete}
    assert sorted(after - before) == []


def chinese_of_the_account_library() -> dict[str, str]:
    """What its pages and refusals say in Chinese: its own words, ours before them."""
    theirs = Path(allauth.__file__).parent / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    ours = {entry.msgid: entry for entry in polib.pofile(str(ROOT / "locale/zh_Hans/LC_MESSAGES/django.po"))}
    shown = {}
    for entry in polib.pofile(str(theirs)):
        places = [place for place, _line in entry.occurrences if not UNSEEN.search(place)]
        if places and not entry.obsolete:
            said = ours.get(entry.msgid, entry)
            shown[entry.msgid] = said.msgstr or said.msgstr_plural.get(0, "")
    return shown


UNSEEN = re.compile(  # what this site does not show: other parts of the library, its mails, Django's own administration
    r"idp|openid|usersessions|headless|admin|apps\.py|models\.py|providers/|/email/|phone|login_code|passkey"
)


def test_accounts_speak_chinese_without_english_words() -> None:
    shown = chinese_of_the_account_library()
    assert len(shown) > 150
    english = {
        text: said for text, said in shown.items() if re.search("[A-Za-z]{2,}", HOLES.sub("", TAG.sub("", said)))
    }
    assert english == {} and [text for text, said in shown.items() if not said] == []


TAG = re.compile(r"<[^>]+>|\{\w*\}")


OTHER_MEANINGS = {
    "day",
    "month",
    "of",
    "first",
}  # what a day has of its own, and words for other things


def day_fields() -> set[str]:
    """Names that are a day or a moment in every table that has them."""
    kinds: dict[str, set[bool]] = {}
    for model in apps.get_models():
        for field in model._meta.fields:
            kinds.setdefault(field.name, set()).add(isinstance(field, models.DateField))
    return {name for name, found in kinds.items() if found == {True}} - OTHER_MEANINGS


def test_a_day_in_a_sentence_is_said_as_people_say_it() -> None:
    """`clock.said(row.due_on)`: 2022年6月24日, 24 June 2022; put in as it is a day reads 2022-06-24 in any language."""
    days, found = day_fields(), []
    assert {"due_on", "expires_on", "hear_until", "marks_due_on"} <= days
    for path in sorted((ROOT / "district").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and isinstance(node.right, ast.Dict):
                bare = [each for each in node.right.values if isinstance(each, ast.Attribute) and each.attr in days]
                found += [f"{path.relative_to(ROOT)}:{each.lineno} {ast.unparse(each)}" for each in bare]
    assert not found, "\n".join(found)
