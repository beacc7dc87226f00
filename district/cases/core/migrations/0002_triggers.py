from django.db import migrations

from district.enterprises.claims.permissions import let_in_by_mandate
from district.ground.record.append_only import AppendOnly, Refuses

LET_IN = (
    "EXISTS (SELECT 1 FROM enterprises_membership AS m JOIN cases_application AS a ON a.enterprise_id = m.enterprise_id "
    "WHERE a.id = NEW.application_id AND m.settled_by_id = NEW.by_id AND m.state <> 'refused') OR "
    + let_in_by_mandate(
        firm="(SELECT enterprise_id FROM cases_application WHERE id = NEW.application_id)", person="NEW.by_id"
    )
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [
        AppendOnly("cases_answer", sealed=["note"]),
        AppendOnly("cases_decision"),
        AppendOnly("cases_submission"),
        Refuses("cases_decision", "claim_confirmed_decides_nothing", LET_IN),
    ]
