"""The layers that functions share: the product, its dependencies, its models."""

from pathlib import Path

from aws_cdk import RemovalPolicy
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

NAMES = ("core", "runtime", "inference", "models", "imaging", "identity", "reading")
# Attached to functions that ask for it, if it was built. Lambda allows five layers per function.
OPTIONAL = ("multilingual",)
ENCODING = ("inference", "models")
ROUTING = (*ENCODING, *OPTIONAL)
READING = (*ENCODING, "reading")


class MissingLayer(Exception):
    """A layer folder was not built."""


class Layers(Construct):
    """One layer per built folder; only their hashes differ between AWS and a laptop."""

    def __init__(self, scope: Construct, name: str, built: Path) -> None:
        super().__init__(scope, name)
        present = [name for name in OPTIONAL if (built / name).is_dir()]
        self._versions = {layer: self._version(layer, built / layer) for layer in (*NAMES, *present)}

    def named(self, *names: str) -> list[lambda_.ILayerVersion]:
        """The layers with these names, in this order; an optional one is skipped if it was not built."""
        return [self._versions[name] for name in names if name in self._versions or name not in OPTIONAL]

    def _version(self, layer: str, folder: Path) -> lambda_.LayerVersion:
        if not folder.is_dir():
            raise MissingLayer(f"{folder} is missing: build the layers first")
        return lambda_.LayerVersion(
            self,
            layer.title(),
            description=f"First Contact: {layer}",
            code=lambda_.Code.from_asset(str(folder)),
            compatible_architectures=[lambda_.Architecture.ARM_64],
            compatible_runtimes=[lambda_.Runtime.PYTHON_3_14],
            removal_policy=RemovalPolicy.DESTROY,
        )
