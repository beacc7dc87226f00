"""A migration operation: many tables of one room at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import CreateModel


class CreateModels(Operation):
    """Create the tables of a room together, so that Django renders its models once, and no others.

    A model that is added to a state already rendered renders all that is connected with it anew, which in this house is
    nearly everything: that took three quarters of the time of an empty database. Models are rendered here as a program
    defines them, one after the other: what is new knows what was there, and of what was there nothing is altered.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = list(models)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__name__, [self.models], {}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Each model is added; to what was rendered of the state the new ones alone are added."""
        rendered = state.__dict__.pop("apps", None)
        for each in self.models:
            each.state_forwards(app_label, state)
        if rendered is not None:
            rendered.render_multiple([state.models[app_label, each.name_lower] for each in self.models])
            state.apps = rendered

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for each in self.models:
            each.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for each in reversed(self.models):
            each.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create models {', '.join(each.name for each in self.models)}"
