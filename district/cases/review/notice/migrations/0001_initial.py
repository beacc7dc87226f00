import district.ground.record.sealed
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('people', '0001_initial'),
        ('policies', '0001_initial'),
        ('record', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Notice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='policies.programme')),
                    ('title', models.CharField(max_length=200)),
                    ('since', models.DateField()),
                    ('until', models.DateField()),
                    ('provisional', models.BooleanField(default=False)),
                    ('opened_at', models.DateTimeField()),
                    ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('request_key', models.UUIDField(unique=True)),
                ],
                options={
                    'ordering': ('-opened_at', '-pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='notice_lasts_a_day_at_least')],
                },
            ),
            migrations.CreateModel(
                name='NoticeLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='notice.notice')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notice_lines', to='cases.application')),
                    ('serial', models.PositiveIntegerField()),
                    ('name', models.CharField(max_length=120)),
                    ('code', models.CharField(help_text='统一社会信用代码，中间几位隐去', max_length=18)),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                    ('score', models.DecimalField(decimal_places=3, max_digits=7, null=True)),
                    ('outcome', models.CharField(blank=True, choices=[('', '公示中'), ('kept', '公示无异议或异议不成立'), ('struck', '异议成立，已退出'), ('withdrawn', '企业已撤回')], max_length=10)),
                ],
                options={
                    'ordering': ('serial',),
                    'constraints': [models.UniqueConstraint(fields=('notice', 'serial'), name='notice_lines_are_numbered'), models.UniqueConstraint(fields=('notice', 'application'), name='one_line_per_case_and_notice')],
                },
            ),
            migrations.CreateModel(
                name='Objection',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objections', to='notice.noticeline')),
                    ('state', models.CharField(choices=[('filed', '核查中'), ('upheld', '成立'), ('dismissed', '不成立')], default='filed', max_length=10)),
                    ('grounds', district.ground.record.sealed.SealedField(about='reference', purpose='objection')),
                    ('name', district.ground.record.sealed.SealedField(blank=True, about='reference', purpose='objection')),
                    ('contact', district.ground.record.sealed.SealedField(blank=True, about='reference', purpose='objection')),
                    ('sender', models.CharField(help_text='来源地址的摘要，只用来限次', max_length=64)),
                    ('at', models.DateTimeField()),
                    ('heard_until', models.DateField(help_text='企业可以陈述意见到哪天')),
                    ('statement', district.ground.record.sealed.SealedField(blank=True, help_text='企业的陈述，只给办理的部门看', about='reference', purpose='objection')),
                    ('stated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('stated_at', models.DateTimeField(null=True)),
                    ('reply', models.TextField(blank=True)),
                    ('replied_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('replied_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('at', 'pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('grounds', ''), _negated=True), name='objection_has_grounds'), models.CheckConstraint(condition=models.Q(('state', 'filed'), models.Q(models.Q(('reply', ''), _negated=True), ('replied_by__isnull', False)), _connector='OR'), name='objection_answered_has_a_reply'), models.CheckConstraint(condition=models.Q(models.Q(('stated_at', None), ('stated_by', None), ('statement', '')), models.Q(models.Q(('statement', ''), _negated=True), ('stated_at__isnull', False), ('stated_by__isnull', False)), _connector='OR'), name='objection_statement_has_its_giver')],
                },
            ),
        ]),
    ]
