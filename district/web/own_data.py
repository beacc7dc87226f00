"""What the site holds of one person, for that person: a copy in plain words and values."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from district.cases.core.queries import Application
from district.enterprises.queries import facts_said_by, memberships_of, own_copy
from district.ground import clock
from district.ground.messages.queries import choice_of, messages_for
from district.ground.people.queries import Person, consents_of
from district.ground.people.queries import memberships_of as organisations_of
from district.ground.record.queries import acts_of
from district.ground.surveys.queries import answers_said_by
from district.ground.traces.queries import entrances_of


def of(person: Person) -> dict[str, Any]:
    """JSON-ready but for dates and times, which are written by `str`. Sealed numbers are masked; keys are left out."""
    choice = choice_of(person)
    return {
        "生成时间": clock.now(),
        "账号": {
            "用户名": person.username, "姓名": person.name, "注册时间": person.date_joined,
            "最近登录": person.last_login,
            "邮箱": list(EmailAddress.objects.filter(user=person).values("email", "verified", "primary")),
            "手机": choice.shown_phone,
            "保存的同意": [
                {"内容": each.text, "版本": each.version, "同意时间": each.given_at, "从": each.since, "到": each.until}
                for each in consents_of(person)
            ],
            "机构和岗位": [
                {"机构": each.organisation.name, "身份": str(each.get_role_display()), "状态": each.says,
                 "从": each.since, "到": each.until, "结束": each.ended_at, "为何结束": each.why_ended}
                for each in organisations_of(person)
            ],
            "两步验证": list(Authenticator.objects.filter(user=person).values("type", "created_at", "last_used_at")),
        },
        "通知方式": {"邮件": choice.email, "短信": choice.sms, "政务消息平台": choice.webhook, "合并": choice.bundle},
        "企业": [
            {"名称": each.enterprise.name, "统一社会信用代码": each.enterprise.code,
             "身份": str(each.get_role_display()), "状态": str(each.get_state_display()), "时间": each.since}
            for each in memberships_of(person)
        ],
        "我的信息": own_copy(person),
        "我申报的事实": [
            {"企业": fact.enterprise.name, "事实": fact.kind_id, "内容": fact.value, "说明": fact.note,
             "从哪天起": fact.valid_from, "记下时间": fact.known_from}
            for fact in facts_said_by(person)
        ],
        "我提交的申报": list(
            Application.objects.filter(applicant=person).order_by("pk").values(
                "reference", "programme__name", "enterprise__name", "state", "created_at", "submitted_at"
            )
        ),
        "我答过的问卷": answers_said_by(person),
        "消息": [{"时间": each.at, "标题": each.title, "正文": each.body} for each in messages_for(person)],
        "我的登录": [{"时间": each.at, "事项": str(each.get_what_display()), "来源地址": each.address}
                     for each in entrances_of(person)],
        "我做过的事": list(acts_of(person).values("at", "room", "subject", "verb", "reason")),
    }  # fmt: skip
