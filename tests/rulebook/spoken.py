"""What the commands about one subject, one expression and one decision say, in both languages."""

from __future__ import annotations

MODEL = """<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="m" namespace="m">
  <inputData id="i" name="staff"><variable name="staff" typeRef="number"/></inputData>
  <decision id="d" name="grade"><variable name="grade" typeRef="string"/>
    <informationRequirement><requiredInput href="#i"/></informationRequirement>
    <decisionTable hitPolicy="UNIQUE">
      <input><inputExpression typeRef="number"><text>staff</text></inputExpression></input>
      <output name="grade" typeRef="string"/>
      <rule><inputEntry><text>&lt; 10</text></inputEntry><outputEntry><text>"small"</text></outputEntry></rule>
      <rule><inputEntry><text>[5..20]</text></inputEntry><outputEntry><text>"medium"</text></outputEntry></rule>
    </decisionTable>
  </decision>
  <decision id="e" name="broken">
    <informationRequirement><requiredInput href="#i"/></informationRequirement>
    <literalExpression><text>staff + "x"</text></literalExpression>
  </decision>
</definitions>
"""
CATALOGUE = {
    "t/layer.yaml": "name: Town\noffices: [{name: Office}]\n",
    "t/vocabulary.yaml": "facts:\n  staff: {type: number, places: 0}\n  district: {type: string, one_of: [A, B]}\n"
    "  costs: {type: number, unit: 元, places: 2}\nderived:\n  size: {type: string, is: table size}\n",
    "t/tables/size.yaml": "inputs: [staff]\noutputs: [{name: size, type: string}]\nhit: F\n"
    "rows: [['< 10', small], ['< 50', medium]]\ngaps: none\n",
    "t/parameters/p.yaml": "rate: {values: {2023-01-01: 0.5}}\n",
    "t/programmes/a/programme.yaml": "name: Award\noffice: Office\n",
    "t/programmes/a/2020-01-01.yaml": "conditions:\n  - {id: here, say: In A, when: 'district = \"A\"'}\n"
    "  - any:\n      - {id: small, say: Small, when: 'size = \"small\"'}\n      - {id: judged, say: Good, person: panel}\n"
    "benefit: {amount: staff * 1000, per: month, times: 12}\nceiling: {per: year, amount: 30000}\n",
    "t/programmes/b/programme.yaml": "name: Refund\noffice: Office\n",
    "t/programmes/b/2020-01-01.yaml": "conditions: [{id: here, say: In A, when: 'district = \"A\"'}]\n"
    "benefit: {amount: costs, pay: once}\nexcludes: [a]\n",
}
CATALOGUE |= {  # what became of it
    **{path.replace("t/", "u/", 1): text for path, text in CATALOGUE.items()},
    "u/parameters/p.yaml": "rate: {values: {2023-01-01: 0.6}}\n",
    "u/programmes/a/2020-01-01.yaml": CATALOGUE["t/programmes/a/2020-01-01.yaml"].replace(
        "staff * 1000", "staff * 2000"
    ),
}
REGISTER = "id,staff,district,costs,colour\nA1,4,A,500,red\nB1,x,C,,red\nC1,60,A,700,blue\n"
ON = ["--facts", "@/in.csv", "--key", "id", "--as-of", "2022-06-24"]
FACTS = '{"staff": 4, "district": "A", "costs": 500}'
RUNS = [  # command, what stands in a file beside it, Chinese, English; @ stands for the folder
    (["feel", "1 +"], "", "1:4: 表达式读不懂：应是值、名称或“(”，遇到的是结尾。", "1:4: expected a value, a name or “(”, found the end of the expression"),
    (["feel", "1 / 0"], "", "1:1: 除数为 0", "1:1: division by zero"),
    (["feel", "[1, 2][5]"], "", "1:1: 2 项的列表里没有第 5 项", "1:1: there is no element 5 in a list of 2"),
    (["feel", "staf", "--with", '{"staff": 1}'], "", "1:1: 没有“staf”，是不是“staff”？", "1:1: there is no “staf”; did you mean “staff”?"),
    (["feel", "sqrt(-1)"], "", "1:1: sqrt()：负数没有平方根", "1:1: sqrt(): a negative number has no square root"),
    (["feel", "day + duration(\"P1D\")", "--with", '{"day": "2024-01-31"}'], "",
     "“day”是文字，不是日期：在 Python 里请用 datetime.date(2024, 1, 31)，在表达式里请用 date(day)。",
     "“day” is a text, not a date: in Python use datetime.date(2024, 1, 31), in an expression date(day)."),
    (["feel", "1", "--with", "[1]"], "", '--with: 应是一个对象：{"名": 值, …}。', '--with: expected an object: {"name": value, …}.'),
    (["feel", "1", "--with", "none.json"], "", "none.json: 打不开：没有这个文件", "none.json: cannot be opened: there is no such file"),
    (["feel", "1", "--with", "@/in.json"], "[1]", '@/in.json: 应是一个对象：{"名": 值, …}。', '@/in.json: expected an object: {"name": value, …}.'),
    (["feel", "1", "--with", '{"a" 1}'], "", "--with: 不是有效的 JSON：第 1 行第 6 个字符读不下去。", "--with: not valid JSON: stuck at line 1, character 6."),
    (["decide", "@/none.dmn", "x"], "", "@/none.dmn: 没有这个文件。", "@/none.dmn: there is no such file."),
    (["decide", "@/m.dmn", "grad"], "", "m.dmn: 没有决策“grad”，有：grade、broken；是不是“grade”。",
     "m.dmn: there is no decision “grad”; there are: grade, broken (did you mean “grade”?)."),
    (["decide", "@/m.dmn", "grade", "--with", '{"staf": 1}'], "", "“staf”没有人要；是不是“staff”；要的是：staff。",
     "nobody asks for “staf” (did you mean “staff”?); asked for: staff."),
    (["decide", "@/m.dmn", "grade", "--with", '{"staff": "many"}'], "", "“staff”应是数，给的是“many”。",
     "“staff” must be number, and is “many”."),
    (["decide", "@/m.dmn", "grade", "--with", '{"staff": 7}'], "", "命中策略 U：第 1、2 行同时适用。", "hit policy U: rows 1, 2 apply together."),
    (["decide", "@/m.dmn", "grade", "--with", '{"staff": 50}'], "", "表里没有一行适用。", "no row of the table applies."),
    (["decide", "@/m.dmn", "broken", "--with", '{"staff": 1}'], "", "数字不能加文字", "cannot add a string to a number"),
    (["decide", "@/in.json", "x"], "<a>", "in.json:1:", "in.json:1:"),
    (["eval", "staff >", "--facts", "@/in.json"], FACTS, "表达式读不懂：应是值、名称或“(”，遇到的是结尾。", "expected a value, a name or “(”, found the end"),
    (["eval", "staff > people", "--facts", "@/in.json"], FACTS, "没有名为“people”的事实或参数。", "there is no fact or parameter “people”."),
    (["eval", "staff > 1", "--facts", "@/in.json"], '{"staff": [1]}', "“staff”应是文字、数字、是否或日期；列表和对象不能作规则的事实。",
     "“staff” must be a text, a number, true or false, or a date: lists and objects are no facts of a rule."),
    (["eval", 'size = "small"', "--facts", "@/in.json", "--catalogue", "@/t"], FACTS, '决策表“size”第 1 行：< 10 → "small"',
     'decision table “size”, row 1: < 10 → "small"'),
    (["eval", 'size = "small"', "--facts", "@/in.json", "--catalogue", "@/t"], FACTS, "由此决定：", "What decided:"),
    (["eval", "staff * rate", "--facts", "@/in.json", "--catalogue", "@/t", "--as-of", "2022-06-24"], FACTS,
     "参数“rate”从 2023-01-01 起才有值，核算日是 2022-06-24。", "parameter “rate” has a value from 2023-01-01 on only; the as-of date is 2022-06-24."),
    (["eval", "staff > 1", "--facts", "@/in.json", "--catalogue", "@/t"], '{"staff": "x", "a": 1, "district": "C"}',
     "@/in.json: “staff”应是数字，写的是“x”，按未知处理。", "@/in.json: “staff” must be a number, and is “x”: taken as unknown."),
    (["eval", "staff > 1", "--facts", "@/in.json", "--catalogue", "@/t"], '{"staff": "x", "district": "C"}',
     "@/in.json: “district”没有“C”这个取值，按未知处理。", "@/in.json: “district” cannot be “C”: taken as unknown."),
    (["eval", "staff > 1", "--facts", "@/in.json", "--catalogue", "@/t"], '{"district": "A"}', "未知（还不知道staff）", "unknown (not known yet: staff)"),
    (["explain", "@/t", "--facts", "@/in.json", "--as-of", "2022-06-24"], FACTS, "Award（a，2020-01-01 版，核算日 2022-06-24）：符合，4000 元（每月一次，共 12 次）",
     "Award (a, version 2020-01-01, as of 2022-06-24): eligible, ¥4,000 (every month, 12 times in all)"),
    (["explain", "@/t", "--facts", "@/in.json", "--as-of", "2022-06-24"], '{"district": "B"}', "→ 目前不符合：In A（现为“B”）。", "→ Not met at present: In A (is “B”)."),
    (["explain", "@/t", "--facts", "@/in.json", "--as-of", "2022-06-24"], '{"staff": 70, "district": "A"}', "? Good：由panel判断", "? Good: for the panel to judge"),
    (["explain", "@/t", "--facts", "@/in.json", "--as-of", "2022-06-24"], '{"district": "A"}', "? 以下有一条即可", "? any of these is enough"),
    (["explain", "@/t", "--facts", "@/in.json", "--as-of", "2022-06-24", "--trace"], FACTS, "● size = small（派生事实）", "● size = small (derived fact)"),
    (["explain", "@/t", "--facts", "@/in.json", "--as-of", "2019-06-24", "--programme", "a"], FACTS, "2019-06-24 没有生效的项目“a”。",
     "the programme “a” is not in force on 2019-06-24."),
    (["explain", "@/t", "--facts", "@/in.json", "--programme", "aa"], FACTS, "没有生效的项目“aa”，是不是“a”？", "there is no programme “aa” in force; did you mean “a”?"),
    (["explain", "@/none", "--facts", "@/in.json"], FACTS, "@/none/layer.yaml:1:1: 没有这个文件：目录文件夹里要有 layer.yaml。",
     "@/none/layer.yaml:1:1: no such file: a catalogue's folder needs layer.yaml."),
    (["explain", "@/t", "--facts", "@/no.json"], FACTS, "@/no.json: 打不开：没有这个文件", "@/no.json: cannot be opened: there is no such file"),
    (["package", "@/t", "--facts", "@/in.json", "--as-of", "2022-06-24"], FACTS, "核算日 2022-06-24，最优合法组合合计 30,000.00 元",
     "As of 2022-06-24 the best lawful combination comes to 30,000.00 yuan"),
    (["package", "@/t", "--facts", "@/in.json", "--as-of", "2022-06-24"], FACTS, "    不付 18,000.00 元：超过当年上限",
     "    18,000.00 yuan not paid: above the most one may get in a year"),
    (["package", "@/t", "--facts", "@/in.json", "--as-of", "2022-06-24"], FACTS, "    不付 500.00 元：不能同享，就高不重复，已取“Award”",
     "    500.00 yuan not paid: not both together: the higher one is paid, once; “Award” was taken"),
    (["package", "@/t", "--facts", "@/in.json", "--as-of", "2022-06-24"], '{"staff": 4, "district": "A"}', "  Refund（b）：符合，金额未知，还不知道costs",
     "  Refund (b): eligible, amount unknown; not known yet: costs"),
    (["package", "@/t", "--facts", "@/in.json", "--paid", "@/in.json"], FACTS, '@/in.json: “staff”应写成 {"year": 当年元, "life": 累计元}。',
     '@/in.json: write of “staff” {"year": yuan this year, "life": yuan ever}.'),
    (["sweep", "@/t", *ON, "--totals"], REGISTER, "a 2020-01-01: 符合 1，待定 2，合计 4,000.00 元（每期；一年内 48,000.00 元）", "a 2020-01-01: 1 eligible, 2 undecided, 4,000.00 yuan in all (a period; 48,000.00 yuan within a year)"),
    (["sweep", "@/t", *ON, "--totals"], REGISTER, "列“colour”不在词表里，已忽略。", "column “colour” is not in the vocabulary and was left out."),
    (["sweep", "@/t", *ON, "--totals"], REGISTER, "@/in.csv: 第 2 行“staff”应是数字（至多 0 位小数），写的是“x”，按未知处理。",
     "@/in.csv: row 2, “staff” must be a number (of at most 0 decimal places), and is “x”: taken as unknown."),
    (["sweep", "@/t", *ON, "--totals"], REGISTER, "@/in.csv: 第 2 行“district”应是“A”、“B”之一，写的是“C”，按未知处理。",
     "@/in.csv: row 2, “district” must be one of “A”, “B”, and is “C”: taken as unknown."),
    (["sweep", "@/t", *ON, "--totals"], REGISTER, "3 行，2 个项目，核算日 2022-06-24；2 个值按未知处理（见上），其余都已判断", "3 rows, 2 programmes, as of 2022-06-24; 2 values were taken as unknown (see above), all else was judged"),
    (["sweep", "@/t", *ON], REGISTER, "要有 --out（写出的 Parquet）或 --totals（只要合计）。", "give --out (the Parquet to write) or --totals (sums only)."),
    (["sweep", "@/t", *ON, "--totals", "--all"], REGISTER, "--totals 不写出结果，不能和 --out、--all 同时给。", "--totals writes no result: it does not go with --out or --all."),
    (["sweep", "@/t", *ON, "--totals"], "code,staff\nA1,4\n", "@/in.csv: 没有键列“id”。用 --key 指定。", "@/in.csv: there is no key column “id”. name it by --key."),
    (["sweep", "@/t", *ON, "--totals"], "id,staff\nA1,4\nA1,5\n", "@/in.csv: “id”有重复：A1，在第 1、2 行。", "@/in.csv: “id” is there twice: A1, in rows 1, 2."),
    (["sweep", "@/t", *ON, "--totals", "--strict"], REGISTER, "有值不合类型，或不是词表里的取值（--strict）。", "some values are not of their type"),
    (["simulate", "@/t", "--reform", "@/u", *ON, "--out", "@/out"], REGISTER, "a: 受益 0，受损 0，不变 1，未知 2，不涉及 0；一年支出 30,000.00 元 → 30,000.00 元", "a: 0 gain, 0 lose, 1 the same, 2 unknown, 0 untouched; a year costs 30,000.00 yuan → 30,000.00 yuan"),
    (["simulate", "@/t", "--reform", "@/u", *ON, "--out", "@/out", "--budget", "a=1000"], REGISTER, "均匀申领则", "claimed evenly, "),
    (["simulate", "@/t", "--reform", "@/u", *ON, "--out", "@/out"], REGISTER, "结果在 @/out；2 个值按未知处理（见上），其余都已试算", "the result is in @/out; 2 values were taken as unknown (see above), all else was tried"),
    (["simulate", "@/t", *ON, "--out", "@/out"], REGISTER, "要有 --reform（改动后的目录）或 --vary（参数=值,值）。", "give --reform (the changed catalogue) or --vary (parameter=value,value)."),
    (["simulate", "@/t", *ON, "--out", "@/out", "--vary", "rat=1"], REGISTER, "--vary：没有参数“rat”，是不是“rate”？", "--vary: there is no parameter “rat”; did you mean “rate”?"),
    (["simulate", "@/t", *ON, "--out", "@/out", "--vary", "rate"], REGISTER, "--vary：“rate”应写成 参数=值,值,值", "--vary: “rate” is to be written parameter=value,value,value"),
    (["simulate", "@/t", "--reform", "@/u", *ON, "--out", "@/out", "--budget", "a=much"], REGISTER, "--budget 应写成 项目=元", "--budget is written programme=yuan"),
    (["simulate", "@/t", "--reform", "@/u", *ON, "--out", "@/out", "--budget", "c=5"], REGISTER, "--budget：没有项目“c”。", "--budget: there is no programme “c”."),
    (["simulate", "@/t", "--reform", "@/u", *ON, "--out", "@/out", "--budget", "a=-5"], REGISTER, "“a”的预算是 -5 元，应是 0 元或更多", "the budget of “a” is -5 yuan; it must be 0 or more"),
    (["diff", "@/t", "@/u"], "", "Award（a）2020-01-01 版", "Award (a), version of 2020-01-01"),
    (["diff", "@/t", "@/u"], "", "金额：staff * 1000 元 → staff * 2000 元", "amount: staff * 1000 yuan → staff * 2000 yuan"),
    (["diff", "@/t", "@/t"], "", "没有不同（按含义比较）。", "no differences (compared by meaning)."),
    (["export", "@/t", "--dmn", "@/out"], "", "@/out/size.dmn：决策“size”，输入 staff", "@/out/size.dmn: decision “size”, inputs staff"),
    (["export", "@/t", "--dmn", "@/out", "--table", "siz"], "", "没有决策表“siz”，是不是“size”？", "there is no decision table “siz”; did you mean “size”?"),
    (["verify", "@/in.json"], "{}", "核对不通过：2 处。", "not as it should be: 2 faults."),
    (["verify", "@/none.zip"], "", "@/none.zip: 打不开：没有这个文件", "@/none.zip: cannot be opened: there is no such file"),
]  # fmt: skip
