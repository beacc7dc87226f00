import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('enterprises', '0001_initial'),
        ('people', '0001_initial'),
        ('record', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Learner',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('account', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('worker', models.CharField(blank=True, help_text='身份证号码的密钥散列，不是号码', max_length=64)),
                    ('masked', models.CharField(blank=True, help_text='只留姓，其余以 * 代替', max_length=20, verbose_name='姓名')),
                    ('key_mark', models.CharField(blank=True, max_length=8)),
                    ('same_as', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='others', to='hours.learner')),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('pk',),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('worker', ''), _negated=True), fields=('worker',), name='one_learner_a_worker'), models.CheckConstraint(condition=models.Q(models.Q(('account__isnull', False), ('worker', '')), models.Q(('account', None), models.Q(('worker', ''), _negated=True)), _connector='OR'), name='learner_is_an_account_or_a_worker'), models.CheckConstraint(condition=models.Q(('same_as', None), ('account', None), _connector='OR'), name='accounts_are_not_found_later')],
                },
            ),
            migrations.CreateModel(
                name='Entry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='hours.learner')),
                    ('session', models.CharField(max_length=80)),
                    ('title', models.CharField(max_length=120)),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('firm', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.enterprise')),
                    ('began', models.DateTimeField()),
                    ('ended', models.DateTimeField()),
                    ('source', models.CharField(choices=[('qr', '扫码签到'), ('roll', '教师点名'), ('watch', '观看'), ('prompts', '随堂应答'), ('import', '平台记录'), ('package', '课件上报'), ('declared', '本人申报')], max_length=10)),
                    ('device', models.CharField(blank=True, max_length=64)),
                    ('answers', models.CharField(blank=True, max_length=64)),
                    ('key', models.CharField(max_length=120, unique=True)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('-began', '-pk'),
                    'indexes': [models.Index(fields=['learner', 'began'], name='learning_of_one'), models.Index(fields=['session', 'learner'], name='learning_in_a_session')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ended__gt', models.F('began'))), name='learning_ends_after_it_began'), models.CheckConstraint(condition=models.Q(('source__in', ['qr', 'roll', 'watch', 'prompts', 'import', 'package', 'declared'])), name='learning_source_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('session', ''), _negated=True), models.Q(('key', ''), _negated=True)), name='learning_says_where')],
                },
            ),
            migrations.CreateModel(
                name='Learnt',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hours.learner')),
                    ('day', models.DateField()),
                    ('session', models.CharField(max_length=80)),
                    ('room', models.CharField(max_length=20)),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('strength', models.CharField(max_length=1)),
                    ('minutes', models.PositiveIntegerField()),
                ],
                options={
                    'ordering': ('-day', '-pk'),
                    'indexes': [models.Index(fields=['day'], name='learnt_by_day')],
                    'constraints': [models.UniqueConstraint(fields=('learner', 'day', 'session', 'strength'), name='one_sum_of_a_day'), models.CheckConstraint(condition=models.Q(('strength__in', ['A', 'B', 'C'])), name='learnt_strength_is_known'), models.CheckConstraint(condition=models.Q(('minutes__range', (1, 1440))), name='learnt_minutes_of_a_day')],
                },
            ),
            migrations.CreateModel(
                name='Strike',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='struck', to='hours.entry')),
                    ('reason', models.CharField(max_length=300)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='strike_says_why')],
                },
            ),
            migrations.CreateModel(
                name='Flag',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('kind', models.CharField(choices=[('two-places', '同一时间在两处'), ('long-day', '一天的学时不可能'), ('one-device', '多人用同一设备'), ('in-seconds', '多人几秒内同时学完'), ('at-night', '只在凌晨 2 点到 5 点学'), ('same-answers', '多人答案完全相同')], max_length=16)),
                    ('mark', models.CharField(max_length=64, unique=True)),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('session', models.CharField(max_length=80)),
                    ('title', models.CharField(max_length=120)),
                    ('people', models.PositiveIntegerField(help_text='涉及几个人')),
                    ('day', models.DateField()),
                    ('says', models.CharField(help_text='看到了什么', max_length=200)),
                    ('state', models.CharField(default='open', max_length=8)),
                    ('reason', models.CharField(blank=True, max_length=300)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('found_at', models.DateTimeField()),
                    ('done_at', models.DateTimeField(null=True)),
                    ('entries', models.ManyToManyField(related_name='flags', to='hours.entry')),
                ],
                options={
                    'ordering': ('found_at', 'pk'),
                    'indexes': [models.Index(fields=['office', 'state'], name='hours_flags_to_review')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['two-places', 'long-day', 'one-device', 'in-seconds', 'at-night', 'same-answers'])), name='hours_flag_kind_is_known'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'cleared', 'struck'])), name='hours_flag_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('by', None), ('done_at', None), ('reason', ''), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('by__isnull', False), ('done_at__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='reviewed_hours_say_by_whom_and_why')],
                },
            ),
        ]),
    ]
