"""All twins in a fixed order, each with the share of recipients (or of agents) that it concerns."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from experiments.world.schemes.cast import Cast, NobodyLeft
from experiments.world.schemes.plan import Plot
from experiments.world.twins import at_the_till, behind_the_card, in_one_house, in_registers, of_staff
from experiments.world.world import World


@dataclass(frozen=True, slots=True)
class Twin:
    """One innocent look-alike: whom it resembles, how many it concerns, and what makes it."""

    like: str
    share: float
    act: Callable[[Cast, float], None]


TWINS: dict[str, Twin] = {
    "group_trip": Twin("T1", 0.006, at_the_till.group_trip),
    "carer": Twin("T1", 0.003, at_the_till.carer),
    "lawful_helper": Twin("T1", 0.002, at_the_till.lawful_helper),
    "only_agent": Twin("T2", 0.02, of_staff.only_agent),
    "payout_queue": Twin("T2", 0.03, of_staff.payout_queue),
    "agent_fee": Twin("T3", 0.02, of_staff.agent_fee),
    "component_loss": Twin("T3", 0.004, behind_the_card.component_loss),
    "poor_cousin": Twin("T4", 0.002, in_one_house.poor_cousin),
    "thin_shop": Twin("T5", 0.02, of_staff.thin_shop),
    "popular_bundle": Twin("T6", 0.004, of_staff.popular_bundle),
    "registry_lag": Twin("T7", 0.002, in_registers.registry_lag),
    "heir": Twin("T7", 0.001, in_registers.heir),
    "wrong_death": Twin("T7", 0.001, in_registers.wrong_death),
    "twins": Twin("T8", 0.001, behind_the_card.twins),
    "same_names": Twin("T8", 0.003, behind_the_card.same_names),
    "carer_account": Twin("T9", 0.003, behind_the_card.carer_account),
    "migration_error": Twin("T9", 0.001, behind_the_card.migration_error),
    "nominee_director": Twin("T10", 0.001, in_registers.nominee_director),
    "sold_vehicle": Twin("T10", 0.002, in_registers.sold_vehicle),
    "later_civil_servant": Twin("T10", 0.001, in_registers.later_civil_servant),
    "landlord_meter": Twin("T10", 0.003, in_one_house.landlord_meter),
    "marriage_split": Twin("T11", 0.003, in_one_house.marriage_split),
    "kin_house": Twin("T11", 0.005, in_one_house.kin_house),
    "crowded_house": Twin("T12", 0.003, in_one_house.crowded_house),
    "lodging": Twin("T12", 0.003, in_one_house.lodging),
    "institution": Twin("T12", 0.002, in_one_house.institution),
    "disaster_camp": Twin("T12", 0.003, in_one_house.disaster_camp),
    "dormant_frail": Twin("T13", 0.001, behind_the_card.dormant),
    "dormant_distance": Twin("T13", 0.001, behind_the_card.dormant),
    "dormant_unaware": Twin("T13", 0.001, behind_the_card.dormant),
    "gambling_misused": Twin("T14", 0.002, in_registers.gambling_misused),
    "family_phone": Twin("T14", 0.004, behind_the_card.family_phone),
    "weak_signal": Twin("T15", 0.004, at_the_till.weak_signal),
    "cadre_phone": Twin("T1", 0.006, of_staff.cadre_phone),
    "bulk_opening": Twin("T9", 0.01, behind_the_card.bulk_opening),
}


def act_innocent(world: World, plan: Plot) -> None:
    """Every twin of the list; shares are of recipients, of agents where agents are concerned."""
    for name, twin in TWINS.items():
        with suppress(NobodyLeft):
            twin.act(Cast(world, plan, name), twin.share)
