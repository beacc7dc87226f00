import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    # The packages' own tables come first: with the house's hundred models there, each of their many steps costs more.
    dependencies = [
        ('people', '0001_initial'),
        ('account', '0009_emailaddress_unique_primary_email'),
        ('django_tasks_database', '0021_conditional_partial_index_ordering'),
        ('mfa', '0003_authenticator_type_uniq'),
        ('socialaccount', '0006_alter_socialaccount_extra_data'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Shared',
                fields=[
                    ('cache_key', models.CharField(max_length=255, primary_key=True, serialize=False)),
                    ('value', models.TextField()),
                    ('expires', models.DateTimeField(db_index=True)),
                ],
            ),
            migrations.CreateModel(
                name='LogEntry',
                fields=[
                    ('number', models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('room', models.CharField(max_length=40)),
                    ('subject', models.CharField(help_text='所记事项的公开编号', max_length=64)),
                    ('verb', models.CharField(max_length=40)),
                    ('before', models.CharField(blank=True, max_length=40)),
                    ('after', models.CharField(blank=True, max_length=40)),
                    ('reason', models.TextField(blank=True)),
                    ('data', models.JSONField(default=dict)),
                    ('previous', models.CharField(max_length=64)),
                    ('seal', models.CharField(max_length=64, unique=True)),
                ],
                options={
                    'ordering': ('number',),
                    'indexes': [models.Index(fields=['room', 'subject', 'number'], name='log_by_subject')],
                },
            ),
            migrations.CreateModel(
                name='ChainHead',
                fields=[
                    ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                    ('number', models.PositiveBigIntegerField(default=0)),
                    ('seal', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_chain_head')],
                },
            ),
            migrations.CreateModel(
                name='HolidayYear',
                fields=[
                    ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                    ('off', models.JSONField(help_text='日期 → 节日名称')),
                    ('work', models.JSONField(help_text='调休上班的日期')),
                    ('source', models.CharField(max_length=200)),
                ],
            ),
        ]),
    ]
