"""Refunds of whole orders: allowed by the shop's policy, confirmed by the customer, paid once."""

from firstcontact.actions.orders import find_order, named_orders
from firstcontact.actions.ports import ActionServices
from firstcontact.actions.records import ActionRequest, Plan, Question, Receipt
from firstcontact.errors import AgainstPolicy, VendorRefused
from firstcontact.money import Money
from firstcontact.record import now
from firstcontact.shop import eligibility
from firstcontact.shop.policy import Block
from firstcontact.shop.values import text_in
from firstcontact.systems.orders import Order, OrderState
from firstcontact.systems.payments import ALREADY_REFUNDED, CARD_REFUSED, Refund

NAME = "refund"
# The sentence for each refusal of the payment provider that customers understand.
REFUSALS = {ALREADY_REFUNDED: "refund_already_made", CARD_REFUSED: "refund_card_refused"}


class RefundOrder:
    """Refunds an order to its original payment method."""

    writes = True

    def plan(self, request: ActionRequest, services: ActionServices) -> Plan | Question:
        say, language = services.shop.sentences.say, request.language
        if not named_orders(request, services):
            return Question(code="order_number_needed", text=say("refund_which_order", language))
        order = find_order(request, services)
        if isinstance(order, Question):
            return order
        block = _allowed(order, request, services)
        fees = eligibility.excluded_fees(block, order)
        amount = order.total.minus(fees) if fees else order.total
        key = "refund_confirm_without_fees" if fees else "refund_confirm"
        summary = say(key, language, amount=amount, order=order.order_id, total=order.total, fees=fees)
        if eligibility.keeps_goods(block, order):
            summary = f"{say('refund_keep', language, order=order.order_id)} {summary}"
        return Plan(
            action=NAME,
            target=order.order_id,
            summary=summary,
            details={"payment_id": str(order.payment_id)},
            amount=amount,
            review_reason=eligibility.review_reason(block, order, amount),
            second_approval=eligibility.second_approval(block, amount),
        )

    def perform(self, request: ActionRequest, plan: Plan, services: ActionServices) -> Receipt:
        """Uses one idempotency key per order: a repeated call, from any case, returns the first refund's receipt."""
        payment_id, amount, key = _payment(plan)
        done = services.idempotency_store.begin(key, f"{payment_id}:{amount}", holder=request.case_id)
        if done is not None:
            return Receipt.model_validate_json(done)
        try:
            refund = services.payments.refund(payment_id, amount, idempotency_key=key, case_id=request.case_id)
        except (AgainstPolicy, VendorRefused) as refusal:
            services.idempotency_store.release(key)
            if refusal.code in REFUSALS:
                text = services.shop.sentences.say(REFUSALS[refusal.code], request.language, order=plan.target)
                raise AgainstPolicy(text, code=refusal.code) from refusal
            raise
        return _settled(plan, refund, request.language, services)

    def settle(self, request: ActionRequest, plan: Plan, services: ActionServices) -> Receipt | None:
        """Asks the payment provider for a refund under the order's key."""
        payment_id, amount, key = _payment(plan)
        refund = services.payments.find(payment_id, amount, idempotency_key=key)
        return _settled(plan, refund, request.language, services) if refund else None


def _payment(plan: Plan) -> tuple[str, Money, str]:
    """The payment, the amount and the idempotency key of a planned refund."""
    payment_id = plan.details.get("payment_id")
    if plan.amount is None or payment_id is None:
        raise AgainstPolicy("the plan names no payment", code="no_payment")
    return payment_id, plan.amount, f"{NAME}:{plan.target}"


def _settled(plan: Plan, refund: Refund, language: str, services: ActionServices) -> Receipt:
    text = _done(plan.target, refund.money, refund.refund_id, language, services)
    receipt = Receipt(action=NAME, reference=refund.refund_id, amount=refund.money, text=text)
    services.idempotency_store.settle(f"{NAME}:{plan.target}", receipt.model_dump_json())
    return receipt


def _allowed(order: Order, request: ActionRequest, services: ActionServices) -> Block:
    """The policy block for refunds; raises ``AgainstPolicy`` with the line of the policy that forbids this one."""
    say, language, block = services.shop.sentences.say, request.language, services.shop.block(NAME)
    if block is None:
        raise AgainstPolicy(say("not_offered", language), code="not_offered", rule="policy.toml: no [refund]")
    if order.payment_id is None or order.state is OrderState.CANCELLED:
        raise AgainstPolicy(say("refund_nothing_to_refund", language, order=order.order_id), code="nothing_to_refund")
    tags = (tag for line in order.lines for tag in line.tags)
    refusal = eligibility.refusal(block, order, request.groups, tags, now())
    if refusal is not None:
        text = say(f"refund_{refusal.obstacle}", language, order=order.order_id, days=refusal.days)
        raise AgainstPolicy(text, code=CODES.get(refusal.obstacle, refusal.obstacle), rule=refusal.line)
    return block


CODES = {"too_late": "outside_return_window"}


def _done(order_id: str, amount: Money, reference: str, language: str, services: ActionServices) -> str:
    sentences, block = services.shop.sentences, services.shop.block(NAME)
    said = {"amount": amount, "order": order_id, "reference": reference}
    if block is None or block.arrives is None:
        return sentences.say("refund_done_soon", language, **said)
    arrives = text_in(block.arrives, language, sentences.default)
    return sentences.say("refund_done", language, arrives=arrives, **said)
