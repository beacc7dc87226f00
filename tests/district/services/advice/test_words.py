"""Words of advice: a mode is called the same wherever it is read, and a link says how often it opens, until when."""

from __future__ import annotations

import re
from pathlib import Path

from django.test import Client

from district.ground.onetime.actions import issue
from district.services.advice import purposes
from district.services.advice.models import Mode
from district.services.advice.panels.models import Panel
from tests.district.services.advice.town import Place

ROOM = Path(__file__).parents[4] / "district" / "services" / "advice"
SAID = (re.compile(r"\{% (?:translate|blocktranslate).*?(?:endblocktranslate )?%\}", re.S),
        re.compile(r"(?:\b_|gettext\w*|gettext_noop)\(\s*\"[^\"]*\""))  # fmt: skip


def test_a_visit_is_called_what_the_letter_calls_it() -> None:
    assert Panel.Kind.VISIT.label == Mode.VISIT.label == "上门指导"
    files = [each for each in ROOM.rglob("*") if each.suffix in {".html", ".py"} and each.parent.name != "migrations"]
    said = [(each.name, words) for each in files for one in SAID for words in one.findall(each.read_text())]
    assert len(said) > 900
    assert [each for each in said if re.search("上门(?!指导)", each[1])] == []


def test_a_link_says_that_it_opens_again_until_all_is_done(house: Place) -> None:
    expert = house.expert("示例专家", "technology")
    house.need(expert)
    made = issue(purpose=purposes.DAY, thing=str(expert.pk), expert=expert, office=house.office, by=house.officer,
                 asks="请您接单、记录")  # fmt: skip
    for _n in range(2):
        page = Client().get(made.path).content.decode()
        assert f"{made.link.expires_at:%Y-%m-%d}" in page and "用一次" not in page
        assert "前可以反复打开，办完就不能再用" in page
