"""What can go wrong, as one tree.

    GistmillError
    ├── InputError            something the user gave; fixing it is in their hands (exit code 2)
    │   ├── UnreadableInput   a file that is missing, empty, binary or broken
    │   ├── RecipeError       a setting that does not exist or has a wrong value
    │   └── WrongType         a value of a type that a function does not take
    ├── TooLarge              a document that does not fit into the memory of the device (exit code 1)
    ├── MissingError          something this machine lacks: a model, an extra (exit code 3)
    └── OutputError           a result that cannot be written: full disk, no permission, closed pipe (exit code 4)

Every message says what was expected, what came, where, and the next step. A bug of ours is none of these
and keeps its traceback.
"""

from __future__ import annotations


class GistmillError(Exception):
    """The root of the tree; `except GistmillError` catches what a caller can act on."""

    exit_code = 1


class InputError(GistmillError):
    exit_code = 2


class UnreadableInput(InputError):
    """A document that could not be read; `id` is the caller's name for it, where that much is known."""

    def __init__(self, message: str, *, id: str | int | None = None) -> None:
        super().__init__(message)
        self.id = id


class RecipeError(InputError):
    """A setting that does not exist or has a wrong value."""


class WrongType(InputError, TypeError):
    """A value of a type that a function does not take."""


class TooLarge(GistmillError):
    """A document that does not fit into the memory of the device."""


class MissingError(GistmillError):
    exit_code = 3


class OutputError(GistmillError):
    """A result that the system does not let us write."""

    exit_code = 4
