from typing import Any

from django.db import migrations

from district.ground.record.append_only import AppendOnly
from district.ground.record.chaining import LogGoesOn


def first_head(apps: Any, schema_editor: Any) -> None:
    apps.get_model("record", "ChainHead").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial")]
    operations = [
        migrations.RunPython(first_head, migrations.RunPython.noop),
        AppendOnly("record_logentry"),
        LogGoesOn(),
    ]
