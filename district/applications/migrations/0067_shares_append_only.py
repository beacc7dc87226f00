from django.db import migrations

from district.record.append_only import AppendOnly


class Migration(migrations.Migration):
    """SQLite made the table anew for its column, and forgot its triggers."""

    dependencies = [("applications", "0066_shares")]
    operations = [AppendOnly("applications_decision")]
