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
                name='Appeal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='cases.decision')),
                    ('state', models.CharField(choices=[('filed', '待受理'), ('heard', '复核中'), ('inadmissible', '不予受理'), ('upheld', '已改变原决定'), ('dismissed', '维持原决定'), ('withdrawn', '已撤回')], max_length=14)),
                    ('grounds', district.ground.record.sealed.SealedField(about='reference', purpose='appeal')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                    ('reviewer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('due_from', models.DateField(null=True)),
                    ('due_on', models.DateField(null=True)),
                    ('due_provisional', models.BooleanField(default=False)),
                    ('reply', models.TextField(blank=True, help_text='复核结论和理由，企业会看到')),
                    ('answered_at', models.DateTimeField(null=True)),
                    ('result', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.decision')),
                    ('way', models.CharField(blank=True, choices=[('steps', '重新办理没有走完的步骤'), ('waiting', '列入候补，有名额时递补'), ('above', '超名额办理'), ('next', '占用下一年的名额')], help_text='原决定改变，但先要走完步骤、等名额的：怎么走', max_length=8)),
                ],
                options={
                    'ordering': ('-at', '-pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('filed', 'heard'))), fields=('decision',), name='one_open_appeal_per_decision'), models.CheckConstraint(condition=models.Q(('grounds', ''), _negated=True), name='appeal_has_grounds'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['dismissed', 'inadmissible', 'upheld']), _negated=True), models.Q(('reply', ''), _negated=True), _connector='OR'), name='appeal_answered_has_a_reply'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'upheld'), _negated=True), ('result__isnull', False), models.Q(('way', ''), _negated=True), _connector='OR'), name='appeal_upheld_has_a_new_decision')],
                },
            ),
        ]),
    ]
