from django.db import migrations

from district.enterprises.claims.permissions import let_in_by_mandate
from district.funds.agreeing import KeepsAgreement
from district.funds.triggers import PostsTransfers
from district.funds.year_triggers import HoldsTheYearsEnd
from district.ground.record.append_only import AppendOnly, Refuses

# Who confirmed whom an enterprise, or its agency, sends verifies none of its accounts; a row that was verified before stays.
LET_IN = (
    "NEW.state = 'verified' AND (EXISTS (SELECT 1 FROM enterprises_membership AS m "
    "WHERE m.enterprise_id = NEW.enterprise_id AND m.settled_by_id = NEW.verified_by_id AND m.state <> 'refused') OR "
    + let_in_by_mandate(firm="NEW.enterprise_id", person="NEW.verified_by_id")
    + ")"
)


class Migration(migrations.Migration):
    dependencies = [("funds", "0001_initial")]
    operations = [
        AppendOnly("funds_transfer"), PostsTransfers(), HoldsTheYearsEnd(), KeepsAgreement(),
        Refuses("funds_payee", "who_confirmed_a_claim_verifies_nothing", LET_IN),
        Refuses("funds_payee", "who_confirmed_a_claim_verifies_nothing", "OLD.state <> 'verified' AND " + LET_IN,
                events=("UPDATE",)),
    ]
