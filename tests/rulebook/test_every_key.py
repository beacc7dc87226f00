"""Every key of the format, got wrong in turn: one fault, on its line, and nothing that only follows from it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pytest

from rulebook import CatalogueError, read_files
from rulebook.catalogue import records, shapes
from rulebook.catalogue.faults import Fault
from rulebook.catalogue.format import KINDS, kind_of
from rulebook.catalogue.source import Faults, Item, read_yaml
from tests import turns
from tests.rulebook.whole import files

HEAD = re.compile(r"\A---[ \t]*\n(.*?\n)---", re.DOTALL)
GIANT = "town/programmes/giant/2022-01-01.yaml"


@dataclass(frozen=True)
class Written:
    """One key as it stands in a file: `at` its name, `value` what it holds."""

    path: str
    text: str
    record: records.Record
    key: records.Key
    at: Item
    value: Item

    def __str__(self) -> str:
        return f"{self.path}:{self.at.line} {self.record.title}{self.key.name}"

    @property
    def lines(self) -> range:
        return range(self.at.line, self.value.line + 1)

    def instead(self, part: Item, written: str) -> dict[str, str]:
        """The files with something else for the key or the value."""
        start, end = part.node.start_mark.index, part.node.end_mark.index
        while part.text == "" and end > start and self.text[end - 1] in " \n":
            end -= 1
        made = self.text[:start] + written + self.text[end:]
        whole = files()[self.path]
        if self.path.endswith(".md"):
            made = f"---{made}---{whole[HEAD.match(whole).end() :]}"  # type: ignore[union-attr]
        return {**files(), self.path: made}


def within(shape: shapes.Shape, item: Item) -> Iterator[tuple[records.Record, records.Key, Item, Item]]:
    """Every key below an item, with the record that it is of."""
    if isinstance(shape, shapes.Later):
        yield from within(shape.get(), item)
    elif isinstance(shape, records.ByKey):
        yield from within(next((each for key, each in shape.cases if item.get(key)), shape.otherwise), item)
    elif isinstance(shape, shapes.OneOf):
        for each in shape.shapes:
            yield from within(each, item) if each.form == shapes.form_of(item) else ()
    elif isinstance(shape, shapes.ListOf):
        for part in item.list():
            yield from within(shape.of, part)
    elif isinstance(shape, shapes.MapOf):
        for _, _, part in item.items():
            yield from within(shape.of, part)
    elif isinstance(shape, records.Record):
        known = {key.name: key for key in shape.keys}
        for name, at, value in item.items():
            yield shape, known[name], at, value
            yield from within(known[name].shape, value)


@lru_cache(maxsize=1)
def everywhere() -> list[Written]:
    found = []
    for path, whole in files().items():
        kind, head = kind_of(path.partition("/")[2]), HEAD.match(whole)
        assert kind is not None and kind.shape is not None
        text = f"\n{head[1]}" if head else whole
        item = read_yaml(text, path, Faults())
        assert item is not None
        found += [Written(path, text, *each) for each in within(kind.shape, item)]
    return found


@lru_cache(maxsize=1)
def each_once() -> list[Written]:
    """One place of every key."""
    return list({(each.record.title, each.key.name): each for each in everywhere()}.values())


def found(texts: dict[str, str]) -> list[Fault]:
    try:
        return list(read_files(texts, "town").warnings)
    except CatalogueError as error:
        return error.faults


def named(shape: shapes.Shape, done: set[int]) -> Iterator[records.Record]:
    if id(shape) not in done:
        done.add(id(shape))
        yield from [shape] if isinstance(shape, records.Record) else []
        for each in [shape.get()] if isinstance(shape, shapes.Later) else shape.below():
            yield from named(each, done)


def single(shape: shapes.Shape) -> Iterator[shapes.Shape]:
    """The shapes of single values that a key may hold."""
    if isinstance(shape, shapes.OneOf):
        for each in shape.shapes:
            yield from single(each)
    elif isinstance(shape, shapes.ListOf):
        yield from single(shape.of)
    else:
        yield shape


def test_the_whole_format_is_written_and_sound() -> None:
    assert found(files()) == []
    written = {(each.record.title, each.key.name) for each in everywhere()}
    for kind in KINDS:
        for record in named(kind.shape, set()) if kind.shape is not None else ():
            for key in record.keys:
                assert (record.title, key.name) in written, (record.title, key.name)


def one_fault(texts: dict[str, str], each: Written, what: str) -> None:
    faults = found(texts)
    hard = [fault for fault in faults if not fault.warning]
    assert len(hard) == 1, f"{each} {what}:\n" + "\n".join(map(str, faults))
    assert hard[0].file == each.path and hard[0].line in each.lines, f"{each} {what}: {hard[0]}"
    assert hard[0].told("en") != hard[0].told("zh")


def test_a_misspelt_key_is_one_fault_and_nothing_that_follows_from_it() -> None:
    for each in turns.part(each_once(), 4):
        name = each.key.name
        one_fault(each.instead(each.at, f"{name[:2]}x{name[2:]}"), each, "misspelt")


def test_a_value_of_another_kind_is_one_fault() -> None:
    for each in turns.part(each_once(), 8):
        shape = each.key.shape
        forms = {one.form for one in (shape.shapes if isinstance(shape, shapes.OneOf) else [shape])}
        forms |= {"scalar"} if isinstance(shape, shapes.ListOf) and shape.one else set()
        wrong = [
            text for form, text in (("map", "{zzz: 1}"), ("list", "[zzz]"), ("scalar", "zzz")) if form not in forms
        ]
        if type(shape) is not shapes.Shape and wrong:
            one_fault(each.instead(each.value, wrong[0]), each, wrong[0])


def test_a_misspelt_word_or_name_is_one_fault() -> None:
    seen = 0
    for each in turns.part(everywhere(), 3):
        told_apart = any(isinstance(one, shapes.Word | shapes.Named) for one in single(each.key.shape))
        parts = each.value.list() if each.value.is_list else [] if each.value.is_map else [each.value]
        for part in parts if told_apart else ():
            if not part.is_map:
                one_fault(each.instead(part, f"{part.text[:2]}x{part.text[2:]}"), each, part.text)
                seen += 1
    assert seen > turns.times(25, 100)


def test_a_key_with_nothing_behind_it_is_a_fault_and_never_no_limit() -> None:
    for each in turns.part(each_once(), 8):
        if not (each.value.is_map or each.value.is_list or each.key.nullable):
            one_fault(each.instead(each.value, ""), each, "empty")


@pytest.mark.parametrize("written", ["36.0", "1e2", "+5", "036", "3__6", "3_6", "１２", "0x10", "NaN", "12 个"])
def test_a_number_written_otherwise_is_refused_and_never_read_as_none(written: str) -> None:
    for each in each_once():
        if any(isinstance(one, shapes.Number) and one.whole for one in single(each.key.shape)):
            one_fault(each.instead(each.value, written), each, written)


@pytest.mark.parametrize(("old", "new"), [
    ("count: 30", 'count: "30"'), ("carry: false", 'carry: "no"'), ("amount: 500000", "amount: 500_000"),
    ("times: 4", "times: '4'"), ("blind: true", "blind: '是'"), ("until: 2029-12-31", 'until: "2029-12-31"'),
    ("  by: rank", "  by: 'rank'"), ("pass: 40", "pass: ' 40 '"),
])  # fmt: skip
def test_quotes_change_nothing(old: str, new: str) -> None:
    assert files()[GIANT].count(old) == 1
    plain, quoted = (
        read_files({**files(), GIANT: files()[GIANT].replace(old, each)}, "town").programmes["giant"].versions[0]
        for each in (old, new)
    )
    assert (plain.rest, plain.benefit, plain.until) == (quoted.rest, quoted.benefit, quoted.until)


@pytest.mark.parametrize(("old", "new", "says"), [
    ("deferrable: 10 working days", "deferrable: ５ days", "应是期限"),
    ("deferrable: 10 working days", "deferrable: 0 days", "应是期限"),
    ("keep: P1Y", "keep: P１Y", "应是时长"),
    ("  every: year\n  by: as-of\n", "  after: P１Y\n", "应是时长"),
    ("repeat:\n  every: year\n  by: as-of\n  note: 备注\n", "repeat: after P3Y\n", "repeat 写的是“after P3Y”"),
    ("from: 04-01", "from: ０4-01", "应是月-日"),
])  # fmt: skip
def test_times_that_nobody_could_read_are_refused(old: str, new: str, says: str) -> None:
    assert files()[GIANT].count(old) == 1
    faults = found({**files(), GIANT: files()[GIANT].replace(old, new)})
    assert len(faults) == 1 and says in faults[0].message, faults


def test_needed_keys_that_are_missing_are_one_fault_each() -> None:
    lines = files()[GIANT].splitlines(keepends=True)
    for key in ("say", "when", "count", "amount", "with", "at_most", "mode", "as_of"):
        place = next(number for number, line in enumerate(lines) if re.match(rf"\s+(- )?{key}:", line))
        hard = found({**files(), GIANT: "".join([*lines[:place], *lines[place + 1 :]])})
        if key != "amount":  # of a benefit, which may give no money
            assert len(hard) == 1, (key, [*map(str, hard)])


VOCABULARY = "town/vocabulary.yaml"


@pytest.mark.parametrize(("old", "new", "says"), [
    ("one_of: [本区, 外区]", "one_of: [本区, 外地]", "“属地”的 one_of 里没有“外区”"),
    ("one_of: [本区, 外区]", "one_of: table gradez", "没有决策表“gradez”，是不是“grades”"),
    ("one_of: [本区, 外区]", "one_of: table grades", "“属地”的 one_of 里没有“本区”"),
])  # fmt: skip
def test_a_derived_fact_is_held_to_the_words_it_lists(old: str, new: str, says: str) -> None:
    assert files()[VOCABULARY].count(old) == 1
    faults = found({**files(), VOCABULARY: files()[VOCABULARY].replace(old, new)})
    assert any(says in each.message for each in faults), faults


def test_a_derived_fact_may_take_its_words_from_a_table() -> None:
    swapped = {"本区": "甲级", "外区": "乙级"}
    texts = {path: re.sub('"(本区|外区)"', lambda hit: f'"{swapped[hit[1]]}"', each) for path, each in files().items()}
    texts = {path: each.replace("values: [本区, 外区]", "values: [甲级, 乙级]") for path, each in texts.items()}
    texts[VOCABULARY] = texts[VOCABULARY].replace("one_of: [本区, 外区]", "one_of: table grades")
    assert read_files(texts, "town").derived["属地"].choices == ("甲级", "乙级", "丙级")


def test_bare_words_in_an_output_without_a_type_are_said_once() -> None:
    path = "town/tables/other.yaml"
    faults = found({**files(), path: files()[path].replace("{name: 档, type: string}", "档")})
    assert [each.message for each in faults] == ["输出“档”没有写 type，“大”不是表达式：是文字就写 type: string。"]


@pytest.mark.parametrize(("whole", "right"), [("营业收入", True), ("从业人员", False), ("月租", False)])
def test_a_part_is_of_another_number_of_its_unit(whole: str, *, right: bool) -> None:
    path, old = "town/vocabulary.yaml", "part_of: 营业收入"
    made = files() | {path: files()[path].replace(old, f"part_of: {whole}")}
    if right:
        assert read_files(made, "town").facts["月租"].asking.part_of == whole
        return
    with pytest.raises(CatalogueError, match="part_of"):
        read_files(made, "town")
