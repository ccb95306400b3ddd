"""What the product knows, collected from its registries, for shops to be checked against."""

from firstcontact.actions import ACTIONS
from firstcontact.claims.policy import NAME as CLAIM
from firstcontact.connectors import KINDS, of_kind
from firstcontact.shop.known import Known
from firstcontact.shop.wording import LANGUAGES, placeholders

# Blocks a policy may have for what the suite cannot do yet: a person does it, by the same rules.
PLANNED = (
    "return exchange store_credit cancel change_address change_items replacement missing_parcel warranty"
    " invoice password_reset account_details subscription"
)


def known() -> Known:
    """The names a shop may use."""
    from firstcontact.training import catalogue  # reads every built-in utterance

    return Known(
        actions=frozenset({*ACTIONS, *PLANNED.split(), CLAIM}),
        planned=frozenset(PLANNED.split()) - ACTIONS.keys(),
        vendors={kind: frozenset(one.vendor for one in of_kind(kind)) for kind in KINDS},
        replies=placeholders(),
        intents=frozenset(catalogue.built_in().intents),
        languages=frozenset(LANGUAGES),
    )
