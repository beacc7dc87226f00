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
                name='Trace',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('at', models.DateTimeField(verbose_name='时间')),
                    ('what', models.CharField(choices=[('entered', '登录'), ('refused', '登录失败'), ('left', '退出'), ('taken', '导出'), ('called', '接口读取'), ('file', '查看文件'), ('facts', '查看信息')], max_length=8, verbose_name='事项')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='traces', to=settings.AUTH_USER_MODEL)),
                    ('name', models.CharField(blank=True, max_length=150, verbose_name='账号')),
                    ('address', models.CharField(blank=True, max_length=64, verbose_name='来源地址')),
                    ('page', models.CharField(blank=True, max_length=120, verbose_name='页面')),
                    ('subject', models.CharField(blank=True, max_length=120, verbose_name='对象')),
                    ('filters', models.CharField(blank=True, max_length=500, verbose_name='条件')),
                    ('rows', models.PositiveIntegerField(null=True, verbose_name='行数')),
                    ('purpose', models.CharField(blank=True, max_length=200, verbose_name='目的')),
                    ('until', models.DateField(verbose_name='保存到')),
                ],
                options={
                    'ordering': ('-at', '-pk'),
                    'indexes': [models.Index(fields=['by', 'at'], name='traces_of_a_person'), models.Index(fields=['subject', 'at'], name='traces_of_a_subject'), models.Index(fields=['until'], name='traces_over')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('what__in', ['entered', 'refused', 'left', 'taken', 'called', 'file', 'facts'])), name='trace_is_of_a_known_kind')],
                },
            ),
        ]),
    ]
