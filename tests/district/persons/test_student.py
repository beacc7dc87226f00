"""A student without a firm, from the check to the payment, through the pages."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from district.cases.core.models import Application
from district.cases.decisions import signing
from district.cases.letters.models import IssuedLetter
from district.enterprises.models import Enterprise, Fact
from district.funds import actions as funds
from district.funds import bank, paying, working
from district.funds.models import Award, Payee, Payment
from district.ground.messages.models import Message
from tests.district.cases.deciding import signed
from tests.district.enterprises.registers import licence
from tests.district.ground.files import samples
from tests.district.persons.conftest import NUMBER, World

ANSWERS = {
    "本人身份": "在校学生", "团队大赛获奖级别": "无", "毕业日期": "2026-06-30", "学校所在地": "本市",
    "本人困难情形": "残疾",
    "本人有求职创业意愿": "是",
    "本人户籍": "本市户籍", "本人已登记企业": "否", "入驻基地所在区": "没有入驻", "实付场地费": "0", "场地费月数": "0",
}  # fmt: skip


def _checked(client: Client) -> Any:
    """The guided check of a student, to its results."""
    page = client.post(reverse("policies:fits_who"), {"who": "student"}, follow=True)
    for _n in range(14):  # also those that the page of results still asks
        if page.context["question"] is None:
            break
        name = page.context["question"].fact
        page = client.post(reverse("policies:fits_answer"), {"fact": name, "value": ANSWERS[name]}, follow=True)
    return page


def _apply(client: Client, slug: str = "job-seeking-allowance") -> str:
    new = client.get(reverse("cases:new", args=[slug]))
    assert new.status_code == 200, new.status_code
    subject = new.context["choices"][0]["enterprise"]
    posted = {"enterprise": subject.pk, "request_key": str(uuid.uuid4())}
    begun = client.post(reverse("cases:new", args=[slug]), posted)
    assert begun.status_code == 302, begun.content.decode()[:3000]
    return str(begun["Location"]).rstrip("/").rpartition("/")[2]


def _papers(count: int) -> dict[str, SimpleUploadedFile]:
    return {f"file-{n}-0": SimpleUploadedFile(f"{n}.pdf", samples.pdf(text=f"第{n}份")) for n in range(count)}


def hand_in(client: Client, reference: str, papers: int = 2) -> Any:
    first = client.post(reverse("cases:check", args=[reference]), _papers(papers))
    assert first.status_code == 302, first.content.decode()[:2000]
    shown = client.get(first["Location"])
    assert shown.status_code == 200
    posted = {"request_key": str(uuid.uuid4()), "declare": "on"}
    return client.post(reverse("cases:hand_in", args=[reference]), posted, follow=True)


def pay(world: World, award: Award) -> None:
    batch = funds.make_batch(line=world.line, by=world.finance, request_key=uuid.uuid4())
    paying.check_batch(batch=batch, by=world.cashier)
    paying.release_first(batch=batch, by=world.finance, reason="示例：财政部门只有三个人")
    paying.release_second(batch=batch, by=world.treasurer)
    sent = working.send(batch)
    rows = [(each.reference, each.fen, "paid", "") for each in Payment.objects.filter(batch=batch)]
    file, _new = paying.take_return(
        batch=sent, name="回单.csv", content=bank.answer(sent.reference, rows), by=world.finance
    )
    working.apply(file)


def _signed_up(client: Client, world: World) -> Enterprise:
    """What was said in the check becomes their own facts, under a consent."""
    client.force_login(world.student)
    page = client.get(reverse("enterprises:myself"))
    assert "您同意什么" in page.content.decode()
    begun = client.post(
        reverse("enterprises:myself"), {"name": "示例同学", "number": NUMBER, "agreed": "on"}, follow=True
    )
    subject = Enterprise.subjects.get(account=world.student)
    offered = [each.kind.name for each in begun.context["choice"]]
    assert set(offered) >= {"本人身份", "毕业日期", "学校所在地", "本人困难情形", "本人有求职创业意愿"}
    taken = client.post(reverse("policies:fits_take", args=[subject.uscc]), {"fact": offered}, follow=True)
    assert taken.status_code == 200 and "已作为本人申报记下" in taken.content.decode()
    assert Fact.objects.filter(enterprise=subject, source="本人申报").count() == len(offered)
    mine = client.get(reverse("enterprises:myself")).content.decode()
    assert "310110********0019" in mine and NUMBER not in mine and "残疾" in mine
    return subject


def _fits(client: Client) -> None:
    found = _checked(client)
    got = [each.look.verdict.programme for each in found.context["result"].get]
    assert got == ["job-seeking-allowance"], got
    assert "示例" in found.content.decode()  # no document confirms the amount


def _gives_an_account(client: Client, subject: Enterprise) -> None:
    money = reverse("funds:mine", args=[subject.uscc])
    account = {"bank_name": "示例银行杨浦支行", "bank_code": "102290000000", "number": "6222000000000001",
               "request_key": str(uuid.uuid4())}  # fmt: skip
    wrong = client.post(money, {**account, "holder": "别人", "certificate": licence()})
    assert wrong.status_code == 422 and "户名须与本人姓名一致" in wrong.content.decode()
    assert client.post(money, {**account, "holder": "示例同学", "certificate": licence()}).status_code == 302


def test_from_the_check_to_the_payment(world: World) -> None:
    client = Client()
    _fits(client)

    subject = _signed_up(client, world)

    # the programme's page, then the case
    programme = client.get(reverse("policies:programme", args=["job-seeking-allowance"])).content.decode()
    assert "我要申报" in programme and "贵企业" not in programme
    reference = _apply(client)
    done = hand_in(client, reference)
    assert done.status_code == 200, done.content.decode()[:2000]
    case = Application.objects.get(reference=reference)
    assert case.state == "submitted" and case.verdict["eligible"] is True and case.enterprise == subject
    receipt = IssuedLetter.objects.get(application=case, kind="receipt")
    assert receipt.content["to"] == "示例同学" and "你单位" not in str(receipt.content)

    # worked at the desk as any other
    desk = Client()
    desk.force_login(world.officer)
    listed = desk.get(reverse("cases:worklist")).content.decode()
    assert "示例同学（个人）" in listed and subject.uscc not in listed
    page_ = desk.get(reverse("cases:case", args=[reference])).content.decode()
    assert "示例同学（个人）" in page_ and "本人信息" in page_ and "统一社会信用代码" not in page_
    desk.post(reverse("cases:accept", args=[reference]))
    case.refresh_from_db()
    assert case.state == "accepted"
    proposal = signing.propose(application=case, by=world.officer, outcome="granted", note="符合条件")
    decision = signed(proposal)
    case.refresh_from_db()
    assert case.state == "granted" and decision.total == 1000
    letter = IssuedLetter.objects.get(decision=decision)
    assert letter.content["to"] == "示例同学" and "你单位" not in str(letter.content) and "你" in str(letter.content)

    # paid to their own account
    _gives_an_account(client, subject)
    funds.verify_payee(payee=Payee.objects.get(enterprise=subject), by=world.officer, right=True)
    award = Award.objects.get(reference=reference)
    pay(world, award)
    shown = client.get(reverse("cases:mine_one", args=[reference])).content.decode()
    assert "1,000.00 元 已全部到账" in shown, shown[:3000]
    assert Message.objects.filter(to=world.student).exists()
    assert client.get("/my/").status_code == 200

    # one person, once
    again = client.get(reverse("cases:new", args=["job-seeking-allowance"]))
    assert "只能享受一次" in again.content.decode()
