from django.db import migrations

from district.funds.agreeing import KeepsAgreement
from district.funds.triggers import PostsTransfers
from district.funds.year_triggers import HoldsTheYearsEnd
from district.ground.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("funds", "0001_initial")]
    operations = [AppendOnly("funds_transfer"), PostsTransfers(), HoldsTheYearsEnd(), KeepsAgreement()]
