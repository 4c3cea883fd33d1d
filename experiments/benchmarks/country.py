"""A whole country's drop in seconds, for measuring time and memory: plausible rows of every table, nobody in it a thief.

Per recipient one family, two persons, one account, three payments and three transactions; a village per 250, an agent
and an official per 300; one recipient in two hundred is noted a second time under another NIK. Every table and column that the features read is there, so that every feature is on. Values
come from hashes of row numbers and the seed: the same size and seed give the same rows.
"""

from pathlib import Path

import duckdb

_GIVEN = """Siti Sri Dewi Nur Eka Dwi Tri Ratna Endang Wahyu Agus Budi Slamet Suparman Sutrisno Joko Bambang Hadi Eko Rudi
Ahmad Abdul Muhammad Rina Yuni Lestari Indah Puji Sumiati Ngatini Kartini Wati Tuti Yanti Maryam Aminah Fatimah Khadijah
Supri Paijo Tukiman Warsito Darmi Juminten Ponirah Rusmini Mulyani Hartini Suyatno Wagiman"""
_FAMILY = """Santoso Wibowo Setiawan Hidayat Saputra Kusuma Lestari Rahayu Utami Handayani Purnomo Susanto Nugroho Wijaya
Suryadi Firmansyah Siregar Nasution Ginting Simanjuntak Hutapea Sembiring Tarigan Harahap Lubis Kurniawan Maulana Ramadhan
Fauzi Hakim Mansyur Basri Halim Yusuf Ismail Latif Rahman Karim Aziz Salim Sudarsono Hartono Sukarno Mulyono Widodo
Prasetyo Gunawan Iskandar Effendi Anwar"""
_VILLAGE, _AGENT, _OFFICIAL = 250, 300, 300

_MACROS = """
create or replace temp macro draw(i, salt, n) as (hash(i, salt, {seed}) % n)::bigint;
create or replace temp macro village_no(i) as (i // 250)::bigint;
create or replace temp macro district_code(v) as '35' || lpad((1 + v // 300 % 69)::varchar, 2, '0')
    || lpad((1 + v // 15 % 20)::varchar, 2, '0');
create or replace temp macro village_code(v) as district_code(v) || (2000 + v % 15 + v // 20700 * 20)::varchar;
create or replace temp macro person_name(i, salt) as given_names()[1 + draw(i, salt || '1', 50)] || ' '
    || family_names()[1 + draw(i, salt || '2', 50)]
    || case when draw(i, salt || '3', 3) = 0 then ' ' || given_names()[1 + draw(i, salt || '4', 50)] else '' end;
create or replace temp macro who(j) as case when j % 400 = 398 then j - 2 else j end;
create or replace temp macro born(j) as date '1945-01-01' + draw(who(j), 'born', 21000)::int;
create or replace temp macro nik(i, v, female) as district_code(v)
    || lpad((day(born(i)) + case when female then 40 else 0 end)::varchar, 2, '0')
    || strftime(born(i), '%m%y') || lpad((1 + draw(i, 'sequence', 90))::varchar, 4, '0');
create or replace temp macro phone(i) as '08' || lpad((1200000000 + draw(i, 'phone', 700000000))::varchar, 10, '0');
create or replace temp macro credited(p) as timestamp '2025-03-10 08:00:00' + to_days((p % 3 * 90)::int)
    + to_minutes(draw(p // 3 // 250, 'lot', 4000)::int);
"""

_TABLES = {
    "villages": """select village_code(v) as village_code, 'Desa ' || v as name, district_code(v) as district_code,
        left(district_code(v), 4) as regency_code, -8.5 + draw(v, 'lat', 3000) / 1000.0 as latitude,
        111.0 + draw(v, 'lon', 3000) / 1000.0 as longitude, 1500 + draw(v, 'pop', 4000) as population,
        draw(v, 'remote', 20) = 0 as remote from range({villages}) t(v)""",
    "families": """select 'F' || lpad(i::varchar, 9, '0') as family_id, village_code(village_no(i)) as village_code,
        'Jl. ' || family_names()[1 + draw(i // 30, 'street', 50)] || ' No. ' || 1 + draw(i, 'house', 120)
            || ' RT ' || lpad((1 + draw(i // 30, 'rt', 9))::varchar, 3, '0') || '/RW 00' || 1 + draw(i // 90, 'rw', 5)
            as address,
        -8.5 + draw(village_no(i), 'lat', 3000) / 1000.0 + draw(i, 'y', 100) / 5000.0 as latitude,
        111.0 + draw(village_no(i), 'lon', 3000) / 1000.0 + draw(i, 'x', 100) / 5000.0 as longitude,
        1 + draw(i, 'decile', 5) as decile, 2 + draw(i, 'members', 4) as members,
        ['ceramic', 'cement', 'earth'][1 + draw(i, 'floor', 3)] as floor,
        ['brick', 'board', 'bamboo'][1 + draw(i, 'wall', 3)] as wall,
        ['clay_tile', 'zinc', 'asbestos'][1 + draw(i, 'roof', 3)] as roof,
        20.0 + draw(i, 'area', 80) as floor_area_m2, [450, 900, 1300][1 + draw(i, 'va', 3)] as electricity_va,
        '53' || lpad(draw(i, 'meter', 10000000000)::varchar, 10, '0') as meter_id,
        draw(i, 'bike', 2) = 0 as has_motorcycle, draw(i, 'car', 100) = 0 as has_car,
        draw(i, 'fridge', 2) = 0 as has_refrigerator, draw(i, 'ac', 60) = 0 as has_air_conditioner,
        draw(i, 'gold', 20) = 0 as has_gold, draw(i, 'phone', 3) > 0 as has_smartphone,
        draw(i, 'land', 400)::double as land_m2, draw(i, 'second', 200) = 0 as has_second_house,
        date '2012-01-01' + draw(i, 'card', 4700)::int as card_recorded_on,
        case when draw(i, 'split', 100) = 0 and i > 0 then 'F' || lpad((i - 1)::varchar, 9, '0') end
            as split_from_family_id,
        date '2024-01-01' + draw(i, 'survey', 400)::int as surveyed_on,
        'O' || lpad((i // 300)::varchar, 6, '0') as enumerator_id from range({n}) t(i)""",
    "persons": """select 'P' || lpad(j::varchar, 9, '0') as person_id, nik(j, village_no(j // 2), j % 2 = 0) as nik,
        'F' || lpad((j // 2)::varchar, 9, '0') as family_id, person_name(who(j), 'name') as name,
        person_name(who(j) // (1 + draw(who(j), 'kin', 2)), 'mother') as mother_name, born(j) as birth_date,
        case when j % 2 = 0 then 'F' else 'M' end as sex, case when j % 2 = 0 then 'spouse' else 'head' end as relation,
        case when draw(j, 'dead', 200) = 0 then 'deceased' else 'alive' end as life_status,
        case when draw(j, 'dead', 200) = 0 then date '2024-06-01' + draw(j, 'died', 500)::int end as died_on,
        ['own_account', 'casual', 'not_working'][1 + draw(j, 'work', 3)] as work_status,
        phone(j // 2) as phone from range(2 * {n}) t(j)""",
    "recipients": """select 'R' || lpad(i::varchar, 9, '0') as recipient_id, 'F' || lpad(i::varchar, 9, '0') as family_id,
        nik(2 * i, village_no(i), true) as nik, person_name(who(2 * i), 'name') as name,
        phone(case when draw(i, 'cadre', 12) = 0 then i // 30 * 30 else i end) as phone,
        village_code(village_no(i)) as village_code, date '2022-01-01' + draw(i // 40, 'list', 700)::int as registered_on,
        'O' || lpad((i // 300)::varchar, 6, '0') as registered_by,
        'O' || lpad((i // 600 * 2 + 1)::varchar, 6, '0') as facilitator_id,
        ['village', 'portal', 'facilitator'][1 + draw(i, 'way', 3)] as channel from range({n}) t(i)""",
    "enrolments": """select 'R' || lpad(i::varchar, 9, '0') as recipient_id,
        case when i % 2 = 0 then 'PKH' else 'SEMBAKO' end as program, date '2023-01-01' as started_on,
        case when draw(i, 'end', 50) = 0 then date '2025-08-01' end as ended_on,
        case when i % 2 = 0 then 'elderly:1;primary:1' end as components from range({n}) t(i)""",
    "accounts": """select 'A' || lpad(i::varchar, 9, '0') as account_id, 'R' || lpad(i::varchar, 9, '0') as recipient_id,
        '002' as bank_code, lpad((100000000000000 + hash(i, 'account', {seed}) % 800000000000000)::varchar, 15, '0')
            as account_number, 'bank' as kind, person_name(who(2 * i), 'name') as holder_name,
        nik(2 * i, village_no(i), true) as holder_nik, phone(i) as phone,
        date '2022-06-01' + draw(village_no(i), 'opened', 300)::int as opened_on,
        'B' || village_no(i) // 15 as branch_code from range({n}) t(i)""",
    "payments": """select 'Y' || lpad(p::varchar, 10, '0') as payment_id, 'R' || lpad((p // 3)::varchar, 9, '0') as recipient_id,
        case when p // 3 % 2 = 0 then 'PKH' else 'SEMBAKO' end as program, '2025-Q' || 1 + p % 3 as period,
        case when p // 3 % 2 = 0 then 825000 else 600000 end as amount,
        'A' || lpad((p // 3)::varchar, 9, '0') as account_id,
        'G' || lpad((p // 900)::varchar, 6, '0') as agent_id, 'agent' as channel,
        'L' || lpad((p // 3 // 300 % 69)::varchar, 3, '0') || p % 3 || p // 3 % 2 as budget_line_id,
        credited(p) as credited_at, case when draw(p, 'failed', 200) = 0 then 'failed' else 'credited' end as status
        from range(3 * {n}) t(p)""",
    "transactions": """select 'T' || lpad(p::varchar, 10, '0') as transaction_id,
        'A' || lpad((p // 3)::varchar, 9, '0') as account_id, 'Y' || lpad(p::varchar, 10, '0') as payment_id,
        'G' || lpad(g::varchar, 6, '0') as agent_id, 'E' || lpad((g * 2 + p % 2)::varchar, 6, '0') as terminal_id,
        case when draw(p, 'transfer', 50) = 0 then 'transfer_out' when draw(p, 'bought', 10) = 0 then 'purchase'
            else 'withdrawal' end as kind,
        case when draw(p, 'part', 4) = 0 then 300000 when p // 3 % 2 = 0 then 825000 else 600000 end as amount,
        credited(p) + to_seconds(3600 + draw(p, 'wait', 1500000)::int) as occurred_at,
        case when draw(p, 'atm', 10) = 0 then 'atm' else 'agent' end as channel,
        case when draw(p, 'face', 4) = 0 then 'face' else 'pin' end as auth_method,
        case when draw(p, 'refused', 40) = 0 then 'failed' else 'ok' end as auth_result,
        case when draw(p, 'transfer', 50) = 0 then 'A' || lpad((p // 30 * 10)::varchar, 9, '0') end
            as counterparty_account_id,
        case when draw(p, 'bet', 500) = 0 then '7995' else '5411' end as merchant_category
        from (select p, case when draw(p, 'elsewhere', 8) = 0 then draw(p, 'agent', {agents}) else p // 900 end as g
        from range(3 * {n}) t(p)) order by occurred_at, transaction_id""",
    "purchase_items": """select 'T' || lpad(p::varchar, 10, '0') as transaction_id,
        ['rice', 'eggs', 'chicken', 'oil', 'beans'][1 + draw(p, k, 5)] || k as item, 1.0 + draw(p, 'q' || k, 10) as quantity,
        12000 + draw(p, 'price' || k, 4) * 500 as unit_price, 'S' || p // 20000 as supplier_id
        from range(3 * {n}) t(p), range(2) u(k) where draw(p, 'transfer', 50) > 0 and draw(p, 'bought', 10) = 0""",
    "terminals": """select 'E' || lpad(e::varchar, 6, '0') as terminal_id, 'G' || lpad((e // 2)::varchar, 6, '0') as agent_id,
        -8.5 + draw(e * 150 // 250, 'lat', 3000) / 1000.0 as latitude,
        111.0 + draw(e * 150 // 250, 'lon', 3000) / 1000.0 as longitude,
        date '2023-01-01' + draw(e, 'active', 900)::int as activated_on from range(2 * {agents}) t(e)""",
    "agents": """select 'G' || lpad(g::varchar, 6, '0') as agent_id, 'Warung ' || person_name(g, 'agent') as name,
        ['e_warong', 'bank_agent', 'shop'][1 + draw(g, 'kind', 3)] as kind,
        nik(g + 10000000, village_no(g * 300), g % 2 = 0) as owner_nik, phone(g + 10000000) as phone,
        village_code(village_no(g * 300)) as village_code, 'Jl. Raya No. ' || 1 + draw(g, 'house', 90) as address,
        -8.5 + draw(g * 300 // 250, 'lat', 3000) / 1000.0 as latitude,
        111.0 + draw(g * 300 // 250, 'lon', 3000) / 1000.0 as longitude, date '2021-01-01' as opened_on
        from range({agents}) t(g)""",
    "officials": """select 'O' || lpad(o::varchar, 6, '0') as official_id,
        case when o % 2 = 0 then 'village_official' else 'facilitator' end as role,
        nik(o + 20000000, village_no(o * 300), o % 2 = 0) as nik, 'F' || lpad((o * 300 + 7)::varchar, 9, '0') as family_id,
        person_name(o, 'official') as name, phone(o + 20000000) as phone,
        village_code(village_no(o * 300)) as village_code from range({officials}) t(o)""",
    "assignments": """select 'O' || lpad(o::varchar, 6, '0') as official_id, village_code(village_no(o * 300)) as village_code,
        date '2022-01-01' as started_on, null::date as ended_on from range({officials}) t(o)""",
    "budget_lines": """select 'L' || lpad(r::varchar, 3, '0') || q || k as budget_line_id,
        case when k = 0 then 'PKH' else 'SEMBAKO' end as program, '2025-Q' || 1 + q as period,
        '35' || lpad((r + 1)::varchar, 2, '0') as region_code, 100000000000 as allocated, 'SP2D/' || r || q || k as order_number,
        100000000000 as disbursed, timestamp '2025-03-08 08:00:00' + to_days((q * 90)::int) as disbursed_at
        from range(69) t(r), range(3) u(q), range(2) v(k)""",
    "receipts": """select 'C' || p as receipt_id, 'Y' || lpad(p::varchar, 10, '0') as payment_id,
        credited(p) + to_days(5) as received_at, 600000 as amount_received, 'photo' as method,
        -8.5 + draw(p, 'lat', 3000) / 1000.0 as latitude, 111.0 + draw(p, 'lon', 3000) / 1000.0 as longitude
        from range(0, 3 * {n}, 20) t(p)""",
    "registry_matches": """select 'M' || i as match_id, nik(2 * i, village_no(i), true) as nik, 'dukcapil' as source,
        ['deceased', 'civil_servant', 'wage_above_minimum', 'vehicle_owner'][1 + draw(i, 'match', 4)] as status,
        date '2024-01-01' + draw(i, 'since', 500)::int as since, 0.95 as confidence,
        timestamp '2025-06-01 00:00:00' as known_at from range(0, {n}, 50) t(i)""",
    "complaints": """select 'K' || i as complaint_id, timestamp '2025-05-01 09:00:00' + to_hours(draw(i, 'told', 4000)::int)
            as received_at, 'sms' as channel, ['not_received', 'levy', 'card_withheld'][1 + draw(i, 'why', 3)] as category,
        village_code(village_no(i)) as village_code, 'recipient' as subject_kind,
        'R' || lpad(i::varchar, 9, '0') as subject_id from range(0, {n}, 500) t(i)""",
}  # fmt: skip


def write_country(drop: Path, recipients: int, seed: int) -> dict[str, int]:
    """Write the drop as Parquet into a new folder; returns the rows of each table."""
    drop.mkdir(parents=True)
    sizes = {
        "n": recipients,
        "seed": seed,
        "villages": -(-recipients // _VILLAGE),
        "agents": -(-recipients // _AGENT),
        "officials": -(-recipients // _OFFICIAL) + 1,
    }
    (drop / "drop.toml").write_text("as_of = 2025-12-31T23:59:59\n", encoding="utf-8")
    with duckdb.connect() as connection:
        for name, words in (("given_names", _GIVEN), ("family_names", _FAMILY)):
            listed = ", ".join(f"'{word}'" for word in words.split())
            connection.execute(f"create temp macro {name}() as [{listed}]")
        connection.execute(_MACROS.format(seed=seed))
        return {table: _write(connection, drop, table, rows.format(**sizes)) for table, rows in _TABLES.items()}


def _write(connection: duckdb.DuckDBPyConnection, drop: Path, table: str, rows: str) -> int:
    path = str(drop / f"{table}.parquet").replace("'", "''")
    connection.execute(f"copy ({rows}) to '{path}' (format parquet)")
    return int(connection.execute(f"select count(*) from read_parquet('{path}')").fetchall()[0][0])
