import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('enterprises', '0001_initial'),
        ('files', '0001_initial'),
        ('people', '0001_initial'),
        ('record', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Contest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau', verbose_name='组织单位')),
                    ('title', models.CharField(max_length=80, verbose_name='名称')),
                    ('title_en', models.CharField(blank=True, max_length=120, verbose_name='英文名称')),
                    ('about', models.TextField(max_length=4000, verbose_name='说明')),
                    ('audience', models.CharField(max_length=200, verbose_name='参赛对象')),
                    ('opens_at', models.DateTimeField(verbose_name='开始报名')),
                    ('closes_at', models.DateTimeField(verbose_name='报名截止')),
                    ('marks_due_on', models.DateField(verbose_name='评审期限')),
                    ('results_on', models.DateField(verbose_name='公布日')),
                    ('rule', models.CharField(choices=[('mean', '各评委总分的平均分'), ('trimmed', '评委满五人时去掉一个最高分和一个最低分再平均，不满五人时直接平均')], default='mean', max_length=10, verbose_name='怎样算分')),
                    ('tie', models.CharField(choices=[('criterion', '平均分相同的，评分表第一项平均分高者在前；仍相同的，由组织单位负责人写明理由定先后'), ('chair', '平均分相同的，由组织单位负责人写明理由定先后')], default='criterion', max_length=10, verbose_name='同分怎样定')),
                    ('outlier', models.DecimalField(decimal_places=1, default=20, max_digits=5, verbose_name='离中位数多少分请评委复看')),
                    ('least', models.PositiveSmallIntegerField(default=3, verbose_name='每件作品至少几位评委')),
                    ('shared', models.PositiveSmallIntegerField(default=2, verbose_name='每两位评委至少共同评几件')),
                    ('rubric', models.JSONField()),
                    ('questions', models.JSONField(default=list)),
                    ('state', models.CharField(choices=[('draft', '起草'), ('called', '征集中'), ('judging', '评审中'), ('decided', '结果已定，待公布'), ('published', '已公布结果'), ('cancelled', '已取消')], default='draft', max_length=10)),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField()),
                    ('called_at', models.DateTimeField(null=True)),
                    ('decided_at', models.DateTimeField(null=True)),
                    ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('published_at', models.DateTimeField(null=True)),
                    ('reason', models.CharField(blank=True, max_length=500, verbose_name='取消的原因')),
                    ('request_key', models.UUIDField(unique=True)),
                ],
                options={
                    'ordering': ('-made_at', '-pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='contest_closes_after_it_opens'), models.CheckConstraint(condition=models.Q(('results_on__gte', models.F('marks_due_on'))), name='results_after_the_marks'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'called', 'judging', 'decided', 'published', 'cancelled'])), name='contest_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', False), ('state', 'published')), models.Q(models.Q(('state', 'published'), _negated=True), ('published_at', None)), _connector='OR'), name='contest_published_has_its_hour'), models.CheckConstraint(condition=models.Q(('least__gte', 3)), name='an_entry_has_three_judges')],
                },
            ),
            migrations.CreateModel(
                name='ContestTeam',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('name', models.CharField(max_length=60, verbose_name='团队名称')),
                    ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='负责人')),
                    ('made_at', models.DateTimeField()),
                    ('request_key', models.UUIDField(unique=True)),
                ],
                options={
                    'ordering': ('-made_at', '-pk'),
                    'constraints': [models.UniqueConstraint(fields=('lead', 'name'), name='one_team_per_lead_and_name')],
                },
            ),
            migrations.CreateModel(
                name='Track',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('contest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tracks', to='contests.contest')),
                    ('name', models.CharField(max_length=40, verbose_name='赛道')),
                    ('name_en', models.CharField(blank=True, max_length=80)),
                    ('position', models.PositiveSmallIntegerField()),
                ],
                options={
                    'ordering': ('position', 'pk'),
                    'constraints': [models.UniqueConstraint(fields=('contest', 'name'), name='one_track_per_name')],
                },
            ),
            migrations.CreateModel(
                name='Prize',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('contest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='prizes', to='contests.contest')),
                    ('name', models.CharField(max_length=40, verbose_name='奖项')),
                    ('name_en', models.CharField(blank=True, max_length=80)),
                    ('level', models.CharField(choices=[('区级', '区级'), ('市级', '市级'), ('国家级', '国家级')], max_length=10, verbose_name='级别')),
                    ('places', models.PositiveSmallIntegerField(verbose_name='名额')),
                    ('position', models.PositiveSmallIntegerField()),
                ],
                options={
                    'ordering': ('position', 'pk'),
                    'constraints': [models.UniqueConstraint(fields=('contest', 'name'), name='one_prize_per_name'), models.CheckConstraint(condition=models.Q(('places__gt', 0)), name='a_prize_has_places'), models.CheckConstraint(condition=models.Q(('level__in', ['区级', '市级', '国家级'])), name='prize_level_is_known')],
                },
            ),
            migrations.CreateModel(
                name='TeamSeat',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('team', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='contests.contestteam')),
                    ('name', models.CharField(max_length=40, verbose_name='姓名')),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('secret', models.CharField(max_length=64, unique=True)),
                    ('invited_at', models.DateTimeField()),
                    ('joined_at', models.DateTimeField(null=True)),
                    ('agreed', models.TextField(blank=True, help_text='加入时读到并同意的话')),
                    ('left_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('pk',),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('left_at', None), ('person__isnull', False)), fields=('team', 'person'), name='in_a_team_once'), models.CheckConstraint(condition=models.Q(models.Q(('joined_at', None), ('person', None)), models.Q(models.Q(('agreed', ''), _negated=True), ('joined_at__isnull', False)), _connector='OR'), name='joined_by_consent')],
                },
            ),
            migrations.CreateModel(
                name='ContestJudge',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('contest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='judges', to='contests.contest')),
                    ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.expert')),
                    ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('added_at', models.DateTimeField()),
                    ('handed_in_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('pk',),
                    'constraints': [models.UniqueConstraint(fields=('contest', 'expert'), name='on_a_jury_once')],
                },
            ),
            migrations.CreateModel(
                name='ContestEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('contest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='contests.contest')),
                    ('track', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='contests.track', verbose_name='赛道')),
                    ('enterprise', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.enterprise')),
                    ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='contests.contestteam')),
                    ('title', models.CharField(blank=True, max_length=80, verbose_name='作品名称')),
                    ('answers', models.JSONField(default=dict)),
                    ('named', models.BooleanField(default=False, verbose_name='同意公开名称')),
                    ('state', models.CharField(choices=[('draft', '填写中'), ('handed-in', '已参赛'), ('withdrawn', '已退出')], default='draft', max_length=10)),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField()),
                    ('saved_at', models.DateTimeField()),
                    ('handed_in_at', models.DateTimeField(null=True)),
                    ('score', models.DecimalField(decimal_places=3, max_digits=7, null=True)),
                    ('adjusted', models.DecimalField(decimal_places=3, max_digits=7, null=True)),
                    ('place', models.PositiveIntegerField(null=True)),
                ],
                options={
                    'ordering': ('contest', 'track', 'place', 'pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('enterprise', None), ('team__isnull', False)), models.Q(('enterprise__isnull', False), ('team', None)), _connector='OR'), name='entry_is_of_a_firm_or_a_team'), models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('contest', 'enterprise'), name='one_entry_per_firm'), models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('contest', 'team'), name='one_entry_per_team'), models.UniqueConstraint(condition=models.Q(('place__isnull', False)), fields=('contest', 'track', 'place'), name='one_entry_per_place'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'handed-in', 'withdrawn'])), name='contest_entry_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'handed-in'), _negated=True), models.Q(('handed_in_at__isnull', False), models.Q(('title', ''), _negated=True)), _connector='OR'), name='entry_handed_in_has_a_title')],
                },
            ),
            migrations.CreateModel(
                name='TieDecided',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('contest', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ties', to='contests.contest')),
                    ('track', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contests.track')),
                    ('order', models.JSONField(help_text='作品编号，先者在前')),
                    ('reason', models.CharField(max_length=500)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('pk',),
                    'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_tie_is_decided_with_a_reason')],
                },
            ),
            migrations.CreateModel(
                name='EntryPaper',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='papers', to='contests.contestentry')),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('pk',),
                    'constraints': [models.UniqueConstraint(fields=('entry', 'file'), name='a_paper_once_per_entry')],
                },
            ),
            migrations.CreateModel(
                name='ContestAward',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='award', to='contests.contestentry')),
                    ('prize', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='contests.prize')),
                    ('number', models.CharField(max_length=40, unique=True)),
                    ('code', models.CharField(max_length=14, unique=True)),
                    ('on', models.DateField()),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('entry__track__position', 'entry__place', 'pk'),
                },
            ),
            migrations.CreateModel(
                name='MarkSheet',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('judge', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='contests.contestjudge')),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='contests.contestentry')),
                    ('state', models.CharField(choices=[('open', '待申报利益关系'), ('declared', '待打分'), ('given', '已打分'), ('recused', '已回避')], default='open', max_length=10)),
                    ('conflict', models.CharField(blank=True, choices=[('organisation', '我在这家单位任职或者有投资'), ('family', '配偶、近亲属在这个团队或企业'), ('teacher', '师生、导师辅导关系'), ('competitor', '与它有竞争或者合作关系'), ('other', '其他可能影响公正的关系')], max_length=12)),
                    ('interest', models.CharField(blank=True, help_text='是什么关系', max_length=300)),
                    ('answers', models.JSONField(default=dict)),
                    ('total', models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                    ('declared_at', models.DateTimeField(null=True)),
                    ('given_at', models.DateTimeField(null=True)),
                    ('asked_at', models.DateTimeField(help_text='何时请评委复看', null=True)),
                    ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('again_at', models.DateTimeField(help_text='何时复看完', null=True)),
                    ('again', models.CharField(blank=True, help_text='复看后的理由', max_length=500)),
                ],
                options={
                    'ordering': ('judge', 'entry'),
                    'constraints': [models.UniqueConstraint(fields=('judge', 'entry'), name='one_sheet_per_judge_and_entry'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'given'), ('total__isnull', False)), models.Q(models.Q(('state', 'given'), _negated=True), ('total', None)), _connector='OR'), name='contest_sheet_given_has_a_total'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'recused'), _negated=True), models.Q(models.Q(('conflict', ''), _negated=True), ('total', None)), _connector='OR'), name='recused_says_which_tie'), models.CheckConstraint(condition=models.Q(('state', 'open'), ('declared_at__isnull', False), _connector='OR'), name='declared_before_it_is_seen')],
                },
            ),
            migrations.CreateModel(
                name='AwardClaim',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='contests.contestaward')),
                    ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contests.contestteam')),
                    ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.enterprise')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('pk',),
                    'constraints': [models.UniqueConstraint(fields=('award',), name='one_prize_claimed_once_a_team')],
                },
            ),
            migrations.CreateModel(
                name='AwardRevoked',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('award', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='revoked', to='contests.contestaward')),
                    ('reason', models.CharField(max_length=500, verbose_name='原因')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='an_award_is_revoked_with_a_reason')],
                },
            ),
        ]),
    ]
