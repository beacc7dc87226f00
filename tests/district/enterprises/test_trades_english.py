"""Trades for English readers: every section and division has a name, words find them, pages tell them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from django.test import Client
from django.utils.translation import override

from district.enterprises.trades.english import everyday, names, stems
from district.enterprises.trades.queries import english_of, exists, find, said, trade_of
from district.enterprises.trades.table import trades
from tests.district.cases.factories import District

TABLES = Path(__file__).resolve().parents[3] / "catalogue/national/tables"


def test_every_section_and_division_has_a_name_of_its_own() -> None:
    assert list(names()) == [code for code, each in trades().items() if each.level < 3]
    divisions = [name for code, name in names().items() if code.isdecimal()]
    assert len(divisions) == len(set(divisions)) == 97
    for code, name in names().items():
        assert name == name.strip() and name.isascii() and name[0].isupper(), code


def test_the_catalogue_says_the_same() -> None:
    told = {
        kind: yaml.safe_load((TABLES / f"{kind}.yaml").read_text(encoding="utf-8"))
        for kind in ("industries", "divisions")
    }
    sections = {entry["code"]: told["industries"]["en"]["values"][name]
                for name, entry in told["industries"]["values"].items()}  # fmt: skip
    assert sections | told["divisions"]["en"]["values"] == names()


SAID = """
software=6513 · Software Development=6513 · a coffee shop=6232 · I want to open a bakery=5222 · bubble tea=6239
restaurants=6210 · law firm=7231 · hotels=6110 · car repair=8111 · gym=8930 · real estate=70 · Real Estate=70
education=83 · furniture=21 · textiles=17 · road transport=54 · insurance=68 · agriculture=01 · fishery=04
pharmaceuticals=27 · catering=62 · electricity=44 · chip design=6520 · clothing shop=5232 · logistics company=5431
retail=52 · wholesale=51 · publishing=86 · tobacco=16 · storage=5920 · accounting=7241 · drones=3963
civil engineering=48 · computers=3911 · metal products=33 · state organs=92 · film production=8730 · dentists=8425
"""


@pytest.mark.parametrize("pair", [each.strip() for each in SAID.replace("\n", "·").split("·") if each.strip()])
def test_what_english_speakers_say_finds_their_trade(pair: str) -> None:
    words, code = pair.split("=")
    assert find(words)[0].code == code


@pytest.mark.parametrize(("code", "name"), [(code, name) for code, name in names().items() if code.isdecimal()])
def test_every_division_is_found_by_its_name(code: str, name: str) -> None:
    found = [each.code for each in find(name)]
    assert code in found[:4], found
    assert trade_of(name) == trades()[code]


def test_everyday_words_lead_to_codes_there_are() -> None:
    assert len(everyday()) > 200
    assert [code for codes in everyday().values() for code in codes if not exists(code)] == []
    assert all(len(set(codes)) == len(codes) for codes in everyday().values())


def test_pinyin_goes_on_finding_what_it_found() -> None:
    for typed, code in {"rj": "6513", "ruanjian": "6513", "canguan": "6210", "lifa": "8040", "rjkf": "651"}.items():
        assert find(typed)[0].code == code


@pytest.mark.parametrize("typed", ["", "vvvv", "and", "ub-40", "a an the", "qwertyuiop"])
def test_what_is_no_trade_finds_none(typed: str) -> None:
    assert find(typed) == []


def test_words_are_compared_without_their_endings() -> None:
    assert stems("Restaurants") == stems("restaurant") and stems("bakeries") == stems("bakery")
    assert stems("of the") == ("of", "the")  # nothing else is left
    assert stems("a company for printing") == stems("print")


def test_a_deeper_class_is_told_by_its_division() -> None:
    assert english_of("6513") == english_of("65") == "Software and information technology services"
    assert english_of("I").startswith("Information transmission") and english_of("9999") == "" == english_of("")
    with override("en"):
        assert said(trades()["6513"]) == "Software and information technology services: 应用软件开发 (6513)"
        assert said(trades()["65"]) == "Software and information technology services (65)"
    with override("zh-hans"):
        assert said(trades()["6513"]) == "应用软件开发（6513）"


def test_the_checks_list_shows_both_to_an_english_reader(here: District, client: Client) -> None:
    page = client.get("/fits/trades", {"value": "software"}, headers={"accept-language": "en"}).content.decode()
    buttons = re.findall(r"<button[^>]*>(.*?)</button>", page, re.DOTALL)
    assert buttons[0].startswith(
        '<b>Software and information technology services · <span lang="zh-Hans">应用软件开发</span></b>'
    )
    assert "Information transmission" in buttons[0] and "6513" in buttons[0]
    for button in buttons:
        assert not re.search("[一-鿿]", re.sub(r'<span lang="zh-Hans">.*?</span>', "", button)), button


def test_the_list_in_chinese_stays_chinese(here: District, client: Client) -> None:
    page = client.get("/fits/trades", {"value": "软件"}).content.decode()
    assert "<b>应用软件开发</b>" in page and "Software" not in page
