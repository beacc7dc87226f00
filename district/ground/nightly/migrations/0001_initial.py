from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('record', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Night',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=60, unique=True)),
                    ('running_since', models.DateTimeField(null=True)),
                    ('day', models.DateField(help_text='最近一次按哪天办的', null=True)),
                    ('started_at', models.DateTimeField(null=True)),
                    ('took_ms', models.PositiveIntegerField(null=True)),
                    ('fine', models.BooleanField(null=True)),
                    ('said', models.TextField(blank=True)),
                    ('fine_at', models.DateTimeField(help_text='最近一次办成', null=True)),
                    ('due_on', models.DateField(help_text='下一次该在哪天', null=True)),
                ],
                options={
                    'ordering': ('pk',),
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('day', None), ('fine', None), ('started_at', None), ('took_ms', None)), models.Q(('day__isnull', False), ('fine__isnull', False), ('started_at__isnull', False), ('took_ms__isnull', False)), _connector='OR'), name='night_that_ran_says_how')],
                },
            ),
        ]),
    ]
