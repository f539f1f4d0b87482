"""Document types, declared as data: one TOML file a type and side."""

from idvision.documents.spec import (
    UNKNOWN_SPEC,
    AnchorSpec,
    BarcodeSpec,
    CrossCheckSpec,
    DerivedSpec,
    DocumentSpec,
    FieldSpec,
    LabelSpec,
    MrzSpec,
    PairCheckSpec,
    all_specs,
    get_spec,
)

__all__ = [
    "UNKNOWN_SPEC",
    "AnchorSpec",
    "BarcodeSpec",
    "CrossCheckSpec",
    "DerivedSpec",
    "DocumentSpec",
    "FieldSpec",
    "LabelSpec",
    "MrzSpec",
    "PairCheckSpec",
    "all_specs",
    "get_spec",
]
