"""Who would get what of a release, and why somebody gets nothing. Nothing is changed by it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from iro_pipeline.delivery import Undeliverable, recipients, settings
from iro_pipeline.delivery.letters import attachments, letter
from iro_pipeline.delivery.parcels import Parcel, parcels
from iro_pipeline.delivery.recipients import Recipient
from iro_pipeline.delivery.settings import Mail
from iro_pipeline.inspection.pseudonyms import Pseudonyms
from iro_pipeline.record.approvals import approved
from iro_pipeline.record.deliveries import Delivery
from iro_pipeline.record.ledger import Ledger
from iro_pipeline.workspace import Workspace

RECIPIENTS = "recipients.csv"


@dataclass(frozen=True)
class Asked:
    """
    A release's folder, and the day on which recipients are looked at.

    `only` those labels, or all where it is empty; `again` what went before, or may have.
    """

    release: Path
    today: date
    only: frozenset[str] = frozenset()
    again: bool = False


@dataclass(frozen=True)
class Nothing:
    """Why somebody gets nothing; where it `asks`, a person has something to do about it."""

    why: str
    asks: bool = True


@dataclass(frozen=True)
class Errand:
    """
    What one recipient is to get, or (`nothing`) why not; `step` is how the ledger knows it.

    `number` is the Message-ID of the letter that takes it, empty for a folder. `files`: the bytes
    of each by its name; `size`: of the whole letter, or of the files.
    """

    recipient: Recipient
    step: Delivery
    parcel: Parcel | None = None
    nothing: Nothing | None = None
    number: str = ""
    size: int = 0
    files: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """An errand for each row of the recipients that was asked for, in the order of the rows."""

    errands: tuple[Errand, ...]
    mail: Mail | None

    @property
    def due(self) -> list[Errand]:
        """Those that there is something to hand over for."""
        return [each for each in self.errands if each.nothing is None]


def plan(workspace: Workspace, ledger: Ledger, asked: Asked) -> Plan:
    """Raises Undeliverable where nobody may get anything yet."""
    rows = _wanted(recipients.read(workspace.record / RECIPIENTS), asked.only)
    if not approved(ledger, asked.release.name):
        raise Undeliverable(
            f"Release {asked.release.name} waits for approval (`iro release`), or no run has "
            "finished it: nothing of it is sent."
        )
    mail = settings.load(workspace.record) if any(each.address for each in rows) else None
    packs = parcels(asked.release)
    keyed = _keyed(workspace, ledger)
    planning = _Planning(workspace, ledger, asked, mail, keyed)
    return Plan(tuple(planning.errand(each, packs.get(each.audience)) for each in rows), mail)


@dataclass(frozen=True)
class _Planning:
    workspace: Workspace
    ledger: Ledger
    asked: Asked
    mail: Mail | None
    keyed: Pseudonyms

    def errand(self, recipient: Recipient, parcel: Parcel | None) -> Errand:
        step = Delivery(
            self.keyed.tag("recipient", recipient.place),
            recipient.who,
            str(recipient.audience),
            parcel.edition if parcel else "",
            self.asked.release.name,
        )
        nothing = self._not_theirs(recipient)
        if nothing or parcel is None or not parcel.surfaces:
            none = Nothing(f"this release has no pack for {recipient.audience}")
            return Errand(recipient, step, nothing=nothing or none)
        before = self.ledger.deliveries.to(step.recipient, step.audience)
        if not self.asked.again and (gone := gone_before(before, step, recipient)):
            return Errand(recipient, step, parcel, gone)
        return self._packed(recipient, step, parcel, before)

    def _not_theirs(self, recipient: Recipient) -> Nothing | None:
        today = self.asked.today
        if recipient.begins and today < recipient.begins:
            return Nothing(f"not before {recipient.begins}", asks=False)
        if recipient.ends and today > recipient.ends:
            return Nothing(f"not after {recipient.ends}", asks=False)
        if not recipient.is_cleared:
            return Nothing(f"not cleared for {recipient.audience}: clearance does not name it")
        if not recipient.folder:
            return None
        if Path(recipient.place).is_relative_to((self.workspace.root / "data").resolve()):
            return Nothing("its folder is within data/, which is no place to deliver to")
        there = Path(recipient.folder).is_dir()
        return None if there else Nothing("its folder is not there: is it mounted, or misspelt?")

    def _packed(
        self, recipient: Recipient, step: Delivery, parcel: Parcel, before: list[Delivery]
    ) -> Errand:
        if self.mail is None or recipient.folder:
            sizes = {parcel.named(name): len(parcel.contents(name)) for name in parcel.surfaces}
            return Errand(recipient, step, parcel, size=sum(sizes.values()), files=sizes)
        number = self._number(step, before)
        sizes = {name: len(data) for name, _, data in attachments(parcel)}
        size = len(letter(parcel, recipient, self.mail.sender, number))
        most = self.mail.most_bytes
        nothing = Nothing(
            f"too large: an email of {megabytes(size)} where {megabytes(most)} are allowed; give "
            "a folder, or raise most_megabytes if the mail server takes more"
        )
        large = nothing if size > most else None
        return Errand(recipient, step, parcel, large, number, size, sizes)

    def _number(self, step: Delivery, before: list[Delivery]) -> str:
        """
        The Message-ID: the same whenever one edition is sent to one recipient for one audience, so
        that a mailbox which has it already shows it once, if what became of it was not known.

        One that is known to have been sent and is wanted again is another letter: the receiving
        server would else let it vanish.
        """
        times = sum(each.edition == step.edition and each.state == "sent" for each in before)
        said = "|".join((step.recipient, step.audience, step.edition, str(times)))
        return f"<{self.keyed.tag('letter', said)}@{self.mail.domain if self.mail else ''}>"


def gone_before(before: Iterable[Delivery], step: Delivery, recipient: Recipient) -> Nothing | None:
    """
    Why the same is not sent again.

    A letter that was begun and not ended may have arrived: a person asks, and decides. A folder
    tells by itself. An edition that was sent goes out again if another was sent since, which a
    newer release takes back.
    """
    before = list(before)
    mine = [each for each in before if each.edition == step.edition]
    if mine and mine[-1].state == "sending" and recipient.address:
        return Nothing(
            f"may have arrived: it was being sent on {mine[-1].noted_at[:10]} when that broke off. "
            "Ask whether it came; if not, send it with --to and --again"
        )
    sent = [each for each in before if each.state == "sent"]
    if all(each.edition != step.edition for each in sent):
        return None
    last = sent[-1]
    if last.edition == step.edition:
        return Nothing(
            f"sent on {last.noted_at[:10]} with release {last.release}, and the same since",
            asks=False,
        )
    if _place(step.release) <= _place(last.release):
        return Nothing(f"release {last.release}, which is not older, was sent since", asks=False)
    return None


def _place(release: str) -> str:
    """Of a release among releases, from its name."""
    return release.partition("-")[0]


def _wanted(rows: list[Recipient], only: frozenset[str]) -> list[Recipient]:
    if missing := only - {each.who for each in rows}:
        raise Undeliverable(
            f"data/record/{RECIPIENTS} has nobody called {', '.join(sorted(missing))}: expected "
            "what stands under who."
        )
    return [each for each in rows if not only or each.who in only]


def _keyed(workspace: Workspace, ledger: Ledger) -> Pseudonyms:
    """With another key nobody would be known, and everything sent again."""
    try:
        found, _ = Pseudonyms.kept_in(workspace.record / "identifier.key", make=False)
    except (ValueError, FileNotFoundError) as failure:
        raise Undeliverable(f"No identifier key: {failure}") from None
    if ledger.key_fingerprint() != found.fingerprint:
        raise Undeliverable(
            "The identifier key is another than the one that this record was begun with: nobody "
            "would be known to have had anything. Restore data/record/identifier.key from its copy."
        )
    return found


def megabytes(size: int) -> str:
    """As mail systems count them: thousands or millions of bytes."""
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{size / 1_000:.1f} kB"
