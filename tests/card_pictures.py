"""Photos of drawn documents for each kind of card that the green calls know, with what they say."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from PIL import Image as Pillow

from idvision.documents import get_spec
from idvision.types import Image, Side
from tests.drawing import Pose, photograph
from training.synth.catalogue import draw_type
from training.synth.plates import draw_plate
from training.synth.types import Document
from training.synth.vehicles import VehicleShot, photograph_vehicle
from training.synth.vin_plates import draw_vin

EXAMPLES = Path(__file__).parents[1] / "examples"
WIDTH_PX = 1200


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """What one value of `extras.card` is tested with.

    `document` names type and side of the drawn document; `values` lead from the API's name of a value to the
    one that the drawing has.
    """

    card: str
    result: str
    document: tuple[str, Side]
    values: dict[str, str]

    @property
    def path(self) -> str:
        """Where the web of the tests has the photo."""
        return f"/{self.card}.jpg"


KINDS = (
    Kind("bank-card", "bankCardInfo", ("bank_card", Side.FRONT), {"bankCardNum": "card_number"}),
    Kind(
        "business-license",
        "businessLicenseInfo",
        ("chn_business_licence", Side.PAGE),
        {"companyName": "company_name", "creditCode": "unified_social_credit_code"},
    ),
    Kind(
        "driver-license-front",
        "driverLicenseFrontInfo",
        ("chn_driving_licence", Side.FRONT),
        {"number": "id_number", "name": "name", "vehicleType": "vehicle_class"},
    ),
    Kind(
        "driver-license-back",
        "driverLicenseBackInfo",
        ("chn_driving_licence", Side.BACK),
        {"archiveNum": "file_number"},
    ),
    Kind(
        "vehicle-license-front",
        "vehicleLicenseFrontInfo",
        ("chn_vehicle_licence", Side.FRONT),
        {"plateNum": "plate_number", "vin": "vin", "registerDate": "register_date"},
    ),
    Kind(
        "vehicle-license-back",
        "vehicleLicenseBackInfo",
        ("chn_vehicle_licence", Side.BACK),
        {"plateNum": "plate_number", "fileNum": "file_number"},
    ),
    Kind("household-head", "ocrCardInfo", ("chn_household_head", Side.PAGE), {"houseHolder": "name"}),
    Kind(
        "household-resident",
        "ocrCardInfo",
        ("chn_household_resident", Side.PAGE),
        {"idNumber": "id_number", "name": "name"},
    ),
    Kind("passport", "passportInfo", ("passport", Side.PAGE), {"personId": "document_number"}),
    Kind("vehicle-num", "vehicleNumInfo", ("vehicle_plate", Side.FRONT), {"num": "plate_number"}),
    Kind("vehicle-vin", "vehicleVinInfo", ("vehicle_vin", Side.PAGE), {"vin": "vin"}),
)


@cache
def drawn(kind: Kind) -> tuple[bytes, dict[str, str]]:
    """Return an encoded photo of a document and its true values."""
    match kind.card:
        case "vehicle-num":
            document = draw_plate(np.random.default_rng(3), "train", "small")
            photo = _on_vehicle(document, 3, (0.3, 0.5))
        case "vehicle-vin":
            document = draw_vin(np.random.default_rng(1), "train")
            photo = _on_vehicle(document, 1, (0.6, 0.8))
        case _:
            spec = get_spec(*kind.document)
            document = draw_type(np.random.default_rng(1), "train", spec, WIDTH_PX)
            photo, _ = photograph(document.picture, Pose(), "wood", seed=1)
    return encoded(photo), dict(document.fields)


def _on_vehicle(document: Document, seed: int, fill: tuple[float, float]) -> Image:
    shot = VehicleShot(fill=fill, tilt_deg=12)
    return photograph_vehicle(np.random.default_rng(seed), "bench", document, shot).image


def encoded(photo: Image) -> bytes:
    """Return a photo as JPEG."""
    return cv2.imencode(".jpg", photo, [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes()


def example(name: str) -> bytes:
    """Return one of the photos in `examples/`."""
    return (EXAMPLES / f"{name}.jpg").read_bytes()


def blank(width: int, height: int, kind: str = "PNG") -> bytes:
    """Return an encoded picture of nothing."""
    out = io.BytesIO()
    Pillow.new("L", (width, height), 255).save(out, kind)
    return out.getvalue()
