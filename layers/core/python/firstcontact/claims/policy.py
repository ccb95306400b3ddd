"""Which damage claims the shop's policy allows."""

from datetime import datetime

from firstcontact.errors import AgainstPolicy
from firstcontact.identity.records import Customer
from firstcontact.shop import eligibility
from firstcontact.shop.published import PublishedShop
from firstcontact.systems.orders import Order, OrderLine, OrderState

NAME = "damage_claim"
MAX_PHOTOS = 3  # used if the policy sets no number
CODES = {"too_late": "outside_report_window"}


def claimable_line(order: Order, product_id: str, customer: Customer, shop: PublishedShop, at: datetime) -> OrderLine:
    """The order's line for this product; raises ``AgainstPolicy`` if the customer may not claim damage on it now."""
    say = shop.sentences.say
    if order.customer_id != customer.customer_id:
        raise AgainstPolicy(say("order_not_found", order=order.order_id), code="order_not_found")
    line = next((line for line in order.lines if line.product_id == product_id), None)
    if line is None:
        text = say("claim_not_in_order", order=order.order_id, product=product_id)
        raise AgainstPolicy(text, code="product_not_in_order")
    block = shop.block(NAME)
    if block is None:
        raise AgainstPolicy(say("not_offered"), code="not_offered", rule=f"policy.toml: no [{NAME}]")
    if order.state is OrderState.CANCELLED:
        raise AgainstPolicy(say("claim_wrong_state", order=order.order_id), code="wrong_state")
    refusal = eligibility.refusal(block, order, customer.groups, line.tags, at)
    if refusal is not None:
        text = say(f"claim_{refusal.obstacle}", order=order.order_id, days=refusal.days)
        raise AgainstPolicy(text, code=CODES.get(refusal.obstacle, refusal.obstacle), rule=refusal.line)
    return line


def max_photos(shop: PublishedShop) -> int:
    """The maximum number of photos of a claim."""
    block = shop.block(NAME)
    return block.photos.most if block and block.photos else MAX_PHOTOS
