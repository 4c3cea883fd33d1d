"""What a column may be about, told by its name in English, Indonesian or Spanish."""

import re
import unicodedata
from collections.abc import Mapping
from difflib import SequenceMatcher
from types import MappingProxyType

ALIKE = 0.86  # so that beneficiario and beneficiarios match, and nama and nomor do not

CONCEPTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "nik": ("nik", "no nik", "nomor induk kependudukan", "no ktp", "nik ktp", "curp", "national id"),
        "family_card": ("no kk", "kk", "nomor kk", "nomor kartu keluarga", "family id", "family card", "household id"),
        "recipient": (
            "recipient id",
            "recipient",
            "beneficiary",
            "beneficiary id",
            "beneficiario",
            "id penerima",
            "id kpm",
            "no peserta",
            "id pkh",
            "idbdt",
            "id dtks",
            "id semesta",
        ),
        "person": ("person id", "id individu", "id art", "persona"),
        "person_name": (
            "name",
            "nama",
            "nama penerima",
            "nama kpm",
            "nama lengkap",
            "nombre",
            "full name",
            "nama pengurus",
        ),
        "mother_name": ("nama ibu", "nama ibu kandung", "mother name", "mothers name", "nombre de la madre"),
        "birth_date": ("tanggal lahir", "tgl lahir", "birth date", "date of birth", "dob", "fecha de nacimiento"),
        "sex": ("jenis kelamin", "jk", "sex", "gender", "sexo"),
        "phone": ("no hp", "hp", "no telp", "nomor hp", "telepon", "phone", "mobile", "telefono", "phone number"),
        "address": ("alamat", "address", "direccion", "domicilio", "alamat lengkap"),
        "village": (
            "village code",
            "kode desa",
            "kode kelurahan",
            "kode wilayah",
            "cod inegi localidad",
            "cod inegi municipio",
            "office code",
            "kode kel",
        ),
        "village_name": (
            "village",
            "desa",
            "kelurahan",
            "nama desa",
            "localidad",
            "municipio",
            "office name",
            "desa kelurahan",
        ),
        "district": ("district code", "kode kecamatan", "dist code", "distrito", "kecamatan", "dist name", "district"),
        "regency": ("regency code", "kode kabupaten", "kabupaten", "kabupaten kota", "estado", "provinsi", "state"),
        "latitude": ("latitude", "lat", "lintang", "latitud"),
        "longitude": ("longitude", "lon", "lng", "long", "bujur", "longitud"),
        "decile": ("decile", "desil", "decil"),
        "members": ("jumlah anggota", "jumlah art", "family size", "household size", "members"),
        "agent": (
            "agent id",
            "agent",
            "shop no",
            "shop id",
            "shop",
            "id agen",
            "kode agen",
            "e warong",
            "id e warong",
            "tienda",
            "merchant id",
            "fps id",
        ),
        "agent_name": ("agent name", "nama agen", "nama e warong", "shop name", "merchant name"),
        "amount": (
            "amount",
            "monto",
            "nominal",
            "jumlah bantuan",
            "nilai bantuan",
            "jumlah",
            "total amount",
            "pagado",
            "importe",
            "monto federal",
            "besar bantuan",
        ),
        "year": ("year", "ano", "anio", "tahun", "ejercicio"),
        "month": ("month", "bulan", "mes"),
        "quarter": ("quarter", "triwulan", "trimestre"),
        "period": ("period", "periode", "periodo", "tahap"),
        "paid_on": (
            "payment date",
            "paid on",
            "credited at",
            "tanggal bayar",
            "tanggal cair",
            "tgl cair",
            "tanggal salur",
            "fecha de pago",
            "fecha",
        ),
        "registered_on": ("registered on", "tanggal daftar", "registration date", "fecha de registro"),
        "payment": ("payment id", "id pembayaran", "id transaksi bayar", "no transaksi"),
        "program": ("program", "programme", "programa", "jenis bantuan", "nama program", "bansos"),
        "account_number": ("account number", "no rekening", "nomor rekening", "rekening", "cuenta", "norek", "no rek"),
        "bank": ("bank", "bank code", "kode bank", "nama bank", "banco"),
        "holder_name": ("holder name", "nama rekening", "nama pemilik rekening", "titular"),
        "cards": ("no of rcs", "cards", "jumlah kartu", "ration cards", "jumlah kpm"),
        "transactions": ("no of trans", "transactions", "jumlah transaksi", "transacciones"),
        "visitors": ("other shop trans cnt", "visitors", "portability transactions"),
    }
)


def plain(given: str) -> str:
    """A name in small letters, without accents, its words apart: ``noKK`` and ``No. KK`` are both ``no kk``."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", given)
    ascii_only = unicodedata.normalize("NFKD", apart).encode("ascii", "ignore").decode()
    return " ".join(re.sub(r"[^a-z0-9]+", " ", ascii_only.lower()).split())


def concept_of(column: str) -> tuple[str | None, float]:
    """What the column seems to be about, and how sure its name makes that; None where nothing fits."""
    name = plain(column)
    best: tuple[str | None, float] = (None, 0.0)
    for concept, words in CONCEPTS.items():
        for word in words:
            sure = 1.0 if name == word else SequenceMatcher(None, name, word).ratio()
            if sure >= ALIKE and sure > best[1]:
                best = (concept, sure)
    return best
