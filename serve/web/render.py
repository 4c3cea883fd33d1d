"""From a template and its facts to a page."""

from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from serve.desk.cases import RunInfo
from serve.desk.subjects import Reason
from serve.permissions import Permission
from serve.web.measures import Measures, measures_of
from serve.web.visitor import Visitor

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """The templates: escaped, and an unknown name is an error rather than a blank."""
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(
    request: Request, visitor: Visitor, template: str, *, status: int = 200, run: RunInfo | None = None, **facts: Any
) -> HTMLResponse:
    """A page for this visitor. Templates see ``say``, ``word``, the formats of ``lang``, and ``may``."""
    language = visitor.language

    def money(amount: int | None) -> str:
        return language.money(amount, run.currency, run.minor_units) if run else language.money(amount)

    def measures(reason: Reason) -> Measures | None:
        return measures_of(reason.value, reason.usual, language)

    page = environment().get_template(template)
    html = page.render(
        lang=language,
        say=language.say,
        word=language.name,
        money=money,
        measures=measures,
        visitor=visitor,
        may=visitor.may,
        Permission=Permission,
        path=request.url.path,
        here=str(request.url.path) + (f"?{request.url.query}" if request.url.query else ""),
        run=run,
        today=visitor.service.now().date(),
        **facts,
    )
    return HTMLResponse(html, status_code=status)
