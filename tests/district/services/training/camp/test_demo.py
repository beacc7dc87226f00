"""What the demonstration shows of the camp is counted, and cheap."""

from __future__ import annotations

import time

from district.enterprises.models import Membership
from district.ground import clock
from district.ground.figures.counting import value
from district.services.training.camp import demo, figures
from district.services.training.camp.models import CampSignUp, InternPost
from tests.district.cases.factories import enterprise
from tests.district.services.training.camp.town import NOW, Camp


def test_317_posts_were_given_and_nearly_a_thousand_signed_up(camp: Camp) -> None:
    firm = enterprise()
    Membership.objects.create(person=camp.bob, enterprise=firm, role="owner", since=NOW, state="confirmed")
    begun = time.process_time()
    demo.make({"officer": camp.officer, "manager": camp.bob, "student": camp.ann})
    assert time.process_time() - begun < 30  # three on a quiet machine: written in bulk, not row by row
    auditor = None
    posts = value(figures.POSTS_GIVEN, user=auditor)
    signed = value(figures.SIGN_UPS, user=auditor)
    assert posts.number == 317 == InternPost.objects.filter(given_at__isnull=False).count()
    assert signed.number is not None and 950 <= signed.number <= CampSignUp.objects.count() < 1000
    learners, interns = value(figures.LEARNERS, user=auditor), value(figures.FINISHED, user=auditor)
    assert learners.number and interns.number and learners.number < signed.number
    assert value(figures.ATTENDANCES_COUNTED, user=auditor).number
    assert clock.now() == NOW
