import district.ground.record.sealed
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('files', '0001_initial'),
        ('people', '0001_initial'),
        ('record', '0001_initial'),
        ('work', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Enterprise',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject', models.CharField(choices=[('enterprise', '企业'), ('person', '个人'), ('base', '基地')], default='enterprise', max_length=10)),
                    ('account', models.OneToOneField(help_text='个人：他自己的账号', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='own_subject', to=settings.AUTH_USER_MODEL)),
                    ('operator', models.ForeignKey(help_text='基地：举办的企业', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.enterprise')),
                    ('organisation', models.OneToOneField(help_text='基地：机构里的同一家', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                    ('uscc', models.CharField(max_length=18, unique=True, verbose_name='统一社会信用代码')),
                    ('name', models.CharField(max_length=200, verbose_name='名称')),
                    ('named_on', models.DateField(help_text='现用名称从哪天起为登记所知', null=True)),
                    ('kind', models.CharField(blank=True, max_length=40, verbose_name='企业类型')),
                    ('street', models.CharField(blank=True, max_length=40, verbose_name='所属街道')),
                    ('section', models.CharField(blank=True, max_length=40, verbose_name='行业门类')),
                    ('industry', models.CharField(blank=True, max_length=8, verbose_name='行业代码')),
                    ('founded', models.DateField(null=True, verbose_name='成立日期')),
                    ('status', models.CharField(blank=True, max_length=20, verbose_name='经营状态')),
                    ('size', models.CharField(blank=True, choices=[('大型', '大型'), ('中型', '中型'), ('小型', '小型'), ('微型', '微型')], max_length=2, verbose_name='企业规模')),
                    ('size_as_of', models.DateField(null=True)),
                    ('created_at', models.DateTimeField()),
                    ('updated_at', models.DateTimeField()),
                ],
                options={
                    'verbose_name': '企业',
                    'ordering': ('uscc',),
                    'indexes': [models.Index(fields=['street', 'size'], name='enterprise_street_size'), models.Index(fields=['section', 'size'], name='enterprise_section_size'), models.Index(fields=['name'], name='enterprise_name')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('account__isnull', False), ('operator', None), ('organisation', None), ('subject', 'person'), ('uscc__startswith', 'P-')), models.Q(('account', None), ('subject', 'base'), ('uscc__startswith', 'B-')), models.Q(('account', None), ('operator', None), ('organisation', None), ('subject', 'enterprise'), models.Q(('uscc__startswith', 'P-'), _negated=True), models.Q(('uscc__startswith', 'B-'), _negated=True)), _connector='OR'), name='subject_is_one_of_its_kind'), models.CheckConstraint(condition=models.Q(('size__in', ['', '大型', '中型', '小型', '微型'])), name='enterprise_size_is_known_word')],
                },
            ),
            migrations.CreateModel(
                name='FactKind',
                fields=[
                    ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                    ('subject', models.CharField(choices=[('enterprise', '企业'), ('person', '个人'), ('base', '基地')], default='enterprise', max_length=10)),
                    ('type', models.CharField(choices=[('string', '文字'), ('number', '数字'), ('boolean', '是否'), ('date', '日期')], max_length=10)),
                    ('unit', models.CharField(blank=True, max_length=20)),
                    ('places', models.PositiveSmallIntegerField(null=True)),
                    ('source', models.CharField(blank=True, max_length=60)),
                    ('vouched_by', models.JSONField(blank=True, default=list, help_text='作数的来历；空白表示都作数')),
                    ('fresh', models.CharField(blank=True, help_text='ISO 8601 时长，例如 P3M；空白表示不过期', max_length=20)),
                    ('personal', models.BooleanField(default=False)),
                    ('ask', models.CharField(blank=True, max_length=200)),
                    ('choices', models.JSONField(blank=True, default=list)),
                    ('position', models.PositiveIntegerField(default=0)),
                    ('group', models.CharField(blank=True, help_text='页面上归在哪一组', max_length=40)),
                    ('group_english', models.CharField(blank=True, max_length=80)),
                ],
                options={
                    'ordering': ('position', 'name'),
                },
            ),
            migrations.CreateModel(
                name='ColumnMapping',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('fingerprint', models.CharField(max_length=64, unique=True)),
                    ('columns', models.JSONField(help_text='列标题 → 事实名、单位，或不导入')),
                    ('used_at', models.DateTimeField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='ImportRun',
                fields=[
                    ('work_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='work.work')),
                    ('file_name', models.CharField(max_length=200)),
                    ('file_path', models.CharField(max_length=300)),
                    ('file_hash', models.CharField(max_length=64)),
                    ('source', models.CharField(max_length=60)),
                    ('as_of', models.DateField(help_text='数据截止日期')),
                    ('mapping', models.JSONField(default=dict)),
                    ('rows_in', models.PositiveIntegerField(default=0, help_text='进入企业库的行')),
                    ('rows_created', models.PositiveIntegerField(default=0)),
                    ('rows_changed', models.PositiveIntegerField(default=0)),
                    ('rows_returned', models.PositiveIntegerField(default=0, help_text='无法识别、退回的行')),
                    ('cells_reported', models.PositiveIntegerField(default=0, help_text='退回行的原因加有疑问的单元格')),
                    ('report_path', models.CharField(blank=True, max_length=300)),
                ],
                bases=('work.work',),
            ),
            migrations.CreateModel(
                name='Agency',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uscc', models.CharField(max_length=18, unique=True, verbose_name='统一社会信用代码')),
                    ('name', models.CharField(max_length=200, verbose_name='名称')),
                    ('enterprise', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.enterprise')),
                    ('created_at', models.DateTimeField()),
                ],
                options={
                    'verbose_name': '代理机构',
                },
            ),
            migrations.CreateModel(
                name='Membership',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
                    ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='enterprises.enterprise')),
                    ('role', models.CharField(choices=[('owner', '法定代表人或负责人'), ('member', '经办人')], default='member', max_length=10)),
                    ('state', models.CharField(choices=[('requested', '待确认'), ('confirmed', '已确认'), ('refused', '未通过'), ('ended', '企业已注销'), ('left', '已结束')], default='requested', max_length=10)),
                    ('since', models.DateTimeField()),
                    ('until', models.DateField(null=True, verbose_name='代表到哪天')),
                    ('ground', models.CharField(blank=True, choices=[('licence', '营业执照'), ('letter', '授权书'), ('sign-on', '统一身份认证'), ('invitation', '负责人邀请'), ('base', '登记基地')], max_length=10)),
                    ('paper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                    ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('settled_at', models.DateTimeField(null=True)),
                    ('why', models.CharField(blank=True, help_text='不通过、仍然确认或结束的理由', max_length=200)),
                    ('objection', models.CharField(blank=True, max_length=200, verbose_name='负责人的异议')),
                    ('objected_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('person', 'enterprise'), name='one_membership_per_person_enterprise'), models.CheckConstraint(condition=models.Q(('state__in', ['requested', 'confirmed', 'refused', 'ended', 'left'])), name='membership_state'), models.CheckConstraint(condition=models.Q(models.Q(('ground__in', ['licence', 'letter']), _negated=True), ('paper__isnull', False), _connector='OR'), name='claim_has_its_paper'), models.CheckConstraint(condition=models.Q(('settled_by', None), models.Q(('settled_by', models.F('person')), _negated=True), _connector='OR'), name='claim_settled_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), ('settled_by', None), models.Q(('ground', ''), _negated=True), _connector='OR'), name='claim_confirmed_on_evidence'), models.CheckConstraint(condition=models.Q(models.Q(('objected_by', None), ('objection', '')), models.Q(models.Q(('objection', ''), _negated=True), ('objected_by__isnull', False)), _connector='OR'), name='claim_objection_is_somebodys')],
                },
            ),
            migrations.CreateModel(
                name='PartInvitation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='enterprises.enterprise')),
                    ('digest', models.CharField(max_length=64, unique=True)),
                    ('name', models.CharField(max_length=60, verbose_name='请谁')),
                    ('role', models.CharField(choices=[('owner', '法定代表人或负责人'), ('member', '经办人')], default='member', max_length=10)),
                    ('until', models.DateField(null=True)),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField()),
                    ('expires_on', models.DateField()),
                    ('used_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('-made_at', '-pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('used_by', None), models.Q(('used_by', models.F('made_by')), _negated=True), _connector='OR'), name='invitation_used_by_another'), models.CheckConstraint(condition=models.Q(('used_by', None), ('withdrawn_at', None), _connector='OR'), name='invitation_used_or_withdrawn')],
                },
            ),
            migrations.CreateModel(
                name='Fact',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('enterprise', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='facts', to='enterprises.enterprise')),
                    ('kind', models.ForeignKey(db_column='kind', db_index=False, on_delete=django.db.models.deletion.PROTECT, to='enterprises.factkind')),
                    ('value', models.TextField()),
                    ('grade', models.CharField(choices=[('register', '登记数据'), ('certificate', '证书材料'), ('decision', '本系统决定'), ('declared', '企业申报')], max_length=12)),
                    ('source', models.CharField(max_length=120)),
                    ('valid_from', models.DateField()),
                    ('known_from', models.DateTimeField()),
                    ('known_until', models.DateTimeField(null=True)),
                    ('run', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.importrun')),
                    ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('note', models.CharField(blank=True, max_length=300)),
                ],
                options={
                    'indexes': [models.Index(fields=['enterprise'], name='facts_of_enterprise')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('known_until', None)), fields=('enterprise', 'kind', 'grade'), name='one_current_fact_per_grade'), models.CheckConstraint(condition=models.Q(('known_until', None), ('known_until__gte', models.F('known_from')), _connector='OR'), name='fact_known_in_order'), models.CheckConstraint(condition=models.Q(('grade__in', ['register', 'certificate', 'decision', 'declared'])), name='fact_grade_is_known')],
                },
            ),
            migrations.CreateModel(
                name='RegisterEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='enterprises.enterprise')),
                    ('kind', models.CharField(choices=[('renamed', '更名'), ('moved', '迁出'), ('closed', '注销'), ('revoked', '吊销'), ('listed', '列为失信被执行人'), ('delisted', '移出失信被执行人'), ('restored', '恢复')], max_length=10)),
                    ('about', models.CharField(max_length=60)),
                    ('before', models.CharField(blank=True, max_length=200)),
                    ('after', models.CharField(max_length=200)),
                    ('on', models.DateField(help_text='发生之日；登记没有写明的，是数据截止日期')),
                    ('known_at', models.DateTimeField()),
                    ('source', models.CharField(max_length=120)),
                    ('run', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.importrun')),
                    ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('-on', '-pk'),
                    'indexes': [models.Index(fields=['enterprise', 'about', '-on'], name='register_event_by_firm'), models.Index(fields=['before'], name='register_event_before')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ('renamed', 'moved', 'closed', 'revoked', 'listed', 'delisted', 'restored'))), name='register_event_kind_is_known'), models.CheckConstraint(condition=models.Q(('before', models.F('after')), _negated=True), name='register_event_changes_something'), models.CheckConstraint(condition=models.Q(models.Q(('about', ''), _negated=True), models.Q(('after', ''), _negated=True)), name='register_event_says_what')],
                },
            ),
            migrations.CreateModel(
                name='Keeping',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keepings', to='enterprises.enterprise')),
                    ('text', models.TextField(help_text='同意时读到的话')),
                    ('given_at', models.DateTimeField()),
                    ('until', models.DateField()),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('-given_at', '-pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('subject',), name='one_consent_to_keep_at_a_time'), models.CheckConstraint(condition=models.Q(('withdrawn_at', None), ('withdrawn_at__gte', models.F('given_at')), _connector='OR'), name='consent_withdrawn_after_given')],
                },
            ),
            migrations.CreateModel(
                name='Identity',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='identity', to='enterprises.enterprise')),
                    ('number', district.ground.record.sealed.SealedField(about='subject_id', purpose='identity')),
                    ('print', models.CharField(max_length=64)),
                    ('shown', models.CharField(help_text='遮住中间的写法', max_length=18)),
                    ('entered_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('print',), name='one_subject_per_identity_number')],
                },
            ),
            migrations.CreateModel(
                name='Reading',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='enterprises.enterprise')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('purpose', models.CharField(max_length=200)),
                    ('at', models.DateTimeField()),
                    ('on', models.DateField()),
                ],
                options={
                    'ordering': ('-at', '-pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='reading_says_for_what')],
                },
            ),
            migrations.CreateModel(
                name='Evidence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='enterprises.enterprise')),
                    ('kind', models.CharField(max_length=60, verbose_name='材料类型')),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                    ('valid_from', models.DateField(verbose_name='生效日期')),
                    ('valid_until', models.DateField(null=True, verbose_name='有效期至')),
                    ('note', models.CharField(blank=True, max_length=200, verbose_name='备注')),
                    ('replaced_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='replaces', to='enterprises.evidence')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                    ('request_key', models.UUIDField(help_text='表单的唯一键：重复提交只生成一份', unique=True)),
                    ('reminded_at', models.DateTimeField(help_text='何时提醒过快要到期', null=True)),
                ],
                options={
                    'verbose_name': '材料',
                    'ordering': ('kind', '-at', '-pk'),
                    'indexes': [models.Index(fields=['valid_until'], name='paper_by_expiry')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('replaced_by', None)), fields=('enterprise', 'kind', 'file'), name='one_current_paper_per_file'), models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='paper_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('replaced_by', None), models.Q(('replaced_by', models.F('id')), _negated=True), _connector='OR'), name='paper_does_not_replace_itself')],
                },
            ),
            migrations.CreateModel(
                name='AgencyPerson',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='agency_places', to=settings.AUTH_USER_MODEL)),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='people', to='enterprises.agency')),
                    ('state', models.CharField(choices=[('requested', '待确认'), ('confirmed', '已确认'), ('refused', '未通过')], default='requested', max_length=10)),
                    ('since', models.DateTimeField()),
                    ('paper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                    ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('person', 'agency'), name='one_place_per_person_agency'), models.CheckConstraint(condition=models.Q(('state__in', ['requested', 'confirmed', 'refused'])), name='agency_person_state'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), ('settled_by', None), ('paper__isnull', False), _connector='OR'), name='agency_person_confirmed_on_paper'), models.CheckConstraint(condition=models.Q(('settled_by', None), models.Q(('settled_by', models.F('person')), _negated=True), _connector='OR'), name='agency_person_settled_by_another')],
                },
            ),
            migrations.CreateModel(
                name='Mandate',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True, verbose_name='编号')),
                    ('client', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='enterprises.enterprise')),
                    ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='enterprises.agency')),
                    ('fills', models.BooleanField(default=False, verbose_name='填写和提交申报')),
                    ('corrects', models.BooleanField(default=False, verbose_name='补正和补交材料')),
                    ('messages', models.BooleanField(default=False, verbose_name='接收消息和文书')),
                    ('appeals', models.BooleanField(default=False, verbose_name='申请复核、陈述意见')),
                    ('since', models.DateField(verbose_name='从')),
                    ('until', models.DateField(help_text='这一天仍有效', verbose_name='到')),
                    ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('given_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('request_key', models.UUIDField(unique=True)),
                ],
                options={
                    'verbose_name': '委托',
                    'ordering': ('-given_at', '-pk'),
                    'indexes': [models.Index(fields=['agency', 'until'], name='mandate_by_agency')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='mandate_ends_after_it_begins'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('client', 'agency'), name='one_mandate_per_client_agency')],
                },
            ),
        ]),
    ]
