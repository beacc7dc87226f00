from django.db import migrations

from district.ground.record.append_only import AppendOnly, Refuses, SetOnce
from district.ground.record.chaining import LogGoesOn


FIRST_HEAD = "INSERT INTO record_chainhead (id, number, seal) VALUES (1, 0, %s)"  # by hand: no model is rendered for it
# Who stood where is history too; the room of people stands below this one and cannot put up its own.
MEMBERSHIPS = "people_organisationmembership"
WRITTEN = ("person_id", "organisation_id", "role", "title", "since", "until", "entered_by_id", "entered_at", "needs_second")

DUTIES = "('officer', 'leader', 'auditor', 'expert', 'administrator')"
# Terms that meet on some day; one that is ended meets none.
KEEPS_TO_ONE = f"""NEW.ended_at IS NULL AND NEW.role IN {DUTIES} AND EXISTS (
    SELECT 1 FROM {MEMBERSHIPS} AS held WHERE held.person_id = NEW.person_id AND held.ended_at IS NULL
    AND held.role IN {DUTIES} AND (held.role = 'administrator') <> (NEW.role = 'administrator')
    AND (held.until IS NULL OR NEW.since IS NULL OR held.until >= NEW.since)
    AND (NEW.until IS NULL OR held.since IS NULL OR held.since <= NEW.until))"""


class Migration(migrations.Migration):
    dependencies = [("record", "0001_initial"), ("people", "0001_initial")]
    operations = [
        migrations.RunSQL([(FIRST_HEAD, ["0" * 64])], migrations.RunSQL.noop),
        AppendOnly("record_logentry"),
        LogGoesOn(),
        AppendOnly(MEMBERSHIPS, columns=WRITTEN),
        *(SetOnce(MEMBERSHIPS, column) for column in ("vouched_by_id", "vouched_at", "ended_by_id", "ended_at")),
        Refuses(MEMBERSHIPS, "administrator_holds_no_other_duty", KEEPS_TO_ONE),
        AppendOnly("people_accountconsent"),
        SetOnce("people_person", "anonymised_at"),
    ]
