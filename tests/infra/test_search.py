"""Where knowledge is kept is one setting: in S3, in a domain of OpenSearch, or without servers."""

import pytest

from infra import nag
from tests.infra.template import SEARCH, Assembly
from tests.infra.test_permissions import granted

READ = "ESHttpGet ESHttpHead ESHttpPost"
WRITE = "ESHttpDelete ESHttpGet ESHttpHead ESHttpPost ESHttpPut"
READERS = {"DoorsChatRole", "StatesRetrieveKnowledgeRole"}
WRITERS = {"DoorsIngestKnowledgeRole", "StatesIngestFilesRole", "StatesCheckFilesRole"}


def test_without_the_setting_there_is_no_search_to_pay_for(assembly: Assembly) -> None:
    assert not assembly.has(SEARCH)
    assert all("OPENSEARCH_URL" not in variables for variables in assembly.variables().values())


@pytest.mark.parametrize("kind", ["managed", "serverless"])
def test_who_searches_and_who_writes_knows_where(request: pytest.FixtureRequest, kind: str) -> None:
    variables = request.getfixturevalue(kind).variables()
    told = {folder for folder, names in variables.items() if "OPENSEARCH_URL" in names}
    assert told == {"chat", "retrieve_knowledge", "ingest_knowledge", "ingest_files", "check_files"}


def test_a_domain_is_written_by_what_ingests_and_read_by_what_answers(managed: Assembly) -> None:
    may = {role: granted(list(managed.statements()), role).get("IndexDomain/*") for role in READERS | WRITERS}
    assert may == dict.fromkeys(READERS, READ) | dict.fromkeys(WRITERS, WRITE)


def test_a_domain_is_encrypted_in_two_zones_and_stays(managed: Assembly) -> None:
    domain = managed.one("AWS::OpenSearchService::Domain")
    assert domain.properties["EncryptionAtRestOptions"]["Enabled"] is True
    assert managed.words(domain.properties["EncryptionAtRestOptions"]["KmsKeyId"]) == "Key"
    assert domain.properties["NodeToNodeEncryptionOptions"] == {"Enabled": True}
    assert domain.properties["DomainEndpointOptions"]["EnforceHTTPS"] is True
    assert domain.properties["ClusterConfig"]["ZoneAwarenessEnabled"] is True
    assert domain.raw["DeletionPolicy"] == "Retain"


def test_a_collection_is_opened_to_each_function_by_a_data_policy_of_its_own(serverless: Assembly) -> None:
    policies = {
        policy.properties["Name"]: serverless.words(policy.properties["Policy"])
        for policy in serverless.resources("AWS::OpenSearchServerless::AccessPolicy")
    }
    writing = {"first-contact-ingest-knowledge", "first-contact-ingest-files", "first-contact-check-files"}
    assert set(policies) == {"first-contact-chat", "first-contact-retrieve-knowledge", *writing}
    assert all(len(name) <= 32 for name in policies)
    writers = {name for name, text in policies.items() if "aoss:WriteDocument" in text}
    assert writers == writing


def test_a_collection_is_for_vectors_and_encrypted_by_our_key(serverless: Assembly) -> None:
    collection = serverless.one("AWS::OpenSearchServerless::Collection")
    assert collection.properties["Type"] == "VECTORSEARCH"
    policies = {
        policy.properties["Type"]: serverless.words(policy.properties["Policy"])
        for policy in serverless.resources("AWS::OpenSearchServerless::SecurityPolicy")
    }
    assert "Key.Arn" in policies["encryption"]


@pytest.mark.parametrize("kind", ["managed", "serverless"])
def test_every_finding_is_answered(request: pytest.FixtureRequest, kind: str) -> None:
    assert nag.check(request.getfixturevalue(kind).app) == 0
