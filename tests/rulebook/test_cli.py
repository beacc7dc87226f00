"""`rulebook check` and `rulebook explain` as a policy officer or a script runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rulebook.cli.main import main
from tests.rulebook.small import GIANT, SOCIAL, edited, files, line_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path, files())


def written(root: Path, texts: dict[str, str]) -> Path:
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root / "town"


def facts(root: Path, **given: object) -> str:
    path = root / "facts.json"
    path.write_text(json.dumps(given, ensure_ascii=False), encoding="utf-8")
    return str(path)


class TestCheck:
    def test_a_sound_catalogue(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", str(folder)]) == 0
        out = capsys.readouterr().out
        assert "giant 2020-01-01: 6 条条件，机器判断 5，人工判断 1；例子 7 个" in out
        assert "2 个项目，10 个例子，0 处错误" in out

    @pytest.mark.parametrize(
        ("path", "old", "new", "says"),
        [
            (
                GIANT,
                "expect: {eligible: yes, amount: 500000}",
                "expect: {eligible: yes, amount: 400000}",
                "写金额 400000，算出来是 500000",
            ),
            (
                GIANT,
                "expect: {eligible: no, because: [in-district]}",
                "expect: {eligible: yes}",
                "写 yes，判出来是 no。不符合的是 in-district",
            ),
            (
                GIANT,
                "expect: {eligible: no, because: [size]}",
                "expect: {eligible: no, because: [market]}",
                "说因为 market，判出来因为 size",
            ),
            (GIANT, "missing: [企业规模, 高新技术企业]", "missing: [参保人数]", "说缺 参保人数，判出来缺的是"),
            (SOCIAL, "amount: 6453.00", "amount: 6453.01", "写金额 6453.01，算出来是 6453.00"),
        ],
    )
    def test_an_example_that_disagrees(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], path: str, old: str, new: str, says: str
    ) -> None:
        texts = edited(path, old, new)
        assert main(["check", str(written(tmp_path, texts))]) == 1
        told = [line for line in capsys.readouterr().err.splitlines() if says in line]
        assert len(told) == 1
        place = f"{tmp_path / path}:{line_of(texts, path, new)}:"
        assert told[0].startswith(place)

    def test_a_misspelt_fact(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        texts = edited(GIANT, "when: 高新技术企业 = true", "when: 高薪技术企业 = true")
        assert main(["check", str(written(tmp_path, texts))]) == 1
        err = capsys.readouterr().err
        assert f"{tmp_path / GIANT}:{line_of(texts, GIANT, '高薪')}:" in err
        assert "是不是“高新技术企业”？" in err

    def test_a_condition_no_example_decides(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        texts = files()
        texts[GIANT] = texts[GIANT][: texts[GIANT].index("  - name: 失信\n")]
        town = written(tmp_path, texts)
        assert main(["check", str(town)]) == 0
        assert "提示：没有例子让条件“dishonest”成立。" in capsys.readouterr().err
        assert main(["check", str(town), "--strict"]) == 1

    def test_as_json(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", str(folder), "--json", "--fair"]) == 0
        report = json.loads(capsys.readouterr().out)
        assert [(each["programme"], each["judged_by_machine"], each["clauses"]) for each in report["programmes"]] == [
            ("giant", 5, 6),
            ("social", 2, 2),
        ]
        assert report["faults"] == []
        assert any("in-district" in each["message"] for each in report["fair"])

    def test_faults_as_json_lines(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        town = written(tmp_path, edited(GIANT, "when: 高新技术企业 = true", "when: 高薪 = true"))
        assert main(["check", str(town), "--json"]) == 1
        faults = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
        assert [(each["line"], each["column"]) for each in faults] == [(8, 42)]

    def test_fair_competition(self, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", str(folder), "--fair"]) == 0
        out = capsys.readouterr().out
        assert "条件“in-district”要求在本地注册" in out
        assert "“示例社保补贴”没有写依据" in out
        assert "“示例小巨人”没有写依据" not in out

    def test_a_reward_tied_to_tax(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        texts = edited(GIANT, "  amount: 500000\n", "  amount: 纳税额 * 0.5\n")
        texts["city/vocabulary.yaml"] = texts["city/vocabulary.yaml"].replace(
            "facts:\n", "facts:\n  纳税额: {type: number, unit: 元}\n  统一社会信用代码: {type: string}\n"
        )
        texts[GIANT] = texts[GIANT].replace("when: 失信被执行", 'when: 统一社会信用代码 = "91310110MA00000079"')
        texts[GIANT] = texts[GIANT].replace("amount: 500000", "amount: null")
        main(["check", str(written(tmp_path, texts)), "--fair"])
        out = capsys.readouterr().out
        assert "“示例小巨人”的金额与纳税挂钩" in out
        assert "条件“dishonest”指名特定企业" in out

    def test_no_such_folder(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["check", str(tmp_path / "nowhere")]) == 1
        assert "layer.yaml:1:1: 没有这个文件" in capsys.readouterr().err


class TestExplain:
    GIVEN = {"注册区": "杨浦区", "行业": "工业", "从业人员": 300, "营业收入": 20000000.00, "成立日期": "2020-01-15",
             "参保人数": 9}  # fmt: skip

    def test_as_json(self, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        given = facts(tmp_path, **self.GIVEN)
        assert main(["explain", str(folder), "--facts", given, "--as-of", "2022-01-01", "--json"]) == 0
        giant, social = json.loads(capsys.readouterr().out)
        assert {"programme", "version", "eligible", "amount", "conditions", "missing", "next"} <= giant.keys()
        assert (giant["programme"], giant["version"], giant["eligible"]) == ("giant", "2020-01-01", None)
        assert giant["missing"] == ["高新技术企业", "发明专利数", "失信被执行"]
        assert [each["id"] for each in giant["conditions"]] == [
            "in-district", "size", "hi-tech", "patents", "dishonest", "market",
        ]  # fmt: skip
        assert {"id", "say", "cite", "value", "facts", "gap"} <= giant["conditions"][0].keys()
        assert giant["conditions"][0]["facts"] == {"注册区": "杨浦区"}
        assert giant["conditions"][1]["facts"] == {"企业规模": "中型"}
        assert (social["eligible"], social["amount"]) == (True, "6453.00")

    def test_as_text(self, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        given = facts(tmp_path, **{**self.GIVEN, "注册区": "虹口区"})
        assert main(["explain", str(folder), "--facts", given, "--as-of", "2022-01-01", "--programme", "giant"]) == 0
        out = capsys.readouterr().out
        assert "示例小巨人（giant，2020-01-01 版，核算日 2022-01-01）：不符合" in out
        assert "✗ 在杨浦区注册：现为“虹口区”〔示例〔2020〕1号第三条〕" in out
        assert "? 产品技术国内领先：由评审组判断" in out

    def test_the_as_of_date_among_the_facts(
        self, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        given = facts(tmp_path, 核算日="2020-05-01")
        assert main(["explain", str(folder), "--facts", given, "--json"]) == 0
        assert [each["as_of"] for each in json.loads(capsys.readouterr().out)] == ["2020-05-01"]

    def test_numbers_keep_their_digits(self, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "facts.json"
        path.write_text('{"营业收入": 2999999.99, "行业": "工业", "从业人员": 20}', encoding="utf-8")
        main(["explain", str(folder), "--facts", str(path), "--as-of", "2020-05-01", "--json"])
        assert json.loads(capsys.readouterr().out)[0]["conditions"][1]["facts"] == {"企业规模": "微型"}

    def test_what_does_not_fit_is_said_and_unknown(
        self, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        given = facts(tmp_path, 注册地="杨浦区", 参保人数="很多", 失信被执行=None, 成立日期="2022年")
        assert main(["explain", str(folder), "--facts", given, "--as-of", "2022-01-01", "--json"]) == 0
        captured = capsys.readouterr()
        assert "没有名为“注册地”的事实，是不是“注册区”" in captured.err
        assert "“参保人数”应是数字，写的是“很多”，按未知处理。" in captured.err
        assert "“成立日期”应是日期" in captured.err
        assert json.loads(captured.out)[1]["missing"] == ["成立日期"]

    @pytest.mark.parametrize("text", [b"[1]", b"{", b"\xff", b'{"a": 1} x'])
    def test_a_facts_file_that_is_not_one_object(self, folder: Path, tmp_path: Path, text: bytes) -> None:
        path = tmp_path / "facts.json"
        path.write_bytes(text)
        assert main(["explain", str(folder), "--facts", str(path)]) == 1

    def test_faults_are_status_one(self, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        nowhere = ["explain", str(folder), "--facts", str(tmp_path / "none.json")]
        unknown = ["explain", str(folder), "--facts", facts(tmp_path), "--programme", "gigant"]
        broken = ["explain", str(tmp_path), "--facts", facts(tmp_path)]
        assert [main(each) for each in (nowhere, unknown, broken)] == [1, 1, 1]
        assert "没有生效的项目“gigant”" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [[], ["chek"], ["check"], ["explain", "x"], ["explain", "x", "--facts", "f", "--as-of", "tomorrow"]]
)
def test_wrong_usage_is_status_two(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(words)
    assert stopped.value.code == 2
    assert "用法：rulebook" in capsys.readouterr().err
