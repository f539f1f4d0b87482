"""The words of travel documents: titles and captions in many languages, dates, entries, canonical fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from training.synth.chance import chance, pick
from training.synth.lexicon import words
from training.synth.mrz import Zone, transliterate
from training.synth.travellers import Traveller

_MONTHS = words("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC")
_FRENCH_MONTHS = words("JAN FÉV MARS AVR MAI JUIN JUIL AOÛT SEPT OCT NOV DÉC")

DATES: dict[str, Callable[[date], str]] = {
    "months": lambda day: f"{day:%d} {_MONTHS[day.month - 1]} {day:%Y}",
    "dots": lambda day: f"{day:%d.%m.%Y}",
    "spaces": lambda day: f"{day:%d %m %Y}",
    "slashes": lambda day: f"{day:%d/%m/%Y}",
    "iso": lambda day: f"{day:%Y-%m-%d}",
    "bilingual": lambda day: f"{day:%d} {_MONTHS[day.month - 1]}/{_FRENCH_MONTHS[day.month - 1]} {day:%y}",
}

_KEYS = words("type code number surname given nationality born sex place issued expires authority personal")
_CAPTION_ROWS = {
    # One caption for each of the keys above.
    "english": "Type|Code|Document No.|Surname|Given names|Nationality|Date of birth|Sex"
    "|Place of birth|Date of issue|Date of expiry|Authority|Personal No.",
    "french": "Type|Code|N° du document|Nom|Prénoms|Nationalité"
    "|Date de naissance|Sexe|Lieu de naissance"
    "|Date de délivrance|Date d'expiration|Autorité|N° personnel",
    "spanish": "Tipo|Código|Número|Apellidos|Nombres|Nacionalidad"
    "|Fecha de nacimiento|Sexo|Lugar de nacimiento"
    "|Fecha de expedición|Fecha de caducidad|Autoridad|N° personal",
    "german": "Typ|Kode|Nummer|Name|Vornamen|Staatsangehörigkeit|Geburtsdatum|Geschlecht|Geburtsort"
    "|Ausstellungsdatum|Gültig bis|Behörde|Personenkennzahl",
    "portuguese": "Tipo|Código|N.º|Apelidos|Nomes próprios|Nacionalidade|Data de nascimento|Sexo|Naturalidade"
    "|Data de emissão|Válido até|Autoridade|N.º pessoal",
    "polish": "Typ|Kod|Numer|Nazwisko|Imiona|Obywatelstwo|Data urodzenia|Płeć|Miejsce urodzenia"
    "|Data wydania|Data ważności|Organ wydający|Nr ewidencyjny",
    "turkish": "Türü|Ülke kodu|Belge No|Soyadı|Adı|Uyruğu|Doğum tarihi|Cinsiyeti|Doğum yeri"
    "|Veriliş tarihi|Son geçerlilik|Veren makam|Kimlik No",
    "russian": "Тип|Код|Номер|Фамилия|Имя|Гражданство|Дата рождения|Пол|Место рождения"
    "|Дата выдачи|Действителен до|Орган|Личный номер",
    "chinese": "类型|国家码|证件号码|姓|名|国籍|出生日期|性别|出生地点|签发日期|有效期至|签发机关|个人号码",
    "japanese": "型|発行国|旅券番号|姓|名|国籍|生年月日|性別"
    "|本籍|発行年月日|有効期間満了日|発行官庁|個人番号",
    "czech": "Typ|Kód|Číslo|Příjmení|Jméno|Státní občanství|Datum narození|Pohlaví|Místo narození"
    "|Datum vydání|Platnost do|Vydal|Rodné číslo",
    "italian": "Tipo|Codice|Numero|Cognome|Nome|Cittadinanza|Data di nascita|Sesso|Luogo di nascita"
    "|Data di rilascio|Data di scadenza|Autorità|N. personale",
    "greek": "Τύπος|Κωδικός|Αριθμός|Επώνυμο|Όνομα|Υπηκοότητα|Ημ. γέννησης|Φύλο|Τόπος γέννησης"
    "|Ημ. έκδοσης|Ημ. λήξης|Αρχή|Προσωπικός αρ.",
    "swedish": "Typ|Kod|Nummer|Efternamn|Förnamn|Nationalitet|Födelsedatum|Kön|Födelseort"
    "|Utfärdat den|Giltigt till|Myndighet|Personnr",
    "indonesian": "Jenis|Kode|Nomor|Nama keluarga|Nama|Kewarganegaraan|Tanggal lahir|Kelamin|Tempat lahir"
    "|Tanggal dikeluarkan|Berlaku hingga|Kantor|No. pribadi",
    "ukrainian": "Тип|Код|Номер|Прізвище|Ім'я|Громадянство|Дата народження|Стать|Місце народження"
    "|Дата видачі|Дійсний до|Орган|Запис №",
}
LANGUAGES = tuple(_CAPTION_ROWS)
CAPTIONS = {
    language: dict(zip(_KEYS, row.split("|"), strict=True)) for language, row in _CAPTION_ROWS.items()
}

_TITLES = {
    "passport": {
        "english": "PASSPORT", "french": "PASSEPORT", "spanish": "PASAPORTE", "german": "REISEPASS",
        "portuguese": "PASSAPORTE", "polish": "PASZPORT", "turkish": "PASAPORT", "russian": "ПАСПОРТ",
        "chinese": "护照", "japanese": "旅券", "czech": "CESTOVNÍ PAS", "italian": "PASSAPORTO",
        "greek": "ΔΙΑΒΑΤΗΡΙΟ", "swedish": "PASS", "indonesian": "PASPOR", "ukrainian": "ПАСПОРТ",
    },
    "visa": {
        "english": "VISA", "french": "VISA", "spanish": "VISADO", "german": "VISUM", "portuguese": "VISTO",
        "polish": "WIZA", "turkish": "VİZE", "russian": "ВИЗА", "chinese": "签证", "japanese": "査証",
        "czech": "VÍZUM", "italian": "VISTO", "greek": "ΘΕΩΡΗΣΗ", "swedish": "VISERING",
        "indonesian": "VISA", "ukrainian": "ВІЗА",
    },
    "card": {
        "english": "IDENTITY CARD", "french": "CARTE D'IDENTITÉ", "spanish": "DOCUMENTO DE IDENTIDAD",
        "german": "PERSONALAUSWEIS", "portuguese": "CARTÃO DE CIDADÃO", "polish": "DOWÓD OSOBISTY",
        "turkish": "KİMLİK KARTI", "russian": "УДОСТОВЕРЕНИЕ ЛИЧНОСТИ", "chinese": "居留许可",
        "japanese": "在留カード", "czech": "OBČANSKÝ PRŮKAZ", "italian": "CARTA DI IDENTITÀ",
        "greek": "ΔΕΛΤΙΟ ΤΑΥΤΟΤΗΤΑΣ", "swedish": "IDENTITETSKORT", "indonesian": "KARTU IDENTITAS",
        "ukrainian": "ПОСВІДЧЕННЯ",
    },
}  # fmt: skip
_STATE_STARTS = words(
    "REPUBLIC OF|STATE OF|UNION OF|KINGDOM OF|FEDERATION OF|RÉPUBLIQUE DE|REPÚBLICA DE||||", separator="|"
)
_STATE_STEMS = words("TRIOLA VERIDI ARKAN SOLVE MERCO ELDRA OSTRA KALEN NORVI TAMBO LUZA PARADI CORVA UTO")
_STATE_ENDS = words("NIA TIA STAN LAND VIA PIA RIA MARK DOR")
_OFFICES = [
    "MINISTRY OF INTERIOR",
    "PASSPORT OFFICE",
    "MINISTRY OF FOREIGN AFFAIRS",
    "CIVIL REGISTRY",
    "IMMIGRATION",
]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the printed page.

    Attributes:
        key: of the caption.
        text: as printed.
        field: the zone's field that it repeats, if it does.
        shown: the shared name of the value, and its canonical form, which for words is as printed.
    """

    key: str
    text: str
    field: str = ""
    shown: tuple[str, str] = ("", "")


def headline(rng: np.random.Generator, kind: str, languages: tuple[str, ...]) -> tuple[str, str]:
    """Return the two parts of a title: an invented name of the state, and what the document is."""
    name = f"{pick(rng, _STATE_STARTS)} {pick(rng, _STATE_STEMS)}{pick(rng, _STATE_ENDS)}".strip()
    title = pick(rng, (" / ", "  ", " • ")).join(_TITLES[kind][language] for language in languages)
    return (title, name) if chance(rng, 0.3) else (name, title)


def printed_date(iso: str, style: str) -> str:
    """Return a date as the page prints it; what is not known is printed as XX."""
    if len(iso) < 10:
        year, _, month = iso.partition("-")
        return f"XX {month or 'XX'} {year}"
    return DATES[style](date.fromisoformat(iso))


def _cased(text: str, lower: bool) -> str:
    # Python's title() breaks at apostrophes; names here are parted by spaces and hyphens only.
    return (
        "-".join(" ".join(w.capitalize() for w in part.split(" ")) for part in text.split("-"))
        if lower
        else text
    )


def _state_code(zone_code: str) -> str:
    return "DEU" if zone_code == "D" else zone_code


def entries(
    rng: np.random.Generator, traveller: Traveller, fmt: str, dates: str, *, lower: bool
) -> list[list[Entry]]:
    """Return the rows of a page, each of one to three entries, in one of several usual orders."""
    zone = traveller.zone

    def named(key: str, text: str, field: str) -> Entry:
        return Entry(key, text, field, (field, text))

    def dated(key: str, iso: str, field: str) -> Entry:
        return Entry(key, printed_date(iso, dates), field, (field, iso))

    surname = named("surname", _cased(zone.surname, lower), "surname")
    given = named("given", _cased(zone.given_names, lower), "given_names")
    state = ("nationality", _state_code(zone.nationality))
    nationality = Entry("nationality", zone.nationality, "nationality", state)
    born = dated("born", zone.birth_date, "birth_date")
    sex = named("sex", zone.sex, "sex")
    expires = dated("expires", zone.expiry_date, "expiry_date")
    issue = traveller.issue.isoformat()
    issued = Entry("issued", printed_date(issue, dates), shown=("issue_date", issue))
    town = _cased(traveller.birth_place, lower)
    place = Entry("place", town, shown=("birth_place", town))
    issuer = _cased(pick(rng, _OFFICES), lower)
    office = Entry("authority", issuer, shown=("issuing_authority", issuer))
    number = named("number", zone.number, "document_number")
    if fmt == "TD1 back":
        personal = (
            [Entry("personal", zone.optional, shown=("personal_number", zone.optional))]
            if zone.optional
            else [number]
        )
        return [[place], [issued, office], personal]
    code = Entry("code", zone.issuer, "issuing_country", ("issuing_country", _state_code(zone.issuer)))
    kind = named("type", zone.code, "document_code")
    if fmt in {"MRVA", "MRVB"}:
        return [[kind, number], [issued, expires], [surname], [given], [nationality, sex, born]]
    rows = [[surname], [given], [nationality, born], [sex, place], [issued, expires]]
    if fmt == "TD1":
        return [[surname], [given], [sex, nationality, born], [number, expires]]
    if chance(rng, 0.5):
        rows = [[surname], [given], [sex, nationality], [born, place], [issued, expires]]
    if fmt == "TD3":
        return [[kind, code, number], *rows, [office]]
    return [*rows, [number, office]]


def fields_of(fmt: str, zone: Zone) -> dict[str, str]:
    """Return the canonical values of a zone by field name, as a perfect reading gives them."""
    room = {"TD1": 30, "TD2": 31, "TD3": 39, "MRVA": 39, "MRVB": 31}[fmt]
    name = f"{transliterate(zone.surname)[: room - 3]}<<{transliterate(zone.given_names)}"[:room].rstrip("<")
    surname, _, given = name.partition("<<")
    number = zone.number if fmt in {"TD1", "TD2"} else zone.number[:9]
    overlong = len(number) > 9
    optional = {"TD3": "personal_number", "TD1": "optional_data_2" if overlong else "optional_data"}
    values = {
        "document_code": zone.code,
        "issuing_country": _state_code(zone.issuer),
        "surname": surname.replace("<", " "),
        "given_names": given.replace("<", " "),
        "document_number": number,
        "nationality": _state_code(zone.nationality),
        "birth_date": zone.birth_date,
        "sex": zone.sex,
        "expiry_date": zone.expiry_date,
        optional.get(fmt, "optional_data"): zone.optional,
    }
    return {key: value for key, value in values.items() if value}
