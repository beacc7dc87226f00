import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('enterprises', '0001_initial'),
        ('people', '0001_initial'),
        ('policies', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=24, unique=True, verbose_name='编号')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.bureau', verbose_name='主管部门')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('sort', models.CharField(choices=[('budget', '年度指标'), ('pool', '风险分担资金池'), ('fund', '引导基金')], default='budget', max_length=8, verbose_name='种类')),
                ('hold_days', models.PositiveSmallIntegerField(default=90, verbose_name='占用期限（天）')),
                ('illustrative', models.BooleanField(default=False, verbose_name='示例数字')),
                ('closed_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': '预算指标',
                'ordering': ('-year', 'name', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('year', 'office', 'name'), name='one_line_per_year_bureau_name'), models.CheckConstraint(condition=models.Q(('sort__in', ['budget', 'pool', 'fund'])), name='line_sort_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Places',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('programme', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.programme')),
                ('period', models.CharField(max_length=8)),
                ('size', models.PositiveIntegerField()),
                ('taken', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('programme', 'period'), name='one_quota_per_programme_period'), models.CheckConstraint(condition=models.Q(('taken__lte', models.F('size'))), name='quota_never_overdrawn')],
            },
        ),
        migrations.CreateModel(
            name='Payee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payees', to='enterprises.enterprise')),
                ('holder', models.CharField(max_length=120, verbose_name='户名')),
                ('bank', models.CharField(max_length=120, verbose_name='开户银行')),
                ('bank_code', models.CharField(max_length=12, verbose_name='联行号')),
                ('sealed', models.BinaryField(help_text='账号密文')),
                ('last4', models.CharField(max_length=4)),
                ('print', models.CharField(help_text='账号的带密钥摘要，认出同一个账号', max_length=64)),
                ('state', models.CharField(choices=[('pending', '待核验'), ('verified', '已核验'), ('refused', '未通过'), ('retired', '已停用')], default='pending', max_length=8)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entered_at', models.DateTimeField()),
                ('verified_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('verified_at', models.DateTimeField(null=True)),
                ('request_key', models.UUIDField(unique=True)),
            ],
            options={
                'ordering': ('-entered_at', '-pk'),
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'verified')), fields=('enterprise',), name='one_verified_payee_per_enterprise'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'verified'), _negated=True), models.Q(('verified_by__isnull', False), models.Q(('verified_by', models.F('entered_by')), _negated=True)), _connector='OR'), name='payee_verified_by_another'), models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'verified', 'refused', 'retired'])), name='payee_state_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='funds.line')),
                ('level', models.CharField(choices=[('city', '市级'), ('district', '区级')], max_length=8)),
                ('kind', models.CharField(choices=[('appropriated', '核定来源'), ('available', '可用'), ('held', '占用'), ('committed', '待付'), ('sent', '在途'), ('paid', '已付'), ('receivable', '应收追缴'), ('lapsed', '收回财政'), ('written-off', '核销')], max_length=12)),
                ('fen', models.BigIntegerField(default=0)),
            ],
            options={
                'ordering': ('line', 'pk'),
                'constraints': [models.UniqueConstraint(fields=('line', 'level', 'kind'), name='one_account_per_line_level_kind'), models.CheckConstraint(condition=models.Q(('kind', 'appropriated'), ('fen__gte', 0), _connector='OR'), name='account_never_overdrawn'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'appropriated'), _negated=True), ('fen__lte', 0), _connector='OR'), name='appropriated_is_a_source'), models.CheckConstraint(condition=models.Q(('level__in', ['city', 'district'])), name='account_level_is_known'), models.CheckConstraint(condition=models.Q(('kind__in', ['appropriated', 'available', 'held', 'committed', 'sent', 'paid', 'receivable', 'lapsed', 'written-off'])), name='account_kind_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Award',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=40, unique=True, verbose_name='编号')),
                ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='enterprises.enterprise')),
                ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.programmeversion')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='funds.line')),
                ('title', models.CharField(max_length=160)),
                ('state', models.CharField(choices=[('held', '占用中'), ('committed', '待付'), ('settled', '已付清'), ('released', '已释放'), ('expired', '占用到期')], max_length=12)),
                ('fen', models.BigIntegerField()),
                ('answers', models.JSONField(default=dict, help_text='由人判断的条件：重新核验时沿用')),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='awards', to='funds.places')),
                ('expires_on', models.DateField(null=True)),
                ('held_at', models.DateTimeField(null=True)),
                ('committed_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('-pk',),
                'indexes': [models.Index(fields=['state', 'expires_on'], name='award_expiry')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['committed', 'expired', 'held', 'released', 'settled'])), name='award_state_is_known'), models.CheckConstraint(condition=models.Q(('fen__gt', 0)), name='award_is_of_something'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['committed', 'settled']), _negated=True), ('committed_at__isnull', False), _connector='OR'), name='committed_has_a_date')],
            },
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=24, unique=True, verbose_name='编号')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='funds.line')),
                ('state', models.CharField(choices=[('made', '待复核'), ('checked', '待一级放行'), ('first', '待二级放行'), ('releasing', '放行中'), ('sent', '已送国库，待回单'), ('closed', '已对清'), ('cancelled', '已撤销')], max_length=10)),
                ('count', models.PositiveIntegerField()),
                ('fen', models.BigIntegerField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField()),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('first_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('released_at', models.DateTimeField(null=True)),
                ('request_key', models.UUIDField(unique=True)),
            ],
            options={
                'ordering': ('-pk',),
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['cancelled', 'checked', 'closed', 'first', 'made', 'releasing', 'sent'])), name='batch_state_is_known'), models.CheckConstraint(condition=models.Q(('checked_by', None), models.Q(('checked_by', models.F('made_by')), _negated=True), _connector='OR'), name='batch_checked_by_another'), models.CheckConstraint(condition=models.Q(('second_by', None), models.Q(('second_by', models.F('first_by')), _negated=True), _connector='OR'), name='batch_released_by_two'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['releasing', 'sent', 'closed']), _negated=True), ('second_by__isnull', False), _connector='OR'), name='batch_leaves_only_released')],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('award', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='tallies', to='funds.award')),
                ('line', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funds.line')),
                ('level', models.CharField(choices=[('city', '市级'), ('district', '区级')], max_length=8)),
                ('held', models.BigIntegerField(default=0)),
                ('committed', models.BigIntegerField(default=0)),
                ('sent', models.BigIntegerField(default=0)),
                ('paid', models.BigIntegerField(default=0)),
                ('receivable', models.BigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('award', 'line', 'level'), name='one_tally_per_award_line_level'), models.CheckConstraint(condition=models.Q(('committed__gte', 0), ('held__gte', 0), ('paid__gte', 0), ('receivable__gte', 0), ('sent__gte', 0)), name='award_never_overdrawn')],
            },
        ),
        migrations.CreateModel(
            name='Instalment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='instalments', to='funds.award')),
                ('line', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='funds.line')),
                ('serial', models.PositiveSmallIntegerField()),
                ('fen', models.BigIntegerField()),
                ('at', models.CharField(default='decision', max_length=20)),
                ('due_on', models.DateField(null=True)),
                ('state', models.CharField(choices=[('planned', '待列以后年度预算'), ('waiting', '待条件达成'), ('due', '待付'), ('paying', '拨付中'), ('paid', '已付'), ('stopped', '已停止')], max_length=8)),
                ('problem', models.CharField(blank=True, help_text='上次没有付成的原因', max_length=200)),
            ],
            options={
                'ordering': ('award', 'serial'),
                'indexes': [models.Index(fields=['state', 'due_on'], name='instalment_worklist')],
                'constraints': [models.UniqueConstraint(fields=('award', 'serial'), name='instalments_are_numbered'), models.CheckConstraint(condition=models.Q(('fen__gt', 0)), name='instalment_is_of_something'), models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'waiting', 'due', 'paying', 'paid', 'stopped'])), name='instalment_state_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['due', 'paying', 'paid']), _negated=True), ('due_on__isnull', False), _connector='OR'), name='instalment_due_has_a_day'), models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'stopped']), ('line__isnull', False), _connector='OR'), name='instalment_to_pay_has_a_line')],
            },
        ),
        migrations.CreateModel(
            name='ReturnFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='funds.batch')),
                ('name', models.CharField(max_length=200)),
                ('sha256', models.CharField(max_length=64)),
                ('rows', models.JSONField(help_text='[[编号, 分, 结果, 原因]]')),
                ('done', models.PositiveIntegerField(default=0)),
                ('problems', models.JSONField(default=list, help_text='[[行, 原因]]')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ('pk',),
                'constraints': [models.UniqueConstraint(fields=('batch', 'sha256'), name='return_file_once_per_batch')],
            },
        ),
        migrations.CreateModel(
            name='Clawback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=24, unique=True)),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clawbacks', to='funds.award')),
                ('state', models.CharField(choices=[('open', '追缴中'), ('asked', '申请核销'), ('recovered', '已收回'), ('written-off', '已核销')], max_length=12)),
                ('fen', models.BigIntegerField()),
                ('left', models.BigIntegerField()),
                ('reason', models.TextField()),
                ('offset', models.BooleanField(default=True)),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opened_at', models.DateTimeField()),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_why', models.TextField(blank=True)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request_key', models.UUIDField(unique=True)),
            ],
            options={
                'ordering': ('-pk',),
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'open', 'recovered', 'written-off'])), name='clawback_state_is_known'), models.CheckConstraint(condition=models.Q(('fen__gt', 0), ('left__gte', 0), ('left__lte', models.F('fen'))), name='clawback_adds_up'), models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('approved_by', models.F('asked_by')), _negated=True), _connector='OR'), name='write_off_approved_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'written-off'), _negated=True), ('approved_by__isnull', False), _connector='OR'), name='write_off_is_approved')],
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=32, unique=True)),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='funds.batch')),
                ('instalment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='funds.instalment')),
                ('payee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='funds.payee')),
                ('fen', models.BigIntegerField()),
                ('offset', models.BigIntegerField(default=0, help_text='抵扣应退款的部分（分），不送银行')),
                ('state', models.CharField(choices=[('queued', '待放行'), ('sent', '在途'), ('unknown', '结果不明'), ('paid', '已付'), ('failed', '未付成'), ('refunded', '已退汇'), ('cancelled', '已撤销')], default='queued', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('answered_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('batch', 'pk'),
                'indexes': [models.Index(fields=['batch', 'state'], name='payment_by_batch')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'sent', 'unknown', 'paid'])), fields=('instalment',), name='one_live_payment_per_instalment'), models.CheckConstraint(condition=models.Q(('fen__gt', 0)), name='payment_is_of_something'), models.CheckConstraint(condition=models.Q(('offset__gte', 0), ('offset__lte', models.F('fen'))), name='payment_offset_within_amount'), models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'sent', 'unknown', 'paid', 'failed', 'refunded', 'cancelled'])), name='payment_state_is_known')],
            },
        ),
        migrations.CreateModel(
            name='ClawbackStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('clawback', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='funds.clawback')),
                ('due_on', models.DateField()),
                ('fen', models.BigIntegerField()),
            ],
            options={
                'ordering': ('clawback', 'due_on', 'pk'),
                'constraints': [models.CheckConstraint(condition=models.Q(('fen__gt', 0)), name='clawback_step_is_of_something'), models.UniqueConstraint(fields=('clawback', 'due_on'), name='one_clawback_step_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('verb', models.CharField(max_length=20)),
                ('credit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='given', to='funds.account')),
                ('debit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='taken', to='funds.account')),
                ('fen', models.BigIntegerField()),
                ('award', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='funds.award')),
                ('payment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='funds.payment')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('note', models.CharField(blank=True, max_length=200)),
                ('key', models.CharField(help_text='同一件事只记一次', max_length=80, null=True, unique=True)),
            ],
            options={
                'ordering': ('pk',),
                'constraints': [models.CheckConstraint(condition=models.Q(('fen__gt', 0)), name='transfer_moves_something'), models.CheckConstraint(condition=models.Q(('credit', models.F('debit')), _negated=True), name='transfer_between_two_accounts')],
            },
        ),
    ]
