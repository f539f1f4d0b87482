"""Document types, declared as data: one TOML file a type and side."""

from idvision.documents.spec import (
    UNKNOWN_SPEC,
    AnchorSpec,
    CrossCheckSpec,
    DocumentSpec,
    FieldSpec,
    LabelSpec,
    MrzSpec,
    all_specs,
    get_spec,
    specs_standing,
)

__all__ = [
    "UNKNOWN_SPEC",
    "AnchorSpec",
    "CrossCheckSpec",
    "DocumentSpec",
    "FieldSpec",
    "LabelSpec",
    "MrzSpec",
    "all_specs",
    "get_spec",
    "specs_standing",
]
