"""What `make audit` makes of Lighthouse's reports; the looking itself is not part of the tests."""

import json

import pytest
from django.conf import settings

from bench.lighthouse import PAGES, WANTED, LighthouseFailed, below, middle, scores_in, table


def a_report(**given: float | None) -> dict[str, object]:
    scores = dict.fromkeys(WANTED, 1.0) | {key.replace("_", "-"): v for key, v in given.items()}
    return {"categories": {name: {"score": score} for name, score in scores.items()}}


def test_the_median_of_three_is_judged_and_each_score_for_itself() -> None:
    looks = [scores_in(a_report(performance=score, seo=0.99)) for score in (0.8, 1.0, 0.95)]
    medians = {"home": middle(looks)}
    assert list(below(medians)) == ["home: seo 99, not 100"]
    assert "| home | 95 | 100 | 100 | 99 | 80, 100, 95 |" in table(medians, {"home": looks})
    (line, _) = below({"home": middle(looks[:1] * 3)})
    assert line == "home: performance 80, not 95"


def test_a_look_without_scores_is_no_success() -> None:
    with pytest.raises(LighthouseFailed, match="performance"):
        scores_in(a_report(performance=None))
    with pytest.raises(LighthouseFailed, match="no trace"):
        scores_in(a_report() | {"runtimeError": {"message": "no trace"}})


def test_search_engines_are_kept_from_a_shoppers_own_pages_only() -> None:
    assert {page.address for page in PAGES if page.is_for_one} == {"/cart", "/checkout"}


def test_no_machine_has_left_its_name_in_the_lock_of_npm() -> None:
    lock = json.loads((settings.BASE_DIR / "package-lock.json").read_text())
    assert not [name for name, each in lock["packages"].items() if "resolved" in each]
