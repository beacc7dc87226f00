from django.db import migrations

from district.ground.record.append_only import AppendOnly

FILED = ["reference", "enterprise_id", "programme_id", "office_id", "filed_on", "filed_by_id", "filed_at", "request_key"]
LEARNER = ["filing_id", "position", "worker", "masked", "ledger_id", "shared_id", "by_id", "at"]
CLAIMED = ["claim_id", "learner_id", "worker", "year", "turn", "learnt", "hours"]
SEALED = ["reference", "office_id", "since", "until", "size", "population", "digest", "by_id", "at", "request_key"]


class Migration(migrations.Migration):
    dependencies = [("employers", "0001_initial")]
    operations = [
        AppendOnly("employers_filing", columns=FILED), AppendOnly("employers_plan"), AppendOnly("employers_traineesheet"),
        AppendOnly("employers_trainee", columns=LEARNER, sealed=["name", "number"]), AppendOnly("employers_claim"),
        AppendOnly("employers_claimline", columns=CLAIMED), AppendOnly("employers_audit", columns=SEALED),
        AppendOnly("employers_audititem", columns=["audit_id", "learner_id", "place"]),
    ]
