from django.db import migrations

from district.funds.year_triggers import HoldsTheYearsEnd


class Migration(migrations.Migration):
    dependencies = [("funds", "0010_reserved")]
    operations = [HoldsTheYearsEnd()]
