"""The paper of what was handed in (提交回执): what, by whom, when, each file with its digest, and what happens next."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from district.cases.core.models import Application
from district.cases.core.reasoning import fact_in_words
from district.cases.intake.receipts import Receipt, receipt_of
from district.cases.letters.actions import issue_paper
from district.cases.letters.models import IssuedLetter, Kind
from district.cases.letters.writing import contact, inner, numbered_chapters
from district.ground.papers.letter import Annex, Letter, Part, Table, official_date
from district.ground.record.actions import official
from district.policies import queries as policies

DIGEST = 16  # characters of a digest in one piece, so that it breaks over lines


@official()
def issue(application: Application) -> IssuedLetter:
    """Keep the receipt of the last submission, in the transaction that hands it in. Its number is the case's own."""
    case = Application.objects.select_related("programme__office", "enterprise").get(pk=application.pk)
    found = receipt_of(case)
    assert found is not None
    return issue_paper(case, Kind.RECEIPT, f"submission {found.submission.pk}", written(case, found))


def written(case: Application, found: Receipt) -> Letter:
    """The paper, without its code."""
    last, office = found.submission, case.programme.office
    at = timezone.localtime(last.at)
    words = {
        "day": official_date(at.date()), "time": f"{at:%H:%M}", "who": last.by.name, "reference": case.reference,
        "programme": inner(case.programme.name), "n": last.serial,
    }  # fmt: skip
    said = _("你单位于%(day)s%(time)s由%(who)s提交的“%(programme)s”申报（编号%(reference)s），已收到。") % words
    if last.serial > 1:
        said += _("这是第%(n)d次提交（补正）。") % words
    stated = [f"{each['say']}：{_truth(each['value'])}" for each in found.statements]
    given = [fact_in_words(name, fact) for name, fact in found.facts_frozen.items()]
    chapters = [
        _papers(found),
        [Part(_("填报的内容")), Part(_("共%(n)d项，见附件。") % {"n": len(given) + len(stated)})],
        [Part(_("接下来"), items=tuple(found.ahead))] if found.ahead else [],
    ]
    annex = [Part(_("信息"), level=1, items=tuple(given))] if given else []
    annex += [Part(_("声明的事项"), level=1, items=tuple(stated))] if stated else []
    return Letter(
        office=office.full, number=f"{case.reference}-{last.serial}", title=_("“%(programme)s”申报提交回执") % words,
        to=case.enterprise.name, parts=(Part(said), *numbered_chapters(chapters)), date=at.date(),
        contact=contact(policies.reach(office.name)), disclosure=_("公开属性：依申请公开"),
        notes=(_("本回执只证明收到，不代表受理或者同意。"),),
        annexes=(Annex(_("提交的信息"), tuple(annex)),) if annex else (),
    )  # fmt: skip


def _papers(found: Receipt) -> list[Part]:
    rows = [row for paper in found.papers for row in _rows(paper)]
    if found.rows is not None:
        rows.append((_("名单"), _("共%(n)d行") % {"n": found.rows}, "", ""))
    if not rows:
        return [Part(_("收到的材料")), Part(_("这个项目不要求提交材料。"))]
    head = (_("材料"), _("文件"), _("字节"), _("摘要（SHA-256）"))
    return [Part(_("收到的材料")), Part("", table=Table(head, tuple(rows), (4, 5, 2, 6), (2,)))]


def _rows(paper: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    if files := paper["files"]:
        return [(paper["name"], each["name"], f"{each['size']:,}", _pieces(each["digest"])) for each in files]
    if paper["later"]:
        until = official_date(paper["until"])
        return [(paper["name"], _("容缺，%(until)s前补交：%(why)s") % {"until": until, "why": paper["later"]}, "", "")]
    return [(paper["name"], paper["words"] or _("没有交"), "", "")]


def _pieces(digest: str) -> str:
    return " ".join(digest[start : start + DIGEST] for start in range(0, len(digest), DIGEST))


def _truth(value: bool | None) -> str:
    return _("没有填") if value is None else _("是") if value else _("否")
