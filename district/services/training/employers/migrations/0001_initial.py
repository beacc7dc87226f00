import district.ground.record.sealed
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('courses', '0001_initial'),
        ('enterprises', '0001_initial'),
        ('hours', '0001_initial'),
        ('people', '0001_initial'),
        ('policies', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Audit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True, verbose_name='编号')),
                    ('title', models.CharField(max_length=120, verbose_name='名称')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('since', models.DateField(verbose_name='结班自')),
                    ('until', models.DateField(verbose_name='结班至')),
                    ('size', models.PositiveIntegerField(verbose_name='抽几人')),
                    ('population', models.JSONField()),
                    ('digest', models.CharField(max_length=64)),
                    ('seed', models.CharField(blank=True, max_length=120, verbose_name='种子')),
                    ('state', models.CharField(choices=[('sealed', '名单已封存'), ('seeded', '种子已记录，待抽取'), ('drawn', '核查中'), ('done', '已结束')], max_length=10)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                    ('request_key', models.UUIDField(unique=True)),
                ],
                options={
                    'verbose_name': '培训抽查',
                    'ordering': ('-at', '-pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['done', 'drawn', 'sealed', 'seeded'])), name='audit_state_is_known'), models.CheckConstraint(condition=models.Q(('state', 'sealed'), models.Q(('seed', ''), _negated=True), _connector='OR'), name='audit_drawn_from_a_seed'), models.CheckConstraint(condition=models.Q(('size__gte', 1)), name='audit_draws_somebody')],
                },
            ),
            migrations.CreateModel(
                name='Filing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True, verbose_name='备案编号')),
                    ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.enterprise', verbose_name='企业')),
                    ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.programme', verbose_name='政策项目')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('state', models.CharField(choices=[('filed', '待确认'), ('asked', '待企业补充'), ('known', '已备案'), ('finished', '已结班'), ('withdrawn', '已撤回')], max_length=10, verbose_name='状态')),
                    ('filed_on', models.DateField(verbose_name='备案日期')),
                    ('filed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('filed_at', models.DateTimeField()),
                    ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='跟踪专员')),
                    ('asked', models.CharField(blank=True, max_length=500, verbose_name='请补充什么')),
                    ('answer', models.CharField(blank=True, max_length=500, verbose_name='企业的答复')),
                    ('finished_on', models.DateField(null=True, verbose_name='结班日期')),
                    ('request_key', models.UUIDField(unique=True)),
                ],
                options={
                    'verbose_name': '培训备案',
                    'ordering': ('-filed_at', '-pk'),
                    'indexes': [models.Index(fields=['office', 'state'], name='filings_of_an_office')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'filed', 'finished', 'known', 'withdrawn'])), name='filing_state_is_known'), models.CheckConstraint(condition=models.Q(('asked', ''), ('state', 'asked'), _negated=True), name='filing_asked_back_says_what'), models.CheckConstraint(condition=models.Q(models.Q(('finished_on__isnull', False), ('state', 'finished')), models.Q(('state', 'finished'), _negated=True), _connector='OR'), name='finished_filing_has_its_day')],
                },
            ),
            migrations.CreateModel(
                name='Claim',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('filing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='employers.filing')),
                    ('application', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.application')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'verbose_name': '学时申报',
                    'ordering': ('-at', '-pk'),
                },
            ),
            migrations.CreateModel(
                name='SharedCourse',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True, verbose_name='编号')),
                    ('title', models.CharField(max_length=80, verbose_name='课程')),
                    ('about', models.TextField(max_length=2000, verbose_name='讲什么')),
                    ('platform', models.CharField(max_length=120, verbose_name='在哪里学')),
                    ('hours', models.PositiveSmallIntegerField(verbose_name='学时')),
                    ('suits', models.CharField(blank=True, max_length=120, verbose_name='适合的行业或技术')),
                    ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.enterprise', verbose_name='提供单位')),
                    ('contact', models.CharField(max_length=120, verbose_name='怎么联系')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('state', models.CharField(choices=[('proposed', '待审核'), ('open', '已公开'), ('declined', '未通过'), ('closed', '已停用')], max_length=10)),
                    ('why', models.CharField(blank=True, max_length=300)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                    ('request_key', models.UUIDField(unique=True)),
                ],
                options={
                    'verbose_name': '共享课程',
                    'ordering': ('-at', '-pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['closed', 'declined', 'open', 'proposed'])), name='shared_course_state_is_known'), models.CheckConstraint(condition=models.Q(('hours__gte', 1)), name='shared_course_has_hours')],
                },
            ),
            migrations.CreateModel(
                name='Plan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('filing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='employers.filing')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='版本')),
                    ('course', models.CharField(max_length=80, verbose_name='培训项目')),
                    ('mode', models.CharField(choices=[('online', '线上'), ('attended', '线下面授')], max_length=10, verbose_name='方式')),
                    ('platform', models.CharField(blank=True, choices=[('own', '企业自有平台'), ('listed', '人社部门目录内的平台'), ('third', '第三方平台（有检测报告）'), ('district', '区创业云课堂')], max_length=10, verbose_name='平台类别')),
                    ('platform_name', models.CharField(blank=True, max_length=80, verbose_name='平台名称')),
                    ('place', models.CharField(blank=True, max_length=120, verbose_name='上课地点')),
                    ('starts', models.DateField(verbose_name='开班日期')),
                    ('ends', models.DateField(verbose_name='结束日期')),
                    ('learners', models.PositiveIntegerField(verbose_name='预计人数')),
                    ('trainer', models.CharField(max_length=80, verbose_name='授课人')),
                    ('hours', models.PositiveSmallIntegerField(verbose_name='每人学时')),
                    ('shared', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='employers.sharedcourse', verbose_name='共享课程')),
                    ('classroom', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.course', verbose_name='区创业云课堂的课程')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('filing', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('filing', 'number'), name='one_plan_a_version'), models.CheckConstraint(condition=models.Q(('ends__gte', models.F('starts'))), name='plan_days_in_order'), models.CheckConstraint(condition=models.Q(('hours__gte', 1), ('learners__gte', 1)), name='plan_is_of_somebody'), models.CheckConstraint(condition=models.Q(('mode__in', ['online', 'attended'])), name='plan_mode_is_known'), models.CheckConstraint(condition=models.Q(('mode', 'attended'), ('platform__in', ['own', 'listed', 'third', 'district']), _connector='OR'), name='online_plan_names_its_platform'), models.CheckConstraint(condition=models.Q(('classroom', None), models.Q(('mode', 'online'), ('platform', 'district')), _connector='OR'), name='classroom_is_the_districts_own_platform')],
                },
            ),
            migrations.CreateModel(
                name='Touch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('filing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='touches', to='employers.filing')),
                    ('due_on', models.DateField(verbose_name='哪天之前')),
                    ('what', models.CharField(max_length=120, verbose_name='做什么')),
                    ('done_at', models.DateTimeField(null=True)),
                    ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('note', models.CharField(blank=True, max_length=500, verbose_name='情况')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('due_on', 'pk'),
                    'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['due_on'], name='touches_due')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='touch_done_by_somebody'), models.CheckConstraint(condition=models.Q(('done_at', None), models.Q(('note', ''), _negated=True), _connector='OR'), name='touch_done_says_what_came')],
                },
            ),
            migrations.CreateModel(
                name='Trainee',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('filing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='learners', to='employers.filing')),
                    ('position', models.PositiveIntegerField()),
                    ('worker', models.CharField(max_length=64)),
                    ('masked', models.CharField(max_length=20, verbose_name='姓名')),
                    ('ledger', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hours.learner')),
                    ('name', district.ground.record.sealed.SealedField(about='filing_id', purpose='learner')),
                    ('number', district.ground.record.sealed.SealedField(about='filing_id', purpose='learner')),
                    ('shared', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='learners', to='employers.sharedcourse')),
                    ('live', models.BooleanField(default=True)),
                    ('why', models.CharField(blank=True, help_text='为什么不再计算', max_length=200)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'verbose_name': '学员',
                    'ordering': ('filing', 'position'),
                    'indexes': [models.Index(fields=['worker'], name='learners_by_worker')],
                    'constraints': [models.UniqueConstraint(fields=('filing', 'position'), name='one_learner_a_position'), models.UniqueConstraint(fields=('filing', 'worker'), name='one_learner_a_filing'), models.UniqueConstraint(condition=models.Q(('live', True), ('shared__isnull', False)), fields=('shared', 'worker'), name='one_learner_a_shared_course'), models.CheckConstraint(condition=models.Q(('live', True), models.Q(('why', ''), _negated=True), _connector='OR'), name='learner_left_out_says_why')],
                },
            ),
            migrations.CreateModel(
                name='ClaimLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='employers.claim')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='employers.trainee')),
                    ('worker', models.CharField(max_length=64)),
                    ('year', models.PositiveSmallIntegerField()),
                    ('turn', models.PositiveSmallIntegerField()),
                    ('learnt', models.PositiveIntegerField(help_text='有证据的学时，未封顶')),
                    ('hours', models.PositiveIntegerField(help_text='计补学时')),
                    ('live', models.BooleanField(default=True)),
                ],
                options={
                    'ordering': ('claim', 'pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('live', True)), fields=('learner',), name='one_live_claim_a_learner'), models.UniqueConstraint(condition=models.Q(('live', True)), fields=('worker', 'year', 'turn'), name='one_live_session_a_turn_of_the_year'), models.CheckConstraint(condition=models.Q(('hours__gte', 1), ('turn__gte', 1)), name='claimed_line_is_of_something'), models.CheckConstraint(condition=models.Q(('hours__lte', models.F('learnt'))), name='never_more_claimed_than_learnt')],
                },
            ),
            migrations.CreateModel(
                name='AuditItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('audit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='employers.audit')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='employers.trainee')),
                    ('place', models.PositiveIntegerField()),
                    ('state', models.CharField(choices=[('drawn', '待核查'), ('fine', '没有问题'), ('told', '听取意见中'), ('upheld', '问题成立'), ('dropped', '问题不成立')], max_length=10)),
                    ('doubt', models.CharField(blank=True, max_length=500, verbose_name='疑点')),
                    ('hear_until', models.DateField(null=True, verbose_name='陈述到')),
                    ('heard', models.CharField(blank=True, max_length=1000, verbose_name='企业的陈述')),
                    ('ruling', models.CharField(blank=True, max_length=500, verbose_name='结论和理由')),
                    ('finding', models.CharField(blank=True, max_length=24, verbose_name='线索编号')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('audit', 'place'),
                    'constraints': [models.UniqueConstraint(fields=('audit', 'learner'), name='one_item_a_learner_and_audit'), models.CheckConstraint(condition=models.Q(('state__in', ['drawn', 'dropped', 'fine', 'told', 'upheld'])), name='audit_item_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['dropped', 'told', 'upheld']), _negated=True), models.Q(('doubt', ''), _negated=True), _connector='OR'), name='audit_doubt_says_what'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['dropped', 'upheld']), _negated=True), models.Q(('ruling', ''), _negated=True), _connector='OR'), name='audit_ruling_says_why')],
                },
            ),
            migrations.CreateModel(
                name='TraineeSheet',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('filing', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='employers.filing')),
                    ('kind', models.CharField(choices=[('learners', '学员名单'), ('records', '学习记录'), ('roll', '签到记录')], max_length=10)),
                    ('name', models.CharField(max_length=120)),
                    ('taken', models.PositiveIntegerField()),
                    ('known', models.PositiveIntegerField(default=0)),
                    ('faults', models.JSONField(default=list, help_text='没有收的行：行号、列、原因；不含个人信息')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('-at', '-pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['learners', 'records', 'roll'])), name='sheet_kind_is_known')],
                },
            ),
        ]),
    ]
