import district.ground.record.sealed
import district.services.advice.clinic.models
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('advice', '0001_initial'),
        ('enterprises', '0001_initial'),
        ('people', '0001_initial'),
        ('record', '0001_initial'),
        ('slots', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Clinic',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('topic', models.CharField(choices=[('culture', '文创'), ('science', '科创'), ('funding', '融资'), ('commerce', '电商'), ('services', '企业服务'), ('policy', '政策指导'), ('intent', '意向创业')], max_length=10, verbose_name='分组')),
                    ('starts', models.DateTimeField(verbose_name='开始')),
                    ('ends', models.DateTimeField(verbose_name='结束')),
                    ('length', models.PositiveSmallIntegerField(default=20, verbose_name='每人几分钟')),
                    ('online', models.BooleanField(default=True, verbose_name='线上')),
                    ('place', models.CharField(blank=True, max_length=80, verbose_name='地点')),
                    ('text', models.TextField(blank=True, verbose_name='说明')),
                    ('walk_share', models.PositiveSmallIntegerField(default=30, verbose_name='留给现场取号的比例')),
                    ('strangers', models.BooleanField(default=True, verbose_name='不登录也可以取号')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('session', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='slots.session')),
                    ('booked_given', models.PositiveIntegerField(default=0)),
                    ('walked_given', models.PositiveIntegerField(default=0)),
                    ('closed_at', models.DateTimeField(null=True)),
                    ('cancelled_at', models.DateTimeField(null=True)),
                    ('why', models.CharField(blank=True, max_length=200)),
                    ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField()),
                    ('request_key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ],
                options={
                    'ordering': ('starts', 'pk'),
                    'indexes': [models.Index(fields=['topic', 'starts'], name='clinics_of_topic'), models.Index(fields=['starts'], name='clinics_by_time')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='clinic_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('topic__in', ['culture', 'science', 'funding', 'commerce', 'services', 'policy', 'intent'])), name='clinic_topic_is_known'), models.CheckConstraint(condition=models.Q(('length__gte', 5), ('length__lte', 120)), name='clinic_gives_a_person_time'), models.CheckConstraint(condition=models.Q(('walk_share__lte', 100)), name='share_is_of_a_hundred'), models.CheckConstraint(condition=models.Q(('cancelled_at', None), models.Q(('why', ''), _negated=True), _connector='OR'), name='cancelled_clinic_says_why'), models.CheckConstraint(condition=models.Q(('session__isnull', False), ('closed_at__isnull', False), _connector='OR'), name='clinic_without_a_session_is_over')],
                },
            ),
            migrations.CreateModel(
                name='ClinicExpert',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sittings', to='clinic.clinic')),
                    ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.expert')),
                    ('ended_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('pk',),
                    'constraints': [models.UniqueConstraint(fields=('clinic', 'expert'), name='one_sitting_an_expert_and_clinic')],
                },
            ),
            migrations.CreateModel(
                name='Visitor',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visitors', to='clinic.clinic')),
                    ('kind', models.CharField(choices=[('booked', '预约'), ('walk', '现场取号')], max_length=8, verbose_name='怎样来的')),
                    ('number', models.PositiveIntegerField(verbose_name='号')),
                    ('at', models.DateTimeField(null=True, verbose_name='约定时间')),
                    ('lane', models.PositiveSmallIntegerField(null=True)),
                    ('state', models.CharField(choices=[('booked', '已约，未到'), ('waiting', '在等'), ('called', '已叫号'), ('served', '已接待'), ('missed', '未到'), ('left', '自己退号'), ('unseen', '散场时没轮到'), ('dropped', '门诊取消')], max_length=10, verbose_name='状态')),
                    ('token', models.CharField(default=district.services.advice.clinic.models.new_token, max_length=40, unique=True)),
                    ('seat', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='slots.seat')),
                    ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('name', models.CharField(blank=True, max_length=60, verbose_name='称呼')),
                    ('phone', district.ground.record.sealed.SealedField(about='token', blank=True, help_text='电话', purpose='clinic')),
                    ('about', district.ground.record.sealed.SealedField(about='token', blank=True, help_text='想问什么', purpose='clinic')),
                    ('subject', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='advice.subject')),
                    ('enterprise', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='enterprises.enterprise')),
                    ('need', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='advice.need')),
                    ('encounter', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='advice.encounter')),
                    ('taken_at', models.DateTimeField(verbose_name='取号')),
                    ('arrived_at', models.DateTimeField(null=True)),
                    ('called_at', models.DateTimeField(null=True)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('waited', models.PositiveSmallIntegerField(null=True, verbose_name='等了几分钟')),
                    ('calls', models.PositiveSmallIntegerField(default=0)),
                    ('expert', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.expert')),
                    ('confirm', models.BooleanField(default=False, verbose_name='电话确认')),
                    ('confirmed_at', models.DateTimeField(null=True)),
                    ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('why', models.CharField(blank=True, max_length=200)),
                    ('sender', models.CharField(blank=True, help_text='地址的密钥散列，不是地址', max_length=64)),
                    ('request_key', models.UUIDField(null=True, unique=True)),
                ],
                options={
                    'ordering': ('clinic', 'kind', 'number'),
                    'indexes': [models.Index(fields=['clinic', 'state'], name='visitors_of_clinic'), models.Index(fields=['person', 'state'], name='visitors_of_person')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['booked', 'waiting', 'called', 'served', 'missed', 'left', 'unseen', 'dropped'])), name='visitor_state_is_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['booked', 'walk'])), name='visitor_kind_is_known'), models.UniqueConstraint(fields=('clinic', 'kind', 'number'), name='one_visitor_a_number'), models.UniqueConstraint(condition=models.Q(('state__in', ['booked', 'called', 'missed', 'served', 'waiting'])), fields=('clinic', 'at', 'lane'), name='one_visitor_a_time_and_lane'), models.UniqueConstraint(condition=models.Q(('state__in', ['booked', 'called', 'waiting'])), fields=('clinic', 'person'), name='one_open_visitor_a_person_and_clinic'), models.UniqueConstraint(condition=models.Q(('state', 'called')), fields=('clinic', 'expert'), name='an_expert_calls_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'called'), _negated=True), models.Q(('called_at__isnull', False), ('expert__isnull', False)), _connector='OR'), name='called_visitor_says_when_and_to_whom'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'waiting'), _negated=True), ('arrived_at__isnull', False), _connector='OR'), name='who_waits_came_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('confirmed_by', None)), models.Q(('confirm', True), ('confirmed_at__isnull', False)), _connector='OR'), name='confirmed_visitor_was_to_be'), models.CheckConstraint(condition=models.Q(('encounter', None), models.Q(('need__isnull', False), ('state', 'served')), _connector='OR'), name='encounter_of_who_was_served')],
                },
            ),
        ]),
    ]
