import district.ground.record.sealed
import django.db.models.deletion
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
                name='Vote',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('answer', models.CharField(max_length=80)),
                    ('visitor', models.CharField(help_text='地址的密钥散列，不是地址', max_length=64)),
                    ('helpful', models.BooleanField()),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('answer', 'visitor'), name='one_vote_per_answer_visitor')],
                },
            ),
            migrations.CreateModel(
                name='AskedQuestion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('key', models.CharField(max_length=43)),
                    ('answer', models.CharField(max_length=80)),
                    ('title', models.CharField(max_length=200)),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('text', district.ground.record.sealed.SealedField(about='reference', purpose='question')),
                    ('contact', district.ground.record.sealed.SealedField(about='reference', blank=True, purpose='question')),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('visitor', models.CharField(max_length=64)),
                    ('asked_at', models.DateTimeField()),
                    ('due_on', models.DateField()),
                    ('provisional', models.BooleanField(default=False)),
                    ('state', models.CharField(choices=[('open', '待答复'), ('answered', '已答复')], default='open', max_length=10)),
                    ('reply', models.TextField(blank=True)),
                    ('replied_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('replied_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('due_on', 'pk'),
                    'indexes': [models.Index(fields=['office', 'state', 'due_on'], name='question_worklist')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['open', 'answered'])), name='question_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('replied_at', None), ('reply', ''), ('state', 'open')), models.Q(('replied_at__isnull', False), ('replied_by__isnull', False), ('state', 'answered'), models.Q(('reply', ''), _negated=True)), _connector='OR'), name='answered_question_has_a_reply')],
                },
            ),
            migrations.CreateModel(
                name='PublicAnswer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('room', models.CharField(max_length=40)),
                    ('subject', models.CharField(max_length=64)),
                    ('group', models.CharField(blank=True, max_length=40)),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('question', models.CharField(max_length=200, verbose_name='问题')),
                    ('text', models.TextField(verbose_name='答复')),
                    ('who', models.CharField(blank=True, max_length=80, verbose_name='谁答的')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                    ('taken_down_at', models.DateTimeField(null=True)),
                    ('why', models.CharField(blank=True, max_length=200)),
                ],
                options={
                    'ordering': ('-at', '-pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('taken_down_at', None)), fields=('room', 'subject'), name='one_public_answer_a_subject'), models.CheckConstraint(condition=models.Q(models.Q(('question', ''), _negated=True), models.Q(('text', ''), _negated=True)), name='public_answer_says_something'), models.CheckConstraint(condition=models.Q(('taken_down_at', None), models.Q(('why', ''), _negated=True), _connector='OR'), name='answer_taken_down_says_why')],
                },
            ),
        ]),
    ]
