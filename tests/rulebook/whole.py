"""A catalogue that writes every key of the format once or more, for tests that get each of them wrong in turn."""

from __future__ import annotations

from textwrap import dedent


def files() -> dict[str, str]:
    """The texts, by path."""
    return {path: dedent(text).lstrip("\n") for path, text in TEXTS.items()}


TEXTS = {
    "city/layer.yaml": """
        name: 示例市
        code: "310000"
        offices:
          - {name: 市人社局}
        """,
    "city/vocabulary.yaml": """
        facts:
          从业人员: {type: number, unit: 人, places: 0, source: 社保}
        derived:
          人数级: {type: string, is: 'if 从业人员 > 5 then "多" else "少"'}
        """,
    "city/parameters/base.yaml": """
        基数:
          values: {2021-07-01: 5000}
        """,
    "city/tables/grades.yaml": """
        values: [甲级, 乙级]
        """,
    "city/holidays/2027.yaml": """
        source: 示例电〔2026〕1号
        off: {2027-01-01: 元旦}
        """,
    "city/programmes/grant/programme.yaml": """
        name: 市级补贴
        office: 市人社局
        kind: subsidy
        """,
    "city/programmes/grant/2020-01-01.yaml": """
        conditions:
          - {id: any-staff, say: 有从业人员, when: 从业人员 > 0}
        benefit: {amount: 100}
        """,
    "town/layer.yaml": """
        name: 示例区
        code: "310110"
        parent: city
        offices:
          - name: 区科委
            full: 示例区科学技术委员会
            phone: "021-00000000"
            address: 示例路 1 号
            hours: 工作日
            page: https://example.org/
            email: kw@example.org
            reconsideration: 示例区人民政府
            court: 示例法院
            en: {name: Science office}
          - 区人社局
        outside:
          - slug: city-loan
            name: 市级贷款贴息
            office: 市财政局
            note: 备注
            en: {name: City loan interest}
        streets:
          - code: "310110001"
            name: 示例街道
            en: {name: Sample street}
        remedies:
          reconsideration: 示例区人民政府
          court: 示例法院
          source: 示例
          note: 备注
          en: {reconsideration: District government}
        hotline: "12345"
        proposals:
          - body: 人大代表建议
            year: 2024
            outcome: 解决采纳
            publicity: 主动公开
            source: 示例
            note: 备注
            en: {body: Proposal}
        words: {元: yuan}
        note: 备注
        en: {name: Sample district}
        """,
    "town/vocabulary.yaml": """
        subject: enterprise
        groups:
          - name: 经营
            facts: [营业收入]
            note: 备注
            en: {name: Business}
        facts:
          营业收入:
            subject: enterprise
            type: number
            unit: 元
            places: 2
            source: 税务
            vouched_by: [register]
            fresh: P1Y
            per: year
            personal: false
            ask: 一年多少？
            label: 营收
            example: 5000
            grade: 一般
            note: 备注
            en: {ask: How much?}
          从业人员: {type: number, unit: 人, places: 0, source: 社保, replaces: true}
          注册区: {type: string, one_of: [东区, 西区], group: 登记}
          等级: {type: string, one_of: table grades}
          失信: {type: boolean}
          成立日期: {type: date}
          月租: {type: number, unit: 元}
        derived:
          规模:
            type: string
            is: table size
            ask: 多大？
            source: 示例
            label: 企业规模
            group: 经营
            note: 备注
            en: {ask: How large?}
          人数级: {type: string, is: 'if 从业人员 > 9 then "多" else "少"', replaces: true}
          人均营收: {type: number, unit: 元/人, places: 2, is: 营业收入 / 从业人员}
          属地: {type: string, one_of: [本区, 外区], is: 'if 注册区 = "东区" then "本区" else "外区"'}
        asking:
          注册区:
            hint: 看执照
            ease: 4
            founder: 打算在哪个区？
            suggest: [东区]
            free: true
            usual: 东区
            note: 备注
            en: {hint: See the licence}
          从业人员:
            least: 0
            most: 100000
            public: true
          月租: {part_of: 营业收入}
        note: 备注
        """,
    "town/parameters/own.yaml": """
        基数:
          values: {2021-07-01: 5975, 2022-07-01: 6520}
          unit: 元
          source: 示例
          status: official
          checked_on: 2022-07-01
          type: number
          places: 2
          owner: 区人社局
          name: 缴费基数
          replaces: true
          note: 备注
          en: {name: Base}
        """,
    "town/tables/size.yaml": """
        title: 规模表
        inputs:
          - {is: 从业人员, name: 人数, note: 备注}
          - {fact: 属地, values: [本区, 外区]}
          - {expression: 失信}
        outputs:
          - {name: 规模, type: string, values: [大, 中, 小], note: 备注}
          - {name: 说明, type: string, default: 无}
        hit: F
        gaps: 示例
        rows:
          - {if: ['>= 100', '-', '-'], then: [大, 甲], note: 备注}
          - {when: ['>= 10', '-', '-'], outputs: [中, 乙]}
          - {inputs: ['-', '"本区"', '-'], then: [小, 丙]}
        source: 示例
        status: illustrative
        checked_on: 2022-07-01
        basis: 示例
        cite: 示例第一条
        note: 备注
        en: {title: Sizes}
        """,
    "town/tables/other.yaml": """
        name: 另一表
        inputs: [从业人员]
        outputs: [{name: 档, type: string}]
        hit_policy: F
        rules:
          - ['>= 100', 大]
        default: 小
        """,
    "town/tables/third.yaml": """
        inputs: [从业人员]
        outputs: [档]
        policy: F
        rows:
          - ['-', '1']
        """,
    "town/tables/fourth.yaml": """
        inputs: [从业人员]
        outputs: [档]
        hit policy: F
        rows:
          - ['-', '1']
        """,
    "town/tables/grades.yaml": """
        values: [甲级, 乙级, 丙级]
        replaces: true
        """,
    "town/programmes/giant/programme.yaml": """
        name: 示例小巨人
        slug: giant
        subject: enterprise
        office: 区科委
        with: [区人社局]
        kind: award
        for: [成长期企业]
        serves: [enterprise]
        topics: [创新]
        basis:
          - number: 示例〔2020〕1号
            title: 示例办法
            url: https://example.org/
            issued: 2020-01-01
            status: seed
            cite: 第一条
            checked_on: 2022-01-01
            note: 备注
            en: {title: Sample measures}
        summary: 一次性资助。
        owner: 综合岗
        checked_on: 2022-01-01
        ends: 2030-01-01
        status: illustrative
        ladder: steps
        expect_all: 示例
        note: 备注
        en: {name: Sample giant}
        """,
    "town/programmes/grant/programme.yaml": """
        name: 区级补贴
        office: 区人社局
        kind: subsidy
        expect_none: 示例
        replaces: true
        """,
    "town/programmes/grant/2020-01-01.yaml": """
        everyone: 示例
        benefit: {amount: 100}
        """,
    "town/programmes/clinic/programme.yaml": """
        name: 问诊
        office: 区科委
        kind: service
        act: advice.clinic
        """,
    "town/programmes/clinic/2020-01-01.yaml": """
        conditions:
          - {id: nobody, say: 暂停, when: 失信}
        nobody: 暂停办理
        """,
    "town/programmes/giant/2022-01-01.yaml": """
        conditions:
          - id: in-district
            say: 在本区
            when: 属地 = "本区"
            cite: 第三条
            status: official
            help: 看执照
            grade: 一般
            note: 备注
            en: {say: In the district}
          - any:
              - {id: staff, say: 十人以上, when: 从业人员 >= 10}
              - {id: income, say: 营收百万以上, when: 营业收入 >= 1000000}
            id: either
            say: 有一项即可
            cite: 第四条
            status: seed
            note: 备注
            en: {say: Either}
          - all:
              - {id: grade, say: 甲级, when: 等级 = "甲级"}
          - none:
              - {id: dishonest, say: 失信, when: 失信}
          - {id: market, say: 领先, person: 评审组}
        benefit:
          amount: 基数 * 2
          cap: 月租
          pay: per period
          per: quarter
          times: 4
          round: yuan
          status: seed
          say: 按季给付
          cite: 第五条
          note: 备注
          en: {say: Quarterly}
        until: 2029-12-31
        quota:
          count: 30
          per: year
          by: rank
          carry: false
          waiting: true
          budget: 专项
          status: seed
          cite: 第六条
          note: 备注
          en: {budget: Fund}
        rank: 营业收入
        budget: 专项
        excludes: [grant]
        ceiling:
          per: year
          amount: 500000
          status: seed
          cite: 第七条
          note: 备注
        together:
          - with: [city-loan]
            at_most: 月租
            status: seed
            cite: 第八条
            note: 备注
        repeat:
          every: year
          by: as-of
          note: 备注
        intake:
          mode: window
          from: 04-01
          to: 05-31
          note: 备注
        recheck:
          as_of: due_date
          note: 备注
        evidence:
          - name: 审计报告
            type: 报告
            needed: true
            deferrable: 10 working days
            proves: [营业收入]
            keep: P1Y
            where: 自备
            status: seed
            cite: 第九条
            note: 备注
            en: {name: Audit report}
        items:
          name: 名单
          columns:
            - name: 身份证号
              type: id_number
              required: true
              personal: true
              note: 备注
              en: {name: Number}
            - {name: 姓名, type: string, one_of: [甲, 乙]}
            - {name: 月份, type: month}
            - {name: 工资, type: number, unit: 元, from: 1, to: 9}
          most: 100
          needed: true
          gives: {从业人员: count}
          status: seed
          cite: 第十条
          note: 备注
          en: {name: List}
        workers:
          group: 稳岗
          number: 身份证号
          name: 姓名
          from: 月份
          months: 12
          status: seed
          cite: 第十一条
          note: 备注
        process: [accept, joint-review, score, notice, decide, pay]
        joint:
          区人社局:
            ask: [够不够]
            veto: true
            term: 5 working days
            silence: agree
            note: 备注
            en: {ask: [Enough?]}
        rubric:
          - name: 技术
            most: 60
            say: 技术水平
            status: seed
            note: 备注
            en: {name: Technology}
        scoring:
          experts: 3
          least: 2
          blind: true
          pass: 40
          ties: [技术]
          outlier: 10
          outliers: ask
          status: seed
          cite: 第十二条
          note: 备注
        approval:
          - {role: officer, status: seed, cite: 第十三条, note: 备注}
          - {role: reviewer}
          - {role: leader, above: 500000}
        results: score
        deadlines: {accept: 5 working days}
        obligations:
          - id: stay
            say: 不外迁
            when: 属地 = "本区"
            until: P12M
            check: yearly
            on_breach: remind
            cite: 第十四条
            status: seed
            examples:
              - name: 守住
                given: {注册区: 东区}
                decided: {注册区: 东区}
                as_of: 2023-01-01
                expect: kept
                note: 备注
              - {given: {注册区: 西区}, expect: breached}
              - {given: {从业人员: 3}, expect: unknown}
            note: 备注
            en: {say: Stay}
        examples:
          - name: 外区
            as_of: 2022-02-01
            given: {注册区: 西区}
            answers: {market: true}
            expect:
              eligible: no
              because: [in-district]
            note: 备注
          - given: {注册区: 东区, 从业人员: 12, 失信: no}
            expect: {eligible: unknown, missing: [等级], amount: null}
        basis: [示例办法]
        status: seed
        summary: 简介
        transition: 旧版照旧
        coverage: 全区
        documents: [示例]
        checked_on: 2022-01-01
        note: 备注
        en: {summary: Summary}
        """,
    "town/programmes/instalment/programme.yaml": """
        name: 分期
        office: 区科委
        kind: award
        """,
    "town/programmes/instalment/2022-01-01.yaml": """
        conditions:
          - {id: staff, say: 十人以上, when: 从业人员 >= 10}
        benefit:
          amount: 100
          unit: 张
          instalments:
            - {share: 50 %, at: decision, say: 一半, en: {say: Half}}
            - {share: 50 %, at: acceptance}
        workers: {group: 稳岗}
        repeat: {after: P3Y}
        """,
    "town/programmes/heads/programme.yaml": """
        name: 人头
        office: 区科委
        kind: subsidy
        """,
    "town/programmes/heads/2022-01-01.yaml": """
        conditions:
          - {id: staff, say: 十人以上, when: 从业人员 >= 10}
        benefit: {amount: 100}
        items:
          name: 名单
          columns:
            - {name: 身份证号, type: id_number, personal: true}
            - {name: 自, type: month}
            - {name: 至, type: month}
        workers: {group: 稳岗, number: 身份证号, from: 自, to: 至}
        """,
    "town/packages/aid.yaml": """
        name: 一揽子
        office: 区科委
        summary: 简介
        source: 示例
        status: seed
        from: 2022-01-01
        until: 2022-12-31
        parts:
          - name: 甲
            members: [giant]
            note: 备注
            en: {name: A}
        note: 备注
        en: {name: Package}
        """,
    "town/ladders/steps.yaml": """
        name: 梯队
        summary: 简介
        office: 区科委
        rungs:
          - id: one
            name: 起步
            say: 十人
            when: 从业人员 >= 10
            programme: giant
            cite: 示例
            status: seed
            note: 备注
            en: {name: Start}
        note: 备注
        en: {name: Ladder}
        """,
    "town/answers/one.md": """
        ---
        title: 怎么办？
        topics: [创新]
        office: 区科委
        programmes: [giant]
        cite: 示例
        source: 示例
        checked_on: 2022-01-01
        status: seed
        note: 备注
        en: {title: How?}
        ---
        这样办。
        """,
    "town/answers/one.en.md": """
        ---
        title: How?
        note: note
        ---
        Like this.
        """,
    "town/documents/one.md": """
        ---
        number: 示例〔2020〕1号
        title: 示例办法
        issuer: 示例区政府
        issued: 2020-01-01
        source: 示例
        publicity: 主动公开
        whole: false
        omitted: 附件
        checked_on: 2022-01-01
        status: seed
        note: 备注
        en: {title: Sample measures}
        ---
        正文。
        """,
    "town/holidays/2027.yaml": """
        source: 示例电〔2026〕7号
        off: {2027-01-01: 元旦}
        work: [2027-01-02]
        status: official
        checked_on: 2026-12-01
        replaces: true
        note: 备注
        """,
    "town/synonyms.yaml": """
        same: [[个体工商户, 个体户]]
        means: {高企: [高新技术企业]}
        note: 备注
        """,
}
