"""The Chinese of what evaluating FEEL says in English, by template. A test holds it complete."""

from __future__ import annotations

import re
from functools import cache

from rulebook.chinese_syntax import EXPECTED, WHOLE, signs_of

KINDS = {
    "number": "数字", "string": "文字", "boolean": "是否", "date": "日期", "time": "时间", "date and time": "日期时间",
    "days and time duration": "天时分时长", "years and months duration": "年月时长", "list": "列表",
    "context": "上下文", "true": "是", "false": "否", "range": "区间",
    "function": "函数", "null": "空值", "none": "无", "duration": "时长", "any": "任何值",
}  # fmt: skip
CHINESE = {
    "the context has no entry “{}”": "上下文里没有“{0}”",
    "the keys must be a list of at least one string": "键应是至少一段文字的列表",
    "the entry “{}” is not a context": "“{0}”不是上下文",
    "each entry must be a context with key and value": "每一项都应是有 key 和 value 的上下文",
    "a key must be a string, got {}": "键应是文字，得到的是{0}",
    "the key “{}” stands twice": "键“{0}”写了两次",
    "only contexts can be merged, got {}": "只能合并上下文，得到的是{0}",
    "there is no position {} in a list of {}": "{1} 项的列表里没有第 {0} 项",
    "there are not {} elements from position {} on": "从第 {1} 项起没有 {0} 项",
    "expects at least 2 arguments": "至少要 2 个参数",
    "expects at least 1 argument": "至少要 1 个参数",
    "expects at least one argument": "至少要一个参数",
    "the match function must have two parameters, the item and the new item":
        "match 函数要有两个参数：原来的项和新的项",
    "the precedes function must answer true or false": "precedes 函数要回答是或否",
    "the match function must answer true or false": "match 函数要回答是或否",
    "only true and false can be negated": "只有是和否能取反",
    "expects true and false only": "只要是和否",
    "the scale must be between {} and {}": "位数应在 {0} 和 {1} 之间",
    "division by zero": "除数为 0",
    "the dividend is too large for the divisor": "被除数比除数大得太多",
    "a negative number has no square root": "负数没有平方根",
    "only positive numbers have a logarithm": "只有正数有对数",
    "the number is too large": "数字太大",
    "the ends of the range must be literals": "区间的两端要直接写明",
    "null is neither a point nor a range": "空值既不是点也不是区间",
    "“{}” is not a range such as [1..10)": "“{0}”不是 [1..10) 这样的区间",
    "both ends of the range must be given": "区间的两端都要写",
    "the range is everything but one value; it has no ends": "这个区间只除去一个值，没有两端",
    "“{}” is not a range: {}": "“{0}”不是区间：{1}",
    "expects a {}, got {}": "要{0}，得到的是{1}",
    "“{}” must be a {}, got {}": "“{0}”应是{1}，得到的是{2}",
    "{}() {}": "{0}() {1}",
    "{}(): {}": "{0}()：{1}",
    "{} is too large": "{0}太大",
    "expects {}, got {}": "要 {0}个参数，写了 {1} 个",
    "{}(): the result cannot be held ({})": "{0}()：结果超出能算的范围",
    "has no parameter “{}”; they are {}": "没有参数“{0}”；有的是 {1}",
    "lacks the argument “{}”": "缺参数“{0}”",
    "the list is empty": "列表是空的",
    "expects at least two numbers": "至少要两个数字",
    "expects numbers only, got {}": "只要数字，得到的是{0}",
    "there is no position {} in a string of {}": "{1} 个字的文字里没有第 {0} 个字",
    "the length must be at least 1": "长度至少是 1",
    "the grouping separator must be a space, a comma, a full stop or null": "分节符应是空格、逗号、句点或空值",
    "the decimal separator must be a full stop, a comma or null": "小数点应是句点、逗号或空值",
    "the two separators must differ": "分节符和小数点要不同",
    "this is not a number": "这不是数字",
    "only strings can be joined": "只能连接文字",
    "there is no such day: {}-{}-{}": "没有这一天：{0}-{1}-{2}",
    "there is no time zone “{}”": "没有时区“{0}”",
    "no clock was given to this evaluation": "没有给出现在的时间",
    "“{}” is not a {}": "“{0}”不是{1}",
    "the {} must be a whole number": "{0}应是整数",
    "there is no such time: {}:{}:{}": "没有这个时间：{0}:{1}:{2}",
    "the offset must be at most 18 hours": "时差至多 18 小时",
    "{} expects the arguments {}, got {}": "{0}的参数是 {1}，写的是 {2}",
    "{} expects {} argument{}, got {}": "{0}要 {1} 个参数，写了 {3} 个",
    "argument “{}”: {}": "参数“{0}”：{1}",
    "a loop cannot run from {} to {}": "循环不能从{0}到{1}",
    "a loop cannot run over null": "循环不能在空值上走",
    "a loop runs between −10¹⁵ and 10¹⁵ only": "循环只在 −10¹⁵ 和 10¹⁵ 之间走",
    "a loop runs over whole numbers only": "循环只走整数",
    "there is no element {} in a list of {}": "{1} 项的列表里没有第 {0} 项",
    "a loop needs a range with two ends": "循环要一个有两端的区间",
    "the condition must be true or false, not {}": "条件应是是或否，不能是{0}",
    "{} has no order": "{0}没有大小",
    "cannot add {} to {}": "{1}不能加{0}",
    "cannot subtract {} from {}": "{1}不能减{0}",
    "cannot multiply {} by {}": "{0}不能乘以{1}",
    "cannot divide {} by {}": "{0}不能除以{1}",
    "cannot raise {} to the power of {}": "{0}不能以{1}为幂",
    "cannot negate {}": "{0}不能取负",
    "cannot compare {} with {}": "{0}不能和{1}比较",
    "null cannot be the included end of a range": "空值不能是区间包含的一端",
    "a range cannot reach from {} to {}": "区间不能从{0}到{1}",
    "a range cannot end before it starts": "区间的末尾不能在开头之前",
    "no range can be made of {} and {}": "{0} 和{1}组不成区间",
    "null is in no range": "空值不在任何区间里",
    "the range has an end that is null": "区间有一端是空值",
    "cannot subtract a date and time that has a time zone and one that has none":
        "有时区的日期时间不能和没有时区的相减",
    "cannot add years and months to a time of day": "时间不能加年月时长",
    "the duration is too long": "时长太长",
    "cannot compare a time that has a time zone with one that has none": "有时区的时间不能和没有时区的比较",
    "cannot compare a date with a date and time that has no time zone": "日期不能和没有时区的日期时间比较",
    "cannot subtract a time that has a time zone and one that has none": "有时区的时间不能和没有时区的相减",
    "the result of {} is not a number that can be held ({})": "{0} 的结果超出能算的范围",
    "{} has no “{}”": "{0}没有“{1}”",
    "there is no “{}”": "没有“{0}”",
    "a range has no “{}”": "区间没有“{0}”",
    "the pattern is longer than {} characters": "正则表达式超过 {0} 个字符",
    "unknown flag “{}”; the flags are s, m, i, x and q": "没有标志“{0}”；有的是 s、m、i、x、q",
    "the pattern matches the empty string": "正则表达式能匹配空的文字",
    "not a valid pattern: unknown escape “\\{}”": "正则表达式不对：没有“\\{0}”这种转义",
    "not a valid pattern: {}": "正则表达式不对",
    "the pattern, its repetitions written out, is longer than {}": "正则表达式把重复写开后超过 {0} 个字符",
    "not a valid pattern: there is no group {} before “\\{}”": "正则表达式不对：“\\{1}”之前没有第 {0} 组",
    "not a valid pattern: “\\p” must be followed by {…}": "正则表达式不对：“\\p”后面要有 {{…}}",
    "not a valid pattern: there is no character property “{}”": "正则表达式不对：没有字符类别“{0}”",
    "not a valid pattern: a class is empty": "正则表达式不对：方括号里是空的",
    "the delimiter matches the empty string": "分隔符能匹配空的文字",
    "in a replacement “\\” must be followed by “\\” or “$”": "替换文字里“\\”后面要是“\\”或“$”",
    "not a valid pattern: “)” closes nothing": "正则表达式不对：“)”没有配对",
    "not a valid pattern: of the groups that begin with (? only (?:…) is known":
        "正则表达式不对：以 (? 开头的组只认 (?:…)",
    "not a valid pattern: “[” is not closed": "正则表达式不对：“[”没有配对",
    "in a replacement “$” must be followed by a digit": "替换文字里“$”后面要是数字",
    "not a valid pattern: “{}” follows nothing to repeat": "正则表达式不对：“{0}”前面没有可重复的",
    "not a valid pattern: “{}” must be written “\\{}”": "正则表达式不对：“{0}”要写成“\\{1}”",
    "not a valid pattern: “[” in a class must be written “\\[”": "正则表达式不对：方括号里的“[”要写成“\\[”",
    "not a type": "不是类型",
    "there is no type “{}”{}": "没有类型“{0}”{1}",
    "expected {}, got {}": "要{0}，得到的是{1}",
    "cannot be called": "不能调用",
    "; did you mean “{}”?": "，是不是“{0}”？",
    "there is no “{}”; did you mean “{}”?": "没有“{0}”，是不是“{1}”？",
    "the context has no entry “{}”; did you mean “{}”?": "上下文里没有“{0}”，是不是“{1}”？",
    "a filter must be true or false, not {}": "过滤条件应是是或否，不能是{0}",
    "external functions are not available here": "这里不能用外部函数",
    "{} cannot be called": "{0}不能调用", "an argument is named twice": "有参数写了两次",
    "expected true or false, got {}": "要是或否，得到的是{0}", "the evaluation is nested too deeply": "嵌套太深，算不了",
    "the expression takes too many steps": "表达式要算的步数太多",
    "functions call each other more than {} levels deep": "函数互相调用超过 {0} 层",
    "a string of more than {} characters": "文字超过 {0} 个字符",
    "the result is nested more than {} levels deep": "结果嵌套超过 {0} 层",
    "the result has more than {} elements": "结果超过 {0} 项", "a regular expression takes too long": "正则表达式算得太久",
    "a key stands twice in the context": "上下文里有键写了两次",
    "“{}” is no date, time, date and time or duration": "“{0}”不是日期、时间、日期时间或时长",
    "the number is out of range": "数字太大或太小",
    # reading an expression
    "expected {}, found {}": "应是{0}，遇到的是{1}", "the end of the expression": "结尾",
    "the full-width {} (write {})": "全角的{0}（应写 {1}）",
    "the expression is too long: {} characters, at most {} are allowed": "表达式有 {0} 个字符，至多 {1} 个",
    "the expression is nested more than {} levels deep": "嵌套超过 {0} 层", "line {}, column {}: {}": "第 {0} 行第 {1} 列：{2}",
    # decision models
    "in the expression at line {} of the model: {}": "第 {0} 行的表达式：{1}",
    "the decision table at line {}: {}": "第 {0} 行的决策表：{1}",
    "line {}: {}": "第 {0} 行：{1}", "input “{}”: {}": "输入“{0}”：{1}", "decision “{}”: {}": "决策“{0}”：{1}", "service “{}”: {}": "决策服务“{0}”：{1}",
    "entry “{}”: {}": "“{0}”这一项：{1}", "column “{}”: {}": "“{0}”这一列：{1}", "the result of {}: {}": "{0}的结果：{1}",
    "{} cannot be invoked": "{0}不能调用", "line {}: “if” must be true or false, not {}": "第 {0} 行：“if”应是是或否，不能是{1}",
    "{} cannot be passed as Java {}": "{0}不能作 Java 的 {1}", "{}.{}({}) is not known here": "这里不认得 {0}.{1}({2})",
    "an external function needs a context that describes it": "外部函数要有一个说明它的上下文",
    "PMML models cannot be called": "不能调用 PMML 模型",
    "a Java function needs the strings “class” and “method signature”": "Java 函数要有文字“class”和“method signature”",
    "“{}” is no method signature": "“{0}”不是方法签名", "there is no such conversion from {}": "{0}不能这样转换",
    "{} does not take {} arguments": "{0} 不是 {1} 个参数", "the result is not a finite number": "结果不是有限的数",
    "the Java method {}.{}: {}": "Java 方法 {0}.{1}：{2}", "“{}” is written in {}, which is not read here; use FEEL": "“{0}”是用 {1} 写的，这里不读；请用 FEEL",
    "expected one of U A P F R O C C+ C< C> C#, got “{}”": "应是 U A P F R O C C+ C< C> C# 之一，写的是“{0}”",
    "a table needs at least one": "表至少要有一个", "expected {}, got {} and {}": "应有 {0}，写了 {1} 个和 {2} 个",
    "{} inputs and {} outputs": "{0} 个输入和 {1} 个结果",
    "{} needs an output's values, first the one that counts most": "{0} 要写明结果可取的值，最要紧的在前",
    "“{}” is not known": "没有“{0}”", "it has no expression": "没有写表达式",
    "{}: expected the element “testCases”, found “{}”": "{0}: 应是元素“testCases”，见到的是“{1}”",
}  # fmt: skip


# where in a file or table something stands, before what is said of it
IN_FILE = re.compile(r"([^“”]+?\.(?:dmn|ya?ml)(?:, “[^”]*”)?): (.+)", re.DOTALL)
IN_TABLE = re.compile(
    r"(?:line (\d+), )?(?:row (\d+)(?: \(line (\d+)\))?,? ?)?(?:(in|out)put (\d+)(, allowed values|, default)?)?"
    r"(hit policy|outputs)?: (.+)", re.DOTALL,
)  # fmt: skip


def chinese(text: str) -> str:
    """The sentence in Chinese, as far as it is one of evaluating FEEL; else as it is."""
    if (match := IN_FILE.fullmatch(text)) and (said := chinese(match[2])) != match[2]:
        return f"{match[1]}: {said}"
    if match := IN_TABLE.fullmatch(text):
        return f"{_place(match)}：{chinese(match[8])}"
    if text in EXPECTED or text in WHOLE:
        return EXPECTED.get(text) or WHOLE[text]
    for pattern, template in _patterns():
        if match := pattern.fullmatch(text):
            named = template.startswith("{0}()")
            return template.format(*(
                each if named and place == 0 else _part(each) for place, each in enumerate(match.groups())
            ))  # fmt: skip
    return text


def _place(match: re.Match[str]) -> str:
    """`line 5, row 3, input 2` → 第 5 行，第 3 条规则，第 2 个输入."""
    column = f"第 {match[5]} 个{'输入' if match[4] == 'in' else '结果'}" if match[5] else ""
    beside = {", allowed values": "可取的值", ", default": "的默认值"}.get(match[6] or "", "")
    row = f"第 {match[2]} 条规则" + (f"（第 {match[3]} 行）" if match[3] else "") if match[2] else ""
    head = {"hit policy": "命中策略", "outputs": "结果"}.get(match[7] or "", "")
    return "，".join(filter(None, [f"第 {match[1]} 行" if match[1] else "", row, column + beside, head]))


def _part(text: str) -> str:
    """A piece of a sentence: kinds of values by their names, a sentence within a sentence as itself."""
    kinds = [KINDS.get(re.sub(r"^an? ", "", each)) for each in text.split(" or ")]
    if all(kinds):
        return "或".join(each for each in kinds if each)
    if " " not in text:
        return CHINESE.get(text, text)
    said = chinese(text)
    return (signs_of(text) or text) if said == text and text.startswith("“") else said


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """Those with most words of their own first; a function's name before its brackets is plain letters."""
    made = []
    for template in sorted(CHINESE, key=lambda each: -len(each.replace("{}", ""))):
        text = re.escape(template).replace(r"\{\}", "(.*?)")
        made.append((re.compile(text.replace(r"(.*?)\(\)", r"([a-z ]+)\(\)"), re.DOTALL), CHINESE[template]))
    return made
