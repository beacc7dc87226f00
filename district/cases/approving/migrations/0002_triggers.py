from django.db import migrations

from district.cases.approving.triggers import SignedAtEveryLevel
from district.ground.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("approving", "0001_initial")]
    operations = [
        AppendOnly("approving_proposal", ["application_id", "outcome", "note", "ground", "amount", "levels", "steps", "came_from", "replaces_id", "by_id", "at"]),
        AppendOnly("approving_signature"),
        SignedAtEveryLevel(),
    ]
