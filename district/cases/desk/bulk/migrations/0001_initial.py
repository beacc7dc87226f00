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
        ('work', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Job',
                fields=[
                    ('work_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='work.work')),
                    ('action', models.CharField(choices=[('accept', '受理'), ('grant', '拟同意'), ('refuse', '拟不予同意'), ('sign', '签批拟办意见'), ('assign', '派件')], max_length=10)),
                    ('to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('note', models.CharField(blank=True, max_length=500)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('action__in', ['accept', 'grant', 'refuse', 'sign', 'assign'])), name='job_action_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('action', 'assign'), _negated=True), ('to__isnull', False), _connector='OR'), name='job_says_to_whom'), models.CheckConstraint(condition=models.Q(models.Q(('action', 'refuse'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='job_says_why_refused')],
                },
                bases=('work.work',),
            ),
            migrations.CreateModel(
                name='JobRow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('job', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='bulk.job')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.application')),
                    ('place', models.PositiveIntegerField()),
                    ('trial', models.CharField(blank=True, choices=[('', '还没有试'), ('well', '可以办'), ('not', '不能办')], default='', max_length=8)),
                    ('trial_why', models.CharField(blank=True, max_length=500)),
                    ('amount', models.DecimalField(decimal_places=2, help_text='试办得出的金额（元）', max_digits=18, null=True)),
                ],
                options={
                    'ordering': ('place',),
                    'constraints': [models.UniqueConstraint(fields=('job', 'case'), name='one_row_a_case_a_job'), models.UniqueConstraint(fields=('job', 'place'), name='one_case_a_place_in_a_job')],
                },
            ),
        ]),
    ]
