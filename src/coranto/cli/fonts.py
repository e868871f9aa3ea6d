"""`coranto fonts`: which font families there are, each file proved."""

from typing import TYPE_CHECKING

from coranto import display
from coranto.cli.options import Json

if TYPE_CHECKING:
    from coranto.layout.fonts import Face


def command(as_json: Json = False) -> None:
    """Say which font families there are, and prove them.

    Each file is summed anew and held against its family's manifest.

    Example: coranto fonts
    """
    from coranto import shelf
    from coranto.layout.fonts import all_families

    families = all_families(shelf.fonts_folder())
    if as_json:
        display.write_json(
            [
                {
                    "name": family.name,
                    "family": family.family,
                    "role": family.role,
                    "version": family.version,
                    "licence": family.licence,
                    "scripts": family.scripts,
                    "faces": [
                        {"file": face.path.name, "weight": face.weight, "style": face.style, "sha256": face.sha256}
                        for face in family.faces
                    ],
                }
                for family in families.values()
            ]
        )
        return
    display.show_table(
        ("name", "family", "role", "faces", "scripts", "version", "licence"),
        [
            (
                family.name,
                family.family,
                family.role,
                _faces(family.faces),
                " ".join(family.scripts),
                family.version,
                family.licence,
            )
            for family in families.values()
        ],
    )


def _faces(faces: "tuple[Face, ...]") -> str:
    return " ".join(f"{face.weight}{'i' if face.style == 'italic' else ''}" for face in faces)
