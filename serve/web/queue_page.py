"""The queue's page."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from features.subjects import SubjectKind
from serve.audit import Action, record
from serve.desk.cases import read_run
from serve.desk.queue import Band, Filters, Status, count_alerts, read_queue
from serve.permissions import Permission
from serve.web.render import render
from serve.web.visitor import Visitor, person_with

router = APIRouter()
Choice = TypeVar("Choice", bound=StrEnum)
ALL = "all"


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters as the address bar has them; what is not known counts as not asked for."""

    kind: str = ""
    band: str = ""
    district: str = ""
    status: str = Status.OPEN
    after: str = "0"

    @property
    def filters(self) -> Filters:
        """The filters to read the queue with."""
        return Filters(
            kind=_one_of(SubjectKind, self.kind),
            band=_one_of(Band, self.band),
            district=self.district.replace("\x00", "")[:100] or None,
            status=_one_of(Status, self.status),
            after=int(self.after) if self.after.isdecimal() and len(self.after) <= 18 else 0,  # noqa: PLR2004 - a bigint
        )

    def link(self, **changes: object) -> str:
        """The address of the queue with some filters changed."""
        now = {name: getattr(self, name) for name in self.__slots__}
        told = {name: value for name, value in (now | changes).items() if value not in ("", "0", None)}
        return f"/queue?{urlencode(told)}" if told else "/queue"


def _one_of(choices: type[Choice], text: str) -> Choice | None:
    return choices(text) if text in set(choices) else None


@router.get("/queue")
def queue_page(
    request: Request,
    visitor: Annotated[Visitor, Depends(person_with(Permission.QUEUE_READ))],
    asked: Annotated[Asked, Depends()],
) -> HTMLResponse:
    """Who is to be looked at, in the order in which it pays most."""
    unblinded = visitor.may(Permission.SELECTION_READ)
    with visitor.service.store.open(visitor.person) as desk:
        run = read_run(desk)
        page = read_queue(desk, asked.filters, unblinded=unblinded)
        counts = count_alerts(desk)
        record(desk.connection, actor=visitor.person.name, action=Action.QUEUE_READ, about="queue")
    return render(
        request, visitor, "queue.html", run=run, page=page, counts=counts, asked=asked, unblinded=unblinded, all=ALL
    )
