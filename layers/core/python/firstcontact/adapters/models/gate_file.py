"""A gate's calibration as a file."""

from pathlib import Path

from pydantic import ValidationError

from firstcontact.errors import Unavailable
from firstcontact.gate.calibration import Calibration


def read_gate(file: Path) -> Calibration:
    """The calibration in a file; ``Unavailable`` if it cannot be read."""
    try:
        return Calibration.model_validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        raise Unavailable(
            "the gate's calibration cannot be read",
            code="gate_broken",
            remedy="Publish it again: firstcontact gate publish FILE",
        ) from error
