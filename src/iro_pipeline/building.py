"""From the rows at rest to facts: one table for each thing that happens, source by source."""

import logging
from collections.abc import Sequence

import polars as pl

from iro_pipeline import examination, facts
from iro_pipeline.questionnaires import questionnaires
from iro_pipeline.record.receipts import Receipt
from iro_pipeline.returns import returns_in_view, whole_years
from iro_pipeline.workspace import Workspace

log = logging.getLogger(__name__)

# The tables whose rows are held to rules across rows and tables, and their sources.
EXAMINED = {
    "header": "ssda903",
    "episodes": "ssda903",
    "reviews": "ssda903",
    "allocation": "iro_allocation",
}


def build_facts(workspace: Workspace, loaded: Sequence[Receipt]) -> None:
    """Make of the accepted rows one table for each thing that happens."""
    examine(workspace, loaded)
    build_care(workspace, loaded)
    build_statistics(workspace, loaded)
    build_service(workspace, loaded)
    build_logs(workspace, loaded)
    build_quality(workspace, loaded)
    build_answers(workspace, loaded)
    figures = workspace.rows("accepted", "published_figures", "figure", loaded)
    workspace.write("facts/published_figure", facts.published_figure(figures))
    members = workspace.rows("accepted", "partnerships", "member", loaded)
    workspace.write("facts/partnership", facts.partnership(members))


def build_answers(workspace: Workspace, loaded: Sequence[Receipt]) -> None:
    """What the forms of surveys say, and how much of each was filled in."""
    forms = [
        (form, workspace.rows("accepted", form.source, form.table, loaded))
        for form in questionnaires()
    ]
    workspace.write("facts/answer", pl.concat(facts.answer(*each) for each in forms))
    workspace.write("facts/form", pl.concat(facts.form(*each) for each in forms))


def examine(workspace: Workspace, loaded: Sequence[Receipt]) -> None:
    """Hold rows to the rules that other rows and tables are needed for."""
    tables = {table: _inspected(workspace, table, loaded) for table in EXAMINED}
    found = examination.examine(tables, loaded)
    workspace.write("findings", found.findings)
    workspace.write("findings_rows", found.rows)
    looks = dict(found.findings.group_by("finding").len().rows())
    log.info(
        "Rules across rows and tables: %d rows found in %d looks, %d looks clean, %d not possible",
        found.rows.height,
        *(looks.get(finding, 0) for finding in ("found", "clean", "could_not_run")),
    )


def examined(workspace: Workspace, table: str, loaded: Sequence[Receipt]) -> examination.Parted:
    """A table's accepted and rejected rows, as rules across rows and tables have left them."""
    found = workspace.scan("findings_rows").filter(source=EXAMINED[table], table=table)
    return examination.parted(_inspected(workspace, table, loaded), found.collect())


def _inspected(workspace: Workspace, table: str, loaded: Sequence[Receipt]) -> examination.Parted:
    source = EXAMINED[table]
    return examination.Parted(
        workspace.rows("accepted", source, table, loaded),
        workspace.rows("rejected", source, table, loaded),
    )


def build_care(workspace: Workspace, loaded: Sequence[Receipt]) -> None:
    """Children looked after and their reviews, from all years of SSDA903 returns together."""
    episodes, reviews = (examined(workspace, table, loaded) for table in ("episodes", "reviews"))
    accepted = facts.Records(episodes.accepted, reviews.accepted)
    rejected = facts.Records(episodes.rejected, reviews.rejected)
    returns = whole_years(returns_in_view(loaded), accepted.reviews)
    workspace.write("facts/looked_after", facts.looked_after(accepted.episodes))
    workspace.write("facts/review", facts.review(accepted.reviews, returns))
    workspace.write("facts/review_due", facts.review_due(accepted, rejected, returns))
    due, review, children = (
        workspace.scan(f"facts/{name}") for name in ("review_due", "review", "looked_after")
    )
    workspace.write("facts/reviewed_child", facts.reviewed_child(due))
    workspace.write("facts/child_participation", facts.child_participation(review))
    workspace.write("facts/care_year", facts.care_year(review, accepted.episodes, returns))
    workspace.write("facts/overdue", facts.overdue(children, due, accepted.episodes, returns))
    moves = facts.move(accepted.episodes, review, rejected.reviews, returns)
    workspace.write("facts/move", moves)
    build_allocation(workspace, loaded, accepted.episodes, returns)


def build_allocation(
    workspace: Workspace, loaded: Sequence[Receipt], episodes: pl.LazyFrame, returns: pl.LazyFrame
) -> None:
    """Which IRO has which child, how soon and for how long."""
    register = examined(workspace, "allocation", loaded)
    workspace.write("facts/iro", facts.iro(*register))
    beside = episodes.join(_of_registers(returns, register.accepted), on="authority", how="semi")
    care = facts.care_of(beside, returns).collect(engine="in-memory").lazy()
    review = workspace.scan("facts/review")
    workspace.write("facts/appointment", facts.appointment(*register, care, review))
    workspace.write("facts/iro_days", facts.iro_days(*register, care))
    children = workspace.scan("facts/looked_after")
    workspace.write("facts/allocated", facts.allocated(*register, children))


def _of_registers(returns: pl.LazyFrame, register: pl.LazyFrame) -> pl.LazyFrame:
    """The authorities that sent a register, under every code of theirs in the returns."""
    codes = returns.select("authority", "la_code").unique()
    sent = codes.join(register, on="authority", how="semi").select("la_code")
    return codes.join(sent, on="la_code", how="semi").select("authority")


def build_service(workspace: Workspace, loaded: Sequence[Receipt]) -> None:
    """The services themselves, and what they are set beside."""

    def accepted(source: str, table: str) -> pl.LazyFrame:
        return workspace.rows("accepted", source, table, loaded)

    covered = [each.period for each in loaded if each.source == "cafcass_enquiries" and each.period]
    workspace.write(
        "facts/enquiries",
        facts.enquiries(
            accepted("cafcass_enquiries", "enquiry"),
            workspace.rows("rejected", "cafcass_enquiries", "enquiry", loaded),
            covered,
        ),
    )
    returns = accepted("iro_service", "service")
    workspace.write("facts/service", facts.service(returns))
    scan = workspace.scan
    reported = facts.reported_reviews(returns, scan("facts/looked_after"))
    workspace.write("facts/reported_reviews", reported)
    workspace.write("facts/iro_team", facts.iro_team(returns))
    workspace.write("facts/cost", facts.cost(scan("facts/service"), scan("facts/care_year")))
    workspace.write(
        "facts/caseload",
        facts.caseload(
            scan("facts/service"), scan("facts/looked_after"), scan("facts/cla_statistic")
        ),
    )


def build_logs(workspace: Workspace, loaded: Sequence[Receipt]) -> None:
    """What services write down of disputes, and of the records of reviews."""

    def accepted(source: str, table: str) -> pl.LazyFrame:
        return workspace.rows("accepted", source, table, loaded)

    log = accepted("dispute_log", "dispute")
    rejected = workspace.rows("rejected", "dispute_log", "dispute", loaded)
    sent = {(each.authority, each.period) for each in loaded if each.source == "dispute_log"}
    logs = pl.LazyFrame(
        sorted(sent), schema={"authority": pl.String, "period": pl.Int64}, orient="row"
    )
    workspace.write("facts/dispute", facts.dispute(log))
    workspace.write(
        "facts/challenges",
        facts.challenges(log, rejected, accepted("ssda903", "episodes"), logs),
    )
    workspace.write("facts/record", facts.record(accepted("review_records", "record")))


def build_quality(workspace: Workspace, loaded: Sequence[Receipt]) -> None:
    """How whole the SSDA903 returns are, and how they agree with themselves and with DfE."""
    workspace.write("facts/return_module", facts.return_module(loaded))
    beside = (workspace.scan(name) for name in ("facts/looked_after", "facts/cla_statistic"))
    quality = facts.return_quality(loaded, workspace.scan("findings"), *beside)
    workspace.write("facts/return_quality", quality)


def build_statistics(workspace: Workspace, loaded: Sequence[Receipt]) -> None:
    """What DfE publishes of every authority; its totals must be the sums of what was read."""
    models = workspace.rows("accepted", "statistical_neighbours", "model", loaded)
    workspace.write("facts/neighbour", facts.neighbour(models))
    rates = workspace.rows("accepted", "cla_statistics", "rate", loaded)
    workspace.write("facts/cla_statistic", facts.cla_statistic(rates))
    workspace.write("reconciliation", facts.reconcile(rates))
    totals = workspace.scan("reconciliation").collect()
    if totals.height:
        reproduced = totals["reproduced"].fill_null(False)
        log.info(
            "DfE's totals: %d of %d reproduced from authorities' rows within rounding, %d others "
            "where an authority's row is withheld",
            *(reproduced.sum(), totals.height, (~reproduced & (totals["withheld"] > 0)).sum()),
        )
