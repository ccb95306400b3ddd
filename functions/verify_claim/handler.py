"""State VerifyClaim: inspects a photo of a damage claim and stores the result."""

from firstcontact.cases.steps import NextStep, StepInput, StepOutput
from firstcontact.claims.inspection import inspect_photo
from firstcontact.claims.lifecycle import add_inspection, needs_person
from firstcontact.claims.photos import parse_photo_key
from firstcontact.claims.records import Claim, Inspection
from firstcontact.entrypoints.tasks import task
from firstcontact.errors import Conflict
from firstcontact.services import Services

ATTEMPTS = 5


class PhotoTask(StepInput):
    """An uploaded photo."""

    key: str


@task(PhotoTask)
def handler(request: PhotoTask, services: Services) -> StepOutput:
    """Inspect one photo. The first photo of a claim starts its review; later ones are added to it."""
    _, claim_id = parse_photo_key(request.key)
    claim = services.claims.get(claim_id)
    serials = [
        serial
        for line in services.orders.get(claim.order_id).lines
        if line.product_id == claim.product_id
        for serial in line.serials
    ]
    inspection = inspect_photo(request.key, services.photos.read(request.key), serials, services.reader)
    claim = _keep(claim, inspection, services)
    wanted = needs_person(claim, request.key)
    return StepOutput(
        next=NextStep.PERSON if wanted else NextStep.RECORD, reason="every damage claim is read by a person"
    )


def _keep(claim: Claim, inspection: Inspection, services: Services) -> Claim:
    """Add the inspection, retrying if another one was added at the same time."""
    for _ in range(ATTEMPTS):
        try:
            return services.claims.put(add_inspection(claim, inspection))
        except Conflict:
            claim = services.claims.get(claim.claim_id)
    raise Conflict("the claim changes faster than it can be updated", code="changed_meanwhile")
