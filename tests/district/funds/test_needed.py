"""Money still to come, or owed back, keeps a person's account from ending."""

from __future__ import annotations

from district.enterprises.models import Enterprise
from district.funds.models import Award
from district.ground.people.consents import still_needed
from tests.district.funds.town import Town


def test_an_account_with_money_to_come_is_needed_until_it_is_settled(here: Town) -> None:
    here.hold()
    award = Award.objects.get()
    who = here.base.stranger
    assert still_needed([who.pk]) == set()
    Enterprise.objects.filter(pk=award.enterprise_id).update(subject="person", account=who, uscc="P-0000001")
    assert still_needed([who.pk]) == {who.pk}
    Award.objects.update(state="released")
    assert still_needed([who.pk]) == set()
