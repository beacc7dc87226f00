from django.db import migrations

from district.ground.record.append_only import AppendOnly

FROZEN = ["enterprise_id", "kind", "value", "grade", "source", "valid_from", "known_from", "run_id", "by_id", "note"]

TERMS = ["reference", "client_id", "agency_id", "fills", "corrects", "messages", "appeals", "since", "until",
         "given_by_id", "given_at", "request_key"]


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0001_initial")]
    operations = [
        AppendOnly("enterprises_fact", columns=FROZEN), AppendOnly("enterprises_registerevent"),
        AppendOnly("enterprises_mandate", columns=TERMS),
    ]
