"""FEEL and DMN from Python and from the command line: plain values in and out, what does not fit is said."""

from __future__ import annotations

import datetime as dt
import inspect
import json
import re
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import rulebook
from rulebook import DmnError, FeelSyntaxError, InputsError, Model, Months
from rulebook.cli.main import main
from rulebook.front import plain
from rulebook.judging import given

RATING = rulebook.example().parent / "rating.dmn"
GOOD = {"营业收入": 5_200_000, "失信": False, "成立日期": dt.date(2019, 5, 1)}
VALUES: list[tuple[str, object]] = [
    ("1 + 2", Decimal(3)),
    ('"惠" + "企"', "惠企"),
    ("null", None),
    ("2 > 1", True),
    ('date("2024-02-29")', dt.date(2024, 2, 29)),
    ('time("10:00:00")', dt.time(10)),
    ('time("10:00:00+08:00")', dt.time(10, tzinfo=dt.timezone(dt.timedelta(hours=8)))),
    ('date and time("2024-01-01T10:00:00Z")', dt.datetime(2024, 1, 1, 10, tzinfo=dt.UTC)),
    (
        'date and time("2024-01-01T10:00:00@Asia/Shanghai")',
        dt.datetime(2024, 1, 1, 10, tzinfo=ZoneInfo("Asia/Shanghai")),
    ),
    ('duration("P1DT1.5S")', dt.timedelta(days=1, seconds=1.5)),
    ('duration("-P14M")', Months(-14)),
    ('[1, {甲: "乙"}]', [Decimal(1), {"甲": "乙"}]),
    ('date("-0044-03-15")', "-0044-03-15"),
    ('duration("PT0.0000001S")', "PT0.0000001S"),
    ("[1..3)", "[1..3)"),
]


@pytest.mark.parametrize("text, value", VALUES, ids=[text for text, _ in VALUES])
def test_values_come_out_plain(text: str, value: object) -> None:
    found = rulebook.evaluate(text)
    assert found.value == value
    assert type(found.value) is type(value)
    assert not found.diagnostics


@pytest.mark.parametrize(
    "value, kind",
    [
        (2, "number"), (0.1, "number"), (Decimal("1.50"), "number"), ("x", "string"), (True, "boolean"),
        (dt.date(2024, 1, 1), "date"), (dt.datetime(2024, 1, 1, 8), "date and time"), (dt.time(8), "time"),
        (dt.timedelta(days=2), "days and time duration"), (Months(5), "years and months duration"),
        ([1, 2], "list<number>"), ({"a": 1}, "context<a: number>"),
    ],
)  # fmt: skip
def test_values_go_in_plain(value: rulebook.Answer, kind: str) -> None:
    assert rulebook.evaluate(f"x instance of {kind}", {"x": value}).value is True  # type: ignore[dict-item]
    assert rulebook.evaluate("x = y", {"x": value, "y": value}).value is True  # type: ignore[dict-item]


def test_an_int_is_an_exact_number() -> None:
    assert rulebook.evaluate("1 + x", {"x": 2}).value == Decimal(3)
    assert rulebook.evaluate("x / 10 * 3", {"x": 1}).value == Decimal("0.3")
    assert rulebook.evaluate("x + 0.2", {"x": 0.1}).value == Decimal("0.3")


@pytest.mark.parametrize("value", [Fraction(1, 3), object(), b"x", 1j])
def test_what_feel_has_no_value_for_is_a_sentence(value: object) -> None:
    with pytest.raises(TypeError, match=f"FEEL 没有 Python 的 {type(value).__name__} 这种值"):
        rulebook.evaluate("x", {"x": value})  # type: ignore[dict-item]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_no_number_is_said(value: float) -> None:
    with pytest.raises(ValueError, match="不是一个数"):
        rulebook.evaluate("x", {"x": value})


def test_compiled_once_evaluated_often() -> None:
    code = rulebook.compile("研发 费用 / 营业收入", names=["研发 费用"])
    assert [code.evaluate({"研发 费用": n, "营业收入": 100}).value for n in (3, 6)] == [
        Decimal("0.03"),
        Decimal("0.06"),
    ]
    assert repr(code) == "rulebook.compile('研发 费用 / 营业收入')"
    now = dt.datetime(2024, 5, 1, 9, tzinfo=dt.UTC)
    assert rulebook.compile("today()").evaluate(now=now).value == dt.date(2024, 5, 1)
    assert rulebook.evaluate("today()").value is None


@pytest.mark.parametrize("text", ["1 +", "", '"open', "for x in"])
def test_what_is_not_feel_raises(text: str) -> None:
    for ask in (rulebook.compile, rulebook.evaluate):
        with pytest.raises(FeelSyntaxError):
            ask(text)


def test_a_date_as_text_is_said_where_it_spoils_the_answer() -> None:
    found = rulebook.evaluate('d > date("2024-01-01")', {"d": "2024-02-01", "other": "x"})
    assert found.value is None
    assert "“d”是文字，不是日期：在 Python 里请用 datetime.date(2024, 2, 1)" in str(found.diagnostics[-1])
    assert not rulebook.evaluate("d", {"d": "2024-02-01"}).diagnostics


def test_a_name_nobody_gave_is_said() -> None:
    found = rulebook.evaluate("1 + y", {"x": 2})
    assert found.value is None
    assert "y" in str(found.diagnostics[0])


class TestModel:
    def test_a_path_may_be_text_and_numbers_int(self) -> None:
        for path in (RATING, str(RATING)):
            assert Model(path).decide("评级", GOOD).value == "甲"
        assert Model(RATING).decide("评级", {**GOOD, "营业收入": Decimal("4999999.99")}).value == "乙"
        assert Model(RATING).decide("评级", {"失信": True}).value == "丙"

    def test_it_says_what_is_in_it(self) -> None:
        model = Model(RATING)
        assert model.decisions == ["评级"]
        assert list(model.inputs) == ["营业收入", "失信", "成立日期"]
        assert "rating.dmn" in repr(model)

    @pytest.mark.parametrize(
        "wrong, said",
        [
            ({"成立日期": "2019-05-01"}, r"“成立日期”应是日期.*datetime\.date"),
            ({"营业收人": 5}, "“营业收人”.*“营业收入”"),
            ({"营业收入": "5200000"}, "“营业收入”应是数"),
            ({"失信": "否"}, "“失信”应是"),
            ({"失信": 0}, "“失信”应是"),
        ],
    )
    def test_what_does_not_fit_is_refused_and_never_falls_into_a_row(self, wrong: dict[str, str], said: str) -> None:
        with pytest.raises(InputsError, match=said) as caught:
            Model(RATING).decide("评级", {**GOOD, **wrong})
        assert len(caught.value.faults) == 1
        assert isinstance(caught.value, ValueError)

    def test_all_faults_at_once(self) -> None:
        with pytest.raises(InputsError) as caught:
            Model(RATING).decide("评级", {"成立日期": "2019-05-01", "失信": 1, "x": 2})
        assert len(caught.value.faults) == 3

    def test_a_decision_or_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(DmnError, match="评极"):
            Model(RATING).decide("评极", GOOD)
        with pytest.raises((DmnError, OSError)):
            Model(tmp_path / "none.dmn")
        (tmp_path / "x.dmn").write_text("不是", encoding="utf-8")
        with pytest.raises(DmnError):
            Model(str(tmp_path / "x.dmn"))


def signatures() -> list[tuple[str, object]]:
    named = [(name, getattr(rulebook, name)) for name in rulebook.__all__]
    found = [(name, each) for name, each in named if inspect.isfunction(each)]
    for kind in (rulebook.Compiled, Model):
        found += [(f"{kind.__name__}.{name}", each) for name, each in vars(kind).items() if inspect.isfunction(each)]
    return found


def test_no_public_signature_says_any() -> None:
    found = signatures()
    assert {"evaluate", "compile", "judge", "Model.decide", "Compiled.evaluate"} <= {name for name, _ in found}
    said = {name: [str(each) for each in inspect.get_annotations(found).values()] for name, found in found}
    assert {name: each for name, each in said.items() if re.search(r"\bAny\b", " ".join(each))} == {}
    assert "typing.Any" not in repr([plain.Plain, plain.Given, given.Said, rulebook.Value])


class TestCommands:
    def test_version(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as ended:
            main(["--version"])
        assert ended.value.code == 0
        assert capsys.readouterr().out == f"rulebook {rulebook.__version__}\n"
        assert re.fullmatch(r"\d+\.\d+\.\d+", rulebook.__version__)

    @pytest.mark.parametrize("args, code", [([], 2), (["nothing"], 2), (["feel"], 2), (["--help"], 0)])
    def test_usage(self, args: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as ended:
            main(args)
        assert ended.value.code == code
        assert "用法：rulebook" in "".join(capsys.readouterr())

    def test_feel(self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        context = tmp_path / "ctx.json"
        context.write_text('{"x": 2.10, "企业 名": "甲"}', encoding="utf-8")
        assert main(["feel", "1 + x", "--with", str(context)]) == 0
        assert main(["feel", '企业 名 + "乙"', "--with", str(context)]) == 0
        assert main(["feel", "[x, {y: x}]", "--with", '{"x": 3}']) == 0
        monkeypatch.setattr("sys.stdin", StringIO('{"x": 4}'))
        assert main(["feel", "x", "--with", "-"]) == 0
        assert main(["feel", 'date("2024-01-01") + duration("P1M")']) == 0
        assert capsys.readouterr().out.splitlines() == ["3.1", "甲乙", "[3, {y: 3}]", "4", "2024-02-01"]

    def test_feel_as_json(self, capsys: pytest.CaptureFixture[str]) -> None:
        text = '{n: 1, d: date("2024-01-01"), long: 0.1234567890123456789, b: true, l: [null]}'
        assert main(["feel", text, "--json"]) == 0
        shown = json.loads(capsys.readouterr().out)
        long = "0.1234567890123456789"
        assert shown == {"value": {"n": 1, "d": "2024-01-01", "long": long, "b": True, "l": [None]}, "diagnostics": []}

    @pytest.mark.parametrize(
        "args, said",
        [
            (["1 + y"], "y"),
            (["1 +"], "1:4: 表达式读不懂"),
            (["x", "--with", "none.json"], "none.json: 打不开"),
            (["x", "--with", "{1}"], "--with: 不是有效的 JSON"),
            (["x", "--with", "LIST"], "应是一个对象"),
        ],
    )
    def test_feel_says_what_is_wrong(
        self, args: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "list.json").write_text("[1]", encoding="utf-8")
        given = [str(tmp_path / "list.json") if each == "LIST" else each for each in args]
        assert main(["feel", *given]) == 1
        assert said in capsys.readouterr().err

    def test_decide_reads_text_as_the_model_says(self, capsys: pytest.CaptureFixture[str]) -> None:
        given = '{"营业收入": "5200000", "失信": "否", "成立日期": "2019-05-01"}'
        assert main(["decide", str(RATING), "评级", "--with", given]) == 0
        assert main(["decide", str(RATING), "评级", "--with", given, "--json"]) == 0
        first, second = capsys.readouterr().out.splitlines()
        assert first == "甲"
        assert json.loads(second) == {"value": "甲", "diagnostics": []}

    @pytest.mark.parametrize(
        "name, given, said",
        [
            ("评极", "{}", "评极"),
            ("评级", '{"失信": "也许"}', "“失信”应是"),
            ("评级", '{"成立日期": "2019-02-30"}', "“成立日期”应是日期"),
            ("评级", '{"营业收入": "很多"}', "“营业收入”应是数"),
            ("评级", '{"失言": false}', "“失言”"),
        ],
    )
    def test_decide_says_what_is_wrong(
        self, name: str, given: str, said: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["decide", str(RATING), name, "--with", given]) == 1
        shown = capsys.readouterr()
        assert said in shown.err and not shown.out


def test_a_file_of_an_editor_is_asked_by_its_headings() -> None:
    """Labels stand for names, a decision's id for its name; what is not of its type is refused with how to write it."""
    from pathlib import Path

    import rulebook

    model = rulebook.Model(Path(__file__).parent / "editors" / "menu.dmn")
    by_label = model.decide("dish", {"Month": 12, "How many guests": 4}).value
    assert by_label == model.decide(model.decisions[-1], {"month": 12, "guests": 4}).value is not None
    with pytest.raises(rulebook.InputsError, match="int"):
        model.decide("dish", {"Month": "twelve", "How many guests": 4})
