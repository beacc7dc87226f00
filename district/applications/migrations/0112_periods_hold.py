from decimal import Decimal

from django.db import migrations, models
from django.db.models import F, Q

from district.record.append_only import AppendOnly

WHOLE = F("amount") * F("times") - F("cut")


class Migration(migrations.Migration):
    """A decision's total is its periods less what a limit took, and stays so."""

    dependencies = [("applications", "0111_periods_of_old")]
    operations = [
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=Q(amount=None, total=None, cut=0)
                | Q(amount__isnull=False, total__isnull=False, cut__gte=0)
                & Q(total__gt=WHOLE + Decimal("-0.005"), total__lt=WHOLE + Decimal("0.005")),
                name="decision_is_its_periods",
            ),
        ),
        AppendOnly("applications_decision"),
    ]  # fmt: skip
