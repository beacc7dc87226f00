from django.db import migrations

from district.ground.record.append_only import AppendOnly
from district.ground.slots.triggers import CountsSeats, KeepsTheLine, NeverOverlap


class Migration(migrations.Migration):
    dependencies = [("slots", "0001_initial")]
    operations = [
        NeverOverlap(),
        AppendOnly("slots_seat", ["session_id", "person_id", '"order"', "token", "joined_at"]),
        CountsSeats(),
        KeepsTheLine(),
    ]
