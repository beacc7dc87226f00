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
                name='Round',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.programme')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.programmeversion')),
                    ('year', models.PositiveSmallIntegerField()),
                    ('rubric', models.JSONField(help_text='[{name, most, say}]')),
                    ('blind', models.BooleanField(default=False, help_text='专家看不到企业名称')),
                    ('due_on', models.DateField()),
                    ('due_provisional', models.BooleanField(default=False)),
                    ('opened_at', models.DateTimeField()),
                    ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('request_key', models.UUIDField(unique=True)),
                ],
                options={
                    'ordering': ('-opened_at', '-pk'),
                },
            ),
            migrations.CreateModel(
                name='Entry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='scoring.round')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='cases.application')),
                    ('code', models.CharField(max_length=8)),
                    ('score', models.DecimalField(decimal_places=3, max_digits=7, null=True)),
                    ('marks', models.JSONField(default=dict, help_text='评分项 → 平均分')),
                    ('order', models.PositiveIntegerField(null=True)),
                ],
                options={
                    'ordering': ('order', 'code'),
                    'constraints': [models.UniqueConstraint(fields=('round', 'application'), name='one_entry_per_case_and_round'), models.UniqueConstraint(fields=('round', 'code'), name='one_entry_per_code')],
                },
            ),
            migrations.CreateModel(
                name='Judge',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='scoring.round')),
                    ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='people.expert')),
                ],
                options={
                    'ordering': ('pk',),
                    'constraints': [models.UniqueConstraint(fields=('round', 'expert'), name='one_seat_per_expert')],
                },
            ),
            migrations.CreateModel(
                name='Sheet',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='scoring.judge')),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='scoring.entry')),
                    ('state', models.CharField(choices=[('open', '待申报利益关系'), ('declared', '待打分'), ('given', '已打分'), ('recused', '已回避')], default='open', max_length=10)),
                    ('interest', models.CharField(blank=True, help_text='回避的原因', max_length=300)),
                    ('marks', models.JSONField(default=dict, help_text='评分项 → 分数')),
                    ('total', models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                    ('note', models.TextField(blank=True)),
                    ('declared_at', models.DateTimeField(null=True)),
                    ('given_at', models.DateTimeField(null=True)),
                    ('asked_at', models.DateTimeField(help_text='何时请专家复看离群的评分', null=True)),
                ],
                options={
                    'ordering': ('entry__code', 'pk'),
                    'constraints': [models.UniqueConstraint(fields=('seat', 'entry'), name='one_sheet_per_expert_and_case'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'given'), ('total__isnull', False)), models.Q(models.Q(('state', 'given'), _negated=True), ('total', None)), _connector='OR'), name='sheet_given_has_a_total'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'recused'), _negated=True), models.Q(('interest', ''), _negated=True), _connector='OR'), name='recusal_has_a_reason')],
                },
            ),
        ]),
    ]
