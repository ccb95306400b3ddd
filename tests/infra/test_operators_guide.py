"""The outputs and alarms that the documents name are those of the templates."""

import re
from pathlib import Path

import pytest

from tests.infra.template import Assembly

REPOSITORY = Path(__file__).resolve().parents[2]
GUIDE = REPOSITORY / "docs" / "guides" / "operate-and-upgrade.md"
_OUTPUT = re.compile(r"\b[A-Z][A-Za-z]+(?:Arn|Url|Bucket|Table|Parameter)\b")
NOT_OURS = {"OperatorArn", "QueueArn"}  # a parameter, and an attribute of SQS


@pytest.mark.parametrize("document", [GUIDE, REPOSITORY / "infra" / "README.md"], ids=lambda path: path.name)
def test_every_output_that_a_document_names_exists(assembly: Assembly, document: Path) -> None:
    outputs = {name for template in assembly.templates.values() for name in template.get("Outputs", {})}
    assert set(_OUTPUT.findall(document.read_text("utf-8"))) - NOT_OURS - outputs == set()


def test_the_guide_names_every_alarm_but_those_of_each_function(assembly: Assembly) -> None:
    rows = re.findall(r"^\| (.+?) \|", GUIDE.read_text("utf-8").partition("## Dead letters")[0], re.MULTILINE)
    patterns = [
        name.replace("…", ".*").replace("<function>", ".*") for row in rows for name in re.findall("`(.+?)`", row)
    ]
    alarms = [alarm.name for alarm in assembly.resources("AWS::CloudWatch::Alarm")]
    assert [alarm for alarm in alarms if not any(re.fullmatch(f"Alarms{one}", alarm) for one in patterns)] == []
