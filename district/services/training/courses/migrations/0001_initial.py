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
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Course',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.SlugField(max_length=40, unique=True)),
                    ('title', models.CharField(max_length=80)),
                    ('english', models.CharField(blank=True, max_length=120)),
                    ('summary', models.CharField(max_length=300)),
                    ('stage', models.PositiveSmallIntegerField(choices=[(1, '意向与萌芽'), (2, '初创与开业'), (3, '成长与资本')])),
                    ('level', models.PositiveSmallIntegerField(choices=[(1, '创业认知'), (2, '项目选择'), (3, '商业计划'), (4, '开办注册'), (5, '经营管理'), (6, '融资对接'), (7, '规模成长')])),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('state', models.CharField(default='draft', max_length=8)),
                    ('made_at', models.DateTimeField()),
                    ('opened_at', models.DateTimeField(null=True)),
                    ('after', models.ManyToManyField(blank=True, related_name='before', to='courses.course')),
                ],
                options={
                    'ordering': ('stage', 'level', 'pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['closed', 'draft', 'open'])), name='course_state_is_known'), models.CheckConstraint(condition=models.Q(('stage__in', [1, 2, 3])), name='course_stage_is_known'), models.CheckConstraint(condition=models.Q(('level__range', (1, 7))), name='course_level_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'open'), _negated=True), ('opened_at__isnull', False), _connector='OR'), name='open_course_says_since_when')],
                },
            ),
            migrations.CreateModel(
                name='Certificate',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='courses.course')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('name', models.CharField(help_text='本人同意显示的姓名', max_length=60)),
                    ('title', models.CharField(max_length=80)),
                    ('english', models.CharField(blank=True, max_length=120)),
                    ('lessons', models.PositiveSmallIntegerField()),
                    ('strong', models.PositiveIntegerField(help_text='两个来源证明的分钟')),
                    ('single', models.PositiveIntegerField(help_text='一个来源证明的分钟')),
                    ('unproved', models.PositiveIntegerField(help_text='只有播放记录的分钟')),
                    ('day', models.DateField()),
                    ('consent', models.TextField(help_text='同意时读到的话')),
                    ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                    ('state', models.CharField(default='valid', max_length=10)),
                    ('reason', models.CharField(blank=True, max_length=300)),
                    ('at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('-at', '-pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'valid')), fields=('person', 'course'), name='one_valid_certificate_a_course'), models.CheckConstraint(condition=models.Q(('state__in', ['revoked', 'valid', 'withdrawn'])), name='certificate_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None), ('state', 'valid')), models.Q(models.Q(('state', 'valid'), _negated=True), ('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='ended_certificate_says_by_whom'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'revoked'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='revoked_certificate_says_why'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='certificate_names_somebody')],
                },
            ),
            migrations.CreateModel(
                name='Enrolment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='courses.course')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                    ('left_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('-at', '-pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('course', 'person'), name='one_enrolment_at_a_time'), models.CheckConstraint(condition=models.Q(('left_at', None), ('left_at__gte', models.F('at')), _connector='OR'), name='left_after_enrolled')],
                },
            ),
            migrations.CreateModel(
                name='Package',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=16, unique=True)),
                    ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='packages', to='courses.course')),
                    ('digest', models.CharField(help_text='压缩包的 SHA-256', max_length=64)),
                    ('size', models.PositiveBigIntegerField(help_text='字节')),
                    ('name', models.CharField(help_text='上传时的文件名，仅供显示', max_length=160)),
                    ('identifier', models.CharField(max_length=300)),
                    ('title', models.CharField(max_length=120)),
                    ('english', models.CharField(blank=True, max_length=120)),
                    ('units', models.JSONField(help_text='课件的各个单元，按 cmi5.xml')),
                    ('version', models.PositiveSmallIntegerField()),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('-at', '-pk'),
                    'constraints': [models.UniqueConstraint(fields=('course', 'digest'), name='a_course_keeps_a_package_once'), models.UniqueConstraint(fields=('course', 'identifier', 'version'), name='one_package_a_version'), models.CheckConstraint(condition=models.Q(('version__gte', 1), ('size__gt', 0)), name='package_has_a_version')],
                },
            ),
            migrations.CreateModel(
                name='Lesson',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lessons', to='courses.course')),
                    ('position', models.PositiveSmallIntegerField()),
                    ('kind', models.CharField(choices=[('text', '文章'), ('video', '视频'), ('document', '文档'), ('quiz', '测验'), ('package', '课件')], max_length=8)),
                    ('title', models.CharField(max_length=80)),
                    ('english', models.CharField(blank=True, max_length=120)),
                    ('text', models.TextField(blank=True)),
                    ('source', models.TextField(blank=True, help_text='题目，按编辑页的写法')),
                    ('questions', models.JSONField(default=list)),
                    ('passes', models.PositiveSmallIntegerField(default=60)),
                    ('seconds', models.PositiveIntegerField()),
                    ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                    ('package', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lessons', to='courses.package')),
                    ('removed_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('course', 'position'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('course', 'position'), name='one_lesson_a_position'), models.CheckConstraint(condition=models.Q(('kind__in', ['text', 'video', 'document', 'quiz', 'package'])), name='lesson_kind_is_known'), models.CheckConstraint(condition=models.Q(('passes__range', (1, 100))), name='lesson_passes_by_percent'), models.CheckConstraint(condition=models.Q(('seconds__range', (30, 14400))), name='lesson_takes_a_while'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['video', 'document']), _negated=True), ('file__isnull', False), _connector='OR'), name='lesson_has_its_file'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'package'), _negated=True), ('package__isnull', False), _connector='OR'), name='lesson_has_its_package')],
                },
            ),
            migrations.CreateModel(
                name='Finished',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='finished', to='courses.lesson')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('-at', '-pk'),
                    'indexes': [models.Index(fields=['person', 'lesson'], name='finished_by_one')],
                    'constraints': [models.UniqueConstraint(fields=('lesson', 'person'), name='a_lesson_is_finished_once')],
                },
            ),
            migrations.CreateModel(
                name='Attempt',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='courses.lesson')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('answers', models.JSONField()),
                    ('score', models.PositiveSmallIntegerField(help_text='百分之几')),
                    ('passed', models.BooleanField()),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('-at', '-pk'),
                    'indexes': [models.Index(fields=['person', 'lesson'], name='attempts_of_one')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('score__range', (0, 100))), name='attempt_score_is_percent')],
                },
            ),
            migrations.CreateModel(
                name='PackageFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('package', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='courses.package')),
                    ('path', models.CharField(max_length=200)),
                    ('digest', models.CharField(max_length=64)),
                    ('size', models.PositiveBigIntegerField()),
                ],
                options={
                    'ordering': ('path',),
                    'constraints': [models.UniqueConstraint(fields=('package', 'path'), name='a_package_has_a_path_once')],
                },
            ),
            migrations.CreateModel(
                name='Registration',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='courses.lesson')),
                    ('package', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='courses.package')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('name', models.CharField(max_length=32, unique=True)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('-at', '-pk'),
                    'constraints': [models.UniqueConstraint(fields=('lesson', 'package', 'person'), name='one_registration_a_package')],
                },
            ),
            migrations.CreateModel(
                name='Sitting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sittings', to='courses.lesson')),
                    ('device', models.CharField(blank=True, max_length=64)),
                    ('nonce', models.CharField(max_length=32)),
                    ('nonce_at', models.DateTimeField()),
                    ('seconds', models.PositiveIntegerField(default=0)),
                    ('covered', models.JSONField(default=list)),
                    ('asks_at', models.PositiveIntegerField()),
                    ('started_at', models.DateTimeField()),
                    ('booked_at', models.DateTimeField()),
                    ('ended_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('-started_at', '-pk'),
                    'indexes': [models.Index(fields=['person', 'lesson'], name='sittings_of_one')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('person',), name='one_sitting_at_a_time'), models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='sitting_ends_after_it_began')],
                },
            ),
            migrations.CreateModel(
                name='Launch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('registration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='launches', to='courses.registration')),
                    ('unit', models.PositiveSmallIntegerField()),
                    ('sitting', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='launch', to='courses.sitting')),
                    ('session', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('mode', models.CharField(default='Normal', max_length=8)),
                    ('secret', models.CharField(blank=True, max_length=64)),
                    ('at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('fetched_at', models.DateTimeField(null=True)),
                    ('initialized_at', models.DateTimeField(null=True)),
                    ('last_at', models.DateTimeField(help_text='最后一次上报', null=True)),
                    ('terminated_at', models.DateTimeField(null=True)),
                    ('abandoned_at', models.DateTimeField(null=True)),
                    ('minute', models.DateTimeField(null=True)),
                    ('calls', models.PositiveIntegerField(default=0, help_text='这一分钟的调用')),
                ],
                options={
                    'ordering': ('-at', '-pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('mode__in', ['Normal', 'Review'])), name='launch_mode_is_known'), models.CheckConstraint(condition=models.Q(('terminated_at', None), ('initialized_at__isnull', False), _connector='OR'), name='launch_ends_after_it_began'), models.CheckConstraint(condition=models.Q(('terminated_at', None), ('abandoned_at', None), _connector='OR'), name='launch_ends_once')],
                },
            ),
            migrations.CreateModel(
                name='Check',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sitting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='courses.sitting')),
                    ('question', models.JSONField(help_text='题目和选项')),
                    ('key', models.CharField(help_text='正确的选项', max_length=20)),
                    ('at', models.DateTimeField()),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('passed', models.BooleanField(null=True)),
                ],
                options={
                    'ordering': ('at', 'pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at', None)), fields=('sitting',), name='one_open_check_a_sitting'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('passed', None)), models.Q(('answered_at__isnull', False), ('passed__isnull', False)), _connector='OR'), name='answered_check_says_how')],
                },
            ),
            migrations.CreateModel(
                name='Beat',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sitting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='beats', to='courses.sitting')),
                    ('nonce', models.CharField(max_length=32, unique=True)),
                    ('given_at', models.DateTimeField()),
                    ('at', models.DateTimeField()),
                    ('seconds', models.PositiveIntegerField()),
                ],
                options={
                    'ordering': ('at', 'pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('at__gte', models.F('given_at'))), name='beat_comes_after_its_nonce')],
                },
            ),
            migrations.CreateModel(
                name='StateDocument',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('registration', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='courses.registration')),
                    ('unit', models.PositiveSmallIntegerField()),
                    ('key', models.CharField(max_length=200)),
                    ('type', models.CharField(max_length=100)),
                    ('content', models.BinaryField()),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('key',),
                    'constraints': [models.UniqueConstraint(fields=('registration', 'unit', 'key'), name='one_document_a_name')],
                },
            ),
            migrations.CreateModel(
                name='XapiStatement',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('launch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='courses.launch')),
                    ('key', models.UUIDField()),
                    ('verb', models.CharField(max_length=300)),
                    ('defined', models.BooleanField()),
                    ('ours', models.BooleanField(default=False)),
                    ('body', models.JSONField()),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'db_table': 'courses_statement',
                    'ordering': ('at', 'pk'),
                    'constraints': [models.UniqueConstraint(fields=('launch', 'key'), name='a_statement_is_said_once')],
                },
            ),
        ]),
    ]
