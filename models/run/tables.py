"""The tables of a run folder, in the contract's form."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pyarrow as pa
import pyarrow.compute as pc

from features.contract import RUN
from features.fund_flow import find_fund_flow
from features.kept import prepare
from features.left_out import find_left_out
from features.money import LISTS
from features.numbers import in_words_again
from features.signals import signals
from features.subjects import SubjectKind
from graph import links_table, ring_table
from models.output import counterfactual_table, ring_scores, scores_table, unnamed_table
from models.rings import member_roles
from models.run.conform import conform, empty
from models.run.extras import COUNTERFACTUALS, UNNAMED
from models.run.judge import Judged
from models.run.lookup import lookup
from models.run.prepare import Prepared
from models.run.same_person import same_person
from models.run.steps import Steps
from models.run.timeline import timeline

NO_BAND = "none"
_SUBJECT = ["subject_kind", "subject_id"]
_FAMILIES = (("families", "family_id"), ("recipients", "family_id"), ("persons", "family_id"))
_AGENTS = (("agents", "agent_id"), ("payments", "agent_id"), ("transactions", "agent_id"), ("agent_months", "agent_id"))
_PAYMENTS = (("payments", "payment_id"), ("receipts", "payment_id"), ("transactions", "payment_id"))


def money_lists(drop: Prepared, steps: Steps) -> dict[str, pa.Table]:
    """``left_out`` and ``fund_flow``, with the drop's own ids."""
    with steps.step("left out"):
        ready, spelled = prepare(drop.money, LISTS), drop.row_numbers.spelled
        left_out = ready.engine.collect(spelled(find_left_out(ready)))
        left_out = in_words_again(ready, left_out, family_id=_FAMILIES)
    with steps.step("fund flow"):
        fund_flow = ready.engine.collect(spelled(find_fund_flow(ready)))
        fund_flow = in_words_again(ready, fund_flow, agent_id=_AGENTS, payment_id=_PAYMENTS)
    return {"left_out": left_out, "fund_flow": fund_flow}


def run_tables(drop: Prepared, judged: Judged, lists: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """The contract's tables and the extras, by name, ready to be written.

    What the engine is asked for is made beside the rest, which Arrow makes.
    """
    with ThreadPoolExecutor(1) as beside:
        asked = beside.submit(_asked, drop)
        scores = scores_table(list(judged.assessments.values()), judged.queue)
        unnamed = conform(unnamed_table(judged.unnamed), UNNAMED)
        happened = beside.submit(timeline, drop.tables, _shown(scores, unnamed, judged.members))
        raw = {
            "scores": scores,
            "rings": _rings(drop, judged),
            "ring_members": member_roles(judged.members, list(judged.assessments.values())),
            "links": links_table(drop.links, drop.rings),
            **lists,
            "signals": _signals(drop),
        }
        tables = {name: conform(rows, RUN[name]) for name, rows in raw.items()}
        extras = {
            "counterfactuals": conform(counterfactual_table(judged.counterfactuals), COUNTERFACTUALS),
            "unnamed": unnamed,
        }
        return {**tables, **extras, **asked.result(), "timeline": happened.result()}


def _asked(drop: Prepared) -> dict[str, pa.Table]:
    """The tables that are read out of the drop whoever is looked at, one after the other."""
    return {
        "lookup": lookup(drop.tables),
        "same_person": same_person(drop.tables),
        "rejects": conform(drop.intake.rejects.to_arrow_table(), RUN["rejects"]),
    }


def _signals(drop: Prepared) -> pa.Table:
    rows = [{"signal": s.name, "on": s.on, "reason": s.reason} for s in signals(drop.catalogue.values(), drop.tables)]
    columns = [("signal", pa.string()), ("on", pa.bool_()), ("reason", pa.string())]
    return pa.Table.from_pylist(rows, schema=pa.schema(columns))


def _rings(drop: Prepared, judged: Judged) -> pa.Table:
    assessment = judged.assessments.get(SubjectKind.RING)
    return empty(RUN["rings"]) if assessment is None else ring_scores(ring_table(drop.rings), assessment)


def _shown(scores: pa.Table, unnamed: pa.Table, members: pa.Table) -> pa.Table:
    """Whom people will look at: who is above band none or in the queue, unnamed cases, and members of such rings.

    A ring's page draws a line per member: one without its payments would read as a family that was not paid.
    """
    above = scores.filter(pc.or_(pc.not_equal(scores["band"], NO_BAND), pc.is_valid(scores["queue_rank"])))
    looked_at = [table.select(_SUBJECT) for table in (above, unnamed)]
    rings = [table.filter(pc.equal(table["subject_kind"], SubjectKind.RING.value))["subject_id"] for table in looked_at]
    looked_at += [members.filter(pc.is_in(members["ring_id"], value_set=one)).select(_SUBJECT) for one in rings]
    return pa.concat_tables(looked_at, promote_options="permissive").group_by(_SUBJECT, use_threads=False).aggregate([])
