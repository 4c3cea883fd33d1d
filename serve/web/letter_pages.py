"""Pages for complaints and appeals: a list, and a letter with the citizen's words and an answer to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from serve.desk.letters import ENDS, PAGE, LetterKind, answer_letter, hand_on, read_letter, read_letters
from serve.desk.refusal import Refusal
from serve.permissions import Permission
from serve.web.render import render
from serve.web.visitor import Visitor, form_of, person_with

router = APIRouter()
Number = Annotated[int, Path(ge=1, le=2**62)]
Before = Annotated[int, Query(ge=0, le=2**62)]
HAND_ON = "hand_on"


@dataclass(frozen=True, slots=True)
class Shelf:
    """One kind of letter at the desk: who may read it, who may answer it, and under which address."""

    kind: LetterKind
    address: str
    reading: Permission
    handling: Permission

    def text(self, name: str) -> str:
        """The key of this shelf's own text of that name."""
        return f"letters.{name}_{self.kind}"


SHELVES = (
    Shelf(LetterKind.COMPLAINT, "/complaints", Permission.COMPLAINT_READ, Permission.COMPLAINT_HANDLE),
    Shelf(LetterKind.APPEAL, "/appeals", Permission.APPEAL_READ, Permission.APPEAL_HANDLE),
)


def _add(shelf: Shelf) -> None:
    router.add_api_route(shelf.address, _list_page(shelf), methods=["GET"])
    router.add_api_route(f"{shelf.address}/{{number}}", _letter_page(shelf), methods=["GET"])
    router.add_api_route(f"{shelf.address}/{{number}}", _answer(shelf), methods=["POST"])


def _list_page(shelf: Shelf) -> Callable[..., HTMLResponse]:
    reader = Annotated[Visitor, Depends(person_with(shelf.reading))]

    def letters(request: Request, visitor: reader, state: str = "open", before: Before = 0) -> HTMLResponse:
        return _list(request, visitor, shelf, state, before)

    return letters


def _list(request: Request, visitor: Visitor, shelf: Shelf, state: str, before: int) -> HTMLResponse:
    waiting = state != "done"
    with visitor.service.store.open(visitor.person) as desk:
        letters = read_letters(desk, shelf.kind, waiting=waiting, before=before)
    older = letters[-1].number if len(letters) == PAGE else None
    return render(request, visitor, "letters.html", shelf=shelf, letters=letters, waiting=waiting, older=older)


def _letter_page(shelf: Shelf) -> Callable[..., HTMLResponse]:
    reader = Annotated[Visitor, Depends(person_with(shelf.reading))]

    def letter(request: Request, visitor: reader, number: Number) -> HTMLResponse:
        return _letter(request, visitor, shelf, number, None)

    return letter


def _letter(request: Request, visitor: Visitor, shelf: Shelf, number: int, problem: str | None) -> HTMLResponse:
    with visitor.service.store.open(visitor.person) as desk:
        found = read_letter(desk, shelf.kind, number, visitor.service.seal)
    if found is None:
        raise HTTPException(404)
    letter, words = found
    status = 422 if problem else 200
    facts = {"shelf": shelf, "letter": letter, "words": words, "ends": ENDS[shelf.kind], "hand_on": HAND_ON}
    return render(request, visitor, "letter.html", status=status, run=None, problem=problem, **facts)


def _answer(shelf: Shelf) -> Callable[..., Response]:
    handler = Annotated[Visitor, Depends(person_with(shelf.handling))]

    def answer(request: Request, visitor: handler, number: Number, form: Form) -> Response:
        return _answered(request, visitor, shelf, number, form)

    return answer


Form = Annotated[FormData, Depends(form_of)]


def _answered(request: Request, visitor: Visitor, shelf: Shelf, number: int, form: FormData) -> Response:
    end = str(form.get("end", ""))
    try:
        with visitor.service.store.open(visitor.person) as desk:
            if end == HAND_ON:
                hand_on(desk, shelf.kind, number)
            else:
                note = str(form.get("note", ""))
                answer_letter(desk, shelf.kind, number, end, note, now=visitor.service.now())
    except Refusal as error:
        return _letter(request, visitor, shelf, number, visitor.language.refusal(error))
    return RedirectResponse(shelf.address, 303)


for each in SHELVES:
    _add(each)
