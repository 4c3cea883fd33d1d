"""``GET /v1/public/report``: aggregates without personal data, for everybody."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from pydantic import Field

from serve.api.problems import documented
from serve.api.security import service_of
from serve.api.shapes import Shape
from serve.api.statuses import NOT_READY
from serve.desk.report import read_report
from serve.principal import PUBLIC
from serve.service import Service

router = APIRouter(prefix="/v1/public", tags=["public"])


class CountsShape(Shape):
    """Cases of a district or of all; null where the number is too small to be told."""

    cases: int | None
    decided: int | None
    confirmed: int | None
    harmed: int | None
    cleared: int | None


class DistrictShape(Shape):
    """One district; ``-`` where the district of a case is not known."""

    district_code: str
    counts: CountsShape


class ReportShape(Shape):
    """What the public may know of the current run."""

    run_id: str
    as_of: date
    total: CountsShape
    districts: list[DistrictShape]
    smallest: int = Field(description="counts below this, other than 0, are not told")


@router.get("/report", operation_id="public_report", responses=documented(NOT_READY))
def public_report(service: Annotated[Service, Depends(service_of)]) -> ReportShape:
    """How many cases were looked at, district by district, and what people found."""
    with service.store.open(PUBLIC) as desk:
        report = read_report(desk)
    if report is None:
        raise HTTPException(NOT_READY, "no run is loaded yet")
    return ReportShape.model_validate(report)
