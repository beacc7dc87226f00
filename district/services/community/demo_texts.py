"""Words of the demonstration; nobody and no firm in them is real."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """One activity: `days` from today (before it: held), at which hour, how many seats, how many came."""

    title: str
    kind: str
    days: int
    hour: int = 14
    seats: int = 20
    came: int = 5
    series: str = ""
    mark: str = ""
    topics: str = ""
    chain: bool = False
    text: str = ""


PLACES = ("示例创业服务中心报告厅", "示例众创空间乙一楼", "示例大学甲创业学院", "示例党群服务中心")
SERIES = (
    ("giant-tea", "小巨人下午茶", "同一产业链的企业坐到一张桌子上。", "giant-tea"),
    ("talent-salon", "选才留才沙龙", "招人、留人、用人，企业之间讲真话。", "talent-support"),
)
NEWS = (
    ("示例：创业服务季开始报名", "四场沙龙、两场座谈，席位先到先得。",
     "本季活动面向区内创业者。\n\n## 怎么参加\n\n1. 在“活动”里选一场；\n2. 登录后报名；\n3. 到场出示签到码。\n\n"
     "满了可以候补，有人退出按先后递补。"),
    ("示例：小巨人下午茶聊了什么", "六家企业，三条可能的合作。",
     "这一场聊的是**芯片设计和工业软件**怎样配合。\n\n- 一家说了试产的困难；\n"
     "- 一家愿意出借测试时间；\n- 两家约了下一次见面。"),
    ("示例：公益创业日回顾", "学生、社区和企业一起做了一件小事。", "当天收集旧电脑若干台，修好后送到社区学堂。"),
    ("示例：新的众创空间开放参观", "周三下午可以预约参观。", "空间有会议室、打样间和路演厅，参观前请先报名。"),
    ("示例：创业者读书会第一期", "读一本讲现金流的书。", "每人带一个自己企业的问题来，轮流讲三分钟。"),
    ("示例：一年来的企业展示", "看看邻居们在做什么。", "企业展示由企业自己写、主办部门审核。欢迎继续投稿。"),
)  # fmt: skip
SHOWCASES = (
    ("示例：让仓库自己盘点", "一套会数箱子的摄像头。",
     "## 我们做什么\n\n给中小仓库装几只摄像头，夜里自动盘点，早上出一张差异表。\n\n"
     "## 找什么\n\n想认识**做货架**和**做叉车**的伙伴。"),
    ("示例：小批量也能做的电路板", "五片起做，三天交货。",
     "面向学生团队和初创企业，打样到小批量。\n\n"
     "| 数量 | 交期 |\n|---|---|\n| 5 | 3 天 |\n| 50 | 7 天 |"),
    ("示例：社区食堂的点餐小程序", "老人也会用的三步点餐。", "大字、语音、子女代付。已在两个示例社区试用。"),
    ("示例：实验室记录本", "把实验过程记成可以复核的数据。", "写、拍、签名，一步都不少。"),
)  # fmt: skip
ACTIVITIES = (
    Told("示例：小巨人下午茶·芯片与软件", "tea", 6, 15, 12, series="giant-tea", chain=True,
         topics="试产、工业软件、测试共享", text="每家三分钟讲“做什么、找什么”，再自由交流。\n\n"
         "请在报名时写上下游，我们按产业链排座位。"),
    Told("示例：选才留才沙龙·实习生怎么带", "salon", 12, 14, 30, series="talent-salon",
         topics="实习、带教、留用",
         text="两位人力负责人讲做法，一小时提问。"),
    Told("示例：党员创业者服务日", "other", 20, 9, 40, mark="service", topics="政策咨询、证照代办"),
    Told("示例：融资座谈会", "forum", 27, 14, 25, topics="批次贷、担保"),
    Told("示例：小巨人下午茶·生物医药", "tea", -20, 15, 12, 6, "giant-tea", "", "注册、临床", True),
    Told("示例：红色故事会", "other", -45, 14, 40, 8, mark="culture"),
    Told("示例：选才留才座谈会", "forum", -70, 14, 25, 6, "talent-salon"),
    Told("示例：创业讲座·合同怎么看", "talk", -95, 14, 60, 8),
    Told("示例：公益创业日", "other", -130, 9, 50, 8, mark="good"),
    Told("示例：小巨人下午茶·新材料", "tea", -160, 15, 12, 6, "giant-tea"),
    Told("示例：走进示例园区", "visit", -200, 9, 20, 6, mark="startup"),
    Told("示例：创业者沙龙·现金流", "salon", -240, 14, 30, 7, mark="startup"),
    Told("示例：小巨人下午茶·人工智能", "tea", -280, 15, 12, 6, "giant-tea"),
    Told("示例：党建联建座谈", "forum", -320, 14, 25, 5, mark="service"),
)  # fmt: skip
