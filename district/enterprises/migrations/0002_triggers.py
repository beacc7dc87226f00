from django.db import migrations

from district.ground.record.append_only import AppendOnly

FROZEN = ["enterprise_id", "kind", "value", "grade", "source", "valid_from", "known_from", "run_id", "by_id", "note"]

TERMS = ["reference", "client_id", "agency_id", "fills", "corrects", "messages", "appeals", "since", "until",
         "given_by_id", "given_at", "request_key"]


# What was kept of a person goes when they take their consent back.
OF_A_PERSON = "EXISTS (SELECT 1 FROM enterprises_enterprise AS s WHERE s.id = OLD.enterprise_id AND s.subject = 'person')"


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0001_initial")]
    operations = [
        AppendOnly("enterprises_fact", columns=FROZEN, deletable=OF_A_PERSON), AppendOnly("enterprises_registerevent"),
        AppendOnly("enterprises_mandate", columns=TERMS),
        AppendOnly("enterprises_reading"),
        AppendOnly("enterprises_keeping", columns=["text", "given_at", "until"], deletable="1 = 1"),
    ]
