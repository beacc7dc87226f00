import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from district.ground.record.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('policies', '0001_initial'),
        ('record', '0001_initial'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Draft',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=24, unique=True)),
                    ('title', models.CharField(max_length=120, verbose_name='草案名称')),
                    ('programme', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='policies.programme')),
                    ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau')),
                    ('base', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='policies.release')),
                    ('files', models.JSONField(default=dict)),
                    ('english_stands', models.JSONField(default=list)),
                    ('state', models.CharField(default='draft', max_length=12)),
                    ('note', models.TextField(blank=True)),
                    ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('approver', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('release', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='published_drafts', to='policies.release')),
                    ('created_at', models.DateTimeField()),
                    ('changed_at', models.DateTimeField()),
                    ('proposed_at', models.DateTimeField(null=True)),
                    ('approved_at', models.DateTimeField(null=True)),
                ],
                options={
                    'ordering': ('-changed_at', '-pk'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'proposed', 'approved', 'published', 'dropped'])), name='draft_state_is_known'), models.CheckConstraint(condition=models.Q(('approver', None), models.Q(('approver', models.F('author')), _negated=True), _connector='OR'), name='draft_approved_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['approved', 'published']), _negated=True), ('approver__isnull', False), _connector='OR'), name='draft_approved_has_approver'), models.CheckConstraint(condition=models.Q(models.Q(('release__isnull', False), ('state', 'published')), models.Q(models.Q(('state', 'published'), _negated=True), ('release', None)), _connector='OR'), name='draft_published_has_release')],
                },
            ),
            migrations.CreateModel(
                name='DraftHand',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('draft', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hands', to='authoring.draft')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('first_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ('first_at', 'pk'),
                    'constraints': [models.UniqueConstraint(fields=('draft', 'person'), name='one_hand_a_person_a_draft')],
                },
            ),
        ]),
    ]
