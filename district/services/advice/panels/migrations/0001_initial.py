import district.ground.record.sealed
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('advice', '0001_initial'),
        ('people', '0001_initial'),
        ('record', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Panel',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('kind', models.CharField(choices=[('joint', '会诊'), ('visit', '上门')], default='joint', max_length=8, verbose_name='方式')),
                    ('state', models.CharField(choices=[('held', '已约定'), ('sealed', '记录已签齐'), ('cancelled', '已取消')], default='held', max_length=10, verbose_name='状态')),
                    ('title', models.CharField(max_length=80, verbose_name='事由')),
                    ('brief', district.ground.record.sealed.SealedField(about='reference', help_text='共同简报', purpose='panels')),
                    ('starts', models.DateTimeField(verbose_name='开始')),
                    ('ends', models.DateTimeField(verbose_name='结束')),
                    ('place', models.CharField(blank=True, max_length=80, verbose_name='地点')),
                    ('need', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='panels', to='advice.need')),
                    ('encounter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='panel', to='advice.encounter')),
                    ('group', models.UUIDField(unique=True)),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('why', models.CharField(blank=True, max_length=200)),
                    ('sealed_at', models.DateTimeField(null=True)),
                    ('digest', models.CharField(blank=True, max_length=64)),
                    ('reminded_on', models.DateField(null=True)),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField()),
                    ('request_key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ],
                options={
                    'ordering': ('-starts', '-pk'),
                    'indexes': [models.Index(fields=['state', 'starts'], name='panels_by_state')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='panel_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('kind__in', ['joint', 'visit'])), name='panel_kind_is_known'), models.CheckConstraint(condition=models.Q(('state__in', ['cancelled', 'held', 'sealed'])), name='panel_state_is_known'), models.CheckConstraint(condition=models.Q(('brief', ''), _negated=True), name='panel_has_a_brief'), models.CheckConstraint(condition=models.Q(models.Q(('sealed_at__isnull', False), ('state', 'sealed'), models.Q(('digest', ''), _negated=True)), models.Q(models.Q(('state', 'sealed'), _negated=True), ('digest', ''), ('sealed_at', None)), _connector='OR'), name='sealed_panel_has_its_digest'), models.CheckConstraint(condition=models.Q(('state', 'cancelled'), ('why', ''), _negated=True), name='cancelled_panel_says_why')],
                },
            ),
            migrations.CreateModel(
                name='Part',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('panel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='panels.panel')),
                    ('reference', models.CharField(max_length=32, unique=True)),
                    ('place', models.PositiveSmallIntegerField()),
                    ('role', models.CharField(choices=[('finance', '金融'), ('media', '媒体'), ('accounting', '财税'), ('law', '法律'), ('staff', '人事'), ('incubation', '孵化服务'), ('management', '经营管理'), ('technology', '科技')], max_length=12, verbose_name='角色')),
                    ('expert', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.expert')),
                    ('standby', models.BooleanField(default=False)),
                    ('withdrew_at', models.DateTimeField(null=True)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('why', models.CharField(blank=True, max_length=200)),
                    ('text', district.ground.record.sealed.SealedField(about='reference', blank=True, help_text='意见', purpose='panels')),
                    ('signed_at', models.DateTimeField(null=True)),
                    ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('link', models.CharField(blank=True, max_length=24)),
                    ('digest', models.CharField(blank=True, max_length=64)),
                ],
                options={
                    'ordering': ('panel', 'standby', 'place', 'pk'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None), ('standby', False)), fields=('panel', 'place'), name='one_expert_a_role_of_a_panel'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('panel', 'expert'), name='an_expert_has_one_part_of_a_panel'), models.CheckConstraint(condition=models.Q(models.Q(('digest', ''), ('link', ''), ('signed_at', None), ('signed_by', None)), models.Q(('ended_at', None), ('signed_at__isnull', False), ('standby', False), models.Q(('text', ''), _negated=True), models.Q(('digest', ''), _negated=True), models.Q(('signed_by__isnull', False), models.Q(('link', ''), _negated=True), _connector='OR')), _connector='OR'), name='signed_part_says_what_and_by_whom')],
                },
            ),
        ]),
    ]
