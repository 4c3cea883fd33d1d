"""Families that are kin: not strangers who share a house or a card, so that what they share is no surprise."""


def kin_families(on: frozenset[str]) -> str:
    """Pairs of kin families, left below right, one row per pair and basis."""
    none = (
        "select null::varchar as left_family_id, null::varchar as right_family_id, null::varchar as basis where false"
    )
    split = """select least(family_id, split_from_family_id) as left_family_id,
            greatest(family_id, split_from_family_id) as right_family_id, 'split' as basis
        from wall.families where split_from_family_id is not null and split_from_family_id <> family_id"""
    return f"select distinct * from ({split if 'families' in on else none}) order by all"
