"""What somebody else saved of an MOU, line by line, beside what is being typed."""

from exchange.core import days
from exchange.core.languages import in_language
from exchange.mous.enums import Precision
from exchange.mous.models import Clause, Mou, Party


def compare(verb, stored, mine):
    """[(line of the stored MOU, whether it is missing from mine)] for the part that was saved."""
    theirs, typed = _PARTS[verb](stored, mine)
    return [(line, line not in typed) for line in theirs]


def _facts(stored, mine):
    names = [name for name in mine if name != "state"]
    return _fact_lines(stored, names), _fact_lines(Mou(**{name: mine[name] for name in names}), names)


def _fact_lines(mou, names):
    return [f"{Mou._meta.get_field(name).verbose_name}: {_shown(mou, name)}" for name in names]


def _shown(mou, name):
    value = getattr(mou, name)
    if name.endswith("_on"):
        return days.day(value) if value else "-"
    if name == "signed_precision":
        return Precision(value).label
    return in_language(value, "title")[0] if hasattr(value, "title_ko") else str(value or "-")


def _parties(stored, mine):
    theirs = list(stored.parties.select_related("organization", "signatory"))
    titles = {party.signatory_id: (party.title_ko, party.title_ja) for party in theirs if party.signatory_id}
    typed = [_built(Party, row) for row in mine]
    for party in typed:
        if not (party.title_ko or party.title_ja):  # left to the post
            party.title_ko, party.title_ja = titles.get(party.signatory_id, ("", ""))
    return [_party_line(party) for party in theirs], [_party_line(party) for party in typed]


def _party_line(party):
    names = [party.organization.local_name, party.signatory.local_name if party.signatory else ""]
    titles = " / ".join(filter(None, [party.title_ko, party.title_ja]))
    return " ".join(filter(None, [f"{party.get_side_display()}:", *names, titles]))


def _clauses(stored, mine):
    theirs = [_clause_line(clause) for clause in stored.clauses.select_related("ancestor")]
    return theirs, [_clause_line(_built(Clause, row)) for row in mine]


def _clause_line(clause):
    texts = " / ".join(filter(None, [clause.text_ko, clause.text_ja]))
    ancestor = f" ({clause.get_lineage_display()} {clause.ancestor.mark})" if clause.ancestor else ""
    return f"{clause.mark} {texts}{ancestor}"


def _built(model, row):
    columns = {field.name for field in model._meta.concrete_fields} - {"id"}
    return model(**{name: value for name, value in row.items() if name in columns})


_PARTS = {"change_mou": _facts, "set_parties": _parties, "set_clauses": _clauses}
