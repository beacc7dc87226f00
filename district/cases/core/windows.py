"""When a firm may hand in: the windows of policies, and how long before one a draft may be prepared."""

from __future__ import annotations

from district.policies.queries import Window, window_of

AHEAD = 60  # days before a window opens from which a draft may be prepared

__all__ = ["AHEAD", "Window", "window_of"]
