"""AWS and a laptop get the same templates."""

import json
import re
from pathlib import Path

from infra.constructs.layers import OPTIONAL
from infra.functions import FUNCTIONS
from tests.infra.conftest import Synthesize, source_of
from tests.infra.template import STACKS, Assembly

MOST_LAYERS = 5  # of one function (a quota of Lambda)


def layer_keys(assembly: Assembly) -> set[str]:
    return {layer.properties["Content"]["S3Key"] for layer in assembly.resources("AWS::Lambda::LayerVersion")}


def without(text: str, keys: set[str]) -> str:
    for key in keys:
        text = text.replace(key, "<layer>")
    return text


def test_templates_for_aws_and_a_laptop_differ_in_layer_hashes_alone(
    assembly: Assembly, synthesize: Synthesize
) -> None:
    laptop = synthesize("laptop")
    ours, theirs = layer_keys(assembly), layer_keys(laptop)
    assert len(ours) == len(theirs) == 1  # the layers of these tests are alike, but for whom they were built
    assert ours.isdisjoint(theirs)
    for stack in STACKS:
        # The CDK may write two apps of one process in another order.
        assert json.loads(without(assembly.text(stack), ours)) == json.loads(without(laptop.text(stack), theirs))


def test_an_optional_layer_is_attached_wherever_messages_are_routed_if_it_was_built(
    assembly: Assembly, synthesize: Synthesize
) -> None:
    def counts(found: Assembly) -> dict[str, int]:
        functions = found.resources("AWS::Lambda::Function")
        return {one.properties["Handler"].split(".")[1]: len(one.properties["Layers"]) for one in functions}

    before, after = counts(assembly), counts(synthesize("lambda", None, "multilingual"))
    grown = {name for name in before if after[name] == before[name] + 1}
    assert grown == {row.folder for row in FUNCTIONS if set(OPTIONAL) & set(row.layers)}
    assert {name for name in before if after[name] != before[name]} == grown
    assert max(after.values()) <= MOST_LAYERS


def test_a_laptop_deploys_the_data_and_then_the_suite(assembly: Assembly) -> None:
    named = json.loads((assembly.folder / "laptop.json").read_text())
    assert named == {"stacks": ["FirstContactData", "FirstContactSuite"]}


def test_no_template_names_an_account_or_a_region(assembly: Assembly) -> None:
    for stack in STACKS:
        text = assembly.text(stack)
        assert not re.search(r"\b\d{12}\b", text)
        assert not re.search(r"\b(us|eu|ap|ca|sa)-[a-z]+-\d\b", text)


def test_the_edge_is_synthesized_and_left_to_aws(assembly: Assembly) -> None:
    kinds = {raw["Type"] for raw in assembly.templates["FirstContactEdge"]["Resources"].values()}
    assert {"AWS::WAFv2::WebACL", "AWS::WAFv2::WebACLAssociation", "AWS::CloudWatch::CompositeAlarm"} <= kinds


def test_editing_one_function_redeploys_one(synthesize: Synthesize, tmp_path: Path) -> None:
    def codes(assembly: Assembly) -> dict[str, str]:
        functions = assembly.resources("AWS::Lambda::Function")
        return {f.properties["Handler"]: f.properties["Code"]["S3Key"] for f in functions}

    source = source_of(tmp_path)
    before = codes(synthesize(source=source))
    (source / "functions" / "chat" / "rest.py").write_text("EDITED = True\n")
    (source / "README.md").write_text("no function reads me\n")
    after = codes(synthesize(source=source))
    assert {handler for handler in before if before[handler] != after[handler]} == {"functions.chat.handler.handler"}


def test_the_code_of_a_function_is_importable_as_in_the_source_tree(assembly: Assembly) -> None:
    chat = next(f for f in assembly.resources("AWS::Lambda::Function") if f.name == "FunctionsChat")
    folder = assembly.folder / f"asset.{chat.properties['Code']['S3Key'].removesuffix('.zip')}"
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files == {"functions/__init__.py", "functions/chat/handler.py"}
