"""A small catalogue of two layers, made only for tests: invented programmes, invented numbers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from textwrap import dedent

from rulebook import Catalogue, read_files

CITY = "city/layer.yaml"
VOCABULARY = "city/vocabulary.yaml"
GIANT = "town/programmes/giant/2020-01-01.yaml"
SOCIAL = "town/programmes/social/2021-07-01.yaml"


def files(**changed: str) -> dict[str, str]:
    """The texts, by path."""
    return {path: dedent(text).lstrip("\n") for path, text in TEXTS.items()} | changed


def edited(path: str, old: str, new: str) -> dict[str, str]:
    """The texts with one piece of one file written differently; the piece must stand there once."""
    texts = files()
    assert texts[path].count(old) == 1, (path, old)
    return {**texts, path: texts[path].replace(old, new)}


def line_of(texts: Mapping[str, str], path: str, piece: str) -> int:
    """The line (from 1) on which a piece of text stands."""
    return texts[path][: texts[path].index(piece)].count("\n") + 1


@lru_cache(maxsize=1)
def small() -> Catalogue:
    return read_files(files(), "town")


TEXTS = {
    CITY: """
        name: 示例市
        code: "310000"
        offices: [{name: 市人社局}]
        """,
    VOCABULARY: """
        subject: enterprise
        facts:
          注册区: {type: string, source: 市场监管登记, one_of: [杨浦区, 虹口区, 静安区]}
          成立日期: {type: date, source: 市场监管登记, ask: 哪一天成立的？}
          从业人员: {type: number, unit: 人, places: 0, source: 社保, fresh: P3M}
          营业收入: {type: number, unit: 元, places: 2, per: year, source: 税务, fresh: P1Y}
          研发费用: {type: number, unit: 元, places: 2, source: 税务}
          行业: {type: string, one_of: table industries, source: 市场监管登记}
          失信被执行: {type: boolean, source: 信用平台}
          高新技术企业: {type: boolean, source: 科委}
          发明专利数: {type: number, unit: 件, places: 0, source: 知识产权局}
          参保人数: {type: number, unit: 人, places: 0, source: 社保}
        derived:
          成立月数: {type: number, unit: 月, is: 'years and months duration(成立日期, 核算日) / duration("P1M")'}
          企业规模: {type: string, is: table size}
          研发占比: {type: number, is: 研发费用 / 营业收入}
        """,
    "city/tables/size.yaml": """
        inputs: [行业, 从业人员, 营业收入]
        outputs: [{name: 规模, type: string}]
        hit: F
        gaps: 批发业不在示例里
        rows:
          - ['"工业"', '>= 1000', '>= 400000000', '"大型"']
          - ['"工业"', '>= 300', '>= 20000000', '"中型"']
          - ['"工业"', '>= 20', '>= 3000000', '"小型"']
          - ['"工业"', '-', '-', '"微型"']
          - ['"软件业"', '>= 100', '>= 10000000', '"中型"']
          - ['"软件业"', '>= 10', '>= 500000', '"小型"']
          - ['"软件业"', '-', '-', '"微型"']
        """,
    "city/tables/industries.yaml": """
        values: [工业, 软件业, 批发业]
        """,
    "city/parameters/social.yaml": """
        月社保缴费基数下限:
          unit: 元
          values: {2021-07-01: 5975, 2022-07-01: 6520}
          source: 示例
          status: official
          checked_on: 2022-07-01
        单位缴费比例:
          values: {2021-07-01: 0.27, 2022-10-01: 0.265}
          status: illustrative
        """,
    "town/layer.yaml": """
        name: 示例区
        code: "310110"
        parent: city
        offices: [{name: 区科委, full: 示例区科学技术委员会}, {name: 区人社局}]
        """,
    "town/programmes/giant/programme.yaml": """
        name: 示例小巨人
        slug: giant
        subject: enterprise
        office: 区科委
        kind: award
        for: [成长期企业]
        basis: [{number: 示例〔2020〕1号, title: 示例办法, status: seed}]
        summary: 评审认定后一次性资助 50 万元。
        """,
    GIANT: """
        conditions:
          - id: in-district
            say: 在杨浦区注册
            when: 注册区 = "杨浦区"
            cite: 示例〔2020〕1号第三条
          - {id: size, say: 中小微企业, when: '企业规模 in ("中型", "小型", "微型")'}
          - any:
              - {id: hi-tech, say: 高新技术企业, when: 高新技术企业 = true}
              - {id: patents, say: 发明专利 2 件以上, when: 发明专利数 >= 2, status: illustrative}
          - none:
              - {id: dishonest, say: 被列为失信被执行人, when: 失信被执行}
          - {id: market, say: 产品技术国内领先, person: 评审组}
        benefit:
          amount: 500000
          pay: once
        intake: {mode: window, from: 04-01, to: 05-31}
        excludes: [social]
        examples:
          - name: 正好符合
            given: {注册区: 杨浦区, 企业规模: 小型, 高新技术企业: true, 失信被执行: no}
            answers: {market: yes}
            expect: {eligible: yes, amount: 500000}
          - name: 不知道规模
            given: {注册区: 杨浦区}
            expect: {eligible: unknown, missing: [企业规模, 高新技术企业]}
          - name: 外区企业
            given: {注册区: 虹口区}
            expect: {eligible: no, because: [in-district]}
          - name: 大型企业
            given: {注册区: 杨浦区, 企业规模: 大型}
            expect: {eligible: no, because: [size]}
          - name: 不够新
            given: {高新技术企业: false, 发明专利数: 1}
            expect: {eligible: no, because: [hi-tech, patents]}
          - name: 专利刚够
            given: {注册区: 杨浦区, 企业规模: 微型, 发明专利数: 2, 失信被执行: false}
            answers: {market: false}
            expect: {eligible: no, because: [market]}
          - name: 失信
            given: {失信被执行: true}
            expect: {eligible: no, because: [dishonest]}
        """,
    "town/programmes/social/programme.yaml": """
        name: 示例社保补贴
        office: 区人社局
        kind: subsidy
        """,
    SOCIAL: """
        conditions:
          - {id: young, say: 成立三年以内, when: 成立月数 <= 36, cite: 示例第一条}
          - {id: settled, say: 成立满半年, when: '核算日 >= 成立日期 + duration("P6M")'}
        benefit:
          amount: min(参保人数, 8) * 月社保缴费基数下限 * 单位缴费比例 * 50%
          per: month
          times: 36
          round: fen
        examples:
          - name: 八人
            given: {成立日期: 2020-01-15, 参保人数: 9}
            expect: {eligible: yes, amount: 6453.00}
          - name: 太老
            given: {成立日期: 2017-01-15}
            expect: {eligible: no, because: [young]}
          - name: 太新
            given: {成立日期: 2021-06-15}
            expect: {eligible: no, because: [settled]}
        """,
}
TEXTS[SOCIAL] = TEXTS[SOCIAL].replace("50%", "0.5")
