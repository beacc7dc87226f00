from django.db import migrations

from district.authoring.triggers import ApprovedByAnother
from district.ground.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("authoring", "0001_initial")]
    operations = [
        AppendOnly("authoring_drafthand"),
        ApprovedByAnother(),
    ]
