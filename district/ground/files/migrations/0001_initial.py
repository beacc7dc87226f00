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
                name='StoredFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('digest', models.CharField(help_text='内容的 SHA-256', max_length=64)),
                    ('size', models.PositiveBigIntegerField(help_text='字节')),
                    ('type', models.CharField(choices=[('pdf', 'PDF 文件'), ('png', 'PNG 图片'), ('jpeg', 'JPEG 图片'), ('docx', 'Word 文档'), ('xlsx', 'Excel 工作簿'), ('ofd', 'OFD 版式文件'), ('mp4', 'MP4 视频'), ('webm', 'WebM 视频')], max_length=8)),
                    ('name', models.CharField(help_text='上传时的文件名，仅供显示', max_length=200)),
                    ('room', models.CharField(max_length=40)),
                    ('subject', models.CharField(help_text='所属事项的公开编号', max_length=64)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('-at', '-pk'),
                    'indexes': [models.Index(fields=['digest'], name='stored_file_by_digest')],
                    'constraints': [models.UniqueConstraint(fields=('room', 'subject', 'digest'), name='a_subject_keeps_a_file_once'), models.CheckConstraint(condition=models.Q(('type__in', ['docx', 'jpeg', 'mp4', 'ofd', 'pdf', 'png', 'webm', 'xlsx'])), name='stored_file_type_is_known'), models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='stored_file_is_not_empty')],
                },
            ),
            migrations.CreateModel(
                name='HandingIn',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sender', models.CharField(max_length=64)),
                    ('at', models.DateTimeField()),
                    ('files', models.PositiveIntegerField()),
                    ('size', models.PositiveBigIntegerField()),
                ],
                options={
                    'indexes': [models.Index(fields=['sender', 'at'], name='handed_in_lately')],
                },
            ),
        ]),
    ]
