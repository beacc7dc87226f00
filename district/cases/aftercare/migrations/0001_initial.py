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
                name='Obligation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True, verbose_name='编号')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='obligations', to='cases.application')),
                    ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='obligations', to='cases.decision')),
                    ('key', models.CharField(max_length=60)),
                    ('say', models.CharField(max_length=300)),
                    ('cite', models.CharField(blank=True, max_length=200)),
                    ('illustrative', models.BooleanField(default=False)),
                    ('on_breach', models.CharField(max_length=20)),
                    ('every', models.PositiveSmallIntegerField(help_text='几个月查一次')),
                    ('state', models.CharField(choices=[('watching', '跟踪中'), ('kept', '已履行'), ('breached', '疑似违反'), ('released', '已解除')], max_length=12)),
                    ('from_on', models.DateField()),
                    ('until_on', models.DateField()),
                    ('next_on', models.DateField(help_text='下一次查的日子', null=True)),
                    ('kept', models.BooleanField(help_text='最近一次查的结果；空白是不确定', null=True)),
                    ('checked_on', models.DateField(null=True)),
                    ('missing', models.JSONField(default=list, help_text='最近一次缺哪些事实')),
                    ('asked_on', models.DateField(help_text='哪天请企业补过信息', null=True)),
                ],
                options={
                    'verbose_name': '义务',
                    'ordering': ('next_on', 'pk'),
                    'indexes': [models.Index(fields=['state', 'next_on'], name='obligation_due')],
                    'constraints': [models.UniqueConstraint(fields=('decision', 'key'), name='one_obligation_per_decision_and_key'), models.CheckConstraint(condition=models.Q(('state__in', ['breached', 'kept', 'released', 'watching'])), name='obligation_state_is_known'), models.CheckConstraint(condition=models.Q(('until_on__gt', models.F('from_on'))), name='obligation_days_in_order')],
                },
            ),
            migrations.CreateModel(
                name='Campaign',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True, verbose_name='编号')),
                    ('title', models.CharField(max_length=120, verbose_name='名称')),
                    ('year', models.PositiveSmallIntegerField(verbose_name='决定年度')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('size', models.PositiveIntegerField(verbose_name='抽几件')),
                    ('share', models.PositiveSmallIntegerField(verbose_name='按风险抽的比例（%）')),
                    ('seed', models.CharField(blank=True, max_length=80, verbose_name='种子')),
                    ('state', models.CharField(choices=[('sealed', '名单已封存，待抽取'), ('drawn', '核查中'), ('done', '已结束')], max_length=8)),
                    ('population', models.JSONField(help_text='[{number, score, parts}]，按决定文号排列')),
                    ('digest', models.CharField(max_length=64)),
                    ('request_key', models.UUIDField(unique=True)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                    ('drawn_at', models.DateTimeField(null=True)),
                    ('programmes', models.ManyToManyField(related_name='+', to='policies.programme')),
                ],
                options={
                    'ordering': ('-at', '-pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='campaign_size_is_positive'), models.CheckConstraint(condition=models.Q(('share__lte', 100)), name='campaign_share_is_a_percentage'), models.CheckConstraint(condition=models.Q(('state__in', ['done', 'drawn', 'sealed'])), name='campaign_state_is_known'), models.CheckConstraint(condition=models.Q(('state', 'sealed'), models.Q(('seed', ''), _negated=True), _connector='OR'), name='campaign_drawn_has_a_seed')],
                },
            ),
            migrations.CreateModel(
                name='ObligationCheck',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('obligation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='aftercare.obligation')),
                    ('at', models.DateTimeField()),
                    ('on', models.DateField(help_text='哪天查的')),
                    ('as_of', models.DateField(help_text='按哪天的事实；期满后是最后一天')),
                    ('kept', models.BooleanField(null=True)),
                    ('facts', models.JSONField(help_text='名称 → {value, type, unit, grade, source, valid_from}')),
                    ('missing', models.JSONField(default=list)),
                ],
                options={
                    'ordering': ('at', 'pk'),
                    'constraints': [models.UniqueConstraint(fields=('obligation', 'on'), name='one_check_a_day')],
                },
            ),
            migrations.CreateModel(
                name='Finding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True, verbose_name='编号')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='cases.application')),
                    ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='cases.decision')),
                    ('source', models.CharField(choices=[('obligation', '义务跟踪'), ('sampling', '抽查'), ('correction', '事实更正'), ('collision', '人员重复'), ('running', '按期给付'), ('paused', '暂停给付'), ('replaced', '决定更正或撤销'), ('twice', '重复付出'), ('hand', '部门提出')], max_length=12)),
                    ('kind', models.CharField(choices=[('recovery', '追缴'), ('top_up', '补发')], max_length=10)),
                    ('state', models.CharField(choices=[('opened', '待告知'), ('told', '听取意见中'), ('upheld', '成立，待处理'), ('dismissed', '不成立'), ('proposed', '待批准'), ('approved', '已批准'), ('closed', '已了结')], max_length=12)),
                    ('cause', models.CharField(help_text='由什么引起：同一起因不重复立', max_length=120)),
                    ('obligation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='aftercare.obligation')),
                    ('say', models.CharField(max_length=500)),
                    ('cite', models.CharField(blank=True, max_length=200)),
                    ('details', models.JSONField(default=dict, help_text='事实、两次判定等，供对照')),
                    ('since_on', models.DateField(help_text='从哪天起不符合')),
                    ('opened_at', models.DateTimeField()),
                    ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('told_at', models.DateTimeField(null=True)),
                    ('due_on', models.DateField(help_text='陈述意见的期限', null=True)),
                    ('due_provisional', models.BooleanField(default=False)),
                    ('ruling', models.TextField(blank=True)),
                    ('ruled_at', models.DateTimeField(null=True)),
                    ('ruled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=18, null=True, verbose_name='金额（元）')),
                    ('sum', models.CharField(blank=True, help_text='算式', max_length=300)),
                    ('back', models.DecimalField(decimal_places=2, help_text='其中已拨付、应退回的', max_digits=18, null=True)),
                    ('number', models.CharField(blank=True, help_text='处理决定的文号', max_length=60)),
                    ('reason', models.TextField(blank=True)),
                    ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField(null=True)),
                    ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('approved_at', models.DateTimeField(null=True)),
                ],
                options={
                    'verbose_name': '线索',
                    'ordering': ('-opened_at', '-pk'),
                    'indexes': [models.Index(fields=['state', 'due_on'], name='finding_worklist')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'closed'), _negated=True), fields=('cause',), name='one_finding_a_cause'), models.UniqueConstraint(condition=models.Q(('source', 'correction'), ('state__in', ['opened', 'proposed', 'told', 'upheld'])), fields=('decision',), name='one_open_correction_per_decision'), models.CheckConstraint(condition=models.Q(('state__in', ['approved', 'closed', 'dismissed', 'opened', 'proposed', 'told', 'upheld'])), name='finding_state_is_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['recovery', 'top_up'])), name='finding_kind_is_known'), models.CheckConstraint(condition=models.Q(('source__in', ['obligation', 'sampling', 'correction', 'collision', 'running', 'paused', 'replaced', 'twice', 'hand'])), name='finding_source_is_known'), models.CheckConstraint(condition=models.Q(('amount', None), ('amount__gt', 0), _connector='OR'), name='finding_amount_is_positive'), models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('approved_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='finding_approved_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'approved'), _negated=True), models.Q(('amount__isnull', False), ('approved_by__isnull', False), ('proposed_by__isnull', False)), _connector='OR'), name='finding_approved_has_an_amount'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'recovery'), ('state__in', ['upheld', 'proposed', 'approved']), _negated=True), models.Q(('ruled_by__isnull', False), ('told_at__isnull', False)), _connector='OR'), name='finding_recovery_was_told_and_ruled_on'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'recovery'), ('state', 'approved'), _negated=True), models.Q(('back__isnull', False), models.Q(('number', ''), _negated=True)), _connector='OR'), name='finding_recovery_has_its_paper'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'told'), _negated=True), ('due_on__isnull', False), _connector='OR'), name='finding_told_has_a_deadline')],
                },
            ),
            migrations.CreateModel(
                name='Statement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='aftercare.finding')),
                    ('text', district.ground.record.sealed.SealedField(about='request_key', purpose='statement')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                    ('request_key', models.UUIDField(unique=True)),
                ],
                options={
                    'ordering': ('at', 'pk'),
                },
            ),
            migrations.CreateModel(
                name='CampaignItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='aftercare.campaign')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.application')),
                    ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.decision')),
                    ('how', models.CharField(choices=[('risk', '按风险'), ('random', '随机')], max_length=8)),
                    ('place', models.PositiveIntegerField(help_text='第几个抽出')),
                    ('score', models.PositiveSmallIntegerField()),
                    ('parts', models.JSONField(default=dict)),
                    ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('result', models.CharField(blank=True, choices=[('fine', '未发现问题'), ('problem', '发现问题')], max_length=8)),
                    ('answers', models.JSONField(default=dict, help_text='检查项 → yes / no / na')),
                    ('note', models.TextField(blank=True)),
                    ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('checked_at', models.DateTimeField(null=True)),
                    ('finding', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='aftercare.finding')),
                ],
                options={
                    'ordering': ('campaign', 'place'),
                    'constraints': [models.UniqueConstraint(fields=('campaign', 'decision'), name='one_item_per_decision'), models.CheckConstraint(condition=models.Q(('result__in', ['', 'fine', 'problem'])), name='item_result_is_known'), models.CheckConstraint(condition=models.Q(('how__in', ['risk', 'random'])), name='item_drawn_one_way')],
                },
            ),
        ]),
    ]
