"""`AnalyzeID` of AWS Textract, through `boto3`: driving licences and passports of the United States.

`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION` (or `AWS_DEFAULT_REGION`); `AWS_SESSION_TOKEN` with
temporary keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from idvision.bench.answer import Answer, AnsweredCard
from idvision.bench.providers.cloud.call import CONNECT_S, READ_S, Cloud, described, keys, needed, place
from idvision.bench.providers.cloud.tables import Told, table
from idvision.bench.providers.cloud.values import answered
from idvision.bench.providers.protocol import About, Hint, NotRun, Provider, Settings

NAME = "aws-analyzeid"
PACKAGE = "boto3"
VENDOR = "aws"
_KIND, _ZONE = "ID_TYPE", "MRZ_CODE"
_ANSWERS = frozenset({"document", "side", "fields", "confidence", "mrz", "text"})


def open_textract(settings: Settings) -> Provider:
    """Open the service. Raises NotRun."""
    key, secret = keys(settings, "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    region = settings.secrets.get("AWS_REGION") or settings.secrets.get("AWS_DEFAULT_REGION")
    if not region:
        raise NotRun("AWS_REGION not set")
    at = place(settings, NAME, f"textract.{region}.amazonaws.com")
    with needed(PACKAGE):
        import boto3  # noqa: PLC0415 (an extra)
        from botocore.config import Config  # noqa: PLC0415
    client = boto3.client(
        "textract",
        region_name=region,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=settings.secrets.get("AWS_SESSION_TOKEN"),
        endpoint_url=f"{at.scheme}://{at.host}" if NAME in settings.endpoints else None,
        config=Config(connect_timeout=CONNECT_S, read_timeout=READ_S),
    )
    return provider(client)


def provider(client: Any) -> Provider:
    """Return the provider that asks a client of the service."""

    def ask(picture: bytes, _hint: Hint) -> Answer:
        return to_answer(client.analyze_id(DocumentPages=[{"Bytes": picture}]))

    about = About(NAME, described("AnalyzeID 2018-06-27", PACKAGE), "cloud", _ANSWERS)
    return Cloud(about, VENDOR, ask, code_of)


def to_answer(body: Mapping[str, Any]) -> Answer:
    """Return the common answer; a document without any value is none."""
    documents = body.get("IdentityDocuments") or ()
    cards = tuple(card for card in map(_card, documents) if card.fields or card.mrz)
    blocks = (block for document in documents for block in document.get("Blocks") or ())
    lines = tuple(block.get("Text") or "" for block in blocks if block.get("BlockType") == "LINE")
    return Answer(cards=cards, text=lines)


def _card(document: Mapping[str, Any]) -> AnsweredCard:
    told = {
        str(one["Type"].get("Text")): _told(one["ValueDetection"])
        for one in document.get("IdentityDocumentFields") or ()
        if one.get("Type") and one.get("ValueDetection")
    }
    known = table("textract")
    values, confidences = known.values(told)
    kind = told[_KIND].text.strip().upper() if _KIND in told else ""
    type_id, side = known.document(kind)
    lines = tuple(told[_ZONE].text.split()) if _ZONE in told else ()
    return AnsweredCard(type_id, side, fields=answered(values, confidences), mrz=lines)


def _told(detection: Mapping[str, Any]) -> Told:
    """Return a value; of a day the form that machines read."""
    normal = detection.get("NormalizedValue") or {}
    confidence = detection.get("Confidence")
    text = str(normal.get("Value") or detection.get("Text") or "")
    return Told(text, None if confidence is None else float(confidence) / 100)


def code_of(failure: Exception) -> str:
    """Return the code that an exception of the client carries, empty if none."""
    response = getattr(failure, "response", None)
    error = response.get("Error") if isinstance(response, Mapping) else None
    return str(error.get("Code") or "") if isinstance(error, Mapping) else ""
