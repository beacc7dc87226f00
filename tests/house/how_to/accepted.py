"""What must be so once a section of docs/how-to.md was followed; run in the copy, with the section's short name."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CHINESE = re.compile(
    r"""\b(?:_l?|gettext_lazy)\(\s*"([^"]*[\u4e00-\u9fff][^"]*)"|\{% translate "([^"]*[\u4e00-\u9fff][^"]*)" %\}"""
)


def site() -> None:
    """Start Django as the tests do, and let its own checks look."""
    import os

    import django
    from django.core.management import call_command

    os.environ["DJANGO_SETTINGS_MODULE"] = "district.web.settings_test"
    django.setup()
    call_command("check", fail_level="WARNING")
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def english(*files: str) -> None:
    """Every sentence of these files has its English."""
    import polib

    said = {e.msgid: e.msgstr or e.msgstr_plural for e in polib.pofile(str(ROOT / "locale/en/LC_MESSAGES/django.po"))}
    for name in files:
        for words in CHINESE.findall((ROOT / name).read_text(encoding="utf-8")):
            sentence = next(filter(None, words))
            assert said.get(sentence), f"{name}: no English of “{sentence}”"


def move() -> None:
    """A case may be put on hold and taken up again: nobody is alarmed, and everything knows the state."""
    site()
    from django.urls import resolve

    from district.cases.core import states, story
    from district.cases.core.models import Application
    from district.cases.desk import buckets
    from district.cases.desk import case_page as cases
    from district.ground.record.moves import dead_ends
    from tests.drawings import DRAWN, drawing

    state = "parked"
    assert dead_ends(states.STATES, states.MOVES) == []
    assert state in states.OPEN_STATES and state in states.ON_DESK and state in states.IDLE
    assert state not in states.WORKING and state not in states.TIMED, "a case on hold would count as forgotten"
    case = Application(reference="SB-1", state=state, due_on=dt.date(2020, 1, 1))
    assert buckets.bucket_of(case, dt.date(2022, 1, 1)) == "waiting"
    assert [each["verb"] for each in cases.moves(case, works=True)] == ["unpark"], "no button takes it up again"
    assert story.verb_words("park") == str(states.MOVES["park"].label)
    for verb in ("park", "unpark"):
        view = resolve(f"/desk/applications/SB-1/{verb}/").func
        assert getattr(view, "door", ""), f"{verb} has no door"
    for title in DRAWN:
        path, text = drawing(title)
        assert path.read_text(encoding="utf-8") == text, f"{path.name} is not the table"
    english("district/cases/core/states.py", "district/cases/desk/parking.py", "district/cases/desk/acts.py")


def act() -> None:
    """An officer may put a note on a case: its address is made of the act, which is brought and asks for the text."""
    site()
    from django.urls import resolve

    from district.cases.core.models import Application
    from district.ground.acts.registry import ACTS

    found = ACTS["cases.note"]
    view = resolve("/desk/applications/SB-1/note/").func
    assert view.acts == (found,) and getattr(view, "door", ""), "the address is not made of the act"
    assert found.url(Application(reference="SB-1")) == "/desk/applications/SB-1/note/"
    assert not found.form(None, None, {}).is_valid() and found.form(None, None, {"text": "已电话联系"}).is_valid()
    english("district/cases/desk/noting.py", "district/cases/desk/acts.py")


def column() -> None:
    """The list of appeals says the programme, on the page, on a phone and in the workbook; it can be sorted by it."""
    site()
    from district.cases.appeals.columns import APPEALS

    new = next(each for each in APPEALS.columns if each.key == "programme")
    assert new.key in APPEALS.page and new.sheet in APPEALS.sheet, "the page and the workbook do not both say it"
    assert new.label in {head.label for head in APPEALS.shown([]).heads}
    english("district/cases/appeals/columns.py")


def figure() -> None:
    """The new figure is one of the house's: brought, told apart, with the rows behind it and its English."""
    site()
    from district.ground.figures.behind import all_behind
    from district.ground.figures.figure import Flow
    from district.ground.figures.periods import Period
    from district.ground.figures.registry import FIGURES

    found = FIGURES["cases.refused"]
    assert isinstance(found, Flow) and found.public and found.definition
    asked = str(all_behind(found, Period.year(2022)).query)
    assert "refused" in asked and "2022-01-01" in asked.replace("2021-12-31 16:00", "2022-01-01"), "not of its days"
    english("district/cases/core/figures.py")


def listed() -> None:
    """The bureaus are a list among the others: its page has the list's door, and it says its words in English too."""
    site()
    from django.urls import resolve, reverse

    from district.ground.people.models import Role
    from district.ground.tables.registry import TABLES

    table = TABLES["people.bureaus"]
    view = resolve(reverse(table.route)).func
    assert getattr(view, "door", "") == "roles: " + ", ".join(table.door) == f"roles: {Role.ADMINISTRATOR}"
    assert table.rows is not None and table.keeps and set(table.sorts) == {"name", "-duties"}
    assert [head.label for head in table.shown([]).heads] == ["委办局", "岗位数"]
    english("district/ground/people/columns.py")


def page() -> None:
    """A page that anyone may read: it has a door, its words are English too, its policy is kept."""
    site()
    from django.template.loader import get_template
    from django.urls import resolve

    view = resolve("/about/open-source/").func
    assert getattr(view, "door", "") == "all", "the view has no door"
    text = get_template("web/open_source.html").template.source
    assert '{% extends "web/hall.html" %}' in text and "{% block header %}" in text
    assert not re.search(r"\sstyle=|<script(?![^>]*src=)", text)
    english("district/web/views_about.py", "district/web/templates/web/open_source.html")


def programme() -> None:
    """The catalogue with the new programme is without fault, tells it in English, and gives its amount."""
    from rulebook import judge

    found = _catalogue("catalogue/yangpu")
    facts = {"注册区": "杨浦区", "从业人员": 20, "线上培训人次": 30}
    verdict = judge(found, "night-school", facts, dt.date(2026, 6, 1))
    assert verdict.eligible is True and verdict.amount == Decimal(3000), verdict
    _english(found, "夜校培训补贴")


def fact() -> None:
    """The new fact is asked for where a rule needs it."""
    from rulebook import judge

    found = _catalogue("catalogue/yangpu")
    kind = found.facts["夜间营业"]
    assert kind.ask and kind.source, "nobody could be asked"
    assert judge(found, "night-school", {"注册区": "杨浦区", "从业人员": 20, "线上培训人次": 30},
                 dt.date(2026, 8, 1)).missing == ("夜间营业",)  # fmt: skip
    _english(found, "夜间营业")


def function() -> None:
    """Both engines, and whole FEEL, say the same of the new function."""
    from rulebook import feel
    from rulebook.columns.functions import MAKERS
    from rulebook.feel.evaluate import evaluate
    from rulebook.plan.functions import FUNCTIONS
    from rulebook.sweeping.cells.whole import TWINS

    assert feel and "string length" in FUNCTIONS
    assert set(MAKERS) == set(TWINS) == set(FUNCTIONS), "an engine does not know it"
    assert evaluate('string length("四个汉字")').value == FUNCTIONS["string length"].run("四个汉字") == 4
    import duckdb
    from sqlglot import exp

    from rulebook.columns.functions import Arguments, call

    made = call("string length", Arguments([exp.Literal.string("四个汉字")], [], lambda each: each, lambda each: True))
    assert duckdb.sql(f"SELECT {made.sql.sql('duckdb')}").fetchall() == [(4,)]


def district() -> None:
    """Another district stands beside Yangpu, under the same nation and city."""
    found = _catalogue("catalogue/hongkou")
    assert [layer.name for layer in found.layers][-1] == "上海市虹口区" and found.layers[-1].parent == "shanghai"
    assert {"注册区", "失信被执行"} <= set(found.facts) and found.parameters, "nation and city did not come with it"


def _catalogue(path: str):  # type: ignore[no-untyped-def]
    """A catalogue without fault, by the command that says so."""
    import subprocess

    from rulebook import read_catalogue

    done = subprocess.run([sys.executable, "-m", "rulebook", "check", path], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-2000:]
    return read_catalogue(ROOT / path)


def _english(found, text: str) -> None:  # type: ignore[no-untyped-def]
    assert found.english.of(text), f"no English of “{text}”"


CHECKS: dict[str, Callable[[], None]] = {
    each.__name__: each for each in (move, act, listed, column, figure, page, programme, fact, function, district)
}

if __name__ == "__main__":
    CHECKS[sys.argv[1]]()
