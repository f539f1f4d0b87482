"""Invented holders of travel documents of all states: Latin names by language region, numbers, dates."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import numpy as np

from training.synth.chance import chance, pick, random_digits
from training.synth.lexicon import words
from training.synth.mrz import MrzFormatName, Zone
from training.synth.people import draw_day, years_later

_LETTERS = "ABCDEFGHJKLMNPRTUVWXYZ"
_CODES: dict[MrzFormatName, tuple[str, ...]] = {
    "TD1": ("I", "ID", "I", "AR", "C", "IR", "CR", "IP", "A"),
    "TD2": ("I", "ID", "I", "AC", "C"),
    "TD3": ("P", "P", "P", "PD", "PS", "PO", "PN"),
    "MRVA": ("V", "VN", "VS", "VC"),
    "MRVB": ("V", "VD", "VC", "VS"),
}
# Written beside ISO 3166 (part 3, section 5): organisations, persons without a state.
_ICAO_ISSUERS = ("UNO", "UNA", "EUE", "XOM", "XPO", "UTO", "RKS", "D", "D", "GBD")
_ICAO_NATIONALITIES = ("XXA", "XXB", "XXX", "GBN", "GBO", "GBP", "GBS", "GBD")


@dataclass(frozen=True, slots=True)
class Culture:
    """How people of a language region are called: parts of names as printed, and its states."""

    states: tuple[str, ...]
    surname_starts: tuple[str, ...]
    surname_ends: tuple[str, ...]
    female: tuple[str, ...]
    male: tuple[str, ...]
    places: tuple[str, ...]


_SYLLABLES = Culture(
    states=(),
    surname_starts=words("BA KO MA NDA OU SA TO RA LU MBE KA TU ADE YA DIA FO HA SU WA ZI"),
    surname_ends=words("RO NGA LI MBA TE DIALLO KONG RANI SENA WI TOU NDO LASA MURO YEMI"),
    female=words("AMINA FATOU NALA SITI LEILA ROSE ANA MARYAM GRACE ZARA THANDI"),
    male=words("MOUSSA KWAME AHMED JOSEPH OMAR DANIEL TAU IBRAHIM ALI SAMUEL PETER"),
    places=words("BANDA KOROLA PORT ALMA SANTA RIVA MARUNGU TALOFA KIRAMBO"),
)


@dataclass(frozen=True, slots=True)
class Traveller:
    """The holder of a travel document: the zone's values, and what only the print shows."""

    zone: Zone
    issue: date
    birth_place: str


@cache
def state_codes() -> tuple[str, ...]:
    """Return the codes of ISO 3166-1 alpha-3, as the reader's table lists them."""
    table = files("idvision.checks").joinpath("country_code.dat").read_text(encoding="ascii")
    iso = table.split("# British nationality", maxsplit=1)[0]
    rows = (line.partition("#")[0] for line in iso.splitlines())
    return tuple(code for row in rows for code in row.split() if code != "DEU")


def _culture(state: str) -> Culture:
    return next((culture for culture in CULTURES if state in culture.states), _SYLLABLES)


CULTURES: tuple[Culture, ...] = (
    Culture(
        words("D AUT CHE LIE LUX EUE"),
        words("MÜLLEN SCHRÖD HOFFEN BÄCKEN GROß KÖNIGS WEIN STEIN LÜTJEN ROSEN ACKER BRÜCK HÄUS"),
        words("BERG MANN MEIER ER HAUS INGER BACH FELD HOFER KE"),
        words("ERIKA JÜRGINE KÄTHE LENA MARIE SÖNNE ANNEMARIE GISELA"),
        words("JÖRG LUKAS GÜNTHER PAUL STEFAN KLAUS-DIETER MATTHÄUS"),
        words("KÖLN NEUSTADT BERLIN WÜRZBURG ST.PÖLTEN ZÜRICH"),
    ),
    Culture(
        words("FRA BEL MCO CIV SEN CMR GAB HTI MLI"),
        words("DU LE BEAU CHÂTEL LEFÈ MONT GAU FRAN DES BÉLI"),
        words("PONT ROCHE LIEU MONT VRE THIER ÇOIS CHAMPS VEAU NARD"),
        words("HÉLÈNE ZOÉ FRANÇOISE CÉLINE MARIE-ANGE AÏCHA CLOÉ"),
        words("RENÉ FRANÇOIS JEAN-LUC ÉTIENNE LOÏC MOÏSE BENOÎT"),
        words("ORLÉANS BÉZIERS SAINT-MALO NÎMES LIÈGE ABIDJAN"),
    ),
    Culture(
        words("ESP MEX ARG COL PER CHL VEN ECU GTM CUB BOL DOM HND PRY SLV NIC CRI PAN URY"),
        words("GARC NÚÑ PEÑ MART LÓP IBÁÑ CASTELL ORDÓÑ VILL ROM"),
        words("ÍA EZ ALOSA ÍNEZ ANO ARES ERO AVERDE ÓN"),
        words("MARÍA BEGOÑA INÉS ÁNGELA LUCÍA XIMENA"),
        words("JOSÉ IÑIGO ÁLVARO RAMÓN MARTÍN JESÚS TOMÁS"),
        words("CÓRDOBA BOGOTÁ LEÓN MÉRIDA CÁDIZ QUITO"),
    ),
    Culture(
        words("PRT BRA AGO MOZ CPV TLS GNB STP"),
        words("GONÇAL MAGALH OLIV FIGUEIR CONCEI ASSUN ARAÚ"),
        words("VES ÃES EIRA EDO ÇÃO JO"),
        words("CONCEIÇÃO INÊS JOÃNA LETÍCIA ANA"),
        words("JOÃO ANTÓNIO SEBASTIÃO LUÍS MOISÉS"),
        words("LISBOA ÉVORA SÃO PAULO GUIMARÃES MACEIÓ"),
    ),
    Culture(
        words("POL CZE SVK"),
        words("KOWAL WIŚNI DVOŘ ŽIŽ SZCZEP NOVOT ŁUKAS BŁASZ"),
        words("SKI CZYK ÁKOVÁ EWSKI NÝ KOVÁ IŃSKI ÁK"),
        words("BEATA ŻANETA ŠÁRKA AGNIESZKA ZUZANA BOŻENA"),
        words("ŁUKASZ JIŘÍ STANISŁAW ŠTĚPÁN RADOSŁAW ONDŘEJ"),
        words("PRAHA ŁÓDŹ KRAKÓW PLZEŇ KOŠICE"),
    ),
    Culture(
        words("DNK NOR SWE FIN ISL FRO GRL"),
        words("SØREN ÅKER BJÖRN HÄGG KRISTJÁN LIND VIRTA HÅKON"),
        words("SEN STRÖM SSON DÓTTIR GAARD NEN LUND QVIST"),
        words("ÅSA SIGRÚN ANNE-GRETHE MÄRTA BJØRG AINO"),
        words("BJØRN ÅKE SØREN ÞÓR HÅKAN ILMARI"),
        words("TROMSØ MALMÖ ÅRHUS REYKJAVÍK HELSINKI"),
    ),
    Culture(
        words("TUR AZE CYP TKM"),
        words("YILDI ÖZTÜ ŞAHİ ÇELİ AYDO GÜNE KARA"),
        words("RIM RK NOĞLU KBAŞ ĞAN Ş SU"),
        words("AYŞE GÜLŞEN ÇİĞDEM IŞIL ZEYNEP"),
        words("ÖMER ÇAĞRI UĞUR İSMAİL IŞIK"),
        words("İZMİR ESKİŞEHİR MUĞLA BAKI"),
    ),
    Culture(
        words("HUN ROU MDA HRV SVN SRB BIH MNE MKD ALB RKS"),
        words("SZABÓ KŐSZE HORVÁTH POPES GHEORGHI ĐORĐE MARJANO NAGY"),
        words("VÁRI GHI FFY CU ȚĂ VIĆ ŽIĆ"),
        words("ERZSÉBET ILEANA ŽELJKA TÜNDE MĂDĂLINA"),
        words("GYŐZŐ ȘTEFAN ŽARKO LÁSZLÓ DRAŽEN"),
        words("GYŐR PLOIEȘTI ŠIBENIK KRANJ"),
    ),
    Culture(
        words("LVA LTU EST"),
        words("BĒRZ KALNI ŽEMAI ŠIMKŪ OZOLI TÕNIS"),
        words("IŅŠ ŅŠ TIS NAS TE SON"),
        words("LĪGA ŽIVILĖ ÜLLE ILZE EGLĖ"),
        words("JĀNIS ŠARŪNAS TÕNU ĢIRTS"),
        words("RĪGA ŠIAULIAI PÄRNU LIEPĀJA"),
    ),
    Culture(
        words("USA GBR CAN AUS IRL NZL ZAF JAM UTO UNO UNA GBD"),
        words("HARRING WHIT O'BR McDON ASH BRAD WOOD FITZ STAN"),
        words("TON IEN ALD FIELD LEY WARD GERALD WORTH BURY"),
        words("EMILY GRACE MARY-ANN HARRIET CHLOE ZOE"),
        words("JAMES OLIVER DANIEL HENRY GEORGE THOMAS"),
        words("LONDON BOSTON PERTH CORK AUCKLAND OTTAWA"),
    ),
    Culture(
        words("RUS UKR BLR KAZ KGZ UZB TJK BGR ARM GEO MNG"),
        words("IVAN KUZNETS SHEVCH PETR NURLAN MELNYK GEORGI"),
        words("OV OVA ENKO YAN OVSKYI BEKOV IDZE"),
        words("OLENA SVETLANA AIGUL YULIIA DARIA"),
        words("SERGEI DMYTRO NURLAN ALEKSANDR TIMUR"),
        words("MOSKVA KYIV ALMATY SOFIA TASHKENT"),
    ),
    Culture(
        words("CHN TWN HKG MAC SGP KOR PRK JPN VNM THA"),
        words("ZHANG WANG LI CHEN KIM TANAKA NGUYEN PARK LIN SUZUKI"),
        ("",),
        words("XIAOMEI YULIN MEI-HUA JIWOO HANAKO THI"),
        words("WEI JIANGUO CHIH-MING MINJUN TARO VAN"),
        words("BEIJING SHANGHAI TAIPEI SEOUL OSAKA HANOI"),
    ),
    Culture(
        words("IND PAK BGD LKA NPL IDN MYS PHL ARE SAU EGY IRN IRQ JOR MAR DZA TUN LBN QAT KWT AFG"),
        words("AL SHAR RAHM BIN ABDUL PAT KHA SURYA RAJ HASS"),
        words("MA AN RASHID EL NI DIN KUMAR WATI PUT"),
        words("FATIMA PRIYA SITI AISHA NOUR LAKSHMI"),
        words("MOHAMMED ARJUN AHMAD YUSUF RAVI BUDI"),
        words("MUMBAI KARACHI CAIRO JAKARTA DUBAI RABAT"),
    ),
)


def draw_state(rng: np.random.Generator) -> str:
    """Return the issuer of a document as a zone prints it."""
    kind = float(rng.random())
    if kind < 0.08:
        return pick(rng, _ICAO_ISSUERS)
    if kind < 0.6:
        return pick(rng, pick(rng, CULTURES).states)
    return pick(rng, state_codes())


def draw_names(rng: np.random.Generator, state: str, sex: str) -> tuple[str, str]:
    """Return surname and given names in capitals, with diacritics."""
    culture = _culture(state)
    surname = (pick(rng, culture.surname_starts) + pick(rng, culture.surname_ends)).upper()
    if chance(rng, 0.1):
        surname += (
            pick(rng, "- ") + (pick(rng, culture.surname_starts) + pick(rng, culture.surname_ends)).upper()
        )
    firsts = culture.male if sex == "M" or (sex == "X" and chance(rng, 0.5)) else culture.female
    given = " ".join(pick(rng, firsts) for _ in range(2 if chance(rng, 0.35) else 1))
    return surname, "" if chance(rng, 0.02) else given


def _draw_number(rng: np.random.Generator, *, long: bool) -> str:
    """Return a document number of seven to nine characters, or longer ones."""
    kind, digits = float(rng.random()), random_digits(rng, 9)
    if long:
        return pick(rng, _LETTERS) + digits + random_digits(rng, int(rng.integers(0, 3)))
    if kind < 0.3:
        return digits
    if kind < 0.6:
        return pick(rng, _LETTERS) + digits[:8]
    if kind < 0.8:
        return pick(rng, _LETTERS) + pick(rng, _LETTERS) + digits[: int(rng.integers(5, 8))]
    letters = rng.integers(0, len(_LETTERS), 9)
    return "".join(
        _LETTERS[letter] if letter % 3 else digit for letter, digit in zip(letters, digits, strict=True)
    )


def _draw_birth(rng: np.random.Generator) -> str:
    birth = draw_day(rng, date(1935, 1, 1), date(2022, 12, 31)).isoformat()
    kind = float(rng.random())
    # A few people know only the year of their birth, or the month.
    return birth[:4] if kind < 0.01 else birth[:7] if kind < 0.02 else birth


def draw_traveller(rng: np.random.Generator, fmt: MrzFormatName) -> Traveller:
    """Invent the holder of a document with a zone of that format."""
    issuer = draw_state(rng)
    sex = pick(rng, "MF") if chance(rng, 0.98) else "X"
    visa = fmt in {"MRVA", "MRVB"}
    nationality = draw_state(rng) if visa or chance(rng, 0.06) else issuer
    if nationality in {"UNO", "UNA", "EUE", "XOM", "XPO"} or chance(rng, 0.01):
        nationality = pick(rng, _ICAO_NATIONALITIES) if chance(rng, 0.5) else pick(rng, state_codes())
    surname, given = draw_names(rng, nationality, sex)
    birth = _draw_birth(rng)
    issue = draw_day(rng, max(date(2012, 1, 1), date(int(birth[:4]) + 1, 1, 1)), date(2025, 10, 31))
    expiry = years_later(issue, 1 if visa else pick(rng, (5, 10, 10))) - timedelta(days=int(rng.integers(2)))
    room = {"TD1": 11, "TD2": 7, "TD3": 14, "MRVA": 16, "MRVB": 8}[fmt]
    zone = Zone(
        code=pick(rng, _CODES[fmt]),
        issuer=issuer,
        surname=surname,
        given_names=given,
        number=_draw_number(rng, long=fmt == "TD1" and chance(rng, 0.06)),
        nationality=nationality,
        birth_date=birth,
        sex=sex,
        expiry_date=expiry.isoformat(),
    )
    if chance(rng, 0.4):
        zone = replace(zone, optional=random_digits(rng, int(rng.integers(4, room + 1))))
    return Traveller(zone, issue, pick(rng, _culture(nationality).places))
