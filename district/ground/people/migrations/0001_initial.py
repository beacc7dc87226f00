import district.ground.clock
import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('bureau', '委办局'), ('street', '街道'), ('bank', '银行'), ('guarantor', '担保机构'), ('incubator', '孵化器'), ('base', '实训基地'), ('school', '学校'), ('investor', '投资机构'), ('alliance', '联盟成员')], default='bureau', max_length=10, verbose_name='类别')),
                ('name', models.CharField(max_length=40, verbose_name='简称')),
                ('full', models.CharField(max_length=120, verbose_name='全称')),
                ('english', models.CharField(blank=True, max_length=160, verbose_name='英文名称')),
                ('code', models.CharField(blank=True, help_text='统一社会信用代码，或区划代码', max_length=18, verbose_name='代码')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='people.organisation', verbose_name='上级机构')),
                ('since', models.DateField(blank=True, null=True, verbose_name='成立或加入')),
                ('until', models.DateField(blank=True, null=True, verbose_name='到哪天为止')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='办公电话')),
                ('address', models.CharField(blank=True, max_length=160, verbose_name='办公地址')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='对外邮箱')),
                ('public', models.BooleanField(default=False, verbose_name='在公开页列出')),
            ],
            options={
                'verbose_name': '机构',
                'ordering': ('name',),
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['bureau', 'street', 'bank', 'guarantor', 'incubator', 'base', 'school', 'investor', 'alliance'])), name='organisation_kind_is_known'), models.UniqueConstraint(fields=('kind', 'name'), name='one_organisation_per_kind_and_name'), models.UniqueConstraint(condition=models.Q(('kind__in', ['bureau', 'street'])), fields=('name',), name='one_office_of_a_name'), models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('kind', 'code'), name='one_organisation_per_kind_and_code'), models.CheckConstraint(condition=models.Q(('until', None), ('since', None), ('until__gt', models.F('since')), _connector='OR'), name='organisation_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('parent', None), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='nobody_is_their_own_parent')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('must_change_password', models.BooleanField(default=False, help_text='现在的密码是别人设的', verbose_name='要换密码')),
                ('anonymised_at', models.DateTimeField(help_text='到期后去掉了姓名和联系方式', null=True)),
                ('acted_by_name', models.BooleanField(default=False, help_text='担任过岗位：姓名随办事留痕保留')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': '用户',
                'constraints': [models.CheckConstraint(condition=models.Q(('anonymised_at', None), models.Q(('email', ''), ('first_name', ''), ('is_active', False), ('last_name', ''), models.Q(('name', '已注销用户'), ('acted_by_name', True), _connector='OR')), _connector='OR'), name='anonymised_account_is_empty')],
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Bureau',
            fields=[
            ],
            options={
                'verbose_name': '委办局',
                'proxy': True,
            },
            bases=('people.organisation',),
        ),
        migrations.CreateModel(
            name='OrganisationMembership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='standings_held', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='people.organisation')),
                ('role', models.CharField(choices=[('officer', '经办人'), ('leader', '负责人'), ('auditor', '审计'), ('expert', '评审专家'), ('administrator', '系统管理员'), ('steward', '机构管理员'), ('staff', '工作人员'), ('member', '成员')], max_length=20, verbose_name='身份')),
                ('title', models.CharField(blank=True, max_length=60, verbose_name='职务')),
                ('since', models.DateField(null=True, verbose_name='从')),
                ('until', models.DateField(null=True, verbose_name='任期到')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_at', models.DateTimeField(default=district.ground.clock.now)),
                ('vouched_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('vouched_at', models.DateTimeField(null=True)),
                ('needs_second', models.BooleanField(default=False, help_text='登记人之外还要一位管理员确认')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_at', models.DateTimeField(null=True)),
                ('why_ended', models.CharField(blank=True, max_length=200, verbose_name='为何结束')),
            ],
            options={
                'verbose_name': '机构成员',
                'ordering': ('organisation__name', 'role', 'pk'),
                'indexes': [models.Index(fields=['organisation', 'role'], name='members_of'), models.Index(fields=['person', 'ended_at'], name='standings_of'), models.Index(condition=models.Q(('ended_at', None)), fields=['until'], name='terms_that_end')],
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', ['officer', 'leader', 'auditor', 'expert', 'administrator', 'steward', 'staff', 'member'])), name='membership_role_is_known'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('person', 'organisation', 'role'), name='one_standing_membership_per_person_organisation_role'), models.CheckConstraint(condition=models.Q(('until', None), ('since', None), ('until__gt', models.F('since')), _connector='OR'), name='membership_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('vouched_by', None), models.Q(('vouched_by', models.F('person')), _negated=True), _connector='OR'), name='nobody_vouches_for_themselves'), models.CheckConstraint(condition=models.Q(('vouched_by', None), ('vouched_at__isnull', False), _connector='OR'), name='voucher_has_its_time'), models.CheckConstraint(condition=models.Q(('needs_second', False), ('vouched_by', None), models.Q(('vouched_by', models.F('entered_by')), _negated=True), _connector='OR'), name='duty_over_money_has_two_administrators'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None), ('why_ended', '')), models.Q(('ended_at__isnull', False), models.Q(('why_ended', ''), _negated=True)), _connector='OR'), name='ended_membership_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to=settings.AUTH_USER_MODEL, verbose_name='谁不在岗')),
                ('substitute', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stand_ins', to=settings.AUTH_USER_MODEL, verbose_name='代理人')),
                ('first', models.DateField(verbose_name='从')),
                ('last', models.DateField(verbose_name='到')),
                ('note', models.CharField(blank=True, max_length=100, verbose_name='说明')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_at', models.DateTimeField()),
                ('ended_on', models.DateField(null=True, verbose_name='提前结束')),
                ('request_key', models.UUIDField(unique=True)),
            ],
            options={
                'ordering': ('-first', '-pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='absence_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('person', models.F('substitute')), _negated=True), name='nobody_stands_in_for_themselves')],
            },
        ),
        migrations.CreateModel(
            name='AccountConsent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to=settings.AUTH_USER_MODEL)),
                ('text', models.TextField(verbose_name='同意的内容')),
                ('version', models.CharField(max_length=20, verbose_name='版本')),
                ('given_at', models.DateTimeField(verbose_name='何时同意')),
                ('since', models.DateField(verbose_name='从')),
                ('until', models.DateField(verbose_name='到')),
            ],
            options={
                'ordering': ('-since', '-pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('version', ''), _negated=True)), name='account_consent_says_to_what'), models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='account_consent_ends_after_it_begins'), models.UniqueConstraint(fields=('person', 'since'), name='one_account_consent_a_day')],
            },
        ),
        migrations.CreateModel(
            name='AccountEnding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='endings', to=settings.AUTH_USER_MODEL)),
                ('due', models.DateField()),
                ('day', models.DateField()),
                ('told_on', models.DateField()),
                ('again_on', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'due'), name='one_account_ending_per_due_day'), models.CheckConstraint(condition=models.Q(('day__gte', models.F('due'))), name='account_never_ends_before_it_is_due'), models.CheckConstraint(condition=models.Q(('day__gt', models.F('told_on')), models.Q(('again_on', None), ('day__gt', models.F('again_on')), _connector='OR')), name='account_ends_after_the_person_was_told')],
            },
        ),
        migrations.CreateModel(
            name='Duty',
            fields=[
            ],
            options={
                'proxy': True,
            },
            bases=('people.organisationmembership',),
        ),
        migrations.CreateModel(
            name='Expert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=24, unique=True)),
                ('name', models.CharField(max_length=60, verbose_name='姓名')),
                ('english', models.CharField(blank=True, max_length=80, verbose_name='英文姓名')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='experts', to='people.bureau', verbose_name='聘请部门')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation', verbose_name='所在机构')),
                ('title', models.CharField(blank=True, max_length=60, verbose_name='职务')),
                ('person', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='expert', to=settings.AUTH_USER_MODEL)),
                ('fields', models.JSONField(default=list, verbose_name='领域')),
                ('topics', models.JSONField(default=list, verbose_name='云坐诊分组')),
                ('languages', models.JSONField(default=list, verbose_name='语言')),
                ('about', models.TextField(blank=True, verbose_name='简介')),
                ('public', models.BooleanField(default=False, verbose_name='公开列出')),
                ('agreed_at', models.DateTimeField(help_text='本人何时同意公开', null=True)),
                ('agreed_how', models.CharField(blank=True, max_length=100, verbose_name='怎样同意的')),
                ('since', models.DateField(blank=True, null=True, verbose_name='聘期从')),
                ('until', models.DateField(blank=True, null=True, verbose_name='聘期到')),
                ('ended_at', models.DateTimeField(null=True)),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_at', models.DateTimeField(default=district.ground.clock.now)),
            ],
            options={
                'verbose_name': '专家',
                'ordering': ('name', 'pk'),
                'indexes': [models.Index(fields=['office', 'ended_at'], name='experts_of_office')],
                'constraints': [models.CheckConstraint(condition=models.Q(('public', False), ('agreed_at__isnull', False), _connector='OR'), name='public_expert_agreed'), models.CheckConstraint(condition=models.Q(('until', None), ('since', None), ('until__gt', models.F('since')), _connector='OR'), name='expert_ends_after_they_begin')],
            },
        ),
        migrations.CreateModel(
            name='AbsentDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('absence', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='days', to='people.absence')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('day', models.DateField()),
            ],
            options={
                'indexes': [models.Index(fields=['day', 'absence'], name='who_is_away')],
                'constraints': [models.UniqueConstraint(fields=('person', 'day'), name='one_absence_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Honour',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='honours', to='people.expert')),
                ('title', models.CharField(max_length=80, verbose_name='名称')),
                ('source', models.CharField(max_length=80, verbose_name='授予单位')),
                ('since', models.DateField(verbose_name='从')),
                ('until', models.DateField(blank=True, null=True, verbose_name='到')),
            ],
            options={
                'ordering': ('-since', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('expert', 'title', 'since'), name='one_honour_per_expert_and_day'), models.CheckConstraint(condition=models.Q(('until', None), ('until__gt', models.F('since')), _connector='OR'), name='honour_ends_after_it_begins')],
            },
        ),
    ]
