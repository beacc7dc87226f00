from django.db import migrations

from district.ground.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("headcount", "0001_initial")]
    operations = [
        AppendOnly("headcount_frozenlist", sealed=["secret"]),
        AppendOnly("headcount_listedworker"),
    ]
