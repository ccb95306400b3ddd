"""Damage claims: opened for a customer's own order, and read."""

from firstcontact.cases.case import Case, Channel
from firstcontact.claims.lifecycle import view_claim
from firstcontact.claims.photos import photo_keys
from firstcontact.claims.policy import claimable_line, max_photos
from firstcontact.claims.records import Claim, ClaimView, NewClaim, OpenedClaim
from firstcontact.entrypoints.rest import Api, http
from firstcontact.errors import AgainstPolicy, NotFound
from firstcontact.identity.claims import require_customer, require_customer_id
from firstcontact.record import new_id, now
from firstcontact.services import Services
from firstcontact.systems.orders import Order

app = Api("Claims")


@app.post("/v1/claims", summary="Open a damage claim", tags=["claims"])
def open_claim(new: NewClaim) -> tuple[OpenedClaim, int]:
    """Open a claim; post each photo as a form to one of the upload addresses within 15 minutes."""
    customer, services = require_customer(app.caller), app.services
    customer_id = customer.customer_id
    claimable_line(_order(new, services), new.product_id, customer, services.shop, now())
    case_id, claim_id = new_id("case"), new_id("clm")
    services.meter.concerns(case_id)
    keys = photo_keys(case_id, claim_id, max_photos(services.shop))
    services.cases.put(_case(case_id, claim_id, customer_id, new))
    services.claims.put(
        Claim(
            claim_id=claim_id,
            case_id=case_id,
            customer_id=customer_id,
            order_id=new.order_id,
            product_id=new.product_id,
            description=new.description,
            created_at=now(),
            uploads=keys,
        )
    )
    uploads = tuple(services.photos.upload(key) for key in keys)
    return OpenedClaim(claim_id=claim_id, case_id=case_id, uploads=uploads), 201


def _order(new: NewClaim, services: Services) -> Order:
    try:
        return services.orders.get(new.order_id)
    except NotFound as error:
        text = services.shop.sentences.say("order_not_found", order=new.order_id)
        raise AgainstPolicy(text, code="order_not_found") from error


def _case(case_id: str, claim_id: str, customer_id: str, new: NewClaim) -> Case:
    return Case(
        case_id=case_id,
        conversation_id=new_id("conv"),
        channel=Channel.CLAIM,
        message_id=new_id("msg"),
        question=new.description,
        created_at=now(),
        customer_id=customer_id,
        claim_id=claim_id,
    )


@app.get("/v1/claims/<claim_id>", summary="One of my claims", tags=["claims"])
def read_claim(claim_id: str) -> ClaimView:
    """The state, findings and decision of a claim."""
    customer_id, claim = require_customer_id(app.caller), app.services.claims.get(claim_id)
    if claim.customer_id != customer_id:
        raise NotFound("there is no such claim", code="claim_not_found")
    return view_claim(claim)


handler = http(app)
