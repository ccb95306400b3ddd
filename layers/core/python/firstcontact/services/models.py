"""The models: encoder, router, gate, drafter, language detector and photo analyzer."""

from functools import cached_property
from typing import TYPE_CHECKING

from firstcontact.claims.ports import PhotoAnalyzer
from firstcontact.drafting.ports import Drafter
from firstcontact.routing.ports import IntentModel
from firstcontact.routing.route import Tier
from firstcontact.services.configured import SCRATCH, Configured
from firstcontact.text.ports import Encoder, LanguageDetector

if TYPE_CHECKING:
    from firstcontact.adapters.aws.published import Published
    from firstcontact.adapters.models.router_artifact import Router
    from firstcontact.gate.calibration import Calibration
    from firstcontact.routing.policy import Policy
    from firstcontact.shop.published import PublishedShop


class Models(Configured):
    """The models by name."""

    @cached_property
    def encoder(self) -> Encoder:
        from firstcontact.adapters.models.artifacts import folder
        from firstcontact.adapters.models.onnx import OnnxEncoder

        return OnnxEncoder(folder("encoder"))

    @property
    def shop(self) -> "PublishedShop":
        return self._shop.latest()

    @cached_property
    def _shop(self) -> "Published[PublishedShop]":
        from firstcontact.adapters.aws.objects import SHOP_KEY
        from firstcontact.adapters.aws.published import Published
        from firstcontact.adapters.shop_file import read_shop

        return Published((self.settings.need("knowledge_bucket"), SHOP_KEY), SCRATCH, read_shop, self.meter)

    @property
    def router(self) -> IntentModel:
        return self._router.latest().model

    @property
    def policy(self) -> "Policy":
        return self._router.latest().policy

    @cached_property
    def _router(self) -> "Published[Router]":
        from firstcontact.adapters.aws.objects import ROUTER_KEY
        from firstcontact.adapters.aws.published import Published
        from firstcontact.adapters.models import router_artifact
        from firstcontact.adapters.models.artifacts import folder

        place = (self.settings.need("knowledge_bucket"), ROUTER_KEY)
        return Published(
            place, SCRATCH, router_artifact.unpack, self.meter, lambda: router_artifact.read(folder("router"))
        )

    @cached_property
    def languages(self) -> LanguageDetector:
        from firstcontact.adapters.models.artifacts import folder
        from firstcontact.adapters.models.fasttext import FastTextLanguageDetector

        return FastTextLanguageDetector(folder("languages"))

    @cached_property
    def calibration(self) -> "Calibration":
        from firstcontact.adapters.models.artifacts import folder
        from firstcontact.gate.calibration import Calibration

        return Calibration.model_validate_json((folder("gate") / "gate.json").read_text())

    @cached_property
    def drafter(self) -> Drafter:
        from firstcontact.adapters.aws.bedrock import BedrockDrafter

        cheap, strong = self.settings.need("draft_model_id"), self.settings.need("strong_model_id")
        models = {Tier.CHEAP: cheap, Tier.STRONG: strong}
        return BedrockDrafter(models, self.meter, self.settings.draft_deadline_seconds)

    @cached_property
    def reader(self) -> PhotoAnalyzer:
        from firstcontact.adapters.aws.rekognition import RekognitionAnalyzer

        return RekognitionAnalyzer(self.meter)
