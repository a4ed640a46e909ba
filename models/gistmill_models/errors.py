"""What can go wrong with a model, as one tree.

    ModelError
    ├── ModelNotFound       no model of that name or in that folder
    │   ├── Offline         it is not on disk, and the network may not be asked
    │   └── FetchFailed     it is there to be had, and did not arrive whole
    ├── ModelBroken         files that are damaged, missing, unsafe or of another kind of model
    ├── EngineMissing       a package that this model needs is not installed
    ├── ServerFailed        the server of a served model cannot be reached, or answers with errors
    ├── WouldLeaveMachine   the text would be sent to another machine, and nobody has said that it may
    ├── CannotScore         this model cannot say how likely a given text is
    ├── DeviceMissing       a device was asked for that this machine does not have
    └── OutOfMemory         a single source does not fit into the memory of the device

All of them concern what lies on the machine, not the text; every message ends with the next step.
"""

from __future__ import annotations


class ModelError(Exception):
    """The root of the tree."""


class ModelNotFound(ModelError):
    """No model of that name, or nothing in that folder."""


class Offline(ModelNotFound):
    """The model is not on disk, and the network may not be asked."""


class FetchFailed(ModelNotFound):
    """The model is there to be had, and did not arrive whole; trying again may help."""


class ModelBroken(ModelError):
    """Files that are damaged, missing, unsafe to load, or of another kind of model."""


class EngineMissing(ModelError):
    """A package that this model needs is not installed; the message names the extra that brings it."""


class ServerFailed(ModelError):
    """The server of a served model cannot be reached, breaks off, or answers otherwise than expected."""


class WouldLeaveMachine(ModelError):
    """The text would be sent to another machine, and nobody has said that it may."""


class CannotScore(ModelError):
    """This model cannot say how likely a given text is."""


class DeviceMissing(ModelError):
    """The device that was asked for is not on this machine."""


class OutOfMemory(ModelError):
    """A single source does not fit into the memory of the device."""
