from django.db import migrations

from district.cases.places.triggers import KeepsToLists
from district.ground.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]
    operations = [
        AppendOnly("places_abovequota"),
        AppendOnly("places_allocation"),
        AppendOnly("places_place", ["places_id", "application_id", "above", "at"]),
        KeepsToLists(),
    ]
