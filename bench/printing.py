"""A measured value beside what is demanded of it."""


def print_result(title, value, limit):
    """Returns 1 when the demand is missed, to be added up."""
    print(f"{title:44}{value:9.2f}   at most {limit:.2f}{'  MISSED' if value > limit else ''}")
    return int(value > limit)
