"""Where the server finds `Choices`, which the schemas ask too."""

from idvision.schemas.choices import Choices

__all__ = ["Choices"]
