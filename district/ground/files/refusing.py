"""Why a file is not taken."""


class BadUpload(ValueError):
    """The file cannot be kept; `str()` says why and what to do."""
