"""`prebuilt-idDocument` of Azure Document Intelligence, through `azure-ai-documentintelligence`.

`DOCUMENTINTELLIGENCE_ENDPOINT`, `DOCUMENTINTELLIGENCE_API_KEY`
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from idvision.bench.answer import Answer, AnsweredCard
from idvision.bench.providers.cloud.call import CONNECT_S, READ_S, Cloud, described, keys, needed, place
from idvision.bench.providers.cloud.tables import Told, table
from idvision.bench.providers.cloud.values import answered
from idvision.bench.providers.protocol import About, Hint, NotRun, Provider, Settings

NAME = "azure-iddocument"
PACKAGE = "azure-ai-documentintelligence"
VENDOR = "azure"
MODEL = "prebuilt-idDocument"
_POLL_S = 1
_ANSWERS = frozenset({"document", "side", "fields", "confidence", "mrz", "text"})
_ZONE, _COUNTRY = "MachineReadableZone", "CountryRegion"
_VALUES = ("valueString", "valueDate", "valueCountryRegion")


def open_azure(settings: Settings) -> Provider:
    """Open the service. Raises NotRun."""
    if NAME in settings.endpoints:
        (key,) = keys(settings, "DOCUMENTINTELLIGENCE_API_KEY")
        at = place(settings, NAME, "")
        endpoint = f"{at.scheme}://{at.host}"
    else:
        endpoint, key = keys(settings, "DOCUMENTINTELLIGENCE_ENDPOINT", "DOCUMENTINTELLIGENCE_API_KEY")
        if not endpoint.startswith("https://"):
            raise NotRun("DOCUMENTINTELLIGENCE_ENDPOINT does not begin with https://")
    with needed(PACKAGE):
        from azure.ai.documentintelligence import DocumentIntelligenceClient  # noqa: PLC0415 (an extra)
        from azure.core.credentials import AzureKeyCredential  # noqa: PLC0415
    return provider(
        DocumentIntelligenceClient(
            endpoint,
            AzureKeyCredential(key),
            polling_interval=_POLL_S,
            connection_timeout=CONNECT_S,
            read_timeout=READ_S,
        )
    )


def provider(client: Any) -> Provider:
    """Return the provider that asks a client of the service."""

    def ask(picture: bytes, _hint: Hint) -> Answer:
        poller = client.begin_analyze_document(
            MODEL, BytesIO(picture), content_type="application/octet-stream"
        )
        return to_answer(poller.result().as_dict())

    about = About(NAME, described(MODEL, PACKAGE), "cloud", _ANSWERS)
    return Cloud(about, VENDOR, ask, code_of)


def to_answer(result: Mapping[str, Any]) -> Answer:
    """Return the common answer to an `analyzeResult`."""
    lines = (line for page in result.get("pages") or () for line in page.get("lines") or ())
    return Answer(
        cards=tuple(map(_card, result.get("documents") or ())),
        text=tuple(str(line.get("content") or "") for line in lines),
    )


def _card(document: Mapping[str, Any]) -> AnsweredCard:
    given: Mapping[str, Any] = document.get("fields") or {}
    told = {name: _told(entry) for name, entry in given.items()}
    known = table("azure")
    values, confidences = known.values(told)
    country = told[_COUNTRY].text if _COUNTRY in told else ""
    type_id, side = known.document(str(document.get("docType") or ""), country)
    lines = tuple(str(given[_ZONE].get("content") or "").split()) if _ZONE in given else ()
    return AnsweredCard(type_id, side, fields=answered(values, confidences), mrz=lines)


def _told(entry: Mapping[str, Any]) -> Told:
    """Return a value as the service understood it, else as it stands there."""
    understood = next((str(entry[name]) for name in _VALUES if entry.get(name)), "")
    text = understood or " ".join(str(entry.get("content") or "").split())
    return Told(text, entry.get("confidence"))


def code_of(failure: Exception) -> str:
    """Return the code that an exception of the client carries, else its HTTP status, empty if none."""
    code = getattr(getattr(failure, "error", None), "code", None)
    return str(code or getattr(failure, "status_code", None) or "")
