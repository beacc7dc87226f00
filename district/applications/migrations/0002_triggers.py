from django.db import migrations

from district.applications.approving.triggers import SignedAtEveryLevel
from district.applications.places.triggers import KeepsToLists
from district.ground.record.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial")]
    operations = [
        AppendOnly("applications_abovequota"),
        AppendOnly("applications_allocation"),
        AppendOnly("applications_answer"),
        AppendOnly("applications_appeal", ["reference", "decision_id", "grounds", "by_id", "at"]),
        AppendOnly("applications_attached"),
        AppendOnly("applications_consent", ["application_id", "kind", "text", "by_id", "at"]),
        AppendOnly("applications_decision"),
        AppendOnly("applications_frozenlist"),
        AppendOnly("applications_filedletter"),
        AppendOnly("applications_issuedletter"),
        AppendOnly("applications_served"),
        AppendOnly("applications_listedworker"),
        AppendOnly("applications_milestone", ["reference", "application_id", "milestone", "say", "papers", "by_id", "at"]),
        AppendOnly("applications_notice"),
        AppendOnly("applications_noticeline", ["notice_id", "application_id", "serial", "name", "code", "amount", "score"]),
        AppendOnly("applications_objection", ["line_id", "grounds", "name", "contact", "sender", "at", "reference"]),
        AppendOnly("applications_obligationcheck"),
        AppendOnly("applications_papercheck"),
        AppendOnly("applications_place", ["places_id", "application_id", "above", "at"]),
        AppendOnly("applications_proposal", ["application_id", "outcome", "note", "ground", "amount", "levels", "steps", "came_from", "replaces_id", "by_id", "at"]),
        AppendOnly("applications_signature"),
        AppendOnly("applications_statement"),
        AppendOnly("applications_submission"),
        KeepsToLists(),
        SignedAtEveryLevel(),
    ]
