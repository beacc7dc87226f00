from django.db import migrations

from district.ground.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("work", "0001_initial")]
    operations = [
        AppendOnly("work_row"),
    ]
