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
        ('record', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Milestone',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True, verbose_name='编号')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='milestones', to='cases.application')),
                    ('milestone', models.CharField(help_text='规则里分期的 at', max_length=60)),
                    ('state', models.CharField(choices=[('asked', '待核验'), ('checked', '待确认'), ('confirmed', '验收合格'), ('returned', '已退回')], max_length=12)),
                    ('say', district.ground.record.sealed.SealedField(help_text='企业写的完成情况', about='reference', purpose='statement')),
                    ('papers', models.JSONField(default=list, help_text='[{paper, file, digest, name, …}]')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                    ('request_key', models.UUIDField(unique=True)),
                    ('due_from', models.DateField(null=True)),
                    ('due_on', models.DateField(null=True)),
                    ('due_provisional', models.BooleanField(default=False)),
                    ('found', models.TextField(blank=True, verbose_name='核验意见')),
                    ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('checked_at', models.DateTimeField(null=True)),
                    ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('confirmed_at', models.DateTimeField(null=True)),
                    ('why', models.TextField(blank=True, verbose_name='退回的理由')),
                    ('returned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ('-at', '-pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('asked', 'checked', 'confirmed'))), fields=('application', 'milestone'), name='one_request_a_milestone'), models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'checked', 'confirmed', 'returned'])), name='milestone_state_is_known'), models.CheckConstraint(condition=models.Q(('say', ''), _negated=True), name='milestone_says_what_was_reached'), models.CheckConstraint(condition=models.Q(('confirmed_by', None), models.Q(('checked_by__isnull', False), models.Q(('confirmed_by', models.F('checked_by')), _negated=True)), _connector='OR'), name='milestone_confirmed_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), ('confirmed_by__isnull', False), _connector='OR'), name='milestone_confirmed_by_two'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(models.Q(('why', ''), _negated=True), ('returned_by__isnull', False)), _connector='OR'), name='milestone_returned_says_why')],
                },
            ),
        ]),
    ]
