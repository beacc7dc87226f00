from django.db import migrations

from district.ground.record.append_only import AppendOnly, SetOnce

SAID = (
    "reference",
    "hash",
    "purpose",
    "thing",
    "expert_id",
    "name",
    "office_id",
    "asks",
    "made_by_id",
    "made_at",
    "expires_at",
)


class Migration(migrations.Migration):
    dependencies = [("onetime", "0001_initial")]
    operations = [
        AppendOnly("onetime_link", columns=SAID),
        SetOnce("onetime_link", "done_at"),
        SetOnce("onetime_link", "revoked_at"),
        AppendOnly("onetime_linkuse"),
    ]
