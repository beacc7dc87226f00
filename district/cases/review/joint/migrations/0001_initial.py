import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('people', '0001_initial'),
        ('record', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Opinion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='cases.application')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau', verbose_name='会办部门')),
                    ('ask', models.JSONField(default=list, help_text='要答的问题')),
                    ('veto', models.BooleanField(default=False, help_text='不同意即否决')),
                    ('silence', models.CharField(default='remind', max_length=8)),
                    ('asked_at', models.DateTimeField()),
                    ('due_from', models.DateField()),
                    ('due_on', models.DateField()),
                    ('due_provisional', models.BooleanField(default=False)),
                    ('suspended_at', models.DateTimeField(null=True)),
                    ('suspended_why', models.CharField(blank=True, max_length=300)),
                    ('suspended_until', models.DateField(help_text='预计停到哪天；过了自动继续计时', null=True)),
                    ('days_left', models.PositiveSmallIntegerField(null=True)),
                    ('reminded_at', models.DateTimeField(null=True)),
                    ('said', models.CharField(blank=True, choices=[('agree', '同意'), ('object', '不同意'), ('silent', '逾期未答，视为同意'), ('silent-object', '逾期未答，视为不同意'), ('unanswered', '没有答复，负责人结束联审')], max_length=14)),
                    ('answers', models.JSONField(default=dict, help_text='问题 → 回答')),
                    ('note', models.TextField(blank=True)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('office__name', 'pk'),
                    'indexes': [models.Index(fields=['office', 'said', 'due_on'], name='opinion_worklist')],
                    'constraints': [models.UniqueConstraint(fields=('application', 'office'), name='one_opinion_per_bureau_and_case'), models.CheckConstraint(condition=models.Q(models.Q(('at', None), ('said', '')), models.Q(models.Q(('said', ''), _negated=True), ('at__isnull', False)), _connector='OR'), name='opinion_given_has_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('said', 'object'), _negated=True), models.Q(('note', ''), _negated=True), _connector='OR'), name='objecting_opinion_has_a_reason'), models.CheckConstraint(condition=models.Q(('suspended_until', None), ('suspended_at__isnull', False), _connector='OR'), name='only_who_stops_says_until_when'), models.CheckConstraint(condition=models.Q(models.Q(('said__in', ['agree', 'object']), _negated=True), ('by__isnull', False), _connector='OR'), name='opinion_given_has_a_giver')],
                },
            ),
        ]),
    ]
