"""Port ClaimStore."""

import pytest
from firstcontact.claims.ports import ClaimStore

from tests.contracts.samples import a_claim
from tests.contracts.versioned import Kind, VersionedContract


class TestClaimStore(VersionedContract):
    """Claims are kept by version."""

    @pytest.fixture
    def kind(self, claims: ClaimStore) -> Kind:
        return Kind(claims, a_claim, "claim_id", "decision_text")
