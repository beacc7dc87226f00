import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('record', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Questionnaire',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=40, unique=True, verbose_name='代号')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('title', models.CharField(max_length=120, verbose_name='标题')),
                    ('title_en', models.CharField(blank=True, max_length=160, verbose_name='英文标题')),
                    ('purpose', models.TextField(max_length=1000, verbose_name='为什么问、怎么用')),
                    ('audience', models.CharField(max_length=200, verbose_name='请谁回答')),
                    ('access', models.CharField(choices=[('invited', '只有受邀请的'), ('signed-in', '登录的人都可以')], default='invited', max_length=10, verbose_name='谁可以打开')),
                    ('anonymous', models.BooleanField(default=False, verbose_name='匿名')),
                    ('opens_on', models.DateField(verbose_name='开始')),
                    ('closes_on', models.DateField(verbose_name='截止')),
                    ('population', models.PositiveIntegerField(blank=True, null=True, verbose_name='应答对象总数')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField()),
                    ('published_at', models.DateTimeField(null=True)),
                    ('request_key', models.UUIDField(unique=True)),
                ],
                options={
                    'ordering': ('-made_at', '-pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opens_on'))), name='questionnaire_closes_after_it_opens'), models.CheckConstraint(condition=models.Q(('access__in', ['invited', 'signed-in'])), name='questionnaire_access_is_known')],
                },
            ),
            migrations.CreateModel(
                name='Sketch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('questionnaire', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='sketch', to='surveys.questionnaire')),
                    ('content', models.JSONField(default=list)),
                    ('faults', models.JSONField(default=list, help_text='[{sheet, row, column, why}]')),
                    ('source', models.CharField(blank=True, max_length=160)),
                    ('saved_at', models.DateTimeField()),
                    ('saved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.CreateModel(
                name='QuestionnaireVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='surveys.questionnaire')),
                    ('number', models.PositiveIntegerField()),
                    ('content', models.JSONField()),
                    ('digest', models.CharField(max_length=64)),
                    ('source', models.CharField(blank=True, max_length=160)),
                    ('published_at', models.DateTimeField()),
                    ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('questionnaire', '-number'),
                    'constraints': [models.UniqueConstraint(fields=('questionnaire', 'number'), name='one_questionnaire_version_a_number')],
                },
            ),
            migrations.CreateModel(
                name='Invitation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.UUIDField(default=uuid.uuid4, unique=True)),
                    ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='surveys.questionnaire')),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('subject', models.CharField(blank=True, max_length=64)),
                    ('name', models.CharField(help_text='请的是谁', max_length=120)),
                    ('invited_at', models.DateTimeField()),
                    ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reminded_on', models.DateField(null=True)),
                    ('handed_in', models.BooleanField(default=False)),
                    ('cancelled_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('name', 'pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('cancelled_at', None), ('person__isnull', False)), fields=('questionnaire', 'person', 'subject'), name='one_invitation_per_person_and_subject')],
                },
            ),
            migrations.CreateModel(
                name='Participation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='surveys.questionnaire')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('questionnaire', 'person'), name='one_participation_per_person')],
                },
            ),
            migrations.CreateModel(
                name='Response',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('questionnaire', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='surveys.questionnaire')),
                    ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='surveys.questionnaireversion')),
                    ('invitation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='responses', to='surveys.invitation')),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('subject', models.CharField(blank=True, max_length=64)),
                    ('anonymous', models.BooleanField()),
                    ('state', models.CharField(choices=[('draft', '填写中'), ('handed-in', '已提交'), ('withdrawn', '已撤回')], default='draft', max_length=10)),
                    ('typed', models.JSONField(default=dict)),
                    ('aside', models.JSONField(default=dict)),
                    ('saves', models.PositiveIntegerField(default=0)),
                    ('started_at', models.DateTimeField()),
                    ('saved_at', models.DateTimeField(null=True)),
                    ('handed_in_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('-started_at', '-pk'),
                    'indexes': [models.Index(fields=['questionnaire', 'state'], name='responses_by_state')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'handed-in', 'withdrawn'])), name='response_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'handed-in'), _negated=True), ('handed_in_at__isnull', False), _connector='OR'), name='response_handed_in_has_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('anonymous', True), ('state', 'handed-in'), _negated=True), models.Q(('invitation', None), ('person', None), ('subject', '')), _connector='OR'), name='anonymous_response_names_nobody'), models.UniqueConstraint(condition=models.Q(('invitation__isnull', False), models.Q(('state', 'withdrawn'), _negated=True)), fields=('invitation',), name='one_response_per_invitation'), models.UniqueConstraint(condition=models.Q(('person__isnull', False), models.Q(('state', 'withdrawn'), _negated=True)), fields=('questionnaire', 'person', 'subject'), name='one_response_per_person_and_subject')],
                },
            ),
            migrations.CreateModel(
                name='Save',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('response', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='history', to='surveys.response')),
                    ('number', models.PositiveIntegerField()),
                    ('request_key', models.UUIDField()),
                    ('device', models.CharField(max_length=36)),
                    ('changed', models.JSONField()),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('response', 'number'),
                    'constraints': [models.UniqueConstraint(fields=('response', 'number'), name='one_save_a_number'), models.UniqueConstraint(fields=('response', 'request_key'), name='one_save_per_request')],
                },
            ),
            migrations.CreateModel(
                name='ResponseAnswer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('response', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='surveys.response')),
                    ('question', models.CharField(max_length=60)),
                    ('value', models.JSONField()),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'db_table': 'surveys_answer',
                    'ordering': ('response', 'pk'),
                    'constraints': [models.UniqueConstraint(fields=('response', 'question'), name='one_answer_per_question')],
                },
            ),
        ]),
    ]
