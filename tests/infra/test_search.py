"""Where knowledge is kept is one setting: in S3, in a domain of OpenSearch, or without servers."""

import json
import re

import pytest

from infra import nag
from tests.infra.table import holders, role_of
from tests.infra.template import SEARCH, Assembly
from tests.infra.test_permissions import granted

READ = "ESHttpGet ESHttpHead ESHttpPost"
WRITE = "ESHttpDelete ESHttpGet ESHttpHead ESHttpPost ESHttpPut"
SEARCHING = {folder.replace("_", "-"): role_of(folder) for folder in holders("search_index")}
WRITING = {folder.replace("_", "-"): role_of(folder) for folder in holders("write_index")}
SEARCHED = {
    "collection/first-contact": "DescribeCollectionItems",
    "index/first-contact/*": "DescribeIndex ReadDocument",
}
WRITTEN = {
    "collection/first-contact": (
        "CreateCollectionItems DeleteCollectionItems DescribeCollectionItems UpdateCollectionItems"
    ),
    "index/first-contact/*": "CreateIndex DeleteIndex DescribeIndex ReadDocument UpdateIndex WriteDocument",
}
OPERATOR = {"operator": "OperatorArn"}


def test_without_the_setting_there_is_no_search_to_pay_for(assembly: Assembly) -> None:
    assert not assembly.has(SEARCH)
    assert all("OPENSEARCH_URL" not in variables for variables in assembly.variables().values())


@pytest.mark.parametrize("kind", ["managed", "serverless"])
def test_every_function_that_searches_or_writes_knows_where(request: pytest.FixtureRequest, kind: str) -> None:
    variables = request.getfixturevalue(kind).variables()
    informed = {folder for folder, names in variables.items() if "OPENSEARCH_URL" in names}
    assert informed == holders("search_index", "write_index")


def test_a_domain_is_written_by_what_ingests_and_read_by_what_answers(managed: Assembly) -> None:
    may = {
        role: granted(list(managed.statements()), role).get("IndexDomain/*")
        for role in (*SEARCHING.values(), *WRITING.values())
    }
    assert may == dict.fromkeys(SEARCHING.values(), READ) | dict.fromkeys(WRITING.values(), WRITE)


def test_a_domain_is_encrypted_in_two_zones_and_stays(managed: Assembly) -> None:
    domain = managed.one("AWS::OpenSearchService::Domain")
    assert domain.properties["EncryptionAtRestOptions"]["Enabled"] is True
    assert managed.words(domain.properties["EncryptionAtRestOptions"]["KmsKeyId"]) == "Key"
    assert domain.properties["NodeToNodeEncryptionOptions"] == {"Enabled": True}
    assert domain.properties["DomainEndpointOptions"]["EnforceHTTPS"] is True
    assert domain.properties["ClusterConfig"]["ZoneAwarenessEnabled"] is True
    assert domain.raw["DeletionPolicy"] == "Retain"


def opened(assembly: Assembly) -> dict[str, tuple[str, dict[str, str]]]:
    """To whom a collection is opened, and for what, by the name of the data policy that says so."""
    found = {}
    for resource in assembly.resources("AWS::OpenSearchServerless::AccessPolicy"):
        (policy,) = json.loads(assembly.words(resource.properties["Policy"]))
        rights = {
            one: " ".join(sorted(permission.removeprefix("aoss:") for permission in rule["Permission"]))
            for rule in policy["Rules"]
            for one in rule["Resource"]
            if one.startswith(rule["ResourceType"])
        }
        (principal,) = policy["Principal"]
        found[resource.properties["Name"]] = principal.removesuffix(".Arn"), rights
    return found


def test_a_collection_is_opened_to_each_by_a_data_policy_of_its_own(serverless: Assembly) -> None:
    rights = dict.fromkeys(SEARCHING, SEARCHED) | dict.fromkeys(WRITING | OPERATOR, WRITTEN)
    everybody = SEARCHING | WRITING | OPERATOR
    assert opened(serverless) == {f"first-contact-{one}": (everybody[one], rights[one]) for one in everybody}


def test_the_name_of_a_data_policy_is_one_that_aws_takes(serverless: Assembly) -> None:
    assert all(re.fullmatch("[a-z][a-z0-9-]{2,31}", name) for name in opened(serverless))


def test_a_collection_is_opened_to_an_operator_only_where_one_is_named(serverless: Assembly) -> None:
    template = serverless.templates[SEARCH]
    (policy,) = [
        one for one in serverless.resources("AWS::OpenSearchServerless::AccessPolicy") if one.stack == SEARCH
    ]
    assert template["Conditions"][policy.raw["Condition"]] == {
        "Fn::Not": [{"Fn::Equals": [{"Ref": "OperatorArn"}, ""]}]
    }
    named = template["Parameters"]["OperatorArn"]
    assert named["Default"] == ""
    allowed = ["", "arn:aws:iam::123456789012:role/ops", "arn:aws-cn:iam::123456789012:user/it/ada", "ops", "*"]
    assert [bool(re.fullmatch(named["AllowedPattern"], one)) for one in allowed] == [True] * 3 + [False] * 2


def test_a_domain_is_sized_by_two_parameters(managed: Assembly) -> None:
    assert {"InstanceType", "VolumeGiB"} <= set(managed.templates[SEARCH]["Parameters"])


def test_who_may_reach_a_domain_is_for_their_own_policies_to_say(managed: Assembly) -> None:
    assert "AccessPolicies" not in managed.one("AWS::OpenSearchService::Domain").properties


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
