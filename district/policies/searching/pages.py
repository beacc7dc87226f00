"""The pages of this room that an errand word leads to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from district.ground.search.things import Page

PAGES = (
    Page("policies:fits", _("能享受什么"), _("答几个问题，看看您能享受什么、能拿多少，不用登录"),
         "我能享受什么、能享受什么政策、怎么申请补贴、补贴怎么申请、申请补贴、怎么领补贴、怎么申请、如何申请、"
         "有什么补贴、政策匹配、政策计算器、测一测、自查、资格、符不符合、"
         "符合条件吗、能领多少、what can i get、eligibility、eligibility check、am i eligible、"
         "entitled、what am i entitled to、"
         "check eligibility"),
    Page("policies:library", _("政策库"), _("区里正在执行的扶持、奖励、贷款、培训和服务"),
         "全部政策、政策大全、政策汇总、政策文件、惠企政策、扶持政策、优惠政策、政策清单、政策有哪些、"
         "所有补贴、现在可申报、正在申报、all programmes、policies、programmes、all subsidies"),
    Page("policies:calendar", _("申报窗口日历"), _("什么时候开始申报、什么时候截止，可以订阅到日历"),
         "申报时间、截止时间、截止日期、什么时候申报、申报日历、申报期、deadline、deadlines、"
         "application window"),
    Page("policies:ask_anew", _("问一问"), _("写下问题，选一个部门来答复"),
         "提问、问问题、在线咨询、在线提问、人工客服、人工服务、转人工、客服、"
         "留言、问政府、问部门、ask a question、help、"
         "customer service"),
    Page("policies:subscriptions", _("我的订阅"), _("政策开放、变化时告诉我；订阅和退订都在这里"),
         "订阅、订阅政策、政策提醒、开放提醒、退订、取消订阅、通知我、开放时告诉我、"
         "subscriptions、subscribe、unsubscribe、tell me when it opens"),
)  # fmt: skip
