from django.db import migrations

from district.record.chaining import LogGoesOn


class Migration(migrations.Migration):
    """The chain's head moves with the line that is written; a line that does not follow it is refused."""

    dependencies = [("record", "0060_files")]
    operations = [LogGoesOn()]
