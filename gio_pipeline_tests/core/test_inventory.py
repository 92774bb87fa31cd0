"""What there is of each sort, by hand and here alone: whatever is added is added here, and nothing goes unnoticed.

Other tests ask the records for what holds of every kind or every listing.
"""

from gio_pipeline.core.catalog import CATALOG
from gio_pipeline.core.kinds import KINDS


def test_the_kinds_of_reports_with_their_endpoints() -> None:
    assert {str(kind): record.endpoint for kind, record in KINDS.items()} == {
        "chart": "charts",
        "funnel": "funnels",
        "retention": "retentions",
        "frequency": "frequencies",
    }


def test_the_listings_with_their_parts_and_paths_in_the_order_of_a_snapshot() -> None:
    assert [(each.table, each.part, each.path) for each in CATALOG] == [
        ("dashboards", "catalog", "projects/{uid}/dashboards.json"),
        ("dashboard_charts", "catalog", "projects/{uid}/dashboards/{id}.json"),
        ("segments", "segments", "projects/{uid}/segmentations.json"),
        ("rules", "rules", "projects/{uid}/rules.csv"),
    ]
