"""`make audit` reads what the tools learned, not whether they were content."""

from __future__ import annotations

import json

from tests.audit import said, told_by_npm, told_by_pip_audit

SKIPPED = {"name": "django", "skip_reason": "Dependency not found and could not be audited: django (5.2)"}
CLEAN = {"name": "lxml", "version": "6.0.0", "vulns": []}
BAD = {"name": "pillow", "version": "1.0", "vulns": [{"id": "CVE-2022-1", "fix_versions": ["9.0"]}]}


def test_what_was_skipped_is_not_called_clean() -> None:
    told = told_by_pip_audit(json.dumps({"dependencies": [SKIPPED]}), "No known vulnerabilities found")
    assert (told.asked, told.found) == (0, []) and "NOT AUDITED" in said("base", told)[0]


def test_an_advisory_is_named_with_what_mends_it() -> None:
    told = told_by_pip_audit(json.dumps({"dependencies": [CLEAN, BAD, SKIPPED]}), "")
    lines = said("base", told)
    assert "pillow 1.0: CVE-2022-1, mended in 9.0" in lines[0]
    assert "NOT AUDITED" in lines[1] and "2 packages" in lines[2]


def test_a_tool_without_an_answer_is_quoted() -> None:
    assert "could not connect" in said("base", told_by_pip_audit("", "Traceback\n  could not connect\n"))[0]
    refused = json.dumps({"message": "405 Method Not Allowed", "error": {}})
    assert "NOT AUDITED" in said("npm", told_by_npm(refused, ""))[0] and "405" in told_by_npm(refused, "").not_asked[0]


def test_npm_names_each_package_with_its_weight() -> None:
    answer = {"vulnerabilities": {"left-pad": {"severity": "high"}}, "metadata": {"dependencies": {"total": 40}}}
    told = told_by_npm(json.dumps(answer), "")
    assert (told.asked, told.found) == (40, ["left-pad: high"])
