from django.db import migrations

from district.ground.record.append_only import AppendOnly, Refuses, SetOnce, anew

SIGNED = "SELECT 1 FROM panels_part WHERE panel_id = NEW.id AND ended_at IS NULL AND NOT standby AND signed_at"


class Migration(migrations.Migration):
    dependencies = [("panels", "0001_initial")]
    operations = [
        AppendOnly("panels_part", ["panel_id", "reference", "place", "expert_id"]),
        SetOnce("panels_part", "signed_at"),
        Refuses(
            "panels_part",
            "what_was_signed_stays",
            f"OLD.signed_at IS NOT NULL AND (NEW.digest <> OLD.digest OR NEW.link <> OLD.link OR (NEW.text <> OLD.text "
            f"AND NOT {anew('text')}))",
            events=("UPDATE",),
        ),
        Refuses(
            "panels_panel",
            "a_brief_that_was_signed_stays",
            f"NEW.brief <> OLD.brief AND NOT {anew('brief')} AND EXISTS ({SIGNED} IS NOT NULL)",
            events=("UPDATE",),
        ),
        Refuses(
            "panels_panel",
            "a_panel_is_sealed_once_all_signed",
            f"NEW.state = 'sealed' AND EXISTS ({SIGNED} IS NULL AND withdrew_at IS NULL)",
            events=("UPDATE",),
        ),
        SetOnce("panels_panel", "sealed_at"),
    ]
