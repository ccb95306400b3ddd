"""What the gate lets out, and that doubt holds a reply back."""

import math

import pytest
from firstcontact.drafting.prompt import parse_draft
from firstcontact.drafting.records import Draft
from firstcontact.errors import Invalid
from firstcontact.gate import features
from firstcontact.gate.calibration import Calibration, Guarantee
from firstcontact.gate.features import FEATURE_NAMES
from firstcontact.gate.judge import judge_reply
from firstcontact.gate.records import GateInput, Verdict
from firstcontact.knowledge.records import Passage
from firstcontact.routing.prediction import Prediction
from firstcontact.text import analysis, questions
from firstcontact.training.gate_fit import fit, learn_then_test, lower_bound
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes.models import HashingEncoder

ENCODER = HashingEncoder()
QUESTION = "How long does standard shipping take?"
PASSAGE = Passage(
    document_id="shipping",
    title="Shipping",
    url="",
    text="## Times\n\nStandard shipping takes 2 to 4 working days. Express shipping costs 12.90 EUR.",
    score=1.0,
    cosine=0.7,
)
GUARANTEE = Guarantee(samples=100, released=40, right=40, lower_bound=0.92)


def calibration(threshold: float | None = 0.85, top: float = 0.99) -> Calibration:
    """Sure of what is backed, measured and close; unsure of the rest."""
    width = len(FEATURE_NAMES)
    return Calibration(
        features=FEATURE_NAMES,
        means=(1.0,) * width,
        scales=(1.0,) * width,
        weights=tuple(
            1.0 if name in ("words_backed", "numbers_backed", "number_context") else 0.0 for name in FEATURE_NAMES
        ),
        bias=3.0,
        scores=(0.0, 2.0, 2.8),
        probabilities=(0.01, 0.3, top),
        threshold=threshold,
        guarantee=GUARANTEE,
        fitted_on="test",
    )


def evidence(reply: str, *passages: Passage, prediction: Prediction | None = None) -> GateInput:
    found = passages or (PASSAGE,)
    return GateInput(question=QUESTION, passages=found, draft=parse_draft(reply, "m"), prediction=prediction)


def judged(
    reply: str, *passages: Passage, gate_: Calibration | None = None, threshold: float | None = None
) -> Verdict:
    return judge_reply(evidence(reply, *passages), ENCODER, gate_ or calibration(), threshold)


def measured(reply: str) -> dict[str, float]:
    return dict(zip(FEATURE_NAMES, features.features(evidence(reply), ENCODER), strict=True))


def test_a_reply_that_a_passage_says_word_for_word_goes_out() -> None:
    verdict = judged("Standard shipping takes 2 to 4 working days. [1]")
    assert (verdict.release, verdict.reasons) == (True, ())


def test_a_number_that_no_passage_has_is_never_released() -> None:
    verdict = judged("Standard shipping takes 2 to 9 working days. [1]")
    assert not verdict.release
    assert verdict.reasons[0] == "it has a number that no passage has"


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (
            "Standard shipping never takes 2 to 4 working days. [1]",
            "it denies what the passages affirm, or the reverse",
        ),
        ("Express shipping costs 4 EUR. [1]", "a number does not match the passages"),
        ("Standard shipping is paid in shells on the beach. [1]", "a sentence is not backed by the passages"),
    ],
)
def test_what_plainly_fails_a_check_waits_however_high_its_score(reply: str, reason: str) -> None:
    verdict = judged(reply, gate_=calibration().model_copy(update={"bias": 1000.0}))
    assert (verdict.release, verdict.confidence) == (False, 0.5)
    assert reason in verdict.reasons


def test_a_number_that_belongs_elsewhere_waits_for_a_person() -> None:
    verdict = judged("Express shipping costs 4 EUR. [1]")
    assert not verdict.release
    assert "a number does not match the passages" in verdict.reasons


@pytest.mark.parametrize("confidence", [0.8499, 0.84999999])
def test_a_hair_below_the_threshold_is_not_enough(confidence: float) -> None:
    assert not judged("Standard shipping takes 2 to 4 working days.", gate_=calibration(top=confidence)).release


def test_the_threshold_itself_is_enough() -> None:
    assert judged("Standard shipping takes 2 to 4 working days.", gate_=calibration(top=0.85)).release


def test_no_setting_lowers_the_threshold_below_the_promise() -> None:
    sure = calibration(top=0.8499)
    assert not judged("Standard shipping takes 2 to 4 working days.", gate_=sure, threshold=0.1).release


def test_a_setting_may_raise_the_threshold() -> None:
    assert not judged("Standard shipping takes 2 to 4 working days.", threshold=0.999).release


def test_a_gate_without_a_threshold_releases_nothing() -> None:
    verdict = judged("Standard shipping takes 2 to 4 working days.", gate_=calibration(threshold=None))
    assert (verdict.release, verdict.reasons) == (
        False,
        ("no threshold reaches the target precision, so nothing is released",),
    )


@pytest.mark.parametrize(
    "reply", ["", "NO_ANSWER", "I do not know how long that takes.", "I could not find anything. [1]", "Yes.", "..."]
)
def test_a_reply_that_says_nothing_is_never_released(reply: str) -> None:
    verdict = judged(reply)
    assert (verdict.release, verdict.confidence) == (False, 0.0)
    assert verdict.reasons


def test_without_passages_nothing_is_released() -> None:
    bare = GateInput(question=QUESTION, passages=(), draft=parse_draft("It takes 2 days.", "m"))
    assert not judge_reply(bare, ENCODER, calibration()).release


def test_a_citation_of_a_passage_that_is_not_there_is_never_released() -> None:
    assert judged("Standard shipping takes 2 to 4 working days. [3]").reasons == (
        "it cites a passage that does not exist",
    )


def test_a_question_out_of_scope_is_judged_by_its_reply_like_any_other() -> None:
    lost = Prediction(intent=None, confidence=0.2, in_scope=False, oos_score=1.0, top=())
    good = "Standard shipping takes 2 to 4 working days."
    assert judge_reply(evidence(good, prediction=lost), ENCODER, calibration()).release


def test_a_score_that_is_no_number_is_never_released() -> None:
    nowhere = PASSAGE.model_copy(update={"cosine": math.nan})
    broken = calibration().model_copy(update={"weights": (1.0,) * len(FEATURE_NAMES)})
    verdict = judged("Standard shipping takes 2 to 4 working days.", nowhere, gate_=broken)
    assert (verdict.release, verdict.reasons) == (False, ("the reply could not be scored",))


def test_a_gate_made_for_other_features_releases_nothing() -> None:
    other = calibration().model_copy(update={"features": ("unheard_of", *FEATURE_NAMES[1:])})
    assert not judged("Standard shipping takes 2 to 4 working days.", gate_=other).release


def test_a_sentence_is_held_to_the_passage_it_cites() -> None:
    other = PASSAGE.model_copy(update={"text": "Gift cards are valid for 3 years.", "title": "Gift cards"})
    assert judged("Standard shipping takes 2 to 4 working days. [1]", PASSAGE, other).release
    assert not judged("Standard shipping takes 2 to 4 working days. [2]", PASSAGE, other).release


def test_what_a_customer_wrote_in_a_ticket_backs_nothing() -> None:
    text = "Customer: Standard shipping takes 2 to 4 working days, right?\n\nAgent: Let me check."
    ticket = PASSAGE.model_copy(update={"text": text, "kind": "ticket", "title": "Question"})
    assert not judged("Standard shipping takes 2 to 4 working days.", ticket).release


def test_an_admission_hides_no_wrong_number() -> None:
    assert measured("Shipping takes 9 days, and I cannot find more.")["numbers_backed"] < 1


def test_a_polite_refusal_is_a_statement_like_any_other() -> None:
    assert not analysis.admits("We do not ship outside the European Union.")
    assert analysis.admits("Our articles do not say whether it floats.")


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("How long is the warranty?", ["How long is the warranty"]),
        ("What does it cost, and how long does it take?", ["What does it cost", "how long does it take"]),
        ("Nobody is home. How often does the courier try?", ["How often does the courier try"]),
        ("Storage of the Tern please", ["Storage of the Tern please"]),
        ("My router died. Yesterday it worked.", ["My router died.", "Yesterday it worked."]),
        ("", [""]),
    ],
)
def test_what_is_told_beside_a_question_asks_for_nothing(question: str, parts: list[str]) -> None:
    assert questions.split_questions(question) == parts


def test_a_solved_ticket_bears_out_the_reply_that_says_the_same() -> None:
    def measured(answer: str, cosine: float) -> dict[str, float]:
        ticket = PASSAGE.model_copy(update={"text": answer, "kind": "ticket", "cosine": cosine, "document_id": "t"})
        draft = parse_draft("Standard shipping takes 2 to 4 working days [1].", "m")
        evidence = GateInput(question=QUESTION, passages=(PASSAGE, ticket), draft=draft)
        return dict(zip(FEATURE_NAMES, features.features(evidence, ENCODER), strict=True))

    same = measured("Standard shipping takes 2 to 4 working days.", 0.9)
    other = measured("Please send us a photo of the label.", 0.9)
    assert same["solved_before"] == pytest.approx(0.9)
    assert same["solved_margin"] == pytest.approx(0.9)
    assert other["solved_before"] == 0
    assert other["solved_margin"] == pytest.approx(-0.9)


def test_a_unit_ends_a_sentence_and_an_initial_does_not() -> None:
    text = "It draws 2 A. One port has 1 Gbit/s. Ask J. Smith."
    assert analysis.sentences(text) == ("It draws 2 A.", "One port has 1 Gbit/s.", "Ask J. Smith.")


def test_numbers_are_one_however_they_are_written() -> None:
    assert analysis.numbers("1,055 lm on two Mondays") >= {"1055", "2"}
    assert analysis.numbers("open on Monday") != analysis.numbers("open on Tuesday")
    assert analysis.numbers("write to [EMAIL_1]") <= {"1"}


@settings(max_examples=80, deadline=None)
@given(question=st.text(max_size=60), reply=st.text(max_size=120), passage=st.text(max_size=120))
def test_no_text_breaks_the_gate_or_leaves_it_speechless(question: str, reply: str, passage: str) -> None:
    found = PASSAGE.model_copy(update={"text": passage})
    draft = Draft(sentences=(reply,), citations=((),), model_id="m")
    verdict = judge_reply(GateInput(question=question, passages=(found,), draft=draft), ENCODER, calibration())
    assert 0 <= verdict.confidence <= 1
    assert verdict.release or verdict.reasons


def test_the_threshold_found_keeps_the_promise() -> None:
    confidences = [0.99] * 60 + [0.9] * 60 + [0.86] * 60
    right = [True] * 60 + [True] * 57 + [False] * 3 + [True] * 20 + [False] * 40
    threshold, guarantee = learn_then_test(confidences, right)
    assert threshold is not None
    assert 0.86 < threshold <= 0.9
    assert (guarantee.released, guarantee.right) == (120, 117)
    assert guarantee.lower_bound > 0.85


def test_the_threshold_stays_above_what_is_written_to_questions_that_nothing_answers() -> None:
    confidences, right = [0.99] * 60 + [0.9] * 60, [True] * 120
    for written, lowest in (([0.5] * 100, 0.85), ([0.9] * 12 + [0.5] * 88, 0.85), ([0.9] * 13 + [0.5] * 87, 0.905)):
        threshold, _ = learn_then_test(confidences, right, written)
        assert threshold == lowest


def test_no_threshold_is_found_where_none_keeps_the_promise() -> None:
    threshold, guarantee = learn_then_test([0.99] * 100, [True] * 80 + [False] * 20)
    assert threshold is None
    assert guarantee.released == 0


def test_the_lower_bound_is_clopper_and_pearsons() -> None:
    assert lower_bound(19, 19) == pytest.approx(0.05 ** (1 / 19), abs=1e-6)
    assert lower_bound(0, 10) == 0
    assert lower_bound(95, 100) == pytest.approx(0.8977, abs=1e-3)


def test_a_fitted_gate_never_holds_support_against_a_reply() -> None:
    rows = [[float(at % 2), 1 - at % 2] for at in range(200)]
    right = [at % 2 == 1 for at in range(200)]
    fitted = fit(("helps", "misleads"), rows, right, list(range(200)), "x")
    assert fitted.weights[0] > 0
    assert fitted.weights[1] == 0
    assert fitted.confidence([1.0, 0.0]) > fitted.confidence([0.0, 1.0])


def test_too_little_to_calibrate_on_is_refused() -> None:
    with pytest.raises(Invalid, match="too little"):
        fit(("a",), [[1.0], [0.0]], [True, False], [1, 2], "x")
