"""Certificates: issued for what is finished, checked by anybody, revoked with a reason, taken back by their owner."""

from __future__ import annotations

import io
import secrets

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from district.ground import clock
from district.ground.acts.refusing import NotPossible
from district.ground.files.actions import store
from district.ground.files.queries import bytes_of
from district.ground.messages.posting import post
from district.ground.papers import pdf, sealing
from district.ground.papers.letter import Letter, Part, Table, official_date
from district.ground.people.permissions import require
from district.ground.people.queries import Person
from district.ground.record.actions import lock, moving, official, write_log
from district.services.training.courses.booking import session_of
from district.services.training.courses.models import Certificate, Course
from district.services.training.courses.permissions import may_be_certified, may_revoke, may_withdraw
from district.services.training.courses.progress import progress_of
from district.services.training.courses.states import CERTIFICATE_MOVES, CERTIFICATE_STATES
from district.services.training.hours.queries import Strength, hours_of

ROOM = "courses"
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LONG = 10  # letters nobody guesses


def words_of(name: str) -> str:
    """What the owner agrees to, as it is kept."""
    return _("我同意在证书和公开的核验页上显示姓名“%(name)s”。收回证书后核验页不再显示。") % {"name": name}


def issue(*, course: Course, by: Person, name: str) -> Certificate:
    """Issue the certificate of a course its learner has finished, with the name they let it bear. Refused."""
    require(may_be_certified(by, course))
    if not (name := " ".join(name.split())[:60]):
        raise NotPossible(_("请填写证书上的姓名。"))
    learned = hours_of(by, session=session_of(course.reference)).minutes
    progress = progress_of(by, [course])[course.pk]
    with transaction.atomic(), official():
        lock(Course.objects.filter(pk=course.pk)).get()
        require(may_be_certified(by, course))  # asked twice at once: the second one has it already
        row = Certificate.objects.create(
            reference=f"YKT{clock.today().year}-{''.join(secrets.choice(LETTERS) for _n in range(LONG))}", person=by,
            course=course, office=course.office, name=name, title=course.title, english=course.english,
            lessons=progress.whole, strong=learned[Strength.A], single=learned[Strength.B],
            unproved=learned[Strength.C], day=clock.today(), consent=words_of(name), at=clock.now(),
        )  # fmt: skip
        write_log(room=ROOM, subject=row.reference, verb="certify", by=by, after=row.state)
    return row


def printed(certificate: Certificate) -> tuple[tuple[str, str], ...]:
    """What is printed, label and value: the paper and the page that checks it say the same, line by line."""
    return (
        (_("证书编号"), certificate.reference), (_("姓名"), certificate.name), (_("课程"), certificate.title),
        (_("完成课数"), _("%(n)d 课") % {"n": certificate.lessons}),
        (_("学时（两个来源证明）"), _minutes(certificate.strong)),
        (_("学时（一个来源证明）"), _minutes(certificate.single)),
        (_("播放时长（不计学时）"), _minutes(certificate.unproved)),
        (_("发证日期"), official_date(certificate.day)), (_("发证部门"), certificate.office.full),
    )  # fmt: skip


def _minutes(count: int) -> str:
    return _("%(n)d 分钟") % {"n": count}


def address(certificate: Certificate, site: str = "") -> str:
    path = reverse("courses:certificate", args=[certificate.reference])
    return f"{settings.SITE_ADDRESS or site}{path}"


def letter_of(certificate: Certificate, site: str = "") -> Letter:
    """The certificate as an official paper."""
    with official():
        rows = printed(certificate)
        return Letter(
            office=certificate.office.full, number=certificate.reference, title=_("结业证书"), to="",
            parts=(
                Part(_("%(name)s学完创业云课堂《%(title)s》全部课程，考核合格，特发此证。") % {
                    "name": certificate.name, "title": certificate.title}),
                Part("", table=Table(head=(_("项目"), _("内容")), rows=rows, widths=(2, 3))),
            ),
            date=certificate.day, check=address(certificate, site), check_code=certificate.reference,
            notes=(_("是否有效以核验页为准：已撤销的证书，核验页会写明。"),),
        )  # fmt: skip


def paper(certificate: Certificate, site: str = "") -> bytes:
    """The sealed PDF, made for the first reader and then the same bytes. Raises NoTypeface."""
    if certificate.file is None:
        made = sealing.seal(
            pdf.written(letter_of(certificate, site)), office=certificate.office.full, at=certificate.at
        )
        file = store(
            file=io.BytesIO(made), name=f"{certificate.reference}.pdf", room=ROOM, subject=certificate.reference,
            by=None, own="pdf",
        )  # fmt: skip
        Certificate.objects.filter(pk=certificate.pk, file=None).update(file=file)
        certificate.refresh_from_db()
    assert certificate.file is not None
    return bytes_of(certificate.file).read_bytes()


def revoke(*, certificate: Certificate, by: Person, reason: str) -> Certificate:
    """It holds no more; why is said on the page that checks it, and to its owner. Raises Refused, NotPossible,
    MoveRefused.
    """
    require(may_revoke(by, certificate))
    if not (said := reason.strip()[:300]):
        raise NotPossible(_("请写明撤销的理由。"))
    with transaction.atomic(), official():
        _ended(certificate, "revoke", by, said)
        post(
            to=[certificate.person], room=ROOM, subject=certificate.reference, kind="certificate",
            office=certificate.office, link=reverse("courses:certificate", args=[certificate.reference]),
            title=_("证书已撤销：%(title)s") % {"title": certificate.title},
            body=_("理由：%(reason)s。有不同意见，请联系%(office)s。") % {
                "reason": said, "office": certificate.office.full},
        )  # fmt: skip
    return certificate


def withdraw(*, certificate: Certificate, by: Person) -> Certificate:
    """Its owner takes it back: the page that checks it shows no name any more. Raises Refused, MoveRefused."""
    require(may_withdraw(by, certificate))
    return _ended(certificate, "withdraw", by, "")


def _ended(certificate: Certificate, verb: str, by: Person, reason: str) -> Certificate:
    with moving(
        certificate, verb, states=CERTIFICATE_STATES, moves=CERTIFICATE_MOVES, room=ROOM, by=by, reason=reason
    ) as row:
        row.reason, row.ended_by, row.ended_at = reason, by, clock.now()
    return certificate
