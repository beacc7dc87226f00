import district.services.training.camp.models.lessons
import district.services.training.camp.models.teams
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('enterprises', '0001_initial'),
        ('people', '0001_initial'),
        ('record', '0001_initial'),
        ('slots', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Cohort',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('title', models.CharField(max_length=80, verbose_name='名称')),
                    ('text', models.TextField(blank=True, verbose_name='招生说明')),
                    ('place', models.CharField(blank=True, max_length=80, verbose_name='地点')),
                    ('session', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='camp_cohort', to='slots.session')),
                    ('opens_at', models.DateTimeField(verbose_name='报名从')),
                    ('closes_at', models.DateTimeField(verbose_name='报名到')),
                    ('first', models.DateField(verbose_name='开营')),
                    ('last', models.DateField(verbose_name='结营')),
                    ('chosen', models.BooleanField(default=False, verbose_name='择优录取')),
                    ('questions', models.JSONField(default=list)),
                    ('state', models.CharField(choices=[('draft', '筹备中'), ('called', '已发布'), ('over', '已结营'), ('cancelled', '已取消')], default='draft', max_length=10)),
                    ('why', models.CharField(blank=True, max_length=200)),
                    ('past', models.BooleanField(default=False)),
                    ('called_at', models.DateTimeField(null=True)),
                    ('placed_at', models.DateTimeField(help_text='择优录取的一期，何时排了席位', null=True)),
                    ('least', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='录取分数线')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField()),
                    ('changed_at', models.DateTimeField()),
                    ('request_key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ],
                options={
                    'ordering': ('-first', '-pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'called', 'over', 'cancelled'])), name='cohort_state_is_known'), models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='cohort_closes_after_it_opens'), models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='cohort_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(models.Q(('past', True), ('session', None)), models.Q(('past', False), ('session__isnull', False)), _connector='OR'), name='cohort_has_seats_unless_past'), models.CheckConstraint(condition=models.Q(('state', 'cancelled'), ('why', ''), _negated=True), name='cancelled_cohort_says_why'), models.UniqueConstraint(fields=('office', 'title'), name='one_cohort_of_a_title')],
                },
            ),
            migrations.CreateModel(
                name='InternPost',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('enterprise', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.enterprise')),
                    ('base', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                    ('firm', models.CharField(max_length=120, verbose_name='单位')),
                    ('title', models.CharField(max_length=80, verbose_name='岗位')),
                    ('text', models.TextField(blank=True, verbose_name='做什么、要求什么')),
                    ('place', models.CharField(blank=True, max_length=80, verbose_name='地点')),
                    ('gives', models.CharField(blank=True, max_length=120, verbose_name='待遇')),
                    ('places', models.PositiveSmallIntegerField(default=1, verbose_name='人数')),
                    ('begins', models.DateField(verbose_name='从')),
                    ('ends', models.DateField(blank=True, null=True, verbose_name='到')),
                    ('state', models.CharField(choices=[('waiting', '待审核'), ('given', '招募中'), ('closed', '已结束'), ('returned', '审核未通过'), ('taken-back', '已撤回')], default='waiting', max_length=10)),
                    ('why', models.CharField(blank=True, max_length=200)),
                    ('past', models.BooleanField(default=False)),
                    ('given_at', models.DateTimeField(null=True)),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField()),
                    ('changed_at', models.DateTimeField()),
                    ('request_key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ],
                options={
                    'ordering': ('-given_at', '-pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'given', 'closed', 'returned', 'taken-back'])), name='camp_post_state_is_known'), models.CheckConstraint(condition=models.Q(('places__gte', 1)), name='post_takes_somebody'), models.CheckConstraint(condition=models.Q(('enterprise', None), ('base', None), _connector='OR'), name='post_is_of_one'), models.CheckConstraint(condition=models.Q(('state', 'returned'), ('why', ''), _negated=True), name='camp_returned_post_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('given_at', None), ('state', 'given'), _negated=True), models.Q(('given_at', None), ('state', 'closed'), _negated=True)), name='post_given_when')],
                },
            ),
            migrations.CreateModel(
                name='CampSignUp',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_ups', to='camp.cohort')),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('name', models.CharField(max_length=60, verbose_name='姓名')),
                    ('school', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                    ('school_name', models.CharField(blank=True, max_length=80, verbose_name='学校')),
                    ('answers', models.JSONField(default=dict)),
                    ('consent', models.TextField(blank=True, help_text='同意时读到的话')),
                    ('until', models.DateField(null=True)),
                    ('state', models.CharField(choices=[('signed', '待选拔'), ('placed', '按席位'), ('refused', '未录取'), ('withdrawn', '已退出报名'), ('finished', '结业'), ('quit', '中途退出')], max_length=10)),
                    ('mark', models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name='分数')),
                    ('note', models.CharField(blank=True, max_length=200, verbose_name='评语')),
                    ('marked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('why', models.CharField(blank=True, max_length=200)),
                    ('seat', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='camp_sign_up', to='slots.seat')),
                    ('signed_at', models.DateTimeField()),
                    ('changed_at', models.DateTimeField()),
                    ('ended_on', models.DateField(null=True)),
                ],
                options={
                    'ordering': ('cohort', 'signed_at', 'pk'),
                    'indexes': [models.Index(fields=['cohort', 'state'], name='sign_up_by_state')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['signed', 'placed', 'refused', 'withdrawn', 'finished', 'quit'])), name='camp_sign_up_state_is_known'), models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('cohort', 'person'), name='one_sign_up_a_person_and_cohort'), models.CheckConstraint(condition=models.Q(('state', 'refused'), ('why', ''), _negated=True), name='refused_sign_up_says_why'), models.CheckConstraint(condition=models.Q(('mark', None), models.Q(('mark__gte', 0), ('mark__lte', 100)), _connector='OR'), name='mark_is_of_a_hundred'), models.CheckConstraint(condition=models.Q(('seat', None), ('state', 'placed'), _negated=True), name='placed_sign_up_has_a_seat'), models.CheckConstraint(condition=models.Q(('person', None), models.Q(('consent', ''), _negated=True), _connector='OR'), name='sign_up_by_consent')],
                },
            ),
            migrations.CreateModel(
                name='CampLesson',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lessons', to='camp.cohort')),
                    ('session', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='camp_lesson', to='slots.session')),
                    ('series', models.UUIDField(db_index=True, default=uuid.uuid4)),
                    ('rule', models.CharField(blank=True, max_length=200)),
                    ('kind', models.CharField(choices=[('theory', '理论'), ('practice', '实践'), ('contest', '竞赛辅导')], default='theory', max_length=8, verbose_name='类别')),
                    ('trainer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('trainer_name', models.CharField(blank=True, max_length=60, verbose_name='讲师')),
                    ('secret', models.CharField(default=district.services.training.camp.models.lessons.new_secret, max_length=40)),
                    ('early', models.PositiveSmallIntegerField(default=30, verbose_name='开始前几分钟可以签到')),
                    ('grace', models.PositiveSmallIntegerField(default=10, verbose_name='迟到几分钟以内不算')),
                    ('settled_at', models.DateTimeField(help_text='点名册交了，学时入了账', null=True)),
                ],
                options={
                    'ordering': ('session__starts', 'pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['theory', 'practice', 'contest'])), name='camp_lesson_kind_is_known'), models.CheckConstraint(condition=models.Q(('early__lte', 120), ('grace__lte', 60)), name='check_in_is_near_the_lesson')],
                },
            ),
            migrations.CreateModel(
                name='Team',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('cohort', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='teams', to='camp.cohort')),
                    ('name', models.CharField(max_length=40, verbose_name='队名')),
                    ('project', models.CharField(blank=True, max_length=80, verbose_name='项目')),
                    ('text', models.TextField(blank=True, verbose_name='项目简介')),
                    ('code', models.CharField(default=district.services.training.camp.models.teams.new_code, max_length=16, unique=True)),
                    ('made_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('cohort', 'name', 'pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('cohort', 'name'), name='one_team_of_a_name')],
                },
            ),
            migrations.CreateModel(
                name='Attendance',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='camp.camplesson')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attendances', to='camp.campsignup')),
                    ('scanned_at', models.DateTimeField(null=True)),
                    ('device', models.CharField(blank=True, max_length=64)),
                    ('late', models.PositiveSmallIntegerField(default=0)),
                    ('drawn', models.BooleanField(default=False)),
                    ('checked', models.BooleanField(null=True)),
                    ('checked_why', models.CharField(blank=True, max_length=200)),
                    ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('rolled', models.BooleanField(null=True)),
                    ('rolled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('rolled_as', models.CharField(blank=True, help_text='讲师凭链接点的名，没有账号', max_length=60)),
                    ('rolled_at', models.DateTimeField(null=True)),
                    ('first_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('lesson', 'learner'),
                    'indexes': [models.Index(fields=['lesson', 'device'], name='attendance_by_device')],
                    'constraints': [models.UniqueConstraint(fields=('lesson', 'learner'), name='one_attendance_a_learner_and_lesson'), models.CheckConstraint(condition=models.Q(('scanned_at__isnull', False), ('rolled__isnull', False), _connector='OR'), name='attendance_has_a_source'), models.CheckConstraint(condition=models.Q(models.Q(('device', ''), ('scanned_at', None)), models.Q(('scanned_at__isnull', False), models.Q(('device', ''), _negated=True)), _connector='OR'), name='scan_keeps_the_device'), models.CheckConstraint(condition=models.Q(models.Q(('rolled', None), ('rolled_as', ''), ('rolled_by', None)), models.Q(('rolled__isnull', False), ('rolled_as', ''), ('rolled_by__isnull', False)), models.Q(('rolled__isnull', False), ('rolled_by', None), models.Q(('rolled_as', ''), _negated=True)), _connector='OR'), name='roll_says_who_took_it'), models.CheckConstraint(condition=models.Q(('checked', None), ('drawn', True), _connector='OR'), name='only_drawn_ones_are_checked'), models.CheckConstraint(condition=models.Q(('checked', False), ('checked_why', ''), _negated=True), name='failed_check_says_why')],
                },
            ),
            migrations.CreateModel(
                name='Internship',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='internships', to='camp.internpost')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='internships', to='camp.campsignup')),
                    ('text', models.CharField(blank=True, max_length=500, verbose_name='自我介绍')),
                    ('state', models.CharField(choices=[('asked', '待答复'), ('taken', '已录用'), ('ended', '已结束'), ('declined', '未录用'), ('left', '本人撤回')], max_length=10)),
                    ('outcome', models.CharField(blank=True, choices=[('done', '如期完成'), ('hired', '留用'), ('founded', '自己创业'), ('early', '提前离开'), ('absent', '没有到岗')], max_length=8)),
                    ('why', models.CharField(blank=True, max_length=200)),
                    ('asked_at', models.DateTimeField()),
                    ('taken_at', models.DateTimeField(null=True)),
                    ('ended_on', models.DateField(null=True)),
                    ('changed_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('post', 'asked_at', 'pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'taken', 'ended', 'declined', 'left'])), name='internship_state_is_known'), models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'taken'])), fields=('post', 'learner'), name='one_internship_a_post_and_learner'), models.UniqueConstraint(condition=models.Q(('state', 'taken')), fields=('learner',), name='one_internship_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('ended_on__isnull', False), ('state', 'ended'), models.Q(('outcome', ''), _negated=True)), models.Q(models.Q(('state', 'ended'), _negated=True), ('outcome', '')), _connector='OR'), name='ended_internship_has_an_outcome'), models.CheckConstraint(condition=models.Q(('state', 'declined'), ('why', ''), _negated=True), name='declined_internship_says_why')],
                },
            ),
            migrations.CreateModel(
                name='TeamPlace',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='places', to='camp.team')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='team_places', to='camp.campsignup')),
                    ('leads', models.BooleanField(default=False)),
                    ('joined_at', models.DateTimeField()),
                    ('left_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('-leads', 'joined_at', 'pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('learner',), name='one_team_a_learner'), models.UniqueConstraint(condition=models.Q(('leads', True), ('left_at', None)), fields=('team',), name='one_leads_a_team')],
                },
            ),
        ]),
    ]
