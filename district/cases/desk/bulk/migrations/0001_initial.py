import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('people', '0001_initial'),
        ('record', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Job',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('action', models.CharField(choices=[('accept', '受理'), ('grant', '拟同意'), ('refuse', '拟不予同意'), ('sign', '签批拟办意见'), ('assign', '派件')], max_length=10)),
                    ('to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('note', models.CharField(blank=True, max_length=500)),
                    ('state', models.CharField(choices=[('trying', '正在试办'), ('ready', '试办完，等开始'), ('running', '正在办理'), ('done', '已办完'), ('cancelled', '已停止')], default='trying', max_length=10)),
                    ('total', models.PositiveIntegerField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('request_key', models.UUIDField(unique=True)),
                    ('created_at', models.DateTimeField()),
                    ('started_at', models.DateTimeField(null=True)),
                    ('finished_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('-created_at', '-pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('action__in', ['accept', 'grant', 'refuse', 'sign', 'assign'])), name='job_action_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('action', 'assign'), _negated=True), ('to__isnull', False), _connector='OR'), name='job_says_to_whom'), models.CheckConstraint(condition=models.Q(models.Q(('action', 'refuse'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='job_says_why_refused'), models.CheckConstraint(condition=models.Q(('total__gt', 0)), name='job_has_cases')],
                },
            ),
            migrations.CreateModel(
                name='SavedList',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('name', models.CharField(max_length=30, verbose_name='名称')),
                    ('query', models.CharField(max_length=500)),
                    ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('created_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('name', 'pk'),
                    'constraints': [models.UniqueConstraint(fields=('person', 'name'), name='one_saved_list_a_name'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='saved_list_has_a_name')],
                },
            ),
            migrations.CreateModel(
                name='JobRow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='bulk.job')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.application')),
                    ('place', models.PositiveIntegerField()),
                    ('trial', models.CharField(blank=True, choices=[('', '还没有试'), ('well', '可以办'), ('not', '不能办')], default='', max_length=8)),
                    ('outcome', models.CharField(blank=True, choices=[('', '还没有办'), ('done', '已办'), ('refused', '未办'), ('failed', '出错')], default='', max_length=8)),
                    ('why', models.CharField(blank=True, max_length=500)),
                    ('amount', models.DecimalField(decimal_places=2, help_text='试办得出的金额（元）', max_digits=18, null=True)),
                    ('at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('place',),
                    'indexes': [models.Index(models.F('job'), models.F('outcome'), models.F('place'), name='job_rows_left')],
                    'constraints': [models.UniqueConstraint(fields=('job', 'case'), name='one_row_a_case_a_job'), models.UniqueConstraint(fields=('job', 'place'), name='one_case_a_place_in_a_job'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'done']), models.Q(('why', ''), _negated=True), _connector='OR'), name='what_is_not_done_says_why')],
                },
            ),
        ]),
    ]
