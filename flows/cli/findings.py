# SPDX-License-Identifier: EUPL-1.2
"""Findings as rows. Pages are counted from 1 here; boxes are in points on the page as seen, origin top left."""

from flows.cli.output import write_lines, write_table
from schemas.findings import Findings
from schemas.geometry import Box


def box_values(box: Box) -> dict[str, float]:
    """The corners of a box, to a hundredth of a point."""
    return {"x0": round(box.x0, 2), "y0": round(box.y0, 2), "x1": round(box.x1, 2), "y1": round(box.y1, 2)}


def findings_rows(findings: Findings) -> list[dict[str, object]]:
    """Every finding for machines; the text itself is not in it."""
    return [
        {
            "id": one.id,
            "kind": one.kind.value,
            "page": one.first_page + 1,
            "boxes": [{"page": page + 1, **box_values(box)} for page, box in one.places],
            "score": round(one.score, 4),
            "band": one.band.value,
            "action": one.action.value,
            "ground": one.ground,
            "role": one.role.value,
            "why": one.why,
            "recogniser": one.recogniser,
        }
        for one in findings.findings
    ]


def show_findings(name: str, findings: Findings) -> None:
    """A table of the findings of one document."""
    rows = [
        {
            "kind": one.kind.value,
            "page": one.first_page + 1,
            "box": ", ".join(f"{value:.0f}" for _, box in one.places[:1] for value in box_values(box).values()),
            "score": round(one.score, 2),
            "action": one.action.value,
            "ground": one.ground or "",
            "why": one.why,
        }
        for one in findings.findings
    ]
    if rows:
        write_table(name, ("kind", "page", "box", "score", "action", "ground", "why"), rows)
    write_lines([f"{name}: {len(rows)} findings (model {findings.model_version}, policy {findings.policy_version})."])
