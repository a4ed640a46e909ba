"""Text from elsewhere as it may be shown to a person: on a terminal, in a message, on a page.

What would move the cursor, change colours or the title of a window, or turn the direction of what follows, must not
come out of a file, an id or a model. Data (JSON, the cleaned text in a file) means the same as before.
"""

from __future__ import annotations

import re

# ECMA-48: control sequences (CSI), strings that a terminal takes for itself (OSC, DCS, ...), and short escapes.
_PARAMETERS = r"[0-?]*[ -/]*[@-~]"
_STRING = r"[^\x07\x1b\x9c\n]{0,2000}(?:\x07|\x1b\\|\x9c)"
_SHORT = r"\x1b\][0-9;]*|\x1b[()*+#%][0-9A-Za-z@]|\x1b[78=>]|\x1bc(?![a-z])"
ESCAPE_SEQUENCE = rf"\x1b\[{_PARAMETERS}|\x1b[\]PX^_]{_STRING}|{_SHORT}"
# The same begun by one character of the C1 set.
SEQUENCE = rf"{ESCAPE_SEQUENCE}|\x9b{_PARAMETERS}|[\x90\x98\x9d-\x9f]{_STRING}"
_SEQUENCE = re.compile(SEQUENCE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f]")
_LINE_ENDS = re.compile(r"[\t\n\r\x0b\x0c\x85\u2028\u2029]+")
_OVERRIDE = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_IN_JSON = re.compile(r"[\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_ANY = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def shown(text: str) -> str:
    """`text` on one line, without what a terminal would obey; overrides of direction are shown as marks.

    >>> shown("\\x1b[31mred\\x1b[0m alert\\x07\\nline two")
    'red alert line two'
    >>> shown("abc\\u202etxt.exe")
    'abc[U+202E]txt.exe'
    """
    return shown_lines(_LINE_ENDS.sub(" ", text))


def shown_lines(text: str) -> str:
    """As `shown`, with line ends and tabs kept; a carriage return before a line end goes.

    >>> shown_lines("one\\ttwo\\r\\nthree\\x1b]0;title\\x07")
    'one\\ttwo\\nthree'
    """
    if (text.isascii() and text.isprintable()) or not _ANY.search(text):
        return text
    text = _CONTROL.sub("", _SEQUENCE.sub("", text)).replace("\x85", "\n")
    return _OVERRIDE.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)


def escaped_json(json: str) -> str:
    """JSON with the controls that its encoder leaves raw (C1, overrides of direction) as escapes; it means the same.

    >>> escaped_json('"a\\x9bb"')
    '"a\\\\u009bb"'
    """
    return _IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", json)
