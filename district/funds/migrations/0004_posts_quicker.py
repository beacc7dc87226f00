from django.db import migrations

from district.funds.triggers import PostsTransfers


class Migration(migrations.Migration):
    """The trigger that posts transfers, written anew: the same entries, half the statements on PostgreSQL."""

    dependencies = [("funds", "0003_ledger")]
    operations = [PostsTransfers()]
