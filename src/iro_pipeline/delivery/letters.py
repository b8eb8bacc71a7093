"""The letter that a pack is attached to. It tells what is attached, and no figure."""

import io
import textwrap
import zipfile
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from typing import Any

from iro_pipeline.delivery.parcels import Parcel
from iro_pipeline.delivery.recipients import Recipient
from iro_pipeline.publications.edition import INVENTED

# Nothing above 127 in any line, so that no mail system on the way needs to change it.
_POLICY = SMTP.clone(cte_type="7bit")
_ATTACHED = {
    "print.pdf": "to print, and to take to a meeting",
    "workbook.xlsx": "every table, to copy from",
    "page.html": (
        "a page to read, with the charts. Save the zip, open it, and open the .html in it in your "
        "browser; it needs no network"
    ),
}
_TYPES = {
    "print.pdf": ("application", "pdf"),
    "workbook.xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "page.html": ("application", "zip"),
}
_ANYONE = "It is made from the public tables alone, and anyone may have it."
# As the packs themselves say it.
_FOR = {
    "region": (
        "It is for the authorities of {name}, under their sharing agreement: it shows their own "
        "service returns by name. Do not pass it on to anybody else."
    ),
    "partnership": _ANYONE,
    "authority": (
        "It is for {name} alone, and shows what its own service returned. Do not pass it on to "
        "anybody else."
    ),
    "england": _ANYONE,
}
_WRAPPING: Any = {"break_long_words": False, "break_on_hyphens": False}
# Letters are quoted, forwarded and searched more freely than files are opened.
_NO_FIGURES = "Figures are in the attachments and not in this email: emails travel further."


def letter(parcel: Parcel, recipient: Recipient, sender: str, number: str) -> bytes:
    """
    A letter to the one address of a recipient, as it goes over the wire. `number`: its Message-ID.

    Raises ValueError where a header would break into two.
    """
    message = EmailMessage(_POLICY)
    message["From"], message["To"] = sender, recipient.address
    message["Subject"] = subject(parcel)
    message["Date"] = formatdate(usegmt=True)
    message["Message-ID"] = number
    # Answers that no person wrote are not sent to it (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body(parcel, recipient.who))
    for name, surface, data in attachments(parcel):
        maintype, subtype = _TYPES[surface]
        message.add_attachment(data, maintype=maintype, subtype=subtype, filename=name)
    return message.as_bytes()


def subject(parcel: Parcel) -> str:
    """What it is, for whom, and of when."""
    invented = "INVENTED DATA: " if parcel.invented else ""
    return f"{invented}IRO benchmarks, {parcel.name}, {parcel.period}"


def body(parcel: Parcel, who: str) -> str:
    """Plain text: what is attached, who it is for, and what to do if it came astray."""
    attached = [f"- {_called(parcel, name)}: {_ATTACHED[name]}." for name in parcel.surfaces]
    paragraphs = [
        *([INVENTED] if parcel.invented else []),
        f"To: {who}",
        "Attached are the benchmarks of Independent Reviewing Officer services for "
        f"{parcel.name}. Period: {parcel.period}.",
        "\n".join(attached),
        _FOR[parcel.audience.kind].format(name=parcel.name),
        f"{_NO_FIGURES} If it is not meant for you, delete it and tell the sender.",
        f"Release {parcel.release}, edition {parcel.edition} of this pack.",
    ]
    return "\n\n".join(map(_wrapped, paragraphs)) + "\n"


def _wrapped(paragraph: str) -> str:
    """Lines that need no encoding on the way; a file's name stays in one piece."""
    lines = paragraph.splitlines()
    return "\n".join(textwrap.fill(line, 72, **_WRAPPING) for line in lines)


def attachments(parcel: Parcel) -> list[tuple[str, str, bytes]]:
    """Each file's name, which surface it is, and its bytes."""
    found = ((name, parcel.contents(name)) for name in parcel.surfaces)
    return [(_called(parcel, name), name, _sent_as(parcel, name, data)) for name, data in found]


def _called(parcel: Parcel, surface: str) -> str:
    return f"{parcel.stem}-page.zip" if surface == "page.html" else parcel.named(surface)


def _sent_as(parcel: Parcel, surface: str, data: bytes) -> bytes:
    """Mail gateways take a page out of a letter, and leave a zip in."""
    return zipped(parcel.named(surface), data) if surface == "page.html" else data


def zipped(name: str, data: bytes) -> bytes:
    """A zip of one file, the same bytes whenever and wherever it is made."""
    entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # Unix
    entry.external_attr = 0o100644 << 16
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(entry, data)
    return file.getvalue()
