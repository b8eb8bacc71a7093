"""Survey forms over all their editions: who fills one in, and what it has ever asked."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from iro_pipeline.contracts import BadContract, Contract, Field, Question, every
from iro_pipeline.places import SCHEMAS

# What asks whether the respondent may be contacted, in every edition of a form that asks.
CONTACT = "q30_contact_given"
# Who answers for others, the most senior first, and whose voice theirs is. A director answers for
# the authority whose plans the IRO service challenges: neither the service, nor one of its people.
# Anyone else is a person with a view of their employer and protected as one, above all who did not
# give a role.
SPEAKS = {"director": "director", "head_of_service": "service", "iro_manager": "service"}


@dataclass(frozen=True)
class Asked:
    """A question under its lasting name: the newest edition's terms, and the editions it is in."""

    name: str
    terms: Question
    codes: Mapping[str, tuple[str, ...]]
    basis: str

    @property
    def answers(self) -> Mapping[str, str]:
        """The words for each answer's code; one that no option could hold comes last."""
        words = {code: self._words(code, labels[0]) for code, labels in self.codes.items()}
        return {**words, **self.terms.answers}

    @property
    def ends(self) -> tuple[int, int]:
        """The lowest and the highest score."""
        scores = [int(code) for code in self.codes]
        return min(scores), max(scores)

    def _words(self, code: str, label: str) -> str:
        if not code.isdigit():
            return label if label[1:2].isupper() else label[:1].lower() + label[1:]
        words = re.sub(r"^\d{1,2}[).:]\s*", "", label)
        return f"{code} of {self.ends[1]}" + (f" ({words})" if words else "")


@dataclass(frozen=True)
class Questionnaire:
    """One form; `role` is that of all who fill it in, where the form does not ask."""

    source: str
    table: str
    role: str
    questions: tuple[Asked, ...]

    @property
    def speakers(self) -> tuple[str, ...]:
        """Whose answers it collects."""
        return (speaker(self.role),) if self.role else ("service", "practitioner")


def speaker(role: str) -> str:
    """Whose voice an answer is."""
    return SPEAKS.get(role, "practitioner")


@cache
def questionnaires(schemas: Path = SCHEMAS) -> tuple[Questionnaire, ...]:
    """
    Every form that asks questions, its questions in the order in which they were first asked.

    Raises BadContract for a name that two forms share, or that changes its scale.
    """
    forms: dict[tuple[str, str], list[Contract]] = {}
    for contract in every(schemas, "raw"):
        if any(each.question for each in contract.fields):
            forms.setdefault((contract.name.split("/")[1], contract.table), []).append(contract)
    found = tuple(
        Questionnaire(source, table, editions[-1].role, tuple(_questions(editions)))
        for (source, table), editions in forms.items()
    )
    _one_form(found)
    return found


@cache
def asked(name: str) -> Asked:
    """A question by its lasting name."""
    forms = questionnaires()
    return next(each for form in forms for each in form.questions if each.name == name)


def _one_form(forms: tuple[Questionnaire, ...]) -> None:
    first: dict[str, Questionnaire] = {}
    for form in forms:
        for each in form.questions:
            other = first.setdefault(each.name, form)
            if other is not form:
                raise BadContract(
                    f"raw/{form.source}/{form.table}/*",
                    each.name,
                    "found a name that a question of another questionnaire has too: it and one of "
                    f"schemas/raw/{other.source}/{other.table} have one name",
                    "Give one of the two another name.",
                )


def _questions(editions: list[Contract]) -> Iterator[Asked]:
    found: dict[str, list[tuple[Contract, Field, Question]]] = {}
    for contract in editions:
        for each in contract.fields:
            if each.question:
                found.setdefault(each.name, []).append((contract, each, each.question))
    for name, told in found.items():
        for contract, each, terms in told:
            _can_be_measured(contract, each, terms)
        _one_scale(name, told)
        _, field, terms = told[-1]
        caveats = dict.fromkeys(question.caveat for _, _, question in told if question.caveat)
        basis = (f"{contract.source}, question {each.number}" for contract, _, each in told)
        terms = replace(terms, caveat=" ".join(caveats))
        yield Asked(name, terms, field.codes, "; ".join(basis))


def _can_be_measured(contract: Contract, each: Field, terms: Question) -> None:
    """Raises BadContract where a question's terms and its answers do not go together."""
    where = (contract.name, each.name)
    numbered = bool(each.codes) and all(map(str.isdigit, each.codes))
    asks_for = {
        "scored": ("codes that are numbers", numbered),
        "ordinal": ("a list of codes", bool(each.codes)),
        "distribution": ("a list of codes", bool(each.codes)),
        "yes_no": ("the type boolean", each.type == "boolean"),
    }
    if terms.treatment not in asks_for:
        found = f"found a treatment that is none of {', '.join(asks_for)}"
        raise BadContract(*where, found, "Write one of these.")
    words, has = asks_for[terms.treatment]
    if not has:
        found = f"found the treatment {terms.treatment} without {words}"
        raise BadContract(*where, found, "Give it those, or another treatment.")
    known = {field.name for field in contract.fields}
    if strangers := {terms.replicate_of, terms.comment} - known - {""}:
        found = f"found a name that names no column: {sorted(strangers)}"
        raise BadContract(*where, found, "Write the name of another block of this file.")


def _one_scale(name: str, told: list[tuple[Contract, Field, Question]]) -> None:
    scales = {(each.codes_list, tuple(each.codes), terms.treatment) for _, each, terms in told}
    if len(scales) > 1:
        others = ", ".join(contract.name for contract, _, _ in told[:-1])
        raise BadContract(
            told[-1][0].name,
            name,
            f"found a name that is asked on more than one scale, as {others} has another",
            "A question on another scale is another question: give it a lasting name of its own.",
        )
