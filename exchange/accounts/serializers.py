"""How what the body keeps to itself stays out of the API's answers to others."""

from exchange.accounts.roles import reads_everything
from exchange.core.serializers import Shape


class Shared(Shape):
    """`internal`: what only our own side reads."""

    internal = ()

    def get_fields(self):
        fields, by = super().get_fields(), self.context.get("by")
        if by and not reads_everything(by):
            for name in self.internal:
                fields.pop(name, None)
        return fields
