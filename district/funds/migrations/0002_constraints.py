import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("funds", "0001_initial")]

    operations = [
        migrations.AddConstraint(
            model_name='clawback',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asked', 'open', 'recovered', 'written-off'])), name='clawback_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='clawback',
            constraint=models.CheckConstraint(condition=models.Q(('fen__gt', 0), ('left__gte', 0), ('left__lte', models.F('fen'))), name='clawback_adds_up'),
        ),
        migrations.AddConstraint(
            model_name='clawback',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('approved_by', models.F('asked_by')), _negated=True), _connector='OR'), name='write_off_approved_by_another'),
        ),
        migrations.AddConstraint(
            model_name='clawback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'written-off'), _negated=True), ('approved_by__isnull', False), _connector='OR'), name='write_off_is_approved'),
        ),
        migrations.AddConstraint(
            model_name='clawbackstep',
            constraint=models.CheckConstraint(condition=models.Q(('fen__gt', 0)), name='clawback_step_is_of_something'),
        ),
        migrations.AddConstraint(
            model_name='clawbackstep',
            constraint=models.UniqueConstraint(fields=('clawback', 'due_on'), name='one_clawback_step_a_day'),
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=models.UniqueConstraint(fields=('year', 'office', 'name'), name='one_line_per_year_bureau_name'),
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=models.CheckConstraint(condition=models.Q(('sort__in', ['budget', 'pool', 'fund'])), name='line_sort_is_known'),
        ),
        migrations.AddIndex(
            model_name='instalment',
            index=models.Index(fields=['state', 'due_on'], name='instalment_worklist'),
        ),
        migrations.AddConstraint(
            model_name='instalment',
            constraint=models.UniqueConstraint(fields=('award', 'serial'), name='instalments_are_numbered'),
        ),
        migrations.AddConstraint(
            model_name='instalment',
            constraint=models.CheckConstraint(condition=models.Q(('fen__gt', 0)), name='instalment_is_of_something'),
        ),
        migrations.AddConstraint(
            model_name='instalment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'waiting', 'due', 'paying', 'paid', 'stopped'])), name='instalment_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='instalment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['due', 'paying', 'paid']), _negated=True), ('due_on__isnull', False), _connector='OR'), name='instalment_due_has_a_day'),
        ),
        migrations.AddConstraint(
            model_name='instalment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['planned', 'stopped']), ('line__isnull', False), _connector='OR'), name='instalment_to_pay_has_a_line'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['cancelled', 'checked', 'closed', 'first', 'made', 'releasing', 'sent'])), name='batch_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(('checked_by', None), models.Q(('checked_by', models.F('made_by')), _negated=True), _connector='OR'), name='batch_checked_by_another'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(('second_by', None), models.Q(('second_by', models.F('first_by')), _negated=True), _connector='OR'), name='batch_released_by_two'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['releasing', 'sent', 'closed']), _negated=True), ('second_by__isnull', False), _connector='OR'), name='batch_leaves_only_released'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.UniqueConstraint(fields=('line', 'level', 'kind'), name='one_account_per_line_level_kind'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'appropriated'), ('fen__gte', 0), _connector='OR'), name='account_never_overdrawn'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'appropriated'), _negated=True), ('fen__lte', 0), _connector='OR'), name='appropriated_is_a_source'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(('level__in', ['city', 'district'])), name='account_level_is_known'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['appropriated', 'available', 'held', 'committed', 'sent', 'paid', 'receivable', 'lapsed', 'written-off'])), name='account_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='payee',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'verified')), fields=('enterprise',), name='one_verified_payee_per_enterprise'),
        ),
        migrations.AddConstraint(
            model_name='payee',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'verified'), _negated=True), models.Q(('verified_by__isnull', False), models.Q(('verified_by', models.F('entered_by')), _negated=True)), _connector='OR'), name='payee_verified_by_another'),
        ),
        migrations.AddConstraint(
            model_name='payee',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'verified', 'refused', 'retired'])), name='payee_state_is_known'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(fields=['batch', 'state'], name='payment_by_batch'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'sent', 'unknown', 'paid'])), fields=('instalment',), name='one_live_payment_per_instalment'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('fen__gt', 0)), name='payment_is_of_something'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('offset__gte', 0), ('offset__lte', models.F('fen'))), name='payment_offset_within_amount'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'sent', 'unknown', 'paid', 'failed', 'refunded', 'cancelled'])), name='payment_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='places',
            constraint=models.UniqueConstraint(fields=('programme', 'period'), name='one_quota_per_programme_period'),
        ),
        migrations.AddConstraint(
            model_name='places',
            constraint=models.CheckConstraint(condition=models.Q(('taken__lte', models.F('size'))), name='quota_never_overdrawn'),
        ),
        migrations.AddIndex(
            model_name='award',
            index=models.Index(fields=['state', 'expires_on'], name='award_expiry'),
        ),
        migrations.AddConstraint(
            model_name='award',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['committed', 'expired', 'held', 'released', 'settled'])), name='award_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='award',
            constraint=models.CheckConstraint(condition=models.Q(('fen__gt', 0)), name='award_is_of_something'),
        ),
        migrations.AddConstraint(
            model_name='award',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['committed', 'settled']), _negated=True), ('committed_at__isnull', False), _connector='OR'), name='committed_has_a_date'),
        ),
        migrations.AddConstraint(
            model_name='returnfile',
            constraint=models.UniqueConstraint(fields=('batch', 'sha256'), name='return_file_once_per_batch'),
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.UniqueConstraint(fields=('award', 'line', 'level'), name='one_tally_per_award_line_level'),
        ),
        migrations.AddConstraint(
            model_name='tally',
            constraint=models.CheckConstraint(condition=models.Q(('committed__gte', 0), ('held__gte', 0), ('paid__gte', 0), ('receivable__gte', 0), ('sent__gte', 0)), name='award_never_overdrawn'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('fen__gt', 0)), name='transfer_moves_something'),
        ),
        migrations.AddConstraint(
            model_name='transfer',
            constraint=models.CheckConstraint(condition=models.Q(('credit', models.F('debit')), _negated=True), name='transfer_between_two_accounts'),
        ),
    ]
