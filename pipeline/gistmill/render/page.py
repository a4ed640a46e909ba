"""Web pages that need nothing but themselves: templates with autoescape, and a policy that lets nothing else run.

The one style and the one script of a page are inline and are named by their digests in the content security policy, so
what a hostile text smuggles in, were it ever not escaped, would neither run nor load.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from gistmill.shown import shown_lines


def page(name: str, **values: object) -> str:
    """The page of `templates/<name>.html` with style `<name>.css` (after `base.css`) and script `<name>.js`."""
    style = _asset("base.css") + _asset(f"{name}.css")
    script = _asset(f"{name}.js")
    made = (
        _environment()
        .get_template(f"{name}.html")
        .render(style=Markup(style), script=Markup(script), policy=_policy(style, script), **values)
    )
    return shown_lines(made)


def fragment(name: str, **values: object) -> str:
    """A piece of a page, `templates/<name>.html`, to stand inside a page that somebody else made."""
    return shown_lines(_environment().get_template(f"{name}.html").render(**values))


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(content: str) -> str:
    return "sha256-" + b64encode(sha256(content.encode()).digest()).decode()


def _asset(name: str) -> str:
    return files("gistmill.render").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("gistmill.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
