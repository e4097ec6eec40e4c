"""What every kind of picture has in common."""

from abc import ABC, abstractmethod
from dataclasses import dataclass

from catalog.art.canvas import Canvas
from catalog.art.colours import Brand, brand_colours


@dataclass(frozen=True, kw_only=True)
class Thing(ABC):
    """A thing that can be drawn: the brand tints it and the ground that it lies on."""

    brand: str = "third-ball"
    ground: str = ""

    @property
    def tint(self) -> Brand:
        """The colours of its brand."""
        return brand_colours(self.brand)

    @property
    @abstractmethod
    def label(self) -> str:
        """What the picture shows, for those who do not see it."""

    @abstractmethod
    def paint(self, on: Canvas) -> None:
        """Put the thing on a canvas."""

    def svg(self) -> str:
        """The picture: one SVG of at most 4 KB, the same for the same facts."""
        canvas = Canvas(self.label, self.ground or self.tint.ground)
        self.paint(canvas)
        return canvas.svg()
