"""Port CaseStore."""

import pytest
from firstcontact.cases.ports import CaseStore

from tests.contracts.samples import a_case
from tests.contracts.versioned import Kind, VersionedContract


class TestCaseStore(VersionedContract):
    """Cases are kept by version."""

    @pytest.fixture
    def kind(self, cases: CaseStore) -> Kind:
        return Kind(cases, a_case, "case_id", "text")
