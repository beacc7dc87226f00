from django.db import migrations

from district.ground.record.append_only import AppendOnly
from district.ground.record.refusing import Refuses, Rule


class SurveyRules(Refuses):
    rules = (
        Rule(
            "answers_only_of_a_draft", "surveys_answer", "INSERT",
            "(SELECT state FROM surveys_response WHERE id = NEW.response_id) <> 'draft'",
        ),
        Rule(
            "response_handed_in_is_frozen", "surveys_response", "UPDATE",
            "NEW.state = 'draft' OR NEW.version_id <> OLD.version_id OR NEW.reference <> OLD.reference",
            when="OLD.state <> 'draft'",
        ),
        Rule(
            "questionnaire_keeps_its_promise", "surveys_questionnaire", "UPDATE",
            "NEW.anonymous <> OLD.anonymous", when="OLD.published_at IS NOT NULL",
        ),
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]
    operations = [AppendOnly("surveys_questionnaireversion"), AppendOnly("surveys_answer"), SurveyRules()]
