import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('record', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Said',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True, verbose_name='编号')),
                    ('figure', models.CharField(max_length=60)),
                    ('words', models.CharField(max_length=120)),
                    ('definition', models.TextField()),
                    ('edition', models.PositiveSmallIntegerField()),
                    ('unit', models.CharField(max_length=20)),
                    ('money', models.BooleanField()),
                    ('public', models.BooleanField()),
                    ('first', models.DateField(null=True)),
                    ('last', models.DateField()),
                    ('where', models.JSONField(default=dict, help_text='按什么分：维度 → 值')),
                    ('number', models.DecimalField(decimal_places=2, max_digits=20)),
                    ('bottom', models.DecimalField(decimal_places=2, help_text='比例的另一个数', max_digits=20, null=True)),
                    ('invented', models.DecimalField(decimal_places=2, default=0, max_digits=20)),
                    ('rows', models.JSONField(help_text='当时计入的各行：键 → 计入多少', null=True)),
                    ('place', models.CharField(max_length=120, verbose_name='在哪里说的')),
                    ('subject', models.CharField(blank=True, help_text='哪一件的编号', max_length=60)),
                    ('at', models.DateTimeField()),
                    ('request_key', models.UUIDField(unique=True)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': '说过的数字',
                    'ordering': ('-at', '-pk'),
                    'indexes': [models.Index(fields=['subject'], name='said_by_subject')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('place', ''), _negated=True), name='said_somewhere'), models.CheckConstraint(condition=models.Q(('first', None), ('first__lte', models.F('last')), _connector='OR'), name='said_of_days_in_order')],
                },
            ),
        ]),
    ]
