"""Find which of the customer's own orders a message refers to."""

from firstcontact.actions.ports import ActionServices
from firstcontact.actions.records import ActionRequest, Question
from firstcontact.errors import AgainstPolicy, NotFound
from firstcontact.shop import order_numbers
from firstcontact.systems.orders import Order

MAX_LOOKUPS = 5  # order numbers of one message; each is a call to the shop


def named_orders(request: ActionRequest, services: ActionServices) -> list[str]:
    """The order numbers in the message, then tokens named as order numbers that do not match the shop's patterns."""
    patterns = services.shop.profile.order_patterns
    written = [number.id for number in order_numbers.find(request.text, patterns)]
    return list(dict.fromkeys([*written, *order_numbers.find_unreadable(request.text, patterns)]))


def find_order(request: ActionRequest, services: ActionServices) -> Order | Question:
    """The order that the message names, or the customer's latest order if it names none; a question if too many.

    If the message names orders and none of them belongs to the customer, no other order is used instead. Raises
    ``AgainstPolicy`` in that case, if the customer is not authenticated, and if the customer has no orders.
    """
    say = services.shop.sentences.say
    if request.customer_id is None:
        raise AgainstPolicy(say("not_signed_in", request.language), code="not_authenticated")
    named = named_orders(request, services)
    if len(named) > MAX_LOOKUPS:
        return Question(code="too_many_orders", text=say("which_order", request.language))
    for number in named:
        try:
            order = services.orders.get(number)
        except NotFound:
            continue
        if order.customer_id == request.customer_id:
            return order
    if named:
        raise AgainstPolicy(say("order_not_found", request.language, order=named[0]), code="order_not_found")
    latest = services.orders.latest(request.customer_id, limit=1)
    if not latest:
        raise AgainstPolicy(say("no_orders", request.language), code="no_orders")
    return latest[0]
