"""What the community publishes, and what it meets for."""

from district.services.community.models.activities import Activity, CheckIn, Series, SignUp
from district.services.community.models.posts import Appearance, Picture, Post, Report, new_reference

__all__ = [
    "Activity",
    "Appearance",
    "CheckIn",
    "Picture",
    "Post",
    "Report",
    "Series",
    "SignUp",
    "new_reference",
]  # fmt: skip
