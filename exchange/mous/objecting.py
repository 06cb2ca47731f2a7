"""Whether the other side objects to a promise as it is worded now, beside the rows of a list."""

from django.apps import apps
from django.db.models import BooleanField, Func

from exchange.meetings.enums import Side
from exchange.mous.enums import Answer, CommitmentState


class Objected(Func):
    """Its latest answer is an objection to the present wording. In words of the database, as exchange.core.counting."""

    output_field = BooleanField()

    def __init__(self):
        super().__init__("pk", "sentence_ko", "sentence_ja", "obligor", "state")

    def as_sql(self, compiler, connection, **_):
        key, ko, ja, obligor, state = (compiler.compile(part)[0] for part in self.source_expressions)
        table = connection.ops.quote_name(apps.get_model("mous", "Confirmation")._meta.db_table)
        since = f"FROM {table} later WHERE later.commitment_id = said.commitment_id AND later.side = said.side"
        since += " AND (later.at > said.at OR (later.at = said.at AND later.id > said.id))"
        rows = f"FROM {table} said WHERE said.commitment_id = {key} AND said.side = %s AND said.answer = %s"
        rows += f" AND (said.wording_ko, said.wording_ja, said.obligor) = ({ko}, {ja}, {obligor})"
        sql = f"({state} <> %s AND EXISTS (SELECT 1 {rows} AND NOT EXISTS (SELECT 1 {since})))"
        return sql, [CommitmentState.DROPPED.value, Side.COUNTERPART.value, Answer.OBJECTED.value]
