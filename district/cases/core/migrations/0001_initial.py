import district.ground.record.sealed
import django.db.models.deletion
import django.db.models.expressions
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('enterprises', '0001_initial'),
        ('people', '0001_initial'),
        ('policies', '0001_initial'),
        ('record', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Application',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True, verbose_name='编号')),
                    ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='enterprises.enterprise')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='policies.programmeversion')),
                    ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='policies.programme')),
                    ('state', models.CharField(choices=[('draft', '草稿'), ('submitted', '待受理'), ('returned', '补正中'), ('accepted', '审核中'), ('joint', '联审中'), ('scoring', '评审中'), ('noticed', '公示中'), ('waiting', '候补中'), ('approving', '待审批'), ('granted', '已同意'), ('refused', '不予同意'), ('declined', '不予受理'), ('withdrawn', '已撤回'), ('lapsed', '视为撤回')], max_length=12)),
                    ('as_of', models.DateField(verbose_name='核算日')),
                    ('facts', models.JSONField(default=dict, help_text='名称 → {value, type, unit, grade, source, valid_from}')),
                    ('verdict', models.JSONField(default=dict)),
                    ('entered', models.JSONField(default=dict, help_text='草稿里填了什么：事实名 → 文字')),
                    ('evidence', models.JSONField(default=dict, help_text='材料名 → 申报人的说明，或 {papers, note}')),
                    ('statements', models.JSONField(default=dict, help_text='申报人自己回答的条件：条件 → 是否')),
                    ('contested', models.JSONField(default=dict, help_text='有异议的事实：名称 → {known, declared}')),
                    ('request_key', models.UUIDField(help_text='表单的唯一键：重复提交只生成一件', unique=True)),
                    ('applicant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to=settings.AUTH_USER_MODEL)),
                    ('created_at', models.DateTimeField()),
                    ('submitted_at', models.DateTimeField(null=True)),
                    ('accepted_at', models.DateTimeField(null=True)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('due_from', models.DateField(help_text='当前一步从哪天起算', null=True)),
                    ('due_on', models.DateField(help_text='当前一步的期限', null=True)),
                    ('due_provisional', models.BooleanField(default=False)),
                    ('days_left', models.PositiveSmallIntegerField(help_text='补正期间停表时，受理期限还剩几个工作日', null=True)),
                    ('lapses_on', models.DateField(help_text='补正逾期已告知：到哪天还不补正就视为撤回', null=True)),
                    ('times_returned', models.PositiveSmallIntegerField(default=0)),
                    ('passed', models.JSONField(default=list, help_text='受理之后已走完的步骤，见 handling.BETWEEN')),
                    ('amount', models.DecimalField(decimal_places=2, help_text='合计：各期都在内', max_digits=18, null=True, verbose_name='决定金额（元）')),
                ],
                options={
                    'verbose_name': '申报',
                    'ordering': ('-created_at', '-pk'),
                    'indexes': [models.Index(fields=['state', 'due_on'], name='application_worklist'), models.Index(fields=['programme', 'state'], name='application_by_programme')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['accepted', 'approving', 'draft', 'joint', 'noticed', 'returned', 'scoring', 'submitted', 'waiting'])), fields=('enterprise', 'programme'), name='one_open_application_per_programme'), models.CheckConstraint(condition=models.Q(('state__in', ['accepted', 'approving', 'declined', 'draft', 'granted', 'joint', 'lapsed', 'noticed', 'refused', 'returned', 'scoring', 'submitted', 'waiting', 'withdrawn'])), name='application_state_is_known'), models.CheckConstraint(condition=models.Q(('times_returned__lte', 1)), name='application_returned_once_at_most'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'granted'), _negated=True), ('decided_at__isnull', False), _connector='OR'), name='granted_has_a_decision_date')],
                },
            ),
            migrations.CreateModel(
                name='NumberSeries',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('year', models.PositiveSmallIntegerField()),
                    ('mark', models.CharField(default='惠', help_text='机关代字的末字，每种文书一个', max_length=4)),
                    ('last', models.PositiveIntegerField(default=0)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('office', 'year', 'mark'), name='one_number_series_per_bureau_year')],
                },
            ),
            migrations.CreateModel(
                name='Submission',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='cases.application')),
                    ('serial', models.PositiveSmallIntegerField()),
                    ('request_key', models.UUIDField(unique=True)),
                    ('at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('as_of', models.DateField()),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.programmeversion')),
                    ('facts', models.JSONField()),
                    ('verdict', models.JSONField()),
                    ('evidence', models.JSONField(default=dict)),
                    ('statements', models.JSONField(default=dict)),
                    ('contested', models.JSONField(default=dict)),
                ],
                options={
                    'ordering': ('serial',),
                    'constraints': [models.UniqueConstraint(fields=('application', 'serial'), name='submissions_are_numbered')],
                },
            ),
            migrations.CreateModel(
                name='Answer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='cases.application')),
                    ('condition', models.CharField(max_length=60)),
                    ('value', models.BooleanField()),
                    ('note', district.ground.record.sealed.SealedField(blank=True, about='application_id', purpose='note')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('at', 'pk'),
                },
            ),
            migrations.CreateModel(
                name='Correction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='cases.application')),
                    ('kind', models.CharField(choices=[('fact', '信息'), ('evidence', '材料'), ('other', '其他')], max_length=10)),
                    ('about', models.CharField(help_text='事实名或材料名', max_length=120)),
                    ('say', models.CharField(max_length=300)),
                    ('was', models.JSONField(help_text='材料：退回时交的是什么，与之不同的才算补上', null=True)),
                    ('reply', district.ground.record.sealed.SealedField(blank=True, about='application_id', purpose='note')),
                    ('replied_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('pk',),
                },
            ),
            migrations.CreateModel(
                name='Decision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='cases.application')),
                    ('number', models.CharField(max_length=40, unique=True)),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('year', models.PositiveSmallIntegerField()),
                    ('serial', models.PositiveIntegerField()),
                    ('submission', models.ForeignKey(help_text='依据哪一次提交', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.submission')),
                    ('answers', models.JSONField(default=dict, help_text='由人判断的条件：条件 → 是否')),
                    ('outcome', models.CharField(choices=[('granted', '同意'), ('refused', '不予同意')], max_length=10)),
                    ('amount', models.DecimalField(decimal_places=2, help_text='一期的金额', max_digits=18, null=True)),
                    ('per', models.CharField(blank=True, help_text='多久一期；空白是一次', max_length=10)),
                    ('times', models.PositiveSmallIntegerField(default=1, help_text='一共几期')),
                    ('cuts', models.JSONField(default=list, help_text='因上限等少给的：[{year, amount, why, because}]')),
                    ('cut', models.DecimalField(decimal_places=2, default=0, help_text='少给的合计', max_digits=18)),
                    ('total', models.DecimalField(decimal_places=2, help_text='合计：各期在内，少给的不在内', max_digits=18, null=True)),
                    ('share', models.DecimalField(decimal_places=2, help_text='按比例分配时名单上的份额；空白是不按比例', max_digits=18, null=True)),
                    ('reasons', models.JSONField(help_text='[{say, cite, value, words}]')),
                    ('note', models.TextField(blank=True)),
                    ('ground', models.CharField(blank=True, help_text='不予受理的法律依据；空白是对受理了的件', max_length=300)),
                    ('verdict', models.JSONField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                    ('replaces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replacements', to='cases.decision')),
                ],
                options={
                    'ordering': ('at', 'pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('replaces', None)), fields=('application',), name='one_decision_per_application'), models.UniqueConstraint(fields=('replaces',), name='a_decision_is_replaced_once'), models.UniqueConstraint(condition=models.Q(('ground', '')), fields=('office', 'year', 'serial'), name='decision_numbers_never_repeat'), models.UniqueConstraint(condition=models.Q(('ground', ''), _negated=True), fields=('office', 'year', 'serial'), name='numbers_of_declining_never_repeat'), models.CheckConstraint(condition=models.Q(('ground', ''), models.Q(('outcome', 'refused'), models.Q(('note', ''), _negated=True)), _connector='OR'), name='declining_says_why'), models.CheckConstraint(condition=models.Q(('outcome__in', ['granted', 'refused'])), name='decision_outcome_is_known'), models.CheckConstraint(condition=models.Q(('outcome', 'granted'), models.Q(('amount', None), ('outcome', 'refused')), _connector='OR'), name='refusal_has_no_amount'), models.CheckConstraint(condition=models.Q(('share', None), models.Q(('amount__isnull', False), ('amount__lte', models.F('share'))), _connector='OR'), name='decision_gives_no_more_than_its_share'), models.CheckConstraint(condition=models.Q(models.Q(('amount', None), ('cut', 0), ('total', None)), models.Q(('amount__isnull', False), ('cut__gte', 0), ('total__isnull', False), ('total__gt', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('amount'), '*', models.F('times')), '-', models.F('cut')), '+', models.Value(Decimal('-0.005')))), ('total__lt', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('amount'), '*', models.F('times')), '-', models.F('cut')), '+', models.Value(Decimal('0.005'))))), _connector='OR'), name='decision_is_its_periods')],
                },
            ),
        ]),
    ]
