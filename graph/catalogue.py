"""The catalogue of what the graph tells: features of recipients, agents, officials and rings that rest on links."""

from collections.abc import Mapping

from features.catalogue import Feature, Tail, Unit
from features.history import undated
from features.subjects import SubjectKind
from graph.kinds import LinkKind

SHARING = "Sharing of means of payment and contact, weighed against peers and cleared of innocent reasons (graph/)."
Needs = Mapping[str, tuple[str, ...]]

_SHARED: Mapping[LinkKind, tuple[str, str, str]] = {
    LinkKind.PHONE: ("phone number", "the phone number", "nomor telepon"),
    LinkKind.ADDRESS: ("house", "the house", "rumah"),
    LinkKind.ACCOUNT: ("account", "the account", "rekening"),
    LinkKind.HOLDER: ("account holder or owner", "the account holder or owner", "pemegang rekening"),
    LinkKind.DEVICE: ("device", "the device", "perangkat"),
    LinkKind.ATTRIBUTE: ("other thing", "another identifying thing", "tanda pengenal lain"),
    LinkKind.COUNTERPARTY: (
        "account to which money is passed on",
        "the account to which money is passed on",
        "rekening tujuan penerusan dana",
    ),
    LinkKind.SAME_PERSON: ("person, as it seems", "what seems one person", "orang yang tampaknya sama"),
    LinkKind.TOGETHER: (
        "minutes at the terminal, again and again",
        "the same minutes at the terminal again and again,",
        "menit penarikan yang sama berulang kali",
    ),
}

_NEEDS: Mapping[SubjectKind, Mapping[LinkKind, Needs]] = {
    SubjectKind.RECIPIENT: {
        LinkKind.PHONE: {"recipients": ("phone",)},
        LinkKind.ADDRESS: {"recipients": ("family_id",), "families": ("address",)},
        LinkKind.ACCOUNT: {"recipients": (), "payments": ("account_id",)},
        LinkKind.HOLDER: {"recipients": (), "accounts": ("recipient_id", "holder_nik")},
        LinkKind.DEVICE: {"recipients": (), "attributes": ()},
        LinkKind.ATTRIBUTE: {"recipients": (), "attributes": ()},
        LinkKind.COUNTERPARTY: {"accounts": ("recipient_id",), "transactions": ("counterparty_account_id",)},
        LinkKind.SAME_PERSON: {"recipients": (), "same_person": ()},
        LinkKind.TOGETHER: {"accounts": ("recipient_id",), "transactions": ()},
    },
    SubjectKind.AGENT: {
        LinkKind.PHONE: {"agents": ("phone",)},
        LinkKind.ADDRESS: {"agents": ("address",)},
        LinkKind.ACCOUNT: {"agents": ("account_id",)},
        LinkKind.HOLDER: {"agents": ("owner_nik",)},
        LinkKind.ATTRIBUTE: {"agents": (), "attributes": ()},
    },
    SubjectKind.OFFICIAL: {
        LinkKind.PHONE: {"officials": ("phone",)},
        LinkKind.ACCOUNT: {"officials": ("account_id",)},
        LinkKind.HOLDER: {"officials": ("nik",)},
        LinkKind.ATTRIBUTE: {"officials": (), "attributes": ()},
    },
}


SHARED_KINDS: Mapping[SubjectKind, tuple[LinkKind, ...]] = {kind: tuple(links) for kind, links in _NEEDS.items()}


def shared_name(kind: SubjectKind, link: LinkKind) -> str:
    """The feature that counts with how many parties a subject shares things of this kind unexplained."""
    return f"{'' if kind == SubjectKind.RECIPIENT else f'{kind.value}_'}links_{link.value}"


def _shared(kind: SubjectKind, link: LinkKind) -> Feature:
    what, with_the, indonesian = _SHARED[link]
    return Feature(
        name=shared_name(kind, link),
        kind=kind,
        meaning=f"Other parties (kin count as one) who share the same {what}, where nothing innocent explains it; "
        "the most telling thing of this kind; empty where no such thing is known of the subject.",
        unit=Unit.COUNT,
        basis=SHARING,
        needs=_NEEDS[kind][link],
        text_en=f"{{value}} other part[y|ies] share[s|] {with_the} and nothing innocent explains it; usual "
        "is {usual}.",
        text_id=f"{{value}} pihak lain berbagi {indonesian} tanpa penjelasan wajar; lazimnya {{usual}}.",
        linked=True,
        backtest=not undated(_NEEDS[kind][link]),
    )


SUBJECT_FEATURES: tuple[Feature, ...] = tuple(_shared(kind, link) for kind, links in _NEEDS.items() for link in links)


def _whole(kind: SubjectKind) -> tuple[Feature, ...]:
    prefix = "" if kind == SubjectKind.RECIPIENT else f"{kind.value}_"
    needs: Needs = {f"{kind.value}s": ()}
    return (
        Feature(
            name=f"{prefix}links_weight",
            kind=kind,
            meaning="Weight of all unexplained links together: 0 none, 1 as telling as a link can be (1 less the "
            "product of what each leaves open; the strongest link of each kind counts).",
            unit=Unit.NUMBER,
            basis=SHARING,
            needs=needs,
            text_en="Links to others that nothing innocent explains weigh {value} of 1; usual is {usual}.",
            text_id="Kaitan dengan pihak lain tanpa penjelasan wajar berbobot {value} dari 1; lazimnya {usual}.",
            linked=True,
        ),
        Feature(
            name=f"{prefix}links_kinds",
            kind=kind,
            meaning="Different kinds of things that are shared unexplained: independent signs that agree.",
            unit=Unit.COUNT,
            basis=SHARING,
            needs=needs,
            text_en="{value} different kind[|s] of things [is|are] shared with others unexplained; usual is {usual}.",
            text_id="{value} jenis hal berbeda dipakai bersama pihak lain tanpa penjelasan; lazimnya {usual}.",
            linked=True,
        ),
    )


def _recipient(name: str, meaning: str, text_en: str, text_id: str, unit: Unit = Unit.COUNT) -> Feature:
    return Feature(
        name=name,
        kind=SubjectKind.RECIPIENT,
        meaning=meaning,
        unit=unit,
        basis=SHARING,
        needs={"recipients": ()},
        text_en=text_en,
        text_id=text_id,
        linked=True,
    )


RECIPIENT_FEATURES = (
    _recipient(
        "ring_size",
        "Subjects in the ring to which the recipient belongs; 0 outside rings.",
        "Belongs to a group of {value} linked by shared things; usual is {usual}.",
        "Termasuk kelompok beranggota {value} yang terkait; lazimnya {usual}.",
    ),
    _recipient(
        "ring_money_kinds",
        "Kinds of sharing in the recipient's ring that touch who takes the money (account, holder, account passed on "
        "to, hand at the terminal, person); 0 outside rings.",
        "In the group, {value} kind[|s] of sharing [touches|touch] who takes the money; usual is {usual}.",
        "Dalam kelompok ini {value} jenis kaitan menyangkut penerima uang sebenarnya; lazimnya {usual}.",
    ),
    _recipient(
        "ring_tie",
        "Share of the other members of the ring who hold the thing that the recipient shares with most; 0 without.",
        "Directly linked with {value} of the group; usual is {usual}.",
        "Terkait langsung dengan {value} anggota kelompok; lazimnya {usual}.",
        Unit.SHARE,
    ),
)


def _served(kind: SubjectKind, who_en: str, who_id: str, needs: Needs) -> tuple[Feature, ...]:
    name = kind.value
    return (
        Feature(
            name=f"{name}_rings",
            kind=kind,
            meaning=f"Rings of recipients at whose centre the {name} stands.",
            unit=Unit.COUNT,
            basis=SHARING,
            needs=needs,
            text_en=f"Stands at the centre of {{value}} group[|s] of linked recipients {who_en}; usual is {{usual}}.",
            text_id=f"Berada di pusat {{value}} kelompok penerima yang terkait {who_id}; lazimnya {{usual}}.",
            linked=True,
        ),
        Feature(
            name=f"{name}_ring_recipients",
            kind=kind,
            meaning=f"Recipients in the rings at whose centre the {name} stands.",
            unit=Unit.COUNT,
            basis=SHARING,
            needs=needs,
            text_en=f"{{value}} recipient[|s] belong[s|] to groups with this {name} at the centre; usual is {{usual}}.",
            text_id="{value} penerima termasuk kelompok yang berpusat padanya; lazimnya {usual}.",
            linked=True,
        ),
        Feature(
            name=f"{name}_recipient_ties",
            kind=kind,
            meaning=f"Recipients who share an account, an account holder, a phone or a further thing with the {name} "
            "themselves, unexplained.",
            unit=Unit.COUNT,
            basis=SHARING,
            needs=needs,
            text_en=f"{{value}} recipient[|s] share[s|] an account, a holder or a phone with this {name}; usual "
            "is {usual}.",
            text_id="{value} penerima memakai rekening, pemegang rekening, atau telepon yang sama; lazimnya {usual}.",
            linked=True,
        ),
    )


def _stack(name: str, meaning: str, text_en: str, text_id: str) -> Feature:
    return Feature(
        name=name,
        kind=SubjectKind.OFFICIAL,
        meaning=meaning,
        unit=Unit.COUNT,
        basis=SHARING,
        needs={"officials": (), "recipients": (), **_NEEDS[SubjectKind.RECIPIENT][LinkKind.TOGETHER]},
        text_en=text_en,
        text_id=text_id,
        linked=True,
    )


OFFICIAL_FEATURES = (
    _stack(
        "official_ring_stack",
        "Most recipients of one ring at whose centre the official stands and most of which (0.6) withdraw within "
        "minutes of each other, again and again, nothing innocent explaining it.",
        "{value} card[|s] that keep[s|] being used within minutes of each other lead[s|] to this official, beyond what "
        "the villages explain; usual is {usual}.",
        "{value} kartu yang berulang kali dipakai dalam hitungan menit mengarah kepadanya, melebihi kebiasaan "
        "desanya; lazimnya {usual}.",
    ),
    _stack(
        "official_stack_across_villages",
        "Most recipients of one such ring a quarter of which or more live outside its commonest village and nearly all "
        "of which (0.9) the official registered or guides.",
        "{value} card[|s] of several villages, all registered or guided by this official, keep[s|] being used within "
        "minutes of each other; usual is {usual}.",
        "{value} kartu dari beberapa desa, semuanya didaftarkan atau didampingi petugas ini, berulang kali dipakai "
        "dalam hitungan menit; lazimnya {usual}.",
    ),
)


def _ring(
    name: str,
    meaning: str,
    text_en: str,
    text_id: str,
    *,
    unit: Unit = Unit.SHARE,
    needs: Needs | None = None,
    tail: Tail = Tail.HIGH,
    linked: bool = True,
) -> Feature:
    return Feature(
        name=name,
        kind=SubjectKind.RING,
        meaning=meaning,
        unit=unit,
        basis=SHARING,
        needs=needs or {"recipients": ()},
        text_en=text_en,
        text_id=text_id,
        tail=tail,
        linked=linked,
    )


_MOVED: Needs = {"accounts": ("recipient_id",), "transactions": ()}

RING_FEATURES = (
    _ring(
        "ring_members",
        "Subjects in the ring.",
        "{value} subject[|s] belong[s|] to the group; usual is {usual}.",
        "Kelompok ini beranggota {value}; lazimnya {usual}.",
        unit=Unit.COUNT,
    ),
    _ring(
        "ring_parties",
        "Parties among the members: kin who share a thing count as one.",
        "{value} famil[y|ies] without known kinship belong[s|] to the group; usual is {usual}.",
        "Kelompok ini terdiri atas {value} keluarga tanpa hubungan kerabat yang diketahui; lazimnya {usual}.",
        unit=Unit.COUNT,
    ),
    _ring(
        "ring_density",
        "Mean over the members of the share of the others who hold the thing that the member shares with most.",
        "A member shares one thing with {value} of the group; usual is {usual}.",
        "Seorang anggota berbagi satu hal dengan {value} anggota kelompok; lazimnya {usual}.",
    ),
    _ring(
        "ring_kinds",
        "Different kinds of things shared in the ring.",
        "{value} kind[|s] of things [is|are] shared; usual is {usual}.",
        "{value} jenis hal dipakai bersama; lazimnya {usual}.",
        unit=Unit.COUNT,
    ),
    _ring(
        "ring_purse_share",
        "Share of the members who share an account, a holder, an account passed on to, a hand at the terminal or a "
        "person: the side of the money.",
        "{value} of the members share who takes the money; usual is {usual}.",
        "{value} anggota terkait pada sisi penerimaan uang; lazimnya {usual}.",
    ),
    _ring(
        "ring_weight",
        "Mean over the members of the weight of their links, 0 to 1.",
        "The links of a member weigh {value} of 1; usual is {usual}.",
        "Kaitan tiap anggota berbobot {value} dari 1; lazimnya {usual}.",
        unit=Unit.NUMBER,
    ),
    _ring(
        "ring_together_share",
        "Share of the members who withdraw within minutes of each other, again and again.",
        "{value} of the members withdraw within minutes of each other again and again; usual is {usual}.",
        "{value} anggota berulang kali menarik dana dalam selang beberapa menit; lazimnya {usual}.",
        needs=_MOVED,
    ),
    _ring(
        "ring_holder_mismatch",
        "Share of the members whose account is held by somebody outside the family, of those whose holder is known.",
        "For {value} of the members somebody outside the family holds the account; usual is {usual}.",
        "Rekening {value} anggota dipegang orang di luar keluarga; lazimnya {usual}.",
        needs={"accounts": ("recipient_id",)},
    ),
    _ring(
        "ring_one_guide",
        "Share of the members guided or registered by one and the same person beyond that person's share of the "
        "members' villages.",
        "One person guides or registered {value} more of the group than of their villages; usual is {usual}.",
        "Satu orang mendampingi atau mendaftarkan {value} lebih banyak dibanding di desanya; lazimnya {usual}.",
    ),
    _ring(
        "ring_one_agent",
        "Share of the members who mainly withdraw at one and the same agent, beyond that agent's share of the "
        "members' villages.",
        "One agent serves {value} more of the group than of their villages; usual is {usual}.",
        "Satu agen melayani {value} lebih banyak anggota dibanding di desanya; lazimnya {usual}.",
        needs=_MOVED,
    ),
    _ring(
        "ring_registered_same_day",
        "Share of the members registered on the commonest single day.",
        "{value} of the group were registered on one day; usual is {usual}.",
        "{value} anggota didaftarkan pada satu hari; lazimnya {usual}.",
        needs={"recipients": ("registered_on",)},
    ),
    _ring(
        "ring_villages",
        "Villages in which the members live.",
        "The members live in {value} village[|s]; usual is {usual}.",
        "Para anggota tinggal di {value} desa; lazimnya {usual}.",
        unit=Unit.COUNT,
        needs={"recipients": ("village_code",)},
    ),
    _ring(
        "ring_explained_share",
        "Share of all links of the members, inside the ring and out, that something innocent explains.",
        "Something innocent explains {value} of the members' links; usual is {usual}.",
        "{value} kaitan para anggota punya penjelasan wajar; lazimnya {usual}.",
        tail=Tail.LOW,
    ),
    _ring(
        "ring_amount",
        "Money credited to the members in the last 12 months.",
        "{value} went to the group in 12 months; usual is {usual}.",
        "{value} diterima kelompok ini dalam 12 bulan; lazimnya {usual}.",
        unit=Unit.RUPIAH,
        needs={"payments": ()},
    ),
    _ring(
        "ring_centres",
        "Agents and officials at the centre of the ring.",
        "{value} agent[|s] or official[|s] stand[s|] at the centre; usual is {usual}.",
        "{value} agen atau petugas berada di pusatnya; lazimnya {usual}.",
        unit=Unit.COUNT,
    ),
    _ring(
        "ring_anomalous_share",
        "Share of the members with anomalies of their own, not resting on links; the models fill it in once the "
        "members are scored.",
        "{value} of the members are unusual by themselves; usual is {usual}.",
        "{value} anggota tidak lazim dengan sendirinya; lazimnya {usual}.",
        linked=False,
    ),
)

FEATURES: tuple[Feature, ...] = (
    *SUBJECT_FEATURES,
    *(feature for kind in (SubjectKind.RECIPIENT, SubjectKind.AGENT, SubjectKind.OFFICIAL) for feature in _whole(kind)),
    *RECIPIENT_FEATURES,
    *_served(SubjectKind.AGENT, "served there", "yang dilayaninya", {"agents": ()}),
    *_served(SubjectKind.OFFICIAL, "in their care", "yang didampinginya", {"officials": ()}),
    *OFFICIAL_FEATURES,
    *RING_FEATURES,
)
