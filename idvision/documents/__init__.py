"""Document types, declared as data: one TOML file a type and side."""

from idvision.documents.scene import SceneColour, SceneForm, SceneKind, SceneSpec
from idvision.documents.spec import (
    UNKNOWN_SPEC,
    AnchorSpec,
    CrossCheckSpec,
    DocumentSpec,
    FieldSpec,
    MrzSpec,
    all_specs,
    get_spec,
)

__all__ = [
    "UNKNOWN_SPEC",
    "AnchorSpec",
    "CrossCheckSpec",
    "DocumentSpec",
    "FieldSpec",
    "MrzSpec",
    "SceneColour",
    "SceneForm",
    "SceneKind",
    "SceneSpec",
    "all_specs",
    "get_spec",
]
