"""Every case in seeds/cleanup/: what each rule repairs, what it must leave alone, and what it is known to miss."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from gistmill.clean import ORDER, CleanSettings, CleanStage
from gistmill.document import Document, replay

CASES = Path(__file__).parents[2] / "seeds" / "cleanup"
KINDS = {"found", "synthetic", "untouched", "known-failure"}
RULES = [rule.name for rule in ORDER]


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    before: str
    after: str
    kind: str
    source: str


def cases_of(rule: str) -> list[Case]:
    return msgspec.json.decode((CASES / f"{rule}.json").read_bytes(), type=list[Case])


def parameters() -> list[object]:
    strict = pytest.mark.xfail(strict=True, reason="known failure")
    return [
        pytest.param(
            rule, case, id=f"{rule}-{number}", marks=[strict] if case.kind == "known-failure" else []
        )
        for rule in RULES
        for number, case in enumerate(cases_of(rule))
    ]


@pytest.mark.parametrize(("rule", "case"), parameters())
def test_rule_gives_what_its_case_says(rule: str, case: Case) -> None:
    document = Document(id="case", source="seeds", text=case.before)
    (cleaned,) = CleanStage(CleanSettings(only=(rule,))).run([document])
    assert cleaned.text == case.after
    assert replay(cleaned.raw, cleaned.edits) == cleaned.text


@pytest.mark.parametrize(("rule", "case"), parameters())
def test_case_comes_out_the_same_from_all_rules_when_untouched(rule: str, case: Case) -> None:
    if case.kind != "untouched":
        pytest.skip("a case of repair")
    document = Document(id="case", source="seeds", text=case.before)
    assert CleanStage().run([document])[0].text == case.before


@pytest.mark.parametrize("rule", RULES)
def test_rule_has_cases_of_every_needed_kind(rule: str) -> None:
    cases = cases_of(rule)
    assert {case.kind for case in cases} <= KINDS
    assert sum(case.kind == "untouched" for case in cases) >= 3
    assert any(case.kind in {"found", "synthetic"} for case in cases)
    assert all(case.before == case.after for case in cases if case.kind == "untouched")
    assert all(case.source for case in cases)


def test_every_file_of_cases_belongs_to_a_rule() -> None:
    assert sorted(path.stem for path in CASES.glob("*.json")) == sorted(RULES)
