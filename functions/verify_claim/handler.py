"""State VerifyClaim: inspects a photo of a damage claim and stores the result."""

from firstcontact.cases.steps import NextStep, StepInput, StepOutput
from firstcontact.claims.inspection import inspect_photo
from firstcontact.claims.lifecycle import add_inspection, change_claim, is_inspected, needs_person
from firstcontact.claims.photos import parse_photo_key
from firstcontact.claims.records import Claim, Inspection
from firstcontact.entrypoints.tasks import task
from firstcontact.services import Services


class PhotoTask(StepInput):
    """An uploaded photo."""

    key: str


@task(PhotoTask)
def handler(request: PhotoTask, services: Services) -> StepOutput:
    """Inspect one photo, once: a form that is used again adds nothing.

    The first photo of a claim starts its review; later ones are added to it.
    """
    _, claim_id = parse_photo_key(request.key)
    claim = services.claims.get(claim_id)
    if not is_inspected(claim, request.key):
        inspection = _inspect(request.key, claim, services)
        claim = change_claim(
            claim, lambda latest: add_inspection(latest, inspection, request.execution), services.claims
        )
    wanted = needs_person(claim, request.execution)
    return StepOutput(
        next=NextStep.PERSON if wanted else NextStep.RECORD, reason="every damage claim is read by a person"
    )


def _inspect(key: str, claim: Claim, services: Services) -> Inspection:
    serials = [
        serial
        for line in services.orders.get(claim.order_id).lines
        if line.product_id == claim.product_id
        for serial in line.serials
    ]
    photo = services.photos.read(key)
    inspection = inspect_photo(key, photo.data, serials, services.reader)
    return inspection.model_copy(update={"version": photo.version})
