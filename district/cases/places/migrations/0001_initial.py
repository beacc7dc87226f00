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
        ('scoring', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Places',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.programme')),
                    ('year', models.PositiveSmallIntegerField(help_text='0：不分年度')),
                    ('count', models.PositiveIntegerField()),
                    ('carried', models.PositiveIntegerField(default=0, help_text='上年结转，已含在 count 里')),
                    ('taken', models.PositiveIntegerField(default=0)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('programme', 'year'), name='one_row_of_places_per_programme_year'), models.CheckConstraint(condition=models.Q(('taken__lte', models.F('count'))), name='never_more_places_than_the_quota')],
                },
            ),
            migrations.CreateModel(
                name='AboveQuota',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='above_quota', to='cases.application')),
                    ('power', models.CharField(help_text='依据的权力：文号和条款', max_length=200)),
                    ('reason', models.TextField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('application',), name='one_leave_above_the_quota_a_case'), models.CheckConstraint(condition=models.Q(models.Q(('power', ''), _negated=True), models.Q(('reason', ''), _negated=True)), name='above_the_quota_by_a_stated_power')],
                },
            ),
            migrations.CreateModel(
                name='Allocation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.programme')),
                    ('year', models.PositiveSmallIntegerField()),
                    ('period', models.PositiveSmallIntegerField(help_text='哪一年的名额；0：不分年度')),
                    ('round', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='scoring.round')),
                    ('rule', models.CharField(max_length=12)),
                    ('places', models.PositiveIntegerField()),
                    ('seed', models.CharField(blank=True, max_length=64)),
                    ('digest', models.CharField(max_length=64)),
                    ('lines', models.JSONField()),
                    ('request_key', models.UUIDField(unique=True)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('-at', '-pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('rule', 'pro-rata')), fields=('programme', 'year'), name='one_pot_is_shared_out_once')],
                },
            ),
            migrations.CreateModel(
                name='Place',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('places', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given', to='places.places')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='cases.application')),
                    ('above', models.BooleanField(default=False, help_text='超名额的，不占 taken')),
                    ('at', models.DateTimeField()),
                    ('returned_at', models.DateTimeField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('returned_at', None)), fields=('application',), name='one_place_per_application')],
                },
            ),
            migrations.CreateModel(
                name='Listed',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('allocation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standings', to='places.allocation')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='listed', to='cases.application')),
                    ('order', models.PositiveIntegerField()),
                    ('outcome', models.CharField(max_length=8)),
                    ('share', models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                    ('called_at', models.DateTimeField(help_text='候补的何时递补', null=True)),
                    ('told', models.PositiveIntegerField(help_text='候补第几位，上次告诉企业的', null=True)),
                    ('why', models.CharField(blank=True, help_text='为什么退出名单', max_length=300)),
                ],
                options={
                    'ordering': ('allocation_id', 'order'),
                    'constraints': [models.UniqueConstraint(fields=('allocation', 'order'), name='one_case_at_a_place_of_a_list'), models.UniqueConstraint(condition=models.Q(('outcome__in', ['place', 'waiting'])), fields=('application',), name='one_standing_a_case'), models.CheckConstraint(condition=models.Q(('outcome__in', ['place', 'waiting', 'below', 'refused', 'out'])), name='listed_outcome_is_known'), models.CheckConstraint(condition=models.Q(('called_at', None), ('outcome__in', ['waiting', 'out']), _connector='OR'), name='only_who_waits_is_called_up'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'out'), models.Q(('why', ''), _negated=True)), models.Q(models.Q(('outcome', 'out'), _negated=True), ('why', '')), _connector='OR'), name='who_leaves_a_list_is_told_why')],
                },
            ),
        ]),
    ]
