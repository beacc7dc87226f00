"""The English of what the commands about registers, catalogues and bundles say. Chinese template → English."""

from __future__ import annotations

SWEPT: dict[str, str] = {
    "{programme} {version}: 符合 {eligible}，待定 {undecided}，合计 {amount} 元":
        "{programme} {version}: {eligible} eligible, {undecided} undecided, {amount} yuan in all",
    "{line}（每期；一年内 {yuan} 元）": "{line} (a period; {yuan} yuan within a year)",
    "{line}〔含示例参数〕": "{line} [rests on illustrative numbers]",
    "{rows} 行，{programmes} 个项目，核算日 {as_of}{doubts}": "{rows} rows, {programmes} programmes, as of {as_of}{doubts}",
    "--totals 不写出结果，不能和 --out、--all 同时给。": "--totals writes no result: it does not go with --out or --all.",
    "要有 --out（写出的 Parquet）或 --totals（只要合计）。": "give --out (the Parquet to write) or --totals (sums only).",
    "{share}  约剩 {left} 秒 ": "{share}  about {left} s left ",
    "{count} 个项目没有判断": "{count} programmes were not judged", "{count} 个判定没有得出": "{count} verdicts were not reached",
    "{count} 个值按未知处理": "{count} values were taken as unknown",
    "；{doubts}（见上），其余都已判断": "; {doubts} (see above), all else was judged",
    "{place}: {slug}：{why}": "{place}: {slug}: {why}", "{named} 等": "{named} …",
    "{at}，这个项目没有判断。": "{at}: this programme was not judged.", "{at}：{count} 个主体（{named}）。": "{at}: {count} subjects ({named}).",
    "有值不合类型，或不是词表里的取值（--strict）。": "some values are not of their type, or not among those of the vocabulary (--strict).",
    "普查中断：{why}": "the sweep broke off: {why}",
    "{at}: {slug}：{why}；这个项目逐行判断，较慢。": "{at}: {slug}: {why}; this programme is judged row by row, which is slower.",
    "{slug} {since} 普查时逐行判断，较慢：{why}": "{slug} {since} is swept row by row, which is slower: {why}",
    "按列算时出错（{why}）": "reckoning by columns failed ({why})", "判断时出错：{kind} {why}": "judging failed: {kind} {why}",
    "Spark 启动不了，请检查 Java：{why}": "Spark does not start, look at Java: {why}",
    "没有安装 {module}：pip install 'huiqi[{extra}]'。": "{module} is not installed: pip install 'huiqi[{extra}]'.",
}  # fmt: skip
FACTS_FILES: dict[str, str] = {
    "，": ":", "表达式嵌套太深。": "the expression is nested too deeply.",
    "{path}: 读不出来：{why}": "{path}: cannot be read: {why}",
    "{path}: 没有键列“{name}”{near}用 --key 指定。": "{path}: there is no key column “{name}”{near} name it by --key.",
    "列“{name}”说的是{theirs}，这里一行是一个{subject}，已忽略。": "column “{name}” speaks of a {theirs}, a row here is of a {subject}: left out.",
    "列“{name}”不在词表里，已忽略{near}": "column “{name}” is not in the vocabulary and was left out{near}",
    "文件第 {row} 行{why}：{text}": "line {row} of the file{why}: {text}", "（引号没有成对）": " (an unpaired quotation mark)",
    "（应有 {wanted} 列，有 {found} 列）": " ({wanted} columns expected, {found} found)",
    "{path}: 只认 Parquet、CSV 和 XLSX。": "{path}: only Parquet, CSV and XLSX are read.",
    "{path}: 不是能读的工作簿：{why}": "{path}: not a workbook that can be read: {why}",
    "{path}: 第 {row} 行没有“{name}”。": "{path}: row {row} has no “{name}”.",
    "{path}: “{name}”有重复：{value}，在第 {rows} 行。": "{path}: “{name}” is there twice: {value}, in rows {rows}.",
    "{path}: 第 {row} 行“{name}”{wanted}按未知处理。": "{path}: row {row}, “{name}” {wanted} taken as unknown.",
    "{path}: “{name}”共有 {count} 个值不合类型，按未知处理。":
        "{path}: “{name}” has {count} values that are not of its type, taken as unknown.",
    "{path}: “{name}”共有 {count} 个值不是词表里的取值，按未知处理。":
        "{path}: “{name}” has {count} values the vocabulary does not know, taken as unknown.",
    "应是{type}，写的是“{value}”，": "must be a {type}, and is “{value}”:",
    "应是{type}（至多 {places} 位小数），写的是“{value}”，": "must be a {type} (of at most {places} decimal places), and is “{value}”:",
    "应是{among}之一，写的是“{value}”{hint}": "must be one of {among}, and is “{value}”{hint}",
    "应是{among}等 {count} 个词之一，写的是“{value}”{hint}": "must be one of {count} words ({among} …), and is “{value}”{hint}",
}  # fmt: skip
SIMULATED: dict[str, str] = {
    "要有 --reform（改动后的目录）或 --vary（参数=值,值）。": "give --reform (the changed catalogue) or --vary (parameter=value,value).",
    "--budget：没有项目“{slug}”{near}": "--budget: there is no programme “{slug}”{near}",
    "--budget：“{slug}”的预算是 {yuan} 元，应是 0 元或更多。": "--budget: the budget of “{slug}” is {yuan} yuan; it must be 0 or more.",
    "--budget 应写成 项目=元，例如 startup-cost=5000000。": "--budget is written programme=yuan, for example startup-cost=5000000.",
    "--vary：{why}": "--vary: {why}", "{count} 处没有判断": "{count} were not judged",
    "结果在 {out}": "the result is in {out}", "结果在 {out}；{doubts}（见上），其余都已试算": "the result is in {out}; {doubts} (see above), all else was tried",
    "{programme}: 受益 {gains}，受损 {loses}，不变 {same}，未知 {unknown}，不涉及 {untouched}；一年支出 {cost}":
        "{programme}: {gains} gain, {loses} lose, {same} the same, {unknown} unknown, {untouched} untouched; a year costs {cost}",
    "{day} 用完": "is used up on {day}", "到核算日已经用完": "is used up by the as-of date", "全年够用": "lasts the year",
    "{programme}: 预算 {yuan} 元，均匀申领则{day}{least}": "{programme}: a budget of {yuan} yuan, claimed evenly, {day}{least}",
    "（支出至少如此：{count} 个主体的金额未知）": " (it costs at least that: the amounts of {count} subjects are unknown)",
    "全部项目一年支出 {cost}": "all programmes cost in a year {cost}",
    "主体：受益 {gain}，受损 {lose}，不变 {same}，未知 {unknown}，不涉及 {untouched}，共 {rows}":
        "subjects: {gain} gain, {lose} lose, {same} the same, {unknown} unknown, {untouched} untouched, {rows} in all",
    "{before} → {after}": "{before} → {after}",
    "至少 {yuan} 元（{count} 个金额未知）": "at least {yuan} yuan ({count} amounts unknown)", "{yuan} 元": "{yuan} yuan",
    "{values}（现行）": "{values} (in force)",
    "{values}: 符合 {eligible}，待定 {undecided}，一年支出 {paid}；受益 {gain}，受损 {lose}，不变 {same}，未知 {unknown}，不涉及 {untouched}":
        "{values}: {eligible} eligible, {undecided} undecided, a year costs {paid}; {gain} gain, {lose} lose, {same} the same, "
        "{unknown} unknown, {untouched} untouched",
    "共 {combinations} 种组合，一次至多试 {most} 种。": "{combinations} combinations: at most {most} are tried at once.",
    "参数“{name}”用在金额里，不能小于 0，写的是“{value}”。": "parameter “{name}” makes an amount and cannot be less than 0; it is “{value}”.",
    "没有参数“{name}”{near}": "there is no parameter “{name}”{near}",
    "核算日 {as_of} 施行的规则没有一条用到参数“{name}”。": "no rule in force on {as_of} uses the parameter “{name}”.",
    "“{text}”应写成 参数=值,值,值，例如 单位缴费比例=0.2,0.25,0.3。":
        "“{text}” is to be written parameter=value,value,value, for example rate=0.2,0.25,0.3.",
    "参数“{name}”写了两次。": "parameter “{name}” is given twice.", "参数“{name}”应是{type}，写的是“{value}”。": "parameter “{name}” must be a {type}, and is “{value}”.",
}  # fmt: skip
BUNDLES: dict[str, str] = {
    "文件 SHA-256：{sha256}": "SHA-256 of the file: {sha256}", "{name}（{programme}）{year} 年": "{name} ({programme}), {year}",
    "决定 {decisions} 件：同意 {granted} 件，合计 {amount} 元；不予同意 {refused} 件":
        "{decisions} decisions: {granted} granted, {amount} yuan in all; {refused} refused",
    "其中按期给付 {running} 件，上面是每期的金额：全部决定十二个月内 {in_year} 元，付到末期 {in_all} 元":
        "{running} of them are paid by period, the sum above is of one period: {in_year} yuan within twelve months, {in_all} to the last period",
    "{line}，另有 {endless} 件没有末期，只计了十二个月": "{line}; {endless} more have no last period, twelve months of them are counted",
    "规则：{releases} 次发布的全文，哈希相符": "rules: the full text of {releases} releases, their hashes agree",
    "留痕：{lines} 行印记逐行重算（{shown} 行全文，其余以摘要相连），到第 {last} 行，末行印记 {seal}":
        "log: the seals of {lines} lines reckoned again one by one ({shown} in full, the others linked by digest), up to line {last}, whose seal is {seal}",
    "重新判定：{same} 件结论、条件、金额到分一致，{other} 件不一致":
        "judged again: {same} agree in outcome, conditions and amount to the fen, {other} do not",
    "已知的印记在这段留痕里。": "the known seal is in this part of the log.", "核对无误。": "all is as it should be.",
    "核对不通过：{count} 处。": "not as it should be: {count} faults.", "……另有 {count} 处，见 --json。": "… and {count} more, see --json.",
    "留痕第 1 行之前不应有印记。": "there should be no seal before line 1 of the log.", "留痕第 {line} 行缺失。": "line {line} of the log is missing.",
    "留痕末行对不上：清单写第 {listed} 行，算到第 {last} 行，印记{same}。":
        "the last line of the log does not agree: the manifest says line {listed}, reckoned up to line {last}, the seals are {same}.",
    "留痕第 {line} 行写的行号是 {inner}。": "line {line} of the log says it is line {inner}.",
    "留痕里没有作出这件决定的记录": "the log has no record that this was decided",
    "时间与留痕或年度不符：留痕记 {at}，这里写 {written}": "the time differs from the log, or is of another year: the log says {at}, here it is {written}",
    "{what}与留痕不符：留痕记 {logged}，这里写 {written}": "{what} is not what the log says: there {logged}, here {written}",
    "留痕第 {line} 行的 SM3 印记不对：该行或之前有改动。": "the SM3 seal of line {line} of the log is wrong: it or a line before it was changed.",
    "{subject} 在留痕里决定了两次。": "{subject} was decided twice by the log.", "相同": "the same", "不同": "different",
    "结论": "the outcome", "理由": "the reason", "决定书号": "the number of the decision", "份额": "the share", "少给": "what was given less",
    "规则版本": "the version of the rule", "核算日": "the as-of date", "事实": "the facts", "冻结的事实": "the facts as frozen", "人工判断": "what people judged",
    "是否符合": "eligible", "判定金额": "amount", "条件": "conditions", "缺的事实": "missing facts",
    "这一行的内容、格式或事实摘要不对。": "the content, form or digest of facts of this line is wrong.", "这一行不成决定：{why}": "this line makes no decision: {why}",
    "{where}的写法不合规范。": "{where} is not written as it has to be.",
    "不是审计包：没有 manifest.json，或有同名的文件。": "not an audit bundle: it has no manifest.json, or files of one name.",
    "格式是 {format}，本程序认得 {known}。": "its format is {format}; this program knows {known}.", "不是审计包：不是压缩文件，或已损坏。": "not an audit bundle: no zip file, or a damaged one.", "缺少 {file}。": "{file} is missing.",
    "多出 {file}。": "{file} should not be there.", "{file} 太大。": "{file} is too large.",
    "{file} 被改动过：与清单里的摘要不符。": "{file} was changed: it is not what the manifest's digest says.", "{file} 读不出来：{why}": "{file} cannot be read: {why}",
    "{file} 第 {place} 行不完整。": "line {place} of {file} is not whole.", "{file} 第 {place} 行": "line {place} of {file}",
    "没有金额": "no amount", "{reference} {number}：留痕里有这一件，决定里没有。": "{reference} {number}: it is in the log, but not among the decisions.",
    "所依据的发布不在包里，或读不通": "the release it rests on is not in the bundle, or cannot be read", "事实里混进了参数：{names}": "parameters got among the facts: {names}",
    "规则版本不符：写 {written}，算出来是 {found}": "another version of the rule: written {written}, reckoned {found}", "条件的分组不同": "the conditions are grouped differently",
    "清单里的合计写 {written}，数出来是 {counted}。": "the manifest's sums say {written}, counted it is {counted}.",
    "文件被改动过：末尾的 SHA-256 与全文不符。": "the file was changed: the SHA-256 at its end is not that of its text.",
    "已知的印记不在这段留痕（第 {first}—{last} 行）里：{seal}。": "the known seal is not in this part of the log (lines {first} to {last}): {seal}.",
    "发布 {hash} 的目录被改动过：算出来是 {found}。": "the catalogue of release {hash} was changed: reckoned it is {found}.",
    "同一件、同一文号出现两次": "one case or one number is there twice", "判不出来：{why}": "cannot be judged: {why}",
    "同意了，重新判定却不是“符合”": "granted, but judged again it is not eligible", "金额写 {written}，重新判定是 {again}": "the amount is written {written}, judged again it is {again}",
    "结论应是同意，或不给金额的不予同意": "the outcome should be granted, or refused without an amount",
    "不予同意，重新判定没有不符合的条件，也没有写理由": "refused, but judged again no condition fails and no reason is written",
    "判定的“{what}”写 {written}，重新判定是 {again}": "the verdict's {what} is written {written}, judged again it is {again}",
    "条件 {id} 写 {written}，重新判定是 {again}": "condition {id} is written {written}, judged again it is {again}",
    "条件 {id} 的内容不同": "condition {id} has another content", "{office}当年的决定书号连不上：有缺号或重号。": "the numbers of {office} do not follow each other that year: some are lacking or there twice.",
    "发布 {hash} 的目录读不通：{why}": "the catalogue of release {hash} cannot be read: {why}", "第 {place} 件：{why}": "decision {place}: {why}",
    "{number}（{reference}）：{why}。": "{number} ({reference}): {why}.", "读不下去：{why}": "reading broke off: {why}",
}  # fmt: skip
COMPARED: dict[str, str] = {
    "{count} 处不同。": "{count} differences.", "没有不同（按含义比较）。": "no differences (compared by meaning).", "{name}（{slug}）": "{name} ({slug})",
    "{title}{version} 版": "{title}, version of {version}", "{version} 版": "version of {version}", "{said}：{names}": "{said}: {names}",
    "{target}：决策“{name}”，输入 {inputs}": "{target}: decision “{name}”, inputs {inputs}", "{target}：原样": "{target}: as it was",
    "“{name}”是一份名单，不是决策表，略过。": "“{name}” is a list of words, not a decision table: passed over.",
    "“{name}”不是按行写的决策表。": "“{name}” is not a decision table written by rows.",
    "决策表“{name}”的命中策略 {policy} 在 DMN 里没有。": "hit policy {policy} of decision table “{name}” is not one of DMN's.",
    "没有决策表“{name}”{near}": "there is no decision table “{name}”{near}",
}  # fmt: skip
REGISTERS: dict[str, str] = {**SWEPT, **FACTS_FILES, **SIMULATED, **BUNDLES, **COMPARED}
