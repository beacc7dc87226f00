from typing import Any

from django.db import migrations

from district.ground.record.append_only import AppendOnly, SetOnce
from district.ground.record.chaining import LogGoesOn


def first_head(apps: Any, schema_editor: Any) -> None:
    apps.get_model("record", "ChainHead").objects.get_or_create(pk=1)


# Who stood where is history too; the room of people stands below this one and cannot put up its own.
MEMBERSHIPS = "people_organisationmembership"
WRITTEN = ("person_id", "organisation_id", "role", "title", "since", "until", "entered_by_id", "entered_at")


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial"), ("people", "0001_initial")]
    operations = [
        migrations.RunPython(first_head, migrations.RunPython.noop),
        AppendOnly("record_logentry"),
        LogGoesOn(),
        AppendOnly(MEMBERSHIPS, columns=WRITTEN),
        *(SetOnce(MEMBERSHIPS, column) for column in ("vouched_by_id", "vouched_at", "ended_by_id", "ended_at")),
    ]
