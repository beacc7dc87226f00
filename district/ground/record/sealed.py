"""The one field for what is sealed at rest: read and written as plain text, kept as ciphertext in the column."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.db import models

from district.ground.record.secrets import CannotOpen, open_text, seal_text


class Ciphertext(str):
    """As it stands in the column; what `values()` gives. It is put into no page and no sentence: that is a fault."""

    __slots__ = ()

    def __html__(self) -> str:
        raise TypeError("a sealed text is read from its row, not by values()")

    def __format__(self, _spec: str) -> str:
        raise TypeError("a sealed text is read from its row, not by values()")


class Opening:
    """Opens when somebody reads, once a row; remembers what stood in the column while the text is the same."""

    def __init__(self, field: SealedField) -> None:
        self.field = field
        self.kept = f"_{field.attname}_kept"

    def __get__(self, row: Any, owner: Any = None) -> Any:
        if row is None:
            return self
        name, held = self.field.attname, row.__dict__
        if name not in held:
            row.refresh_from_db(fields=[name])
        if isinstance(held[name], Ciphertext):
            sealed = held[name]
            held[name] = self.field.opened(sealed, row)
            held[self.kept] = (held[name], sealed)
        return held[name]

    def __set__(self, row: Any, value: Any) -> None:
        held, old = row.__dict__, row.__dict__.get(self.field.attname)
        if isinstance(old, Ciphertext) and not isinstance(value, Ciphertext):  # a row read anew says the same text
            with suppress(CannotOpen):
                held[self.kept] = (self.field.opened(old, row), old)
        held[self.field.attname] = value

    def column(self, row: Any) -> Any:
        """What is to stand in the column: as it stood where the text has not changed, else sealed now."""
        value = row.__dict__.get(self.field.attname)
        if not value or isinstance(value, Ciphertext):
            return value
        plain, sealed = row.__dict__.get(self.kept, (None, None))
        if plain != value:
            sealed = self.field.sealed(str(value), row)
            row.__dict__[self.kept] = (value, sealed)
        return sealed


if TYPE_CHECKING:
    Text = models.TextField[Any, str]
else:
    Text = models.TextField


class SealedField(Text):
    """A text sealed under `purpose`, bound to its column and to the row's `about` (attributes known before it is
    inserted, comma separated). Empty stays empty. It is neither looked for nor updated without its row: TypeError.
    Reading raises CannotOpen where the key is lost or the ciphertext was changed or moved.
    """

    descriptor_class = Opening

    def __init__(self, *args: Any, purpose: str, about: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purpose, self.about = purpose, about

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "purpose": self.purpose, "about": self.about}

    def _bound(self, row: Any) -> str:
        said = [str(getattr(row, name)) for name in self.about.split(",") if name]
        return " ".join([row._meta.label_lower, self.attname, *said])

    def sealed(self, text: str, row: Any) -> Ciphertext:
        return Ciphertext(seal_text(text, purpose=self.purpose, about=self._bound(row)))

    def opened(self, sealed: str, row: Any) -> str:
        return open_text(sealed, purpose=self.purpose, about=self._bound(row)) if sealed else ""

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        return Ciphertext(value) if value else value

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        opening: Opening = getattr(type(model_instance), self.attname)
        return opening.column(model_instance)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name not in ("exact", "isnull"):
            raise TypeError(f"{self.attname} is sealed: nothing within it is looked for")
        return super().get_lookup(lookup_name)

    def get_prep_value(self, value: Any) -> Any:
        if value in ("", None) or isinstance(value, Ciphertext):
            return value if value is None else str(value)
        raise TypeError(f"{self.attname} is sealed: it is neither looked for nor updated without its row")


def sealed_fields() -> list[tuple[type[models.Model], list[SealedField]]]:
    """Every model with what is sealed in it."""
    from django.apps import apps

    found = [(model, [each for each in model._meta.local_concrete_fields if isinstance(each, SealedField)])
             for model in apps.get_models()]  # fmt: skip
    return [(model, fields) for model, fields in found if fields]
