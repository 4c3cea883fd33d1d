"""One plain sentence per link, in English and in Indonesian.

It says what is shared, with how many, what is usual, and why it may be innocent. A link is an indication; the sentences
accuse nobody.
"""

from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from graph.arrays import UNKNOWN, Bools, Floats, Ints
from graph.kinds import KINDS, REASONS, LinkKind, Reason

_WHAT_EN = MappingProxyType(
    {
        LinkKind.PHONE: "The same phone number as {others}",
        LinkKind.ADDRESS: "The same house as {others}",
        LinkKind.ACCOUNT: "Paid into the same account as {others}",
        LinkKind.HOLDER: "The same account holder or owner as {others}",
        LinkKind.TERMINAL: "Withdraws at the same terminal as {others}",
        LinkKind.DEVICE: "The same device as {others}",
        LinkKind.COUNTERPARTY: "Passes money on to the same account as {others}",
        LinkKind.SAME_PERSON: "Seems to be the same person as {others}",
        LinkKind.TOGETHER: "Withdrew within minutes of {others}, again and again",
        LinkKind.REGISTERED_TOGETHER: "Registered by the same hand on the same day as {others}",
        LinkKind.ATTRIBUTE: "The same {name} as {others}",
    }
)
_WHAT_ID = MappingProxyType(
    {
        LinkKind.PHONE: "Nomor telepon sama dengan {others}",
        LinkKind.ADDRESS: "Rumah sama dengan {others}",
        LinkKind.ACCOUNT: "Dana masuk ke rekening yang sama dengan {others}",
        LinkKind.HOLDER: "Pemegang rekening atau pemilik sama dengan {others}",
        LinkKind.TERMINAL: "Menarik dana di terminal yang sama dengan {others}",
        LinkKind.DEVICE: "Perangkat sama dengan {others}",
        LinkKind.COUNTERPARTY: "Meneruskan dana ke rekening yang sama dengan {others}",
        LinkKind.SAME_PERSON: "Tampaknya orang yang sama dengan {others}",
        LinkKind.TOGETHER: "Berulang kali menarik dana berselang beberapa menit dari {others}",
        LinkKind.REGISTERED_TOGETHER: "Didaftarkan petugas yang sama pada hari yang sama dengan {others}",
        LinkKind.ATTRIBUTE: "{name} sama dengan {others}",
    }
)
_THINGS_EN = MappingProxyType(
    {
        "proof": "proof of delivery",
        "package": "package of goods",
        "emptied": "place at which aid untouched for half a year was emptied within a month",
        "split": "family card left within a month",
        "email": "e-mail address",
        "tax_id": "tax number",
        "plot": "plot of land",
    }
)
_THINGS_ID = MappingProxyType(
    {
        "proof": "bukti penyaluran",
        "package": "paket barang",
        "emptied": "tempat pengosongan dana yang setengah tahun tidak disentuh, dalam sebulan,",
        "split": "kartu keluarga asal yang dipecah dalam sebulan",
        "email": "alamat surel",
        "tax_id": "NPWP",
        "vessel": "kapal",
        "plot": "bidang tanah",
        "meter": "meteran listrik",
    }
)
_ONESELF = 10
_KEEPS_EN = MappingProxyType(
    {
        LinkKind.TERMINAL: "Runs the terminal at which {others} withdraw",
        LinkKind.REGISTERED_TOGETHER: "Registered {others} on the same day",
    }
)
_KEEPS_ID = MappingProxyType(
    {
        LinkKind.TERMINAL: "Mengelola terminal tempat {others} menarik dana",
        LinkKind.REGISTERED_TOGETHER: "Mendaftarkan {others} pada hari yang sama",
    }
)
_USUAL_EN = "; among peers {usual} is usual"
_USUAL_ID = "; di antara sebayanya lazimnya {usual}"
_WHY_EN = MappingProxyType(
    {
        Reason.KIN: "they are kin",
        Reason.CARER: "somebody seems to care for those who cannot go themselves",
        Reason.CADRE: "a village worker's number on the forms of those without a phone",
        Reason.ONLY_AGENT: "it is the only agent around",
        Reason.GROUP_TRIP: "a group from a distant village seems to travel together",
        Reason.BULK_OPENING: "accounts were opened for many on one day",
        Reason.LODGING: "many families live in this house and keep their money apart",
        Reason.INSTITUTION: "it seems to be a home for children or the old",
        Reason.DISASTER_CAMP: "the village was registered within days, as after a disaster",
        Reason.REVIEWED: "it was looked into and found in order",
        Reason.EXPECTED_BY_CHANCE: "so common among peers that it says little",
    }
)
_WHY_ID = MappingProxyType(
    {
        Reason.KIN: "mereka berkerabat",
        Reason.CARER: "tampaknya ada yang mengurus mereka yang tidak dapat datang sendiri",
        Reason.CADRE: "nomor kader desa pada formulir warga yang tidak punya telepon",
        Reason.ONLY_AGENT: "ini satu-satunya agen di sekitar",
        Reason.GROUP_TRIP: "tampaknya rombongan dari desa yang jauh",
        Reason.BULK_OPENING: "rekening dibuka bagi banyak orang pada satu hari",
        Reason.LODGING: "banyak keluarga tinggal di rumah ini dengan keuangan masing-masing",
        Reason.INSTITUTION: "tampaknya panti asuhan atau panti jompo",
        Reason.DISASTER_CAMP: "warga desa didaftarkan dalam beberapa hari, seperti setelah bencana",
        Reason.REVIEWED: "sudah diperiksa dan tidak ditemukan masalah",
        Reason.EXPECTED_BY_CHANCE: "begitu lazim sehingga kurang bermakna",
    }
)


def sentences(
    kind: Ints, name: Ints, others: Ints, expected: Floats, reason: Ints, *, keeps: Bools, names: tuple[str, ...]
) -> Any:
    """Sentences of all links: an Arrow table with ``text_en`` and ``text_id``.

    ``name`` indexes ``names``, the flavours of attributes; ``keeps`` marks subjects who keep the thing for the others.
    Links that read alike are written once.
    """
    usual = np.where(np.isnan(expected), UNKNOWN, np.round(np.nan_to_num(expected) * 10)).astype(np.int64)
    columns = (kind, name, others, usual + 1, reason + 1, keeps.astype(np.int64))
    widths = tuple(int(column.max(initial=0)) + 1 for column in columns)
    distinct, place = np.unique(np.ravel_multi_index(columns, widths), return_inverse=True)
    parts = zip(*(part.tolist() for part in np.unravel_index(distinct, widths)), strict=True)
    written = [_both(Told(*part), names) for part in parts]
    texts = {"text_en": pa.array([en for en, _ in written], pa.string())}
    texts["text_id"] = pa.array([text for _, text in written], pa.string())
    return pa.table(texts).take(pa.array(place.reshape(-1)))


class Told(NamedTuple):
    """What one sentence says; ``usual`` (tenths of a holder) and ``reason`` are one higher, 0 where there is none."""

    kind: int
    name: int
    others: int
    usual: int
    reason: int
    keeps: int


def _both(told: Told, names: tuple[str, ...]) -> tuple[str, str]:
    kind, others = KINDS[told.kind], told.others
    whats = (_KEEPS_EN, _KEEPS_ID) if told.keeps else (_WHAT_EN, _WHAT_ID)
    who = "recipient" if told.keeps else "other"
    name = names[told.name]
    en = whats[0][kind].format(others=f"{others} {who}{'s' if others != 1 else ''}", name=_THINGS_EN.get(name, name))
    pihak = "penerima" if told.keeps else "pihak lain"
    text = whats[1][kind].format(others=f"{others} {pihak}", name=_THINGS_ID.get(name, name))
    if told.usual:
        usual = f"{max(told.usual - 1 - _ONESELF, 0) / 10:g}"
        en += _USUAL_EN.format(usual=usual)
        text += _USUAL_ID.format(usual=usual.replace(".", ","))
    if told.reason:
        en += f": {_WHY_EN[REASONS[told.reason - 1]]}"
        text += f": {_WHY_ID[REASONS[told.reason - 1]]}"
    return f"{en}.", f"{text[0].upper()}{text[1:]}."
