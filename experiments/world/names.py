"""Javanese and Indonesian given names with the repetition that villages have, and their ways of being written."""

import numpy as np

from experiments.world.rows import Ints

MEN = ["Slamet", "Sugeng", "Suyanto", "Supardi", "Sutrisno", "Mulyono", "Bambang", "Agus", "Budi", "Joko", "Wahyudi", "Hadi", "Suparman", "Sukardi", "Sumarno", "Ponidi", "Paidi", "Tukiman", "Samsul", "Imam", "Ahmad", "Abdul", "Hasan", "Husen", "Mukhlis", "Nur", "Rohman", "Saiful", "Zainal", "Fauzi", "Ridwan", "Yusuf", "Ibrahim", "Ismail", "Rizki", "Dimas", "Andi", "Eko", "Dwi", "Tri", "Catur", "Adi", "Arif", "Bayu", "Candra", "Dedi", "Edi", "Fajar", "Galih", "Hendra", "Indra", "Jaya", "Kurniawan", "Lukman", "Misnadi", "Misdi", "Buang", "Ngatiman", "Parto", "Radi", "Saleh", "Santoso", "Teguh", "Untung", "Wagiman", "Yanto", "Yudi", "Irwan", "Rudi", "Hariyanto", "Heri", "Gunawan", "Firman", "Anwar", "Basuki", "Darmaji", "Kasiman", "Katiran", "Legiman", "Markun", "Mesran", "Nasrul", "Poniman"]
WOMEN = ["Siti", "Sri", "Sulastri", "Sumiati", "Suparmi", "Suminah", "Misnah", "Misti", "Ponirah", "Tumini", "Tukinah", "Kasiyem", "Painem", "Wagiyem", "Endang", "Endah", "Dewi", "Ratna", "Rina", "Rini", "Yuni", "Yanti", "Wati", "Nur", "Nurul", "Aisyah", "Khotimah", "Fatimah", "Maimunah", "Halimah", "Romlah", "Aminah", "Musyarofah", "Solikhah", "Umi", "Lilik", "Lestari", "Indah", "Puji", "Retno", "Kartini", "Sunarti", "Sunarsih", "Suryani", "Wulandari", "Ayu", "Fitri", "Dian", "Eka", "Dwi", "Tri", "Ani", "Anik", "Erna", "Ika", "Ida", "Juminten", "Karsini", "Lasmi", "Mariyam", "Mujiati", "Ngatini", "Partini", "Rukmini", "Rohani", "Saodah", "Sarti", "Satuni", "Supiyah", "Surati", "Susilowati", "Titik", "Tutik", "Winarsih", "Yuliana", "Zubaidah", "Zulaikha", "Hotijah", "Hosnah"]
SECOND_MEN = ["Santoso", "Wahyudi", "Setiawan", "Hidayat", "Saputra", "Prasetyo", "Wijaya", "Susanto", "Nugroho", "Rahman", "Hakim", "Arifin", "Mustofa", "Firmansyah", "Pratama", "Kurniawan", "Purnomo", "Hariadi", "Subagyo", "Widodo", "Utomo", "Ansori", "Syafii", "Maulana", "Efendi", "Gunawan", "Suprapto", "Irawan"]
SECOND_WOMEN = ["Wahyuni", "Rahayu", "Lestari", "Hidayati", "Astuti", "Handayani", "Rohmah", "Hasanah", "Utami", "Wulandari", "Ningsih", "Sari", "Puspita", "Kumala", "Fitriani", "Khasanah", "Munawaroh", "Jannah", "Nurhayati", "Widayati", "Setyowati", "Purwanti", "Anggraini", "Maharani", "Safitri", "Aminah"]
VOCABULARY = ("", *MEN, *WOMEN, *SECOND_MEN, *SECOND_WOMEN, "IT", "NA70")
MEN_FROM, WOMEN_FROM = 1, 1 + len(MEN)
SECOND_MEN_FROM = WOMEN_FROM + len(WOMEN)
SECOND_WOMEN_FROM = SECOND_MEN_FROM + len(SECOND_MEN)
RARE_FROM = len(VOCABULARY) - 2
PREFIXES = ("", "H. ", "Hj. ", "Muhammad ", "Moh. ", "M. ")

SINGLE_WORD = 0.42
"""Share of one-word names: common in Java; no source gives a figure."""


def _drawn(rng: np.random.Generator, count: int, size: int) -> Ints:
    weights = 1 / (np.arange(count) + 6.0)
    return rng.choice(count, size=size, p=weights / weights.sum()).astype(np.int64)


def given_names(rng: np.random.Generator, female: Ints) -> tuple[Ints, Ints, Ints]:
    """First word, second word (0 none) and prefix of a name for each sex given."""
    size, woman = len(female), female == 1
    first = np.where(woman, WOMEN_FROM + _drawn(rng, len(WOMEN), size), MEN_FROM + _drawn(rng, len(MEN), size))
    second = np.where(
        woman,
        SECOND_WOMEN_FROM + _drawn(rng, len(SECOND_WOMEN), size),
        SECOND_MEN_FROM + _drawn(rng, len(SECOND_MEN), size),
    )
    second = np.where(rng.random(size) < SINGLE_WORD, 0, second)
    rare = rng.random(size) < 1e-4
    first = np.where(rare, RARE_FROM + rng.integers(0, 2, size), first)
    pilgrim = rng.random(size) < 0.02
    muslim = np.where(~woman & (rng.random(size) < 0.12), rng.integers(3, 6, size), 0)
    prefix = np.where(pilgrim, np.where(woman, 2, 1), muslim)
    return first, np.where(rare, 0, second), np.where(rare, 0, prefix)
