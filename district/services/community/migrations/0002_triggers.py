from django.db import migrations

from district.ground.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("community", "0001_initial")]
    operations = [
        AppendOnly("community_checkin"),
        AppendOnly("community_appearance", ["token", "post_id", "picture_id", "how", "at", "by_id"], sealed=["name"]),
    ]
