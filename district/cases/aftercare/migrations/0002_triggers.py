from django.db import migrations

from district.ground.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("aftercare", "0001_initial")]
    operations = [
        AppendOnly("aftercare_obligationcheck"),
        AppendOnly("aftercare_statement", sealed=["text"]),
    ]
