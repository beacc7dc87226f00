"""Why a file is not kept, as a word that the parent puts into a sentence."""


class Unfit(Exception):
    """`args[0]` is a key of `inspecting.WORDS`."""
