from django.db import migrations

from district.ground.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("advice", "0001_initial")]
    operations = [
        AppendOnly("advice_rating", sealed=["say"]),
        AppendOnly("advice_reminder"),
    ]
