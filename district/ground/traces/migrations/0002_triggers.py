from django.db import migrations

from district.ground.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("traces", "0001_initial")]
    operations = [AppendOnly("traces_trace", deletable="OLD.until < CURRENT_DATE")]
