"""The models: encoder, router, gate, drafter, language detector and photo analyzer."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from firstcontact.claims.ports import PhotoAnalyzer
from firstcontact.drafting.ports import Drafter
from firstcontact.routing.ports import IntentModel
from firstcontact.routing.route import Tier
from firstcontact.services.configured import SCRATCH
from firstcontact.services.shop import ShopServices
from firstcontact.text.ports import Encoder, LanguageDetector

if TYPE_CHECKING:
    from firstcontact.adapters.aws.artifact import ShopArtifact
    from firstcontact.adapters.models.router_artifact import Router
    from firstcontact.gate.calibration import Calibration
    from firstcontact.routing.policy import Policy


class ModelServices(ShopServices):
    """The models by name."""

    @cached_property
    def encoder(self) -> Encoder:
        from firstcontact.adapters.models.artifacts import folder
        from firstcontact.adapters.models.onnx import OnnxEncoder

        return OnnxEncoder(folder("encoder"))

    @property
    def router(self) -> IntentModel:
        return self._router.latest().model

    @property
    def policy(self) -> "Policy":
        return self._router.latest().policy

    @cached_property
    def _router(self) -> "ShopArtifact[Router]":
        from firstcontact.adapters.aws.artifact import ShopArtifact
        from firstcontact.adapters.models import router_artifact
        from firstcontact.adapters.models.artifacts import folder

        def shipped() -> "Router":
            return router_artifact.read(folder("router"))

        return ShopArtifact("router", self._artifacts, SCRATCH, router_artifact.unpack, shipped, self.meter)

    def _artifacts(self) -> tuple[str, Mapping[str, str]]:
        return self.settings.need("knowledge_bucket"), self.shop.artifacts

    @cached_property
    def languages(self) -> LanguageDetector:
        from firstcontact.adapters.models.artifacts import folder
        from firstcontact.adapters.models.fasttext import FastTextLanguageDetector

        return FastTextLanguageDetector(folder("languages"))

    @property
    def calibration(self) -> "Calibration":
        return self._gate.latest()

    @cached_property
    def _gate(self) -> "ShopArtifact[Calibration]":
        from firstcontact.adapters.aws.artifact import ShopArtifact
        from firstcontact.adapters.models.artifacts import folder
        from firstcontact.adapters.models.gate_file import read_gate

        def shipped() -> "Calibration":
            return read_gate(folder("gate") / "gate.json")

        return ShopArtifact("gate", self._artifacts, SCRATCH, read_gate, shipped, self.meter)

    @cached_property
    def drafter(self) -> Drafter:
        from firstcontact.adapters.aws.bedrock import BedrockDrafter

        cheap, strong = self.settings.need("draft_model_id"), self.settings.need("strong_model_id")
        models = {Tier.CHEAP: cheap, Tier.STRONG: strong}
        return BedrockDrafter(models, self.meter, self.settings.draft_deadline_seconds, self.budget)

    @cached_property
    def reader(self) -> PhotoAnalyzer:
        from firstcontact.adapters.aws.rekognition import RekognitionAnalyzer

        return RekognitionAnalyzer(self.meter)
