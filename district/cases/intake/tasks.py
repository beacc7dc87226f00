"""Work of this part that the worker does."""

from __future__ import annotations

from django_tasks import task

from district.cases.intake.consenting import submit_consented


@task()
def hand_in_consented() -> dict[str, int]:
    """Drafts whose window has opened; counts by outcome."""
    done = submit_consented()
    return {"submitted": len(done.submitted), "failed": len(done.failed), "moot": len(done.moot),
            "broken": len(done.broken)}  # fmt: skip
