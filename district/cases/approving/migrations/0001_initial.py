import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('appeals', '0001_initial'),
        ('bulk', '0001_initial'),
        ('cases', '0001_initial'),
        ('people', '0001_initial'),
        ('record', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Proposal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='cases.application')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('outcome', models.CharField(choices=[('granted', '同意'), ('refused', '不予同意')], max_length=10)),
                    ('note', models.TextField(blank=True, help_text='决定的说明，企业会看到')),
                    ('ground', models.CharField(blank=True, help_text='不予受理的法律依据；空白是对受理了的件', max_length=300)),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=18, null=True, verbose_name='拟给付（元）')),
                    ('levels', models.JSONField(help_text='谁签，按先后：officer、reviewer、leader')),
                    ('steps', models.PositiveSmallIntegerField(help_text='一共几级')),
                    ('turn', models.CharField(blank=True, max_length=10)),
                    ('state', models.CharField(choices=[('waiting', '待审批'), ('signed', '已签批'), ('returned', '已退回经办'), ('lapsed', '申报已撤回')], default='waiting', max_length=10)),
                    ('came_from', models.CharField(help_text='退回时回到哪个状态', max_length=12)),
                    ('replaces', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='cases.decision')),
                    ('appeal', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='appeals.appeal')),
                    ('anew', models.BooleanField(default=False, help_text='签批后按现在所知的事实重新判定')),
                    ('request_key', models.UUIDField(unique=True)),
                    ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='bulk.job')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                    ('why', models.CharField(blank=True, max_length=500, verbose_name='退回的理由')),
                    ('returned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('decision', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='proposal', to='cases.decision')),
                    ('ended_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('at', 'pk'),
                    'indexes': [models.Index(models.F('office'), models.F('turn'), models.F('at'), name='proposals_that_wait')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('application',), name='one_proposal_waits_at_a_time'), models.CheckConstraint(condition=models.Q(('outcome__in', ['granted', 'refused'])), name='proposal_outcome_is_known'), models.CheckConstraint(condition=models.Q(('ground', ''), models.Q(('outcome', 'refused'), models.Q(('note', ''), _negated=True)), _connector='OR'), name='proposal_to_decline_says_why'), models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'signed', 'returned', 'lapsed'])), name='proposal_state_is_known'), models.CheckConstraint(condition=models.Q(('steps__gte', 2)), name='nobody_decides_alone'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('ended_at__isnull', False), ('turn', '')), _connector='OR'), name='proposal_ends_once'), models.CheckConstraint(condition=models.Q(models.Q(('decision__isnull', False), ('state', 'signed')), models.Q(models.Q(('state', 'signed'), _negated=True), ('decision', None)), _connector='OR'), name='proposal_signed_has_its_decision'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(models.Q(('why', ''), _negated=True), ('returned_by__isnull', False)), _connector='OR'), name='proposal_returned_says_why')],
                },
            ),
            migrations.CreateModel(
                name='Signature',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='approving.proposal')),
                    ('place', models.PositiveSmallIntegerField()),
                    ('role', models.CharField(choices=[('officer', '经办'), ('reviewer', '复核'), ('leader', '审批')], max_length=10)),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('instead_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('place',),
                    'constraints': [models.UniqueConstraint(fields=('proposal', 'place'), name='one_signature_a_level'), models.UniqueConstraint(fields=('proposal', 'by'), name='nobody_signs_twice'), models.CheckConstraint(condition=models.Q(('role__in', ['officer', 'reviewer', 'leader'])), name='signature_role_is_known')],
                },
            ),
        ]),
    ]
