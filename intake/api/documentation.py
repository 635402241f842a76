"""The description as a page for people: served from here alone, readable without a script."""

from __future__ import annotations

from typing import Any

import flask
from markupsafe import Markup, escape

from intake.api.catalogue import TAGS
from intake.api.description import description

POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def documentation(public_url: str) -> flask.Response:
    """The whole description as HTML."""
    api = description(public_url)
    page = flask.render_template("api/docs.html", api=api, tags=TAGS, form=_form, link=_link, said=_said)
    return flask.Response(page, headers={"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff"})


def _said(text: str) -> Markup:
    """A description's text, in which `names` are CommonMark's."""
    parts = (escape(part) for part in text.split("`"))
    return Markup("").join(Markup("<code>{}</code>").format(one) if at % 2 else one for at, one in enumerate(parts))


def _form(schema: dict[str, Any]) -> str:
    """A schema in one line, such as `integer 1 to 200, default 50`."""
    if "anyOf" in schema:
        schema = {**schema, **schema["anyOf"][0]}
    words = [schema.get("format") or schema.get("pattern") or schema.get("type", "any")]
    if "minimum" in schema:
        words.append(f"{schema['minimum']} to {schema.get('maximum', '…')}")
    if "enum" in schema:
        words = [" | ".join(str(one) for one in schema["enum"] if one)]
    if "default" in schema and schema["default"] is not None:
        words.append(f"default {schema['default']}")
    return ", ".join(words)


def _link(schema: dict[str, Any]) -> Markup:
    """The same, with the names of other forms as links to them."""
    alternatives = schema.get("anyOf")
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        said = Markup('<a href="#{0}">{0}</a>').format(name)
    elif alternatives:
        said = Markup(" or ").join(_link(one) for one in alternatives)
    elif schema.get("type") == "array":
        said = Markup("list of {}").format(_link(schema.get("items", {})))
    elif isinstance(schema.get("additionalProperties"), dict):
        said = Markup("{} by key").format(_link(schema["additionalProperties"]))
    else:
        said = Markup("<code>{}</code>").format(_form(schema))
    return said
