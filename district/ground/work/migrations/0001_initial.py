import django.db.models.deletion
import django.db.models.expressions
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
                name='Work',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('kind', models.CharField(max_length=20)),
                    ('subject', models.CharField(help_text='办的是哪一件：它的编号', max_length=40)),
                    ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('state', models.CharField(choices=[('trying', '正在试办'), ('ready', '等人开始'), ('queued', '排队中'), ('running', '进行中'), ('done', '已完成'), ('cancelled', '已停止'), ('failed', '未能完成')], default='queued', max_length=10)),
                    ('trial', models.BooleanField(default=False, help_text='还在逐行试办')),
                    ('total', models.PositiveIntegerField(default=0)),
                    ('done', models.PositiveIntegerField(default=0)),
                    ('refused', models.PositiveIntegerField(default=0)),
                    ('failed', models.PositiveIntegerField(default=0)),
                    ('error', models.TextField(blank=True)),
                    ('request_key', models.UUIDField(null=True, unique=True)),
                    ('created_at', models.DateTimeField()),
                    ('started_at', models.DateTimeField(help_text='最近一次开始', null=True)),
                    ('started_with', models.PositiveIntegerField(default=0, help_text='最近一次开始时已办的行')),
                    ('finished_at', models.DateTimeField(null=True)),
                    ('lease_token', models.UUIDField(null=True)),
                    ('lease_until', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('-created_at', '-pk'),
                    'indexes': [models.Index(fields=['state', 'kind'], name='work_by_state')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['trying', 'ready', 'queued', 'running', 'done', 'cancelled', 'failed'])), name='work_state_is_known'), models.CheckConstraint(condition=models.Q(('done__lte', models.F('total'))), name='work_done_within_total'), models.CheckConstraint(condition=models.Q(('done__gte', django.db.models.expressions.CombinedExpression(models.F('refused'), '+', models.F('failed')))), name='work_refused_and_failed_are_done'), models.CheckConstraint(condition=models.Q(('trial', False), ('state__in', ['trying', 'cancelled', 'failed']), _connector='OR'), name='work_is_tried_before_it_is_done'), models.CheckConstraint(condition=models.Q(models.Q(('lease_token', None), ('lease_until', None)), models.Q(('lease_token__isnull', False), ('lease_until__isnull', False)), _connector='OR'), name='work_lease_has_an_end'), models.UniqueConstraint(condition=models.Q(('state__in', ['trying', 'ready', 'queued', 'running'])), fields=('kind', 'subject'), name='one_work_at_a_time_on_a_thing')],
                },
            ),
            migrations.CreateModel(
                name='Row',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('work', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='work.work')),
                    ('place', models.PositiveIntegerField()),
                    ('subject', models.CharField(blank=True, max_length=60)),
                    ('rows', models.PositiveIntegerField(default=1)),
                    ('outcome', models.CharField(choices=[('done', '已办'), ('refused', '未办'), ('failed', '出错')], max_length=8)),
                    ('why', models.CharField(blank=True, max_length=500)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('place',),
                    'constraints': [models.UniqueConstraint(fields=('work', 'place'), name='one_outcome_a_row_of_work'), models.CheckConstraint(condition=models.Q(('outcome__in', ['done', 'refused', 'failed'])), name='row_outcome_is_known'), models.CheckConstraint(condition=models.Q(('outcome', 'done'), models.Q(('why', ''), _negated=True), _connector='OR'), name='row_not_done_says_why')],
                },
            ),
        ]),
    ]
