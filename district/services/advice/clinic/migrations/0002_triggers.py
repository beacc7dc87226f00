from django.db import migrations

from district.ground.record.append_only import AppendOnly, SetOnce


class Migration(migrations.Migration):
    dependencies = [("clinic", "0001_initial")]
    operations = [
        AppendOnly("clinic_visitor", ["clinic_id", "kind", "number", "token", "taken_at"]),
        SetOnce("clinic_visitor", "waited"),
        SetOnce("clinic_clinic", "cancelled_at"),
    ]
