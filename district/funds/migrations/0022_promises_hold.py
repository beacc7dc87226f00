from django.db import migrations, models

from district.funds.agreeing import KeepsAgreement


class Migration(migrations.Migration):
    """From here on the database compares each award with its payments and its money."""

    dependencies = [("funds", "0021_promises_of_old")]
    operations = [
        migrations.AddConstraint(
            model_name='award',
            constraint=models.CheckConstraint(condition=models.Q(('fen', models.F("each") * models.F("times") - models.F("cut"))), name='award_is_its_periods'),
        ),
        migrations.AddConstraint(
            model_name='award',
            constraint=models.CheckConstraint(condition=models.Q(beyond__gte=0, fallen__gte=0, withdrawn__gte=0) & models.Q(fen__gte=models.F("fallen") + models.F("withdrawn") - models.F("beyond")), name='award_loses_no_more_than_it_is'),
        ),
        migrations.AddConstraint(
            model_name='instalment',
            constraint=models.CheckConstraint(condition=models.Q(('state', 'stopped'), ('fen__lte', models.F('full')), _connector='OR'), name='instalment_within_what_was_decided'),
        ),
        KeepsAgreement(),
    ]
