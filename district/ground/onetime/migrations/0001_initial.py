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
                name='Link',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('hash', models.CharField(max_length=64, unique=True)),
                    ('purpose', models.CharField(max_length=40)),
                    ('thing', models.CharField(help_text='所办事项在其用途里的编号', max_length=40)),
                    ('expert', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='links', to='people.expert')),
                    ('name', models.CharField(blank=True, help_text='不是专家的人，只有姓名', max_length=60)),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('asks', models.CharField(help_text='页面上说的：请您做什么', max_length=200)),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_at', models.DateTimeField()),
                    ('expires_at', models.DateTimeField()),
                    ('done_at', models.DateTimeField(null=True)),
                    ('revoked_at', models.DateTimeField(null=True)),
                    ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('follows', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='onetime.link')),
                    ('typed', models.JSONField(default=dict)),
                    ('asked_anew_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('-made_at', '-pk'),
                    'indexes': [models.Index(fields=['purpose', 'thing'], name='links_of_thing')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='link_expires_after_it_is_made'), models.CheckConstraint(condition=models.Q(models.Q(('expert__isnull', False), ('name', '')), models.Q(('expert', None), models.Q(('name', ''), _negated=True)), _connector='OR'), name='link_is_somebody_s'), models.CheckConstraint(condition=models.Q(('done_at', None), ('revoked_at', None), _connector='OR'), name='used_link_is_not_revoked'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='revoked_link_says_by_whom')],
                },
            ),
            migrations.CreateModel(
                name='LinkUse',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('link', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='onetime.link')),
                    ('at', models.DateTimeField()),
                    ('did', models.CharField(max_length=40)),
                    ('says', models.CharField(max_length=200)),
                    ('seen', models.JSONField(help_text='页面当时显示的内容')),
                    ('signed', models.JSONField(help_text='本人确认或填写的内容')),
                    ('client', models.CharField(help_text='地址的密钥散列，不是地址', max_length=64)),
                ],
                options={
                    'ordering': ('at', 'pk'),
                },
            ),
        ]),
    ]
