"""What identity documents of Indonesia, Malaysia and Singapore say about invented holders."""

from __future__ import annotations

from datetime import date

import numpy as np

from idvision.checks import sg_nric
from training.synth import values_philippines, values_viet_thai_korea
from training.synth.chance import chance, pick, random_digits
from training.synth.days import Drawer, day, renamed
from training.synth.lexicon import words
from training.synth.people import LONG_TERM, draw_day, years_later
from training.synth.printed import Printed, same

_REGENCIES = (
    ("3173", "DKI JAKARTA", "KOTA JAKARTA BARAT"),
    ("3201", "JAWA BARAT", "KABUPATEN BOGOR"),
    ("3273", "JAWA BARAT", "KOTA BANDUNG"),
    ("3374", "JAWA TENGAH", "KOTA SEMARANG"),
    ("3578", "JAWA TIMUR", "KOTA SURABAYA"),
    ("5103", "BALI", "KABUPATEN BADUNG"),
    ("1271", "SUMATERA UTARA", "KOTA MEDAN"),
    ("7371", "SULAWESI SELATAN", "KOTA MAKASSAR"),
)
_VILLAGES = words(
    "SUKAMAJU KARANGREJO CIPINANG WONOKROMO TEGALSARI MEKARJAYA PANDANWANGI SUMBERSARI KEBONSARI"
)
_ID_STREETS = words("MELATI KENANGA MERDEKA DIPONEGORO GAJAH-MADA ANGGREK PAHLAWAN SUDIRMAN CENDANA")
_ID_GIVEN = {
    "M": words("BUDI AGUS RIZKY HENDRA DWI JOKO FAJAR BAYU ADITYA WAHYU ARIEF EKO YUSUF"),
    "F": words("SITI DEWI RINA AYU LESTARI INDAH FITRI NURUL WULAN RATNA PUTRI MEGA YULIA"),
}
_ID_FAMILY = words(
    "SANTOSO WIJAYA KUSUMA HIDAYAT SAPUTRA NUGROHO PRATAMA SIREGAR SETIAWAN HASANAH GUNAWAN HARTONO"
)
_RELIGIONS = ("ISLAM", "ISLAM", "ISLAM", "KRISTEN", "KATHOLIK", "HINDU", "BUDDHA")
_ID_JOBS = (
    "PELAJAR/MAHASISWA", "WIRASWASTA", "KARYAWAN SWASTA", "MENGURUS RUMAH TANGGA", "PETANI/PEKEBUN", "GURU",
)  # fmt: skip
_ID_SEXES = {"M": "LAKI-LAKI", "F": "PEREMPUAN"}

_MALAY = {
    "M": words("AHMAD FAIZ HAFIZ ISKANDAR RAZAK SYAFIQ AMIRUL DANIAL ZULKIFLI HAKIM"),
    "F": words("AISYAH FARAH HUDA LIYANA ROSNAH SYAZWANI ZALEHA MAISARAH IZZATI"),
}
_MALAY_FATHERS = words("ISMAIL HASSAN ABDULLAH OTHMAN RAHMAN YUSOF KARIM IBRAHIM")
_CHINESE_FAMILY = words("TAN LIM LEE NG WONG GOH CHONG TEO KOH YEOH")
_CHINESE_GIVEN = words("WEI-MING MEI-LING JIA-HAO SIEW-HOON KAR-WAI XIN-YI BOON-KEONG HUI-MIN CHEE-SENG")
_TAMIL = words("KUMAR RAJAN PRIYA DEVI SURESH ANAND LAKSHMI MUTHU")
_MY_TOWNS = (
    "43000 KAJANG SELANGOR", "50480 KUALA LUMPUR WP KUALA LUMPUR", "11900 BAYAN LEPAS PULAU PINANG",
    "80300 JOHOR BAHRU JOHOR", "88450 KOTA KINABALU SABAH", "30250 IPOH PERAK",
)  # fmt: skip
_MY_ROADS = words("MAWAR CEMPAKA BUNGA-RAYA KENARI MERBAU SERI-INDAH DAMAI PERDANA")
_MY_SEXES = {"M": "LELAKI", "F": "PEREMPUAN"}
_SG_ROADS = words("BEDOK-NORTH ANG-MO-KIO CLEMENTI TAMPINES JURONG-WEST YISHUN TOA-PAYOH PASIR-RIS")
_HAN_FAMILY, _HAN_GIVEN = "陈林李黄王吴张", "伟明美玲家豪秀云嘉慧文俊怡欣国强"

Drawn = dict[str, Printed]


def _spaced(word: str) -> str:
    return word.replace("-", " ")


def of_indonesian(rng: np.random.Generator, dates: str) -> Drawn:
    """Return what an identity card (KTP) says; values are printed behind a colon."""
    code, province, city = pick(rng, _REGENCIES)
    sex = pick(rng, ("M", "F"))
    birth = draw_day(rng, date(1950, 1, 1), date(2006, 12, 31))
    issued = draw_day(rng, date(2012, 1, 1), date(2024, 12, 31))
    number = f"{code}{int(rng.integers(1, 30)):02d}{birth.day + 40 * (sex == 'F'):02d}{birth:%m%y}"
    number += f"{int(rng.integers(1, 40)):04d}"
    names = [pick(rng, _ID_GIVEN[sex]), pick(rng, _ID_GIVEN[sex]), pick(rng, _ID_FAMILY)]
    place = city.split(maxsplit=1)[1]
    street = f"JL. {_spaced(pick(rng, _ID_STREETS))} NO. {int(rng.integers(1, 200))}"
    values = {
        "id_number": number,
        "name": " ".join(names[int(rng.integers(0, 2)) :]),
        "address": street + (f" BLOK {pick(rng, 'ABCDEF')}" if chance(rng, 0.3) else ""),
        "neighbourhood": f"{int(rng.integers(1, 20)):03d}/{int(rng.integers(1, 20)):03d}",
        "village": pick(rng, _VILLAGES),
        "district": pick(rng, _VILLAGES),
        "religion": pick(rng, _RELIGIONS),
        "marital_status": pick(rng, ("BELUM KAWIN", "KAWIN", "CERAI HIDUP", "CERAI MATI")),
        "occupation": pick(rng, _ID_JOBS),
        "blood_type": pick(rng, ("A", "B", "AB", "O")),
    }
    printed_birth = day(birth, dates)
    drawn = {name: Printed(value, f": {value}") for name, value in values.items()}
    drawn["blood_type"] = same(values["blood_type"])
    end = years_later(issued, 5)
    return drawn | {
        "province": Printed(province, f"PROVINSI {province}"),
        "city": same(city),
        "sex": Printed(sex, f": {_ID_SEXES[sex]}"),
        "birth_place": Printed(place, f": {place}, {printed_birth.text}"),
        "birth_date": printed_birth,
        "nationality": Printed("IDN", ": WNI"),
        "expiry_date": Printed(LONG_TERM, ": SEUMUR HIDUP")
        if chance(rng, 0.7)
        else Printed(end.isoformat(), f": {day(end, dates).text}"),
        "issue_place": same(city),
        "issue_date": day(issued, dates),
    }


def _malaysian_name(rng: np.random.Generator, sex: str) -> str:
    kind = int(rng.integers(3))
    if kind == 0:
        child = "BIN" if sex == "M" else "BINTI"
        return f"{pick(rng, _MALAY[sex])} {pick(rng, _MALAY[sex])} {child} {pick(rng, _MALAY_FATHERS)}"
    if kind == 1:
        return f"{pick(rng, _CHINESE_FAMILY)} {_spaced(pick(rng, _CHINESE_GIVEN))}"
    return f"{pick(rng, _TAMIL)} A/{'L' if sex == 'M' else 'P'} {pick(rng, _TAMIL)}"


def of_malaysian(rng: np.random.Generator, dates: str) -> Drawn:
    """Return what an identity card (MyKad) and a driving licence say."""
    sex = pick(rng, ("M", "F"))
    birth = draw_day(rng, date(1950, 1, 1), date(2006, 12, 31))
    place = pick(rng, ("01", "07", "08", "10", "12", "13", "14"))
    serial = random_digits(rng, 3) + pick(rng, "13579" if sex == "M" else "02468")
    number = f"{birth:%y%m%d}-{place}-{serial}"
    issued = draw_day(rng, date(2012, 1, 1), date(2024, 12, 31))
    end = years_later(issued, pick(rng, (1, 2, 3, 5)))
    road = f"{int(rng.integers(1, 20))}/{int(rng.integers(1, 20))}" if chance(rng, 0.5) else ""
    address = f"NO {int(rng.integers(1, 300))} JALAN {_spaced(pick(rng, _MY_ROADS))} {road}".strip()
    address += f" TAMAN {_spaced(pick(rng, _MY_ROADS))} {pick(rng, _MY_TOWNS)}"
    return {
        "id_number": Printed(number.replace("-", ""), number),
        "name": same(_malaysian_name(rng, sex)),
        "address": same(address),
        "nationality": Printed("MYS", "WARGANEGARA"),
        "state": Printed("MYS", "MALAYSIA"),
        "religion": same("ISLAM"),
        "sex": Printed(sex, _MY_SEXES[sex]),
        "plain_number": same(number.replace("-", "")),
        "vehicle_class": same(pick(rng, ("D", "D DA", "B2 D", "DA"))),
        "valid_from": Printed(issued.isoformat(), f"{day(issued, dates).text} - {day(end, dates).text}"),
        "expiry_date": day(end, dates),
    }


def draw_nric(rng: np.random.Generator, birth: date) -> str:
    """Return a number of a Singapore identity card with its check letter."""
    body = (
        f"S{birth:%y}{random_digits(rng, 5)}" if birth.year < 2000 else f"T{birth:%y}{random_digits(rng, 5)}"
    )
    return body + sg_nric.check_letter(body)


def of_singaporean(rng: np.random.Generator, dates: str) -> Drawn:
    """Return what an identity card (NRIC) and a driving licence say."""
    sex = pick(rng, ("M", "F"))
    birth = draw_day(rng, date(1955, 1, 1), date(2005, 12, 31))
    number = draw_nric(rng, birth)
    race = pick(rng, ("CHINESE", "CHINESE", "MALAY", "INDIAN"))
    name = _malaysian_name(rng, sex)
    han = ""
    if race == "CHINESE":
        name = f"{pick(rng, _CHINESE_FAMILY)} {_spaced(pick(rng, _CHINESE_GIVEN))}"
        han = pick(rng, _HAN_FAMILY) + "".join(pick(rng, _HAN_GIVEN) for _ in range(2))
    issued = draw_day(rng, date(2008, 1, 1), date(2024, 12, 31))
    block, road = int(rng.integers(1, 900)), _spaced(pick(rng, _SG_ROADS))
    flat = f"#{int(rng.integers(1, 25)):02d}-{int(rng.integers(1, 999))}"
    drawn = {
        "id_number": same(number),
        "document_number": same(number),
        "name": Printed(name, f"{name} ({han})" if han else name),
        "race": same(race),
        "birth_date": day(birth, dates),
        "sex": same(sex),
        "birth_place": same(pick(rng, ("SINGAPORE", "MALAYSIA", "CHINA"))),
        "issue_date": day(issued, dates),
        "address": same(
            f"APT BLK {block} {road} AVENUE {int(rng.integers(1, 9))} {flat} "
            f"SINGAPORE {random_digits(rng, 6)}"
        ),
    }
    return drawn | ({"name_han": same(han)} if han else {})


HOLDERS: dict[str, Drawer] = {
    "idn_ktp": of_indonesian,
    "mys_mykad": of_malaysian,
    "mys_driving_licence": renamed(of_malaysian, id_number="plain_number", nationality="state"),
    "sgp_nric": of_singaporean,
    "sgp_driving_licence": of_singaporean,
    **values_philippines.HOLDERS,
    **values_viet_thai_korea.HOLDERS,
}
"""Type of document -> who draws its values."""
