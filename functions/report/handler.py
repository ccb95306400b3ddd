"""Reports on resolution and cost; for the group ``finance`` only."""

from firstcontact.entrypoints.rest import Api, http
from firstcontact.identity.claims import require_group
from firstcontact.reports.records import CostSummary, Report
from firstcontact.reports.summaries import summarize_costs, summarize_resolution

app = Api("Report")


@app.get("/v1/report", summary="How cases ended, and what a resolution cost", tags=["finance"])
def read_report() -> Report:
    """The report over all cases."""
    require_group(app.caller, "finance")
    services = app.services
    return summarize_resolution(services.outcomes.all(), services.costs.all(), services.price_book.currency)


@app.get("/v1/costs", summary="Costs by function, item and case", tags=["finance"])
def read_costs() -> CostSummary:
    """The costs over all invocations."""
    require_group(app.caller, "finance")
    return summarize_costs(app.services.costs.all(), app.services.price_book.currency)


handler = http(app)
