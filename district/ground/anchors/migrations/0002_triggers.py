from django.db import migrations

from district.ground.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("anchors", "0001_initial")]
    operations = [AppendOnly("anchors_anchor")]
